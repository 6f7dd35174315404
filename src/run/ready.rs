//! SHELL: what a run needs, read once; texts may then be checked as often as they change.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use globset::GlobSet;
use miette::Result;

use skint::check::{Elsewhere, Request, Run};
use skint::cli::AskArgs;
use skint::load::{self, Disk, Loaded, Shared};
use skint::model::{Files, Origin};
use skint::pack::{Packs, Preset};
use skint::progress::Stage;
use skint::project::Project;
use skint::settings::{Layers, TagPolicy};
use skint::source::Sources;
use skint::stubs::Stubs;
use skint::suppress::Baseline;

use super::against::{Against, Commits, Other};
use super::kinds::Kinds;
use super::{
    Clock, Held, baseline, diff, excludes, known_rules, known_variables, policy, said, settings,
    terms,
};

/// All that a run needs besides the texts.
pub(super) struct Ready<'a> {
    args: &'a AskArgs,
    pub(super) cwd: &'a Path,
    packs: Packs,
    pub(super) layers: Layers,
    stubs: Stubs,
    pub(super) baseline: Option<Baseline>,
    prefix: String,
    excluded: GlobSet,
    pub(super) disk: Disk,
    tags: Option<Arc<TagPolicy>>,
    reckoned: terms::Reckoned,
    /// Whether what a new account gets for nothing is taken off.
    free_tier: bool,
    /// What it is compared with.
    commits: Option<Commits>,
    named: Option<BTreeSet<String>>,
    directories: BTreeSet<String>,
    /// What was found, without its texts; nothing where a commit is read.
    pub(super) loaded: Loaded,
}

/// All that somebody needs who says something of texts.
pub(super) struct Task<'r> {
    pub(super) project: Project,
    pub(super) request: Request<'r>,
    pub(super) free_tier: bool,
    /// What it is compared with.
    pub(super) other: Option<Other<'r>>,
}

/// That, and the texts as they are.
pub(super) fn ready<'a>(
    args: &'a AskArgs,
    cwd: &'a Path,
    held: Held,
    against: Option<&Against<'_>>,
    clock: &mut Clock,
) -> Result<(Ready<'a>, Sources)> {
    let found = match against {
        Some(_) => load::find_to_compare(&args.paths, cwd)?,
        None => load::find_with_callers(&args.paths, cwd)?,
    };
    clock.stage("find");
    let said = said(args);
    let (packs, layers, stubs) = settings(&said, &args.inputs.stubs, cwd, &found)?;
    known_rules(args, &packs)?;
    clock.stage("settings");
    let baseline = match held != Held::Not && !args.no_baseline && !args.no_ignores {
        false => None,
        // What a repository brings along does not loosen what the command line says.
        true if args.isolated && args.baseline.is_none() => None,
        true => {
            let path = baseline::path(args.baseline.as_deref(), cwd, &found);
            let read = baseline::read(&path, args.baseline.is_some(), &packs, cwd)?;
            if held == Held::Refreshing { read.map(Baseline::accepting) } else { read }
        }
    };
    let excluded = excludes(args)?;
    let prefix = found.prefix();
    let disk = found.disk();
    let settings_files = super::settings_files(&said, cwd, &found)?;
    let usage = terms::usage_path(&settings_files);
    let (named, directories) = found.named();
    let scope = found.scope();
    let open = || against.map(|it| Commits::open(it, scope, &disk)).transpose();
    let is_of_files = against.is_none_or(|it| it.head.is_none());
    let keep = |path: &str| !excluded.is_match(path) && !layers.excludes(path);
    // Git is a program of its own, and most of its time is waited for.
    let (commits, loaded) = rayon::join(open, || is_of_files.then(|| found.read(&keep)));
    let (commits, mut loaded) = (commits?, loaded.transpose()?.unwrap_or_default());
    let sources = std::mem::take(&mut loaded.sources);
    clock.stage("read");
    let imported = || policy::imported(&args.tags, &settings_files, &disk, cwd);
    let tags = clock.watch.aside(imported)?;
    let money = terms::Said {
        args: &args.terms,
        settings: layers.cost(),
        usage: usage.as_deref(),
        disk: &disk,
    };
    let free_tier = money.settings.free_tier.as_ref().is_some_and(|it| it.value);
    let reckoned = terms::reckoned(&money, cwd)?;
    let ready = Ready {
        args,
        cwd,
        packs,
        layers,
        stubs,
        baseline,
        prefix,
        excluded,
        disk,
        tags,
        reckoned,
        free_tier,
        commits,
        named,
        directories,
        loaded,
    };
    Ok((ready, sources))
}

impl Ready<'_> {
    /// What there is to find in texts of the files that were found.
    pub(super) fn run(&self, sources: Sources, clock: &mut Clock) -> Result<Run> {
        let mut run = self.work(sources, clock, diff::touched)?;
        run.summary.left_out = self.loaded.left_out;
        Ok(run)
    }

    /// What somebody says of texts of the files that were found, or of the commit that is looked at.
    pub(super) fn work<T>(
        &self,
        sources: Sources,
        clock: &mut Clock,
        work: impl FnOnce(Task<'_>) -> T,
    ) -> Result<T> {
        let (args, layers) = (self.args, &self.layers);
        let keep = |path: &str| !self.excluded.is_match(path) && !layers.excludes(path);
        let head = self.commits.as_ref().and_then(|it| it.head.as_ref());
        let mut project = match (&self.commits, head) {
            (Some(commits), Some(head)) => head.project(&commits.scope, &keep, &Shared::default()),
            _ => self.project(sources, clock),
        };
        let unmerged = self.commits.is_some().then(|| project.files.clone());
        project.finish(&self.stubs);
        // Named files may be a part of the repository that knows nothing of it.
        if self.named.is_none() {
            known_variables(&args.inputs, &project)?;
        }
        let inputs = super::inputs(&args.inputs, layers, self.cwd, head, &mut project)?;
        clock.stage("modules");
        let base = match (&self.commits, unmerged) {
            (Some(commits), Some(unmerged)) => {
                let known = Shared::new(unmerged, &project);
                let base =
                    commits.read(&keep, &known, &self.stubs, &args.inputs, layers, self.cwd)?;
                clock.stage("base");
                Some(base)
            }
            _ => None,
        };
        let on_disk: &dyn Files = &self.disk;
        let (excluded, root) = (&self.excluded, self.disk.root());
        let kinds = Kinds { args, excluded, cwd: self.cwd, root, known: OnceLock::new() };
        let elsewhere = || kinds.all();
        let is_part = self.named.is_some() && self.commits.is_none();
        let preset = args.preset.or(layers.preset().and_then(Preset::by_name));
        let request = Request {
            packs: &self.packs,
            settings: layers,
            only: &args.rule,
            skip: &args.skip,
            prefix: &self.prefix,
            within: self.named.as_ref(),
            is_narrowed: !args.exclude.is_empty(),
            inputs: &inputs,
            files: head.map_or(on_disk, |it| it),
            roots: &self.directories,
            preset: preset.unwrap_or_default(),
            terms: self.reckoned.terms(),
            tags: self.tags.as_ref(),
            ignores: !args.no_ignores,
            baseline: self.baseline.as_ref(),
            elsewhere: is_part.then_some(&elsewhere as Elsewhere<'_>),
        };
        let other = self.commits.as_ref().zip(base).map(|(commits, base)| Other { commits, base });
        let done = work(Task { project, request, free_tier: self.free_tier, other });
        clock.stage("check");
        Ok(done)
    }

    /// The files that were found, as trees.
    fn project(&self, sources: Sources, clock: &mut Clock) -> Project {
        let problems = self.loaded.problems.clone();
        let progress = Arc::clone(clock.watch.counter());
        progress.begin(Stage::Reading, self.loaded.files.len());
        let mut project = Project { sources, problems, progress, ..Project::default() };
        project.add(&self.loaded.files, Origin::Own);
        clock.stage("parse");
        self.disk.follow(&mut project);
        project
    }
}
