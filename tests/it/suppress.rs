//! What people said may stay as it is: comments in every position, blocks in the settings, and what is told of
//! suppressions themselves.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Ran, repository, skint};

/// A volume whose type is wrong, with comments where it says so: ABOVE, HEAD, IN, BEFORE, LINE.
const VOLUME: &str = "\
ABOVE
resource \"aws_ebs_volume\" \"data\" {HEAD
  IN

  availability_zone = \"eu-west-1a\"
  size              = 80
  BEFORE
  type              = \"gp2\"LINE
}
";

const IGNORE: &str = "# skint:ignore[volume-gp2] old";

fn volume(place: &str, comment: &str) -> String {
    let mut text = VOLUME.to_owned();
    for it in ["ABOVE\n", "HEAD", "  IN\n", "  BEFORE\n", "LINE"] {
        let with = it.replace(
            it.trim(),
            &format!("{}{comment}", if it == "HEAD" || it == "LINE" { " " } else { "" }),
        );
        text = text.replacen(it, if it.trim() == place { &with } else { "" }, 1);
    }
    text
}

fn ran(root: &Path, args: &[&str]) -> Ran {
    skint(root, &[&["--today", "2026-11-21", "--format", "json"], args].concat())
}

/// `rule address`, with ` -` behind what is suppressed, each once, sorted.
fn told(root: &Path, args: &[&str]) -> Vec<String> {
    let ran = ran(root, args);
    let json: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    let findings = json["findings"].as_array().unwrap();
    let mut told: Vec<String> = findings
        .iter()
        .flat_map(|finding| {
            finding["places"].as_array().unwrap().iter().map(|place| {
                let mark = if place["suppressed"].is_null() { "" } else { " -" };
                let (rule, address) = (&finding["rule"], &place["address"]);
                format!("{} {}{mark}", rule.as_str().unwrap(), address.as_str().unwrap())
            })
        })
        .collect();
    told.sort();
    told
}

fn told_of(files: &[(&str, &str)], args: &[&str]) -> Vec<String> {
    told(repository(files).path(), args)
}

const RULES: &[&str] = &[
    "--rule",
    "volume-gp2",
    "--rule",
    "suppression-unused",
    "--rule",
    "suppression-malformed",
    "--rule",
    "suppression-expired",
];

#[test]
fn a_comment_counts_in_every_position() {
    for place in ["ABOVE", "HEAD", "IN", "BEFORE", "LINE"] {
        for comment in [
            IGNORE,
            "// skint:ignore[volume-gp2] old",
            "/* skint:ignore[volume-gp2] old */",
            "# skint:ignore[ volume-io1 , volume-gp2 ] until=2026-11-21",
            "#skint:ignore[*]",
        ] {
            let text = volume(place, comment);
            let told = told_of(&[("a.tf", &text)], &["--rule", "volume-gp2"]);
            assert_eq!(told, ["volume-gp2 aws_ebs_volume.data -"], "{text}");
        }
        let told = told_of(&[("a.tf", &volume(place, IGNORE))], &["--no-ignores"]);
        assert!(told.contains(&"volume-gp2 aws_ebs_volume.data".to_owned()), "{told:?}");
        assert!(!told.iter().any(|it| it.starts_with("suppression")), "{told:?}");
    }
}

#[test]
fn a_comment_counts_for_what_it_stands_at_only() {
    let two = |first: &str| format!("{first}\n{}", volume("", "").replace("\"data\"", "\"more\""));
    for place in ["ABOVE", "HEAD", "IN", "BEFORE", "LINE"] {
        let told = told_of(&[("a.tf", &two(&volume(place, IGNORE)))], RULES);
        assert_eq!(told, ["volume-gp2 aws_ebs_volume.data -", "volume-gp2 aws_ebs_volume.more"]);
    }
    let file = format!("# Ours.\n{IGNORE}\n\n{}", two(&volume("", "")));
    let told = told_of(&[("a.tf", &file), ("b.tf", &volume("", "").replace("data", "b"))], RULES);
    let expected = [
        "volume-gp2 aws_ebs_volume.b",
        "volume-gp2 aws_ebs_volume.data -",
        "volume-gp2 aws_ebs_volume.more -",
    ];
    assert_eq!(told, expected);
    // Some other comment may stand between.
    let told = told_of(&[("a.tf", &format!("{IGNORE}\n# Data.\n{}", volume("", "")))], RULES);
    assert_eq!(told, ["volume-gp2 aws_ebs_volume.data -"]);
}

const DISKS: &str = "resource \"aws_instance\" \"web\" {\n  ami           = \"ami-1\"\n  instance_type = \"t4g.small\"\n\n  \
                     ONE\n  ebs_block_device {\n    device_name = \"a\"\n    volume_size = 50\n    volume_type = \"gp2\"\n  }\n  \
                     ebs_block_device {\n    TWO\n    device_name = \"b\"\n    volume_size = 50\n    volume_type = \"gp2\"\n  }\n}\n";

#[test]
fn a_nested_block_is_covered_alone() {
    let count = |one: &str, two: &str| {
        let text = DISKS.replace("ONE", one).replace("TWO", two);
        let told = told_of(&[("a.tf", &text)], &["--rule", "volume-gp2"]);
        let n_left = told.iter().filter(|it| !it.ends_with('-')).count();
        (told.len(), n_left)
    };
    assert_eq!(count("", ""), (2, 2));
    assert_eq!(count(IGNORE, ""), (2, 1));
    assert_eq!(count("", IGNORE), (2, 1));
    assert_eq!(count(IGNORE, IGNORE), (2, 0));
}

#[test]
fn a_call_covers_what_is_called_at_any_depth() {
    let disk = ("modules/disk/main.tf", &*volume("", ""));
    let app = "module \"disk\" {\n  source = \"../disk\"\n}\n";
    let call = |above: &str, inside: &str| {
        format!(
            "{above}\nmodule \"a\" {{\n  {inside}\n  source   = \"./modules/app\"\n  for_each = toset([\"x\", \"y\"])\n}}\n\nmodule \"b\" {{\n  source = \"./modules/app\"\n}}\n"
        )
    };
    let expected = [
        "volume-gp2 module.a[\"x\"].module.disk.aws_ebs_volume.data -",
        "volume-gp2 module.a[\"y\"].module.disk.aws_ebs_volume.data -",
        "volume-gp2 module.b.module.disk.aws_ebs_volume.data",
    ];
    for root in [call(IGNORE, ""), call("", IGNORE)] {
        let files = [("main.tf", &*root), ("modules/app/main.tf", app), disk];
        assert_eq!(told_of(&files, RULES), expected);
    }
    // In the file of the module it counts for all who call it, and a part of a repository is judged like the whole.
    let disk = ("modules/disk/main.tf", &*volume("LINE", IGNORE));
    let root = repository(&[
        ("live/main.tf", "module \"d\" {\n  source = \"../modules/disk\"\n}\n"),
        disk,
    ]);
    assert_eq!(told(root.path(), RULES), ["volume-gp2 module.d.aws_ebs_volume.data -"]);
    let args = [&["live"], RULES].concat();
    assert_eq!(told(root.path(), &args), ["volume-gp2 module.d.aws_ebs_volume.data -"]);
}

#[test]
fn settings_ignore_by_rule_address_and_path() {
    let text = volume("", "").replace("  size", "  for_each = toset([\"a\", \"b\"])\n  size");
    let files = |settings: &'static str| [(".skint.hcl", settings), ("examples/a.tf", "")];
    let told = |settings: &'static str| {
        let mut files = files(settings);
        files[1].1 = &text;
        told_of(&files, RULES)
    };
    let (a, b) = ("volume-gp2 aws_ebs_volume.data[\"a\"]", "volume-gp2 aws_ebs_volume.data[\"b\"]");
    let both = [format!("{a} -"), format!("{b} -")];
    for settings in [
        "ignore {\n  reason = \"old\"\n}\n",
        "ignore {\n  rules = [\"volume-gp2\"]\n  paths = [\"examples/**\"]\n  reason = \"old\"\n  until = \"2026-11-21\"\n}\n",
        "ignore {\n  addresses = [\"aws_ebs_volume.*\"]\n  reason = \"old\"\n}\n",
        "ignore {\n  addresses = [\"aws_ebs_volume.data\"]\n  reason = \"old\"\n}\n",
        "path \"examples/*\" {\n  ignore {\n    reason = \"old\"\n  }\n}\n",
    ] {
        assert_eq!(told(settings), both, "{settings}");
    }
    let one =
        "ignore {\n  addresses = [\"aws_ebs_volume.data[\\\"a\\\"]\"]\n  reason = \"old\"\n}\n";
    assert_eq!(told(one), [format!("{a} -"), b.to_owned()]);
    for settings in [
        "ignore {\n  rules = [\"volume-io1\"]\n  reason = \"old\"\n}\n",
        "ignore {\n  paths = [\"live/**\"]\n  reason = \"old\"\n}\n",
        "path \"live/*\" {\n  ignore {\n    reason = \"old\"\n  }\n}\n",
    ] {
        let told = told(settings);
        let told: Vec<_> = told.iter().filter(|it| !it.starts_with("suppression-unused")).collect();
        assert_eq!(told, [a, b], "{settings}");
    }
    let over = "ignore {\n  reason = \"old\"\n  until  = \"2026-11-20\"\n}\n";
    assert_eq!(told(over), ["suppression-expired .skint.hcl", a, b]);
}

#[test]
fn what_is_written_badly_is_told() {
    for (comment, words) in [
        ("# skint:ignore volume-gp2", "does not say in brackets"),
        ("# skint:ignore[]", "does not say in brackets"),
        ("# skint-ignore: volume-gp2", "does not say in brackets"),
        ("# skint:ignore[volume-gp3]", "did you mean `volume-gp2`?"),
        ("# skint:ignore[volume-gp2] until=31.12.2026", "`31.12.2026` is no day"),
        ("# skint:ignore[volume-gp2] until=2026-02-30", "`2026-02-30` is no day"),
        ("# skint:ignore[suppression-unused]", "no comment speaks for"),
    ] {
        let root = repository(&[("a.tf", &volume("LINE", comment))]);
        let ran = skint(root.path(), RULES);
        assert!(ran.out.contains("warning[suppression-malformed]"), "{comment}: {}", ran.out);
        assert!(
            ran.out.contains(words) && ran.out.contains("[volume-gp2]"),
            "{comment}: {}",
            ran.out
        );
    }
    let root = repository(&[("a.tf", &format!("{}\n{IGNORE}\n", volume("", "")))]);
    assert!(skint(root.path(), RULES).out.contains("is about nothing"));
    // Words in passing are no order.
    let told = told_of(&[("a.tf", &volume("LINE", "# no skint:ignore[volume-gp2] here"))], RULES);
    assert_eq!(told, ["volume-gp2 aws_ebs_volume.data"]);
}

#[test]
fn a_reason_may_be_asked_for() {
    let settings = (".skint.hcl", "comments {\n  require_reason = true\n}\n");
    let bare = volume("LINE", "# skint:ignore[volume-gp2] until=2027-01-01");
    let told = told_of(&[settings, ("a.tf", &bare)], RULES);
    assert_eq!(
        told,
        ["suppression-malformed aws_ebs_volume.data", "volume-gp2 aws_ebs_volume.data"]
    );
    let told = told_of(&[settings, ("a.tf", &volume("LINE", IGNORE))], RULES);
    assert_eq!(told, ["volume-gp2 aws_ebs_volume.data -"]);
}

#[test]
fn the_last_day_is_the_last() {
    let text = volume("LINE", "# skint:ignore[volume-gp2] until=2026-11-30 old");
    let root = repository(&[("a.tf", &text)]);
    let on = |day: &str| skint(root.path(), &[&["--today", day], RULES].concat());
    assert_eq!(on("2026-11-30").code, 0);
    let ran = on("2026-12-01");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("warning[suppression-expired]"), "{}", ran.out);
    assert!(
        ran.out.contains("until 2026-11-30") && ran.out.contains("[volume-gp2]"),
        "{}",
        ran.out
    );
}

#[test]
fn what_was_not_asked_or_not_decided_is_not_unused() {
    let good = volume("LINE", IGNORE).replace("gp2\"", "gp3\"");
    let files = [("a.tf", &*good)];
    let unused = ["suppression-unused aws_ebs_volume.data"];
    assert_eq!(told_of(&files, RULES), unused);
    assert_eq!(told_of(&files, &["--rule", "suppression-unused"]), unused);
    let told = |files: &[(&str, &str)], args: &[&str]| {
        let told = told_of(files, args);
        told.into_iter().filter(|it| it.starts_with("suppression")).collect::<Vec<_>>()
    };
    assert_eq!(told(&files, &[]), unused);
    assert_eq!(told(&files, &["--skip", "volume-gp2"]), [""; 0]);
    assert_eq!(told(&files, &["--preset", "reliability"]), [""; 0]);
    assert_eq!(told(&files, &["a.tf"]), unused);
    let off = (".skint.hcl", "rule \"volume-gp2\" {\n  enabled = false\n}\n");
    assert_eq!(told(&[off, files[0]], &[]), [""; 0]);
    let unknown = format!("variable \"t\" {{}}\n{}", good.replace("\"gp3\"", "var.t"));
    assert_eq!(told(&[("a.tf", &unknown)], &[]), [""; 0]);
    // Nothing of its kind is there at all.
    let alone = format!("{IGNORE}\nlocals {{\n  a = 1\n}}\n");
    assert_eq!(told(&[("a.tf", &alone)], &[]), ["suppression-unused locals"]);
    // Nobody knows what is in a module that is not there.
    let missing = format!("{IGNORE}\nmodule \"a\" {{\n  source = \"example.com/x/y/z\"\n}}\n");
    assert_eq!(told(&[("a.tf", &missing)], &[]), [""; 0]);
    // `[*]` is unused where everything was asked.
    let all = volume("LINE", "# skint:ignore[*] old").replace("gp2\"", "gp3\"");
    assert_eq!(told(&[("a.tf", &all)], &[]), [""; 0]);
}

/// As far as a run can know: it saw all that the block may speak of.
#[test]
fn a_block_of_settings_that_nothing_is_found_for_is_unused() {
    let block = |more: &str| {
        format!("ignore {{\n  rules = [\"volume-gp2\"]\n{more}  reason = \"old\"\n}}\n")
    };
    let (bad, good) = (volume("", ""), volume("", "").replace("\"gp2\"", "\"gp3\""));
    let told = |settings: &str, text: &str, args: &[&str]| {
        let files = [(".skint.hcl", settings), ("a.tf", text), ("b/a.tf", "locals {}\n")];
        let told = told_of(&files, args);
        told.into_iter().filter(|it| it.starts_with("suppression")).collect::<Vec<_>>()
    };
    let unused = ["suppression-unused .skint.hcl"];
    assert_eq!(told(&block(""), &good, &[]), unused);
    assert_eq!(told(&block(""), &bad, &[]), [""; 0]);
    assert_eq!(told(&block("  paths = [\"b/**\"]\n"), &bad, &[]), unused);
    assert_eq!(told(&block("  addresses = [\"aws_ebs_volume.old\"]\n"), &bad, &[]), unused);
    // A comment that says the same does not make it useless.
    let twice = volume("LINE", IGNORE);
    assert_eq!(told(&block(""), &twice, &[]), [""; 0]);
    // Not all of it was seen, or asked, or decided.
    for args in [&["b"][..], &["a.tf"], &["--exclude", "b/**"], &["--skip", "volume-gp2"]] {
        assert_eq!(told(&block(""), &good, args), [""; 0], "{args:?}");
    }
    let unknown = format!("variable \"t\" {{}}\n{}", good.replace("\"gp3\"", "var.t"));
    assert_eq!(told(&block(""), &unknown, &[]), [""; 0]);
    let missing = "module \"a\" {\n  source = \"example.com/x/y/z\"\n}\n";
    assert_eq!(told(&block(""), missing, &[]), [""; 0]);
    let here = block("  addresses = [\"aws_ebs_volume.data\"]\n");
    assert_eq!(told(&here, missing, &[]), unused);
    assert_eq!(told(&block(""), "broken {\n", &[]), [""; 0]);
}

const CAUSE: &str = "provider \"aws\" {\n  region = \"eu-west-1\"HERE\n}\n\nresource \"aws_sqs_queue\" \"a\" {}\n\n\
                     resource \"aws_sqs_queue\" \"b\" {}\n";

#[test]
fn a_shared_finding_is_ignored_at_its_cause() {
    let settings = (".skint.hcl", "tags {\n  required = [\"team\"]\n}\n");
    let args = ["--rule", "missing-cost-tags", "--rule", "provider-without-default-tags"];
    let plain = told_of(&[settings, ("a.tf", &CAUSE.replace("HERE", ""))], &args);
    assert!(
        plain.iter().filter(|it| it.starts_with("missing-cost-tags")).count() == 2,
        "{plain:?}"
    );
    let text = format!("# skint:ignore[missing-cost-tags] soon\n{}", CAUSE.replace("HERE", ""));
    let told = told_of(&[settings, ("a.tf", &text)], &args);
    let left = told.iter().filter(|it| it.starts_with("missing-cost-tags") && !it.ends_with('-'));
    assert_eq!(left.count(), 0, "{told:?}");
}

#[test]
fn ids_of_other_tools_count_where_settings_map_them() {
    let settings = (
        ".skint.hcl",
        "comments {\n  map = {\n    \"CKV_AWS_1\" = \"volume-gp2\"\n    \"AVD-1\" = \"volume-gp2\"\n    \"disk_type\" = \"volume-gp2\"\n  }\n}\n",
    );
    for comment in [
        "#checkov:skip=CKV_AWS_1:old",
        "#tfsec:ignore:avd-1",
        "#trivy:ignore:X #trivy:ignore:AVD-1",
        "# trivy:ignore:AVD-1:exp:2027-01-01",
        "# tflint-ignore: other, disk_type # old",
    ] {
        for place in ["ABOVE", "IN"] {
            let text = volume(place, comment);
            let expected = ["volume-gp2 aws_ebs_volume.data -"];
            assert_eq!(told_of(&[settings, ("a.tf", &text)], RULES), expected, "{comment}");
            assert_eq!(told_of(&[("a.tf", &text)], RULES), ["volume-gp2 aws_ebs_volume.data"]);
        }
    }
    let over = volume("IN", "#trivy:ignore:AVD-1:exp:2026-01-01");
    assert_eq!(told_of(&[settings, ("a.tf", &over)], RULES), ["volume-gp2 aws_ebs_volume.data"]);
}

#[test]
fn json_syntax_is_ignored_by_settings() {
    let text = r#"{"resource": {"aws_ebs_volume": {"data": {"//": "skint:ignore[volume-gp2]", "type": "gp2", "size": 80}}}}"#;
    assert_eq!(told_of(&[("a.tf.json", text)], RULES), ["volume-gp2 aws_ebs_volume.data"]);
    let settings =
        (".skint.hcl", "ignore {\n  paths = [\"*.tf.json\"]\n  reason = \"generated\"\n}\n");
    let root = repository(&[settings, ("a.tf.json", text)]);
    assert_eq!(told(root.path(), RULES), ["volume-gp2 aws_ebs_volume.data -"]);
    assert_eq!(ran(root.path(), RULES).code, 0);
}

#[test]
fn a_report_says_who_suppressed_and_why() {
    let text = volume("LINE", "# skint:ignore[volume-gp2] until=2027-01-31 moves with the cluster");
    let root = repository(&[("a.tf", &text)]);
    let json: Value = serde_json::from_str(&ran(root.path(), RULES).out).unwrap();
    let suppressed = &json["findings"][0]["suppressed"];
    let expected = serde_json::json!({
        "by": "comment", "reason": "moves with the cluster", "until": "2027-01-31", "place": "a.tf:5",
    });
    assert_eq!(*suppressed, expected);
    let shown = skint(root.path(), &[&["--show-suppressed"], RULES].concat()).out;
    assert!(shown.contains("moves with the cluster") && shown.contains("a.tf:5"), "{shown}");
}

fn baseline(root: &Path, args: &[&str]) -> Ran {
    skint(root, &[&["baseline", "--today", "2026-11-21"], args].concat())
}

#[test]
fn a_baseline_survives_moves_and_tells_what_is_new() {
    let root = repository(&[("a.tf", &volume("", ""))]);
    let wrote = baseline(root.path(), &["--rule", "volume-gp2"]);
    assert_eq!(wrote.out, "wrote .skint-baseline.json: 1 entry\n", "{}", wrote.err);
    let text = fs::read_to_string(root.path().join(".skint-baseline.json")).unwrap();
    let line = text.lines().nth(3).unwrap();
    assert!(
        line.starts_with("    {\"fingerprint\":\"volume-gp2::aws_ebs_volume.data:type\""),
        "{text}"
    );
    let moved = format!("# Moved.\n\n\n{}", volume("", ""));
    fs::write(root.path().join("a.tf"), &moved).unwrap();
    assert_eq!(told(root.path(), RULES), ["volume-gp2 aws_ebs_volume.data -"]);
    assert_eq!(ran(root.path(), RULES).code, 0);
    let without = [RULES, &["--no-baseline"]].concat();
    assert_eq!(told(root.path(), &without), ["volume-gp2 aws_ebs_volume.data"]);
    let isolated = [RULES, &["--isolated"]].concat();
    assert_eq!(told(root.path(), &isolated), ["volume-gp2 aws_ebs_volume.data"]);
    let new = format!("{moved}\n{}", volume("", "").replace("\"data\"", "\"new\""));
    fs::write(root.path().join("a.tf"), new).unwrap();
    let both = ["volume-gp2 aws_ebs_volume.data -", "volume-gp2 aws_ebs_volume.new"];
    assert_eq!(told(root.path(), RULES), both);
    // Nothing is added by an update, and nothing is written over by mistake.
    assert_eq!(baseline(root.path(), &[]).code, 2);
    let updated = baseline(root.path(), &["--update", "--rule", "volume-gp2"]).out;
    assert_eq!(updated, ".skint-baseline.json: 1 entry, 0 taken out\n");
    assert_eq!(fs::read_to_string(root.path().join(".skint-baseline.json")).unwrap(), text);
    assert_eq!(told(root.path(), RULES), both);
}

#[test]
fn what_got_dearer_comes_back() {
    let root = repository(&[("a.tf", &volume("", ""))]);
    baseline(root.path(), &["--rule", "volume-gp2"]);
    let sized = |size: &str| {
        let text = volume("", "").replace("= 80", &format!("= {size}"));
        fs::write(root.path().join("a.tf"), text).unwrap();
        skint(root.path(), RULES)
    };
    assert_eq!(sized("90").code, 0);
    let dearer = sized("8000");
    assert_eq!(dearer.code, 1, "{}", dearer.out);
    assert!(dearer.out.contains("a month in the baseline, and is"), "{}", dearer.out);
    baseline(root.path(), &["--update", "--rule", "volume-gp2"]);
    assert_eq!(sized("8000").code, 0);
    let text = fs::read_to_string(root.path().join(".skint-baseline.json")).unwrap();
    assert!(!text.contains("in the baseline"), "{text}");
}

#[test]
fn entries_that_no_longer_hold_are_told_and_taken_out() {
    let two = format!("{}\n{}", volume("", ""), volume("", "").replace("\"data\"", "\"more\""));
    let root = repository(&[("a/a.tf", &two), ("b/b.tf", &volume("", ""))]);
    assert_eq!(
        baseline(root.path(), &["--rule", "volume-gp2"]).out,
        "wrote .skint-baseline.json: 3 entries\n"
    );
    fs::write(root.path().join("a/a.tf"), volume("", "").replace("gp2", "gp3")).unwrap();
    let words = "2 entries of the baseline no longer hold: skint baseline --update\n";
    assert!(skint(root.path(), &["--isolated"]).out.find("baseline").is_none());
    assert!(skint(root.path(), &[]).out.contains(words));
    assert!(skint(root.path(), &["a"]).out.contains(words));
    assert!(!skint(root.path(), &["b"]).out.contains("no longer hold"));
    assert!(!skint(root.path(), &["--rule", "lambda-x86"]).out.contains("no longer hold"));
    fs::remove_dir_all(root.path().join("a")).unwrap();
    assert!(skint(root.path(), &[]).out.contains(words));
    let updated = baseline(root.path(), &["--update"]).out;
    assert_eq!(updated, ".skint-baseline.json: 1 entry, 2 taken out\n");
}

#[test]
fn a_baseline_that_is_none_is_refused() {
    for (text, words) in [
        ("[", "is not usable: "),
        ("{\"version\": 2, \"findings\": []}", "of version 2"),
        (
            "{\"version\": 1, \"findings\": [{\"fingerprint\": \"x\", \"rule\": \"y\", \"address\": \"\", \"root\": \"\", \"message\": \"\", \"monthly\": null}]}",
            "not of its rule",
        ),
        (
            "{\"version\": 1, \"findings\": [{\"fingerprint\": \"y\\u001b[31m\", \"rule\": \"y\", \"address\": \"\", \"root\": \"\", \"message\": \"\", \"monthly\": \"much\"}]}",
            "no number",
        ),
    ] {
        let root = repository(&[("a.tf", &volume("", "")), (".skint-baseline.json", text)]);
        let ran = skint(root.path(), &[]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(words) && !ran.err.contains('\u{1b}'), "{}", ran.err);
    }
    let root = repository(&[("a.tf", &volume("", ""))]);
    assert_eq!(skint(root.path(), &["--baseline", "nowhere.json"]).code, 2);
    let deep = "[".repeat(100_000);
    let root = repository(&[("a.tf", &volume("", "")), (".skint-baseline.json", &deep)]);
    assert_eq!(skint(root.path(), &[]).code, 2);
}
