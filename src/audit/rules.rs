//! Findings by rule: in a large repository one habit is found many times.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Audit, View};
use crate::finding::{Finding, Impact, ImpactKind, Per, Severity};
use crate::pack::{Concern, Rule};

/// All that one rule found.
#[derive(Clone, Debug)]
pub struct OfRule<'r> {
    pub name: &'r str,
    /// `None` for what the tool says of itself.
    pub rule: Option<&'r Rule>,
    /// That of the worst of them.
    pub severity: Severity,
    /// The dearest first.
    pub findings: Vec<&'r Finding>,
    /// Places that count.
    pub places: usize,
    /// What they mean together, by kind and time.
    pub impacts: Vec<Impact>,
}

impl OfRule<'_> {
    /// What is said first of its dollars: what a fix saves, else what could come, else what nobody can explain.
    pub fn impact(&self) -> Option<&Impact> {
        rank(&self.impacts).map(|(_, it)| it)
    }

    pub fn has_dollars(&self) -> bool {
        rank(&self.impacts).is_some()
    }

    /// Whether it is about tags, of which there is a part of its own.
    pub fn is_attribution(&self) -> bool {
        self.rule.is_some_and(|it| it.concern == Concern::Attribution)
    }
}

/// The impact that weighs most, and how much: what is certain to be saved before what could come.
fn rank(impacts: &[Impact]) -> Option<((u8, Decimal), &Impact)> {
    let ranked = impacts.iter().filter_map(|it| {
        let amount = it.amount.as_ref().ok().filter(|it| !it.high.is_zero())?;
        let rank = match (it.kind, it.per) {
            (ImpactKind::Wastes, Per::Month) => (4, amount.typical),
            (ImpactKind::Wastes, Per::Hour) => (3, amount.typical),
            (ImpactKind::Exposes, _) => (2, amount.high),
            (ImpactKind::Unattributed, _) => (1, amount.typical),
            (ImpactKind::Costs, _) => return None,
        };
        Some((rank, it))
    });
    ranked.max_by_key(|(rank, _)| *rank)
}

/// Those with dollars first, most first; then the others, the worst first.
pub fn of_rules<'r>(audit: &'r Audit, view: &View) -> Vec<OfRule<'r>> {
    let rules: BTreeMap<&str, &Rule> =
        audit.run.rules.iter().map(|it| (it.name.as_str(), it)).collect();
    let mut all: BTreeMap<&str, OfRule<'r>> = BTreeMap::new();
    for finding in audit.run.at_least(view.min_severity) {
        let name = finding.rule.as_str();
        let of = all.entry(name).or_insert_with(|| OfRule {
            name,
            rule: rules.get(name).copied(),
            severity: finding.severity,
            findings: Vec::new(),
            places: 0,
            impacts: Vec::new(),
        });
        of.severity = of.severity.max(finding.severity);
        of.places += finding.places.iter().filter(|it| it.suppressed.is_none()).count();
        of.findings.push(finding);
        for impact in finding.impacts() {
            Impact::gather(&mut of.impacts, &impact);
        }
    }
    let mut all: Vec<OfRule<'r>> = all.into_values().collect();
    for of in &mut all {
        of.findings.sort_by_cached_key(|it| {
            let impacts = it.impacts();
            Reverse((rank(&impacts).map(|(rank, _)| rank), it.severity))
        });
    }
    all.sort_by_key(|it| {
        let dollars = rank(&it.impacts).map(|(rank, _)| rank);
        Reverse((dollars, it.severity, it.places))
    });
    all
}
