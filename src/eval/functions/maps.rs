//! Maps and objects.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::convert;
use super::super::types::Type;
use super::super::unify::converts;
use super::super::value::{Kind, Marks, Object, Unknown, Value, cover, too_large};
use super::collection::or_null;
use super::{
    ALL, ANY, Answer, Entry, MAX_ELEMENTS, Param, SOME_UNKNOWN, TEXTS, Want, closed, entry, items,
    known, list, object, ordered, str, tuple,
};

const KEY: Param = Param { want: Want::Text, null: false, unknown: true };
const LISTS: Param = super::param(Want::MapOfTexts);

pub(super) const TABLE: &[Entry] = &[
    entry("keys", &[ANY], Want::Any, keys).deep(),
    entry("lookup", &[SOME_UNKNOWN, KEY], Want::Any, lookup).and(ALL).deep(),
    entry("map", &[], Want::Any, |_| Err(Value::error("map() is gone: use tomap()"))).and(ALL),
    entry("merge", &[], Want::Any, merge).and(ALL).deep(),
    entry("transpose", &[LISTS], Want::MapOfTexts, transpose),
    entry("values", &[ANY], Want::Any, values).deep(),
    entry("zipmap", &[TEXTS, ANY], Want::Any, zipmap).deep(),
];

fn keys(args: &[Value]) -> Answer {
    let object = closed(&args[0])?;
    let keys = object.entries().keys().map(|it| Value::from(it.clone())).collect();
    match object.element() {
        Some(_) => list(keys, Type::String),
        None => tuple(keys),
    }
}

fn values(args: &[Value]) -> Answer {
    let object = closed(&args[0])?;
    let values = object.entries().values().cloned().collect();
    match object.element() {
        Some(element) => list(values, element.clone()),
        None => tuple(values),
    }
}

fn lookup(args: &[Value]) -> Answer {
    if args.len() > 3 {
        return Err(Value::error("lookup() takes two or three arguments"));
    }
    let object = object(&args[0])?;
    if let Kind::Unknown(_) = &args[1].kind {
        return Err(args[1].clone());
    }
    let key = str(&args[1]);
    match (object.get(key), object.open(), args.get(2)) {
        (Some(value), _, _) => Ok(value.clone()),
        (None, Some(unknown), _) => Err(Value::from(Arc::clone(unknown))),
        (None, None, Some(default)) => match object.element() {
            Some(element) => Ok(convert::to_type(default, element)),
            None => Ok(default.clone()),
        },
        (None, None, None) => Err(Value::error(format!("lookup() finds no key \"{key}\""))),
    }
}

/// The keys that a known argument sets behind every unknown one are certain.
fn merge(args: &[Value]) -> Answer {
    let mut entries = BTreeMap::new();
    let mut open: Option<Arc<Unknown>> = None;
    for arg in args {
        match &arg.kind {
            Kind::Null(Type::Any | Type::Map(_) | Type::Object(_)) => {}
            Kind::Unknown(unknown) if may_be_map(&unknown.kind) => {
                cover(&mut entries, unknown);
                open = Some(Arc::clone(unknown));
            }
            _ => {
                let object = object(arg)?;
                if let Some(unknown) = object.open() {
                    cover(&mut entries, unknown);
                    open = Some(Arc::clone(unknown));
                }
                let more = object.entries().iter();
                entries.extend(more.map(|(key, it)| (key.clone(), it.clone())));
            }
        }
    }
    let types: Vec<Type> = args.iter().map(Value::type_of).collect();
    let object = match types.first() {
        Some(Type::Map(element)) if types.iter().all(|it| *it == types[0]) => {
            Object::map(entries, Type::clone(element))
        }
        // Nothing but null is null no more: it is an empty object, unless it says its type.
        Some(Type::Any) if types.iter().all(|it| *it == Type::Any) => {
            return Ok(Value::object(BTreeMap::new()));
        }
        _ => Object::new(entries),
    };
    Ok(Value::from(object.opened(open)))
}

fn may_be_map(kind: &Type) -> bool {
    converts(kind, &Type::map(Type::Any)) || matches!(kind, Type::Object(_))
}

fn transpose(args: &[Value]) -> Answer {
    let mut found: BTreeMap<ecow::EcoString, Vec<Value>> = BTreeMap::new();
    known(&args[0])?;
    for (key, values) in closed(&args[0])?.entries() {
        for value in items(&or_null(values)?)? {
            let value = or_null(value)?;
            found.entry(str(&value).into()).or_default().push(Value::from(key.clone()));
        }
    }
    let lists = found.into_iter().map(|(key, it)| (key, Value::list(it, Type::String)));
    Ok(Value::map(lists.collect(), Type::list(Type::String)))
}

fn zipmap(args: &[Value]) -> Answer {
    let (names, values) = (items(&args[0])?, ordered(&args[1])?);
    if names.len() != values.len() {
        return Err(Value::error("zipmap() of lists of different lengths"));
    }
    let mut entries = BTreeMap::new();
    let mut marks = Marks::default();
    for (name, value) in names.iter().zip(values) {
        marks = marks.and(name.marks);
        let name = super::text(name)?;
        entries.insert(name, value.clone());
    }
    if entries.len() > MAX_ELEMENTS {
        return Err(too_large("the map"));
    }
    match &args[1].type_of() {
        Type::List(element) => Ok(Value::map(entries, Type::clone(element)).marked(marks)),
        _ => Ok(Value::object(entries).marked(marks)),
    }
}
