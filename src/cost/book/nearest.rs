//! Which skus look like one that is not there.

use super::services;
use super::typed::Set;

/// Names longer than this are nobody's slip of the finger, and would take long to compare.
const LONGEST: usize = 80;
const MOST: usize = 3;
const CLOSE: f64 = 0.6;

/// The skus of services that are nearest to this one.
pub(super) fn services(sku: &str) -> Vec<String> {
    nearest(sku, services::skus().into_iter()).into_iter().map(str::to_owned).collect()
}

/// The skus of a set whose types are nearest to this one.
pub(super) fn types(set: &Set, name: &str) -> Vec<String> {
    nearest(name, set.names()).into_iter().map(|it| format!("{}{it}", set.prefix)).collect()
}

fn nearest(given: &str, known: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    if given.len() > LONGEST {
        return Vec::new();
    }
    let likeness = |it: &'static str| (strsim::normalized_damerau_levenshtein(given, it), it);
    let mut close: Vec<_> = known.map(likeness).filter(|it| it.0 > CLOSE).collect();
    close.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    close.into_iter().take(MOST).map(|it| it.1).collect()
}
