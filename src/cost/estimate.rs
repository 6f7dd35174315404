//! Every resource of every configuration, with what it costs.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use ecow::{EcoString, eco_format};
use rayon::prelude::*;

use super::bill::{Bill, Cost, Estimate, Origin, Region, RootBill, State};
use super::catalog::Catalog;
use super::component::Priced;
use super::engine::{Engine, Said};
use super::flow::Flows;
use super::support::Support;
use super::traffic::Traffic;
use super::{Book, absent, region};
use crate::eval::Value;
use crate::graph::{ThingId, World};
use crate::model::{Configuration, Files, Inputs, Instance, Model};
use crate::progress::Stage;
use crate::project::Project;

/// What is estimated, and how.
pub struct Request<'r> {
    pub book: &'r Book,
    pub support: &'r Support,
    pub traffic: &'r Traffic,
    /// Where resources are of which the text does not say it.
    pub region: Option<&'r str>,
    /// Whether what a new account gets for nothing is taken off.
    pub free_tier: bool,
    pub inputs: &'r Inputs,
    pub files: &'r dyn Files,
    pub roots: &'r BTreeSet<String>,
    /// The address of a resource of which every value is kept that its figures rest on.
    pub explained: Option<&'r str>,
}

/// By which prices, at which traffic and where.
#[derive(Clone, Copy)]
pub struct Terms<'r> {
    pub book: &'r Book,
    pub support: &'r Support,
    pub traffic: &'r Traffic,
    pub region: Option<&'r str>,
}

impl Terms<'static> {
    /// What is taken where nobody says anything, on a day that never changes: for examples.
    pub fn of_examples() -> Terms<'static> {
        static TERMS: OnceLock<(Book, Support, Traffic)> = OnceLock::new();
        let (book, support, traffic) = TERMS.get_or_init(|| {
            let support = Support { today: "2026-11-21".to_owned() };
            (Book::embedded(), support, Traffic::usual())
        });
        Terms { book, support, traffic, region: None }
    }
}

impl<'r> Request<'r> {
    pub fn terms(&self) -> Terms<'r> {
        let Request { book, support, traffic, region, .. } = *self;
        Terms { book, support, traffic, region }
    }
}

pub fn estimate(project: &Project, request: &Request<'_>) -> Estimate {
    estimate_and(project, request, |_| ()).0
}

/// The same, with what somebody else wants to know of each root while its configuration and its graph are at hand.
pub fn estimate_and<T: Send>(
    project: &Project,
    request: &Request<'_>,
    also: impl Fn(&mut World<'_, '_>) -> T + Sync,
) -> (Estimate, Vec<T>) {
    let model = Model::new(&project.files, &project.links);
    let kinds: BTreeSet<&str> =
        model.modules.iter().flat_map(|it| &it.resources).map(|it| it.kind).collect();
    let catalog = Catalog::of(&kinds);
    let roots = model.roots(request.roots);
    project.progress.begin(Stage::Pricing, roots.len());
    let roots = roots.par_iter().map(|root| {
        let configuration = Configuration::new(&model, *root, request.inputs, request.files);
        let mut world = World::new(configuration);
        let found = (root_bill(&mut world, &catalog, request), also(&mut world));
        project.progress.step();
        found
    });
    whole(roots.collect(), request)
}

/// What some roots come to together, each beside what somebody else found out about it. A root without resources is
/// none here.
pub fn whole<T>(roots: Vec<(RootBill, T)>, request: &Request<'_>) -> (Estimate, Vec<T>) {
    let (roots, also) = roots.into_iter().filter(|(it, _)| !it.bills.is_empty()).unzip();
    let mut estimate = together(roots, request.free_tier);
    estimate.warnings = request.traffic.warnings(&estimate);
    (estimate, also)
}

/// The bills of all roots, with what a new account gets for nothing taken off where that is wanted.
pub fn together(roots: Vec<RootBill>, free_tier: bool) -> Estimate {
    let mut estimate = Estimate { roots, warnings: Vec::new() };
    if free_tier {
        super::free_tier::apply(&mut estimate);
    }
    estimate
}

/// What one root costs, thing by thing.
pub fn root_bill(world: &mut World<'_, '_>, catalog: &Catalog, request: &Request<'_>) -> RootBill {
    let mut flows = Flows::new(request.traffic, world);
    let mut jobs = Vec::new();
    for (node, resource) in world.configuration.resources() {
        for instance in world.configuration.instances(node, resource) {
            let priced = catalog.get(resource.kind);
            let thing = priced.and_then(|_| world.graph().thing(&instance));
            let said = match priced {
                Some(priced) => request.terms().said(&instance, thing, priced, world, &mut flows),
                None => Said::new(),
            };
            jobs.push(Job { instance, thing, said });
        }
    }
    let mut bills = match jobs.len() {
        ..ALONE => bills(&jobs, world, catalog, request),
        n => {
            let each = n.div_ceil(rayon::current_num_threads());
            let world = &*world;
            let parts =
                jobs.par_chunks(each).map(|part| bills(part, &mut world.anew(), catalog, request));
            parts.collect::<Vec<_>>().into_iter().flatten().collect()
        }
    };
    bills.extend(absent::bills(&mut world.configuration));
    RootBill {
        directory: world.configuration.directory().to_owned(),
        bills,
        entries: flows.entries(world),
    }
}

/// Fewer resources than these are not worth another thread.
const ALONE: usize = 1_000;

/// A resource, and what is said of its usage.
pub(super) struct Job<'m, 'a> {
    pub(super) instance: Instance<'m, 'a>,
    /// What it is in the graph, where it has a price.
    pub(super) thing: Option<ThingId>,
    pub(super) said: Said,
}

fn bills<'m, 'a>(
    jobs: &[Job<'m, 'a>],
    world: &mut World<'m, 'a>,
    catalog: &Catalog,
    request: &Request<'_>,
) -> Vec<Bill> {
    let mut engine = Engine::new(request.book, request.support, request.explained);
    let region = request.region;
    jobs.iter().map(|job| bill(job, &[], world, &mut engine, catalog, region)).collect()
}

/// What a resource costs, with some arguments in the place of its own.
pub(super) fn bill<'m, 'a>(
    job: &Job<'m, 'a>,
    anew: &[(EcoString, Value)],
    world: &mut World<'m, 'a>,
    engine: &mut Engine<'_>,
    catalog: &Catalog,
    region: Option<&str>,
) -> Bill {
    let instance = &job.instance;
    let kind = instance.resource.kind;
    let configuration = &world.configuration;
    let called = configuration.called_at(instance.node);
    let mut bill = Bill {
        address: instance.address(configuration),
        kind: kind.into(),
        module: configuration.path(instance.node).into(),
        span: called.unwrap_or(instance.resource.block).header(),
        state: State::Unsupported,
        service: EcoString::new(),
        region: Region::Global,
        lines: Vec::new(),
        usage: Vec::new(),
        doubt: instance.doubt(configuration).map(|it| it.reason.clone()),
    };
    if let Some(priced) = catalog.get(kind) {
        let thing = job.thing;
        bill.state = State::Priced;
        bill.service = priced.service.clone();
        bill.region = region::of(instance, thing, region, world);
        (bill.lines, bill.usage) =
            engine.bill(priced, instance, thing, &bill.region, (&job.said, anew), world);
        doubt(&mut bill);
    } else if let Some(free) = catalog.free(kind) {
        bill.state = State::Free(free.billed_in.clone());
    }
    bill
}

impl Terms<'_> {
    /// What a usage file says of a resource, and what the traffic through the graph tells.
    pub(super) fn said<'m, 'a>(
        &self,
        instance: &Instance<'m, 'a>,
        thing: Option<ThingId>,
        priced: &Priced,
        world: &mut World<'m, 'a>,
        flows: &mut Flows<'_>,
    ) -> Said {
        let mut said = Said::new();
        if priced.usages.is_empty() {
            return said;
        }
        if self.traffic.usage.is_some() {
            let address = instance.address(&world.configuration);
            for (key, amount, line) in self.traffic.declared(&address, instance.resource.kind) {
                said.insert(key, (amount, Origin::Declared { line }));
            }
        }
        let Some(thing) = thing else { return said };
        for key in &priced.usages {
            let Some(flow) = key.flow.as_ref().filter(|_| !said.contains_key(&key.name)) else {
                continue;
            };
            if let Some(found) = flows.of(thing, flow, world) {
                let origin = Origin::Traffic(found.how);
                said.insert(eco_format!("flow:{flow}"), (found.amount, origin));
            }
        }
        said
    }
}

/// Nothing is certain of what may not be there, or be there many times.
fn doubt(bill: &mut Bill) {
    let Some(reason) = &bill.doubt else { return };
    for line in &mut bill.lines {
        let is_usage = matches!(line.cost, Cost::Usage(_) | Cost::Unknown { is_usage: true, .. });
        let reason = eco_format!("how many there are is not known: {reason}");
        line.cost = Cost::Unknown { reason, at: None, is_usage };
    }
}
