//! Texts and places in them. Nothing here opens a file: a `FileId` cannot be turned into one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A file of this run. Ids are dense and follow the order of the paths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(u32);

impl FileId {
    /// A text that is not among the sources of a run: a rule, a settings file.
    pub const DETACHED: FileId = FileId(u32::MAX);

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A range of bytes in one file. Lines and columns exist in reports only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        Span { file, start: offset(start), end: offset(end) }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The empty place just before this one.
    #[must_use]
    pub fn before(self) -> Span {
        Span { end: self.start, ..self }
    }

    /// The smallest span that holds both; they are in the same file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end), ..self }
    }
}

fn offset(it: usize) -> u32 {
    u32::try_from(it).expect("a source is smaller than 4 GiB: `Sources::add` holds it")
}

/// One text under the path that reports print: relative to where the user stands, with `/`.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// The directory of the path, without a slash at its end; `""` where the user stands.
    pub fn directory(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(directory, _)| directory)
    }

    /// Terraform's other syntax, in which fixes are not written.
    pub fn is_json(&self) -> bool {
        self.path.strip_suffix(".json").is_some()
    }

    pub fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(&self.path, |(_, name)| name)
    }
}

/// Every text of a run. A copy shares the texts.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<Source>>,
}

impl Sources {
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("a run has fewer than 2^32 files"));
        let text = text.into();
        assert!(u32::try_from(text.len()).is_ok(), "the loader refuses files of 4 GiB and more");
        self.files.push(Arc::new(Source { path: path.into(), text }));
        id
    }

    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.index()]
    }

    /// The bytes of a span. Empty where the span is not on character boundaries.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or_default()
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().zip(0..).map(|(source, id)| (FileId(id), &**source))
    }

    /// The source that has this path and this text.
    pub fn same(&self, path: &str, text: &str) -> Option<FileId> {
        self.iter().find(|(_, it)| it.path == path && it.text == text).map(|(id, _)| id)
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether the text of this id is here: it is neither detached nor a later one.
    pub fn holds(&self, file: FileId) -> bool {
        file.index() < self.files.len()
    }

    /// Room for what is found from here on.
    pub fn later(&self) -> Later {
        Later { first: self.files.len(), files: Vec::new() }
    }

    /// A span in a later text as one in these sources, where its text is taken in once. Other spans stay.
    #[must_use]
    pub fn settled(&mut self, span: Span, later: &Later) -> Span {
        let found = span.file.index().checked_sub(later.first).and_then(|at| later.files.get(at));
        let Some(Source { path, text }) = found else { return span };
        let is_same = |(_, it): &(FileId, &Source)| it.path == *path && it.text == *text;
        let taken = self.iter().skip(later.first).find(is_same).map(|(id, _)| id);
        let file = taken.unwrap_or_else(|| self.add(path.clone(), text.clone()));
        Span { file, ..span }
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Texts that are found while something is worked out, by one of several threads. Their ids go on behind
/// those of the sources and mean nothing to others: `Sources::settled` makes true ones of them.
#[derive(Clone, Debug, Default)]
pub struct Later {
    first: usize,
    files: Vec<Source>,
}

impl Later {
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = self.first + self.files.len();
        self.files.push(Source { path: path.into(), text: text.into() });
        FileId(u32::try_from(id).expect("a run has fewer than 2^32 files"))
    }
}

/// Where the lines of one text start. Made by reports, for files that have something to report.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

/// A place as people count: line and column from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    pub line: usize,
    pub column: usize,
    pub byte: usize,
}

impl Lines {
    pub fn new(text: &str) -> Lines {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Lines { starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect() }
    }

    /// `byte` may lie beyond the text: the answer is then its end.
    pub fn position(&self, text: &str, byte: usize) -> Position {
        let byte = byte.min(text.len());
        let line = self.line(byte);
        let before = text.get(self.starts[line]..byte).unwrap_or_default();
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        Position { line: line + 1, column: before.chars().count() + 1, byte }
    }

    /// The line of a byte, from 0.
    pub fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte) - 1
    }

    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of a line, its line break included; `line` counts from 0.
    pub fn range(&self, text: &str, line: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(line)?;
        Some(start..self.starts.get(line + 1).copied().unwrap_or(text.len()))
    }
}

/// Files and lines of spans. The lines of a file are counted when somebody first asks.
#[derive(Debug)]
pub struct Places<'s> {
    sources: &'s Sources,
    lines: BTreeMap<FileId, Lines>,
}

impl<'s> Places<'s> {
    pub fn new(sources: &'s Sources) -> Places<'s> {
        Places { sources, lines: BTreeMap::new() }
    }

    /// The file and the line, from 1; `None` where it is in no file.
    pub fn of(&mut self, span: Span) -> Option<(&'s str, usize)> {
        if span.file == FileId::DETACHED {
            return None;
        }
        let source = self.sources.get(span.file);
        let lines = self.lines.entry(span.file).or_insert_with(|| Lines::new(&source.text));
        Some((&source.path, lines.line(span.range().start) + 1))
    }
}

/// A path seen from a directory, without `.` and `..` as far as it goes: steps up that lead out stay.
pub fn joined(directory: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{directory}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let root = if path.starts_with('/') || directory.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// What reorders a line or is not seen in it. Joiners are among these, at the price of some emoji: two
/// names must not look the same.
pub fn misleads(it: char) -> bool {
    matches!(it,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Whether a bracket behind this text starts an order to a build's runner: GitHub's obeys `##[command]`
/// anywhere in a line, and Azure's `##vso[command]`.
pub fn orders(before: &str) -> bool {
    before.trim_end_matches(|it: char| it.is_ascii_alphanumeric()).ends_with("##")
}
