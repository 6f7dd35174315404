//! Resource blocks to instances: `count` and `for_each` expanded, attributes and nested blocks as one
//! object.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::scope::ModuleScope;
use super::{Configuration, NodeId, Resource};
use crate::eval::{self, Kind, Marks, Type, Unknown, Value, pairs};
use crate::syntax::{Block, Body, ExprKind};

/// One instance of a resource.
#[derive(Clone, Debug)]
pub struct Instance<'m, 'a> {
    pub node: NodeId,
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
const MAX_INSTANCES: usize = 100_000;

impl Key {
    pub(super) fn each(key: Option<&Key>, name: &str) -> Value {
        match (key, name) {
            (Some(Key::Each { key, .. }), "key") => Value::from(key.clone()),
            (Some(Key::Each { value, .. }), "value") => value.clone(),
            (Some(Key::Unknown(value)), "key") => eval::of_unknown(value, Type::String),
            (Some(Key::Unknown(value)), _) => eval::of_unknown(value, Type::Unknown),
            _ => Value::unknown("`each` is known only where there is a `for_each`", None),
        }
    }

    pub(super) fn index(key: Option<&Key>) -> Value {
        match key {
            Some(Key::Index(index)) => Value::from(*index),
            Some(Key::Unknown(value)) => eval::of_unknown(value, Type::Number),
            _ => Value::unknown("`count` is known only where there is a `count`", None),
        }
    }

    /// Whether it is the key of the same instance, whatever is known of it.
    pub fn is_same(&self, other: &Key) -> bool {
        match (self, other) {
            (Key::Index(one), Key::Index(other)) => one == other,
            (Key::Each { key: one, .. }, Key::Each { key: other, .. }) => one == other,
            (Key::Unknown(_), Key::Unknown(_)) => true,
            _ => false,
        }
    }

    /// What stands behind the address.
    pub(super) fn suffix(&self) -> EcoString {
        match self {
            Key::Index(index) => eco_format!("[{index}]"),
            Key::Each { key, .. } => eco_format!("[{}]", Value::from(key.clone()).to_hcl()),
            Key::Unknown(_) => EcoString::new(),
        }
    }
}

impl<'m, 'a> Instance<'m, 'a> {
    /// As Terraform prints it.
    pub fn address(&self, configuration: &Configuration<'m, 'a>) -> String {
        let module = configuration.path(self.node);
        let dot = if module.is_empty() { "" } else { "." };
        let suffix = self.key.as_ref().map(Key::suffix).unwrap_or_default();
        format!("{module}{dot}{}{suffix}", self.resource.address())
    }

    /// Why it is not known whether there is such an instance.
    pub fn doubt<'c>(&'c self, configuration: &'c Configuration<'m, 'a>) -> Option<&'c Unknown> {
        let own = match &self.key {
            Some(Key::Unknown(value)) => Some(value),
            _ => configuration.doubt(self.node),
        };
        own.and_then(Value::as_unknown).map(|it| &**it)
    }

    /// The names of its module, as its own expressions see them.
    pub fn scope<'c>(
        &self,
        configuration: &'c mut Configuration<'m, 'a>,
    ) -> ModuleScope<'c, 'm, 'a> {
        let key = configuration.traced_key(self.node, self.resource.block, self.key.as_ref());
        ModuleScope::new(configuration, self.node, key)
    }

    /// An attribute's value or the list of the nested blocks of a name; null where there is neither.
    pub fn attribute(&self, name: &str, configuration: &mut Configuration<'m, 'a>) -> Value {
        let body = &self.resource.block.body;
        let value = member(body, name, &mut self.scope(configuration));
        let is_block = body.attribute(name).is_none();
        // No block at all is the same as a `dynamic` one that makes none.
        let value = value.filter(|it| !(is_block && it.as_items().is_some_and(<[_]>::is_empty)));
        value.unwrap_or_else(Value::null)
    }

    /// The nested blocks of a name, and why there may be more of them.
    pub fn blocks(
        &self,
        name: &str,
        configuration: &mut Configuration<'m, 'a>,
    ) -> (Vec<Value>, Option<Value>) {
        let body = &self.resource.block.body;
        let mut scope = self.scope(configuration);
        if let Some(attribute) = body.attribute(name) {
            // As they are written in JSON.
            let value = scope.evaluate(&attribute.expr);
            return match (&value.kind, value.as_items()) {
                (Kind::Null(_), _) => (Vec::new(), None),
                (Kind::Unknown(_), _) => (Vec::new(), Some(value)),
                (_, Some(items)) => (items.to_vec(), None),
                _ => (vec![value], None),
            };
        }
        let (mut made, mut more) = (Vec::new(), None);
        for block in &body.blocks {
            match (block.kind.text.as_str(), block.label(0)) {
                ("dynamic", Some(it)) if it == name => {
                    let (values, rest) = parts(block, &mut scope);
                    made.extend(values);
                    more = rest.or(more);
                }
                (kind, _) if kind == name => made.push(object(&block.body, &mut scope)),
                _ => {}
            }
        }
        (made, more)
    }

    /// All of it as an object.
    pub fn to_value(&self, configuration: &mut Configuration<'m, 'a>) -> Value {
        let body = &self.resource.block.body;
        let mut scope = self.scope(configuration);
        let mut entries = BTreeMap::new();
        for name in names(body).filter(|it| !ABOUT_TERRAFORM.contains(it)) {
            if !entries.contains_key(name)
                && let Some(value) = member(body, name, &mut scope)
            {
                entries.insert(name.into(), value);
            }
        }
        Value::object(entries)
    }
}

pub(super) fn is_single(block: &Block) -> bool {
    block.body.attribute("count").is_none() && block.body.attribute("for_each").is_none()
}

/// The keys of what a block makes.
pub(super) fn keys(block: &Block, scope: &mut ModuleScope<'_, '_, '_>) -> Vec<Option<Key>> {
    if let Some(count) = block.body.attribute("count") {
        let count = scope.evaluate(&count.expr);
        return match number_of(&count) {
            Some(n) if n <= MAX_INSTANCES => (0..n).map(|it| Some(Key::Index(it))).collect(),
            Some(_) => vec![Some(Key::Unknown(too_many()))],
            None => vec![Some(Key::Unknown(or_wrong(&count, "count is no number of instances")))],
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

/// The value where it is unknown, and otherwise the words.
fn or_wrong(value: &Value, words: &str) -> Value {
    match value.as_unknown() {
        Some(_) => value.clone(),
        None => Value::unknown(words, value.from),
    }
}

fn number_of(count: &Value) -> Option<usize> {
    match &count.kind {
        _ if count.marks.has(Marks::SENSITIVE) => None,
        Kind::Number(number) => number.as_index(),
        Kind::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn each_of(for_each: &Value) -> Vec<Key> {
    let wrong = |words: &str| vec![Key::Unknown(or_wrong(for_each, words))];
    match &for_each.kind {
        _ if for_each.marks.has(Marks::SENSITIVE) => wrong("for_each is sensitive"),
        Kind::Object(object) if object.entries().len() > MAX_INSTANCES => {
            vec![Key::Unknown(too_many())]
        }
        Kind::Object(object) => {
            let entries = object.entries().iter();
            let mut keys: Vec<Key> = entries
                .map(|(key, it)| Key::Each { key: key.clone(), value: it.clone() })
                .collect();
            if let Some(unknown) = object.open() {
                keys.push(Key::Unknown(Value::from(unknown.clone())));
            }
            keys
        }
        Kind::Sequence(it) if it.items().len() > MAX_INSTANCES => vec![Key::Unknown(too_many())],
        Kind::Sequence(it) if it.is_set() => {
            let texts: Option<Vec<&str>> = it.items().iter().map(Value::as_str).collect();
            let Some(texts) = texts else {
                return wrong("for_each is a set of something else than texts");
            };
            let items = texts.into_iter().zip(it.items());
            items.map(|(key, it)| Key::Each { key: key.into(), value: it.clone() }).collect()
        }
        _ => wrong("for_each is neither a map nor a set"),
    }
}

/// Where among instances the one with an index is. `Err` where that is not known.
pub(super) fn chosen(keys: &[Option<Key>], index: &Value) -> Result<Option<usize>, Value> {
    if index.as_unknown().is_some() {
        return Err(index.clone());
    }
    // Indices are the places of what they stand for, and keys are sorted.
    if let Some(Some(Key::Index(_))) = keys.first() {
        let at = match &index.kind {
            Kind::Number(number) => number.as_index(),
            Kind::String(text) => text.parse().ok(),
            _ => None,
        };
        return Ok(at.filter(|it| *it < keys.len()));
    }
    let wanted = match &index.kind {
        Kind::String(text) => text.clone(),
        Kind::Number(number) => eco_format!("{number}"),
        _ => return Ok(None),
    };
    let key = |it: &Option<Key>| match it {
        Some(Key::Each { key, .. }) => Some(key.clone()),
        _ => None,
    };
    let at = keys.partition_point(|it| key(it).is_some_and(|it| it < wanted));
    Ok(Some(at).filter(|at| keys.get(*at).and_then(key).is_some_and(|it| it == wanted)))
}

/// The values of all instances: a tuple, or an object by their keys.
pub(super) fn gathered(keys: &[Option<Key>], values: Vec<Value>, by_key: bool) -> Value {
    if !by_key {
        return Value::tuple(values);
    }
    let named = keys.iter().zip(values).filter_map(|(key, value)| match key {
        Some(Key::Each { key, .. }) => Some((key.clone(), value)),
        _ => None,
    });
    Value::object(named.collect())
}

/// An attribute or the nested blocks of a name.
pub(super) fn member(
    body: &Body,
    name: &str,
    scope: &mut ModuleScope<'_, '_, '_>,
) -> Option<Value> {
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

/// What is said to Terraform and not to the provider.
pub(super) const ABOUT_TERRAFORM: &[&str] =
    &["count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner"];

/// The names of the attributes and of the nested blocks of a body.
pub(super) fn names(body: &Body) -> impl Iterator<Item = &str> {
    let attributes = body.attributes.iter().map(|it| it.name.text.as_str());
    attributes.chain(body.blocks.iter().map(|block| match block.kind.text.as_str() {
        "dynamic" => block.label(0).unwrap_or_default(),
        kind => kind,
    }))
}

/// A body as an object.
pub(super) fn object(body: &Body, scope: &mut ModuleScope<'_, '_, '_>) -> Value {
    let mut entries = BTreeMap::new();
    for name in names(body) {
        if !entries.contains_key(name)
            && let Some(value) = member(body, name, scope)
        {
            entries.insert(name.into(), value);
        }
    }
    Value::object(entries)
}

/// The blocks that a `dynamic` block makes.
pub(super) fn dynamic(
    block: &Block,
    scope: &mut ModuleScope<'_, '_, '_>,
) -> Result<Vec<Value>, Value> {
    match parts(block, scope) {
        (made, None) => Ok(made),
        (_, Some(more)) => Err(more),
    }
}

/// The blocks that a `dynamic` block makes for certain, and why there may be more.
fn parts(block: &Block, scope: &mut ModuleScope<'_, '_, '_>) -> (Vec<Value>, Option<Value>) {
    let none = |value: Value| (Vec::new(), Some(value));
    let Some(for_each) = block.body.attribute("for_each") else {
        return none(Value::error("a dynamic block has no for_each"));
    };
    let Some(content) = block.body.blocks("content").next() else {
        return none(Value::error("a dynamic block has no content"));
    };
    let iterator = block.body.attribute("iterator").map(|it| &it.expr.kind);
    let name = match iterator {
        Some(ExprKind::Variable(name)) => name.clone(),
        _ => block.label(0).unwrap_or_default().into(),
    };
    let each = scope.evaluate(&for_each.expr);
    let (elements, more) = match elements_of(&each) {
        Ok(it) => it,
        Err(value) => return none(value),
    };
    if elements.len() > MAX_INSTANCES {
        return none(too_many());
    }
    let made = elements.into_iter().map(|(key, value)| {
        let iterator = BTreeMap::from([("key".into(), key), ("value".into(), value)]);
        scope.iterators.push((name.clone(), Value::object(iterator)));
        let made = object(&content.body, scope);
        scope.iterators.pop();
        made
    });
    (made.collect(), more)
}

/// Keys and values, and why there may be more.
type Elements = (Vec<(Value, Value)>, Option<Value>);

/// What a `dynamic` block goes over, as far as it is known.
fn elements_of(each: &Value) -> Result<Elements, Value> {
    match each.as_object().and_then(|it| Some((it, it.open()?))) {
        Some((object, unknown)) => {
            let entries = object.entries().iter();
            let known = entries.map(|(key, it)| (Value::from(key.clone()), it.clone())).collect();
            Ok((known, Some(Value::from(unknown.clone()))))
        }
        None if each.is_null() => Ok((Vec::new(), None)),
        None => Ok((pairs(each)?, None)),
    }
}
