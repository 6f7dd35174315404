//! Lines of values with commas between them, each value with its place. Nothing here knows what columns
//! mean.

use std::borrow::Cow;

use crate::source::{FileId, Span};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Cell<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) at: Span,
}

/// A line that is neither empty nor a comment.
#[derive(Debug)]
pub(super) struct Line<'t> {
    pub(super) cells: Vec<Cell<'t>>,
    pub(super) at: Span,
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut next = 0;
    text.split('\n').filter_map(move |whole| {
        let start = next;
        next += whole.len() + 1;
        let line = whole.strip_suffix('\r').unwrap_or(whole);
        // Spreadsheets put a byte order mark ahead of what they write.
        let mark =
            if start == 0 && line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (line, start) = (&line[mark..], start + mark);
        let said = !line.trim().is_empty() && !line.trim_start().starts_with('#');
        said.then(|| Line { cells: cells(line, start), at: span(start, line) })
    })
}

fn cells(line: &str, start: usize) -> Vec<Cell<'_>> {
    let (mut cells, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, char) in line.char_indices() {
        match char {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                cells.push(cell(&line[from..at], start + from));
                from = at + 1;
            }
            _ => {}
        }
    }
    cells.push(cell(&line[from..], start + from));
    cells
}

/// Blanks around a value are not meant; two quotes within quotes are one.
fn cell(raw: &str, start: usize) -> Cell<'_> {
    let start = start + raw.len() - raw.trim_start().len();
    let raw = raw.trim();
    let text = match raw.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        Some(inner) if inner.contains('"') => Cow::Owned(inner.replace("\"\"", "\"")),
        Some(inner) => Cow::Borrowed(inner),
        None => Cow::Borrowed(raw),
    };
    Cell { text, at: span(start, raw) }
}

fn span(start: usize, text: &str) -> Span {
    Span::new(FileId::DETACHED, start, start + text.len())
}
