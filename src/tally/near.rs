//! Values that are probably one: written in another case or with other signs, shortened, or mistyped.

use std::collections::{BTreeMap, HashMap};

/// Short forms that everybody uses.
const SHORT: &[&[&str]] = &[
    &["prod", "production", "prd"],
    &["dev", "develop", "development"],
    &["stage", "staging", "stg"],
    &["test", "testing", "tst"],
    &["preprod", "preproduction"],
    &["sandbox", "sbx"],
];

/// A word that is shorter may well differ by one letter and mean something else.
const LONG: usize = 5;
/// Values that are longer than this are no names.
const LONGEST: usize = 64;
/// Where there are more values than these, slips of the keyboard are looked for among the first only.
const SLIPS: usize = 2_000;
/// Of one spelling with a letter left out so many are compared.
const MANY: usize = 16;

/// Groups of two and more, by their places; in the order of their first members.
pub fn alike(values: &[&str]) -> Vec<Vec<usize>> {
    let words: Vec<Vec<String>> = values.iter().map(|it| words(it)).collect();
    let mut parents: Vec<usize> = (0..values.len()).collect();
    let mut spelled: HashMap<String, usize> = HashMap::new();
    for (at, words) in words.iter().enumerate() {
        let first = *spelled.entry(words.concat()).or_insert(at);
        join(&mut parents, first, at);
    }
    let mut less: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, own) in words.iter().enumerate().take(SLIPS) {
        for spelling in without_a_letter(own) {
            let others = less.entry(spelling).or_default();
            for other in others.iter().take(MANY).copied().filter(|it| *it != at) {
                if is_mistyped(&words[other], own) {
                    join(&mut parents, other, at);
                }
            }
            others.push(at);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..values.len() {
        groups.entry(root(&parents, at)).or_default().push(at);
    }
    groups.into_values().filter(|it| it.len() > 1).collect()
}

/// In small letters, the short forms for the long ones.
fn words(value: &str) -> Vec<String> {
    let lower = value.to_lowercase();
    let words = lower.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let whole = |word: &str| {
        let short = SHORT.iter().find(|it| it.contains(&word));
        short.map_or(word, |it| it[0]).to_owned()
    };
    let words: Vec<String> = words.map(whole).collect();
    // What has no letters at all is only like itself.
    if words.is_empty() { vec![value.to_owned()] } else { words }
}

fn without_a_letter(words: &[String]) -> Vec<String> {
    let whole = words.concat();
    if whole.len() > LONGEST || words.iter().all(|it| it.chars().count() < LONG) {
        return Vec::new();
    }
    let letters: Vec<char> = whole.chars().collect();
    let without = |at: usize| {
        let others = letters.iter().enumerate().filter(move |(it, _)| *it != at);
        others.map(|(_, it)| *it).collect::<String>()
    };
    let mut all: Vec<String> = (0..letters.len()).map(without).collect();
    all.push(whole);
    all.sort();
    all.dedup();
    all
}

/// All words are the same but one, which is long, and there it is one letter that is no digit.
fn is_mistyped(one: &[String], other: &[String]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut different = one.iter().zip(other).filter(|(one, other)| one != other);
    let (Some((one, other)), None) = (different.next(), different.next()) else { return false };
    let is_long = |it: &str| it.chars().count() >= LONG;
    let digits = |it: &str| it.chars().filter(char::is_ascii_digit).collect::<String>();
    is_long(one)
        && is_long(other)
        && digits(one) == digits(other)
        && strsim::osa_distance(one, other) == 1
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while parents[at] != at {
        at = parents[at];
    }
    at
}

/// The earlier one stands for both.
fn join(parents: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(parents, one), root(parents, other));
    parents[one.max(other)] = one.min(other);
}

#[cfg(test)]
mod tests {
    use super::alike;

    fn groups(values: &[&str]) -> Vec<String> {
        let groups = alike(values).into_iter();
        groups.map(|it| it.iter().map(|at| values[*at]).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn case_signs_short_forms_and_slips_are_seen() {
        let values = ["prod", "Prod", "orders-api", "production", "order_api", "OrdersApi", "stg"];
        assert_eq!(groups(&values), ["prod Prod production", "orders-api order_api OrdersApi"]);
        assert_eq!(groups(&["paymetns", "payments", "stage", "staging"]).len(), 2);
    }

    #[test]
    fn what_differs_on_purpose_stays_apart() {
        let values =
            ["team-a", "team-b", "shard1", "shard2", "dev", "devs", "eu", "us", "", "-", "--"];
        assert_eq!(groups(&values), Vec::<String>::new());
        assert_eq!(groups(&["api", "app", "web", "worker-1", "worker-2"]), Vec::<String>::new());
    }
}
