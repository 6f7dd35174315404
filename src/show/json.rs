//! For a program. As in Terraform's own plans, what is not known is left out of objects and null in lists;
//! beside the values stands the list of what is not known and why.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::{Shown, ShownResource, unknowns};
use crate::eval::{Kind, Marks, Object, Value};
use crate::source::{Places, Sources};

/// Of this form. Fields may be added; what is there stays.
const VERSION: u32 = 1;

/// Writes what was worked out, a line for each resource.
pub fn json(out: &mut dyn Write, shown: &[Shown], sources: &Sources) -> io::Result<()> {
    let mut places = Places::new(sources);
    write!(out, "{{\"version\":{VERSION},\"configurations\":[")?;
    for (at, configuration) in shown.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let directory = Json::from(configuration.directory.as_str());
        write!(out, "{comma}\n{{\"directory\":{directory},\"resources\":[")?;
        for (at, resource) in configuration.resources.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(out, "{comma}\n{}", of_resource(resource, &mut places))?;
        }
        let outputs: Map<String, Json> = configuration
            .outputs
            .iter()
            .map(|(name, value)| (name.clone(), of_value(value, &mut places)))
            .collect();
        write!(out, "],\n\"outputs\":{}}}", Json::Object(outputs))?;
    }
    writeln!(out, "\n]}}")
}

fn of_resource(resource: &ShownResource, places: &mut Places<'_>) -> Json {
    let place = places.of(resource.span).map(|(path, line)| json!({"path": path, "line": line}));
    let provider = &resource.provider;
    let mut from = Map::new();
    for (name, value) in resource.values.as_object().into_iter().flat_map(Object::entries) {
        if let Some((path, line)) = value.from.and_then(|it| places.of(it)) {
            from.insert(name.to_string(), json!({"path": path, "line": line}));
        }
    }
    json!({
        "address": resource.address,
        "type": resource.kind,
        "name": resource.name,
        "place": place,
        "doubt": resource.doubt.as_ref().map(|it| it.reason.as_str()),
        "provider": {
            "name": provider.name,
            "alias": provider.alias,
            "region": plain(&provider.region),
            "defaults": plain(&provider.defaults),
        },
        "values": plain(&resource.values),
        "unknown": unknown(&resource.values, places),
        "from": from,
    })
}

fn of_value(value: &Value, places: &mut Places<'_>) -> Json {
    json!({
        "value": plain(value),
        "unknown": unknown(value, places),
        "sensitive": value.all_marks().has(Marks::SENSITIVE),
    })
}

fn unknown(value: &Value, places: &mut Places<'_>) -> Vec<Json> {
    let mut found = Vec::new();
    unknowns(value, "", &mut found);
    let shown = found.into_iter().map(|(path, unknown)| {
        let place = unknown.at.and_then(|it| places.of(it));
        let place = place.map(|(path, line)| json!({"path": path, "line": line}));
        json!({"attribute": path, "reason": unknown.reason.as_str(), "place": place})
    });
    shown.collect()
}

/// The value without its unknown parts. What is sensitive is never told.
fn plain(value: &Value) -> Json {
    if value.marks.has(Marks::SENSITIVE) {
        return Json::from("(sensitive)");
    }
    match &value.kind {
        Kind::Null(_) | Kind::Unknown(_) => Json::Null,
        Kind::Bool(value) => Json::from(*value),
        Kind::Number(number) => serde_json::from_str(&number.to_string()).unwrap_or(Json::Null),
        Kind::String(text) => Json::from(text.as_str()),
        Kind::Sequence(it) => Json::Array(it.items().iter().map(plain).collect()),
        Kind::Object(it) => {
            let known = it.entries().iter().filter(|(_, it)| !matches!(it.kind, Kind::Unknown(_)));
            Json::Object(known.map(|(key, it)| (key.to_string(), plain(it))).collect())
        }
    }
}
