//! The table of outcomes in the guide, walked: every combination stands in one row, and each does what its row says.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::api::{Api, State};
use super::change::{BASE, merged, pull_request, sized};
use super::job::Job;
use super::{annotations, is_ready};
use crate::diff::repository::Repository;

const EVENTS: &[&str] = &["push", "pull_request"];
const TOKENS: &[&str] = &["writes", "reads", "none"];
const CHANGES: &[&str] = &[
    "nothing",
    "little dearer",
    "much dearer",
    "much cheaper",
    "new finding",
    "fixed finding",
    "unreadable file",
    "wrong setting",
];
const WHENS: &[&str] = &["on-change", "always", "never"];
const THERE: &[&str] = &["no", "older", "same"];
const COLUMNS: [&[&str]; 5] = [EVENTS, TOKENS, CHANGES, WHENS, THERE];
const MARKER: &str = "<!-- skint: skint -->";

/// What one cell stands for.
fn meant(cell: &str, known: &[&'static str]) -> Vec<&'static str> {
    if cell == "any" {
        return known.to_vec();
    }
    let one = |name: &str| {
        let found = known.iter().find(|it| **it == name);
        *found.unwrap_or_else(|| panic!("`{name}` is none of {known:?}"))
    };
    cell.split(", ").map(one).collect()
}

/// Each combination and the four cells of its outcome.
fn table() -> BTreeMap<Vec<&'static str>, Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci-github.md");
    let text = fs::read_to_string(path).unwrap();
    let rows = text.split_once("| event | token |").unwrap().1.lines().skip(2);
    let mut table = BTreeMap::new();
    for row in rows.take_while(|it| it.starts_with('|')) {
        let cells: Vec<String> =
            row.trim_matches('|').split('|').map(|it| it.trim().replace('`', "")).collect();
        assert_eq!(cells.len(), 9, "{row}");
        let mut all: Vec<Vec<&str>> = vec![Vec::new()];
        for (cell, known) in cells.iter().zip(COLUMNS) {
            let more = |it: Vec<&'static str>| {
                let each = meant(cell, known).into_iter();
                each.map(|value| [&it[..], &[value]].concat()).collect::<Vec<_>>()
            };
            all = all.into_iter().flat_map(more).collect();
        }
        for combination in all {
            let twice = table.insert(combination.clone(), cells[5..].to_vec());
            assert!(twice.is_none(), "{combination:?} stands in two rows");
        }
    }
    let all: usize = COLUMNS.iter().map(|it| it.len()).product();
    assert_eq!(table.len(), all, "some combinations are in no row");
    table
}

fn repository(change: &str) -> Option<(Repository, Value)> {
    let (same, little, much, less) = (BASE.to_owned(), sized(120), sized(600), sized(1));
    let text = match change {
        "little dearer" => little,
        "much dearer" => much,
        "much cheaper" => return merged(&[("main.tf", &much)], &[("main.tf", &less)]),
        "new finding" => same.replace("= 30", "= 0"),
        "fixed finding" => {
            return merged(&[("main.tf", &same.replace("= 30", "= 0"))], &[("main.tf", BASE)]);
        }
        "unreadable file" => same + "resource {{\n",
        "wrong setting" => {
            return merged(&[("main.tf", BASE)], &[(".skint.hcl", "fail_on = 1 2\n")]);
        }
        _ => same,
    };
    merged(&[("main.tf", BASE)], &[("main.tf", &text)])
}

/// A job up to its comment.
fn told(event: &str, at: &Repository, payload: &Value, url: &str) -> Job {
    let mut job = pull_request(at, payload, url);
    job = job.with(&[("fail-on", "note"), ("comment-min-usd", "10")]);
    if event == "push" {
        job.github.insert("event_name", "push".to_owned());
        job.event = Value::Null;
    }
    job.steps(0, job.at("Comment"));
    job
}

/// The last steps, and what came of all of them.
fn ended(api: &Api, mut job: Job, combination: &[&str], text: &str) -> Vec<String> {
    let own = format!("{MARKER}\n{text}");
    let there = match combination[4] {
        "older" => Some(format!("{MARKER}\nolder")),
        "same" => Some(own.clone()),
        _ => None,
    };
    let mut state = State::default().has("somebody", "User", "a comment");
    if let Some(body) = &there {
        state = state.has("github-actions[bot]", "Bot", body);
    }
    state.refuses = (combination[1] == "reads").then_some(403);
    *api.state() = state;
    let token = if combination[1] == "none" { "" } else { "secret" };
    job = job.with(&[("token", token), ("comment", combination[3])]);
    job.steps(job.at("Comment"), usize::MAX);

    let yes = |it: bool| if it { "yes" } else { "no" }.to_owned();
    let comment = job.output("comment");
    let state = api.state();
    match comment.as_str() {
        "created" | "updated" => assert_eq!(state.body(1), own),
        _ => assert_eq!(state.comments.get(1).map(|_| state.body(1)), there.as_deref()),
    }
    let summary = yes(!job.summary.is_empty());
    assert_eq!(job.output("exit-code"), job.code.to_string());
    vec![job.code.to_string(), yes(!annotations(&job).is_empty()), summary, comment]
}

#[test]
fn every_combination_of_dollars_ends_as_the_guide_says() {
    walk(&CHANGES[..4]);
}

#[test]
fn every_combination_of_findings_ends_as_the_guide_says() {
    walk(&CHANGES[4..]);
}

fn walk(changes: &[&str]) {
    let table = table();
    if !is_ready() {
        return;
    }
    let api = Api::new(State::default());
    let mut wrong = Vec::new();
    for change in changes {
        let Some((at, payload)) = repository(change) else { return };
        for event in EVENTS {
            let job = told(event, &at, &payload, &api.url);
            let text = job.output("markdown-file");
            let text = fs::read_to_string(text).unwrap_or_default();
            let text = text.strip_prefix("<!-- skint -->\n").unwrap_or(&text).to_owned();
            let of_this = table.iter().filter(|(it, _)| it[0] == *event && it[2] == *change);
            for (combination, expected) in of_this {
                let is = ended(&api, job.clone(), combination, &text);
                if &is != expected {
                    wrong.push(format!("{combination:?}: {is:?}, not {expected:?}\n{}", job.log));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
