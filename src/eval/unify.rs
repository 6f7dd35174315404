//! Which types become which, and the one type of values that stand together.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::types::{Attribute, Type};

/// The one type that values of all these have where they stand together: in a list, or as the two
/// results of a conditional. `None` where there is none.
pub(super) fn unified(types: &[Type]) -> Option<Type> {
    if types.iter().any(Type::is_unknown) {
        // Whatever it is: a text stays one, and nothing else is certain.
        let texts = types.iter().all(|it| matches!(it, Type::String | Type::Unknown));
        return Some(if texts && types.contains(&Type::String) {
            Type::String
        } else {
            Type::Unknown
        });
    }
    match structural(types) {
        Structure::One(kind) => Some(kind),
        Structure::None => None,
        Structure::Mixed => {
            let order = by_preference(types);
            let mut wanted = order.into_iter().map(|index| &types[index]);
            wanted
                .find(|wanted| types.iter().all(|it| it == *wanted || converts(it, wanted)))
                .cloned()
        }
    }
}

/// What types of one structure come to.
enum Structure {
    One(Type),
    /// They are of structures that do not go together.
    None,
    /// They are not of one structure.
    Mixed,
}

impl Structure {
    fn of(kind: Option<Type>) -> Structure {
        kind.map_or(Structure::None, Structure::One)
    }
}

fn structural(types: &[Type]) -> Structure {
    let all = |test: fn(&Type) -> bool| types.iter().all(|it| test(it) || *it == Type::Any);
    let any = |test: fn(&Type) -> bool| types.iter().any(test);
    let is_map = |it: &Type| matches!(it, Type::Map(_));
    let is_list = |it: &Type| matches!(it, Type::List(_));
    let is_set = |it: &Type| matches!(it, Type::Set(_));
    let is_object = |it: &Type| matches!(it, Type::Object(_));
    let is_tuple = |it: &Type| matches!(it, Type::Tuple(_));
    let vague = types.contains(&Type::Any);
    if any(is_map) && all(is_map) {
        return Structure::of(elements(types, vague, Type::map));
    }
    if any(is_map)
        && all(|it| matches!(it, Type::Map(_) | Type::Object(_)))
        && let Some(map) = disguised(types, is_object, objects_to_map)
    {
        return Structure::One(map);
    }
    if any(is_list) && all(is_list) {
        return Structure::of(elements(types, vague, Type::list));
    }
    if any(is_list)
        && all(|it| matches!(it, Type::List(_) | Type::Tuple(_)))
        && let Some(list) = disguised(types, is_tuple, tuples_to_list)
    {
        return Structure::One(list);
    }
    if any(is_set) && all(is_set) {
        return Structure::of(elements(types, vague, Type::set));
    }
    if any(is_object) && all(is_object) {
        return Structure::of(if vague { Some(Type::Any) } else { objects(types) });
    }
    if any(is_tuple) && all(is_tuple) {
        return Structure::of(if vague { Some(Type::Any) } else { tuples(types) });
    }
    if any(is_object) && any(is_tuple) { Structure::None } else { Structure::Mixed }
}

fn elements(types: &[Type], vague: bool, make: fn(Type) -> Type) -> Option<Type> {
    if vague {
        return Some(Type::Any);
    }
    let inner: Vec<Type> = types
        .iter()
        .filter_map(|it| match it {
            Type::List(inner) | Type::Set(inner) | Type::Map(inner) => Some(Type::clone(inner)),
            _ => None,
        })
        .collect();
    let whole = make(unified(&inner)?);
    types.iter().all(|it| *it == whole || converts(it, &whole)).then_some(whole)
}

/// Objects among maps and tuples among lists are taken for maps and lists.
fn disguised(
    types: &[Type],
    is: fn(&Type) -> bool,
    plain: fn(&[Type]) -> Option<Type>,
) -> Option<Type> {
    let hidden: Vec<Type> = types.iter().filter(|it| is(it)).cloned().collect();
    let plain = plain(&hidden)?;
    let types: Vec<Type> =
        types.iter().map(|it| if is(it) { plain.clone() } else { it.clone() }).collect();
    unified(&types).filter(|it| matches!(it, Type::Map(_) | Type::List(_)))
}

fn objects(types: &[Type]) -> Option<Type> {
    let attributes: Vec<&BTreeMap<EcoString, Attribute>> = types
        .iter()
        .filter_map(|it| match it {
            Type::Object(object) => Some(&object.attributes),
            _ => None,
        })
        .collect();
    let (first, rest) = attributes.split_first()?;
    if rest.iter().any(|it| !it.keys().eq(first.keys())) {
        return objects_to_map(types);
    }
    let mut made = Vec::new();
    for name in first.keys() {
        let across: Vec<Type> = attributes.iter().map(|it| it[name].kind.clone()).collect();
        made.push((name.clone(), unified(&across)?));
    }
    let whole = Type::object(made);
    match types.iter().all(|it| *it == whole || converts(it, &whole)) {
        true => Some(whole),
        false => objects_to_map(types),
    }
}

fn objects_to_map(types: &[Type]) -> Option<Type> {
    let mut inner = Vec::new();
    for kind in types {
        if let Type::Object(object) = kind {
            inner.extend(object.attributes.values().map(|it| it.kind.clone()));
        }
    }
    let whole = Type::map(if inner.is_empty() { return None } else { unified(&inner)? });
    types.iter().all(|it| converts(it, &whole)).then_some(whole)
}

fn tuples(types: &[Type]) -> Option<Type> {
    let items: Vec<&Arc<[Type]>> = types
        .iter()
        .filter_map(|it| match it {
            Type::Tuple(items) => Some(items),
            _ => None,
        })
        .collect();
    let (first, rest) = items.split_first()?;
    if rest.iter().any(|it| it.len() != first.len()) {
        return tuples_to_list(types);
    }
    let mut made = Vec::new();
    for index in 0..first.len() {
        let across: Vec<Type> = items.iter().map(|it| it[index].clone()).collect();
        made.push(unified(&across)?);
    }
    let whole = Type::Tuple(made.into());
    match types.iter().all(|it| *it == whole || converts(it, &whole)) {
        true => Some(whole),
        false => tuples_to_list(types),
    }
}

fn tuples_to_list(types: &[Type]) -> Option<Type> {
    let mut inner = Vec::new();
    for kind in types {
        if let Type::Tuple(items) = kind {
            inner.extend(items.iter().cloned());
        }
    }
    let whole = Type::list(if inner.is_empty() { return None } else { unified(&inner)? });
    types.iter().all(|it| converts(it, &whole)).then_some(whole)
}

/// Whether a value of one type may become one of another; some values may still not.
pub(super) fn converts(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (_, Type::Any | Type::Unknown) | (Type::Any | Type::Unknown, _) => true,
        (Type::Bool, Type::Number) | (Type::Number, Type::Bool) => false,
        (from, to) if from.is_primitive() && to.is_primitive() => true,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => converts(from, to),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => {
            let to = if **to == Type::Any { unified_or_any(from) } else { Some(Type::clone(to)) };
            to.is_some_and(|to| from.iter().all(|it| converts(it, &to)))
        }
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(to.iter()).all(|(a, b)| converts(a, b))
        }
        (Type::Object(from), Type::Map(to)) => {
            let from: Vec<Type> = from.attributes.values().map(|it| it.kind.clone()).collect();
            let to = if **to == Type::Any { unified_or_any(&from) } else { Some(Type::clone(to)) };
            to.is_some_and(|to| from.iter().all(|it| converts(it, &to)))
        }
        (Type::Map(from), Type::Object(to)) => {
            to.attributes.values().all(|it| it.optional || converts(from, &it.kind))
        }
        (Type::Object(from), Type::Object(to)) => {
            to.attributes.iter().all(|(name, wanted)| match from.attributes.get(name) {
                Some(given) => converts(&given.kind, &wanted.kind),
                None => wanted.optional || from.open,
            })
        }
        _ => false,
    }
}

/// The type of the elements of a list that is made of these.
pub(super) fn unified_or_any(types: &[Type]) -> Option<Type> {
    if types.is_empty() { Some(Type::Any) } else { unified(types) }
}

/// The indices of types, those first that are preferred.
fn by_preference(types: &[Type]) -> Vec<usize> {
    let count = types.len();
    let mut behind = vec![Vec::new(); count];
    let mut before = vec![0_usize; count];
    for one in 0..count {
        for other in one + 1..count {
            let (first, second) = match preferred(&types[one], &types[other]) {
                0 => continue,
                it if it < 0 => (one, other),
                _ => (other, one),
            };
            behind[first].push(second);
            before[second] += 1;
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|it| before[*it] == 0).collect();
    let mut next = 0;
    while let Some(index) = order.get(next).copied() {
        next += 1;
        for other in &behind[index] {
            before[*other] -= 1;
            if before[*other] == 0 {
                order.push(*other);
            }
        }
    }
    order
}

/// Below zero where the first is preferred, zero where neither is.
fn preferred(one: &Type, other: &Type) -> i8 {
    match (one, other) {
        (Type::Any, Type::Any) => 0,
        (Type::List(one), Type::List(other))
        | (Type::Set(one), Type::Set(other))
        | (Type::Map(one), Type::Map(other)) => preferred(one, other),
        (Type::Any, _)
        | (Type::Bool | Type::Number, Type::String)
        | (Type::Set(_), Type::Tuple(_) | Type::List(_))
        | (Type::Tuple(_), Type::List(_))
        | (Type::Object(_), Type::Map(_)) => 1,
        (_, Type::Any)
        | (Type::String, Type::Bool | Type::Number)
        | (Type::Tuple(_) | Type::List(_), Type::Set(_))
        | (Type::List(_), Type::Tuple(_))
        | (Type::Map(_), Type::Object(_)) => -1,
        (Type::Object(one), Type::Object(other))
            if one.attributes.keys().eq(other.attributes.keys()) =>
        {
            let pairs = one.attributes.values().zip(other.attributes.values());
            agreed(pairs.map(|(one, other)| preferred(&one.kind, &other.kind)))
        }
        (Type::Tuple(one), Type::Tuple(other)) if one.len() == other.len() => {
            agreed(one.iter().zip(other.iter()).map(|(one, other)| preferred(one, other)))
        }
        _ => 0,
    }
}

fn agreed(preferences: impl Iterator<Item = i8>) -> i8 {
    let (mut one, mut other) = (false, false);
    for preference in preferences {
        one |= preference < 0;
        other |= preference > 0;
    }
    i8::from(other) - i8::from(one)
}
