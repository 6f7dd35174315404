//! Terraform's functions: one table, one file a family. What every function would have to do is done
//! here: arguments become what the function takes, null and unknown are turned away, marks are kept.
#![expect(clippy::unnecessary_wraps, reason = "the functions of a table have one form")]

mod collection;
mod dates;
mod encoding;
mod file;
mod format;
mod hash;
mod json;
mod maps;
mod network;
mod numeric;
mod pure;
mod regular;
mod set;
mod text;
mod yaml;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use ecow::{EcoString, eco_format};

use super::Evaluator;
use super::convert;
use super::number::Number;
use super::types::Type;
use super::value::{Kind, Marks, Object, Value, too_large};

/// `Err` is the value to answer with instead: unknown, or an error.
type Answer = Result<Value, Value>;
type Plain = fn(&[Value]) -> Answer;
type Reading = fn(&mut Evaluator<'_>, &[Value]) -> Answer;

/// What a function takes.
#[derive(Clone, Copy)]
enum Want {
    Any,
    Bool,
    Number,
    Text,
    Texts,
    Bools,
    List,
    Set,
    MapOfTexts,
}

impl Want {
    fn kind(self) -> Type {
        match self {
            Want::Any => Type::Any,
            Want::Bool => Type::Bool,
            Want::Number => Type::Number,
            Want::Text => Type::String,
            Want::Texts => Type::list(Type::String),
            Want::Bools => Type::list(Type::Bool),
            Want::List => Type::list(Type::Any),
            Want::Set => Type::set(Type::Any),
            Want::MapOfTexts => Type::map(Type::list(Type::String)),
        }
    }
}

#[derive(Clone, Copy)]
struct Param {
    want: Want,
    /// May be null.
    null: bool,
    /// May be unknown.
    unknown: bool,
}

const fn param(want: Want) -> Param {
    Param { want, null: false, unknown: false }
}

const ANY: Param = param(Want::Any);
const TEXT: Param = param(Want::Text);
const NUMBER: Param = param(Want::Number);
const BOOLS: Param = param(Want::Bools);
const TEXTS: Param = param(Want::Texts);
const LIST: Param = param(Want::List);
const SET: Param = param(Want::Set);
/// Anything at all, null and unknown too.
const ALL: Param = Param { want: Want::Any, null: true, unknown: true };
const SOME_UNKNOWN: Param = Param { want: Want::Any, null: false, unknown: true };
const NULLABLE: Param = Param { want: Want::Any, null: true, unknown: false };

struct Entry {
    name: &'static str,
    params: &'static [Param],
    /// What may follow, any number of times.
    rest: Option<Param>,
    returns: Want,
    /// The marks of what is inside of arguments stay inside of the result.
    deep: bool,
    function: Function,
}

enum Function {
    Plain(Plain),
    /// Reads files, or evaluates templates.
    Reading(Reading),
}

const fn entry(
    name: &'static str,
    params: &'static [Param],
    returns: Want,
    function: Plain,
) -> Entry {
    Entry { name, params, rest: None, returns, deep: false, function: Function::Plain(function) }
}

const fn reading(
    name: &'static str,
    params: &'static [Param],
    returns: Want,
    function: Reading,
) -> Entry {
    Entry { name, params, rest: None, returns, deep: false, function: Function::Reading(function) }
}

impl Entry {
    const fn and(mut self, rest: Param) -> Entry {
        self.rest = Some(rest);
        self
    }

    const fn deep(mut self) -> Entry {
        self.deep = true;
        self
    }

    /// The arguments as the function takes them. The outer `Err` is the answer.
    fn prepared(&self, args: &[Value], deep: bool) -> Result<(Vec<Value>, Marks), Value> {
        let wrong =
            args.len() < self.params.len() || args.len() > self.params.len() && self.rest.is_none();
        if wrong {
            return Err(Value::error(eco_format!(
                "{}() does not take {} arguments",
                self.name,
                args.len()
            )));
        }
        let mut prepared = Vec::with_capacity(args.len());
        let mut marks = Marks::default();
        let mut unknown = None;
        let params =
            self.params.iter().chain(std::iter::repeat_n(self.rest.iter(), args.len()).flatten());
        for (arg, param) in args.iter().zip(params) {
            if arg.is_error() {
                return Err(arg.clone());
            }
            let mut value = convert::to_type(arg, &param.want.kind());
            if value.is_error() {
                return Err(value);
            }
            if value.is_null() && !param.null {
                return Err(Value::error("an argument is null"));
            }
            marks = marks.and(if deep { value.marks } else { value.all_marks() });
            if matches!(value.kind, Kind::Unknown(_)) && !param.unknown {
                unknown = unknown.or(Some(value.clone()));
            }
            if deep {
                value.marks = Marks::default();
            } else {
                value = value.unmarked();
            }
            prepared.push(value);
        }
        match unknown {
            Some(unknown) => Err(unknown.typed(&self.returned()).marked(marks)),
            None => Ok((prepared, marks)),
        }
    }

    fn returned(&self) -> Type {
        match self.returns {
            Want::Any => Type::Unknown,
            want => want.kind(),
        }
    }
}

/// The most elements that a function makes.
const MAX_ELEMENTS: usize = 100_000;

static TABLE: LazyLock<HashMap<&str, &Entry>> = LazyLock::new(|| {
    let families = [
        collection::TABLE,
        dates::TABLE,
        encoding::TABLE,
        file::TABLE,
        format::TABLE,
        hash::TABLE,
        json::TABLE,
        maps::TABLE,
        network::TABLE,
        numeric::TABLE,
        regular::TABLE,
        set::TABLE,
        text::TABLE,
        yaml::TABLE,
        NEVER,
    ];
    families.into_iter().flatten().map(|it| (it.name, it)).collect()
});

/// What these choose is whole resources in rules, of which one secret argument says nothing of the others.
const CHOOSING: &[&str] = &["coalesce", "coalescelist", "distinct", "matchkeys", "one"];

pub(super) fn call(name: &str, args: &[Value], evaluator: &mut Evaluator<'_>) -> Value {
    let name = name.strip_prefix("core::").unwrap_or(name);
    if let Some(value) = set::about_marks(name, args) {
        return value;
    }
    let Some(entry) = TABLE.get(name) else { return nobodys(name, args) };
    let weight = args.iter().map(weight).fold(0, usize::saturating_add);
    evaluator.fuel = evaluator.fuel.saturating_sub(weight);
    let deep = entry.deep || evaluator.scope.lenient() && CHOOSING.contains(&entry.name);
    let (args, marks) = match entry.prepared(args, deep) {
        Ok(prepared) => prepared,
        Err(instead) => return instead,
    };
    let answer = match entry.function {
        Function::Plain(function) => function(&args),
        Function::Reading(function) => function(evaluator, &args),
    };
    let value = answer.unwrap_or_else(|instead| instead.typed(&entry.returned())).marked(marks);
    if args.iter().any(Value::is_loose) { convert::loosened(&value) } else { value }
}

/// Every name that Terraform knows a function by, but for those of providers.
pub fn names() -> impl Iterator<Item = &'static str> {
    const SPECIAL: &[&str] =
        &["can", "ephemeralasnull", "issensitive", "nonsensitive", "sensitive", "try", "type"];
    TABLE.keys().copied().chain(SPECIAL.iter().copied())
}

/// How much there is to go over.
fn weight(value: &Value) -> usize {
    match &value.kind {
        Kind::String(text) => text.len() / 64,
        _ => value.nodes() / 4 + 1,
    }
}

/// What Terraform answers anew each time, or only on the machine that runs it.
const NEVER: &[Entry] = &[
    entry("abspath", &[TEXT], Want::Text, |_| never("abspath() depends on the machine")),
    entry("base64gzip", &[TEXT], Want::Text, |_| {
        never("base64gzip() is not worked out: compressors differ")
    }),
    entry("bcrypt", &[TEXT], Want::Text, |_| never("bcrypt() is different each time")).and(NUMBER),
    entry("pathexpand", &[TEXT], Want::Text, pathexpand),
    entry("plantimestamp", &[], Want::Text, |_| {
        never("plantimestamp() is known when Terraform plans")
    }),
    entry("rsadecrypt", &[TEXT, TEXT], Want::Text, |_| never("rsadecrypt() needs a private key")),
    entry("timestamp", &[], Want::Text, |_| never("timestamp() is known when Terraform applies")),
    entry("uuid", &[], Want::Text, |_| never("uuid() is different each time")),
];

fn never(reason: &str) -> Answer {
    Err(Value::unknown(reason, None))
}

/// Only what starts with a tilde depends on who runs it.
fn pathexpand(args: &[Value]) -> Answer {
    match str(&args[0]).starts_with('~') {
        true => never("pathexpand() depends on the machine"),
        false => Ok(args[0].clone()),
    }
}

fn nobodys(name: &str, args: &[Value]) -> Value {
    if let Some(error) = args.iter().find(|it| it.is_error()) {
        return error.clone();
    }
    if name.starts_with("provider::") {
        return Value::unknown(eco_format!("{name}() is worked out by the provider"), None);
    }
    Value::error(eco_format!("there is no function {name}()"))
}

/// A number in ten digits, with an exponent where that is shorter.
pub(super) fn brief(number: &Number) -> String {
    format::brief(number)
}

fn str(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(value: &Value) -> Result<Number, Value> {
    match convert::to_number(value) {
        Value { kind: Kind::Number(number), .. } => Ok(number),
        other => Err(or_error(other)),
    }
}

fn whole(value: &Value) -> Result<i64, Value> {
    number(value)?.as_i64().ok_or_else(|| Value::error("a whole number is needed"))
}

fn text(value: &Value) -> Result<EcoString, Value> {
    match convert::to_string(value) {
        Value { kind: Kind::String(text), .. } => Ok(text),
        other => Err(or_error(other)),
    }
}

fn items(value: &Value) -> Result<&[Value], Value> {
    match &value.kind {
        Kind::Sequence(sequence) => Ok(sequence.items()),
        Kind::Unknown(_) => Err(value.clone()),
        _ => Err(Value::error(eco_format!("a {} is no list", value.type_name()))),
    }
}

/// The elements of a list or a tuple, and not of a set.
fn ordered(value: &Value) -> Result<&[Value], Value> {
    match &value.kind {
        Kind::Sequence(sequence) if sequence.is_set() => Err(Value::error("a set has no order")),
        _ => items(value),
    }
}

fn object(value: &Value) -> Result<&Arc<Object>, Value> {
    match &value.kind {
        Kind::Object(object) => Ok(object),
        Kind::Unknown(_) => Err(value.clone()),
        _ => Err(Value::error(eco_format!("a {} is no map", value.type_name()))),
    }
}

/// An object all of whose keys are known.
fn closed(value: &Value) -> Result<&Arc<Object>, Value> {
    let object = object(value)?;
    match object.open() {
        Some(unknown) => Err(Value::from(Arc::clone(unknown))),
        None => Ok(object),
    }
}

/// Null is no argument.
fn or_error(value: Value) -> Value {
    if value.is_null() { Value::error("an argument is null") } else { value }
}

/// A value with nothing unknown in it.
fn known(value: &Value) -> Result<&Value, Value> {
    match value.first_unknown() {
        Some(unknown) => Err(Value::from(Arc::clone(unknown))),
        None => Ok(value),
    }
}

fn tuple(items: Vec<Value>) -> Answer {
    if items.len() > MAX_ELEMENTS {
        return Err(too_large("the list"));
    }
    Ok(Value::tuple(items))
}

fn list(items: Vec<Value>, element: Type) -> Answer {
    if items.len() > MAX_ELEMENTS {
        return Err(too_large("the list"));
    }
    Ok(Value::list(items, element))
}

/// What code that knows nothing of values answered.
fn answered<T: Into<Value>>(answer: Result<T, String>) -> Answer {
    answer.map(Into::into).map_err(|reason| match reason.strip_prefix("not worked out: ") {
        Some(reason) => Value::unknown(reason, None),
        None => Value::error(reason),
    })
}
