//! Text in lines of 80 letters.

use crate::decode::harmless;

const WIDTH: usize = 80;

/// Lines, of which the first and the others begin after so many spaces; words that are longer stay whole.
pub(super) fn wrapped(first: usize, then: usize, text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(first);
    let mut is_fresh = true;
    for word in harmless::line(text).split_inclusive(' ') {
        let width = line.chars().count() + word.trim_end().chars().count();
        if width > WIDTH && !is_fresh {
            lines.push(std::mem::replace(&mut line, " ".repeat(then)));
        }
        line.push_str(word);
        is_fresh = false;
    }
    lines.push(line);
    lines
}
