//! Hits to findings: what has one cause is said once.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use ecow::EcoString;

use super::ask::Hit;
use crate::finding::{Finding, Severity};
use crate::source::{FileId, Span};

/// From so many places on, a habit is one finding.
const HABIT: usize = 5;

/// Sorted by place, then by rule.
pub(super) fn findings(mut hits: Vec<Hit>) -> Vec<Finding> {
    hits.sort_by(|one, other| key(one).cmp(&key(other)));
    let mut of_block: BTreeMap<(Habit, usize, Span, Span), usize> = BTreeMap::new();
    let mut habits: BTreeMap<Habit, usize> = BTreeMap::new();
    let mut found: Vec<(Habit, Finding)> = Vec::new();
    let (hits, caused) = hits.into_iter().partition(|it| it.cause.is_none());
    let (caused, alone) = by_cause(caused);
    let mut hits: Vec<Hit> = hits;
    hits.extend(alone);
    hits.sort_by(|one, other| key(one).cmp(&key(other)));
    for hit in hits {
        let habit = (hit.rule.clone(), hit.case, hit.remedy.clone());
        let block = (habit.clone(), hit.nth, hit.block, hit.primary.span);
        if let Some(at) = of_block.get(&block) {
            join(&mut found[*at].1, finding(hit));
            continue;
        }
        of_block.insert(block, found.len());
        *habits.entry(habit.clone()).or_default() += 1;
        found.push((habit, finding(hit)));
    }
    let mut findings = merge_habits(found, &habits);
    findings.extend(caused);
    findings.sort_by(in_order);
    // Instances of one block share an edit.
    for fix in findings.iter_mut().filter_map(|it| it.fix.as_mut()) {
        fix.edits.sort_by_key(|it| it.span);
        fix.edits.dedup();
    }
    findings
}

/// Keeps what is told in files that are wanted: there, or at a cause of several that is there.
pub(super) fn retain(hits: &mut Vec<Hit>, is_within: &dyn Fn(FileId) -> bool) {
    let key = |it: &Hit| Some((it.rule.clone(), it.case, it.cause.as_ref()?.key.clone()));
    let mut causes: BTreeMap<(EcoString, usize, EcoString), usize> = BTreeMap::new();
    for key in hits.iter().filter_map(key) {
        *causes.entry(key).or_default() += 1;
    }
    let is_shared = |it: &Hit| key(it).is_some_and(|key| causes[&key] > 1);
    let is_caused =
        |it: &Hit| it.cause.as_ref().is_some_and(|cause| is_within(cause.told.span.file));
    hits.retain(|it| is_within(it.place.span.file) || is_caused(it) && is_shared(it));
}

pub(super) fn in_order(one: &Finding, other: &Finding) -> Ordering {
    let places = one.primary.span.cmp(&other.primary.span);
    let rules = || one.rule.cmp(&other.rule);
    places.then_with(rules).then_with(|| one.places[0].address.cmp(&other.places[0].address))
}

/// Places of one cause that are shown where it is told.
const SHOWN: usize = 2;

/// One finding for each cause of several hits; and the hits that are alone with theirs.
fn by_cause(hits: Vec<Hit>) -> (Vec<Finding>, Vec<Hit>) {
    let mut causes: BTreeMap<(EcoString, usize, EcoString), Vec<Hit>> = BTreeMap::new();
    for hit in hits {
        let key = hit.cause.as_ref().map(|it| it.key.clone()).unwrap_or_default();
        causes.entry((hit.rule.clone(), hit.case, key)).or_default().push(hit);
    }
    let (mut findings, mut alone) = (Vec::new(), Vec::new());
    for ((_, case, _), mut hits) in causes {
        if hits.len() == 1 {
            alone.append(&mut hits);
            continue;
        }
        let mut hits = hits.into_iter();
        let Some(mut first) = hits.next() else { continue };
        let Some(cause) = first.cause.take() else { continue };
        first.message = cause.message;
        let mut labels = vec![std::mem::replace(&mut first.primary, cause.told)];
        let mut told = finding(first);
        for hit in hits {
            labels.push(hit.primary.clone());
            let other = finding(hit);
            told.severity = told.severity.max(other.severity);
            join(&mut told, other);
        }
        labels.sort_by_key(|it| it.span);
        labels.dedup_by_key(|it| it.span);
        labels.retain(|it| it.span != told.primary.span);
        labels.truncate(SHOWN);
        told.labels = labels;
        told.is_shared = true;
        findings.push(((told.rule.clone(), case), told));
    }
    (merge_notes(findings), alone)
}

/// Causes that are worth a note each are a habit where there are many of them.
fn merge_notes(findings: Vec<((EcoString, usize), Finding)>) -> Vec<Finding> {
    let mut counts: BTreeMap<(EcoString, usize), usize> = BTreeMap::new();
    let is_note = |it: &Finding| it.severity == Severity::Note;
    for (habit, _) in findings.iter().filter(|(_, it)| is_note(it)) {
        *counts.entry(habit.clone()).or_default() += 1;
    }
    let mut first: BTreeMap<(EcoString, usize), usize> = BTreeMap::new();
    let mut merged: Vec<Finding> = Vec::new();
    for (habit, finding) in findings {
        match first.get(&habit).filter(|_| is_note(&finding)) {
            Some(at) => join(&mut merged[*at], finding),
            None => {
                let more = counts.get(&habit).copied().unwrap_or(0);
                let is_habit = is_note(&finding) && more >= HABIT;
                if is_habit {
                    first.insert(habit, merged.len());
                }
                merged.push(finding);
                if let Some(it) = merged.last_mut().filter(|_| is_habit) {
                    it.message = format!("{}; and {} more such causes", it.message, more - 1);
                }
            }
        }
    }
    merged
}

fn key(hit: &Hit) -> (Span, &EcoString, &str) {
    (hit.primary.span, &hit.rule, &hit.place.address)
}

fn finding(hit: Hit) -> Finding {
    Finding {
        rule: hit.rule,
        severity: hit.severity,
        confidence: hit.confidence,
        message: hit.message,
        primary: hit.primary,
        labels: hit.labels,
        is_shared: false,
        help: hit.help,
        fix: hit.fix,
        places: vec![hit.place],
    }
}

/// The rule, the case, and the remedy.
type Habit = (EcoString, usize, Option<String>);

fn merge_habits(found: Vec<(Habit, Finding)>, habits: &BTreeMap<Habit, usize>) -> Vec<Finding> {
    let mut first: BTreeMap<Habit, usize> = BTreeMap::new();
    let mut merged: Vec<Finding> = Vec::new();
    for (habit, finding) in found {
        match first.get(&habit) {
            Some(at) if habits[&habit] >= HABIT && merged[*at].severity == finding.severity => {
                join(&mut merged[*at], finding);
            }
            _ => {
                first.insert(habit, merged.len());
                merged.push(finding);
            }
        }
    }
    merged
}

/// The fixes go together where they are as safe as each other.
fn join(finding: &mut Finding, other: Finding) {
    // Nothing is mended where somebody said that it may stay.
    if finding.suppressed() {
        finding.fix.clone_from(&other.fix);
    }
    finding.places.extend(other.places);
    if let (Some(fix), Some(more)) = (&mut finding.fix, other.fix)
        && fix.caution == more.caution
    {
        fix.edits.extend(more.edits);
    }
}
