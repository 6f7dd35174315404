//! SARIF: as the standard says, and as code scanning needs it.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use skint::check::Run;
use skint::finding::{Edit, Fix, Label, Severity};
use skint::report::{Format, View};
use skint::source::{Sources, Span};

use super::report;
use super::runs::{everything, finding, friendly};

fn sarif(run: &Run) -> Value {
    serde_json::from_str(&report(Format::Sarif, run, &View::default())).unwrap()
}

fn results(run: &Run) -> Vec<Value> {
    sarif(run)["runs"][0]["results"].as_array().unwrap().clone()
}

#[test]
fn it_is_as_the_standard_says() {
    let text = fs::read_to_string("tests/it/reports/sarif.schema.json").unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for run in [everything(), friendly(), Run::default()] {
        let sarif = sarif(&run);
        let errors = validator.iter_errors(&sarif);
        let errors: Vec<_> = errors.map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn each_result_names_its_rule_and_each_rule_has_results() {
    let sarif = sarif(&everything());
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let mut spoke = BTreeSet::new();
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        spoke.insert(index);
    }
    assert_eq!(spoke.len(), rules.len());
}

#[test]
fn a_result_for_each_place_also_for_those_that_somebody_answered_for() {
    let run = everything();
    let n_places: usize = run.findings.iter().map(|it| it.places.len()).sum();
    let results = results(&run);
    assert_eq!(results.len(), n_places);
    let suppressed = run.findings.iter().flat_map(|it| &it.places);
    let suppressed = suppressed.filter(|it| it.suppressed.is_some()).count();
    let told = results.iter().filter(|it| it["suppressions"] != Value::Array(vec![])).count();
    assert_eq!(told, suppressed);
}

/// A line with a letter of two units before the place, behind a byte order mark.
#[test]
fn columns_are_counted_in_utf16() {
    let text = "\u{feff}name = \"😀é\" + b\n";
    let mut run = Run::default();
    let file = run.sources.add("a.tf", text);
    let at = text.find('b').unwrap();
    let label = Label { span: Span::new(file, at, at + 1), message: String::new() };
    run.findings = vec![finding("any", Severity::Note, "x", label, "a.b")];
    let region = &results(&run)[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&16.into(), &17.into()));
}

#[test]
fn paths_are_of_the_repository_and_percent_encoded() {
    let uri = |prefix: &str, path: &str| {
        let mut run = Run { prefix: prefix.to_owned(), ..Run::default() };
        let file = run.sources.add(path, "a = 1");
        let label = Label { span: Span::new(file, 0, 1), message: String::new() };
        run.findings = vec![finding("any", Severity::Note, "x", label, "a.b")];
        results(&run)[0]["locations"][0]["physicalLocation"]["artifactLocation"].clone()
    };
    let below = uri("infra/eu west", "../a#b:é.tf");
    assert_eq!(below["uri"], "infra/a%23b%3A%C3%A9.tf");
    assert_eq!(below["uriBaseId"], "%SRCROOT%");
    assert_eq!(uri("", "a.tf")["uri"], "a.tf");
    let outside = uri("", "/srv/a b.tf");
    assert_eq!(
        (&outside["uri"], &outside["uriBaseId"]),
        (&"file:///srv/a%20b.tf".into(), &Value::Null)
    );
}

/// What a program does with a fix, done here.
#[test]
fn a_place_has_the_part_of_a_fix_that_is_its_own() {
    let (run, spans) = two_disks();
    for (result, span) in results(&run).iter().zip(spans) {
        let changes = result["fixes"][0]["artifactChanges"].as_array().unwrap();
        let replacements = changes[0]["replacements"].as_array().unwrap();
        assert_eq!((changes.len(), replacements.len()), (1, 1));
        assert_eq!(replacements[0]["deletedRegion"]["startColumn"], span.start + 1);
        assert_eq!(replacements[0]["insertedContent"]["text"], "gp3");
    }
}

/// Where an edit is of no place, nobody can tell whose it is.
#[test]
fn a_fix_that_cannot_be_taken_apart_is_told_once_and_whole() {
    let (mut run, spans) = two_disks();
    let fix = run.findings[0].fix.as_mut().unwrap();
    fix.edits.push(Edit { span: Span::new(spans[0].file, 0, 0), text: "x".into() });
    let results = results(&run);
    let fix = &results[0]["fixes"][0];
    assert_eq!(fix["artifactChanges"][0]["replacements"].as_array().unwrap().len(), 3);
    assert_eq!(fix["description"]["text"], "check first: it is slower: use gp3, in 2 places");
    assert_eq!(results[1]["fixes"], Value::Null);
}

fn two_disks() -> (Run, [Span; 2]) {
    let mut sources = Sources::default();
    let file = sources.add("a.tf", "x = [gp2, gp2]");
    let spans = [Span::new(file, 5, 8), Span::new(file, 10, 13)];
    let label = Label { span: spans[0], message: String::new() };
    let mut finding = finding("volume-gp2", Severity::Note, "x", label, "a.b");
    finding.places.push(finding.places[0].clone());
    finding.places[1].span = spans[1];
    finding.fix = Some(Fix {
        title: "use gp3".into(),
        edits: spans.map(|span| Edit { span, text: "gp3".into() }).into(),
        caution: Some("it is slower".into()),
    });
    (Run { sources, findings: vec![finding], ..Run::default() }, spans)
}

#[test]
fn the_calls_that_lead_to_a_place_are_related_to_it_once() {
    let mut run = Run::default();
    let file = run.sources.add("main.tf", "a {}\nb {}\nc {}\n");
    let line = |n: usize| Span::new(file, n * 5, n * 5 + 1);
    let label = |span| Label { span, message: "here".into() };
    let mut finding = finding("any", Severity::Note, "x", label(line(2)), "module.a.module.b.c.d");
    finding.labels = vec![label(line(1))];
    finding.places[0].calls = vec![line(0), line(1)];
    run.findings = vec![finding];
    let related = results(&run)[0]["relatedLocations"].clone();
    let told = |it: &Value| {
        let line = &it["physicalLocation"]["region"]["startLine"];
        (line.as_u64().unwrap(), it["message"]["text"].as_str().unwrap().to_owned())
    };
    let told: Vec<_> = related.as_array().unwrap().iter().map(told).collect();
    assert_eq!(told, [(2, "here".into()), (1, "the module is called here".into())]);
}

#[test]
fn what_a_stand_in_says_is_no_place_in_the_repository() {
    let mut run = Run::default();
    let file = run.sources.add("main.tf", "a = 1");
    let stub = run.sources.add("stub:registry/vpc@5/stub.tf", "b = 1");
    let label = |file| Label { span: Span::new(file, 0, 1), message: "here".into() };
    let mut finding = finding("any", Severity::Note, "x", label(file), "a.b");
    finding.labels = vec![label(stub)];
    run.findings = vec![finding];
    assert_eq!(results(&run)[0]["relatedLocations"], Value::Null);
}
