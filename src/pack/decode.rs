//! The form of a rule file. Every mistake is told, not only the first.

use std::collections::BTreeSet;

use ecow::EcoString;
use indexmap::IndexMap;

use super::{Case, Embedded, Remedy, Rule};
use crate::decode::{Complaint, Document};
use crate::finding::{Confidence, Severity};
use crate::source::Span;
use crate::syntax::{Attribute, Block, Body, Expr, ExprKind};

const RULE_FIELDS: &[&str] = &[
    "title",
    "severity",
    "confidence",
    "resources",
    "for_each",
    "when",
    "at",
    "message",
    "label",
    "why",
    "help",
    "sources",
    "formerly",
];
const CASE_FIELDS: &[&str] = &["resources", "for_each", "when", "at", "message", "label", "help"];
const SEVERITIES: &[(&str, Severity)] =
    &[("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];
const CONFIDENCES: &[(&str, Confidence)] =
    &[("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

/// The rules of one file. One of ours holds one rule, named like the file.
pub(super) fn rules(
    path: &str,
    text: &str,
    embedded: Option<&Embedded>,
) -> Result<Vec<Rule>, Vec<Complaint>> {
    let (mut document, body) = Document::parse("rule pack", path, text);
    for attribute in &body.attributes {
        document.unknown("field outside of rules", &attribute.name, &["rule"]);
    }
    let mut rules = Vec::new();
    let mut names = BTreeSet::new();
    for block in &body.blocks {
        if block.kind.text != "rule" {
            document.unknown("block", &block.kind, &["rule"]);
            continue;
        }
        let n_labels = block.labels.len();
        let Some(name) = block.labels.first().filter(|_| n_labels == 1) else {
            let help = Some("write rule \"what-is-wrong\" { ... }".to_owned());
            document.complain(block.header(), "a rule has one name", help);
            continue;
        };
        if !names.insert(&name.text) {
            document.complain(name.span, format!("there are two rules `{}`", name.text), None);
        }
        check_name(&mut document, &name.text, name.span, embedded);
        let pack = embedded.map_or(path, |it| it.pack).into();
        rules.extend(rule(&mut document, &name.text, pack, block));
    }
    let complaints = document.complaints();
    if complaints.is_empty() { Ok(rules) } else { Err(complaints) }
}

fn check_name(document: &mut Document, name: &str, at: Span, embedded: Option<&Embedded>) {
    let kebab = name.split('-').all(|part| {
        !part.is_empty() && part.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    });
    if !kebab {
        let help = Some("lower case words with hyphens: \"queue-without-dead-letter\"".to_owned());
        document.complain(at, format!("`{name}` is no name for a rule"), help);
    }
    if let Some(embedded) = embedded
        && embedded.name != name
    {
        document.complain(at, format!("the file is named {}", embedded.path), None);
    }
}

fn rule(document: &mut Document, name: &EcoString, pack: EcoString, block: &Block) -> Option<Rule> {
    let body = &block.body;
    known_fields(document, body, RULE_FIELDS);
    for inner in &body.blocks {
        if !["case", "fix", "params"].contains(&inner.kind.text.as_str()) {
            document.unknown("block", &inner.kind, &["case", "fix", "params"]);
        }
    }
    let title = needed(document, block, "title").and_then(|it| document.string(it));
    let severity =
        needed(document, block, "severity").and_then(|it| document.one_of(it, SEVERITIES));
    let confidence = body.attribute("confidence").and_then(|it| document.one_of(it, CONFIDENCES));
    let why = needed(document, block, "why").and_then(|it| document.string(it));
    let params = params(body);
    let cases = cases(document, block, &params);
    let strings = |document: &mut Document, name| {
        let list = body.attribute(name).map(|it| document.strings(it)).unwrap_or_default();
        list.into_iter().map(|(text, _)| text).collect()
    };
    Some(Rule {
        name: name.clone(),
        pack,
        sources: strings(document, "sources"),
        formerly: strings(document, "formerly"),
        title: title?,
        severity: severity?,
        confidence: confidence.unwrap_or(Confidence::High),
        cases,
        why: why?,
        params,
    })
}

fn known_fields(document: &mut Document, body: &Body, known: &[&str]) {
    for attribute in &body.attributes {
        if !known.contains(&attribute.name.text.as_str()) {
            document.unknown("field", &attribute.name, known);
        }
    }
}

fn needed<'b>(document: &mut Document, block: &'b Block, name: &str) -> Option<&'b Attribute> {
    let found = block.body.attribute(name);
    if found.is_none() {
        document.complain(block.header(), format!("`{name}` is missing"), None);
    }
    found
}

fn params(body: &Body) -> IndexMap<EcoString, Expr> {
    let blocks = body.blocks("params").flat_map(|it| &it.body.attributes);
    blocks.map(|it| (it.name.text.clone(), it.expr.clone())).collect()
}

/// The rule itself where it says `when`, and each of its cases.
fn cases(document: &mut Document, rule: &Block, params: &IndexMap<EcoString, Expr>) -> Vec<Case> {
    let inner: Vec<&Block> = rule.body.blocks("case").collect();
    if inner.is_empty() {
        return case(document, rule, rule, params).into_iter().collect();
    }
    if let Some(when) = rule.body.attribute("when") {
        let help = Some("put it into a case of its own".to_owned());
        document.complain(when.name.span, "`when` stands beside cases", help);
    }
    for block in &inner {
        known_fields(document, &block.body, CASE_FIELDS);
    }
    inner.iter().filter_map(|it| case(document, it, rule, params)).collect()
}

fn case(
    document: &mut Document,
    block: &Block,
    rule: &Block,
    params: &IndexMap<EcoString, Expr>,
) -> Option<Case> {
    let field = |name: &str| block.body.attribute(name).or(rule.body.attribute(name));
    let resources = match field("resources") {
        Some(list) => document.strings(list).into_iter().map(|(text, _)| text).collect(),
        None => {
            document.complain(block.header(), "`resources` is missing", None);
            Vec::new()
        }
    };
    let when = needed(document, block, "when").map(|it| it.expr.clone());
    let at = field("at").map(|it| path(document, it)).unwrap_or_default();
    let message = field("message").map(|it| it.expr.clone());
    if message.is_none() {
        document.complain(block.header(), "`message` is missing", None);
    }
    let for_each = field("for_each").map(|it| it.expr.clone());
    let (label, help) = (field("label"), field("help"));
    let expressions = [&when, &message, &for_each].into_iter().flatten();
    let more = [label, help].into_iter().flatten().map(|it| &it.expr);
    for expr in expressions.chain(more) {
        known_roots(document, expr, for_each.is_some(), params);
    }
    let fix = block.body.blocks("fix").next().or(rule.body.blocks("fix").next());
    Some(Case {
        resources,
        for_each,
        at,
        label: label.map(|it| it.expr.clone()),
        help: help.map(|it| it.expr.clone()),
        fix: fix.and_then(|it| remedy(document, it)),
        when: when?,
        message: message?,
    })
}

/// `"template.timeout"`.
fn path(document: &mut Document, at: &Attribute) -> Vec<EcoString> {
    let Some(text) = document.string(at) else { return Vec::new() };
    let named = |part: &str| {
        !part.is_empty()
            && part.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '-')
    };
    if !text.split('.').all(named) {
        let help = Some("names with dots between them: \"template.timeout\"".to_owned());
        document.complain(at.expr.span, "`at` is no path", help);
    }
    text.split('.').map(EcoString::from).collect()
}

fn remedy(document: &mut Document, block: &Block) -> Option<Remedy> {
    known_fields(document, &block.body, &["set", "unsafe"]);
    let set = needed(document, block, "set")?.expr.clone();
    let caution = block.body.attribute("unsafe").and_then(|it| document.string(it));
    Some(Remedy { set, caution })
}

/// Rules see the resource, the element of a `for_each` and their parameters, and nothing else.
fn known_roots(
    document: &mut Document,
    expr: &Expr,
    each: bool,
    params: &IndexMap<EcoString, Expr>,
) {
    let mut wrong = Vec::new();
    let mut bound = BTreeSet::new();
    expr.walk(&mut |expr| {
        if let ExprKind::For(it) = &expr.kind {
            bound.extend(it.key.iter().chain([&it.value]).map(|it| it.text.clone()));
        }
        if let ExprKind::Variable(name) = &expr.kind {
            wrong.push((name.clone(), expr.span));
        }
    });
    for (name, span) in wrong {
        let help = match name.as_str() {
            "self" => continue,
            "each" if each => continue,
            "params" if !params.is_empty() => continue,
            _ if bound.contains(&name) => continue,
            "each" => "`each` needs a `for_each` in the same case",
            "params" => "`params` needs a `params { ... }` block in the rule",
            _ => "a rule sees `self`, with `for_each` also `each`, and `params`",
        };
        document.complain(
            span,
            format!("there is nothing named `{name}` here"),
            Some(help.to_owned()),
        );
    }
}
