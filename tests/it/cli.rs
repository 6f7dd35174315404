//! The program as a person meets it: files in a directory, words and an exit code out.

use std::fs;

use skint::report::Format;
use tempfile::TempDir;

use crate::program::{repository, skint};

use crate::fixtures;

const BAD: &str = "resource \"aws_ebs_volume\" \"data\" {\n  availability_zone = \"eu-west-1a\"\n  size              = 80\n  type              = \"gp2\"\n}\n";
const GOOD: &str = "resource \"aws_ebs_volume\" \"data\" {\n  availability_zone = \"eu-west-1a\"\n  size              = 80\n  type              = \"gp3\"\n}\n";
const BROKEN: &str = "resource \"x\" \"y\" {\n  a = = 1\n}\n";

#[test]
fn exit_codes() {
    let code = |files: &[(&str, &str)], args: &[&str]| skint(repository(files).path(), args).code;
    assert_eq!(code(&[("a.tf", GOOD)], &[]), 0);
    assert_eq!(code(&[("a.tf", BAD)], &[]), 1);
    assert_eq!(code(&[("a.tf", BAD)], &["--fail-on", "error"]), 0);
    assert_eq!(code(&[("a.tf", BAD)], &["--fail-on", "never"]), 0);
    assert_eq!(code(&[("a.tf", BAD), ("b.tf", BROKEN)], &["--fail-on", "never"]), 2);
    assert_eq!(code(&[("a.tf", GOOD)], &["--nonsense"]), 2);
}

#[test]
fn a_broken_file_is_told_and_the_rest_is_analysed() {
    let root = repository(&[("a.tf", BAD), ("b.tf", BROKEN)]);
    let ran = skint(root.path(), &["--format", "short"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("a.tf:4:23: warning[volume-gp2]"), "{}", ran.out);
    assert!(ran.out.contains("b.tf:2:"), "{}", ran.out);
}

#[test]
fn a_path_that_is_not_there_and_one_without_terraform_are_refused() {
    let root = repository(&[("docs/readme.md", "hello")]);
    for (args, words) in [
        (["nowhere"], "there is no file or directory nowhere"),
        (["docs"], "docs holds no Terraform"),
        (["chekc"], "did you mean `skint check`?"),
        (["breakdown"], "did you mean `skint cost`?"),
    ] {
        let ran = skint(root.path(), &args);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn several_formats_at_once() {
    let root = repository(&[("a.tf", BAD)]);
    let ran = skint(root.path(), &["--format", "short", "--format", "json=out.json"]);
    assert!(ran.out.starts_with("a.tf:4:23: "), "{}", ran.out);
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root.path().join("out.json")).unwrap()).unwrap();
    assert_eq!(json["findings"][0]["rule"], "volume-gp2");
    assert_eq!(json["findings"][0]["fingerprint"], "volume-gp2::aws_ebs_volume.data:type");
}

/// Others read a report from the repository's root, wherever it was made.
#[test]
fn what_others_read_has_paths_from_the_root() {
    let root = repository(&[("infra/eu/a.tf", BAD)]);
    let here = root.path().join("infra");
    let formats = ["sarif", "gitlab", "junit", "markdown"].map(|it| skint(&here, &["-f", it]).out);
    let [sarif, gitlab, junit, markdown] = formats;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place["uri"], "infra/eu/a.tf");
    let fingerprint = &result["partialFingerprints"]["skint/v1"];
    assert_eq!(fingerprint, "volume-gp2:infra/eu:aws_ebs_volume.data:type");
    let page = sarif["runs"][0]["tool"]["driver"]["rules"][0]["help"]["markdown"].as_str().unwrap();
    assert!(page.contains("**What to do:**"), "{page}");
    assert!(gitlab.contains("\"path\": \"infra/eu/a.tf\""), "{gitlab}");
    assert!(junit.contains("file=\"infra/eu/a.tf\" line=\"4\""), "{junit}");
    assert!(markdown.contains("`infra/eu/a.tf:4`"), "{markdown}");
}

#[test]
fn the_number_of_threads_cannot_be_seen() {
    let files: Vec<(String, String)> = (0..60)
        .map(|i| {
            let text =
                if i % 7 == 0 { BROKEN.to_owned() } else { BAD.replace("data", &format!("d{i}")) };
            (format!("m{}/f{i}.tf", i % 9), text)
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let root = repository(&files);
    let one = skint(root.path(), &["--format", "json", "--threads", "1"]).out;
    assert_eq!(one, skint(root.path(), &["--format", "json", "--threads", "8"]).out);
}

#[test]
fn rules_are_chosen_by_name() {
    let root = repository(&[("a.tf", BAD)]);
    assert_eq!(skint(root.path(), &["--skip", "volume-gp2"]).code, 0);
    assert_eq!(skint(root.path(), &["--rule", "lambda-x86"]).code, 0);
    let ran = skint(root.path(), &["--rule", "volume-gp3"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `volume-gp2`?"), "{}", ran.err);
}

#[test]
fn settings_hold_below_their_directory() {
    let settings = "path \"dev/**\" {\n  rule \"volume-gp2\" {\n    enabled = false\n  }\n}\n";
    let root = repository(&[(".skint.hcl", settings), ("dev/a.tf", BAD), ("prod/a.tf", BAD)]);
    let ran = skint(root.path(), &["--format", "short"]);
    assert!(!ran.out.contains("dev/a.tf") && ran.out.contains("prod/a.tf"), "{}", ran.out);
    assert_eq!(skint(&root.path().join("dev"), &[]).code, 0);
    assert_eq!(skint(&root.path().join("dev"), &["--isolated"]).code, 1);
    let shown = skint(root.path(), &["--show-settings"]).out;
    assert!(shown.contains("enabled = false") && shown.contains("# .skint.hcl:3"), "{shown}");
}

#[test]
fn an_unknown_setting_is_refused_with_its_place() {
    let root = repository(&[(".skint.hcl", "fail_onn = \"error\"\n"), ("a.tf", GOOD)]);
    let ran = skint(root.path(), &[]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains(".skint.hcl:1:1") && ran.err.contains("did you mean `fail_on`?"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_excluded_or_ignored_is_not_read() {
    let root = repository(&[
        (".gitignore", "build/\n"),
        (".skint.hcl", "exclude = [\"old/**\"]\n"),
        ("a.tf", GOOD),
        ("build/a.tf", BAD),
        ("old/a.tf", BAD),
        ("tmp/a.tf", BAD),
        (".terraform/modules/x/a.tf", BAD),
    ]);
    assert_eq!(skint(root.path(), &["--exclude", "tmp/**"]).code, 0);
}

#[test]
fn a_named_file_is_understood_with_its_neighbours_and_reported_alone() {
    let root = repository(&[
        ("a.tf", &BAD.replace("\"gp2\"", "local.kind")),
        ("b.tf", &BAD.replace("data", "other")),
        ("locals.tf", "locals {\n  kind = \"gp2\"\n}\n"),
    ]);
    let ran = skint(root.path(), &["--format", "short", "a.tf"]);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with("a.tf:"), "{}", ran.out);
}

#[test]
fn values_files_win_over_defaults() {
    let text = format!(
        "variable \"kind\" {{\n  default = \"gp3\"\n}}\n{}",
        BAD.replace("\"gp2\"", "var.kind")
    );
    let root = repository(&[("a.tf", &text)]);
    assert_eq!(skint(root.path(), &[]).code, 0);
    fs::write(root.path().join("terraform.tfvars"), "kind = \"gp2\"\n").unwrap();
    assert_eq!(skint(root.path(), &[]).code, 1);
    fs::write(root.path().join("z.auto.tfvars.json"), "{\"kind\": \"gp3\"}").unwrap();
    assert_eq!(skint(root.path(), &[]).code, 0);
}

/// Somebody runs Terraform with one of them, and a default is what none of them may mean.
#[test]
fn a_default_that_files_of_values_contradict_is_not_known() {
    let text = format!(
        "variable \"kind\" {{\n  default = \"gp2\"\n}}\n{}",
        BAD.replace("\"gp2\"", "var.kind")
    );
    let prod = "infra/envs/prod/terraform.tfvars";
    let root = repository(&[("infra/a.tf", &text), (prod, "kind = \"gp2\"\n")]);
    let code = |args: &[&str]| skint(root.path(), args).code;
    assert_eq!(code(&[]), 1, "it says the same as the default");
    fs::write(root.path().join(prod), "kind = \"gp3\"\n").unwrap();
    let ran = skint(root.path(), &["--undecided", "--rule", "volume-gp2"]);
    assert_eq!(ran.code, 0);
    let reason = format!("var.kind is said in {prod}: --var-file {prod} takes it");
    assert!(ran.out.contains(&reason), "{}", ran.out);
    fs::write(root.path().join("infra/test.tfvars"), "kind = \"gp2\"\n").unwrap();
    let ran = skint(root.path(), &["--undecided", "--rule", "volume-gp2"]);
    assert!(ran.out.contains("var.kind is said in 2 files of values"), "{}", ran.out);
    assert_eq!(code(&["--var-file", "infra/test.tfvars"]), 1);
    assert_eq!(code(&["--var-file", prod]), 0);
    assert_eq!(code(&["--var", "kind=gp2"]), 1);
}

#[test]
fn what_a_module_leaves_to_its_callers_is_not_known() {
    let variable = "variable \"kind\" {\n  default = null\n}\n";
    let text = format!("{variable}{}", BAD.replace("\"gp2\"", "coalesce(var.kind, \"gp2\")"));
    let output = "output \"id\" {\n  value = aws_ebs_volume.data.id\n}\n";
    let root = repository(&[("a.tf", &text)]);
    assert_eq!(skint(root.path(), &[]).code, 1, "nobody could call it");
    fs::write(root.path().join("outputs.tf"), output).unwrap();
    let ran = skint(root.path(), &["--undecided", "--rule", "volume-gp2"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("var.kind is for a caller to say"), "{}", ran.out);
    fs::write(root.path().join("provider.tf"), "provider \"aws\" {}\n").unwrap();
    assert_eq!(skint(root.path(), &[]).code, 1, "somebody applies it");
}

#[test]
fn opentofu_files_replace_their_namesakes() {
    let root = repository(&[("a.tf", BAD), ("a.tofu", GOOD)]);
    assert_eq!(skint(root.path(), &[]).code, 0);
}

#[test]
fn packs_of_the_users_own() {
    let rule = "rule \"no-volumes\" {\n  title     = \"Volume\"\n  severity  = \"error\"\n  resources = [\"aws_ebs_volume\"]\n  when      = self.size > params.most\n  message   = \"${self.label} has ${self.size} GiB\"\n  why       = \"Because.\"\n\n  params {\n    most = 10\n  }\n}\n";
    let root = repository(&[("a.tf", GOOD), ("policies/own.hcl", rule)]);
    let ran = skint(root.path(), &["--rules", "policies", "--format", "short"]);
    assert!(ran.out.contains("error[no-volumes] data has 80 GiB"), "{}", ran.out);
    fs::write(
        root.path().join(".skint.hcl"),
        "packs = [\"policies\"]\n\nrule \"no-volumes\" {\n  params {\n    most = 100\n  }\n}\n",
    )
    .unwrap();
    assert_eq!(skint(root.path(), &[]).code, 0);
}

#[test]
fn what_cannot_be_decided_is_counted_and_listed() {
    let root = repository(&[(
        "a.tf",
        &format!("variable \"kind\" {{}}\n{}", BAD.replace("\"gp2\"", "var.kind")),
    )]);
    let ran = skint(root.path(), &["--undecided", "--rule", "volume-gp2"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("var.kind has no default and no tfvars sets it"), "{}", ran.out);
    assert!(ran.out.contains("(1 undecided"), "{}", ran.out);
}

#[test]
fn explain_says_why_and_shows_examples() {
    let here = fixtures::root();
    let ran = skint(&here, &["explain", "lambda-default-timeout"]);
    assert_eq!(ran.code, 0);
    for words in
        ["What to do", "Found here", "warning[lambda-default-timeout]", "Not here", "https://"]
    {
        assert!(ran.out.contains(words), "{words} is not in {}", ran.out);
    }
    let ran = skint(&here, &["explain", "lambda-default-timeouts"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `lambda-default-timeout`?"), "{}", ran.err);
}

#[test]
fn rules_are_listed_for_people_and_programs() {
    let here = fixtures::root();
    assert!(skint(&here, &["rules"]).out.lines().any(|it| it.starts_with("volume-gp2 ")));
    let json: serde_json::Value =
        serde_json::from_str(&skint(&here, &["rules", "--json"]).out).unwrap();
    assert!(json.as_array().unwrap().iter().any(|it| it["name"] == "volume-gp2"));
}

#[test]
fn init_writes_settings_that_are_accepted_and_overwrites_nothing() {
    let root = repository(&[("a.tf", GOOD)]);
    assert_eq!(skint(root.path(), &["init"]).code, 0);
    assert_eq!(skint(root.path(), &[]).code, 0);
    assert_eq!(skint(root.path(), &["init"]).code, 2);
    assert_eq!(skint(root.path(), &["init", "--force"]).code, 0);
}

#[test]
fn help_names_every_format() {
    let help = skint(&fixtures::root(), &["--help"]).out;
    for format in Format::ALL {
        assert!(help.contains(format.name()), "{}", format.name());
    }
}

#[test]
fn completions_are_printed() {
    assert!(skint(&fixtures::root(), &["completions", "bash"]).out.contains("_skint"));
}

#[test]
fn control_characters_of_the_input_stay_dead() {
    let text = "resource \"aws_ebs_volume\" \"a\\u001b[31m\" {\n  size = 80\n  type = \"gp2\" # \u{1b}[31m\n}\n";
    let root = repository(&[("a.tf", text)]);
    for format in ["human", "short", "github", "markdown", "junit"] {
        let ran = skint(root.path(), &["--format", format]);
        assert!(ran.out.contains("gp2") && !ran.out.contains('\u{1b}'), "{}", ran.out);
    }
    assert!(skint(root.path(), &["--color", "always"]).out.contains("\u{1b}["));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_does_not_hurt() {
    let root = repository(&[("a.tf", BAD), ("d.tf/inner.tf", GOOD)]);
    let at = |name: &str| root.path().join(name);
    std::os::unix::fs::symlink(at("nowhere"), at("dangling.tf")).unwrap();
    std::os::unix::fs::symlink(at("loop2.tf"), at("loop1.tf")).unwrap();
    std::os::unix::fs::symlink(at("loop1.tf"), at("loop2.tf")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", at("outside.tf")).unwrap();
    std::os::unix::fs::symlink("..", at("d.tf/up")).unwrap();
    fs::write(at("latin.tf"), b"# caf\xe9\n").unwrap();
    fs::write(at("locked.tf"), b"\0GITCRYPT\0\x01\xff").unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pipe.tf")).status().unwrap().success());
    let ran = skint(root.path(), &["--format", "short"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("a.tf:4:23: warning[volume-gp2]"), "{}", ran.out);
    for name in ["dangling.tf", "loop1.tf", "loop2.tf", "outside.tf", "latin.tf", "pipe.tf"] {
        assert!(ran.out.contains(name), "{name} is not told: {}", ran.out);
    }
    assert!(ran.out.contains("git-crypt has encrypted this"), "{}", ran.out);
    assert!(!ran.out.contains("root:"), "{}", ran.out);
    // As a commit hook would name them.
    let ran = skint(root.path(), &["--format", "short", "outside.tf", "pipe.tf"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("outside.tf: error[unreadable] this leads out"), "{}", ran.out);
}

/// Each level of the walk would hold a directory open.
#[cfg(unix)]
#[test]
fn a_deep_repository_is_walked_with_few_open_files() {
    let deep = "d/".repeat(300) + "a.tf";
    let root = repository(&[(&deep, BAD), ("m/a.tf", GOOD)]);
    for files in ["", "m/a.tf"] {
        let program = assert_cmd::cargo::cargo_bin("skint");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", "ulimit -n 100 && exec \"$0\" check --format short $1"]);
        let ran = command.arg(program).arg(files).current_dir(root.path()).output().unwrap();
        let (out, err) =
            (String::from_utf8(ran.stdout).unwrap(), String::from_utf8_lossy(&ran.stderr));
        assert_eq!(ran.status.code(), Some(i32::from(files.is_empty())), "{out}{err}");
        assert_eq!(out.contains("a.tf:4:23: warning[volume-gp2]"), files.is_empty(), "{out}{err}");
    }
}

#[test]
fn paths_are_printed_from_where_the_user_stands() {
    let root = repository(&[("infra/a.tf", BAD), ("app/x.txt", "")]);
    let ran = skint(&root.path().join("app"), &["../infra", "--format", "short"]);
    assert!(ran.out.starts_with("../infra/a.tf:4:23: "), "{}", ran.out);
}

/// A directory cannot speak for the whole repository, and a file that the user names speaks for all.
#[test]
fn what_fails_a_run_is_said_from_above() {
    let never = "fail_on = \"never\"\n";
    let root = repository(&[("sub/.skint.hcl", never), ("sub/a.tf", GOOD), ("a.tf", BAD)]);
    assert_eq!(skint(root.path(), &[]).code, 1);
    fs::write(root.path().join("sub/a.tf"), BAD).unwrap();
    assert_eq!(skint(root.path(), &["sub"]).code, 0);
    assert_eq!(skint(root.path(), &["--settings", "sub/.skint.hcl"]).code, 0);
}

#[test]
fn settings_do_not_lead_out_of_the_repository() {
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("own.hcl"), "secret\n").unwrap();
    let packs = format!("packs = [\"{}\"]\n", outside.path().to_str().unwrap().replace('\\', "/"));
    let root = repository(&[(".skint.hcl", &packs), ("a.tf", GOOD)]);
    let ran = skint(root.path(), &[]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("outside of the repository") && !ran.err.contains("secret"),
        "{}",
        ran.err
    );
}

/// A named pipe would keep the reader waiting for ever.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_never_opened() {
    for name in [".skint.hcl", ".gitignore", ".skintignore", "x.tf", "terraform.tfvars"] {
        let root = repository(&[("a.tf", GOOD)]);
        let made = std::process::Command::new("mkfifo").arg(root.path().join(name)).status();
        assert!(made.is_ok_and(|it| it.success()), "mkfifo is there on every unix");
        let ran = skint(root.path(), &[]);
        assert!(ran.code == 0 || ran.code == 2, "{name}: {}", ran.err);
    }
}

#[test]
fn a_directory_replaces_no_file() {
    let root = repository(&[("a.tf", BAD), ("a.tofu/b.tf", GOOD)]);
    let ran = skint(root.path(), &["--format", "short"]);
    assert!(ran.out.contains("a.tf:4"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_refusal_gives_a_terminal_no_orders() {
    let root = repository(&[]);
    let name = "a\u{1b}]0;x\u{7}b";
    fs::create_dir(root.path().join(name)).unwrap();
    for color in ["always", "never"] {
        let ran = skint(root.path(), &[name, "--color", color]);
        assert_eq!(ran.code, 2);
        assert!(!ran.err.contains('\u{1b}') && ran.err.contains("a?]0;x?b"), "{:?}", ran.err);
    }
}

/// A function whose timeout is what the text says.
fn timeout(text: &str) -> String {
    format!(
        "variable \"t\" {{\n  default = 5\n}}\nresource \"aws_lambda_function\" \"f\" {{\n  runtime = \"provided.al2023\"\n  filename = \"f.zip\"\n  architectures = [\"arm64\"]\n  timeout = {text}\n}}\n"
    )
}

#[test]
fn what_is_said_of_variables_counts() {
    let root = repository(&[("main.tf", &timeout("var.t")), ("prod.tfvars", "t = null\n")]);
    let lines = |args: &[&str]| skint(root.path(), args).out.lines().count();
    let rule = ["--rule", "lambda-default-timeout", "--format", "short", "-q"];
    let with = |more: &[&str]| lines(&[&rule[..], more].concat());
    assert_eq!(with(&[]), 0);
    assert_eq!(with(&["--var-file", "prod.tfvars"]), 1);
    assert_eq!(with(&["--var-file", "prod.tfvars", "--var", "t=9"]), 0);
    assert_eq!(with(&["--var", "t=9", "--var-file", "prod.tfvars"]), 1);
    let ran = skint(root.path(), &["--var-file", "gone.tfvars"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("gone.tfvars cannot be read"), "{}", ran.err);
    let ran = skint(root.path(), &["--var", "t"]);
    assert!(ran.code == 2 && ran.err.contains("write --var NAME=VALUE"), "{}", ran.err);
    // Nobody declares it, as for Terraform; a file alone may be a part that knows nothing of it.
    for command in ["check", "cost", "show"] {
        let ran = skint(root.path(), &[command, "--var", "tt=1"]);
        assert!(
            ran.code == 2 && ran.err.contains("--var tt: no variable is called so"),
            "{}",
            ran.err
        );
    }
    assert_eq!(skint(root.path(), &["check", "main.tf", "--var", "tt=1"]).code, 0);
}

#[test]
fn the_workspace_is_what_the_user_says() {
    let text = timeout("terraform.workspace == \"prod\" ? null : 5");
    let root = repository(&[("main.tf", &text)]);
    let rule = ["--rule", "lambda-default-timeout", "--format", "short", "-q"];
    let lines = |more: &[&str]| skint(root.path(), &[&rule[..], more].concat()).out.lines().count();
    assert_eq!(lines(&[]), 0);
    assert_eq!(lines(&["--workspace", "dev"]), 0);
    assert_eq!(lines(&["--workspace", "prod"]), 1);
    fs::write(root.path().join(".skint.hcl"), "workspace = \"prod\"\n").unwrap();
    assert_eq!(lines(&[]), 1);
    assert_eq!(lines(&["--workspace", "dev"]), 0);
}

/// A module outside of what was named is read for its caller, and what is wrong in it is told there.
#[test]
fn what_is_called_from_elsewhere_is_told_at_the_call() {
    let call = "module \"m\" {\n  source = \"../shared\"\n  t = null\n}\n";
    let root = repository(&[("infra/main.tf", call), ("shared/main.tf", &timeout("var.t"))]);
    let rule = ["--rule", "lambda-default-timeout", "--format", "short", "-q"];
    let ran = skint(root.path(), &[&["infra"], &rule[..]].concat());
    assert!(ran.out.starts_with("infra/main.tf:1:1:"), "{}", ran.out);
    let ran = skint(root.path(), &rule);
    assert!(ran.out.starts_with("shared/main.tf:"), "{}", ran.out);
}

#[test]
fn files_are_read_inside_of_the_repository_only() {
    let root = repository(&[("in.txt", "inside")]);
    let lines = [
        "output \"inside\" {\n  value = file(\"in.txt\")\n}",
        "output \"passwd\" {\n  value = file(\"/etc/passwd\")\n}",
        "output \"up\" {\n  value = templatefile(\"../../../../../../etc/passwd\", {})\n}",
        "output \"large\" {\n  value = file(\"large.txt\")\n}",
        "output \"gone\" {\n  value = try(file(\"gone.txt\"), \"gone\")\n}",
    ];
    fs::write(root.path().join("main.tf"), lines.join("\n") + "\n").unwrap();
    // As long as a gigabyte, and with nothing in it.
    let large = fs::File::create(root.path().join("large.txt")).unwrap();
    large.set_len(1 << 30).unwrap();
    let shown = skint(root.path(), &["show"]).out;
    for wanted in [
        "inside = \"inside\"",
        "passwd = (unknown)  # /etc/passwd is outside of the repository and is not read",
        "etc/passwd is outside of the repository and is not read",
        "large  = (unknown)  # large.txt is larger than 4 MiB and is not read",
        "gone   = \"gone\"",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
}

#[cfg(unix)]
#[test]
fn links_lead_expressions_and_calls_no_further_than_the_repository() {
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    fs::write(outside.path().join("main.tf"), "output \"secret\" {\n  value = \"secret\"\n}\n")
        .unwrap();
    let root = repository(&[(
        "main.tf",
        "module \"m\" {\n  source = \"./away\"\n}\noutput \"a\" {\n  value = file(\"away/secret.txt\")\n}\noutput \"b\" {\n  value = module.m.secret\n}\noutput \"c\" {\n  value = fileset(\"away\", \"*\")\n}\n",
    )]);
    std::os::unix::fs::symlink(outside.path(), root.path().join("away")).unwrap();
    let shown = skint(root.path(), &["show"]).out;
    assert!(!shown.contains("\"secret\"") && shown.contains("module.m is not on disk"), "{shown}");
    assert!(!shown.contains("secret.txt\"]"), "{shown}");
}

/// Each is answered at once.
#[test]
fn monstrous_configurations_end() {
    let cases = [
        "resource \"a_b\" \"c\" {\n  count = 1000000000\n}\n",
        "resource \"a_b\" \"c\" {\n  for_each = toset([for a in range(1000) : [for b in range(1000) : \"${a}-${b}\"]])\n}\n",
        "resource \"a_b\" \"c\" {\n  for_each = toset(flatten([for a in range(1000) : [for b in range(1000) : \"${a}-${b}\"]]))\n}\n",
        "locals {\n  a = local.a\n}\nresource \"a_b\" \"c\" {\n  d = local.a\n}\n",
        "locals {\n  a = [local.b, local.b]\n  b = [local.a, local.a]\n}\nresource \"a_b\" \"c\" {\n  d = local.b\n}\n",
        "module \"m\" {\n  source = \"./\"\n}\nresource \"a_b\" \"c\" {}\n",
        "module \"m\" {\n  source = \"./\"\n  count = 1000\n}\nresource \"a_b\" \"c\" {}\n",
        "resource \"a_b\" \"c\" {\n  d = a_b.c.d\n  count = length(a_b.c)\n}\n",
    ];
    for text in cases {
        let root = repository(&[("main.tf", text)]);
        let ran = skint(root.path(), &[]);
        assert!(ran.code == 0 || ran.code == 2, "{text}{}", ran.err);
        assert!(skint(root.path(), &["show"]).out.contains("a_b.c"), "{text}");
    }
    // Doubled thirty times, a value is larger than anybody's memory.
    let doubled: Vec<String> =
        (0..30).map(|n| format!("  x{} = [local.x{n}, local.x{n}]\n", n + 1)).collect();
    let text = format!(
        "locals {{\n  x0 = [1, 2]\n{}}}\noutput \"all\" {{\n  value = flatten(local.x30)\n}}\n",
        doubled.concat()
    );
    let root = repository(&[("main.tf", &text)]);
    assert!(skint(root.path(), &["show"]).out.contains("all = (unknown)"));
    // In each other three thousand times, nobody could even take them apart again.
    let nested: Vec<String> =
        (0..3_000).map(|n| format!("  x{:06} = [local.x{n:06}]\n", n + 1)).collect();
    let outputs: Vec<String> = (0..3_000)
        .map(|n| format!("output \"o{n:06}\" {{\n  value = local.x{n:06}\n}}\n"))
        .collect();
    let text = format!("locals {{\n  x000000 = 1\n{}}}\n{}", nested.concat(), outputs.concat());
    let root = repository(&[("main.tf", &text)]);
    assert!(skint(root.path(), &["show"]).out.contains("o002999"));
    // Twenty levels that call three each are more than anybody counts.
    let calls = |level: usize| -> String {
        let call = |name| format!("module \"{name}\" {{\n  source = \"../m{}\"\n}}\n", level + 1);
        ["a", "b", "c"].map(call).concat()
    };
    let levels: Vec<(String, String)> =
        (0..20).map(|level| (format!("m{level}/main.tf"), calls(level))).collect();
    let last = ("m20/main.tf".to_owned(), "locals {}\n".to_owned());
    let levels: Vec<(&str, &str)> =
        levels.iter().chain([&last]).map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let root = repository(&levels);
    let ran = skint(root.path(), &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("more than 20000 modules are called"), "{}", ran.out);
    // And a long chain is no circle.
    let chain: Vec<String> = (0..200).map(|n| format!("  x{} = local.x{n} + 1\n", n + 1)).collect();
    let text = format!(
        "locals {{\n  x0 = 1\n{}}}\noutput \"last\" {{\n  value = local.x200\n}}\n",
        chain.concat()
    );
    let root = repository(&[("main.tf", &text)]);
    assert!(skint(root.path(), &["show"]).out.contains("last = 201"));
}

#[test]
fn circles_are_told_with_their_way() {
    let text =
        "locals {\n  a = local.b\n  b = [for it in local.c : it]\n  c = { d = local.a }\n}\n";
    let root = repository(&[("main.tf", text)]);
    let ran = skint(root.path(), &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("local.a -> local.b -> local.c -> local.a"), "{}", ran.out);
}

/// What one call of a module is advised is not said to the others.
#[test]
fn places_with_another_remedy_are_another_finding() {
    let module = "variable \"class\" {}\nresource \"aws_db_instance\" \"db\" {\n  engine = \"postgres\"\n  \
                  engine_version = \"16.3\"\n  allocated_storage = 100\n  instance_class = var.class\n}\n";
    let call = |name: &str, class: &str| {
        format!("module \"{name}\" {{\n  source = \"./m\"\n  class = \"{class}\"\n}}\n")
    };
    let calls = [call("a", "db.m5.large"), call("b", "db.m5.4xlarge"), call("c", "db.m5.large")];
    let root = repository(&[("m/main.tf", module), ("main.tf", &calls.concat())]);
    let ran = skint(root.path(), &["--rule", "graviton-available"]);
    assert!(ran.out.contains("2 findings"), "{}", ran.out);
    for class in ["db.m6g.large", "db.m6g.4xlarge"] {
        assert!(ran.out.contains(&format!("set `instance_class = \"{class}\"`")), "{}", ran.out);
    }
}

/// One leaves less to the others, or rules them out: a standby that is gone saves nothing on another processor.
#[test]
fn what_two_rules_would_save_on_one_resource_is_not_added() {
    let database = "resource \"aws_db_instance\" \"db\" {\n  engine = \"postgres\"\n  engine_version = \"16.3\"\n  \
                    allocated_storage = 100\n  instance_class = \"db.m5.large\"\n  multi_az = true\n  \
                    tags = { Environment = \"dev\" }\n}\n";
    let root = repository(&[("main.tf", database)]);
    let saved = |rules: &[&str]| {
        let rules: Vec<&str> = rules.iter().flat_map(|it| ["--rule", it]).collect();
        let ran = skint(root.path(), &rules);
        let line = ran.out.lines().find(|it| it.contains("could be saved")).map(str::to_owned);
        line.unwrap_or_else(|| panic!("{}", ran.out))
    };
    let (standby, processor) = ("multi-zone-outside-production", "graviton-available");
    assert_ne!(saved(&[standby]), saved(&[processor]));
    assert_eq!(saved(&[standby, processor]), saved(&[standby]));
}
