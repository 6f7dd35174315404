//! SHELL: advice on where things should run, from the paths to the exit code.

use std::path::Path;
use std::process::ExitCode;

use miette::Result;

use skint::advise::{self, Format, View};
use skint::cli::AdviseArgs;
use skint::cost::Request;

use super::outputs::outputs;
use super::read::{self, Asked};
use super::{cost, terms};

pub(crate) fn advise(args: &AdviseArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    read::on_all_threads(|| in_pool(args, cwd, color))
}

fn in_pool(args: &AdviseArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    let outputs = outputs(&args.format, Format::ALL, Format::name)?;
    let asked = Asked {
        paths: &args.paths,
        settings: args.settings.as_deref(),
        isolated: args.isolated,
        inputs: &args.inputs,
    };
    let read = read::read(&asked, cwd)?;
    let said = terms::Said {
        args: &args.terms,
        settings: read.layers.cost(),
        usage: read.usage.as_deref(),
        disk: &read.disk,
    };
    let reckoned = terms::reckoned(&said, cwd)?;
    let request = Request {
        book: &reckoned.book,
        support: &reckoned.support,
        traffic: &reckoned.traffic,
        region: reckoned.region.as_deref(),
        free_tier: false,
        inputs: &read.inputs,
        files: &read.disk,
        roots: &read.loaded.directories,
        explained: None,
    };
    let advice = advise::advise(&read.project, &request);
    for (format, file) in &outputs {
        let view = View { color: color && file.is_none(), all: args.all };
        let sources = &read.project.sources;
        cost::put(file.as_deref(), &|out| advise::write(*format, out, &advice, sources, view))?;
    }
    read::ended(&read.project)
}
