//! Attributes, indices and splats, and the elements of collections.

use std::sync::Arc;

use super::Evaluator;
use super::convert::{to_number, to_string};
use super::value::{Kind, Value};
use crate::syntax::Step;

impl Evaluator<'_> {
    /// Applies the steps of a traversal.
    pub(super) fn steps(&mut self, mut value: Value, steps: &[Step]) -> Value {
        for (index, step) in steps.iter().enumerate() {
            match step {
                Step::Attribute(name) => value = self.attribute(&value, &name.text),
                Step::Index(index) => {
                    let index = self.expr(index);
                    value = self.index(&value, &index);
                }
                Step::FullSplat(_) => return self.splat(&value, &steps[index + 1..], &[]),
                Step::AttributeSplat(_) => {
                    let rest = &steps[index + 1..];
                    let is_attribute = |it: &Step| matches!(it, Step::Attribute(_));
                    let n_each = rest.iter().take_while(|it| is_attribute(it)).count();
                    let (each, after) = rest.split_at(n_each);
                    return self.splat(&value, each, after);
                }
            }
            self.fuel = self.fuel.saturating_sub(1);
        }
        value
    }

    /// `each` is done to every element, `after` to the list of the results.
    fn splat(&mut self, value: &Value, each: &[Step], after: &[Step]) -> Value {
        let elements: Vec<Value> = match &value.kind {
            Kind::Unknown(_) => return value.clone(),
            Kind::Null => Vec::new(),
            Kind::Tuple(items) | Kind::Set(items) => items.to_vec(),
            _ => vec![value.clone()],
        };
        self.fuel = self.fuel.saturating_sub(elements.len());
        let results = elements.into_iter().map(|it| self.steps(it, each)).collect::<Vec<_>>();
        if let Some(error) = results.iter().find(|it| it.is_error()) {
            return error.clone();
        }
        let list = Value { kind: Kind::Tuple(results.into()), from: value.from };
        self.steps(list, after)
    }

    fn attribute(&self, value: &Value, name: &str) -> Value {
        match &value.kind {
            Kind::Unknown(_) => value.clone(),
            Kind::Object(object) => match (object.entries.get(name), &object.open) {
                (Some(value), _) => value.clone(),
                (None, Some(unknown)) => {
                    Value { kind: Kind::Unknown(Arc::clone(unknown)), from: value.from }
                }
                (None, None) => self.missing(format!("there is no attribute `{name}`")),
            },
            Kind::Null => self.missing(format!("null has no attribute `{name}`")),
            _ => Value::error(format!("a {} has no attribute `{name}`", value.type_name())),
        }
    }

    fn missing(&self, reason: String) -> Value {
        if self.scope.lenient() { Value::null() } else { Value::error(reason) }
    }

    fn index(&self, value: &Value, index: &Value) -> Value {
        match (&value.kind, &index.kind) {
            (Kind::Unknown(_), _) => value.clone(),
            (_, Kind::Unknown(_)) => index.clone(),
            (Kind::Object(_) | Kind::Null, _) => match to_string(index).kind {
                Kind::String(key) => self.attribute(value, &key),
                _ => Value::error("an index is null"),
            },
            (Kind::Tuple(items), _) => self.element(items, index),
            _ => Value::error(format!("a {} has no elements to choose from", value.type_name())),
        }
    }

    fn element(&self, items: &[Value], index: &Value) -> Value {
        match to_number(index).kind {
            Kind::Number(number) => match number.as_index().and_then(|it| items.get(it)) {
                Some(value) => value.clone(),
                None => self.missing(format!("there is no element {number} among {}", items.len())),
            },
            Kind::Null => Value::error("an index is null"),
            other => Value { kind: other, from: index.from },
        }
    }
}

/// What `for` goes over: keys (or indices) and values. The value to give instead where it cannot.
pub fn pairs(value: &Value) -> Result<Vec<(Value, Value)>, Value> {
    match &value.kind {
        Kind::Tuple(items) => {
            Ok(items.iter().enumerate().map(|(at, it)| (Value::from(at), it.clone())).collect())
        }
        Kind::Set(items) => Ok(items.iter().map(|it| (it.clone(), it.clone())).collect()),
        Kind::Object(object) => match &object.open {
            Some(unknown) => Err(Value { kind: Kind::Unknown(Arc::clone(unknown)), from: None }),
            None => {
                let entries = object.entries.iter();
                Ok(entries.map(|(key, it)| (Value::from(key.clone()), it.clone())).collect())
            }
        },
        Kind::Unknown(_) => Err(value.clone()),
        _ => Err(Value::error(format!("a {} is no collection", value.type_name()))),
    }
}

pub(super) fn elements(value: &Value) -> Result<Arc<[Value]>, Value> {
    match &value.kind {
        Kind::Tuple(items) | Kind::Set(items) => Ok(Arc::clone(items)),
        Kind::Unknown(_) => Err(value.clone()),
        _ => Err(Value::error(format!("a {} is no list", value.type_name()))),
    }
}
