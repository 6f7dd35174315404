//! Files that are named: what is said of them is what the check of the whole repository says of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use super::fixtures;
use super::program::{Ran, repository, skint};

type Told = BTreeSet<(String, String, String)>;

/// What a run told: file, fingerprint and place, of everything that is in the files or has its cause there.
fn told(ran: &Ran, files: Option<&[&str]>) -> Told {
    let json: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let is_in = |it: &Value| {
        files.is_none_or(|all| it["path"].as_str().is_some_and(|it| all.contains(&it)))
    };
    let mut told = Told::new();
    for finding in json["findings"].as_array().unwrap() {
        for place in finding["places"].as_array().unwrap().iter().filter(|it| is_in(it)) {
            let at = format!("{}..{}", place["start"]["byte"], place["end"]["byte"]);
            told.insert((text(&place["path"]), text(&place["fingerprint"]), at));
        }
    }
    for error in json["errors"].as_array().unwrap().iter().filter(|it| is_in(it)) {
        told.insert((text(&error["path"]), text(&error["message"]), String::new()));
    }
    told
}

fn whole(root: &Path, more: &[&str]) -> Ran {
    skint(root, &[&["check", "--format", "json"], more].concat())
}

/// Compares one run on files with the run on everything.
fn same(root: &Path, all: &Ran, files: &[&str], more: &[&str]) -> Result<(), String> {
    let ran = skint(root, &[&["check", "--format", "json"], more, files].concat());
    let (expected, found) = (told(all, Some(files)), told(&ran, Some(files)));
    let beyond = told(&ran, None);
    if expected != found {
        return Err(format!("{files:?}\nof all: {expected:#?}\nof these: {found:#?}"));
    }
    match beyond.is_subset(&told(all, None)) {
        true => Ok(()),
        false => Err(format!("{files:?} tell what nothing tells of all: {beyond:#?}")),
    }
}

#[test]
fn the_fixtures_are_judged_alike_alone_and_together() {
    let root = TempDir::new().unwrap();
    fs::create_dir(root.path().join(".git")).unwrap();
    let mut files = Vec::new();
    for folder in ["rules", "modules", "graph", "tags"] {
        for (name, path) in fixtures::files(folder) {
            let to = root.path().join(&name);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(path, to).unwrap();
            let is_ours = [".tf", ".tf.json", ".tfvars"].iter().any(|it| name.ends_with(it));
            files.extend(is_ours.then_some(name));
        }
    }
    let all = whole(root.path(), &["--isolated"]);
    assert!(told(&all, None).len() > 100);
    let of_modules = files.iter().filter(|it| it.contains("module")).step_by(3);
    for file in files.iter().step_by(97).chain(of_modules) {
        same(root.path(), &all, &[file], &["--isolated"]).unwrap();
    }
}

/// Each link doubles the names that the one directory has.
#[cfg(unix)]
#[test]
fn links_in_circles_end() {
    let calls = "module \"a\" {\n  source = \"./a\"\n}\nmodule \"b\" {\n  source = \"./b\"\n}\n";
    let root = repository(&[("main.tf", calls), ("x/main.tf", "locals {}\n")]);
    for name in ["a", "b"] {
        std::os::unix::fs::symlink(".", root.path().join(name)).unwrap();
    }
    for args in [&["check"][..], &["check", "main.tf"], &["check", "x/main.tf"]] {
        assert!(skint(root.path(), args).code <= 2);
    }
}

#[test]
fn a_module_that_others_call_is_judged_as_they_call_it() {
    let volume = "variable \"kind\" {\n  default = \"gp2\"\n}\nresource \"aws_ebs_volume\" \"data\" {\n  \
                  size = 100\n  type = var.kind\n}\n";
    let call = "module \"m\" {\n  source = \"../m\"\n  kind = \"gp3\"\n}\n";
    let backend = "terraform {\n  backend \"s3\" {}\n}\n";
    let args = ["check", "--rule", "volume-gp2", "--format", "short", "m/main.tf"];
    let root = repository(&[("m/main.tf", volume), ("app/main.tf", call)]);
    assert_eq!(skint(root.path(), &args).out, "");
    fs::write(root.path().join("m/state.tf"), backend).unwrap();
    assert!(skint(root.path(), &args).out.starts_with("m/main.tf:6:"));
}

#[test]
fn what_is_left_out_is_counted_and_what_is_no_terraform_is_refused() {
    let root = repository(&[
        ("main.tf", "locals {}\n"),
        (".gitignore", "secret.tf\n"),
        ("secret.tf", "broken {\n"),
        (".skint.hcl", "exclude = [\"old/**\"]\n"),
        ("old/a.tf", "broken {\n"),
        ("README.md", ""),
    ]);
    for (files, words) in [
        (&["main.tf", "secret.tf", "old/a.tf"][..], "1 file (2 named files left out), 0 resources"),
        (&["old/a.tf"], "(1 named file left out)"),
        (&["main.tf", "README.md"], "1 file, 0 resources"),
        (&[".skint.hcl"], "0 files, 0 resources"),
    ] {
        let ran = skint(root.path(), &[&["check"], files].concat());
        assert_eq!(ran.code, 0, "{files:?} {}", ran.err);
        assert!(ran.out.contains(words), "{files:?} {}", ran.out);
    }
    let ran = skint(root.path(), &["check", "README.md"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("README.md is not a file that Terraform loads"), "{}", ran.err);
}

/// A module of the generated repositories.
#[derive(Clone, Debug)]
struct Room {
    default: Option<bool>,
    calls: Vec<(usize, Option<bool>)>,
    provider: u8,
    tfvars: u8,
    has_backend: bool,
    is_ignored: bool,
    comment: bool,
}

fn room() -> impl Strategy<Value = Room> {
    let call = (0..5_usize, proptest::option::of(any::<bool>()));
    let calls = proptest::collection::vec(call, 0..3);
    let flags = (0..3_u8, 0..4_u8, any::<bool>(), 0..8_u8, any::<bool>());
    (proptest::option::of(any::<bool>()), calls, flags).prop_map(
        |(default, calls, (provider, tfvars, has_backend, ignored, comment))| {
            let is_ignored = ignored == 0;
            Room { default, calls, provider, tfvars, has_backend, is_ignored, comment }
        },
    )
}

const PATHS: [&str; 5] = ["", "a/", "a/b/", "c/", "c/d/e/"];

/// The way from one room to another.
fn way(from: &str, to: &str) -> String {
    let up = from.matches('/').count();
    format!("./{}{}", "../".repeat(up), to.trim_end_matches('/'))
}

fn kind(it: bool) -> &'static str {
    if it { "gp2" } else { "gp3" }
}

fn files(rooms: &[Room]) -> Vec<(String, String)> {
    let called: BTreeSet<usize> = rooms.iter().flat_map(|it| &it.calls).map(|it| it.0).collect();
    let mut files = Vec::new();
    let mut ignored = Vec::new();
    for (at, (room, path)) in rooms.iter().zip(PATHS).enumerate() {
        let default = room.default.map(|it| format!("\n  default = \"{}\"\n", kind(it)));
        let comment = if room.comment { "  # skint:ignore[volume-gp2] as it was\n" } else { "" };
        let main = format!(
            "variable \"kind\" {{{}}}\n\nresource \"aws_ebs_volume\" \"data\" {{\n  availability_zone = \"eu-west-1a\"\n\
             \x20 size = 100\n{comment}  type = var.kind\n}}\n",
            default.unwrap_or_default()
        );
        let mut more = Vec::new();
        for (nth, (to, said)) in room.calls.iter().enumerate() {
            let said = said.map(|it| format!("  kind = \"{}\"\n", kind(it))).unwrap_or_default();
            more.push(format!(
                "module \"m{nth}\" {{\n  source = \"{}\"\n{said}}}\n\n",
                way(path, PATHS[*to])
            ));
        }
        if room.provider > 0 {
            let team = if room.provider == 1 { "team" } else { "other" };
            more.push(format!(
                "provider \"aws\" {{\n  default_tags {{\n    tags = {{ {team} = \"x\" }}\n  }}\n}}\n"
            ));
        }
        // Where state is kept, nobody else calls.
        if room.has_backend && !called.contains(&at) {
            more.push("terraform {\n  backend \"s3\" {}\n}\n".to_owned());
        }
        let values = match room.tfvars {
            1 => Some("terraform.tfvars"),
            2 => Some("prod.tfvars"),
            3 => Some("envs/prod.tfvars"),
            _ => None,
        };
        files.extend(values.map(|it| (format!("{path}{it}"), "kind = \"gp2\"\n".to_owned())));
        files.push((format!("{path}main.tf"), main));
        files.push((format!("{path}more.tf"), more.concat()));
        if room.is_ignored && at > 0 {
            ignored.push(format!("/{path}\n"));
        }
    }
    files.push((".gitignore".into(), ignored.concat()));
    files.push((".skint.hcl".into(), "tags {\n  required = [\"team\"]\n}\n".into()));
    files
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn files_are_judged_as_the_whole_judges_them(rooms in proptest::collection::vec(room(), 5)) {
        let files = files(&rooms);
        let texts: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        let root = repository(&texts);
        let more = ["--preset", "strict"];
        let all = whole(root.path(), &more);
        // What is ignored is left out, also where it is called and has part in a circle.
        let is_ignored = |it: &str| PATHS.iter().zip(&rooms).skip(1).any(|(path, room)| room.is_ignored && it.starts_with(path));
        let names = texts.iter().map(|it| it.0).filter(|it| *it != ".gitignore" && !is_ignored(it));
        let names: Vec<&str> = names.collect();
        for name in &names {
            same(root.path(), &all, &[name], &more).map_err(TestCaseError::fail)?;
        }
        same(root.path(), &all, &names[..2], &more).map_err(TestCaseError::fail)?;
    }
}
