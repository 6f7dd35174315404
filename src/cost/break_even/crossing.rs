//! From how many requests on one way costs less than another. Both are straight lines between the places
//! where a tier or a machine begins, so nothing is missed between two tries: where a
//! machine carries a whole number of requests the answer is exact, and else to the cost of one request.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::way::Way;

/// More requests a month than this nobody is asked about: 38,000 a second.
pub const MOST: u64 = 100_000_000_000;

/// Where one way becomes cheaper than another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Crossing {
    /// With fewer requests a month it never is.
    pub first: u64,
    /// From here on it always is; `None` where that comes and goes up to the most that is looked at.
    pub lasting: Option<u64>,
}

/// Where `other` comes to cost less than `one`, of which `one` has no machines. `None`: nowhere.
pub(super) fn crossing(one: &Way, other: &Way) -> Option<Crossing> {
    let pair = Pair { one, other };
    let parts = pair.parts();
    let first = parts.iter().find_map(|it| pair.first_cheaper(it))?;
    let last = parts.iter().rev().find_map(|it| pair.last_dearer(it)).unwrap_or(0);
    Some(Crossing { first, lasting: (last < MOST).then_some(last + 1) })
}

/// The most requests a month at which a way costs less than an amount; `None` where it never does.
pub(super) fn below(way: &Way, amount: Decimal) -> Option<u64> {
    last_true(1..=MOST, |it| way.cost(it) < amount)
}

struct Pair<'w> {
    one: &'w Way,
    other: &'w Way,
}

/// Requests between which no tier begins, and numbers of machines: one, or such that each is needed for
/// as many requests as the next.
struct Part {
    requests: RangeInclusive<u64>,
    machines: RangeInclusive<u64>,
}

impl Pair<'_> {
    fn difference(&self, requests: u64) -> Decimal {
        self.other.cost(requests).saturating_sub(self.one.cost(requests))
    }

    fn parts(&self) -> Vec<Part> {
        let mut breaks = [self.one.breaks(), self.other.breaks()].concat();
        breaks.retain(|it| (2..=MOST).contains(it));
        breaks.extend([1, MOST + 1]);
        breaks.sort_unstable();
        breaks.dedup();
        let mut parts = Vec::new();
        for pair in breaks.windows(2) {
            let (from, to) = (pair[0], pair[1] - 1);
            let (few, many) = (self.other.machines(from), self.other.machines(to));
            let inner = few.saturating_add(1)..=many.saturating_sub(1);
            let outer = (many > few).then_some(many..=many);
            let all = [Some(few..=few), Some(inner), outer].into_iter().flatten();
            let all = all.filter(|it| !it.is_empty());
            parts.extend(all.map(|machines| Part { requests: from..=to, machines }));
        }
        parts
    }

    /// The requests of a part that so many machines answer.
    fn step(&self, part: &Part, machines: u64) -> RangeInclusive<u64> {
        let last = self.other.start(machines + 1).saturating_sub(1);
        let last = if last == 0 { MOST } else { last };
        let from = self.other.start(machines).max(*part.requests.start());
        from..=last.min(*part.requests.end()).max(from)
    }

    fn first_cheaper(&self, part: &Part) -> Option<u64> {
        let cheaper = |it: u64| self.difference(it) < Decimal::ZERO;
        let machines = first_true(part.machines.clone(), |it| {
            let step = self.step(part, it);
            cheaper(*step.start()) || cheaper(*step.end())
        })?;
        first_true(self.step(part, machines), cheaper)
    }

    fn last_dearer(&self, part: &Part) -> Option<u64> {
        let dearer = |it: u64| self.difference(it) >= Decimal::ZERO;
        let machines = last_true(part.machines.clone(), |it| {
            let step = self.step(part, it);
            dearer(*step.start()) || dearer(*step.end())
        })?;
        last_true(self.step(part, machines), dearer)
    }
}

/// Where something first holds that changes once at most.
fn first_true(range: RangeInclusive<u64>, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut no, mut yes) = range.into_inner();
    if holds(no) {
        return Some(no);
    }
    if !holds(yes) {
        return None;
    }
    while yes - no > 1 {
        let middle = no + (yes - no) / 2;
        if holds(middle) { yes = middle } else { no = middle }
    }
    Some(yes)
}

/// Where something last holds that changes once at most.
fn last_true(range: RangeInclusive<u64>, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut yes, mut no) = range.into_inner();
    if holds(no) {
        return Some(no);
    }
    if !holds(yes) {
        return None;
    }
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        if holds(middle) { yes = middle } else { no = middle }
    }
    Some(yes)
}

#[cfg(test)]
mod tests;
