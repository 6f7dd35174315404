//! What rules and components ask most: whether somebody chose a value.

use super::{Kind, Type, Value, of_unknown};

/// Nobody chose a value: it is absent, null, or one of those that mean the same.
pub fn unset(value: &Value, like: &[Value]) -> Value {
    match &value.kind {
        Kind::Null(_) => Value::from(true),
        // A number that is not known would be no answer to a question, and would hide why.
        Kind::Unknown(_) => of_unknown(value, Type::Bool).marked(value.marks),
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
