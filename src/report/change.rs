//! What a change does, in words that all formats share.

use rust_decimal::Decimal;

use super::View;
use crate::check::Run;
use crate::compare::{Comparison, Dollars, Row, Share, State};
use crate::finding::Severity;
use crate::money::{Range, words};
use crate::tally::percent;

/// What is told in a line each, in both places where people read.
pub(super) const BRIEF: [(State, &str); 6] = [
    (State::Unsure, "perhaps new, for the base could not be read there"),
    (State::Fixed, "fixed"),
    (State::Gone, "gone with the resource"),
    (State::Accepted, "newly suppressed"),
    (State::Undecided, "no longer decidable"),
    (State::Unread, "no longer readable"),
];

/// All of the head, with what could not be read in either state.
pub(super) fn whole(comparison: &Comparison) -> Run {
    let run = &comparison.run;
    Run { problems: comparison.new.problems.clone(), ..run.clone() }
}

/// `3 new, 1 fixed, 37 unchanged`
pub(super) fn counts(comparison: &Comparison, least: Severity) -> String {
    let n = |state| comparison.count(state, least);
    let (fixed, gone) = (n(State::Fixed), n(State::Gone));
    let with_it = match (fixed, gone) {
        (_, 0) => String::new(),
        (0, 1) => " (with its resource)".to_owned(),
        (0, _) => " (with their resources)".to_owned(),
        (_, n) => format!(" ({n} with their resources)"),
    };
    let parts = [
        (n(State::Worse), "much dearer".to_owned()),
        (n(State::Unsure), "perhaps new".to_owned()),
        (fixed + gone, format!("fixed{with_it}")),
        (n(State::Accepted), "newly suppressed".to_owned()),
        (n(State::Undecided), "no longer decidable".to_owned()),
        (n(State::Unread), "no longer readable".to_owned()),
    ];
    let others = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    let unchanged = format!("{} unchanged", n(State::Unchanged));
    let all = std::iter::once(format!("{} new", n(State::New))).chain(others);
    all.chain(Some(unchanged)).collect::<Vec<_>>().join(", ")
}

/// All of it in a line: findings, dollars, and what can be attributed.
pub(super) fn headline(comparison: &Comparison, view: &View) -> String {
    let counts = counts(comparison, view.min_severity);
    let dollars = comparison.dollars.as_ref();
    let money = dollars.map(money);
    let shares = dollars.and_then(|it| shares(&it.before, &it.after));
    [Some(counts), money, shares].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// `+$32.85 a month fixed, +$4.00 to $19.00 usage (startup traffic)`
pub(super) fn money(dollars: &Dollars) -> String {
    let (fixed, usage, unknown) = (dollars.fixed(), dollars.usage(), dollars.n_unpriced());
    let mut parts = Vec::new();
    if !is_nothing(&fixed) {
        parts.push(format!("{} a month fixed", signed(&fixed)));
    }
    if !is_nothing(&usage) {
        let month = if parts.is_empty() { " a month" } else { "" };
        let traffic = traffic(&dollars.traffic);
        parts.push(format!("{}{month} usage ({traffic})", signed(&usage)));
    }
    match (parts.is_empty(), unknown) {
        (true, 0) if dollars.rows.is_empty() => return "it costs the same".to_owned(),
        (true, 0) => return "all in all it costs the same".to_owned(),
        (true, n) => return format!("what it costs more or less is not known ({})", components(n)),
        (false, 0) => {}
        (false, n) => parts.push(format!("and {} not known", components(n))),
    }
    parts.join(", ")
}

pub(super) fn components(n: usize) -> String {
    super::count(n, "component")
}

fn traffic(profile: &str) -> String {
    if profile == "none" { "as declared".to_owned() } else { format!("{profile} traffic") }
}

/// `61 % -> 58 % attributable`; nothing where nothing costs anything.
fn shares(before: &Share, after: &Share) -> Option<String> {
    match (before.share(), after.share()) {
        (None, None) => None,
        (before, after) if before == after => {
            after.map(|it| format!("{} attributable", percent(it)))
        }
        (before, after) => {
            let words = |it: Option<Decimal>| it.map_or_else(|| "nothing".to_owned(), percent);
            let (before, after) = (words(before), words(after));
            let same =
                if before == after { format!("{after} attributable") } else { String::new() };
            let changed = || format!("{before} -> {after} attributable");
            Some(if same.is_empty() { changed() } else { same })
        }
    }
}

/// `+$5.00`, `+$5.00 to $7.00`, `-$2.00 to +$3.00`
pub(super) fn signed(range: &Range) -> String {
    let one = |it: Decimal| {
        let sign = if it.is_sign_negative() { "-" } else { "+" };
        format!("{sign}{}", words::dollars(it.abs()))
    };
    let (low, high) = (one(range.low), one(range.high));
    match () {
        () if is_nothing(range) => String::new(),
        () if low == high => one(range.typical),
        () if range.low >= Decimal::ZERO => {
            format!("{low} to {}", words::dollars(range.high))
        }
        () => format!("{low} to {high}"),
    }
}

/// Nothing that anybody would see.
pub(super) fn is_nothing(range: &Range) -> bool {
    let none = |it: Decimal| it.round_dp(2).is_zero();
    none(range.low) && none(range.typical) && none(range.high)
}

/// Rows that differ by their keys only and by the same amounts are told once: `x[*]`, and how many.
pub(super) fn together<'r>(rows: &[&'r Row]) -> Vec<(&'r Row, String, usize)> {
    let mut told: Vec<(&Row, String, usize)> = Vec::new();
    for row in rows {
        let name = without_key(&row.address);
        let same = told.iter_mut().find(|(first, it, _)| {
            *it == name
                && (first.change, &first.root) == (row.change, &row.root)
                && first.more == row.more
                && first.unpriced.len() == row.unpriced.len()
        });
        match same {
            Some((_, _, n)) => *n += 1,
            None => told.push((row, name, 1)),
        }
    }
    for (row, name, n) in &mut told {
        match *n {
            1 => name.clone_from(&row.address),
            _ => name.push_str("[*]"),
        }
    }
    told
}

/// `module.a["x"].b.c["y"]` without the last key.
fn without_key(address: &str) -> String {
    let key = address.strip_suffix(']').and_then(|it| Some(it.rsplit_once('[')?.0));
    key.unwrap_or(address).to_owned()
}
