//! Where the lines cross, against figures worked out by hand, and how they are told and drawn.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use skint::chart::{self, Format};
use skint::cost::break_even::{self, Against, Arch, BreakEven, Crossing, Gateway, Shape, curves};
use skint::cost::{
    self, Book, Discount, Overrides, PROFILES, Request, Support, Traffic, usage_file::UsageFile,
};
use skint::model::{Inputs, NoFiles, Origin};
use skint::project::{Project, Syntax};
use skint::stubs::Stubs;

fn asked(terraform: &str, usage: Option<&str>, profile: &str) -> BreakEven {
    let mut project = Project::default();
    let file = project.sources.add("main.tf", terraform);
    project.add(&[(file, Syntax::Native)], Origin::Own);
    project.finish(&Stubs::default());
    assert!(project.problems.is_empty(), "{:?}", project.problems);
    let mut traffic = Traffic::profile(profile).unwrap();
    traffic.usage = usage.map(|it| UsageFile::decode("usage.yml", it).unwrap());
    let request = Request {
        book: &Book::embedded(),
        support: &Support { today: "2026-11-21".to_owned() },
        traffic: &traffic,
        region: None,
        free_tier: false,
        inputs: &Inputs::default(),
        files: &NoFiles,
        roots: &BTreeSet::new(),
        explained: None,
    };
    cost::break_even(&project, &request)
}

fn function(attributes: &str) -> String {
    format!(
        "resource \"aws_lambda_function\" \"f\" {{\n  function_name = \"f\"\n  role = \"r\"\n{attributes}\n}}\n"
    )
}

fn lasting(milliseconds: &str) -> String {
    format!(
        "version: 0.1\nresource_usage:\n  aws_lambda_function.f:\n    request_duration_ms: {milliseconds}\n"
    )
}

/// The one function of a configuration, called for so many milliseconds.
fn against(terraform: &str, milliseconds: &str) -> Against {
    let found = asked(terraform, Some(&lasting(milliseconds)), "none");
    assert_eq!(found.functions.len(), 1);
    found.functions[0].against.clone().unwrap()
}

/// Why nothing is known of the one function.
fn unknown(terraform: &str) -> String {
    let found = asked(terraform, Some(&lasting("200")), "none");
    found.functions[0].against.clone().unwrap_err().to_string()
}

fn on(crossing: Option<Crossing>) -> (u64, Option<u64>) {
    let Crossing { first, lasting } = crossing.expect("the lines cross");
    (first, lasting)
}

// What stands before tasks: 730 h x $0.0225 + 2 addresses x 730 h x $0.005 = 16.425 + 7.30 = $23.725 a month, and
// a million requests of 10 KB are 10 GB, so 10 capacity units of an hour: $0.08 a million. (0.3 new connections
// a request are 300,000 / 90,000 = 3.3 units, and the larger counts.)
//
// The notes on costs have two tasks of any size and a load balancer without units and addresses: $34.45 to
// $160.59, so 113 to 528, 18 to 86 and 4 to 19 million. Here the size follows from the function, there are as many
// tasks as the work needs, and units and addresses count: the first crossings lie in these bounds. Where tasks
// are added one by one the lines cross several times, so that the last crossing may lie above.

#[test]
fn a_small_function_breaks_even_at_186_million_a_month() {
    // 128 MB x 50 ms: $0.20 + 50,000 s x 0.125 GB x $0.0000166667 = $0.304167 a million.
    // Two tasks of 0.25 vCPU and 0.5 GB: 2 x 730 x (0.25 x 0.04048 + 0.5 x 0.004445) = $18.02.
    // One carries 0.25 x 0.6 x 2,628,000 s / (0.05 s x 128 / 1769) = 108.96 million; two 217.9 million.
    // (18.02 + 23.725) / (0.304167 - 0.08) = 186.2 million a month, which two tasks carry. Three come at
    // 217.9 million: 27.03 + 23.725 + 17.43 = 68.19 against 66.28 there, even at 50.755 / 0.224167 = 226.4;
    // four at 326.9 million: 36.04 + 23.725 + 26.15 = 85.9 against 99.4.
    let found = against(&function("memory_size = 128"), "50");
    let (first, lasting) = on(found.typical);
    assert_eq!((first / 100_000, lasting.unwrap() / 100_000), (1862, 2264));
    assert_eq!(found.task.words(), "0.25 vCPU and 0.5 GB");
}

#[test]
fn a_middling_function_breaks_even_at_54_million_a_month() {
    // 512 MB x 200 ms: $0.20 + 100,000 GB-s x $0.0000166667 = $1.86667 a million.
    // Tasks of 0.5 vCPU (512 / 1769 = 0.289 of one) and 1 GB: 730 x (0.02024 + 0.004445) = $18.02 each.
    // One carries 0.3 x 2,628,000 / 0.0578858 = 13.6198 million, so two end at 27.24: 36.04 + 23.725 + 2.18 =
    // 61.94 against 50.85. Three: (54.06 + 23.725) / 1.78667 = 43.5, but they end at 40.86. Four:
    // (72.08 + 23.725) / 1.78667 = 53.62 million, before they end at 54.48. Five begin with 90.10 + 23.725 + 4.36
    // = 118.2 against 101.7, even at 113.825 / 1.78667 = 63.71; six begin at 68.10: 131.845 + 5.45 = 137.3 against
    // 127.1, even at 73.79; seven at 81.72: 149.865 + 6.54 = 156.4 against 152.5, even at 83.8797; eight at
    // 95.34: 167.9 + 7.63 = 175.5 against 178.0. From 83.8797 million on it lasts.
    let found = against(&function("memory_size = 512"), "200");
    let (first, lasting) = on(found.typical);
    assert_eq!((first / 10_000, lasting.unwrap() / 10_000), (5362, 8387));
    assert_eq!(found.task.words(), "0.5 vCPU and 1 GB");
}

#[test]
fn a_large_function_breaks_even_at_16_million_a_month() {
    // 1,024 MB x 500 ms: $0.20 + 500,000 x $0.0000166667 = $8.53335 a million.
    // Tasks of 1 vCPU (0.579 of one) and 2 GB: 730 x (0.04048 + 0.00889) = $36.0401 each.
    // One carries 0.6 x 2,628,000 / (0.5 x 0.578858) = 5.44794 million; two end at 10.896.
    // Two: (72.0802 + 23.725) / 8.45335 = 11.333, too late. Three, which end at 16.34: (108.12 + 23.725) / 8.45335 =
    // 15.597. Four begin with 144.16 + 23.725 + 1.31 = 169.19 against 139.5: even at 19.86, before 21.79. Five:
    // 203.93 / 8.45335 = 24.12, before 27.24; six begin at 27.24 with 239.97 + 2.18 = 242.1 against 232.4: even at
    // 28.39; seven at 32.69: 276.0 + 2.6 = 278.6 against 278.9. From 28.39 million on it lasts.
    let found = against(&function("memory_size = 1024"), "500");
    let (first, lasting) = on(found.typical);
    assert_eq!((first / 10_000, lasting.unwrap() / 10_000), (1559, 2838));
    assert_eq!(found.task.words(), "1 vCPU and 2 GB");
}

#[test]
fn both_sides_are_of_the_same_architecture() {
    // arm64, 512 MB x 200 ms: $0.20 + 100,000 x $0.0000133334 = $1.53334 a million; tasks 730 x (0.5 x 0.03238 +
    // 0.00356) = $14.4175 each. Three, which end at 40.86 million: (43.2525 + 23.725) / 1.45334 = 46.08, too late;
    // four end at 54.48: (57.67 + 23.725) / 1.45334 = 56.01; five end at 68.10: (72.0875 + 23.725) / 1.45334 = 65.93.
    let found = against(&function("memory_size = 512\n  architectures = [\"arm64\"]"), "200");
    assert_eq!(found.shape.arch, Arch::Arm64);
    assert_eq!(on(found.typical).0 / 10_000, 6592);
}

const REST: &str = r#"
resource "aws_api_gateway_rest_api" "a" {
  name = "a"
}
resource "aws_api_gateway_integration" "a" {
  rest_api_id             = aws_api_gateway_rest_api.a.id
  resource_id             = "r"
  http_method             = "GET"
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.f.invoke_arn
}
"#;

#[test]
fn an_api_in_front_brings_it_forward() {
    // With a REST API of $3.50 a million: $5.36667. Two tasks: (36.0401 + 23.725) / 5.28667 = 11.305 million, which
    // they carry. Three begin at 27.24 million, with 54.06 + 23.725 + 2.18 = 79.96 against 146.
    let found = against(&format!("{}{REST}", function("memory_size = 512")), "200");
    assert_eq!(found.shape.gateway, Gateway::RestApi);
    let (first, lasting) = on(found.typical);
    assert_eq!((first / 1_000, lasting), (11_304, Some(first)));
}

#[test]
fn what_runs_by_events_needs_no_load_balancer() {
    // 36.04 / 1.86667 = 19.307 million a month, without units and addresses.
    let queue = r#"
resource "aws_sqs_queue" "q" {
  name = "q"
}
resource "aws_lambda_event_source_mapping" "q" {
  event_source_arn = aws_sqs_queue.q.arn
  function_name    = aws_lambda_function.f.arn
}
"#;
    let found = against(&format!("{}{queue}", function("memory_size = 512")), "200");
    assert_eq!(found.shape.gateway, Gateway::Events);
    assert_eq!(on(found.typical).0 / 1_000, 19_307);
}

#[test]
fn short_calls_break_even_later_than_long_ones() {
    let found = against(&function("memory_size = 512"), "{low: 50, typical: 200, high: 800}");
    let (low, high) = (on(found.earliest).0, on(found.latest).0);
    let typical = on(found.typical).0;
    assert!(low < typical && typical < high, "{low} {typical} {high}");
}

#[test]
fn what_is_not_known_has_a_reason_and_no_number() {
    let variable = "variable \"size\" {\n  type = number\n}\n";
    let terraform = format!("{variable}{}", function("memory_size = var.size"));
    assert!(
        unknown(&terraform).starts_with("its memory is not known: "),
        "{}",
        unknown(&terraform)
    );
    let zero = asked(&function(""), Some(&lasting("0")), "none");
    assert!(zero.functions[0].against.is_err());
    // Nothing overflows.
    let endless = asked(&function("memory_size = 10240"), Some(&lasting("1e12")), "none");
    assert!(endless.functions[0].against.is_err());
}

#[test]
fn what_only_a_function_can_do_is_not_compared() {
    let authorizer = r#"
resource "aws_apigatewayv2_authorizer" "a" {
  api_id          = "a"
  name            = "a"
  authorizer_type = "REQUEST"
  authorizer_uri  = aws_lambda_function.f.invoke_arn
}
"#;
    assert!(unknown(&format!("{}{authorizer}", function(""))).contains("authorizes"));
    let socket = r#"
resource "aws_apigatewayv2_api" "a" {
  name          = "a"
  protocol_type = "WEBSOCKET"
}
resource "aws_apigatewayv2_integration" "a" {
  api_id           = aws_apigatewayv2_api.a.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.f.invoke_arn
}
"#;
    assert!(unknown(&format!("{}{socket}", function(""))).contains("WebSocket"));
}

#[test]
fn a_cluster_is_undercut_up_to_where_functions_cost_its_floor() {
    // EKS: $73.00. Functions of 512 MB x 200 ms and an HTTP API cost $2.86667 a million: 25.465 million.
    let eks = "resource \"aws_eks_cluster\" \"c\" {\n  name = \"c\"\n  role_arn = \"r\"\n  version = \"1.35\"\n}\n";
    let found = asked(eks, None, "none");
    assert_eq!(found.clusters[0].floor.typical, "73.00".parse::<Decimal>().unwrap());
    assert_eq!(found.clusters[0].below.clone().unwrap() / 1_000, 25_465);
    // Calls of 100 ms: 1.20 + 0.833335 = 2.033335 a million, 35.90 million.
    let usage = "version: 0.1\nresource_type_default_usage:\n  aws_lambda_function:\n    request_duration_ms: 100\n";
    let found = asked(eks, Some(usage), "none");
    assert_eq!(found.clusters[0].below.clone().unwrap() / 10_000, 3590);
}

const SERVICE: &str = r#"
resource "aws_ecs_task_definition" "t" {
  family                   = "t"
  cpu                      = 256
  memory                   = 512
  requires_compatibilities = ["FARGATE"]
  container_definitions    = "[]"
}
resource "aws_ecs_service" "s" {
  name            = "s"
  launch_type     = "FARGATE"
  desired_count   = 2
  task_definition = aws_ecs_task_definition.t.arn
  load_balancer {
    target_group_arn = aws_lb_target_group.g.arn
    container_name   = "c"
    container_port   = 80
  }
}
resource "aws_lb" "l" {
  name     = "l"
  internal = true
}
resource "aws_lb_target_group" "g" {
  name = "g"
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.l.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.g.arn
  }
}
"#;

#[test]
fn a_service_counts_with_its_load_balancer() {
    // 18.02 + 16.425 = 34.445, by 2.86667 a million: 12.0157 million.
    let found = asked(SERVICE, None, "none");
    assert_eq!(found.clusters.len(), 1);
    assert_eq!(found.clusters[0].parts, ["aws_ecs_service.s", "aws_lb.l"]);
    assert_eq!(found.clusters[0].below.clone().unwrap() / 10_000, 1201);
}

#[test]
fn there_may_be_no_crossing() {
    // Functions at a twentieth of the price are never undercut.
    let mut overrides = Overrides::default();
    overrides.discounts.push(Discount::new("aws/lambda/*", Decimal::from(95)).unwrap());
    let book = Book::with(overrides);
    let chart = curves(&book, &Shape { gateway: Gateway::HttpApi, ..Shape::example("us-east-1") });
    let alone = |it: &&break_even::Mark| chart.series[it.dearer].name == "Lambda";
    let fargate = |it: &&break_even::Mark| chart.series[it.cheaper].name == "Fargate";
    assert_eq!(chart.marks.iter().filter(alone).find(fargate), None);
}

#[test]
fn lines_only_rise_and_marks_lie_on_them() {
    for memory in [128, 512, 1769, 3008] {
        for arch in [Arch::X86, Arch::Arm64] {
            let memory_gb = Decimal::from(memory) / Decimal::from(1024);
            let shape = Shape { memory_gb, arch, ..Shape::example("eu-west-1") };
            let chart = curves(&Book::embedded(), &shape);
            for series in &chart.series {
                assert!(
                    series.points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1),
                    "{}",
                    series.name
                );
            }
            assert!(chart.marks.is_sorted_by_key(|it| it.requests));
            for mark in &chart.marks {
                // From there on the one is below the other at every point.
                let [one, other] =
                    [mark.cheaper, mark.dearer].map(|it| chart.series[it].points.iter());
                let after = one.zip(other).filter(|(it, _)| it.0 >= mark.requests);
                for (one, other) in after {
                    assert!(one.1 < other.1);
                }
            }
        }
    }
}

#[test]
fn the_table_of_scale_is_worked_out() {
    let chart = curves(&Book::embedded(), &Shape::example("us-east-1"));
    assert_eq!(chart.scale.len(), PROFILES.len());
    let row = &chart.scale[3];
    assert_eq!((row.profile, row.requests), ("scale", 304_166_666));
    let of = |name: &str| {
        let at = chart.series.iter().position(|it| it.name == name).unwrap();
        row.dollars[at].round_dp(1).to_string()
    };
    // 304.1667 million x ($0.20 + 100,000 GB-s x $0.0000166667) = 567.78; with an HTTP API 300 million x $1.00 and
    // 4.1667 million x $0.90 more: 871.53.
    assert_eq!((of("Lambda"), of("Lambda + HTTP API")), ("567.8".to_owned(), "871.5".to_owned()));
    // 304.1667 / 13.6198 = 22.3, so 23 tasks: 414.46 + 23.725 + 24.33 = 462.5.
    assert_eq!(of("Fargate"), "462.5");
    // One carries 0.4 x 2,628,000 / 0.0578858 = 18.16 million: 17 of 730 x $0.0208 + 8 x $0.08 = $15.824:
    // 269.0 + 23.725 + 24.33 = 317.1.
    assert_eq!(of("EC2 t3.small"), "317.1");
    // Two requests at once, of 0.2 s: 30.41667 million s x (0.000024 + 0.0000025) = 806.0, and 304.1667 x $0.40 =
    // 121.67: 927.7.
    assert_eq!(of("Cloud Run"), "927.7");
    // $5 + 294.1667 million x $0.30 = 88.25 + (304.1667 x 57.8858 - 30) million ms x $0.02 = 351.54: 444.8.
    assert_eq!(of("Workers"), "444.8");
}

#[test]
fn a_region_with_few_prices_borrows_and_says_so() {
    let terraform = format!(
        "provider \"aws\" {{\n  region = \"eu-central-1\"\n}}\n{}",
        function("memory_size = 512")
    );
    let found = asked(&terraform, Some(&lasting("200")), "none");
    let against = found.functions[0].against.as_ref().unwrap();
    assert!(against.notes.iter().any(|it| it.contains("borrowed from us-east-1")), "{against:?}");
    // What is not known of the prices is in the bounds.
    let [low, typical, high] =
        [against.earliest, against.typical, against.latest].map(|it| on(it).0);
    assert!(low <= typical && typical <= high, "{low} {typical} {high}");
}

#[test]
fn nowhere_is_no_region() {
    let provider = "provider \"aws\" {\n  region = \"mars-1\"\n}\n";
    let reason = unknown(&format!("{provider}{}", function("memory_size = 512")));
    assert!(reason.contains("mars-1"), "{reason}");
}

fn written(format: Format, found: &BreakEven) -> String {
    let mut out = Vec::new();
    chart::write(format, &mut out, found).unwrap();
    String::from_utf8(out).unwrap()
}

fn whole() -> BreakEven {
    let terraform = format!("{}{REST}{SERVICE}", function("memory_size = 512"));
    let terraform = format!("provider \"aws\" {{\n  region = \"us-east-1\"\n}}\n{terraform}");
    asked(&terraform, None, "startup")
}

#[test]
fn people_read_a_table() {
    insta::assert_snapshot!("break_even", written(Format::Human, &whole()));
}

#[test]
fn a_drawing_stands_alone() {
    let drawing = written(Format::Svg, &whole());
    assert!(drawing.starts_with("<?xml") && drawing.contains("prefers-color-scheme: dark"));
    assert!(!drawing.contains("href") && !drawing.contains("url("));
    insta::assert_snapshot!("break_even_svg", drawing);
}

#[test]
fn programs_read_json() {
    let found = whole();
    let json: serde_json::Value = serde_json::from_str(&written(Format::Json, &found)).unwrap();
    assert_eq!(json["functions"][0]["fargate"]["work"]["memory_mb"], "512");
    assert_eq!(json["charts"][0]["series"][0]["points"].as_array().unwrap().len(), 121);
    assert!(json["clusters"][0]["cheaper_up_to_monthly_requests"].is_u64());
}

#[test]
fn nothing_of_the_input_is_markup() {
    let evil = "resource \"aws_lambda_function\" \"f\" {\n  for_each = toset([\"<script>alert(1)</script>\\u001b[31m\\u202e\"])\n  function_name = \"f\"\n  role = \"r\"\n  memory_size = 512\n}\n";
    let region = "provider \"aws\" {\n  region = \"us-east-1<b onload='x'>\"\n}\n";
    let found = asked(&format!("{region}{evil}"), None, "none");
    for format in Format::ALL {
        let text = written(*format, &found);
        let shown = text.chars().all(|it| it == '\n' || !it.is_control() && it != '\u{202e}');
        assert!(shown, "{format:?}");
        if matches!(format, Format::Svg | Format::Html) {
            assert!(!text.contains("<script") && !text.contains("<b onload"), "{format:?}");
        }
    }
    assert!(written(Format::Html, &found).contains("&lt;script&gt;"));
}
