//! Which skus look like one that is not there.

use super::{services, typed};

/// Names longer than this are nobody's slip of the finger, and would take long to compare.
const LONGEST: usize = 80;
const MOST: usize = 3;
const CLOSE: f64 = 0.6;

/// The skus that are nearest to this one: types of the same service, or what is no type.
pub(super) fn to(sku: &str) -> Vec<String> {
    match typed::set(sku) {
        Some((set, name)) => nearest(name, set.names()).into_iter().map(|it| set.sku(it)).collect(),
        None => nearest(sku, services::skus().into_iter()).into_iter().map(str::to_owned).collect(),
    }
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
