//! The form of a rule file. Every mistake is told, not only the first.

use std::collections::BTreeMap;

use ecow::EcoString;
use indexmap::IndexMap;

use super::names::Seen;
use super::{
    Case, Cause, Change, Concern, EMBEDDED, Embedded, Evidence, Priced, Remedy, Rule, Worth,
};
use crate::decode::{Complaint, Document};
use crate::finding::{Confidence, ImpactKind, Per, Severity};
use crate::source::Span;
use crate::suppress;
use crate::syntax::{Attribute, Block, Body, Expr, ExprKind, Ident};
use crate::tags::DETECTORS;

const RULE_FIELDS: &[&str] = &[
    "title",
    "concern",
    "strict",
    "severity",
    "confidence",
    "resources",
    "detector",
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
const CASE_FIELDS: &[&str] = &[
    "resources",
    "strict",
    "severity",
    "confidence",
    "for_each",
    "when",
    "at",
    "message",
    "label",
    "help",
];
/// Blocks of a rule and of a case, and those that may come more than once.
const BLOCKS: &[&str] = &["let", "evidence", "impact", "fix", "cause"];
const MANY: &[&str] = &["case", "evidence", "impact"];
const CONCERNS: &[(&str, Concern)] = &[
    ("cost", Concern::Cost),
    ("reliability", Concern::Reliability),
    ("attribution", Concern::Attribution),
    ("hygiene", Concern::Hygiene),
];
const SEVERITIES: &[(&str, Severity)] =
    &[("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];
const IMPACTS: &[(&str, ImpactKind)] = &[
    ("wastes", ImpactKind::Wastes),
    ("exposes", ImpactKind::Exposes),
    ("costs", ImpactKind::Costs),
    ("unattributed", ImpactKind::Unattributed),
];
const PERS: &[(&str, Per)] = &[("month", Per::Month), ("hour", Per::Hour)];
const CONFIDENCES: &[(&str, Confidence)] =
    &[("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

/// The rules that were met so far, and where: `policies/own.hcl:12`.
pub(super) type Names = BTreeMap<EcoString, String>;

/// The rules of one file. One of ours holds one rule, named like the file.
pub(super) fn rules(
    path: &str,
    text: &str,
    embedded: Option<&Embedded>,
    names: &mut Names,
) -> Result<Vec<Rule>, Vec<Complaint>> {
    let (mut document, body) = Document::parse("rule pack", path, text);
    document.fields("field outside of rules", &body, &["rule"]);
    let mut rules = Vec::new();
    for block in &body.blocks {
        if block.kind.text != "rule" {
            document.unknown("block", &block.kind, &["rule"]);
            continue;
        }
        let [name] = block.labels.as_slice() else {
            let help = Some("write rule \"what-is-wrong\" { ... }".to_owned());
            document.complain(block.header(), "a rule has one name", help);
            continue;
        };
        check_name(&mut document, name, embedded, names);
        let pack = embedded.map_or(path, |it| it.pack).into();
        rules.extend(rule(&mut document, &name.text, pack, block));
    }
    let complaints = document.complaints();
    if complaints.is_empty() { Ok(rules) } else { Err(complaints) }
}

fn check_name(
    document: &mut Document,
    name: &Ident,
    embedded: Option<&Embedded>,
    names: &mut Names,
) {
    kebab(document, &name.text, name.span);
    if let Some(embedded) = embedded
        && embedded.name != name.text
    {
        document.complain(name.span, format!("the file is named {}", embedded.path), None);
    }
    let place = format!("{}:{}", document.path(), document.line(name.span));
    match names.get(&name.text) {
        Some(other) => {
            let help = Some(format!("the other one is at {other}"));
            document.complain(name.span, format!("there are two rules `{}`", name.text), help);
        }
        None => drop(names.insert(name.text.clone(), place)),
    }
}

fn kebab(document: &mut Document, name: &str, at: Span) {
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    if !name.split('-').all(word) {
        let help = Some("lower case words with hyphens: \"queue-without-dead-letter\"".to_owned());
        document.complain(at, format!("`{name}` is no name for a rule"), help);
    }
}

fn rule(document: &mut Document, name: &EcoString, pack: EcoString, block: &Block) -> Option<Rule> {
    let body = &block.body;
    document.fields("field", body, RULE_FIELDS);
    document.blocks(body, &[BLOCKS, &["case", "params"]].concat(), MANY);
    let concern = body.attribute("concern").and_then(|it| document.one_of(it, CONCERNS));
    let title = words(document, block, "title", "what is wrong, for tables");
    let severity = needed(document, block, "severity", "it is \"error\", \"warning\" or \"note\"")
        .and_then(|it| document.one_of(it, SEVERITIES));
    let confidence = body.attribute("confidence").and_then(|it| document.one_of(it, CONFIDENCES));
    let why = words(document, block, "why", "what happens, to whom, and when to ignore it");
    let params = params(document, body);
    let detector = body.attribute("detector").and_then(|it| {
        let known: Vec<(&'static str, &'static str)> =
            DETECTORS.iter().chain(suppress::DETECTORS).map(|it| (*it, *it)).collect();
        document.one_of(it, &known)
    });
    let cases = cases(document, block, &params);
    let sources = body.attribute("sources").map(|it| document.strings(it)).unwrap_or_default();
    Some(Rule {
        name: name.clone(),
        pack,
        sources: sources.into_iter().map(|(text, _)| text).collect(),
        formerly: formerly(document, body, name),
        title: title?,
        concern: concern.unwrap_or(Concern::Reliability),
        detector: detector.map(EcoString::from),
        strict: cases.iter().all(Case::is_strict),
        severity: severity?,
        confidence: confidence.unwrap_or(Confidence::High),
        cases,
        why: why?,
        params,
    })
}

fn needed<'b>(
    document: &mut Document,
    block: &'b Block,
    name: &str,
    help: &str,
) -> Option<&'b Attribute> {
    let found = block.body.attribute(name);
    if found.is_none() {
        let message = format!("`{name}` is missing");
        document.complain(block.header(), message, Some(help.to_owned()));
    }
    found
}

/// A string that has to say something.
fn words(document: &mut Document, block: &Block, name: &str, help: &str) -> Option<EcoString> {
    let attribute = needed(document, block, name, help)?;
    let text = document.string(attribute)?;
    if text.trim().is_empty() {
        document.complain(attribute.expr.span, format!("`{name}` is empty"), Some(help.to_owned()));
    }
    Some(text)
}

/// A name that another rule of ours has today would make two rules answer to it.
fn formerly(document: &mut Document, body: &Body, rule: &str) -> Vec<EcoString> {
    let Some(attribute) = body.attribute("formerly") else { return Vec::new() };
    let names = document.strings(attribute);
    for (name, at) in &names {
        kebab(document, name, *at);
        if name == rule || EMBEDDED.iter().any(|it| it.name == name) {
            document.complain(*at, format!("a rule is called `{name}` today"), None);
        }
    }
    names.into_iter().map(|(name, _)| name).collect()
}

fn params(document: &mut Document, body: &Body) -> IndexMap<EcoString, Expr> {
    let mut params = IndexMap::new();
    for block in body.blocks("params") {
        document.blocks(&block.body, &[], &[]);
        for attribute in &block.body.attributes {
            // A parameter without a usable default is still one that expressions may name.
            let _ = document.literal(attribute);
            params.insert(attribute.name.text.clone(), attribute.expr.clone());
        }
    }
    params
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
        document.fields("field of a case", &block.body, CASE_FIELDS);
        document.blocks(&block.body, BLOCKS, MANY);
    }
    inner.iter().filter_map(|it| case(document, it, rule, params)).collect()
}

/// What a case does not say, the rule says for it.
fn case(
    document: &mut Document,
    block: &Block,
    rule: &Block,
    params: &IndexMap<EcoString, Expr>,
) -> Option<Case> {
    let said = |name: &str| block.body.attribute(name).or(rule.body.attribute(name));
    let for_each = said("for_each").map(|it| it.expr.clone());
    let lets = lets(document, rule, block);
    let detects = rule.body.attribute("detector").is_some();
    let once = Seen { each: false, found: detects, params, lets: &lets };
    let seen = Seen { each: for_each.is_some(), ..once };
    for expr in for_each.iter().chain(lets.values()) {
        once.check(document, expr);
    }
    let decides = |name: &str| block.body.attribute(name).map(|it| it.expr.clone());
    // A rule's own are plain words, and hold where a case says nothing.
    let is_case = block.span != rule.span;
    let (severity, confidence) = match is_case {
        true => (decides("severity"), decides("confidence")),
        false => (None, None),
    };
    let own = |kind: &'static str| match block.body.blocks(kind).next() {
        Some(_) => block.body.blocks(kind),
        None => rule.body.blocks(kind),
    };
    let evidence = own("evidence").filter_map(|it| evidence(document, it, seen)).collect();
    let impacts = own("impact").filter_map(|it| worth(document, it, seen)).collect();
    let resources = match said("resources") {
        Some(list) => resources(document, list),
        None if detects => Vec::new(),
        None => {
            let types = "the types it is about, such as [\"aws_sqs_queue\"]";
            needed(document, block, "resources", types);
            Vec::new()
        }
    };
    let when = match block.body.attribute("when") {
        // What a detector finds is wrong.
        None if detects => Some(Expr { kind: ExprKind::Bool(true), span: block.header() }),
        _ => needed(document, block, "when", "what is wrong: self.type == \"gp2\"")
            .and_then(|it| question(document, it)),
    };
    let message = said("message").or_else(|| {
        needed(document, block, "message", "what is true of this place, with its values")
    });
    let (at, label, help) = (said("at"), said("label"), said("help"));
    let fix = block.body.blocks("fix").next().or(rule.body.blocks("fix").next());
    let fix = fix.and_then(|it| remedy(document, it));
    let spoken = [message, label, help].into_iter().flatten().map(|it| &it.expr);
    let strict = said("strict").map(|it| it.expr.clone());
    let decided = severity.iter().chain(&confidence).chain(&strict);
    let cause = block.body.blocks("cause").next().or(rule.body.blocks("cause").next());
    let cause = cause.and_then(|it| self::cause(document, it, seen));
    let mends = fix.iter().flat_map(Remedy::expressions);
    let expressions = when.iter().chain(spoken).chain(mends).chain(decided);
    for expr in expressions {
        seen.check(document, expr);
    }
    Some(Case {
        resources,
        strict,
        lets,
        severity,
        confidence,
        evidence,
        impacts,
        for_each,
        at: at.map(|it| path(document, it)).unwrap_or_default(),
        label: label.map(|it| it.expr.clone()),
        help: help.map(|it| it.expr.clone()),
        fix,
        cause,
        when: when?,
        message: message?.expr.clone(),
    })
}

/// The values with names of a rule and of one of its cases, which may say some of them anew.
fn lets(document: &mut Document, rule: &Block, case: &Block) -> IndexMap<EcoString, Expr> {
    let mut lets = IndexMap::new();
    let inner = (case.span != rule.span).then_some(case);
    for block in [Some(rule), inner].into_iter().flatten().flat_map(|it| it.body.blocks("let")) {
        document.blocks(&block.body, &[], &[]);
        for attribute in &block.body.attributes {
            lets.insert(attribute.name.text.clone(), attribute.expr.clone());
        }
    }
    lets
}

fn evidence(document: &mut Document, block: &Block, outside: Seen<'_>) -> Option<Evidence> {
    document.fields("field of evidence", &block.body, &["for_each", "at", "label"]);
    document.blocks(&block.body, &[], &[]);
    let for_each = block.body.attribute("for_each").map(|it| it.expr.clone());
    let seen = Seen { each: outside.each || for_each.is_some(), ..outside };
    if let Some(for_each) = &for_each {
        outside.check(document, for_each);
    }
    let at = needed(document, block, "at", "a value that knows where it was said");
    let label = needed(document, block, "label", "what is there, in a few words");
    let (at, label) = (at?.expr.clone(), label?.expr.clone());
    seen.check(document, &at);
    seen.check(document, &label);
    Some(Evidence { for_each, at, label })
}

fn worth(document: &mut Document, block: &Block, seen: Seen<'_>) -> Option<Worth> {
    const FIELDS: &[&str] = &["kind", "per", "repriced", "amount", "monthly", "assumes"];
    document.fields("field of an impact", &block.body, FIELDS);
    document.blocks(&block.body, &[], &[]);
    let kind = needed(
        document,
        block,
        "kind",
        "it is \"wastes\", \"exposes\", \"costs\" or \"unattributed\"",
    );
    let kind = kind.and_then(|it| document.one_of(it, IMPACTS));
    let per = block.body.attribute("per").and_then(|it| document.one_of(it, PERS));
    let said = |name: &str| block.body.attribute(name).map(|it| it.expr.clone());
    let (repriced, formula) = (said("repriced"), said("monthly").or_else(|| said("amount")));
    let assumes = said("assumes");
    for expr in repriced.iter().chain(&formula).chain(&assumes) {
        seen.check(document, expr);
    }
    let amount = match (repriced, formula) {
        (Some(anew), None) => Priced::Anew(anew),
        (None, Some(formula)) => Priced::Formula(formula),
        _ => {
            let help = Some("`repriced = { type = \"gp3\" }` or `monthly = ...`".to_owned());
            document.complain(block.header(), "an impact says one way to its amount", help);
            return None;
        }
    };
    Some(Worth { kind: kind?, per: per.unwrap_or(Per::Month), amount, assumes })
}

fn resources(document: &mut Document, list: &Attribute) -> Vec<EcoString> {
    if matches!(&list.expr.kind, ExprKind::Tuple(items) if items.is_empty()) {
        document.complain(list.expr.span, "`resources` is empty: the rule is about nothing", None);
    }
    let types = document.strings(list);
    for (name, at) in &types {
        if !is_name(name) {
            let help = Some("types are written out: \"aws_ebs_volume\"".to_owned());
            document.complain(*at, format!("`{name}` is no resource type"), help);
        }
    }
    types.into_iter().map(|(name, _)| name).collect()
}

/// A value where a question should be is mostly one in quotes.
fn question(document: &mut Document, when: &Attribute) -> Option<Expr> {
    use ExprKind::{Number, Object, String, Template, Tuple};
    if let String(_) | Number(_) | Template(_) | Tuple(_) | Object(_) = when.expr.kind {
        let help = Some("an expression, without quotes around it: self.type == \"gp2\"".to_owned());
        document.complain(when.expr.span, "`when` is neither true nor false", help);
        return None;
    }
    Some(when.expr.clone())
}

/// `"template.timeout"`.
fn path(document: &mut Document, at: &Attribute) -> Vec<EcoString> {
    let Some(text) = document.string(at) else { return Vec::new() };
    if !text.split('.').all(is_name) {
        let help = Some("names with dots between them: \"template.timeout\"".to_owned());
        document.complain(at.expr.span, "`at` is no path", help);
    }
    text.split('.').map(EcoString::from).collect()
}

fn is_name(text: &str) -> bool {
    let letter = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '-';
    !text.is_empty() && text.chars().all(letter)
}

fn remedy(document: &mut Document, block: &Block) -> Option<Remedy> {
    document.fields("field of a fix", &block.body, &["set", "edits", "title", "unsafe"]);
    document.blocks(&block.body, &[], &[]);
    let said = |name: &str| block.body.attribute(name).map(|it| it.expr.clone());
    let change = match (said("set"), said("edits")) {
        (None, Some(edits)) => {
            let title = needed(document, block, "title", "what the edits do: \"add `x` to `y`\"")?;
            Change::Edits { edits, title: title.expr.clone() }
        }
        _ => Change::Set(
            needed(document, block, "set", "the value that `at` should have")?.expr.clone(),
        ),
    };
    Some(Remedy { change, caution: said("unsafe") })
}

fn cause(document: &mut Document, block: &Block, seen: Seen<'_>) -> Option<Cause> {
    document.fields("field of a cause", &block.body, &["key", "at", "message", "label"]);
    document.blocks(&block.body, &[], &[]);
    let key = needed(document, block, "key", "what the places of one cause have in common");
    let at = needed(document, block, "at", "a value that knows where it was said");
    let message = needed(document, block, "message", "what is true of all of them");
    let label = block.body.attribute("label").map(|it| it.expr.clone());
    let (key, at, message) = (key?.expr.clone(), at?.expr.clone(), message?.expr.clone());
    for expr in [&key, &at, &message].into_iter().chain(&label) {
        seen.check(document, expr);
    }
    Some(Cause { key, at, message, label })
}
