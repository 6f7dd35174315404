//! Every rule against every instance it is about. A pure function: the number of threads cannot be
//! seen in the result, and suppression marks findings, it does not remove them.

mod ask;
mod asked;
mod functions;
mod group;
mod hit;
mod ignore;
mod pass;
mod place;
mod stage;
mod subject;
mod till;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ecow::EcoString;

use crate::cost::Terms;
use crate::finding::{Finding, Fixed, Problem, ProblemKind, Severity, Undecided};
use crate::graph::World;
use crate::model::{File, Files, Inputs, Mistake, Model, Origin};
use crate::pack::{Packs, Preset, Rule};
use crate::project::Project;
use crate::settings::{Layers, TagPolicy};
use crate::source::{FileId, Sources, Span, joined};
use crate::suppress::{self, Baseline, UNUSED};
use crate::tags::{Audit, Detector, Policies};

pub use self::asked::Question;
pub use self::pass::{Beside, Found, Pass, Root, Seen, Stock, pass};

/// What one run found out: all that a report sees.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub sources: Sources,
    /// Sorted by place, then by rule.
    pub findings: Vec<Finding>,
    pub problems: Vec<Problem>,
    pub undecided: Vec<Undecided>,
    /// What was mended before: the findings are those that remain.
    pub fixed: Vec<Fixed>,
    /// The fingerprints of what is in the baseline and no longer there.
    pub stale: BTreeSet<String>,
    pub summary: Summary,
    /// The rules that spoke, by name.
    pub rules: Vec<Rule>,
    /// The way from the repository's root to where the user stands, from where paths are printed.
    pub prefix: String,
}

impl Run {
    /// Findings that count: not suppressed, and at or above a severity.
    pub fn at_least(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |it| !it.suppressed() && it.severity >= severity)
    }
}

/// How much was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    pub files: usize,
    pub bytes: usize,
    pub modules: usize,
    /// Resource instances, as far as their number is known.
    pub resources: usize,
    /// Files that were named and are passed over.
    pub left_out: usize,
}

/// What is checked, and by which rules.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    pub packs: &'r Packs,
    pub settings: &'r Layers,
    /// The rules asked for by name; empty for all.
    pub only: &'r [String],
    pub skip: &'r [String],
    /// The way from the repository's root to where the user stands, for fingerprints.
    pub prefix: &'r str,
    /// Report on these files only, by their paths: what is in them, and what has its cause there. Everything that
    /// decides about them is read.
    pub within: Option<&'r BTreeSet<String>>,
    /// Files were left out of this run alone.
    pub is_narrowed: bool,
    /// What the user says of variables.
    pub inputs: &'r Inputs,
    /// What expressions read.
    pub files: &'r dyn Files,
    /// Directories that are roots because they were named.
    pub roots: &'r BTreeSet<String>,
    /// Which rules are asked where nobody names any.
    pub preset: Preset,
    /// What impacts are reckoned with.
    pub terms: Terms<'r>,
    /// A policy of tags that was imported.
    pub tags: Option<&'r Arc<TagPolicy>>,
    /// Whether what people said may stay as it is counts.
    pub ignores: bool,
    /// What may stay because it was there before.
    pub baseline: Option<&'r Baseline>,
    /// The types of resources of the whole repository, where only a part of it was read.
    pub elsewhere: Option<Elsewhere<'r>>,
}

/// Asked only where a rule wants to know.
pub type Elsewhere<'r> = &'r (dyn Fn() -> BTreeSet<String> + Sync);

/// What all rules and resources have in common.
struct Checked<'c> {
    sources: &'c Sources,
    settings: &'c Layers,
    packs: &'c Packs,
    prefix: &'c str,
    terms: Terms<'c>,
    /// The rules of which every case is asked; `None` for all.
    whole: Option<BTreeSet<EcoString>>,
    /// The types of resources that there are.
    kinds: &'c BTreeSet<&'c str>,
    elsewhere: Option<Elsewhere<'c>>,
    /// The files that are not the user's; sorted.
    theirs: Vec<FileId>,
    /// Where modules that are not the user's give variables their defaults; sorted.
    defaults: Vec<Span>,
    /// Suppressions will want to know where rules could not decide.
    is_thorough: bool,
}

impl Checked<'_> {
    /// Whether everything that a rule says is asked for.
    fn is_whole(&self, rule: &str) -> bool {
        self.whole.as_ref().is_none_or(|it| it.contains(rule))
    }

    fn is_theirs(&self, file: FileId) -> bool {
        file == FileId::DETACHED || self.theirs.binary_search(&file).is_ok()
    }

    fn is_foreign_default(&self, span: Span) -> bool {
        let at = self.defaults.partition_point(|it| (it.file, it.start) <= (span.file, span.start));
        let default = at.checked_sub(1).map(|at| self.defaults[at]);
        default.is_some_and(|it| it.file == span.file && span.end <= it.end)
    }
}

fn theirs(files: &[File]) -> Vec<FileId> {
    let mut theirs: Vec<FileId> =
        files.iter().filter(|it| it.origin != Origin::Own).map(|it| it.id).collect();
    theirs.sort();
    theirs
}

fn foreign_defaults(model: &Model<'_>) -> Vec<Span> {
    let theirs = model.modules.iter().filter(|it| it.origin != Origin::Own);
    let variables = theirs.flat_map(|it| it.variables.values());
    let mut spans: Vec<Span> = variables.filter_map(|it| it.default).map(|it| it.span).collect();
    spans.sort_by_key(|it| (it.file, it.start));
    spans
}

/// What the rules say of a project.
pub fn check(project: Project, request: &Request<'_>) -> Run {
    let beside = Beside { also: &|_, _| (), is_kept: false, before: None };
    pass(project, request, &beside).0
}

/// The same, with what somebody else wants to know of each root while its configuration and its graph are at hand.
pub fn check_and<T: Clone + Send + Sync>(
    project: Project,
    request: &Request<'_>,
    also: &(dyn Fn(&mut World<'_, '_>, &Stock<'_>) -> T + Sync),
) -> (Run, Vec<T>) {
    let beside = Beside { also, is_kept: false, before: None };
    let (run, pass) = pass(project, request, &beside);
    (run, pass.into_also())
}

/// The rules that have findings, by name.
fn spoke(mut rules: Vec<Rule>, findings: &[Finding]) -> Vec<Rule> {
    let names: BTreeSet<&str> = findings.iter().map(|it| it.rule.as_str()).collect();
    rules.retain(|it| names.contains(it.name.as_str()));
    rules.sort_by(|one, other| one.name.cmp(&other.name));
    rules
}

impl ask::Asker<'_> {
    /// What rules make of what their detectors find in a configuration.
    fn detect<'m, 'a>(
        &mut self,
        rules: &[(&Rule, &str)],
        policies: &Policies<'_>,
        world: &mut World<'m, 'a>,
        answers: &mut ask::Answers,
    ) -> Audit<'m, 'a> {
        let (sources, today) = (self.checked.sources, &self.checked.terms.support.today);
        let mut detector = Detector::new(world, policies, sources, today);
        for at in 0..detector.audit.bearers.len() {
            for (rule, name) in rules {
                let detected = detector.ask(name, at, world, sources);
                let instance = detector.audit.bearers[at].instance.clone();
                self.tell(rule, &instance, &detected, world, answers);
            }
        }
        detector.audit
    }
}

fn wrong(sources: &Sources, mistake: &Mistake) -> Problem {
    Problem {
        kind: ProblemKind::InvalidConfiguration,
        path: sources.get(mistake.span.file).path.clone(),
        span: Some(mistake.span),
        message: mistake.message.clone(),
        help: None,
    }
}

impl Request<'_> {
    /// The rules of which somebody wants to know everything.
    fn whole(&self, rules: &[Rule]) -> Option<BTreeSet<EcoString>> {
        if self.preset != Preset::Default || !self.only.is_empty() {
            return None;
        }
        let enabled = rules.iter().map(|it| &it.name).filter(|it| self.settings.enables(it));
        Some(enabled.cloned().collect())
    }

    /// Whether a directory is below what was named.
    fn covers(&self, root: &str) -> bool {
        let is_below = |directory: &String| match joined(self.prefix, directory).as_str() {
            "" => true,
            directory => {
                let rest = root.strip_prefix(directory);
                rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
            }
        };
        self.roots.iter().any(is_below)
    }

    /// Whether a rule is asked: also those that nobody wants to hear of, where the question is what comments are
    /// good for.
    fn asks(&self, rule: &Rule) -> bool {
        let is_ours = |it: &String| it == UNUSED;
        let is_about_tool =
            || rule.detector.as_deref().is_some_and(|it| suppress::DETECTORS.contains(&it));
        (self.wants(rule) || self.only.iter().any(is_ours)) && !is_about_tool()
    }

    /// Whether anybody wants to hear of a rule that was asked.
    fn wants_of(&self, rules: &[Rule], name: &str) -> bool {
        self.only.is_empty() || rules.iter().any(|it| it.name == name && self.wants(it))
    }

    fn wants(&self, rule: &Rule) -> bool {
        let named = |list: &[String]| {
            list.iter().any(|it| *it == rule.name || rule.formerly.iter().any(|old| old == it))
        };
        let chosen = if self.only.is_empty() { self.preset.holds(rule) } else { named(self.only) };
        let is_said = self.only.is_empty() && self.settings.enables(&rule.name);
        (chosen || is_said) && !named(self.skip)
    }
}

fn by_kind(rules: &[Rule]) -> BTreeMap<&str, Vec<&Rule>> {
    let mut by_kind: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        let kinds: BTreeSet<&str> =
            rule.cases.iter().flat_map(|it| &it.resources).map(EcoString::as_str).collect();
        for kind in kinds {
            by_kind.entry(kind).or_default().push(rule);
        }
    }
    by_kind
}
