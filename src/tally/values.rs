//! Spend by the value of any key.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ecow::EcoString;

use super::coverage::{Coverage, Row, Said};
use super::near;
use super::sum::{Part, Status};

/// What a resource says under a key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Named {
    Value(EcoString),
    /// There is one, and it is a secret.
    Sensitive,
    /// It takes tags, and this one is not there.
    None,
    Unknown,
    /// It takes no tags.
    Untaggable,
}

impl Named {
    /// A value, or what there is in its place, in brackets.
    pub fn text(&self) -> &str {
        match self {
            Named::Value(value) => value,
            Named::Sensitive => "(sensitive)",
            Named::None => "(none)",
            Named::Unknown => "(unknown)",
            Named::Untaggable => "(takes no tags)",
        }
    }

    pub fn value(&self) -> Option<&EcoString> {
        match self {
            Named::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// What is spent under one value.
#[derive(Clone, Debug)]
pub struct Spend {
    pub named: Named,
    pub part: Part,
}

/// By the values of a key, most expensive first; what has no value comes last.
pub fn spend(coverage: &Coverage, key: &str) -> Vec<Spend> {
    let mut parts: BTreeMap<Named, Part> = BTreeMap::new();
    for row in coverage.rows() {
        parts.entry(named(row, key)).or_default().add(&row.part);
    }
    let all = parts.into_iter().map(|(named, part)| Spend { named, part });
    let mut all: Vec<Spend> = all.collect();
    all.sort_by_key(|it| {
        let is_value = it.named.value().is_some();
        let sum = is_value.then(|| (it.part.dollars(), it.part.resources));
        (!is_value, Reverse(sum))
    });
    all
}

fn named(row: &Row, key: &str) -> Named {
    match of_row(row, key) {
        Some(Said::Known(value)) if value.is_empty() => Named::None,
        Some(Said::Known(value)) => Named::Value(value.clone()),
        Some(Said::Sensitive) => Named::Sensitive,
        Some(Said::Unknown) => Named::Unknown,
        None if row.status == Status::Untaggable => Named::Untaggable,
        None if row.is_open || row.provider.is_none() => Named::Unknown,
        None => Named::None,
    }
}

/// The tag of a key as it is written, else in another case, else by the name that a policy takes for as good.
pub(super) fn of_row<'r>(row: &'r Row, key: &str) -> Option<&'r Said> {
    let any_case = || row.tags.iter().find(|(it, _)| it.eq_ignore_ascii_case(key));
    let as_good = || {
        let state = row.keys.iter().find(|it| it.key.eq_ignore_ascii_case(key))?;
        row.tags.get(state.standing.key()?)
    };
    row.tags.get(key).or_else(|| any_case().map(|(_, it)| it)).or_else(as_good)
}

/// Values of one key that look like the same one, most expensive first.
pub(super) fn doubles(spend: &[Spend]) -> Vec<Vec<&Spend>> {
    let values: Vec<&Spend> = spend.iter().filter(|it| it.named.value().is_some()).collect();
    let texts: Vec<&str> = values.iter().map(|it| it.named.text()).collect();
    let groups = near::alike(&texts).into_iter();
    groups.map(|group| group.into_iter().map(|it| values[it]).collect()).collect()
}
