//! What a finding means in dollars, in words.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::check::Run;
use crate::finding::{Finding, Impact, ImpactKind, Per, Severity};
use crate::money::{Range, words};

/// "wastes $1.60 a month: at startup traffic"
pub(crate) fn sentence(it: &Impact) -> String {
    match (&it.amount, assumes(it)) {
        (Ok(_), Some(assumes)) => format!("{}: {assumes}", figure(it)),
        _ => figure(it),
    }
}

/// The same without how the figure was reached.
pub(crate) fn figure(it: &Impact) -> String {
    let verb = match it.kind {
        ImpactKind::Wastes => "wastes",
        ImpactKind::Exposes => "exposes up to",
        ImpactKind::Costs => "the fix costs",
        ImpactKind::Unattributed => "leaves unexplained",
    };
    let per = it.per.name();
    match &it.amount {
        Ok(amount) => {
            let is_sum = it.unpriced > 0 && it.kind != ImpactKind::Exposes;
            let least = if is_sum { "at least " } else { "" };
            let amount = amount_in_words(it.kind, amount);
            format!("{verb} {least}{amount} {article} {per}", article = article(per))
        }
        Err(reason) if it.kind == ImpactKind::Unattributed => {
            format!("what it leaves unexplained is not known: {reason}")
        }
        Err(reason) => format!("what it {} is not known: {reason}", it.kind.name()),
    }
}

/// How the figure was reached.
pub(crate) fn assumes(it: &Impact) -> Option<String> {
    let prices = it.prices_of.as_ref();
    let prices = prices.map(|it| format!("at the prices of {it} where no region is known"));
    [it.assumes.clone(), prices].into_iter().flatten().reduce(|all, it| all + ", " + &it)
}

/// `a month`, `an hour`
fn article(noun: &str) -> &'static str {
    if noun.starts_with('h') { "an" } else { "a" }
}

/// Of what is exposed only the most counts.
fn amount_in_words(kind: ImpactKind, amount: &Range) -> String {
    match kind {
        ImpactKind::Exposes => words::dollars(amount.high),
        _ if words::dollars(amount.low) == words::dollars(amount.high) => {
            words::dollars(amount.typical)
        }
        _ => format!("{} (typically {})", words::span(amount), words::dollars(amount.typical)),
    }
}

/// What all findings waste together, in words: "$3.00 a month could be saved". What is exposed or what fixes cost is no
/// sum of anything.
pub(crate) fn saved(run: &Run, min_severity: Severity) -> Option<String> {
    let wasted = wasted(run.at_least(min_severity));
    // Less than a dollar is no reason to do anything.
    if wasted.high < Decimal::ONE {
        return None;
    }
    let typically = match words::dollars(wasted.low) == words::dollars(wasted.high) {
        true => String::new(),
        false => format!(", typically {}", words::dollars(wasted.typical)),
    };
    Some(format!("{} a month could be saved{typically}", words::span(&wasted)))
}

/// What the findings waste together in a month. Of what several rules would save on one resource the most counts: one
/// of them leaves less to the others, or rules them out.
fn wasted<'f>(findings: impl Iterator<Item = &'f Finding>) -> Range {
    let mut by_resource: BTreeMap<(&str, &str), BTreeMap<&str, Range>> = BTreeMap::new();
    for finding in findings {
        for place in finding.places.iter().filter(|it| it.suppressed.is_none()) {
            let of_resource = by_resource.entry((&place.root, &place.address)).or_default();
            let is_sum = |it: &&Impact| it.kind == ImpactKind::Wastes && it.per == Per::Month;
            for impact in place.impacts.iter().filter(is_sum) {
                let amount = impact.amount.as_ref().ok().copied().unwrap_or_default();
                *of_resource.entry(&finding.rule).or_default() += amount;
            }
        }
    }
    let most = |rules: BTreeMap<&str, Range>| rules.into_values().max_by_key(|it| it.typical);
    by_resource.into_values().filter_map(most).sum()
}

/// Dollars as strings, so that nobody rounds them.
#[derive(Serialize)]
pub(crate) struct ImpactJson {
    kind: ImpactKind,
    per: Per,
    low: Option<String>,
    typical: Option<String>,
    high: Option<String>,
    /// Of how many places nothing is known, and why.
    unpriced: usize,
    reason: Option<String>,
    assumes: Option<String>,
}

impl ImpactJson {
    pub(crate) fn new(it: &Impact) -> ImpactJson {
        let amount = it.amount.as_ref().ok();
        let exact = |amount: Decimal| amount.round_dp(6).normalize().to_string();
        ImpactJson {
            kind: it.kind,
            per: it.per,
            low: amount.map(|it| exact(it.low)),
            typical: amount.map(|it| exact(it.typical)),
            high: amount.map(|it| exact(it.high)),
            unpriced: it.unpriced,
            reason: it.amount.as_ref().err().cloned(),
            assumes: assumes(it),
        }
    }
}
