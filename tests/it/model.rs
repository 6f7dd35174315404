//! Modules and instances: how many there are, what their variables are worth, and what is left open.

use skint::check::{self, Request, Run, Syntax};
use skint::explain::lint;
use skint::pack::Packs;
use skint::settings::Layers;
use skint::source::Sources;

/// Several files, by path.
fn lint_all(files: &[(&str, &str)]) -> Run {
    let mut sources = Sources::default();
    let mut read = Vec::new();
    for (path, text) in files {
        let syntax = if path.ends_with("vars") { Syntax::Values } else { Syntax::Native };
        read.push((sources.add(*path, *text), syntax));
    }
    let (files, problems) = check::parse(&sources, &read);
    assert_eq!(problems, []);
    let (packs, settings) = (Packs::default(), Layers::default());
    let request = Request {
        packs: &packs,
        settings: &settings,
        only: &[],
        skip: &[],
        prefix: "",
        within: None,
    };
    check::check(sources, &files, problems, &request)
}

/// A function that lacks a timeout, and nothing else, with more lines.
fn function(lines: &str) -> String {
    format!(
        "resource \"aws_lambda_function\" \"f\" {{\n  runtime = \"provided.al2023\"\n  architectures = [\"arm64\"]\n  {lines}\n}}\n"
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
    assert_eq!(reasons(&run), ["more than 10000 instances are not looked at one by one"]);
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

#[test]
fn a_module_that_is_called_does_not_speak_for_its_callers() {
    let module =
        format!("variable \"t\" {{\n  default = null\n}}\n{}", function("timeout = var.t"));
    let run =
        lint_all(&[("main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"), ("m/main.tf", &module)]);
    assert_eq!(addresses(&run), Vec::<&str>::new());
    assert!(reasons(&run).iter().all(|it| *it == "var.t is set by those who call this module"));
    assert!(!run.undecided.is_empty());
    assert_eq!(addresses(&lint_all(&[("m/main.tf", &module)])), ["aws_lambda_function.f"]);
}

#[test]
fn what_an_override_file_changes_is_left_open() {
    let run = lint_all(&[
        ("main.tf", &function("")),
        ("main_override.tf", "resource \"aws_lambda_function\" \"f\" {\n  timeout = 5\n}\n"),
    ]);
    assert_eq!(addresses(&run), Vec::<&str>::new());
    assert_eq!(reasons(&run), ["aws_lambda_function.f is changed by an override file"]);
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
