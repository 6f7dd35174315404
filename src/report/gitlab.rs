//! The code quality report of GitLab: one entry for each place that counts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::escaped::{self, Stream};
use super::places::{self, Places, rooted};
use super::{View, plain};
use crate::check::Run;
use crate::finding::{Confidence, Finding, Place, Problem, Severity};

pub(super) fn write(mut out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
    let spans = run.at_least(view.min_severity).flat_map(places::of_finding);
    let spans = spans.chain(run.problems.iter().filter_map(|it| it.span));
    let places = Places::new(&run.sources, spans);

    let entries = Stream(|| {
        let mut fingerprints = Fingerprints::default();
        let mut problems = Fingerprints::default();
        let findings = run.at_least(view.min_severity).flat_map(|it| {
            let counting = it.places.iter().filter(|it| it.suppressed.is_none());
            counting.map(move |place| (it, place))
        });
        let (places, run) = (&places, run);
        let findings = findings
            .map(move |(it, place)| EntryJson::of_place(run, places, it, place, &mut fingerprints));
        let problems = run
            .problems
            .iter()
            .map(move |it| EntryJson::of_problem(run, places, it, &mut problems));
        problems.chain(findings)
    });
    entries.serialize(&mut escaped::serializer(&mut out))?;
    writeln!(out)
}

#[derive(Serialize)]
struct EntryJson<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: LocationJson,
}

#[derive(Serialize)]
struct LocationJson {
    path: String,
    lines: LinesJson,
}

#[derive(Serialize)]
struct LinesJson {
    begin: usize,
}

impl<'a> EntryJson<'a> {
    fn of_place(
        run: &Run,
        places: &Places<'_>,
        it: &'a Finding,
        place: &Place,
        fingerprints: &mut Fingerprints,
    ) -> EntryJson<'a> {
        let (message, address) = (plain::line(&place.message), plain::line(&place.address));
        EntryJson {
            description: format!("{message} ({address})"),
            check_name: &it.rule,
            fingerprint: fingerprints.of(&place.fingerprint),
            severity: severity(it),
            location: location(run, places.path(place.span), places.start(place.span).line),
        }
    }

    /// What was not read counts most: nothing is known about it.
    fn of_problem(
        run: &Run,
        places: &Places<'_>,
        it: &'a Problem,
        fingerprints: &mut Fingerprints,
    ) -> EntryJson<'a> {
        let path = rooted(run, &it.path);
        EntryJson {
            description: plain::line(&it.message).into_owned(),
            check_name: it.kind.name(),
            fingerprint: fingerprints.of(&format!("{}:{path}:{}", it.kind.name(), it.message)),
            severity: "blocker",
            location: location(run, &it.path, it.span.map_or(1, |span| places.start(span).line)),
        }
    }
}

/// GitLab takes no entry without a path.
fn location(run: &Run, path: &str, begin: usize) -> LocationJson {
    let path = rooted(run, path);
    let path = if path.is_empty() { ".".to_owned() } else { path };
    LocationJson { path, lines: LinesJson { begin } }
}

/// Five words for what is told by two here: how bad, and how sure.
fn severity(it: &Finding) -> &'static str {
    match (it.severity, it.confidence) {
        (Severity::Error, _) => "critical",
        (Severity::Warning, Confidence::High) => "major",
        (Severity::Warning, _) => "minor",
        (Severity::Note, _) => "info",
    }
}

/// No two entries may have the same one.
#[derive(Default)]
struct Fingerprints {
    seen: BTreeMap<String, usize>,
}

impl Fingerprints {
    fn of(&mut self, text: &str) -> String {
        let n = self.seen.entry(text.to_owned()).or_default();
        *n += 1;
        let nth = if *n == 1 { String::new() } else { format!("#{n}") };
        let bytes = Sha256::digest(format!("skint/v1:{text}{nth}"));
        let mut digits = String::with_capacity(64);
        for byte in bytes {
            // Writing to a string cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}
