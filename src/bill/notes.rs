//! What to know of the prices behind an estimate, one line each: regions that were assumed, prices that are
//! not verified, carried over from elsewhere or old, and what nobody wrote down yet.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::text::Text;
use super::{Page, count};
use crate::cost::{Estimate, Grade, Line, Range, Rates, Region};

/// Names that a note lists.
const NAMES: usize = 4;
const KINDS: usize = 8;

pub(crate) fn notes(page: &Page<'_>) -> Vec<Text> {
    let estimate = page.estimate;
    let mut notes = Vec::new();
    notes.extend(unsupported(estimate));
    notes.extend(regions(estimate));
    notes.extend(unverified(estimate));
    notes.extend(borrowed(estimate));
    notes.extend(old(estimate, &page.view.today));
    notes.extend(discounted(estimate));
    notes.extend(free_tier(estimate));
    notes
}

fn lines(estimate: &Estimate) -> impl Iterator<Item = (&Line, &Rates)> {
    let lines = estimate.bills().flat_map(|it| &it.lines);
    lines.filter_map(|it| it.rates.as_deref().map(|rates| (it, rates)))
}

fn unsupported(estimate: &Estimate) -> Option<Text> {
    let mut kinds: Vec<_> = estimate.unsupported().into_iter().collect();
    kinds.sort_by_key(|(_, n)| Reverse(*n));
    let names = kinds.into_iter().map(|(kind, n)| match n {
        1 => kind.to_owned(),
        _ => format!("{kind} ({n})"),
    });
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| Text::ours("not priced by skint yet: ").listing(&names, KINDS))
}

fn regions(estimate: &Estimate) -> Option<Text> {
    let mut regions: BTreeMap<&str, usize> = BTreeMap::new();
    for bill in estimate.bills().filter(|it| !it.lines.is_empty()) {
        if let Region::Assumed(name) = &bill.region {
            *regions.entry(name).or_default() += 1;
        }
    }
    if regions.is_empty() {
        return None;
    }
    let mut text = Text::ours("the text does not say the region: ");
    for (at, (region, n)) in regions.into_iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        text = text.and(comma).quoting(region);
        text = text.and(format!(" is taken for {}", count(n, "resource")));
    }
    Some(text.and(" (`--region NAME` takes another)"))
}

/// The skus for which something is true.
fn skus(estimate: &Estimate, is_meant: impl Fn(&Rates) -> bool) -> BTreeSet<&str> {
    lines(estimate).filter(|(_, it)| is_meant(it)).map(|(line, _)| line.sku.as_str()).collect()
}

fn are(n: usize) -> String {
    let verb = if n == 1 { "is" } else { "are" };
    format!("{} {verb}", count(n, "price"))
}

fn unverified(estimate: &Estimate) -> Option<Text> {
    let names = skus(estimate, |it| it.grade == Grade::G);
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let words = || format!("{} not verified (grade G): ", are(names.len()));
    (!names.is_empty()).then(|| Text::ours(words()).listing(&names, NAMES))
}

/// By from where to where, for that is what a reader can judge.
fn borrowed(estimate: &Estimate) -> Option<Text> {
    let mut ways: BTreeMap<(&str, &str), (BTreeSet<&str>, Range)> = BTreeMap::new();
    for bill in estimate.bills() {
        let lines = bill.lines.iter().filter_map(|it| Some((it, it.rates.as_deref()?)));
        for (line, rates) in lines {
            let Some(borrowed) = &rates.borrowed else { continue };
            let to = bill.region.name().unwrap_or("elsewhere");
            let way = ways.entry((&borrowed.from, to));
            let way = way.or_insert_with(|| (BTreeSet::new(), borrowed.ratio));
            way.0.insert(&line.sku);
            way.1.low = way.1.low.min(borrowed.ratio.low);
            way.1.high = way.1.high.max(borrowed.ratio.high);
        }
    }
    let n: usize = ways.values().map(|(skus, _)| skus.len()).sum();
    let mut text = Text::ours(format!("{} carried over from another region: ", are(n)));
    for (at, ((from, to), (skus, ratio))) in ways.into_iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        text = text.and(format!("{comma}{} from ", skus.len())).quoting(from).and(" to ");
        text = text.quoting(to).and(format!(" at {} times", times(&ratio)));
    }
    (n > 0).then_some(text)
}

/// `0.9 to 1.2`
pub(crate) fn times(ratio: &Range) -> String {
    let [low, high] = [ratio.low, ratio.high].map(|it| it.round_sf(3).unwrap_or(it).normalize());
    if low == high { low.to_string() } else { format!("{low} to {high}") }
}

fn old(estimate: &Estimate, today: &str) -> Option<Text> {
    let old = skus(estimate, |it| it.is_old(today) && !it.as_of.is_empty());
    let dates = lines(estimate).filter(|(_, it)| it.is_old(today)).map(|(_, it)| it.as_of.as_str());
    let oldest = dates.filter(|it| !it.is_empty()).min().unwrap_or_default();
    let undated = skus(estimate, |it| it.is_old(today) && it.as_of.is_empty());
    let mut parts = Vec::new();
    if !old.is_empty() {
        let words = format!("{} more than a year old, the oldest of {oldest}", are(old.len()));
        parts.push(words);
    }
    if !undated.is_empty() {
        parts.push(format!("{} of a date that nobody knows", are(undated.len())));
    }
    (!parts.is_empty()).then(|| Text::ours(parts.join("; ")))
}

fn discounted(estimate: &Estimate) -> Option<Text> {
    let n = skus(estimate, |it| !it.discount.is_zero()).len();
    (n > 0).then(|| Text::ours(format!("{} less the discount of the settings", are(n))))
}

fn free_tier(estimate: &Estimate) -> Option<Text> {
    let n = estimate.bills().flat_map(|it| &it.lines).filter(|it| !it.free.is_zero()).count();
    let words = || format!("the monthly free tier is taken off {}", count(n, "component"));
    (n > 0).then(|| Text::ours(words()))
}
