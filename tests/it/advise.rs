//! `skint advise`: what the framework says of each workload, in every format, and that strangers' names stay names.

use std::fs;

use serde_json::Value;

use crate::fixtures;
use crate::program::{repository, skint};

const DAY: &[&str] = &["--isolated", "--color", "never", "--today", "2026-11-21"];

fn advise(folder: &str, args: &[&str]) -> String {
    let ran = skint(&fixtures::root().join(folder), &[&["advise"], DAY, args].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

/// The advice on one file.
fn advised(terraform: &str, args: &[&str]) -> Value {
    let root = repository(&[("main.tf", terraform)]);
    let args = [&["advise", "--format", "json"], DAY, args].concat();
    let ran = skint(root.path(), &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// What is said of the one workload of a file.
fn one(terraform: &str, args: &[&str]) -> Value {
    let advice = advised(terraform, args);
    let workloads = advice["roots"][0]["workloads"].as_array().unwrap();
    assert_eq!(workloads.len(), 1, "{advice:#}");
    workloads[0].clone()
}

fn fit<'v>(workload: &'v Value, name: &str) -> &'v str {
    let axes = workload["axes"].as_array().unwrap();
    axes.iter().find(|it| it["name"] == name).unwrap()["fit"].as_str().unwrap()
}

fn function(arguments: &str) -> String {
    format!(
        "resource \"aws_lambda_function\" \"f\" {{\n  function_name = \"f\"\n  role = \"r\"\n  runtime = \"nodejs20.x\"\n{arguments}\n}}\n"
    )
}

/// An HTTP API in front of the function.
const API: &str = r#"
resource "aws_apigatewayv2_api" "a" {
  name          = "a"
  protocol_type = "HTTP"
}
resource "aws_apigatewayv2_integration" "a" {
  api_id           = aws_apigatewayv2_api.a.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.f.invoke_arn
}
"#;

const SCHEDULE: &str = r#"
resource "aws_cloudwatch_event_rule" "r" {
  name                = "r"
  schedule_expression = "rate(1 hour)"
}
resource "aws_cloudwatch_event_target" "t" {
  rule = aws_cloudwatch_event_rule.r.name
  arn  = aws_lambda_function.f.arn
}
"#;

const DATABASE: &str = "
resource \"aws_db_instance\" \"d\" {
  identifier     = \"d\"
  engine         = \"postgres\"
  instance_class = \"db.t4g.micro\"
}
";

const NAMES_IT: &str = "  environment {\n    variables = { HOST = aws_db_instance.d.address }\n  }";

#[test]
fn every_format_tells_of_the_shop() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixtures::root().join("advise"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_snapshot!("shop.human", advise("advise/shop", &[]));
        insta::assert_snapshot!(
            "shop.all",
            advise("advise/shop", &["--all", "--traffic", "scale"])
        );
        insta::assert_snapshot!("shop.html", advise("advise/shop", &["--format", "html"]));
        insta::assert_snapshot!("shop.json", advise("advise/shop", &["--format", "json"]));
        insta::assert_snapshot!("google.human", advise("advise/google", &["--all"]));
    });
}

#[test]
fn lines_have_80_columns_but_for_names() {
    let text = advise("advise/shop", &["--all"]);
    let wide = text.lines().filter(|it| it.chars().count() > 80 && !it.contains("  # "));
    assert_eq!(wide.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn json_is_as_its_schema_says() {
    let text = fs::read_to_string("docs/advise.schema.json").unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    crate::reports::forbid_more(&mut schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let shop = advise("advise/shop", &["--format", "json"]);
    let google = advise("advise/google", &["--format", "json", "--traffic", "none"]);
    let documents = [shop, google].map(|it| serde_json::from_str(&it).unwrap());
    for document in [&documents[0], &documents[1], &advised("", &[])] {
        let errors = validator.iter_errors(document);
        let errors: Vec<_> = errors.map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

/// Every line that the code names has what it needs, and every line is used.
#[test]
fn the_framework_is_whole() {
    let mut used = String::new();
    for (_, path) in source_files() {
        used.push_str(&fs::read_to_string(path).unwrap());
    }
    let names: Vec<&str> = skint::advise::criteria().map(|it| it.name).collect();
    assert_eq!(names.len(), 25);
    for it in skint::advise::criteria() {
        assert!(used.contains(&format!("\"{}\"", it.name)), "{} is used nowhere", it.name);
        assert_eq!(it.threshold.is_some(), !it.unit.is_empty(), "{}", it.name);
        assert_eq!(it.read.len(), "2026-11-21".len(), "{}", it.name);
    }
    let asked = regex::Regex::new(r#"threshold\("(\w+)"\)"#).unwrap();
    for found in asked.captures_iter(&used) {
        let found = skint::advise::criterion(&found[1]).unwrap();
        assert!(found.threshold.is_some(), "{}", found.name);
    }
}

fn source_files() -> Vec<(String, std::path::PathBuf)> {
    let folder = fixtures::root().parent().unwrap().join("src/advise");
    let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    files.map(|it| (it.display().to_string(), it)).collect()
}

#[test]
fn a_schedule_is_well_on_a_function_and_surely() {
    let found = one(&(function("") + SCHEDULE), &[]);
    assert_eq!(found["verdict"], "stay");
    assert_eq!(found["confidence"], "high", "{found:#}");
    assert_eq!(fit(&found, "traffic"), "here");
    assert_eq!(fit(&found, "latency"), "here");
}

#[test]
fn requests_that_nobody_declares_make_it_less_sure() {
    let terraform = function("  memory_size = 512") + API;
    let assumed = one(&terraform, &[]);
    assert_eq!((&assumed["verdict"], &assumed["confidence"]), (&"stay".into(), &"low".into()));
    let declared = one(&terraform, &["--traffic", "startup"]);
    assert_eq!((&declared["verdict"], &declared["confidence"]), (&"stay".into(), &"medium".into()));
    assert!(assumed["until"].as_str().unwrap().starts_with("up to 30.6M"), "{assumed:#}");
}

#[test]
fn steady_load_leaves_where_somebody_says_how_long_a_call_takes() {
    let files = [
        ("main.tf", function("  memory_size = 512") + API),
        (
            "usage.yml",
            "version: 0.1\nresource_usage:\n  aws_lambda_function.f:\n    request_duration_ms: 200\n"
                .to_owned(),
        ),
    ];
    let root = repository(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    let said = ["--traffic", "enterprise", "--usage", "usage.yml", "--format", "json"];
    let ran = skint(root.path(), &[&["advise"], DAY, &said].concat());
    let advice: Value = serde_json::from_str(&ran.out).unwrap();
    let found = &advice["roots"][0]["workloads"][0];
    assert_eq!((&found["verdict"], &found["to"]), (&"elsewhere".into(), &"containers".into()));
    assert_eq!(fit(found, "traffic"), "lean", "{found:#}");
    let monthly = |name: &str| {
        let ways = found["costs"]["ways"].as_array().unwrap();
        let way = ways.iter().find(|it| it["name"] == name).unwrap();
        way["monthly"]["typical"].as_str().unwrap().parse::<f64>().unwrap()
    };
    // 3,041.67 million calls of 0.1 GB-seconds: 608.33 + the duration, its second tier from 6 billion GB-seconds
    // not reached: 304,166,667 GB-s x $0.0000166667 = 5,069.45; and the API, 300 million at $1.00, the rest at $0.90.
    let api = 300.0 + 2_741.666_667 * 0.9;
    assert!((monthly("Lambda + HTTP API") - (608.333 + 5069.454 + api)).abs() < 0.5, "{found:#}");
    assert!(monthly("Fargate") < monthly("Lambda + HTTP API"));
}

#[test]
fn a_database_wants_a_proxy_or_few_calls_at_once() {
    let direct = one(&(function(NAMES_IT) + SCHEDULE + DATABASE), &[]);
    assert_eq!((fit(&direct, "data"), &direct["verdict"]), ("mend", &"stay".into()));
    let few = format!("{NAMES_IT}\n  reserved_concurrent_executions = 20");
    let few = one(&(function(&few) + SCHEDULE + DATABASE), &[]);
    assert_eq!(fit(&few, "data"), "here", "{few:#}");
}

#[test]
fn connections_that_stay_open_do_not_stay() {
    let found = one(&(function("") + &API.replace("\"HTTP\"", "\"WEBSOCKET\"")), &[]);
    assert_eq!((&found["verdict"], &found["to"]), (&"elsewhere".into(), &"containers".into()));
    assert_eq!(fit(&found, "state"), "away");
}

#[test]
fn calls_that_take_longer_than_a_function_may_run_leave() {
    let files = [
        ("main.tf", function("  timeout = 900")),
        (
            "usage.yml",
            "version: 0.1\nresource_usage:\n  aws_lambda_function.f:\n    request_duration_ms: 1200000\n"
                .to_owned(),
        ),
    ];
    let root = repository(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    let said = ["--usage", "usage.yml", "--format", "json"];
    let ran = skint(root.path(), &[&["advise"], DAY, &said].concat());
    let advice: Value = serde_json::from_str(&ran.out).unwrap();
    let found = &advice["roots"][0]["workloads"][0];
    assert_eq!((&found["verdict"], fit(found, "duration")), (&"elsewhere".into(), "away"));
}

/// What a request takes on a cluster is not known, so ten times as many must still cost less.
#[test]
fn a_cluster_leaves_for_little_traffic_only() {
    let cluster = "resource \"aws_eks_cluster\" \"c\" {\n  name = \"c\"\n  role_arn = \"r\"\n}\n";
    let told = |traffic: &str| one(cluster, &["--traffic", traffic])["verdict"].clone();
    assert_eq!(one(cluster, &[])["verdict"], "undecided");
    assert_eq!(told("hobby"), "elsewhere");
    assert_eq!(told("startup"), "undecided");
    // How much of the profile arrives there is not known either.
    assert_eq!(told("enterprise"), "undecided");
}

#[test]
fn machines_that_nobody_calls_are_left_alone() {
    let found = one(
        "resource \"aws_instance\" \"i\" {\n  ami = \"a\"\n  instance_type = \"t3.micro\"\n}\n",
        &[],
    );
    assert_eq!((&found["verdict"], &found["confidence"]), (&"stay".into(), &"low".into()));
    let gpu = one(
        "resource \"aws_instance\" \"i\" {\n  ami = \"a\"\n  instance_type = \"g5.xlarge\"\n}\n",
        &[],
    );
    assert_eq!((fit(&gpu, "traffic"), &gpu["confidence"]), ("bound", &"high".into()));
}

/// A usage file that says nothing of traffic declares none.
#[test]
fn a_usage_file_declares_what_it_says() {
    let usage =
        "version: 0.1\nresource_usage:\n  aws_lambda_function.f:\n    request_duration_ms: 80\n";
    let terraform = function("") + API;
    let root = repository(&[("main.tf", &terraform), ("infracost-usage.yml", usage)]);
    let ran = skint(root.path(), &[&["advise", "--format", "json"], DAY].concat());
    let advice: Value = serde_json::from_str(&ran.out).unwrap();
    let missing = &advice["roots"][0]["workloads"][0]["missing"];
    assert!(missing.to_string().contains("how many requests arrive"), "{missing:#}");
}

/// What holds a pool of connections is not sent to functions for its costs alone.
#[test]
fn a_service_with_a_pool_is_undecided() {
    let service = r#"
resource "aws_ecs_task_definition" "t" {
  family                   = "t"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  container_definitions    = jsonencode([{ name = "t", environment = [{ name = "H", value = "HOST" }] }])
}
resource "aws_ecs_service" "s" {
  name            = "s"
  task_definition = aws_ecs_task_definition.t.arn
  desired_count   = 2
  launch_type     = "FARGATE"
  load_balancer {
    target_group_arn = aws_lb_target_group.g.arn
    container_name   = "t"
    container_port   = 80
  }
}
resource "aws_lb" "l" {
  subnets = ["a", "b"]
}
resource "aws_lb_target_group" "g" {
  port     = 80
  protocol = "HTTP"
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.l.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.g.arn
  }
}
"#;
    let bare = one(service, &["--traffic", "hobby"]);
    assert_eq!((&bare["verdict"], &bare["to"]), (&"elsewhere".into(), &"functions".into()));
    let pooled = service.replace("\"HOST\"", "aws_db_instance.d.address") + DATABASE;
    let pooled = one(&pooled, &["--traffic", "hobby"]);
    assert_eq!((&pooled["verdict"], fit(&pooled, "data")), (&"undecided".into(), "here"));
}

/// What is in front of it is in another root: it is not taken for a worker.
#[test]
fn what_is_called_from_afar_is_no_worker() {
    let service = r#"
variable "group" {}
resource "aws_ecs_service" "s" {
  name = "s"
  load_balancer {
    target_group_arn = var.group
    container_name   = "t"
    container_port   = 80
  }
}
"#;
    let found = one(service, &[]);
    assert_eq!((&found["verdict"], fit(&found, "traffic")), (&"undecided".into(), "unknown"));
    let group = r#"
variable "groups" {}
resource "aws_autoscaling_group" "g" {
  min_size          = 1
  max_size          = 2
  target_group_arns = var.groups
}
"#;
    assert_eq!(one(group, &[])["verdict"], "undecided");
    let worker = one("resource \"aws_ecs_service\" \"s\" {\n  name = \"s\"\n}\n", &[]);
    assert_eq!((&worker["verdict"], &worker["confidence"]), (&"stay".into(), &"medium".into()));
}

#[test]
fn nothing_is_said_of_nothing() {
    let advice = advised("resource \"aws_sqs_queue\" \"q\" {}\n", &[]);
    assert_eq!(advice["roots"], Value::Array(Vec::new()));
}

#[test]
fn names_of_strangers_stay_names() {
    let hostile = r#"
resource "aws_lambda_function" "f" {
  for_each      = toset(["<img src=x onerror=alert(1)>", "::error::x", "\u001b[31m"])
  function_name = each.key
  role          = "r"
}
"#;
    let root = repository(&[("main.tf", hostile)]);
    for format in ["human", "html", "json"] {
        let args = [&["advise", "--all", "--format", format], DAY].concat();
        let ran = skint(root.path(), &args);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.out.contains('\u{1b}') && !ran.out.contains("##["), "{format}");
        assert!(!ran.out.lines().any(|it| it.trim_start().starts_with("::")), "{format}");
        if format == "html" {
            assert!(!ran.out.contains("<img") && !ran.out.contains("<script"));
            assert!(ran.out.contains("&lt;img src=x") && ran.out.contains("default-src 'none'"));
        }
    }
}

#[test]
fn a_page_goes_to_a_file_and_a_wrong_format_is_refused() {
    let root = repository(&[("main.tf", &function(""))]);
    let args = [&["advise", "--format", "html=page.html"], DAY].concat();
    assert_eq!(skint(root.path(), &args).code, 0);
    assert!(fs::read_to_string(root.path().join("page.html")).unwrap().ends_with("</html>\n"));
    let ran = skint(root.path(), &[&["advise", "--format", "pdf"], DAY].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no format `pdf`"), "{}", ran.err);
}
