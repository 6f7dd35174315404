//! What things name, what names them, and what they are called.

use ecow::{EcoString, eco_format};

use super::{light, object, or_unknown};
use crate::eval::Value;
use crate::graph::{Graph, ThingId, World, unique, within};
use crate::model::{Configuration, Piece, pieces};

/// Everything that an attribute of a thing names, or all of it.
pub(super) fn names<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    attribute: &str,
    configuration: &Configuration<'m, 'a>,
) -> Value {
    let is_asked = |it: &str| attribute.is_empty() || within(it, attribute);
    let edges = graph.refs(thing).filter(|it| it.certain && is_asked(&it.attribute));
    let made = edges.map(|it| {
        let to = graph.made(it.to);
        let mut entries = light(graph, to, configuration);
        entries.insert("at".into(), graph.said_at(thing, it.span, configuration));
        entries.insert("attribute".into(), Value::from(it.names.clone()));
        Value::object(entries)
    });
    let blind = graph.blind(thing).find(|it| is_asked(&it.attribute));
    or_unknown(made.collect(), blind, false)
}

/// Everything that names a thing, outputs of the root module among it.
pub(super) fn named<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    world: &mut World<'m, 'a>,
) -> Value {
    let exported = world.exported(graph).contains(&thing);
    let configuration = &world.configuration;
    let from = unique(graph.referrers(thing).map(|it| it.from));
    let mut all: Vec<Value> =
        from.iter().map(|it| Value::object(light(graph, *it, configuration))).collect();
    if exported {
        all.push(object([("address", Value::from("output")), ("type", Value::from("output"))]));
    }
    if let Some((module, _)) = world.given(graph, thing) {
        all.push(object([("address", Value::from(module)), ("type", Value::from("module"))]));
    }
    Value::tuple(all)
}

/// What a reader knows a thing by: its name in the code, or that of the call where it is as good as none.
pub(super) fn title<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    configuration: &Configuration<'m, 'a>,
) -> EcoString {
    const NO_NAMES: &[&str] = &[
        "db_instance",
        "default",
        "function",
        "lambda",
        "lambda_function",
        "main",
        "resource",
        "self",
        "service",
        "this",
    ];
    let instance = &graph.things[thing].instance;
    let label = instance.resource.name;
    let module = configuration.path(instance.node);
    match NO_NAMES.contains(&label) && !module.is_empty() {
        true => module.rsplit("module.").next().unwrap_or(label).into(),
        false => label.into(),
    }
}

/// The text of an attribute, with `${...}` for what only the provider knows.
pub(super) fn traced<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    attribute: &str,
    world: &mut World<'m, 'a>,
) -> Value {
    let configuration = &mut world.configuration;
    let value = graph.traced(thing, attribute, configuration);
    let Some(text) = value.as_str() else { return value };
    let mut told = EcoString::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => told.push_str(text),
            Piece::Token(token) => match configuration.target(token) {
                Some(it) => {
                    let address = it.instance.resource.address();
                    told.push_str(&eco_format!("${{{address}.{}}}", it.attribute));
                }
                None => told.push_str("${}"),
            },
        }
    }
    Value { from: value.from, ..Value::from(told) }
}
