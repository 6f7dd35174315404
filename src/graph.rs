//! Who refers to whom in a configuration, across modules, and the questions of this field that follow
//! from it. A link that is not known is not absent: it is blind, with its reason.

pub mod answers;
mod arn;
mod build;
mod cluster;
mod database;
mod function;
mod name;
mod network;
pub mod policy;
pub mod query;
mod role;
mod service;
mod zones;

pub use cluster::{Cluster, Workload};
pub use database::{By, Reach};
pub use function::{Invoker, Sync, Trigger};
pub use network::{Exit, ExitKind};
pub use role::Role;
pub use service::Front;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use ecow::EcoString;

use crate::eval::{Unknown, Value};
use crate::model::{Configuration, Instance, Key, Mode, Target};
use crate::source::Span;

/// A configuration and its graph, which is made when somebody asks for it.
pub struct World<'m, 'a> {
    pub configuration: Configuration<'m, 'a>,
    graph: Option<Arc<Graph<'m, 'a>>>,
    memo: answers::Memo,
    zones: Option<zones::Zones>,
}

impl<'m, 'a> World<'m, 'a> {
    pub fn new(configuration: Configuration<'m, 'a>) -> World<'m, 'a> {
        World { configuration, graph: None, memo: answers::Memo::default(), zones: None }
    }

    /// The same configuration and graph for another thread.
    #[must_use]
    pub fn anew(&self) -> World<'m, 'a> {
        World { graph: self.graph.clone(), ..World::new(self.configuration.anew()) }
    }

    pub fn graph(&mut self) -> Arc<Graph<'m, 'a>> {
        let made = || Arc::new(Graph::new(&mut self.configuration));
        Arc::clone(self.graph.get_or_insert_with(made))
    }
}

/// Which of the things of a graph.
pub type ThingId = usize;

/// Everything that a configuration makes or reads, and what it says of each other.
#[derive(Debug, Default)]
pub struct Graph<'m, 'a> {
    pub things: Vec<Thing<'m, 'a>>,
    pub edges: Vec<Edge>,
    /// What could not be followed, by the thing that says it.
    pub blind: Vec<Blind>,
    /// The edges of each thing, there and back.
    from: Vec<Vec<usize>>,
    to: Vec<Vec<usize>>,
    blind_of: Vec<Vec<usize>>,
    blind_in: HashMap<&'a str, Vec<usize>>,
    /// The instances of each resource, by module and address.
    by_resource: HashMap<(usize, Mode, &'a str, &'a str), Vec<ThingId>>,
    by_kind: HashMap<&'a str, Vec<ThingId>>,
    by_address: HashMap<String, ThingId>,
    /// By what they are called.
    names: HashMap<(&'a str, EcoString), ThingId>,
    name_of: HashMap<ThingId, EcoString>,
    places: HashMap<ThingId, Place>,
    /// Data sources that read what is made here.
    same: HashMap<ThingId, ThingId>,
    /// Rules of firewalls about the way out, and what lets its own group in.
    outward: HashSet<ThingId>,
    inward: HashSet<ThingId>,
}

/// An instance of a resource or of a data source.
#[derive(Debug)]
pub struct Thing<'m, 'a> {
    pub instance: Instance<'m, 'a>,
    pub address: String,
    /// Why it is not known whether there is such a thing.
    pub doubt: Option<Unknown>,
}

impl Thing<'_, '_> {
    pub fn kind(&self) -> &str {
        self.instance.resource.kind
    }

    pub fn is_managed(&self) -> bool {
        self.instance.resource.mode == Mode::Managed
    }
}

/// What an ARN says beside the name.
#[derive(Debug)]
struct Place {
    region: Option<EcoString>,
    /// Which provider configuration: one is for one account and one region.
    provider: EcoString,
    /// The path of a role or a policy, where one is said.
    path: Option<Path>,
}

#[derive(Debug)]
enum Path {
    Known(EcoString),
    Unknown,
}

/// One thing says the name of another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edge {
    pub from: ThingId,
    pub to: ThingId,
    /// Where it is said: `vpc_config.subnet_ids`.
    pub attribute: EcoString,
    pub span: Span,
    /// What is said of the other: `arn`.
    pub names: EcoString,
    /// Whether just this instance is meant, or any one of the resource.
    pub certain: bool,
}

/// A part of what a thing says that could not be followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blind {
    pub from: ThingId,
    pub attribute: EcoString,
    pub span: Span,
    pub reason: EcoString,
}

/// What a question comes to where not all is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer<T> {
    pub found: Vec<T>,
    /// There may be more: why.
    pub unknown: Vec<Blind>,
}

impl<T> Default for Answer<T> {
    fn default() -> Answer<T> {
        Answer { found: Vec::new(), unknown: Vec::new() }
    }
}

impl<'m, 'a> Graph<'m, 'a> {
    pub fn new(configuration: &mut Configuration<'m, 'a>) -> Graph<'m, 'a> {
        build::graph(configuration)
    }

    /// The thing that an instance is.
    pub fn thing(&self, instance: &Instance<'m, 'a>) -> Option<ThingId> {
        let all = self.of_resource(instance);
        let key = |it: &ThingId| self.things[*it].instance.key.as_ref();
        // Indices are the places of what they stand for, and keys are sorted.
        let at = match &instance.key {
            None | Some(Key::Unknown(_)) => all.len().saturating_sub(1),
            Some(Key::Index(index)) => *index,
            Some(Key::Each { key: wanted, .. }) => all.partition_point(
                |it| matches!(key(it), Some(Key::Each { key, .. }) if key < wanted),
            ),
        };
        let thing = *all.get(at)?;
        let is_same = match (key(&thing), &instance.key) {
            (Some(one), Some(other)) => one.is_same(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        is_same.then_some(thing)
    }

    /// What a data source reads where it is made here, and otherwise the thing itself.
    pub fn made(&self, thing: ThingId) -> ThingId {
        self.same.get(&thing).copied().unwrap_or(thing)
    }

    /// What things of a type say that could not be followed, in an attribute.
    fn blind_in(&self, kind: &str, attribute: &str) -> impl Iterator<Item = &Blind> {
        let all = self.blind_in.get(kind).map(Vec::as_slice).unwrap_or_default();
        all.iter()
            .map(|it| &self.blind[*it])
            .filter(move |it| attribute.is_empty() || within(&it.attribute, attribute))
    }

    pub fn by_address(&self, address: &str) -> Option<ThingId> {
        self.by_address.get(address).copied()
    }

    /// All managed things of a type.
    pub fn all(&self, kind: &str) -> &[ThingId] {
        self.by_kind.get(kind).map(Vec::as_slice).unwrap_or_default()
    }

    fn of_resource(&self, instance: &Instance<'m, 'a>) -> &[ThingId] {
        let resource = instance.resource;
        let key = (instance.node, resource.mode, resource.kind, resource.name);
        self.by_resource.get(&key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The things that a token may stand for: all instances where it is not known which.
    pub fn targets(&self, target: &Target<'m, 'a>) -> Vec<ThingId> {
        match self.thing(&target.instance) {
            Some(thing) => vec![thing],
            None => self.of_resource(&target.instance).to_vec(),
        }
    }

    /// What a thing says of others.
    pub fn refs(&self, thing: ThingId) -> impl Iterator<Item = &Edge> {
        self.from[thing].iter().map(|it| &self.edges[*it])
    }

    /// What others say of a thing.
    pub fn referrers(&self, thing: ThingId) -> impl Iterator<Item = &Edge> {
        self.to[thing].iter().map(|it| &self.edges[*it])
    }

    /// What a thing says that could not be followed.
    pub fn blind(&self, thing: ThingId) -> impl Iterator<Item = &Blind> {
        self.blind_of[thing].iter().map(|it| &self.blind[*it])
    }

    /// The things of a type that a thing refers to.
    pub fn refs_of(&self, thing: ThingId, kind: &str) -> Vec<ThingId> {
        unique(self.refs(thing).map(|it| it.to).filter(|it| self.things[*it].kind() == kind))
    }

    /// The things of a type that refer to a thing.
    pub fn referrers_of(&self, thing: ThingId, kind: &str) -> Vec<ThingId> {
        unique(self.referrers(thing).map(|it| it.from).filter(|it| self.things[*it].kind() == kind))
    }

    /// The things of a type that a thing refers to in an attribute, or in a block of this name.
    pub fn refs_in(&self, thing: ThingId, attribute: &str) -> Vec<ThingId> {
        unique(self.refs(thing).filter(|it| within(&it.attribute, attribute)).map(|it| it.to))
    }

    /// The shortest way from one thing to one of a type, against or along what is said, through things of
    /// these types only (any, where there are none).
    pub fn path(&self, from: ThingId, kind: &str, through: &[&str]) -> Option<Vec<ThingId>> {
        self.way(from, kind, through).ok()
    }

    /// The same; `Err` has all that was passed.
    fn way(
        &self,
        from: ThingId,
        kind: &str,
        through: &[&str],
    ) -> Result<Vec<ThingId>, HashSet<ThingId>> {
        let mut before: HashMap<ThingId, ThingId> = HashMap::new();
        let mut seen = HashSet::from([from]);
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at != from && self.things[at].kind() == kind {
                return Ok(way(&before, from, at));
            }
            let passable = |it: ThingId| {
                let other = self.things[it].kind();
                other == kind || through.is_empty() || through.contains(&other)
            };
            let next = self.refs(at).map(|it| it.to).chain(self.referrers(at).map(|it| it.from));
            for next in next.filter(|it| passable(*it)) {
                if seen.insert(next) {
                    before.insert(next, at);
                    queue.push_back(next);
                }
            }
        }
        Err(seen)
    }

    /// The thing of a type that has a name.
    pub fn named(&self, kind: &str, name: &str) -> Option<ThingId> {
        let (kind, _) = self.by_kind.get_key_value(kind)?;
        self.names.get(&(*kind, EcoString::from(name))).copied()
    }

    /// What an attribute of a thing is, with tokens in it.
    pub fn traced(
        &self,
        thing: ThingId,
        name: &str,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Value {
        let instance = &self.things[thing].instance;
        configuration.traced(|it| instance.attribute(name, it))
    }
}

fn way(before: &HashMap<ThingId, ThingId>, from: ThingId, to: ThingId) -> Vec<ThingId> {
    let mut way = vec![to];
    while let Some(last) = way.last().filter(|it| **it != from) {
        way.push(before[last]);
    }
    way.reverse();
    way
}

/// Whether a path is that of an attribute or of something in it.
fn within(path: &str, attribute: &str) -> bool {
    path == attribute || path.strip_prefix(attribute).is_some_and(|it| it.starts_with('.'))
}

fn unique(things: impl Iterator<Item = ThingId>) -> Vec<ThingId> {
    let mut seen = HashSet::new();
    things.filter(|it| seen.insert(*it)).collect()
}
