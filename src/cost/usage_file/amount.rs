//! Amounts with one level or three, from what is written behind a key.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Amount;
use super::error::Mistakes;
use super::scalar::{Scalar, scalar};
use super::yaml::{Kind, Map, Node};
use crate::decode::choices;

const LEVELS: [&str; 3] = ["low", "typical", "high"];

/// Whether a map says levels, and is no map of further keys.
pub(super) fn is_levels(entries: &Map) -> bool {
    LEVELS.iter().any(|it| entries.contains_key(*it))
}

/// `None` where nothing is said, or nothing that can be used. `at` is the key's place.
pub(super) fn amount(
    key: &str,
    at: &Range<usize>,
    node: &Node,
    mistakes: &mut Mistakes<'_>,
) -> Option<Amount> {
    let levels = match &node.kind {
        Kind::Null => return None,
        Kind::Scalar { text, quoted } => return one(text, *quoted, &node.at, mistakes),
        Kind::List(items) => listed(key, at, items, mistakes)?,
        Kind::Map(entries) => named(key, at, entries, mistakes)?,
    };
    let [low, typical, high] = levels.map(|it| level(key, at, it, mistakes));
    let (low, typical, high) = (low?, typical?, high?);
    if low > typical || typical > high {
        let message = format!("the levels of `{key}` do not rise: {low}, {typical}, {high}");
        mistakes.add(at.clone(), message, Some(form(key)));
        return None;
    }
    Some(Amount::Number { low, typical, high })
}

fn one(text: &str, quoted: bool, at: &Range<usize>, mistakes: &mut Mistakes<'_>) -> Option<Amount> {
    match scalar(text, quoted) {
        Ok(Scalar::Number(it)) => Some(Amount::Number { low: it, typical: it, high: it }),
        Ok(Scalar::Bool(it)) => Some(Amount::Bool(it)),
        Ok(Scalar::Text(it)) => Some(Amount::Text(it)),
        Err(wrong) => {
            mistakes.add(at.clone(), wrong.message, wrong.help);
            None
        }
    }
}

fn listed<'n>(
    key: &str,
    at: &Range<usize>,
    items: &'n [Node],
    mistakes: &mut Mistakes<'_>,
) -> Option<[&'n Node; 3]> {
    let [low, typical, high] = items else {
        let message = format!("`{key}` is a list, and not one of low, typical and high");
        mistakes.add(at.clone(), message, Some(form(key)));
        return None;
    };
    Some([low, typical, high])
}

fn named<'n>(
    key: &str,
    at: &Range<usize>,
    entries: &'n Map,
    mistakes: &mut Mistakes<'_>,
) -> Option<[&'n Node; 3]> {
    for (name, (at, _)) in entries.iter().filter(|(it, _)| !LEVELS.contains(&it.as_str())) {
        let message = format!("`{name}` stands beside levels of `{key}`");
        mistakes.add(at.clone(), message, Some(choices(name, &LEVELS)));
    }
    let found = LEVELS.map(|level| entries.get(level).map(|(_, node)| node));
    if let [Some(low), Some(typical), Some(high)] = found {
        return Some([low, typical, high]);
    }
    let missing = LEVELS.iter().zip(found).filter(|(_, it)| it.is_none());
    let missing: Vec<String> = missing.map(|(level, _)| format!("`{level}`")).collect();
    let message = format!("`{key}` does not say {}", missing.join(" and "));
    mistakes.add(at.clone(), message, Some(form(key)));
    None
}

fn level(
    key: &str,
    at: &Range<usize>,
    node: &Node,
    mistakes: &mut Mistakes<'_>,
) -> Option<Decimal> {
    let (at, found) = match &node.kind {
        Kind::Scalar { text, quoted } => (&node.at, one(text, *quoted, &node.at, mistakes)?),
        _ => (at, Amount::Bool(false)),
    };
    if let Amount::Number { typical, .. } = found {
        return Some(typical);
    }
    mistakes.add(at.clone(), format!("a level of `{key}` is no number"), Some(form(key)));
    None
}

fn form(key: &str) -> String {
    let name = key.rsplit('.').next().unwrap_or(key);
    format!("write {name}: 1000, or {name}: {{ low: 100, typical: 1000, high: 10000 }}")
}
