//! Our workflows and our action: pinned, with the least permissions, and as a linter of workflows wants them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

use crate::action::yaml;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn workflows() -> Vec<(String, String)> {
    let files = fs::read_dir(root().join(".github/workflows")).unwrap();
    let mut paths: Vec<PathBuf> = files.map(|it| it.unwrap().path()).collect();
    paths.push(root().join("action.yml"));
    paths.sort();
    let read = |it: PathBuf| (it.display().to_string(), fs::read_to_string(&it).unwrap());
    paths.into_iter().map(read).collect()
}

#[test]
fn actions_of_others_are_pinned_by_commit() {
    let pinned = Regex::new(r"^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$").unwrap();
    for (path, text) in workflows() {
        for line in text.lines() {
            let line = line.trim_start().trim_start_matches("- ");
            let Some(used) = line.strip_prefix("uses: ") else { continue };
            assert!(used.starts_with("./ ") || pinned.is_match(used), "{path}: {used}");
        }
    }
}

#[test]
fn workflows_may_do_nothing_that_a_job_does_not_ask_for() {
    for (path, text) in workflows() {
        assert!(!text.contains("pull_request_target"), "{path}");
        let workflow = yaml::read(&text);
        let Some(jobs) = workflow["jobs"].as_object() else { continue };
        assert!(text.contains("\npermissions: {}\n"), "{path} gives permissions to all jobs");
        for (name, job) in jobs {
            assert!(job["permissions"].is_object(), "{path}: job {name} says no permissions");
        }
    }
}

#[test]
fn zizmor_finds_nothing() {
    let mut command = Command::new("zizmor");
    command.args(["--offline", "--no-progress", "--color", "never"]);
    command.args(["action.yml", ".github/workflows"]).current_dir(root());
    let Ok(ran) = command.output() else {
        eprintln!("SKIPPED: there is no zizmor, which lints our workflows");
        return;
    };
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}{}", String::from_utf8_lossy(&ran.stderr));
}

/// What shellcheck says of the action's scripts.
#[test]
fn shellcheck_finds_nothing() {
    let scripts = fs::read_dir(root().join("action")).unwrap().map(|it| it.unwrap().path());
    let scripts = scripts.filter(|it| it.extension() == Some(Path::new("sh").as_os_str()));
    let mut command = Command::new("shellcheck");
    command.args(["--external-sources", "--shell=bash"]).args(scripts);
    let Ok(ran) = command.current_dir(root()).output() else {
        eprintln!("SKIPPED: there is no shellcheck, which lints the action's scripts");
        return;
    };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}
