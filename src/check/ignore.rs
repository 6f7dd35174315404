//! Suppressions put on what was found.

mod told;

use std::collections::BTreeSet;

use ecow::EcoString;

use super::Request;
use super::ask::Hit;
use crate::finding::{By, Finding, Place, Problem, Suppression, Undecided};
use crate::model::{File, MissingModule};
use crate::money::words;
use crate::pack::Rule;
use crate::source::{FileId, Lines, Sources, Span};
use crate::suppress::{Comments, Ignore, Known, Whereabouts};

/// What the comments of a project say.
pub(super) fn comments(
    files: &[File],
    sources: &Sources,
    problems: &[Problem],
    request: &Request<'_>,
) -> Comments {
    if !request.ignores {
        return Comments::default();
    }
    let broken: Vec<FileId> = problems.iter().filter_map(|it| Some(it.span?.file)).collect();
    let current = |name: &str| request.packs.current(name).map(EcoString::from);
    let known = Known { sources, settings: request.settings, current: &current, broken: &broken };
    Comments::read(files, &known)
}

/// What was asked in a run.
pub(super) struct Asked<'r> {
    pub(super) rules: &'r [Rule],
    /// The rules of which every case was asked; `None` for all.
    pub(super) whole: Option<BTreeSet<EcoString>>,
    /// Where rules could not decide.
    pub(super) doubts: &'r [&'r (EcoString, Whereabouts)],
    /// The calls of modules that are not there: nobody knows what is in them.
    pub(super) absent: &'r [&'r MissingModule],
    /// Something could not be read.
    pub(super) is_broken: bool,
}

impl Asked<'_> {
    /// Whether a rule would have found everything that it ever finds.
    fn is_whole(&self, name: &str) -> bool {
        let whole = self.whole.as_ref().is_none_or(|it| it.contains(name));
        let rule = self.rules.iter().find(|it| it.name == name);
        rule.is_some_and(|it| whole || it.cases.iter().all(|it| it.strict.is_none()))
    }
}

pub(super) struct Ignoring<'c> {
    comments: &'c Comments,
    request: &'c Request<'c>,
    today: &'c str,
    /// Comments that a rule spoke at, with the rule.
    used: BTreeSet<(Span, EcoString)>,
    /// Where the blocks of settings stand that something was found for.
    kept: BTreeSet<EcoString>,
    /// The entries of the baseline that still hold.
    seen: BTreeSet<String>,
    told: Vec<Finding>,
}

impl<'c> Ignoring<'c> {
    pub(super) fn new(comments: &'c Comments, request: &'c Request<'c>) -> Ignoring<'c> {
        let today = &request.terms.support.today;
        Ignoring {
            comments,
            request,
            today,
            used: BTreeSet::new(),
            kept: BTreeSet::new(),
            seen: BTreeSet::new(),
            told: Vec::new(),
        }
    }

    /// Marks a hit where somebody said that it may stay.
    pub(super) fn mark(&mut self, hit: &mut Hit, sources: &Sources) {
        if !self.request.ignores {
            return;
        }
        let about = self.comments.about(&hit.rule, &hit.at);
        self.used.extend(about.iter().map(|it| (it.span, hit.rule.clone())));
        let holds = about.into_iter().find(|it| !it.is_over(self.today));
        let by_comment = holds.map(|it| by_comment(it, sources));
        // Asked in any case: it is of use also where a comment says the same.
        let by_settings = self.by_settings(&hit.rule, &hit.place, hit.at.block.file, sources);
        hit.place.suppressed = by_comment.or(by_settings);
        self.by_baseline(hit);
        if hit.place.suppressed.is_some() {
            hit.fix = None;
        }
    }

    /// What was there before may stay, unless it got much dearer.
    fn by_baseline(&mut self, hit: &mut Hit) {
        let Some(baseline) = self.request.baseline else { return };
        let Some(entry) = baseline.get(&hit.place.fingerprint) else { return };
        self.seen.insert(entry.fingerprint.clone());
        if hit.place.suppressed.is_some() {
            return;
        }
        if let Some((before, now)) = baseline.dearer(entry, &hit.place) {
            let (before, now) = (words::dollars(before), words::dollars(now));
            let more = format!("; it was {before} a month in the baseline, and is {now}");
            hit.message.push_str(&more);
            hit.place.message.push_str(&more);
            return;
        }
        let reason = Some("in the baseline".to_owned());
        hit.place.suppressed =
            Some(Suppression { by: By::Baseline, reason, ..Suppression::default() });
    }

    /// What is in the baseline and was not found, though it would have been.
    pub(super) fn stale(
        &self,
        asked: &Asked<'_>,
        undecided: &[Undecided],
        roots: &BTreeSet<String>,
    ) -> BTreeSet<String> {
        let Some(baseline) = self.request.baseline else { return BTreeSet::new() };
        let is_part = self.request.within.is_some() || self.request.is_narrowed;
        if is_part || !self.request.ignores {
            return BTreeSet::new();
        }
        let packs = self.request.packs;
        let doubts: BTreeSet<(&str, &str)> =
            undecided.iter().map(|it| (&*it.rule, &*it.address)).collect();
        let missing = baseline.entries().filter(|it| !self.seen.contains(&it.fingerprint));
        let missing = missing.filter(|it| !doubts.contains(&(&*it.rule, &*it.address)));
        let is_in = |address: &str| asked.absent.iter().any(|it| address.starts_with(&*it.address));
        let missing = missing.filter(|it| !is_in(&it.address));
        let looked_at =
            missing.filter(|it| roots.contains(&it.root) || self.request.covers(&it.root));
        let stale = looked_at.filter(|it| match packs.current(&it.rule) {
            None => true,
            Some(_) if asked.rules.iter().any(|rule| rule.name == it.rule) => {
                asked.is_whole(&it.rule)
            }
            // A rule that is about nothing that there is.
            Some(rule) => packs.get(rule).is_some_and(|it| self.request.wants(&it)),
        });
        stale.map(|it| it.fingerprint.clone()).collect()
    }

    fn by_settings(
        &mut self,
        rule: &str,
        place: &Place,
        file: FileId,
        sources: &Sources,
    ) -> Option<Suppression> {
        let paths = [&*sources.get(place.span.file).path, &*sources.get(file).path];
        let ignored = self.request.settings.ignored(rule, &place.address, &paths);
        self.kept.extend(ignored.iter().map(|it| it.place.clone()));
        let it = ignored.into_iter().find(|it| !it.is_over(self.today))?;
        Some(Suppression {
            by: By::Settings,
            reason: Some(it.reason.to_string()),
            until: it.until.as_ref().map(ToString::to_string),
            place: Some(it.place.to_string()),
        })
    }
}

fn by_comment(it: &Ignore, sources: &Sources) -> Suppression {
    let source = sources.get(it.span.file);
    let line = Lines::new(&source.text).line(it.span.range().start) + 1;
    Suppression {
        by: By::Comment,
        reason: it.reason.clone(),
        until: it.until.as_ref().map(ToString::to_string),
        place: Some(format!("{}:{line}", source.path)),
    }
}
