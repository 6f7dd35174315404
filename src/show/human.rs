//! For a person: a block for each resource, a line for each attribute, and behind it where it comes from.

use std::io::{self, Write};

use super::{Places, Shown, ShownResource};
use crate::decode::harmless;
use crate::eval::{Kind, Marks, Value};
use crate::source::Sources;

/// Longer values are cut.
const MAX_VALUE: usize = 200;

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
            let lines: Vec<(&str, &Value)> =
                outputs.map(|(name, it)| (name.as_str(), it)).collect();
            attributes(out, &lines, &mut places)?;
        }
    }
    Ok(())
}

fn block(out: &mut dyn Write, resource: &ShownResource, places: &mut Places<'_>) -> io::Result<()> {
    let place = places.of(resource.span).map(|(path, line)| format!("{path}:{line}"));
    writeln!(
        out,
        "\n  {}  # {}",
        harmless::line(&resource.address),
        harmless::line(&place.unwrap_or_default())
    )?;
    if let Some(doubt) = &resource.doubt {
        writeln!(
            out,
            "    # whether it is there, and how often: {}",
            harmless::line(&doubt.reason)
        )?;
    }
    let provider = &resource.provider;
    let alias = provider.alias.as_ref().map(|it| format!(".{it}")).unwrap_or_default();
    let region = match &provider.region.kind {
        Kind::Null(_) => String::new(),
        Kind::Unknown(it) => format!("  # region: {}", it.reason),
        _ => format!("  # region {}", provider.region.to_hcl()),
    };
    writeln!(
        out,
        "    {}",
        harmless::line(&format!("provider = {}{alias}{region}", provider.name))
    )?;
    let Some(object) = resource.values.as_object() else { return Ok(()) };
    let lines: Vec<(&str, &Value)> =
        object.entries().iter().map(|(name, it)| (name.as_str(), it)).collect();
    attributes(out, &lines, places)
}

fn attributes(
    out: &mut dyn Write,
    lines: &[(&str, &Value)],
    places: &mut Places<'_>,
) -> io::Result<()> {
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, value) in lines {
        let comment = comment(value, places).map(|it| format!("  # {it}")).unwrap_or_default();
        let line = format!("    {name:<width$} = {}{comment}", cut(&value.to_hcl()));
        writeln!(out, "{}", harmless::line(&line))?;
    }
    Ok(())
}

/// Why a value is not known, or where it was said.
fn comment(value: &Value, places: &mut Places<'_>) -> Option<String> {
    let place = |places: &mut Places<'_>, span| {
        places.of(span).map(|(path, line)| format!("{path}:{line}"))
    };
    if value.marks.has(Marks::SENSITIVE) {
        return None;
    }
    match value.first_unknown() {
        Some(unknown) => {
            let at = unknown.at.and_then(|it| place(places, it));
            let at = at.map(|it| format!(" ({it})")).unwrap_or_default();
            Some(format!("{}{at}", unknown.reason))
        }
        None => value.from.and_then(|it| place(places, it)),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
