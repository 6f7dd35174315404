//! Columns for a terminal: the first to the left, the others to the right, and none that is empty.

use std::io::{self, Write};

use anstyle::Style;

use super::View;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Look {
    Plain,
    Bold,
    Dim,
}

/// Between two columns.
const GAP: usize = 3;
/// The first column is not cut below this.
const LEAST: usize = 16;

#[derive(Debug)]
pub(crate) struct Table {
    rows: Vec<(Look, Vec<String>)>,
    indent: usize,
    /// The column that goes first where there is no room for all.
    least: Option<usize>,
}

impl Table {
    pub(crate) fn new(indent: usize, head: &[&str]) -> Table {
        let head = head.iter().map(|it| (*it).to_owned()).collect();
        Table { rows: vec![(Look::Dim, head)], indent, least: None }
    }

    #[must_use]
    pub(crate) fn without(self, column: usize) -> Table {
        Table { least: Some(column), ..self }
    }

    pub(crate) fn row(&mut self, look: Look, cells: impl IntoIterator<Item = String>) {
        self.rows.push((look, cells.into_iter().collect()));
    }

    pub(crate) fn write(
        &self,
        out: &mut dyn Write,
        width: Option<usize>,
        color: bool,
    ) -> io::Result<()> {
        let widths = self.widths(width);
        for (look, cells) in &self.rows {
            let cells = cells.iter().zip(&widths).enumerate();
            let cells = cells.map(|(at, (cell, width))| match (at, width) {
                (0, _) => format!("{:<width$}", cut(cell, *width)),
                (_, 0) => String::new(),
                _ => format!("{:GAP$}{cell:>width$}", ""),
            });
            let line = format!("{:indent$}{}", "", cells.collect::<String>(), indent = self.indent);
            writeln!(out, "{}", styled(line.trim_end(), *look, color))?;
        }
        Ok(())
    }

    /// Zero for a column that has nothing in it but its head.
    fn widths(&self, width: Option<usize>) -> Vec<usize> {
        let n = self.rows.iter().map(|(_, it)| it.len()).max().unwrap_or(0);
        let of = |at: usize| {
            let cells = || self.rows.iter().filter_map(move |(_, it)| it.get(at));
            match at > 0 && cells().skip(1).all(String::is_empty) {
                true => 0,
                false => cells().map(|it| it.chars().count()).max().unwrap_or(0),
            }
        };
        let mut widths: Vec<usize> = (0..n).map(of).collect();
        let Some(width) = width else { return widths };
        if let Some(least) = self.least.filter(|_| self.all(&widths) > width) {
            widths[least] = 0;
        }
        let over = self.all(&widths).saturating_sub(width);
        if let Some(first) = widths.first_mut().filter(|it| **it > LEAST) {
            *first = first.saturating_sub(over).max(LEAST);
        }
        widths
    }

    /// Columns of the screen that all columns take.
    fn all(&self, widths: &[usize]) -> usize {
        let others = widths.iter().skip(1).filter(|it| **it > 0).map(|it| it + GAP);
        self.indent + widths.first().copied().unwrap_or(0) + others.sum::<usize>()
    }
}

/// The middle goes: names differ at their ends.
fn cut(text: &str, width: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= width || width < 3 {
        return text.to_owned();
    }
    let before = (width - 1) / 3;
    let behind = width - 1 - before;
    let (head, tail) = (&letters[..before], &letters[letters.len() - behind..]);
    head.iter().chain(&['…']).chain(tail).collect()
}

/// Words in lines that fit, the second and later ones a little further in.
pub(crate) fn paragraph(
    out: &mut dyn Write,
    indent: usize,
    text: &str,
    look: Look,
    view: &View,
) -> io::Result<()> {
    let width = view.width.map_or(usize::MAX, |it| it.max(LEAST * 2));
    let (mut line, mut margin) = (String::new(), indent);
    for word in text.split(' ') {
        let would_be = margin + line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && would_be > width {
            writeln!(out, "{:margin$}{}", "", styled(&line, look, view.color))?;
            line.clear();
            margin = indent + 2;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "{:margin$}{}", "", styled(&line, look, view.color))
}

/// The only place that writes an escape sequence.
pub(crate) fn styled(text: &str, look: Look, color: bool) -> String {
    let style = match look {
        Look::Bold if color => Style::new().bold(),
        Look::Dim if color => Style::new().dimmed(),
        _ => return text.to_owned(),
    };
    format!("{style}{text}{style:#}")
}
