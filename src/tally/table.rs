//! Columns for a terminal: the first to the left, the others to the right, and none that is empty.

/// Columns of a terminal.
pub(super) const WIDTH: usize = 80;
const INDENT: usize = 2;
const GAP: usize = 3;
/// The first column is not cut below this.
const LEAST: usize = 16;

/// Lines, of which the first is the head.
pub(super) fn lines<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> Vec<String> {
    let head = head.map(str::to_owned);
    let widths: [usize; N] = std::array::from_fn(|at| {
        let cells = || rows.iter().map(|row| &row[at]);
        match at > 0 && cells().all(String::is_empty) {
            true => 0,
            false => cells().chain([&head[at]]).map(|it| it.chars().count()).max().unwrap_or(0),
        }
    });
    let others: usize = widths[1..].iter().filter(|it| **it > 0).map(|it| it + GAP).sum();
    let first = widths[0].min(WIDTH.saturating_sub(INDENT + others).max(LEAST));
    let line = |row: &[String; N]| {
        let mut line = format!("{:INDENT$}{:<first$}", "", cut(&row[0], first));
        for (cell, width) in row.iter().zip(widths).skip(1).filter(|(_, width)| *width > 0) {
            line.push_str(&" ".repeat(GAP + width - cell.chars().count()));
            line.push_str(cell);
        }
        line.trim_end().to_owned()
    };
    std::iter::once(&head).chain(rows).map(line).collect()
}

/// The middle goes: names differ at their ends.
pub(super) fn cut(text: &str, width: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= width || width < 3 {
        return text.to_owned();
    }
    let before = (width - 1) / 3;
    let behind = letters.len() - (width - 1 - before);
    letters[..before].iter().chain(&['…']).chain(&letters[behind..]).collect()
}

/// Words in lines that fit, the second and later ones a little further in. A word that is longer stays whole.
pub(super) fn wrapped(indent: usize, then: usize, text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(indent);
    let mut is_new = true;
    for word in text.split(' ') {
        if !is_new && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(then)));
            is_new = true;
        }
        if !is_new {
            line.push(' ');
        }
        line.push_str(word);
        is_new = false;
    }
    lines.push(line);
    lines
}
