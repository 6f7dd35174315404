//! Resource blocks to instances: `count` and `for_each` expanded, attributes and nested blocks as one
//! object.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::{ModuleScope, Resource};
use crate::eval::{Kind, Unknown, Value, pairs};
use crate::syntax::{Block, Body, ExprKind};

/// One instance of a resource.
#[derive(Clone, Debug)]
pub struct Instance<'m, 'a> {
    pub resource: &'m Resource<'a>,
    pub key: Option<Key>,
}

/// What tells the instances of a block apart.
#[derive(Clone, PartialEq, Debug)]
pub enum Key {
    Index(usize),
    Each {
        key: EcoString,
        value: Value,
    },
    /// `count` or `for_each` is not known: there may be any number of these, also none.
    Unknown(Value),
}

/// More instances than this of one block are not looked at one by one.
const MAX_INSTANCES: usize = 10_000;

impl Key {
    pub(super) fn each(key: Option<&Key>, name: &str) -> Value {
        match (key, name) {
            (Some(Key::Each { key, .. }), "key") => Value::from(key.clone()),
            (Some(Key::Each { value, .. }), "value") | (Some(Key::Unknown(value)), _) => {
                value.clone()
            }
            _ => Value::error("`each` is known only where there is a `for_each`"),
        }
    }

    pub(super) fn index(key: Option<&Key>) -> Value {
        match key {
            Some(Key::Index(index)) => Value::from(*index),
            Some(Key::Unknown(value)) => value.clone(),
            _ => Value::error("`count` is known only where there is a `count`"),
        }
    }
}

impl Instance<'_, '_> {
    /// As Terraform prints it.
    pub fn address(&self) -> String {
        let address = self.resource.address();
        match &self.key {
            None | Some(Key::Unknown(_)) => address,
            Some(Key::Index(index)) => format!("{address}[{index}]"),
            Some(Key::Each { key, .. }) => {
                format!("{address}[{}]", Value::from(key.clone()).to_hcl())
            }
        }
    }

    /// Why it is not known whether there is such an instance.
    pub fn doubt(&self) -> Option<&Unknown> {
        match &self.key {
            Some(Key::Unknown(value)) => value.as_unknown().map(|it| &**it),
            _ => None,
        }
    }

    /// An attribute's value or the list of the nested blocks of a name; null where there is neither.
    pub fn attribute(&self, name: &str, scope: &mut ModuleScope<'_, '_>) -> Value {
        let mut inside = scope.inside(self.key.as_ref());
        member(&self.resource.block.body, name, &mut inside).unwrap_or_else(Value::null)
    }

    /// All of it as an object.
    pub fn to_value(&self, scope: &mut ModuleScope<'_, '_>) -> Value {
        let mut inside = scope.inside(self.key.as_ref());
        object(&self.resource.block.body, &mut inside)
    }
}

/// The instances of a resource block.
pub fn instances<'m, 'a>(
    resource: &'m Resource<'a>,
    scope: &mut ModuleScope<'_, '_>,
) -> Vec<Instance<'m, 'a>> {
    if let Some(at) = resource.overridden {
        let reason = eco_format!("{} is changed by an override file", resource.address());
        let key = Some(Key::Unknown(Value::unknown(reason, Some(at))));
        return vec![Instance { resource, key }];
    }
    keys(resource.block, scope).into_iter().map(|key| Instance { resource, key }).collect()
}

pub(super) fn is_single(block: &Block) -> bool {
    block.body.attribute("count").is_none() && block.body.attribute("for_each").is_none()
}

fn keys(block: &Block, scope: &mut ModuleScope<'_, '_>) -> Vec<Option<Key>> {
    if let Some(count) = block.body.attribute("count") {
        let count = scope.evaluate(&count.expr);
        return match number_of(&count) {
            Some(n) if n <= MAX_INSTANCES => (0..n).map(|it| Some(Key::Index(it))).collect(),
            Some(_) => vec![Some(Key::Unknown(too_many()))],
            None => vec![Some(Key::Unknown(count))],
        };
    }
    if let Some(for_each) = block.body.attribute("for_each") {
        return each_of(&scope.evaluate(&for_each.expr)).into_iter().map(Some).collect();
    }
    vec![None]
}

fn too_many() -> Value {
    Value::unknown(
        eco_format!("more than {MAX_INSTANCES} instances are not looked at one by one"),
        None,
    )
}

fn number_of(count: &Value) -> Option<usize> {
    match &count.kind {
        Kind::Number(number) => number.as_index(),
        Kind::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn each_of(for_each: &Value) -> Vec<Key> {
    match &for_each.kind {
        Kind::Object(object) if object.open.is_none() && object.entries.len() <= MAX_INSTANCES => {
            let entries = object.entries.iter();
            entries.map(|(key, it)| Key::Each { key: key.clone(), value: it.clone() }).collect()
        }
        Kind::Set(items) | Kind::Tuple(items) if items.len() <= MAX_INSTANCES => items
            .iter()
            .map(|it| match it.as_str() {
                Some(key) => Key::Each { key: key.into(), value: it.clone() },
                None => Key::Unknown(it.clone()),
            })
            .collect(),
        Kind::Unknown(_) => vec![Key::Unknown(for_each.clone())],
        _ => vec![Key::Unknown(too_many())],
    }
}

/// An attribute or the nested blocks of a name.
fn member(body: &Body, name: &str, scope: &mut ModuleScope<'_, '_>) -> Option<Value> {
    if let Some(attribute) = body.attribute(name) {
        return Some(scope.evaluate(&attribute.expr));
    }
    let mut found = Vec::new();
    let mut any = false;
    for block in &body.blocks {
        if block.kind.text == name {
            any = true;
            found.push(object(&block.body, scope));
        } else if block.kind.text == "dynamic" && block.label(0) == Some(name) {
            any = true;
            match dynamic(block, scope) {
                Ok(values) => found.extend(values),
                Err(unknown) => return Some(unknown),
            }
        }
    }
    any.then(|| Value::tuple(found))
}

fn object(body: &Body, scope: &mut ModuleScope<'_, '_>) -> Value {
    let mut entries = BTreeMap::new();
    for attribute in &body.attributes {
        entries.insert(attribute.name.text.clone(), scope.evaluate(&attribute.expr));
    }
    let kinds = body.blocks.iter().map(|block| match block.kind.text.as_str() {
        "dynamic" => block.label(0).unwrap_or_default(),
        kind => kind,
    });
    for kind in kinds {
        if !entries.contains_key(kind)
            && let Some(value) = member(body, kind, scope)
        {
            entries.insert(kind.into(), value);
        }
    }
    Value::object(entries)
}

/// The blocks that a `dynamic` block makes.
fn dynamic(block: &Block, scope: &mut ModuleScope<'_, '_>) -> Result<Vec<Value>, Value> {
    let Some(for_each) = block.body.attribute("for_each") else {
        return Err(Value::error("a dynamic block has no for_each"));
    };
    let Some(content) = block.body.blocks("content").next() else {
        return Err(Value::error("a dynamic block has no content"));
    };
    let iterator = block.body.attribute("iterator").map(|it| &it.expr.kind);
    let name = match iterator {
        Some(ExprKind::Variable(name)) => name.clone(),
        _ => block.label(0).unwrap_or_default().into(),
    };
    let each = scope.evaluate(&for_each.expr);
    let elements = pairs(&each)?;
    if elements.len() > MAX_INSTANCES {
        return Err(too_many());
    }
    let made = elements.into_iter().map(|(key, value)| {
        let iterator = BTreeMap::from([("key".into(), key), ("value".into(), value)]);
        scope.iterators.push((name.clone(), Value::object(iterator)));
        let made = object(&content.body, scope);
        scope.iterators.pop();
        made
    });
    Ok(made.collect())
}
