//! Amounts and shares as tables and sentences show them.

use rust_decimal::Decimal;

use super::coverage::Coverage;
use super::keys::keys;
use super::sum::{Part, Split, Status};
use super::text::plain;
use crate::cost::NO_PROFILE;
use crate::cost::words::dollars;

/// A quotient ends somewhere.
const DIGITS: u32 = 18;

/// A decimal as programs read it.
pub(crate) fn decimal(amount: Decimal) -> String {
    amount.round_sf(DIGITS).unwrap_or(amount).normalize().to_string()
}

/// Between 0 and 1; nothing where there is nothing to have a share of.
pub(crate) fn share(part: Decimal, of: Decimal) -> Option<Decimal> {
    let share = part.checked_div(of)?;
    Some(share.clamp(Decimal::ZERO, Decimal::ONE))
}

/// `61 %`. Only all of it is 100, and only nothing is 0.
pub(crate) fn percent(share: Decimal) -> String {
    let whole = (share * Decimal::ONE_HUNDRED).round();
    match (
        whole.is_zero() && !share.is_zero(),
        whole == Decimal::ONE_HUNDRED && share < Decimal::ONE,
    ) {
        (true, _) => "<1 %".to_owned(),
        (_, true) => ">99 %".to_owned(),
        _ => format!("{whole} %"),
    }
}

/// The share in percent, where there is any.
pub(crate) fn percent_of(part: Decimal, of: Decimal) -> String {
    share(part, of).map(percent).unwrap_or_default()
}

/// Nothing where there is nothing.
pub(crate) fn money(amount: Decimal) -> String {
    if amount.is_zero() { String::new() } else { dollars(amount) }
}

/// `1 resource`, `1,200 resources`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", crate::cost::words::grouped(n.into()))
}

/// How many resources, how many of them cost more than is known, and what is missing altogether.
pub(crate) fn resources(part: &Part) -> String {
    let mut words = Vec::new();
    if part.resources > 0 {
        words.push(count(part.resources, "resource"));
    }
    if part.open > 0 {
        words.push(match part.open == part.resources {
            true => "not priced in full".to_owned(),
            false => format!("{} not priced in full", part.open),
        });
    }
    if part.modules > 0 {
        words.push(format!("{} not on disk", count(part.modules, "module")));
    }
    words.join(", ")
}

/// How much of what is spent can be attributed, in a sentence without a full stop.
pub(crate) fn headline(coverage: &Coverage, split: &Split) -> String {
    let (total, good) = (split.total(), split.of(Status::Attributable));
    let taggable = split.taggable();
    if total == Part::default() {
        return "no resources, so there is nothing to attribute".to_owned();
    }
    if total.dollars().is_zero() {
        let known = if total.is_open() { " that is known" } else { "" };
        let n = count(taggable.resources, "resource");
        let words = format!("{} of {n} that take tags can be attributed", good.resources);
        return format!("nothing here costs anything{known}; {words}");
    }
    let known = if total.is_open() { " that is known" } else { "" };
    let share = percent_of(good.dollars(), total.dollars());
    let (total, by) = (dollars(total.dollars()), by(coverage));
    let traffic = traffic(&coverage.traffic);
    format!("{share} of {total} a month{known} can be attributed{by}, {traffic}")
}

/// ` by service, environment and tier`; nothing where that is too long to be told here.
fn by(coverage: &Coverage) -> String {
    let required = keys(coverage).into_iter().filter(|it| it.is_required);
    let required: Vec<String> = required.map(|it| plain(&it.name)).collect();
    match required.as_slice() {
        [one] => format!(" by {one}"),
        [one, other] => format!(" by {one} and {other}"),
        [one, other, third] => format!(" by {one}, {other} and {third}"),
        _ => String::new(),
    }
}

/// `at startup traffic`
fn traffic(profile: &str) -> String {
    match profile == NO_PROFILE {
        true => "with the usage that is declared".to_owned(),
        false => format!("at {profile} traffic"),
    }
}
