//! Bars as drawings of their own, each with its words: the text stands beside them, where a phone can show it.

use std::fmt::Write;

use rust_decimal::Decimal;

use crate::page::escaped;

/// One length of several parts, to the scale of `of`. `label` is harmless already; classes are ours.
pub(super) fn bar(class: &str, label: &str, parts: &[(&str, Decimal)], of: Decimal) -> String {
    let label = escaped(label);
    let mut out = format!(
        "<svg class=\"bar{class}\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{label}\">"
    );
    let _ = write!(out, "<title>{label}</title>");
    let mut x = Decimal::ZERO;
    for (class, amount) in parts {
        let width = percent(*amount, of).min(Decimal::ONE_HUNDRED - x);
        if !width.is_zero() {
            let _ = write!(
                out,
                "<rect class=\"{class}\" x=\"{}\" width=\"{}\" height=\"1\"/>",
                x.normalize(),
                width.normalize()
            );
        }
        x += width;
    }
    out.push_str("</svg>");
    out
}

/// A square of one color, for a legend.
pub(super) fn square(class: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 1 1\" aria-hidden=\"true\"><rect class=\"{class}\" width=\"1\" height=\"1\"/></svg>"
    )
}

/// To two digits, so that what is there can be seen.
fn percent(amount: Decimal, of: Decimal) -> Decimal {
    let part = amount.checked_div(of).unwrap_or_default();
    part.saturating_mul(Decimal::ONE_HUNDRED).clamp(Decimal::ZERO, Decimal::ONE_HUNDRED).round_dp(2)
}
