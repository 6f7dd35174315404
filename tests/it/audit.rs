//! `skint audit`: one screen and one document of one analysis, with the figures of the commands that it sums up.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::fixtures;
use crate::program::{Ran, repository, skint};

const DAY: &[&str] = &["--isolated", "--color", "never", "--today", "2026-11-21"];

fn ran(folder: &str, command: &str, args: &[&str]) -> Ran {
    skint(&fixtures::root().join(folder), &[&[command], DAY, args].concat())
}

fn told(files: &[(&str, &str)], args: &[&str]) -> Ran {
    let root = repository(files);
    skint(root.path(), &[&["audit"], DAY, args].concat())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// What a command says in JSON.
fn document(folder: &str, command: &str) -> Value {
    json(&ran(folder, command, &["--format", "json"]).out)
}

#[test]
fn the_sample_of_the_document_is_true() {
    let run = ran("tally/shop", "audit", &[]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/audit.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("```text\n").unwrap();
    let (shown, after) = rest.split_once("```\n").unwrap();
    if shown.trim_end() != run.out.trim_end() {
        let now = format!("{before}```text\n{}\n```\n{after}", run.out.trim_end());
        fs::write(&path, now).unwrap();
        panic!("the sample in docs/audit.md was out of date and is now redrawn: commit it");
    }
}

#[test]
fn lines_fit_80_columns_and_one_screen() {
    let text = ran("tally/shop", "audit", &[]).out;
    let wide: Vec<&str> = text.lines().filter(|it| it.chars().count() > 80).collect();
    assert_eq!(wide, Vec::<&str>::new());
    assert!(text.lines().count() <= 60, "{text}");
}

#[test]
fn color_changes_nothing_but_the_color() {
    let folder = fixtures::root().join("tally/shop");
    let args = ["audit", "--isolated", "--today", "2026-11-21", "--color", "always"];
    let colored = skint(&folder, &args).out;
    assert!(colored.contains("\u{1b}[1m"));
    let bare = anstream::adapter::strip_str(&colored).to_string();
    assert_eq!(bare, ran("tally/shop", "audit", &[]).out);
}

/// The figures are those of `skint cost`, `skint tags` and `skint`, to the digit.
#[test]
fn figures_are_those_of_the_other_commands() {
    for folder in ["tally/shop", "cost/shop", "modules/orders"] {
        let audit = document(folder, "audit");
        let cost = document(folder, "cost");
        for part in ["fixed", "usage"] {
            for level in ["low", "typical", "high"] {
                let [one, other] = [&audit["cost"]["total"], &cost["total"]];
                assert_eq!(one[part][level], other[part][level], "{folder} {part} {level}");
            }
        }
        let tags = document(folder, "tags");
        for part in ["attributable", "unattributable", "unknown", "untaggable"] {
            let (one, other) = (&audit["attribution"]["parts"][part], &tags["total"][part]);
            for figure in ["fixed", "usage", "resources"] {
                assert_eq!(one[figure], other[figure], "{folder} {part} {figure}");
            }
        }
        let check = document(folder, "check");
        let n = |of: &str| audit["findings"][of].as_u64().unwrap();
        let found = check["findings"].as_array().unwrap();
        let counts = |it: &&Value| it["suppressed"].as_bool() != Some(true);
        let found = found.iter().filter(counts).count();
        assert_eq!(n("errors") + n("warnings") + n("notes"), found as u64, "{folder}");
    }
}

/// Their sentences are on the screen and on the page, word for word.
#[test]
fn sentences_are_those_of_the_other_commands() {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let screen = flat(&ran("tally/shop", "audit", &[]).out);
    let page = flat(&ran("tally/shop", "audit", &["--format", "html"]).out);
    let cost = ran("tally/shop", "cost", &[]).out;
    let cost = flat(cost.lines().find(|it| it.contains("before the first request")).unwrap());
    let tags = ran("tally/shop", "tags", &[]).out;
    let tags = flat(&tags.lines().take(2).collect::<Vec<_>>().join(" "));
    let tags = tags.split(" traffic").next().unwrap();
    for words in [&*cost, tags] {
        assert!(screen.contains(words), "{words}\n{screen}");
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn json_is_as_its_schema_says() {
    let mut schema = json(&fs::read_to_string("docs/audit.schema.json").unwrap());
    crate::reports::forbid_more(&mut schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let gaps = told(GAPS, &["--format", "json"]).out;
    let empty = told(&[("main.tf", "")], &["--format", "json"]).out;
    for document in [document("tally/shop", "audit"), json(&gaps), json(&empty)] {
        let errors = validator.iter_errors(&document);
        let errors: Vec<_> = errors.map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

/// One of each reason why something is not known.
const GAPS: &[(&str, &str)] = &[
    (
        "main.tf",
        "provider \"aws\" {\n  region = \"us-east-1\"\n}\n\
         variable \"type\" {}\nvariable \"size\" {\n  type = number\n}\n\
         resource \"aws_instance\" \"a\" {\n  ami = \"a\"\n  instance_type = var.type\n}\n\
         resource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"us-east-1a\"\n  size = var.size\n}\n\
         module \"far\" {\n  source = \"someone/thing/aws\"\n}\n\
         module \"near\" {\n  source = \"./nowhere\"\n}\n\
         resource \"aws_s3_bucket\" \"b\" {}\n\
         resource \"pingdom_check\" \"p\" {}\n\
         resource \"aws_nat_gateway\" \"n\" {\n  count = terraform.workspace == \"prod\" ? 2 : 1\n  subnet_id = \"s\"\n}\n",
    ),
    ("envs/prod.tfvars", "type = \"m7i.large\"\n"),
    ("broken.tf", "resource \"x\" {\n  a = \n"),
];

#[test]
fn what_is_not_known_says_how_to_make_it_known() {
    let run = told(GAPS, &["--format", "json"]);
    assert_eq!(run.code, 2, "{}", run.err);
    let report = json(&run.out);
    let mend = |kind: &str| {
        let gaps = report["unknown"].as_array().unwrap();
        let gap = gaps.iter().find(|it| it["kind"] == kind);
        gap.unwrap_or_else(|| panic!("no {kind} in {gaps:#?}"))["mend"].as_str().unwrap().to_owned()
    };
    assert!(mend("unread").contains("`skint --quiet`"));
    assert_eq!(mend("values-file"), "`--var-file envs/prod.tfvars`");
    assert_eq!(mend("variable"), "`--var size=VALUE`");
    assert!(mend("module").starts_with("`terraform init` here, then again"));
    assert!(mend("module-path").starts_with("check out"));
    assert!(mend("workspace").contains("`--workspace NAME`"));
    assert!(mend("usage").contains("`skint cost --write-usage usage.yml`"));
    assert!(mend("type").contains("pingdom_check"));
    let first = &report["unknown"][0]["kind"];
    assert_eq!(first, "unread", "what could not be read comes first");
}

/// What a gap says to do mends it.
#[test]
fn what_mends_a_gap_mends_it() {
    let kinds = |args: &[&str]| {
        let report = json(&told(GAPS, &[&["--format", "json"], args].concat()).out);
        let gaps = report["unknown"].as_array().unwrap().clone();
        gaps.iter().map(|it| it["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let has = |kinds: &[String], kind: &str| kinds.iter().any(|it| it == kind);
    assert!(!has(&kinds(&["--var-file", "envs/prod.tfvars"]), "values-file"));
    assert!(!has(&kinds(&["--var", "size=8"]), "variable"));
    assert!(!has(&kinds(&["--workspace", "prod"]), "workspace"));
}

#[test]
fn it_is_a_report_and_fails_for_nothing_that_is_found() {
    let run = ran("modules/orders", "audit", &[]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("error"), "{}", run.out);
    let empty = told(&[("main.tf", "")], &[]);
    assert_eq!(empty.code, 0);
    assert!(empty.out.starts_with("1 file, "), "{}", empty.out);
    assert_eq!(told(&[("main.tf", "resource \"a\" {")], &[]).code, 2);
    assert_eq!(told(&[("main.tf", "")], &["--format", "pdf"]).code, 2);
    assert_eq!(told(&[("main.tf", "")], &["--open"]).code, 2, "it needs a page");
}

#[test]
fn the_same_bytes_with_any_number_of_threads() {
    for format in ["human", "json", "html"] {
        let of = |n| ran("tally/shop", "audit", &["--format", format, "--threads", n]).out;
        assert_eq!(of("1"), of("4"), "{format}");
    }
}

/// The page goes to the system as one argument, which is a whole path.
#[cfg(target_os = "linux")]
#[test]
fn a_page_is_opened_by_the_system_and_only_when_asked() {
    use std::os::unix::fs::PermissionsExt;

    let root = repository(&[("main.tf", "")]);
    let opener = root.path().join("xdg-open");
    fs::write(&opener, "#!/bin/sh\nfor it in \"$@\"; do echo \"[$it]\"; done > \"$0.said\"\n")
        .unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    let said = root.path().join("xdg-open.said");
    let run = |args: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("skint").unwrap();
        command.current_dir(root.path()).env("PATH", root.path());
        command.args([&["audit"], DAY, args].concat()).output().unwrap()
    };
    let page = "-a b; echo $(x).html";
    let html = format!("--html={page}");
    assert!(run(&[&html]).status.success());
    assert!(!said.exists(), "nobody asked for it");
    assert!(run(&[&html, "--open"]).status.success());
    let path = root.path().canonicalize().unwrap().join(page);
    assert_eq!(fs::read_to_string(&said).unwrap(), format!("[{}]\n", path.display()));
    assert!(fs::read_to_string(path).unwrap().starts_with("<!doctype html>"));
}
