//! What is not known, by what would make it known: one cause is told once.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::text::Text;
use super::totals::{label, names};
use super::{Page, count};
use crate::cost::{Bill, Cost};
use crate::source::Span;

/// What a reader can do about it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Remedy {
    Usage,
    Variable,
    Region,
    Price,
    Other,
}

/// Causes with the same remedy.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) remedy: Remedy,
    pub(crate) causes: Vec<Cause>,
    /// Causes that are not listed.
    pub(crate) n_more: usize,
}

/// One reason for which components are not known.
#[derive(Debug)]
pub(crate) struct Cause {
    pub(crate) what: Text,
    pub(crate) n: usize,
    pub(crate) addresses: Vec<String>,
}

/// Addresses of a cause, and causes of a remedy, that are listed.
const ADDRESSES: usize = 3;
const CAUSES: usize = 6;

impl Remedy {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Remedy::Usage => "usage that nobody declares",
            Remedy::Variable => "variables without a value",
            Remedy::Region => "regions that are not known",
            Remedy::Price => "prices that are not in the book",
            Remedy::Other => "what the text does not say",
        }
    }

    /// Ours, with commands in backticks.
    pub(crate) fn help(self) -> Option<&'static str> {
        match self {
            Remedy::Usage => Some("`skint cost --write-usage` writes a file to fill in"),
            Remedy::Variable => Some("`--var-file FILE` or `--var NAME=VALUE` gives them one"),
            Remedy::Region => Some("`--region NAME` says it"),
            Remedy::Price => Some("`--prices FILE` adds your own"),
            Remedy::Other => None,
        }
    }
}

impl Cause {
    /// The cause with the resources that it concerns.
    pub(crate) fn text(&self) -> Text {
        let text = self.what.clone().and(": ").listing(&self.addresses, ADDRESSES);
        match self.n > self.addresses.len() {
            true => text.and(format!(" ({})", count(self.n, "component"))),
            false => text,
        }
    }
}

pub(crate) fn groups(page: &mut Page<'_>) -> Vec<Group> {
    let mut causes: BTreeMap<(Remedy, Text), Vec<String>> = BTreeMap::new();
    let estimate = page.estimate;
    for (root, bill) in estimate.roots.iter().flat_map(|it| it.bills.iter().map(move |b| (it, b))) {
        for line in &bill.lines {
            let Cost::Unknown { reason, at, .. } = &line.cost else { continue };
            let key = cause(bill, reason, *at, page);
            causes.entry(key).or_default().push(label(estimate, root, &bill.address));
        }
    }
    let mut groups: BTreeMap<Remedy, Vec<Cause>> = BTreeMap::new();
    for ((remedy, what), addresses) in causes {
        let n = addresses.len();
        let addresses = names(&addresses);
        groups.entry(remedy).or_default().push(Cause { what, n, addresses });
    }
    let groups = groups.into_iter().map(|(remedy, mut causes)| {
        causes.sort_by_key(|it| Reverse(it.n));
        let n_more = causes.len().saturating_sub(CAUSES);
        causes.truncate(CAUSES);
        Group { remedy, causes, n_more }
    });
    groups.collect()
}

fn cause(bill: &Bill, reason: &str, at: Option<Span>, page: &mut Page<'_>) -> (Remedy, Text) {
    let missing = bill.usage.iter().filter(|it| it.amount.is_none());
    let mut missing = missing.filter(|it| reason.starts_with(&format!("{} is not", it.name)));
    if let Some(usage) = missing.next() {
        let what = Text::ours(format!("{} ({})", usage.name, usage.title));
        return (Remedy::Usage, what);
    }
    let what = Text::theirs(reason);
    let what = match at.and_then(|it| page.places.text(it)) {
        Some(place) => what.and(" (").quoting(place).and(")"),
        None => what,
    };
    (remedy(reason), what)
}

/// The words are those of the rooms below.
fn remedy(reason: &str) -> Remedy {
    if reason.contains("has no default and no tfvars sets it") {
        Remedy::Variable
    } else if reason.contains("depends on the region, which is not known") {
        Remedy::Region
    } else if reason.starts_with("no price ") {
        Remedy::Price
    } else {
        Remedy::Other
    }
}
