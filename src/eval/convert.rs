//! Terraform's conversions. Unknown stays unknown and is told its type; null stays null.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::number::Number;
use super::sets;
use super::types::{ObjectType, Type};
use super::unify::{converts, unified_or_any};
use super::value::{Kind, Object, Shape, Unknown, Value, too_large};

/// The value as one of a type, or the error that Terraform would report.
pub(super) fn to_type(value: &Value, wanted: &Type) -> Value {
    let made = match (&value.kind, wanted) {
        (_, Type::Any) => return value.clone(),
        (Kind::Unknown(unknown), _) if unknown.error => return value.clone(),
        (Kind::Unknown(unknown), _) if converts(&unknown.kind, wanted) => {
            return value.clone().typed(wanted);
        }
        (Kind::Null(kind), _) if converts(kind, wanted) => Value::null_of(without_optional(wanted)),
        (_, Type::Unknown) => return vague(value, None),
        // Of no elements it is known all the same what they would be.
        (Kind::Sequence(it), _) if it.items().is_empty() && !converts(&value.type_of(), wanted) => {
            return Value::error(eco_format!("a {} is no {wanted}", value.type_of()));
        }
        (_, Type::String) => return to_string(value),
        (_, Type::Number) => return to_number(value),
        (_, Type::Bool) => return to_bool(value),
        (Kind::Sequence(it), Type::List(element)) => {
            let sorted = matches!(it.shape(), Shape::Set(_));
            elements(it.items(), element, sorted)
                .map_or_else(|it| it, |(items, element)| Value::list(items, element))
        }
        (Kind::Sequence(it), Type::Set(element)) => match elements(it.items(), element, false) {
            Ok((items, element)) => sets::of(items, element),
            Err(instead) => instead,
        },
        (Kind::Sequence(it), Type::Tuple(kinds))
            if it.items().len() == kinds.len() && *it.shape() == Shape::Tuple =>
        {
            let items = it.items().iter().zip(kinds.iter());
            all(items.map(|(item, kind)| to_type(item, kind))).map_or_else(|it| it, Value::tuple)
        }
        (Kind::Object(it), Type::Map(element)) => map(it, element),
        (Kind::Object(it), Type::Object(wanted)) => object(it, wanted),
        _ => Value::error(eco_format!("a {} is no {wanted}", value.type_name())),
    };
    made.at(value.from).marked(value.marks)
}

/// The value as one of a type that is not known, because of something else: numbers and bools may become
/// strings.
pub(super) fn vague(value: &Value, because: Option<&Arc<Unknown>>) -> Value {
    let unknown = || match because {
        Some(unknown) => Value::from(Arc::clone(unknown)).typed(&Type::Unknown),
        None => Value::unknown("what it stands beside is of unknown type", None),
    };
    let made = match &value.kind {
        Kind::Number(_) | Kind::Bool(_) => unknown(),
        Kind::Sequence(it) => match it.shape() {
            Shape::Set(Type::String) => value.clone(),
            Shape::Set(_) => unknown(),
            _ => {
                let items = it.items().iter().map(|it| vague(it, because)).collect();
                Value::sequence(Shape::Either, items)
            }
        },
        Kind::Object(it) => {
            let entries = it.entries().iter();
            let entries = entries.map(|(key, it)| (key.clone(), vague(it, because))).collect();
            Value::from(Object::new(entries).loosened().opened(it.open().cloned()))
        }
        _ => return value.clone(),
    };
    made.at(value.from).marked(value.marks)
}

/// The same with nothing said of whether it is a list or a tuple, a map or an object.
pub(super) fn loosened(value: &Value) -> Value {
    let made = match &value.kind {
        Kind::Sequence(it) if !it.is_set() => {
            Value::sequence(Shape::Either, it.items().iter().map(loosened).collect())
        }
        Kind::Object(it) => {
            let entries = it.entries().iter().map(|(key, it)| (key.clone(), loosened(it)));
            Value::from(Object::new(entries.collect()).loosened().opened(it.open().cloned()))
        }
        _ => return value.clone(),
    };
    made.at(value.from).marked(value.marks)
}

/// All of them, or the first error among them.
fn all(values: impl Iterator<Item = Value>) -> Result<Vec<Value>, Value> {
    let values: Vec<Value> = values.collect();
    match values.iter().find(|it| it.is_error()) {
        Some(error) => Err(error.clone()),
        None => Ok(values),
    }
}

/// Elements of one type, and the type: what they have in common where it is not said.
fn elements(items: &[Value], element: &Type, _sorted: bool) -> Result<(Vec<Value>, Type), Value> {
    let element = match element {
        Type::Any => common(items.iter())?,
        element => element.clone(),
    };
    let items = all(items.iter().map(|it| to_type(it, &element)))?;
    // Types with parts that may be anything must in the end be one type.
    let element =
        if element.is_vague() { common(items.iter())? } else { without_optional(&element) };
    let items = all(items.iter().map(|it| to_type(it, &element)))?;
    Ok((items, element))
}

fn common<'v>(items: impl Iterator<Item = &'v Value>) -> Result<Type, Value> {
    let types: Vec<Type> = distinct_types(items);
    unified_or_any(&types)
        .filter(|it| *it != Type::Any || types.iter().all(|it| *it == Type::Any))
        .ok_or_else(|| Value::error("the elements are of different types"))
}

/// More types than this together have nothing in common.
const MAX_TYPES: usize = 500;

/// Each type once: there are few, however many the values.
fn distinct_types<'v>(values: impl Iterator<Item = &'v Value>) -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    for value in values {
        let kind = value.type_of();
        if !types.contains(&kind) {
            types.push(kind);
        }
        if types.len() > MAX_TYPES {
            return vec![Type::Unknown];
        }
    }
    types
}

fn map(object: &Object, element: &Type) -> Value {
    let element = match element {
        Type::Any => match object.element() {
            Some(element) => element.clone(),
            None => {
                let values = object
                    .entries()
                    .values()
                    .filter(|it| !matches!(it.kind, Kind::Null(Type::Any)));
                match common(values) {
                    Ok(element) => element,
                    Err(instead) => return instead,
                }
            }
        },
        element => element.clone(),
    };
    let mut entries = BTreeMap::new();
    for (key, value) in object.entries() {
        let value = to_type(value, &element);
        if value.is_error() {
            return value;
        }
        entries.insert(key.clone(), value);
    }
    // Types with parts that may be anything must in the end be one type.
    let element = match element.is_vague()
        && matches!(element, Type::List(_) | Type::Set(_) | Type::Map(_) | Type::Object(_))
    {
        true => match common(entries.values()) {
            Ok(element) => element,
            Err(instead) => return instead,
        },
        false => without_optional(&element),
    };
    let entries = entries.into_iter().map(|(key, it)| (key, to_type(&it, &element))).collect();
    Value::from(Object::map(entries, element).opened(object.open().cloned()))
}

fn object(object: &Object, wanted: &ObjectType) -> Value {
    let mut entries = BTreeMap::new();
    for (name, attribute) in &wanted.attributes {
        let value = match (object.get(name), object.open()) {
            (Some(value), _) => to_type(value, &attribute.kind),
            (None, Some(unknown)) => Value::from(unknown.clone()).typed(&attribute.kind),
            (None, None) if attribute.optional => Value::null_of(without_optional(&attribute.kind)),
            (None, None) => return Value::error(eco_format!("the attribute `{name}` is missing")),
        };
        if value.is_error() {
            return value;
        }
        entries.insert(name.clone(), value);
    }
    Value::object(entries)
}

/// The type of a value that met a constraint.
pub(super) fn without_optional(kind: &Type) -> Type {
    match kind {
        Type::List(inner) => Type::list(without_optional(inner)),
        Type::Set(inner) => Type::set(without_optional(inner)),
        Type::Map(inner) => Type::map(without_optional(inner)),
        Type::Tuple(items) => Type::Tuple(items.iter().map(without_optional).collect()),
        Type::Object(object) => {
            let attributes = object.attributes.iter();
            Type::object(attributes.map(|(name, it)| (name.clone(), without_optional(&it.kind))))
        }
        _ => kind.clone(),
    }
}

pub(super) fn to_string(value: &Value) -> Value {
    let text: EcoString = match &value.kind {
        Kind::String(_) => return value.clone(),
        Kind::Null(_) | Kind::Unknown(_) => return passed_on(value, &Type::String),
        Kind::Bool(true) => "true".into(),
        Kind::Bool(false) => "false".into(),
        Kind::Number(number) => number.to_string().into(),
        _ => return Value::error(eco_format!("a {} is no string", value.type_name())),
    };
    Value { kind: Kind::String(text), ..*value }
}

pub(super) fn to_number(value: &Value) -> Value {
    let number = match &value.kind {
        Kind::Number(_) => return value.clone(),
        Kind::Null(_) | Kind::Unknown(_) => return passed_on(value, &Type::Number),
        Kind::String(text) => match Number::parse(text) {
            Some(number) => number,
            None if Number::is_huge(text) => return too_large("the number"),
            None => return Value::error(eco_format!("\"{text}\" is no number")),
        },
        _ => return Value::error(eco_format!("a {} is no number", value.type_name())),
    };
    Value { kind: Kind::Number(number), ..*value }
}

pub(super) fn to_bool(value: &Value) -> Value {
    let bool = match &value.kind {
        Kind::Bool(_) => return value.clone(),
        Kind::Null(_) | Kind::Unknown(_) => return passed_on(value, &Type::Bool),
        // "1" and "0" were accepted by cty for a while; Terraform 1.11 takes these four.
        Kind::String(text) => match text.as_str() {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return Value::error(eco_format!("\"{text}\" is no bool")),
        },
        _ => return Value::error(eco_format!("a {} is no bool", value.type_name())),
    };
    Value { kind: Kind::Bool(bool), ..*value }
}

/// Null and unknown, as far as their type goes.
fn passed_on(value: &Value, wanted: &Type) -> Value {
    match &value.kind {
        Kind::Null(kind) if converts(kind, wanted) => {
            Value { kind: Kind::Null(wanted.clone()), ..*value }
        }
        Kind::Null(kind) => Value::error(eco_format!("a {kind} is no {wanted}")),
        Kind::Unknown(unknown) if unknown.error || converts(&unknown.kind, wanted) => {
            value.clone().typed(wanted)
        }
        Kind::Unknown(unknown) => Value::error(eco_format!("a {} is no {wanted}", unknown.kind)),
        _ => value.clone(),
    }
}
