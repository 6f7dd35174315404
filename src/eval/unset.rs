//! What rules and components ask most: whether somebody chose a value.

use super::{Kind, Value};

/// Nobody chose a value: it is absent, null, or one of those that mean the same.
pub fn unset(value: &Value, like: &[Value]) -> Value {
    match &value.kind {
        Kind::Null(_) => Value::from(true),
        Kind::Unknown(_) => value.clone(),
        _ => Value::from(like.iter().any(|it| same(value, it))),
    }
}

/// `0` and `"0"` mean the same to a provider.
fn same(one: &Value, other: &Value) -> bool {
    let text = |value: &Value| match &value.kind {
        Kind::Bool(_) | Kind::Number(_) => Some(value.to_hcl()),
        Kind::String(text) => Some(text.to_string()),
        _ => None,
    };
    one.kind == other.kind || text(one).is_some_and(|it| Some(it) == text(other))
}
