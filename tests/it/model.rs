//! Modules and instances: how many there are, what their variables are worth, and what is left open.

use std::collections::BTreeSet;

use skint::check::{self, Request, Run};
use skint::cost::Terms;
use skint::explain;
use skint::model::{Inputs, NoFiles, Origin};
use skint::pack::{Packs, Preset};
use skint::project::{Project, Syntax};
use skint::settings::Layers;
use skint::source::Sources;
use skint::stubs::Stubs;

/// The rules that these cases are told by: others may come and have a say of their own.
const RULES: [&str; 8] = [
    "lambda-default-memory",
    "lambda-default-timeout",
    "lambda-over-limits",
    "lambda-x86",
    "logs-kept-forever",
    "platform-default-timeout",
    "queue-without-dead-letter",
    "volume-gp2",
];

fn lint(text: &str) -> Run {
    explain::lint(text, &RULES.map(str::to_owned))
}

/// Several files, by path, in which nothing is wrong as such.
fn lint_all(files: &[(&str, &str)]) -> Run {
    let run = lint_all_with_problems(files);
    assert_eq!(run.problems, []);
    run
}

fn lint_all_with_problems(files: &[(&str, &str)]) -> Run {
    let mut sources = Sources::default();
    let mut read = Vec::new();
    for (path, text) in files {
        let syntax = if path.ends_with("vars") { Syntax::Values } else { Syntax::Native };
        read.push((sources.add(*path, *text), syntax));
    }
    let mut project = Project { sources, ..Project::default() };
    project.add(&read, Origin::Own);
    project.finish(&Stubs::default());
    let (packs, settings) = (Packs::default(), Layers::default());
    let only = RULES.map(str::to_owned);
    let request = Request {
        packs: &packs,
        settings: &settings,
        only: &only,
        skip: &[],
        prefix: "",
        within: None,
        is_narrowed: false,
        inputs: &Inputs::default(),
        files: &NoFiles,
        roots: &BTreeSet::new(),

        preset: Preset::Strict,
        terms: Terms::of_examples(),
        tags: None,
        ignores: true,
        baseline: None,
        elsewhere: None,
    };
    check::check(project, &request)
}

/// A function that lacks a timeout, and nothing else, with more lines.
fn function(lines: &str) -> String {
    format!(
        "resource \"aws_lambda_function\" \"f\" {{\n  runtime = \"provided.al2023\"\n  filename = \"f.zip\"\n  architectures = [\"arm64\"]\n  {lines}\n}}\n"
    )
}

fn addresses(run: &Run) -> Vec<&str> {
    run.findings.iter().flat_map(|it| &it.places).map(|it| it.address.as_str()).collect()
}

fn reasons(run: &Run) -> Vec<&str> {
    run.undecided.iter().map(|it| it.reason.as_str()).collect()
}

#[test]
fn instances_are_expanded() {
    let run = lint(&function("count = 2"));
    assert_eq!(addresses(&run), ["aws_lambda_function.f[0]", "aws_lambda_function.f[1]"]);
    let run = lint(&function("for_each = { b = 1, a = 2 }"));
    assert_eq!(addresses(&run), ["aws_lambda_function.f[\"a\"]", "aws_lambda_function.f[\"b\"]"]);
    assert_eq!(addresses(&lint(&function("count = 0"))), Vec::<&str>::new());
}

#[test]
fn each_and_count_are_worth_what_they_are() {
    let run = lint(&function("for_each = { a = 5, b = null }\n  timeout = each.value"));
    assert_eq!(addresses(&run), ["aws_lambda_function.f[\"b\"]"]);
    let run = lint(&function("count = 3\n  timeout = count.index == 1 ? null : 5"));
    assert_eq!(addresses(&run), ["aws_lambda_function.f[1]"]);
}

#[test]
fn too_many_instances_are_not_looked_at() {
    let run = lint(&function("count = 1000000000"));
    assert_eq!(addresses(&run), Vec::<&str>::new());
    assert_eq!(reasons(&run), ["more than 100000 instances are not looked at one by one"]);
}

#[test]
fn an_unknown_number_of_instances_is_no_finding() {
    let run = lint(&format!("variable \"n\" {{}}\n{}", function("count = var.n")));
    assert_eq!(addresses(&run), Vec::<&str>::new());
    assert_eq!(reasons(&run), ["var.n has no default and no tfvars sets it"]);
}

#[test]
fn variables_have_the_type_that_they_say() {
    let variable =
        "variable \"names\" {\n  type = set(string)\n  default = [\"x\", \"x\", \"y\"]\n}\n";
    let run = lint(&format!("{variable}{}", function("for_each = var.names")));
    assert_eq!(addresses(&run), ["aws_lambda_function.f[\"x\"]", "aws_lambda_function.f[\"y\"]"]);
    let variable = "variable \"n\" {\n  type = number\n  default = \"2\"\n}\n";
    let run = lint(&format!("{variable}{}", function("timeout = var.n == 2 ? null : 5")));
    assert_eq!(addresses(&run), ["aws_lambda_function.f"]);
}

#[test]
fn values_files_win_in_terraforms_order() {
    let module = format!("variable \"t\" {{\n  default = 1\n}}\n{}", function("timeout = var.t"));
    let run = lint_all(&[
        ("a/b.auto.tfvars", "t = null\n"),
        ("a/main.tf", &module),
        ("a/terraform.tfvars", "t = 3\n"),
    ]);
    assert_eq!(addresses(&run), ["aws_lambda_function.f"]);
}

/// A module whose function has the timeout that its caller says.
fn module_with_timeout() -> String {
    format!("variable \"t\" {{\n  default = null\n}}\n{}", function("timeout = var.t"))
}

#[test]
fn a_module_is_looked_at_as_it_is_called() {
    let module = module_with_timeout();
    let run = lint_all(&[
        (
            "main.tf",
            "module \"m\" {\n  source = \"./m\"\n  t = 5\n}\nmodule \"n\" {\n  source = \"./m\"\n}\n",
        ),
        ("m/main.tf", &module),
    ]);
    assert_eq!(addresses(&run), ["module.n.aws_lambda_function.f"]);
    assert_eq!(addresses(&lint_all(&[("m/main.tf", &module)])), ["aws_lambda_function.f"]);
}

#[test]
fn each_instance_of_a_module_has_its_own_arguments() {
    let module = module_with_timeout();
    let call = "module \"m\" {\n  source = \"./m\"\n  for_each = { a = 5, b = null }\n  t = each.value\n}\n";
    let run = lint_all(&[("main.tf", call), ("m/main.tf", &module)]);
    assert_eq!(addresses(&run), ["module.m[\"b\"].aws_lambda_function.f"]);
}

#[test]
fn a_module_that_may_be_there_is_no_finding() {
    let module = module_with_timeout();
    let call = "variable \"n\" {}\nmodule \"m\" {\n  source = \"./m\"\n  count = var.n\n}\n";
    let run = lint_all(&[("main.tf", call), ("m/main.tf", &module)]);
    assert_eq!(addresses(&run), Vec::<&str>::new());
    assert_eq!(reasons(&run), ["var.n has no default and no tfvars sets it"]);
}

#[test]
fn modules_that_call_each_other_are_a_mistake() {
    let run = lint_all_with_problems(&[
        ("a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"),
        ("b/main.tf", "module \"a\" {\n  source = \"../a\"\n}\n"),
    ]);
    let messages: Vec<&str> = run.problems.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, ["the module a calls itself"]);
}

#[test]
fn an_override_file_has_the_last_word() {
    let run = lint_all(&[
        ("main.tf", &function("")),
        ("main_override.tf", "resource \"aws_lambda_function\" \"f\" {\n  timeout = 5\n}\n"),
    ]);
    assert_eq!(addresses(&run), Vec::<&str>::new());
    assert_eq!(reasons(&run), Vec::<&str>::new());
}

#[test]
fn what_is_not_on_disk_is_said() {
    let text = function("timeout = module.gone.timeout");
    let call = "module \"gone\" {\n  source = \"example.com/gone/aws\"\n}\n";
    let run = lint(&format!("{text}{call}"));
    let wanted = "module.gone is not on disk (run terraform init, or add a stub)";
    assert!(!run.undecided.is_empty());
    assert!(reasons(&run).iter().all(|it| *it == wanted));
}

/// Two functions of the stand-in for a popular module, of which one has what the rule asks for.
#[test]
fn a_stand_in_is_told_where_it_is_called() {
    let call = |name: &str, line: &str| {
        format!(
            "module \"{name}\" {{\n  source = \"terraform-aws-modules/lambda/aws\"\n  version = \"~> 7.0\"\n  handler = \"a.b\"\n  runtime = \"python3.12\"\n  function_name = \"{name}\"\n  {line}\n}}\n"
        )
    };
    let run = lint_all(&[("main.tf", &format!("{}{}", call("a", "timeout = 9"), call("b", "")))]);
    let places: Vec<(&str, &str)> = run
        .findings
        .iter()
        .filter(|it| it.rule == "logs-kept-forever")
        .flat_map(|it| &it.places)
        .map(|it| (it.address.as_str(), run.sources.get(it.span.file).path.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            ("module.a.aws_cloudwatch_log_group.lambda[0]", "main.tf"),
            ("module.b.aws_cloudwatch_log_group.lambda[0]", "main.tf")
        ]
    );
}

#[test]
fn circles_are_open_questions() {
    let run = lint(&format!(
        "locals {{\n  a = local.b\n  b = local.a\n}}\n{}",
        function("timeout = local.a")
    ));
    assert_eq!(addresses(&run), Vec::<&str>::new());
    assert!(reasons(&run).contains(&"local.a refers to itself"), "{:?}", reasons(&run));
}

#[test]
fn five_of_a_kind_are_one_finding() {
    let of = |n: usize| {
        (0..n).map(|i| function("").replace("\"f\"", &format!("\"f{i}\""))).collect::<String>()
    };
    assert_eq!(lint(&of(4)).findings.len(), 4);
    let run = lint(&of(5));
    assert_eq!(run.findings.len(), 1);
    assert_eq!(addresses(&run).len(), 5);
    assert!(run.findings[0].places[3].message.starts_with("`f3` sets no timeout"));
}

/// Two volumes of one instance are two things to suppress.
#[test]
fn every_place_has_a_fingerprint_of_its_own() {
    let volume = "  ebs_block_device {\n    device_name = \"x\"\n    volume_type = \"gp2\"\n  }\n";
    let run = lint(&format!("resource \"aws_instance\" \"web\" {{\n{volume}{volume}}}\n"));
    let places = run.findings.iter().flat_map(|it| &it.places);
    let fingerprints: Vec<&str> = places.map(|it| it.fingerprint.as_str()).collect();
    assert_eq!(
        fingerprints,
        [
            "volume-gp2::aws_instance.web:ebs_block_device.volume_type#0",
            "volume-gp2::aws_instance.web:ebs_block_device.volume_type#1"
        ]
    );
}
