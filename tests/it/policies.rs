//! Policies of AWS IAM: what they allow, and what cannot be told.

use skint::eval::{self, Reference, Resolved, Scope, Value};
use skint::graph::policy::document::{self, of_blocks, of_json};
use skint::graph::policy::{
    Answer, Answer3, Grant, Hole, Pattern, Statements, allowed_resources, allows, managed,
};
use skint::source::FileId;
use skint::syntax::{self, Block, Tree};

use crate::fixtures;

/// `unknown` is not known; nothing else has a name.
struct Names;

impl Scope for Names {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        assert_eq!(reference.root, "unknown", "nothing else has a name");
        Resolved { value: Value::unknown("nobody knows", None), steps: 0 }
    }
}

/// `<?>` is any text, `<?account>` a part of an ARN that is the same everywhere, `<?*arn>` any text that is.
fn pattern(text: &str) -> Pattern {
    let mut parts = text.split("<?");
    let first = Pattern::parse(parts.next().unwrap());
    let holes = parts.flat_map(|it| {
        let (name, rest) = it.split_once('>').unwrap();
        let hole = match (name, name.strip_prefix('*')) {
            ("", _) => Hole::text(),
            (_, Some(name)) => Hole::text().named(name),
            _ => Hole::part().named(name),
        };
        [Pattern::hole(hole), Pattern::parse(rest)]
    });
    [first].into_iter().chain(holes).collect()
}

fn value(text: &str) -> Value {
    eval::evaluate(&syntax::parse_expr(FileId::DETACHED, text).unwrap(), &mut Names)
}

fn statements(policy: &str) -> Statements {
    document::statements(&value(policy), &pattern)
}

struct Case<'b>(&'b Block);

impl Case<'_> {
    fn value(&self, name: &str) -> Option<Value> {
        let attribute = self.0.body.attribute(name)?;
        Some(eval::evaluate(&attribute.expr, &mut Names))
    }

    fn text(&self, name: &str) -> String {
        let value = self.value(name).unwrap_or_else(|| panic!("{:?}: no {name}", self.0.labels));
        value.as_str().unwrap_or_else(|| panic!("{:?}: {name}", self.0.labels)).to_owned()
    }

    fn statements(&self) -> Statements {
        if let Some(policy) = self.value("policy") {
            return document::statements(&policy, &pattern);
        }
        if let Some(blocks) = self.value("blocks") {
            return of_blocks(&blocks, &pattern).statements;
        }
        match self.0.body.attribute("json") {
            Some(_) => of_json(&self.text("json"), None, &pattern),
            None => managed::statements_or_unknown(&self.text("managed")),
        }
    }

    /// What is wrong with the answer.
    fn wrong(&self) -> Option<String> {
        let answer =
            allows(&self.statements(), &self.text("action"), &pattern(&self.text("resource")));
        let said = match &answer {
            Answer::Yes { .. } => "yes",
            Answer::No => "no",
            Answer::Unknown(_) => "unknown",
        };
        let by = self.value("by").map(|it| it.to_hcl());
        let is_by = match (&by, &answer) {
            (Some(by), Answer::Yes { by: index }) => *by == index.to_string(),
            (Some(_), _) => false,
            (None, _) => true,
        };
        (said != self.text("expect") || !is_by).then(|| format!("{answer:?}"))
    }
}

fn trees() -> Vec<(String, Tree)> {
    let files = fixtures::files("policies").into_iter().map(|(name, path)| {
        let text = String::from_utf8(fixtures::read(&path)).unwrap();
        let parsed = syntax::parse(FileId::DETACHED, &text);
        assert_eq!(parsed.errors, [], "{name}");
        (name, parsed.tree)
    });
    files.collect()
}

#[test]
fn policies_allow_what_aws_says() {
    let mut wrong = Vec::new();
    let mut asked = 0;
    for (file, tree) in trees() {
        for block in tree.body.blocks("case") {
            asked += 1;
            let name = block.label(0).unwrap();
            wrong.extend(Case(block).wrong().map(|it| format!("{file}: {name}: {it}")));
        }
    }
    assert!(asked >= 120, "{asked}");
    assert!(wrong.is_empty(), "{} of {asked} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The longest patterns that are compared, made of what takes longest, and as many as fit in a policy.
#[test]
fn the_longest_patterns_come_to_an_end() {
    let hostile = format!("arn:aws:s3:{}b", "*a?".repeat(650));
    let asked = pattern(&format!("arn:aws:s3:{}", "<?>a".repeat(1_000)));
    let list = format!("[{}]", vec![format!("{hostile:?}"); 16].join(","));
    let policy =
        format!("{{ Statement = {{ Effect = \"Allow\", Action = \"s3:*\", Resource = {list} }} }}");
    let statements = statements(&policy);
    assert_eq!(statements.unknown, None);
    assert_eq!(allows(&statements, "s3:GetObject", &asked), Answer::No);
}

#[test]
fn resources_that_something_is_allowed_on() {
    let statements = statements(
        "{ Statement = [
          { Effect = \"Allow\", Action = \"lambda:*\", Resource = [\"arn:aws:lambda:<?r>:1:function:a\", \"arn:aws:lambda:*:1:function:b:*\"] },
          { Effect = \"Deny\", Action = \"*\", Resource = \"*\" },
          { Effect = \"Allow\", Action = \"sqs:*\", Resource = \"*\" },
          { Effect = \"Allow\", Action = \"lambda:Invoke*\", Resource = \"arn:aws:lambda:*:1:function:c\", Condition = unknown },
          { Effect = \"Allow\", NotAction = \"sqs:*\", NotResource = \"arn:aws:lambda:*:1:function:d\" },
        ] }",
    );
    let grants = allowed_resources(&statements, "lambda:InvokeFunction");
    let told: Vec<String> = grants
        .iter()
        .map(|Grant { by, resource, sure }| format!("{by} {resource} {sure}"))
        .collect();
    assert_eq!(
        told,
        [
            "0 arn:aws:lambda:…:1:function:a true",
            "0 arn:aws:lambda:*:1:function:b:* true",
            "3 arn:aws:lambda:*:1:function:c false",
            "4 * false",
        ]
    );
}

#[test]
fn functions_without_their_versions() {
    let cases = [
        ("arn:aws:lambda:*:1:function:a:*", Some("arn:aws:lambda:*:1:function:a")),
        ("arn:aws:lambda:*:1:function:a:$LATEST", Some("arn:aws:lambda:*:1:function:a")),
        ("arn:aws:lambda:<?r>:<?a>:function:<?n>:live", Some("arn:aws:lambda:…:…:function:…")),
        ("arn:aws:lambda:*:1:function:a", None),
        ("arn:aws:lambda:*:1:layer:a:7", None),
        ("arn:aws:logs:*:1:log-group:a:*", None),
        ("*", None),
    ];
    for (text, expected) in cases {
        let said = pattern(text).unqualified().map(|it| it.to_string());
        assert_eq!(said.as_deref(), expected, "{text}");
    }
}

#[test]
fn statements_know_where_they_were_written() {
    let policy = "{ Statement = [{ Effect = \"Deny\", Action = unknown, Resource = \"*\" }, { Effect = \"Allow\", Action = \"*\", Resource = \"*\" }] }";
    let statements = statements(policy);
    let span = statements.list[0].span.unwrap();
    assert!(policy[span.range()].starts_with("{ Effect = \"Deny\""), "{span:?}");
    match allows(&statements, "sqs:SendMessage", &pattern("*")) {
        Answer::Unknown(gap) => assert_eq!(gap.at, Some(span)),
        other => panic!("{other:?}"),
    }
}

/// As a data source lays its statements over those of other documents.
#[test]
fn statements_of_one_name_replace_each_other() {
    let one = |sid: &str, action: &str| {
        statements(&format!(
            "{{ Statement = {{ Sid = {sid}, Effect = \"Allow\", Action = \"{action}\", Resource = \"*\" }} }}"
        ))
    };
    let asked = |base: &Statements, over: &Statements| {
        let mut both = base.clone();
        both.overlay(over.clone());
        let is_yes = |action: &str| match allows(&both, action, &pattern("arn:aws:sqs:::x")) {
            Answer::Yes { .. } => Answer3::Yes,
            Answer::No => Answer3::No,
            Answer::Unknown(_) => Answer3::Unknown,
        };
        (is_yes("sqs:SendMessage"), is_yes("sns:Publish"))
    };
    let base = one("\"a\"", "sqs:*");
    assert_eq!(asked(&base, &one("\"a\"", "sns:*")), (Answer3::No, Answer3::Yes));
    assert_eq!(asked(&base, &one("\"b\"", "sns:*")), (Answer3::Yes, Answer3::Yes));
    assert_eq!(asked(&base, &one("unknown", "sns:*")), (Answer3::Unknown, Answer3::Yes));
    let nameless = one("\"\"", "sqs:*");
    assert_eq!(asked(&nameless, &one("\"\"", "sns:*")), (Answer3::Yes, Answer3::Yes));
    assert_eq!(asked(&nameless, &statements("unknown")), (Answer3::Unknown, Answer3::Unknown));
}

#[test]
fn documents_that_a_data_source_builds_on_are_handed_out() {
    let blocks = value("{ source_policy_documents = [unknown], override_policy_documents = [] }");
    let blocks = of_blocks(&blocks, &pattern);
    assert_eq!(blocks.statements, Statements::default());
    assert_eq!(blocks.sources.unwrap().as_items().map(<[Value]>::len), Some(1));
    assert_eq!(blocks.overrides, None);
}

/// Every text that has so many pieces, of these.
fn texts(pieces: &[&str], length: usize) -> Vec<String> {
    match length {
        0 => vec![String::new()],
        _ => {
            let shorter = texts(pieces, length - 1);
            let longer =
                |it: &String| pieces.iter().map(|piece| format!("{it}{piece}")).collect::<Vec<_>>();
            shorter.iter().flat_map(longer).collect()
        }
    }
}

/// Slow and plain: a `*` before a colon or at the end goes over colons, if it is so `strict`.
fn covers(pattern: &str, text: &str, strict: bool) -> bool {
    let Some(first) = pattern.chars().next() else { return text.is_empty() };
    let rest = &pattern[1..];
    let letter = text.chars().next();
    let is_colon = letter == Some(':');
    match first {
        '*' => {
            let crosses = !strict || rest.is_empty() || rest.starts_with(':');
            covers(rest, text, strict)
                || letter.is_some() && (crosses || !is_colon) && covers(pattern, &text[1..], strict)
        }
        '?' => letter.is_some() && !(strict && is_colon) && covers(rest, &text[1..], strict),
        _ => letter == Some(first) && covers(rest, &text[1..], strict),
    }
}

/// Yes and no hold whatever is in the holes.
#[test]
fn what_is_in_a_hole_changes_no_answer() {
    let patterns: Vec<String> =
        (0..=3).flat_map(|it| texts(&["a", ":", "*", "?", "<?*x>", "<?y>"], it)).collect();
    let asked: Vec<String> =
        (0..=3).flat_map(|it| texts(&["a", ":", "<?*x>", "<?y>"], it)).collect();
    let fill = |text: &str, x: &str, y: &str| text.replace("<?*x>", x).replace("<?y>", y);
    for one in &patterns {
        let parsed = pattern(one);
        for other in &asked {
            let answer = parsed.matches(&pattern(other));
            let (mut any, mut all) = (false, true);
            for (x, y) in
                ["", "a", "b", ":", "a:", "ab"].iter().flat_map(|x| [(x, ""), (x, "a"), (x, "bb")])
            {
                let (filled, text) = (fill(one, x, y), fill(other, x, y));
                any |= covers(&filled, &text, false);
                all &= covers(&filled, &text, true);
            }
            match answer {
                Answer3::Yes => assert!(all, "{one} covers {other}"),
                Answer3::No => assert!(!any, "{one} does not cover {other}"),
                Answer3::Unknown => {}
            }
        }
    }
}

/// A line a statement, with the day on which it was seen and where.
#[test]
fn managed_policies_are_whole() {
    let path = fixtures::root().parent().unwrap().join("rules/facts/managed-policies.csv");
    let table = String::from_utf8(fixtures::read(&path)).unwrap();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [name, path, effect, one, other, resources, conditional, version, since, seen, source] =
            fields[..]
        else {
            panic!("{line}");
        };
        assert!(path.starts_with('/') && path.ends_with('/'), "{line}");
        assert!(
            ["allow", "deny"].contains(&effect) && ["yes", "no"].contains(&conditional),
            "{line}"
        );
        assert!(one.is_empty() != other.is_empty() && !resources.is_empty(), "{line}");
        assert!(
            version.starts_with('v')
                && since <= seen
                && source.trim_end_matches(".json").ends_with(&format!("/{name}")),
            "{line}"
        );
        let arn = format!("arn:aws:iam::aws:policy{path}{name}");
        assert!(managed::statements(&arn).is_some(), "{line}");
    }
    let names: Vec<&str> = managed::names().collect();
    assert!(names.len() >= 80, "{}", names.len());
    assert!(names.is_sorted(), "policies stand in order, so that each is in one place");
}
