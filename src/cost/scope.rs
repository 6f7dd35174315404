//! What the expressions of a component see: the resource as `self`, the values with names, the usage at
//! one level, and what things cost.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::component::Priced;
use super::support::Support;
use super::{Book, Range};
use crate::eval::{self, Access, Kind, Number, Reference, Resolved, Scope, Type, Value};
use crate::graph::{ThingId, World, query};
use crate::model::Instance;
use crate::syntax::Expr;

/// Which end of a range is worked out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    Low,
    Typical,
    High,
}

pub const LEVELS: [Level; 3] = [Level::Low, Level::Typical, Level::High];

impl Level {
    pub fn of(self, range: &Range) -> Decimal {
        match self {
            Level::Low => range.low,
            Level::Typical => range.typical,
            Level::High => range.high,
        }
    }
}

/// What is known of usage: by key.
pub(super) type Usage = BTreeMap<EcoString, Result<Range, EcoString>>;

pub(super) struct Seen<'s, 'm, 'a> {
    pub(super) priced: &'s Priced,
    pub(super) instance: &'s Instance<'m, 'a>,
    pub(super) thing: Option<ThingId>,
    pub(super) world: &'s mut World<'m, 'a>,
    pub(super) book: &'s Book,
    pub(super) support: &'s Support,
    pub(super) region: &'s Value,
    pub(super) usage: Usage,
    pub(super) level: Level,
    /// All usage is the same at every level.
    pub(super) is_exact: bool,
    /// What has been worked out. There are few of each, so that looking through them is quickest.
    pub(super) lets: Vec<(EcoString, Value)>,
    pub(super) attributes: Vec<(EcoString, Value)>,
    /// How many `let` are open, one in another.
    pub(super) depth: usize,
}

const MAX_DEPTH: usize = 50;

impl<'s, 'm, 'a> Seen<'s, 'm, 'a> {
    /// A resource of which nothing has been worked out, and no usage is known.
    pub(super) fn new(
        priced: &'s Priced,
        (instance, thing): (&'s Instance<'m, 'a>, Option<ThingId>),
        world: &'s mut World<'m, 'a>,
        (book, support): (&'s Book, &'s Support),
        region: &'s Value,
    ) -> Self {
        Seen {
            priced,
            instance,
            thing,
            world,
            book,
            support,
            region,
            usage: Usage::new(),
            level: Level::Typical,
            is_exact: false,
            lets: Vec::new(),
            attributes: Vec::new(),
            depth: 0,
        }
    }
}

impl Seen<'_, '_, '_> {
    pub(super) fn evaluate(&mut self, expr: &Expr) -> Value {
        eval::evaluate(expr, self)
    }

    pub(super) fn of_let(&mut self, name: &str) -> Value {
        if let Some((_, value)) = self.lets.iter().find(|(it, _)| it == name) {
            return value.clone();
        }
        let Some(expr) = self.priced.lets.get(name).filter(|_| self.depth < MAX_DEPTH) else {
            return Value::error(eco_format!("let.{name} refers to itself, or is not there"));
        };
        self.depth += 1;
        let value = eval::evaluate(expr, self);
        self.depth -= 1;
        self.lets.push((name.into(), value.clone()));
        value
    }

    pub(super) fn of_self(&mut self, name: &str) -> Value {
        if let Some((_, value)) = self.attributes.iter().find(|(it, _)| it == name) {
            return value.clone();
        }
        let value = match name {
            "address" => Value::from(self.instance.address(&self.world.configuration)),
            "label" => Value::from(self.instance.resource.name),
            _ => self.instance.attribute(name, &mut self.world.configuration),
        };
        self.attributes.push((name.into(), value.clone()));
        value
    }

    /// What rests on usage is worked out anew.
    pub(super) fn forget(&mut self) {
        let usage_lets = &self.priced.usage_lets;
        if !usage_lets.is_empty() {
            self.lets.retain(|(name, _)| !usage_lets.contains(name));
        }
    }

    fn of_usage(&self, name: &str) -> Value {
        match self.usage.get(name) {
            Some(Ok(range)) => number(self.level.of(range)),
            Some(Err(reason)) => Value::unknown(reason.clone(), None),
            None => Value::unknown(eco_format!("{name} is not declared"), None),
        }
    }

    /// The price of the first tier, where this resource is.
    fn price(&self, sku: &Value) -> Value {
        match (sku.as_str(), self.region.as_unknown()) {
            (Some(sku), _) => match self.book.rates(sku, self.region.as_str()) {
                Ok(rates) => rates
                    .tiers
                    .first()
                    .map_or_else(Value::null, |it| number(self.level.of(&it.price))),
                Err(error) => Value::unknown(eco_format!("{error}"), None),
            },
            _ => sku.clone(),
        }
    }

    fn has_price(&self, sku: &Value) -> Value {
        match sku.as_str() {
            Some(sku) => Value::from(self.book.rates(sku, self.region.as_str()).is_ok()),
            None => sku.clone(),
        }
    }

    fn query(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        if !query::FUNCTIONS.contains(&name) {
            return None;
        }
        let graph = self.world.graph();
        let thing = self.thing.or_else(|| graph.thing(self.instance))?;
        query::call(name, args, thing, self.world)
    }
}

impl Scope for Seen<'_, '_, '_> {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let first = match reference.steps.first() {
            Some(Access::Attribute(name)) => Some(*name),
            Some(Access::Index(name)) => name.as_str(),
            _ => None,
        };
        let value = match (reference.root, first) {
            ("self", Some(name)) => self.of_self(name),
            ("let", Some(name)) => self.of_let(name),
            ("usage", Some(name)) => self.of_usage(name),
            ("region", _) => return Resolved { value: self.region.clone(), steps: 0 },
            ("month", Some("hours")) => Value::from(730_usize),
            ("month", Some("seconds")) => Value::from(2_628_000_usize),
            ("month", Some("days")) => number(Decimal::new(730, 0) / Decimal::new(24, 0)),
            (root, _) => {
                Value::error(eco_format!("there is nothing named `{root}` in a component"))
            }
        };
        Resolved { value, steps: 1 }
    }

    fn call(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        match (name, args) {
            ("unset", [value, like @ ..]) => Some(eval::unset(value, like)),
            ("default", [value, other]) => Some(match value.is_null() {
                true => other.clone(),
                false => value.clone(),
            }),
            ("unknown", [reason]) => {
                Some(Value::unknown(reason.as_str().unwrap_or_default(), None))
            }
            ("known", [_, ..]) => Some(first_known(args)),
            ("price", [sku]) => Some(self.price(sku)),
            ("has_price", [sku]) => Some(self.has_price(sku)),
            ("machine", [name]) => Some(machine(self.book, name)),
            ("support", [platform, version]) => Some(self.support.of(platform, version)),
            _ => self.query(name, args),
        }
    }

    fn lenient(&self) -> bool {
        true
    }
}

/// What a machine is; null where it is none.
pub(super) fn machine(book: &Book, name: &Value) -> Value {
    let Some(text) = name.as_str() else { return name.clone() };
    let Some(machine) = book.machine(text) else { return Value::null() };
    let entries = [
        ("vcpu".into(), number(machine.vcpu.into())),
        ("memory_mib".into(), number(machine.memory_mib.into())),
        ("arch".into(), Value::from(machine.arch)),
    ];
    Value::object(entries.into())
}

/// The first that is known; where none is, the first.
fn first_known(args: &[Value]) -> Value {
    args.iter().find(|it| it.is_known()).unwrap_or(&args[0]).clone()
}

pub fn number(amount: Decimal) -> Value {
    match Number::parse(&amount.normalize().to_string()) {
        Some(number) => Value::from(number),
        None => Value::error("a number cannot be read"),
    }
}

/// An amount that an expression came to. `Err` holds why there is none.
pub fn amount(value: &Value) -> Result<Decimal, Value> {
    let number = match value.kind {
        Kind::Number(_) => value.clone(),
        _ => eval::converted(value, &Type::Number),
    };
    match &number.kind {
        Kind::Number(number) if number.as_i64().is_some() => {
            Ok(Decimal::from(number.as_i64().unwrap_or_default()))
        }
        Kind::Number(number) => decimal(&number.to_string())
            .ok_or_else(|| Value::error("the number is too large for money")),
        Kind::Null(_) => Err(Value::error("it comes to null")),
        _ => Err(number),
    }
}

/// Digits beyond what money needs are rounded.
fn decimal(text: &str) -> Option<Decimal> {
    if let Some((mantissa, exponent)) = text.split_once(['e', 'E']) {
        let exact = Decimal::from_scientific(text).ok();
        let tiny = exponent.starts_with('-').then_some(Decimal::ZERO);
        return exact.or(tiny).filter(|_| !mantissa.is_empty());
    }
    let end = text.find('.').map_or(text.len(), |dot| text.len().min(dot + 25));
    text[..end].parse().ok()
}
