//! For Mermaid, which GitHub and many wikis draw: a flowchart with a subgraph for each root and each module.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::diagram::{self, Diagram, Limits};
use super::{Class, Drawing, Extent, words};
use crate::decode::harmless;

/// Mermaid refuses more than 500 arrows and 50,000 letters, and nobody can read as much.
const LIMITS: Limits = Limits { boxes: 150, arrows: 300 };

/// Writes boxes and arrows.
pub fn mermaid(out: &mut dyn Write, drawings: &[Drawing], extent: Extent) -> io::Result<()> {
    let diagrams = diagram::diagrams(drawings, extent, LIMITS);
    writeln!(out, "flowchart LR")?;
    let is_many = diagrams.list.len() > 1;
    for (at, diagram) in diagrams.list.iter().enumerate() {
        root(out, at, diagram, is_many, extent)?;
    }
    match diagrams.cut() {
        Some(words) => writeln!(out, "  cut>{}]", quoted(&words)),
        None => Ok(()),
    }
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
        writeln!(out, "  subgraph r{at}[{}]", quoted(words::directory(&drawing.directory)))?;
    }
    for (number, (module, things)) in diagram.boxes.iter().enumerate() {
        if !module.is_empty() {
            writeln!(out, "  subgraph r{at}m{number}[{}]", quoted(module))?;
        }
        for thing in things {
            let label = quoted(diagram::label(drawing, *thing));
            let (open, close) = shape(drawing.things[*thing].class);
            writeln!(out, "    r{at}n{thing}{open}{label}{close}")?;
        }
        if !module.is_empty() {
            writeln!(out, "  end")?;
        }
    }
    if let Some(words) = diagram.cut(extent) {
        writeln!(out, "    r{at}cut>{}]", quoted(&words))?;
    }
    if is_many {
        writeln!(out, "  end")?;
    }
    for arrow in &diagram.arrows {
        let line = if arrow.is_strong { "-->" } else { "-.->" };
        let words = quoted(arrow.words);
        writeln!(out, "  r{at}n{} {line}|{words}| r{at}n{}", arrow.from, arrow.to)?;
    }
    Ok(())
}

fn shape(class: Option<Class>) -> (&'static str, &'static str) {
    match class {
        Some(Class::Store) => ("[(", ")]"),
        Some(Class::Cluster) => ("[[", "]]"),
        Some(Class::Message) => ("[/", "/]"),
        Some(Class::Entry) => ("([", "])"),
        Some(Class::Gateway) => ("{{", "}}"),
        Some(Class::Function | Class::Service) | None => ("[", "]"),
    }
}

/// A text as a label. Only what has no meaning to Mermaid, Markdown and HTML stays; the rest are entities.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for it in harmless::line(&diagram::short(text)).chars() {
        match it {
            ' ' | '.' | ',' | '-' | '_' | '/' | '[' | ']' | '…' => out.push(it),
            it if it.is_alphanumeric() => out.push(it),
            it => {
                let _ = write!(out, "#{};", u32::from(it));
            }
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
        assert_eq!(quoted(r#"a["x"]"#), r#""a[#34;x#34;]""#);
        assert_eq!(quoted("%%{init}%%"), r##""#37;#37;#123;init#125;#37;#37;""##);
        assert_eq!(quoted("<b>&#35;"), r##""#60;b#62;#38;#35;35#59;""##);
        assert_eq!(quoted("`x`\n\\n"), r##""#96;x#96;#63;#92;n""##);
    }
}
