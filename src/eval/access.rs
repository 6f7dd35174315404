//! Attributes, indices and splats, and the elements of collections.

use std::sync::Arc;

use super::convert::{to_number, to_string};
use super::types::Type;
use super::value::{Kind, Sequence, Shape, Value};
use super::{Access, Evaluator, composed};

impl Evaluator<'_> {
    /// Applies the steps of a traversal.
    pub(super) fn follow(&mut self, mut value: Value, steps: &[Access<'_>]) -> Value {
        for (at, step) in steps.iter().enumerate() {
            let marks = value.marks;
            match step {
                Access::Attribute(name) => value = self.attribute(&value, name).marked(marks),
                Access::Index(index) => {
                    value = self.index(&value, index).marked(marks.and(index.marks));
                }
                Access::FullSplat => return self.splat(&value, &steps[at + 1..], &[]),
                Access::AttributeSplat => {
                    let rest = &steps[at + 1..];
                    let is_attribute = |it: &&Access<'_>| matches!(it, Access::Attribute(_));
                    let n_each = rest.iter().take_while(is_attribute).count();
                    let (each, after) = rest.split_at(n_each);
                    return self.splat(&value, each, after);
                }
            }
            self.fuel = self.fuel.saturating_sub(1);
        }
        value
    }

    /// `each` is done to every element, `after` to the list of the results.
    fn splat(&mut self, value: &Value, each: &[Access<'_>], after: &[Access<'_>]) -> Value {
        let (elements, shape) = match &value.kind {
            Kind::Unknown(unknown) if unknown.error => return value.clone(),
            Kind::Unknown(_) => return value.clone().typed(&Type::Unknown),
            Kind::Null(Type::List(_) | Type::Set(_) | Type::Tuple(_)) if !self.scope.lenient() => {
                return Value::error("null has no elements");
            }
            Kind::Null(_) => (Vec::new(), Shape::Tuple),
            Kind::Sequence(it) => (it.items().to_vec(), it.shape().clone()),
            _ => (vec![value.clone()], Shape::Tuple),
        };
        // Also of no elements it is known that they have no attributes.
        if let (Shape::List(kind) | Shape::Set(kind), [Access::Attribute(name), ..], true) =
            (&shape, each, elements.is_empty())
            && kind.is_primitive()
        {
            return self.missing(format!("a {kind} has no attribute `{name}`"));
        }
        self.fuel = self.fuel.saturating_sub(elements.len());
        let results: Vec<Value> = elements.into_iter().map(|it| self.follow(it, each)).collect();
        if let Some(error) = results.iter().find(|it| it.is_error()) {
            return error.clone();
        }
        let list = match (&shape, results.first()) {
            (Shape::Tuple | Shape::Either, _) => Value::sequence(shape.clone(), results),
            (_, Some(first)) => {
                let element = first.type_of();
                Value::list(results, element)
            }
            (_, None) => Value::list(results, element_of(value, each)),
        };
        self.follow(list.at(value.from).marked(value.marks), after)
    }

    fn attribute(&self, value: &Value, name: &str) -> Value {
        match &value.kind {
            Kind::Unknown(unknown) if unknown.error => value.clone(),
            Kind::Unknown(unknown) => match &unknown.kind {
                Type::Object(object) => match object.attributes.get(name) {
                    Some(attribute) => value.clone().typed(&attribute.kind),
                    None if object.open => value.clone().typed(&Type::Unknown),
                    None => self.missing(format!("there is no attribute `{name}`")),
                },
                Type::Map(element) => value.clone().typed(element),
                Type::Bool | Type::Number | Type::String => {
                    Value::error(format!("a {} has no attribute `{name}`", unknown.kind))
                }
                _ => value.clone().typed(&Type::Unknown),
            },
            Kind::Object(object) => match (object.get(name), object.open()) {
                (Some(value), _) => value.clone(),
                (None, Some(unknown)) => Value::from(Arc::clone(unknown)).at(value.from),
                (None, None) if !name.is_ascii() && composed(name) != name => {
                    self.attribute(value, &composed(name))
                }
                (None, None) => self.missing(format!("there is no attribute `{name}`")),
            },
            Kind::Null(_) => self.missing(format!("null has no attribute `{name}`")),
            // The old way to write an index.
            Kind::Sequence(_) if name.bytes().all(|it| it.is_ascii_digit()) => {
                self.index(value, &Value::from(name))
            }
            _ => Value::error(format!("a {} has no attribute `{name}`", value.type_name())),
        }
    }

    fn missing(&self, reason: String) -> Value {
        if self.scope.lenient() { Value::null() } else { Value::error(reason) }
    }

    fn index(&self, value: &Value, index: &Value) -> Value {
        if index.is_error() || value.is_error() {
            return if value.is_error() { value.clone() } else { index.clone() };
        }
        match (&value.kind, &index.kind) {
            (Kind::Null(_), _) => self.missing("null has no elements".to_owned()),
            (_, Kind::Null(_)) => Value::error("an index is null"),
            (Kind::Unknown(unknown), _) => match &unknown.kind {
                Type::List(element) | Type::Map(element) => value.clone().typed(element),
                Type::Bool | Type::Number | Type::String | Type::Set(_) => {
                    Value::error(format!("a {} has no elements to choose from", unknown.kind))
                }
                _ => value.clone().typed(&Type::Unknown),
            },
            (Kind::Sequence(it), _) if it.is_set() => {
                Value::error("the elements of a set have no index")
            }
            (Kind::Sequence(_) | Kind::Object(_), Kind::Unknown(_)) => {
                index.clone().typed(&element_of(value, &[]))
            }
            (Kind::Object(_), _) => match to_string(index).kind {
                Kind::String(key) => self.attribute(value, &key),
                _ => Value::error("an index is no string"),
            },
            (Kind::Sequence(items), _) => self.element(items, index),
            _ => Value::error(format!("a {} has no elements to choose from", value.type_name())),
        }
    }

    fn element(&self, items: &Sequence, index: &Value) -> Value {
        let items = items.items();
        match to_number(index).kind {
            Kind::Number(number) => match number.as_index().and_then(|it| items.get(it)) {
                Some(value) => value.clone(),
                None => self.missing(format!("there is no element {number} among {}", items.len())),
            },
            other => Value::from(other).at(index.from),
        }
    }
}

/// The type of what an index or a splat gives, where all elements share one.
fn element_of(value: &Value, each: &[Access<'_>]) -> Type {
    match value.type_of() {
        Type::List(element) | Type::Set(element) | Type::Map(element) if each.is_empty() => {
            Type::clone(&element)
        }
        _ => Type::Unknown,
    }
}

/// What `for` goes over: keys (or indices) and values. The value to give instead where it cannot.
pub fn pairs(value: &Value) -> Result<Vec<(Value, Value)>, Value> {
    match &value.kind {
        Kind::Sequence(it) if it.is_set() => {
            Ok(it.items().iter().map(|it| (it.clone(), it.clone())).collect())
        }
        Kind::Sequence(it) => {
            let items = it.items().iter().enumerate();
            Ok(items.map(|(at, it)| (Value::from(at), it.clone())).collect())
        }
        Kind::Object(object) => match object.open() {
            Some(unknown) => Err(Value::from(Arc::clone(unknown))),
            None => {
                let entries = object.entries().iter();
                Ok(entries.map(|(key, it)| (Value::from(key.clone()), it.clone())).collect())
            }
        },
        Kind::Unknown(unknown) if !unknown.error && unknown.kind.is_primitive() => {
            Err(Value::error(format!("a {} is no collection", unknown.kind)))
        }
        Kind::Unknown(unknown) if unknown.error => Err(value.clone()),
        Kind::Unknown(_) => Err(value.clone().typed(&Type::Unknown)),
        _ => Err(Value::error(format!("a {} is no collection", value.type_name()))),
    }
}

/// What stands for the arguments of `f(list...)`.
pub(super) fn elements(value: &Value) -> Result<&[Value], Value> {
    match &value.kind {
        Kind::Sequence(sequence) => Ok(sequence.items()),
        Kind::Unknown(_) => Err(value.clone()),
        _ => Err(Value::error(format!("a {} is no list", value.type_name()))),
    }
}
