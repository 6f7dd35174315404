//! The action of `action.yml`: its steps are run with bash in scratch repositories, against a stand-in for GitHub.

mod api;
mod change;
mod guide;
mod hostile;
mod install;
mod job;
mod outcomes;
mod reports;
pub(crate) mod yaml;

use std::fs;
use std::process::Command;

use self::api::{Api, State};
use self::change::{BASE, event, merged, pull_request, sha, sized};
use self::job::Job;

/// Whether the programs are there that every runner of GitHub has.
fn is_ready() -> bool {
    if cfg!(windows) {
        eprintln!(
            "SKIPPED: the bash of a Windows may be another; a job of ours runs the action there"
        );
        return false;
    }
    for program in ["bash", "git", "jq", "curl"] {
        if Command::new(program).arg("--version").output().is_err() {
            eprintln!("SKIPPED: there is no {program}, which tests of the action need");
            return false;
        }
    }
    true
}

/// The lines that GitHub shows beside a place.
fn annotations(job: &Job) -> Vec<&str> {
    let lines = job.log.lines();
    let levels = ["::error file=", "::warning file=", "::notice file="];
    lines.filter(|line| levels.iter().any(|it| line.starts_with(it))).collect()
}

#[test]
fn a_pull_request_is_told_everywhere_and_once() {
    let head = sized(600).replace("= 30", "= 0");
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[("main.tf", &head)]) else { return };
    if !is_ready() {
        return;
    }
    let api = Api::new(State::default());
    let job = pull_request(&at, &event, &api.url).run();
    assert_eq!(job.code, 0, "{}", job.log);
    assert_eq!(annotations(&job).len(), 1, "{}", job.log);
    let outputs = ["exit-code", "findings", "new-findings", "monthly-delta", "changed", "comment"];
    let outputs = outputs.map(|it| job.output(it));
    assert_eq!(outputs, ["0", "1", "1", "40.00", "true", "created"]);
    assert_eq!(job.output("attributable-share"), "0");
    for (name, start) in [("sarif-file", "{"), ("json-file", "{"), ("markdown-file", "<!--")] {
        assert!(fs::read_to_string(job.output(name)).unwrap().starts_with(start), "{name}");
    }
    assert!(job.summary.contains("logs-kept-forever"), "{}", job.summary);
    assert_eq!(api.state().writes(), ["POST /repos/o/r/issues/7/comments"]);
    assert!(api.state().body(0).starts_with("<!-- skint: skint -->\n### skint\n"));

    let again = pull_request(&at, &event, &api.url).run();
    assert_eq!((again.output("comment").as_str(), api.state().writes().len()), ("left", 1));

    at.git(&["checkout", "-q", "change"]);
    at.commit(&[("main.tf", BASE)]);
    let event = change::event(&sha(&at, "main~"), &sha(&at, "change"));
    let mended = pull_request(&at, &event, &api.url).run();
    assert_eq!((mended.code, mended.output("comment").as_str()), (0, "updated"));
    let state = api.state();
    assert_eq!(state.comments.len(), 1);
    assert!(state.body(0).contains("0 new"), "{}", state.body(0));
}

#[test]
fn what_a_stranger_wrote_is_left_alone() {
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[("main.tf", &sized(600))]) else {
        return;
    };
    if !is_ready() {
        return;
    }
    let mut state = State::default();
    for n in 0..120 {
        state = state.has("stranger", "User", &format!("<!-- skint: skint -->\n{n}"));
    }
    state = state.has("github-actions[bot]", "Bot", "<!-- skint: other -->\nof another job");
    state = state.has("github-actions[bot]", "Bot", "> <!-- skint: skint -->\nquoted");
    let api = Api::new(state);
    let first = pull_request(&at, &event, &api.url).run();
    assert_eq!(first.output("comment"), "created", "{}", first.log);
    let second = pull_request(&at, &event, &api.url).run();
    assert_eq!(second.output("comment"), "left", "{}", second.log);
    let state = api.state();
    assert_eq!(state.writes().len(), 1);
    assert!((0..120).all(|n| state.body(n) == format!("<!-- skint: skint -->\n{n}")));
}

#[test]
fn a_difference_below_the_threshold_is_no_news() {
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[("main.tf", &sized(120))]) else {
        return;
    };
    if !is_ready() {
        return;
    }
    // It was $8.00, and is $1.60 more.
    let cases = [
        ("2", "", "none"),
        ("1.6", "", "created"),
        ("", "20.1", "none"),
        ("", "20", "created"),
        ("2", "20", "created"),
        ("2", "30", "none"),
        ("", "", "created"),
    ];
    for (usd, percent, expected) in cases {
        let api = Api::new(State::default());
        let limits = [("comment-min-usd", usd), ("comment-min-percent", percent)];
        let job = pull_request(&at, &event, &api.url).with(&limits).run();
        assert_eq!(job.output("comment"), expected, "{usd} {percent}: {}", job.log);
    }
}

#[test]
fn a_shallow_clone_fetches_its_base() {
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[("main.tf", &sized(600))]) else {
        return;
    };
    if !is_ready() {
        return;
    }
    at.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let never = [("comment", "never")];
    let shallow = at.clone_of(&["--depth=1", "--branch=main"]);
    let job = pull_request(&shallow, &event, "http://127.0.0.1:9").with(&never).run();
    assert_eq!(job.output("monthly-delta"), "40.00", "{}", job.log);
    assert_eq!(shallow.git(&["rev-parse", "--is-shallow-repository"]).trim(), "true");

    let lost = at.clone_of(&["--depth=1", "--branch=main"]);
    lost.git(&["remote", "set-url", "origin", "file:///nowhere"]);
    let job = pull_request(&lost, &event, "http://127.0.0.1:9").with(&never).run();
    assert_eq!((job.code, job.output("changed").as_str()), (0, ""));
    assert!(job.log.contains("could not be fetched, so everything is checked"), "{}", job.log);
}

#[test]
fn what_the_base_gained_meanwhile_is_not_of_this_change() {
    let Some((at, _)) = merged(&[("main.tf", BASE)], &[("a.tf", "")]) else { return };
    if !is_ready() {
        return;
    }
    at.git(&["reset", "-q", "--hard", "main^1"]);
    at.commit(&[("main.tf", &sized(600))]);
    let event = event(&sha(&at, "main"), &sha(&at, "change"));
    at.git(&["checkout", "-q", "change"]);
    let job = pull_request(&at, &event, "http://127.0.0.1:9").with(&[("comment", "never")]).run();
    let said = (job.code, job.output("changed"), job.output("comment"));
    assert_eq!(said, (0, "false".to_owned(), "none".to_owned()), "{}", job.log);
}
