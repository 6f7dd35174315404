//! One resource, its components and its usage: what it costs.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::bill::{Cost, Line, Origin, Region, Used};
use super::component::{Component, Priced, UsageKey};
use super::scope::{self, LEVELS, Level, Seen};
use super::support::Support;
use super::{Book, Range, Rates, shown, tiers};
use crate::eval::{self, Kind, Marks, Type, Value};
use crate::graph::{ThingId, World};
use crate::model::Instance;
use crate::source::FileId;
use crate::syntax::{Expr, ExprKind};

/// What is said of a resource's usage, by key: the amount and who says it.
pub(super) type Said = HashMap<EcoString, (Range, Origin)>;

pub(super) struct Engine<'e> {
    pub(super) book: &'e Book,
    pub(super) support: &'e Support,
    /// The address of which the values are kept that its figures rest on.
    pub(super) explained: Option<&'e str>,
    /// Reasons need not name what is near.
    pub(super) is_brief: bool,
    /// By sku and region: many resources ask for the same. Why there is no price is kept as words, for
    /// they name the nearest that there are, which takes a thousand times longer to find than a price.
    rates: HashMap<(EcoString, EcoString), Result<Arc<Rates>, EcoString>>,
}

/// Why something is not known, and where.
type Blocked = Value;

impl<'e> Engine<'e> {
    pub(super) fn new(book: &'e Book, support: &'e Support, explained: Option<&'e str>) -> Self {
        Engine { book, support, explained, is_brief: false, rates: HashMap::new() }
    }

    fn rates(&mut self, sku: &str, region: Option<&str>) -> Result<Arc<Rates>, EcoString> {
        let key = (sku.into(), region.unwrap_or_default().into());
        let found = || match self.book.rates(sku, region) {
            Ok(rates) => Ok(Arc::new(rates)),
            Err(reason) if self.is_brief => Err(reason.brief().into()),
            Err(reason) => Err(eco_format!("{reason}")),
        };
        self.rates.entry(key).or_insert_with(found).clone()
    }

    pub(super) fn bill<'m, 'a>(
        &mut self,
        priced: &Priced,
        instance: &Instance<'m, 'a>,
        thing: Option<ThingId>,
        region: &Region,
        (said, anew): (&Said, &[(EcoString, Value)]),
        world: &mut World<'m, 'a>,
    ) -> (Vec<Line>, Vec<Used>) {
        let region = match region.name() {
            Some(name) => Value::from(name),
            None => Value::unknown("it has no region", None),
        };
        let mut seen =
            Seen::new(priced, (instance, thing), world, (self.book, self.support), &region);
        seen.attributes.extend(anew.iter().cloned());
        let mut all: Vec<Used> = Vec::new();
        // What is told comes first: what is assumed may rest on it.
        let (told, rest): (Vec<&UsageKey>, Vec<&UsageKey>) =
            priced.usages.iter().partition(|it| told(it, said).is_some());
        for key in told.into_iter().chain(rest) {
            let used = used(key, said, &mut seen);
            let known = used.amount.ok_or_else(|| key.missing.clone());
            seen.usage.insert(used.name.clone(), known);
            seen.forget();
            all.push(used);
        }
        seen.is_exact = all.iter().filter_map(|it| it.amount.as_ref()).all(Range::is_exact);
        all.sort_by_key(|it| priced.usages.iter().position(|key| key.name == it.name));
        let mut lines = Vec::new();
        for component in &priced.components {
            let Some(line) = self.line(component, &mut seen) else { continue };
            for used in &mut all {
                used.is_read |= component.usages.contains(&used.name);
            }
            lines.push(line);
        }
        (lines, all)
    }

    /// `None` where the component is not there.
    fn line(&mut self, component: &Component, seen: &mut Seen<'_, '_, '_>) -> Option<Line> {
        let mut line = Line {
            name: component.name.clone(),
            note: component.note.as_ref().and_then(|it| note(&seen.evaluate(it))),
            sku: EcoString::new(),
            unit: component.unit.clone(),
            formula: component.formula.clone(),
            quantity: None,
            factor: Range::exact(Decimal::ONE),
            rates: None,
            free: Decimal::ZERO,
            values: Vec::new(),
            cost: Cost::Fixed(Range::default()),
            rests_on: 0,
        };
        if let Some(when) = &component.when {
            let when = seen.evaluate(when);
            // A provider takes "true" too.
            match eval::converted(&when, &Type::Bool).kind {
                Kind::Bool(true) => {}
                Kind::Bool(false) => return None,
                _ => {
                    line.cost = unknown(&when, component, seen);
                    line.rests_on = said_of(component, seen);
                    return Some(line);
                }
            }
        }
        if let Err(blocked) = self.worked_out(component, &mut line, seen) {
            line.cost = unknown(&blocked, component, seen);
            line.rests_on = said_of(component, seen);
            if line.rates.is_none() && shown::is_secret(component, seen) {
                line.sku.clear();
            }
        }
        if self.explained.is_some_and(|it| seen.instance.address(&seen.world.configuration) == it) {
            line.values = shown::values(component, seen);
        }
        Some(line)
    }

    fn worked_out(
        &mut self,
        component: &Component,
        line: &mut Line,
        seen: &mut Seen<'_, '_, '_>,
    ) -> Result<(), Blocked> {
        let sku = seen.evaluate(&component.sku);
        let Some(name) = sku.as_str() else { return Err(sku) };
        line.sku = name.into();
        let region = match &component.region {
            Some(expr) => seen.evaluate(expr),
            None => seen.region.clone(),
        };
        let rates = self.rates(name, region.as_str());
        let rates = rates.map_err(|it| Value::unknown(it, None))?;
        if rates.unit != component.unit {
            let (unit, sku) = (&component.unit, &line.sku);
            let words = eco_format!("{sku} is sold by {}, not by {unit}", rates.unit);
            return Err(Value::error(words));
        }
        line.rates = Some(rates);
        if let Some(factor) = &component.factor {
            line.factor = range(factor, component, seen)?;
        }
        let quantity = range(&component.quantity, component, seen)?;
        line.quantity = Some(quantity);
        line.price(component.is_usage());
        Ok(())
    }
}

impl Line {
    /// Works the cost out anew of quantity, rates and factor.
    pub(super) fn price(&mut self, is_usage: bool) {
        let (Some(quantity), Some(rates)) = (&self.quantity, &self.rates) else { return };
        let cost = tiers::cost(quantity, rates).times(self.factor);
        self.cost = if is_usage { Cost::Usage(cost) } else { Cost::Fixed(cost) };
    }
}

/// The amount that an expression comes to: at all levels where it depends on usage.
fn range(
    expr: &Expr,
    component: &Component,
    seen: &mut Seen<'_, '_, '_>,
) -> Result<Range, Blocked> {
    if !component.is_usage() || (seen.is_exact && !component.asks_price) {
        return Ok(Range::exact(at(expr, Level::Typical, seen)?));
    }
    let [low, typical, high] = LEVELS.map(|level| at(expr, level, seen));
    let (low, typical, high) = (low?, typical?, high?);
    Ok(Range::of([low, typical, high]))
}

fn at(expr: &Expr, level: Level, seen: &mut Seen<'_, '_, '_>) -> Result<Decimal, Blocked> {
    // Most of what is assumed is a number as it stands.
    if let ExprKind::Number(text) = &expr.kind
        && let Ok(number) = text.parse()
    {
        return Ok(number);
    }
    if seen.level != level {
        // Values that rest on usage are worked out anew; what is said of the resource stays.
        seen.forget();
        seen.level = level;
    }
    let amount = scope::amount(&seen.evaluate(expr))?;
    match amount.is_sign_negative() && !amount.is_zero() {
        true => Err(Value::error("it comes to less than nothing")),
        false => Ok(amount),
    }
}

/// What is said of a line beside its name.
fn note(value: &Value) -> Option<EcoString> {
    value.as_str().filter(|_| !value.marks.has(Marks::SENSITIVE)).map(Into::into)
}

fn unknown(value: &Value, component: &Component, seen: &mut Seen<'_, '_, '_>) -> Cost {
    let (reason, at) = match value.first_unknown() {
        _ if shown::is_secret(component, seen) => {
            ("it rests on a sensitive value, so it is not told why".into(), None)
        }
        // What Terraform would call an error is mostly something that nobody said.
        Some(unknown) if unknown.error => match not_said(component, seen) {
            Some(reason) => (reason, None),
            None => (unknown.reason.clone(), unknown.at),
        },
        Some(unknown) => (unknown.reason.clone(), unknown.at),
        None => not_said(component, seen)
            .map_or_else(|| ("it is neither true nor false".into(), None), |it| (it, None)),
    };
    let at = at.filter(|it| it.file != FileId::DETACHED);
    Cost::Unknown { reason, at, is_usage: component.is_usage() }
}

/// What the resource says of the attributes that a component asks for, as a number to compare.
fn said_of(component: &Component, seen: &mut Seen<'_, '_, '_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for name in &component.attributes {
        seen.of_self(name).to_hcl().hash(&mut hasher);
    }
    hasher.finish()
}

/// The attributes that a component asks for and that are not there.
fn not_said(component: &Component, seen: &mut Seen<'_, '_, '_>) -> Option<EcoString> {
    let attributes = component.attributes.iter();
    let absent: Vec<&str> =
        attributes.filter(|it| seen.of_self(it).is_null()).map(EcoString::as_str).collect();
    (!absent.is_empty())
        .then(|| eco_format!("the text does not say enough: no {}", absent.join(", no ")))
}

/// What a file or the traffic says of a usage.
fn told<'s>(key: &UsageKey, said: &'s Said) -> Option<&'s (Range, Origin)> {
    let flow = || key.flow.as_ref().map(|it| eco_format!("flow:{it}"));
    if said.is_empty() {
        return None;
    }
    said.get(&key.name).or_else(|| said.get(&flow()?))
}

/// Who says what of a usage: a file, the traffic, or our assumption.
fn used(key: &UsageKey, said: &Said, seen: &mut Seen<'_, '_, '_>) -> Used {
    let mut assumed = || key.assumed.as_ref().and_then(|it| assumed(it, seen));
    let (amount, origin) = match told(key, said) {
        Some((amount, origin)) => (Some(*amount), origin.clone()),
        None => match assumed() {
            Some(range) => (Some(range), Origin::Assumed),
            None => (None, Origin::Missing),
        },
    };
    let (name, title, unit) = (key.name.clone(), key.title.clone(), key.unit.clone());
    Used { name, title, unit, amount, origin, is_read: false }
}

/// They are levels of cost: of what is shared the least comes last.
fn assumed(levels: &[Expr; 3], seen: &mut Seen<'_, '_, '_>) -> Option<Range> {
    let mut amounts = Vec::new();
    for (expr, level) in levels.iter().zip(LEVELS) {
        amounts.push(at(expr, level, seen).ok()?);
    }
    let [low, typical, high] = amounts.as_slice() else { return None };
    Some(Range { low: *low, typical: *typical, high: *high })
}
