//! Policies of tags in settings: what they come to, where, and how they are shown.

use std::fmt::Write as _;

use skint::settings::Layers;

use crate::documents::layers;

const POLICY: &str = r#"
tags {
  required = ["service", "environment"]
  optional = ["cost-center"]
  key "environment" {
    values      = ["prod", "dev-*"]
    matches     = "[a-z0-9-]+"
    ignore_case = true
    synonyms    = ["env"]
    value       = "prod"
  }
  key "cost-center" {
    any_case = true
    types    = ["aws_rds_*"]
  }
  key "tier" {}
  types     = ["aws_*"]
  providers = ["aws.*"]
  exempt "module.legacy.*" {
    reason = "goes away in March"
    until  = "2027-03-31"
  }
}
"#;

fn names(layers: &Layers, path: &str) -> Vec<String> {
    layers.tags(path).iter().map(|it| format!("{}@{}", it.name, it.place)).collect()
}

#[test]
fn a_policy_of_tags_says_what_was_said() {
    let layers = layers(&[(".skint.hcl", POLICY)]).unwrap();
    let policies = layers.tags("main.tf");
    let [policy] = policies.as_slice() else { panic!("one policy") };
    let keys: Vec<(&str, bool, bool)> =
        policy.keys.iter().map(|it| (&*it.name, it.is_required, it.any_case)).collect();
    let (service, tier) = (("service", true, false), ("tier", true, false));
    assert_eq!(keys, [service, ("environment", true, false), ("cost-center", false, true), tier]);
    let environment = &policy.keys[1];
    assert!(environment.allows("PROD", false) && environment.allows("Dev-1", false));
    assert!(!environment.allows("dev-é", false) && !environment.allows("staging", false));
    assert_eq!(environment.value.as_deref(), Some("prod"));
    assert!(policy.keys[2].about.holds("aws_rds_cluster", "aws"));
    assert!(policy.about.holds("aws_vpc", "aws.west"));
    assert!(!policy.about.holds("google_storage_bucket", "google"));
    assert!(policy.exempt[0].holds("module.legacy.aws_vpc.a", "2027-03-31"));
    assert!(!policy.exempt[0].holds("module.legacy.aws_vpc.a", "2027-04-01"));
}

#[test]
fn an_expression_is_about_the_whole_value() {
    let matched = |pattern: &str, value: &str| {
        let text = format!("tags {{\n  key \"a\" {{\n    matches = \"{pattern}\"\n  }}\n}}\n");
        let layers = layers(&[(".skint.hcl", &text)]).unwrap();
        layers.tags("a.tf")[0].keys[0].allows(value, false)
    };
    assert!(matched("^[a-z]+$", "abc") && matched("[a-z]+", "abc") && matched("a|bc", "bc"));
    assert!(!matched("[a-z]+", "abc1") && !matched("a|b", "ab") && !matched("(?m)^a$", "a\\nb"));
}

#[test]
fn an_inner_policy_holds_instead_of_an_outer_one_of_its_name() {
    let outer = "tags {\n  required = [\"service\"]\n}\ntags \"finops\" {\n  required = [\"team\"]\n}\n\
                 path \"dev/**\" {\n  tags {\n    required = [\"owner\"]\n  }\n}\n";
    let inner = "tags \"finops\" {\n  exempt \"*\" {\n    reason = \"a playground\"\n  }\n}\n";
    let layers = layers(&[(".skint.hcl", outer), ("dev/x/.skint.hcl", inner)]).unwrap();
    assert_eq!(names(&layers, "main.tf"), ["@.skint.hcl:1", "finops@.skint.hcl:4"]);
    assert_eq!(names(&layers, "dev/main.tf"), ["finops@.skint.hcl:4", "@.skint.hcl:8"]);
    assert_eq!(names(&layers, "dev/x/a.tf"), ["@.skint.hcl:8", "finops@dev/x/.skint.hcl:1"]);
}

#[test]
fn policies_of_tags_are_shown_with_their_places() {
    let text = "tags_policy = [\"org.json\"]\npath \"dev/**\" {\n  tags \"finops\" {\n    required = [\"a\"]\n    \
                key \"b\" {}\n    exempt \"x.*\" {\n      reason = \"old\"\n    }\n  }\n}\n";
    let shown = layers(&[(".skint.hcl", text)]).unwrap().describe();
    let lines: Vec<String> =
        shown.lines().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        lines,
        [
            "tags_policy = [\"org.json\"] # .skint.hcl:1",
            "path \"dev/**\" tags \"finops\" required = [\"a\"] # .skint.hcl:4",
            "path \"dev/**\" tags \"finops\" key \"b\" # .skint.hcl:5",
            "path \"dev/**\" tags \"finops\" exempt \"x.*\" reason = \"old\" # .skint.hcl:7",
        ]
    );
}

/// Nobody's machine is filled by a settings file of somebody else's.
#[test]
fn monstrous_policies_of_tags_are_refused() {
    let many = |n: usize, one: &dyn Fn(usize) -> String| {
        (0..n).fold(String::new(), |mut text, it| {
            let _ = writeln!(text, "{}", one(it));
            text
        })
    };
    let within = |text: String| format!("tags {{\n{text}}}\n");
    for (text, message) in [
        (within(many(1_100, &|it| format!("key \"k{it}\" {{}}"))), "more than 1000 keys"),
        (within(format!("required = [\n{}]\n", many(1_100, &|it| format!("\"k{it}\",")))), "1000"),
        (within(format!("required = [\"{}\"]\n", "k".repeat(2_000))), "longer than 1000"),
        (
            within(many(60, &|it| format!("key \"k{it}\" {{\n  matches = \"\\\\w{{1,20}}\"\n}}"))),
            "more than 50 regular",
        ),
        (many(110, &|it| format!("tags \"t{it}\" {{\n  required = [\"a\"]\n}}")), "too many pol"),
    ] {
        let refused = layers(&[(".skint.hcl", &text)]).expect_err(message);
        let told = refused.all.iter().any(|it| it.message.contains(message));
        assert!(told, "{message}: {:?}", refused.all[0].message);
    }
}
