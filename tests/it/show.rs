//! `skint show` on whole projects: a picture of each lies beside it.

use std::path::Path;

use assert_cmd::Command;

use crate::fixtures;

fn show(folder: &Path, more: &[&str]) -> String {
    let text = std::fs::read_to_string(folder.join("arguments")).unwrap_or_default();
    let mut command = Command::cargo_bin("skint").unwrap();
    command.current_dir(folder).arg("show").args(more);
    for line in text.lines() {
        match line.split_once('=') {
            Some((name, value)) if name.starts_with("TF_VAR_") => command.env(name, value),
            _ => command.arg(line),
        };
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_configurations_come_to() {
    for entry in std::fs::read_dir(fixtures::root().join("show")).unwrap() {
        let folder = entry.unwrap().path();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("show", show(&folder, &[])));
    }
}

#[test]
fn one_address_is_shown_alone() {
    let folder = fixtures::root().join("show/providers");
    let shown = show(&folder, &["module.passed.module.inner"]);
    assert!(shown.contains("  module.passed.module.inner.aws_sqs_queue.inner  #"), "{shown}");
    assert_eq!(shown.matches("aws_sqs_queue").count(), 1, "{shown}");
    assert!(shown.contains("provider = aws.east  # region \"us-east-1\""), "{shown}");
    let shown = show(&fixtures::root().join("show/references"), &["aws_sqs_queue.many"]);
    assert_eq!(shown.matches("\n  aws_sqs_queue.many[").count(), 2, "{shown}");
}

#[test]
fn an_address_that_is_none_is_refused() {
    let mut command = Command::cargo_bin("skint").unwrap();
    let folder = fixtures::root().join("show/references");
    let output = command.current_dir(folder).args(["show", "aws_sqs_queue.gone"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("there is nothing with the address aws_sqs_queue.gone"), "{said}");
}

#[test]
fn json_says_what_is_not_known_and_why() {
    let shown = show(&fixtures::root().join("show/inputs"), &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let all = &json["configurations"][0]["outputs"]["all"];
    assert_eq!(all["value"]["command_line"], "typed");
    assert_eq!(all["unknown"][0]["attribute"], "nobody");
    assert_eq!(all["unknown"][0]["reason"], "var.nobody has no default and no tfvars sets it");
    assert_eq!(all["unknown"][0]["place"]["path"], "main.tf");
    let secret = show(&fixtures::root().join("show/sensitive"), &["--format", "json"]);
    assert!(!secret.contains("hunter2"), "{secret}");
}

#[test]
fn what_stands_in_the_way_is_not_kept_silent() {
    let root = tempfile::TempDir::new().unwrap();
    std::fs::write(root.path().join("main.tf"), "a = = 1\n").unwrap();
    let output =
        Command::cargo_bin("skint").unwrap().current_dir(root.path()).arg("show").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`skint check` tells more"));
}
