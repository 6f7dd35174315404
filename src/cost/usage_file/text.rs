//! What a text has to be before it is read: of a size that someone writes, and of characters on which all
//! readers of YAML agree.

use super::error::Mistakes;

/// Larger files, and those with longer lines, are refused: nobody wrote them by hand, and nobody could read
/// what a complaint shows of them.
const MAX_BYTES: usize = 1 << 20;
const MAX_LINE: usize = 10_000;
/// Why a file is too much to be read.
pub(super) fn excess(text: &str) -> Option<String> {
    if text.len() > MAX_BYTES {
        return Some("it is larger than 1 MiB, and not read".to_owned());
    }
    let long = text.lines().position(|it| it.len() > MAX_LINE)?;
    Some(format!("line {} is longer than {MAX_LINE} bytes, and nothing is read", long + 1))
}

/// Readers of YAML differ on tabs that indent, on what ends a line, and on what ends a text.
pub(super) fn check(text: &str, mistakes: &mut Mistakes<'_>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(tab) = indenting_tab(line) {
            let help = Some("indent with blanks".to_owned());
            mistakes.add(start + tab..start + tab + 1, "a tab indents this line".to_owned(), help);
        }
        let mark =
            if start == 0 && line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let content = line.strip_suffix("\r\n").or(line.strip_suffix('\n')).unwrap_or(line);
        if let Some((at, it)) = content[mark..].char_indices().find(|(_, it)| is_odd(*it)) {
            let message = format!("the character U+{:04X} may not stand here", u32::from(it));
            let at = start + mark + at;
            mistakes.add(at..at + it.len_utf8(), message, None);
        }
        start += line.len();
    }
}

/// Where a tab stands before what a line says.
fn indenting_tab(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches([' ', '\t']);
    if rest.trim_end().is_empty() {
        return None;
    }
    line[..line.len() - rest.len()].find('\t')
}

fn is_odd(it: char) -> bool {
    match it {
        '\t' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        _ => it.is_control(),
    }
}
