//! Runs to bytes: one fixed run in every format, and what holds for all of them.

mod hostile;
mod junit;
mod markdown;
mod runs;
mod sarif;

use std::fs;
use std::path::Path;
use std::time::Duration;

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::Value;
use skint::check::Run;
use skint::finding::{Label, Severity};
use skint::report::{Format, View, write};
use skint::source::{Sources, Span};

use self::runs::{everything, finding, friendly};

fn report(format: Format, run: &Run, view: &View) -> String {
    let mut out = vec![];
    write(format, &mut out, run, view).unwrap();
    String::from_utf8(out).unwrap()
}

fn view() -> View {
    View { elapsed: Some(Duration::from_millis(11)), ..View::default() }
}

/// With all that can be asked for.
fn wide() -> View {
    View { undecided: true, width: Some(80), ..view() }
}

#[test]
fn human() {
    assert_snapshot!(report(Format::Human, &everything(), &wide()));
}

#[test]
fn short() {
    assert_snapshot!(report(Format::Short, &everything(), &wide()));
}

#[test]
fn json() {
    assert_snapshot!(report(Format::Json, &everything(), &wide()));
}

#[test]
fn github() {
    assert_snapshot!(report(Format::Github, &everything(), &wide()));
}

#[test]
fn sarif() {
    assert_snapshot!(report(Format::Sarif, &everything(), &wide()));
}

#[test]
fn markdown() {
    assert_snapshot!(report(Format::Markdown, &everything(), &wide()));
}

#[test]
fn junit() {
    assert_snapshot!(report(Format::Junit, &everything(), &wide()));
}

#[test]
fn gitlab() {
    assert_snapshot!(report(Format::Gitlab, &everything(), &wide()));
}

#[test]
fn outputs() {
    assert_snapshot!(report(Format::Outputs, &everything(), &wide()));
}

#[test]
fn a_clean_run_is_one_line() {
    let mut run = friendly();
    (run.findings, run.problems) = (vec![], vec![]);
    assert_snapshot!(report(Format::Human, &run, &view()), @"4 files, 3 resources, 11 ms: no findings (1 undecided: --undecided lists them)");
    assert_eq!(report(Format::Human, &run, &View { quiet: true, ..view() }), "");
    assert_eq!(report(Format::Short, &run, &view()), "");
    assert_eq!(report(Format::Github, &run, &view()), "");
}

#[test]
fn what_is_below_the_least_severity_is_counted_not_shown() {
    let view = View { min_severity: Severity::Error, ..view() };
    let human = report(Format::Human, &friendly(), &view);
    assert!(!human.contains("volume-gp2"));
    let summary = human.lines().nth_back(1).unwrap();
    assert_eq!(summary, "1 finding: 1 error (1 below error, 1 undecided: --undecided lists them)");
    let json: Value = serde_json::from_str(&report(Format::Json, &friendly(), &view)).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
    assert_eq!(json["summary"]["below_min_severity"], 1);
}

#[test]
fn color_changes_nothing_but_the_color() {
    let plain = report(Format::Human, &everything(), &wide());
    let colored = report(Format::Human, &everything(), &View { color: true, ..wide() });
    assert!(colored.contains("\u{1b}[1m\u{1b}[31merror"));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn github_shows_ten_of_a_level_and_says_how_many_more() {
    let mut run = friendly();
    let warning = run.findings.remove(0);
    run.findings = vec![warning; 12];
    let annotations = report(Format::Github, &run, &view());
    let warnings: Vec<_> = annotations.lines().filter(|it| it.starts_with("::warning ")).collect();
    assert_eq!(warnings.len(), 10);
    assert_eq!(warnings[9], "::warning title=skint::and 3 more warnings: GitHub shows ten a step");
}

/// No format may need a program to guess: what is not in the schema is not written either.
#[test]
fn json_is_as_its_schema_says() {
    let text = fs::read_to_string("docs/findings.schema.json").unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    forbid_more(&mut schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for run in [everything(), friendly(), Run::default()] {
        let json = serde_json::from_str(&report(Format::Json, &run, &view())).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&json)
            .map(|it| format!("{}: {it}", it.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

/// The schema lets later versions add fields; this version has those that it names.
pub(crate) fn forbid_more(schema: &mut Value) {
    match schema {
        Value::Object(it) => {
            if it.contains_key("properties") {
                it.insert("additionalProperties".into(), false.into());
            }
            it.values_mut().for_each(forbid_more);
        }
        Value::Array(it) => it.iter_mut().for_each(forbid_more),
        _ => {}
    }
}

#[test]
fn a_terminal_is_told_nothing_that_it_obeys() {
    for format in Format::ALL {
        let report = report(*format, &everything(), &wide());
        assert_eq!(report.chars().find(|it| is_alive(*it)), None, "{}", format.name());
        assert!(!report.lines().any(|it| it.trim_start().starts_with("::error::")));
        assert!(!report.contains("##[") && !report.contains("##vso["));
    }
}

#[test]
fn no_address_or_path_starts_a_workflow_command() {
    let mut run = Run::default();
    let file = run.sources.add("::error::x/main.tf", "a = 1");
    let primary = Label { span: Span::new(file, 0, 1), message: "::error::x".into() };
    let mut finding = finding("any", Severity::Note, "::error::x", primary, "::error::x.y");
    finding.places = vec![finding.places[0].clone(); 3];
    run.findings = vec![finding];
    for format in [Format::Human, Format::Short] {
        let report = report(format, &run, &view());
        assert!(!report.lines().any(|it| it.trim_start().starts_with("::")), "{report}");
    }
}

fn is_alive(it: char) -> bool {
    (it.is_control() && !matches!(it, '\n' | '\t'))
        || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

#[test]
fn json_gives_back_every_character() {
    let run = everything();
    let json: Value = serde_json::from_str(&report(Format::Json, &run, &view())).unwrap();
    for (finding, json) in run.findings.iter().zip(json["findings"].as_array().unwrap()) {
        assert_eq!(json["message"], finding.message);
    }
}

#[test]
fn one_line_of_a_megabyte_does_not_flood_the_terminal() {
    let mut run = Run::default();
    let file = run.sources.add("a.tf", "東".repeat(400_000));
    let primary = Label { span: Span::new(file, 600_000, 900_000), message: "x".repeat(1_000_000) };
    let message = "y".repeat(1_000_000);
    run.findings = vec![finding("long", Severity::Error, &message, primary, "a.b")];
    assert!(report(Format::Human, &run, &view()).len() < 10_000);
}

proptest! {
    #[test]
    fn any_span_in_any_text_is_reported(
        text in "(\u{feff}|\r\n|\n|\t|\u{1b}|é|東|\u{202e}|[a-z \"{}=]|.){0,60}",
        spans in prop::collection::vec((0..80_usize, 0..80_usize), 1..5),
        width in 0..60_usize,
    ) {
        let run = random(&text, &spans);
        let view = View { undecided: true, width: Some(width), ..View::default() };
        for format in Format::ALL {
            let report = report(*format, &run, &view);
            prop_assert!(!report.chars().any(is_alive));
        }
    }
}

fn random(text: &str, spans: &[(usize, usize)]) -> Run {
    let mut sources = Sources::default();
    let files =
        [sources.add("a.tf", text), sources.add(text, "b = 1\n"), sources.add("c.tf", text)];
    let labels: Vec<_> = spans
        .iter()
        .zip(files.iter().cycle())
        .map(|((start, end), file)| Label {
            span: Span::new(*file, *start, *end),
            message: text.into(),
        })
        .collect();
    let mut finding = finding("any", Severity::Note, text, labels[0].clone(), text);
    finding.labels = labels;
    Run { sources, findings: vec![finding], ..Run::default() }
}

/// The samples in the documentation are what the code writes.
#[test]
fn the_documented_samples_are_true() {
    let path = Path::new("docs/formats.md");
    let written = fs::read_to_string(path).unwrap();
    let mut true_text = written.clone();
    for format in Format::ALL {
        let marker = format!("<!-- sample: {} -->\n", format.name());
        let (before, after) = true_text.split_once(&marker).unwrap();
        let (fence, rest) = after.split_once('\n').unwrap();
        let (_, behind) = rest.split_once("\n```\n").unwrap();
        let sample = report(*format, &friendly(), &view());
        true_text = format!("{before}{marker}{fence}\n{}\n```\n{behind}", sample.trim_end());
    }
    if written != true_text {
        fs::write(path, &true_text).unwrap();
        panic!("docs/formats.md was out of date and is now rewritten: commit it");
    }
}
