//! One pass over all roots of a project, and what may be taken over from a pass over another state of it: a root that is
//! made of the same files, and was answered the same by those that its expressions read, is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::{Arc, OnceLock};

use ecow::EcoString;

use super::asked::{Noted, Question};
use super::till::Till;
use super::{Checked, Request, Run, Summary, ask, by_kind, foreign_defaults, group, ignore};
use super::{spoke, theirs, wrong};
use crate::cost::Catalog;
use crate::detect::Reader;
use crate::finding::{Finding, Fix, Label, Place, Undecided};
use crate::graph::World;
use crate::model::{Configuration, File, Files, Made, MissingModule, Mistake, Model, Origin};
use crate::pack::Rule;
use crate::parallel::largest_first;
use crate::progress::{Counter, Stage};
use crate::project::Project;
use crate::source::{FileId, Later, Sources, Span, joined};
use crate::suppress::Whereabouts;
use crate::tags::{self, Audit, Policies};

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

/// What there is besides a root, for those who work out something else.
pub struct Stock<'s> {
    sources: &'s Sources,
    /// The tags of the root, where a rule wanted to know them.
    tags: Option<&'s Audit<'s, 's>>,
    catalog: &'s OnceLock<Catalog>,
    kinds: &'s BTreeSet<&'s str>,
}

impl<T> Beside<'_, T> {
    /// What things cost, unpacked once where there are the same in both states.
    fn catalog(&self, kinds: &BTreeSet<EcoString>) -> Arc<OnceLock<Catalog>> {
        let before = self.before.map(|(pass, _)| pass).filter(|it| it.kinds == *kinds);
        before.map(|it| Arc::clone(&it.catalog)).unwrap_or_default()
    }
}

impl Stock<'_> {
    /// What things cost that there are; unpacked when somebody asks.
    pub fn catalog(&self) -> &Catalog {
        self.catalog.get_or_init(|| Catalog::of(self.kinds))
    }

    /// Something about the tags of the root, which are looked at once.
    pub fn tags<R>(
        &self,
        world: &mut World<'_, '_>,
        policies: &Policies<'_>,
        today: &str,
        read: impl FnOnce(&Audit<'_, '_>) -> R,
    ) -> R {
        match self.tags {
            Some(tags) => read(tags),
            None => read(&tags::audit(world, policies, self.sources, today)),
        }
    }
}

/// What was found in each root, for those who put it together in another way.
pub struct Pass<T> {
    /// Marked where somebody said that they may stay.
    hits: Vec<ask::Hit>,
    /// What is said of suppressions themselves.
    told: Vec<Finding>,
    roots: BTreeMap<String, Root<T>>,
    kinds: BTreeSet<EcoString>,
    catalog: Arc<OnceLock<Catalog>>,
}

/// One root.
pub struct Root<T> {
    pub found: Arc<Found<T>>,
    /// It was taken over from another pass.
    pub is_same: bool,
}

impl<T: Clone> Root<T> {
    /// What the rules said, for one who may have it; a copy where another pass may want it too.
    fn answers(&mut self, is_kept: bool) -> (Vec<ask::Hit>, Vec<Undecided>) {
        match Arc::get_mut(&mut self.found).filter(|_| !is_kept) {
            Some(found) => {
                (mem::take(&mut found.answers.hits), mem::take(&mut found.answers.undecided))
            }
            None => (self.found.answers.hits.clone(), self.found.answers.undecided.clone()),
        }
    }
}

/// What was found in a root.
#[derive(Clone)]
pub struct Found<T> {
    pub made_of: Made,
    pub also: T,
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

/// Of which kind a place is, and what more is said of it; `None` where it is not told.
type Sorting<'s, K> = dyn Fn(&Seen<'_>) -> Option<(K, Option<String>)> + 's;

impl<T: Clone> Pass<T> {
    /// What else was worked out, root by root.
    pub fn into_also(self) -> Vec<T> {
        self.roots.into_values().map(|it| Arc::unwrap_or_clone(it.found).also).collect()
    }
}

impl<T> Pass<T> {
    /// By directory, as reports print it.
    pub fn roots(&self) -> &BTreeMap<String, Root<T>> {
        &self.roots
    }

    /// Every place that anybody wants to hear of.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        let told = self.told.iter().flat_map(|it| &it.places);
        self.hits.iter().map(|it| &it.place).chain(told)
    }

    /// Findings sorted by what becomes of their places, those of each kind as if there were no others. Where it says so,
    /// words are added to a message.
    pub fn sorted<K: Copy + Ord>(&self, kind: &Sorting<'_, K>) -> BTreeMap<K, Vec<Finding>> {
        let mut sorted: BTreeMap<K, (Vec<ask::Hit>, Vec<Finding>)> = BTreeMap::new();
        for hit in &self.hits {
            let (rule, place, labels) = (hit.rule.as_str(), &hit.place, hit.labels.as_slice());
            let told = hit.cause.as_ref().map(|it| it.told.span);
            let seen = Seen { rule, place, labels, told, fix: hit.fix.as_ref() };
            let Some((kind, more)) = kind(&seen) else { continue };
            let mut hit = hit.clone();
            if let Some(words) = more {
                hit.message.push_str(&words);
                hit.place.message.push_str(&words);
            }
            sorted.entry(kind).or_default().0.push(hit);
        }
        for it in &self.told {
            let (rule, labels, fix) = (it.rule.as_str(), it.labels.as_slice(), it.fix.as_ref());
            let seen = it.places.iter().map(|place| Seen { rule, place, labels, told: None, fix });
            let kinds: BTreeSet<K> = seen.filter_map(|it| Some(kind(&it)?.0)).collect();
            for kind in kinds {
                sorted.entry(kind).or_default().1.push(it.clone());
            }
        }
        let of_kind = sorted.into_iter();
        of_kind.map(|(kind, (hits, told))| (kind, together(hits, told.into_iter()))).collect()
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
    problems.extend(model.mistakes().iter().map(|it| wrong(&sources, it)));
    let kinds: BTreeSet<&str> =
        model.modules.iter().flat_map(|it| &it.resources).map(|it| it.kind).collect();
    let rules: Vec<Rule> =
        request.packs.about(&kinds).into_iter().filter(|it| request.asks(it)).collect();
    let comments = ignore::comments(&files, &sources, &problems, request);
    let is_ignoring = !comments.is_empty() || request.settings.ignores().next().is_some();
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
        is_thorough: beside.is_kept || is_ignoring,
    };
    let names: BTreeSet<EcoString> = kinds.iter().copied().map(EcoString::from).collect();
    let roots = model.roots(request.roots);
    let catalog = beside.catalog(&names);
    progress.begin(Stage::Checking, roots.len());
    let passing = Passing {
        model: &model,
        checked: &checked,
        request,
        beside,
        names: &names,
        progress: &progress,
    };
    let mut found = passing.all(&roots, &rules, &catalog);

    let whole = checked.whole;
    let own = |it: &&File| it.origin == Origin::Own;
    let summary = Summary {
        files: files.iter().filter(own).count(),
        bytes: files.iter().filter(own).map(|it| sources.get(it.id).text.len()).sum(),
        modules: model.modules.iter().filter(|it| it.origin == Origin::Own).count(),
        resources: found.iter().map(|it| it.found.n_instances).sum(),
        left_out: 0,
    };
    let (mut hits, mut undecided) = (Vec::new(), Vec::new());
    for root in &mut found {
        let (of_root, left_open) = root.answers(beside.is_kept);
        hits.extend(of_root.into_iter().map(|it| it.settled(&root.found.texts, &mut sources)));
        undecided.extend(left_open);
        for mistake in &root.found.mistakes {
            let mistake = wrong(&sources, mistake);
            if !problems.contains(&mistake) {
                problems.push(mistake);
            }
        }
    }
    let answers = || found.iter().map(|it| &it.found.answers);
    let doubts: Vec<&(EcoString, Whereabouts)> = answers().flat_map(|it| &it.doubts).collect();
    let absent: Vec<&MissingModule> = answers().flat_map(|it| &it.absent).collect();
    let is_broken = !problems.is_empty();
    let asked = ignore::Asked { rules: &rules, whole, doubts: &doubts, absent: &absent, is_broken };
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
    let directory = |root: &usize| model.modules[*root].directory.to_owned();
    let roots = roots.iter().map(directory).zip(found).collect();
    // A tree that is never looked at again need not be taken down.
    drop(model);
    mem::forget(files);
    let (findings, hits, told) = match beside.is_kept {
        true => (together(hits.clone(), told.iter().cloned()), hits, told),
        false => (together(hits, told.into_iter()), Vec::new(), Vec::new()),
    };
    let rules = spoke(rules, &findings);
    let prefix = request.prefix.to_owned();
    let fixed = Vec::new();
    let run = Run { sources, findings, problems, undecided, fixed, stale, summary, rules, prefix };
    (run, Pass { hits, told, roots, kinds: names, catalog })
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
    fn all(&self, roots: &[usize], rules: &[Rule], catalog: &OnceLock<Catalog>) -> Vec<Root<T>> {
        let by_kind = by_kind(rules);
        let detecting: Vec<(&Rule, &str)> =
            rules.iter().filter_map(|it| Some((it, it.detector.as_deref()?))).collect();
        let policies = Policies::new(self.request.settings, self.request.tags);
        let asked = Asked { by_kind: &by_kind, detecting: &detecting, policies: &policies };
        let size = |root: &usize| self.model.n_resources(*root);
        largest_first(roots, size, |root| {
            let root = *root;
            let made_of = match self.beside.is_kept {
                true => self.model.made_of(root),
                false => Made::new(),
            };
            let found = match self.known(root, &made_of) {
                Some(known) => Root { found: Arc::clone(known), is_same: true },
                None => {
                    let found = Arc::new(self.root(root, made_of, &asked, catalog));
                    Root { found, is_same: false }
                }
            };
            self.progress.step();
            found
        })
    }

    /// The same root in the other pass, where nothing that it rests on differs.
    fn known(&self, root: usize, made_of: &Made) -> Option<&Arc<Found<T>>> {
        let (pass, files) = self.beside.before?;
        let known = &pass.roots.get(self.model.modules[root].directory)?.found;
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
        let is_asked = !asked.detecting.is_empty();
        let tags = is_asked
            .then(|| asker.detect(asked.detecting, asked.policies, &mut world, &mut answers));
        if self.checked.is_thorough || self.request.baseline.is_some() {
            answers.absent = world.configuration.absent();
        }
        let (sources, kinds) = (self.checked.sources, self.checked.kinds);
        let stock = Stock { sources, tags: tags.as_ref(), catalog, kinds };
        let also = (self.beside.also)(&mut world, &stock);
        let mistakes = world.configuration.mistakes().to_vec();
        let sees_types = asker.till.sees_types();
        let texts = asker.reader.into_texts();
        drop(world);
        Found {
            made_of,
            also,
            asked: noted.into_asked(),
            sees_types,
            answers,
            texts,
            n_instances,
            mistakes,
        }
    }
}
