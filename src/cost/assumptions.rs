//! What is taken of traffic where nobody can know it, as data with reasons: `prices/assumptions.csv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Range;

const TABLE: &str = include_str!("../../prices/assumptions.csv");

/// One row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Assumption {
    pub name: &'static str,
    pub range: Range,
    pub unit: &'static str,
    pub why: &'static str,
}

/// All of them, in the order of the file.
pub fn all() -> impl Iterator<Item = Assumption> {
    TABLE.lines().skip(1).filter_map(|line| {
        let fields: Vec<&str> = line.splitn(6, ',').collect();
        let [name, low, typical, high, unit, why] = fields[..] else { return None };
        let number = |it: &str| it.parse().ok();
        let range = Range { low: number(low)?, typical: number(typical)?, high: number(high)? };
        Some(Assumption { name, range, unit, why })
    })
}

pub(super) fn get(name: &str) -> Range {
    static RANGES: LazyLock<HashMap<&str, Range>> =
        LazyLock::new(|| all().map(|it| (it.name, it.range)).collect());
    *RANGES.get(name).expect("a test holds that every assumption that is used has a row")
}
