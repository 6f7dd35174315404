//! Text from the input as a terminal or a build log may see it: nothing in it moves the cursor, reorders,
//! hides, or gives orders to the program that runs the build.

use std::borrow::Cow;
use std::mem;

use crate::source::{misleads, orders};

/// Characters of one line that anybody wants to read.
const LINE: usize = 1_000;
/// Lines of one text that anybody wants to read.
const LINES: usize = 20;

/// Every character with its place and, where it may not be printed, what is printed for it: one character
/// for one and one column wide, so that columns stay true.
pub(super) fn characters(text: &str) -> impl Iterator<Item = (usize, char, Option<char>)> {
    text.char_indices().map(|(at, it)| (at, it, stand_in(it, &text[..at])))
}

/// What is printed.
pub(super) fn harmless(text: &str) -> impl Iterator<Item = char> {
    characters(text).map(|(_, it, stand_in)| stand_in.unwrap_or(it))
}

fn stand_in(it: char, before: &str) -> Option<char> {
    match it {
        '\t' => None,
        // The control pictures: `␛` for an escape.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(it)),
        '\u{7f}' => Some('\u{2421}'),
        '[' if orders(before) => Some(char::REPLACEMENT_CHARACTER),
        // C1 controls are orders to some terminals.
        '\u{80}'..='\u{9f}' => Some(char::REPLACEMENT_CHARACTER),
        _ => misleads(it).then_some(char::REPLACEMENT_CHARACTER),
    }
}

/// A text on one line: line breaks are made visible too.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    let text = cut(text);
    // A line that starts so is an order to GitHub's runner, and a text may come to start a line.
    let mut colons = text.trim_start().starts_with("::");
    if !colons && characters(&text).all(|(_, _, stand_in)| stand_in.is_none()) {
        return text;
    }
    let first =
        |it| if it == ':' && mem::take(&mut colons) { char::REPLACEMENT_CHARACTER } else { it };
    harmless(&text).map(first).collect()
}

/// A text that may have several lines.
pub(super) fn lines(text: &str) -> String {
    let more = (text.lines().count() > LINES).then_some(Cow::Borrowed("…"));
    text.lines().take(LINES).map(line).chain(more).collect::<Vec<_>>().join("\n")
}

/// The beginning of a text that nobody reads to its end.
pub(super) fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, line, lines};

    #[test]
    fn what_moves_the_cursor_is_made_visible() {
        assert_eq!(line("\u{1b}[31mred\r\n\u{7f}\u{9b}2J"), "␛[31mred␍␊␡\u{fffd}2J");
    }

    #[test]
    fn what_reorders_or_hides_is_made_visible() {
        assert_eq!(
            line("a\u{202e}b\u{2066}c\u{200b}d\u{e0041}"),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}"
        );
    }

    #[test]
    fn what_gives_orders_to_a_build_is_broken() {
        assert_eq!(
            line("a ##[error] ##vso[x] #[y] ::z"),
            "a ##\u{fffd}error] ##vso\u{fffd}x] #[y] ::z"
        );
        assert_eq!(lines("a\n  ::error::b::"), "a\n  \u{fffd}:error::b::");
    }

    #[test]
    fn what_is_only_foreign_stays() {
        assert_eq!(line("\tgrüße 東京 שלום é"), "\tgrüße 東京 שלום é");
    }

    #[test]
    fn a_line_break_survives_only_between_lines() {
        assert_eq!(lines("one\r\ntwo\u{b}"), "one\ntwo␋");
    }

    #[test]
    fn nothing_floods_the_terminal() {
        assert_eq!(cut(&"é".repeat(5_000)).chars().count(), 1_001);
        assert_eq!(lines(&"x\n".repeat(5_000)).lines().count(), 21);
    }
}
