//! A configuration to its graph: every attribute of every instance is asked, traced, whom it names.

use super::{Blind, Edge, Graph, Thing, ThingId, name};
use crate::eval::{Kind, Value};
use crate::model::{Configuration, Key, Mode, Said, tokens};

pub(super) fn graph<'m, 'a>(configuration: &mut Configuration<'m, 'a>) -> Graph<'m, 'a> {
    let mut graph = Graph::default();
    things(&mut graph, configuration);
    configuration.traced(|configuration| {
        for thing in 0..graph.things.len() {
            let said = graph.things[thing].instance.said(configuration);
            names(&mut graph, thing, &said, configuration);
            follow(&mut graph, thing, &said, configuration);
        }
        // What is written out names what has a name by now.
        for thing in 0..graph.things.len() {
            let said = graph.things[thing].instance.said(configuration);
            literals(&mut graph, thing, &said);
        }
    });
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

/// Remembers what a thing is called.
fn names(
    graph: &mut Graph<'_, '_>,
    thing: ThingId,
    said: &[Said],
    configuration: &Configuration<'_, '_>,
) {
    let resource = graph.things[thing].instance.resource;
    for said in said.iter().filter(|it| resource.mode == Mode::Managed && name::names(&it.path)) {
        if let Some(text) = name::plain(&said.value, configuration) {
            graph.name_of.entry(thing).or_insert_with(|| text.clone());
            graph.names.entry((resource.kind, text)).or_insert(thing);
        }
    }
}

fn follow<'m, 'a>(
    graph: &mut Graph<'m, 'a>,
    thing: ThingId,
    said: &[Said],
    configuration: &Configuration<'m, 'a>,
) {
    for said in said {
        for token in tokens(&said.value) {
            let Some(target) = configuration.target(token) else { continue };
            let certain = !matches!(target.instance.key, Some(Key::Unknown(_)));
            for to in graph.targets(target) {
                let names = target.attribute.clone();
                let attribute = said.path.clone();
                let span = said.span;
                push(graph, Edge { from: thing, to, attribute, span, names, certain });
            }
        }
        if let Some(unknown) = said.value.first_unknown() {
            graph.blind.push(Blind {
                from: thing,
                attribute: said.path.clone(),
                span: unknown.at.unwrap_or(said.span),
                reason: unknown.reason.clone(),
            });
        }
    }
}

/// Names that are written out: `function_name = "orders"`, `arn:aws:sqs:eu-west-1:1:orders`.
fn literals(graph: &mut Graph<'_, '_>, thing: ThingId, said: &[Said]) {
    for said in said {
        let mut texts = Vec::new();
        written(&said.value, &mut texts);
        for text in texts {
            for (kind, name) in name::meant(&said.path, text) {
                if let Some(to) = graph.named(kind, name).filter(|it| *it != thing) {
                    let attribute = said.path.clone();
                    let names = "name".into();
                    push(
                        graph,
                        Edge { from: thing, to, attribute, span: said.span, names, certain: true },
                    );
                }
            }
        }
    }
}

fn written<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match &value.kind {
        Kind::String(text) => texts.push(text),
        Kind::Sequence(sequence) => sequence.items().iter().for_each(|it| written(it, texts)),
        Kind::Object(object) => object.entries().values().for_each(|it| written(it, texts)),
        _ => {}
    }
}

fn push(graph: &mut Graph<'_, '_>, edge: Edge) {
    let same =
        |it: &&Edge| it.from == edge.from && it.to == edge.to && it.attribute == edge.attribute;
    let recent = graph.edges.iter().rev().take_while(|it| it.from == edge.from);
    if edge.from != edge.to && recent.clone().find(same).is_none() {
        graph.edges.push(edge);
    }
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
    }
}
