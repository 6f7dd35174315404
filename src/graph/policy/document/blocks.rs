//! The blocks of an `aws_iam_policy_document`, to the statements of the JSON that it makes.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::{Reader, Refused, Text, is_empty};
use crate::eval::{Kind, Object, Value};
use crate::graph::policy::Statements;

/// What the data source says itself, and the documents that it is put together with: below its own
/// statements and above them, as `Statements::overlay` does it.
#[derive(Clone, PartialEq, Debug)]
pub struct Blocks {
    pub statements: Statements,
    /// `source_policy_documents`, or the older `source_json`
    pub sources: Option<Value>,
    /// `override_policy_documents`, or the older `override_json`
    pub overrides: Option<Value>,
}

/// The names of a block's attributes, and the keys that the data source makes of them.
const KEYS: &[(&str, &str)] = &[
    ("sid", "Sid"),
    ("effect", "Effect"),
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
    ("condition", "Condition"),
    ("principals", "Principal"),
    ("not_principals", "NotPrincipal"),
];

pub fn of_blocks(value: &Value, text: Text<'_>) -> Blocks {
    let Some(object) = value.as_object() else {
        let reason = match value.as_unknown() {
            Some(unknown) => unknown.reason.clone(),
            None => "the policy has no blocks".into(),
        };
        let statements = Statements::lost(reason, value.from);
        return Blocks { statements, sources: None, overrides: None };
    };
    let other = |name: &str, old: &str| {
        let given = object.get(name).or_else(|| object.get(old));
        given.filter(|it| !it.is_null() && !is_empty(it)).cloned()
    };
    Blocks {
        statements: read(object, text),
        sources: other("source_policy_documents", "source_json"),
        overrides: other("override_policy_documents", "override_json"),
    }
}

fn read(object: &Object, text: Text<'_>) -> Statements {
    // What IAM's variables are is written differently, because Terraform has variables of its own.
    let text = |it: &str| text(&it.replace("&{", "${"));
    match (object.get("statement"), object.open()) {
        (Some(list), _) if is_empty(list) || list.is_null() => Statements::default(),
        (Some(list), _) => {
            let list = json_of_all(list);
            Reader { text: &text, weight: 0 }.list(&list).unwrap_or_else(Refused::into_statements)
        }
        (None, Some(unknown)) => Statements::lost(unknown.reason.clone(), unknown.at),
        (None, None) => Statements::default(),
    }
}

fn json_of_all(list: &Value) -> Value {
    match list.as_items() {
        Some(items) => Value::tuple(items.iter().map(json_of).collect()).at(list.from),
        None => json_of(list),
    }
}

/// As the statement stands in the JSON: what is null or empty is left out.
fn json_of(block: &Value) -> Value {
    let Some(object) = block.as_object() else { return block.clone() };
    let mut entries: BTreeMap<EcoString, Value> = BTreeMap::new();
    for (name, key) in KEYS {
        if let Some(value) = object.get(name).filter(|it| !it.is_null() && !is_empty(it)) {
            entries.insert((*key).into(), value.clone());
        }
    }
    if object.get("effect").is_none_or(Value::is_null) && object.open().is_none() {
        entries.insert("Effect".into(), Value::from("Allow"));
    }
    let made = Object::new(entries).opened(object.open().cloned());
    Value { kind: Kind::Object(Arc::new(made)), from: block.from, marks: block.marks }
}
