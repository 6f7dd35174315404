//! Words and numbers that all formats share.

use rust_decimal::Decimal;

use super::workload::{Fit, Name, Platform, Sure, Verdict};
use crate::cost::Range;
use crate::cost::break_even::per_second;
use crate::cost::words::grouped;

impl Platform {
    pub fn name(self) -> &'static str {
        match self {
            Platform::Functions => "functions",
            Platform::OnDemand => "containers on demand",
            Platform::Containers => "containers",
            Platform::Kubernetes => "kubernetes",
            Platform::Machines => "machines",
        }
    }

    /// With the product of the cloud that a type of resource is of.
    pub(super) fn on(self, kind: &str) -> String {
        let cloud = kind.split('_').next().unwrap_or_default();
        let product = match (self, cloud) {
            (Platform::Functions, "aws") => "Lambda",
            (Platform::Functions, "google") => "Cloud Run functions",
            (Platform::OnDemand, "google") => "Cloud Run",
            (Platform::Functions, "azurerm") => "Azure Functions",
            (Platform::OnDemand, "azurerm") => "Container Apps",
            (Platform::Containers, "aws") => "ECS on Fargate",
            (Platform::Kubernetes, "aws") => "EKS",
            (Platform::Kubernetes, "google") => "GKE",
            (Platform::Kubernetes, "azurerm") => "AKS",
            (Platform::Machines, "aws") => "EC2",
            _ => return self.name().to_owned(),
        };
        format!("{} ({product})", self.name())
    }
}

impl Verdict {
    pub const ALL: [Verdict; 3] = [Verdict::Elsewhere, Verdict::Undecided, Verdict::Stay];

    pub fn name(self) -> &'static str {
        match self {
            Verdict::Elsewhere => "elsewhere",
            Verdict::Undecided => "undecided",
            Verdict::Stay => "stay",
        }
    }
}

impl Sure {
    pub fn name(self) -> &'static str {
        match self {
            Sure::Low => "low",
            Sure::Medium => "medium",
            Sure::High => "high",
        }
    }
}

impl Name {
    pub fn name(self) -> &'static str {
        match self {
            Name::Traffic => "traffic",
            Name::Duration => "duration",
            Name::State => "state",
            Name::Latency => "latency",
            Name::Data => "data",
            Name::Team => "team",
        }
    }
}

impl Fit {
    pub fn name(self) -> &'static str {
        match self {
            Fit::Bound => "bound",
            Fit::Here => "here",
            Fit::Mend => "mend",
            Fit::Either => "either",
            Fit::Lean => "lean",
            Fit::Away(_) => "away",
            Fit::Unknown => "unknown",
        }
    }

    /// One letter in front of the answer.
    pub(super) fn mark(self) -> char {
        match self {
            Fit::Bound | Fit::Here => '+',
            Fit::Mend => '!',
            Fit::Either => ' ',
            Fit::Lean | Fit::Away(_) => '-',
            Fit::Unknown => '?',
        }
    }
}

/// `28.1M`: three digits are all that such a number is worth.
pub(super) fn short(amount: Decimal) -> String {
    let amount = amount.round_sf(3).unwrap_or(amount);
    for (name, digits) in [("bn", 9), ("M", 6), ("k", 3)] {
        let scale = Decimal::from(10_u64.pow(digits));
        if amount >= scale {
            return format!("{}{name}", (amount / scale).normalize());
        }
    }
    amount.round_dp(1).normalize().to_string()
}

/// `28.1M a month (10.7 a second)`
pub(super) fn traffic(requests: Decimal) -> String {
    let whole = u64::try_from(requests.round()).unwrap_or(u64::MAX);
    let rate = per_second(whole);
    let rate = match rate >= Decimal::new(1, 2) {
        true => grouped(rate.round_sf(2).unwrap_or(rate)),
        false => "less than 0.01".to_owned(),
    };
    format!("{} a month ({rate} a second)", short(requests))
}

/// The same of what is known at both ends only.
pub(super) fn calls(range: &Range) -> String {
    match short(range.low) == short(range.high) {
        true => traffic(range.typical),
        false => format!("{} to {} a month", short(range.low), short(range.high)),
    }
}

/// `50 to 1,000`
pub(super) fn span(range: &Range) -> String {
    match range.is_exact() {
        true => grouped(range.typical),
        false => format!("{} to {}", grouped(range.low), grouped(range.high)),
    }
}

/// `1 file`, `2 files`.
pub(super) fn count(n: usize, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}

/// The first two of several names.
pub(super) fn names(all: &[String]) -> String {
    match all {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    }
}

/// The directory of a root as people write it.
pub(super) fn directory(directory: &str) -> &str {
    if directory.is_empty() { "." } else { directory }
}
