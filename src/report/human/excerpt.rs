//! The lines of the sources that one finding shows, as codespan wants to see them: made harmless, and cut
//! to a window where a line is longer than a screen is wide.

use std::collections::BTreeSet;
use std::ops::Range;

use codespan_reporting::diagnostic::{Label as Shown, LabelStyle};
use codespan_reporting::files::{Error, Files};

use crate::finding::Label;
use crate::report::places::Places;
use crate::report::plain;
use crate::source::FileId;

const CUT: char = '…';

/// A file is known by its index, a byte by where it stands in the excerpt.
pub(super) struct Excerpts {
    files: Vec<Excerpt>,
}

struct Excerpt {
    path: String,
    text: String,
    /// In the order of their lines.
    rows: Vec<Row>,
}

/// A line of the source as far as it is shown.
struct Row {
    /// From 0, in the source.
    line: usize,
    /// In the excerpt, the line break included.
    range: Range<usize>,
    /// In the source.
    window: Window,
    /// The column of the first character of the window, from 1.
    column: usize,
}

struct Window {
    bytes: Range<usize>,
    cut_before: bool,
    cut_behind: bool,
}

/// A label that spans lines shows its first: that is where to look, and the others would push the rest
/// of the finding off the screen.
pub(super) fn excerpts(
    places: &Places<'_>,
    width: usize,
    labels: &[(LabelStyle, &Label)],
) -> (Excerpts, Vec<Shown<usize>>) {
    let mut files: Vec<FileId> = vec![];
    for (_, label) in labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }

    let mut shown = vec![];
    let mut excerpts = Excerpts { files: vec![] };
    for (index, file) in files.into_iter().enumerate() {
        let labels: Vec<_> = labels.iter().filter(|(_, it)| it.span.file == file).collect();
        let excerpt = Excerpt::new(places, width, file, &labels);
        shown.extend(labels.iter().map(|(style, label)| {
            let range = excerpt.range(places, label);
            Shown::new(*style, index, range).with_message(plain::line(&label.message))
        }));
        excerpts.files.push(excerpt);
    }
    (excerpts, shown)
}

impl Excerpt {
    fn new(
        places: &Places<'_>,
        width: usize,
        file: FileId,
        labels: &[&(LabelStyle, &Label)],
    ) -> Excerpt {
        let lines: BTreeSet<_> = labels.iter().map(|(_, it)| places.line(it.span)).collect();
        // codespan fills a gap of one line with that line.
        let gaps = lines.iter().filter(|it| lines.contains(&(*it + 2))).map(|it| it + 1);
        let path = places.path(labels[0].1.span);
        let mut excerpt =
            Excerpt { path: plain::line(path).into_owned(), text: String::new(), rows: vec![] };
        for line in lines.iter().copied().chain(gaps).collect::<BTreeSet<_>>() {
            let here = labels.iter().filter(|(_, it)| places.line(it.span) == line);
            let focus = here.min_by_key(|(style, it)| (*style != LabelStyle::Primary, it.span));
            let range = places.line_range(file, line);
            let focus = focus.map_or(range.start, |(_, it)| places.range(it.span).start);
            excerpt.push(places, file, line, Window::new(places.text(file), range, focus, width));
        }
        excerpt
    }

    fn push(&mut self, places: &Places<'_>, file: FileId, line: usize, window: Window) {
        let start = self.text.len();
        self.text.extend(window.cut_before.then_some(CUT));
        self.text.extend(plain::harmless(&places.text(file)[window.bytes.clone()]));
        self.text.extend(window.cut_behind.then_some(CUT));
        self.text.push('\n');
        let column = places.position(file, window.bytes.start).column;
        self.rows.push(Row { line, range: start..self.text.len(), window, column });
    }

    /// Where a label stands in the excerpt.
    fn range(&self, places: &Places<'_>, label: &Label) -> Range<usize> {
        let line = places.line(label.span);
        let row = self.rows.iter().find(|it| it.line == line).expect("each label has its row");
        let source = places.text(label.span.file);
        let range = places.range(label.span);
        row.byte(source, range.start)..row.byte(source, range.end)
    }

    fn row(&self, line: usize) -> Result<&Row, Error> {
        let max = self.rows.last().map_or(0, |it| it.line);
        self.rows.iter().find(|it| it.line == line).ok_or(Error::LineTooLarge { given: line, max })
    }
}

impl Row {
    /// Where the first character of the window stands in the excerpt.
    fn text_start(&self) -> usize {
        self.range.start + if self.window.cut_before { CUT.len_utf8() } else { 0 }
    }

    /// What lies outside the window is shown at its mark.
    fn byte(&self, source: &str, byte: usize) -> usize {
        let Window { bytes, .. } = &self.window;
        if byte < bytes.start {
            return self.range.start;
        }
        let before = &source[bytes.start..byte.min(bytes.end)];
        self.text_start() + plain::harmless(before).map(char::len_utf8).sum::<usize>()
    }
}

impl Window {
    /// At most `width` characters of a line, with those that follow `focus` and some before it.
    fn new(text: &str, line: Range<usize>, focus: usize, width: usize) -> Window {
        let focus = focus.clamp(line.start, line.end);
        let start = match forward(text, line.start..line.end, width) {
            end if end == line.end => line.start,
            _ if focus <= forward(text, line.clone(), width * 2 / 3) => line.start,
            _ => back(text, line.start..focus, width / 3),
        };
        let end = forward(text, start..line.end, width);
        Window { bytes: start..end, cut_before: start > line.start, cut_behind: end < line.end }
    }
}

/// The end of the first `n` characters of a range.
fn forward(text: &str, range: Range<usize>, n: usize) -> usize {
    let end = text[range.clone()].char_indices().nth(n);
    end.map_or(range.end, |(at, _)| range.start + at)
}

/// The start of the last `n` characters of a range.
fn back(text: &str, range: Range<usize>, n: usize) -> usize {
    let start = text[range.clone()].char_indices().rev().take(n).last();
    start.map_or(range.end, |(at, _)| range.start + at)
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.path)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.text)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let rows = &self.file(id)?.rows;
        let behind = rows.partition_point(|it| it.range.start <= byte);
        rows.get(behind.saturating_sub(1)).map(|it| it.line).ok_or(Error::FileMissing)
    }

    fn column_number(&'a self, id: usize, line: usize, byte: usize) -> Result<usize, Error> {
        let file = self.file(id)?;
        let row = file.row(line)?;
        Ok(row.column + file.text.get(row.text_start()..byte).map_or(0, |it| it.chars().count()))
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        Ok(self.file(id)?.row(line)?.range.clone())
    }
}

impl Excerpts {
    fn file(&self, id: usize) -> Result<&Excerpt, Error> {
        self.files.get(id).ok_or(Error::FileMissing)
    }
}
