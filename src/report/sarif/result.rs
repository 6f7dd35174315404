//! One place of a finding as a result: what is true of it, what else shows it, and what would mend it.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use super::place::Here;
use super::rule::Rules;
use super::{level, several_lines, words};
use crate::compare::State;
use crate::finding::{Edit, Finding, Fix, Label, Place, Suppression};
use crate::report::impact::{ImpactJson, sentence};
use crate::report::{count, plain};
use crate::source::{FileId, Span};

pub(super) fn of_finding<'a>(
    here: &'a Here<'_>,
    rules: &'a Rules<'_>,
    states: &'a BTreeMap<String, State>,
    finding: &'a Finding,
) -> impl Iterator<Item = Value> {
    (0..finding.places.len()).map(move |at| {
        let mut result = result(here, rules, finding, at);
        let place = &finding.places[at];
        // What is suppressed was so before, or is no news.
        let state = states.get(&place.fingerprint).map(|it| baseline_state(*it));
        if !states.is_empty() {
            result["baselineState"] = state.unwrap_or("unchanged").into();
        }
        result
    })
}

fn result(here: &Here<'_>, rules: &Rules<'_>, finding: &Finding, at: usize) -> Value {
    let place = &finding.places[at];
    let mut result = json!({
        "ruleId": finding.rule.as_str(),
        "ruleIndex": rules.index(&finding.rule),
        "level": level(finding.severity),
        "message": { "text": message(finding, at) },
        "locations": [location(here, finding, place)],
        "partialFingerprints": { "skint/v1": place.fingerprint },
        // Either all results say so or none: an empty list says that nobody suppressed it.
        "suppressions": place.suppressed.iter().map(suppression).collect::<Value>(),
        "properties": {
            "confidence": finding.confidence,
            "root": place.root,
            "impacts": place.impacts.iter().map(ImpactJson::new).collect::<Vec<_>>(),
        },
    });
    let related = related(here, finding, place);
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(fix) = finding.fix.as_ref().and_then(|fix| mended(here, finding, fix, at)) {
        result["fixes"] = json!([fix]);
    }
    result
}

/// As SARIF says it.
fn baseline_state(it: State) -> &'static str {
    match it {
        State::New | State::Unsure => "new",
        State::Worse => "updated",
        _ => "unchanged",
    }
}

/// What is true here with its dollars, and the help where it is of this place.
fn message(finding: &Finding, at: usize) -> String {
    let place = &finding.places[at];
    let mut text = words(&place.message);
    for impact in &place.impacts {
        let sentence = sentence(impact);
        let (first, rest) = sentence.split_at(sentence.chars().next().map_or(0, char::len_utf8));
        // Writing to a string cannot fail.
        let _ = write!(text, ". {}{}", first.to_uppercase(), words(rest));
    }
    if let Some(help) = finding.help.as_ref().filter(|_| at == 0) {
        let _ = write!(text, "\nhelp: {}", several_lines(help));
    }
    text
}

/// The finding was told of this place, and what it points at belongs to it.
fn is_told_at(finding: &Finding, place: &Place) -> bool {
    !finding.is_shared && place.span == finding.places[0].span
}

fn location(here: &Here<'_>, finding: &Finding, place: &Place) -> Value {
    let mut location = json!({
        "logicalLocations": [{
            "fullyQualifiedName": plain::line(&place.address),
            "kind": "resource",
        }],
    });
    if let Some(physical) = here.physical(place.span) {
        location["physicalLocation"] = physical;
    }
    let label = &finding.primary.message;
    if is_told_at(finding, place) && !label.is_empty() {
        location["message"] = json!({ "text": words(label) });
    }
    location
}

/// What is said of the calls of the modules that a place is in.
const CALLED: &str = "the module is called here";

/// What the place has in common with the others, or what else shows it, and the calls that lead to it.
fn related(here: &Here<'_>, finding: &Finding, place: &Place) -> Vec<Value> {
    let cause = Label { span: finding.primary.span, message: finding.message.clone() };
    let labels = match (finding.is_shared, is_told_at(finding, place)) {
        (true, _) => std::slice::from_ref(&cause),
        (_, true) => &finding.labels,
        _ => &[],
    };
    let is_told = |call: &&Span| **call == place.span || labels.iter().any(|it| it.span == **call);
    let calls = place.calls.iter().filter(|it| !is_told(it));
    let calls = calls.map(|it| (*it, CALLED)).filter(|_| !finding.is_shared);
    let labels = labels.iter().map(|it| (it.span, it.message.as_str()));
    let shown = labels.chain(calls).filter_map(|(span, it)| Some((here.physical(span)?, it)));
    let related = shown.zip(1..).map(|((physical, message), id)| {
        let mut related = json!({ "id": id, "physicalLocation": physical });
        if !message.is_empty() {
            related["message"] = json!({ "text": words(message) });
        }
        related
    });
    related.collect()
}

fn suppression(it: &Suppression) -> Value {
    match &it.reason {
        Some(reason) => json!({ "kind": "inSource", "justification": words(reason) }),
        None => json!({ "kind": "inSource" }),
    }
}

/// The part of a fix that is of this place. Where the parts cannot be told apart, the first place that counts has all of it.
fn mended(here: &Here<'_>, finding: &Finding, fix: &Fix, at: usize) -> Option<Value> {
    let place = &finding.places[at];
    let is_in = |edit: &Edit, it: &Place| {
        let (edit, it) = (edit.span, it.span);
        edit.file == it.file && it.start <= edit.start && edit.end <= it.end
    };
    let is_one = finding.places.iter().all(|it| it.span == place.span);
    let is_apart = fix.edits.iter().all(|edit| finding.places.iter().any(|it| is_in(edit, it)));
    let first = finding.places.iter().position(|it| it.suppressed.is_none());
    let (edits, mended): (Vec<&Edit>, _) = match (is_one, is_apart) {
        (true, _) => (fix.edits.iter().collect(), 1),
        (_, true) => (fix.edits.iter().filter(|it| is_in(it, place)).collect(), 1),
        _ if first == Some(at) => (fix.edits.iter().collect(), finding.places.len()),
        _ => return None,
    };
    (!edits.is_empty()).then(|| {
        json!({
            "description": { "text": description(fix, mended) },
            "artifactChanges": changes(here, &edits),
        })
    })
}

fn description(fix: &Fix, mended: usize) -> String {
    let caution = fix.caution.as_ref();
    let caution = caution.map(|it| format!("check first: {}: ", words(it))).unwrap_or_default();
    let places = match mended {
        1 => String::new(),
        n => format!(", in {}", count(n, "place")),
    };
    format!("{caution}{}{places}", words(&fix.title))
}

fn changes(here: &Here<'_>, edits: &[&Edit]) -> Vec<Value> {
    let mut files: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        files.entry(edit.span.file).or_default().push(edit);
    }
    let changes = files.into_values().map(|edits| {
        json!({
            "artifactLocation": here.artifact(here.places.path(edits[0].span)),
            "replacements": edits.iter().map(|it| replacement(here, it)).collect::<Value>(),
        })
    });
    changes.collect()
}

fn replacement(here: &Here<'_>, edit: &Edit) -> Value {
    let mut replacement = json!({ "deletedRegion": here.region(edit.span) });
    if !edit.text.is_empty() {
        replacement["insertedContent"] = json!({ "text": edit.text });
    }
    replacement
}
