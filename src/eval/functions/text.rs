//! Strings. Terraform counts what people see as one character.

use unicode_segmentation::UnicodeSegmentation;

use super::super::MAX_TEXT;
use super::super::types::Type;
use super::super::value::{Kind, Value, too_large};
use super::{
    Answer, Entry, NUMBER, TEXT, TEXTS, Want, entry, items, known, list, number, str, whole,
};

pub(super) const TABLE: &[Entry] = &[
    entry("chomp", &[TEXT], Want::Text, |args| {
        Ok(str(&args[0]).trim_end_matches(['\n', '\r']).into())
    }),
    entry("endswith", &[TEXT, TEXT], Want::Bool, |args| {
        Ok(str(&args[0]).ends_with(str(&args[1])).into())
    }),
    entry("indent", &[NUMBER, TEXT], Want::Text, indent),
    entry("join", &[TEXT], Want::Text, join).and(TEXTS),
    entry("lower", &[TEXT], Want::Text, |args| {
        Ok(normal(&str(&args[0]).chars().map(lower).collect::<String>()))
    }),
    entry("replace", &[TEXT, TEXT, TEXT], Want::Text, super::regular::replace),
    entry("split", &[TEXT, TEXT], Want::Texts, split),
    entry("startswith", &[TEXT, TEXT], Want::Bool, |args| {
        Ok(str(&args[0]).starts_with(str(&args[1])).into())
    }),
    entry("strcontains", &[TEXT, TEXT], Want::Bool, |args| {
        Ok(str(&args[0]).contains(str(&args[1])).into())
    }),
    entry("strrev", &[TEXT], Want::Text, |args| {
        Ok(normal(&certain(str(&args[0]))?.rev().collect::<String>()))
    }),
    entry("substr", &[TEXT, NUMBER, NUMBER], Want::Text, substr),
    entry("title", &[TEXT], Want::Text, title),
    entry("trim", &[TEXT, TEXT], Want::Text, trim),
    entry("trimprefix", &[TEXT, TEXT], Want::Text, trimprefix),
    entry("trimspace", &[TEXT], Want::Text, |args| Ok(str(&args[0]).trim().into())),
    entry("trimsuffix", &[TEXT, TEXT], Want::Text, trimsuffix),
    entry("upper", &[TEXT], Want::Text, |args| {
        Ok(normal(&str(&args[0]).chars().map(upper).collect::<String>()))
    }),
];

/// What people see as one character.
pub(super) fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true)
}

/// The same, where it is certain: of some scripts older tables count otherwise.
pub(super) fn certain(text: &str) -> Result<impl DoubleEndedIterator<Item = &str>, Value> {
    let joins = |it: char| {
        matches!(it, '\u{94d}' | '\u{9cd}' | '\u{acd}' | '\u{b4d}' | '\u{c4d}' | '\u{d4d}')
    };
    match text.contains(joins) {
        true => Err(Value::unknown("how many letters these are is not worked out", None)),
        false => Ok(graphemes(text)),
    }
}

/// A text that was made of parts: Terraform composes what can be composed.
pub(super) fn normal(text: &str) -> Value {
    super::super::composed(text).into()
}

/// Letter by letter, as Terraform does: one that would become two stays.
fn upper(char: char) -> char {
    // Greek with an iota below, and letters whose capitals are newer than Terraform's tables.
    match char {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => {
            return char::from_u32(u32::from(char) + 8).unwrap_or(char);
        }
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => {
            return char::from_u32(u32::from(char) + 9).unwrap_or(char);
        }
        '\u{19b}' | '\u{264}' => return char,
        _ => {}
    }
    let mut upper = char.to_uppercase();
    if upper.len() == 1 { upper.next().unwrap_or(char) } else { char }
}

fn lower(char: char) -> char {
    char.to_lowercase().next().unwrap_or(char)
}

fn trim(args: &[Value]) -> Answer {
    let cut: Vec<char> = str(&args[1]).chars().collect();
    Ok(str(&args[0]).trim_matches(cut.as_slice()).into())
}

fn trimprefix(args: &[Value]) -> Answer {
    let (text, prefix) = (str(&args[0]), str(&args[1]));
    Ok(text.strip_prefix(prefix).unwrap_or(text).into())
}

fn trimsuffix(args: &[Value]) -> Answer {
    let (text, suffix) = (str(&args[0]), str(&args[1]));
    Ok(text.strip_suffix(suffix).unwrap_or(text).into())
}

/// A letter behind anything that is no letter, digit, underscore or mark of a letter.
fn title(args: &[Value]) -> Answer {
    let mut start = true;
    let letters = str(&args[0]).chars().map(|char| {
        let first = std::mem::replace(&mut start, separates(char));
        if first { title_case(char) } else { char }
    });
    Ok(normal(&letters.collect::<String>()))
}

fn separates(char: char) -> bool {
    match char {
        '_' => false,
        it if it.is_ascii() => !it.is_ascii_alphanumeric(),
        it => !it.is_alphanumeric() && it.is_whitespace(),
    }
}

/// Ligatures of two letters have a form of their own for titles.
fn title_case(char: char) -> char {
    match char {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        it => upper(it),
    }
}

fn indent(args: &[Value]) -> Answer {
    let spaces = whole(&args[0])?;
    let spaces =
        usize::try_from(spaces).map_err(|_| Value::error("the indentation is negative"))?;
    let lines = str(&args[1]).matches('\n').count();
    if spaces > 1024 || lines.saturating_mul(spaces) > MAX_TEXT {
        return Err(too_large("the indentation"));
    }
    Ok(str(&args[1]).replace('\n', &format!("\n{}", " ".repeat(spaces))).into())
}

fn join(args: &[Value]) -> Answer {
    if args.len() < 2 {
        return Err(Value::error("join() takes a separator and lists"));
    }
    let mut parts = Vec::new();
    let mut length = 0_usize;
    for arg in &args[1..] {
        for item in items(known(arg)?)? {
            match &item.kind {
                Kind::String(text) => {
                    length = length.saturating_add(text.len()).saturating_add(str(&args[0]).len());
                    parts.push(text.as_str());
                }
                _ => return Err(Value::error("join() of a list with null in it")),
            }
        }
    }
    if length > MAX_TEXT {
        return Err(too_large("the text"));
    }
    Ok(normal(&parts.join(str(&args[0]))))
}

fn split(args: &[Value]) -> Answer {
    let (separator, text) = (str(&args[0]), str(&args[1]));
    let parts: Vec<Value> = match (separator.is_empty(), text.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => text.chars().map(|it| it.to_string().into()).collect(),
        (false, _) => text.split(separator).map(Value::from).collect(),
    };
    list(parts, Type::String)
}

fn substr(args: &[Value]) -> Answer {
    let (offset, length) = (number(&args[1])?, number(&args[2])?);
    let (Some(offset), Some(length)) = (offset.as_i64(), length.as_i64()) else {
        return Err(Value::error("a whole number is needed"));
    };
    if offset < 0 && length == 0 {
        return Err(Value::unknown("a substr() of no length from the end is not worked out", None));
    }
    let parts: Vec<&str> = certain(str(&args[0]))?.collect();
    let size = i64::try_from(parts.len()).unwrap_or(i64::MAX);
    if offset < 0 && size + offset < 0 && -offset > size {
        return Ok(take(&parts, 0, length));
    }
    let start = if offset < 0 { size + offset } else { offset };
    Ok(take(&parts, start, length))
}

fn take(parts: &[&str], start: i64, length: i64) -> Value {
    let start = usize::try_from(start).unwrap_or(0).min(parts.len());
    let rest = &parts[start..];
    let count = usize::try_from(length).unwrap_or(rest.len()).min(rest.len());
    rest[..count].concat().into()
}
