//! SHELL: one check, from the paths to the exit code.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use miette::{Context, IntoDiagnostic, Result, miette};

use skint::check::{self, Request, Run};
use skint::cli::{CheckArgs, Output};
use skint::decode::choices;
use skint::finding::Severity;
use skint::load::{self, Found};
use skint::pack::Packs;
use skint::report::{self, Format, View};
use skint::settings::{FailOn, Known, Layers, Reach};

/// Deeply nested expressions need room.
const STACK: usize = 16 << 20;

pub(crate) fn check(args: &CheckArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    let mut clock = Clock::default();
    let mut pool = rayon::ThreadPoolBuilder::new().stack_size(STACK);
    if let Some(threads) = args.threads {
        pool = pool.num_threads(threads);
    }
    let pool = pool.build().into_diagnostic()?;
    pool.install(|| in_pool(args, cwd, color, &mut clock))
}

fn in_pool(args: &CheckArgs, cwd: &Path, color: bool, clock: &mut Clock) -> Result<ExitCode> {
    let found = load::find(&args.paths, cwd)?;
    clock.stage("find");
    let (packs, layers) = settings(args, cwd, &found)?;
    if args.show_settings {
        return written(io::stdout().write_all(layers.describe().as_bytes()))
            .map(|()| ExitCode::SUCCESS);
    }
    known_rules(args, &packs)?;
    clock.stage("settings");
    let excluded = excludes(args)?;
    let prefix = found.prefix();
    let loaded = found.read(&|path| !excluded.is_match(path) && !layers.excludes(path))?;
    clock.stage("read");
    let (files, problems) = check::parse(&loaded.sources, &loaded.files);
    clock.stage("parse");
    let request = Request {
        packs: &packs,
        settings: &layers,
        only: &args.rule,
        skip: &args.skip,
        prefix: &prefix,
        within: loaded.named.as_ref(),
    };
    let problems = loaded.problems.into_iter().chain(problems).collect();
    let run = check::check(loaded.sources, &files, problems, &request);
    clock.stage("check");
    let view = View {
        color,
        undecided: args.undecided,
        quiet: args.quiet,
        min_severity: args.min_severity.or(layers.min_severity()).unwrap_or(Severity::Note),
        width: None,
        elapsed: Some(clock.total()),
    };
    write(args, &run, &view)?;
    clock.stage("report");
    if args.stats {
        written(io::stderr().write_all(clock.table(&run).as_bytes()))?;
    }
    let fail_on = args.fail_on.or(layers.fail_on()).unwrap_or(FailOn::Severity(Severity::Warning));
    // A tree that is never looked at again need not be taken down.
    std::mem::forget(files);
    Ok(exit_code(&run, fail_on))
}

fn exit_code(run: &Run, fail_on: FailOn) -> ExitCode {
    let fails = match fail_on {
        FailOn::Severity(severity) => run.at_least(severity).next().is_some(),
        FailOn::Never => false,
    };
    match (run.problems.is_empty(), fails) {
        (false, _) => ExitCode::from(2),
        (true, true) => ExitCode::from(1),
        (true, false) => ExitCode::SUCCESS,
    }
}

/// The packs, ours and the user's, and the settings, which may name packs.
fn settings(args: &CheckArgs, cwd: &Path, found: &Found) -> Result<(Packs, Layers)> {
    let files = match (&args.settings, args.isolated) {
        (_, true) => Vec::new(),
        (Some(file), _) => vec![load::named(file, cwd)?],
        (None, false) => found.settings()?,
    };
    let mut directories = Vec::new();
    for (path, text) in &files {
        let directory = Path::new(path).parent().unwrap_or(Path::new(""));
        let packs = skint::settings::packs(path, text);
        directories.extend(packs.iter().map(|it| directory.join(it)));
    }
    let mut texts = load::packs(&args.rules, cwd)?;
    texts.extend(match args.settings {
        Some(_) => load::packs(&directories, cwd)?,
        None => found.packs(&directories)?,
    });
    let packs = Packs::new(&texts)?;
    if files.is_empty() {
        return Ok((packs, Layers::default()));
    }
    let names = packs.names_and_old();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let known = Known {
        rules: &names,
        current: &|name| packs.current(name).unwrap_or(name).into(),
        params: &|name| {
            packs.get(name).map(|it| it.params.into_keys().collect()).unwrap_or_default()
        },
    };
    let base = found.base();
    let reach = match args.settings {
        Some(_) => Reach::Everywhere,
        None => Reach::Directories { base: &base },
    };
    let layers = Layers::decode(&files, &known, &found.prefix(), reach)?;
    Ok((packs, layers))
}

/// A rule that was asked for by a name that is none is a mistake, not an empty answer.
fn known_rules(args: &CheckArgs, packs: &Packs) -> Result<()> {
    if args.rule.is_empty() && args.skip.is_empty() {
        return Ok(());
    }
    let names = packs.names_and_old();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match args.rule.iter().chain(&args.skip).find(|it| !names.contains(&it.as_str())) {
        Some(name) => Err(miette!(help = choices(name, &names), "there is no rule `{name}`")),
        None => Ok(()),
    }
}

fn excludes(args: &CheckArgs) -> Result<GlobSet> {
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

fn to_file(format: Format, path: &PathBuf, run: &Run, view: &View) -> Result<()> {
    let plain = View { color: false, ..*view };
    let cannot = || format!("{} cannot be written", path.display());
    let mut file = File::create(path).into_diagnostic().wrap_err_with(cannot)?;
    report::write(format, &mut file, run, &plain).into_diagnostic().wrap_err_with(cannot)
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
}

impl Default for Clock {
    fn default() -> Clock {
        let now = Instant::now();
        Clock { start: now, last: now, stages: Vec::new() }
    }
}

impl Clock {
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
        let line =
            |name: &str, it: Duration| format!("{name:<9}{:>9.1} ms\n", it.as_secs_f64() * 1e3);
        let lines = self.stages.iter().map(|(name, it)| line(name, *it));
        [head].into_iter().chain(lines).chain([line("total", self.total())]).collect()
    }
}
