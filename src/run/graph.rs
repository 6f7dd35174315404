//! SHELL: one drawing, from the paths to the exit code.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use miette::{IntoDiagnostic, Report, Result, miette};

use skint::cli::{GraphArgs, GraphFormat};
use skint::decode::harmless;
use skint::draw::{self, Drawing, Extent, Request};
use skint::load;

use super::{STACK, Said, inputs, project, settings, written};

/// Draws what the configurations are made of.
pub(crate) fn graph(args: &GraphArgs, cwd: &Path) -> Result<ExitCode> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().into_diagnostic()?;
    pool.install(|| in_pool(args, cwd))
}

fn in_pool(args: &GraphArgs, cwd: &Path) -> Result<ExitCode> {
    let found = load::find(&args.path, cwd)?;
    let said = Said { settings: args.settings.as_deref(), isolated: args.isolated, rules: &[] };
    let (_, layers, stubs) = settings(&said, &args.inputs.stubs, cwd, &found)?;
    let disk = found.disk();
    let mut loaded = found.read(&|path| !layers.excludes(path))?;
    let mut project = project(&mut loaded);
    disk.follow(&mut project);
    project.finish(&stubs);
    let inputs = inputs(&args.inputs, &layers, cwd, &mut project)?;
    let request = Request {
        inputs: &inputs,
        files: &disk,
        roots: &loaded.directories,
        address: args.address.as_deref(),
    };
    let drawings = draw::draw(&project, &request);
    if let Some(address) =
        args.address.as_deref().filter(|_| drawings.iter().all(Drawing::is_beside))
    {
        return Err(nowhere(address, &drawings));
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
    ended(project.problems.len())
}

fn ended(problems: usize) -> Result<ExitCode> {
    if problems == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    let count =
        if problems == 1 { "1 problem stands" } else { &format!("{problems} problems stand") };
    let words = format!("{count} in the way of all of it: `skint check` tells more\n");
    written(io::stderr().write_all(words.as_bytes()))?;
    Ok(ExitCode::from(2))
}

fn nowhere(address: &str, drawings: &[Drawing]) -> Report {
    let near = draw::nearest(address, drawings);
    let help = match &near[..] {
        [] => "`skint graph --all` lists every address".to_owned(),
        near => {
            let near: Vec<String> =
                near.iter().map(|it| format!("`{}`", harmless::line(it))).collect();
            format!("did you mean {}?", near.join(" or "))
        }
    };
    miette!(help = help, "there is nothing with the address {}", harmless::line(address))
}
