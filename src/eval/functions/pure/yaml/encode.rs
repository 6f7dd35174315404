//! How Terraform writes YAML: strings in double quotes, or as blocks if they have line breaks.

use super::Yaml;

/// A string goes on in the next line at the first space after this column.
const WIDTH: usize = 80;
/// A longer key is written with a question mark.
const MAX_KEY: usize = 128;
const INDENT: usize = 2;

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Item,
    /// The value of a key, or a key that needs a question mark.
    Entry,
    Key,
}

#[derive(Default)]
struct Writer {
    out: String,
    column: usize,
    /// `None` outside of everything.
    indent: Option<usize>,
    /// The last thing written was a blank.
    blank: bool,
    /// Nothing but indentation and dashes were written in this line.
    indentation: bool,
    /// The document ends in something that could go on.
    open: bool,
}

pub(super) fn encode(value: &Yaml) -> String {
    let mut writer = Writer { blank: true, indentation: true, ..Writer::default() };
    writer.value(value, Place::Root);
    writer.line();
    if writer.open {
        writer.indicator("...", true, false);
        writer.line();
    }
    writer.out
}

impl Writer {
    fn value(&mut self, value: &Yaml, place: Place) {
        match value {
            Yaml::Null => self.plain("null", place),
            Yaml::Bool(value) => self.plain(if *value { "true" } else { "false" }, place),
            Yaml::Number(text) => self.plain(text, place),
            Yaml::String(text) => self.string(text, place),
            Yaml::List(items) if items.is_empty() => self.empty("[", "]"),
            Yaml::Map(entries) if entries.is_empty() => self.empty("{", "}"),
            Yaml::List(items) => {
                // In a mapping, the dashes stand below the key.
                let outer = self.indent;
                if place != Place::Entry || self.indentation {
                    self.deeper(0);
                }
                for item in items {
                    self.line();
                    self.indicator("-", true, true);
                    self.value(item, Place::Item);
                }
                self.indent = outer;
            }
            Yaml::Map(entries) => {
                let outer = self.indent;
                self.deeper(0);
                for (key, value) in entries {
                    self.entry(key, value);
                }
                self.indent = outer;
            }
        }
    }

    fn entry(&mut self, key: &str, value: &Yaml) {
        self.line();
        if key.len() <= MAX_KEY && !key.chars().any(is_break) {
            self.string(key, Place::Key);
            self.indicator(":", false, false);
        } else {
            self.indicator("?", true, true);
            self.string(key, Place::Entry);
            self.line();
            self.indicator(":", true, true);
        }
        self.value(value, Place::Entry);
    }

    fn empty(&mut self, open: &str, close: &str) {
        self.indicator(open, true, false);
        self.indicator(close, false, false);
    }

    fn plain(&mut self, text: &str, place: Place) {
        self.indicator(text, true, false);
        self.open = place == Place::Root;
    }

    fn string(&mut self, text: &str, place: Place) {
        let outer = self.indent;
        self.deeper(INDENT);
        match text.contains('\n') && place != Place::Key && allows_block(text) {
            true => self.block(text),
            false => self.quoted(text, place != Place::Key),
        }
        self.indent = outer;
    }

    fn quoted(&mut self, text: &str, may_wrap: bool) {
        self.indicator("\"", true, false);
        // A byte order mark at the beginning makes all characters be escaped.
        let all = text.starts_with('\u{feff}');
        let mut after_space = false;
        let mut chars = text.char_indices().peekable();
        while let Some((at, it)) = chars.next() {
            let next_space = chars.peek().is_some_and(|(_, next)| *next == ' ');
            if all || !is_printable(it) || is_break(it) || matches!(it, '"' | '\\') {
                self.escape(it);
                after_space = false;
                continue;
            }
            let inside = at > 0 && chars.peek().is_some();
            if it == ' ' && may_wrap && !after_space && self.column > WIDTH && inside {
                self.line();
                if next_space {
                    self.put('\\');
                }
            } else {
                self.put(it);
            }
            after_space = it == ' ';
        }
        self.indicator("\"", false, false);
        self.indentation = false;
    }

    fn escape(&mut self, it: char) {
        let code = u32::from(it);
        let short = match code {
            0x00 => "0",
            0x07 => "a",
            0x08 => "b",
            0x09 => "t",
            0x0a => "n",
            0x0b => "v",
            0x0c => "f",
            0x0d => "r",
            0x1b => "e",
            0x22 => "\"",
            0x5c => "\\",
            0x85 => "N",
            0xa0 => "_",
            0x2028 => "L",
            0x2029 => "P",
            _ => "",
        };
        let escaped = match code {
            _ if !short.is_empty() => format!("\\{short}"),
            0..=0xff => format!("\\x{code:02X}"),
            0x100..=0xffff => format!("\\u{code:04X}"),
            _ => format!("\\U{code:08X}"),
        };
        escaped.chars().for_each(|it| self.put(it));
    }

    fn block(&mut self, text: &str) {
        self.indicator("|", true, false);
        if text.starts_with(' ') || text.starts_with(is_break) {
            self.indicator("2", false, false);
        }
        let mut ends = text.chars().rev();
        let (last, before) = (ends.next().is_some_and(is_break), ends.next().is_none_or(is_break));
        match (last, before) {
            (false, _) => self.indicator("-", false, false),
            (true, true) => self.indicator("+", false, false),
            (true, false) => {}
        }
        self.put_break('\n');
        self.indentation = true;
        self.blank = true;
        let mut fresh = true;
        for it in text.chars() {
            if is_break(it) {
                self.put_break(it);
                self.indentation = true;
            } else {
                if fresh {
                    self.line();
                }
                self.put(it);
                self.indentation = false;
            }
            fresh = is_break(it);
        }
    }

    fn put(&mut self, it: char) {
        self.out.push(it);
        self.column += 1;
    }

    fn put_break(&mut self, it: char) {
        self.out.push(it);
        self.column = 0;
    }

    fn deeper(&mut self, first: usize) {
        self.indent = Some(self.indent.map_or(first, |it| it + INDENT));
    }

    /// Begins a line, unless nothing is in this one yet, and indents it.
    fn line(&mut self) {
        let indent = self.indent.unwrap_or(0);
        if !self.indentation || self.column > indent || (self.column == indent && !self.blank) {
            self.put_break('\n');
        }
        while self.column < indent {
            self.put(' ');
        }
        self.blank = true;
        self.indentation = true;
    }

    fn indicator(&mut self, text: &str, spaced: bool, indents: bool) {
        if spaced && !self.blank {
            self.put(' ');
        }
        text.chars().for_each(|it| self.put(it));
        self.blank = false;
        self.indentation &= indents;
        self.open = false;
    }
}

/// Whether a block shows the text unharmed.
fn allows_block(text: &str) -> bool {
    let mut pairs = text.chars().zip(text.chars().skip(1));
    let space_before_break = pairs.any(|(it, next)| it == ' ' && is_break(next));
    !text.ends_with(' ') && !space_before_break && text.chars().all(is_printable)
}

fn is_break(it: char) -> bool {
    matches!(it, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Nothing beyond the basic plane counts as printable.
fn is_printable(it: char) -> bool {
    matches!(it, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> Yaml {
        Yaml::String(text.to_owned())
    }

    fn map(entries: &[(&str, Yaml)]) -> Yaml {
        Yaml::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    }

    #[test]
    fn values_are_nested() {
        let one = || Yaml::Number("1".to_owned());
        let list = Yaml::List(vec![one(), Yaml::List(vec![one(), Yaml::Null])]);
        let inner = map(&[("c", one()), ("d", Yaml::Bool(true))]);
        let long = "k".repeat(129);
        for (value, expected) in [
            (one(), "1\n...\n".to_owned()),
            (string("a"), "\"a\"\n".to_owned()),
            (Yaml::List(vec![]), "[]\n".to_owned()),
            (map(&[]), "{}\n".to_owned()),
            (list.clone(), "- 1\n- - 1\n  - null\n".to_owned()),
            (map(&[("a", list), ("b", inner.clone())]), {
                "\"a\":\n- 1\n- - 1\n  - null\n\"b\":\n  \"c\": 1\n  \"d\": true\n".to_owned()
            }),
            (Yaml::List(vec![inner, map(&[])]), "- \"c\": 1\n  \"d\": true\n- {}\n".to_owned()),
            (map(&[("a\nb", one())]), "? |-\n  a\n  b\n: 1\n".to_owned()),
            (map(&[(&long, Yaml::List(vec![one()]))]), format!("? \"{long}\"\n: - 1\n")),
        ] {
            assert_eq!(encode(&value), expected);
        }
    }

    #[test]
    fn strings_are_quoted_or_become_blocks() {
        let words = "word ".repeat(20);
        for (text, expected) in [
            ("a\nb\n", "|\n  a\n  b\n".to_owned()),
            ("a\n\nb", "|-\n  a\n\n  b\n".to_owned()),
            ("a\n\n", "|+\n  a\n\n".to_owned()),
            ("\n", "|2+\n\n".to_owned()),
            (" a\nb", "|2-\n   a\n  b\n".to_owned()),
            ("a \nb", "\"a \\nb\"\n".to_owned()),
            ("a\n\tb", "\"a\\n\\tb\"\n".to_owned()),
            ("\u{1f600}é\u{a0}\"\\\r\u{7f}", "\"\\U0001F600é\u{a0}\\\"\\\\\\r\\x7F\"\n".to_owned()),
            (
                words.trim_end(),
                format!("\"{}\n  {}\"\n", "word ".repeat(17).trim_end(), "word word word"),
            ),
        ] {
            assert_eq!(encode(&string(text)), expected, "{text:?}");
        }
    }
}
