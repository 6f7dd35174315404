//! Scalars of a usage file to amounts, exactly: a number that would have to be rounded is refused, and so is
//! one that others would read as something else.

use rust_decimal::Decimal;

/// No month holds more of anything; with this, sums of products stay within what a decimal can hold.
const MAX: u64 = 1_000_000_000_000_000;
/// How many decimals a number may have.
pub(super) const MAX_DECIMALS: u32 = 12;
/// How many digits that count a number may have: those of `MAX` and all decimals.
const MAX_DIGITS: usize = 28;

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Scalar {
    Number(Decimal),
    Bool(bool),
    Text(String),
}

/// What is wrong with a scalar, and what to do.
#[derive(PartialEq, Debug)]
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// `quoted`: it cannot be a boolean, and digits are a number still.
pub(super) fn scalar(text: &str, quoted: bool) -> Result<Scalar, Wrong> {
    match text {
        "true" | "True" | "TRUE" if !quoted => return Ok(Scalar::Bool(true)),
        "false" | "False" | "FALSE" if !quoted => return Ok(Scalar::Bool(false)),
        _ => {}
    }
    if is_endless(text) {
        return Err(Wrong { message: format!("`{text}` is no decimal number"), help: None });
    }
    if let Some(help) = ambiguous(text) {
        return Err(Wrong { message: format!("`{text}` is no decimal number"), help: Some(help) });
    }
    match number(text) {
        None => Ok(Scalar::Text(text.to_owned())),
        Some(Ok(number)) => Ok(Scalar::Number(number)),
        Some(Err(reason)) => Err(Wrong { message: format!("`{text}` {reason}"), help: None }),
    }
}

fn is_endless(text: &str) -> bool {
    matches!(unsigned(text).to_ascii_lowercase().as_str(), ".inf" | ".nan")
}

fn unsigned(text: &str) -> &str {
    text.trim_start_matches(['+', '-'])
}

/// What to do with what looks like a number, and is another one or none to other readers.
fn ambiguous(text: &str) -> Option<String> {
    let digits = unsigned(text);
    let rest = digits.strip_prefix('0').unwrap_or_default();
    let based = |mark: char, radix: u32| {
        rest.strip_prefix(mark)
            .is_some_and(|it| !it.is_empty() && it.chars().all(|it| it.is_digit(radix)))
    };
    if based('x', 16) || based('o', 8) || based('b', 2) {
        return Some("write it in base 10".to_owned());
    }
    if !rest.is_empty() && rest.bytes().all(|it| it.is_ascii_digit() || it == b'_') {
        return Some("a 0 in front makes it a number in base 8 to some".to_owned());
    }
    let mut groups = digits.split(',');
    let first = groups.next().is_some_and(|it| matches!(it.len(), 1..=3) && is_digits(it));
    if first && digits.contains(',') && groups.all(|it| it.len() == 3 && is_digits(it)) {
        return Some(format!("write it without commas: {}", text.replace(',', "")));
    }
    None
}

/// The number that the text is, if it has the form of one; or else why it cannot be taken.
fn number(text: &str) -> Option<Result<Decimal, &'static str>> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let grouped = |it: &str| it.bytes().all(|it| it.is_ascii_digit() || it == b'_');
    let begins = whole.starts_with(|it: char| it.is_ascii_digit()) || whole.is_empty();
    let power = exponent.trim_start_matches(['+', '-']);
    if !begins || !grouped(whole) || !(decimals.is_empty() || is_digits(decimals)) {
        return None;
    }
    if whole.is_empty() && decimals.is_empty()
        || !is_digits(power)
        || exponent.len() > power.len() + 1
    {
        return None;
    }
    let digits = format!("{}{decimals}", whole.replace('_', ""));
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(Ok(Decimal::ZERO));
    }
    if negative {
        return Some(Err("is negative, and no amount can be"));
    }
    let significant = digits.trim_end_matches('0');
    let n_zeros = digits.len() - significant.len();
    let beyond = if exponent.starts_with('-') { i64::MIN } else { i64::MAX };
    // No text is long enough to make up for such an exponent.
    let exponent = exponent.parse().unwrap_or(beyond).clamp(-(1 << 40), 1 << 40);
    let shift = exponent + signed(n_zeros) - signed(decimals.len());
    Some(exact(significant, shift))
}

/// Digits times a power of ten.
fn exact(digits: &str, shift: i64) -> Result<Decimal, &'static str> {
    const LARGE: &str = "is more than any month holds";
    const FINE: &str = "has more decimals than are kept";
    if signed(digits.len()) + shift > 16 {
        return Err(LARGE);
    }
    if shift < -i64::from(MAX_DECIMALS) || digits.len() > MAX_DIGITS {
        return Err(FINE);
    }
    let n_zeros = usize::try_from(shift).unwrap_or_default();
    let scale = u32::try_from(-shift).unwrap_or_default();
    let whole: i128 = format!("{digits}{}", "0".repeat(n_zeros)).parse().map_err(|_| LARGE)?;
    let number = Decimal::try_from_i128_with_scale(whole, scale).map_err(|_| FINE)?;
    if number > Decimal::from(MAX) { Err(LARGE) } else { Ok(number) }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).expect("a text is shorter than 2^63 bytes")
}

#[cfg(test)]
mod tests {
    use super::{Scalar, scalar};

    fn shown(text: &str) -> String {
        match scalar(text, false) {
            Ok(Scalar::Number(it)) => it.to_string(),
            Ok(Scalar::Bool(it)) => it.to_string(),
            Ok(Scalar::Text(it)) => format!("{it:?}"),
            Err(_) => "wrong".to_owned(),
        }
    }

    #[test]
    fn numbers_are_exact() {
        for (text, expected) in [
            ("0", "0"),
            ("-0", "0"),
            ("0.0", "0"),
            ("1000000", "1000000"),
            ("1_000_000", "1000000"),
            ("+5", "5"),
            ("5.", "5"),
            (".5", "0.5"),
            ("0.1", "0.1"),
            ("0.10", "0.1"),
            ("100", "100"),
            ("1e6", "1000000"),
            ("1.5E+3", "1500"),
            ("12e-3", "0.012"),
            ("1000000000000000", "1000000000000000"),
            ("1000000000000000.1", "wrong"),
            ("1e16", "wrong"),
            ("1e99999999999999999999", "wrong"),
            ("1e-99999999999999999999", "wrong"),
            ("0e99999999999999999999", "0"),
            ("0.123456789012", "0.123456789012"),
            ("0.1234567890123", "wrong"),
            ("999999999999999.999999999999", "999999999999999.999999999999"),
            ("-1", "wrong"),
            ("010", "wrong"),
            ("00", "wrong"),
            ("0x1F", "wrong"),
            ("0o17", "wrong"),
            (".inf", "wrong"),
            ("-.INF", "wrong"),
            (".nan", "wrong"),
            ("1,000", "wrong"),
            ("12,345,678", "wrong"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_text() {
        for text in [
            "", ".", "-", "+", "e", "e5", "1e", "1e+", "1e+-5", "1e--5", "1.2.3", "_1", "1._5",
            "3_year", "1 000", "10k", "linux", "1,2", "1234,567", "0x", "0xg", "٣", "yes",
            "infinity",
        ] {
            assert_eq!(shown(text), format!("{text:?}"));
        }
        assert_eq!(shown("True"), "true");
        assert_eq!(scalar("true", true), Ok(Scalar::Text("true".to_owned())));
        assert_eq!(scalar("5", true), scalar("5", false));
    }
}
