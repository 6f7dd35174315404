//! JSON that is safe to look at: what a terminal or a build log would obey is escaped, which is the same
//! string to a program.

use std::io::{self, Write};

use serde::Serialize;

use crate::source::{misleads, orders};

pub(super) fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    let mut written = 0;
    // Outside of strings there is none of these.
    for (at, it) in text.char_indices().filter(|(at, it)| is_alive(&text[..*at], *it)) {
        out.write_all(&text.as_bytes()[written..at])?;
        for unit in it.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        written = at + it.len_utf8();
    }
    out.write_all(&text.as_bytes()[written..])?;
    writeln!(out)
}

fn is_alive(before: &str, it: char) -> bool {
    it.is_control() && it != '\n' || misleads(it) || it == '[' && orders(before)
}
