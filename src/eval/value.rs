//! Values. Cheap to clone; each knows the place that made it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::number::Number;
use crate::source::Span;

#[derive(Clone, PartialEq, Debug)]
pub struct Value {
    pub kind: Kind,
    /// The expression that set it: a literal, wherever the value has been carried since.
    pub from: Option<Span>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    Null,
    Bool(bool),
    Number(Number),
    String(EcoString),
    /// A tuple or a list.
    Tuple(Arc<[Value]>),
    /// Sorted and without doubles; holds nothing unknown.
    Set(Arc<[Value]>),
    /// An object or a map.
    Object(Arc<Object>),
    Unknown(Arc<Unknown>),
}

/// Keys in Terraform's order, which is that of their bytes.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Object {
    pub entries: BTreeMap<EcoString, Value>,
    /// There may be more keys than these: why that is not known.
    pub open: Option<Arc<Unknown>>,
}

impl Object {
    /// Some key that is not known was set: any entry so far may have been replaced.
    pub fn open(&mut self, unknown: Arc<Unknown>) {
        for value in self.entries.values_mut() {
            value.kind = Kind::Unknown(Arc::clone(&unknown));
        }
        self.open = Some(unknown);
    }
}

/// Why a value is not known.
#[derive(Clone, PartialEq, Debug)]
pub struct Unknown {
    /// In words that a reader can act on.
    pub reason: EcoString,
    /// The expression that blocked the way.
    pub at: Option<Span>,
    /// Terraform would stop here, and `try` would go on.
    pub error: bool,
}

impl Value {
    pub fn null() -> Value {
        Value { kind: Kind::Null, from: None }
    }

    pub fn tuple(items: Vec<Value>) -> Value {
        Value { kind: Kind::Tuple(items.into()), from: None }
    }

    pub fn object(entries: BTreeMap<EcoString, Value>) -> Value {
        let object = Object { entries, open: None };
        Value { kind: Kind::Object(Arc::new(object)), from: None }
    }

    pub fn unknown(reason: impl Into<EcoString>, at: Option<Span>) -> Value {
        let unknown = Unknown { reason: reason.into(), at, error: false };
        Value { kind: Kind::Unknown(Arc::new(unknown)), from: None }
    }

    /// Unknown because Terraform would report an error.
    pub fn error(reason: impl Into<EcoString>) -> Value {
        let unknown = Unknown { reason: reason.into(), at: None, error: true };
        Value { kind: Kind::Unknown(Arc::new(unknown)), from: None }
    }

    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    pub fn is_error(&self) -> bool {
        matches!(&self.kind, Kind::Unknown(unknown) if unknown.error)
    }

    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The place where the value was used, unless it knows where it was made.
    pub(super) fn seen(mut self, span: Span) -> Value {
        self.from = self.from.or(Some(span));
        self.blamed_on(span)
    }

    /// The expression to blame, unless a smaller one is already.
    pub(super) fn blamed_on(mut self, span: Span) -> Value {
        if let Kind::Unknown(unknown) = &mut self.kind
            && unknown.at.is_none()
        {
            Arc::make_mut(unknown).at = Some(span);
        }
        self
    }

    pub(super) fn push(&mut self, value: Value) {
        if let Kind::Tuple(items) = &mut self.kind {
            *items = items.iter().cloned().chain([value]).collect();
        }
    }

    /// How many values it holds inside, itself not counted. `None` where these are more than `most`.
    pub(super) fn nodes(&self, most: usize) -> Option<usize> {
        let inside: &mut dyn Iterator<Item = &Value> = match &self.kind {
            Kind::Tuple(items) | Kind::Set(items) => &mut items.iter(),
            Kind::Object(object) => &mut object.entries.values(),
            _ => return Some(0),
        };
        let mut nodes = 0;
        for value in inside {
            nodes += 1;
            nodes += value.nodes(most.checked_sub(nodes)?)?;
        }
        Some(nodes)
    }

    /// The first unknown at any depth.
    pub fn first_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            Kind::Tuple(items) | Kind::Set(items) => items.iter().find_map(Value::first_unknown),
            Kind::Object(object) => {
                let entries = object.entries.values().find_map(Value::first_unknown);
                entries.or(object.open.as_ref())
            }
            _ => None,
        }
    }

    /// What Terraform calls the type, for messages.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "bool",
            Kind::Number(_) => "number",
            Kind::String(_) => "string",
            Kind::Tuple(_) => "list",
            Kind::Set(_) => "set",
            Kind::Object(_) => "object",
            Kind::Unknown(_) => "unknown",
        }
    }

    /// As HCL, on one line.
    pub fn to_hcl(&self) -> String {
        let mut out = String::new();
        self.write_hcl(&mut out);
        out
    }

    fn write_hcl(&self, out: &mut String) {
        match &self.kind {
            Kind::Null => out.push_str("null"),
            Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Kind::Number(number) => out.push_str(&number.to_string()),
            Kind::String(text) => write_quoted(text, out),
            Kind::Tuple(items) | Kind::Set(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { ", " });
                    item.write_hcl(out);
                }
                out.push(']');
            }
            Kind::Object(object) => write_object(object, out),
            Kind::Unknown(_) => out.push_str("(unknown)"),
        }
    }
}

fn write_object(object: &Object, out: &mut String) {
    out.push('{');
    for (index, (key, value)) in object.entries.iter().enumerate() {
        out.push_str(if index == 0 { " " } else { ", " });
        write_quoted(key, out);
        out.push_str(" = ");
        value.write_hcl(out);
    }
    out.push_str(match (object.entries.is_empty(), &object.open) {
        (true, None) => "}",
        (_, None) => " }",
        (true, Some(_)) => " (more) }",
        (false, Some(_)) => ", (more) }",
    });
}

/// A string in quotes as Terraform reads it.
fn write_quoted(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            it if it.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(it));
            }
            it => out.push(it),
        }
    }
    out.push('"');
    if text.contains("${") || text.contains("%{") {
        *out = out.replace("${", "$${").replace("%{", "%%{");
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value { kind: Kind::Bool(value), from: None }
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Value {
        Value { kind: Kind::Number(value), from: None }
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Value {
        Value::from(Number::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value { kind: Kind::String(value.into()), from: None }
    }
}

impl From<EcoString> for Value {
    fn from(value: EcoString) -> Value {
        Value { kind: Kind::String(value), from: None }
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value { kind: Kind::String(value.into()), from: None }
    }
}

/// Too much of something.
pub(super) fn too_large(what: &str) -> Value {
    Value::unknown(eco_format!("{what} is too large to work out"), None)
}
