//! Terraform's conversions between primitive types. Null stays null, unknown stays unknown.

use ecow::EcoString;

use super::number::Number;
use super::value::{Kind, Value};

pub(super) fn to_string(value: &Value) -> Value {
    let text: EcoString = match &value.kind {
        Kind::Null | Kind::String(_) | Kind::Unknown(_) => return value.clone(),
        Kind::Bool(true) => "true".into(),
        Kind::Bool(false) => "false".into(),
        Kind::Number(number) => number.to_string().into(),
        _ => return Value::error(format!("a {} is no string", value.type_name())),
    };
    Value { kind: Kind::String(text), from: value.from }
}

pub(super) fn to_number(value: &Value) -> Value {
    let number = match &value.kind {
        Kind::Null | Kind::Number(_) | Kind::Unknown(_) => return value.clone(),
        Kind::String(text) => match Number::parse(text) {
            Some(number) => number,
            None if looks_like_a_number(text) => return super::value::too_large("the number"),
            None => return Value::error(format!("\"{text}\" is no number")),
        },
        _ => return Value::error(format!("a {} is no number", value.type_name())),
    };
    Value { kind: Kind::Number(number), from: value.from }
}

fn looks_like_a_number(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_digit() || it == '-' || it == '+' || it == '.')
        && text.chars().all(|it| it.is_ascii_digit() || "+-.eE".contains(it))
}

pub(super) fn to_bool(value: &Value) -> Value {
    let bool = match &value.kind {
        Kind::Null | Kind::Bool(_) | Kind::Unknown(_) => return value.clone(),
        // "1" and "0" were accepted by cty for a while; Terraform 1.11 takes these four.
        Kind::String(text) => match text.as_str() {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return Value::error(format!("\"{text}\" is no bool")),
        },
        _ => return Value::error(format!("a {} is no bool", value.type_name())),
    };
    Value { kind: Kind::Bool(bool), from: value.from }
}
