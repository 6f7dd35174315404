//! Code without its comments: they, and texts over several lines, become spaces, so that places stay true.
//! It knows strings as far as it must to find comments, and nothing else of any language.

use super::table::Language;

pub(super) fn code(text: &str, language: Language) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let (end, is_code) = piece(bytes, at, language);
        if !is_code {
            code[at..end].iter_mut().filter(|it| **it != b'\n').for_each(|it| *it = b' ');
        }
        at = end;
    }
    String::from_utf8(code).unwrap_or_default()
}

/// Where a comment, a string or one byte of something else ends, and whether it is code.
fn piece(bytes: &[u8], at: usize, language: Language) -> (usize, bool) {
    let rest = &bytes[at..];
    let is_hash = matches!(language, Language::Python | Language::Ruby);
    if rest.starts_with(if is_hash { b"#" } else { b"//" }) {
        return (at + until(rest, b"\n"), false);
    }
    if !is_hash && rest.starts_with(b"/*") {
        return (at + 2 + past(&rest[2..], b"*/"), false);
    }
    let is_line_start = at == 0 || bytes[at - 1] == b'\n';
    if language == Language::Ruby && is_line_start && rest.starts_with(b"=begin") {
        return (at + past(rest, b"\n=end"), false);
    }
    if let Some(quotes) = long_quotes(rest, language) {
        return (at + 3 + past(&rest[3..], quotes), false);
    }
    let end = at + string(rest, language);
    (end, !bytes[at..end].contains(&b'\n') || end == at + 1)
}

fn long_quotes(rest: &[u8], language: Language) -> Option<&'static [u8]> {
    let has_long = matches!(language, Language::Python | Language::Java | Language::CSharp);
    match has_long {
        true if rest.starts_with(b"\"\"\"") => Some(b"\"\"\""),
        true if language == Language::Python && rest.starts_with(b"'''") => Some(b"'''"),
        _ => None,
    }
}

/// The length of the string that starts here, or of one byte.
fn string(rest: &[u8], language: Language) -> usize {
    let (quote, lines) = match (rest[0], language) {
        (b'"', Language::Rust | Language::Ruby) => (b'"', true),
        (b'"', _) => (b'"', false),
        (b'`', Language::JavaScript | Language::Go) => (b'`', true),
        (b'\'', Language::Python | Language::JavaScript) => (b'\'', false),
        (b'\'', Language::Ruby) => (b'\'', true),
        // A character, or the lifetime of something in Rust.
        (b'\'', _) => return character(rest),
        _ => return 1,
    };
    let escapes = (quote, language) != (b'`', Language::Go);
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' if escapes => at += 1,
            b'\n' if !lines => return at,
            it if it == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

fn character(rest: &[u8]) -> usize {
    match rest {
        [_, b'\\', _, b'\'', ..] => 4,
        [_, it, b'\'', ..] if *it != b'\\' => 3,
        _ => 1,
    }
}

/// How far it is to something, or to the end.
fn until(rest: &[u8], what: &[u8]) -> usize {
    memchr::memmem::find(rest, what).unwrap_or(rest.len())
}

fn past(rest: &[u8], what: &[u8]) -> usize {
    memchr::memmem::find(rest, what).map_or(rest.len(), |at| at + what.len())
}
