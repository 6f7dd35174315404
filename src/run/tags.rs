//! SHELL: which dollars tags explain, from the paths to the exit code.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use miette::{Result, miette};

use skint::cli::TagsArgs;
use skint::cost::Request;
use skint::decode::choices;
use skint::tags::Policies;
use skint::tally::{self, Format, View};

use super::read::{self, Asked};
use super::{Clock, cost, policy, terms, written};

pub(crate) fn tags(args: &TagsArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    read::on_all_threads(|| in_pool(args, cwd, color))
}

fn in_pool(args: &TagsArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    let mut clock = Clock::watching(false);
    let outputs = outputs(&args.format, args.plan)?;
    let asked = Asked {
        paths: &args.paths,
        settings: args.settings.as_deref(),
        isolated: args.isolated,
        inputs: &args.inputs,
    };
    let read = read::watched(&asked, cwd, clock.watch.counter())?;
    clock.stage("read");
    let said = terms::Said {
        args: &args.terms,
        settings: read.layers.cost(),
        usage: read.usage.as_deref(),
        disk: &read.disk,
    };
    let reckoned = terms::reckoned(&said, cwd)?;
    clock.stage("prices");
    let request = Request {
        book: &reckoned.book,
        support: &reckoned.support,
        traffic: &reckoned.traffic,
        region: reckoned.region.as_deref(),
        free_tier: said.settings.free_tier.as_ref().is_some_and(|it| it.value),
        inputs: &read.inputs,
        files: &read.disk,
        roots: &read.loaded.directories,
        explained: None,
    };
    let imported = || policy::imported(&args.tags, &read.settings, &read.disk, cwd);
    let imported = clock.watch.aside(imported)?;
    let policies = Policies::new(&read.layers, imported.as_ref());
    let coverage = tally::coverage(&read.project, &request, &policies, args.plan);
    clock.stage("tags");
    clock.still();
    for (format, file) in &outputs {
        let view = View { color: color && file.is_none(), by: args.by.clone() };
        let sources = &read.project.sources;
        let write = if args.plan { tally::write_plan } else { tally::write };
        cost::put(file.as_deref(), &|out| write(*format, out, &coverage, sources, &view))?;
    }
    clock.stage("report");
    if args.stats {
        written(io::stderr().write_all(clock.lines().as_bytes()))?;
    }
    read::ended(&read.project)
}

/// What was asked for, and the files that it goes to.
fn outputs(asked: &[String], plans: bool) -> Result<Vec<(Format, Option<PathBuf>)>> {
    if asked.is_empty() {
        return Ok(vec![(Format::Human, None)]);
    }
    let all = if plans { tally::PLANS } else { Format::ALL };
    let known: Vec<&str> = all.iter().map(|it| it.name()).collect();
    let outputs = asked.iter().map(|text| {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text.as_str(), None),
        };
        if file.as_ref().is_some_and(|it| it.as_os_str().is_empty()) {
            return Err(miette!("a file is missing behind `=`"));
        }
        let format = all.iter().copied().find(|it| it.name() == name);
        let help = choices(name, &known);
        Ok((format.ok_or_else(|| miette!(help = help, "there is no format `{name}`"))?, file))
    });
    outputs.collect()
}
