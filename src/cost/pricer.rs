//! What single resources cost, for those who ask about a few of many: rules, and what they would change.

use ecow::{EcoString, eco_format};

use rust_decimal::Decimal;

use super::bill::{Bill, Cost, Line, Origin, Region};
use super::break_even::functions;
use super::catalog::Catalog;
use super::engine::{Engine, Said};
use super::estimate::{Job, Terms, bill};
use super::flow::Flows;
use super::{Level, Range, region, scope};
use crate::eval::Value;
use crate::graph::{ThingId, World};

/// The prices, the usage and the traffic of one configuration.
pub struct Pricer<'p> {
    pub terms: Terms<'p>,
    catalog: &'p Catalog,
    engine: Engine<'p>,
    flows: Flows<'p>,
}

impl<'p> Pricer<'p> {
    pub fn new(terms: Terms<'p>, catalog: &'p Catalog, world: &mut World<'_, '_>) -> Pricer<'p> {
        let mut engine = Engine::new(terms.book, terms.support, None);
        engine.is_brief = true;
        let flows = Flows::new(terms.traffic, world);
        Pricer { terms, catalog, engine, flows }
    }

    /// What a thing costs, with these arguments in the place of its own.
    pub fn bill(
        &mut self,
        thing: ThingId,
        anew: &[(EcoString, Value)],
        world: &mut World<'_, '_>,
    ) -> Bill {
        let instance = world.graph().things[thing].instance.clone();
        let said = match self.catalog.get(instance.resource.kind) {
            Some(priced) => self.terms.said(&instance, Some(thing), priced, world, &mut self.flows),
            None => Said::new(),
        };
        let job = Job { instance, thing: Some(thing), said };
        bill(&job, anew, world, &mut self.engine, self.catalog, self.terms.region)
    }

    /// How much of something the traffic brings a thing in a month. `None` where nothing tells it.
    pub fn flow(&mut self, thing: ThingId, name: &str, world: &mut World<'_, '_>) -> Option<Range> {
        self.flows.of(thing, name, world).map(|it| it.amount)
    }

    /// Whether any of that rests on a profile that nobody chose.
    pub fn is_assumed(&mut self, thing: ThingId, name: &str, world: &mut World<'_, '_>) -> bool {
        let flow = self.flows.of(thing, name, world);
        !self.terms.traffic.is_said && flow.is_some_and(|it| it.is_of_profile())
    }

    /// What a unit of something costs in the first tier, where a thing is.
    pub fn price(
        &mut self,
        thing: ThingId,
        sku: &str,
        world: &mut World<'_, '_>,
    ) -> Result<Range, EcoString> {
        let instance = world.graph().things[thing].instance.clone();
        let region = region::of(&instance, Some(thing), self.terms.region, world);
        let rates = self.terms.book.rates(sku, region.name());
        let rates = rates.map_err(|it| EcoString::from(it.brief()))?;
        rates.tiers.first().map(|it| it.price).ok_or_else(|| eco_format!("{sku} has no price"))
    }

    /// The region whose prices stand in for those of a thing, where neither the text nor the user says where
    /// it is.
    pub fn assumed_region(
        &mut self,
        thing: ThingId,
        world: &mut World<'_, '_>,
    ) -> Option<EcoString> {
        let instance = world.graph().things[thing].instance.clone();
        match region::of(&instance, Some(thing), self.terms.region, world) {
            Region::Assumed(name) if self.terms.region.is_none() => Some(name),
            _ => None,
        }
    }

    /// How much of a usage a thing's bill rests on: declared, told by traffic, or assumed.
    pub fn usage(&mut self, thing: ThingId, key: &str, world: &mut World<'_, '_>) -> Option<Range> {
        let bill = self.bill(thing, &[], world);
        bill.usage.iter().find(|it| it.name == key).and_then(|it| it.amount)
    }

    /// A function against the same work on tasks; `Err` says why they cannot be compared.
    pub fn break_even(
        &mut self,
        thing: ThingId,
        world: &mut World<'_, '_>,
    ) -> Result<Value, EcoString> {
        let bill = self.bill(thing, &[], world);
        functions::compared(&bill, self.catalog, self.terms, world)
    }

    /// All that a configuration costs, thing by thing, as far as it has a price.
    pub fn all(&mut self, world: &mut World<'_, '_>) -> Vec<Bill> {
        let graph = world.graph();
        let priced = (0..graph.things.len()).filter(|it| {
            graph.things[*it].is_managed() && self.catalog.get(graph.things[*it].kind()).is_some()
        });
        priced.map(|it| self.bill(it, &[], world)).collect()
    }

    /// Whether something is sold where a thing is.
    pub fn has_price(&mut self, thing: ThingId, sku: &str, world: &mut World<'_, '_>) -> bool {
        let instance = world.graph().things[thing].instance.clone();
        let region = region::of(&instance, Some(thing), self.terms.region, world);
        self.terms.book.rates(sku, region.name()).is_ok()
    }

    /// Whether somebody said how much arrives.
    pub fn is_declared(&self) -> bool {
        let traffic = self.terms.traffic;
        traffic.is_said || !traffic.entries.is_empty() || traffic.usage.is_some()
    }
}

impl Terms<'_> {
    /// What a machine is; null where it is none.
    pub fn machine(&self, name: &Value) -> Value {
        scope::machine(self.book, name)
    }
}

impl Bill {
    /// What is known of it at one level; `Err` says what is not.
    pub fn at(&self, level: Level, fixed_only: bool) -> Result<Decimal, EcoString> {
        let mut sum = Decimal::ZERO;
        for line in &self.lines {
            match &line.cost {
                Cost::Usage(_) | Cost::Unknown { is_usage: true, .. } if fixed_only => {}
                Cost::Fixed(range) | Cost::Usage(range) => {
                    sum = sum.saturating_add(level.of(range));
                }
                Cost::Unknown { reason, .. } => return Err(reason.clone()),
            }
        }
        Ok(sum)
    }

    /// This bill less another of the same thing. What is known of neither is in both.
    pub fn less(&self, other: &Bill) -> Result<Range, EcoString> {
        let is_unknown = |it: &&Line| matches!(it.cost, Cost::Unknown { .. });
        let unknown = |of: &Bill, in_: &Bill| {
            let mut lines = of.lines.iter().filter(is_unknown);
            lines.find_map(|line| {
                let same = in_.lines.iter().find(|it| it.name == line.name);
                let both = same.is_some_and(|it| is_unknown(&it));
                match &line.cost {
                    Cost::Unknown { reason, .. } if !both => Some(reason.clone()),
                    _ => None,
                }
            })
        };
        if let Some(reason) = unknown(self, other).or_else(|| unknown(other, self)) {
            return Err(reason);
        }
        let (one, other) = (self.total().known(), other.total().known());
        let differences = [
            one.low.saturating_sub(other.low),
            one.typical.saturating_sub(other.typical),
            one.high.saturating_sub(other.high),
        ];
        Ok(Range::of(differences))
    }

    /// Whether anything of it rests on what nobody said.
    pub fn is_assumed(&self) -> bool {
        self.usage.iter().any(|it| it.is_read && matches!(it.origin, Origin::Assumed))
    }
}
