//! What is Terraform and what is not, what survives beside an error, and that no input hurts.

use proptest::prelude::*;
use skint::source::{FileId, Lines, Sources, Span};
use skint::syntax::{self, Expr, ExprKind, Parsed, Part, Step};

use crate::fixtures;

fn parse(text: &str) -> Parsed {
    let mut sources = Sources::default();
    let file = sources.add("main.tf", text);
    syntax::parse(file, text)
}

/// `line: message` of each error.
fn errors(text: &str) -> Vec<String> {
    let lines = Lines::new(text);
    let parsed = parse(text);
    let errors = parsed.errors.iter();
    errors.map(|it| format!("{}: {}", lines.line(it.span.range().start) + 1, it.message)).collect()
}

fn kinds(text: &str) -> Vec<String> {
    parse(text).tree.body.blocks.iter().map(|it| it.kind.text.to_string()).collect()
}

#[test]
fn accepts_what_terraform_accepts() {
    for (name, path) in fixtures::files("syntax/valid") {
        let text = String::from_utf8(fixtures::read(&path)).unwrap();
        assert_eq!(errors(&text), Vec::<String>::new(), "{name}");
    }
}

/// The first line of each says where Terraform sees the error: `# error: line 3`.
#[test]
fn rejects_what_terraform_rejects_on_the_same_line() {
    for (name, path) in fixtures::files("syntax/invalid") {
        let text = String::from_utf8(fixtures::read(&path)).unwrap();
        let line = text.lines().next().and_then(|it| it.strip_prefix("# error: line ")).unwrap();
        let errors = errors(&text);
        let there = errors.iter().any(|it| it.starts_with(&format!("{line}: ")));
        assert!(there, "{name}: an error on line {line} and not {errors:#?}");
    }
}

#[test]
fn a_broken_block_costs_itself_only() {
    let text = "variable \"a\" {}\n\nresource \"x\" \"y\" {\n  a = = 1\n}\n\noutput \"b\" {}\n";
    assert_eq!(kinds(text), ["variable", "output"]);
    assert_eq!(errors(text).len(), 1);
}

#[test]
fn each_broken_block_is_told() {
    let text = "locals {\n  a = \n}\nlocals {\n  b = 1\n}\nlocals {\n  c = [1\n}\n";
    assert_eq!(kinds(text), ["locals"]);
    let lines: Vec<_> =
        errors(text).iter().map(|it| it.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(lines, ["2", "8"]);
}

#[test]
fn an_unclosed_brace_keeps_what_came_before_and_what_follows() {
    let text = "variable \"a\" {}\nresource \"x\" \"y\" {\n  a = 1\n\noutput \"b\" {\n}\n";
    assert_eq!(kinds(text), ["variable", "output"]);
    assert_eq!(errors(text), ["2: this brace is never closed"]);
}

#[test]
fn a_nested_block_may_be_named_like_a_top_level_one() {
    let text = "resource \"x\" \"y\" {\nprovider \"z\" {\n}\n}\n";
    assert_eq!(kinds(text), ["resource"]);
    assert_eq!(errors(text), Vec::<String>::new());
}

#[test]
fn comments_are_kept_in_all_three_styles() {
    let text = "# one\nlocals { // two\n  a = 1 /* three\n  lines */\n}\n";
    let mut sources = Sources::default();
    let file = sources.add("main.tf", text);
    let comments = syntax::parse(file, text).tree.comments;
    let texts: Vec<_> = comments.iter().map(|it| &text[it.span.range()]).collect();
    assert_eq!(texts, ["# one", "// two", "/* three\n  lines */"]);
}

#[test]
fn the_last_of_two_equal_keys_stays_beside_the_first() {
    let parsed = parse("a = { Name = \"x\", Name = \"y\" }\n");
    let ExprKind::Object(items) = &parsed.tree.body.attributes[0].expr.kind else { panic!() };
    let values: Vec<_> = items.iter().map(|it| &it.value.kind).collect();
    assert_eq!(values, [&ExprKind::String("x".into()), &ExprKind::String("y".into())]);
}

#[test]
fn an_indented_heredoc_loses_the_smallest_indentation() {
    let text = "a = <<-EOT\n    one\n      two ${var.x}\n\n    three\n  EOT\n";
    let ExprKind::Template(parts) = &parse(text).tree.body.attributes[0].expr.kind else {
        panic!()
    };
    assert_eq!(parts[0], Part::Literal("one\n  two ".into()));
    assert_eq!(parts[2], Part::Literal("\n\nthree\n".into()));
}

#[test]
fn json_and_native_syntax_make_the_same_tree() {
    let native = "resource \"aws_sqs_queue\" \"q\" {\n  name = \"${var.env}-q\"\n  tags = { a = \"b\" }\n  timeouts {\n    create = \"1m\"\n  }\n}\n";
    let json = r#"{"resource": {"aws_sqs_queue": {"q": {"name": "${var.env}-q", "tags": {"a": "b"}, "timeouts": {"create": "1m"}, "//": "why"}}}}"#;
    let mut sources = Sources::default();
    let file = sources.add("main.tf.json", json);
    let parsed = syntax::parse_json(file, json);
    assert_eq!(parsed.errors, []);
    let outline = |parsed: &Parsed| {
        let block = &parsed.tree.body.blocks[0];
        let labels: Vec<_> = block.labels.iter().map(|it| it.text.clone()).collect();
        let names: Vec<_> = block.body.attributes.iter().map(|it| it.name.text.clone()).collect();
        let blocks: Vec<_> = block.body.blocks.iter().map(|it| it.kind.text.clone()).collect();
        (block.kind.text.clone(), labels, names, blocks)
    };
    assert_eq!(outline(&parsed), outline(&parse(native)));
    let name = &parsed.tree.body.blocks[0].body.attributes[0].expr;
    let ExprKind::Template(parts) = &name.kind else { panic!() };
    let Part::Interpolation(reference) = &parts[0] else { panic!() };
    assert_eq!(&json[reference.span.range()], "var.env");
}

#[test]
fn json_that_is_none_is_told_with_its_place() {
    let mut sources = Sources::default();
    for (text, line) in [("{\"locals\": {\n\"a\": }}", 2), ("[1]", 1), ("{\"a\": 1,}", 1), ("", 1)]
    {
        let file = sources.add("main.tf.json", text);
        let errors = syntax::parse_json(file, text).errors;
        assert_eq!(Lines::new(text).line(errors[0].span.range().start) + 1, line, "{text}");
    }
}

#[test]
fn no_depth_and_no_length_hurts() {
    let n = 50_000;
    let inputs = [
        format!("a = {}", "[".repeat(n)),
        format!("a = {}1{}\n", "[".repeat(n), "]".repeat(n)),
        format!("a = {}", "{b=".repeat(n)),
        format!("a = {}", "(".repeat(n)),
        format!("a = {}\n", "\"${".repeat(n)),
        format!("a = {}1\n", "!".repeat(n)),
        format!("a = {}1\n", "b ? 1 : ".repeat(n)),
        format!("a = {}1\n", "b + ".repeat(n)),
        format!("a = b{}\n", "[0]".repeat(n)),
        "a {\n".repeat(n),
        format!("a = \"{}\"\n", "%{if b}".repeat(n)),
        format!("a = <<E\n{}E\n", "some words\n".repeat(100_000)),
        format!("a = <<-E\n{}E\n", "  E words\n".repeat(100_000)),
        format!("a = \"{}\"\n", "x".repeat(1 << 20)),
        format!(
            "a = {{ {} }}\n",
            (0..90_000).map(|i| format!("k{i} = 1")).collect::<Vec<_>>().join(", ")
        ),
        format!("a = {{ {} }}\n", "k = 1, ".repeat(20_000)),
        format!("# {}\n", "x".repeat(1 << 20)),
        "\u{feff}".repeat(n),
        "a = 1.2.3\n".repeat(n),
        "a = 1.2.3 ".repeat(n),
        "a = \"x\n".repeat(n),
        "a {\n".repeat(n) + &"}\n".repeat(n),
        "resource {\n".repeat(n),
        "a {\n".repeat(n) + &")".repeat(n),
        format!("a = [{}\n", "(1 2), ".repeat(n)),
    ];
    let mut sources = Sources::default();
    for text in inputs {
        parse(&text);
        let file = sources.add("x.tf.json", text.as_str());
        syntax::parse_json(file, &text);
    }
    let file = sources.add("deep.tf.json", "[".repeat(n));
    assert_eq!(syntax::parse_json(file, &"[".repeat(n)).errors.len(), 1);
}

/// Every prefix of every fixture parses to something, with all spans inside the text.
#[test]
fn no_truncation_hurts() {
    for folder in ["syntax", "rules"] {
        for (name, path) in fixtures::files(folder) {
            let Ok(text) = String::from_utf8(fixtures::read(&path)) else { continue };
            let boundaries = (0..text.len()).filter(|at| text.is_char_boundary(*at));
            for at in boundaries {
                spans_hold(&text[..at], &name);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text_does_not_hurt(text in ".{0,200}") {
        spans_hold(&text, &text);
    }

    #[test]
    fn random_terraform_does_not_hurt(
        words in prop::collection::vec(prop::sample::select(WORDS), 0..60)
    ) {
        let text = words.concat();
        spans_hold(&text, &text);
    }
}

const WORDS: &[&str] = &[
    "a",
    "b ",
    "resource ",
    "\"x\" ",
    "{",
    "}",
    "\n",
    "\r\n",
    "=",
    " = ",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "${",
    "%{if ",
    "%{ endif }",
    "%{for x in y}",
    "~}",
    "<<EOT\n",
    "<<-EOT\n",
    "EOT\n",
    "for ",
    "in ",
    ":",
    "?",
    ",",
    ".",
    "...",
    "*",
    "1",
    "0.5",
    "==",
    "&&",
    "!",
    "-",
    "#c\n",
    "/*",
    "*/",
    "\\",
    "\\n",
    "$${",
    "é",
    "=>",
    "::",
    "\u{feff}",
    "\t",
    "null",
    "true",
];

fn spans_hold(text: &str, name: &str) {
    let parsed = parse(text);
    let holds = |span: Span| text.get(span.range()).is_some();
    for error in &parsed.errors {
        assert!(holds(error.span), "{name}: {error:?}");
    }
    for block in &parsed.tree.body.blocks {
        assert!(holds(block.span), "{name}: {:?}", block.kind);
    }
    for attribute in &parsed.tree.body.attributes {
        expr_holds(&attribute.expr, &holds, name);
    }
}

fn expr_holds(expr: &Expr, holds: &impl Fn(Span) -> bool, name: &str) {
    assert!(holds(expr.span), "{name}: {expr:?}");
    match &expr.kind {
        ExprKind::Tuple(items) => items.iter().for_each(|it| expr_holds(it, holds, name)),
        ExprKind::Object(items) => items.iter().for_each(|it| expr_holds(&it.value, holds, name)),
        ExprKind::Traversal(it) => {
            for step in &it.steps {
                if let Step::Index(index) = step {
                    expr_holds(index, holds, name);
                }
            }
        }
        _ => {}
    }
}

/// Objects that are read in pieces may start right behind their brace.
#[test]
fn keys_twice_without_a_blank_hurt_nobody() {
    let many: Vec<String> = (0..400).map(|it| format!("a{it}={it}")).collect();
    let many = many.join(",");
    for text in [
        "{a=1, a=2}",
        "{a={b=1,b=2}}",
        "{(1)=1, (1)=2}",
        &format!("{{{many}}}"),
        "{a={c=1,c=2},a=3}",
    ] {
        let parsed = syntax::parse(FileId::DETACHED, &format!("x = {text}\n"));
        assert_eq!(parsed.errors, [], "{text}");
        assert_eq!(parsed.tree.body.attributes.len(), 1, "{text}");
    }
}
