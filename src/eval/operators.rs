//! Operators with Terraform's conversions, in three-valued logic.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::convert::{self, to_bool, to_number};
use super::number::Number;
use super::types::Type;
use super::unify::unified;
use super::value::{Kind, Object, Sequence, Shape, Unknown, Value, too_large};
use crate::syntax::{BinaryOp, UnaryOp};

pub(super) fn unary(operator: UnaryOp, operand: &Value) -> Value {
    let made = match operator {
        UnaryOp::Neg => match to_number(operand).kind {
            Kind::Number(number) => Value::from(number.negate()),
            other => not_null(other),
        },
        UnaryOp::Not => match to_bool(operand).kind {
            Kind::Bool(value) => Value::from(!value),
            other => not_null(other),
        },
    };
    made.marked(operand.marks)
}

fn not_null(kind: Kind) -> Value {
    match kind {
        Kind::Null(_) => Value::error("an operand is null"),
        other => Value::from(other),
    }
}

pub(super) fn binary(operator: BinaryOp, left: &Value, right: &Value) -> Value {
    let made = match operator {
        BinaryOp::And => logic(left, right, false),
        BinaryOp::Or => logic(left, right, true),
        BinaryOp::Eq => equal(left, right),
        BinaryOp::NotEq => match equal(left, right) {
            Value { kind: Kind::Bool(value), .. } => Value::from(!value),
            other => other,
        },
        _ => arithmetic(operator, left, right),
    };
    let marks = match operator {
        BinaryOp::Eq | BinaryOp::NotEq => left.all_marks().and(right.all_marks()),
        _ => left.marks.and(right.marks),
    };
    made.marked(marks)
}

/// `decides` is the value of one side that settles the result, whatever the other is. An error on the
/// right of a side that decides does not count: so it is from Terraform 1.12 on.
fn logic(left: &Value, right: &Value, decides: bool) -> Value {
    match (to_bool(left).kind, to_bool(right).kind) {
        (Kind::Bool(value), _) if value == decides => Value::from(decides),
        (Kind::Unknown(unknown), Kind::Unknown(error)) if !unknown.error && error.error => {
            Value::from(unknown).typed(&Type::Bool)
        }
        (Kind::Unknown(unknown), Kind::Null(_)) if !unknown.error => {
            Value::from(unknown).typed(&Type::Bool)
        }
        (Kind::Unknown(error), _) | (_, Kind::Unknown(error)) if error.error => Value::from(error),
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Value::error("an operand is null"),
        (_, Kind::Bool(value)) if value == decides => Value::from(decides),
        (Kind::Bool(_), Kind::Bool(_)) => Value::from(!decides),
        (Kind::Unknown(unknown), _) | (_, Kind::Unknown(unknown)) => {
            Value::from(unknown).typed(&Type::Bool)
        }
        _ => Value::error("an operand is no bool"),
    }
}

fn arithmetic(operator: BinaryOp, left: &Value, right: &Value) -> Value {
    let compares = matches!(
        operator,
        BinaryOp::Less | BinaryOp::LessEq | BinaryOp::Greater | BinaryOp::GreaterEq
    );
    let kind = if compares { Type::Bool } else { Type::Number };
    let (left, right) = match (to_number(left).kind, to_number(right).kind) {
        (Kind::Number(left), Kind::Number(right)) => (left, right),
        (Kind::Unknown(error), _) | (_, Kind::Unknown(error)) if error.error => {
            return Value::from(error);
        }
        (Kind::Null(_), _) | (_, Kind::Null(_)) => return Value::error("an operand is null"),
        (Kind::Unknown(unknown), _) | (_, Kind::Unknown(unknown)) => {
            return Value::from(unknown).typed(&kind);
        }
        _ => return Value::error("an operand is no number"),
    };
    match operator {
        BinaryOp::Less => Value::from(left.compare(&right) == Ordering::Less),
        BinaryOp::LessEq => Value::from(left.compare(&right) != Ordering::Greater),
        BinaryOp::Greater => Value::from(left.compare(&right) == Ordering::Greater),
        BinaryOp::GreaterEq => Value::from(left.compare(&right) != Ordering::Less),
        // To Terraform this is infinity, which stops most of what could be done with it, but not `try`.
        BinaryOp::Div | BinaryOp::Mod if right.is_zero() => {
            Value::unknown("a division by zero", None).typed(&Type::Number)
        }
        _ => {
            calculate(operator, &left, &right).map_or_else(|| too_large("the number"), Value::from)
        }
    }
}

fn calculate(operator: BinaryOp, left: &Number, right: &Number) -> Option<Number> {
    match operator {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Sub => left.checked_sub(right),
        BinaryOp::Mul => left.checked_mul(right),
        BinaryOp::Div => left.checked_div(right),
        _ => left.checked_rem(right),
    }
}

/// Values of different types are not equal: `1 == "1"` is false.
pub(super) fn equal(left: &Value, right: &Value) -> Value {
    match (&left.kind, &right.kind) {
        (Kind::Unknown(error), _) | (_, Kind::Unknown(error)) if error.error => {
            Value::from(Arc::clone(error))
        }
        (Kind::Unknown(unknown), known) | (known, Kind::Unknown(unknown)) => {
            // Of another type it can only be null, which a value that is there is not.
            let other = Value::from(known.clone());
            let may_be = matches!(known, Kind::Null(_) | Kind::Unknown(_))
                || unknown.kind.is_vague()
                || other.type_of().is_vague()
                || unknown.kind == other.type_of();
            match may_be {
                true => Value::from(Arc::clone(unknown)).typed(&Type::Bool),
                false => Value::from(false),
            }
        }
        (Kind::Null(_), Kind::Null(_)) => Value::from(true),
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Value::from(false),
        (Kind::Number(one), Kind::Number(other)) => Value::from(one.same(other)),
        (Kind::Sequence(one), Kind::Sequence(other)) => sequences(one, other),
        (Kind::Object(one), Kind::Object(other)) => objects(one, other),
        (one, other) => Value::from(one == other),
    }
}

fn sequences(one: &Sequence, other: &Sequence) -> Value {
    if *one.shape() == Shape::Either || *other.shape() == Shape::Either {
        let same = one.items().len() == other.items().len() && !one.is_set() && !other.is_set();
        return loosely(same, one.items().iter().zip(other.items()));
    }
    if std::mem::discriminant(one.shape()) != std::mem::discriminant(other.shape()) {
        return Value::from(false);
    }
    if let (Shape::List(one), Shape::List(other)) | (Shape::Set(one), Shape::Set(other)) =
        (one.shape(), other.shape())
        && one != other
        && !one.is_vague()
        && !other.is_vague()
    {
        return Value::from(false);
    }
    if one.items().len() != other.items().len() {
        return Value::from(false);
    }
    all_equal(one.items().iter().zip(other.items()))
}

/// Of one shape or not, that is not known: only what differs all the same is certain.
fn loosely<'v>(same: bool, pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Value {
    match same && all_equal(pairs).as_bool() != Some(false) {
        true => Value::unknown(
            "whether it is a list or a tuple, a map or an object, is not known",
            None,
        )
        .typed(&Type::Bool),
        false => Value::from(false),
    }
}

fn objects(one: &Object, other: &Object) -> Value {
    if one.is_loose() || other.is_loose() {
        let same = one.entries().keys().eq(other.entries().keys());
        let same = same || one.open().is_some() || other.open().is_some();
        return loosely(same, one.entries().values().zip(other.entries().values()));
    }
    if one.element().is_some() != other.element().is_some() {
        return Value::from(false);
    }
    if let (Some(one), Some(other)) = (one.element(), other.element())
        && one != other
        && !one.is_vague()
        && !other.is_vague()
    {
        return Value::from(false);
    }
    match one.open().or(other.open()) {
        Some(unknown) => Value::from(Arc::clone(unknown)).typed(&Type::Bool),
        None if !one.entries().keys().eq(other.entries().keys()) => Value::from(false),
        None => all_equal(one.entries().values().zip(other.entries().values())),
    }
}

fn all_equal<'v>(pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Value {
    let mut result = Value::from(true);
    for (one, other) in pairs {
        let equal = equal(one, other);
        match equal.as_bool() {
            Some(true) => {}
            Some(false) => return equal,
            None => result = equal,
        }
    }
    result
}

/// What becomes of the results of a conditional.
enum Common {
    /// They stay as they are.
    Same,
    To(Type),
    /// There is no such type.
    None,
}

/// Both results become of one type, and what they agree on does not depend on the condition.
pub(super) fn conditional(condition: &Value, then: &Value, otherwise: &Value) -> Value {
    let common = common(then, otherwise);
    if matches!(common, Common::None) {
        return Value::error("the two results are of different types");
    }
    let marks = condition.marks.and(then.marks).and(otherwise.marks);
    let chosen = |value: &Value, other: &Value| match &common {
        // Of what type the other is decides what becomes of this one.
        Common::To(Type::Unknown) => convert::vague(value, other.first_unknown()),
        Common::To(kind) => convert::to_type(value, kind).at(value.from),
        _ => value.clone(),
    };
    let made = match to_bool(condition).kind {
        Kind::Bool(true) => chosen(then, otherwise),
        Kind::Bool(false) => chosen(otherwise, then),
        Kind::Null(_) => failed("the condition is null", &common, then),
        Kind::Unknown(unknown) if unknown.error => failed(&unknown.reason, &common, then),
        Kind::Unknown(unknown) => {
            let (then, otherwise) = (chosen(then, otherwise), chosen(otherwise, then));
            // An error in the result that is not taken does not count.
            match then.is_error() || otherwise.is_error() {
                true => Value::from(unknown).typed(&Type::Unknown),
                false => either(&then, &otherwise, &unknown),
            }
        }
        _ => failed("the condition is no bool", &common, then),
    };
    made.marked(marks)
}

/// It has no value, and the type that it would have had.
fn failed(reason: &str, common: &Common, then: &Value) -> Value {
    let kind = match common {
        Common::To(kind) => kind.clone(),
        _ => then.type_of(),
    };
    Value::error(reason).of_type(&kind)
}

fn common(then: &Value, otherwise: &Value) -> Common {
    let untyped = |it: &Value| matches!(it.kind, Kind::Null(Type::Any));
    let nothing = |it: &Value| it.is_error() && it.type_of() == Type::Unknown;
    if nothing(then) || nothing(otherwise) {
        return Common::Same;
    }
    if untyped(then) || untyped(otherwise) {
        let other = if untyped(then) { otherwise } else { then };
        return Common::To(other.type_of());
    }
    let (one, other) = (then.type_of(), otherwise.type_of());
    if one == other {
        return Common::Same;
    }
    unified(&[one, other]).map_or(Common::None, Common::To)
}

/// One of two values, it is not known which: what they have in common.
fn either(one: &Value, other: &Value, unknown: &Arc<Unknown>) -> Value {
    if one.kind == other.kind && one.is_known() {
        return one.clone();
    }
    let open = |kind: Type| Value::from(Arc::clone(unknown)).typed(&kind);
    match (&one.kind, &other.kind) {
        (Kind::Object(left), Kind::Object(right))
            if left.element().is_some() == right.element().is_some() =>
        {
            let mut entries = BTreeMap::new();
            for (key, value) in left.entries() {
                if let Some(other) = right.get(key) {
                    entries.insert(key.clone(), either(value, other, unknown));
                }
            }
            let same = left.entries().keys().eq(right.entries().keys());
            let more = left.open().or(right.open()).cloned();
            let more = more.or_else(|| (!same).then(|| Arc::clone(unknown)));
            let object = match left.element() {
                Some(element) => Object::map(entries, element.clone()),
                None => Object::new(entries),
            };
            Value::from(object.opened(more)).at(one.from)
        }
        (Kind::Sequence(left), Kind::Sequence(right))
            if left.shape() == right.shape()
                && !left.is_set()
                && left.items().len() == right.items().len() =>
        {
            let items = left.items().iter().zip(right.items());
            let items = items.map(|(one, other)| either(one, other, unknown)).collect();
            Value::sequence(left.shape().clone(), items).at(one.from)
        }
        _ => {
            let (left, right) = (one.type_of(), other.type_of());
            open(if left == right { right } else { Type::Unknown })
        }
    }
}
