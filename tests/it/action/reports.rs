//! Which reports a workflow asks for, and which it gets.

use super::api::{Api, State};
use super::change::{BASE, merged, pull_request, sized};
use super::{annotations, is_ready};

#[test]
fn annotations_stand_in_where_code_scanning_is_closed() {
    let head = BASE.replace("= 30", "= 0");
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[("main.tf", &head)]) else { return };
    if !is_ready() {
        return;
    }
    let cases = [
        ("auto", "o/r", "somebody", 1, true),
        ("annotations", "o/r", "somebody", 1, false),
        ("sarif", "o/r", "somebody", 0, true),
        ("sarif", "fork/r", "somebody", 1, true),
        ("sarif", "o/r", "dependabot[bot]", 1, true),
        ("none", "fork/r", "somebody", 0, false),
    ];
    for (report, from, actor, expected, sarif) in cases {
        let inputs = [("report", report), ("comment", "never")];
        let mut job = pull_request(&at, &event, "http://127.0.0.1:9").with(&inputs);
        job.event["pull_request"]["head"]["repo"]["full_name"] = from.into();
        job.github.insert("actor", actor.to_owned());
        let job = job.run();
        assert_eq!(annotations(&job).len(), expected, "{report} {from} {actor}: {}", job.log);
        assert_eq!(!job.output("sarif-file").is_empty(), sarif, "{report}");
    }
}

#[test]
fn paths_are_lines_or_words() {
    let bad = BASE.replace("= 30", "= 0");
    let files = [("a b/main.tf", bad.as_str()), ("c/main.tf", &bad), ("d/main.tf", &bad)];
    let Some((at, event)) = merged(&[], &files) else { return };
    if !is_ready() {
        return;
    }
    for (paths, findings) in [("c d", "2"), ("a b\nc\n", "2"), (".", "3"), ("", "3")] {
        let inputs = [("paths", paths), ("comment", "never")];
        let job = pull_request(&at, &event, "http://127.0.0.1:9").with(&inputs).run();
        assert_eq!(job.output("new-findings"), findings, "{paths:?}: {}", job.log);
    }
    let inputs = [("working-directory", "a b"), ("changed-only", "false"), ("comment", "never")];
    let job = pull_request(&at, &event, "http://127.0.0.1:9").with(&inputs).run();
    assert_eq!((job.output("findings"), job.output("changed")), ("1".into(), String::new()));
}

#[test]
fn a_person_finds_the_own_comment_again() {
    let Some((at, event)) = merged(&[("main.tf", BASE)], &[("main.tf", &sized(600))]) else {
        return;
    };
    if !is_ready() {
        return;
    }
    let state = State { person: Some("somebody"), ..State::default() };
    let api = Api::new(state.has("stranger", "User", "<!-- skint: skint -->\nmine"));
    for expected in ["created", "left"] {
        let job = pull_request(&at, &event, &api.url).run();
        assert_eq!(job.output("comment"), expected, "{}", job.log);
    }
    assert_eq!(api.state().body(0), "<!-- skint: skint -->\nmine");
}
