//! How it stands with each key that a policy asks for.

use std::cmp::Reverse;
use std::collections::HashMap;

use ecow::EcoString;

use super::amount::count;
use super::coverage::{Coverage, Standing};
use super::sum::Part;
use super::text::plain;

/// One key.
#[derive(Clone, Debug, Default)]
pub struct Key {
    pub name: String,
    pub is_required: bool,
    pub present: Part,
    pub missing: Part,
    pub wrong: Part,
    pub unknown: Part,
}

impl Key {
    /// All resources that it is asked of.
    pub fn total(&self) -> Part {
        [&self.present, &self.missing, &self.wrong, &self.unknown].into_iter().sum()
    }
}

/// Keys that are told of where nobody asks for them.
const OTHERS: usize = 3;

/// What is written where nobody wrote what is asked for: "CostCenter on 14 of 20 resources, Team on 9". The one that is
/// written most comes first. `None` where somebody wrote a policy: they know what they ask for.
pub(crate) fn others(coverage: &Coverage) -> Option<String> {
    if coverage.policies.iter().any(|it| !it.place.is_empty()) {
        return None;
    }
    let rows: Vec<_> =
        coverage.rows().filter(|it| it.provider.is_some() && !it.keys.is_empty()).collect();
    let mut counts: HashMap<EcoString, (&str, usize)> = HashMap::new();
    for row in &rows {
        let is_asked_for =
            |key: &str| row.keys.iter().any(|it| it.standing.key().is_some_and(|it| it == key));
        for key in row.tags.keys().filter(|it| *it != "Name" && !is_asked_for(it)) {
            counts.entry(key.to_lowercase()).or_insert((key, 0)).1 += 1;
        }
    }
    let mut counts: Vec<(&str, usize)> = counts.into_values().collect();
    counts.sort_by_key(|(key, n)| (Reverse(*n), *key));
    let told = counts.iter().take(OTHERS).enumerate().map(|(at, (key, n))| match at {
        0 => format!("{} on {n} of {}", plain(key), count(rows.len(), "resource")),
        _ => format!("{} on {n}", plain(key)),
    });
    let told = told.collect::<Vec<_>>().join(", ");
    (!told.is_empty()).then_some(told)
}

/// In the order in which the policies write them, required ones first.
pub fn keys(coverage: &Coverage) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for row in coverage.rows() {
        for state in &row.keys {
            let at = *at.entry(&state.key).or_insert_with(|| {
                keys.push(Key { name: state.key.to_string(), ..Key::default() });
                keys.len() - 1
            });
            let key = &mut keys[at];
            key.is_required |= state.is_required;
            let part = match state.standing {
                Standing::Present(_) => &mut key.present,
                Standing::Missing => &mut key.missing,
                Standing::Wrong(_) => &mut key.wrong,
                Standing::Unknown => &mut key.unknown,
            };
            part.add(&row.part);
        }
    }
    keys.sort_by_key(|it| !it.is_required);
    keys
}
