//! Every rule against every instance it is about. A pure function: the number of threads cannot be
//! seen in the result, and suppression marks findings, it does not remove them.

mod ask;
mod group;
mod place;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use rayon::prelude::*;

use crate::finding::{Finding, Problem, ProblemKind, Severity, Undecided};
use crate::model::{File, FileKind, Memo, Model, ModuleScope, instances};
use crate::pack::{Packs, Rule};
use crate::settings::Layers;
use crate::source::{FileId, Sources};
use crate::syntax::{self, Parsed};

/// What one run found out: all that a report sees.
#[derive(Debug, Default)]
pub struct Run {
    pub sources: Sources,
    /// Sorted by place, then by rule.
    pub findings: Vec<Finding>,
    pub problems: Vec<Problem>,
    pub undecided: Vec<Undecided>,
    pub summary: Summary,
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
}

/// What is checked, and by which rules.
pub struct Request<'r> {
    pub packs: &'r Packs,
    pub settings: &'r Layers,
    /// The rules asked for by name; empty for all.
    pub only: &'r [String],
    pub skip: &'r [String],
    /// The way from the repository's root to where the user stands, for fingerprints.
    pub prefix: &'r str,
    /// Report on these files only, by their paths.
    pub within: Option<&'r BTreeSet<String>>,
}

/// How a file is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    Native,
    Json,
    Values,
    JsonValues,
}

impl Syntax {
    fn parse(self, file: FileId, text: &str) -> Parsed {
        match self {
            Syntax::Native | Syntax::Values => syntax::parse(file, text),
            Syntax::Json => syntax::parse_json(file, text),
            Syntax::JsonValues => syntax::parse_json_values(file, text),
        }
    }

    fn kind(self) -> FileKind {
        match self {
            Syntax::Native | Syntax::Json => FileKind::Module,
            Syntax::Values | Syntax::JsonValues => FileKind::Values,
        }
    }
}

/// The sources as trees, and what is wrong with them.
pub fn parse(sources: &Sources, files: &[(FileId, Syntax)]) -> (Vec<File>, Vec<Problem>) {
    let parsed = files.par_iter().map(|(id, syntax)| {
        let source = sources.get(*id);
        let parsed = syntax.parse(*id, &source.text);
        let problems: Vec<Problem> =
            parsed.errors.into_iter().map(|it| problem(&source.path, it)).collect();
        let file =
            File { id: *id, kind: syntax.kind(), path: source.path.clone(), tree: parsed.tree };
        (file, problems)
    });
    let (files, problems): (Vec<File>, Vec<Vec<Problem>>) = parsed.unzip();
    (files, problems.into_iter().flatten().collect())
}

fn problem(path: &str, error: syntax::SyntaxError) -> Problem {
    Problem {
        kind: ProblemKind::SyntaxError,
        path: path.to_owned(),
        span: Some(error.span),
        message: error.message,
        help: error.help,
    }
}

/// What the rules say of the files.
pub fn check(
    sources: Sources,
    files: &[File],
    mut problems: Vec<Problem>,
    request: &Request<'_>,
) -> Run {
    problems.retain(|it| request.within.is_none_or(|within| within.contains(&it.path)));
    let model = Model::new(files);
    let kinds: BTreeSet<&str> =
        model.modules.iter().flat_map(|it| &it.resources).map(|it| it.kind).collect();
    let rules: Vec<Rule> =
        request.packs.about(&kinds).into_iter().filter(|it| request.wants(it)).collect();
    let by_kind = by_kind(&rules);
    let asker =
        ask::Asker { sources: &sources, settings: request.settings, prefix: request.prefix };

    let answers: Vec<(ask::Answers, usize)> = model
        .modules
        .par_iter()
        .map(|module| {
            let mut memo = Memo::default();
            let mut scope = ModuleScope::new(module, &mut memo);
            let mut answers = ask::Answers::default();
            let mut n_instances = 0;
            for resource in &module.resources {
                let rules = by_kind.get(resource.kind).map(Vec::as_slice).unwrap_or_default();
                let instances = instances(resource, &mut scope);
                n_instances += instances.len();
                for instance in instances.iter().filter(|_| !rules.is_empty()) {
                    for rule in rules {
                        asker.ask(rule, instance, &mut scope, &mut answers);
                    }
                }
            }
            (answers, n_instances)
        })
        .collect();

    let summary = Summary {
        files: sources.len(),
        bytes: sources.iter().map(|(_, source)| source.text.len()).sum(),
        modules: model.modules.len(),
        resources: answers.iter().map(|(_, n)| n).sum(),
    };
    let mut hits = Vec::new();
    let mut undecided = Vec::new();
    for (answers, _) in answers {
        hits.extend(answers.hits);
        undecided.extend(answers.undecided);
    }
    if let Some(within) = request.within {
        let within = |file: FileId| within.contains(&sources.get(file).path);
        hits.retain(|it: &ask::Hit| within(it.place.span.file));
        undecided.retain(|it: &Undecided| within(it.span.file));
    }
    undecided.sort_by(|one, other| (one.span, &one.rule).cmp(&(other.span, &other.rule)));
    let findings = group::findings(hits);
    Run { sources, findings, problems, undecided, summary }
}

impl Request<'_> {
    fn wants(&self, rule: &Rule) -> bool {
        let named = |list: &[String]| {
            list.iter().any(|it| *it == rule.name || rule.formerly.iter().any(|old| old == it))
        };
        (self.only.is_empty() || named(self.only)) && !named(self.skip)
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
