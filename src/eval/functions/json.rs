//! JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::number::Number;
use super::super::value::{Kind, Value, too_large};
use super::{Answer, Entry, NULLABLE, TEXT, Want, entry, known, str};

pub(super) const TABLE: &[Entry] = &[
    entry("jsondecode", &[TEXT], Want::Any, jsondecode),
    entry("jsonencode", &[NULLABLE], Want::Text, jsonencode),
];

fn jsonencode(args: &[Value]) -> Answer {
    Ok(encoded(known(&args[0])?).into())
}

pub(super) fn encoded(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match &value.kind {
        Kind::Null(_) | Kind::Unknown(_) => out.push_str("null"),
        Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Kind::Number(number) => out.push_str(&number.to_string()),
        Kind::String(text) => write_string(text, out),
        Kind::Sequence(sequence) => {
            out.push('[');
            for (index, item) in sequence.items().iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                write(item, out);
            }
            out.push(']');
        }
        Kind::Object(object) => {
            out.push('{');
            for (index, (key, item)) in object.entries().iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                write_string(key, out);
                out.push(':');
                write(item, out);
            }
            out.push('}');
        }
    }
}

/// As Terraform escapes: also what would end a script in a page.
fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            _ => out.push(char),
        }
    }
    out.push('"');
}

fn jsondecode(args: &[Value]) -> Answer {
    let json: serde_json::Value =
        serde_json::from_str(str(&args[0])).map_err(|error| match error.to_string() {
            // Terraform puts a replacement where half of a character is missing, and nests deeper.
            it if it.contains("hex escape")
                || it.contains("surrogate")
                || it.contains("recursion") =>
            {
                Value::unknown("this JSON is not worked out", None)
            }
            it => Value::error(format!("this is no JSON: {it}")),
        })?;
    from_json(&json)
}

fn from_json(json: &serde_json::Value) -> Answer {
    Ok(match json {
        serde_json::Value::Null => Value::null(),
        serde_json::Value::Bool(value) => Value::from(*value),
        serde_json::Value::Number(number) => {
            let number = Number::parse(&number.to_string());
            number.ok_or_else(|| too_large("a number"))?.into()
        }
        serde_json::Value::String(text) => super::text::normal(text),
        serde_json::Value::Array(items) => {
            Value::tuple(items.iter().map(from_json).collect::<Result<_, _>>()?)
        }
        serde_json::Value::Object(entries) => {
            let mut object = BTreeMap::new();
            for (key, value) in entries {
                object.insert(super::super::composed(key), from_json(value)?);
            }
            Value::object(object)
        }
    })
}
