//! What policies say of tags, and what tag policies of AWS Organizations come to.

use std::sync::Arc;

use skint::eval::{Marks, Value};
use skint::settings::TagPolicy;
use skint::tags::{Effective, Imported, Source, Subject, Tag, Tags, Verdict, import, judged};

use crate::documents::{drawn, layers, snapshot};
use crate::program::{repository, skint};

fn policy(text: &str) -> Arc<TagPolicy> {
    let text = format!("tags {{\n{text}\n}}\n");
    let mut policies = layers(&[(".skint.hcl", &text)]).unwrap().tags("main.tf");
    policies.pop().unwrap()
}

/// `a=1; b=?; c=!x; ...`: `?` is not known, `!` secret, and `...` says that there may be more.
fn tags(text: &str) -> Effective {
    let mut effective = Effective::default();
    for part in text.split(';').map(str::trim_start).filter(|it| !it.is_empty()) {
        let Some((key, value)) = part.split_once('=') else {
            effective.open = Value::unknown("somebody else says more", None).as_unknown().cloned();
            continue;
        };
        let value = match value.split_at_checked(1) {
            Some(("?", _)) => Value::unknown("who knows", None),
            Some(("!", rest)) => Value::from(rest).marked(Marks::SENSITIVE),
            Some(("#", n)) => Value::from(n.parse::<usize>().unwrap()),
            _ => Value::from(value),
        };
        let (key, source) = match key.strip_prefix('~') {
            Some(key) => (key, Source::Default),
            None => (key, Source::Own),
        };
        effective.tags.insert(key.into(), Tag { value, source });
    }
    effective
}

fn told(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Present(key) => format!("present {key}"),
        Verdict::Missing { near: Some(it), .. } => format!("near {} {:?}", it.key, it.likeness),
        Verdict::Missing { near: None, .. } => "missing".to_owned(),
        Verdict::Wrong { value, allowed, best, .. } => match best {
            Some(best) => format!("{value}, not {allowed}: {best}"),
            None => format!("{value}, not {allowed}"),
        },
        Verdict::Unknown(unknown) => format!("unknown {}", unknown.reason),
    }
}

/// The verdict on each key, for one resource.
fn said(policy: &Arc<TagPolicy>, kind: &str, rules: Tags, given: &str) -> Vec<String> {
    let effective = tags(given);
    let provider = kind.split('_').next().unwrap();
    let address = format!("{kind}.a");
    let subject = Subject { address: &address, kind, tags: rules, provider, effective: &effective };
    judged(policy, &subject, "2026-11-21").iter().map(|it| told(&it.verdict)).collect()
}

fn on_aws(policy: &str, given: &str) -> Vec<String> {
    said(&self::policy(policy), "aws_instance", Tags::AwsWithDefaults, given)
}

#[test]
fn a_key_is_there_or_it_is_not() {
    for (policy, given, verdict) in [
        ("required = [\"service\"]", "service=x", "present service"),
        ("required = [\"service\"]", "service=?", "present service"),
        ("required = [\"service\"]", "service=!", "present service"),
        ("required = [\"service\"]", "", "missing"),
        ("required = [\"service\"]", "service=", "missing"),
        ("required = [\"service\"]", "other=x", "missing"),
        ("required = [\"service\"]", "...", "unknown somebody else says more"),
        ("required = [\"service\"]", "service=x; ...", "present service"),
        ("required = [\"service\"]", "service=; ...", "missing"),
        (
            "key \"service\" {\n any_case = true\n}",
            "service=; ...",
            "unknown somebody else says more",
        ),
        ("key \"service\" {\n any_case = true\n}", "SERVICE=x", "present SERVICE"),
        ("key \"service\" {\n any_case = true\n}", "SERVICE=x; service=", "present SERVICE"),
        ("key \"service\" {\n any_case = true\n}", "SERVICE=x; service=y", "present service"),
        ("required = [\"service\"]\nany_case = true", "Service=x", "present Service"),
        ("key \"environment\" {\n synonyms = [\"env\"]\n}", "env=x", "present env"),
        (
            "key \"environment\" {\n synonyms = [\"env\"]\n}",
            "env=x; environment=y",
            "present environment",
        ),
        ("key \"environment\" {\n synonyms = [\"env\"]\n}", "Env=x", "near Env Synonym"),
    ] {
        assert_eq!(on_aws(policy, given), [verdict], "{policy} {given}");
    }
}

#[test]
fn a_key_that_was_perhaps_meant_is_named() {
    for (key, given, verdict) in [
        ("environment", "Environment=x; env=y", "near Environment Case"),
        ("environment", "env=y", "near env Synonym"),
        ("env", "Environment=y", "near Environment Synonym"),
        ("cost-center", "CostCenter=1", "near CostCenter Spelling"),
        ("CostCenter", "cost_centre=1", "near cost_centre Spelling"),
        ("environment", "enviroment=x", "near enviroment Slip"),
        ("environment", "envirment=x", "near envirment Slip"),
        ("service", "servce=x", "near servce Slip"),
        ("service", "svc=x", "near svc Synonym"),
        ("service", "sevce=x", "missing"),
        ("tier", "tie=x", "missing"),
        ("service", "Service=", "missing"),
        ("service", "aws:service=x", "missing"),
        ("owner", "Name=x", "missing"),
    ] {
        let policy = format!("required = [\"{key}\"]");
        assert_eq!(on_aws(&policy, given), [verdict], "{key} {given}");
    }
    // What is another key of the policy was meant to be that.
    let policy = "required = [\"application\", \"app\"]";
    assert_eq!(on_aws(policy, "app=x"), ["missing", "present app"]);
    // What need not be there is misspelled at most.
    let optional = |given| on_aws("optional = [\"environment\"]", given);
    assert_eq!(optional("env=x"), ["missing"]);
    assert_eq!(optional("Environment=x"), ["near Environment Case"]);
}

#[test]
fn a_value_is_right_or_wrong_or_not_known() {
    let key = "values = [\"prod\", \"staging\", \"dev-*\"]";
    let one_of = "one of `prod`, `staging`, `dev-*`";
    let number = "text that matches `[0-9]{4}`";
    for (said, given, verdict) in [
        (key, "k=prod", "present k".to_owned()),
        (key, "k=dev-7", "present k".to_owned()),
        (key, "k=Prod", format!("Prod, not {one_of}: prod")),
        (key, "k=prd", format!("prd, not {one_of}: prod")),
        (key, "k=production", format!("production, not {one_of}: prod")),
        (key, "k=stg", format!("stg, not {one_of}: staging")),
        (key, "k=stagign", format!("stagign, not {one_of}: staging")),
        (key, "k=prod ", format!("prod , not {one_of}: prod")),
        (key, "k=qa", format!("qa, not {one_of}")),
        (key, "k=DEV-7", format!("DEV-7, not {one_of}: dev-7")),
        (key, "k=?", "unknown who knows".to_owned()),
        (key, "k=!prod", "unknown the value is sensitive, and nobody looks at it".to_owned()),
        (key, "k=", "missing".to_owned()),
        (key, "~k=qa; ...", "unknown somebody else says more".to_owned()),
        (key, "~k=prod; ...", "present k".to_owned()),
        ("values = [\"prod\"]\nignore_case = true", "k=PROD", "present k".to_owned()),
        ("values = [\"prod\"]", "k=x", "x, not `prod`".to_owned()),
        ("matches = \"[0-9]{4}\"", "k=#1234", "present k".to_owned()),
        ("matches = \"[0-9]{4}\"", "k=#123", format!("123, not {number}")),
        (
            "matches = \"^[0-9]{4}$\"",
            "k=12345",
            "12345, not text that matches `^[0-9]{4}$`".to_owned(),
        ),
    ] {
        let policy = format!("key \"k\" {{\n{said}\n}}");
        assert_eq!(on_aws(&policy, given), [verdict], "{said} {given}");
    }
}

#[test]
fn who_is_not_meant_is_not_judged() {
    for (policy, is_judged) in [
        ("required = [\"a\"]\ntypes = [\"aws_inst*\"]", true),
        ("required = [\"a\"]\ntypes = [\"aws_db*\"]", false),
        ("required = [\"a\"]\nservices = [\"instance\"]", true),
        ("required = [\"a\"]\nproviders = [\"aws.west\"]", false),
        ("key \"a\" {\n  providers = [\"aws.*\"]\n}", true),
        ("key \"a\" {\n  types = [\"google_*\"]\n}", false),
        ("required = [\"a\"]\nexempt \"aws_instance.*\" {\n reason = \"x\"\n}", false),
        ("required = [\"a\"]\nexempt \"*\" {\n reason = \"x\"\n until = \"2026-11-21\"\n}", false),
        ("required = [\"a\"]\nexempt \"*\" {\n reason = \"x\"\n until = \"2026-11-20\"\n}", true),
    ] {
        assert_eq!(on_aws(policy, "").len(), usize::from(is_judged), "{policy}");
    }
}

#[test]
fn each_cloud_has_keys_of_its_own() {
    let policy =
        policy("required = [\"Environment\"]\nkey \"Cost:Center\" {\n values = [\"Sales\"]\n}");
    let azure = said(&policy, "azurerm_lb", Tags::Azure, "environment=x; cost:center=sales");
    assert_eq!(azure, ["present environment", "sales, not `Sales`: Sales"]);
    let google = "environment=x; cost-center=sales";
    let google = said(&policy, "google_storage_bucket", Tags::GoogleWithDefaults, google);
    assert_eq!(google, ["present environment", "present cost-center"]);
    let aws = said(&policy, "aws_instance", Tags::Aws, "environment=x; cost-center=Sales");
    assert_eq!(aws, ["near environment Case", "near cost-center Spelling"]);
}

fn imported(texts: &[&str]) -> Imported {
    let files: Vec<(String, String)> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| (format!("{index}.json"), (*text).to_owned()))
        .collect();
    import(&files).unwrap_or_else(|refused| panic!("{}", drawn(&refused)))
}

/// `CostCenter: Development Support`, a line a key.
fn keys(imported: &Imported) -> Vec<String> {
    let keys = imported.policy.keys.iter();
    keys.map(|it| format!("{}: {}", it.name, it.values.join(" ")).trim_end().to_owned()).collect()
}

const ROOT: &str = r#"{"tags": {"costcenter": {
  "tag_key": {"@@assign": "CostCenter"},
  "tag_value": {"@@assign": ["Development", "Support"]}
}}}"#;

fn below(operator: &str, values: &str) -> String {
    format!("{{\"tags\": {{\"CostCenter\": {{\"tag_value\": {{\"{operator}\": {values}}}}}}}}}")
}

#[test]
fn operators_change_what_is_inherited() {
    for (operator, values, comes_to) in [
        ("@@assign", "[\"Sandbox\"]", "CostCenter: Sandbox"),
        ("@@append", "[\"Marketing\", \"Support\"]", "CostCenter: Development Support Marketing"),
        ("@@remove", "[\"Development\", \"Marketing\"]", "CostCenter: Support"),
        ("@@remove", "[\"Development\", \"Support\"]", "CostCenter:"),
    ] {
        let imported = imported(&[ROOT, &below(operator, values)]);
        assert_eq!(keys(&imported), [comes_to]);
        assert!(imported.remarks.is_empty(), "{:?}", imported.remarks);
    }
    let added = imported(&[ROOT, r#"{"tags": {"Team": {"tag_value": {"@@append": ["a"]}}}}"#]);
    assert_eq!(keys(&added), ["CostCenter: Development Support", "team: a"]);
}

#[test]
fn what_a_policy_above_forbids_is_passed_over_and_said() {
    let root = |control: &str, at: &str| {
        let control = format!("\"@@operators_allowed_for_child_policies\": {control}");
        let holds = |it: &str| if it == at { format!("{control},") } else { String::new() };
        format!(
            "{{\"tags\": {{{}\"costcenter\": {{{}\n\"tag_key\": {{{}\"@@assign\": \"CostCenter\"}},\n\
             \"tag_value\": {{{}\"@@assign\": [\"A\"]}}}}}}}}",
            holds("tags"),
            holds("key"),
            holds("tag_key"),
            holds("tag_value")
        )
    };
    let append = below("@@append", "[\"B\"]");
    for (control, at, is_allowed) in [
        ("[\"@@none\"]", "tags", false),
        ("[\"@@none\"]", "key", false),
        ("[\"@@none\"]", "tag_value", false),
        ("[\"@@none\"]", "tag_key", true),
        ("[\"@@append\"]", "tag_value", true),
        ("[\"@@assign\", \"@@remove\"]", "tag_value", false),
        ("[\"@@all\"]", "tags", true),
    ] {
        let imported = imported(&[&root(control, at), &append]);
        let comes_to = if is_allowed { "CostCenter: A B" } else { "CostCenter: A" };
        assert_eq!(keys(&imported), [comes_to], "{control} {at}");
        let remarks: &[&str] = match is_allowed {
            true => &[],
            false => &[
                "1.json:1: `@@append` of `tag_value` is passed over: a policy above does not allow it",
            ],
        };
        assert_eq!(imported.remarks, remarks, "{control} {at}");
    }
    let recased = r#"{"tags": {"costcenter": {"tag_key": {"@@assign": "COSTCENTER"}}}}"#;
    assert_eq!(keys(&imported(&[&root("[\"@@none\"]", "tag_key"), recased])), ["CostCenter: A"]);
    assert_eq!(keys(&imported(&[&root("[\"@@none\"]", "key"), recased])), ["CostCenter: A"]);
    // What was forbidden once stays forbidden.
    let again = r#"{"tags": {"costcenter": {"tag_value":
      {"@@operators_allowed_for_child_policies": ["@@all"]}}}}"#;
    let locked = imported(&[&root("[\"@@none\"]", "tag_value"), again, &append]);
    assert_eq!((keys(&locked), locked.remarks.len()), (vec!["CostCenter: A".to_owned()], 1));
    let new = imported(&[&root("[\"@@none\"]", "tags"), r#"{"tags": {"x": {}}}"#]);
    assert_eq!(new.remarks, ["1.json:1: `x` is passed over: a policy above allows no new keys"]);
}

#[test]
fn a_tag_policy_asks_for_tags_where_it_says_so() {
    let text = r#"{"tags": {"Owner": {
      "tag_key": {"@@assign": "Owner"},
      "enforced_for": {"@@assign": ["ec2:*", "made:up"]},
      "report_required_tag_for": {"@@assign": ["logs:log-group", "secretsmanager:ALL_SUPPORTED", "made:up"]},
      "tag_color": {"@@assign": "red"}
    }}}"#;
    let imported = imported(&[text]);
    assert_eq!(
        imported.remarks,
        [
            "0.json:5: there is no setting `tag_color`: passed over",
            "0.json:1: nobody knows what `made:up` is in Terraform: `owner` is required of it, and \
             not looked for",
        ]
    );
    let policy = Arc::new(imported.policy);
    let required = |kind: &str| {
        let effective = tags("owner=x");
        let rules = Tags::AwsWithDefaults;
        let subject =
            Subject { address: "a.b", kind, tags: rules, provider: "aws", effective: &effective };
        let judged = judged(&policy, &subject, "2026-11-21");
        judged.iter().map(|it| (it.is_required, told(&it.verdict))).collect::<Vec<_>>()
    };
    let recased = "near owner Case".to_owned();
    assert_eq!(required("aws_cloudwatch_log_group"), [(true, recased.clone())]);
    assert_eq!(required("aws_secretsmanager_secret"), [(true, recased.clone())]);
    assert_eq!(required("aws_instance"), [(false, recased)]);
    assert!(required("google_storage_bucket").is_empty());
}

#[test]
fn what_the_command_prints_is_read() {
    let effective = r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["A*"],"report_required_tag_for":["rds:cluster"]}}}"#;
    let quoted = serde_json::to_string(effective).unwrap();
    for text in [
        effective.to_owned(),
        format!("\u{feff}{effective}"),
        format!(
            "{{\"EffectivePolicy\": {{\"PolicyType\": \"TAG_POLICY\", \"PolicyContent\": {quoted}}}}}"
        ),
        format!("{{\"Policy\": {{\"PolicySummary\": {{}}, \"Content\": {quoted}}}}}"),
    ] {
        let imported = imported(&[&text]);
        assert_eq!(keys(&imported), ["CostCenter: A*"]);
        let key = &imported.policy.keys[0];
        assert!(key.is_required_of("aws_rds_cluster") && !key.is_required_of("aws_instance"));
    }
}

#[test]
fn mistakes_in_tag_policies_are_told_with_place_and_choices() {
    for (name, text) in crate::documents::documents("tag-policies") {
        let refused = import(&[(name.clone(), text)]).expect_err(&name);
        snapshot("tag-policies", &name, &drawn(&refused));
    }
    let deep = "[".repeat(100_000);
    let long = format!("{{\"tags\": {{{}}}}}", "\"a\": 1,".repeat(3_000));
    for text in [deep, long] {
        import(&[("a.json".to_owned(), text)]).expect_err("too much");
    }
}

#[test]
fn tag_policies_are_named_on_the_command_line_and_in_settings() {
    let wrong = r#"{"tags": {"a": {"tag_key": {"@@assing": "A"}}}}"#;
    let files = [("a.tf", ""), ("policies/right.json", ROOT), ("policies/wrong.json", wrong)];
    let root = repository(&files);
    let ran = |args: &[&str]| skint(root.path(), args);
    assert_eq!(ran(&["--tags-policy", "policies/right.json"]).code, 0);
    let refused =
        ran(&["--tags-policy", "policies/right.json", "--tags-policy", "policies/wrong.json"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("did you mean `@@assign`?"), "{}", refused.err);
    assert_eq!(ran(&["--tags-policy", "nowhere.json"]).code, 2);
    for (file, code) in [("right.json", 0), ("wrong.json", 2), ("nowhere.json", 2), ("../../x", 2)]
    {
        let settings = format!("tags_policy = [\"{file}\"]\n");
        std::fs::write(root.path().join("policies/.skint.hcl"), settings).unwrap();
        std::fs::write(root.path().join("policies/a.tf"), "").unwrap();
        assert_eq!(skint(root.path(), &["policies"]).code, code, "{file}");
    }
}
