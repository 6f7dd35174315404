//! What strangers wrote, made harmless for the place where it is shown.

use crate::decode::harmless;

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
    let mut out = String::new();
    for it in plain(text).chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(it),
        }
    }
    out
}

/// Code of Markdown: no mention, no link and no emoji.
pub(super) fn code(text: &str) -> String {
    let text = plain(text);
    match text.contains(['`', '|', '\\', '<', '$']) || text.trim() != text || text.is_empty() {
        true => format!("<code>{}</code>", numbered(&text)),
        false => format!("`{text}`"),
    }
}

/// Words of Markdown in which a stranger's name may stand.
pub(super) fn quiet(text: &str) -> String {
    numbered(&plain(text))
}

/// Every sign that could mean something becomes its number.
fn numbered(text: &str) -> String {
    let is_sign =
        |it: char| it.is_ascii_punctuation() && !matches!(it, '.' | ',' | '-' | '/' | ';');
    let signs = text.chars().map(|it| match is_sign(it) {
        true => format!("&#{};", u32::from(it)),
        false => it.to_string(),
    });
    signs.collect()
}

/// Words and amounts of ours in Markdown: between two dollar signs there is a formula.
pub(super) fn ours(words: &str) -> String {
    words.replace('$', "&#36;").replace('<', "&lt;").replace('>', "&gt;")
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
