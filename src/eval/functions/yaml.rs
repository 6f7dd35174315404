//! YAML and CSV.

use std::collections::BTreeMap;

use super::super::composed;
use super::super::number::Number;
use super::super::types::Type;
use super::super::value::{Kind, Value, too_large};
use super::pure::csv;
use super::pure::yaml::{self, Yaml};
use super::{Answer, Entry, NULLABLE, TEXT, Want, answered, entry, known, str};

pub(super) const TABLE: &[Entry] = &[
    entry("yamldecode", &[TEXT], Want::Any, yamldecode),
    entry("yamlencode", &[NULLABLE], Want::Text, yamlencode),
];

fn yamldecode(args: &[Value]) -> Answer {
    let decoded = yaml::decode(str(&args[0]));
    from_yaml(&decoded.map_err(|it| answered::<Value>(Err(it)).unwrap_or_else(|it| it))?)
}

fn from_yaml(yaml: &Yaml) -> Answer {
    Ok(match yaml {
        Yaml::Null => Value::null(),
        Yaml::Bool(value) => Value::from(*value),
        Yaml::Number(text) => Number::parse(text).ok_or_else(|| too_large("a number"))?.into(),
        Yaml::String(text) => super::text::normal(text),
        Yaml::List(items) => Value::tuple(items.iter().map(from_yaml).collect::<Result<_, _>>()?),
        Yaml::Map(entries) => {
            let mut object = BTreeMap::new();
            for (key, value) in entries {
                object.insert(composed(key), from_yaml(value)?);
            }
            Value::object(object)
        }
    })
}

fn yamlencode(args: &[Value]) -> Answer {
    Ok(super::text::normal(&yaml::encode(&to_yaml(known(&args[0])?))))
}

fn to_yaml(value: &Value) -> Yaml {
    match &value.kind {
        Kind::Null(_) | Kind::Unknown(_) => Yaml::Null,
        Kind::Bool(value) => Yaml::Bool(*value),
        Kind::Number(number) => Yaml::Number(number.to_string()),
        Kind::String(text) => Yaml::String(text.to_string()),
        Kind::Sequence(sequence) => Yaml::List(sequence.items().iter().map(to_yaml).collect()),
        Kind::Object(object) => {
            let entries = object.entries().iter();
            Yaml::Map(entries.map(|(key, it)| (key.to_string(), to_yaml(it))).collect())
        }
    }
}

/// A list of objects of strings, one a row.
pub(super) fn csvdecode(args: &[Value]) -> Answer {
    let rows = csv::decode(str(&args[0]))
        .map_err(|it| answered::<Value>(Err(it)).unwrap_or_else(|it| it))?;
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            let cells = row.into_iter();
            Value::object(
                cells.map(|(name, cell)| (composed(&name), super::text::normal(&cell))).collect(),
            )
        })
        .collect();
    let element = rows.first().map_or_else(|| Type::object([]), Value::type_of);
    super::list(rows, element)
}
