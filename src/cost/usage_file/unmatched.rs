//! What of a usage file has no effect: names that match nothing, and keys that nothing reads.

use std::collections::{BTreeMap, BTreeSet};

use super::error::shown;
use super::{Said, UsageFile, address};
use crate::decode::choices;

/// An instance, and the keys that its components read.
#[derive(Clone, Copy, Debug)]
pub struct Used<'a> {
    pub address: &'a str,
    pub kind: &'a str,
    pub keys: &'a [&'a str],
}

/// Something that has no effect, by its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Warning {
    pub line: usize,
    pub column: usize,
    pub message: String,
    pub help: Option<String>,
}

/// Beyond so many names, the nearest is not looked for.
const MAX_COMPARED: usize = 2_000;
/// So many warnings have a suggestion: nobody reads more.
const MAX_SUGGESTED: usize = 50;
/// Longer names are not compared.
const MAX_LENGTH: usize = 300;
/// How much of two names has to agree for one to be meant by the other.
const NEAR: f64 = 0.6;

/// All instances, by what is asked of them.
struct Index<'u> {
    by_address: BTreeMap<&'u str, &'u Used<'u>>,
    by_skeleton: BTreeMap<String, Vec<&'u Used<'u>>>,
    keys_of_kind: BTreeMap<&'u str, BTreeSet<&'u str>>,
}

impl UsageFile {
    /// What nothing of all that there is will ever ask for, in the order of the text. What is null says
    /// nothing, and is not looked at.
    pub fn unmatched(&self, used: &[Used<'_>]) -> Vec<Warning> {
        let index = Index::new(used);
        let mut warnings = Vec::new();
        for (kind, said) in &self.types {
            match index.keys_of_kind.get(kind.as_str()) {
                Some(keys) => unread(said, kind, keys, &mut warnings),
                None => {
                    let help = || suggestion(kind, index.keys_of_kind.keys().copied());
                    warn(said, &format!("no resource is a `{kind}`"), help, &mut warnings);
                }
            }
        }
        for (written, said) in &self.addresses {
            let found = index.found(written);
            match found.first() {
                Some(first) => {
                    let keys = found.iter().flat_map(|it| it.keys).copied().collect();
                    unread(said, first.kind, &keys, &mut warnings);
                }
                None => {
                    let help = || index.nearest(written);
                    warn(said, &format!("`{written}` matches nothing"), help, &mut warnings);
                }
            }
        }
        warnings.sort();
        // What an alias leads to is read several times, and stands in one place.
        warnings.dedup();
        warnings
    }
}

fn warn(
    said: &Said,
    message: &str,
    help: impl Fn() -> Option<String>,
    warnings: &mut Vec<Warning>,
) {
    let help = if warnings.len() < MAX_SUGGESTED { help() } else { None };
    warnings.push(warning((said.line, said.column), message, help.as_deref()));
}

fn warning(place: (usize, usize), message: &str, help: Option<&str>) -> Warning {
    let (line, column) = place;
    Warning { line, column, message: shown(message), help: help.map(shown) }
}

/// Warns of keys that are none of the known ones.
fn unread(said: &Said, kind: &str, known: &BTreeSet<&str>, warnings: &mut Vec<Warning>) {
    if known.is_empty() && !said.keys.is_empty() {
        let message = format!("what `{kind}` costs does not depend on usage that is known here");
        return warn(said, &message, || None, warnings);
    }
    let names: Vec<&str> = known.iter().copied().collect();
    for (key, entry) in said.keys.iter().filter(|(key, _)| !known.contains(key.as_str())) {
        let help = (warnings.len() < MAX_SUGGESTED).then(|| nearest_key(key, &names));
        let message = format!("nothing reads `{key}` of `{kind}`");
        warnings.push(warning((entry.line, entry.column), &message, help.as_deref()));
    }
}

/// A key that was meant to lie in another, or lay in one, is the same key.
fn nearest_key(key: &str, known: &[&str]) -> String {
    let last = |it: &str| it.rsplit('.').next().unwrap_or_default().to_owned();
    let mut same = known.iter().filter(|it| last(it) == last(key));
    match (same.next(), same.next()) {
        (Some(only), None) => format!("did you mean `{only}`?"),
        _ => choices(key, known),
    }
}

impl<'u> Index<'u> {
    fn new(used: &'u [Used<'u>]) -> Index<'u> {
        let by_address = used.iter().map(|it| (it.address, it)).collect();
        let mut by_skeleton: BTreeMap<String, Vec<&Used<'_>>> = BTreeMap::new();
        let mut keys_of_kind: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for it in used {
            by_skeleton.entry(address::skeleton(it.address)).or_default().push(it);
            keys_of_kind.entry(it.kind).or_default().extend(it.keys);
        }
        Index { by_address, by_skeleton, keys_of_kind }
    }

    /// All that an address speaks of.
    fn found(&self, written: &str) -> Vec<&'u Used<'u>> {
        if !address::is_wildcard(written) {
            return self.by_address.get(written).copied().into_iter().collect();
        }
        let same = self.by_skeleton.get(&address::skeleton(written)).into_iter().flatten();
        same.copied().filter(|it| address::matches(written, it.address)).collect()
    }

    /// The address that was probably meant.
    fn nearest(&self, written: &str) -> Option<String> {
        let skeleton = address::skeleton(written);
        let bare = skeleton.replace("[*]", "");
        if bare.contains('*') {
            return Some("`*` stands for an index only, as in `aws_sqs_queue.jobs[*]`".to_owned());
        }
        let candidates = || self.by_skeleton.iter().map(|(name, all)| named(name, all));
        let same = |it: &&str| address::skeleton(it).replace("[*]", "") == bare;
        let within = |it: &&str| it.ends_with(&format!(".{written}"));
        candidates()
            .find(same)
            .or_else(|| candidates().find(within))
            .map(|it| format!("did you mean `{it}`?"))
            .or_else(|| suggestion(written, candidates()))
    }
}

/// One address, or all that differ in an index only.
fn named<'a>(skeleton: &'a str, all: &[&'a Used<'a>]) -> &'a str {
    if let [one] = all { one.address } else { skeleton }
}

fn suggestion<'a>(given: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let near = candidates.filter(|it| is_as_long(given, it)).take(MAX_COMPARED);
    let near = near.map(|it| (strsim::normalized_levenshtein(given, it), it));
    let (likeness, name) = near.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (likeness > NEAR).then(|| format!("did you mean `{name}`?"))
}

/// Whether two texts may be near each other at all, and are short enough to be compared.
fn is_as_long(one: &str, other: &str) -> bool {
    let (one, other) = (one.len(), other.len());
    one.max(other) <= MAX_LENGTH && one.max(other) <= 2 * one.min(other)
}
