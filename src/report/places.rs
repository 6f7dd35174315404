//! Spans to lines and columns, for the files that a report shows and no others.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::Run;
use crate::finding::Finding;
use crate::source::{FileId, Lines, Position, Sources, Span, joined};

pub(super) struct Places<'a> {
    sources: &'a Sources,
    lines: BTreeMap<FileId, Lines>,
}

impl<'a> Places<'a> {
    /// For these spans, and all others of the same files.
    pub(super) fn new(sources: &'a Sources, spans: impl Iterator<Item = Span>) -> Places<'a> {
        let mut lines = BTreeMap::new();
        for Span { file, .. } in spans {
            lines.entry(file).or_insert_with(|| Lines::new(&sources.get(file).text));
        }
        Places { sources, lines }
    }

    pub(super) fn path(&self, span: Span) -> &'a str {
        &self.sources.get(span.file).path
    }

    pub(super) fn text(&self, file: FileId) -> &'a str {
        &self.sources.get(file).text
    }

    pub(super) fn start(&self, span: Span) -> Position {
        self.position(span.file, self.range(span).start)
    }

    /// The first place that is no longer in the span.
    pub(super) fn end(&self, span: Span) -> Position {
        self.position(span.file, self.range(span).end)
    }

    /// `byte` lies on a character boundary.
    pub(super) fn position(&self, file: FileId, byte: usize) -> Position {
        self.lines(file).position(self.text(file), byte)
    }

    /// The same column as programs count that keep texts in UTF-16.
    pub(super) fn utf16_column(&self, at: Position, file: FileId) -> usize {
        let start = self.line_range(file, at.line - 1).start.min(at.byte);
        self.text(file)[start..at.byte].encode_utf16().count() + 1
    }

    /// The line on which a span starts, from 0.
    pub(super) fn line(&self, span: Span) -> usize {
        self.lines(span.file).line(self.range(span).start)
    }

    /// The bytes of a line, without its line break and the byte order mark.
    pub(super) fn line_range(&self, file: FileId, line: usize) -> Range<usize> {
        let text = self.text(file);
        let range = self.lines(file).range(text, line).unwrap_or(text.len()..text.len());
        let line = &text[range.clone()];
        let mark = line.len() - line.trim_start_matches('\u{feff}').len();
        let breaks = line.len() - line.trim_end_matches(['\r', '\n']).len();
        let end = range.end - breaks;
        (range.start + mark).min(end)..end
    }

    /// A span as bytes of its text, whatever it says: within the text, whole characters, not backwards.
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        let text = self.text(span.file);
        let start = boundary(text, span.range().start);
        start..boundary(text, span.range().end).max(start)
    }

    fn lines(&self, file: FileId) -> &Lines {
        self.lines.get(&file).expect("a report announces every file that it shows")
    }
}

/// The last character boundary that is not behind `byte`.
fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|it| text.is_char_boundary(*it)).unwrap_or_default()
}

/// Every place that a finding names.
pub(super) fn of_finding(finding: &Finding) -> impl Iterator<Item = Span> {
    let labels = finding.labels.iter().map(|it| it.span);
    let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|it| it.span));
    let places = finding.places.iter().map(|it| it.span);
    std::iter::once(finding.primary.span).chain(labels).chain(edits).chain(places)
}

/// A path as the repository's root sees it: what others do with a report, they do from there.
pub(super) fn rooted(run: &Run, path: &str) -> String {
    // Stand-ins are in no directory.
    if is_carried(path) { path.to_owned() } else { joined(&run.prefix, path) }
}

/// The program has it, and no reader: a stand-in.
pub(super) fn is_carried(path: &str) -> bool {
    path.starts_with("stub:")
}
