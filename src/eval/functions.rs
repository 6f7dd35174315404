//! Terraform's functions: one table, one file a family. A function gets its arguments evaluated; what
//! it cannot answer is a value too, unknown with the reason.

mod collection;
mod encoding;
mod numeric;
mod string;

use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::number::Number;
use super::value::{Kind, Object, Value, too_large};
use super::{access, convert};

/// `Err` is the value to answer with instead: unknown, or an error.
type Answer = Result<Value, Value>;
type Function = fn(&[Value]) -> Answer;

struct Entry {
    name: &'static str,
    /// The fewest arguments and, unless any number will do, the most.
    arity: (usize, Option<usize>),
    function: Function,
}

const fn entry(name: &'static str, least: usize, most: usize, function: Function) -> Entry {
    Entry { name, arity: (least, Some(most)), function }
}

const fn variadic(name: &'static str, least: usize, function: Function) -> Entry {
    Entry { name, arity: (least, None), function }
}

/// The most elements that a function makes.
const MAX_ELEMENTS: usize = 100_000;

pub(super) fn call(name: &str, args: &[Value], fuel: &mut usize) -> Value {
    let tables = [collection::TABLE, encoding::TABLE, numeric::TABLE, string::TABLE];
    let Some(entry) = tables.iter().flat_map(|it| it.iter()).find(|it| it.name == name) else {
        return nobodys(name);
    };
    let (least, most) = entry.arity;
    if args.len() < least || most.is_some_and(|most| args.len() > most) {
        return Value::error(eco_format!("{name}() does not take {} arguments", args.len()));
    }
    *fuel = fuel.saturating_sub(args.iter().map(weight).sum());
    (entry.function)(args).unwrap_or_else(|instead| instead)
}

/// How much there is to go over.
fn weight(value: &Value) -> usize {
    match &value.kind {
        Kind::Tuple(items) | Kind::Set(items) => items.len(),
        Kind::Object(object) => object.entries.len(),
        Kind::String(text) => text.len() / 64,
        _ => 1,
    }
}

/// Functions of Terraform 1.11 that have no answer here.
const UNDONE: &[&str] = &[
    "abspath",
    "base64decode",
    "base64encode",
    "base64gzip",
    "base64sha256",
    "base64sha512",
    "basename",
    "bcrypt",
    "cidrhost",
    "cidrnetmask",
    "cidrsubnet",
    "cidrsubnets",
    "csvdecode",
    "dirname",
    "ephemeralasnull",
    "file",
    "filebase64",
    "filebase64sha256",
    "filebase64sha512",
    "fileexists",
    "filemd5",
    "fileset",
    "filesha1",
    "filesha256",
    "filesha512",
    "formatdate",
    "log",
    "md5",
    "pathexpand",
    "plantimestamp",
    "rsadecrypt",
    "sha1",
    "sha256",
    "sha512",
    "strrev",
    "templatefile",
    "templatestring",
    "textdecodebase64",
    "textencodebase64",
    "timeadd",
    "timecmp",
    "timestamp",
    "type",
    "urlencode",
    "uuid",
    "uuidv5",
    "yamldecode",
    "yamlencode",
];

fn nobodys(name: &str) -> Value {
    if UNDONE.contains(&name) || name.contains("::") {
        return Value::unknown(eco_format!("{name}() is not worked out"), None);
    }
    Value::error(eco_format!("there is no function {name}()"))
}

fn text(value: &Value) -> Result<EcoString, Value> {
    match convert::to_string(value) {
        Value { kind: Kind::String(text), .. } => Ok(text),
        other => Err(or_error(other)),
    }
}

fn number(value: &Value) -> Result<Number, Value> {
    match convert::to_number(value) {
        Value { kind: Kind::Number(number), .. } => Ok(number),
        other => Err(or_error(other)),
    }
}

fn bool(value: &Value) -> Result<bool, Value> {
    match convert::to_bool(value) {
        Value { kind: Kind::Bool(bool), .. } => Ok(bool),
        other => Err(or_error(other)),
    }
}

fn whole(value: &Value) -> Result<i64, Value> {
    number(value)?.as_i64().ok_or_else(|| Value::error("a whole number is needed"))
}

fn items(value: &Value) -> Result<Arc<[Value]>, Value> {
    access::elements(value)
}

fn object(value: &Value) -> Result<Arc<Object>, Value> {
    match &value.kind {
        Kind::Object(object) => Ok(Arc::clone(object)),
        Kind::Unknown(_) => Err(value.clone()),
        _ => Err(Value::error(eco_format!("a {} is no map", value.type_name()))),
    }
}

/// An object all of whose keys are known.
fn closed(value: &Value) -> Result<Arc<Object>, Value> {
    let object = object(value)?;
    match &object.open {
        Some(unknown) => Err(Value { kind: Kind::Unknown(Arc::clone(unknown)), from: None }),
        None => Ok(object),
    }
}

/// Null is no argument.
fn or_error(value: Value) -> Value {
    if value.is_null() { Value::error("an argument is null") } else { value }
}

/// A value with nothing unknown in it.
fn whole_known(value: &Value) -> Result<&Value, Value> {
    match value.first_unknown() {
        Some(unknown) => Err(Value { kind: Kind::Unknown(Arc::clone(unknown)), from: value.from }),
        None => Ok(value),
    }
}

fn list(items: Vec<Value>) -> Answer {
    if items.len() > MAX_ELEMENTS {
        return Err(too_large("the list"));
    }
    Ok(Value::tuple(items))
}
