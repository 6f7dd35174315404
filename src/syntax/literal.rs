//! The literal text of templates: escapes to characters.

use super::SyntaxError;
use super::convert::Converter;
use crate::source::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Between quotes: `\n` and its kin, `$${`, `%%{`.
    Quoted,
    /// In a heredoc: `$${` and `%%{` only.
    Heredoc,
}

/// The text that `raw`, which stands at `at`, means.
pub(super) fn decode(cx: &mut Converter<'_>, raw: &str, at: usize, style: Style) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(found) = rest.find(['\\', '$', '%']) {
        text.push_str(&rest[..found]);
        rest = &rest[found..];
        let (decoded, length) = match style {
            _ if rest.starts_with("$${") => (Some('$'), 2),
            _ if rest.starts_with("%%{") => (Some('%'), 2),
            Style::Quoted if rest.starts_with('\\') => escape(rest),
            _ => (rest.chars().next(), 1),
        };
        match decoded {
            Some(char) => text.push(char),
            None => {
                let start = at + raw.len() - rest.len();
                let span = cx.place.unwrap_or_else(|| Span::new(cx.file, start, start + length));
                let message = format!("`{}` is no escape sequence", &rest[..length]);
                cx.errors.push(SyntaxError { span, message, help: None });
            }
        }
        rest = &rest[length..];
    }
    text.push_str(rest);
    text
}

/// The character of the escape that `rest` starts with, and how many bytes it takes.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(kind) = rest[1..].chars().next() else { return (None, 1) };
    match kind {
        'n' => (Some('\n'), 2),
        'r' => (Some('\r'), 2),
        't' => (Some('\t'), 2),
        '"' | '\\' => (Some(kind), 2),
        'u' => unicode(rest, 4),
        'U' => unicode(rest, 8),
        _ => (None, 1 + kind.len_utf8()),
    }
}

fn unicode(rest: &str, digits: usize) -> (Option<char>, usize) {
    let code = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    match code.and_then(char::from_u32) {
        Some(char) => (Some(char), 2 + digits),
        None => (None, 2),
    }
}
