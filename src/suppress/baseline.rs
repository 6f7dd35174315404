//! The baseline: what was there when somebody began to look. Each entry is a place by its fingerprint, which stays
//! when lines move.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use ecow::EcoString;
use miette::Diagnostic;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{EXPIRED, MALFORMED, UNUSED};
use crate::decode::harmless;
use crate::finding::{Finding, ImpactKind, Per, Place};

/// The name of the file, at the root of a repository.
pub const BASELINE: &str = ".skint-baseline.json";

const VERSION: u64 = 1;
/// More than anybody's repository has; larger files are not read.
const MAX_BYTES: usize = 64 << 20;

/// Why a baseline cannot be used.
#[derive(Debug, Error, Diagnostic)]
#[error("the baseline {path} is not usable: {reason}")]
#[diagnostic(help("`skint baseline --force` writes it anew, `--no-baseline` does without it"))]
pub struct BaselineError {
    path: String,
    reason: String,
}

#[derive(Debug, Default)]
pub struct Baseline {
    /// By the fingerprints that they have today.
    entries: BTreeMap<String, Entry>,
    /// Whatever its entries are worth today is right.
    accepts: bool,
}

/// A place as it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub fingerprint: String,
    pub rule: String,
    pub address: String,
    pub root: String,
    pub message: String,
    /// Typical dollars a month, where they were known.
    pub monthly: Option<String>,
}

#[derive(Deserialize)]
struct Whole {
    version: u64,
    findings: Vec<Entry>,
}

impl Entry {
    pub fn of(finding: &Finding, place: &Place) -> Entry {
        let exact = |it: Decimal| it.round_dp(2).normalize().to_string();
        Entry {
            fingerprint: place.fingerprint.clone(),
            rule: finding.rule.to_string(),
            address: place.address.clone(),
            root: place.root.clone(),
            message: place.message.clone(),
            monthly: monthly(place).map(exact),
        }
    }

    /// What it was worth, and what a place is worth today, where that is much more.
    fn dearer(&self, place: &Place) -> Option<(Decimal, Decimal)> {
        much_more(self.monthly.as_deref()?.parse().ok()?, monthly(place)?)
    }
}

/// What a place was worth and is worth, where that is much more.
pub fn dearer(before: &Place, now: &Place) -> Option<(Decimal, Decimal)> {
    much_more(monthly(before)?, monthly(now)?)
}

/// 25 % and a dollar.
fn much_more(before: Decimal, now: Decimal) -> Option<(Decimal, Decimal)> {
    let slack = Decimal::ONE.max(before.checked_div(Decimal::from(4))?);
    (now.checked_sub(before)? > slack).then_some((before, now))
}

/// What a place typically means in dollars a month; what a fix would cost is not part of it.
fn monthly(place: &Place) -> Option<Decimal> {
    let impacts = place.impacts.iter();
    let counts = impacts.filter(|it| it.per == Per::Month && it.kind != ImpactKind::Costs);
    let known: Vec<Decimal> =
        counts.filter_map(|it| Some(it.amount.as_ref().ok()?.typical)).collect();
    (!known.is_empty()).then(|| known.into_iter().sum())
}

impl Baseline {
    /// `current`: the name that a rule has today.
    pub fn read(
        path: &str,
        text: &str,
        current: &dyn Fn(&str) -> Option<EcoString>,
    ) -> Result<Baseline, BaselineError> {
        let refused = |reason: String| BaselineError {
            path: harmless::line(path),
            reason: harmless::line(&reason),
        };
        if text.len() > MAX_BYTES {
            return Err(refused("it is larger than 64 MiB".to_owned()));
        }
        let whole: Whole = serde_json::from_str(text).map_err(|it| refused(it.to_string()))?;
        if whole.version != VERSION {
            let version = whole.version;
            return Err(refused(format!(
                "it is of version {version}, and this skint writes {VERSION}"
            )));
        }
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut entries = BTreeMap::new();
        for mut entry in whole.findings {
            if entry.monthly.as_deref().is_some_and(|it| it.parse::<Decimal>().is_err()) {
                return Err(refused(format!("the dollars of {} are no number", entry.fingerprint)));
            }
            let Some(rest) = entry.fingerprint.strip_prefix(&entry.rule) else {
                let entry = entry.fingerprint;
                return Err(refused(format!("the fingerprint {entry} is not of its rule")));
            };
            let name = names.entry(entry.rule.clone()).or_insert_with(|| {
                current(&entry.rule).map_or_else(|| entry.rule.clone(), |it| it.to_string())
            });
            entry.fingerprint = format!("{name}{rest}");
            entry.rule.clone_from(name);
            entries.insert(entry.fingerprint.clone(), entry);
        }
        Ok(Baseline { entries, accepts: false })
    }

    /// What is there today, as a new baseline; nothing of what is said of suppressions themselves.
    pub fn of(findings: &[Finding]) -> Baseline {
        let mut baseline = Baseline::default();
        // What is wrong with a suppression is mended by whoever writes one.
        let is_lasting = |it: &&Finding| ![EXPIRED, MALFORMED, UNUSED].contains(&it.rule.as_str());
        for finding in findings.iter().filter(is_lasting) {
            for place in finding.places.iter().filter(|it| it.suppressed.is_none()) {
                baseline.insert(Entry::of(finding, place));
            }
        }
        baseline
    }

    /// Of two with one fingerprint the dearer one stays.
    fn insert(&mut self, entry: Entry) {
        let worth = |it: &Entry| it.monthly.as_deref().and_then(|it| it.parse::<Decimal>().ok());
        match self.entries.get(&entry.fingerprint) {
            Some(other) if worth(other) >= worth(&entry) => {}
            _ => drop(self.entries.insert(entry.fingerprint.clone(), entry)),
        }
    }

    /// The same entries as they are `now`, without those that no longer hold. Nothing is added.
    #[must_use]
    pub fn updated(&self, now: &Baseline, stale: &BTreeSet<String>) -> Baseline {
        let kept = self.entries.iter().filter(|(fingerprint, _)| !stale.contains(*fingerprint));
        let as_now = |(fingerprint, entry): (&String, &Entry)| {
            (fingerprint.clone(), now.entries.get(fingerprint).unwrap_or(entry).clone())
        };
        Baseline { entries: kept.map(as_now).collect(), accepts: false }
    }

    /// The same, whatever its entries are worth today.
    #[must_use]
    pub fn accepting(self) -> Baseline {
        Baseline { accepts: true, ..self }
    }

    /// What an entry was worth, and what its place is worth today, where that is too much more.
    pub fn dearer(&self, entry: &Entry, place: &Place) -> Option<(Decimal, Decimal)> {
        entry.dearer(place).filter(|_| !self.accepts)
    }

    pub fn get(&self, fingerprint: &str) -> Option<&Entry> {
        self.entries.get(fingerprint)
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// An entry a line, so that a change can be read.
    pub fn write(&self) -> String {
        let mut out = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
        for (at, entry) in self.entries.values().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let line = serde_json::to_string(entry).expect("plain text is JSON");
            let _ = write!(out, "{comma}\n    {line}");
        }
        let end = if self.is_empty() { "" } else { "\n  " };
        let _ = writeln!(out, "{end}]\n}}");
        out
    }
}
