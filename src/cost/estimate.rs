//! Every resource of every configuration, with what it costs.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::bill::{Bill, Cost, Estimate, Origin, Region, RootBill, State};
use super::catalog::Catalog;
use super::engine::{Engine, Said};
use super::flow::Flows;
use super::support::Support;
use super::traffic::Traffic;
use super::{Book, region};
use crate::graph::World;
use crate::model::{Configuration, Files, Inputs, Instance, Model};
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

pub fn estimate(project: &Project, request: &Request<'_>) -> Estimate {
    let model = Model::new(&project.files, &project.links);
    let kinds: BTreeSet<&str> =
        model.modules.iter().flat_map(|it| &it.resources).map(|it| it.kind).collect();
    let catalog = Catalog::of(&kinds);
    let roots = model.roots(request.roots);
    let roots = roots.par_iter().map(|root| {
        let configuration = Configuration::new(&model, *root, request.inputs, request.files);
        root_bill(&mut World::new(configuration), &catalog, request)
    });
    let roots: Vec<RootBill> = roots.collect();
    let roots = roots.into_iter().filter(|it| !it.bills.is_empty()).collect();
    let mut estimate = Estimate { roots, warnings: Vec::new() };
    if request.free_tier {
        super::free_tier::apply(&mut estimate);
    }
    estimate.warnings = request.traffic.warnings(&estimate);
    estimate
}

fn root_bill(world: &mut World<'_, '_>, catalog: &Catalog, request: &Request<'_>) -> RootBill {
    let mut flows = Flows::new(request.traffic, world);
    let mut bills = Vec::new();
    for (node, resource) in world.configuration.resources() {
        for instance in world.configuration.instances(node, resource) {
            bills.push(bill(&instance, world, &mut flows, catalog, request));
        }
    }
    RootBill {
        directory: world.configuration.directory().to_owned(),
        bills,
        entries: flows.entries(world),
    }
}

fn bill<'m, 'a>(
    instance: &Instance<'m, 'a>,
    world: &mut World<'m, 'a>,
    flows: &mut Flows,
    catalog: &Catalog,
    request: &Request<'_>,
) -> Bill {
    let kind = instance.resource.kind;
    let configuration = &world.configuration;
    let called = configuration.called_at(instance.node);
    let mut bill = Bill {
        address: instance.address(configuration),
        kind: kind.into(),
        module: configuration.path(instance.node).into(),
        span: called.unwrap_or(instance.resource.block).header(),
        state: State::Unsupported,
        service: ecow::EcoString::new(),
        region: Region::Global,
        lines: Vec::new(),
        usage: Vec::new(),
        doubt: instance.doubt(configuration).map(|it| it.reason.clone()),
    };
    if let Some(priced) = catalog.get(kind) {
        let graph = world.graph();
        let thing = graph.thing(instance);
        bill.state = State::Priced;
        bill.service = priced.service.clone();
        bill.region = region::of(instance, thing, request.region, world);
        let said = said(&bill, instance, priced, world, flows, request);
        let explains = request.explained == Some(bill.address.as_str());
        let engine = Engine { book: request.book, support: request.support, explains };
        (bill.lines, bill.usage) = engine.bill(priced, instance, thing, &bill.region, &said, world);
        doubt(&mut bill);
    } else if let Some(free) = catalog.free(kind) {
        bill.state = State::Free(free.billed_in.clone());
    }
    bill
}

/// What a usage file says of a resource, and what the traffic through the graph tells.
fn said<'m, 'a>(
    bill: &Bill,
    instance: &Instance<'m, 'a>,
    priced: &super::Priced,
    world: &mut World<'m, 'a>,
    flows: &mut Flows,
    request: &Request<'_>,
) -> Said {
    let mut said = Said::new();
    for (key, amount, line) in request.traffic.declared(&bill.address, &bill.kind) {
        said.insert(key, (amount, Origin::Declared { line }));
    }
    let graph = world.graph();
    let Some(thing) = graph.thing(instance) else { return said };
    for key in &priced.usages {
        let Some(flow) = key.flow.as_ref().filter(|_| !said.contains_key(&key.name)) else {
            continue;
        };
        if let Some(found) = flows.of(thing, flow, world) {
            let origin = Origin::Traffic(found.how);
            said.insert(ecow::eco_format!("flow:{flow}"), (found.amount, origin));
        }
    }
    said
}

/// Nothing is certain of what may not be there, or be there many times.
fn doubt(bill: &mut Bill) {
    let Some(reason) = &bill.doubt else { return };
    for line in &mut bill.lines {
        let is_usage = matches!(line.cost, Cost::Usage(_) | Cost::Unknown { is_usage: true, .. });
        let reason = ecow::eco_format!("how many there are is not known: {reason}");
        line.cost = Cost::Unknown { reason, at: None, is_usage };
    }
}
