//! The decision framework applied to each workload: what it is on, what speaks for staying there or for
//! going elsewhere, what it would cost there, and how sure that is. What is not known is said with its reason.

mod ask;
mod calls;
mod cluster;
mod decide;
mod framework;
mod function;
mod html;
mod human;
mod instance;
mod json;
mod machine;
mod money;
mod service;
mod store;
mod style;
mod words;
mod workload;
mod wrap;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use rayon::prelude::*;

use crate::cost::{Catalog, Pricer, Request, RootBill, break_even};
use crate::graph::World;
use crate::model::{Configuration, Model};
use crate::project::Project;
use crate::source::Sources;

pub use framework::{Criterion, criteria, criterion};
pub use workload::{
    Axis, Costs, Fit, Missing, Name, Place, Platform, Sure, Verdict, Way, Workload,
};

/// All that can be advised.
#[derive(Clone, Debug)]
pub struct Advice {
    pub roots: Vec<Root>,
    /// The name of a profile, or `none`.
    pub profile: String,
    /// Requests a day of all entry points of a root together.
    pub per_day: Option<String>,
    /// Whether somebody said how much arrives.
    pub is_declared: bool,
    /// What holds of all comparisons.
    pub assumptions: Vec<String>,
}

/// A root module with what runs in it.
#[derive(Clone, Debug)]
pub struct Root {
    /// `""` where the user stands.
    pub directory: String,
    /// Alike ones are one, in the order of the configuration.
    pub workloads: Vec<Workload>,
    /// Types that do work and that the framework is not applied to, with how many there are.
    pub others: BTreeMap<String, usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Human,
    Html,
    Json,
}

impl Format {
    pub const ALL: &[Format] = &[Format::Human, Format::Html, Format::Json];

    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Html => "html",
            Format::Json => "json",
        }
    }
}

/// What is shown, and to whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct View {
    /// Colors where a format has any.
    pub color: bool,
    /// Also the reasons of what stays where it is.
    pub all: bool,
}

pub fn advise(project: &Project, request: &Request<'_>) -> Advice {
    let model = Model::new(&project.files, &project.links);
    let kinds: BTreeSet<&str> =
        model.modules.iter().flat_map(|it| &it.resources).map(|it| it.kind).collect();
    let catalog = Catalog::of(&kinds);
    let roots = model.roots(request.roots);
    let roots = roots.par_iter().map(|root| {
        let configuration = Configuration::new(&model, *root, request.inputs, request.files);
        self::root(&mut World::new(configuration), &catalog, request)
    });
    let roots: Vec<Root> = roots.collect();
    let traffic = request.traffic;
    Advice {
        roots: roots.into_iter().filter(|it| !it.is_empty()).collect(),
        profile: traffic.profile.clone(),
        per_day: traffic.per_day.map(crate::cost::words::grouped),
        is_declared: is_declared(request),
        assumptions: break_even::assumed_words(),
    }
}

fn root(world: &mut World<'_, '_>, catalog: &Catalog, request: &Request<'_>) -> Root {
    let mut pricer = Pricer::new(request.terms(), catalog, world);
    let bills = RootBill {
        directory: world.configuration.directory().to_owned(),
        bills: pricer.all(world),
        entries: Vec::new(),
    };
    let (functions, clusters) = break_even::of_root(&bills, catalog, request, world);
    let functions = functions.into_iter().map(|it| (it.address.clone(), it)).collect();
    let clusters = clusters.into_iter().map(|it| (it.address.clone(), it)).collect();
    let graph = world.graph();
    let known = ask::Known {
        request,
        functions,
        clusters,
        bills: bills.bills.iter().map(|it| (it.address.as_str(), it)).collect(),
    };
    let mut workloads: Vec<Workload> = Vec::new();
    let mut others = BTreeMap::new();
    for id in 0..graph.things.len() {
        let mut ask = ask::Ask::new(id, &known, world, &mut pricer);
        match ask.workload() {
            Some(found) => workload::add(&mut workloads, found),
            None if ask.works() => *others.entry(ask.kind().to_owned()).or_insert(0) += 1,
            None => {}
        }
    }
    Root { directory: world.configuration.directory().to_owned(), workloads, others }
}

fn is_declared(request: &Request<'_>) -> bool {
    let traffic = request.traffic;
    traffic.is_said || !traffic.entries.is_empty() || traffic.usage.is_some()
}

/// Writes advice. `out` need not be buffered.
pub fn write(
    format: Format,
    out: &mut dyn Write,
    advice: &Advice,
    sources: &Sources,
    view: View,
) -> io::Result<()> {
    let text = match format {
        Format::Human => human::text(advice, sources, view),
        Format::Html => html::page(advice, sources),
        Format::Json => json::text(advice, sources)?,
    };
    out.write_all(text.as_bytes())
}

impl Root {
    fn is_empty(&self) -> bool {
        self.workloads.is_empty() && self.others.is_empty()
    }
}

impl Advice {
    /// How many workloads there are of a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let all = self.roots.iter().flat_map(|it| &it.workloads);
        all.filter(|it| it.verdict == verdict).map(|it| it.places.len()).sum()
    }
}
