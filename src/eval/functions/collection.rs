//! Lists and maps.

use std::collections::HashSet;

use super::super::convert;
use super::super::operators::equal;
use super::super::sets;
use super::super::types::Type;
use super::super::unify::unified;
use super::super::value::{Kind, Shape, Value, too_large};
use super::{
    ALL, ANY, Answer, BOOLS, Entry, LIST, NUMBER, Param, SOME_UNKNOWN, TEXTS, Want, closed, entry,
    items, known, list, number, or_error, ordered, str, tuple, whole,
};

const SORTED: Param = Param { want: Want::Texts, null: false, unknown: false };

pub(super) const TABLE: &[Entry] = &[
    entry("alltrue", &[BOOLS], Want::Bool, |args| all_are(&args[0], true)),
    entry("anytrue", &[BOOLS], Want::Bool, |args| all_are(&args[0], false)),
    entry("chunklist", &[LIST, NUMBER], Want::Any, chunklist).deep(),
    entry("coalesce", &[ALL], Want::Any, coalesce).and(ALL),
    entry("coalescelist", &[ALL], Want::Any, coalescelist).and(ALL),
    entry("compact", &[TEXTS], Want::Texts, compact),
    entry("concat", &[ANY], Want::Any, concat).and(ANY).deep(),
    entry("contains", &[ANY, ANY], Want::Bool, contains),
    entry("distinct", &[LIST], Want::Any, distinct),
    entry("element", &[ANY, NUMBER], Want::Any, element).deep(),
    entry("flatten", &[ANY], Want::Any, flatten).deep(),
    entry("index", &[ANY, ANY], Want::Number, index),
    entry("length", &[SOME_UNKNOWN], Want::Number, length).deep(),
    entry("list", &[], Want::Any, |_| Err(Value::error("list() is gone: use tolist()"))).and(ALL),
    entry("matchkeys", &[LIST, LIST, LIST], Want::Any, matchkeys),
    entry("one", &[ANY], Want::Any, one),
    entry("reverse", &[ANY], Want::Any, reverse).deep(),
    entry("slice", &[SOME_UNKNOWN, NUMBER, NUMBER], Want::Any, slice).deep(),
    entry("sort", &[SORTED], Want::Texts, sort),
    entry("sum", &[ANY], Want::Number, sum),
];

/// `alltrue` and `anytrue`: the first element that is not `wanted` decides.
fn all_are(value: &Value, wanted: bool) -> Answer {
    let mut unknown = None;
    for item in items(value)? {
        match &item.kind {
            Kind::Bool(value) if *value == wanted => {}
            Kind::Bool(value) => return Ok((*value).into()),
            Kind::Null(_) if wanted => return Ok(false.into()),
            Kind::Null(_) => {}
            _ => unknown = Some(item.clone()),
        }
    }
    unknown.map_or(Ok(wanted.into()), Err)
}

fn chunklist(args: &[Value]) -> Answer {
    let element = element_type(&args[0]);
    let items = items(&args[0])?;
    if number(&args[1])?.as_index().is_none() {
        return Err(Value::error("the size of a chunk is no number of elements"));
    }
    let whole = |items: &[Value]| Value::list(items.to_vec(), element.clone());
    let chunks = match number(&args[1])?.as_index() {
        _ if items.is_empty() => Vec::new(),
        Some(0) => vec![whole(items)],
        Some(size) => items.chunks(size).map(whole).collect(),
        None => return Err(Value::error("the size of a chunk is no number of elements")),
    };
    list(chunks, Type::list(element))
}

/// The type of the elements of a list, a set or a map.
fn element_type(value: &Value) -> Type {
    match value.type_of() {
        Type::List(element) | Type::Set(element) | Type::Map(element) => Type::clone(&element),
        _ => Type::Any,
    }
}

/// The first argument that is neither null nor an empty string.
fn coalesce(args: &[Value]) -> Answer {
    let types: Vec<Type> = args.iter().map(Value::type_of).collect();
    let common =
        unified(&types).ok_or_else(|| Value::error("the arguments are of different types"))?;
    for arg in args {
        let arg = convert::to_type(arg, &common);
        match &arg.kind {
            Kind::Null(_) => {}
            Kind::String(text) if text.is_empty() && common == Type::String => {}
            // Of unknown type an empty string may be one.
            Kind::String(text) if text.is_empty() && common.is_vague() => {
                return Err(Value::unknown("what it stands beside is of unknown type", None));
            }
            _ => return Ok(arg),
        }
    }
    Err(Value::error("every argument of coalesce() is null"))
}

fn coalescelist(args: &[Value]) -> Answer {
    if args.iter().any(|it| matches!(it.kind, Kind::Null(Type::Any))) {
        return Err(Value::error("an argument is null"));
    }
    for arg in args.iter().filter(|it| !matches!(it.kind, Kind::Null(_) | Kind::Unknown(_))) {
        ordered(arg)?;
    }
    for arg in args.iter().filter(|it| !it.is_null()) {
        if !ordered(arg)?.is_empty() {
            return Ok(arg.clone());
        }
    }
    Err(Value::error("every argument of coalescelist() is empty"))
}

fn compact(args: &[Value]) -> Answer {
    let items = items(known(&args[0])?)?;
    let kept = items.iter().filter(|it| !it.is_null() && it.as_str() != Some(""));
    list(kept.cloned().collect(), Type::String)
}

fn concat(args: &[Value]) -> Answer {
    let types: Vec<Type> = args.iter().map(Value::type_of).collect();
    let lists = types.iter().all(|it| matches!(it, Type::List(_)));
    let common = if lists { unified(&types) } else { None };
    let mut all = Vec::new();
    for arg in args {
        let arg = common.as_ref().map_or_else(|| arg.clone(), |kind| convert::to_type(arg, kind));
        all.extend(ordered(&arg)?.iter().cloned());
    }
    match common {
        Some(Type::List(element)) => list(all, Type::clone(&element)),
        _ => tuple(all),
    }
}

fn contains(args: &[Value]) -> Answer {
    let mut unknown = None;
    for item in items(&args[0])? {
        let found = equal(item, &args[1]);
        match found.as_bool() {
            Some(true) => return Ok(true.into()),
            Some(false) => {}
            None => unknown = Some(found),
        }
    }
    unknown.map_or(Ok(false.into()), Err)
}

fn distinct(args: &[Value]) -> Answer {
    let element = element_type(&args[0]);
    let mut seen = HashSet::new();
    let items = items(known(&args[0])?)?.iter();
    // Of one type, so that what has the same key is the same.
    list(items.filter(|it| seen.insert(sets::key(it))).cloned().collect(), element)
}

fn element(args: &[Value]) -> Answer {
    let items = ordered(&args[0])?;
    let index = whole(&args[1])?;
    let size = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if size == 0 {
        return Err(Value::error("element() of an empty list"));
    }
    // Of a tuple it would have to be a type first, which a negative index has not.
    if index % size < 0 && matches!(args[0].type_of(), Type::Tuple(_)) {
        return Err(Value::error("element() of a negative index"));
    }
    let at = usize::try_from(index.rem_euclid(size)).unwrap_or(0);
    Ok(items[at].clone())
}

fn flatten(args: &[Value]) -> Answer {
    let mut flat = Vec::new();
    flatten_into(items(&args[0])?, &mut flat)?;
    tuple(flat)
}

fn flatten_into(items: &[Value], flat: &mut Vec<Value>) -> Result<(), Value> {
    for item in items {
        match &item.kind {
            Kind::Sequence(inner) => {
                let start = flat.len();
                flatten_into(inner.items(), flat)?;
                for value in &mut flat[start..] {
                    value.marks = value.marks.and(item.marks);
                }
            }
            // It may be a list of any length.
            Kind::Unknown(unknown)
                if !unknown.kind.is_primitive()
                    && !matches!(unknown.kind, Type::Object(_) | Type::Map(_)) =>
            {
                return Err(item.clone());
            }
            _ => flat.push(item.clone()),
        }
    }
    Ok(())
}

fn index(args: &[Value]) -> Answer {
    let items = ordered(&args[0])?;
    for (at, item) in items.iter().enumerate() {
        let found = equal(item, &args[1]);
        match found.as_bool() {
            Some(true) => return Ok(at.into()),
            Some(false) => {}
            None => return Err(found),
        }
    }
    Err(Value::error("index() finds no such element"))
}

fn length(args: &[Value]) -> Answer {
    match &args[0].kind {
        Kind::Sequence(sequence) => Ok(sequence.items().len().into()),
        Kind::Object(_) => Ok(closed(&args[0])?.entries().len().into()),
        Kind::String(text) => Ok(super::text::certain(text)?.count().into()),
        Kind::Unknown(unknown) => match &unknown.kind {
            Type::Tuple(items) => Ok(items.len().into()),
            Type::Object(object) if !object.open => Ok(object.attributes.len().into()),
            Type::Bool | Type::Number => {
                Err(Value::error(format!("a {} has no length", unknown.kind)))
            }
            _ => Err(args[0].clone()),
        },
        _ => Err(Value::error(format!("a {} has no length", args[0].type_name()))),
    }
}

fn matchkeys(args: &[Value]) -> Answer {
    let kind = unified(&[args[1].type_of(), args[2].type_of()])
        .ok_or_else(|| Value::error("the keys and what is searched for are of different types"))?;
    let (keys, wanted) = (convert::to_type(&args[1], &kind), convert::to_type(&args[2], &kind));
    let values = items(known(&args[0])?)?;
    let (keys, wanted) = (items(known(&keys)?)?.to_vec(), items(known(&wanted)?)?.to_vec());
    if keys.len() != values.len() {
        return Err(Value::error("matchkeys() of lists of different lengths"));
    }
    let is_wanted = |key: &Value| wanted.iter().any(|it| equal(it, key).as_bool() == Some(true));
    let found = values.iter().zip(&keys).filter(|(_, key)| is_wanted(key));
    list(found.map(|(value, _)| value.clone()).collect(), element_type(&args[0]))
}

fn one(args: &[Value]) -> Answer {
    match items(&args[0])? {
        [] => Ok(Value::null_of(element_type(&args[0]))),
        [item] => Ok(item.clone()),
        _ => Err(Value::error("one() of more than one element")),
    }
}

fn reverse(args: &[Value]) -> Answer {
    let reversed: Vec<Value> = items(&args[0])?.iter().rev().cloned().collect();
    match &args[0].kind {
        Kind::Sequence(sequence) if *sequence.shape() == Shape::Tuple => tuple(reversed),
        _ => list(reversed, element_type(&args[0])),
    }
}

/// Longer pieces of what is not known are not known either.
const MAX_UNKNOWN_SLICE: usize = 100;

fn slice(args: &[Value]) -> Answer {
    let (start, end) = (number(&args[1])?.as_index(), number(&args[2])?.as_index());
    if let (Kind::Unknown(_), Some(start), Some(end)) = (&args[0].kind, start, end)
        && start <= end
        && end - start <= MAX_UNKNOWN_SLICE
    {
        // Whatever is in it: there are so many, or Terraform refuses it.
        let element = crate::eval::of_unknown(&args[0], element_type(&args[0]));
        return Ok(Value::tuple(vec![element; end - start]));
    }
    let items = ordered(&args[0])?;
    let part = match (start, end) {
        (Some(start), Some(end)) if start <= end && end <= items.len() => {
            items[start..end].to_vec()
        }
        _ => return Err(Value::error("slice() reaches beyond the list")),
    };
    match &args[0].kind {
        Kind::Sequence(sequence) if *sequence.shape() == Shape::Tuple => tuple(part),
        _ => list(part, element_type(&args[0])),
    }
}

fn sort(args: &[Value]) -> Answer {
    let items = items(known(&args[0])?)?;
    if items.iter().any(Value::is_null) {
        return Err(Value::error("sort() of a list with null in it"));
    }
    let mut items = items.to_vec();
    items.sort_by(|one, other| str(one).cmp(str(other)));
    list(items, Type::String)
}

fn sum(args: &[Value]) -> Answer {
    let Some((first, rest)) = items(known(&args[0])?)?.split_first() else {
        return Err(Value::error("sum() of an empty list"));
    };
    let mut total = number(&or_null(first)?)?;
    for item in rest {
        total = total.checked_add(&number(&or_null(item)?)?).ok_or_else(|| too_large("the sum"))?;
    }
    Ok(total.into())
}

pub(super) fn or_null(value: &Value) -> Answer {
    if value.is_null() { Err(or_error(value.clone())) } else { Ok(value.clone()) }
}
