//! Break-even to bytes: a table for a terminal, a drawing, a page around it, and JSON. All text of the
//! input passes `plain`.

mod html;
mod json;
mod label;
mod plain;
mod svg;
mod table;

use std::io::{self, Write};

use crate::cost::break_even::BreakEven;

/// How it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Human,
    Json,
    Svg,
    Html,
}

impl Format {
    pub const ALL: &[Format] = &[Format::Human, Format::Json, Format::Svg, Format::Html];

    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Json => "json",
            Format::Svg => "svg",
            Format::Html => "html",
        }
    }

    pub fn by_name(name: &str) -> Option<Format> {
        Format::ALL.iter().find(|it| it.name() == name).copied()
    }
}

pub fn write(format: Format, out: &mut dyn Write, break_even: &BreakEven) -> io::Result<()> {
    let text = match format {
        Format::Human => table::human(break_even),
        Format::Json => json::json(break_even)?,
        Format::Svg => break_even.charts.first().map(svg::document).unwrap_or_default(),
        Format::Html => html::page(break_even),
    };
    out.write_all(text.as_bytes())
}
