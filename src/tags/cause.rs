//! Why keys are missing: as few places as possible that would give them to all that lack them.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use ecow::EcoString;

use super::audit::{Audit, Bearer};
use super::judge::{self, Judged, Subject, Verdict};
use super::spot::{self, Spot, What};
use crate::model::Configuration;
use crate::source::Span;

/// Keys of policies that are looked at to put those that are missing into their order.
const ORDERED: usize = 1_000;

/// One place, and the resources that would have their keys if it said them.
#[derive(Debug)]
pub struct Cause<'a> {
    /// `None`: nothing of the user's could say them.
    pub spot: Option<Spot<'a>>,
    /// Which of the audit's bearers, in their order.
    pub bearers: Vec<usize>,
    /// What any of them lacks, in the order of the policies.
    pub keys: Vec<EcoString>,
}

impl Bearer<'_, '_> {
    /// The required keys that are not there, and that no other key was meant to be.
    pub fn lacks(&self) -> Vec<EcoString> {
        let mut keys: Vec<EcoString> = Vec::new();
        for it in self.judged.iter().filter(|it| it.is_required) {
            let is_missing = matches!(it.verdict, Verdict::Missing { near: None, .. });
            // What is billed has it all the same: the instances of a group by their template.
            if is_missing && !self.billed_has(it) && !keys.contains(&it.key) {
                keys.push(it.key.clone());
            }
        }
        keys
    }

    fn billed_has(&self, lacking: &Judged) -> bool {
        self.launched.iter().filter(|it| it.is_all).any(|launched| {
            let subject = Subject { effective: &launched.effective, ..Subject::of(self) };
            let there = judge::judged(&lacking.policy, &subject, "");
            there
                .iter()
                .any(|it| it.key == lacking.key && !matches!(it.verdict, Verdict::Missing { .. }))
        })
    }
}

impl<'m, 'a> Audit<'m, 'a> {
    /// The causes of all that is missing, the widest first.
    pub fn causes(&self, configuration: &mut Configuration<'m, 'a>) -> Vec<Cause<'a>> {
        let mut lacking: Vec<(usize, Vec<EcoString>)> = Vec::new();
        for (at, bearer) in self.bearers.iter().enumerate() {
            let keys = bearer.lacks();
            if !keys.is_empty() && bearer.instance.doubt(configuration).is_none() {
                lacking.push((at, keys));
            }
        }
        let mut cover = Cover::default();
        // Instances of one block have the same spots.
        let mut known: HashMap<(usize, Span), Vec<usize>> = HashMap::new();
        for (at, _) in &lacking {
            let bearer = &self.bearers[*at];
            let block = (bearer.instance.node, bearer.instance.resource.block.span);
            let spots = known.entry(block).or_insert_with(|| {
                let found = spot::spots(bearer, configuration);
                found.into_iter().map(|it| cover.spot(it)).collect()
            });
            cover.bearers.push((*at, spots.clone()));
        }
        let mut causes = cover.causes();
        for cause in &mut causes {
            cause.keys = union(&lacking, &cause.bearers);
            let order: Vec<&EcoString> = cause
                .bearers
                .iter()
                .flat_map(|it| &self.bearers[*it].judged)
                .map(|it| &it.key)
                .take(ORDERED)
                .collect();
            cause.keys.sort_by_key(|key| order.iter().position(|it| *it == key));
        }
        causes
    }
}

fn union(lacking: &[(usize, Vec<EcoString>)], bearers: &[usize]) -> Vec<EcoString> {
    let mut keys: Vec<EcoString> = Vec::new();
    for at in bearers {
        let found = lacking.binary_search_by_key(at, |(it, _)| *it);
        let lacks = found.map(|it| lacking[it].1.as_slice()).unwrap_or_default();
        let new: Vec<&EcoString> = lacks.iter().filter(|it| !keys.contains(it)).collect();
        keys.extend(new.into_iter().cloned());
    }
    keys
}

/// Which spot reaches which bearer.
#[derive(Default)]
struct Cover<'a> {
    spots: Vec<Spot<'a>>,
    by_span: HashMap<Span, usize>,
    /// Bearers with their spots, in the order of the bearers.
    bearers: Vec<(usize, Vec<usize>)>,
}

impl<'a> Cover<'a> {
    fn spot(&mut self, spot: Spot<'a>) -> usize {
        let next = self.spots.len();
        let at = *self.by_span.entry(spot.span()).or_insert(next);
        if at == next {
            self.spots.push(spot);
        }
        at
    }

    /// The spot that reaches most of what is left, again and again.
    fn causes(self) -> Vec<Cause<'a>> {
        let mut reached: Vec<Vec<usize>> = vec![Vec::new(); self.spots.len()];
        for (at, (_, spots)) in self.bearers.iter().enumerate() {
            for it in spots {
                reached[*it].push(at);
            }
        }
        let mut left: Vec<usize> = reached.iter().map(Vec::len).collect();
        let mut is_done = vec![false; self.bearers.len()];
        // What a spot still reaches only gets less: one that was taken off too early is put back.
        let mut heap: BinaryHeap<Widest> =
            (0..left.len()).map(|it| self.widest(it, left[it])).collect();
        let mut causes = Vec::new();
        while let Some(widest) = heap.pop() {
            let spot = widest.spot;
            if left[spot] != widest.reaches {
                heap.push(self.widest(spot, left[spot]));
                continue;
            }
            if left[spot] == 0 {
                continue;
            }
            let mut bearers = Vec::new();
            for at in reached[spot].iter().filter(|it| !std::mem::replace(&mut is_done[**it], true))
            {
                bearers.push(self.bearers[*at].0);
                self.bearers[*at].1.iter().for_each(|it| left[*it] -= 1);
            }
            causes.push(Cause { spot: Some(self.spots[spot]), bearers, keys: Vec::new() });
        }
        let alone = self.bearers.iter().zip(is_done).filter(|(_, is_done)| !is_done);
        let alone =
            alone.map(|((it, _), _)| Cause { spot: None, bearers: vec![*it], keys: Vec::new() });
        causes.extend(alone);
        causes
    }

    /// Of two that reach as many, what is nearer to the resource comes first: it says less of others.
    fn widest(&self, spot: usize, reaches: usize) -> Widest {
        let nearness = match self.spots[spot].what {
            What::Own => 3,
            What::Argument => 2,
            What::Local(_) | What::Variable(_) => 1,
            What::Defaults => 0,
        };
        Widest { reaches, nearness, place: Reverse(self.spots[spot].span()), spot }
    }
}

/// Its order is that of its fields.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Widest {
    reaches: usize,
    nearness: u8,
    place: Reverse<Span>,
    spot: usize,
}
