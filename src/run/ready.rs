//! SHELL: what a run needs, read once; texts may then be checked as often as they change.

use std::path::Path;
use std::sync::Arc;

use miette::Result;

use skint::check::{self, Request, Run};
use skint::cli::CheckArgs;
use skint::load::{self, Disk, Loaded};
use skint::model::Origin;
use skint::pack::{Packs, Preset};
use skint::project::Project;
use skint::settings::{Layers, TagPolicy};
use skint::source::Sources;
use skint::stubs::Stubs;
use skint::suppress::Baseline;

use super::{Clock, Held, baseline, excludes, known_rules, policy, said, settings, terms};

/// All that a run needs besides the texts.
pub(super) struct Ready<'a> {
    args: &'a CheckArgs,
    pub(super) cwd: &'a Path,
    packs: Packs,
    pub(super) layers: Layers,
    stubs: Stubs,
    pub(super) baseline: Option<Baseline>,
    prefix: String,
    pub(super) disk: Disk,
    tags: Option<Arc<TagPolicy>>,
    reckoned: terms::Reckoned,
    /// What was found, without its texts.
    pub(super) loaded: Loaded,
}

/// That, and the texts as they are.
pub(super) fn ready<'a>(
    args: &'a CheckArgs,
    cwd: &'a Path,
    held: Held,
    clock: &mut Clock,
) -> Result<(Ready<'a>, Sources)> {
    let found = load::find(&args.paths, cwd)?;
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
    let mut loaded = found.read(&|path| !excluded.is_match(path) && !layers.excludes(path))?;
    let sources = std::mem::take(&mut loaded.sources);
    clock.stage("read");
    let tags = policy::imported(&args.tags, &settings_files, &disk, cwd)?;
    let money = terms::Said {
        args: &args.terms,
        settings: layers.cost(),
        usage: usage.as_deref(),
        disk: &disk,
    };
    let reckoned = terms::reckoned(&money, cwd)?;
    let ready =
        Ready { args, cwd, packs, layers, stubs, baseline, prefix, disk, tags, reckoned, loaded };
    Ok((ready, sources))
}

impl Ready<'_> {
    /// What there is to find in texts of the files that were found.
    pub(super) fn run(&self, sources: Sources, clock: &mut Clock) -> Result<Run> {
        let problems = self.loaded.problems.clone();
        let mut project = Project { sources, problems, ..Project::default() };
        project.add(&self.loaded.files, Origin::Own);
        clock.stage("parse");
        self.disk.follow(&mut project);
        project.finish(&self.stubs);
        let args = self.args;
        let inputs = super::inputs(&args.inputs, &self.layers, self.cwd, &mut project)?;
        clock.stage("modules");
        let preset = args.preset.or(self.layers.preset().and_then(Preset::by_name));
        let request = Request {
            packs: &self.packs,
            settings: &self.layers,
            only: &args.rule,
            skip: &args.skip,
            prefix: &self.prefix,
            within: self.loaded.named.as_ref(),
            inputs: &inputs,
            files: &self.disk,
            roots: &self.loaded.directories,
            preset: preset.unwrap_or_default(),
            terms: self.reckoned.terms(),
            tags: self.tags.as_ref(),
            ignores: !args.no_ignores,
            baseline: self.baseline.as_ref(),
        };
        let run = check::check(project, &request);
        clock.stage("check");
        Ok(run)
    }
}
