//! Text in lines of 80 letters.

use crate::decode::harmless;

const WIDTH: usize = 80;

/// Lines, of which the first and the others begin after so many spaces; words that are longer stay whole.
pub(super) fn wrapped(first: usize, then: usize, text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(first);
    for word in harmless::line(text).split_inclusive(' ') {
        let width = line.chars().count() + word.trim_end().chars().count();
        // What begins a line does not end one: there would be nothing in it.
        if width > WIDTH && line.chars().count() > first.max(then) {
            lines.push(std::mem::replace(&mut line, " ".repeat(then)));
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}
