//! What holds of every expression: evaluation comes to an end, and what it calls known stays so whatever
//! the unknown turns out to be.

use proptest::prelude::*;
use skint::eval::{self, Kind, Reference, Resolved, Scope, Shape, Value};
use skint::source::FileId;
use skint::syntax;

/// `u` and `w` are not known, or what they turned out to be.
struct Names<'v> {
    u: Option<&'v Value>,
    w: Option<&'v Value>,
}

impl Scope for Names<'_> {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let known = if reference.root == "u" { self.u } else { self.w };
        let value = known.cloned().unwrap_or_else(|| Value::unknown("nobody knows", None));
        Resolved { value, steps: 0 }
    }
}

fn evaluate(text: &str, u: Option<&Value>, w: Option<&Value>) -> Option<Value> {
    let expr = syntax::parse_expr(FileId::DETACHED, text).ok()?;
    Some(eval::evaluate(&expr, &mut Names { u, w }))
}

const CONCRETE: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "2.5",
    "\"\"",
    "\"a\"",
    "\"true\"",
    "\"12\"",
    "[]",
    "[1]",
    "[\"a\", \"b\"]",
    "[1, \"a\", null]",
    "toset([\"b\", \"a\"])",
    "tolist([\"a\"])",
    "{}",
    "{ a = 1 }",
    "{ a = \"x\", b = [] }",
    "tomap({ a = \"x\" })",
    "[[1], [2, 3]]",
    "[{ a = 1 }, { a = 2 }]",
];

const CALLS: &[&str] = &[
    "abs",
    "alltrue",
    "anytrue",
    "chomp",
    "compact",
    "distinct",
    "flatten",
    "floor",
    "issensitive",
    "jsonencode",
    "keys",
    "length",
    "lower",
    "nonsensitive",
    "one",
    "reverse",
    "sensitive",
    "sort",
    "strrev",
    "sum",
    "title",
    "tobool",
    "tolist",
    "tomap",
    "tonumber",
    "toset",
    "tostring",
    "trimspace",
    "upper",
    "values",
    "can",
    "yamlencode",
    "md5",
    "urlencode",
    "max",
    "min",
    "range",
    "signum",
    "transpose",
    "jsondecode",
];

const CALLS_OF_TWO: &[&str] = &[
    "coalesce",
    "coalescelist",
    "concat",
    "contains",
    "element",
    "endswith",
    "format",
    "formatlist",
    "index",
    "join",
    "lookup",
    "merge",
    "setintersection",
    "setproduct",
    "setsubtract",
    "setunion",
    "split",
    "startswith",
    "strcontains",
    "trimprefix",
    "try",
    "zipmap",
    "pow",
    "chunklist",
    "max",
    "min",
    "regexall",
];

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        3 => prop::sample::select(CONCRETE).prop_map(str::to_owned),
        3 => Just("u".to_owned()),
        1 => Just("w".to_owned()),
    ];
    leaf.prop_recursive(5, 48, 4, |inner| {
        let operator =
            prop::sample::select(&["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||"][..]);
        prop_oneof![
            (inner.clone(), operator, inner.clone())
                .prop_map(|(a, it, b)| format!("({a} {it} {b})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(c, a, b)| format!("({c} ? {a} : {b})")),
            (prop::sample::select(CALLS), inner.clone()).prop_map(|(f, a)| format!("{f}({a})")),
            (prop::sample::select(CALLS_OF_TWO), inner.clone(), inner.clone())
                .prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|it| format!("[{}]", it.join(", "))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{ a = {a}, b = {b} }}")),
            (inner.clone(), inner.clone()).prop_map(|(k, v)| format!("{{ a = 1, ({k}) = {v} }}")),
            (inner.clone(), inner.clone()).prop_map(|(c, e)| format!("[for k, v in {c} : {e}]")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(c, e, i)| format!("{{ for k, v in {c} : k => [v, {e}] if {i} }}")),
            (inner.clone(), inner.clone())
                .prop_map(|(c, k)| format!("{{ for v in {c} : ({k}) => v... }}")),
            (inner.clone(), inner.clone()).prop_map(|(a, i)| format!("{a}[{i}]")),
            inner.clone().prop_map(|a| format!("({a}).a")),
            inner.clone().prop_map(|a| format!("({a})[*]")),
            inner.clone().prop_map(|a| format!("({a})[*].a")),
            inner.clone().prop_map(|a| format!("\"x-${{{a}}}\"")),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("\"%{{ if {a} }}${{{b}}}%{{ endif }}\"")),
            inner.clone().prop_map(|a| format!("!{a}")),
            inner.prop_map(|a| format!("-{a}")),
        ]
    })
}

/// What was called known before the unknown was known is what it is afterwards.
fn kept(before: &Value, after: &Value) -> bool {
    match (&before.kind, &after.kind) {
        (Kind::Unknown(it), _) => !it.error || after.is_error(),
        (Kind::Sequence(one), Kind::Sequence(other)) => {
            let same = std::mem::discriminant(one.shape()) == std::mem::discriminant(other.shape());
            (same || *one.shape() == Shape::Either)
                && one.items().len() == other.items().len()
                && one.items().iter().zip(other.items()).all(|(one, other)| kept(one, other))
        }
        (Kind::Object(one), Kind::Object(other)) => {
            let all = one
                .entries()
                .iter()
                .all(|(key, it)| other.get(key).is_some_and(|other| kept(it, other)));
            all && (one.open().is_some() || one.entries().len() == other.entries().len())
        }
        (Kind::Null(_), Kind::Null(_)) => true,
        (one, other) => one == other,
    }
}

/// Some part of it is a mistake, with these values.
fn has_a_mistake(text: &str, u: &Value, w: &Value) -> bool {
    let expr = syntax::parse_expr(FileId::DETACHED, text).unwrap();
    let mut found = false;
    expr.walk(&mut |it| {
        found |= eval::evaluate(it, &mut Names { u: Some(u), w: Some(w) }).is_error();
    });
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8_000, max_shrink_iters: 5_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_known_stays_known(
        text in expression(),
        u in prop::sample::select(CONCRETE),
        w in prop::sample::select(CONCRETE),
    ) {
        let (u, w) = (evaluate(u, None, None).unwrap(), evaluate(w, None, None).unwrap());
        if let (Some(before), Some(after)) = (evaluate(&text, None, None), evaluate(&text, Some(&u), Some(&w))) {
            // An unknown that turns out to be of the wrong type is a mistake of its own.
            prop_assert!(
                kept(&before, &after) || has_a_mistake(&text, &u, &w),
                "{text}\nwith u = {} and w = {}\nbefore {}\nafter  {}", u.to_hcl(), w.to_hcl(), before.to_hcl(), after.to_hcl(),
            );
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_expression_has_a_value(text in expression(), noise in "\\PC{0,12}") {
        evaluate(&text, None, None);
        evaluate(&format!("{text}{noise}"), None, None);
        let long = format!("[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : {text}]]]");
        if let Some(value) = evaluate(&long, None, None) {
            prop_assert!(value.first_unknown().is_some() || value.is_error());
        }
    }
}
