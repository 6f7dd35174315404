//! What a rule's expressions see: the instance as `self`, the element of a `for_each`, the parameters, the
//! values with names, and the functions of rules.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};
use indexmap::IndexMap;

use super::Checked;
use super::till::Till;
use crate::cost::Level;
use crate::detect::Reader;
use crate::eval::{self, Access, Reference, Resolved, Scope, Value};
use crate::graph::{ThingId, World, answers, query};
use crate::model::Instance;
use crate::pack::is_of_rules;
use crate::syntax::Expr;

pub(super) struct Subject<'s, 'c, 'm, 'a> {
    pub(super) instance: &'s Instance<'m, 'a>,
    pub(super) world: &'s mut World<'m, 'a>,
    pub(super) checked: &'c Checked<'c>,
    pub(super) till: &'s mut Till<'c>,
    pub(super) reader: &'s mut Reader,
    pub(super) each: Option<(Value, Value)>,
    /// What the rule's detector found.
    pub(super) found: Option<&'s Value>,
    pub(super) params: &'s BTreeMap<EcoString, Value>,
    pub(super) lets: &'s IndexMap<EcoString, Expr>,
    /// Those of them that were worked out.
    pub(super) known: Vec<(EcoString, Value)>,
    /// How many of them are open, one in another.
    pub(super) depth: usize,
    /// At which level of usage money is worked out.
    pub(super) level: Level,
}

const MAX_DEPTH: usize = 50;

impl Subject<'_, '_, '_, '_> {
    pub(super) fn evaluate(&mut self, expr: &Expr) -> Value {
        eval::evaluate(expr, self)
    }

    /// The thing in the graph that the instance is.
    pub(super) fn thing(&mut self) -> Option<ThingId> {
        self.world.graph().thing(self.instance)
    }

    /// What something costs differs by level.
    pub(super) fn at_level(&mut self, level: Level) {
        if self.level != level {
            self.level = level;
            self.known.clear();
        }
    }

    fn of_self(&mut self, name: &str) -> Value {
        match name {
            "address" => Value::from(self.instance.address(&self.world.configuration)),
            "label" => Value::from(self.instance.resource.name),
            _ => self.instance.attribute(name, &mut self.world.configuration),
        }
    }

    fn of_let(&mut self, name: &str) -> Value {
        if let Some((_, value)) = self.known.iter().find(|(it, _)| it == name) {
            return value.clone();
        }
        let lets = self.lets;
        let Some(expr) = lets.get(name).filter(|_| self.depth < MAX_DEPTH) else {
            return Value::error(eco_format!("let.{name} refers to itself, or is not there"));
        };
        self.depth += 1;
        let each = self.each.take();
        let value = eval::evaluate(expr, self);
        self.each = each;
        self.depth -= 1;
        self.known.push((name.into(), value.clone()));
        value
    }

    /// A question to the source of the function itself.
    fn read(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        if (name, args) != ("source_marks", &[]) {
            return None;
        }
        let thing = self.thing()?;
        Some(self.reader.marks(thing, self.world))
    }

    /// A question to the graph.
    fn ask(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        let is_query = query::FUNCTIONS.contains(&name);
        if !is_query && !answers::FUNCTIONS.contains(&name) {
            return None;
        }
        let thing = self.thing()?;
        match is_query {
            true => query::call(name, args, thing, self.world),
            false => answers::call(name, args, thing, self.world),
        }
    }
}

impl Scope for Subject<'_, '_, '_, '_> {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let first = match reference.steps.first() {
            Some(Access::Attribute(name)) => Some(*name),
            _ => None,
        };
        let root = reference.root;
        let value = match (root, first) {
            ("self", Some(name)) => self.of_self(name),
            ("let", Some(name)) => self.of_let(name),
            ("each", Some(name)) => match (&self.each, name) {
                (Some((key, _)), "key") => key.clone(),
                (Some((_, value)), "value") => value.clone(),
                _ => Value::error("`each` has a key and a value"),
            },
            ("params", Some(name)) => match self.params.get(name) {
                Some(value) => value.clone(),
                None => Value::error(eco_format!("there is no parameter `{name}`")),
            },
            ("found", Some(name)) => {
                let found = self.found.and_then(Value::as_object);
                found.and_then(|it| it.get(name)).cloned().unwrap_or_else(Value::null)
            }
            _ => Value::error(eco_format!("there is nothing named `{root}` in a rule")),
        };
        Resolved { value, steps: 1 }
    }

    fn call(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        // Most calls are of Terraform's functions.
        if !is_of_rules(name) {
            return None;
        }
        self.plainly(name, args)
            .or_else(|| self.of_money(name, args))
            .or_else(|| self.read(name, args))
            .or_else(|| self.ask(name, args))
    }

    fn lenient(&self) -> bool {
        true
    }
}
