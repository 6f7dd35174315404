//! `format` and `formatlist`: Go's verbs, as far as Terraform takes them.

use num_bigint::BigInt;

use super::super::MAX_TEXT;
use super::super::convert;
use super::super::decimal::Decimal;
use super::super::number::Number;
use super::super::types::Type;
use super::super::value::{Kind, Shape, Value, too_large};
use super::{ALL, Answer, Entry, TEXT, Want, entry, json, known, str};

pub(super) const TABLE: &[Entry] = &[
    entry("format", &[TEXT], Want::Text, |args| {
        Ok(super::text::normal(&format(str(&args[0]), &args[1..])?))
    })
    .and(ALL),
    entry("formatlist", &[TEXT], Want::Texts, formatlist).and(ALL),
];

const MAX_WIDTH: usize = 1_024;

/// One `%` with what belongs to it.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
struct Verb {
    zero: bool,
    sharp: bool,
    minus: bool,
    plus: bool,
    space: bool,
    width: Option<usize>,
    precision: Option<usize>,
    argument: usize,
    letter: char,
}

fn format(spec: &str, args: &[Value]) -> Result<String, Value> {
    let mut out = String::new();
    let mut rest = spec;
    let mut next = 1;
    let mut highest = 0;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        let verb = Verb::read(&mut rest, next)?;
        highest = highest.max(verb.argument);
        next = verb.argument + 1;
        let arg = verb.argument.checked_sub(1).and_then(|at| args.get(at));
        let arg = arg.ok_or_else(|| Value::error("format() has too few arguments"))?;
        out.push_str(&verb.formatted(known(arg)?)?);
        if out.len() > MAX_TEXT {
            return Err(too_large("the text"));
        }
    }
    out.push_str(rest);
    if highest < args.len() {
        return Err(Value::error("format() has too many arguments"));
    }
    Ok(out)
}

impl Verb {
    fn read(rest: &mut &str, next: usize) -> Result<Verb, Value> {
        let mut verb = Verb { argument: next, ..Verb::default() };
        while let Some(flag) = rest.chars().next().filter(|it| "0#-+ ".contains(*it)) {
            match flag {
                '0' => verb.zero = true,
                '#' => verb.sharp = true,
                '-' => verb.minus = true,
                '+' => verb.plus = true,
                _ => verb.space = true,
            }
            *rest = &rest[1..];
        }
        verb.width = digits(rest)?;
        if let Some(after) = rest.strip_prefix('.') {
            *rest = after;
            verb.precision = Some(digits(rest)?.unwrap_or(0));
        }
        if let Some(after) = rest.strip_prefix('[') {
            *rest = after;
            verb.argument = digits(rest)?.filter(|it| *it > 0).ok_or_else(wrong)?;
            *rest = rest.strip_prefix(']').ok_or_else(wrong)?;
        }
        verb.letter = rest.chars().next().filter(char::is_ascii_alphabetic).ok_or_else(wrong)?;
        *rest = &rest[1..];
        Ok(verb)
    }

    fn formatted(&self, arg: &Value) -> Result<String, Value> {
        if arg.is_null() && self.letter != 'v' {
            return Err(Value::error("null cannot be formatted"));
        }
        match self.letter {
            'v' => Ok(self.padded(&self.as_is(arg)?)),
            't' => match convert::to_bool(arg).kind {
                Kind::Bool(value) => Ok(value.to_string()),
                _ => Err(Value::error("%t takes a bool")),
            },
            'b' | 'd' | 'o' | 'x' | 'X' => self.whole(arg),
            'e' | 'E' | 'f' | 'g' | 'G' => self.fraction(arg),
            's' | 'q' => self.text(arg),
            letter => Err(Value::error(format!("there is no verb %{letter}"))),
        }
    }

    fn as_is(&self, arg: &Value) -> Result<String, Value> {
        match &arg.kind {
            Kind::String(text) if !self.sharp => Ok(text.to_string()),
            Kind::Number(number) if !self.sharp => {
                let sign = if number.has_minus() { "-" } else { "" };
                Ok(format!("{sign}{}", general(number.shortest(), None)))
            }
            _ => Ok(json::encoded(arg)),
        }
    }

    fn whole(&self, arg: &Value) -> Result<String, Value> {
        let Kind::Number(number) = convert::to_number(arg).kind else {
            return Err(Value::error(format!("%{} takes a number", self.letter)));
        };
        if !number.is_whole() {
            return Err(Value::error("a whole number is needed"));
        }
        let sign = if number.is_negative() { "-" } else { "" };
        let exact = format!("{sign}{}", number.exact().write());
        let value: BigInt = exact.parse().map_err(|_| too_large("the number"))?;
        let negative = value.sign() == num_bigint::Sign::Minus;
        let size = value.magnitude();
        let (digits, prefix) = match self.letter {
            'b' => (size.to_str_radix(2), "0b"),
            'o' => (size.to_str_radix(8), "0"),
            'x' => (size.to_str_radix(16), "0x"),
            'X' => (size.to_str_radix(16).to_uppercase(), "0X"),
            _ => (size.to_str_radix(10), ""),
        };
        let digits = match self.precision {
            Some(precision) if precision > MAX_WIDTH => return Err(too_large("the precision")),
            Some(0) if digits == "0" => String::new(),
            Some(precision) => format!("{digits:0>precision$}"),
            None => digits,
        };
        let prefix = if self.sharp { prefix } else { "" };
        Ok(self.signed(negative, prefix, &digits, self.precision.is_none()))
    }

    /// A sign, the digits, and zeros or spaces up to the width.
    fn signed(&self, negative: bool, prefix: &str, digits: &str, zeros: bool) -> String {
        let sign = match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        };
        let missing =
            self.width.unwrap_or(0).saturating_sub(sign.len() + prefix.len() + digits.len());
        if self.minus {
            return format!("{sign}{prefix}{digits}{}", " ".repeat(missing));
        }
        if self.zero && zeros {
            return format!("{sign}{prefix}{}{digits}", "0".repeat(missing));
        }
        format!("{}{sign}{prefix}{digits}", " ".repeat(missing))
    }

    fn fraction(&self, arg: &Value) -> Result<String, Value> {
        let Kind::Number(number) = convert::to_number(arg).kind else {
            return Err(Value::error(format!("%{} takes a number", self.letter)));
        };
        if self.sharp || self.minus && self.zero {
            return Err(Value::unknown("these flags of a fraction are not worked out", None));
        }
        let digits = match (self.letter.to_ascii_lowercase(), self.precision) {
            ('g', None) => general(number.shortest(), None),
            ('g', precision) => general(number.exact(), precision),
            ('e', precision) => scientific(number.exact(), precision.unwrap_or(6)),
            (_, precision) => plain(number.exact(), precision.unwrap_or(6)),
        };
        let digits = if self.letter.is_ascii_uppercase() { digits.to_uppercase() } else { digits };
        Ok(self.signed(number.has_minus(), "", &digits, true))
    }

    fn text(&self, arg: &Value) -> Result<String, Value> {
        let Kind::String(text) = convert::to_string(arg).kind else {
            return Err(Value::error(format!("%{} takes a string", self.letter)));
        };
        let text = match self.precision {
            Some(most) if most > 0 => super::text::graphemes(&text).take(most).collect(),
            _ => text.to_string(),
        };
        match self.letter {
            'q' => Ok(self.padded(&json::encoded(&Value::from(text)))),
            _ => Ok(self.padded(&text)),
        }
    }

    fn padded(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(super::text::graphemes(text).count());
        let fill = if self.zero { "0" } else { " " }.repeat(missing);
        if self.minus { format!("{text}{fill}") } else { format!("{fill}{text}") }
    }
}

fn wrong() -> Value {
    Value::error("this is no verb of format()")
}

fn digits(rest: &mut &str) -> Result<Option<usize>, Value> {
    let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
    if end == 0 {
        return Ok(None);
    }
    let number = rest[..end].parse().ok().filter(|it| *it <= MAX_WIDTH);
    *rest = &rest[end..];
    number.map(Some).ok_or_else(|| too_large("the width"))
}

/// As Go prints a number of which ten digits are wanted.
pub(super) fn brief(number: &Number) -> String {
    let sign = if number.has_minus() { "-" } else { "" };
    format!("{sign}{}", general(number.exact(), Some(10)))
}

/// So many places behind the point.
fn plain(mut decimal: Decimal, places: usize) -> String {
    let kept = decimal.point + i64::try_from(places).unwrap_or(0);
    match usize::try_from(kept) {
        Ok(kept) => decimal.round(kept),
        Err(_) => decimal.digits.clear(),
    }
    let digit = |at: i64| {
        let at = usize::try_from(at).ok();
        at.and_then(|at| decimal.digits.get(at)).map_or('0', |it| char::from(*it))
    };
    let whole: String = (0..decimal.point.max(0)).map(digit).collect();
    let whole = if whole.is_empty() { "0" } else { &whole };
    let part: String =
        (0..i64::try_from(places).unwrap_or(0)).map(|at| digit(decimal.point + at)).collect();
    if places == 0 { whole.to_owned() } else { format!("{whole}.{part}") }
}

/// One digit, so many behind the point, and a power of ten.
fn scientific(mut decimal: Decimal, places: usize) -> String {
    decimal.round(places + 1);
    let exponent = if decimal.digits.is_empty() { 0 } else { decimal.point - 1 };
    let digits: String = decimal.digits.iter().map(|it| char::from(*it)).collect();
    let digits = format!("{digits:0<width$}", width = places + 1);
    let (first, rest) = digits.split_at(1);
    let dot = if places == 0 { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{dot}{rest}e{sign}{:02}", exponent.abs())
}

/// Plain where that is short, and otherwise scientific.
fn general(mut decimal: Decimal, precision: Option<usize>) -> String {
    let most = precision.map(|it| it.max(1));
    if let Some(most) = most {
        decimal.round(most);
    }
    let size = decimal.digits.len();
    let mut threshold = most.unwrap_or(6);
    if most.is_some_and(|it| it > size) && i64::try_from(size).unwrap_or(0) >= decimal.point {
        threshold = size;
    }
    let exponent = if size == 0 { 0 } else { decimal.point - 1 };
    if exponent < -4 || exponent >= i64::try_from(threshold).unwrap_or(i64::MAX) {
        return scientific(decimal, size.max(1) - 1);
    }
    let places = i64::try_from(size).unwrap_or(0) - decimal.point;
    plain(decimal, usize::try_from(places).unwrap_or(0))
}

/// Lists are gone through together, and single values repeated.
fn formatlist(args: &[Value]) -> Answer {
    let spec = str(&args[0]);
    let mut length = None;
    for arg in &args[1..] {
        let items = match &arg.kind {
            Kind::Sequence(sequence) => sequence.items(),
            Kind::Unknown(unknown) if !unknown.kind.is_primitive() => return Err(arg.clone()),
            _ => continue,
        };
        match length {
            Some(other) if other != items.len() => {
                return Err(Value::error("formatlist() of lists of different lengths"));
            }
            _ => length = Some(items.len()),
        }
    }
    if args[1..].iter().any(|it| matches!(&it.kind, Kind::Sequence(it) if matches!(it.shape(), Shape::Tuple | Shape::List(_) | Shape::Set(_))))
        && length == Some(0)
    {
        return super::list(Vec::new(), Type::String);
    }
    let mut made = Vec::new();
    for index in 0..length.unwrap_or(1) {
        let row: Vec<Value> = args[1..]
            .iter()
            .map(|arg| match &arg.kind {
                Kind::Sequence(sequence) => sequence.items()[index].clone(),
                _ => arg.clone(),
            })
            .collect();
        made.push(match format(spec, &row) {
            Ok(text) => super::text::normal(&text),
            Err(instead) if instead.is_error() => return Err(instead),
            Err(unknown) => unknown.typed(&Type::String),
        });
    }
    super::list(made, Type::String)
}
