//! Strings.

use ecow::EcoString;
use regex::Regex;

use super::super::value::{Kind, Value, too_large};
use super::{Answer, Entry, entry, items, list, number, text, variadic, whole};

pub(super) const TABLE: &[Entry] = &[
    entry("chomp", 1, 1, |args| Ok(text(&args[0])?.trim_end_matches(['\n', '\r']).into())),
    entry("endswith", 2, 2, |args| Ok(text(&args[0])?.ends_with(&*text(&args[1])?).into())),
    variadic("format", 1, format),
    entry("indent", 2, 2, indent),
    variadic("join", 1, join),
    entry("lower", 1, 1, |args| Ok(text(&args[0])?.chars().map(lower).collect::<String>().into())),
    entry("regex", 2, 2, regex),
    entry("regexall", 2, 2, regexall),
    entry("replace", 3, 3, replace),
    entry("split", 2, 2, split),
    entry("startswith", 2, 2, |args| Ok(text(&args[0])?.starts_with(&*text(&args[1])?).into())),
    entry("strcontains", 2, 2, |args| Ok(text(&args[0])?.contains(&*text(&args[1])?).into())),
    entry("substr", 3, 3, substr),
    entry("title", 1, 1, title),
    entry("trim", 2, 2, trim),
    entry("trimprefix", 2, 2, trimprefix),
    entry("trimspace", 1, 1, |args| Ok(text(&args[0])?.trim().into())),
    entry("trimsuffix", 2, 2, trimsuffix),
    entry("upper", 1, 1, |args| Ok(text(&args[0])?.chars().map(upper).collect::<String>().into())),
];

/// Letter by letter, as Terraform does: one that would become two stays.
fn upper(char: char) -> char {
    let mut upper = char.to_uppercase();
    if upper.len() == 1 { upper.next().unwrap_or(char) } else { char }
}

fn lower(char: char) -> char {
    char.to_lowercase().next().unwrap_or(char)
}

fn trim(args: &[Value]) -> Answer {
    let cut: Vec<char> = text(&args[1])?.chars().collect();
    Ok(text(&args[0])?.trim_matches(cut.as_slice()).into())
}

fn trimprefix(args: &[Value]) -> Answer {
    let (text, prefix) = (text(&args[0])?, text(&args[1])?);
    Ok(text.strip_prefix(&*prefix).unwrap_or(&text).into())
}

fn trimsuffix(args: &[Value]) -> Answer {
    let (text, suffix) = (text(&args[0])?, text(&args[1])?);
    Ok(text.strip_suffix(&*suffix).unwrap_or(&text).into())
}

fn title(args: &[Value]) -> Answer {
    let mut start = true;
    let letters = text(&args[0])?
        .chars()
        .map(|char| {
            let first = std::mem::replace(&mut start, !char.is_alphanumeric());
            if first { upper(char) } else { char }
        })
        .collect::<String>();
    Ok(letters.into())
}

fn indent(args: &[Value]) -> Answer {
    let spaces = number(&args[0])?.as_index().filter(|it| *it <= 1024);
    let spaces = " ".repeat(spaces.ok_or_else(|| too_large("the indentation"))?);
    Ok(text(&args[1])?.replace("\n", &format!("\n{spaces}")).into())
}

fn join(args: &[Value]) -> Answer {
    let separator = text(&args[0])?;
    let mut parts = Vec::new();
    for arg in &args[1..] {
        for item in items(arg)?.iter() {
            parts.push(text(item)?);
        }
    }
    let parts: Vec<&str> = parts.iter().map(EcoString::as_str).collect();
    Ok(parts.join(&separator).into())
}

fn split(args: &[Value]) -> Answer {
    let (separator, text) = (text(&args[0])?, text(&args[1])?);
    match separator.is_empty() {
        true => list(text.chars().map(|it| it.to_string().into()).collect()),
        false => list(text.split(&*separator).map(Value::from).collect()),
    }
}

/// Terraform counts grapheme clusters: without a table of these only ASCII is certain.
fn substr(args: &[Value]) -> Answer {
    let text = text(&args[0])?;
    let (offset, length) = (whole(&args[1])?, whole(&args[2])?);
    if !text.is_ascii() {
        return Err(Value::unknown("substr() of letters beyond ASCII is not worked out", None));
    }
    let size = i64::try_from(text.len()).unwrap_or(i64::MAX);
    let start = (if offset < 0 { size + offset } else { offset }).clamp(0, size);
    let end = if length < 0 { size } else { start.saturating_add(length).min(size) };
    let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
    Ok(text.get(range).unwrap_or_default().into())
}

fn pattern(value: &Value) -> Result<Regex, Value> {
    let pattern = text(value)?;
    let regex = regex::RegexBuilder::new(&pattern).size_limit(1 << 20).build();
    regex.map_err(|_| Value::error(format!("\"{pattern}\" is no regular expression")))
}

fn replace(args: &[Value]) -> Answer {
    let (text, find, with) = (text(&args[0])?, text(&args[1])?, text(&args[2])?);
    let wrapped = find.strip_prefix('/').and_then(|it| it.strip_suffix('/'));
    let Some(inner) = wrapped.filter(|_| find.len() > 1) else {
        return Ok(text.replace(&find, &with).into());
    };
    let regex = pattern(&inner.into())?;
    Ok(regex.replace_all(&text, &*with).into_owned().into())
}

fn regex(args: &[Value]) -> Answer {
    let (regex, text) = (pattern(&args[0])?, text(&args[1])?);
    match regex.captures(&text) {
        Some(captures) => Ok(captured(&regex, &captures)),
        None => Err(Value::error("the pattern does not match")),
    }
}

fn regexall(args: &[Value]) -> Answer {
    let (regex, text) = (pattern(&args[0])?, text(&args[1])?);
    list(regex.captures_iter(&text).map(|it| captured(&regex, &it)).collect())
}

/// The match itself, a list of its groups, or an object of its named groups.
fn captured(regex: &Regex, captures: &regex::Captures<'_>) -> Value {
    let group = |index: usize| captures.get(index).map_or(Value::null(), |it| it.as_str().into());
    let names: Vec<_> = regex.capture_names().enumerate().skip(1).collect();
    if names.is_empty() {
        return group(0);
    }
    if names.iter().all(|(_, name)| name.is_none()) {
        return Value::tuple(names.iter().map(|(index, _)| group(*index)).collect());
    }
    let named = names.iter().filter_map(|(at, name)| name.map(|name| (name.into(), group(*at))));
    Value::object(named.collect())
}

/// `%s`, `%d`, `%v`, `%q` and `%%` with a width of digits; the rest of Go's verbs is not worked out.
fn format(args: &[Value]) -> Answer {
    let spec = text(&args[0])?;
    let mut rest = args[1..].iter();
    let mut out = String::new();
    let mut chars = spec.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '%' {
            out.push(char);
            continue;
        }
        let mut flags = String::new();
        while let Some(flag) = chars.next_if(|it| it.is_ascii_digit() || *it == '-') {
            flags.push(flag);
        }
        let verb = chars.next().ok_or_else(|| Value::error("a verb is missing behind %"))?;
        if verb == '%' {
            out.push('%');
            continue;
        }
        let arg = rest.next().ok_or_else(|| Value::error("format() has too few arguments"))?;
        out.push_str(&padded(&verb_of(verb, arg)?, &flags)?);
    }
    if rest.next().is_some() {
        return Err(Value::error("format() has too many arguments"));
    }
    Ok(out.into())
}

fn verb_of(verb: char, arg: &Value) -> Result<String, Value> {
    match (verb, &arg.kind) {
        (_, Kind::Unknown(_)) => Err(arg.clone()),
        ('d', _) => {
            let number = number(arg)?;
            let whole = number.floor().compare(number).is_eq();
            let other =
                if whole { too_large("the number") } else { Value::error("%d of a fraction") };
            number.as_i64().map(|it| it.to_string()).ok_or(other)
        }
        ('s' | 'v', Kind::String(_) | Kind::Number(_) | Kind::Bool(_)) => {
            Ok(text(arg)?.to_string())
        }
        _ => Err(Value::unknown(format!("format() with %{verb} is not worked out here"), None)),
    }
}

fn padded(text: &str, flags: &str) -> Result<String, Value> {
    if flags.is_empty() {
        return Ok(text.to_owned());
    }
    let left = flags.starts_with('-');
    let zeros = flags.starts_with('0') && !text.starts_with('-');
    let width: usize = flags.trim_start_matches(['-', '0']).parse().unwrap_or(0);
    let missing = width.saturating_sub(text.chars().count());
    if width > 1024 || !text.is_ascii() {
        return Err(too_large("the width"));
    }
    let fill = if zeros { "0" } else { " " }.repeat(missing);
    Ok(if left { format!("{text}{fill}") } else { format!("{fill}{text}") })
}
