//! The README's pictures are what the program prints.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

use crate::fixtures;

/// What the program prints in a folder of fixtures, and how it ends.
fn printed(folder: &str, args: &[&str]) -> (Option<i32>, String) {
    let run = Command::cargo_bin("skint")
        .unwrap()
        .current_dir(fixtures::root().join(folder))
        .args(args)
        .output()
        .unwrap();
    (run.status.code(), String::from_utf8(run.stdout).unwrap())
}

/// Compares the first picture behind a text, and draws it anew where it is out of date.
fn drawn(behind: &str, printed: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let start = readme.find(behind).unwrap();
    let (before, rest) = readme[start..].split_once("```text\n").unwrap();
    let (shown, after) = rest.split_once("```\n").unwrap();
    if shown.trim_end() != printed.trim_end() {
        let head = &readme[..start];
        let now = format!("{head}{before}```text\n{}\n```\n{after}", printed.trim_end());
        fs::write(&path, now).unwrap();
        panic!("a picture in README.md was out of date and is now redrawn: commit it");
    }
}

#[test]
fn the_pictures_are_true() {
    let check = ["--isolated", "--color", "never", "--quiet"];
    let (code, findings) = printed("modules/orders", &check);
    assert_eq!(code, Some(1));
    drawn("# skint", &findings);
    let cost = ["cost", "--isolated", "--color", "never", "--today", "2026-11-21"];
    let (code, estimate) = printed("cost/shop", &cost);
    assert_eq!(code, Some(0));
    drawn("## What it costs", &estimate);
    let tags = ["tags", "--isolated", "--color", "never", "--today", "2026-11-21"];
    let (code, coverage) = printed("tally/shop", &tags);
    assert_eq!(code, Some(0));
    drawn("## Which dollars can nobody explain", &coverage);
}
