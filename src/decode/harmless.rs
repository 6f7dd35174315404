//! Text of a document as a terminal or a build log may see it. What may not be printed becomes as many `?`
//! as it has bytes, so that places stay true.

pub mod markdown;

use std::fmt::Write;

use crate::source::{misleads, orders};

/// Several lines.
pub fn text(text: &str) -> String {
    shown(text, |at, it| match it {
        '\n' => true,
        '\r' => text[at + 1..].starts_with('\n'),
        '\u{feff}' => at == 0,
        _ => false,
    })
}

/// A text that is part of one line.
pub fn line(text: &str) -> String {
    shown(text, |_, _| false)
}

/// JSON, in which what may not be printed is escaped: the same strings to a program.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, it) in text.char_indices() {
        // Outside of strings there is none of these.
        if it.is_control() && it != '\n' || misleads(it) || it == '[' && orders(&text[..at]) {
            for unit in it.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(it);
        }
    }
    out
}

fn shown(text: &str, also: impl Fn(usize, char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, it) in text.char_indices() {
        let order = it == '[' && orders(&text[..at]);
        if also(at, it) || it == '\t' || !order && !it.is_control() && !misleads(it) {
            out.push(it);
        } else {
            out.extend(std::iter::repeat_n('?', it.len_utf8()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{line, text};

    #[test]
    fn places_stay_true() {
        for given in ["\u{1b}[31m", "\u{9b}31m", "a\u{202e}b", "\u{e0041}", "##[error]x", "a\rb"] {
            let shown = text(given);
            assert_eq!(shown.len(), given.len(), "{given:?}");
            assert!(shown.contains('?'), "{given:?}");
        }
    }

    #[test]
    fn what_is_plain_stays() {
        assert_eq!(text("\u{feff}a = [\"é\"]\r\n\tb\n"), "\u{feff}a = [\"é\"]\r\n\tb\n");
        assert_eq!(line("two\nlines"), "two?lines");
    }
}
