//! A configuration and its graph to a drawing: every well-known question is asked of whatever works.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use ecow::EcoString;

use super::own::Own;
use super::{Class, Drawing, Thing, Worker, flow};
use crate::graph::{Answer, Blind, Exit, Graph, Reach, Role, ThingId, World};
use crate::model::Configuration;

pub(super) fn drawing(world: &mut World<'_, '_>) -> Drawing {
    let graph = world.graph();
    let configuration = &mut world.configuration;
    let own = Own::new(&graph, configuration);
    let mut drawing = Drawing {
        directory: configuration.directory().to_owned(),
        things: things(&graph, configuration, &own),
        edges: graph.edges.clone(),
        blind: graph.blind.clone(),
        ..Drawing::default()
    };
    let mut asker = Asker {
        callers: graph.callers(configuration),
        exits: BTreeMap::new(),
        unclear: Vec::new(),
        told: HashSet::new(),
        graph: &graph,
        configuration,
    };
    for thing in 0..drawing.things.len() {
        let (is_managed, class) = (graph.things[thing].is_managed(), drawing.things[thing].class);
        if is_managed && class.is_some_and(Class::works) {
            let worker = asker.worker(thing);
            drawing.workers.push(worker);
        }
    }
    drawing.unclear = asker.unclear;
    for cluster in graph.clusters() {
        drawing.clusters.insert(cluster, graph.cluster(cluster, configuration));
    }
    drawing.flows = flow::flows(&graph, &drawing);
    own.places(&mut drawing);
    drawing
}

fn things(graph: &Graph<'_, '_>, configuration: &Configuration<'_, '_>, own: &Own) -> Vec<Thing> {
    let things = graph.things.iter().enumerate().map(|(id, it)| Thing {
        address: it.address.clone(),
        kind: it.kind().to_owned(),
        module: configuration.path(it.instance.node).to_owned(),
        is_managed: it.is_managed(),
        class: Class::of(it.kind()),
        span: own.place(id, it.instance.resource.block.header()),
        doubt: it.doubt.clone(),
    });
    things.collect()
}

/// What has been worked out for one worker serves the next.
struct Asker<'g, 'c, 'm, 'a> {
    graph: &'g Graph<'m, 'a>,
    configuration: &'c mut Configuration<'m, 'a>,
    callers: Vec<(ThingId, Arc<Role>)>,
    exits: BTreeMap<ThingId, Answer<Exit>>,
    /// What may be about any function.
    unclear: Vec<Blind>,
    /// What of it is there already: every function asks the same.
    told: HashSet<(ThingId, EcoString, EcoString)>,
}

impl Asker<'_, '_, '_, '_> {
    fn worker(&mut self, thing: ThingId) -> Worker {
        let parts = self.graph.parts(thing);
        let triggers = self.graph.triggers(thing, self.configuration);
        let mut worker = Worker {
            thing,
            triggers: triggers.found,
            fronts: parts.iter().flat_map(|it| self.graph.fronts(*it)).collect(),
            invokers: Vec::new(),
            role: self.graph.runs_as(thing),
            databases: Vec::new(),
            subnets: Vec::new(),
            exits: Vec::new(),
            unknown: Vec::new(),
        };
        let faces = self.graph.faces(thing);
        for blind in triggers.unknown {
            match self.graph.refs(blind.from).any(|it| faces.contains(&it.to)) {
                true => add(&mut worker.unknown, blind),
                false => self.unclear(blind),
            }
        }
        if self.graph.things[thing].kind() == "aws_lambda_function" {
            let found = self.graph.invokers_among(&self.callers, thing);
            worker.invokers = found.found;
            found.unknown.into_iter().for_each(|it| self.unclear(it));
        }
        for part in parts {
            self.databases(part, &mut worker);
            self.network(part, &mut worker);
        }
        worker
    }

    /// Told once, and not with each function.
    fn unclear(&mut self, blind: Blind) {
        if self.told.insert((blind.from, blind.attribute.clone(), blind.reason.clone())) {
            self.unclear.push(blind);
        }
    }

    fn databases(&mut self, part: ThingId, worker: &mut Worker) {
        let found = self.graph.databases(part);
        for reach in found.found {
            let same = |it: &Reach| it.database == reach.database && it.proxy == reach.proxy;
            if !worker.databases.iter().any(same) {
                worker.databases.push(reach);
            }
        }
        found.unknown.into_iter().for_each(|it| add(&mut worker.unknown, it));
    }

    fn network(&mut self, part: ThingId, worker: &mut Worker) {
        let found = self.graph.subnets(part);
        found.unknown.into_iter().for_each(|it| add(&mut worker.unknown, it));
        for subnet in found.found {
            if !worker.subnets.contains(&subnet) {
                worker.subnets.push(subnet);
            }
            let exits = match self.exits.get(&subnet) {
                Some(known) => known,
                None => {
                    let exits = self.graph.exits(subnet, self.configuration);
                    self.exits.entry(subnet).or_insert(exits)
                }
            };
            for exit in &exits.found {
                if !worker.exits.iter().any(|it| it.by == exit.by) {
                    worker.exits.push(exit.clone());
                }
            }
            exits.unknown.iter().for_each(|it| add(&mut worker.unknown, it.clone()));
        }
    }
}

/// Once is enough.
fn add(blind: &mut Vec<Blind>, new: Blind) {
    let same = |it: &Blind| {
        it.from == new.from && it.attribute == new.attribute && it.reason == new.reason
    };
    if !blind.iter().any(same) {
        blind.push(new);
    }
}
