//! Which dollars can be attributed by tags, and which nobody can explain: `skint tags`. What is not known stays
//! apart, and so does what can never be attributed.

pub(crate) mod amount;
mod bar;
mod coverage;
mod csv;
mod group;
mod html;
mod human;
mod json;
mod keys;
mod markdown;
mod near;
mod plan;
mod style;
mod sum;
mod table;
mod text;
mod treemap;
mod values;

use std::io::{self, Write};

use crate::source::{Places, Sources};

pub(crate) use amount::percent;
pub use coverage::{
    Coverage, KeyState, Root, Row, Said, Standing, Tagging, Written, coverage, split_of, statuses,
    tagging,
};
pub use group::{Dimension, Share, Untagged, shares, untagged};
pub(crate) use keys::others;
pub use keys::{Key, keys};
pub use near::alike;
pub use plan::{Edit, Turn, turns};
pub use sum::{Part, Split, Status};
pub use values::{Named, Spend, spend};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Human,
    Json,
    Csv,
    Markdown,
    Html,
}

impl Format {
    pub const ALL: &[Format] =
        &[Format::Human, Format::Json, Format::Csv, Format::Markdown, Format::Html];

    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Markdown => "markdown",
            Format::Html => "html",
        }
    }
}

/// What is shown, and to whom.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Colors where a format has any.
    pub color: bool,
    /// The key by whose values the spend is told. `None`: the first that is required, where a format has room for it.
    pub by: Option<String>,
}

/// Writes what is covered. `out` need not be buffered.
pub fn write(
    format: Format,
    out: &mut dyn Write,
    coverage: &Coverage,
    sources: &Sources,
    view: &View,
) -> io::Result<()> {
    let mut page = Page { coverage, view, places: Places::new(sources) };
    let text = match format {
        Format::Human => human::text(&mut page),
        Format::Json => json::text(&mut page)?,
        Format::Csv => csv::text(&mut page),
        Format::Markdown => markdown::text(&mut page),
        Format::Html => html::text(&mut page),
    };
    out.write_all(text.as_bytes())
}

/// The formats of plans.
pub const PLANS: &[Format] = &[Format::Human, Format::Json];

/// Writes what would have to be written where, for one of the formats of plans.
pub fn write_plan(
    format: Format,
    out: &mut dyn Write,
    coverage: &Coverage,
    sources: &Sources,
    view: &View,
) -> io::Result<()> {
    let mut page = Page { coverage, view, places: Places::new(sources) };
    let text = match format {
        Format::Json => plan::json(&mut page)?,
        _ => plan::human(&mut page),
    };
    out.write_all(text.as_bytes())
}

/// What a format sees.
struct Page<'a> {
    coverage: &'a Coverage,
    view: &'a View,
    places: Places<'a>,
}

impl Page<'_> {
    /// The key by whose values the spend is told.
    fn by(&self) -> Option<&str> {
        self.view.by.as_deref().or_else(|| self.coverage.first_key())
    }
}
