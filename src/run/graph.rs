//! SHELL: one drawing, from the paths to the exit code.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use miette::{Report, Result, miette};

use skint::cli::{GraphArgs, GraphFormat};
use skint::decode::harmless;
use skint::draw::{self, Drawing, Extent, Request};

use super::read::{self, Asked};
use super::written;

/// Draws what the configurations are made of.
pub(crate) fn graph(args: &GraphArgs, cwd: &Path) -> Result<ExitCode> {
    read::on_all_threads(|| drawn(args, cwd))
}

fn drawn(args: &GraphArgs, cwd: &Path) -> Result<ExitCode> {
    let asked = Asked {
        paths: &args.path,
        settings: args.settings.as_deref(),
        isolated: args.isolated,
        inputs: &args.inputs,
    };
    let read = read::read(&asked, cwd)?;
    let request = Request {
        inputs: &read.inputs,
        files: &read.disk,
        roots: &read.loaded.directories,
        address: args.address.as_deref(),
    };
    let project = &read.project;
    let drawings = draw::draw(project, &request);
    if let Some(address) =
        args.address.as_deref().filter(|_| drawings.iter().all(Drawing::is_beside))
    {
        return Err(nowhere(address, &drawings, cwd));
    }
    let extent = if args.all { Extent::All } else { Extent::Architecture };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = match args.format {
        GraphFormat::Text => draw::text(&mut out, &drawings, extent, &project.sources),
        GraphFormat::Json => draw::json(&mut out, &drawings, &project.sources),
        GraphFormat::Dot => draw::dot(&mut out, &drawings, extent),
        GraphFormat::Mermaid => draw::mermaid(&mut out, &drawings, extent),
    };
    written(result.and_then(|()| out.flush()))?;
    read::ended(project)
}

fn nowhere(address: &str, drawings: &[Drawing], cwd: &Path) -> Report {
    let near = draw::nearest(address, drawings);
    let help = match &near[..] {
        _ if cwd.join(address).is_dir() => {
            format!("a directory is named by --path {}", harmless::line(address))
        }
        [] => "`skint graph --all` lists every address".to_owned(),
        near => {
            let near: Vec<String> =
                near.iter().map(|it| format!("`{}`", harmless::line(it))).collect();
            format!("did you mean {}?", near.join(" or "))
        }
    };
    miette!(help = help, "there is nothing with the address {}", harmless::line(address))
}
