//! What is said of traffic: how much arrives, and where. What becomes of it is `flow`'s business.

use ecow::EcoString;
use rust_decimal::Decimal;

use super::Range;
use super::bill::Estimate;
use super::usage_file::{self, Amount, UsageFile};

/// Bands of traffic, as the documents that skint stems from draw them: requests a day.
pub const PROFILES: &[(&str, u64)] = &[
    ("hobby", 1_000),
    ("startup", 100_000),
    ("growth", 1_000_000),
    ("scale", 10_000_000),
    ("enterprise", 100_000_000),
];

/// The profile that is taken where nobody says one.
pub const DEFAULT_PROFILE: &str = "startup";

/// The names that traffic may be given by.
pub fn profiles() -> Vec<&'static str> {
    PROFILES.iter().map(|(name, _)| *name).chain([NO_PROFILE]).collect()
}

/// The word for traffic of which nothing is known but what is declared.
pub const NO_PROFILE: &str = "none";

#[derive(Debug)]
pub struct Traffic {
    /// The name of a profile, or `none`.
    pub profile: String,
    /// Whether somebody chose the profile.
    pub is_said: bool,
    /// Of all entry points of a configuration together. `None`: what is not declared is not known.
    pub per_day: Option<Decimal>,
    /// What is said of single entry points: the address, requests a month, and who says it.
    pub entries: Vec<Entry>,
    pub usage: Option<UsageFile>,
}

/// Traffic that somebody declared.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    pub address: String,
    pub per_month: Range,
    pub origin: String,
}

impl Traffic {
    /// `None`: there is no such profile.
    pub fn profile(name: &str) -> Option<Traffic> {
        let per_day = match PROFILES.iter().find(|(it, _)| *it == name) {
            Some((_, per_day)) => Some(Decimal::from(*per_day)),
            None if name == NO_PROFILE => None,
            None => return None,
        };
        let (entries, usage) = (Vec::new(), None);
        Some(Traffic { profile: name.to_owned(), is_said: false, per_day, entries, usage })
    }

    /// What is taken where nobody says anything.
    pub fn usual() -> Traffic {
        Traffic::profile(DEFAULT_PROFILE).expect("the usual profile is one of them")
    }

    /// What the usage file says of a resource, with the line of each.
    pub(super) fn declared(&self, address: &str, kind: &str) -> Vec<(EcoString, Range, usize)> {
        let Some(usage) = &self.usage else { return Vec::new() };
        let said = usage.of(address, kind).into_iter();
        let amounts = said.filter_map(|(key, entry)| match entry.value {
            Amount::Number { low, typical, high } => {
                Some((key.into(), Range { low, typical, high }, entry.line))
            }
            _ => None,
        });
        amounts.collect()
    }

    /// What is declared and means nothing here.
    pub(super) fn warnings(&self, estimate: &Estimate) -> Vec<String> {
        let mut warnings = Vec::new();
        for entry in &self.entries {
            if !estimate.bills().any(|it| it.address == entry.address) {
                let (address, origin) = (&entry.address, &entry.origin);
                warnings.push(format!("{origin}: there is no {address} here"));
            }
        }
        if let Some(usage) = &self.usage {
            let keys: Vec<Vec<&str>> = estimate
                .bills()
                .map(|it| it.usage.iter().map(|it| it.name.as_str()).collect())
                .collect();
            let used: Vec<usage_file::Used<'_>> = estimate
                .bills()
                .zip(&keys)
                .map(|(it, keys)| usage_file::Used { address: &it.address, kind: &it.kind, keys })
                .collect();
            let path = usage.path();
            warnings.extend(usage.unmatched(&used).into_iter().map(|it| {
                let help = it.help.map(|it| format!(" ({it})")).unwrap_or_default();
                format!("{path}:{}:{}: {}{help}", it.line, it.column, it.message)
            }));
        }
        warnings
    }
}
