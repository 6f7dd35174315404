//! What a rule's expressions see: the instance as `self`, the element of a `for_each`, the parameters,
//! and the functions of rules.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use crate::eval::{self, Access, Reference, Resolved, Scope, Value};
use crate::graph::{World, query};
use crate::model::Instance;
use crate::syntax::Expr;

pub(super) struct Subject<'s, 'm, 'a> {
    pub(super) instance: &'s Instance<'m, 'a>,
    pub(super) world: &'s mut World<'m, 'a>,
    pub(super) each: Option<(Value, Value)>,
    pub(super) params: &'s BTreeMap<EcoString, Value>,
}

impl Subject<'_, '_, '_> {
    pub(super) fn evaluate(&mut self, expr: &Expr) -> Value {
        eval::evaluate(expr, self)
    }

    fn of_self(&mut self, name: &str) -> Value {
        match name {
            "address" => Value::from(self.instance.address(&self.world.configuration)),
            "label" => Value::from(self.instance.resource.name),
            _ => self.instance.attribute(name, &mut self.world.configuration),
        }
    }

    /// A question to the graph.
    fn query(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        if !query::FUNCTIONS.contains(&name) {
            return None;
        }
        let thing = self.world.graph().thing(self.instance)?;
        query::call(name, args, thing, self.world)
    }
}

impl Scope for Subject<'_, '_, '_> {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let first = match reference.steps.first() {
            Some(Access::Attribute(name)) => Some(*name),
            _ => None,
        };
        let root = reference.root;
        let value = match (root, first) {
            ("self", Some(name)) => self.of_self(name),
            ("each", Some(name)) => match (&self.each, name) {
                (Some((key, _)), "key") => key.clone(),
                (Some((_, value)), "value") => value.clone(),
                _ => Value::error("`each` has a key and a value"),
            },
            ("params", Some(name)) => match self.params.get(name) {
                Some(value) => value.clone(),
                None => Value::error(eco_format!("there is no parameter `{name}`")),
            },
            _ => Value::error(eco_format!("there is nothing named `{root}` in a rule")),
        };
        Resolved { value, steps: 1 }
    }

    fn call(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        match (name, args) {
            ("unset", [value, like @ ..]) => Some(eval::unset(value, like)),
            _ => self.query(name, args),
        }
    }

    fn lenient(&self) -> bool {
        true
    }
}
