//! The evaluator against Terraform's own answers, and what it keeps of the unknown.

use std::collections::BTreeSet;

use skint::eval::{self, Kind, Resolved, Scope, Value};
use skint::source::{FileId, Span};
use skint::syntax::{self, Step};

use crate::fixtures;

/// `unknown` is not known; nothing else has a name.
struct Names;

impl Scope for Names {
    fn resolve(&mut self, root: &str, _steps: &[Step], _span: Span) -> Resolved {
        let value = match root {
            "unknown" => Value::unknown("nobody knows", None),
            _ => Value::error(format!("there is nothing named `{root}`")),
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

/// What is known is what Terraform says. What Terraform answers and we do not is on a list, which only
/// gets shorter.
#[test]
fn known_is_known_as_terraform_has_it() {
    let undone: BTreeSet<String> = lines("conformance/undone.txt").into_iter().collect();
    let mut wrong = Vec::new();
    for line in lines("conformance/answers.tsv") {
        let (expression, answer) = line.split_once('\t').unwrap();
        let said = evaluate(&format!("jsonencode([{expression}])"));
        let expected = match answer {
            "error" => None,
            json => Some(serde_json::from_str::<String>(json).unwrap()),
        };
        let listed = undone.contains(expression);
        let right = match (&said.kind, &expected) {
            (Kind::String(said), Some(expected)) => said == expected && !listed,
            (Kind::Unknown(unknown), None) => unknown.error != listed,
            (Kind::Unknown(unknown), Some(_)) => !unknown.error && listed,
            _ => false,
        };
        if !right {
            wrong.push(format!(
                "{expression}: {} and not {}",
                said_of(&said),
                expected.unwrap_or("an error".into())
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
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
    ];
    for expression in cases {
        let value = evaluate(&expression);
        assert!(value.first_unknown().is_some(), "{expression}");
    }
}
