//! For Graphviz: one digraph, a cluster for each root and each module.

use std::io::{self, Write};

use super::diagram::{self, Diagram, Limits};
use super::words;
use super::{Class, Drawing, Extent};
use crate::decode::harmless;

/// What Graphviz lays out in a minute.
const LIMITS: Limits = Limits { boxes: 1_500, arrows: 5_000 };

/// Writes boxes and arrows.
pub fn dot(out: &mut dyn Write, drawings: &[Drawing], extent: Extent) -> io::Result<()> {
    let diagrams = diagram::diagrams(drawings, extent, LIMITS);
    writeln!(out, "digraph skint {{")?;
    writeln!(out, "  graph [rankdir=LR, fontname=\"Helvetica\", newrank=true];")?;
    writeln!(out, "  node [shape=box, fontname=\"Helvetica\", fontsize=11];")?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=9];")?;
    let is_many = diagrams.list.len() > 1;
    for (at, diagram) in diagrams.list.iter().enumerate() {
        root(out, at, diagram, is_many, extent)?;
    }
    if let Some(words) = diagrams.cut() {
        writeln!(out, "  cut [label={}, shape=plaintext];", quoted(&words))?;
    }
    writeln!(out, "}}")
}

fn root(
    out: &mut dyn Write,
    at: usize,
    diagram: &Diagram<'_>,
    is_many: bool,
    extent: Extent,
) -> io::Result<()> {
    let drawing = diagram.drawing;
    if is_many {
        writeln!(out, "  subgraph cluster_{at} {{")?;
        writeln!(out, "  label={};", quoted(words::directory(&drawing.directory)))?;
    }
    for (number, (module, things)) in diagram.boxes.iter().enumerate() {
        if !module.is_empty() {
            writeln!(out, "  subgraph cluster_{at}_{number} {{")?;
            writeln!(out, "  label={}; style=rounded; color=gray;", quoted(module))?;
        }
        for thing in things {
            let label = quoted(&diagram::short(diagram::label(drawing, *thing)));
            let tooltip = quoted(drawing.address(*thing));
            let look = look(drawing, *thing);
            writeln!(out, "    r{at}n{thing} [label={label}, tooltip={tooltip}{look}];")?;
        }
        if !module.is_empty() {
            writeln!(out, "  }}")?;
        }
    }
    if let Some(words) = diagram.cut(extent) {
        writeln!(out, "    r{at}cut [label={}, shape=plaintext];", quoted(&words))?;
    }
    if is_many {
        writeln!(out, "  }}")?;
    }
    for arrow in &diagram.arrows {
        let style = if arrow.is_strong { "" } else { ", style=dotted" };
        let label = quoted(&diagram::short(arrow.words));
        writeln!(out, "  r{at}n{} -> r{at}n{} [label={label}{style}];", arrow.from, arrow.to)?;
    }
    Ok(())
}

fn look(drawing: &Drawing, thing: usize) -> String {
    let shape = match drawing.things[thing].class {
        Some(Class::Store) => ", shape=cylinder",
        Some(Class::Cluster) => ", shape=box3d",
        Some(Class::Message) => ", shape=cds",
        Some(Class::Entry) => ", shape=box, style=rounded",
        Some(Class::Function | Class::Service) => ", shape=box, style=bold",
        Some(Class::Gateway) => ", shape=house",
        None => ", color=gray",
    };
    // Whether there is such a thing is not known.
    let doubt = if drawing.things[thing].doubt.is_some() { ", peripheries=2" } else { "" };
    format!("{shape}{doubt}")
}

/// A text as a quoted string in which nothing is an escape, an entity or a line break.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for it in harmless::line(text).chars() {
        match it {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '\t' => out.push(' '),
            it => out.push(it),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_name_ends_its_quotes_or_means_something() {
        assert_eq!(quoted(r#"a["x"]"#), r#""a[\"x\"]""#);
        assert_eq!(quoted(r#"x\"]; evil -> "#), r#""x\\\"]; evil -> ""#);
        assert_eq!(quoted("\\N\\"), r#""\\N\\""#);
        assert_eq!(quoted("&lt;b&gt;\n<b>"), "\"&amp;lt;b&amp;gt;?<b>\"");
    }
}
