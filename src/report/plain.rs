//! Text from the input as a terminal may see it: nothing in it moves the cursor, reorders or hides.

use std::borrow::Cow;

/// Characters of one line that anybody wants to read.
const LINE: usize = 1_000;
/// Lines of one text that anybody wants to read.
const LINES: usize = 20;

/// What is printed in place of a character, one column wide; `None` where it may be printed as it is.
/// One character for one, so that columns stay true.
pub(super) fn stand_in(it: char) -> Option<char> {
    match it {
        '\t' => None,
        // The control pictures: `␛` for an escape.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(it)),
        '\u{7f}' => Some('\u{2421}'),
        _ => misleads(it).then_some(char::REPLACEMENT_CHARACTER),
    }
}

/// C1 controls, which some terminals obey, and what reorders a line or is not seen in it. Joiners are
/// among these, at the price of some emoji: two names must not look the same.
fn misleads(it: char) -> bool {
    matches!(it,
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// A text on one line: line breaks are made visible too.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    match cut(text) {
        Cow::Borrowed(text) if !text.chars().any(|it| stand_in(it).is_some()) => text.into(),
        text => text.chars().map(|it| stand_in(it).unwrap_or(it)).collect(),
    }
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
