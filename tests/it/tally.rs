//! `skint tags`: which dollars can be attributed, in every format, and that strangers' names stay names.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use skint::tally::{Format, Status};

use crate::fixtures;
use crate::program::{repository, skint};

const DAY: &[&str] = &["--isolated", "--color", "never", "--today", "2026-11-21"];

fn tags(folder: &str, args: &[&str]) -> String {
    let ran = skint(&fixtures::root().join(folder), &[&["tags"], DAY, args].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

/// What is said of some files.
fn told(files: &[(&str, &str)], args: &[&str]) -> String {
    let root = repository(files);
    let ran = skint(root.path(), &[&["tags"], DAY, args].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

fn json(files: &[(&str, &str)]) -> Value {
    serde_json::from_str(&told(files, &["--format", "json"])).unwrap()
}

#[test]
fn every_format_tells_of_the_shop() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixtures::root().join("tally"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        let shop = |args: &[&str]| tags("tally/shop", args);
        insta::assert_snapshot!("shop.human", shop(&[]));
        insta::assert_snapshot!("shop.by", shop(&["--by", "Cost-Center"]));
        insta::assert_snapshot!("shop.csv", shop(&["--format", "csv"]).replace('\r', ""));
        insta::assert_snapshot!("shop.markdown", shop(&["--format", "markdown"]));
        insta::assert_snapshot!("shop.html", shop(&["--format", "html", "--by", "env"]));
        insta::assert_snapshot!("shop.json", shop(&["--format", "json"]));
    });
}

#[test]
fn lines_have_80_columns_but_for_names() {
    for args in [&[][..], &["--by", "app"]] {
        let text = tags("tally/shop", args);
        let wide = text.lines().filter(|it| it.chars().count() > 80 && !it.contains("  # "));
        assert_eq!(wide.collect::<Vec<_>>(), Vec::<&str>::new());
    }
}

#[test]
fn color_changes_nothing_but_the_color() {
    let folder = fixtures::root().join("tally/shop");
    let args = ["tags", "--isolated", "--today", "2026-11-21", "--color", "always"];
    let colored = skint(&folder, &args).out;
    assert!(colored.contains("\u{1b}[1m"));
    let bare = anstream::adapter::strip_str(&colored).to_string();
    assert_eq!(bare, tags("tally/shop", &[]));
}

#[test]
fn json_is_as_its_schema_says() {
    let text = fs::read_to_string("docs/tags.schema.json").unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    crate::reports::forbid_more(&mut schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let shop: Value = serde_json::from_str(&tags("tally/shop", &["--format", "json"])).unwrap();
    let hostile = hostile();
    let hostile: Vec<(&str, &str)> = hostile.iter().map(|(path, text)| (*path, &**text)).collect();
    for document in [&shop, &json(&hostile), &json(&[("main.tf", "")])] {
        let errors = validator.iter_errors(document);
        let errors: Vec<_> = errors.map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

fn number(value: &Value) -> f64 {
    value.as_str().unwrap().parse().unwrap()
}

/// No dollar and no resource is lost on the way, or told twice.
#[test]
fn parts_add_up_to_the_estimate() {
    let shop: Value = serde_json::from_str(&tags("tally/shop", &["--format", "json"])).unwrap();
    let folder = fixtures::root().join("tally/shop");
    let args = ["cost", "--isolated", "--today", "2026-11-21", "--format", "json"];
    let cost: Value = serde_json::from_str(&skint(&folder, &args).out).unwrap();
    for kind in ["fixed", "usage"] {
        let total = number(&cost["total"][kind]["typical"]);
        let sum = |split: &Value| -> f64 {
            Status::ALL.iter().map(|it| number(&split[it.name()][kind])).sum()
        };
        let close = |it: f64| assert!((it - total).abs() < 1e-6, "{kind}: {it} of {total}");
        close(sum(&shop["total"]));
        for by in ["root", "module", "service"] {
            close(shop["by"][by].as_array().unwrap().iter().map(sum).sum());
        }
        let values = shop["values"]["values"].as_array().unwrap();
        close(values.iter().map(|it| number(&it[kind])).sum());
        close(shop["resources"].as_array().unwrap().iter().map(|it| number(&it[kind])).sum());
    }
    let bills = cost["roots"].as_array().unwrap().iter();
    let bills: usize = bills.map(|it| it["resources"].as_array().unwrap().len()).sum();
    assert_eq!(shop["resources"].as_array().unwrap().len(), bills);
}

#[test]
fn of_nothing_little_is_said() {
    let nothing = told(&[("main.tf", "locals {}\n")], &[]);
    assert_eq!(nothing, "no resources, so there is nothing to attribute\n");
    let free = "resource \"aws_iam_role\" \"r\" {\n  tags = { app = \"a\", env = \"b\", tier = \"c\" }\n}\n";
    let free = told(&[("main.tf", free)], &[]);
    let head = "nothing here costs anything; 1 of 1 resource that take tags can be attributed\n";
    assert!(free.starts_with(head), "{free}");
    assert!(!free.contains("--plan") && !free.contains('$'), "{free}");
    for format in Format::ALL {
        told(&[("main.tf", "locals {}\n")], &["--format", format.name()]);
    }
}

#[test]
fn what_is_not_known_is_not_nothing() {
    let absent = "module \"m\" {\n  source  = \"example/m/aws\"\n  version = \"1.0.0\"\n}\n";
    let human = told(&[("main.tf", absent)], &[]);
    assert!(human.contains("that is known") && human.contains("1 module not on disk"), "{human}");
    let json = json(&[("main.tf", absent)]);
    assert_eq!(json["total"]["unknown"]["modules"], 1);
    assert_eq!(json["resources"][0]["cost_is_open"], true);
}

const VALUES: &str = r#"
provider "aws" {}
variable "secret" {
  sensitive = true
  default   = "t0ps3cret"
}
resource "aws_nat_gateway" "a" {
  subnet_id = "s"
  tags      = { Team = "core", owner = var.secret, size = 3 }
}
resource "aws_nat_gateway" "b" {
  subnet_id = "s"
  tags      = { team = "Core", env = "prod" }
}
resource "aws_nat_gateway" "c" {
  subnet_id = "s"
  tags      = { team = "", env = "production" }
}
"#;

#[test]
fn a_key_is_found_in_another_case_and_by_names_that_are_as_good() {
    let values = |key: &str| {
        let text = told(&[("main.tf", VALUES)], &["--format", "json", "--by", key]);
        let json: Value = serde_json::from_str(&text).unwrap();
        let values = json["values"]["values"].as_array().unwrap().clone();
        let name = |it: &Value| it["value"].as_str().or(it["kind"].as_str()).unwrap().to_owned();
        values.iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(values("team"), ["Core", "core", "none"]);
    assert_eq!(values("environment"), ["prod", "production", "none"]);
    assert_eq!(values("Env"), ["prod", "production", "none"]);
    assert_eq!(values("size"), ["3", "none"]);
    assert_eq!(values("owner"), ["sensitive", "none"]);
    assert_eq!(values("nothing"), ["none"]);
}

#[test]
fn values_that_look_like_one_are_marked() {
    let human = told(&[("main.tf", VALUES)], &["--by", "TEAM"]);
    assert!(
        human.contains("environment: \"prod\" ($32.85 on 1), \"production\" ($32.85"),
        "{human}"
    );
    assert!(human.contains("TEAM: \"Core\" ($"), "{human}");
}

#[test]
fn secrets_are_never_told() {
    for format in Format::ALL {
        for by in ["owner", "team"] {
            let text = told(&[("main.tf", VALUES)], &["--format", format.name(), "--by", by]);
            assert!(!text.contains("t0ps3cret"), "{}", format.name());
        }
    }
    assert!(told(&[("main.tf", VALUES)], &["--by", "owner"]).contains("(sensitive)"));
}

/// Every place that a stranger may write to, with what each format would obey.
fn hostile() -> Vec<(&'static str, String)> {
    let texts = [
        "=1+1",
        "<script>alert(1)</script>",
        "a|b `c` @everyone",
        "::error::no",
        "##[error]no",
        "\\u001b[31m",
        "\\u202egpj",
        "\\n| x |",
        "](javascript:alert(1))",
        "]]> \\\" ' & $x$ *b* :smile: #1",
    ];
    let resources = texts.iter().enumerate().map(|(at, text)| {
        format!(
            "resource \"aws_nat_gateway\" \"n{at}\" {{\n  for_each  = toset([\"{text}\"])\n  \
             subnet_id = \"s\"\n  tags      = {{ service = \"{text}\", \"{text}\" = \"x\", by = \"{text}\" }}\n}}\n\
             resource \"aws_nat_gateway\" \"m{at}\" {{\n  for_each  = toset([\"{text}\"])\n  \
             subnet_id = \"s\"\n}}\n"
        )
    });
    let policy =
        "provider \"aws\" {}\nresource \"aws_nat_gateway\" \"x\" {\n  subnet_id = \"s\"\n}\n"
            .to_owned();
    let provider = "provider \"aws\" {}\n".to_owned();
    vec![("main.tf", provider + &resources.collect::<String>()), ("`@x`<i>|/=cmd.tf", policy)]
}

fn of_hostile(format: Format, by: &str) -> String {
    let files = hostile();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, &**text)).collect();
    told(&files, &["--format", format.name(), "--by", by])
}

const KEYS: &[&str] =
    &["by", "service", "a|b `c` @everyone", "<script>alert(1)</script>", "\u{1b}[31m"];

#[test]
fn a_terminal_is_told_nothing_that_it_obeys() {
    for format in Format::ALL {
        for key in KEYS {
            let text = of_hostile(*format, key);
            let obeyed = |it: char| {
                it.is_control() && !matches!(it, '\n' | '\r')
                    || matches!(it, '\u{202a}'..='\u{202e}')
            };
            assert_eq!(text.chars().find(|it| obeyed(*it)), None, "{}", format.name());
            assert!(!text.lines().any(|it| it.trim_start().starts_with("::")), "{}", format.name());
            assert!(!text.contains("##["), "{}", format.name());
        }
    }
}

#[test]
fn html_holds_nothing_of_strangers_but_text() {
    let known: BTreeSet<&str> = [
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "dl", "dt",
        "dd", "div", "b", "span", "i", "section", "ul", "li", "table", "thead", "tbody", "tr",
        "th", "td", "code", "small", "footer", "svg", "g", "rect", "text",
    ]
    .into();
    let names = regex::Regex::new(r"</?([a-z0-9]+)").unwrap();
    for key in KEYS {
        let html = of_hostile(Format::Html, key);
        let used: BTreeSet<&str> =
            names.captures_iter(&html).map(|it| it.get(1).unwrap().as_str()).collect();
        assert!(used.is_subset(&known), "{used:?}");
        assert!(!html.contains("<i>|") && html.contains("default-src 'none'"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    }
}

/// Outside of code there is no sign that a stranger wrote.
#[test]
fn markdown_holds_nothing_of_strangers_but_code() {
    let code = regex::Regex::new(r"`[^`]*`|<code>[^<]*</code>").unwrap();
    for key in KEYS {
        let markdown = of_hostile(Format::Markdown, key);
        let rest = code.replace_all(&markdown, "");
        for sign in ["@", "javascript", "smile", "script", "<i>", "$", "]("] {
            assert!(!rest.contains(sign), "{sign} in {rest}");
        }
        let mut columns = 0;
        for line in markdown.lines() {
            let n = line.matches('|').count();
            assert!(columns == 0 || n == 0 || n == columns, "{line}");
            columns = n;
        }
    }
}

#[test]
fn no_cell_of_a_csv_is_run() {
    for key in KEYS {
        for line in of_hostile(Format::Csv, key).lines() {
            let starts =
                |it: &str| it.trim_start_matches('"').trim_start().starts_with(['=', '@', '+']);
            assert!(!line.split(',').any(starts), "{line}");
        }
    }
}

#[test]
fn the_same_bytes_with_any_number_of_threads() {
    let resource = |at: usize| {
        let more = if at.is_multiple_of(3) { "tier = \"t\"" } else { "" };
        format!(
            "resource \"aws_ebs_volume\" \"v{at}\" {{\n  availability_zone = \"us-east-1a\"\n  size = {}\n  \
             tags = {{ service = \"s{}\"\n {more} }}\n}}\n",
            at % 7 + 1,
            at % 11
        )
    };
    let text: String = (0..1_100).map(resource).collect();
    let root = repository(&[("a/main.tf", &text), ("b/main.tf", &text)]);
    for format in Format::ALL {
        let of = |threads: &str| {
            let mut command = assert_cmd::Command::cargo_bin("skint").unwrap();
            let args = [&["tags", "--format", format.name()], DAY].concat();
            let command = command.current_dir(root.path()).env("RAYON_NUM_THREADS", threads);
            command.args(args).output().unwrap().stdout
        };
        let one = of("1");
        assert!(!one.is_empty() && one == of("4"), "{}", format.name());
    }
}

#[test]
fn several_formats_go_to_files_and_mistakes_are_told() {
    let root = repository(&[("main.tf", VALUES)]);
    let ran =
        skint(root.path(), &[&["tags", "-f", "html=t.html", "-f", "csv=t.csv"], DAY].concat());
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(fs::read_to_string(root.path().join("t.html")).unwrap().contains("<svg"));
    assert!(fs::read_to_string(root.path().join("t.csv")).unwrap().starts_with("root,address"));
    let ran = skint(root.path(), &["tags", "--format", "htm"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no format `htm`"), "{}", ran.err);
    let broken = repository(&[("main.tf", "resource \"x\" \"y\" {\n  a = = 1\n}\n")]);
    assert_eq!(skint(broken.path(), &["tags"]).code, 2);
}
