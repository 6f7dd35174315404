//! One pass over all roots of a project, and what may be taken over from a pass over another state of it: a root that is
//! made of the same files, and was answered the same by those that its expressions read, is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use ecow::EcoString;

use super::asked::{Noted, Question};
use super::till::Till;
use super::{Checked, Request, Run, Summary, ask, by_kind, foreign_defaults, group, ignore};
use super::{largest_first, spoke, theirs, wrong};
use crate::cost::Catalog;
use crate::detect::Reader;
use crate::finding::{Finding, Fix, Label, Place, Undecided};
use crate::graph::World;
use crate::model::{Configuration, File, Files, Made, Mistake, Model, Origin};
use crate::pack::Rule;
use crate::progress::{Counter, Stage};
use crate::project::Project;
use crate::source::{FileId, Later, Sources, Span, joined};
use crate::tags::Policies;

/// What a pass does besides asking the rules.
pub struct Beside<'b, T> {
    /// What else is worked out of each root while its configuration and its graph are at hand.
    pub also: &'b (dyn Fn(&mut World<'_, '_>, &Stock<'_>) -> T + Sync),
    /// Whether another pass will want to know.
    pub is_kept: bool,
    /// The pass over another state of the project, and the files as they were in it. What the user says of variables is
    /// the same in both, and so are the sources, as far as they are.
    pub before: Option<(&'b Pass<T>, &'b dyn Files)>,
}

/// What things cost that there are; unpacked when somebody asks.
pub struct Stock<'s> {
    pub sources: &'s Sources,
    catalog: &'s OnceLock<Catalog>,
    kinds: &'s BTreeSet<&'s str>,
}

impl Stock<'_> {
    pub fn catalog(&self) -> &Catalog {
        self.catalog.get_or_init(|| Catalog::of(self.kinds))
    }
}

/// What was found in each root, for those who put it together in another way.
pub struct Pass<T> {
    /// Marked where somebody said that they may stay.
    hits: Vec<ask::Hit>,
    /// What is said of suppressions themselves.
    told: Vec<Finding>,
    roots: BTreeMap<String, Found<T>>,
    kinds: BTreeSet<EcoString>,
    /// Root by root.
    also: Vec<T>,
}

/// One root.
#[derive(Clone)]
pub struct Found<T> {
    pub made_of: Made,
    pub also: T,
    /// It was taken over from another pass.
    pub is_same: bool,
    asked: BTreeSet<Question>,
    /// Something in it depends on which types there are in all of the project.
    sees_types: bool,
    answers: ask::Answers,
    texts: Later,
    n_instances: usize,
    mistakes: Vec<Mistake>,
}

/// A place, and what is told with it.
pub struct Seen<'s> {
    pub rule: &'s str,
    pub place: &'s Place,
    pub labels: &'s [Label],
    /// Where its cause is.
    pub told: Option<Span>,
    pub fix: Option<&'s Fix>,
}

/// What becomes of a place.
pub enum Take {
    Not,
    AsIs,
    /// With these words behind its message.
    With(String),
}

impl<T> Pass<T> {
    /// What else was worked out, root by root.
    pub fn into_also(self) -> Vec<T> {
        self.also
    }

    /// By directory, as reports print it.
    pub fn roots(&self) -> &BTreeMap<String, Found<T>> {
        &self.roots
    }

    /// Every place that anybody wants to hear of.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        let told = self.told.iter().flat_map(|it| &it.places);
        self.hits.iter().map(|it| &it.place).chain(told)
    }

    /// Findings of some places only, as if there were no others.
    pub fn findings(&self, take: &dyn Fn(&Seen<'_>) -> Take) -> Vec<Finding> {
        let mut hits = Vec::new();
        for hit in &self.hits {
            let (rule, place, labels) = (hit.rule.as_str(), &hit.place, hit.labels.as_slice());
            let told = hit.cause.as_ref().map(|it| it.told.span);
            let words = match take(&Seen { rule, place, labels, told, fix: hit.fix.as_ref() }) {
                Take::Not => continue,
                Take::AsIs => None,
                Take::With(words) => Some(words),
            };
            let mut hit = hit.clone();
            if let Some(words) = words {
                hit.message.push_str(&words);
                hit.place.message.push_str(&words);
            }
            hits.push(hit);
        }
        let is_taken = |it: &&Finding| {
            let (rule, labels, fix) = (it.rule.as_str(), it.labels.as_slice(), it.fix.as_ref());
            let seen = it.places.iter().map(|place| Seen { rule, place, labels, told: None, fix });
            seen.into_iter().any(|it| !matches!(take(&it), Take::Not))
        };
        let told = self.told.iter().filter(is_taken).cloned();
        together(hits, told)
    }
}

fn together(hits: Vec<ask::Hit>, told: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut findings = group::findings(hits);
    findings.extend(told);
    findings.sort_by(group::in_order);
    findings
}

/// What the rules say of a project, and what else is asked.
pub fn pass<T: Clone + Send + Sync>(
    project: Project,
    request: &Request<'_>,
    beside: &Beside<'_, T>,
) -> (Run, Pass<T>) {
    let Project { mut sources, files, links, mut problems, progress } = project;
    let model = Model::new(&files, &links);
    problems.extend(model.mistakes().into_iter().map(|it| wrong(&sources, it)));
    let kinds: BTreeSet<&str> =
        model.modules.iter().flat_map(|it| &it.resources).map(|it| it.kind).collect();
    let rules: Vec<Rule> =
        request.packs.about(&kinds).into_iter().filter(|it| request.asks(it)).collect();
    let comments = ignore::comments(&files, &sources, &problems, request);
    let checked = Checked {
        sources: &sources,
        settings: request.settings,
        packs: request.packs,
        prefix: request.prefix,
        terms: request.terms,
        whole: request.whole(&rules),
        kinds: &kinds,
        elsewhere: request.elsewhere,
        theirs: theirs(&files),
        defaults: foreign_defaults(&model),
        is_thorough: beside.is_kept || !comments.is_empty(),
    };
    let names: BTreeSet<EcoString> = kinds.iter().copied().map(EcoString::from).collect();
    let roots = model.roots(request.roots);
    let catalog = OnceLock::new();
    progress.begin(Stage::Checking, roots.len());
    let passing = Passing {
        model: &model,
        checked: &checked,
        request,
        beside,
        names: &names,
        progress: &progress,
    };
    let found = passing.all(&roots, &rules, &catalog);

    let whole = checked.whole;
    let own = |it: &&File| it.origin == Origin::Own;
    let summary = Summary {
        files: files.iter().filter(own).count(),
        bytes: files.iter().filter(own).map(|it| sources.get(it.id).text.len()).sum(),
        modules: model.modules.iter().filter(|it| it.origin == Origin::Own).count(),
        resources: found.iter().map(|it| it.n_instances).sum(),
        left_out: 0,
    };
    let directory = |root: &usize| model.modules[*root].directory.to_owned();
    let kept: BTreeMap<String, Found<T>> = match beside.is_kept {
        true => roots.iter().map(directory).zip(found.iter().cloned()).collect(),
        false => BTreeMap::new(),
    };
    let mut hits = Vec::new();
    let mut undecided = Vec::new();
    let (mut doubts, mut absent) = (Vec::new(), Vec::new());
    let mut also = Vec::new();
    for Found { answers, texts, mistakes, also: of_root, .. } in found {
        also.push(of_root);
        let settled = |it: ask::Hit| it.settled(&texts, &mut sources);
        hits.extend(answers.hits.into_iter().map(settled));
        undecided.extend(answers.undecided);
        doubts.extend(answers.doubts);
        absent.extend(answers.absent);
        for mistake in mistakes {
            let mistake = wrong(&sources, mistake);
            if !problems.contains(&mistake) {
                problems.push(mistake);
            }
        }
    }
    let asked = ignore::Asked { rules: &rules, whole, doubts: &doubts, absent: &absent };
    let mut ignoring = ignore::Ignoring::new(&comments, request);
    for hit in &mut hits {
        ignoring.mark(hit, &sources);
    }
    let directories = roots.iter().map(|it| joined(request.prefix, model.modules[*it].directory));
    let stale = ignoring.stale(&asked, &undecided, &directories.collect());
    let mut told = ignoring.told(&asked, &mut sources);
    hits.retain(|it: &ask::Hit| request.wants_of(&rules, &it.rule));
    undecided.retain(|it: &Undecided| request.wants_of(&rules, &it.rule));
    if let Some(within) = request.within {
        let within = |file: FileId| sources.holds(file) && within.contains(&sources.get(file).path);
        group::retain(&mut hits, &within);
        undecided.retain(|it: &Undecided| within(it.span.file));
        told.retain(|it: &Finding| within(it.primary.span.file));
    }
    problems.retain(|it| request.within.is_none_or(|within| within.contains(&it.path)));
    undecided.sort_by(|one, other| {
        (one.span, &one.rule, &one.address).cmp(&(other.span, &other.rule, &other.address))
    });
    // A tree that is never looked at again need not be taken down.
    drop(model);
    std::mem::forget(files);
    let (findings, hits, told) = match beside.is_kept {
        true => (together(hits.clone(), told.iter().cloned()), hits, told),
        false => (together(hits, told.into_iter()), Vec::new(), Vec::new()),
    };
    let rules = spoke(rules, &findings);
    let prefix = request.prefix.to_owned();
    let fixed = Vec::new();
    let run = Run { sources, findings, problems, undecided, fixed, stale, summary, rules, prefix };
    (run, Pass { hits, told, roots: kept, kinds: names, also })
}

/// What all roots of a pass have in common.
struct Passing<'p, T> {
    model: &'p Model<'p>,
    checked: &'p Checked<'p>,
    request: &'p Request<'p>,
    beside: &'p Beside<'p, T>,
    names: &'p BTreeSet<EcoString>,
    progress: &'p Counter,
}

/// What every root is asked.
struct Asked<'p> {
    by_kind: &'p BTreeMap<&'p str, Vec<&'p Rule>>,
    detecting: &'p [(&'p Rule, &'p str)],
    policies: &'p Policies<'p>,
}

impl<T: Clone + Send + Sync> Passing<'_, T> {
    /// In the order of the roots.
    fn all(&self, roots: &[usize], rules: &[Rule], catalog: &OnceLock<Catalog>) -> Vec<Found<T>> {
        let by_kind = by_kind(rules);
        let detecting: Vec<(&Rule, &str)> =
            rules.iter().filter_map(|it| Some((it, it.detector.as_deref()?))).collect();
        let policies = Policies::new(self.request.settings, self.request.tags);
        let asked = Asked { by_kind: &by_kind, detecting: &detecting, policies: &policies };
        largest_first(roots, self.model, &|root| {
            let made_of = match self.beside.is_kept {
                true => self.model.made_of(root),
                false => Made::new(),
            };
            let found = match self.known(root, &made_of) {
                Some(known) => Found { is_same: true, ..known.clone() },
                None => self.root(root, made_of, &asked, catalog),
            };
            self.progress.step();
            found
        })
    }

    /// The same root in the other pass, where nothing that it rests on differs.
    fn known(&self, root: usize, made_of: &Made) -> Option<&Found<T>> {
        let (pass, files) = self.beside.before?;
        let known = pass.roots.get(self.model.modules[root].directory)?;
        let is_same = known.made_of == *made_of
            && (!known.sees_types || pass.kinds == *self.names)
            && known.asked.iter().all(|it| it.is_same(files, self.request.files));
        is_same.then_some(known)
    }

    fn root(
        &self,
        root: usize,
        made_of: Made,
        asked: &Asked<'_>,
        catalog: &OnceLock<Catalog>,
    ) -> Found<T> {
        let noted = Noted::new(self.request.files);
        let files: &dyn Files = if self.beside.is_kept { &noted } else { self.request.files };
        let configuration = Configuration::new(self.model, root, self.request.inputs, files);
        let mut world = World::new(configuration);
        let reader = Reader::new(self.checked.sources.later());
        let mut asker = ask::Asker { checked: self.checked, till: Till::new(catalog), reader };
        let mut answers = ask::Answers::default();
        let mut n_instances = 0;
        for (node, resource) in world.configuration.resources() {
            let rules = asked.by_kind.get(resource.kind).map(Vec::as_slice).unwrap_or_default();
            let instances = world.configuration.instances(node, resource);
            n_instances += instances.len();
            for instance in instances.iter().filter(|_| !rules.is_empty()) {
                for rule in rules {
                    asker.ask(rule, instance, &mut world, &mut answers);
                }
            }
        }
        if !asked.detecting.is_empty() {
            asker.detect(asked.detecting, asked.policies, &mut world, &mut answers);
        }
        if self.checked.is_thorough || self.request.baseline.is_some() {
            answers.absent = world.configuration.absent();
        }
        let stock = Stock { sources: self.checked.sources, catalog, kinds: self.checked.kinds };
        let also = (self.beside.also)(&mut world, &stock);
        let mistakes = world.configuration.mistakes().to_vec();
        let sees_types = asker.till.sees_types();
        let texts = asker.reader.into_texts();
        drop(world);
        Found {
            made_of,
            also,
            is_same: false,
            asked: noted.into_asked(),
            sees_types,
            answers,
            texts,
            n_instances,
            mistakes,
        }
    }
}
