//! Sentences that the screen and the page have in common. What strangers wrote is in them as it is: whoever shows them
//! makes it harmless.

use super::here::Here;
use super::rules::OfRule;
use super::{Audit, View, count};
use crate::cost::NO_PROFILE;
use crate::cost::words::{dollars, grouped};
use crate::finding::{Impact, ImpactKind, Per, Severity};
use crate::report::{impact, shown};
use crate::source::Places;
use crate::tally::amount::{headline, percent_of};
use crate::tally::{Status, keys, others};

/// Names of a list that are told.
const NAMES: usize = 5;

/// `12 files, 3 modules, 1 configuration, 40 resources`
pub(super) fn looked_at(audit: &Audit, here: &Here) -> String {
    let summary = audit.run.summary;
    let absent = match here.absent {
        0 => String::new(),
        n => format!(", and {} not on disk", count(n, "module")),
    };
    let parts = [
        count(summary.files, "file"),
        count(summary.modules, "module"),
        count(audit.configurations, "configuration"),
        count(here.resources, "resource"),
    ];
    format!("{}{absent}", parts.join(", "))
}

/// Clouds, regions, what works and keeps, and services: a line each.
pub(super) fn inventory(here: &Here) -> Vec<String> {
    let clouds = here.clouds.iter().map(|(name, n)| (name.clone(), *n));
    let regions = here.regions.iter().map(|it| (it.region.clone(), it.n));
    let assumed: usize = here.regions.iter().map(|it| it.assumed).sum();
    let assumed = match assumed {
        0 => String::new(),
        n => format!("; {} are assumed: `--region`", grouped(n.into())),
    };
    let regions = listed("billed in", regions) + &assumed;
    let services = here.services.iter().map(|(name, n)| (name.clone(), *n));
    let things: Vec<String> = here.things.iter().map(|(noun, n)| plural(*n, noun)).collect();
    let lines = [things.join(", "), listed("of", clouds), regions, listed("most of", services)];
    lines.into_iter().filter(|it| !it.is_empty()).collect()
}

/// `3 ways in`, `2 machines or groups`
fn plural(n: usize, noun: &str) -> String {
    let words = match (n, noun) {
        (1, _) => noun.to_owned(),
        (_, "machine or group") => "machines or groups".to_owned(),
        (_, "database or cache") => "databases or caches".to_owned(),
        (_, "bucket or file system") => "buckets or file systems".to_owned(),
        (_, "queue, topic or stream") => "queues, topics or streams".to_owned(),
        (_, "way in") => "ways in".to_owned(),
        _ => format!("{noun}s"),
    };
    format!("{} {words}", grouped(n.into()))
}

/// `of AWS 12, Azure 3 and 2 more`
fn listed(head: &str, all: impl Iterator<Item = (String, usize)>) -> String {
    let all: Vec<(String, usize)> = all.collect();
    if all.is_empty() {
        return String::new();
    }
    let names = all.iter().take(NAMES).map(|(name, n)| format!("{name} {}", grouped((*n).into())));
    let more = match all.len().saturating_sub(NAMES) {
        0 => String::new(),
        n => format!(" and {} more", grouped(n.into())),
    };
    format!("{head} {}{more}", names.collect::<Vec<_>>().join(", "))
}

/// Which traffic it is, and who says so.
pub(super) fn traffic(audit: &Audit) -> String {
    let traffic = &audit.traffic;
    let per_day = traffic.per_day.as_ref().map(|it| format!(": {it} requests a day"));
    let each = if audit.configurations > 1 { " into each configuration" } else { "" };
    let per_day = per_day.map(|it| it + each).unwrap_or_default();
    match (traffic.profile == NO_PROFILE, traffic.is_said) {
        (true, _) => "no traffic is assumed: usage is what a usage file declares".to_owned(),
        (false, true) => format!("{} traffic, as it was said{per_day}", traffic.profile),
        (false, false) => {
            format!("{} traffic is assumed{per_day}; `--traffic` says another", traffic.profile)
        }
    }
}

/// How much of what is spent can be attributed.
pub(super) fn attributable(audit: &Audit) -> String {
    headline(&audit.coverage, &audit.coverage.split())
}

/// Each part in dollars and resources, and by whose policy.
pub(super) fn parts(audit: &Audit) -> Vec<String> {
    let split = audit.coverage.split();
    let total = split.total().dollars();
    let parts = Status::ALL.into_iter().filter_map(|status| {
        let part = split.of(status);
        let is_there = part.resources + part.modules > 0 || status == Status::Attributable;
        let share = percent_of(part.dollars(), total);
        let share = if share.is_empty() { share } else { format!(" ({share})") };
        let absent = match part.modules {
            0 => String::new(),
            n => format!(", {} not on disk", count(n, "module")),
        };
        let of = format!("{}{absent}", count(part.resources, "resource"));
        let amount = dollars(part.dollars());
        is_there.then(|| format!("{}: {amount}{share}, {of}", status.words()))
    });
    parts.chain(policy(audit)).collect()
}

/// By which keys it is judged, and who asks for them.
pub(super) fn policy(audit: &Audit) -> Option<String> {
    let keys = keys(&audit.coverage);
    let required: Vec<&str> =
        keys.iter().filter(|it| it.is_required).map(|it| it.name.as_str()).collect();
    let policies = &audit.coverage.policies;
    let places = policies.iter().filter(|it| !it.place.is_empty());
    let places: Vec<&str> = places.map(|it| it.place.as_str()).collect();
    let by = match places.as_slice() {
        [] => {
            let others = others(&audit.coverage).map(|it| format!("; what is written: {it}"));
            format!("the usual policy (nobody wrote one){}", others.unwrap_or_default())
        }
        all => all.join(", "),
    };
    (!required.is_empty()).then(|| format!("asked for: {}, by {by}", required.join(", ")))
}

/// `41 findings: 2 errors, 39 notes; $3.00 a month could be saved`
pub(super) fn found(audit: &Audit, view: &View) -> String {
    let n = audit.run.at_least(view.min_severity).count();
    let suppressed = audit.run.findings.iter().filter(|it| it.suppressed()).count();
    let suppressed = match suppressed {
        0 => String::new(),
        n => format!(" ({} suppressed)", grouped(n.into())),
    };
    if n == 0 {
        return format!("no findings{suppressed}");
    }
    let of = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|it| (it, severity(audit, view, it)));
    let of = of.iter().filter(|(_, n)| *n > 0).map(|(it, n)| count(*n, it.name()));
    let saved = impact::saved(&audit.run, view.min_severity);
    let saved = saved.map(|it| format!("; {it}")).unwrap_or_default();
    let of = of.collect::<Vec<_>>().join(", ");
    format!("{}{suppressed}: {of}{saved}", count(n, "finding"))
}

/// `wastes $3.00 a month`: what is typical, for a line of many.
pub(super) fn short(it: &Impact) -> String {
    let verb = match it.kind {
        ImpactKind::Wastes => "wastes",
        ImpactKind::Exposes => "exposes up to",
        ImpactKind::Costs => "the fix costs",
        ImpactKind::Unattributed => "leaves unexplained",
    };
    let Ok(amount) = &it.amount else { return String::new() };
    let is_most = it.kind == ImpactKind::Exposes;
    let least = if it.unpriced > 0 && !is_most { "at least " } else { "" };
    let amount = dollars(if is_most { amount.high } else { amount.typical });
    let per = if it.per == Per::Hour { "an hour" } else { "a month" };
    format!("{verb} {least}{amount} {per}")
}

/// How many findings are of a severity.
pub(super) fn severity(audit: &Audit, view: &View, severity: Severity) -> usize {
    audit.run.at_least(view.min_severity).filter(|it| it.severity == severity).count()
}

/// Where the worst of a rule's findings is: `main.tf:3`.
pub(super) fn place(of: &OfRule<'_>, places: &mut Places<'_>) -> Option<String> {
    let (path, line) = places.of(shown(of.findings.first()?).span)?;
    Some(format!("{path}:{line}"))
}

/// The end of a text that is too long: files differ there.
pub(super) fn tail(text: &str, width: usize) -> String {
    let n = text.chars().count();
    match n > width && width > 1 {
        true => format!("…{}", text.chars().skip(n - width + 1).collect::<String>()),
        false => text.to_owned(),
    }
}
