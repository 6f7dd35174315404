//! What became of each place, by its fingerprint.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Worth, directories};
use crate::check::{Pass, Root, Run};
use crate::finding::{Place, Problem, Undecided};
use crate::source::joined;
use crate::suppress;

/// What became of a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// Of the head: it was not there, or somebody had accepted it.
    New,
    /// It was there, and is worth much more.
    Worse,
    /// The base could not be read where it would have been.
    Unsure,
    Unchanged,
    /// It was there, and somebody accepts it now.
    Accepted,
    /// Of the base: it is no longer there.
    Fixed,
    /// Nor is what it was about.
    Gone,
    /// Nobody can tell any more.
    Undecided,
    /// The head could not be read where it would be.
    Unread,
}

impl State {
    pub const ALL: [State; 9] = [
        State::New,
        State::Worse,
        State::Unsure,
        State::Unchanged,
        State::Accepted,
        State::Fixed,
        State::Gone,
        State::Undecided,
        State::Unread,
    ];

    pub fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::Worse => "worse",
            State::Unsure => "unsure",
            State::Unchanged => "unchanged",
            State::Accepted => "accepted",
            State::Fixed => "fixed",
            State::Gone => "gone",
            State::Undecided => "undecided",
            State::Unread => "unread",
        }
    }

    /// Whether its findings are those of the head.
    pub fn is_of_head(self) -> bool {
        matches!(
            self,
            State::New | State::Worse | State::Unsure | State::Unchanged | State::Accepted
        )
    }

    /// Whether the change made it so.
    pub fn is_change(self) -> bool {
        self != State::Unchanged
    }
}

/// The places of one state of a project, by fingerprint: those that count, and those that somebody accepted.
struct Side<'p> {
    counting: BTreeMap<&'p str, &'p Place>,
    accepted: BTreeSet<&'p str>,
    /// Where something could not be read that can be read on the other side.
    blind: BTreeSet<String>,
    roots: BTreeMap<String, &'p Root<Worth>>,
}

impl<'p> Side<'p> {
    fn new(pass: &'p Pass<Worth>, run: &Run, other: &Run, prefix: &str) -> Side<'p> {
        let (accepted, counting): (Vec<&Place>, Vec<&Place>) =
            pass.places().partition(|it| it.suppressed.is_some());
        let problems: Vec<&Problem> =
            run.problems.iter().filter(|it| !other.problems.contains(it)).collect();
        let roots = pass.roots().iter().map(|(directory, it)| (joined(prefix, directory), it));
        Side {
            counting: counting.into_iter().rev().map(|it| (&*it.fingerprint, it)).collect(),
            accepted: accepted.into_iter().map(|it| &*it.fingerprint).collect(),
            blind: directories(&problems),
            roots: roots.collect(),
        }
    }
}

pub(super) struct Sides<'p> {
    now: Side<'p>,
    then: Side<'p>,
    /// Questions that only the head leaves open.
    doubts: BTreeSet<(&'p str, &'p str)>,
    prefix: String,
}

impl<'p> Sides<'p> {
    pub(super) fn new(
        (now, run): (&'p Pass<Worth>, &'p Run),
        (then, was): (&'p Pass<Worth>, &'p Run),
        prefix: &str,
    ) -> Sides<'p> {
        let question = |it: &'p Undecided| (&*it.rule, &*it.address);
        let before: BTreeSet<(&str, &str)> = was.undecided.iter().map(question).collect();
        let doubts = run.undecided.iter().map(question).filter(|it| !before.contains(it));
        Sides {
            now: Side::new(now, run, was, prefix),
            then: Side::new(then, was, run, prefix),
            doubts: doubts.collect(),
            prefix: prefix.to_owned(),
        }
    }

    /// What became of every place of the head that counts.
    pub(super) fn states(&self) -> BTreeMap<String, State> {
        let states = self
            .now
            .counting
            .values()
            .filter_map(|it| Some((it.fingerprint.clone(), self.state(it, true)?)));
        states.collect()
    }

    /// What became of a place. `None`: it is told on the other side, or it was accepted on both.
    pub(super) fn state(&self, place: &Place, is_of_head: bool) -> Option<State> {
        match is_of_head {
            true => self.of_head(place),
            false => self.of_base(place),
        }
    }

    fn of_head(&self, place: &Place) -> Option<State> {
        let before = self.then.counting.get(&*place.fingerprint);
        Some(match (place.suppressed.is_some(), before) {
            (true, Some(_)) if !self.now.counting.contains_key(&*place.fingerprint) => {
                State::Accepted
            }
            (true, _) => return None,
            (false, Some(_)) if self.dearer(place).is_some() => State::Worse,
            (false, Some(_)) => State::Unchanged,
            (false, None) if self.then.accepted.contains(&*place.fingerprint) => State::New,
            (false, None) if self.is_blind(&self.then, place) => State::Unsure,
            (false, None) => State::New,
        })
    }

    fn of_base(&self, place: &Place) -> Option<State> {
        let fingerprint = &*place.fingerprint;
        let is_there =
            self.now.counting.contains_key(fingerprint) || self.now.accepted.contains(fingerprint);
        if place.suppressed.is_some() || is_there {
            return None;
        }
        let rule = fingerprint.split(':').next().unwrap_or_default();
        Some(if self.is_blind(&self.now, place) {
            State::Unread
        } else if self.doubts.contains(&(rule, &place.address)) {
            State::Undecided
        } else if self.is_gone(place) {
            State::Gone
        } else {
            State::Fixed
        })
    }

    /// What it was worth and is worth, where that is much more.
    pub(super) fn dearer(&self, place: &Place) -> Option<(Decimal, Decimal)> {
        suppress::dearer(self.then.counting.get(&*place.fingerprint)?, place)
    }

    /// Whether something could not be read on a side that the root of a place is made of.
    fn is_blind(&self, side: &Side<'_>, place: &Place) -> bool {
        if side.blind.is_empty() {
            return false;
        }
        let roots = [&self.now, &self.then].into_iter().filter_map(|it| it.roots.get(&place.root));
        let mut made_of = roots.flat_map(|it| it.found.made_of.keys());
        let is_in = |it: &String| joined(&self.prefix, it) == place.root;
        made_of.any(|it| side.blind.contains(it)) || side.blind.iter().any(is_in)
    }

    /// Whether what a place is about is a resource that is no longer there.
    fn is_gone(&self, place: &Place) -> bool {
        let is_resource = !place.address.contains('/') && place.address.contains('.');
        let is_file = place.fingerprint.starts_with("suppression-");
        is_resource && !is_file && self.is_there(place) == Some(false)
    }

    /// Whether the head has the resource. `None`: nobody asked for its bills.
    fn is_there(&self, place: &Place) -> Option<bool> {
        let Some(root) = self.now.roots.get(&place.root) else { return Some(false) };
        let bills = &root.found.also.as_ref()?.bill.bills;
        Some(bills.iter().any(|it| it.address == place.address))
    }
}
