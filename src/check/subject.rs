//! What a rule's expressions see: the instance as `self`, the element of a `for_each`, the parameters,
//! and two functions of their own.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use crate::eval::{self, Kind, Resolved, Scope, Value};
use crate::model::{Instance, ModuleScope, referrers};
use crate::source::Span;
use crate::syntax::{Expr, Step};

pub(super) struct Subject<'s, 'm, 'a> {
    pub(super) instance: &'s Instance<'m, 'a>,
    pub(super) scope: &'s mut ModuleScope<'m, 'a>,
    pub(super) each: Option<(Value, Value)>,
    pub(super) params: &'s BTreeMap<EcoString, Value>,
}

impl Subject<'_, '_, '_> {
    pub(super) fn evaluate(&mut self, expr: &Expr) -> Value {
        eval::evaluate(expr, self)
    }

    fn of_self(&mut self, name: &str) -> Value {
        match name {
            "address" => Value::from(self.instance.address()),
            "label" => Value::from(self.instance.resource.name),
            _ => self.instance.attribute(name, self.scope),
        }
    }

    /// The resources of a type that refer to `self`.
    fn referrers(&mut self, kind: &Value) -> Value {
        let Some(kind) = kind.as_str() else {
            return Value::error("referrers() takes the name of a resource type");
        };
        let resource = self.instance.resource;
        let found = referrers(self.scope, kind, (resource.kind, resource.name));
        let mut values = Vec::new();
        for instance in found {
            if let Some(doubt) = instance.doubt() {
                let reason =
                    eco_format!("whether there is {}: {}", instance.address(), doubt.reason);
                return Value::unknown(reason, doubt.at);
            }
            values.push(instance.to_value(self.scope));
        }
        Value::tuple(values)
    }
}

impl Scope for Subject<'_, '_, '_> {
    fn resolve(&mut self, root: &str, steps: &[Step], _span: Span) -> Resolved {
        let first = match steps.first() {
            Some(Step::Attribute(name)) => Some(&name.text),
            _ => None,
        };
        let value = match (root, first) {
            ("self", Some(name)) => self.of_self(name),
            ("each", Some(name)) => match (&self.each, name.as_str()) {
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
            ("unset", [value, like @ ..]) => Some(unset(value, like)),
            ("referrers", [kind]) => Some(self.referrers(kind)),
            _ => None,
        }
    }

    fn lenient(&self) -> bool {
        true
    }
}

/// Nobody chose a value: it is absent, null, or one of those that mean the same.
fn unset(value: &Value, like: &[Value]) -> Value {
    match &value.kind {
        Kind::Null => Value::from(true),
        Kind::Unknown(_) => value.clone(),
        _ => Value::from(like.iter().any(|it| same(value, it))),
    }
}

/// `0` and `"0"` mean the same to a provider.
fn same(one: &Value, other: &Value) -> bool {
    let text = |value: &Value| match &value.kind {
        Kind::Bool(_) | Kind::Number(_) => Some(value.to_hcl()),
        Kind::String(text) => Some(text.to_string()),
        _ => None,
    };
    one.kind == other.kind || text(one).is_some_and(|it| Some(it) == text(other))
}
