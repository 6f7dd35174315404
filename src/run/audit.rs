//! SHELL: one audit, from the paths to the exit code.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use miette::{Result, miette};

use skint::audit::{self, Audit, Format, View};
use skint::check::Request;
use skint::cli::{AskArgs, AuditArgs};
use skint::cost;
use skint::decode::harmless;
use skint::finding::Severity;
use skint::project::Project;
use skint::tags::Policies;

use super::cost::put;
use super::outputs::outputs;
use super::ready::ready;
use super::{Clock, Held, on_threads, written};

pub(crate) fn audit(args: &AuditArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    let mut outputs = outputs(&args.format, Format::ALL, Format::name)?;
    outputs.extend(args.html.clone().map(|it| (Format::Html, Some(it))));
    let page = args.html.as_deref().filter(|_| args.open);
    on_threads(&args.ask, || in_pool(&args.ask, &outputs, page, cwd, color))
}

fn in_pool(
    args: &AskArgs,
    outputs: &[(Format, Option<PathBuf>)],
    page: Option<&Path>,
    cwd: &Path,
    color: bool,
) -> Result<ExitCode> {
    let mut clock = Clock::watching(false);
    let (ready, sources) = ready(args, cwd, Held::Against, None, &mut clock)?;
    let audit = ready.work(sources, &mut clock, |it| audited(it.project, &it.request))?;
    clock.stage("audit");
    clock.still();
    let width = terminal_size::terminal_size_of(io::stdout()).map(|(it, _)| usize::from(it.0));
    let min_severity = ready.layers.min_severity().unwrap_or(Severity::Note);
    let view = View { color, width, min_severity, paths: paths(args) };
    for (format, file) in outputs {
        let view = View { color: color && file.is_none(), ..view.clone() };
        put(file.as_deref(), &|out| audit::write(*format, out, &audit, &view))?;
    }
    clock.stage("report");
    if args.stats {
        written(io::stderr().write_all(clock.table(&audit.run).as_bytes()))?;
    }
    if let Some(page) = page {
        open(&cwd.join(page))?;
    }
    Ok(if audit.run.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Rules, dollars and tags, of one model.
fn audited(project: Project, check: &Request<'_>) -> Audit {
    let settings = check.settings.cost();
    let money = cost::Request {
        book: check.terms.book,
        support: check.terms.support,
        traffic: check.terms.traffic,
        region: check.terms.region,
        free_tier: settings.free_tier.as_ref().is_some_and(|it| it.value),
        inputs: check.inputs,
        files: check.files,
        roots: check.roots,
        explained: None,
    };
    let policies = Policies::new(check.settings, check.tags);
    audit::audit(project, check, &money, &policies)
}

/// The paths as they were typed, for the commands that go on from here; nothing where a shell would read them otherwise.
fn paths(args: &AskArgs) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || "/._-+=,".contains(it);
    let is_plain = |it: &String| it.chars().all(plain) && !it.starts_with('-');
    let paths: Vec<String> = args.paths.iter().map(|it| it.display().to_string()).collect();
    match paths.iter().all(is_plain) {
        true if paths.is_empty() => String::new(),
        true => format!(" {}", paths.join(" ")),
        false => " PATHS".to_owned(),
    }
}

/// The program that opens things on this system.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// Hands a page to the system, as one argument and without a shell. The path is whole, so that it is no flag.
fn open(page: &Path) -> Result<()> {
    let mut command = Command::new(OPENER);
    command.arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let failed = match command.status() {
        // Explorer says 1 whatever comes of it.
        Ok(status) if status.success() || OPENER == "explorer" => return Ok(()),
        Ok(status) => format!("it ended with {status}"),
        Err(error) => error.to_string(),
    };
    let page = harmless::line(&page.display().to_string());
    let help = format!("the page is written: {page}");
    Err(miette!(help = help, "{OPENER} did not open it: {failed}"))
}
