//! For a person: a block for each resource, a line for each value, and behind it where it comes from.

use std::io::{self, Write};

use super::{Shown, ShownResource};
use crate::decode::harmless;
use crate::eval::{Kind, Marks, Value};
use crate::source::{Places, Sources};

/// Longer values stand on several lines, if they have parts.
const WIDTH: usize = 60;
/// What stands further in stands on one line.
const MAX_INDENT: usize = 24;
/// Longer texts are cut.
const MAX_TEXT: usize = 200;

/// Writes what was worked out.
pub fn human(out: &mut dyn Write, shown: &[Shown], sources: &Sources) -> io::Result<()> {
    let mut places = Places::new(sources);
    for (at, configuration) in shown.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let directory = match configuration.directory.as_str() {
            "" => ".",
            directory => directory,
        };
        writeln!(out, "{}", harmless::line(directory))?;
        for resource in &configuration.resources {
            block(out, resource, &mut places)?;
        }
        if !configuration.outputs.is_empty() {
            writeln!(out, "\n  outputs")?;
            let outputs = configuration.outputs.iter();
            let outputs: Vec<(String, &Value)> =
                outputs.map(|(name, it)| (name.clone(), it)).collect();
            entries(out, 4, &outputs, &mut places)?;
        }
    }
    Ok(())
}

fn block(out: &mut dyn Write, resource: &ShownResource, places: &mut Places<'_>) -> io::Result<()> {
    let place = places.of(resource.span).map(|(path, line)| format!("{path}:{line}"));
    writeln!(out)?;
    line(out, 2, &resource.address, place.as_deref())?;
    if let Some(doubt) = &resource.doubt {
        let doubt = format!("whether it is there, and how often: {}", doubt.reason);
        line(out, 4, &format!("# {doubt}"), None)?;
    }
    let provider = &resource.provider;
    let alias = provider.alias.as_ref().map(|it| format!(".{it}")).unwrap_or_default();
    let region = match &provider.region.kind {
        Kind::Null(_) => None,
        Kind::Unknown(it) => Some(format!("region: {}", it.reason)),
        _ => Some(format!("region {}", provider.region.to_hcl())),
    };
    line(out, 4, &format!("provider = {}{alias}", provider.name), region.as_deref())?;
    if !provider.defaults.is_null() {
        value(out, 4, "defaults = ", &provider.defaults, places)?;
    }
    let Some(object) = resource.values.as_object() else { return Ok(()) };
    let values: Vec<(String, &Value)> =
        object.entries().iter().map(|(name, it)| (name.to_string(), it)).collect();
    entries(out, 4, &values, places)
}

/// One line, with a comment behind it.
fn line(out: &mut dyn Write, indent: usize, text: &str, comment: Option<&str>) -> io::Result<()> {
    let comment = comment.map(|it| format!("  # {it}")).unwrap_or_default();
    writeln!(out, "{:indent$}{}", "", harmless::line(&format!("{text}{comment}")))
}

/// `name = value` for each, below each other.
fn entries(
    out: &mut dyn Write,
    indent: usize,
    entries: &[(String, &Value)],
    places: &mut Places<'_>,
) -> io::Result<()> {
    let short = entries.iter().filter(|(_, it)| !is_long(it));
    let width = short.map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, it) in entries {
        let width = if is_long(it) { 0 } else { width };
        value(out, indent, &format!("{name:<width$} = "), it, places)?;
    }
    Ok(())
}

/// A value with parts of which more is to be said than fits on a line.
fn is_long(value: &Value) -> bool {
    let parts = match &value.kind {
        Kind::Sequence(it) => it.items().len(),
        Kind::Object(it) => it.entries().len() + usize::from(it.open().is_some()),
        _ => 0,
    };
    parts > 0
        && !value.marks.has(Marks::SENSITIVE)
        && (value.to_hcl().chars().count() > WIDTH || !value.is_known())
}

fn value(
    out: &mut dyn Write,
    indent: usize,
    head: &str,
    value: &Value,
    places: &mut Places<'_>,
) -> io::Result<()> {
    if indent > MAX_INDENT || !is_long(value) {
        let comment = comment(value, places);
        return line(out, indent, &format!("{head}{}", cut(&value.to_hcl())), comment.as_deref());
    }
    match &value.kind {
        Kind::Sequence(it) => {
            line(out, indent, &format!("{head}["), None)?;
            for item in it.items() {
                self::value(out, indent + 2, "", item, places)?;
            }
            line(out, indent, "]", None)
        }
        Kind::Object(it) => {
            line(out, indent, &format!("{head}{{"), None)?;
            let parts: Vec<(String, &Value)> = it
                .entries()
                .iter()
                .map(|(key, it)| (Value::from(key.clone()).to_hcl(), it))
                .collect();
            entries(out, indent + 2, &parts, places)?;
            if let Some(unknown) = it.open() {
                let more = format!("perhaps more: {}", unknown.reason);
                line(out, indent + 2, &format!("# {more}"), None)?;
            }
            line(out, indent, "}", None)
        }
        _ => Ok(()),
    }
}

/// Why a value is not known, or where it was said.
fn comment(value: &Value, places: &mut Places<'_>) -> Option<String> {
    if value.marks.has(Marks::SENSITIVE) {
        return None;
    }
    let mut place = |span| places.of(span).map(|(path, line)| format!("{path}:{line}"));
    match value.first_unknown() {
        Some(unknown) => {
            let at = unknown.at.and_then(place).map(|it| format!(" ({it})")).unwrap_or_default();
            Some(format!("{}{at}", unknown.reason))
        }
        None => value.from.and_then(&mut place),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
