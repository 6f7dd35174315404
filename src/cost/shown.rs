//! What of the values behind a figure others may read: in place of a resource its address, and nothing that
//! is secret.

use ecow::{EcoString, eco_format};

use super::component::Component;
use super::scope::{Level, Seen};
use crate::eval::{Kind, Marks, Value};

/// What stands in the names of what is secret, whether anybody marks it or not.
const SECRET: &[&str] =
    &["auth_token", "credential", "passphrase", "password", "private_key", "secret", "user_data"];

/// What the names in a component's expressions came to, at the typical level.
pub(super) fn values(
    component: &Component,
    seen: &mut Seen<'_, '_, '_>,
) -> Vec<(EcoString, EcoString)> {
    seen.lets.clear();
    seen.level = Level::Typical;
    let lets = component.lets.iter().map(|it| (eco_format!("let.{it}"), seen.of_let(it)));
    let mut values: Vec<(EcoString, Value)> = lets.collect();
    let attributes = component.attributes.iter();
    values.extend(attributes.map(|it| (eco_format!("self.{it}"), seen.of_self(it))));
    let shown = values.into_iter().map(|(name, value)| {
        let text = match (value.all_marks().has(Marks::SENSITIVE), value.first_unknown()) {
            (true, _) => "(sensitive)".into(),
            (_, Some(unknown)) => eco_format!("(unknown: {})", unknown.reason),
            _ => told(&name, value).to_hcl().into(),
        };
        (name, text)
    });
    shown.collect()
}

/// Whether a component rests on something that is known and sensitive, which a reason might repeat.
pub(super) fn is_secret(component: &Component, seen: &mut Seen<'_, '_, '_>) -> bool {
    let is_secret = |value: &Value| {
        let is_known = value.as_unknown().is_none() && !value.is_null();
        is_known && value.all_marks().has(Marks::SENSITIVE)
    };
    component.attributes.iter().any(|it| is_secret(&seen.of_self(it)))
        || component.lets.iter().any(|it| is_secret(&seen.of_let(it)))
}

/// A value under a name, without what is not for others.
fn told(name: &str, value: Value) -> Value {
    match &value.kind {
        Kind::Object(object) => match object.get("address").filter(|_| is_resource(&value)) {
            Some(address) => address.clone(),
            None => {
                let entries = object.entries().iter();
                Value::object(
                    entries.map(|(key, it)| (key.clone(), told(key, it.clone()))).collect(),
                )
            }
        },
        Kind::Sequence(it) => {
            Value::tuple(it.items().iter().map(|it| told(name, it.clone())).collect())
        }
        Kind::String(_) if SECRET.iter().any(|it| name.contains(it)) => {
            value.marked(Marks::SENSITIVE)
        }
        _ => value,
    }
}

/// What the graph's functions give: a resource with all that it says.
fn is_resource(value: &Value) -> bool {
    let said = |name: &str| value.as_object().and_then(|it| it.get(name)).and_then(Value::as_str);
    said("label").is_some() && said("address").is_some_and(|it| it.contains('.'))
}
