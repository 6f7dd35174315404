//! Numbers and money as people read them.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Range;

/// `1,234.5`
pub fn grouped(amount: Decimal) -> String {
    let text = amount.round_sf(6).unwrap_or(amount).normalize().to_string();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{fraction}", thousands(whole))
}

fn thousands(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `$1,234.50`. What is less than a cent says so.
pub fn dollars(amount: Decimal) -> String {
    let cents = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    if cents.is_zero() && !amount.is_zero() {
        return "<$0.01".to_owned();
    }
    let text = format!("{cents:.2}");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "00"));
    format!("{sign}${}.{fraction}", thousands(whole))
}

/// `$5.00`, or `$5.00 to $7.00`.
pub fn span(range: &Range) -> String {
    match dollars(range.low) == dollars(range.high) {
        true => dollars(range.typical),
        false => format!("{} to {}", dollars(range.low), dollars(range.high)),
    }
}
