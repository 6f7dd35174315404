//! SHELL: one check, from the paths to the exit code.

mod advise;
mod against;
mod audit;
mod baseline;
mod cost;
mod diff;
mod fix;
mod graph;
mod kinds;
mod man;
mod outputs;
mod policy;
mod prices;
mod progress;
mod read;
mod ready;
mod show;
mod tags;
mod terms;
mod typed;

pub(crate) use advise::advise;
pub(crate) use audit::audit;
pub(crate) use baseline::baseline;
pub(crate) use cost::cost;
pub(crate) use diff::diff;
pub(crate) use graph::graph;
pub(crate) use man::man;
pub(crate) use prices::prices;
pub(crate) use show::show;
pub(crate) use tags::tags;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::mem;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use miette::{Context, IntoDiagnostic, Result, miette};

use skint::check::Run;
use skint::cli::{AskArgs, CheckArgs, FixArgs, InputArgs, Output};
use skint::explain;
use skint::finding::Severity;
use skint::load::{self, Commit, Found, Loaded};
use skint::model::{Inputs, Origin};
use skint::pack::{Packs, Preset};
use skint::progress::{Counter, Stage};
use skint::project::Project;
use skint::report::{self, Fixes, Format, View};
use skint::settings::{FailOn, Known, Layers, Reach};
use skint::stubs::Stubs;
use skint::suppress::Baseline;

use self::against::Against;
use self::progress::Watch;
pub(crate) use self::typed::no_rule;
use self::typed::{known_rules, known_variables};

/// Deeply nested expressions need room.
const STACK: usize = 16 << 20;

pub(crate) fn check(args: &CheckArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    on_threads(&args.ask, || in_pool(args, cwd, color, &mut Clock::watching(args.quiet)))
}

/// Works on as many threads as were asked for.
fn on_threads(args: &AskArgs, work: impl FnOnce() -> Result<ExitCode> + Send) -> Result<ExitCode> {
    let mut pool = rayon::ThreadPoolBuilder::new().stack_size(STACK);
    if let Some(threads) = args.threads {
        pool = pool.num_threads(threads);
    }
    pool.build().into_diagnostic()?.install(work)
}

fn in_pool(args: &CheckArgs, cwd: &Path, color: bool, clock: &mut Clock) -> Result<ExitCode> {
    if args.show_settings {
        let found = load::find_with_callers(&args.ask.paths, cwd)?;
        let (_, layers, _) = settings(&said(&args.ask), &args.ask.inputs.stubs, cwd, &found)?;
        return written(io::stdout().write_all(layers.describe().as_bytes()))
            .map(|()| ExitCode::SUCCESS);
    }
    let since = args.changed_since.as_deref();
    let against = since.map(|it| Against { base: Some(it), head: None });
    let (ready, sources) = ready::ready(&args.ask, cwd, Held::Against, against.as_ref(), clock)?;
    let mut run = ready.run(sources, clock)?;
    let said = ready.layers.min_severity();
    let min_severity = args.min_severity.or(said).unwrap_or(Severity::Note);
    if args.fixes.is_asked() {
        let mended = fix::mended(&ready, run, args.fixes, min_severity)?;
        clock.stage("fix");
        if args.fixes.diff {
            return mended.show(&ready, color);
        }
        run = mended.write(&ready, args.quiet)?;
        clock.stage("write");
    }
    let fail_on = args.fail_on.or(ready.layers.fail_on());
    let code = exit_code(&run, fail_on.unwrap_or(FailOn::Severity(Severity::Warning)));
    clock.still();
    let view = View {
        color,
        undecided: args.undecided,
        suppressed: args.show_suppressed,
        quiet: args.quiet,
        min_severity,
        fixes: offered(args.fixes),
        width: None,
        elapsed: Some(clock.total()),
        code,
        page: explain::page,
    };
    write(args, &run, &view)?;
    clock.stage("report");
    if args.ask.stats {
        written(io::stderr().write_all(clock.table(&run).as_bytes()))?;
    }
    Ok(ExitCode::from(code))
}

fn offered(fixes: FixArgs) -> Fixes {
    match (fixes.fix, fixes.unsafe_fixes) {
        (false, false) => Fixes::Offered,
        (false, true) => Fixes::AllOffered,
        (true, false) => Fixes::Made,
        (true, true) => Fixes::AllMade,
    }
}

/// A run, and the baseline that it was held against.
struct Checked {
    run: Run,
    baseline: Option<Baseline>,
}

fn said(args: &AskArgs) -> Said<'_> {
    Said { settings: args.settings.as_deref(), isolated: args.isolated, rules: &args.rules }
}

/// What becomes of the baseline that is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    /// What is in it is suppressed.
    Against,
    /// The same, whatever it is worth today.
    Refreshing,
    Not,
}

fn checked(args: &CheckArgs, cwd: &Path, held: Held, clock: &mut Clock) -> Result<Checked> {
    let (ready, sources) = ready::ready(&args.ask, cwd, held, None, clock)?;
    let run = ready.run(sources, clock)?;
    Ok(Checked { run, baseline: ready.baseline })
}

fn exit_code(run: &Run, fail_on: FailOn) -> u8 {
    let fails = match fail_on {
        FailOn::Severity(severity) => run.at_least(severity).next().is_some(),
        FailOn::Never => false,
    };
    match (run.problems.is_empty(), fails) {
        (false, _) => 2,
        (true, fails) => u8::from(fails),
    }
}

/// What the command line says of settings and packs.
struct Said<'a> {
    settings: Option<&'a Path>,
    isolated: bool,
    rules: &'a [PathBuf],
}

/// The packs, ours and the user's, and the settings, which may name packs.
fn settings(
    args: &Said<'_>,
    stubs: &[PathBuf],
    cwd: &Path,
    found: &Found,
) -> Result<(Packs, Layers, Stubs)> {
    let files = settings_files(args, cwd, found)?;
    let (mut directories, mut stand_ins) = (Vec::new(), Vec::new());
    for (path, text) in &files {
        let directory = Path::new(path).parent().unwrap_or(Path::new(""));
        let packs = skint::settings::packs(path, text);
        directories.extend(packs.iter().map(|it| directory.join(it)));
        let stubs = skint::settings::stubs(path, text);
        stand_ins.extend(stubs.iter().map(|it| directory.join(it)));
    }
    let mut stubs = load::stubs(stubs, cwd)?;
    stubs.extend(match args.settings {
        Some(_) => load::stubs(&stand_ins, cwd)?,
        None => found.stubs(&stand_ins)?,
    });
    let stubs = Stubs::new(stubs);
    let mut texts = load::packs(args.rules, cwd)?;
    texts.extend(match args.settings {
        Some(_) => load::packs(&directories, cwd)?,
        None => found.packs(&directories)?,
    });
    let packs = Packs::new(&texts)?;
    if files.is_empty() {
        return Ok((packs, Layers::default(), stubs));
    }
    let names = packs.names_and_old();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let profiles = skint::cost::profiles();
    let presets: Vec<&'static str> = Preset::ALL.iter().map(|(name, _)| *name).collect();
    let known = Known {
        rules: &names,
        current: &|name| packs.current(name).unwrap_or(name).into(),
        params: &|name| {
            packs.get(name).map(|it| it.params.into_keys().collect()).unwrap_or_default()
        },
        profiles: &profiles,
        presets: &presets,
    };
    let base = found.base();
    let reach = match args.settings {
        Some(_) => Reach::Everywhere,
        None => Reach::Directories { base: &base },
    };
    let layers = Layers::decode(&files, &known, &found.prefix(), reach)?;
    Ok((packs, layers, stubs))
}

/// The settings files that hold, as path and text.
fn settings_files(args: &Said<'_>, cwd: &Path, found: &Found) -> Result<Vec<(String, String)>> {
    Ok(match (args.settings, args.isolated) {
        (_, true) => Vec::new(),
        (Some(file), _) => vec![load::named(file, cwd)?],
        (None, false) => found.settings()?,
    })
}

/// The day that was said, or today.
fn today(said: Option<&str>) -> String {
    let now = time::OffsetDateTime::from(std::time::SystemTime::now()).date();
    let today = || format!("{:04}-{:02}-{:02}", now.year(), u8::from(now.month()), now.day());
    said.map_or_else(today, str::to_owned)
}

/// What was read, as trees.
fn project(loaded: &mut Loaded, progress: &Arc<Counter>) -> Project {
    let (sources, problems) = (mem::take(&mut loaded.sources), mem::take(&mut loaded.problems));
    let progress = Arc::clone(progress);
    progress.begin(Stage::Reading, loaded.files.len());
    let mut project = Project { sources, problems, progress, ..Project::default() };
    project.add(&loaded.files, Origin::Own);
    project
}

/// What the user says of variables and of the workspace.
fn inputs(
    args: &InputArgs,
    layers: &Layers,
    cwd: &Path,
    commit: Option<&Commit>,
    project: &mut Project,
) -> Result<Inputs> {
    let environment = std::env::vars_os().filter_map(utf8);
    let mut inputs = load::inputs_in(commit, &args.given, environment, cwd, project)?;
    inputs.workspace = args.workspace.clone().or(layers.workspace().map(str::to_owned));
    Ok(inputs)
}

fn utf8((name, value): (OsString, OsString)) -> Option<(String, String)> {
    Some((name.into_string().ok()?, value.into_string().ok()?))
}

fn excludes(args: &AskArgs) -> Result<GlobSet> {
    let mut builder = GlobSetBuilder::new();
    for text in &args.exclude {
        let glob = GlobBuilder::new(text).literal_separator(true).build();
        builder.add(glob.map_err(|error| miette!("--exclude {text}: {}", error.kind()))?);
    }
    builder.build().into_diagnostic()
}

fn write(args: &CheckArgs, run: &Run, view: &View) -> Result<()> {
    let human = [Output { format: Format::Human, file: None }];
    let outputs = if args.format.is_empty() { &human[..] } else { &args.format };
    for output in outputs {
        match &output.file {
            Some(path) => to_file(output.format, path, run, view)?,
            None => written(report::write(output.format, &mut io::stdout().lock(), run, view))?,
        }
    }
    Ok(())
}

fn to_file(format: Format, path: &Path, run: &Run, view: &View) -> Result<()> {
    let plain = View { color: false, ..*view };
    let cannot = || format!("{} cannot be written", path.display());
    let mut file = opened(format, path).into_diagnostic().wrap_err_with(cannot)?;
    report::write(format, &mut file, run, &plain).into_diagnostic().wrap_err_with(cannot)
}

/// What the steps of a workflow say goes into one file, one behind the other.
fn opened(format: Format, path: &Path) -> io::Result<File> {
    match format {
        Format::Outputs => File::options().create(true).append(true).open(path),
        _ => File::create(path),
    }
}

/// Nobody listening any more is no failure.
fn written(result: io::Result<()>) -> Result<()> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).into_diagnostic(),
        _ => Ok(()),
    }
}

/// How long each stage took.
struct Clock {
    start: Instant,
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
    watch: Watch,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock::watching(true)
    }
}

impl Clock {
    /// One that also says on a terminal how far it is, unless nobody wants to know.
    fn watching(is_quiet: bool) -> Clock {
        let now = Instant::now();
        Clock { start: now, last: now, stages: Vec::new(), watch: Watch::start(is_quiet) }
    }

    /// From here on something else is written.
    fn still(&mut self) {
        self.watch.end();
    }

    fn stage(&mut self, name: &'static str) {
        let now = Instant::now();
        self.stages.push((name, now - self.last));
        self.last = now;
    }

    fn total(&self) -> Duration {
        self.last - self.start
    }

    fn table(&self, run: &Run) -> String {
        let summary = run.summary;
        let head = format!(
            "{} files, {} bytes, {} modules, {} resources\n",
            summary.files, summary.bytes, summary.modules, summary.resources
        );
        head + &self.lines()
    }

    /// A line for each stage.
    fn lines(&self) -> String {
        let line =
            |name: &str, it: Duration| format!("{name:<9}{:>9.1} ms\n", it.as_secs_f64() * 1e3);
        let lines = self.stages.iter().map(|(name, it)| line(name, *it));
        lines.chain([line("total", self.total())]).collect()
    }
}
