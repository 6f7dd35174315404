//! What a finding means in dollars, in words.

use crate::finding::{Impact, ImpactKind};
use crate::money::{Range, words};

/// "wastes $1.60 a month: at startup traffic"
pub(super) fn sentence(it: &Impact) -> String {
    let assumes = assumes(it).map(|it| format!(": {it}")).unwrap_or_default();
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
            format!("{verb} {least}{amount} {article} {per}{assumes}", article = article(per))
        }
        Err(reason) if it.kind == ImpactKind::Unattributed => {
            format!("what it leaves unexplained is not known: {reason}")
        }
        Err(reason) => format!("what it {} is not known: {reason}", it.kind.name()),
    }
}

/// How the figure was reached.
pub(super) fn assumes(it: &Impact) -> Option<String> {
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
