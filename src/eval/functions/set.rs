//! Sets, and conversions to a type.

use std::collections::HashSet;

use super::super::convert;
use super::super::sets;
use super::super::types::Type;
use super::super::unify::unified;
use super::super::value::{Kind, Marks, Value, too_large};
use super::{ALL, Answer, Entry, MAX_ELEMENTS, SET, SOME_UNKNOWN, Want, entry, items, known};

pub(super) const TABLE: &[Entry] = &[
    entry("ephemeralasnull", &[ALL], Want::Any, |args| Ok(args[0].clone())).deep(),
    entry("issensitive", &[ALL], Want::Bool, |_| {
        Err(Value::unknown("whether it is sensitive", None))
    })
    .deep(),
    entry("nonsensitive", &[ALL], Want::Any, |args| Ok(args[0].clone())).deep(),
    entry("sensitive", &[ALL], Want::Any, |args| Ok(args[0].clone().marked(Marks::SENSITIVE)))
        .deep(),
    entry("setintersection", &[SET], Want::Set, |args| combined(args, intersection)).and(SET),
    entry("setproduct", &[SOME_UNKNOWN], Want::Any, setproduct).and(SOME_UNKNOWN).deep(),
    entry("setsubtract", &[SET, SET], Want::Set, |args| combined(args, difference)),
    entry("setunion", &[SET], Want::Set, |args| combined(args, union)).and(SET),
    entry("tobool", &[ALL], Want::Bool, |args| Ok(convert::to_bool(&args[0]))).deep(),
    entry("tolist", &[ALL], Want::Any, |args| to(&args[0], &Type::list(Type::Any))).deep(),
    entry("tomap", &[ALL], Want::Any, |args| to(&args[0], &Type::map(Type::Any))).deep(),
    entry("tonumber", &[ALL], Want::Number, |args| Ok(convert::to_number(&args[0]))).deep(),
    entry("toset", &[ALL], Want::Any, |args| to(&args[0], &Type::set(Type::Any))).deep(),
    entry("tostring", &[ALL], Want::Text, |args| Ok(convert::to_string(&args[0]))).deep(),
];

fn to(value: &Value, kind: &Type) -> Answer {
    Ok(convert::to_type(value, kind))
}

type Combine = fn(Vec<Value>, &[Value]) -> Vec<Value>;

/// Sets of one type, put together from left to right.
fn combined(args: &[Value], combine: Combine) -> Answer {
    let mut types = Vec::new();
    for arg in args {
        if let Type::Set(element) = arg.type_of()
            && !(*element == Type::Any && items(arg)?.is_empty())
        {
            types.push(Type::clone(&element));
        }
    }
    let element = match types.is_empty() {
        true => Type::Any,
        false => unified(&types).ok_or_else(|| Value::error("the sets are of different types"))?,
    };
    let kind = Type::set(element.clone());
    let mut made: Option<Vec<Value>> = None;
    for arg in args {
        let arg = convert::to_type(arg, &kind);
        let next = items(known(&arg)?)?;
        made = Some(match made {
            Some(made) => combine(made, next),
            None => next.to_vec(),
        });
    }
    Ok(sets::of(made.unwrap_or_default(), element))
}

fn union(mut one: Vec<Value>, other: &[Value]) -> Vec<Value> {
    one.extend(other.iter().cloned());
    one
}

fn keys(items: &[Value]) -> HashSet<String> {
    items.iter().map(sets::key).collect()
}

fn intersection(mut one: Vec<Value>, other: &[Value]) -> Vec<Value> {
    let other = keys(other);
    one.retain(|it| other.contains(&sets::key(it)));
    one
}

fn difference(mut one: Vec<Value>, other: &[Value]) -> Vec<Value> {
    let other = keys(other);
    one.retain(|it| !other.contains(&sets::key(it)));
    one
}

fn setproduct(args: &[Value]) -> Answer {
    if args.len() < 2 {
        return Err(Value::error("setproduct() takes two arguments or more"));
    }
    let mut elements = Vec::new();
    let mut sets = Vec::new();
    for arg in args {
        let sequence = match &arg.kind {
            Kind::Sequence(sequence) => sequence,
            Kind::Unknown(_) => return Err(arg.clone()),
            _ => return Err(Value::error(format!("a {} is no set", arg.type_name()))),
        };
        let types: Vec<Type> = match arg.type_of() {
            Type::List(element) | Type::Set(element) => vec![Type::clone(&element)],
            _ => sequence.items().iter().map(Value::type_of).collect(),
        };
        let element = match types.is_empty() {
            true => Type::Any,
            false => unified(&types)
                .ok_or_else(|| Value::error("the elements are of different types"))?,
        };
        sets.push(
            sequence.items().iter().map(|it| convert::to_type(it, &element)).collect::<Vec<_>>(),
        );
        elements.push(element);
    }
    let total = sets.iter().fold(1_usize, |total, it| total.saturating_mul(it.len()));
    if total.saturating_mul(sets.len()) > MAX_ELEMENTS {
        return Err(too_large("the product"));
    }
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for set in &sets {
        let longer =
            |row: &Vec<Value>, item: &Value| [row.as_slice(), std::slice::from_ref(item)].concat();
        rows = rows.iter().flat_map(|row| set.iter().map(|it| longer(row, it))).collect();
    }
    let element = Type::Tuple(elements.into());
    let rows = rows.into_iter().map(Value::tuple).collect();
    match args.iter().all(|it| !matches!(it.type_of(), Type::Set(_))) {
        true => super::list(rows, element),
        false => Ok(sets::of(rows, element)),
    }
}

/// What the functions about marks do, whose argument must come with them.
pub(super) fn about_marks(name: &str, args: &[Value]) -> Option<Value> {
    let [value] = args else { return None };
    match name {
        "nonsensitive" => {
            Some(Value { marks: value.marks.without(Marks::SENSITIVE), ..value.clone() })
        }
        "issensitive" if value.marks.has(Marks::SENSITIVE) => Some(Value::from(true)),
        "issensitive" if matches!(value.kind, Kind::Unknown(_)) => Some(value.clone()),
        "issensitive" => Some(Value::from(false)),
        "ephemeralasnull" if value.marks.has(Marks::EPHEMERAL) => {
            Some(Value::null_of(value.type_of()))
        }
        _ => None,
    }
}
