//! SHELL: what a change does, from two states to the exit code.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use miette::{Context, IntoDiagnostic, Result, miette};

use skint::check::{Request, Run};
use skint::cli::{DiffArgs, Output};
use skint::compare::{self, Comparison};
use skint::cost;
use skint::decode::harmless;
use skint::explain;
use skint::finding::Severity;
use skint::git::Git;
use skint::report::{self, Format, View};
use skint::settings::FailOn;

use super::against::{Against, Other};
use super::ready::{Task, ready};
use super::{Clock, Held, on_threads, opened, written};

pub(crate) fn diff(args: &DiffArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    on_threads(&args.check.ask, || {
        in_pool(args, cwd, color, &mut Clock::watching(args.check.quiet))
    })
}

fn in_pool(args: &DiffArgs, cwd: &Path, color: bool, clock: &mut Clock) -> Result<ExitCode> {
    let check = &args.check;
    if check.changed_since.is_some() {
        let help = "`skint check --changed-since REF` tells what stands in changed lines";
        return Err(miette!(help = help, "`diff` takes --base, and no --changed-since"));
    }
    if check.fixes.is_asked() {
        let help = "`skint check --changed-since REF --fix` mends what stands in changed lines";
        return Err(miette!(help = help, "`diff` changes nothing"));
    }
    commits_as_paths(&check.ask.paths, cwd)?;
    let against = Against { base: args.base.as_deref(), head: args.head.as_deref() };
    let (ready, sources) = ready(&check.ask, cwd, Held::Against, Some(&against), clock)?;
    let result = ready.work(sources, clock, |it| compared(it, args.whole))?;
    let fail_on =
        check.fail_on.or(ready.layers.fail_on()).unwrap_or(FailOn::Severity(Severity::Warning));
    let code = exit_code(&result, fail_on);
    clock.still();
    let view = View {
        color,
        undecided: check.undecided,
        suppressed: check.show_suppressed,
        quiet: check.quiet,
        min_severity: check.min_severity.or(ready.layers.min_severity()).unwrap_or(Severity::Note),
        fixes: super::offered(check.fixes),
        width: None,
        elapsed: Some(clock.total()),
        code,
        page: explain::page,
    };
    write(&check.format, &result, &view)?;
    clock.stage("report");
    if check.ask.stats {
        let (roots, same) = (result.roots, result.same);
        let words = format!("{roots} configurations in the base, {same} the same in the head\n");
        let table = clock.table(&result.run) + &words;
        written(io::Write::write_all(&mut io::stderr(), table.as_bytes()))?;
    }
    Ok(ExitCode::from(code))
}

/// `skint diff main`: what is no file and a commit is told apart from a mistyped path.
fn commits_as_paths(paths: &[PathBuf], cwd: &Path) -> Result<()> {
    let absent = paths.iter().find(|it| cwd.join(it).symlink_metadata().is_err());
    let root = cwd.ancestors().find(|it| it.join(".git").exists());
    let (Some(absent), Some(root)) = (absent, root) else { return Ok(()) };
    let name = absent.display().to_string();
    let is_commit = Git::at(root).and_then(|it| it.commit(&name)).is_ok_and(|it| it.is_some());
    if !is_commit {
        return Ok(());
    }
    let name = harmless::line(&name);
    let help = format!("to compare with it: `skint diff --base {name}`");
    Err(miette!(help = help, "there is no file or directory {name}, but a commit of this name"))
}

fn compared(task: Task<'_>, is_whole: bool) -> Comparison {
    let Task { project, request, free_tier, other } = task;
    let Some(Other { commits, base }) = other else { return Comparison::default() };
    let money = cost_request(&request, free_tier);
    let (before, after) = (commits.base_in_words(), commits.head_in_words());
    let asked = compare::Request {
        check: request,
        files: &commits.base,
        inputs: base.inputs.as_ref(),
        money: Some(&money),
        is_whole,
        base: &before,
        head: &after,
    };
    let mut comparison = compare::compare(project, base.project, &asked);
    comparison.remarks.extend(base.remarks);
    comparison
}

/// The head, of which only what a change has to do with.
pub(super) fn touched(task: Task<'_>) -> Run {
    let Task { project, request, other, .. } = task;
    let Some(Other { commits, base }) = other else {
        return skint::check::check(project, &request);
    };
    let (before, after) = (commits.base_in_words(), commits.head_in_words());
    let asked = compare::Request {
        check: request,
        files: &commits.base,
        inputs: base.inputs.as_ref(),
        money: None,
        is_whole: false,
        base: &before,
        head: &after,
    };
    compare::touched(project, base.project, &asked)
}

fn cost_request<'r>(request: &Request<'r>, free_tier: bool) -> cost::Request<'r> {
    cost::Request {
        book: request.terms.book,
        support: request.terms.support,
        traffic: request.terms.traffic,
        region: request.terms.region,
        free_tier,
        inputs: request.inputs,
        files: request.files,
        roots: request.roots,
        explained: None,
    }
}

fn exit_code(comparison: &Comparison, fail_on: FailOn) -> u8 {
    super::exit_code(&comparison.new, fail_on)
}

fn write(asked: &[Output], comparison: &Comparison, view: &View) -> Result<()> {
    let human = [Output { format: Format::Human, file: None }];
    let outputs = if asked.is_empty() { &human[..] } else { asked };
    for Output { format, file } in outputs {
        let view = View { color: view.color && file.is_none(), ..*view };
        let Some(path) = file else {
            let out = &mut io::stdout().lock();
            written(report::compare(*format, out, comparison, &view))?;
            continue;
        };
        let cannot = || format!("{} cannot be written", path.display());
        let mut file = opened(*format, path).into_diagnostic().wrap_err_with(cannot)?;
        let result = report::compare(*format, &mut file, comparison, &view);
        result.into_diagnostic().wrap_err_with(cannot)?;
    }
    Ok(())
}
