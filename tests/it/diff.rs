//! What a change does: scratch repositories with two states, and what is said of them.

pub(crate) mod repository;
mod states;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use self::repository::{Repository, scratch};
use crate::program::skint;
use crate::reports::forbid_more;

const VOLUME: &str = "resource \"aws_ebs_volume\" \"data\" {\n  availability_zone = \"us-east-1a\"\n  size              = 80\n  type              = \"gp2\"\n}\n";
const PROVIDER: &str = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";

/// `state rule address`, each place once, sorted; and the exit code.
fn told(root: &Path, args: &[&str]) -> (i32, Vec<String>) {
    let (code, json) = json(root, args);
    let mut told = Vec::new();
    for it in json["findings"].as_array().unwrap() {
        for place in it["places"].as_array().unwrap() {
            let text = |it: &Value| it.as_str().unwrap().to_owned();
            told.push([text(&it["state"]), text(&it["rule"]), text(&place["address"])].join(" "));
        }
    }
    told.sort();
    (code, told)
}

fn json(root: &Path, args: &[&str]) -> (i32, Value) {
    let fixed = ["diff", "--today", "2026-11-21", "--rule", "volume-gp2", "--format", "json"];
    let ran = skint(root, &[&fixed, args].concat());
    (ran.code, serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err)))
}

fn named(name: &str, text: &str) -> String {
    text.replace("\"data\"", &format!("\"{name}\""))
}

/// A repository whose one commit has these files.
fn with(files: &[(&str, &str)]) -> Option<Repository> {
    let it = scratch()?;
    it.commit(files);
    Some(it)
}

#[test]
fn new_gone_and_moved() {
    let Some(it) = with(&[("a.tf", &[VOLUME, &named("old", VOLUME)].concat())]) else { return };
    let (code, told_) = told(it.root(), &[]);
    assert_eq!((code, told_), (0, Vec::<String>::new()));
    it.write(&[("a.tf", &["# moved\n\n", VOLUME, &named("new", VOLUME)].concat())]);
    let (code, told_) = told(it.root(), &[]);
    assert_eq!(code, 1);
    let new = "new volume-gp2 aws_ebs_volume.new";
    assert_eq!(told_, ["gone volume-gp2 aws_ebs_volume.old", new]);
    it.write(&[("a.tf", &[&VOLUME.replace("gp2", "gp3"), &*named("old", VOLUME)].concat())]);
    assert_eq!(told(it.root(), &[]), (0, vec!["fixed volume-gp2 aws_ebs_volume.data".to_owned()]));
}

#[test]
fn a_file_with_another_name_changes_nothing() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    it.remove("a.tf");
    it.write(&[("b.tf", VOLUME)]);
    assert_eq!(told(it.root(), &[]).1, Vec::<String>::new());
    let since = ["--changed-since", "HEAD", "--rule", "volume-gp2", "--format", "short"];
    assert_eq!(skint(it.root(), &since).out, "");
}

#[test]
fn what_a_call_passes_to_a_module_counts() {
    let module = format!("variable \"kind\" {{}}\n{}", VOLUME.replace("\"gp2\"", "var.kind"));
    let call = "module \"m\" {\n  source = \"../m\"\n  kind   = \"gp3\"\n}\n";
    let Some(it) = with(&[("m/main.tf", &module), ("a/main.tf", call), ("b/main.tf", call)]) else {
        return;
    };
    it.write(&[("a/main.tf", &call.replace("gp3", "gp2"))]);
    let (code, json) = json(it.root(), &[]);
    assert_eq!(code, 1);
    let place = &json["findings"][0]["places"][0];
    assert_eq!((&place["root"], &place["path"]), (&"a".into(), &"m/main.tf".into()), "{json}");
    let since = ["--changed-since", "HEAD", "--rule", "volume-gp2", "--format", "short"];
    let ran = skint(it.root(), &since);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    // A module that is gone, and that somebody still calls.
    it.remove("m/main.tf");
    assert_eq!(told(it.root(), &[]).0, 0);
}

#[test]
fn values_files_count_and_ignored_ones_are_there_on_both_sides() {
    let text = format!(
        "variable \"kind\" {{\n  default = \"gp3\"\n}}\n{}",
        VOLUME.replace("\"gp2\"", "var.kind")
    );
    let files = [("a.tf", text.as_str()), (".gitignore", "terraform.tfvars\n"), ("b.tf", "")];
    let Some(it) = with(&files) else { return };
    it.write(&[("terraform.tfvars", "kind = \"gp2\"\n")]);
    assert_eq!(told(it.root(), &[]), (0, vec![]));
    it.remove("terraform.tfvars");
    it.write(&[("x.auto.tfvars", "kind = \"gp2\"\n")]);
    assert_eq!(told(it.root(), &[]).1, ["new volume-gp2 aws_ebs_volume.data"]);
    it.commit(&[("x.auto.tfvars", "kind = \"gp3\"\n"), ("prod.tfvars", "kind = \"gp3\"\n")]);
    it.write(&[("prod.tfvars", "kind = \"gp2\"\n")]);
    let (_, told_) = told(it.root(), &["--var-file", "prod.tfvars"]);
    assert_eq!(told_, ["new volume-gp2 aws_ebs_volume.data"]);
}

#[test]
fn files_that_expressions_read_count() {
    let text = VOLUME.replace("\"gp2\"", "jsondecode(file(\"kind.json\"))");
    let Some(it) = with(&[("a.tf", &text), ("kind.json", "\"gp3\"")]) else { return };
    it.write(&[("kind.json", "\"gp2\"")]);
    assert_eq!(told(it.root(), &[]).1, ["new volume-gp2 aws_ebs_volume.data"]);
    it.commit(&[]);
    it.remove("kind.json");
    assert_eq!(told(it.root(), &[]).0, 0);
}

#[test]
fn what_is_suppressed_now_is_not_fixed() {
    let comment = "# skint:ignore[volume-gp2] later\n";
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    it.write(&[("a.tf", &[comment, VOLUME].concat())]);
    assert_eq!(
        told(it.root(), &[]),
        (0, vec!["accepted volume-gp2 aws_ebs_volume.data".to_owned()])
    );
    it.commit(&[]);
    it.write(&[("a.tf", VOLUME)]);
    assert_eq!(told(it.root(), &[]), (1, vec!["new volume-gp2 aws_ebs_volume.data".to_owned()]));
}

#[test]
fn one_ruler_holds_for_both_sides() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    it.write(&[(".skint.hcl", "rule \"volume-gp2\" {\n  severity = \"error\"\n}\n")]);
    assert_eq!(told(it.root(), &[]), (0, vec![]));
    it.write(&[(".skint.hcl", "rule \"volume-gp2\" {\n  enabled = false\n}\n")]);
    assert_eq!(told(it.root(), &[]), (0, vec![]));
}

#[test]
fn what_the_base_cannot_say_is_not_new_by_silence() {
    let broken = "locals {\n  a =\n}\nresource \"x\" \"y\" {\n";
    let Some(it) = with(&[("a.tf", broken), ("b/b.tf", "locals {}\n")]) else { return };
    it.write(&[("a.tf", VOLUME), ("b/b.tf", VOLUME)]);
    let (code, told_) = told(it.root(), &[]);
    let new = "new volume-gp2 aws_ebs_volume.data";
    assert_eq!((code, told_), (1, vec![new.to_owned(), new.replace("new", "unsure")]));
    let human = skint(it.root(), &["diff", "--rule", "volume-gp2", "--color", "never"]).out;
    let said = "a.tf could not be understood in the base, and can be now: ";
    assert!(human.contains(said) && human.contains("perhaps new"), "{human}");
    // Whoever mends a file is not held up for how it was.
    it.write(&[("b/b.tf", "locals {}\n")]);
    let (code, json_) = json(it.root(), &[]);
    assert_eq!((code, json_["summary"]["unsure"].as_u64()), (0, Some(1)), "{json_}");
    assert_eq!(json_["errors"][0]["of"], "base", "{json_}");
    assert!(json_["remarks"][0].as_str().unwrap().starts_with(said), "{json_}");
    it.write(&[("b/b.tf", VOLUME)]);
    it.commit(&[]);
    it.write(&[("a.tf", broken)]);
    let (code, told_) = told(it.root(), &[]);
    assert_eq!((code, told_), (2, vec!["unread volume-gp2 aws_ebs_volume.data".to_owned()]));
    // What is broken on both sides hides the same on both.
    it.commit(&[]);
    it.write(&[("c.tf", VOLUME)]);
    assert_eq!(told(it.root(), &[]).1, ["new volume-gp2 aws_ebs_volume.data"]);
}

#[test]
fn what_can_no_longer_be_decided_is_not_fixed() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    let open = format!("variable \"kind\" {{}}\n{}", VOLUME.replace("\"gp2\"", "var.kind"));
    it.write(&[("a.tf", &open)]);
    assert_eq!(told(it.root(), &[]).1, ["undecided volume-gp2 aws_ebs_volume.data"]);
}

#[test]
fn hostile_names_of_commits_are_only_names() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    let names = [
        "--upload-pack=touch x",
        "--output=x",
        "-h",
        "",
        "a\nb",
        "HEAD:a.tf",
        "@{-1}",
        "\u{1b}[31m",
        ";x",
    ];
    for name in names {
        for flag in ["--base", "--head", "--changed-since"] {
            let flag = format!("{flag}={name}");
            let command = if flag.starts_with("--ch") { "check" } else { "diff" };
            let ran = skint(it.root(), &[command, &flag]);
            assert_eq!(ran.code, 2, "{flag}: {}", ran.out);
            assert!(ran.err.contains("there is no commit"), "{flag}: {}", ran.err);
            assert!(!ran.err.contains('\u{1b}'), "{flag}: {}", ran.err);
        }
    }
    let names: Vec<_> =
        fs::read_dir(it.root()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[cfg(unix)]
#[test]
fn hostile_names_of_files_are_only_names() {
    let names =
        ["a b\n::error::x/é.tf", "-x/--help.tf", "\u{1b}[31m/$(touch x).tf", "\"q\"/a'b.tf"];
    let files: Vec<(&str, &str)> = names.iter().map(|it| (*it, VOLUME)).collect();
    let Some(it) = with(&files) else { return };
    assert_eq!(told(it.root(), &[]), (0, vec![]));
    let changed = VOLUME.replace("data", "more");
    it.write(&names.map(|it| (it, changed.as_str())));
    let (code, told_) = told(it.root(), &[]);
    assert_eq!((code, told_.len()), (1, 8));
    for format in ["human", "short", "github", "markdown", "junit", "gitlab", "outputs"] {
        let out = skint(it.root(), &["diff", "--color", "never", "--format", format]).out;
        assert!(!out.contains('\u{1b}'), "{format}: {out}");
        let orders = out.lines().filter(|it| it.trim_start().starts_with("::error::"));
        assert_eq!(orders.count(), 0, "{format}: {out}");
    }
}

#[test]
fn a_shallow_clone_says_how_to_go_deeper() {
    let Some(it) = with(&[("a.tf", "locals {}\n")]) else { return };
    it.commit(&[("a.tf", VOLUME)]);
    let clone = it.clone_of(&["--depth", "1"]);
    let first = it.git(&["rev-parse", "HEAD~1"]);
    let ran = skint(clone.root(), &["diff", "--base", first.trim()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("shallow") && ran.err.contains("git fetch --depth=1"), "{}", ran.err);
    // The tip of the branch is here, and nothing changed since.
    let ran = skint(clone.root(), &["diff"]);
    assert!(ran.code == 0 && ran.out.contains("origin/main"), "{}{}", ran.out, ran.err);
    clone.git(&["checkout", "-q", "--detach"]);
    clone.git(&["remote", "remove", "origin"]);
    clone.git(&["branch", "-D", "main"]);
    let ran = skint(clone.root(), &["diff"]);
    assert!(ran.err.contains("nothing says what to compare with"), "{}", ran.err);
}

#[test]
fn the_base_is_where_the_branch_left_what_it_goes_into() {
    let Some(it) = with(&[("a.tf", "locals {}\n")]) else { return };
    it.git(&["checkout", "-q", "-b", "work"]);
    it.commit(&[("b.tf", &named("mine", VOLUME))]);
    it.git(&["checkout", "-q", "main"]);
    it.commit(&[("c.tf", &named("theirs", VOLUME))]);
    it.git(&["checkout", "-q", "work"]);
    // Without an upstream.
    assert_eq!(told(it.root(), &[]).1, ["new volume-gp2 aws_ebs_volume.mine"]);
    assert_eq!(told(it.root(), &["--base", "main..."]).1.len(), 1);
    let against_tip = told(it.root(), &["--base", "main"]).1;
    assert_eq!(
        against_tip,
        ["gone volume-gp2 aws_ebs_volume.theirs", "new volume-gp2 aws_ebs_volume.mine"]
    );
    let human = skint(it.root(), &["diff", "--color", "never"]).out;
    assert!(human.contains("the working tree compared with where it left main ("), "{human}");
    // With one: what is not there yet.
    it.git(&["branch", "-q", "--set-upstream-to", "main"]);
    assert_eq!(told(it.root(), &[]).1.len(), 1);
    // Where the branch is pushed to is not what it is merged into.
    it.git(&["update-ref", "refs/remotes/origin/work", "work"]);
    it.git(&["config", "remote.origin.url", "."]);
    it.git(&["config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"]);
    it.git(&["branch", "-q", "--set-upstream-to", "origin/work"]);
    let human = skint(it.root(), &["diff", "--color", "never"]).out;
    assert!(human.contains("compared with where it left main ("), "{human}");
    it.git(&["update-ref", "refs/remotes/origin/main", "main"]);
    let human = skint(it.root(), &["diff", "--color", "never"]).out;
    assert!(human.contains("compared with where it left origin/main ("), "{human}");
    assert_eq!(told(it.root(), &[]).1.len(), 1);
    it.git(&["checkout", "-q", "--detach"]);
    assert_eq!(told(it.root(), &[]).1.len(), 1);
}

#[test]
fn the_head_may_be_a_commit() {
    let Some(it) = with(&[("a/a.tf", "locals {}\n")]) else { return };
    it.commit(&[("a/a.tf", VOLUME)]);
    it.write(&[("a/a.tf", &[VOLUME, &named("later", VOLUME)].concat())]);
    let args = ["--base", "HEAD~1", "--head", "HEAD"];
    let (code, told_) = told(it.root(), &args);
    assert_eq!((code, told_), (1, vec!["new volume-gp2 aws_ebs_volume.data".to_owned()]));
    let (_, told_) = told(&it.root().join("a"), &args);
    assert_eq!(told_, ["new volume-gp2 aws_ebs_volume.data"]);
    assert_eq!(told(it.root(), &["--base", "HEAD", "--head", "HEAD~1"]).1.len(), 1);
}

#[test]
fn paths_are_seen_from_where_the_user_stands() {
    let Some(it) = with(&[("infra/eu/a.tf", "locals {}\n"), ("other/a.tf", "locals {}\n")]) else {
        return;
    };
    it.write(&[("infra/eu/a.tf", VOLUME), ("other/a.tf", VOLUME)]);
    let (_, json) = json(&it.root().join("infra"), &[]);
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{json}");
    assert_eq!(findings[0]["path"], "eu/a.tf");
    assert_eq!(findings[0]["fingerprint"], "volume-gp2:infra/eu:aws_ebs_volume.data:type");
    assert_eq!(json["dollars"]["resources"][0]["root"], "infra/eu");
    assert_eq!(told(it.root(), &["other/a.tf"]).1.len(), 1);
}

#[test]
fn a_price_that_is_missing_is_no_saving() {
    let instance = "resource \"aws_instance\" \"a\" {\n  ami           = \"ami-1\"\n  instance_type = \"m5.large\"\n}\n";
    let Some(it) = with(&[("a.tf", &[PROVIDER, instance].concat())]) else { return };
    let cases = [
        ("instance_type = \"zz9.huge\"", "m5.large to nothing known"),
        ("instance_type = var.kind", "not known"),
    ];
    for (kind, why) in cases {
        let now = instance.replace("instance_type = \"m5.large\"", kind);
        it.write(&[("a.tf", &[PROVIDER, &now, "variable \"kind\" {}\n"].concat())]);
        let (_, json) = json(it.root(), &[]);
        let low = json["dollars"]["fixed"]["low"].as_str().unwrap();
        assert_eq!(low, "0", "{why}: {}", json["dollars"]);
        assert!(json["dollars"]["unknown"].as_u64().unwrap() > 0, "{why}: {json}");
        let outputs = skint(it.root(), &["diff", "--format", "outputs"]).out;
        assert!(outputs.contains("monthly-delta=\n"), "{why}: {outputs}");
    }
    it.remove("a.tf");
    it.write(&[("b.tf", PROVIDER)]);
    let (_, json) = json(it.root(), &[]);
    assert!(json["dollars"]["fixed"]["typical"].as_str().unwrap().starts_with('-'), "{json}");
}

#[test]
fn dollars_are_told_resource_by_resource() {
    let Some(it) = with(&[("a.tf", &[PROVIDER, VOLUME].concat())]) else { return };
    let now = VOLUME.replace("size              = 80", "size              = 180");
    it.write(&[("a.tf", &[PROVIDER, &now].concat())]);
    let (_, json) = json(it.root(), &[]);
    let row = &json["dollars"]["resources"][0];
    assert_eq!((&row["change"], &row["fixed"]["typical"]), (&"changed".into(), &"10".into()));
    let human = skint(it.root(), &["diff", "--rule", "volume-gp2", "--color", "never"]).out;
    assert!(human.contains("~ aws_ebs_volume.data  +$10.00"), "{human}");
    assert!(human.contains("; +$10.00 a month fixed; 0 % attributable"), "{human}");
    let outputs = skint(it.root(), &["diff", "--rule", "volume-gp2", "--format", "outputs"]).out;
    let wanted = "monthly-delta=10.00\nmonthly-delta-low=10.00\nmonthly-delta-high=10.00\nunknown-components=0\nattributable-share=0\nchanged=true\n";
    assert!(outputs.ends_with(wanted), "{outputs}");
    assert!(outputs.starts_with("exit-code=1\nfindings=1\nnew-findings=1\n"), "{outputs}");
}

/// At each traffic it costs there what it cost here.
#[test]
fn a_directory_with_another_name_costs_the_same() {
    // It may burst, which costs nothing or something.
    let machine = "resource \"aws_instance\" \"a\" {\n  ami = \"ami-1\"\n  instance_type = \"t3.micro\"\n  subnet_id = \
                   \"s\"\n  root_block_device {\n    volume_type = \"gp3\"\n    volume_size = 20\n  }\n}\n";
    let Some(it) = with(&[("one/a.tf", &[PROVIDER, machine].concat())]) else { return };
    it.remove("one/a.tf");
    it.write(&[("other/a.tf", &[PROVIDER, machine].concat())]);
    let human = skint(it.root(), &["diff", "--rule", "volume-gp2", "--color", "never"]).out;
    assert!(human.contains("all in all it costs the same"), "{human}");
    let outputs = skint(it.root(), &["diff", "--rule", "volume-gp2", "--format", "outputs"]).out;
    assert!(outputs.contains("monthly-delta-low=0.00\nmonthly-delta-high=0.00\n"), "{outputs}");
}

#[test]
fn nothing_changed_is_nothing_to_say() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    let outputs = skint(it.root(), &["diff", "--format", "outputs"]).out;
    assert!(outputs.starts_with("exit-code=0\n"), "{outputs}");
    assert!(
        outputs.contains("new-findings=0\n") && outputs.ends_with("changed=false\n"),
        "{outputs}"
    );
    for format in ["short", "github"] {
        assert_eq!(skint(it.root(), &["diff", "--format", format]).out, "");
    }
    let checked = skint(it.root(), &["--rule", "volume-gp2", "--format", "outputs"]).out;
    assert!(checked.starts_with("exit-code=1\nfindings=1\nnew-findings=\n"), "{checked}");
}

#[test]
fn outputs_are_added_to_a_file() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    it.write(&[("out", "before=1\n")]);
    skint(it.root(), &["diff", "--format", "outputs=out"]);
    let text = fs::read_to_string(it.root().join("out")).unwrap();
    assert!(text.starts_with("before=1\nexit-code=0\n"), "{text}");
}

#[test]
fn sarif_says_what_became_of_each_place() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    it.write(&[("b.tf", &named("b", VOLUME))]);
    let out = skint(it.root(), &["diff", "--rule", "volume-gp2", "--format", "sarif"]).out;
    let sarif: Value = serde_json::from_str(&out).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let states: Vec<_> = results.iter().map(|it| it["baselineState"].as_str().unwrap()).collect();
    assert_eq!(states, ["unchanged", "new"]);
    let out = skint(it.root(), &["diff", "--rule", "volume-gp2", "--format", "gitlab"]).out;
    let gitlab: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(gitlab.as_array().unwrap().len(), 2);
    let junit = skint(it.root(), &["diff", "--rule", "volume-gp2", "--format", "junit"]).out;
    assert!(junit.contains("tests=\"1\" failures=\"1\""), "{junit}");
}

#[test]
fn changed_lines_are_enough_to_be_told() {
    let Some(it) = with(&[("a.tf", &[VOLUME, &named("other", VOLUME)].concat())]) else { return };
    let since = ["--changed-since", "HEAD", "--rule", "volume-gp2", "--format", "short"];
    let ran = skint(it.root(), &since);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    // It is not new, and the line is another one.
    let now = VOLUME.replace("\"gp2\"", "\"gp2\" # as ever");
    it.write(&[("a.tf", &[&now, &*named("other", VOLUME)].concat())]);
    assert_eq!(told(it.root(), &[]), (0, vec![]));
    let ran = skint(it.root(), &since);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1), "{}", ran.out);
    assert!(ran.out.contains("aws_ebs_volume.data"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn links_submodules_and_pointers_are_understood() {
    let Some(it) = scratch() else { return };
    it.write(&[("shared/a.tf", VOLUME), ("one/b.tf", "locals {}\n"), ("lfs.tf", "locals {}\n")]);
    std::os::unix::fs::symlink("../shared/a.tf", it.root().join("one/a.tf")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", it.root().join("one/out.tf")).unwrap();
    it.commit(&[]);
    // The link that leads out is a problem of both sides, and told once.
    let (code, first) = json(it.root(), &[]);
    assert_eq!((code, first["errors"].as_array().unwrap().len()), (2, 1), "{first}");
    it.remove("one/out.tf");
    it.commit(&[]);
    it.write(&[("shared/a.tf", &VOLUME.replace("gp2", "gp3"))]);
    assert_eq!(told(it.root(), &[]).1.len(), 2);
    it.commit(&[]);
    // The content that a pointer means is the same content.
    let oid = "ce2a2c1c2a9d5e0c58d8a5d6b3b3b9f9d8b7a4c5a1b3c8d0e2f4a6b8c0d2e4f6";
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 9\n");
    it.commit(&[("lfs.tf", &pointer)]);
    it.write(&[("lfs.tf", VOLUME)]);
    let (code, json_) = json(it.root(), &[]);
    assert_eq!((code, json_["summary"]["unsure"].as_u64()), (2, Some(1)), "{json_}");
    let message = json_["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("Git LFS"), "{message}");
    // Nobody looks into the history of a submodule.
    it.commit(&[("lfs.tf", "locals {}\n")]);
    let id = it.git(&["rev-parse", "HEAD"]);
    let entry = format!("160000,{},sub", id.trim());
    it.git(&["update-index", "--add", "--cacheinfo", &entry]);
    it.git(&["commit", "-q", "-m", "a submodule"]);
    it.write(&[("sub/a.tf", VOLUME)]);
    let (code, json_) = json(it.root(), &[]);
    assert_eq!((code, json_["summary"]["new"].as_u64()), (0, Some(0)), "{json_}");
    assert!(json_["remarks"][0].as_str().unwrap().contains("the submodule sub"), "{json_}");
}

#[test]
fn without_git_it_is_said_what_is_missing() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    let program = assert_cmd::cargo::cargo_bin("skint");
    let ran = Command::new(program).arg("diff").env("PATH", "").current_dir(it.root()).output();
    let ran = ran.unwrap();
    let err = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.code() == Some(2) && err.contains("the program git is not there"), "{err}");
    let elsewhere = tempfile::TempDir::new().unwrap();
    fs::write(elsewhere.path().join("a.tf"), VOLUME).unwrap();
    let ran = skint(elsewhere.path(), &["diff"]);
    assert!(ran.code == 2 && ran.err.contains("is in no git repository"), "{}", ran.err);
}

/// Nothing of the repository's configuration is run, and nothing is written.
#[cfg(unix)]
#[test]
fn git_runs_nothing_of_the_repository() {
    let Some(it) = with(&[("a.tf", VOLUME), (".gitattributes", "*.tf filter=x diff=x\n")]) else {
        return;
    };
    let run = format!("touch {}; cat", it.root().join("ran").display());
    for name in
        ["core.fsmonitor", "core.pager", "filter.x.clean", "filter.x.smudge", "diff.external"]
    {
        it.git(&["config", name, &run]);
    }
    it.git(&["config", "diff.x.textconv", &run]);
    it.write(&[("a.tf", &VOLUME.replace("80", "90"))]);
    let index = fs::read(it.root().join(".git/index")).unwrap();
    assert_eq!(told(it.root(), &[]).0, 0);
    assert!(!it.root().join("ran").exists());
    assert_eq!(index, fs::read(it.root().join(".git/index")).unwrap());
}

#[test]
fn json_is_as_its_schema_says() {
    let text = fs::read_to_string("docs/diff.schema.json").unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    forbid_more(&mut schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let Some(it) = with(&[("a.tf", &[PROVIDER, VOLUME].concat()), ("b.tf", "locals {\n")]) else {
        return;
    };
    it.write(&[("c.tf", "resource \"aws_kms_key\" \"k\" {}\n"), ("a.tf", &named("x", VOLUME))]);
    let json = json(it.root(), &[]).1;
    let errors: Vec<_> =
        validator.iter_errors(&json).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn what_rests_on_usage_that_nobody_knows_is_not_the_same() {
    let function = |memory: &str| {
        format!(
            "resource \"aws_lambda_function\" \"f\" {{\n  function_name = \"f\"\n  role = \"r\"\n  memory_size = {memory}\n}}\n"
        )
    };
    let Some(it) = with(&[("a.tf", &function("512"))]) else { return };
    it.write(&[("a.tf", &function("10240"))]);
    let args = ["diff", "--color", "never", "--rule", "volume-gp2"];
    let ran = skint(it.root(), &args);
    assert!(ran.out.contains("what it costs more or less is not known"), "{}", ran.out);
    // What has nothing to do with dollars is no reason to say so.
    it.write(&[("a.tf", &function("512").replace("\"r\"", "\"s\""))]);
    let ran = skint(it.root(), &args);
    assert!(ran.out.contains("it costs the same"), "{}", ran.out);
}

#[test]
fn a_commit_in_the_place_of_a_path_is_told() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    let ran = skint(it.root(), &["diff", "main"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`skint diff --base main`"), "{}", ran.err);
}

#[test]
fn of_named_files_that_is_told_which_their_callers_decide() {
    let module = |more: &str| {
        format!(
            "variable \"t\" {{\n  default = \"gp2\"\n}}\nvariable \"u\" {{\n  default = \"gp3\"\n}}\n{more}"
        )
    };
    let call = "module \"m\" {\n  source = \"./m\"\n  t      = \"gp3\"\n  u      = \"gp2\"\n}\n";
    let Some(it) = with(&[("a.tf", call), ("m/m.tf", &module(""))]) else { return };
    let volume = |name: &str| named(name, VOLUME).replace("\"gp2\"", &format!("var.{name}"));
    it.write(&[("m/m.tf", &module(&(volume("t") + &volume("u"))))]);
    let new = ["new volume-gp2 module.m.aws_ebs_volume.u"];
    assert_eq!(told(it.root(), &[]).1, new);
    assert_eq!(told(it.root(), &["m/m.tf"]).1, new);
    assert_eq!(told(it.root(), &["a.tf"]).1, [""; 0]);
    let args = ["check", "--changed-since", "HEAD", "--rule", "volume-gp2", "m/m.tf"];
    let ran = skint(it.root(), &[&args[..], &["--format", "short"]].concat());
    assert!(ran.out.contains("`u`") && !ran.out.contains("`t`"), "{}", ran.out);
}

#[test]
fn what_git_ignores_beside_a_called_module_hides_none_of_it() {
    let call = "module \"m\" {\n  source = \"../mods/m\"\n}\n";
    let ignored = [(".gitignore", "*_override.tf\n"), ("r/main.tf", call), ("mods/m/m.tf", VOLUME)];
    let Some(it) = with(&ignored) else { return };
    it.write(&[("mods/m/my_override.tf", "# mine\n")]);
    assert_eq!(told(it.root(), &["r"]), (0, vec![]));
}

#[test]
fn what_a_called_module_ignores_itself_is_the_same_in_both_states() {
    let call = "module \"m\" {\n  source = \"./mods/m\"\n}\n";
    let ignored = [
        (".skintignore", "mods/\n"),
        ("a.tf", call),
        ("mods/m/m.tf", "locals {}\n"),
        ("mods/m/v.tf", VOLUME),
        ("mods/m/.skintignore", "v.tf\n"),
    ];
    let Some(it) = with(&ignored) else { return };
    assert_eq!(told(it.root(), &[]), (0, vec![]));
}

#[test]
fn the_last_file_may_go() {
    let Some(it) = with(&[("a.tf", VOLUME)]) else { return };
    it.remove("a.tf");
    assert_eq!(told(it.root(), &[]), (0, vec!["gone volume-gp2 aws_ebs_volume.data".to_owned()]));
}
