//! Amounts as tables and sentences show them.

use rust_decimal::Decimal;

use super::totals::Sum;
use crate::cost::words::{dollars, span};
use crate::cost::{NO_PROFILE, Range};

/// So many digits are enough to redo a sum to the cent.
const DIGITS: u32 = 12;
const MACHINE_DIGITS: u32 = 18;

/// `1,234.5678`, as exact as anybody needs it.
pub(crate) fn exact(amount: Decimal) -> String {
    let text = amount.round_sf(DIGITS).unwrap_or(amount).normalize().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    if fraction.is_empty() { out } else { format!("{out}.{fraction}") }
}

/// A decimal as programs read it: a quotient ends somewhere.
pub(crate) fn decimal(amount: Decimal) -> String {
    amount.round_sf(MACHINE_DIGITS).unwrap_or(amount).normalize().to_string()
}

/// What is certain; nothing where there is nothing.
pub(crate) fn fixed(range: &Range) -> String {
    if range.high.is_zero() { String::new() } else { span(range) }
}

/// `$1.00 to $9.00`; nothing where both are the same to the cent.
pub(crate) fn bounds(range: &Range) -> String {
    let bounds = span(range);
    if bounds.contains(" to ") { bounds } else { String::new() }
}

pub(crate) fn typical(range: &Range) -> String {
    if range.high.is_zero() { String::new() } else { dollars(range.typical) }
}

/// `at startup traffic`
pub(crate) fn traffic(profile: &str) -> String {
    match profile == NO_PROFILE {
        true => "with the usage that is declared".to_owned(),
        false => format!("at {profile} traffic"),
    }
}

/// What it comes to, in a sentence.
pub(crate) fn sentence(sum: &Sum, profile: &str) -> String {
    let part = |range: &Range, is_whole: bool, words: String| match (range.high.is_zero(), is_whole)
    {
        (true, true) => "nothing".to_owned(),
        (true, false) => "an unknown amount".to_owned(),
        (false, true) => words,
        (false, false) => format!("at least {words}"),
    };
    let total = &sum.total;
    let is_whole = sum.n_fixed_unknown == 0 && sum.n_unsupported == 0;
    let before = part(&total.fixed, is_whole, span(&total.fixed));
    let mut words = format!("{before} a month before the first request");
    if !total.usage.high.is_zero() || sum.n_usage_unknown > 0 {
        let more = part(
            &total.usage,
            sum.n_usage_unknown == 0 && sum.n_unsupported == 0,
            span(&total.usage),
        );
        let traffic = traffic(profile);
        words = format!("{words}, {more} more {traffic}");
        if !bounds(&total.usage).is_empty() {
            words = format!("{words} (typically {})", dollars(total.usage.typical));
        }
    }
    words
}
