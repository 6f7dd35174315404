//! A configuration as a person looks at it: who calls what, what that uses, and how it leaves the network.
//! Pure functions from graphs to text, one file a format. Every name comes from the input, and each format
//! escapes it for the place where it stands.

mod about;
mod class;
mod collect;
mod diagram;
mod dot;
mod flow;
mod json;
mod mermaid;
mod own;
mod page;
mod text;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::eval::Unknown;
use crate::graph::{Blind, Cluster, Edge, Exit, Front, Invoker, Reach, ThingId, Trigger, World};
use crate::model::{Configuration, Files, Inputs, Model};
use crate::project::Project;
use crate::source::Span;

pub use class::Class;
pub use dot::dot;
pub use flow::{Flow, How};
pub use json::json;
pub use mermaid::mermaid;
pub use text::text;

/// What is to be drawn.
pub struct Request<'r> {
    pub inputs: &'r Inputs,
    pub files: &'r dyn Files,
    /// Directories that are roots because they were named.
    pub roots: &'r BTreeSet<String>,
    /// A resource, all of its instances, or a module. Everything where there is none.
    pub address: Option<&'r str>,
}

/// How much of a drawing is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// What calls, runs, carries and keeps, with what ties these together as arrows.
    Architecture,
    /// Every thing and everything that it says of others.
    All,
}

/// One root module.
#[derive(Debug, Default)]
pub struct Drawing {
    pub directory: String,
    pub things: Vec<Thing>,
    /// By the thing that says it.
    pub edges: Vec<Edge>,
    pub blind: Vec<Blind>,
    /// What the edges mean, by where they start.
    pub flows: Vec<Flow>,
    /// By thing.
    pub workers: Vec<Worker>,
    pub clusters: BTreeMap<ThingId, Cluster>,
    /// What may call any function: it cannot be told which.
    pub unclear: Vec<Blind>,
    /// What was asked about, if it was not everything.
    pub asked: Option<BTreeSet<ThingId>>,
}

#[derive(Debug)]
pub struct Thing {
    pub address: String,
    pub kind: String,
    /// `module.a["x"]`; empty for the root.
    pub module: String,
    /// It is made here, and not read from elsewhere.
    pub is_managed: bool,
    pub class: Option<Class>,
    /// The head of its block, or of the call of the stand-in that it is in.
    pub span: Span,
    /// Why it is not known whether it is there.
    pub doubt: Option<Unknown>,
}

/// A function, a service, a machine: what does the work.
#[derive(Debug)]
pub struct Worker {
    pub thing: ThingId,
    pub triggers: Vec<Trigger>,
    pub fronts: Vec<Front>,
    pub invokers: Vec<Invoker>,
    pub role: Option<ThingId>,
    pub databases: Vec<Reach>,
    pub subnets: Vec<ThingId>,
    pub exits: Vec<Exit>,
    /// There may be more: why.
    pub unknown: Vec<Blind>,
}

/// Works out every root module, in the order of their directories.
pub fn draw(project: &Project, request: &Request<'_>) -> Vec<Drawing> {
    let model = Model::new(&project.files, &project.links);
    let roots = model.roots(request.roots);
    let drawn = roots.par_iter().map(|root| {
        let configuration = Configuration::new(&model, *root, request.inputs, request.files);
        let mut drawing = collect::drawing(&mut World::new(configuration));
        drawing.asked = request.address.map(|it| drawing.meant(it));
        drawing
    });
    drawn.collect()
}

/// The addresses that are most like one that is none.
pub fn nearest(address: &str, drawings: &[Drawing]) -> Vec<String> {
    const CLOSE: f64 = 0.8;
    const SHOWN: usize = 3;
    let all = drawings.iter().flat_map(|it| &it.things).map(|it| it.address.as_str());
    let all: BTreeSet<&str> = all.collect();
    let mut close: Vec<(f64, &str)> = all
        .into_iter()
        .map(|it| (strsim::normalized_damerau_levenshtein(address, it), it))
        .map(|(near, it)| (near.max(strsim::jaro_winkler(address, it)), it))
        .filter(|(near, _)| *near > CLOSE)
        .collect();
    close.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    close.into_iter().take(SHOWN).map(|(_, it)| it.to_owned()).collect()
}

impl Drawing {
    /// The things with an address, its instances, or those in the module that it names.
    fn meant(&self, address: &str) -> BTreeSet<ThingId> {
        let is_meant = |it: &Thing| {
            let rest = it.address.strip_prefix(address);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
        };
        (0..self.things.len()).filter(|it| is_meant(&self.things[*it])).collect()
    }

    /// Whether nothing was found for what was asked.
    pub fn is_beside(&self) -> bool {
        self.asked.as_ref().is_some_and(BTreeSet::is_empty)
    }

    fn is_asked(&self, thing: ThingId) -> bool {
        self.asked.as_ref().is_none_or(|it| it.contains(&thing))
    }

    /// Whether one of two things was asked about.
    fn touches(&self, one: ThingId, other: ThingId) -> bool {
        self.is_asked(one) || self.is_asked(other)
    }

    /// Whether a thing is one of the workers.
    fn works(&self, thing: ThingId) -> bool {
        self.workers.binary_search_by_key(&thing, |it| it.thing).is_ok()
    }

    fn address(&self, thing: ThingId) -> &str {
        &self.things[thing].address
    }

    /// What is asked about, and what has to do with it.
    fn near(&self) -> BTreeSet<ThingId> {
        let Some(asked) = &self.asked else { return (0..self.things.len()).collect() };
        let edges = self.edges.iter().map(|it| [it.from, it.to]);
        let flows = self.flows.iter().map(|it| [it.from, it.to]);
        let ends = edges.chain(flows).filter(|[one, other]| self.touches(*one, *other)).flatten();
        ends.chain(asked.iter().copied()).collect()
    }

    /// The things by module, in the order in which modules are called.
    fn by_module(&self, things: &[ThingId]) -> Vec<(&str, Vec<ThingId>)> {
        let mut modules: Vec<(&str, Vec<ThingId>)> = Vec::new();
        for thing in things {
            let module = self.things[*thing].module.as_str();
            match modules.iter_mut().find(|(it, _)| *it == module) {
                Some((_, things)) => things.push(*thing),
                None => modules.push((module, vec![*thing])),
            }
        }
        modules
    }
}
