//! The graph as expressions see it: `refs`, `referrers`, `all`, `path`, and the same of another thing.

use std::collections::{BTreeMap, BTreeSet};

use ecow::eco_format;

use super::{Blind, Edge, Graph, ThingId, World, within};
use crate::eval::Value;

/// The functions, for those who list them.
pub const FUNCTIONS: &[&str] = &["all", "path", "referrers", "referrers_of", "refs", "refs_of"];

/// Calls one of the functions, from the point of view of a thing. `None`: it is none of these.
pub fn call(
    name: &str,
    args: &[Value],
    thing: ThingId,
    world: &mut World<'_, '_>,
) -> Option<Value> {
    let text = |at: usize| args.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    if !FUNCTIONS.contains(&name) {
        return None;
    }
    if let Some(unknown) = args.iter().find(|it| it.as_unknown().is_some()) {
        return Some(unknown.clone());
    }
    // What has no name in a rule is null, and asks for nothing.
    let types = if name.ends_with("_of") { 1..args.len() } else { 0..args.len().min(1) };
    if args[types].iter().any(|it| it.as_str().is_none()) {
        return Some(Value::error(eco_format!("{name}() takes the name of a resource type")));
    }
    let graph = world.graph();
    let value = match (name, args.len()) {
        ("all", 1) => objects(graph.all(&text(0)).to_vec(), world),
        ("refs", 1 | 2) => match text(0).split_once(" > ") {
            Some((first, then)) => further(&graph, thing, first, then, world),
            None => refs(&graph, thing, &text(0), &text(1), world),
        },
        ("referrers", 1 | 2) => referrers(&graph, thing, &text(0), &text(1), world),
        ("path", 1 | 2) => path(&graph, thing, args),
        ("refs_of", 2 | 3) => match other(&graph, &args[0]) {
            Ok(other) => refs(&graph, other, &text(1), &text(2), world),
            Err(error) => error,
        },
        ("referrers_of", 2 | 3) => match other(&graph, &args[0]) {
            Ok(other) => referrers(&graph, other, &text(1), &text(2), world),
            Err(error) => error,
        },
        _ => Value::error(eco_format!("{name}() takes the name of a resource type")),
    };
    Some(value)
}

/// The thing that an object was made of.
fn other(graph: &Graph<'_, '_>, object: &Value) -> Result<ThingId, Value> {
    let address = object.as_object().and_then(|it| it.get("address")).and_then(Value::as_str);
    let thing = address.and_then(|it| graph.by_address(it));
    thing.ok_or_else(|| Value::error("this is no object that refs() or referrers() gave"))
}

fn refs(
    graph: &Graph<'_, '_>,
    thing: ThingId,
    kind: &str,
    attribute: &str,
    world: &mut World<'_, '_>,
) -> Value {
    let is_asked = |it: &str| attribute.is_empty() || within(it, attribute);
    let edges = graph.refs(thing).filter(|it| is_asked(&it.attribute));
    let (sure, unsure) = told(edges.filter(|it| graph.things[it.to].kind() == kind));
    let blind = graph.blind(thing).find(|it| is_asked(&it.attribute) && is_link(&it.attribute));
    let found = super::unique(sure.iter().map(|it| graph.made(it.to)));
    answered(found, unsure, blind, world)
}

/// What those refer to that a thing refers to: `refs("aws_lambda_alias > aws_lambda_function")`.
fn further(
    graph: &Graph<'_, '_>,
    thing: ThingId,
    first: &str,
    then: &str,
    world: &mut World<'_, '_>,
) -> Value {
    let between = refs(graph, thing, first, "", world);
    if between.as_unknown().is_some() {
        return between;
    }
    let mut all = Vec::new();
    for between in graph.refs_of(thing, first) {
        let found = refs(graph, between, then, "", world);
        match found.as_items() {
            Some(items) => all.extend(items.iter().cloned()),
            None => return found,
        }
    }
    Value::tuple(all)
}

fn referrers<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    kind: &str,
    attribute: &str,
    world: &mut World<'m, 'a>,
) -> Value {
    let is_asked = |it: &str| attribute.is_empty() || within(it, attribute);
    let edges = graph.referrers(thing).filter(|it| is_asked(&it.attribute));
    let (sure, unsure) = told(edges.filter(|it| graph.things[it.from].kind() == kind));
    let mut blind = graph.blind_in(kind, attribute).filter(|it| is_link(&it.attribute));
    let found = super::unique(sure.iter().map(|it| it.from));
    let blind = blind.next().cloned();
    let blind = blind.or_else(|| given(graph, thing, &found, world));
    answered(found, unsure, blind.as_ref(), world)
}

/// Who names it may be in a module that is not on disk, and that is given it.
fn given<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    found: &[ThingId],
    world: &mut World<'m, 'a>,
) -> Option<Blind> {
    let (module, span) = found.is_empty().then(|| world.given(graph, thing))??;
    let reason = eco_format!("{module} is not on disk, and is given this");
    Some(Blind { from: thing, attribute: module, span, reason })
}

/// What is surely said, and the first that may be.
fn told<'g>(edges: impl Iterator<Item = &'g Edge>) -> (Vec<&'g Edge>, Option<&'g Edge>) {
    let (sure, unsure): (Vec<&Edge>, Vec<&Edge>) = edges.partition(|it| it.certain);
    (sure, unsure.first().copied())
}

/// Nothing is known to be there only where nothing may be there.
fn answered(
    found: Vec<ThingId>,
    unsure: Option<&Edge>,
    blind: Option<&Blind>,
    world: &mut World<'_, '_>,
) -> Value {
    match (unsure, blind) {
        _ if !found.is_empty() => objects(found, world),
        (_, Some(blind)) => Value::unknown(blind.reason.clone(), Some(blind.span)),
        (Some(edge), None) => {
            Value::unknown("which of these is meant is not known", Some(edge.span))
        }
        (None, None) => Value::tuple(Vec::new()),
    }
}

/// The addresses on the shortest way to something of a type; null where there is no way.
fn path(graph: &Graph<'_, '_>, thing: ThingId, args: &[Value]) -> Value {
    let through = args.get(1).and_then(Value::as_items).unwrap_or_default();
    let through: Vec<&str> = through.iter().filter_map(Value::as_str).collect();
    match graph.way(thing, args[0].as_str().unwrap_or_default(), &through) {
        Ok(way) => Value::tuple(
            way.into_iter().map(|it| Value::from(graph.things[it].address.as_str())).collect(),
        ),
        Err(passed) => {
            let passed: BTreeSet<ThingId> = passed.into_iter().collect();
            let mut blind = passed.iter().flat_map(|it| graph.blind(*it));
            match blind.find(|it| is_link(&it.attribute)) {
                Some(blind) => Value::unknown(blind.reason.clone(), Some(blind.span)),
                None => Value::null(),
            }
        }
    }
}

/// Whether an attribute may name another thing.
pub fn is_link(attribute: &str) -> bool {
    const LINKS: &[&str] = &[
        "arn",
        "arns",
        "bucket",
        "cluster",
        "definition",
        "endpoint",
        "endpoints",
        "function",
        "group",
        "groups",
        "id",
        "identifier",
        "ids",
        "name",
        "names",
        "policy",
        "role",
        "roles",
        "source",
        "subnets",
        "table",
        "target",
        "uri",
        "url",
        "variables",
    ];
    let last = attribute.rsplit(['.', '_']).next().unwrap_or(attribute);
    LINKS.contains(&last)
}

/// Things as objects. Unknown where it is not known whether there is one of them.
pub(super) fn objects(things: Vec<ThingId>, world: &mut World<'_, '_>) -> Value {
    let graph = world.graph();
    let mut objects = Vec::new();
    for thing in things {
        let thing = &graph.things[thing];
        if let Some(doubt) = &thing.doubt {
            let reason = eco_format!("whether there is {}: {}", thing.address, doubt.reason);
            return Value::unknown(reason, doubt.at);
        }
        let value = thing.instance.to_value(&mut world.configuration);
        let mut entries = value.as_object().map(|it| it.entries().clone()).unwrap_or_default();
        let body = &thing.instance.resource.block.body;
        let is_none = |it: &Value| it.as_items().is_some_and(<[_]>::is_empty);
        entries.retain(|name, it| body.attribute(name).is_some() || !is_none(it));
        let called = world.configuration.called_at(thing.instance.node);
        let from = called.unwrap_or(thing.instance.resource.block).header();
        let address = Value { from: Some(from), ..Value::from(thing.address.as_str()) };
        entries.extend(about(address, thing.instance.resource.name));
        objects.push(Value::object(entries));
    }
    Value::tuple(objects)
}

fn about(address: Value, label: &str) -> BTreeMap<ecow::EcoString, Value> {
    [("address".into(), address), ("label".into(), Value::from(label))].into()
}
