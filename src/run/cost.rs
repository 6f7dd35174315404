//! SHELL: one estimate, from the paths to the exit code.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use miette::{Context, IntoDiagnostic, Result, miette};

use skint::bill::{self, Format, View};
use skint::chart;
use skint::cli::CostArgs;
use skint::cost::{self, Estimate, Request, usage_file};
use skint::decode::{choices, harmless, near};
use skint::project::Project;

use super::read::{self, Asked};
use super::{Clock, terms, written};

pub(crate) fn cost(args: &CostArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    read::on_all_threads(|| in_pool(args, cwd, color))
}

fn in_pool(args: &CostArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    let mut clock = Clock::watching(false);
    let (formats, charts) = match args.break_even {
        true => (
            Vec::new(),
            outputs(args, chart::Format::Human, chart::Format::ALL, chart::Format::name)?,
        ),
        false => (outputs(args, Format::Human, Format::ALL, Format::name)?, Vec::new()),
    };
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
    let today = reckoned.support.today.clone();
    let settings = &said.settings;
    let request = Request {
        book: &reckoned.book,
        support: &reckoned.support,
        traffic: &reckoned.traffic,
        region: reckoned.region.as_deref(),
        free_tier: args.free_tier || settings.free_tier.as_ref().is_some_and(|it| it.value),
        inputs: &read.inputs,
        files: &read.disk,
        roots: &read.loaded.directories,
        explained: args.explain.as_deref(),
    };
    clock.stage("prices");
    if args.break_even {
        return break_even(&charts, &read.project, &request, &mut clock);
    }
    let estimate = cost::estimate(&read.project, &request);
    clock.stage("cost");
    clock.still();
    let view = View { color, ..View::new(&reckoned.traffic.profile, &today) };
    if let Some(file) = &args.write_usage {
        return write_usage(file, &estimate);
    }
    if let Some(address) = &args.explain {
        return explain(address, &estimate, &read.project, &view);
    }
    for (format, file) in &formats {
        let sources = &read.project.sources;
        let plain = View { color: false, ..view.clone() };
        let view = if file.is_some() { &plain } else { &view };
        put(file.as_deref(), &|out| bill::write(*format, out, &estimate, sources, view))?;
    }
    clock.stage("report");
    if args.stats {
        written(io::stderr().write_all(clock.lines().as_bytes()))?;
    }
    read::ended(&read.project)
}

/// What was asked for, and the files that it goes to.
fn outputs<F: Copy>(
    args: &CostArgs,
    usual: F,
    all: &[F],
    name: fn(F) -> &'static str,
) -> Result<Vec<(F, Option<PathBuf>)>> {
    if args.format.is_empty() {
        return Ok(vec![(usual, None)]);
    }
    let known: Vec<&str> = all.iter().map(|it| name(*it)).collect();
    let outputs = args.format.iter().map(|text| {
        let (asked, file) = match text.split_once('=') {
            Some((asked, file)) => (asked, Some(PathBuf::from(file))),
            None => (text.as_str(), None),
        };
        let format = all.iter().copied().find(|it| name(*it) == asked);
        let help = choices(asked, &known);
        Ok((format.ok_or_else(|| miette!(help = help, "there is no format `{asked}`"))?, file))
    });
    outputs.collect()
}

/// Writes to a file, or to stdout.
pub(super) fn put(
    file: Option<&Path>,
    write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let Some(path) = file else {
        let mut out = io::BufWriter::new(io::stdout().lock());
        let result = write(&mut out);
        return written(result.and_then(|()| out.flush()));
    };
    let cannot = || format!("{} cannot be written", path.display());
    let mut file = File::create(path).into_diagnostic().wrap_err_with(cannot)?;
    write(&mut file).into_diagnostic().wrap_err_with(cannot)
}

fn break_even(
    outputs: &[(chart::Format, Option<PathBuf>)],
    project: &Project,
    request: &Request<'_>,
    clock: &mut Clock,
) -> Result<ExitCode> {
    let break_even = cost::break_even(project, request);
    clock.still();
    for (format, file) in outputs {
        put(file.as_deref(), &|out| chart::write(*format, out, &break_even))?;
    }
    read::ended(project)
}

fn explain(address: &str, estimate: &Estimate, project: &Project, view: &View) -> Result<ExitCode> {
    let Some(found) = estimate.bills().find(|it| it.address == address) else {
        let known: Vec<&str> = estimate.bills().map(|it| it.address.as_str()).collect();
        let help = if known.len() > 20 {
            near(address, &known).unwrap_or_else(|| "`skint show` lists every address".to_owned())
        } else {
            choices(address, &known)
        };
        let help = harmless::line(&help);
        return Err(miette!(
            help = help,
            "there is no resource with the address {}",
            harmless::line(address)
        ));
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = bill::explain(&mut out, found, &project.sources, view);
    written(result.and_then(|()| out.flush()))?;
    Ok(ExitCode::SUCCESS)
}

/// A usage file for everything that nothing tells, to be filled in.
fn write_usage(file: &Path, estimate: &Estimate) -> Result<ExitCode> {
    if file.exists() {
        let help = "it may hold what somebody filled in: take another name, or remove it first";
        return Err(miette!(help = help, "{} is already there", file.display()));
    }
    let text = usage_file::write(&cost::templates(estimate));
    std::fs::write(file, text)
        .into_diagnostic()
        .wrap_err_with(|| format!("{} cannot be written", file.display()))?;
    let n = estimate.bills().filter(|it| !it.usage.is_empty()).count();
    let words = format!("wrote {}: {n} resources with usage, all commented out\n", file.display());
    written(io::stdout().write_all(words.as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}
