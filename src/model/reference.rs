//! References to resources: what the configuration says of them is known, the rest is the provider's.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::instance::{self, Key};
use super::scope::ModuleScope;
use super::token::IDENTITIES;
use super::{Mode, Resource};
use crate::eval::{Access, Kind, Marks, Object, Resolved, Type, Unknown, Value};

impl ModuleScope<'_, '_, '_> {
    /// `aws_sqs_queue.q.name`, `aws_sqs_queue.q[0].name`, `aws_sqs_queue.q[*].name`, or all of it. `taken`:
    /// the steps in front of these.
    pub(super) fn resource(
        &mut self,
        mode: Mode,
        kind: &str,
        steps: &[Access<'_>],
        taken: usize,
    ) -> Resolved {
        let [Access::Attribute(name), rest @ ..] = steps else {
            let value = Value::unknown(eco_format!("there is nothing named `{kind}`"), None);
            return Resolved { value, steps: taken + steps.len() };
        };
        let module = self.module();
        let Some(index) = module.resource(mode, kind, name) else {
            let value =
                Value::unknown(eco_format!("there is no {} {kind}.{name}", noun(mode)), None);
            return Resolved { value, steps: taken + steps.len() };
        };
        let (value, more) = match instance::is_single(module.resources[index].block) {
            true => self.of_instance(index, None, rest),
            false => self.of_instances(index, rest),
        };
        let value = if mode == Mode::Ephemeral { value.marked(Marks::EPHEMERAL) } else { value };
        Resolved { value, steps: taken + 1 + more }
    }

    /// One attribute, or the whole instance; and how many steps it took.
    fn of_instance(
        &mut self,
        index: usize,
        key: Option<&Key>,
        steps: &[Access<'_>],
    ) -> (Value, usize) {
        let resource = &self.module().resources[index];
        let what =
            eco_format!("{}{}", resource.address(), key.map(Key::suffix).unwrap_or_default());
        let inner = self.configuration.traced_key(self.at, resource.block, key);
        let Some(name) = steps.first().and_then(named) else {
            let value = self.guarded(&what, |scope| {
                let value = whole(&mut scope.inside(inner.as_ref()), resource, &what);
                scope.with_identities(value, index, key)
            });
            return (value, 0);
        };
        let value = self.guarded(&eco_format!("{what}.{name}"), |scope| {
            attribute(&mut scope.inside(inner.as_ref()), resource, name, &what)
        });
        match self.configuration.tracing {
            true => self.traced(index, key, name, &value, &steps[1..]).unwrap_or((value, 1)),
            false => (value, 1),
        }
    }

    /// The token for an attribute that names its resource, or that only the provider knows; and how many
    /// steps it took.
    fn traced(
        &mut self,
        index: usize,
        key: Option<&Key>,
        name: &str,
        value: &Value,
        rest: &[Access<'_>],
    ) -> Option<(Value, usize)> {
        let said = self.module().resources[index].block.body.attribute(name).is_some();
        let names = IDENTITIES.contains(&name);
        match &value.kind {
            Kind::Unknown(_) if names || !said => {
                // What is not the same in it must not look the same.
                let path: EcoString = rest.iter().map(step).collect();
                let attribute = eco_format!("{name}{path}");
                let token = self.configuration.token(self.at, index, key, &attribute, None);
                Some((of_shape(token, &attribute), 1 + rest.len()))
            }
            Kind::String(text) if names => {
                let text = Some(text.clone());
                Some((self.configuration.token(self.at, index, key, name, text), 1))
            }
            _ => None,
        }
    }

    /// What names a resource, where all of it is passed on.
    fn with_identities(&mut self, value: Value, index: usize, key: Option<&Key>) -> Value {
        let Some(object) = value.as_object().filter(|_| self.configuration.tracing) else {
            return value;
        };
        let (mut entries, open) = (object.entries().clone(), object.open().cloned());
        for name in IDENTITIES {
            let said = entries.get(*name).cloned();
            let said = said.unwrap_or_else(|| Value::unknown("only the provider knows", None));
            if let Some((token, _)) = self.traced(index, key, name, &said, &[]) {
                entries.insert((*name).into(), token);
            }
        }
        Value::from(Object::new(entries).opened(open))
    }

    /// Any of the instances, of which it is not known how many there are.
    fn of_any(&mut self, index: usize, unknown: &Value, steps: &[Access<'_>]) -> Option<Value> {
        let name = steps.iter().find_map(named).filter(|_| self.configuration.tracing)?;
        let key = Key::Unknown(unknown.clone());
        let token = self.configuration.token(self.at, index, Some(&key), name, None);
        let is_list =
            steps.iter().any(|it| matches!(it, Access::FullSplat | Access::AttributeSplat));
        Some(if is_list { Value::tuple(vec![token]) } else { token })
    }

    fn of_instances(&mut self, index: usize, steps: &[Access<'_>]) -> (Value, usize) {
        let resource = &self.module().resources[index];
        let keys = self.configuration.keys(self.at, index);
        // What is not known comes last.
        if let Some(Some(Key::Unknown(value))) = keys.last() {
            if let Some(token) = self.of_any(index, value, steps) {
                return (token, steps.len());
            }
            let reason = value.as_unknown().map(|it| it.reason.clone()).unwrap_or_default();
            return (Value::unknown(reason, value.as_unknown().and_then(|it| it.at)), steps.len());
        }
        if let Some(Access::Index(at)) = steps.first() {
            return match instance::chosen(&keys, at) {
                Ok(Some(at)) => {
                    let (value, more) = self.of_instance(index, keys[at].as_ref(), &steps[1..]);
                    (value, 1 + more)
                }
                Ok(None) => {
                    let reason = eco_format!("{} has no such instance", resource.address());
                    (Value::error(reason), steps.len())
                }
                Err(unknown) => {
                    if let Some(token) = self.of_any(index, &unknown, &steps[1..]) {
                        return (token, steps.len());
                    }
                    let reason =
                        unknown.as_unknown().map(|it| it.reason.clone()).unwrap_or_default();
                    (Value::unknown(reason, unknown.from), steps.len())
                }
            };
        }
        let by_key = resource.block.body.attribute("for_each").is_some();
        // One attribute of all of them, without working out the others.
        let only = match steps {
            [Access::FullSplat | Access::AttributeSplat, Access::Attribute(name), ..]
                if !by_key =>
            {
                *name
            }
            _ => "",
        };
        let memo = (index, EcoString::from(only));
        if let Some(value) = self.worked().wholes.get(&memo) {
            return (value.clone(), 0);
        }
        let one = [Access::Attribute(only)];
        let values = keys.iter().map(|key| match only {
            "" => self.of_instance(index, key.as_ref(), &[]).0,
            _ => {
                let value = self.of_instance(index, key.as_ref(), &one).0;
                Value::object([(only.into(), value)].into())
            }
        });
        let value = instance::gathered(&keys, values.collect(), by_key);
        self.worked().wholes.insert(memo, value.clone());
        (value, 0)
    }
}

/// The attribute that a step names.
fn named<'s>(step: &'s Access<'_>) -> Option<&'s str> {
    match step {
        Access::Attribute(name) => Some(name),
        Access::Index(it) => it.as_str(),
        _ => None,
    }
}

/// A step as it is written.
fn step(step: &Access<'_>) -> EcoString {
    match step {
        Access::Attribute(name) => eco_format!(".{name}"),
        Access::Index(index) if index.as_unknown().is_none() => eco_format!("[{}]", index.to_hcl()),
        Access::Index(_) => "[?]".into(),
        Access::AttributeSplat | Access::FullSplat => "[*]".into(),
    }
}

/// A token that stands for several texts is a list: of how many, nobody knows.
fn of_shape(token: Value, attribute: &str) -> Value {
    let last = attribute.rsplit(['.', '_']).next().unwrap_or(attribute);
    let is_list = attribute.contains("[*]") || PLURALS.contains(&last);
    if is_list { Value::tuple(vec![token]) } else { token }
}

/// The last words of the names of attributes that are lists.
pub const PLURALS: &[&str] =
    &["addresses", "arns", "blocks", "groups", "identifiers", "ids", "names", "subnets"];

fn noun(mode: Mode) -> &'static str {
    match mode {
        Mode::Managed => "resource",
        Mode::Data => "data source",
        Mode::Ephemeral => "ephemeral resource",
    }
}

/// What an attribute is worth for those who refer to it.
fn attribute(
    scope: &mut ModuleScope<'_, '_, '_>,
    resource: &Resource<'_>,
    name: &str,
    what: &str,
) -> Value {
    let said = instance::member(&resource.block.body, name, scope);
    if resource.kind == "terraform_data" {
        return built_in(scope, resource, name, what, said);
    }
    match said {
        // What is not chosen is the provider's choice.
        Some(value) if value.is_null() => providers(resource, name, what),
        Some(value) if resource.block.body.attribute(name).is_some() => value,
        // A nested block may have more attributes than are written.
        Some(value) => opened(&value, &unknown(resource, name, what)),
        None => providers(resource, name, what),
    }
}

/// The resource that Terraform itself has, and which does nothing.
fn built_in(
    scope: &mut ModuleScope<'_, '_, '_>,
    resource: &Resource<'_>,
    name: &str,
    what: &str,
    said: Option<Value>,
) -> Value {
    match (name, said) {
        ("input" | "triggers_replace", Some(value)) => value,
        ("input" | "triggers_replace", None) => Value::null(),
        ("output", _) => {
            let input =
                instance::member(&resource.block.body, "input", scope).unwrap_or_else(Value::null);
            match input.is_null() {
                true => input,
                false => of_kind(providers(resource, name, what), input.type_of()),
            }
        }
        ("id", _) => of_kind(providers(resource, name, what), Type::String),
        _ => Value::error(eco_format!("there is no attribute `{name}`")),
    }
}

fn of_kind(value: Value, kind: Type) -> Value {
    match &value.kind {
        Kind::Unknown(unknown) => {
            Value::from(Arc::new(Unknown { kind, ..Unknown::clone(unknown) }))
        }
        _ => value,
    }
}

/// Everything that is said of it, and what is not said open.
fn whole(scope: &mut ModuleScope<'_, '_, '_>, resource: &Resource<'_>, what: &str) -> Value {
    let mut entries = BTreeMap::new();
    let body = &resource.block.body;
    if resource.kind == "terraform_data" {
        for name in ["id", "input", "output", "triggers_replace"] {
            entries.insert(name.into(), attribute(scope, resource, name, what));
        }
        return Value::object(entries);
    }
    for name in instance::names(body).filter(|it| !instance::ABOUT_TERRAFORM.contains(it)) {
        if !entries.contains_key(name) {
            let value = attribute(scope, resource, name, what);
            entries.insert(name.into(), value);
        }
    }
    let more = unknown(resource, "", what);
    Value::from(Object::new(entries).opened(Some(more)))
}

fn providers(resource: &Resource<'_>, name: &str, what: &str) -> Value {
    Value::from(unknown(resource, name, what))
}

/// Why only the provider knows, in words that a user can act on.
fn unknown(resource: &Resource<'_>, name: &str, what: &str) -> Arc<Unknown> {
    let dot = if name.is_empty() { "" } else { "." };
    let reason = match (resource.mode, resource.kind) {
        (Mode::Managed, _) => eco_format!("{what}{dot}{name} is known only after apply"),
        (Mode::Data, "terraform_remote_state") => {
            eco_format!("{what} is the state of another configuration")
        }
        (Mode::Data, kind) => match platform(kind) {
            Some(platform) => eco_format!("{what} is read from {platform} at plan time"),
            None => eco_format!("{what} is read at plan time"),
        },
        (Mode::Ephemeral, _) => eco_format!("{what} is opened when Terraform runs"),
    };
    Arc::new(Unknown { reason, at: None, error: false, kind: Type::Unknown })
}

fn platform(kind: &str) -> Option<&'static str> {
    match kind.split('_').next()? {
        "aws" => Some("AWS"),
        "google" => Some("Google Cloud"),
        "azurerm" | "azuread" | "azapi" => Some("Azure"),
        "cloudflare" => Some("Cloudflare"),
        "kubernetes" => Some("the Kubernetes cluster"),
        _ => None,
    }
}

/// The objects in a value with more attributes than are known.
fn opened(value: &Value, more: &Arc<Unknown>) -> Value {
    let made = match &value.kind {
        Kind::Sequence(sequence) => {
            let items = sequence.items().iter().map(|it| opened(it, more)).collect();
            Value::sequence(sequence.shape().clone(), items)
        }
        Kind::Object(object) if object.element().is_none() => {
            Value::from(Object::new(object.entries().clone()).opened(Some(Arc::clone(more))))
        }
        _ => return value.clone(),
    };
    made.at(value.from).marked(value.marks)
}
