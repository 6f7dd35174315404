//! `--fix` and `--diff`: what is changed, what stays to the byte, and what is told of what is left.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use serde_json::Value;
use skint::load;
use skint::pack::{Packs, Rule};
use tempfile::TempDir;

use crate::fixtures;
use crate::program::{Ran, repository, skint};

const VOLUME: &str = "resource \"aws_ebs_volume\" \"data\" {\n  availability_zone = \"eu-west-1a\"\n  size              = 80\n  type              = \"gp2\"\n}\n";
/// Its fixtures speak of other rules, which have said what they have to say by then.
const UNUSED: &str = "unused-suppressions";
const LOGS: &str = "resource \"aws_cloudwatch_log_group\" \"api\" {\n  name = \"api\"\n}\n";

fn ran(root: &Path, args: &[&str]) -> Ran {
    skint(root, &[&["--today", "2026-11-21", "--color", "never"], args].concat())
}

fn json(root: &Path, args: &[&str]) -> Value {
    let ran = ran(root, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
}

fn gp3(text: &str) -> String {
    text.replace("gp2", "gp3")
}

fn text(root: &TempDir, path: &str) -> String {
    fs::read_to_string(root.path().join(path)).unwrap()
}

/// Every file of a repository.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(root: &Path, directory: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with(".git") {
                    collect(root, &path, found);
                }
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(root, root, &mut found);
    found
}

/// Applies a patch as git does. `None`: there is no git.
fn applied(root: &Path, patch: &str) -> Option<()> {
    let file = TempDir::new().unwrap();
    let file_path = file.path().join("it.patch");
    fs::write(&file_path, patch).unwrap();
    // A repository of git's own, so that none around it is asked.
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(root).args(args).env("GIT_CONFIG_NOSYSTEM", "1").output()
    };
    let Ok(made) = git(&["init", "--quiet"]) else {
        eprintln!("skipped: there is no git to apply a patch with");
        return None;
    };
    assert!(made.status.success());
    let done = git(&["apply", "--whitespace=nowarn", file_path.to_str().unwrap()]).unwrap();
    assert!(done.status.success(), "{}\n{patch}", String::from_utf8_lossy(&done.stderr));
    Some(())
}

/// The fixtures of a rule in one repository.
fn all_fixtures(rule: &str) -> TempDir {
    let root = repository(&[]);
    for (path, file) in fixtures::files(&format!("rules/{rule}")) {
        let rest = path.splitn(3, '/').nth(2).unwrap();
        if rest.contains(".snap") {
            continue;
        }
        // A fixture is a module of its own.
        let rest = if rest.contains('/') {
            rest.to_owned()
        } else {
            format!("{}/main.tf", rest.trim_end_matches(".tf"))
        };
        let to = root.path().join(rest);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, fixtures::read(&file)).unwrap();
    }
    root
}

#[test]
fn fixtures_come_to_rest_and_the_patch_says_the_same() {
    let rules = Packs::default().all();
    let rules = rules.into_iter().filter(|it| it.cases.iter().any(|it| it.fix.is_some()));
    let rules: Vec<Rule> = rules.filter(|it| it.detector.as_deref() != Some(UNUSED)).collect();
    assert!(rules.len() > 10);
    rules.into_par_iter().for_each(|rule| {
        let (fixed, patched) = (all_fixtures(&rule.name), all_fixtures(&rule.name));
        let all = ["--preset", "strict", "--unsafe-fixes"];
        let patch = ran(patched.path(), &[&all[..], &["--diff"]].concat());
        let (before, name) = (files(fixed.path()), &rule.name);
        assert_eq!(files(patched.path()), before, "{name}: --diff changed something");
        let first = ran(fixed.path(), &[&all[..], &["--fix"]].concat());
        assert!(first.err.contains("fixed "), "{name}: {}", first.err);
        assert!(!first.err.contains("left "), "{name}: {}", first.err);
        let after = files(fixed.path());
        assert_ne!(after, before, "{name}");
        let second = json(fixed.path(), &[&all[..], &["--fix"]].concat());
        assert_eq!(second["fixed"], Value::Array(Vec::new()), "{name}");
        assert_eq!(files(fixed.path()), after, "{name}");
        if applied(patched.path(), &patch.out).is_some() {
            assert_eq!(files(patched.path()), after, "{name}");
        }
    });
}

#[test]
fn what_remains_is_reported_and_what_was_fixed_is_told() {
    let root = repository(&[("a.tf", VOLUME), ("b.tf", LOGS)]);
    let rules = ["--rule", "volume-gp2", "--rule", "logs-kept-forever"];
    let offered = ran(root.path(), &rules);
    assert!(
        offered.out.contains("1 can be fixed with --fix (1 more with --unsafe-fixes)"),
        "{}",
        offered.out
    );
    let would = ran(root.path(), &[&rules[..], &["--unsafe-fixes"]].concat());
    assert!(would.out.contains("2 can be fixed with --fix --unsafe-fixes"), "{}", would.out);
    let safe = ran(root.path(), &[&rules[..], &["--fix"]].concat());
    assert_eq!(safe.err, "fixed a.tf:4 volume-gp2: set `type` to \"gp3\"\n");
    assert!(
        safe.out.contains("fixed 1 finding in 1 file (1 fix more with --unsafe-fixes)"),
        "{}",
        safe.out
    );
    assert_eq!((text(&root, "a.tf"), text(&root, "b.tf")), (gp3(VOLUME), LOGS.to_owned()));
    let rest = ran(root.path(), &[&rules[..], &["--fix", "--unsafe-fixes"]].concat());
    assert_eq!(rest.code, 0);
    assert!(rest.out.contains("no findings"), "{}", rest.out);
    assert!(rest.out.contains("fixed 1 finding in 1 file\n"), "{}", rest.out);
    assert_eq!(
        text(&root, "b.tf"),
        "resource \"aws_cloudwatch_log_group\" \"api\" {\n  retention_in_days = 30\n\n  name = \"api\"\n}\n"
    );
    let nothing = ran(root.path(), &[&rules[..], &["--fix"]].concat());
    assert!(nothing.out.ends_with("fixed nothing\n"), "{}", nothing.out);
}

#[test]
fn the_exit_code_is_about_what_remains() {
    let root = repository(&[("a.tf", VOLUME)]);
    assert_eq!(ran(root.path(), &["--diff"]).code, 1);
    assert_eq!(ran(root.path(), &[]).code, 1);
    assert_eq!(ran(root.path(), &["--fix"]).code, 0);
    assert_eq!(ran(root.path(), &["--diff"]).code, 0);
}

#[test]
fn json_says_what_was_fixed() {
    let root = repository(&[("a.tf", VOLUME)]);
    let report = json(root.path(), &["--fix"]);
    let fixed = &report["fixed"][0];
    assert_eq!(fixed["rule"], "volume-gp2");
    assert_eq!((&fixed["path"], &fixed["line"]), (&"a.tf".into(), &4.into()));
    assert_eq!(fixed["files"], Value::Array(vec!["a.tf".into()]));
    assert_eq!(report["findings"], Value::Array(Vec::new()));
}

#[test]
fn byte_order_marks_ends_of_lines_and_of_files_stay() {
    let both = format!("{VOLUME}{LOGS}");
    let dos = format!("\u{feff}{}", both.trim_end().replace('\n', "\r\n"));
    let root = repository(&[("a.tf", &dos)]);
    let patched = repository(&[("a.tf", &dos)]);
    let patch = ran(patched.path(), &["--diff", "--unsafe-fixes"]);
    ran(root.path(), &["--fix", "--unsafe-fixes"]);
    let fixed = text(&root, "a.tf");
    assert!(fixed.contains("retention_in_days = 30\r\n\r\n"), "{fixed:?}");
    assert!(fixed.contains("\"gp3\""), "{fixed:?}");
    assert!(fixed.starts_with('\u{feff}') && fixed.ends_with("\r\n}"), "{fixed:?}");
    assert_eq!(fixed.matches('\n').count(), fixed.matches("\r\n").count());
    if applied(patched.path(), &patch.out).is_some() {
        assert_eq!(text(&patched, "a.tf"), fixed);
    }
}

#[test]
fn what_is_suppressed_stays() {
    let quiet = VOLUME.replace("\"gp2\"", "\"gp2\" # skint:ignore[volume-gp2] old");
    let root = repository(&[("a.tf", &quiet)]);
    assert_eq!(ran(root.path(), &["--diff"]).out, "");
    assert_eq!(ran(root.path(), &["--fix"]).err, "");
    assert_eq!(text(&root, "a.tf"), quiet);
    // Nobody mends by mistake what somebody accepted.
    assert_eq!(ran(root.path(), &["--fix", "--no-ignores"]).code, 2);
}

/// One text makes both volumes.
#[test]
fn what_is_suppressed_in_part_stays() {
    let two = VOLUME.replace("{\n", "{\n  count = 2\n");
    let settings = "ignore {\n  rules     = [\"volume-gp2\"]\n  addresses = [\"aws_ebs_volume.data[0]\"]\n  reason    = \"old\"\n}\n";
    let root = repository(&[("a.tf", &two), (".skint.hcl", settings)]);
    let ran = ran(root.path(), &["--fix"]);
    assert!(ran.err.contains("it would change what is suppressed too"), "{}{}", ran.err, ran.out);
    assert_eq!(text(&root, "a.tf"), two);
}

#[test]
fn a_comment_that_suppresses_nothing_goes() {
    let mended = gp3(VOLUME);
    let alone = format!("# skint:ignore[volume-gp2] old\n{mended}");
    let behind = mended.replace("\"gp3\"", "\"gp3\" # skint:ignore[volume-gp2] old");
    for text_before in [alone, behind] {
        let dos = text_before.replace('\n', "\r\n");
        let root = repository(&[("a/a.tf", &text_before), ("b/a.tf", &dos)]);
        let ran = ran(root.path(), &["--fix"]);
        assert!(ran.err.contains("suppression-unused: remove the comment"), "{}", ran.err);
        assert_eq!(text(&root, "a/a.tf"), mended);
        assert_eq!(text(&root, "b/a.tf"), mended.replace('\n', "\r\n"));
    }
}

#[test]
fn only_what_is_asked_for_is_changed() {
    let other = VOLUME.replace("data", "other");
    let fresh = || repository(&[("a.tf", VOLUME), ("b.tf", &other), ("c.tf", LOGS)]);
    let root = fresh();
    ran(root.path(), &["b.tf", "--fix"]);
    assert_eq!((text(&root, "a.tf"), text(&root, "b.tf")), (VOLUME.to_owned(), gp3(&other)));
    let root = fresh();
    ran(root.path(), &["--fix", "--unsafe-fixes", "--rule", "logs-kept-forever"]);
    assert_eq!(text(&root, "a.tf"), VOLUME);
    assert!(text(&root, "c.tf").contains("retention_in_days"));
    for args in [["--skip", "volume-gp2"], ["--min-severity", "error"]] {
        let root = fresh();
        ran(root.path(), &[&args[..], &["--fix"]].concat());
        assert_eq!((text(&root, "a.tf"), text(&root, "b.tf")), (VOLUME.to_owned(), other.clone()));
    }
}

/// A rule that writes the bare text of a value where it was said.
fn baring(attribute: &str) -> String {
    rule("baring", &format!("self.{attribute} != null"), attribute)
        + &format!("  fix {{\n    edits = [self.{attribute}]\n    title = \"bare it\"\n  }}\n}}\n")
}

/// A rule about volumes, but for its fix.
fn rule(name: &str, when: &str, at: &str) -> String {
    format!(
        "rule \"{name}\" {{\n  title     = \"t\"\n  severity  = \"warning\"\n  concern   = \"cost\"\n  resources = [\"aws_ebs_volume\"]\n  when      = {when}\n  at        = \"{at}\"\n  message   = \"m\"\n  why       = \"w\"\n  help      = \"h\"\n  sources   = [\"https://example.com\"]\n\n"
    )
}

/// The mistake shows in a file that was named, and its cause is in another.
#[test]
fn a_file_that_was_not_named_is_left_and_told() {
    let used = VOLUME.replace("\"gp2\"", "var.type");
    let variable = "variable \"type\" {\n  default = \"gp2\"\n}\n";
    let pack = baring("type");
    let root = repository(&[("a.tf", &used), ("b.tf", variable), ("packs/p.hcl", &pack)]);
    let named = ran(root.path(), &["a.tf", "--fix", "--rules", "packs", "--rule", "baring"]);
    assert_eq!(named.err, "left a.tf:4 baring: b.tf was not named\n");
    assert_eq!(named.code, 1);
    assert_eq!((text(&root, "a.tf"), text(&root, "b.tf")), (used, variable.to_owned()));
}

#[test]
fn fixes_of_one_place_take_turns() {
    // Two rules write at the beginning of one block.
    let pack = |name: &str, attribute: &str| {
        rule(name, &format!("self.{attribute} == null"), attribute)
            + "  fix {\n    set = true\n  }\n}\n"
    };
    let root = repository(&[
        ("a.tf", VOLUME),
        ("packs/one.hcl", &pack("one", "encrypted")),
        ("packs/two.hcl", &pack("two", "multi_attach_enabled")),
    ]);
    let ran = ran(
        root.path(),
        &["--rules", "packs", "--fix", "--rule", "one", "--rule", "two", "--rule", "volume-gp2"],
    );
    assert_eq!(ran.err.lines().count(), 3, "{}", ran.err);
    let fixed = text(&root, "a.tf");
    assert!(fixed.contains("  encrypted = true\n"), "{fixed}");
    assert!(fixed.contains("  multi_attach_enabled = true\n"), "{fixed}");
    assert!(fixed.contains("\"gp3\""), "{fixed}");
}

/// Two rules that want the contrary do not write for ever.
#[test]
fn what_does_not_mend_is_made_once() {
    let pack = |name: &str, is: bool| {
        rule(name, &format!("self.encrypted == {is}"), "encrypted")
            + &format!("  fix {{\n    set = {}\n  }}\n}}\n", !is)
    };
    let volume = VOLUME.replace("size  ", "encrypted = true\n  size  ");
    let root = repository(&[
        ("a.tf", &volume),
        ("packs/one.hcl", &pack("one", true)),
        ("packs/two.hcl", &pack("two", false)),
    ]);
    let ran = ran(root.path(), &["--rules", "packs", "--fix", "--rule", "one", "--rule", "two"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    let left = "left a.tf:3 one: it was made, and it is found again\n";
    assert!(ran.err.ends_with(left), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 3, "{}", ran.err);
}

/// What would break a file is not written, and the rest of what is to do in it is.
#[test]
fn what_would_leave_no_terraform_is_left() {
    let broken = VOLUME.replace("eu-west-1a", "a = {");
    let root = repository(&[("a.tf", &broken), ("packs/p.hcl", &baring("availability_zone"))]);
    let rules = ["--rules", "packs", "--rule", "baring", "--rule", "volume-gp2"];
    let ran = ran(root.path(), &[&rules[..], &["--fix"]].concat());
    assert_eq!(
        ran.err,
        "fixed a.tf:4 volume-gp2: set `type` to \"gp3\"\nleft a.tf:2 baring: what it leaves is no Terraform\n"
    );
    assert_eq!(ran.code, 1);
    assert_eq!(text(&root, "a.tf"), gp3(&broken));
}

#[test]
fn a_file_that_is_not_wholly_terraform_is_left() {
    let broken = format!("{VOLUME}resource \"x\" \"y\" {{\n  a = = 1\n}}\n");
    let root = repository(&[("a.tf", &broken), ("b.tf", &VOLUME.replace("data", "b"))]);
    let ran = ran(root.path(), &["--fix"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("left a.tf:4 volume-gp2: a.tf is not wholly Terraform"),
        "{}",
        ran.err
    );
    assert_eq!(text(&root, "a.tf"), broken);
    assert!(text(&root, "b.tf").contains("gp3"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let root = repository(&[("shared/v.tf", VOLUME)]);
    let real = root.path().join("shared/v.tf");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    for directory in ["dev", "prod"] {
        fs::create_dir(root.path().join(directory)).unwrap();
        symlink("../shared/v.tf", root.path().join(directory).join("v.tf")).unwrap();
    }
    let ran = ran(root.path(), &["--fix"]);
    assert_eq!(ran.code, 0, "{}{}", ran.err, ran.out);
    assert_eq!(text(&root, "shared/v.tf"), gp3(VOLUME));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    let link = root.path().join("dev/v.tf");
    assert!(link.symlink_metadata().unwrap().file_type().is_symlink());
    assert_eq!(fs::read_dir(root.path().join("shared")).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_is_a_problem() {
    use std::os::unix::fs::PermissionsExt;
    let root = repository(&[("a.tf", VOLUME), ("b.tf", &VOLUME.replace("data", "b"))]);
    let closed = root.path().join("a.tf");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o444)).unwrap();
    let ran = ran(root.path(), &["--fix"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("left a.tf:4 volume-gp2: a.tf is read-only"), "{}", ran.err);
    assert!(ran.out.contains("error[unwritable]: a.tf: is read-only"), "{}", ran.out);
    // It is still there.
    assert!(ran.out.contains("warning[volume-gp2]"), "{}", ran.out);
    assert_eq!(text(&root, "a.tf"), VOLUME);
    assert!(text(&root, "b.tf").contains("gp3"));
}

#[test]
fn what_was_changed_meanwhile_stays() {
    let root = repository(&[("a.tf", "a = 1\n")]);
    let path = root.path().join("a.tf");
    let why = load::replace(&path, root.path(), "a = 0\n", "a = 2\n").unwrap_err();
    assert!(why.contains("changed by somebody else"), "{why}");
    assert_eq!(text(&root, "a.tf"), "a = 1\n");
    assert_eq!(files(root.path()).len(), 1);
    load::replace(&path, root.path(), "a = 1\n", "a = 2\n").unwrap();
    assert_eq!(text(&root, "a.tf"), "a = 2\n");
    assert_eq!(files(root.path()).len(), 1);
}

#[test]
fn nothing_is_written_outside_or_into_copies() {
    let root = repository(&[
        ("in/a.tf", "a = 1\n"),
        ("out/a.tf", "a = 1\n"),
        ("in/.terraform/modules/m/a.tf", "a = 1\n"),
    ]);
    let inside = root.path().join("in");
    for path in ["out/a.tf", "in/.terraform/modules/m/a.tf", "in/../out/a.tf"] {
        let path = root.path().join(path);
        assert!(load::replace(&path, &inside, "a = 1\n", "a = 2\n").is_err(), "{}", path.display());
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../out/a.tf", inside.join("link.tf")).unwrap();
        let why = load::replace(&inside.join("link.tf"), &inside, "a = 1\n", "a = 2\n");
        assert_eq!(why, Err("leads out of the repository".to_owned()));
    }
    assert_eq!(text(&root, "out/a.tf"), "a = 1\n");
}

#[cfg(unix)]
#[test]
fn names_that_are_odd_are_quoted_in_the_patch() {
    let names = ["a b.tf", "c\"d\\e.tf", "f\tg\nh\u{1b}.tf", "ü.tf"];
    for name in names {
        let (fixed, patched) = (repository(&[(name, VOLUME)]), repository(&[(name, VOLUME)]));
        let patch = ran(patched.path(), &["--diff"]);
        assert!(!patch.out.contains('\u{1b}'), "{}", patch.out);
        ran(fixed.path(), &["--fix"]);
        assert_eq!(text(&fixed, name), gp3(VOLUME));
        if applied(patched.path(), &patch.out).is_some() {
            assert_eq!(text(&patched, name), gp3(VOLUME), "{name:?}");
        }
    }
}

/// As git does: from the repository's root, wherever one stands.
#[test]
fn a_patch_has_paths_from_the_root() {
    let root = repository(&[("infra/eu/a.tf", VOLUME)]);
    let ran = ran(&root.path().join("infra"), &["--diff", "eu"]);
    assert!(ran.out.starts_with("diff --git a/infra/eu/a.tf b/infra/eu/a.tf\n"), "{}", ran.out);
    assert_eq!(ran.err, "would fix 1 finding in 1 file\n");
}

#[test]
fn a_baseline_mends_nothing() {
    let root = repository(&[("a.tf", VOLUME)]);
    let ran = ran(root.path(), &["baseline", "--fix"]);
    assert_eq!((ran.code, text(&root, "a.tf")), (2, VOLUME.to_owned()));
}

#[test]
fn what_a_variable_decides_is_not_written_over() {
    let module = "variable \"disk\" {\n  type = string\n}\n".to_owned()
        + &VOLUME.replace("\"gp2\"", "var.disk");
    let call = |name: &str, disk: &str| {
        format!("module \"{name}\" {{\n  source = \"./m\"\n  disk   = \"{disk}\"\n}}\n")
    };
    let calls = call("dev", "gp2") + &call("prod", "io2");
    let root = repository(&[("main.tf", &calls), ("m/main.tf", &module)]);
    let before = files(root.path());
    let ran = ran(root.path(), &["--fix", "--unsafe-fixes"]);
    assert!(ran.out.contains("module.dev.aws_ebs_volume.data"), "{}", ran.out);
    assert_eq!(files(root.path()), before);
}

#[test]
fn labels_for_all_are_not_written_where_the_provider_has_none() {
    let google = |version: &str| {
        format!(
            "terraform {{\n  required_providers {{\n    google = {{\n      source  = \"hashicorp/google\"\n      version = \"{version}\"\n    }}\n  }}\n}}\n\n\
             provider \"google\" {{\n  project = \"p\"\n}}\n\n\
             resource \"google_storage_bucket\" \"a\" {{\n  name     = \"a\"\n  location = \"EU\"\n}}\n\n\
             resource \"google_storage_bucket\" \"b\" {{\n  name     = \"b\"\n  location = \"EU\"\n}}\n"
        )
    };
    for (version, is_written) in [("~> 4.28", false), ("~> 6.0", true)] {
        let root = repository(&[("main.tf", &google(version))]);
        let args = ["--rule", "missing-cost-tags", "--preset", "strict"];
        let ran = ran(root.path(), &args);
        assert_eq!(ran.out.contains("default_labels"), is_written, "{version}: {}", ran.out);
    }
}
