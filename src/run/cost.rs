//! SHELL: one estimate, from the paths to the exit code.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use miette::{Context, IntoDiagnostic, Result, miette};
use rust_decimal::Decimal;

use skint::bill::{self, Format, View};
use skint::chart;
use skint::cli::CostArgs;
use skint::cost::{
    self, DEFAULT_PROFILE, Entry, Estimate, Range, Request, Support, Traffic, usage_file,
    usage_file::UsageFile,
};
use skint::decode::{choices, harmless};
use skint::load;
use skint::model::Files;
use skint::project::Project;
use skint::settings::{CostSettings, Per};

use super::read::{self, Asked, Read};
use super::{Clock, prices, written};

/// Read where somebody keeps one and says nothing.
const USUAL: &str = "infracost-usage.yml";

pub(crate) fn cost(args: &CostArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    read::on_all_threads(|| in_pool(args, cwd, color))
}

fn in_pool(args: &CostArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    let mut clock = Clock::default();
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
    let read = read::read(&asked, cwd)?;
    clock.stage("read");
    let settings = read.layers.cost();
    let book = prices::book(&args.prices, &settings, cwd)?;
    let traffic = traffic(args, &settings, &read, cwd)?;
    let today = super::today(args.today.as_deref());
    let support = Support { today: today.clone() };
    let said = settings.region.as_ref().map(|it| it.value.as_str());
    let request = Request {
        book: &book,
        support: &support,
        traffic: &traffic,
        region: args.region.as_deref().or(said),
        free_tier: args.free_tier || settings.free_tier.as_ref().is_some_and(|it| it.value),
        inputs: &read.inputs,
        files: &read.disk,
        roots: &read.loaded.directories,
        explained: args.explain.as_deref(),
    };
    clock.stage("prices");
    if args.break_even {
        return break_even(&charts, &read.project, &request);
    }
    let estimate = cost::estimate(&read.project, &request);
    clock.stage("cost");
    let view = View { color, ..View::new(&traffic.profile, &today) };
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

/// What the command line, the settings and a usage file say of traffic.
fn traffic(args: &CostArgs, settings: &CostSettings, read: &Read, cwd: &Path) -> Result<Traffic> {
    let said = settings.traffic.as_ref().map(|it| it.value.as_str());
    let name = args.traffic.as_deref().or(said).unwrap_or(DEFAULT_PROFILE);
    let mut traffic =
        Traffic::profile(name).ok_or_else(|| miette!("there is no traffic profile `{name}`"))?;
    for said in &settings.entries {
        let place = harmless::line(&said.place);
        let requests: Decimal =
            said.value.requests.parse().map_err(|_| {
                miette!("{place}: `{}` is no number of requests", said.value.requests)
            })?;
        let per_month = match said.value.per {
            Per::Second => requests.checked_mul(Decimal::from(2_628_000)),
            Per::Day => requests.checked_mul(Decimal::from(730)).map(|it| it / Decimal::from(24)),
            Per::Month => Some(requests),
        };
        let per_month = per_month.ok_or_else(|| miette!("{place}: these are too many requests"))?;
        traffic.entries.push(Entry {
            address: said.value.address.clone(),
            per_month: Range::exact(per_month),
            origin: said.place.to_string(),
        });
    }
    traffic.usage = usage(args, read, cwd)?;
    Ok(traffic)
}

fn usage(args: &CostArgs, read: &Read, cwd: &Path) -> Result<Option<UsageFile>> {
    if let Some(file) = &args.usage {
        let (path, text) = load::named(file, cwd)?;
        return Ok(Some(UsageFile::decode(&path, &text)?));
    }
    let path = read.usage.as_deref().unwrap_or(USUAL);
    let bytes = match (read.disk.read(path), &read.usage) {
        (Ok(bytes), _) => bytes,
        (Err(_), None) => return Ok(None),
        (Err(_), Some(path)) => {
            let help = "the settings name it as `usage`: it is a file in this repository";
            return Err(miette!(help = help, "{} cannot be read", harmless::line(path)));
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(UsageFile::decode(path, &text)?))
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
fn put(file: Option<&Path>, write: &dyn Fn(&mut dyn Write) -> io::Result<()>) -> Result<()> {
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
) -> Result<ExitCode> {
    let break_even = cost::break_even(project, request);
    for (format, file) in outputs {
        put(file.as_deref(), &|out| chart::write(*format, out, &break_even))?;
    }
    read::ended(project)
}

fn explain(address: &str, estimate: &Estimate, project: &Project, view: &View) -> Result<ExitCode> {
    let Some(found) = estimate.bills().find(|it| it.address == address) else {
        let known: Vec<&str> = estimate.bills().map(|it| it.address.as_str()).collect();
        let near = choices(address, &known);
        let help = if known.len() > 20 && !near.starts_with("did") {
            "`skint show` lists every address".to_owned()
        } else {
            near
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
