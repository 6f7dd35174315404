//! `skint graph` on whole projects: a picture of each format lies beside the fixture.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use regex::Regex;
use serde_json::Value;

use crate::fixtures;

fn ran(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("skint").unwrap();
    command.current_dir(folder).arg("graph").arg("--isolated").args(args).output().unwrap()
}

fn graph(folder: &Path, args: &[&str]) -> String {
    let output = ran(folder, args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn shop(args: &[&str]) -> String {
    graph(&fixtures::root().join("graph/shop"), args)
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&graph(folder, &[&["--format", "json"], args].concat())).unwrap()
}

/// A project of one file, and its drawing.
fn project(text: &str) -> tempfile::TempDir {
    let root = tempfile::TempDir::new().unwrap();
    fs::write(root.path().join("main.tf"), text).unwrap();
    root
}

#[test]
fn every_format_draws_the_shop() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixtures::root().join("graph"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_snapshot!("shop.text", shop(&[]));
        insta::assert_snapshot!("shop.json", shop(&["--format", "json"]));
        insta::assert_snapshot!("shop.dot", shop(&["--format", "dot"]));
        insta::assert_snapshot!("shop.mermaid", shop(&["--format", "mermaid"]));
        insta::assert_snapshot!("shop.address", shop(&["aws_lambda_function.orders"]));
    });
}

#[test]
fn json_is_as_its_schema_says() {
    let text = fs::read_to_string("docs/graph.schema.json").unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    crate::reports::forbid_more(&mut schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let folder = fixtures::root().join("graph/shop");
    let one = ["module.tenant"];
    for document in [json(&folder, &[]), json(&folder, &one), json(hostile().path(), &[])] {
        let errors = validator.iter_errors(&document);
        let errors: Vec<_> = errors.map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn everything_is_listed_with_its_place() {
    let text = shop(&["--all"]);
    let document = json(&fixtures::root().join("graph/shop"), &[]);
    for thing in document["configurations"][0]["things"].as_array().unwrap() {
        let address = thing["address"].as_str().unwrap();
        assert!(text.contains(&format!("\n  {address}  # ")), "{address}");
    }
    assert!(text.contains("    event_source_arn -> aws_sqs_queue.bills .arn  # functions.tf:40"));
    assert!(text.contains("    ? event_source_arn: var.audit_queue_arn has no default"), "{text}");
}

#[test]
fn an_address_that_is_none_is_refused_with_the_nearest() {
    let folder = fixtures::root().join("graph/shop");
    for format in ["text", "json", "dot", "mermaid"] {
        let output = ran(&folder, &["aws_lambda_function.order", "--format", format]);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("nothing with the address aws_lambda_function.order"), "{said}");
        assert!(said.contains("did you mean `aws_lambda_function.orders`"), "{said}");
    }
    let said = String::from_utf8(ran(&folder, &["zzz"]).stderr).unwrap();
    assert!(said.contains("`skint graph --all` lists every address"), "{said}");
}

#[test]
fn what_stands_in_the_way_is_not_kept_silent() {
    let output = ran(project("a = = 1\n").path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("1 problem stands in the way"), "{said}");
}

#[test]
fn the_same_project_is_always_drawn_the_same() {
    for format in ["text", "json", "dot", "mermaid"] {
        let first = shop(&["--format", format]);
        assert!((0..3).all(|_| shop(&["--format", format]) == first), "{format}");
    }
}

/// Keys, labels, directories and values that would be obeyed somewhere.
const HOSTILE: &[&str] = &[
    r#"\"]; evil [label=\"x"#,
    r"\\",
    r"\\N\\G",
    "<script>alert(1)</script>",
    "&lt;b&gt; &quot;",
    "#quot;#35;",
    "%%{init: {}}%%",
    "`md`",
    "a\\nend\\n  subgraph x",
    "]]) --> evil",
    "\u{1b}[31m\u{202e}",
    "::error::x",
    "##[error]x",
    "|x|",
    "style:#f00;",
];

fn hostile() -> tempfile::TempDir {
    let keys: Vec<String> = HOSTILE.iter().map(|it| format!("\"{it}\"")).collect();
    let keys = keys.join(", ").replace("%{", "%%{");
    let root = project(&format!(
        "locals {{\n  keys = toset([{keys}])\n}}\n\
         resource \"aws_sqs_queue\" \"q\" {{\n  for_each = local.keys\n  name = each.key\n}}\n\
         resource \"aws_lambda_function\" \"f\" {{\n  for_each = local.keys\n  function_name = each.key\n\
         \x20 role = var.gone\n  environment {{\n    variables = {{ Q = aws_sqs_queue.q[each.key].url }}\n  }}\n}}\n\
         module \"m\" {{\n  source = \"./<m>&\"\n  for_each = local.keys\n}}\n\
         resource \"aws_sns_topic\" \"]; evil -> \" {{\n}}\n\
         resource \"::error::\" \"x\" {{\n}}\n"
    ));
    fs::create_dir(root.path().join("<m>&")).unwrap();
    fs::write(root.path().join("<m>&/main.tf"), "resource \"aws_sqs_queue\" \"in\" {\n}\n")
        .unwrap();
    root
}

#[test]
fn no_name_is_obeyed_by_a_terminal_or_a_build() {
    let root = hostile();
    for args in [&["--all"][..], &[], &["aws_lambda_function.f"], &["--format", "dot", "--all"]] {
        let text = graph(root.path(), args);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
        assert!(!text.contains("##["), "{text}");
        assert!(!text.lines().any(|it| it.trim_start().starts_with("::")), "{text}");
    }
}

/// Every line of a drawing is of one of the forms that we write: nothing in a name makes a line of its own,
/// or ends the quotes that it stands in.
#[test]
fn names_stay_inside_of_their_quotes() {
    let dot = concat!(
        r#"^(digraph skint \{|\}|  (graph|node|edge) \[[^"\]]*(fontname="Helvetica")[^"]*\];"#,
        r#"|  subgraph cluster_\d+_\d+ \{|  \}|  label="Q"; style=rounded; color=gray;"#,
        r#"|    r\d+n\d+ \[label="Q", tooltip="Q"[a-z0-9=, ]*\];"#,
        r#"|  r\d+n\d+ -> r\d+n\d+ \[label="Q"(, style=dotted)?\];)$"#
    );
    let dot = Regex::new(&dot.replace('Q', r#"(?:[^"\\&]|\\["\\]|&amp;)*"#)).unwrap();
    let mermaid = concat!(
        r#"^(flowchart LR|  end|  subgraph r\d+m\d+\["Q"\]"#,
        r#"|    r\d+n\d+(\["Q"\]|\[/"Q"/\])|  r\d+n\d+ (-->|-\.->)\|"Q"\| r\d+n\d+)$"#
    );
    let mermaid = Regex::new(&mermaid.replace('Q', r"(?:[\w ./,\[\]…-]|#\d+;)*")).unwrap();
    let root = hostile();
    for (format, form) in [("dot", dot), ("mermaid", mermaid)] {
        for more in [&["--all"][..], &[]] {
            let drawn = graph(root.path(), &[&["--format", format], more].concat());
            let wrong: Vec<&str> = drawn.lines().filter(|it| !form.is_match(it)).collect();
            assert!(wrong.is_empty(), "{format}: {wrong:#?}");
            assert!(drawn.lines().count() > 3 * HOSTILE.len(), "{drawn}");
        }
    }
}

#[test]
fn json_tells_hostile_names_as_they_are() {
    let document = json(hostile().path(), &[]);
    let things = document["configurations"][0]["things"].as_array().unwrap();
    let addresses: BTreeSet<&str> = things.iter().filter_map(|it| it["address"].as_str()).collect();
    assert!(addresses.contains("aws_sqs_queue.q[\"<script>alert(1)</script>\"]"), "{addresses:?}");
    assert_eq!(addresses.len(), 3 * HOSTILE.len() + 2);
}

#[test]
fn a_flowchart_is_no_larger_than_one_can_read_and_says_so() {
    let root = project("resource \"aws_sqs_queue\" \"q\" {\n  count = 400\n}\n");
    let drawn = graph(root.path(), &["--format", "mermaid"]);
    assert_eq!(drawn.lines().filter(|it| it.contains("aws_sqs_queue")).count(), 150);
    assert!(drawn.contains("250 things more"), "{drawn}");
    // What has arrows is drawn before what has none.
    fs::write(
        root.path().join("z.tf"),
        "resource \"aws_lambda_function\" \"f\" {\n  environment {\n    variables = { Q = aws_sqs_queue.q[399].url }\n  }\n}\n",
    )
    .unwrap();
    let drawn = graph(root.path(), &["--format", "mermaid"]);
    assert!(drawn.contains("aws_sqs_queue.q[399]") && drawn.contains("aws_lambda_function.f"));
}

#[test]
fn several_roots_stand_beside_each_other() {
    let root = tempfile::TempDir::new().unwrap();
    for name in ["a", "b", "empty"] {
        let text = match name {
            "empty" => "resource \"null_resource\" \"x\" {\n}\n".to_owned(),
            _ => format!("resource \"aws_sqs_queue\" \"{name}\" {{\n}}\n"),
        };
        fs::create_dir(root.path().join(name)).unwrap();
        fs::write(root.path().join(name).join("main.tf"), text).unwrap();
    }
    let text = graph(root.path(), &[]);
    assert!(text.starts_with("a\n") && text.contains("\nb\n") && !text.contains("\nempty\n"));
    assert!(text.contains("left out: 1 root module with nothing that runs or keeps, 1 thing"));
    let drawn = graph(root.path(), &["--format", "mermaid"]);
    assert!(
        drawn.contains("subgraph r0[\"a\"]") && drawn.contains("subgraph r1[\"b\"]"),
        "{drawn}"
    );
    let drawn = graph(root.path(), &["--format", "dot"]);
    assert!(drawn.contains("subgraph cluster_0 {") && drawn.contains("label=\"b\";"), "{drawn}");
    let one = graph(root.path(), &["aws_sqs_queue.b"]);
    assert!(one.starts_with("b\n") && !one.contains("root module"), "{one}");
}

/// The edges of a project, each as `from attribute to`.
fn edges(text: &str) -> BTreeSet<String> {
    let document = json(project(text).path(), &[]);
    let edges = document["configurations"][0]["edges"].as_array().unwrap();
    let text = |it: &Value, name: &str| it[name].as_str().unwrap().to_owned();
    let edges = edges.iter();
    edges.map(|it| [text(it, "from"), text(it, "attribute"), text(it, "to")].join(" ")).collect()
}

const MANY: &str = "data \"aws_availability_zones\" \"a\" {\n}\n\
    resource \"aws_subnet\" \"s\" {\n  count = length(data.aws_availability_zones.a.names)\n}\n";

/// Functions of lists refuse the one text that stands for a list of which the length is not known.
#[test]
fn a_list_of_unknown_length_is_followed_through_functions() {
    for list in [
        "aws_subnet.s[*].id",
        "coalescelist([], aws_subnet.s[*].id)",
        "concat([], aws_subnet.s[*].id)",
        "slice(aws_subnet.s[*].id, 0, 2)",
        "toset(aws_subnet.s[*].id)",
        "[for id in aws_subnet.s[*].id : id]",
    ] {
        let text = format!("{MANY}resource \"aws_lb\" \"l\" {{\n  subnets = {list}\n}}\n");
        let edges = edges(&text);
        assert!(edges.contains("aws_lb.l subnets aws_subnet.s"), "{list}: {edges:?}");
    }
}

/// How many there are is asked without tokens, what each of them is is not.
#[test]
fn each_value_is_followed() {
    let topic = "resource \"aws_sns_topic\" \"t\" {\n}\nresource \"aws_sqs_queue\" \"q\" {\n  name = \"q\"\n}\n";
    let text = format!(
        "{topic}resource \"aws_lambda_function\" \"f\" {{\n\
         \x20 for_each = {{ a = {{ topic = aws_sns_topic.t.arn, queue = aws_sqs_queue.q.name }}, b = {{ topic = \"x\", queue = \"y\" }} }}\n\
         \x20 environment {{\n    variables = {{ T = each.value.topic, Q = each.value.queue }}\n  }}\n}}\n"
    );
    let expected = ["aws_sns_topic.t", "aws_sqs_queue.q"];
    let expected =
        expected.map(|it| format!("aws_lambda_function.f[\"a\"] environment.variables {it}"));
    assert_eq!(edges(&text), BTreeSet::from(expected));
    let root = project(&format!(
        "{topic}module \"m\" {{\n  source = \"./m\"\n  for_each = {{ a = aws_sns_topic.t.arn }}\n  arn = each.value\n}}\n"
    ));
    fs::create_dir(root.path().join("m")).unwrap();
    let inner = "variable \"arn\" {\n}\nresource \"aws_sns_topic_subscription\" \"s\" {\n  topic_arn = var.arn\n}\n";
    fs::write(root.path().join("m/main.tf"), inner).unwrap();
    let document = json(root.path(), &[]);
    let edge = &document["configurations"][0]["edges"][0];
    assert_eq!(edge["from"], "module.m[\"a\"].aws_sns_topic_subscription.s");
    assert_eq!(edge["to"], "aws_sns_topic.t");
}

/// What is worked out with tokens in the place of values may fail in ways of its own.
#[test]
fn the_reason_is_that_of_the_value_and_not_of_its_stand_in() {
    let root = project(
        "resource \"aws_ssm_parameter\" \"p\" {\n}\n\
         resource \"aws_sqs_queue\" \"q\" {\n  name = jsondecode(aws_ssm_parameter.p.value).name\n}\n",
    );
    let document = json(root.path(), &[]);
    let reason = document["configurations"][0]["blind"][0]["reason"].as_str().unwrap();
    assert_eq!(reason, "aws_ssm_parameter.p.value is known only after apply");
}

#[test]
fn a_version_that_is_not_known_does_not_hide_whom_a_permission_is_for() {
    let root = project(
        "variable \"v\" {\n}\n\
         resource \"aws_sns_topic\" \"t\" {\n}\n\
         resource \"aws_lambda_function\" \"f\" {\n}\n\
         resource \"aws_lambda_permission\" \"p\" {\n\
         \x20 function_name = aws_lambda_function.f.function_name\n\
         \x20 qualifier = var.v ? aws_lambda_function.f.version : null\n\
         \x20 principal = \"sns.amazonaws.com\"\n  source_arn = aws_sns_topic.t.arn\n}\n",
    );
    let document = json(root.path(), &[]);
    let worker = &document["configurations"][0]["answers"]["workers"][0];
    assert_eq!(worker["unknown"], Value::Array(Vec::new()));
    assert_eq!(worker["triggers"].as_array().unwrap().len(), 1);
    assert_eq!(worker["triggers"][0]["by"], "aws_sns_topic.t");
}

const LOAD_BALANCED: &str = r#"
resource "aws_lb" "l" {
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.l.arn
}
resource "aws_lb_listener_rule" "r" {
  listener_arn = aws_lb_listener.l.arn
  action {
    target_group_arn = aws_lb_target_group.g.arn
  }
}
resource "aws_lb_target_group" "g" {
}
resource "aws_lb_target_group" "lonely" {
}
resource "aws_autoscaling_group" "a" {
}
resource "aws_autoscaling_attachment" "a" {
  autoscaling_group_name = aws_autoscaling_group.a.name
  lb_target_group_arn    = aws_lb_target_group.g.arn
}
resource "aws_ecs_service" "s" {
  load_balancer {
    target_group_arn = aws_lb_target_group.lonely.arn
  }
}
"#;

#[test]
fn a_load_balancer_is_found_behind_rules_and_attachments() {
    let document = json(project(LOAD_BALANCED).path(), &[]);
    let workers = document["configurations"][0]["answers"]["workers"].as_array().unwrap();
    let front = |address: &str| {
        let worker = workers.iter().find(|it| it["address"] == address).unwrap();
        let fronts = worker["fronts"].as_array().unwrap();
        fronts.iter().map(|it| it["by"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(front("aws_autoscaling_group.a"), ["aws_lb.l"]);
    assert_eq!(front("aws_ecs_service.s"), ["aws_lb_target_group.lonely"]);
}

const INVOKERS: &str = r#"
resource "aws_iam_role" "any" {
  name = "any"
  inline_policy {
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "lambda:*", Resource = "*" }] })
  }
}
resource "aws_iam_role" "one" {
  name = "one"
  inline_policy {
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "lambda:InvokeFunction", Resource = aws_lambda_function.c.arn }] })
  }
}
resource "aws_lambda_function" "a" {
  function_name = "a"
  role          = aws_iam_role.any.arn
}
resource "aws_lambda_function" "b" {
  function_name = "b"
  role          = aws_iam_role.one.arn
}
resource "aws_lambda_function" "c" {
  function_name = "c"
}
"#;

#[test]
fn who_may_invoke_anything_is_told_apart_from_who_may_invoke_this() {
    let root = project(INVOKERS);
    let text = graph(root.path(), &["aws_lambda_function.c"]);
    assert!(text.contains("<- aws_lambda_function.a  may invoke any function"), "{text}");
    assert!(text.contains("<- aws_lambda_function.b  can invoke it"), "{text}");
    let drawn = graph(root.path(), &["--format", "mermaid"]);
    assert_eq!(drawn.matches("invokes").count(), 1, "{drawn}");
}

/// Every function is asked who may call it: what is not known of that is told once for all.
#[test]
fn what_is_not_known_of_many_roles_is_told_once() {
    let functions = (0..700).map(|it| {
        format!("resource \"aws_lambda_function\" \"f{it}\" {{\n  function_name = \"f{it}\"\n}}\n")
    });
    let root = project(&functions.collect::<String>());
    let out = graph(root.path(), &[]);
    assert!(out.lines().count() < 10_000, "{} lines", out.lines().count());
}
