//! Policy documents to statements: values, JSON, and the blocks of `aws_iam_policy_document`. A document
//! that IAM refuses has no statements, and what it was meant to say is not known.

mod blocks;
mod refuse;

pub use blocks::{Blocks, of_blocks};

use ecow::{EcoString, eco_format};

use super::{Effect, Gap, Hole, Listed, Pattern, Statement, Statements};
use crate::eval::{Kind, Marks, Object, Value};
use crate::source::Span;

/// What a text of a document stands for: `Pattern::parse`, or more where texts hold references.
pub type Text<'t> = &'t dyn Fn(&str) -> Pattern;

/// No service takes a policy of more than 32 KiB. Longer ones are not read.
const MAX_WEIGHT: usize = 32_768;
/// Blanks do not count for AWS.
const MAX_JSON: usize = 262_144;

/// Why IAM would not take it.
struct Refused {
    reason: EcoString,
    at: Option<Span>,
}

/// Of a policy document as an object, or as JSON text.
pub fn statements(value: &Value, text: Text<'_>) -> Statements {
    if is_secret(value) {
        return Statements::lost("the policy is sensitive", value.from);
    }
    if let Kind::String(json) = &value.kind {
        return of_json(json, value.from, text);
    }
    Reader { text, weight: 0 }.document(value).unwrap_or_else(Refused::into_statements)
}

/// Of a policy document as JSON text, whose statements all come from one place.
pub fn of_json(json: &str, from: Option<Span>, text: Text<'_>) -> Statements {
    if json.len() > MAX_JSON {
        return Statements::lost("the policy is too long to be read", from);
    }
    match serde_json::from_str(json) {
        Ok(json) => {
            let value = from_json(&json, from);
            Reader { text, weight: 0 }.document(&value).unwrap_or_else(Refused::into_statements)
        }
        Err(_) => Statements::lost("the policy is no JSON", from),
    }
}

/// Numbers have no meaning outside of conditions, which are not looked into.
fn from_json(json: &serde_json::Value, from: Option<Span>) -> Value {
    let value = match json {
        serde_json::Value::Null => Value::null(),
        serde_json::Value::Bool(value) => Value::from(*value),
        serde_json::Value::Number(_) => Value::from(0),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => {
            Value::tuple(items.iter().map(|it| from_json(it, from)).collect())
        }
        serde_json::Value::Object(entries) => {
            let entries =
                entries.iter().map(|(key, it)| (key.as_str().into(), from_json(it, from)));
            Value::object(entries.collect())
        }
    };
    value.at(from)
}

/// Reads one document, and knows how much it has read.
struct Reader<'t> {
    text: Text<'t>,
    weight: usize,
}

impl Reader<'_> {
    fn document(&mut self, value: &Value) -> Result<Statements, Refused> {
        let object = match &value.kind {
            Kind::Object(object) => object,
            Kind::Unknown(unknown) => {
                return Ok(Statements::lost(unknown.reason.clone(), unknown.at.or(value.from)));
            }
            _ => return Err(refused("a policy is no object", value)),
        };
        only(object, &["Version", "Id", "Statement"], value)?;
        match (object.get("Statement"), object.open()) {
            (Some(list), _) => self.list(list),
            (None, Some(unknown)) => Ok(Statements::lost(unknown.reason.clone(), unknown.at)),
            (None, None) => Err(refused("a policy has no statements", value)),
        }
    }

    /// One statement or several.
    fn list(&mut self, value: &Value) -> Result<Statements, Refused> {
        let items = value.as_items().unwrap_or(std::slice::from_ref(value));
        if items.is_empty() {
            return Err(refused("a policy has no statements", value));
        }
        let mut statements = Statements::default();
        for item in items {
            match &item.kind {
                _ if is_secret(value) || is_secret(item) => {
                    let reason = "a statement of the policy is sensitive".into();
                    statements.unknown.get_or_insert(Gap { reason, at: item.from });
                }
                Kind::Object(object) => statements.list.push(self.statement(object, item)?.into()),
                Kind::Unknown(unknown) => {
                    let gap = Gap { reason: unknown.reason.clone(), at: unknown.at.or(item.from) };
                    statements.unknown.get_or_insert(gap);
                }
                _ => return Err(refused("a statement of a policy is no object", item)),
            }
        }
        Ok(statements)
    }

    fn statement(&mut self, object: &Object, value: &Value) -> Result<Statement, Refused> {
        let principals = ["Principal", "NotPrincipal"];
        let keys = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];
        only(object, &[&keys[..], &principals].concat(), value)?;
        let is_open = object.open().is_some();
        let actions = self.listed(object, "Action", "NotAction", refuse::action)?;
        let resources = self.listed(object, "Resource", "NotResource", refuse::resource)?;
        // What a policy of a resource is about can go without saying.
        let is_attached = principals.iter().any(|it| object.get(it).is_some());
        let anything = || Listed::In(vec![Pattern::hole(Hole::text())]);
        Ok(Statement {
            effect: self.effect(object, value)?,
            actions: actions
                .or_else(|| is_open.then(anything))
                .ok_or_else(|| refused("a statement of a policy has no actions", value))?,
            resources: resources
                .or_else(|| (is_open || is_attached).then(anything))
                .ok_or_else(|| refused("a statement of a policy has no resources", value))?,
            condition: match object.get("Condition") {
                Some(condition) => !is_empty(condition),
                None => is_open,
            },
            span: value.from,
            sid: match object.get("Sid") {
                Some(sid) => {
                    self.pattern(sid)?.filter(|it| it.literal().is_none_or(|it| !it.is_empty()))
                }
                None => is_open.then(|| Pattern::hole(Hole::text())),
            },
        })
    }

    fn effect(&mut self, object: &Object, value: &Value) -> Result<Effect, Refused> {
        let effect = match object.get("Effect") {
            Some(effect) => self.pattern(effect)?,
            None if object.open().is_some() => return Ok(Effect::Unknown),
            None => None,
        };
        match effect.map(|it| it.literal()) {
            Some(None) => Ok(Effect::Unknown),
            Some(Some(text)) if text == "Allow" => Ok(Effect::Allow),
            Some(Some(text)) if text == "Deny" => Ok(Effect::Deny),
            _ => Err(refused("the effect of a statement is neither Allow nor Deny", value)),
        }
    }

    /// What is listed under the one key or the other.
    fn listed(
        &mut self,
        object: &Object,
        one: &str,
        not: &str,
        check: fn(&Pattern) -> Option<&'static str>,
    ) -> Result<Option<Listed>, Refused> {
        let (value, list): (_, fn(Vec<Pattern>) -> Listed) =
            match (object.get(one), object.get(not)) {
                (Some(value), None) => (value, Listed::In),
                (None, Some(value)) => (value, Listed::NotIn),
                (None, None) => return Ok(None),
                (Some(value), Some(_)) => {
                    return Err(refused(&eco_format!("a statement has {one} and {not}"), value));
                }
            };
        let items = value.as_items().unwrap_or(std::slice::from_ref(value));
        let mut patterns = Vec::new();
        for item in items {
            let item = if is_secret(value) { &item.clone().marked(value.marks) } else { item };
            let pattern =
                self.pattern(item)?.ok_or_else(|| refused("a statement lists null", item))?;
            if let Some(reason) = check(&pattern) {
                return Err(refused(reason, item));
            }
            patterns.push(pattern);
        }
        match patterns.is_empty() {
            true => Err(refused(&eco_format!("a statement has an empty list of {one}"), value)),
            false => Ok(Some(list(patterns))),
        }
    }

    /// A text, or what is not known of it; nothing for null. A secret is not carried to where it could be
    /// printed.
    fn pattern(&mut self, value: &Value) -> Result<Option<Pattern>, Refused> {
        let pattern = match &value.kind {
            Kind::String(_) if is_secret(value) => Pattern::hole(Hole::text()),
            Kind::String(text) => (self.text)(text),
            Kind::Unknown(_) => Pattern::hole(Hole::text()),
            Kind::Null(_) => return Ok(None),
            _ => return Err(refused("a statement of a policy lists what is no text", value)),
        };
        self.weight += pattern.weight() + 16;
        match self.weight > MAX_WEIGHT {
            true => Err(refused("the policy is longer than any service takes", value)),
            false => Ok(Some(pattern)),
        }
    }
}

fn refused(reason: &str, value: &Value) -> Refused {
    Refused { reason: reason.into(), at: value.from }
}

impl Refused {
    fn into_statements(self) -> Statements {
        Statements::lost(self.reason, self.at)
    }
}

fn only(object: &Object, keys: &[&str], value: &Value) -> Result<(), Refused> {
    match object.entries().keys().find(|it| !keys.contains(&it.as_str())) {
        Some(key) => Err(refused(&eco_format!("a policy has a key `{key}`"), value)),
        None => Ok(()),
    }
}

/// What it says must not come near a report.
fn is_secret(value: &Value) -> bool {
    value.marks.has(Marks::SENSITIVE)
}

fn is_empty(value: &Value) -> bool {
    let object = value.as_object();
    object.is_some_and(|it| it.entries().is_empty() && it.open().is_none())
        || value.as_items().is_some_and(<[Value]>::is_empty)
}
