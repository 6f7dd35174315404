//! Where the action takes skint from: what is not in the table, or not what the table says, is not run.

use std::fs;
use std::path::Path;
use std::process::Command;

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::api::{Api, State};
use super::is_ready;
use super::job::Job;

const ARCHIVE: &str =
    "/o/skint/releases/download/v0.9.0/skint-0.9.0-x86_64-unknown-linux-musl.tar.gz";

/// The action's own files with a table of one release.
fn action(sha256: &str) -> TempDir {
    let it = TempDir::new().unwrap();
    let to = it.path().join("action");
    fs::create_dir(&to).unwrap();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("action")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
    let row = format!("# version target sha256\n0.9.0 x86_64-unknown-linux-musl {sha256}\n");
    fs::write(to.join("releases.txt"), row).unwrap();
    it
}

/// An archive of a program that says so when it is run.
fn archive() -> Vec<u8> {
    let it = TempDir::new().unwrap();
    let script = "#!/bin/sh\necho \"ran: $1\"\n";
    fs::write(it.path().join("skint"), script).unwrap();
    let chmod = Command::new("chmod").current_dir(&it).args(["+x", "skint"]).status();
    let tar = Command::new("tar").current_dir(&it).args(["-czf", "it", "skint"]).status();
    assert!(chmod.unwrap().success() && tar.unwrap().success());
    fs::read(it.path().join("it")).unwrap()
}

fn job(action: &TempDir, api: &Api, inputs: &[(&str, &str)]) -> Job {
    let mut job = Job::new(action.path(), &api.url).with(&[("skint-path", "")]).with(inputs);
    job.github.insert("action_path", action.path().display().to_string());
    job.github.insert("action_ref", "v0.9.0".to_owned());
    job.run()
}

#[test]
fn only_what_the_table_knows_is_run() {
    if !is_ready() {
        return;
    }
    let archive = archive();
    let sum =
        Sha256::digest(&archive).iter().fold(String::new(), |sum, it| format!("{sum}{it:02x}"));
    let mut state = State::default();
    state.files.insert(ARCHIVE.to_owned(), archive);
    let api = Api::new(state);
    let good = action(&sum);
    for inputs in [&[][..], &[("version", "v0.9.0"), ("build-from-source", "false")]] {
        let it = job(&good, &api, inputs);
        assert!(it.log.contains("ran: check") && it.code == 0, "{}", it.log);
    }
    let refused = [
        (action(&"0".repeat(64)), "", "it was not run"),
        (action(&sum), "0.8.0", "version 0.8.0 is not in action/releases.txt"),
        (action(&sum), "../x\n::error::", "is not in action/releases.txt"),
    ];
    for (action, version, said) in refused {
        let it = job(&action, &api, &[("version", version)]);
        assert!(it.log.contains(said) && !it.log.contains("ran:"), "{}", it.log);
        assert!(!it.log.contains("\n::error::"), "{}", it.log);
        assert_eq!(it.code, 2);
    }
}

/// Without a release, or by branch, it is built; the test does not do that.
#[test]
fn what_is_no_release_is_built_from_source() {
    if !is_ready() {
        return;
    }
    let mut it = Job::new(Path::new("."), "http://127.0.0.1:9").with(&[("skint-path", "")]);
    it.steps(0, it.at("Install"));
    assert_eq!(it.code, 0, "{}", it.log);
    assert!(it.log.contains("::notice title=skint::skint is built from source: "), "{}", it.log);
    assert_eq!(it.used.len(), 1);
    assert!(it.used[0].starts_with("actions/cache@"), "{:?}", it.used);
}
