//! Regular expressions: Terraform's syntax is RE2's, and so is that of the crate.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use regex::{Captures, Regex, RegexBuilder};

use super::super::MAX_TEXT;
use super::super::types::Type;
use super::super::value::{Value, too_large};
use super::{Answer, Entry, TEXT, Want, entry, list, str};

pub(super) const TABLE: &[Entry] = &[
    entry("regex", &[TEXT, TEXT], Want::Any, regex),
    entry("regexall", &[TEXT, TEXT], Want::Any, regexall),
];

/// What the crate understands and RE2 does not, or otherwise.
const FOREIGN: &[&str] =
    &["(?x", "(?R", "(?u", "(?-u", "&&", "--", "~~", "\\<", "\\>", "\\b{", "\\h", "\\R", "\\Q"];

/// Patterns that a thread keeps: rules ask the same of thousands of resources.
const KEPT: usize = 256;

thread_local! {
    static PATTERNS: RefCell<HashMap<String, Rc<Regex>>> = RefCell::default();
}

fn pattern(text: &str) -> Result<Rc<Regex>, Value> {
    // A copy of an expression itself would have no memory of its own yet, and that is large.
    if let Some(known) = PATTERNS.with_borrow(|it| it.get(text).map(Rc::clone)) {
        return Ok(known);
    }
    let regex = Rc::new(compiled(text)?);
    PATTERNS.with_borrow_mut(|patterns| {
        if patterns.len() >= KEPT {
            patterns.clear();
        }
        patterns.insert(text.to_owned(), Rc::clone(&regex));
    });
    Ok(regex)
}

fn compiled(pattern: &str) -> Result<Regex, Value> {
    if FOREIGN.iter().any(|it| pattern.contains(it)) {
        return Err(Value::unknown("this regular expression is not worked out", None));
    }
    if repeats_twice(pattern) {
        return Err(Value::error(format!("\"{pattern}\" is no regular expression")));
    }
    // In RE2 these are ASCII only.
    let ascii = ascii_classes(pattern);
    let regex = RegexBuilder::new(&ascii).size_limit(1 << 20).build();
    regex.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => {
            Value::unknown("this regular expression is too large to work out", None)
        }
        regex::Error::Syntax(it) if it.contains("duplicate") => {
            Value::unknown("a group's name is given twice, which is not worked out", None)
        }
        _ => Value::error(format!("\"{pattern}\" is no regular expression")),
    })
}

/// `a**` and `a++`, which RE2 refuses.
fn repeats_twice(pattern: &str) -> bool {
    let (mut repeated, mut lazy, mut class) = (false, false, false);
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                chars.next();
                repeated = false;
            }
            '[' => class = true,
            ']' => {
                class = false;
                repeated = false;
            }
            _ if class => {}
            '?' if repeated && !lazy => lazy = true,
            '*' | '+' | '?' if repeated => return true,
            '*' | '+' | '?' => (repeated, lazy) = (true, false),
            _ => repeated = false,
        }
    }
    false
}

/// `\d`, `\w`, `\s`, `\b` and their opposites without what lies beyond ASCII.
fn ascii_classes(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    let mut class = 0_u32;
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some(next) => out.push_str(&ascii_class(next, class > 0)),
                None => out.push('\\'),
            },
            '[' if class == 0 => {
                class = 1;
                out.push('[');
                let rest = chars.as_str();
                let negated = rest.strip_prefix('^');
                if negated.is_some() {
                    out.push('^');
                    chars.next();
                }
                // A bracket that comes first is an element.
                if negated.unwrap_or(rest).starts_with(']') {
                    out.push_str("\\]");
                    chars.next();
                }
            }
            '[' if chars.as_str().starts_with(':') => {
                let end = chars.as_str().find(":]").map_or(0, |it| it + 2);
                out.push('[');
                out.push_str(&chars.as_str()[..end]);
                chars = chars.as_str()[end..].chars();
            }
            '[' => out.push_str("\\["),
            ']' => {
                class = 0;
                out.push(']');
            }
            _ => out.push(char),
        }
    }
    out
}

fn ascii_class(char: char, inside: bool) -> String {
    let class = match char {
        'd' => "0-9",
        'w' => "0-9A-Za-z_",
        's' => "\\t\\n\\f\\r ",
        'D' if inside => "\\x{0}-/:-\\x{10FFFF}",
        'W' if inside => "\\x{0}-/:-@\\[-\\^`{-\\x{10FFFF}",
        'S' if inside => "\\x{0}-\\x{8}\\x{B}\\x{E}-\\x{1F}!-\\x{10FFFF}",
        'D' => return "[^0-9]".to_owned(),
        'W' => return "[^0-9A-Za-z_]".to_owned(),
        'S' => return "[^\\t\\n\\f\\r ]".to_owned(),
        'b' | 'B' => return format!("(?-u:\\{char})"),
        _ => return format!("\\{char}"),
    };
    if inside { class.to_owned() } else { format!("[{class}]") }
}

pub(super) fn replace(args: &[Value]) -> Answer {
    let (text, find, with) = (str(&args[0]), str(&args[1]), str(&args[2]));
    // Also between letters, and with groups in place of what was found.
    let grown = with.len().saturating_add(1).saturating_mul(text.len() + 1);
    let groups = with.contains('$') && with.len().saturating_mul(text.len()) > MAX_TEXT;
    if grown > MAX_TEXT
        && (groups
            || text.matches(find).count().saturating_mul(with.len()) > MAX_TEXT
            || find.starts_with('/'))
    {
        return Err(too_large("the text"));
    }
    let wrapped = find.strip_prefix('/').and_then(|it| it.strip_suffix('/'));
    match wrapped.filter(|_| find.len() > 1) {
        Some(inner) => Ok(super::text::normal(&pattern(inner)?.replace_all(text, with))),
        None => Ok(super::text::normal(&text.replace(find, with))),
    }
}

fn regex(args: &[Value]) -> Answer {
    let (regex, text) = (pattern(str(&args[0]))?, str(&args[1]));
    match regex.captures(text) {
        Some(captures) => Ok(captured(&regex, &captures)?.0),
        None => {
            shape(&regex)?;
            Err(Value::error("the pattern does not match"))
        }
    }
}

fn regexall(args: &[Value]) -> Answer {
    let (regex, text) = (pattern(str(&args[0]))?, str(&args[1]));
    let element = shape(&regex)?;
    // Where there are no groups, nothing need keep track of them.
    if regex.captures_len() == 1 {
        return list(regex.find_iter(text).map(|it| it.as_str().into()).collect(), element);
    }
    let found: Result<Vec<Value>, Value> =
        regex.captures_iter(text).map(|it| Ok(captured(&regex, &it)?.0)).collect();
    list(found?, element)
}

/// The type of a match. Groups with and without names do not go together.
fn shape(regex: &Regex) -> Result<Type, Value> {
    let names: Vec<Option<&str>> = regex.capture_names().skip(1).collect();
    if names.is_empty() {
        return Ok(Type::String);
    }
    match (names.iter().all(Option::is_some), names.iter().all(Option::is_none)) {
        (true, _) => {
            Ok(Type::object(names.iter().flatten().map(|name| ((*name).into(), Type::String))))
        }
        (_, true) => Ok(Type::Tuple(names.iter().map(|_| Type::String).collect())),
        _ => Err(Value::error("the pattern has groups with and without names")),
    }
}

/// The match itself, a tuple of its groups, or an object of its named groups.
fn captured(regex: &Regex, captures: &Captures<'_>) -> Result<(Value, Type), Value> {
    let kind = shape(regex)?;
    let group = |index: usize| {
        captures.get(index).map_or(Value::null_of(Type::String), |it| it.as_str().into())
    };
    let names = regex.capture_names().enumerate().skip(1);
    let value = match &kind {
        Type::Object(_) => {
            let named = names.filter_map(|(at, name)| name.map(|name| (name.into(), group(at))));
            Value::object(named.collect::<BTreeMap<_, _>>())
        }
        Type::Tuple(_) => Value::tuple(names.map(|(at, _)| group(at)).collect()),
        _ => group(0),
    };
    Ok((value, kind))
}
