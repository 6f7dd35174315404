//! A configuration to its graph: every attribute of every instance is asked, traced, whom it names.

mod part;

use std::collections::HashSet;

use ecow::EcoString;
use rayon::prelude::*;

use self::part::{Failed, Found, TOO_MANY, Written, part};
use super::{Blind, Edge, Graph, Thing, ThingId, name};
use crate::model::{Configuration, Mode};

/// More links than these are not followed: a hostile configuration could have a thousand for each line.
const MAX_EDGES: usize = 500_000;

/// Fewer things than these are not worth another thread.
const ALONE: usize = 1_000;

/// What is being made.
#[derive(Default)]
struct Made<'m, 'a> {
    graph: Graph<'m, 'a>,
    written: Vec<Written>,
    failed: Vec<Failed>,
}

pub(super) fn graph<'m, 'a>(configuration: &mut Configuration<'m, 'a>) -> Graph<'m, 'a> {
    let mut made = Made::default();
    things(&mut made.graph, configuration);
    made.parts(configuration);
    made.literals();
    made.reasons(configuration);
    let mut graph = made.graph;
    one_and_the_same(&mut graph);
    index(&mut graph);
    graph
}

fn things<'m, 'a>(graph: &mut Graph<'m, 'a>, configuration: &mut Configuration<'m, 'a>) {
    for node in configuration.expand() {
        let module = configuration.module(node);
        for resource in module.resources.iter().filter(|it| it.mode != Mode::Ephemeral) {
            for instance in configuration.instances(node, resource) {
                let id = graph.things.len();
                let key = (node, resource.mode, resource.kind, resource.name);
                graph.by_resource.entry(key).or_default().push(id);
                if resource.mode == Mode::Managed {
                    graph.by_kind.entry(resource.kind).or_default().push(id);
                }
                let doubt = instance.doubt(configuration).cloned();
                let address = instance.address(configuration);
                graph.by_address.entry(address.clone()).or_insert(id);
                graph.things.push(Thing { instance, address, doubt });
            }
        }
    }
}

impl<'m, 'a> Made<'m, 'a> {
    /// What every thing says of others, some of them on each core.
    fn parts(&mut self, configuration: &mut Configuration<'m, 'a>) {
        let (graph, things) = (&self.graph, self.graph.things.len());
        let parts: Vec<Found<'a>> = match things {
            ..ALONE => vec![part(0..things, graph, configuration)],
            _ => {
                let each = things.div_ceil(rayon::current_num_threads());
                let configuration = &*configuration;
                let parts = (0..things.div_ceil(each)).into_par_iter().map(|at| {
                    let things = at * each..things.min((at + 1) * each);
                    part(things, graph, &mut configuration.anew())
                });
                parts.collect()
            }
        };
        for part in parts {
            self.take(part);
        }
    }

    fn take(&mut self, found: Found<'a>) {
        let graph = &mut self.graph;
        for (name, thing) in found.names {
            graph.names.entry(name).or_insert(thing);
        }
        for (thing, name) in found.name_of {
            graph.name_of.entry(thing).or_insert(name);
        }
        graph.places.extend(found.places);
        graph.outward.extend(found.outward);
        graph.inward.extend(found.inward);
        let before = graph.blind.len();
        let failed = found.failed.into_iter();
        self.failed.extend(failed.map(|it| Failed { blind: before + it.blind, ..it }));
        graph.blind.extend(found.blind);
        let mut edges = found.edges.into_iter();
        let room = MAX_EDGES.saturating_sub(graph.edges.len());
        graph.edges.extend(edges.by_ref().take(room));
        graph.blind.extend(edges.map(|Edge { from, attribute, span, .. }| Blind {
            from,
            attribute,
            span,
            reason: TOO_MANY.into(),
        }));
        self.written.extend(found.written);
    }

    /// With a token in the place of a value something may fail that would not have. The true reason is the
    /// one without.
    fn reasons(&mut self, configuration: &mut Configuration<'m, 'a>) {
        for failed in self.failed.chunk_by(|one, next| one.thing == next.thing) {
            let said = self.graph.things[failed[0].thing].instance.said(configuration);
            for Failed { blind, span, .. } in failed {
                let blind = &mut self.graph.blind[*blind];
                let mut same =
                    said.iter().filter(|it| it.path == blind.attribute && it.span == *span);
                if let Some(unknown) = same.find_map(|it| it.value.first_unknown()) {
                    blind.reason = unknown.reason.clone();
                    blind.span = unknown.at.unwrap_or(*span);
                }
            }
        }
    }

    /// Names that are written out: `function_name = "orders"`, `arn:aws:sqs:eu-west-1:1:orders`.
    fn literals(&mut self) {
        let edges = self.graph.edges.iter();
        let mut seen: HashSet<(ThingId, ThingId, EcoString)> = match self.written.is_empty() {
            true => HashSet::new(),
            false => edges.map(|it| (it.from, it.to, it.attribute.clone())).collect(),
        };
        for Written { thing: from, path, span, text } in std::mem::take(&mut self.written) {
            let it = self.graph.things[from].instance.resource;
            // A data source says the name of what it reads.
            let reads = it.mode == Mode::Data && name::identifies(&path);
            let reads = reads.then_some((it.kind, text.as_str()));
            let mut meant: Vec<(&str, &str)> = name::meant(&path, &text).collect();
            meant.extend(reads);
            for (kind, name) in meant {
                let Some(to) = self.graph.named(kind, name).filter(|it| *it != from) else {
                    continue;
                };
                if seen.insert((from, to, path.clone())) {
                    let (attribute, names) = (path.clone(), "name".into());
                    let certain = true;
                    self.graph.edges.push(Edge { from, to, attribute, span, names, certain });
                }
            }
        }
    }
}

/// Who names a data source that reads what is made here, names that.
fn one_and_the_same(graph: &mut Graph<'_, '_>) {
    for edge in &graph.edges {
        let (from, to) = (&graph.things[edge.from], &graph.things[edge.to]);
        let is_read = !from.is_managed() && to.is_managed() && from.kind() == to.kind();
        if is_read && edge.certain && name::identifies(&edge.attribute) {
            graph.same.entry(edge.from).or_insert(edge.to);
        }
    }
    let more = graph.edges.iter().filter_map(|edge| {
        let to = *graph.same.get(&edge.to)?;
        (edge.from != to).then(|| Edge { to, ..edge.clone() })
    });
    let more: Vec<Edge> = more.collect();
    graph.edges.extend(more);
}

fn index(graph: &mut Graph<'_, '_>) {
    graph.edges.sort_by_key(|it| it.from);
    graph.from = vec![Vec::new(); graph.things.len()];
    graph.to = vec![Vec::new(); graph.things.len()];
    graph.blind_of = vec![Vec::new(); graph.things.len()];
    for (at, edge) in graph.edges.iter().enumerate() {
        graph.from[edge.from].push(at);
        graph.to[edge.to].push(at);
    }
    for (at, blind) in graph.blind.iter().enumerate() {
        graph.blind_of[blind.from].push(at);
        let resource = graph.things[blind.from].instance.resource;
        graph.blind_in.entry(resource.kind).or_default().push(at);
    }
}
