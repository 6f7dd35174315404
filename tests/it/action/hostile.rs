//! What strangers name and write reaches no shell, no workflow command and no output.

use std::fs;
use std::process::Command;

use super::api::{Api, State};
use super::change::{BASE, merged, pull_request};
use super::{annotations, is_ready};

const LOGS: &str = "resource \"aws_cloudwatch_log_group\" \"NAME\" {\n  name              = \"NAME\"\n  retention_in_days = 0\n}\n";

#[test]
fn hostile_names_are_only_names() {
    let name = "$(touch pwned)`touch pwned`\";touch pwned;'%0A\n::error title=x::y .tf";
    let text = LOGS.replace("NAME", "a");
    let Some((at, mut event)) = merged(&[("main.tf", BASE)], &[(name, &text)]) else { return };
    if !is_ready() {
        return;
    }
    let branch = "$(touch pwned)\";rm -rf *;\n::set-output name=x::y";
    event["pull_request"]["head"]["ref"] = branch.into();
    event["pull_request"]["title"] = branch.into();
    event["pull_request"]["head"]["repo"]["full_name"] = branch.into();
    let api = Api::new(State::default());
    let hostile = [("report", "sarif"), ("fail-on", "note")];
    let job = pull_request(&at, &event, &api.url).with(&hostile).run();
    assert_eq!((job.code, job.output("new-findings").as_str()), (1, "1"), "{}", job.log);
    assert_eq!(annotations(&job).len(), 1);
    assert!(!job.log.contains("\n::error title=x"), "{}", job.log);
    assert!(!at.root().join("pwned").exists());
    assert_eq!(job.output("comment"), "created");
}

#[test]
fn hostile_inputs_are_only_values() {
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[("a.tf", "")]) else { return };
    if !is_ready() {
        return;
    }
    let inputs = ["paths", "settings", "preset", "base", "working-directory", "category"];
    for value in ["$(touch pwned)", "`touch pwned`", "\";touch pwned;\"", "--help", "*"] {
        for input in inputs {
            let job = pull_request(&at, &event, "http://127.0.0.1:9");
            let job = job.with(&[("comment", "never"), (input, value)]).run();
            assert_eq!(job.code, 2, "{input} {value}: {}", job.log);
            assert!(!at.root().join("pwned").exists(), "{input} {value}");
        }
    }
}

/// What the program says on stderr may be lines that look like commands of a workflow.
#[test]
fn refusals_are_printed_where_no_command_is_obeyed() {
    let settings = "rule \"x\" {\n::set-output name=exit-code::0\n";
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[(".skint.hcl", settings)]) else {
        return;
    };
    if !is_ready() {
        return;
    }
    let job = pull_request(&at, &event, "http://127.0.0.1:9").run();
    assert_eq!((job.code, job.output("exit-code").as_str()), (2, "2"));
    let (before, rest) = job.log.split_once("::stop-commands::").unwrap();
    let (word, rest) = rest.split_once('\n').unwrap();
    let (said, after) = rest.split_once(&format!("\n::{word}::\n")).unwrap();
    assert!(said.contains(".skint.hcl") && word.len() == 32, "{}", job.log);
    assert!(!before.contains("set-output") && !after.contains("set-output"));
    assert!(job.summary.contains("could not be run to its end"));
}

#[test]
fn thousands_of_findings_fit_into_a_comment() {
    let text: String = (0..3000).map(|n| LOGS.replace("NAME", &format!("grüße-{n}"))).collect();
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[("b.tf", &text)]) else { return };
    if !is_ready() {
        return;
    }
    let api = Api::new(State::default());
    let job = pull_request(&at, &event, &api.url).run();
    assert_ne!(job.output("new-findings"), "0", "{}", job.log);
    assert!(annotations(&job).len() <= 10);
    assert_eq!(job.output("comment"), "created", "{}", job.log);
    assert!(api.state().body(0).len() < 65_000);
}

/// Writes more than GitHub takes, and outputs that are none.
const TALKATIVE: &str = r#"#!/usr/bin/env bash
for it; do
  case $it in
    --format=markdown=*) yes 'grüße' | head -n 20000 > "${it#--format=markdown=}" ;;
    --format=outputs=*)
      printf 'changed=true\nnew-findings=5\nfindings=$(x)\nevil=1\nexit-code=0\n' > "${it#--format=outputs=}"
      ;;
  esac
done
exit 77
"#;

#[test]
fn whatever_runs_cannot_say_too_much() {
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[("a.tf", "")]) else { return };
    if !is_ready() {
        return;
    }
    let program = at.root().join("talkative");
    fs::write(&program, TALKATIVE).unwrap();
    let chmod = Command::new("chmod").arg("+x").arg(&program).status();
    assert!(chmod.unwrap().success());
    let api = Api::new(State::default());
    let job = pull_request(&at, &event, &api.url);
    let job = job.with(&[("skint-path", program.to_str().unwrap())]).run();
    assert_eq!(job.output("comment"), "created", "{}", job.log);
    let outputs = ["exit-code", "new-findings", "findings"].map(|it| job.output(it));
    assert_eq!((job.code, outputs), (2, ["2", "5", ""].map(str::to_owned)));
    let state = api.state();
    let body = state.body(0);
    assert!(body.len() < 65_000 && body.contains("grüße"), "{}", body.len());
    assert!(body.ends_with("The rest is in the summary of the job.\n"), "{body}");
}
