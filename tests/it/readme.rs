//! The README's picture is what the program prints.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

use crate::fixtures;

#[test]
fn the_picture_is_true() {
    let run = Command::cargo_bin("skint")
        .unwrap()
        .current_dir(fixtures::root().join("modules/orders"))
        .args(["--isolated", "--color", "never", "--quiet"])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1));
    let printed = String::from_utf8(run.stdout).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("```text\n").unwrap();
    let (shown, after) = rest.split_once("```\n").unwrap();
    if shown.trim_end() != printed.trim_end() {
        let now = format!("{before}```text\n{}\n```\n{after}", printed.trim_end());
        fs::write(&path, now).unwrap();
        panic!("the picture in README.md was out of date and is now redrawn: commit it");
    }
}
