//! Estimates to bytes, one file a format, and the derivation of one bill. Unknown is never shown as zero.

pub(crate) mod amount;
mod csv;
mod explain;
mod html;
mod human;
mod infracost;
mod json;
mod markdown;
pub(crate) mod notes;
mod pretty;
mod style;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod totals;
pub(crate) mod unknown;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use crate::cost::Estimate;
use crate::source::{FileId, Lines, Sources, Span};

pub use explain::explain;

/// The `mod` lines stay outside: rustfmt does not follow those that a macro makes.
macro_rules! formats {
    ($($variant:ident = $room:ident, $name:literal, $about:literal;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Format {
            $($variant,)*
        }

        impl Format {
            pub const ALL: &[Format] = &[$(Format::$variant,)*];

            pub fn name(self) -> &'static str {
                match self {
                    $(Format::$variant => $name,)*
                }
            }

            /// Whom it is for, in a few words.
            pub fn about(self) -> &'static str {
                match self {
                    $(Format::$variant => $about,)*
                }
            }

            pub fn by_name(name: &str) -> Option<Format> {
                Format::ALL.iter().copied().find(|it| it.name() == name)
            }
        }

        /// Writes an estimate. `out` need not be buffered.
        pub fn write(
            format: Format,
            out: &mut dyn Write,
            estimate: &Estimate,
            sources: &Sources,
            view: &View,
        ) -> io::Result<()> {
            let mut out = BufWriter::new(out);
            let mut page = Page::new(estimate, view, sources);
            match format {
                $(Format::$variant => $room::write(&mut out, &mut page)?,)*
            }
            out.flush()
        }
    };
}

formats! {
    Human = human, "human", "tables and notes, for a person in a terminal";
    Json = json, "json", "everything, for programs; its schema is docs/cost.schema.json";
    Csv = csv, "csv", "one row for each component, for spreadsheets";
    Markdown = markdown, "markdown", "for a comment on a pull request, or the summary of a job";
    Html = html, "html", "one page that needs nothing else, to be sent around";
    InfracostJson = infracost, "infracost-json", "what tools read that know Infracost's JSON 0.2";
}

/// What of an estimate is shown, and to whom.
#[derive(Clone, Debug)]
pub struct View {
    /// Colors where a format has any.
    pub color: bool,
    /// Columns of the terminal, where there is one.
    pub width: Option<usize>,
    /// The profile that was estimated with: `startup`.
    pub traffic: String,
    /// `2026-11-21`: prices are old or not on this day.
    pub today: String,
    /// How many of the most expensive resources are listed.
    pub top: usize,
}

impl View {
    pub fn new(traffic: &str, today: &str) -> View {
        let (traffic, today) = (traffic.to_owned(), today.to_owned());
        View { color: false, width: None, traffic, today, top: 10 }
    }
}

/// What a format sees.
pub(crate) struct Page<'a> {
    estimate: &'a Estimate,
    view: &'a View,
    places: Places<'a>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(estimate: &'a Estimate, view: &'a View, sources: &'a Sources) -> Page<'a> {
        Page { estimate, view, places: Places::new(sources) }
    }
}

/// Places as people count.
struct Places<'s> {
    sources: &'s Sources,
    lines: BTreeMap<FileId, Lines>,
}

impl<'s> Places<'s> {
    fn new(sources: &'s Sources) -> Places<'s> {
        Places { sources, lines: BTreeMap::new() }
    }

    /// The file and the line; `None` where it is in no file.
    fn of(&mut self, span: Span) -> Option<(&'s str, usize)> {
        if span.file == FileId::DETACHED {
            return None;
        }
        let source = self.sources.get(span.file);
        let lines = self.lines.entry(span.file).or_insert_with(|| Lines::new(&source.text));
        Some((&source.path, lines.line(span.range().start) + 1))
    }

    /// `main.tf:12`
    fn text(&mut self, span: Span) -> Option<String> {
        self.of(span).map(|(path, line)| format!("{path}:{line}"))
    }
}

/// `1 file`, `2 files`.
fn count(n: usize, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}
