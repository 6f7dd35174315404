//! For a program: everything, as `docs/graph.schema.json` describes it.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::{Drawing, Flow, Worker, words};
use crate::graph::{Blind, Cluster, Edge, ThingId, Trigger};
use crate::source::{Places, Sources, Span};

/// Of this form. Fields may be added; what is there stays.
const VERSION: u32 = 1;

/// Writes everything, or what was asked about and what has to do with it.
pub fn json(out: &mut dyn Write, drawings: &[Drawing], sources: &Sources) -> io::Result<()> {
    write!(out, "{{\"version\":{VERSION},\"configurations\":[")?;
    let mut places = Places::new(sources);
    for (at, drawing) in drawings.iter().filter(|it| !it.is_beside()).enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let mut writer = Writer { drawing, places: &mut places };
        let directory = Json::from(drawing.directory.as_str());
        write!(out, "{comma}\n{{\"directory\":{directory}")?;
        list(out, "things", &writer.things())?;
        list(out, "edges", &writer.edges())?;
        list(out, "blind", &writer.blind())?;
        list(out, "flows", &writer.flows())?;
        write!(out, ",\n\"answers\":{}}}", writer.answers())?;
    }
    writeln!(out, "\n]}}")
}

/// One to a line, so that two of these documents can be compared.
fn list(out: &mut dyn Write, name: &str, items: &[Json]) -> io::Result<()> {
    write!(out, ",\n\"{name}\":[")?;
    for (at, item) in items.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(out, "{comma}\n{item}")?;
    }
    write!(out, "]")
}

struct Writer<'d, 'p, 's> {
    drawing: &'d Drawing,
    places: &'p mut Places<'s>,
}

impl Writer<'_, '_, '_> {
    /// An object with a place.
    fn at(&mut self, span: Span, object: Json) -> Json {
        let mut object = match object {
            Json::Object(object) => object,
            _ => Map::new(),
        };
        let place = self.places.of(span);
        object.insert("path".into(), place.map(|(path, _)| path).into());
        object.insert("line".into(), place.map(|(_, line)| line).into());
        Json::Object(object)
    }

    fn address(&self, thing: ThingId) -> &str {
        self.drawing.address(thing)
    }

    fn addresses(&self, things: impl IntoIterator<Item = ThingId>) -> Json {
        things.into_iter().map(|it| Json::from(self.address(it))).collect()
    }

    fn things(&mut self) -> Vec<Json> {
        let near: BTreeSet<ThingId> = self.drawing.near();
        let things = near.into_iter().map(|it| {
            let thing = &self.drawing.things[it];
            let object = json!({
                "address": thing.address,
                "type": thing.kind,
                "module": thing.module,
                "managed": thing.is_managed,
                "class": thing.class.map(super::Class::name),
                "doubt": thing.doubt.as_ref().map(|it| it.reason.as_str()),
            });
            self.at(thing.span, object)
        });
        things.collect()
    }

    fn edges(&mut self) -> Vec<Json> {
        let edges = self.drawing.edges.iter();
        edges.filter(|it| self.drawing.touches(it.from, it.to)).map(|it| self.edge(it)).collect()
    }

    fn edge(&mut self, edge: &Edge) -> Json {
        let object = json!({
            "from": self.address(edge.from),
            "to": self.address(edge.to),
            "attribute": edge.attribute.as_str(),
            "names": edge.names.as_str(),
            "certain": edge.certain,
        });
        self.at(edge.span, object)
    }

    fn blind(&mut self) -> Vec<Json> {
        let blind = self.drawing.blind.iter();
        blind.filter(|it| self.drawing.is_asked(it.from)).map(|it| self.reason(it)).collect()
    }

    fn reason(&mut self, blind: &Blind) -> Json {
        let object = json!({
            "address": self.address(blind.from),
            "attribute": blind.attribute.as_str(),
            "reason": blind.reason.as_str(),
        });
        self.at(blind.span, object)
    }

    fn flows(&mut self) -> Vec<Json> {
        let flows = self.drawing.flows.iter();
        flows.filter(|it| self.drawing.touches(it.from, it.to)).map(|it| self.flow(it)).collect()
    }

    fn flow(&mut self, flow: &Flow) -> Json {
        let object = json!({
            "from": self.address(flow.from),
            "to": self.address(flow.to),
            "how": flow.how.name(),
            "certain": flow.certain,
        });
        self.at(flow.span, object)
    }

    fn answers(&mut self) -> Json {
        let drawing = self.drawing;
        let workers = drawing.workers.iter().filter(|it| drawing.is_asked(it.thing));
        let workers: Vec<Json> = workers.map(|it| self.worker(it)).collect();
        let clusters = drawing.clusters.iter().filter(|(it, _)| drawing.is_asked(**it));
        let clusters: Vec<Json> = clusters.map(|(it, found)| self.cluster(*it, found)).collect();
        let unclear = drawing.unclear.iter().filter(|it| drawing.is_asked(it.from));
        let unclear: Vec<Json> = unclear.map(|it| self.reason(it)).collect();
        json!({"workers": workers, "clusters": clusters, "unclear_callers": unclear})
    }

    fn worker(&mut self, worker: &Worker) -> Json {
        let thing = &self.drawing.things[worker.thing];
        let triggers: Vec<Json> = worker.triggers.iter().map(|it| self.trigger(it)).collect();
        let unknown: Vec<Json> = worker.unknown.iter().map(|it| self.reason(it)).collect();
        json!({
            "address": thing.address,
            "class": thing.class.map(super::Class::name),
            "triggers": triggers,
            "fronts": self.fronts(worker),
            "invokers": self.invokers(worker),
            "role": worker.role.map(|it| self.address(it)),
            "databases": self.databases(worker),
            "subnets": self.addresses(worker.subnets.iter().copied()),
            "exits": self.exits(worker),
            "unknown": unknown,
        })
    }

    fn trigger(&mut self, trigger: &Trigger) -> Json {
        let object = json!({
            "by": trigger.by.map(|it| self.address(it)),
            "through": self.address(trigger.through),
            "sync": words::sync(trigger.sync),
        });
        self.at(trigger.span, object)
    }

    fn fronts(&mut self, worker: &Worker) -> Json {
        let fronts = worker.fronts.iter().map(|it| {
            let object = json!({"by": self.address(it.by), "through": self.address(it.through)});
            self.at(it.span, object)
        });
        fronts.collect()
    }

    fn invokers(&mut self, worker: &Worker) -> Json {
        let invokers = worker.invokers.iter().map(|it| {
            let [allowed, named] =
                [it.allowed, it.named].map(|it| it.map(|it| self.at(it, json!({}))));
            json!({
                "function": self.address(it.function),
                "allowed": allowed,
                "any": it.any,
                "named": named,
            })
        });
        invokers.collect()
    }

    fn databases(&mut self, worker: &Worker) -> Json {
        let databases = worker.databases.iter().map(|it| {
            let evidence: Vec<Json> =
                it.evidence.iter().map(|it| self.at(*it, json!({}))).collect();
            json!({
                "database": self.address(it.database),
                "proxy": it.proxy.map(|it| self.address(it)),
                "by": words::by(it.by),
                "evidence": evidence,
            })
        });
        databases.collect()
    }

    fn exits(&mut self, worker: &Worker) -> Json {
        let exits = worker.exits.iter().map(|it| {
            let object = json!({
                "kind": words::exit(it.kind),
                "by": self.address(it.by),
                "table": self.address(it.table),
                "service": it.service,
            });
            self.at(it.span, object)
        });
        exits.collect()
    }

    fn cluster(&self, thing: ThingId, cluster: &Cluster) -> Json {
        let work = cluster.workloads.iter();
        let work: Vec<Json> = work
            .map(|it| json!({"address": self.address(it.thing), "certain": it.certain}))
            .collect();
        json!({
            "address": self.address(thing),
            "capacity": self.addresses(cluster.capacity.iter().copied()),
            "workloads": work,
        })
    }
}
