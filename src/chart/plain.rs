//! Text and numbers as they may be shown: nothing of the input becomes markup or an order to a terminal.

use rust_decimal::Decimal;

use crate::cost::break_even::per_second;
use crate::cost::words::grouped;
use crate::decode::harmless;
use crate::page;

/// A text that is part of one line.
pub(super) fn line(text: &str) -> String {
    harmless::line(text)
}

/// A text inside of HTML or SVG, in an attribute too.
pub(super) fn markup(text: &str) -> String {
    page::escaped(&line(text))
}

/// `28.1M`: three digits are all that such a number is worth.
pub(super) fn short(number: u64) -> String {
    let amount = Decimal::from(number);
    let amount = amount.round_sf(3).unwrap_or(amount);
    let scales = [("bn", 9), ("M", 6), ("k", 3)];
    for (name, digits) in scales {
        let scale = Decimal::from(10_u64.pow(digits));
        if amount >= scale {
            return format!("{}{name}", (amount / scale).normalize());
        }
    }
    amount.normalize().to_string()
}

/// `10.7`: of so many a month.
pub(super) fn rate(per_month: u64) -> String {
    let amount = per_second(per_month);
    let digits = if amount < Decimal::ONE { 2 } else { 3 };
    let amount = amount.round_sf(digits).unwrap_or(amount).round_dp(6);
    match amount.is_zero() {
        true => "less than 0.000001".to_owned(),
        false => grouped(amount),
    }
}

/// `$57`, and cents where they matter.
pub(super) fn dollars(amount: Decimal) -> String {
    match amount < Decimal::from(100) {
        true => crate::cost::words::dollars(amount),
        false => format!("${}", grouped_whole(amount)),
    }
}

fn grouped_whole(amount: Decimal) -> String {
    let text = crate::cost::words::dollars(amount.round());
    text.trim_start_matches('$').trim_end_matches(".00").to_owned()
}
