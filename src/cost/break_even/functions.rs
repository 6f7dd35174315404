//! Every function against the same work on Fargate.

use std::collections::BTreeSet;

use ecow::EcoString;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::calls::{self, Calls};
use super::crossing::crossing;
use super::prices::Prices;
use super::shape::{Arch, Gateway, Shape, Size};
use super::{Against, Crossing, Function, ways};
use crate::cost::bill::{Bill, Origin, RootBill, Used};
use crate::cost::estimate::{Request, Terms};
use crate::cost::scope::{self, Level, Seen, number};
use crate::cost::{Catalog, Range};
use crate::eval::Value;
use crate::graph::{ThingId, World};

pub(super) const KIND: &str = "aws_lambda_function";

pub(super) fn of(
    bills: &RootBill,
    catalog: &Catalog,
    terms: Terms<'_>,
    world: &mut World<'_, '_>,
) -> Vec<Function> {
    let functions = bills.bills.iter().filter(|it| it.kind == KIND);
    let made = functions.map(|bill| Function {
        address: bill.address.clone(),
        directory: bills.directory.clone(),
        span: bill.span,
        against: against(bill, catalog, terms, world),
    });
    made.collect()
}

fn against(
    bill: &Bill,
    catalog: &Catalog,
    terms: Terms<'_>,
    world: &mut World<'_, '_>,
) -> Result<Against, EcoString> {
    let graph = world.graph();
    let thing = graph.by_address(&bill.address).ok_or("it is not in the graph")?;
    let own = own(thing, bill, catalog, terms, world)?;
    let duration = used(bill, "request_duration_ms").ok_or("its duration is not declared")?;
    let duration_ms = duration.amount.ok_or("how long a call takes is not declared")?;
    if duration_ms.low <= Decimal::ZERO {
        return Err("a call takes no time, as it is declared".into());
    }
    let called = calls::of(thing, world)?;
    let shape = Shape {
        memory_gb: own.memory_gb,
        duration_ms: duration_ms.typical,
        extra_storage_gb: own.extra_storage_gb,
        arch: own.arch,
        region: bill.region.name().unwrap_or_default().into(),
        gateway: called.typical,
    };
    let (typical, task, doubts) = at(&shape, called.typical, Level::Typical, terms)?;
    let longest = Shape { duration_ms: duration_ms.high, ..shape.clone() };
    let shortest = Shape { duration_ms: duration_ms.low, ..shape.clone() };
    let (earliest, ..) = at(&longest, called.dearest, Level::High, terms)?;
    let (latest, ..) = at(&shortest, called.cheapest, Level::Low, terms)?;
    let calls = used(bill, "monthly_requests").and_then(|it| it.amount);
    let Calls { mut notes, .. } = called;
    notes.extend(doubts);
    let duration_origin = duration.origin.clone();
    #[rustfmt::skip]
    let against = Against { shape, duration_ms, duration_origin, task, typical, earliest, latest, calls, notes };
    Ok(against)
}

fn used<'b>(bill: &'b Bill, name: &str) -> Option<&'b Used> {
    bill.usage.iter().find(|it| it.name == name && it.origin != Origin::Missing)
}

/// A function against tasks at the calls that it has: `calls`, `crossing`, and what both cost a month, or
/// null where nothing tells the calls.
pub(in crate::cost) fn compared(
    bill: &Bill,
    catalog: &Catalog,
    terms: Terms<'_>,
    world: &mut World<'_, '_>,
) -> Result<Value, EcoString> {
    let against = against(bill, catalog, terms, world)?;
    let Some(calls) = against.calls.and_then(|it| it.typical.round().to_u64()) else {
        return Ok(Value::null());
    };
    let mut prices = Prices::new(terms.book, Level::Typical);
    let here = ways::lambda(&against.shape, against.shape.gateway, &mut prices)?.cost(calls);
    let there = ways::fargate(&against.shape, &mut prices)?.0.cost(calls);
    let crossing = against.typical.map_or_else(Value::null, |it| number(it.first.into()));
    let entries = [
        ("calls", number(calls.into())),
        ("crossing", crossing),
        ("here", number(here)),
        ("there", number(there)),
        ("vcpu", number(against.task.vcpu)),
        ("memory_gb", number(against.task.gb)),
    ];
    Ok(Value::object(entries.map(|(name, value)| (name.into(), value)).into()))
}

type At = (Option<Crossing>, Size, BTreeSet<String>);

/// Where the lines cross with the function's rates at one end of what is known, and all others at the
/// other end.
fn at(shape: &Shape, gateway: Gateway, level: Level, terms: Terms<'_>) -> Result<At, EcoString> {
    let opposite = match level {
        Level::Low => Level::High,
        Level::Typical => Level::Typical,
        Level::High => Level::Low,
    };
    let mut own = Prices::new(terms.book, level);
    let mut other = Prices::new(terms.book, opposite);
    let lambda = ways::lambda(shape, gateway, &mut own)?;
    let (fargate, task) = ways::fargate(shape, &mut other)?;
    own.doubts.append(&mut other.doubts);
    Ok((crossing(&lambda, &fargate), task, own.doubts))
}

/// What a function says of itself.
struct Own {
    memory_gb: Decimal,
    extra_storage_gb: Decimal,
    arch: Arch,
}

fn own(
    thing: ThingId,
    bill: &Bill,
    catalog: &Catalog,
    terms: Terms<'_>,
    world: &mut World<'_, '_>,
) -> Result<Own, EcoString> {
    let graph = world.graph();
    let priced = catalog.get(KIND).ok_or("functions have no price")?;
    let region = Value::from(bill.region.name().unwrap_or_default());
    let instance = &graph.things[thing].instance;
    let prices = (terms.book, terms.support);
    let mut seen = Seen::new(priced, (instance, Some(thing)), world, prices, &region);
    if yes(&seen.of_let("edge"), "whether it runs at the edge")? {
        return Err("it runs at the edge, where there are no tasks".into());
    }
    if yes(&seen.of_let("managed"), "whether it runs on managed instances")? {
        return Err("it runs on managed instances, which are billed by the hour already".into());
    }
    let memory_gb = amount(&seen.of_let("memory_gb"), "its memory")?;
    let extra_storage_gb = amount(&seen.of_let("extra_storage_gb"), "its storage")?;
    let arch = match known(&seen.of_let("arch"), "its architecture")?.as_str() {
        Some("arm64") => Arch::Arm64,
        _ => Arch::X86,
    };
    match memory_gb > Decimal::ZERO {
        true => Ok(Own { memory_gb, extra_storage_gb, arch }),
        false => Err("it has no memory".into()),
    }
}

fn known<'v>(value: &'v Value, what: &str) -> Result<&'v Value, EcoString> {
    match value.first_unknown() {
        Some(unknown) => Err(ecow::eco_format!("{what} is not known: {}", unknown.reason)),
        None => Ok(value),
    }
}

fn yes(value: &Value, what: &str) -> Result<bool, EcoString> {
    Ok(known(value, what)?.as_bool() == Some(true))
}

fn amount(value: &Value, what: &str) -> Result<Decimal, EcoString> {
    let value = known(value, what)?;
    scope::amount(value)
        .map_err(|_| ecow::eco_format!("{what} is no number that can be reckoned with"))
}

/// What a function is given for a call where the usage file says it of all functions.
pub(super) fn declared_duration(request: &Request<'_>) -> Option<Range> {
    let said = request.traffic.declared("", KIND).into_iter();
    said.filter(|(key, ..)| key == "request_duration_ms").map(|(_, amount, _)| amount).next()
}
