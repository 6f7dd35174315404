//! Money as a person meets it: `skint cost` and `skint prices`, with files, settings and mistakes.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{repository, skint};

const SHOP: &str = r#"
provider "aws" {
  region = "us-east-1"
}
resource "aws_apigatewayv2_api" "shop" {
  name          = "shop"
  protocol_type = "HTTP"
}
resource "aws_apigatewayv2_integration" "shop" {
  api_id           = aws_apigatewayv2_api.shop.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.shop.invoke_arn
}
resource "aws_lambda_function" "shop" {
  function_name = "shop"
  role          = "arn:aws:iam::111122223333:role/shop"
  memory_size   = 1024
}
resource "aws_nat_gateway" "a" {
  subnet_id = "subnet-1"
}
"#;

const TODAY: &[&str] = &["--today", "2026-11-21"];

/// The JSON of an estimate.
fn estimate(root: &Path, args: &[&str]) -> Value {
    let args = [&["cost", "--format", "json"], TODAY, args].concat();
    let ran = skint(root, &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// What a component comes to, typically, in dollars.
fn typical(estimate: &Value, address: &str, component: &str) -> Option<f64> {
    let line = line(estimate, address, component);
    line["cost"]["typical"].as_str().map(|it| it.parse().unwrap())
}

fn line<'v>(estimate: &'v Value, address: &str, component: &str) -> &'v Value {
    let roots = estimate["roots"].as_array().unwrap().iter();
    let mut resources = roots.flat_map(|it| it["resources"].as_array().unwrap());
    let resource = resources.find(|it| it["address"] == address).unwrap();
    let mut lines = resource["components"].as_array().unwrap().iter();
    lines.find(|it| it["name"] == component).unwrap()
}

#[track_caller]
fn is(found: Option<f64>, expected: f64) {
    let found = found.expect("it is known");
    assert!((found - expected).abs() < 0.005, "{found} is not {expected}");
}

const CALLS: (&str, &str) = ("aws_lambda_function.shop", "requests");

#[test]
fn traffic_is_said_by_profile_by_entry_point_and_by_usage_file() {
    let of = |files: &[(&str, &str)], args: &[&str]| {
        let files = [&[("a.tf", SHOP)], files].concat();
        typical(&estimate(repository(&files).path(), args), CALLS.0, CALLS.1)
    };
    // 100,000 a day x 730 / 24 days x $0.20 a million
    is(of(&[], &[]), 0.61);
    is(of(&[], &["--traffic", "growth"]), 6.08);
    assert_eq!(of(&[], &["--traffic", "none"]), None);
    let settings = "cost {\n  traffic = \"growth\"\n}\n";
    is(of(&[(".skint.hcl", settings)], &[]), 6.08);
    is(of(&[(".skint.hcl", settings)], &["--traffic", "hobby"]), 0.01);
    let entry = "cost {\n  entry \"aws_apigatewayv2_api.shop\" {\n    requests_per_month = 50000000\n  }\n}\n";
    is(of(&[(".skint.hcl", entry)], &[]), 10.0);
    let usage = "version: 0.1\nresource_usage:\n  aws_apigatewayv2_api.shop:\n    monthly_requests: 100000000\n";
    is(of(&[("usage.yml", usage)], &["--usage", "usage.yml"]), 20.0);
    is(of(&[("infracost-usage.yml", usage)], &[]), 20.0);
    let named = "cost {\n  usage = \"money/usage.yml\"\n}\n";
    is(of(&[(".skint.hcl", named), ("money/usage.yml", usage)], &[]), 20.0);
    let both = "version: 0.1\nresource_type_default_usage:\n  aws_lambda_function:\n    monthly_requests: 5000000\nresource_usage:\n  aws_lambda_function.shop:\n    monthly_requests: 1000000\n";
    is(of(&[("infracost-usage.yml", both)], &[]), 0.2);
}

#[test]
fn prices_of_ones_own_and_discounts_hold() {
    let of = |files: &[(&str, &str)], args: &[&str]| {
        let files = [&[("a.tf", SHOP)], files].concat();
        typical(&estimate(repository(&files).path(), args), "aws_nat_gateway.a", "gateway")
    };
    is(of(&[], &[]), 32.85);
    let own = "sku,usd\naws/vpc/nat_gateway.hour,0.03\n";
    is(of(&[("own.csv", own)], &["--prices", "own.csv"]), 21.9);
    let settings = "cost {\n  price \"aws/vpc/nat_gateway.hour\" {\n    usd = 0.02\n  }\n}\n";
    is(of(&[(".skint.hcl", settings)], &[]), 14.6);
    let discount = "cost {\n  discount \"aws/vpc\" {\n    percent = 20\n  }\n}\n";
    is(of(&[(".skint.hcl", discount)], &[]), 26.28);
}

#[test]
fn the_free_tier_is_taken_off_when_asked() {
    let root = repository(&[("a.tf", SHOP)]);
    // 3,041,667 calls less a million that are free
    is(typical(&estimate(root.path(), &["--free-tier"]), CALLS.0, CALLS.1), 0.41);
}

#[test]
fn a_module_that_is_not_on_disk_is_not_known() {
    let text = "module \"a\" {\n  source = \"git::https://example.com/a.git\"\n}\nmodule \"b\" {\n  source = \"./b\"\n  count  = 0\n}\n";
    let root = repository(&[("a.tf", text)]);
    let ran = skint(root.path(), &["cost"]);
    assert!(ran.out.starts_with("0 resources; 1 module not on disk\n"), "{}", ran.out);
    assert!(ran.out.contains("an unknown amount a month"), "{}", ran.out);
    assert!(ran.out.contains("module.a is not on disk"), "{}", ran.out);
}

#[test]
fn what_has_no_price_is_never_zero() {
    let text = "provider \"aws\" {\n  region = \"us-east-1\"\n}\nresource \"aws_instance\" \"a\" {\n  ami           = \"ami-1\"\n  instance_type = \"m99.huge\"\n  subnet_id     = \"subnet-1\"\n}\nvariable \"size\" {}\nresource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"us-east-1a\"\n  size = var.size\n  type = \"gp3\"\n}\n";
    let root = repository(&[("a.tf", text)]);
    let estimate = estimate(root.path(), &[]);
    for (address, component) in [("aws_instance.a", "instance"), ("aws_ebs_volume.v", "storage")] {
        let cost = &line(&estimate, address, component)["cost"];
        assert!(cost.is_null() || cost["typical"].is_null(), "{cost}");
    }
    let ran = skint(root.path(), &["cost"]);
    assert!(ran.out.contains("an unknown amount a month"), "{}", ran.out);
    assert!(ran.out.contains("var.size has no default"), "{}", ran.out);
}

#[test]
fn how_a_figure_comes_about_can_be_asked() {
    let root = repository(&[("a.tf", SHOP)]);
    let args = [&["cost", "--explain", "aws_lambda_function.shop"], TODAY].concat();
    let ran = skint(root.path(), &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for words in
        ["aws/lambda/requests", "100,000 requests a day", "aws_apigatewayv2_api.shop", "assumed"]
    {
        assert!(ran.out.contains(words), "{words}:\n{}", ran.out);
    }
    let ran = skint(root.path(), &["cost", "--explain", "aws_lambda_function.shpo"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `aws_lambda_function.shop`"), "{}", ran.err);
}

#[test]
fn a_usage_file_is_written_read_back_and_not_written_over() {
    let root = repository(&[("a.tf", SHOP)]);
    let ran = skint(root.path(), &["cost", "--write-usage", "usage.yml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = fs::read_to_string(root.path().join("usage.yml")).unwrap();
    assert!(text.contains("monthly_data_processed_gb"), "{text}");
    let uncommented = text.replace("    # ", "    ");
    fs::write(root.path().join("all.yml"), uncommented).unwrap();
    let ran = skint(root.path(), &["cost", "--usage", "all.yml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains("all.yml:"), "a warning: {}", ran.out);
    let again = skint(root.path(), &["cost", "--write-usage", "usage.yml"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("already there"), "{}", again.err);
}

#[test]
fn mistakes_have_a_place_a_reason_and_a_way_out() {
    let usage =
        "version: 0.1\nresource_usage:\n  aws_nat_gateway.a:\n    monthly_data_processed_gb: -5\n";
    let own = "sku,usd\naws/vpc/nat_gateway.hour,cheap\n";
    let root = repository(&[("a.tf", SHOP), ("usage.yml", usage), ("own.csv", own)]);
    let refused = |args: &[&str], words: &[&str]| {
        let ran = skint(root.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.out);
        assert!(ran.out.is_empty(), "nothing is half done: {}", ran.out);
        for word in words {
            assert!(ran.err.contains(word), "{word}:\n{}", ran.err);
        }
    };
    refused(&["cost", "--usage", "usage.yml"], &["usage.yml", "4"]);
    refused(&["cost", "--prices", "own.csv"], &["own.csv", "cheap"]);
    refused(&["cost", "--traffic", "startups"], &["startup"]);
    refused(&["cost", "--usage", "nowhere.yml"], &["nowhere.yml"]);
    refused(&["cost", "--format", "jsom"], &["json"]);
    refused(&["cost", "--today", "tomorrow"], &["2026-11-21"]);
    refused(&["prices", "flux capacitor"], &["no price is known"]);
}

#[test]
fn names_that_match_nothing_are_told() {
    let usage = "version: 0.1\nresource_usage:\n  aws_nat_gateway.b:\n    monthly_data_processed_gb: 5\n  aws_nat_gateway.a:\n    monthly_data_procesed_gb: 5\n";
    let root = repository(&[("a.tf", SHOP), ("infracost-usage.yml", usage)]);
    let ran = skint(root.path(), &["cost"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for words in ["infracost-usage.yml:3", "aws_nat_gateway.b", "infracost-usage.yml:6"] {
        assert!(ran.out.contains(words), "{words}:\n{}", ran.out);
    }
}

#[test]
fn settings_read_no_usage_from_outside_of_the_repository() {
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("usage.yml"), "version: 0.1\n").unwrap();
    let path = outside.path().join("usage.yml");
    for usage in [path.to_str().unwrap(), "../../../../../etc/hostname"] {
        let settings = format!("cost {{\n  usage = \"{usage}\"\n}}\n");
        let root = repository(&[("a.tf", SHOP), (".skint.hcl", &settings)]);
        let ran = skint(root.path(), &["cost"]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("cannot be read"), "{}", ran.err);
    }
}

#[test]
fn prices_are_looked_up_with_source_and_date() {
    let root = repository(&[]);
    let of = |lookup: &[&str]| {
        let ran = skint(root.path(), &[&["prices"], lookup, TODAY].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let machine = of(&["m7i.xlarge", "in", "eu-west-1"]);
    let expected = "aws/ec2/instance.m7i.xlarge in eu-west-1\n  $0.2247 per hour\n  source: ";
    assert!(machine.starts_with(expected) && machine.contains("2026-07-20"), "{machine}");
    let gateway = of(&["nat", "gateway"]);
    for words in
        ["aws/vpc/nat_gateway.hour in us-east-1\n  $0.045 per hour", "more than a year old"]
    {
        assert!(gateway.contains(words), "{words}:\n{gateway}");
    }
    let json: Value = serde_json::from_str(&of(&["lambda", "requests", "--json"])).unwrap();
    assert_eq!(json["found"][0]["sku"], "aws/lambda/requests");
}

#[test]
fn a_lattice_of_calls_takes_no_longer_than_its_size() {
    use std::fmt::Write as _;
    let mut text = SHOP.to_owned();
    for layer in 0..40 {
        for side in ["a", "b"] {
            let next = layer + 1;
            let _ = writeln!(
                text,
                "resource \"aws_lambda_function\" \"l{layer}{side}\" {{\n  function_name = \"l{layer}{side}\"\n  role = \"r\"\n  environment {{\n    variables = {{\n      A = aws_lambda_function.l{next}a.arn\n      B = aws_lambda_function.l{next}b.arn\n    }}\n  }}\n}}"
            );
        }
    }
    for side in ["a", "b"] {
        let _ = writeln!(
            text,
            "resource \"aws_lambda_function\" \"l40{side}\" {{\n  function_name = \"l40{side}\"\n  role = \"r\"\n  environment {{\n    variables = {{ A = aws_lambda_function.l0a.arn }}\n  }}\n}}"
        );
    }
    let entered = text.replace(
        "integration_uri  = aws_lambda_function.shop.invoke_arn",
        "integration_uri  = aws_lambda_function.l5a.invoke_arn",
    );
    for text in [text, entered] {
        let root = repository(&[("a.tf", &text)]);
        assert_eq!(skint(root.path(), &["cost"]).code, 0);
    }
}

const SECRETS: &str = r#"
variable "secret" {
  sensitive = true
  default   = "hunter2"
}
provider "aws" {
  region = "us-east-1"
}
provider "aws" {
  alias  = "secret"
  region = var.secret
}
resource "aws_ebs_volume" "size" {
  size = var.secret
  type = "gp3"
}
resource "aws_ebs_volume" "type" {
  size = 8
  type = var.secret
}
resource "aws_ebs_volume" "region" {
  provider = aws.secret
  size     = 8
}
resource "aws_db_instance" "version" {
  engine            = "postgres"
  engine_version    = var.secret
  instance_class    = "db.t3.micro"
  allocated_storage = 20
}
resource "aws_launch_template" "a" {
  admin_password = "hunter2"
  instance_type  = "m5.large"
}
resource "aws_instance" "template" {
  launch_template {
    id = aws_launch_template.a.id
  }
}
"#;

#[test]
fn what_is_secret_is_not_printed() {
    let root = repository(&[("main.tf", SECRETS)]);
    let addresses = [
        "aws_ebs_volume.size",
        "aws_ebs_volume.type",
        "aws_ebs_volume.region",
        "aws_db_instance.version",
        "aws_instance.template",
    ];
    for address in addresses {
        let ran = skint(root.path(), &["cost", "--explain", address]);
        assert_eq!((ran.code, ran.out.contains("hunter2")), (0, false), "{}", ran.out);
    }
    for format in ["human", "json", "csv", "markdown", "html", "infracost-json"] {
        let ran = skint(root.path(), &["cost", "--format", format]);
        assert_eq!((ran.code, ran.out.contains("hunter2")), (0, false), "{}", ran.out);
    }
    let ran = skint(root.path(), &["cost", "--explain", "aws_instance.template"]);
    assert!(ran.out.contains("let.template = \"aws_launch_template.a\"\n"), "{}", ran.out);
}

/// Of each type of machine that there is no price of, the nearest are looked for once.
#[test]
fn many_machines_without_a_price_are_told_the_nearest() {
    let machines = (0..4_000).map(|it| {
        format!("resource \"aws_instance\" \"i{it}\" {{\n  instance_type = \"m5.larch\"\n}}\n")
    });
    let root = repository(&[("main.tf", &machines.collect::<String>())]);
    let ran = skint(root.path(), &["cost", "--format", "csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.matches("aws/ec2/instance.m5.large").count(), 4_000);
}
