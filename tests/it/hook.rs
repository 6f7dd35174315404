//! The commit hook, by the real pre-commit, as `.pre-commit-hooks.yaml` says it. Skipped where that is not there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

const BAD: &str = "resource \"aws_ebs_volume\" \"data\" {\n  availability_zone = \"eu-west-1a\"\n  size = 100\n  \
                   type = \"gp2\"\n  tags = {\n    team = \"a\"\n  }\n}\n";

/// What `.pre-commit-hooks.yaml` says of a hook, as lines of a list.
fn entry(id: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let text = format!("\n{}", fs::read_to_string(path).unwrap().replace("\r\n", "\n"));
    let head = format!("id: {id}");
    let entry = text.split("\n- ").find(|it| it.lines().next() == Some(&head));
    entry.map(|it| format!("- {}\n", it.trim_end())).unwrap()
}

/// Says on stderr why nothing is tested, if so.
fn is_there() -> bool {
    let answers = |name: &&str| {
        let output = Command::new(name).arg("--version").output();
        !output.is_ok_and(|it| it.status.success())
    };
    let missing: Vec<_> = ["git", "pre-commit"].into_iter().filter(answers).collect();
    if !missing.is_empty() {
        eprintln!("SKIPPED: the commit hook is not tested, for want of {}", missing.join(", "));
    }
    missing.is_empty()
}

/// A repository that has a hook.
struct Hooked {
    root: TempDir,
    /// What pre-commit keeps for itself.
    home: TempDir,
}

impl Hooked {
    /// With a hook as it is in the file, but run by the program that was just built.
    fn new(id: &str) -> Hooked {
        let hooked = Hooked { root: TempDir::new().unwrap(), home: TempDir::new().unwrap() };
        let entry = entry(id).replace("language: python", "language: system");
        let entry = entry.lines().map(|it| format!("      {it}\n")).collect::<Vec<_>>().concat();
        let config = format!("repos:\n  - repo: local\n    hooks:\n{entry}");
        hooked.run("git", &["init", "--quiet"]);
        hooked.write(".pre-commit-config.yaml", &config);
        hooked.run("pre-commit", &["install"]);
        hooked
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn output(&self, program: &str, args: &[&str]) -> Output {
        let built = cargo_bin("skint").parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths: Vec<PathBuf> = [built].into_iter().chain(std::env::split_paths(&path)).collect();
        let mut command = Command::new(program);
        // A hook that runs these tests says where its own repository is.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "a")
                .env(format!("GIT_{who}_EMAIL"), "a@example.com");
        }
        command.env("GIT_CONFIG_GLOBAL", "").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("PRE_COMMIT_HOME", self.home.path()).env("PRE_COMMIT_COLOR", "never");
        command.env_remove("SKIP").env("PATH", std::env::join_paths(paths).unwrap());
        command.args(args).current_dir(self.root.path()).output().unwrap()
    }

    fn run(&self, program: &str, args: &[&str]) {
        let output = self.output(program, args);
        assert!(output.status.success(), "{program} {args:?}: {}", words(&output));
    }

    /// Commits these files and whatever changed. Whether git did it, and what was said.
    fn commit(&self, files: &[(&str, &str)]) -> (bool, String) {
        for (path, text) in files {
            self.write(path, text);
        }
        self.run("git", &["add", "--all", "--force"]);
        let output = self.output("git", &["commit", "--quiet", "-m", "x"]);
        (output.status.success(), words(&output))
    }
}

fn words(output: &Output) -> String {
    let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

#[test]
fn a_bad_commit_is_stopped_and_a_clean_one_is_not() {
    if !is_there() {
        return;
    }
    let hooked = Hooked::new("skint-system");
    let (is_done, said) = hooked.commit(&[("a.tf", &BAD.replace("gp2", "gp3"))]);
    assert!(is_done && said.contains("Passed"), "{said}");
    let (is_done, said) = hooked.commit(&[("a.tf", BAD)]);
    assert!(!is_done && said.contains("warning[volume-gp2]") && said.contains("a.tf:4:"), "{said}");
    let (is_done, said) = hooked.commit(&[("a.tf", "locals {}\n"), ("my module/b c.tf", BAD)]);
    assert!(!is_done && said.contains("my module/b c.tf:4:"), "{said}");
}

#[test]
fn what_is_no_business_of_the_hook_does_not_start_it() {
    if !is_there() {
        return;
    }
    let hooked = Hooked::new("skint-system");
    for file in ["readme.md", "main.tf.txt", "x/.terraform/modules/a/main.tf", ".terraform/a.tf"] {
        let (is_done, said) = hooked.commit(&[(file, BAD)]);
        assert!(is_done && said.contains("no files to check"), "{file}: {said}");
    }
}

/// They match the pattern, and Terraform does not load them, or there is nothing to load them for.
#[test]
fn what_is_only_named_like_terraform_stops_no_commit() {
    if !is_there() {
        return;
    }
    let hooked = Hooked::new("skint-system");
    for (file, text) in [
        (".skint.hcl", "min_severity = \"note\"\nexclude = [\"old/**\"]\n"),
        ("prod.tfvars", "a = 1\n"),
        ("example.tfvars", "a = 1\n"),
        (".hidden.tf", BAD),
        ("old/a.tf", BAD),
    ] {
        let (is_done, said) = hooked.commit(&[(file, text)]);
        assert!(is_done && said.contains("Passed"), "{file}: {said}");
    }
    let (is_done, said) = hooked.commit(&[(".skint.hcl", "min_severity = \"loud\"\n")]);
    assert!(!is_done && said.contains("loud"), "{said}");
}

#[test]
fn what_is_mended_has_to_be_committed_anew() {
    if !is_there() {
        return;
    }
    let help = Command::new(cargo_bin("skint")).args(["check", "--help"]).output().unwrap();
    if !words(&help).contains("--fix") {
        return eprintln!("SKIPPED: the hook that mends is not tested: there is no --fix yet");
    }
    let hooked = Hooked::new("skint-fix");
    let (is_done, said) = hooked.commit(&[("a.tf", BAD)]);
    let text = fs::read_to_string(hooked.root.path().join("a.tf")).unwrap();
    assert!(!is_done && said.contains("files were modified by this hook"), "{said}");
    assert_eq!(text, BAD.replace("gp2", "gp3"));
    let (is_done, said) = hooked.commit(&[]);
    assert!(is_done, "{said}");
}

#[test]
fn the_manifest_is_one() {
    for id in ["skint", "skint-fix", "skint-system"] {
        assert!(entry(id).contains("entry: skint check"), "{id}");
    }
    if is_there() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
        let home = TempDir::new().unwrap();
        let mut command = Command::new("pre-commit");
        command.env("PRE_COMMIT_HOME", home.path()).arg("validate-manifest").arg(path);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", words(&output));
    }
}
