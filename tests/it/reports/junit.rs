//! JUnit and GitLab: their numbers, and that nothing of the input becomes markup.

use std::collections::BTreeSet;

use serde_json::Value;
use skint::report::{Format, View};

use super::report;
use super::runs::{everything, friendly};

#[test]
fn the_numbers_are_those_of_the_cases() {
    let text = report(Format::Junit, &everything(), &View::default());
    let number = |name: &str| -> usize {
        let (_, rest) = text.split_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    assert_eq!(number("tests"), text.matches("<testcase ").count());
    assert_eq!(number("failures"), text.matches("<failure ").count());
    assert_eq!(number("errors"), text.matches("<error ").count());
    assert_eq!(number("skipped"), text.matches("<skipped ").count());
}

#[test]
fn every_fingerprint_of_gitlab_is_another() {
    let mut run = everything();
    run.findings.extend(everything().findings);
    run.problems.extend(everything().problems);
    let text = report(Format::Gitlab, &run, &View::default());
    let entries: Vec<Value> = serde_json::from_str(&text).unwrap();
    let fingerprints: BTreeSet<&str> =
        entries.iter().map(|it| it["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), entries.len());
    assert!(fingerprints.iter().all(|it| it.len() == 64));
}

#[test]
fn gitlab_takes_five_severities() {
    let text = report(Format::Gitlab, &friendly(), &View::default());
    let entries: Vec<Value> = serde_json::from_str(&text).unwrap();
    let severities: Vec<&str> = entries.iter().map(|it| it["severity"].as_str().unwrap()).collect();
    assert_eq!(severities, ["blocker", "major", "major", "critical"]);
}
