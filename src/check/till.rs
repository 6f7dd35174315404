//! What rules ask of money, and what a finding means in dollars. Nothing is unpacked before something is
//! asked.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::Checked;
use super::subject::Subject;
use crate::cost::{Bill, Catalog, LEVELS, Pricer, State, decimal, number};
use crate::eval::{Object, Value};
use crate::finding::{Impact, ImpactKind};
use crate::graph::{ThingId, World};
use crate::money::{Range, words};
use crate::pack::{Priced, Worth};
use crate::syntax::Expr;

/// The prices of one configuration, once somebody asked.
pub(super) struct Till<'t> {
    catalog: &'t OnceLock<Catalog>,
    pricer: Option<Pricer<'t>>,
    configuration: Option<Value>,
    /// A figure was asked for of which only a part is known.
    is_partial: bool,
}

impl<'t> Till<'t> {
    pub(super) fn new(catalog: &'t OnceLock<Catalog>) -> Till<'t> {
        Till { catalog, pricer: None, configuration: None, is_partial: false }
    }

    /// Whether anything rested on which types there are in all of the project.
    pub(super) fn sees_types(&self) -> bool {
        self.configuration.is_some()
    }

    fn catalog(&self, checked: &'t Checked<'t>) -> &'t Catalog {
        self.catalog.get_or_init(|| Catalog::of(checked.kinds))
    }

    fn open(&mut self, checked: &'t Checked<'t>, world: &mut World<'_, '_>) -> &mut Pricer<'t> {
        self.pricer.get_or_insert_with(|| {
            let catalog = self.catalog.get_or_init(|| Catalog::of(checked.kinds));
            Pricer::new(checked.terms, catalog, world)
        })
    }
}

/// The functions of money, for those who list them.
pub(super) const FUNCTIONS: &[&str] = &[
    "break_even",
    "configuration",
    "flow",
    "has_price",
    "is_free",
    "machine",
    "monthly",
    "monthly_fixed",
    "monthly_known",
    "price",
    "traffic_declared",
    "usage",
];

impl<'c> Subject<'_, 'c, '_, '_> {
    pub(super) fn of_money(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        if !FUNCTIONS.contains(&name) {
            return None;
        }
        if let Some(unknown) = args.iter().find(|it| it.as_unknown().is_some()) {
            return Some(unknown.clone());
        }
        let is_fixed = name == "monthly_fixed";
        let value = match (name, args) {
            ("traffic_declared", []) => self.till().is_declared().into(),
            ("machine", [name]) => self.checked.terms.machine(name),
            ("price", [sku]) => self.price(sku),
            ("has_price", [sku]) => self.has_price(sku),
            ("usage", [key]) => self.usage(None, key),
            ("usage", [of, key]) => self.usage(Some(of), key),
            ("break_even", []) => self.break_even(),
            ("configuration", []) => self.configuration(),
            ("is_free", []) => {
                let kind = self.instance.resource.kind;
                self.till.catalog(self.checked).free(kind).is_some().into()
            }
            ("monthly_known", []) => self.monthly_known(),
            ("flow", [name]) => self.flow(None, name),
            ("flow", [of, name]) => self.flow(Some(of), name),
            ("monthly" | "monthly_fixed", []) => self.monthly(None, None, is_fixed),
            ("monthly" | "monthly_fixed", [anew]) if !is_light(anew) => {
                self.monthly(None, Some(anew), is_fixed)
            }
            ("monthly" | "monthly_fixed", [of]) => self.monthly(Some(of), None, is_fixed),
            ("monthly" | "monthly_fixed", [of, anew]) => {
                self.monthly(Some(of), Some(anew), is_fixed)
            }
            _ => Value::error(eco_format!("{name}() is not called so")),
        };
        Some(value)
    }

    fn till(&mut self) -> &mut Pricer<'c> {
        self.till.open(self.checked, self.world)
    }

    /// The thing that is meant: of the graph's own objects, or this one.
    fn meant(&mut self, object: Option<&Value>) -> Result<ThingId, Value> {
        let found = match object {
            Some(object) => self.world.graph().meant(object),
            None => self.thing(),
        };
        found.ok_or_else(|| Value::error("this is no object that the graph gave"))
    }

    fn price(&mut self, sku: &Value) -> Value {
        let thing = match self.meant(None) {
            Ok(thing) => thing,
            Err(error) => return error,
        };
        let level = self.level;
        let pricer = self.till.open(self.checked, self.world);
        match pricer.price(thing, sku.as_str().unwrap_or_default(), self.world) {
            Ok(range) => number(level.of(&range)),
            Err(reason) => Value::unknown(reason, None),
        }
    }

    fn flow(&mut self, of: Option<&Value>, name: &Value) -> Value {
        let thing = match self.meant(of) {
            Ok(thing) => thing,
            Err(error) => return error,
        };
        let level = self.level;
        let pricer = self.till.open(self.checked, self.world);
        match pricer.flow(thing, name.as_str().unwrap_or_default(), self.world) {
            Some(range) => number(level.of(&range)),
            None => Value::null(),
        }
    }

    fn has_price(&mut self, sku: &Value) -> Value {
        match self.meant(None) {
            Ok(thing) => {
                let pricer = self.till.open(self.checked, self.world);
                pricer.has_price(thing, sku.as_str().unwrap_or_default(), self.world).into()
            }
            Err(error) => error,
        }
    }

    fn usage(&mut self, of: Option<&Value>, key: &Value) -> Value {
        let thing = match self.meant(of) {
            Ok(thing) => thing,
            Err(error) => return error,
        };
        let level = self.level;
        let pricer = self.till.open(self.checked, self.world);
        match pricer.usage(thing, key.as_str().unwrap_or_default(), self.world) {
            Some(range) => number(level.of(&range)),
            None => Value::null(),
        }
    }

    fn break_even(&mut self) -> Value {
        let thing = match self.meant(None) {
            Ok(thing) => thing,
            Err(error) => return error,
        };
        let pricer = self.till.open(self.checked, self.world);
        let compared = pricer.break_even(thing, self.world);
        compared.unwrap_or_else(|reason| Value::unknown(reason, None))
    }

    /// What the configuration is as a whole; worked out once.
    fn configuration(&mut self) -> Value {
        if let Some(known) = &self.till.configuration {
            return known.clone();
        }
        let bills = self.till.open(self.checked, self.world).all(self.world);
        let total = crate::cost::sum(bills.iter().map(Bill::total));
        let dearest = bills.iter().max_by_key(|it| it.total().known().typical);
        let dearest = dearest.map_or_else(Value::null, |it| Value::from(it.address.as_str()));
        let kinds = self.kinds();
        let entries = [
            ("is_root", self.world.configuration.says_where().into()),
            ("fixed", number(total.fixed.low)),
            ("typical", number(total.known().typical)),
            ("resources", Value::from(bills.len())),
            ("dearest", dearest),
            ("types", Value::tuple(kinds)),
        ];
        let value = Value::object(entries.map(|(name, value)| (name.into(), value)).into());
        self.till.configuration = Some(value.clone());
        value
    }

    /// The types of resources that the repository has.
    fn kinds(&self) -> Vec<Value> {
        let mut kinds: BTreeSet<String> =
            self.checked.elsewhere.map(|all| all()).unwrap_or_default();
        kinds.extend(self.checked.kinds.iter().map(|it| (*it).to_owned()));
        kinds.iter().map(|it| Value::from(it.as_str())).collect()
    }

    fn monthly(&mut self, of: Option<&Value>, anew: Option<&Value>, fixed_only: bool) -> Value {
        let thing = match self.meant(of) {
            Ok(thing) => thing,
            Err(error) => return error,
        };
        let anew = anew.map(arguments).unwrap_or_default();
        let level = self.level;
        let pricer = self.till.open(self.checked, self.world);
        match pricer.bill(thing, &anew, self.world).at(level, fixed_only) {
            Ok(amount) => number(amount),
            Err(reason) => Value::unknown(reason, None),
        }
    }

    /// What is known of what it costs: all of it unknown only where nothing is known.
    fn monthly_known(&mut self) -> Value {
        let thing = match self.meant(None) {
            Ok(thing) => thing,
            Err(error) => return error,
        };
        let level = self.level;
        let bill = self.till.open(self.checked, self.world).bill(thing, &[], self.world);
        if matches!(bill.state, State::Unsupported) {
            return Value::unknown(eco_format!("no price is known of {}", bill.kind), None);
        }
        let known = level.of(&bill.total().known());
        match bill.at(level, false) {
            Err(reason) if known.is_zero() => Value::unknown(reason, None),
            Err(_) => {
                self.till.is_partial = true;
                number(known)
            }
            Ok(_) => number(known),
        }
    }

    /// What a hit means in dollars; nothing where it comes to nothing.
    pub(super) fn worth(&mut self, worth: &Worth) -> Option<Impact> {
        let amount = match &worth.amount {
            Priced::Anew(anew) => {
                let anew = self.evaluate(anew);
                Some(self.anew(&anew))
            }
            Priced::Formula(formula) => self.formula(formula),
        };
        self.at_level(crate::cost::Level::Typical);
        let amount = amount?.map(positive);
        // What nobody would notice is not said.
        if amount.as_ref().is_ok_and(|it| words::dollars(it.high) == "$0.00") {
            return None;
        }
        if amount.is_err() && worth.kind == ImpactKind::Costs {
            return None;
        }
        let assumes = worth.assumes.as_ref().map(|it| self.evaluate(it));
        let assumes = assumes.and_then(|it| it.as_str().map(str::to_owned));
        let prices_of = amount.is_ok().then(|| self.assumed_region()).flatten();
        let is_partial = std::mem::take(&mut self.till.is_partial);
        let unpriced = usize::from(amount.is_err() || is_partial);
        Some(Impact { kind: worth.kind, per: worth.per, amount, unpriced, assumes, prices_of })
    }

    /// What a formula comes to from level to level. `None` where that is null: it has nothing to say.
    fn formula(&mut self, formula: &Expr) -> Option<Result<Range, String>> {
        let mut amounts = [Decimal::ZERO; 3];
        let mut failed = None;
        for (amount, level) in amounts.iter_mut().zip(LEVELS) {
            self.at_level(level);
            let value = self.evaluate(formula);
            if value.is_null() {
                return None;
            }
            match decimal(&value) {
                Ok(found) => *amount = found,
                Err(unknown) => failed = failed.or(Some(reason(&unknown))),
            }
        }
        Some(failed.map_or(Ok(Range::of(amounts)), Err))
    }

    /// Where the prices are from, where nothing says where the resource is.
    fn assumed_region(&mut self) -> Option<String> {
        let thing = self.meant(None).ok()?;
        let pricer = self.till.open(self.checked, self.world);
        pricer.assumed_region(thing, self.world).map(|it| it.to_string())
    }

    /// What this resource costs more than it would with these arguments.
    fn anew(&mut self, anew: &Value) -> Result<Range, String> {
        if let Some(unknown) = anew.first_unknown() {
            return Err(unknown.reason.to_string());
        }
        let thing = self.meant(None).map_err(|it| reason(&it))?;
        let pricer = self.till.open(self.checked, self.world);
        let now = pricer.bill(thing, &[], self.world);
        let then = pricer.bill(thing, &arguments(anew), self.world);
        now.less(&then).map_err(|it| it.to_string())
    }
}

/// A fix that costs more saves nothing.
fn positive(range: Range) -> Range {
    let positive = |it: Decimal| it.max(Decimal::ZERO);
    Range { low: positive(range.low), typical: positive(range.typical), high: positive(range.high) }
}

/// Whether it is an object that the graph gave, and no list of arguments.
fn is_light(object: &Value) -> bool {
    object.as_object().is_some_and(|it| it.get("address").is_some())
}

fn arguments(object: &Value) -> Vec<(EcoString, Value)> {
    let entries = object.as_object().into_iter().flat_map(Object::entries);
    entries.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn reason(value: &Value) -> String {
    match value.first_unknown() {
        Some(unknown) => unknown.reason.to_string(),
        None if value.is_null() => "nothing tells it".to_owned(),
        None => "it comes to no amount".to_owned(),
    }
}
