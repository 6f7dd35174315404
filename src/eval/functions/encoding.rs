//! Conversions, and JSON.

use std::fmt::Write as _;

use super::super::value::{Kind, Object, Value};
use super::super::{Number, convert};
use super::collection::to_set;
use super::{Answer, Entry, entry, items, text, variadic, whole_known};

pub(super) const TABLE: &[Entry] = &[
    entry("jsondecode", 1, 1, jsondecode),
    entry("jsonencode", 1, 1, jsonencode),
    entry("nonsensitive", 1, 1, |args| Ok(args[0].clone())),
    entry("sensitive", 1, 1, |args| Ok(args[0].clone())),
    entry("tobool", 1, 1, |args| Ok(convert::to_bool(&args[0]))),
    entry("tolist", 1, 1, tolist),
    entry("tomap", 1, 1, tomap),
    entry("tonumber", 1, 1, |args| Ok(convert::to_number(&args[0]))),
    entry("toset", 1, 1, |args| to_set(&args[0])),
    entry("tostring", 1, 1, |args| Ok(convert::to_string(&args[0]))),
    variadic("issensitive", 1, |_| Err(Value::unknown("issensitive() is not worked out", None))),
];

fn tolist(args: &[Value]) -> Answer {
    if args[0].is_null() {
        return Ok(Value::null());
    }
    Ok(Value { kind: Kind::Tuple(items(&args[0])?), from: args[0].from })
}

fn tomap(args: &[Value]) -> Answer {
    match &args[0].kind {
        Kind::Null | Kind::Object(_) | Kind::Unknown(_) => Ok(args[0].clone()),
        _ => Err(Value::error(format!("a {} is no map", args[0].type_name()))),
    }
}

fn jsonencode(args: &[Value]) -> Answer {
    let mut out = String::new();
    write_json(whole_known(&args[0])?, &mut out);
    Ok(out.into())
}

fn write_json(value: &Value, out: &mut String) {
    match &value.kind {
        Kind::Null | Kind::Unknown(_) => out.push_str("null"),
        Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Kind::Number(number) => out.push_str(&number.to_string()),
        Kind::String(text) => write_json_string(text, out),
        Kind::Tuple(items) | Kind::Set(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                write_json(item, out);
            }
            out.push(']');
        }
        Kind::Object(object) => {
            out.push('{');
            for (index, (key, item)) in object.entries.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                write_json_string(key, out);
                out.push(':');
                write_json(item, out);
            }
            out.push('}');
        }
    }
}

/// As Terraform escapes: also what would end a script in a page.
fn write_json_string(text: &str, out: &mut String) {
    let json = serde_json::Value::from(text).to_string();
    for char in json.chars() {
        match char {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            _ => out.push(char),
        }
    }
}

fn jsondecode(args: &[Value]) -> Answer {
    let json: serde_json::Value = serde_json::from_str(&text(&args[0])?)
        .map_err(|error| Value::error(format!("this is no JSON: {error}")))?;
    from_json(&json)
}

fn from_json(json: &serde_json::Value) -> Answer {
    Ok(match json {
        serde_json::Value::Null => Value::null(),
        serde_json::Value::Bool(value) => Value::from(*value),
        serde_json::Value::Number(number) => {
            let number = Number::parse(&number.to_string());
            number.ok_or_else(|| super::too_large("a number"))?.into()
        }
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => {
            Value::tuple(items.iter().map(from_json).collect::<Result<_, _>>()?)
        }
        serde_json::Value::Object(entries) => {
            let mut object = Object::default();
            for (key, value) in entries {
                object.entries.insert(key.as_str().into(), from_json(value)?);
            }
            Value::object(object.entries)
        }
    })
}
