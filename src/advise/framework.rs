//! Where the decision framework draws its lines, as data with sources: `rules/facts/framework.csv`.

use rust_decimal::Decimal;

const TABLE: &str = include_str!("../../rules/facts/framework.csv");

/// One row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Criterion {
    pub name: &'static str,
    /// `None` for what is no number.
    pub threshold: Option<Decimal>,
    pub unit: &'static str,
    pub says: &'static str,
    /// The document that it is from.
    pub source: &'static str,
    /// The day on which it was read.
    pub read: &'static str,
}

/// All of them, in the order of the file.
pub fn criteria() -> impl Iterator<Item = Criterion> {
    TABLE.lines().filter(|it| !it.starts_with('#')).skip(1).filter_map(row)
}

/// The row with a name.
pub fn criterion(name: &str) -> Option<Criterion> {
    criteria().find(|it| it.name == name)
}

/// The number of a row.
pub(super) fn threshold(name: &str) -> Decimal {
    let found = criterion(name).and_then(|it| it.threshold);
    found.expect("a test holds that every line that is asked for has a number")
}

/// What a row says is in quotes, for it has commas.
fn row(line: &'static str) -> Option<Criterion> {
    let (before, rest) = line.split_once('"')?;
    let (says, after) = rest.split_once('"')?;
    let [name, number, unit, ""] = before.split(',').collect::<Vec<_>>()[..] else { return None };
    let ["", source, read] = after.split(',').collect::<Vec<_>>()[..] else { return None };
    Some(Criterion { name, threshold: number.parse().ok(), unit, says, source, read })
}
