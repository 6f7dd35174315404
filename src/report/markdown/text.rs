//! Texts of the input where Markdown would obey them.

use crate::decode::harmless::markdown::{self, marked};
use crate::report::plain;

/// Characters that anybody wants to read in a table.
const LONG: usize = 300;

/// A sentence, in which names stand between backticks.
pub(super) fn cell(text: &str) -> String {
    marked(&cut(text))
}

/// The same where there is room.
pub(super) fn words(text: &str) -> String {
    marked(&plain::line(&text.lines().collect::<Vec<_>>().join(" ")))
}

pub(super) fn code(text: &str) -> String {
    markdown::code(&cut(text))
}

fn cut(text: &str) -> String {
    let text = match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    };
    plain::line(&text).into_owned()
}
