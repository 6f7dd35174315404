//! The rules that have results, with the page that `skint explain` prints.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::level;
use crate::check::Run;
use crate::finding::{Confidence, Finding, Severity};
use crate::pack::Rule;
use crate::report::{View, plain};

pub(super) struct Rules<'r> {
    run: &'r Run,
    /// Sorted; a result names the place of its rule.
    names: Vec<&'r str>,
}

impl<'r> Rules<'r> {
    pub(super) fn new(run: &'r Run, findings: impl Iterator<Item = &'r Finding>) -> Rules<'r> {
        let names: BTreeSet<&str> = findings.map(|it| it.rule.as_str()).collect();
        Rules { run, names: names.into_iter().collect() }
    }

    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.names.binary_search(&name).ok()
    }

    pub(super) fn descriptors(&self, view: &View) -> Vec<Value> {
        let rule = |name: &str| self.run.rules.iter().find(|it| it.name == name);
        let descriptor = |name: &&str| match rule(name) {
            Some(rule) => descriptor(rule, (view.page)(rule).trim()),
            None => json!({ "id": name }),
        };
        self.names.iter().map(descriptor).collect()
    }
}

fn descriptor(rule: &Rule, page: &str) -> Value {
    json!({
        "id": rule.name.as_str(),
        "name": in_one_word(&rule.name),
        "shortDescription": { "text": rule.title.as_str() },
        // Code scanning takes 1,024 characters; the page has all of it.
        "fullDescription": { "text": plain::cut(rule.why.trim()) },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": {
            "tags": [rule.pack.as_str(), rule.concern.name()],
            "precision": precision(rule.confidence),
            "problem.severity": importance(rule.severity),
        },
    })
}

/// `volume-gp2` as SARIF likes names: `VolumeGp2`.
fn in_one_word(name: &str) -> String {
    let parts = name.split('-').map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    parts.collect()
}

/// The words of code scanning.
fn precision(it: Confidence) -> &'static str {
    it.name()
}

fn importance(it: Severity) -> &'static str {
    match it {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    }
}
