//! The well-known questions of the graph as expressions ask them: what makes a function run, what it calls,
//! which databases it reaches, through what it leaves. The answers are lists of light objects.

mod memo;
mod naming;

use std::collections::BTreeMap;

use ecow::EcoString;

pub(super) use self::memo::Memo;
use self::naming::{named, names, title, traced};
use super::policy::{self, Answer as Allowed};
use super::{Answer, Blind, By, Exit, ExitKind, Graph, Sync, ThingId, Trigger, World, unique};
use crate::eval::Value;
use crate::model::Configuration;
use crate::source::Span;
use crate::syntax::Block;

/// The functions, for those who list them.
pub const FUNCTIONS: &[&str] = &[
    "capacity",
    "databases",
    "every_trigger",
    "exits",
    "exits_of",
    "fronts",
    "invokers",
    "invokes",
    "may",
    "named",
    "names",
    "proxies_of",
    "resource",
    "role",
    "title",
    "traced",
    "traced_of",
    "triggers",
    "triggers_of",
    "workloads",
];

/// Calls one of the functions, from the point of view of a thing. `None`: it is none of these.
pub fn call(
    name: &str,
    args: &[Value],
    thing: ThingId,
    world: &mut World<'_, '_>,
) -> Option<Value> {
    let name = FUNCTIONS.iter().find(|it| **it == name)?;
    if let Some(unknown) = args.iter().find(|it| it.as_unknown().is_some()) {
        return Some(unknown.clone());
    }
    let graph = world.graph();
    let is_other =
        name.ends_with("_of") || *name == "resource" || (*name == "title" && !args.is_empty());
    let thing = match is_other {
        false => thing,
        true => match args.first().and_then(|it| graph.meant(it)) {
            Some(thing) => thing,
            None => return Some(Value::error("this is no object that the graph gave")),
        },
    };
    let text = || args.first().and_then(Value::as_str).unwrap_or_default().to_owned();
    match *name {
        "may" => return Some(may(&graph, thing, &text(), world)),
        "names" => return Some(names(&graph, thing, &text(), &world.configuration)),
        "traced_of" => {
            let name = args.get(1).and_then(Value::as_str).unwrap_or_default();
            return Some(traced(&graph, thing, name, world));
        }
        "traced" => return Some(traced(&graph, thing, &text(), world)),
        _ => {}
    }
    if let Some(known) = world.memo.values.get(&(*name, thing)) {
        return Some(known.clone());
    }
    let value = answer(name, &graph, thing, world);
    world.memo.values.insert((name, thing), value.clone());
    Some(value)
}

fn answer<'m, 'a>(
    name: &str,
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    world: &mut World<'m, 'a>,
) -> Value {
    match name {
        "resource" => super::query::objects(vec![thing], world)
            .as_items()
            .and_then(|it| it.first().cloned())
            .unwrap_or_else(Value::null),
        "triggers" | "triggers_of" => triggers(graph, thing, false, world),
        "every_trigger" => triggers(graph, thing, true, world),
        "invokes" => invokes(graph, thing, world),
        "invokers" => invokers(graph, thing, world),
        "databases" => databases(graph, thing, &world.configuration),
        "proxies_of" => lights(graph, &graph.proxies(thing), &world.configuration),
        "exits" | "exits_of" => exits(graph, thing, world),
        "capacity" => {
            let cluster = graph.cluster(thing, &mut world.configuration);
            lights(graph, &cluster.capacity, &world.configuration)
        }
        "named" => named(graph, thing, world),
        "title" => Value::from(title(graph, thing, &world.configuration)),
        "workloads" => {
            let work = graph.cluster(thing, &mut world.configuration).workloads;
            let made = |it: &super::Workload| {
                let mut entries = light(graph, it.thing, &world.configuration);
                entries.insert("certain".into(), it.certain.into());
                Value::object(entries)
            };
            Value::tuple(work.iter().map(made).collect())
        }
        "fronts" => {
            let made = |it: &super::Front| {
                let configuration = &world.configuration;
                object([
                    ("by", Value::object(light(graph, it.by, configuration))),
                    ("through", Value::object(light(graph, it.through, configuration))),
                    ("at", graph.said_at(thing, it.span, configuration)),
                ])
            };
            Value::tuple(graph.fronts(thing).iter().map(made).collect())
        }
        _ => match graph.role_of(thing, 0) {
            Ok(role) => Value::object(light(graph, role, &world.configuration)),
            Err(gap) if gap.reason == super::role::LOST => Value::null(),
            Err(gap) => Value::unknown(gap.reason, gap.at),
        },
    }
}

impl<'m, 'a> Graph<'m, 'a> {
    /// The thing that an object is about.
    pub fn meant(&self, object: &Value) -> Option<ThingId> {
        let address = object.as_object()?.get("address")?.as_str()?;
        self.by_address(address)
    }

    /// A place as a value that knows it; what is said in files of others is told where these are called.
    fn said_at(&self, thing: ThingId, span: Span, configuration: &Configuration<'m, 'a>) -> Value {
        let thing = &self.things[thing];
        let called = configuration.called_at(thing.instance.node);
        let from = Some(called.map_or(span, Block::header));
        Value { from, ..Value::from(thing.address.as_str()) }
    }

    fn header(&self, thing: ThingId) -> Span {
        self.things[thing].instance.resource.block.header()
    }
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::object(entries.map(|(name, value)| (name.into(), value)).into())
}

/// What a thing is called, without its arguments.
fn light<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    configuration: &Configuration<'m, 'a>,
) -> BTreeMap<EcoString, Value> {
    let it = &graph.things[thing];
    let address = graph.said_at(thing, graph.header(thing), configuration);
    [
        ("address".into(), address.clone()),
        ("at".into(), address),
        ("label".into(), Value::from(it.instance.resource.name)),
        ("type".into(), Value::from(it.kind())),
    ]
    .into()
}

fn lights<'m, 'a>(
    graph: &Graph<'m, 'a>,
    things: &[ThingId],
    configuration: &Configuration<'m, 'a>,
) -> Value {
    let made = things.iter().map(|it| Value::object(light(graph, *it, configuration)));
    Value::tuple(made.collect())
}

/// Unknown where nothing was found, and something may be there.
fn or_unknown(found: Vec<Value>, unknown: Option<&Blind>, strict: bool) -> Value {
    match unknown {
        Some(blind) if strict || found.is_empty() => {
            Value::unknown(blind.reason.clone(), Some(blind.span))
        }
        _ => Value::tuple(found),
    }
}

fn triggers<'m, 'a>(
    graph: &Graph<'m, 'a>,
    function: ThingId,
    strict: bool,
    world: &mut World<'m, 'a>,
) -> Value {
    let answer = world.triggers(graph, function);
    let configuration = &world.configuration;
    let made = answer.found.iter().map(|it| {
        let by =
            it.by.map_or_else(Value::null, |by| Value::object(light(graph, by, configuration)));
        let sync = match it.sync {
            Sync::Waits => "waits",
            Sync::HandsOver => "hands over",
            Sync::Polls => "polls",
        };
        object([
            ("by", by),
            ("qualified", qualified(graph, it)),
            ("kind", Value::from(it.by.map_or("", |by| graph.things[by].kind()))),
            ("through", Value::object(light(graph, it.through, configuration))),
            ("sync", Value::from(sync)),
            ("at", graph.said_at(it.through, it.span, configuration)),
        ])
    });
    or_unknown(made.collect(), answer.unknown.first(), strict)
}

/// Whether what calls names a version or an alias; null where that is not known.
fn qualified(graph: &Graph<'_, '_>, trigger: &Trigger) -> Value {
    let edges = graph.refs(trigger.through);
    let names = edges.filter(|it| graph.function_of(it.to).is_some());
    let is_qualified = |it: &super::Edge| {
        graph.things[it.to].kind() == "aws_lambda_alias"
            || it.names.starts_with("qualified")
            || it.names == "version"
            || it.attribute == "qualifier"
    };
    let body = &graph.things[trigger.through].instance.resource.block.body;
    match names.map(is_qualified).reduce(|one, other| one || other) {
        Some(true) => true.into(),
        _ if body.attribute("qualifier").is_some() => true.into(),
        Some(false) => false.into(),
        None => Value::null(),
    }
}

/// The functions that a function can call.
fn invokes<'m, 'a>(graph: &Graph<'m, 'a>, caller: ThingId, world: &mut World<'m, 'a>) -> Value {
    const INVOKE: &str = "lambda:InvokeFunction";
    let role = world.role(graph, caller);
    let is_named = |other: ThingId| {
        graph.refs(caller).find(|it| {
            it.certain
                && super::within(&it.attribute, "environment")
                && graph.function_of(it.to) == Some(other)
        })
    };
    let named = graph.refs(caller).filter(|it| super::within(&it.attribute, "environment"));
    let named = unique(named.filter_map(|it| graph.function_of(it.to)));
    let any = graph
        .all("aws_lambda_function")
        .first()
        .is_some_and(|it| graph.allows_invoking_any(&role, *it));
    let may_call = !any && !policy::allowed_resources(&role.statements, INVOKE).is_empty();
    let others = if may_call { graph.all("aws_lambda_function") } else { &[] };
    let mut found = Vec::new();
    let mut unknown = None;
    for other in unique(named.into_iter().chain(others.iter().copied())) {
        let (named, allowed) = (is_named(other), graph.allows_invoking(&role, other));
        let allowed = allowed.unwrap_or_else(|gap| {
            unknown = unknown.take().or(Some(graph.gap(caller, gap)));
            None
        });
        if other == caller || (named.is_none() && allowed.is_none()) {
            continue;
        }
        let configuration = &world.configuration;
        let place = |of: ThingId, it: Span| graph.said_at(of, it, configuration);
        let named = named.map(|it| place(caller, it.span));
        let statement = allowed.map(|it| place(role.thing.unwrap_or(caller), it));
        let mut entries = light(graph, other, configuration);
        entries.extend([
            ("named".into(), Value::from(named.is_some())),
            ("allowed".into(), Value::from(statement.is_some())),
            ("any".into(), Value::from(any)),
            ("allowed_at".into(), statement.clone().unwrap_or_else(Value::null)),
            ("at".into(), named.or(statement).unwrap_or_else(Value::null)),
        ]);
        found.push(Value::object(entries));
    }
    let lost = role.statements.unknown.clone().map(|it| graph.gap(caller, it));
    or_unknown(found, unknown.or(lost).as_ref(), false)
}

fn invokers<'m, 'a>(graph: &Graph<'m, 'a>, function: ThingId, world: &mut World<'m, 'a>) -> Value {
    let callers = world.callers(graph);
    let answer = graph.invokers_among(&callers, function);
    let configuration = &world.configuration;
    let made = answer.found.iter().map(|it| {
        let place = |it: &Option<Span>, of: ThingId| {
            it.map_or_else(Value::null, |span| graph.said_at(of, span, configuration))
        };
        let mut entries = light(graph, it.function, configuration);
        entries.extend([
            ("named".into(), Value::from(it.named.is_some())),
            ("allowed".into(), Value::from(it.allowed.is_some())),
            ("any".into(), Value::from(it.any)),
            ("allowed_at".into(), place(&it.allowed, it.function)),
            ("at".into(), place(&it.named.or(it.allowed), it.function)),
        ]);
        Value::object(entries)
    });
    or_unknown(made.collect(), answer.unknown.first(), false)
}

fn databases<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    configuration: &Configuration<'m, 'a>,
) -> Value {
    let answer = graph.databases(thing);
    let made = answer.found.iter().map(|it| {
        let by = match it.by {
            By::Address => "address",
            By::Secret => "secret",
            By::Firewall => "firewall",
        };
        let proxy = it.proxy.map(|it| Value::object(light(graph, it, configuration)));
        let at = it.evidence.first().map(|span| {
            let of = if it.by == By::Firewall { it.database } else { thing };
            graph.said_at(of, *span, configuration)
        });
        let mut entries = light(graph, it.database, configuration);
        entries.extend([
            ("by".into(), Value::from(by)),
            ("attribute".into(), Value::from(it.attribute.clone())),
            ("proxy".into(), proxy.unwrap_or_else(Value::null)),
            ("at".into(), at.unwrap_or_else(Value::null)),
        ]);
        Value::object(entries)
    });
    or_unknown(made.collect(), answer.unknown.first(), false)
}

/// The ways out of a subnet, or of all subnets that a thing stands in.
fn exits<'m, 'a>(graph: &Graph<'m, 'a>, thing: ThingId, world: &mut World<'m, 'a>) -> Value {
    let subnets = match graph.things[thing].kind() {
        "aws_subnet" => Answer { found: vec![thing], unknown: Vec::new() },
        _ => graph.subnets(thing),
    };
    let mut unknown = subnets.unknown.first().cloned();
    let mut found = Vec::new();
    let mut seen = Vec::new();
    for subnet in subnets.found {
        let answer = world.exits(graph, subnet);
        unknown = unknown.or_else(|| answer.unknown.first().cloned());
        for exit in answer.found.iter().filter(|it| !seen.contains(&(it.by, it.table))) {
            found.push(way_out(graph, exit, subnet, &world.configuration));
        }
        seen.extend(answer.found.iter().map(|it| (it.by, it.table)));
    }
    or_unknown(found, unknown.as_ref(), false)
}

fn way_out<'m, 'a>(
    graph: &Graph<'m, 'a>,
    exit: &Exit,
    subnet: ThingId,
    configuration: &Configuration<'m, 'a>,
) -> Value {
    let kind = match exit.kind {
        ExitKind::Nat => "nat",
        ExitKind::Internet => "internet",
        ExitKind::EgressOnly => "egress-only",
        ExitKind::Machine => "machine",
        ExitKind::Transit => "transit",
        ExitKind::Peering => "peering",
        ExitKind::Vpn => "vpn",
        ExitKind::Endpoint => "endpoint",
    };
    let light = |it: ThingId| Value::object(light(graph, it, configuration));
    object([
        ("kind", Value::from(kind)),
        ("by", light(exit.by)),
        ("table", light(exit.table)),
        ("subnet", light(subnet)),
        ("service", exit.service.as_deref().map_or_else(Value::null, Value::from)),
        ("at", graph.said_at(exit.table, exit.span, configuration)),
    ])
}

/// Whether the role of a thing allows an action on anything.
fn may<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    action: &str,
    world: &mut World<'m, 'a>,
) -> Value {
    let role = world.role(graph, thing);
    let grants = policy::allowed_resources(&role.statements, action);
    let sure = grants.iter().find(|it| it.sure).map(|it| it.resource);
    match sure.map(|it| policy::allows(&role.statements, action, it)) {
        Some(Allowed::Yes { .. }) => true.into(),
        Some(Allowed::No) | None if grants.is_empty() && role.statements.unknown.is_none() => {
            false.into()
        }
        _ => match &role.statements.unknown {
            Some(gap) => Value::unknown(gap.reason.clone(), gap.at),
            None => Value::unknown("whether a policy allows it cannot be told", None),
        },
    }
}
