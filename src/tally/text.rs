//! What strangers wrote, made harmless for the place where it is shown.

use crate::decode::harmless::{self, markdown};
use crate::page::escaped;

/// Letters of a name that anybody wants to read.
const LONG: usize = 300;

/// For a line of a terminal or of a build log.
pub(super) fn plain(text: &str) -> String {
    unordered(&harmless::line(&cut(text)))
}

/// A line that starts so is an order to a runner, and a text may come to start a line.
pub(super) fn unordered(text: &str) -> String {
    match text.trim_start().starts_with("::") {
        true => text.replacen("::", "?:", 1),
        false => text.to_owned(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Text of a page.
pub(super) fn html(text: &str) -> String {
    escaped(&plain(text))
}

/// Code of Markdown.
pub(super) fn code(text: &str) -> String {
    markdown::code(&plain(text))
}

/// A cell of a table of commas, RFC 4180. What begins so a spreadsheet takes for a formula, also behind blanks.
pub(super) fn cell(text: &str) -> String {
    let text = harmless::line(&cut(text));
    let runs = text.trim_start().starts_with(['=', '+', '-', '@', '\t']);
    let text = if runs { format!("'{text}") } else { text };
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}
