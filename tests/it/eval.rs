//! The evaluator against Terraform's own answers, and what it keeps of the unknown.

use std::collections::BTreeSet;

use skint::eval::{self, Kind, Reference, Resolved, Scope, Value};
use skint::load::Disk;
use skint::model::{Configuration, Inputs, Model, Origin};
use skint::project::{Project, Syntax};
use skint::source::FileId;
use skint::syntax;

use crate::fixtures;

/// `unknown` is not known; nothing else has a name.
struct Names;

impl Scope for Names {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let value = match reference.root {
            "unknown" => Value::unknown("nobody knows", None),
            root => Value::error(format!("there is nothing named `{root}`")),
        };
        Resolved { value, steps: 0 }
    }
}

fn evaluate(text: &str) -> Value {
    match syntax::parse_expr(FileId::DETACHED, text) {
        Ok(expr) => eval::evaluate(&expr, &mut Names),
        Err(error) => Value::error(error.message),
    }
}

fn lines(path: &str) -> Vec<String> {
    let text = String::from_utf8(fixtures::read(&fixtures::root().join(path))).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The value in a module without anything in it, in the folder of files that expressions read.
fn in_module(configuration: &mut Configuration<'_, '_>, text: &str) -> Value {
    match syntax::parse_expr(FileId::DETACHED, text) {
        Ok(expr) => configuration.scope(0).evaluate(&expr),
        Err(error) => Value::error(error.message),
    }
}

/// What is known is what Terraform says. What Terraform answers and we do not is on a list, which only
/// gets shorter.
#[test]
fn known_is_known_as_terraform_has_it() {
    let undone: BTreeSet<String> = lines("conformance/undone.txt").into_iter().collect();
    let newer: BTreeSet<String> = lines("conformance/newer.txt").into_iter().collect();
    let mut wrong = Vec::new();
    let (mut asked, mut listed) = (0, 0);
    let mut project = Project::default();
    let main = project.sources.add("main.tf", "");
    project.add(&[(main, Syntax::Native)], Origin::Own);
    let disk = Disk::new(&fixtures::root().join("conformance/files"));
    let inputs = Inputs { workspace: Some("default".to_owned()), ..Inputs::default() };
    let model = Model::new(&project.files, &project.links);
    let mut configuration = Configuration::new(&model, 0, &inputs, &disk);
    for (name, path) in fixtures::files("conformance/expressions") {
        let text = String::from_utf8(fixtures::read(&path)).unwrap();
        for line in text.lines().filter(|_| path.extension().is_some_and(|it| it == "tsv")) {
            let (expression, answer) = line.split_once('\t').unwrap();
            let expected =
                (answer != "error").then(|| serde_json::from_str::<String>(answer).unwrap());
            let said = in_module(&mut configuration, &format!("jsonencode([{expression}])"));
            asked += 1;
            let is_listed = undone.contains(expression);
            listed += usize::from(is_listed);
            let is_newer = newer.contains(expression) && expected.is_none();
            if !is_newer && !agrees(&said, expected.as_deref(), is_listed) {
                let expected = expected.unwrap_or("an error".into());
                wrong.push(format!("{name}: {expression}\n    {}\n    {expected}", said_of(&said)));
            }
        }
    }
    assert!(asked > 4_000 && listed < 200, "{listed} of {asked} are not worked out");
    assert!(wrong.is_empty(), "{} of {asked} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn agrees(said: &Value, expected: Option<&str>, listed: bool) -> bool {
    match (&said.kind, expected) {
        (Kind::String(said), Some(expected)) => said == expected && !listed,
        (Kind::Unknown(unknown), None) => unknown.error != listed,
        (Kind::Unknown(_), Some(_)) => listed,
        _ => false,
    }
}

fn said_of(value: &Value) -> String {
    match &value.kind {
        Kind::Unknown(it) if it.error => format!("error ({})", it.reason),
        Kind::Unknown(it) => format!("unknown ({})", it.reason),
        _ => value.as_str().unwrap_or_default().to_owned(),
    }
}

/// What is certain although a part of it is not known.
#[test]
fn the_unknown_takes_no_more_with_it_than_it_must() {
    let cases = [
        ("merge(unknown, { a = 1 }).a", "1"),
        ("merge({ a = 1 }, unknown)", "{ \"a\" = (unknown), (more) }"),
        ("merge(unknown, { a = 1 }).b", "(unknown)"),
        ("[for k, v in { a = unknown, b = 1 } : k]", "[\"a\", \"b\"]"),
        ("unknown ? 1 : 1", "1"),
        ("unknown ? 1 : 2", "(unknown)"),
        ("unknown && false", "false"),
        ("false && unknown", "false"),
        ("unknown || true", "true"),
        ("unknown && true", "(unknown)"),
        ("\"a-${unknown}\"", "(unknown)"),
        ("contains([\"a\", unknown], \"a\")", "true"),
        ("contains([\"a\", unknown], \"b\")", "(unknown)"),
        ("length([1, unknown])", "2"),
        ("[unknown] == []", "false"),
        ("{ (unknown) = 1 }", "{ (more) }"),
        ("try(unknown, 1)", "(unknown)"),
        ("can(unknown)", "(unknown)"),
        ("can([][0])", "false"),
        ("coalesce(null, unknown)", "(unknown)"),
        ("lookup({ a = 1 }, unknown, 2)", "(unknown)"),
        ("{ a = unknown, b = 2 }.b", "2"),
        ("{ for k in [\"a\"] : k => unknown }", "{ \"a\" = (unknown) }"),
        ("concat([1], unknown)", "(unknown)"),
        ("keys({ a = unknown })", "[\"a\"]"),
    ];
    for (expression, expected) in cases {
        assert_eq!(evaluate(expression).to_hcl(), expected, "{expression}");
    }
}

#[test]
fn a_value_knows_where_it_was_written() {
    let cases = [
        ("merge({ a = 1 }, { b = \"here\" }).b", "\"here\""),
        ("[1, \"here\"][1]", "\"here\""),
        ("true ? \"here\" : \"there\"", "\"here\""),
        ("coalesce(null, \"here\")", "\"here\""),
        ("[for x in [\"here\"] : x][0]", "\"here\""),
        ("\"${1}here\"", "\"${1}here\""),
    ];
    for (expression, place) in cases {
        let from = evaluate(expression).from.unwrap();
        assert_eq!(&expression[from.range()], place, "{expression}");
    }
}

#[test]
fn the_unknown_knows_what_blocked_it() {
    let expression = "join(\"-\", [\"a\", upper(unknown)])";
    let value = evaluate(expression);
    let unknown = value.as_unknown().unwrap();
    assert_eq!(&*unknown.reason, "nobody knows");
    assert_eq!(&expression[unknown.at.unwrap().range()], "unknown");
}

/// Answered at once, and not with a guess.
#[test]
fn what_is_too_much_is_unknown() {
    let thousand = "range(1000)";
    let cases = [
        format!("length(setproduct({thousand}, {thousand}, {thousand}))"),
        format!("[for a in {thousand} : [for b in {thousand} : [for c in {thousand} : c]]]"),
        format!("{{ for a in {thousand} : a => [for b in {thousand} : {thousand}] }}"),
        "pow(10, 1000000)".to_owned(),
        "regexall(\"(a{1000}){1000}\", \"a\")".to_owned(),
        "format(\"%1000000000d\", 1)".to_owned(),
        "indent(1000000000, \"a\\nb\")".to_owned(),
        "1e1000000000".to_owned(),
        "replace(format(\"%1000d\", 1), \" \", join(\"\", [for a in range(1000) : format(\"%1000d\", a)]))".to_owned(),
        "replace(join(\"\", [for a in range(1000) : format(\"%1000d\", a)]), \"/ /\", join(\"\", range(1000)))".to_owned(),
        "format(join(\"\", [for a in range(1000) : \"%[1]s\"]), join(\"\", [for a in range(1000) : format(\"%100d\", a)]))".to_owned(),
        "length(jsonencode([for a in range(1000) : join(\"\", [for a in range(1000) : format(\"%100d\", a)])]))".to_owned(),
    ];
    for expression in cases {
        let value = evaluate(&expression);
        assert!(value.first_unknown().is_some(), "{expression}");
    }
}
