//! SHELL: of which findings the fixes are made, and why not of the others.

use std::collections::{BTreeMap, BTreeSet};

use skint::check::Run;
use skint::finding::{Edit, Finding, Fix, Fixed, Place, Severity};
use skint::fix;
use skint::source::{Places, Span};

use super::files::{Closed, Files, Texts};

/// A fix that may be made.
pub(super) struct Offer {
    pub(super) fixed: Fixed,
    pub(super) fix: Fix,
}

/// A fix that is not made, and why.
#[derive(Clone, Debug)]
pub(super) struct Left {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) rule: String,
    pub(super) why: String,
    /// The file that cannot be written, and why.
    pub(super) unwritable: Option<(String, String)>,
}

impl Left {
    pub(super) fn new(fixed: &Fixed, why: impl Into<String>) -> Left {
        Left {
            path: fixed.path.clone(),
            line: fixed.line,
            rule: fixed.rule.to_string(),
            why: why.into(),
            unwritable: None,
        }
    }
}

/// What tells a fix from others in all rounds.
pub(super) type Key = (String, String, String);

pub(super) fn key(fixed: &Fixed) -> Key {
    (fixed.rule.to_string(), fixed.fingerprint.clone(), fixed.title.clone())
}

/// The fixes of a run that are wanted: those that may be made, and those that may not.
pub(super) fn offers(
    run: &Run,
    is_unsafe: bool,
    min_severity: Severity,
    refused: &BTreeMap<Key, String>,
    files: &mut Files<'_>,
) -> (Vec<Offer>, Vec<Left>) {
    let (mut offers, mut left) = (Vec::new(), Vec::new());
    let mut places = Places::new(&run.sources);
    for finding in run.at_least(min_severity) {
        let Some(fix) = finding.fix.as_ref().filter(|it| is_unsafe || it.caution.is_none()) else {
            continue;
        };
        let is_there = |it: &Edit| run.sources.text(it.span) == it.text;
        let is_known = fix.edits.iter().all(|it| run.sources.holds(it.span.file));
        if is_known && fix.edits.iter().all(is_there) {
            continue;
        }
        let Some(mut fixed) = fixed(finding, fix, &mut places) else { continue };
        if let Some(why) = refused.get(&key(&fixed)) {
            left.push(Left::new(&fixed, why));
        } else if is_partly_suppressed(finding) {
            left.push(Left::new(&fixed, "it would change what is suppressed too"));
        } else if !is_known || !fix::is_sound(fix) {
            left.push(Left::new(&fixed, "its edits contradict each other"));
        } else {
            match files.admit(fix, &run.sources) {
                Ok(fix) => {
                    let paths = fix.edits.iter().map(|it| &run.sources.get(it.span.file).path);
                    let paths: BTreeSet<&String> = paths.collect();
                    fixed.files = paths.into_iter().cloned().collect();
                    offers.push(Offer { fixed, fix });
                }
                Err((file, closed)) => {
                    let path = run.sources.get(file).path.clone();
                    left.push(stopped(&fixed, path, closed));
                }
            }
        }
    }
    (offers, left)
}

fn stopped(fixed: &Fixed, path: String, closed: Closed) -> Left {
    match closed {
        Closed::Left(why) => Left::new(fixed, format!("{path} {why}")),
        Closed::Unwritable(why) => {
            let left = Left::new(fixed, format!("{path} {why}"));
            Left { unwritable: Some((path, why)), ..left }
        }
    }
}

/// How a finding is told once it is mended.
fn fixed(finding: &Finding, fix: &Fix, places: &mut Places<'_>) -> Option<Fixed> {
    let place = counting(finding).next()?;
    let is_first = finding.places.first().is_some_and(|it| std::ptr::eq(it, place));
    let span: Span = if is_first || finding.is_shared { finding.primary.span } else { place.span };
    let (path, line) = places.of(span)?;
    Some(Fixed {
        rule: finding.rule.clone(),
        address: place.address.clone(),
        fingerprint: place.fingerprint.clone(),
        path: path.to_owned(),
        line,
        title: fix.title.clone(),
        caution: fix.caution.clone(),
        files: Vec::new(),
    })
}

fn counting(finding: &Finding) -> impl Iterator<Item = &Place> {
    finding.places.iter().filter(|it| it.suppressed.is_none())
}

/// One text makes several instances, and some of them may stay as they are.
fn is_partly_suppressed(finding: &Finding) -> bool {
    let counting: BTreeSet<Span> = counting(finding).map(|it| it.span).collect();
    let mut suppressed = finding.places.iter().filter(|it| it.suppressed.is_some());
    suppressed.any(|it| counting.contains(&it.span))
}

/// Those of the chosen fixes that leave every file Terraform, and those that do not.
pub(super) fn harmless(
    offers: &[Offer],
    chosen: &[usize],
    run: &Run,
    files: &Files<'_>,
) -> (Vec<usize>, Vec<usize>, Texts) {
    let texts = |chosen: &[usize]| {
        let fixes: Vec<&Fix> = chosen.iter().map(|it| &offers[*it].fix).collect();
        Files::changed(&fixes, &run.sources)
    };
    let all = texts(chosen);
    let broken: BTreeSet<_> = files.broken(&all).into_iter().collect();
    if broken.is_empty() {
        return (chosen.to_vec(), Vec::new(), all);
    }
    let touches =
        |it: &usize| offers[*it].fix.edits.iter().any(|edit| broken.contains(&edit.span.file));
    let (suspects, mut kept): (Vec<usize>, Vec<usize>) = chosen.iter().partition(|it| touches(it));
    let mut refused = Vec::new();
    // One by one, to lose as few as possible.
    for it in suspects {
        let with: Vec<usize> = kept.iter().copied().filter(touches).chain([it]).collect();
        match files.broken(&texts(&with)).is_empty() {
            true => kept.push(it),
            false => refused.push(it),
        }
    }
    kept.sort_unstable();
    let all = texts(&kept);
    (kept, refused, all)
}
