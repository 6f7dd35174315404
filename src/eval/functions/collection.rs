//! Lists, sets and maps.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::super::operators::{self, equal};
use super::super::value::{Kind, Object, Value};
use super::{
    Answer, Entry, MAX_ELEMENTS, bool, closed, entry, items, list, number, object, text, too_large,
    variadic, whole, whole_known,
};

pub(super) const TABLE: &[Entry] = &[
    entry("alltrue", 1, 1, |args| all_are(&args[0], true)),
    entry("anytrue", 1, 1, |args| all_are(&args[0], false)),
    entry("chunklist", 2, 2, chunklist),
    variadic("coalesce", 1, coalesce),
    variadic("coalescelist", 1, coalescelist),
    entry("compact", 1, 1, compact),
    variadic("concat", 1, concat),
    entry("contains", 2, 2, contains),
    entry("distinct", 1, 1, |args| list(distinct(&items(whole_known(&args[0])?)?))),
    entry("element", 2, 2, element),
    entry("flatten", 1, 1, flatten),
    entry("index", 2, 2, index),
    entry("keys", 1, 1, keys),
    entry("length", 1, 1, length),
    entry("lookup", 2, 3, lookup),
    variadic("merge", 0, merge),
    entry("one", 1, 1, one),
    entry("reverse", 1, 1, |args| list(items(&args[0])?.iter().rev().cloned().collect())),
    variadic("setintersection", 1, setintersection),
    variadic("setproduct", 2, setproduct),
    entry("setsubtract", 2, 2, setsubtract),
    variadic("setunion", 1, setunion),
    entry("slice", 3, 3, slice),
    entry("sort", 1, 1, sort),
    entry("sum", 1, 1, sum),
    entry("values", 1, 1, |args| list(closed(&args[0])?.entries.values().cloned().collect())),
    entry("zipmap", 2, 2, zipmap),
];

/// `alltrue` and `anytrue`: the first element that is not `wanted` decides.
fn all_are(value: &Value, wanted: bool) -> Answer {
    let mut unknown = None;
    for item in items(value)?.iter() {
        match bool(item) {
            Ok(value) if value == wanted => {}
            Ok(value) => return Ok(value.into()),
            Err(_) if item.is_null() && wanted => return Ok(false.into()),
            Err(_) if item.is_null() => {}
            Err(value) => unknown = Some(value),
        }
    }
    unknown.map_or(Ok(wanted.into()), Err)
}

fn chunklist(args: &[Value]) -> Answer {
    let items = items(&args[0])?;
    match number(&args[1])?.as_index() {
        Some(0) => list(vec![Value::tuple(items.to_vec())]),
        Some(size) => list(items.chunks(size).map(|it| Value::tuple(it.to_vec())).collect()),
        None => Err(Value::error("the size of a chunk is negative")),
    }
}

/// The first argument that is neither null nor an empty string.
fn coalesce(args: &[Value]) -> Answer {
    for arg in args {
        match &arg.kind {
            Kind::Null => {}
            Kind::String(text) if text.is_empty() => {}
            _ => return Ok(unified(arg.clone(), args)),
        }
    }
    Err(Value::error("every argument of coalesce() is null"))
}

fn coalescelist(args: &[Value]) -> Answer {
    for arg in args.iter().filter(|it| !it.is_null()) {
        if !items(arg)?.is_empty() {
            return Ok(arg.clone());
        }
    }
    Err(Value::error("every argument of coalescelist() is empty"))
}

fn compact(args: &[Value]) -> Answer {
    let items = items(whole_known(&args[0])?)?;
    let kept = items.iter().filter(|it| !it.is_null() && it.as_str() != Some(""));
    list(kept.cloned().collect())
}

fn concat(args: &[Value]) -> Answer {
    let mut all = Vec::new();
    for arg in args {
        all.extend(items(arg)?.iter().cloned());
    }
    list(all)
}

fn contains(args: &[Value]) -> Answer {
    let mut unknown = None;
    for item in items(&args[0])?.iter() {
        match equal(item, &args[1]) {
            Kind::Bool(true) => return Ok(true.into()),
            kind @ Kind::Unknown(_) => unknown = Some(Value { kind, from: None }),
            _ => {}
        }
    }
    unknown.map_or(Ok(false.into()), Err)
}

/// A value as a list with the others would hold it.
fn unified(value: Value, others: &[Value]) -> Value {
    others.iter().fold(value, operators::unified)
}

fn distinct(items: &[Value]) -> Vec<Value> {
    let mut seen: Vec<Value> = Vec::new();
    let mut texts = std::collections::HashSet::new();
    let text = items.iter().find(|it| it.as_str().is_some());
    for item in items {
        let item = text.map_or_else(|| item.clone(), |text| operators::unified(item.clone(), text));
        let new = match &item.kind {
            Kind::String(text) => texts.insert(text.clone()),
            _ => !seen.iter().any(|it| it.kind == item.kind),
        };
        if new {
            seen.push(item);
        }
    }
    seen
}

fn element(args: &[Value]) -> Answer {
    let items = items(&args[0])?;
    let index = whole(&args[1])?;
    let size = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if size == 0 {
        return Err(Value::error("element() of an empty list"));
    }
    match usize::try_from(index % size) {
        Ok(at) => Ok(items[at].clone()),
        Err(_) => Err(Value::error("element() of a negative index")),
    }
}

fn flatten(args: &[Value]) -> Answer {
    let mut flat = Vec::new();
    flatten_into(&items(&args[0])?, &mut flat)?;
    list(flat)
}

fn flatten_into(items: &[Value], flat: &mut Vec<Value>) -> Result<(), Value> {
    for item in items {
        match &item.kind {
            Kind::Tuple(inner) | Kind::Set(inner) => flatten_into(inner, flat)?,
            Kind::Unknown(_) => return Err(item.clone()),
            _ => flat.push(item.clone()),
        }
    }
    Ok(())
}

fn index(args: &[Value]) -> Answer {
    for (at, item) in items(&args[0])?.iter().enumerate() {
        match equal(item, &args[1]) {
            Kind::Bool(true) => return Ok(at.into()),
            kind @ Kind::Unknown(_) => return Err(Value { kind, from: None }),
            _ => {}
        }
    }
    Err(Value::error("index() finds no such element"))
}

fn keys(args: &[Value]) -> Answer {
    list(closed(&args[0])?.entries.keys().map(|it| it.clone().into()).collect())
}

fn length(args: &[Value]) -> Answer {
    match &args[0].kind {
        Kind::Tuple(items) | Kind::Set(items) => Ok(items.len().into()),
        Kind::Object(_) => Ok(closed(&args[0])?.entries.len().into()),
        Kind::String(text) if text.is_ascii() => Ok(text.replace("\r\n", "\n").len().into()),
        Kind::String(_) => {
            Err(Value::unknown("length() of letters beyond ASCII is not worked out", None))
        }
        Kind::Unknown(_) => Err(args[0].clone()),
        _ => Err(Value::error(format!("a {} has no length", args[0].type_name()))),
    }
}

fn lookup(args: &[Value]) -> Answer {
    let object = object(&args[0])?;
    let key = text(&args[1])?;
    match (object.entries.get(&key), &object.open, args.get(2)) {
        (Some(value), _, _) => Ok(value.clone()),
        (None, Some(unknown), _) => {
            Err(Value { kind: Kind::Unknown(Arc::clone(unknown)), from: None })
        }
        (None, None, Some(default)) => Ok(default.clone()),
        (None, None, None) => Err(Value::error(format!("lookup() finds no key \"{key}\""))),
    }
}

/// The keys that a known argument sets behind every unknown one are certain.
fn merge(args: &[Value]) -> Answer {
    let mut merged = Object::default();
    for arg in args {
        match &arg.kind {
            Kind::Null => {}
            Kind::Unknown(unknown) if !unknown.error => merged.open(Arc::clone(unknown)),
            _ => {
                let object = object(arg)?;
                if let Some(unknown) = &object.open {
                    merged.open(Arc::clone(unknown));
                }
                let entries = object.entries.iter();
                merged.entries.extend(entries.map(|(key, it)| (key.clone(), it.clone())));
            }
        }
    }
    Ok(Value { kind: Kind::Object(Arc::new(merged)), from: None })
}

fn one(args: &[Value]) -> Answer {
    match &*items(&args[0])? {
        [] => Ok(Value::null()),
        [item] => Ok(item.clone()),
        _ => Err(Value::error("one() of more than one element")),
    }
}

/// Sets hold strings in nearly all of Terraform; what else they hold keeps an order of its own.
pub(super) fn to_set(value: &Value) -> Answer {
    if value.is_null() {
        return Ok(Value::null());
    }
    let mut items = distinct(&items(whole_known(value)?)?);
    items.sort_by(|one, other| match (&one.kind, &other.kind) {
        (Kind::Number(one), Kind::Number(other)) => one.compare(*other),
        (Kind::String(one), Kind::String(other)) => one.cmp(other),
        (one, other) => rank(one).cmp(&rank(other)),
    });
    Ok(Value { kind: Kind::Set(items.into()), from: value.from })
}

fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::Bool(value) => u8::from(*value),
        Kind::Number(_) => 2,
        Kind::String(_) => 3,
        _ => 4,
    }
}

fn set_of(items: Vec<Value>) -> Answer {
    to_set(&Value::tuple(items))
}

fn setunion(args: &[Value]) -> Answer {
    set_of(items(&concat(args)?)?.to_vec())
}

fn setintersection(args: &[Value]) -> Answer {
    let mut common = items(whole_known(&args[0])?)?.to_vec();
    for arg in &args[1..] {
        let other = items(whole_known(arg)?)?;
        common.retain(|it| other.iter().any(|other| other.kind == it.kind));
    }
    set_of(common)
}

fn setsubtract(args: &[Value]) -> Answer {
    let taken = items(whole_known(&args[1])?)?;
    let mut left = items(whole_known(&args[0])?)?.to_vec();
    left.retain(|it| !taken.iter().any(|other| other.kind == it.kind));
    set_of(left)
}

fn setproduct(args: &[Value]) -> Answer {
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for arg in args {
        let items = items(arg)?;
        if rows.len().saturating_mul(items.len()) > MAX_ELEMENTS {
            return Err(too_large("the product"));
        }
        let longer =
            |row: &Vec<Value>, item: &Value| [row.as_slice(), std::slice::from_ref(item)].concat();
        rows = rows.iter().flat_map(|row| items.iter().map(|it| longer(row, it))).collect();
    }
    list(rows.into_iter().map(Value::tuple).collect())
}

fn slice(args: &[Value]) -> Answer {
    let items = items(&args[0])?;
    let (start, end) = (number(&args[1])?.as_index(), number(&args[2])?.as_index());
    match (start, end) {
        (Some(start), Some(end)) if start <= end && end <= items.len() => {
            list(items[start..end].to_vec())
        }
        _ => Err(Value::error("slice() reaches beyond the list")),
    }
}

fn sort(args: &[Value]) -> Answer {
    let mut texts = items(&args[0])?.iter().map(text).collect::<Result<Vec<EcoString>, _>>()?;
    texts.sort();
    list(texts.into_iter().map(Value::from).collect())
}

fn sum(args: &[Value]) -> Answer {
    let items = items(&args[0])?;
    let Some((first, rest)) = items.split_first() else {
        return Err(Value::error("sum() of an empty list"));
    };
    let mut total = number(first)?;
    for item in rest {
        total = total.checked_add(number(item)?).ok_or_else(|| too_large("the sum"))?;
    }
    Ok(total.into())
}

fn zipmap(args: &[Value]) -> Answer {
    let (names, values) = (items(&args[0])?, items(&args[1])?);
    if names.len() != values.len() {
        return Err(Value::error("zipmap() of lists of different lengths"));
    }
    let mut entries = BTreeMap::new();
    for (name, value) in names.iter().zip(values.iter()) {
        entries.insert(text(name)?, value.clone());
    }
    Ok(Value::object(entries))
}
