//! Operators with Terraform's conversions, in three-valued logic.

use std::cmp::Ordering;
use std::sync::Arc;

use super::convert::{to_bool, to_number, to_string};
use super::number::Number;
use super::value::{Kind, Value, too_large};
use crate::syntax::{BinaryOp, UnaryOp};

pub(super) fn unary(operator: UnaryOp, operand: &Value) -> Kind {
    match operator {
        UnaryOp::Neg => match to_number(operand).kind {
            // Terraform tells minus zero from zero.
            Kind::Number(number) if number.is_zero() => Value::unknown("minus zero", None).kind,
            Kind::Number(number) => Kind::Number(number.negate()),
            other => not_null(other),
        },
        UnaryOp::Not => match to_bool(operand).kind {
            Kind::Bool(value) => Kind::Bool(!value),
            other => not_null(other),
        },
    }
}

fn not_null(kind: Kind) -> Kind {
    match kind {
        Kind::Null => Value::error("an operand is null").kind,
        other => other,
    }
}

pub(super) fn binary(operator: BinaryOp, left: &Value, right: &Value) -> Kind {
    match operator {
        BinaryOp::And => logic(left, right, false),
        BinaryOp::Or => logic(left, right, true),
        BinaryOp::Eq => equal(left, right),
        BinaryOp::NotEq => match equal(left, right) {
            Kind::Bool(value) => Kind::Bool(!value),
            other => other,
        },
        _ => arithmetic(operator, left, right),
    }
}

/// `decides` is the value of one side that settles the result, whatever the other is.
fn logic(left: &Value, right: &Value, decides: bool) -> Kind {
    match (to_bool(left).kind, to_bool(right).kind) {
        (Kind::Bool(value), _) | (_, Kind::Bool(value)) if value == decides => Kind::Bool(decides),
        (Kind::Bool(_), Kind::Bool(_)) => Kind::Bool(!decides),
        (unknown @ Kind::Unknown(_), _) | (_, unknown @ Kind::Unknown(_)) => unknown,
        _ => Value::error("an operand is null").kind,
    }
}

fn arithmetic(operator: BinaryOp, left: &Value, right: &Value) -> Kind {
    let (left, right) = match (to_number(left).kind, to_number(right).kind) {
        (Kind::Number(left), Kind::Number(right)) => (left, right),
        (unknown @ Kind::Unknown(_), _) | (_, unknown @ Kind::Unknown(_)) => return unknown,
        _ => return Value::error("an operand is null").kind,
    };
    match operator {
        BinaryOp::Less => Kind::Bool(left.compare(right) == Ordering::Less),
        BinaryOp::LessEq => Kind::Bool(left.compare(right) != Ordering::Greater),
        BinaryOp::Greater => Kind::Bool(left.compare(right) == Ordering::Greater),
        BinaryOp::GreaterEq => Kind::Bool(left.compare(right) != Ordering::Less),
        // To Terraform this is infinity, which stops most of what could be done with it, but not `try`.
        BinaryOp::Div | BinaryOp::Mod if right.is_zero() => {
            Value::unknown("a division by zero", None).kind
        }
        _ => calculate(operator, left, right)
            .map_or_else(|| too_large("the number").kind, Kind::Number),
    }
}

fn calculate(operator: BinaryOp, left: Number, right: Number) -> Option<Number> {
    match operator {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Sub => left.checked_sub(right),
        BinaryOp::Mul => left.checked_mul(right),
        BinaryOp::Div => left.checked_div(right),
        _ => left.checked_rem(right),
    }
}

/// Values of different types are not equal: `1 == "1"` is false.
pub(super) fn equal(left: &Value, right: &Value) -> Kind {
    match (&left.kind, &right.kind) {
        (Kind::Unknown(unknown), _) | (_, Kind::Unknown(unknown)) => {
            Kind::Unknown(Arc::clone(unknown))
        }
        (Kind::Tuple(one), Kind::Tuple(other)) => sequences(one, other),
        (Kind::Object(one), Kind::Object(other)) => match one.open.as_ref().or(other.open.as_ref())
        {
            Some(unknown) => Kind::Unknown(Arc::clone(unknown)),
            None if !one.entries.keys().eq(other.entries.keys()) => Kind::Bool(false),
            None => all_equal(one.entries.values().zip(other.entries.values())),
        },
        (one, other) => Kind::Bool(one == other),
    }
}

fn sequences(one: &[Value], other: &[Value]) -> Kind {
    if one.len() != other.len() {
        return Kind::Bool(false);
    }
    all_equal(one.iter().zip(other))
}

fn all_equal<'v>(pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Kind {
    let mut result = Kind::Bool(true);
    for (one, other) in pairs {
        match equal(one, other) {
            Kind::Bool(true) => {}
            Kind::Bool(false) => return Kind::Bool(false),
            unknown => result = unknown,
        }
    }
    result
}

/// An unknown condition does not matter where both branches say the same.
pub(super) fn conditional(condition: &Value, then: Value, otherwise: Value) -> Value {
    match to_bool(condition).kind {
        Kind::Bool(true) => unified(then, &otherwise),
        Kind::Bool(false) => unified(otherwise, &then),
        Kind::Null => Value::error("the condition is null"),
        unknown => {
            let (then, otherwise) = (unified(then.clone(), &otherwise), unified(otherwise, &then));
            match equal(&then, &otherwise) {
                Kind::Bool(true) => then,
                _ => Value { kind: unknown, from: condition.from },
            }
        }
    }
}

/// What has one type with others: a string among them makes numbers and bools strings.
pub(super) fn unified(chosen: Value, other: &Value) -> Value {
    match (&chosen.kind, &other.kind) {
        (Kind::Number(_) | Kind::Bool(_), Kind::String(_)) => to_string(&chosen),
        _ => chosen,
    }
}
