//! SARIF 2.1.0, for code scanning: one run, and one result for each place, so that each is followed and answered for
//! alone. What could not be read is a notification of the invocation.

mod place;
mod result;
mod rule;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use self::place::Here;
use self::rule::Rules;
use super::escaped::{self, Stream};
use super::places::{self, Places};
use super::{View, plain};
use crate::check::Run;
use crate::compare::State;
use crate::finding::{Problem, Severity};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn write(out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
    compared(out, run, &BTreeMap::new(), view)
}

/// The same, with what became of each place, by fingerprint.
pub(super) fn compared(
    mut out: &mut dyn Write,
    run: &Run,
    states: &BTreeMap<String, State>,
    view: &View,
) -> io::Result<()> {
    let findings = || run.findings.iter().filter(|it| it.severity >= view.min_severity);
    let spans = findings().flat_map(places::of_finding);
    let spans = spans.chain(run.problems.iter().filter_map(|it| it.span));
    let here = Here { run, places: Places::new(&run.sources, spans) };
    let rules = Rules::new(run, findings());

    let results =
        Stream(|| findings().flat_map(|it| result::of_finding(&here, &rules, states, it)));
    let sarif_run = RunJson {
        tool: json!({ "driver": driver(&rules, view) }),
        invocations: [invocation(&here)],
        column_kind: "utf16CodeUnits",
        results,
        properties: json!({ "undecided": run.undecided.len() }),
    };
    let log = LogJson { schema: SCHEMA, version: "2.1.0", runs: [sarif_run] };
    log.serialize(&mut escaped::serializer(&mut out))?;
    writeln!(out)
}

#[derive(Serialize)]
struct LogJson<R: Serialize> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunJson<R>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunJson<R: Serialize> {
    tool: Value,
    invocations: [Value; 1],
    column_kind: &'static str,
    results: R,
    properties: Value,
}

fn driver(rules: &Rules<'_>, view: &View) -> Value {
    json!({
        "name": "skint",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules.descriptors(view),
    })
}

fn invocation(here: &Here<'_>) -> Value {
    let problems = &here.run.problems;
    json!({
        "executionSuccessful": problems.is_empty(),
        "toolExecutionNotifications":
            problems.iter().map(|it| notification(here, it)).collect::<Value>(),
    })
}

fn notification(here: &Here<'_>, it: &Problem) -> Value {
    let help = it.help.as_ref().map(|help| format!("\nhelp: {}", several_lines(help)));
    let text = words(&it.message) + &help.unwrap_or_default();
    let mut notification = json!({
        "descriptor": { "id": it.kind.name() },
        "level": "error",
        "message": { "text": text },
    });
    let place = match it.span {
        Some(span) => here.physical(span),
        None if it.path.is_empty() => return notification,
        None => Some(json!({ "artifactLocation": here.artifact(&it.path) })),
    };
    if let Some(place) = place {
        notification["locations"] = json!([{ "physicalLocation": place }]);
    }
    notification
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

/// Text of a message, in which nothing is a link to somewhere.
fn words(text: &str) -> String {
    unlinked(&plain::line(text))
}

fn several_lines(text: &str) -> String {
    unlinked(&plain::lines(text))
}

fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}
