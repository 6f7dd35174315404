//! SHELL: what configurations come to, from the paths to the exit code.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use miette::{Result, miette};

use skint::cli::{ShowArgs, ShowFormat};
use skint::decode::harmless;
use skint::show;

use super::read::{self, Asked};
use super::written;

pub(crate) fn show(args: &ShowArgs, cwd: &Path) -> Result<ExitCode> {
    read::on_all_threads(|| shown(args, cwd))
}

fn shown(args: &ShowArgs, cwd: &Path) -> Result<ExitCode> {
    let asked = Asked {
        paths: &args.path,
        settings: args.settings.as_deref(),
        isolated: args.isolated,
        inputs: &args.inputs,
    };
    let read = read::read(&asked, cwd)?;
    let request = show::Request {
        inputs: &read.inputs,
        files: &read.disk,
        roots: &read.loaded.directories,
        address: args.address.as_deref(),
    };
    let shown = show::show(&read.project, &request);
    if let (true, Some(address)) = (shown.is_empty(), &args.address) {
        let help = "`skint show` lists every address";
        let address = harmless::line(address);
        return Err(miette!(help = help, "there is nothing with the address {address}"));
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = match args.format {
        ShowFormat::Human => show::human(&mut out, &shown, &read.project.sources),
        ShowFormat::Json => show::json(&mut out, &shown, &read.project.sources),
    };
    written(result.and_then(|()| out.flush()))?;
    read::ended(&read.project)
}
