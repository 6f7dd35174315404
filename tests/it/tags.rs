//! The tags that things have in the end, and what a policy says of them: `fixtures/tags/cases`. Where Terraform can
//! tell what a map of tags comes to, it was asked (`tests/tools/record-tags`), and its answers hold as well.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;
use skint::eval::{self, Kind, Marks, Reference, Resolved, Scope, Value};
use skint::graph::World;
use skint::model::{Absent, Configuration, Files, Inputs, Model, Origin};
use skint::project::{Project, Syntax};
use skint::settings::{Layers, TagKey, TagPolicy};
use skint::source::FileId;
use skint::stubs::Stubs;
use skint::syntax::{self, Block};
use skint::tags::{Audit, Effective, Policies, Verdict, audit};

use crate::fixtures;

/// A configuration, a policy, and the verdict on each key of each thing.
struct Case {
    /// `defaults/alias`
    name: String,
    modules: BTreeMap<String, String>,
    texts: Texts,
    policy: Arc<TagPolicy>,
    /// By address; behind a ` > ` what is launched.
    expected: BTreeMap<String, BTreeMap<String, String>>,
    /// What the value is, where that matters.
    values: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Default)]
struct Texts(BTreeMap<String, String>);

impl Files for Texts {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Absent> {
        self.0.get(path).map(|it| it.as_bytes().into()).ok_or(Absent::Missing)
    }

    fn exists(&self, path: &str) -> Result<bool, Absent> {
        Ok(self.0.contains_key(path))
    }

    fn list(&self, _directory: &str) -> Result<Vec<String>, Absent> {
        Ok(self.0.keys().cloned().collect())
    }
}

struct Plain;

impl Scope for Plain {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        panic!("a case refers to {}", reference.root)
    }
}

fn attribute(block: &Block, name: &str) -> Option<Value> {
    block.body.attribute(name).map(|it| eval::evaluate(&it.expr, &mut Plain))
}

/// What stands between the braces of a block.
fn inside<'t>(block: &Block, text: &'t str) -> &'t str {
    let whole = &text[block.span.range()];
    let start = whole.find('{').expect("a block has braces") + 1;
    &whole[start..whole.rfind('}').expect("a block has braces")]
}

/// `{ address = { key = verdict } }`, or `{ address = verdict }` for the first key.
fn table(block: &Block, name: &str, first: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let Some(table) = attribute(block, name) else { return BTreeMap::new() };
    let text = |it: &Value| it.as_str().expect("a text").to_owned();
    let entries = table.as_object().expect("an object").entries().iter();
    let row = |it: &Value| match it.as_object() {
        Some(keys) => keys.entries().iter().map(|(key, it)| (key.to_string(), text(it))).collect(),
        None => BTreeMap::from([(first.to_owned(), text(it))]),
    };
    entries.map(|(address, it)| (address.to_string(), row(it))).collect()
}

fn case(topic: &str, block: &Block, text: &str) -> Case {
    let require = attribute(block, "require");
    let require: Vec<String> = match &require {
        Some(keys) => {
            keys.as_items().unwrap().iter().map(|it| it.as_str().unwrap().into()).collect()
        }
        None => vec!["Env".to_owned()],
    };
    let allowed = attribute(block, "allowed");
    let keys = require.iter().map(|name| {
        let allowed = allowed.as_ref().and_then(|it| it.as_object()?.get(name));
        let values = allowed.and_then(Value::as_items).unwrap_or_default().iter();
        TagKey {
            name: name.as_str().into(),
            is_required: true,
            values: values.map(|it| it.as_str().unwrap().into()).collect(),
            ..TagKey::default()
        }
    });
    let policy = Arc::new(TagPolicy { keys: keys.collect(), ..TagPolicy::default() });
    let root = block.body.blocks.iter().filter(|it| it.kind.text != "file");
    let root: Vec<&str> = root.map(|it| &text[it.span.range()]).collect();
    let mut modules = BTreeMap::from([("main.tf".to_owned(), root.join("\n"))]);
    let mut texts = Texts::default();
    for file in block.body.blocks("file") {
        let path = file.label(0).expect("a file has a path").to_owned();
        let is_code = [".tf", ".tfvars"].iter().any(|it| path.ends_with(it));
        let files = if is_code { &mut modules } else { &mut texts.0 };
        files.insert(path, inside(file, text).to_owned());
    }
    Case {
        name: format!("{topic}/{}", block.label(0).expect("a case has a name")),
        modules,
        texts,
        policy,
        expected: table(block, "expect", &require[0]),
        values: table(block, "values", &require[0]),
    }
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, path) in fixtures::files("tags/cases") {
        let Some(topic) = name.strip_suffix(".hcl") else { continue };
        let topic = topic.rsplit('/').next().unwrap();
        let text = String::from_utf8(fixtures::read(&path)).unwrap();
        let parsed = syntax::parse(FileId::DETACHED, &text);
        assert_eq!(parsed.errors, [], "{name}");
        cases.extend(parsed.tree.body.blocks("case").map(|it| case(topic, it, &text)));
    }
    cases
}

/// Calls something with what is known of the tags of a case.
fn audited<T>(case: &Case, work: impl FnOnce(&Audit<'_, '_>) -> T) -> T {
    let mut project = Project::default();
    for (path, text) in &case.modules {
        let file = project.sources.add(path.as_str(), text.as_str());
        let is_values = path.ends_with(".tfvars");
        let syntax = if is_values { Syntax::Values } else { Syntax::Native };
        project.add(&[(file, syntax)], Origin::Own);
    }
    project.finish(&Stubs::default());
    assert_eq!(project.problems, [], "{}", case.name);
    let model = Model::new(&project.files, &project.links);
    let root = model.modules.iter().position(|it| it.directory.is_empty()).expect("a root");
    let inputs = Inputs::default();
    let mut world = World::new(Configuration::new(&model, root, &inputs, &case.texts));
    let layers = Layers::default();
    let policies = Policies::new(&layers, Some(&case.policy));
    work(&audit(&mut world, &policies, &project.sources, "2026-01-01"))
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Present(_) => "present",
        Verdict::Missing { .. } => "missing",
        Verdict::Wrong { .. } => "wrong",
        Verdict::Unknown(_) => "unknown",
    }
}

/// What is launched is not judged on its own here: whether the key is there is all that is asked.
fn verdict(effective: &Effective, key: &str) -> &'static str {
    match (effective.tags.get(key), effective.doubt(key, false)) {
        (Some(tag), _) if !tag.is_empty() => "present",
        (Some(_), _) | (None, None) => "missing",
        (None, Some(_)) => "unknown",
    }
}

/// What is there, with the verdict on each key, and its tags.
fn told(audit: &Audit<'_, '_>, key: &str) -> BTreeMap<String, (String, Effective)> {
    let mut told = BTreeMap::new();
    for bearer in &audit.bearers {
        let judged = bearer.judged.iter().find(|it| it.key == key);
        let own = judged.map_or("nothing", |it| word(&it.verdict)).to_owned();
        told.insert(bearer.address.clone(), (own, bearer.effective.clone()));
        for launched in &bearer.launched {
            let name = format!("{} > {}", bearer.address, launched.what);
            let own = verdict(&launched.effective, key).to_owned();
            told.insert(name, (own, launched.effective.clone()));
        }
    }
    told
}

fn value(effective: &Effective, key: &str) -> String {
    match effective.tags.get(key).map(|it| &it.value.kind) {
        Some(Kind::String(it)) => it.to_string(),
        Some(Kind::Unknown(_)) => "(unknown)".to_owned(),
        _ => "(nothing)".to_owned(),
    }
}

/// What of a case is not as it should be.
fn mistakes(case: &Case, audit: &Audit<'_, '_>) -> Vec<String> {
    let mut mistakes = Vec::new();
    for (address, keys) in &case.expected {
        for (key, expected) in keys {
            let told = told(audit, key);
            let found = told.get(address).map_or("none", |(it, _)| it.as_str());
            if found != expected {
                let there: Vec<&String> = told.keys().collect();
                let why = told.get(address).and_then(|(_, it)| it.doubt(key, false));
                let why = why.map(|it| it.reason.clone());
                mistakes.push(format!(
                    "{}: {address}: {key} is {found} and not {expected} ({why:?}) among {there:?}",
                    case.name
                ));
            }
        }
    }
    for (address, keys) in &case.values {
        for (key, expected) in keys {
            let told = told(audit, key);
            let found = told.get(address).map(|(_, it)| value(it, key)).unwrap_or_default();
            if found != *expected {
                let name = &case.name;
                mistakes.push(format!("{name}: {address}: {key} = {found} and not {expected}"));
            }
        }
    }
    mistakes
}

/// Whether values are judged: otherwise what is about them cannot be asked.
fn judges_values(cases: &[Case]) -> bool {
    let probe = cases.iter().find(|it| it.name.starts_with("values/")).expect("a case of values");
    audited(probe, |audit| mistakes(probe, audit).is_empty())
}

#[test]
fn every_thing_has_the_tags_that_it_has() {
    let cases = cases();
    let with_values = judges_values(&cases);
    let asked = cases.iter().filter(|it| with_values || !it.name.starts_with("values/"));
    let mistakes: Vec<String> =
        asked.flat_map(|case| audited(case, |it| mistakes(case, it))).collect();
    assert!(mistakes.is_empty(), "{} of {}:\n{mistakes:#?}", mistakes.len(), cases.len());
    assert!(cases.len() >= 120, "{} cases", cases.len());
    let mut names: Vec<&str> = cases.iter().map(|it| it.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), cases.len(), "two cases have the same name");
}

/// What is secret stays so, whether the value is or the map.
#[test]
fn what_is_secret_stays_secret() {
    let text = r#"
        provider "aws" {
          default_tags {
            tags = sensitive({ Owner = "me" })
          }
        }
        variable "env" {
          default   = "prod"
          sensitive = true
        }
        resource "aws_sqs_queue" "q" {
          tags = { Env = var.env, Open = "yes" }
        }
        resource "aws_autoscaling_group" "g" {
          tag {
            key                 = "Env"
            value               = var.env
            propagate_at_launch = true
          }
        }"#;
    let case = Case {
        name: "secret".to_owned(),
        modules: BTreeMap::from([("main.tf".to_owned(), text.to_owned())]),
        texts: Texts::default(),
        policy: Arc::default(),
        expected: BTreeMap::new(),
        values: BTreeMap::new(),
    };
    audited(&case, |audit| {
        let told = told(audit, "Env");
        let is_secret =
            |address: &str, key: &str| told[address].1.tags[key].value.marks.has(Marks::SENSITIVE);
        assert!(is_secret("aws_sqs_queue.q", "Env"));
        assert!(is_secret("aws_sqs_queue.q", "Owner"));
        assert!(!is_secret("aws_sqs_queue.q", "Open"));
        assert!(is_secret("aws_autoscaling_group.g > its instances", "Env"));
    });
}

/// What Terraform makes of the tags of one resource: those that its provider gives to all, and its own.
struct Answer<'j> {
    defaults: &'j Json,
    own: &'j Json,
    /// What of them it does not know before it applies.
    unknown_defaults: &'j Json,
    unknown_own: &'j Json,
}

const NO: Json = Json::Bool(false);

impl<'j> Answer<'j> {
    fn new(json: &'j Json) -> Answer<'j> {
        let part = |of: &'j Json, name: &str| of.get(name).unwrap_or(&Json::Null);
        let (values, unknown) = (part(json, "values"), part(json, "unknown"));
        Answer {
            defaults: part(values, "defaults"),
            own: part(values, "own"),
            unknown_defaults: part(unknown, "defaults"),
            unknown_own: part(unknown, "own"),
        }
    }

    fn is_open(&self) -> bool {
        self.unknown_own == &Json::Bool(true) || self.unknown_defaults == &Json::Bool(true)
    }

    /// What it says of every key that is there: `None` where the value is not known. What is null is not
    /// there: so it is sent to no provider.
    fn tags(&self) -> BTreeMap<String, Option<String>> {
        let mut tags = BTreeMap::new();
        for (values, unknown) in
            [(self.defaults, self.unknown_defaults), (self.own, self.unknown_own)]
        {
            let is_unknown = |key: &str| unknown.get(key).unwrap_or(&NO) == &Json::Bool(true);
            for (key, value) in values.as_object().into_iter().flatten() {
                if !value.is_null() {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    tags.insert(key.clone(), Some(text));
                }
            }
            for key in unknown.as_object().into_iter().flatten().map(|(key, _)| key) {
                if is_unknown(key) {
                    tags.insert(key.clone(), None);
                }
            }
        }
        tags
    }

    /// Where it says something else than a case, or than we do.
    fn differences(&self, expected: &BTreeMap<String, String>, ours: &Effective) -> Vec<String> {
        let theirs = self.tags();
        if self.is_open() {
            // Of what is partly known it says nothing, and nothing is what can be compared.
            return match &ours.open {
                Some(_) => Vec::new(),
                None => vec!["Terraform does not know which tags these are".to_owned()],
            };
        }
        let mut found = Vec::new();
        for (key, expected) in expected {
            let verdict = match theirs.get(key) {
                Some(Some(text)) if text.is_empty() => "missing",
                Some(_) => "present",
                None => "missing",
            };
            if verdict != expected && expected != "wrong" {
                found.push(format!("{key} is {verdict} to Terraform and {expected} in the case"));
            }
        }
        let known = |it: &Value| it.as_str().map(str::to_owned);
        let ours: BTreeMap<String, Option<String>> =
            ours.tags.iter().map(|(key, it)| (key.to_string(), known(&it.value))).collect();
        if ours != theirs {
            found.push(format!("{ours:?} here and {theirs:?} to Terraform"));
        }
        found
    }
}

#[test]
fn terraform_says_the_same() {
    let path = fixtures::root().join("tags/cases/answers.json");
    let answers: Json = serde_json::from_slice(&fixtures::read(&path)).unwrap();
    let cases = cases();
    let (mut mistakes, mut compared) = (Vec::new(), 0);
    for case in &cases {
        let Some(answer) = answers.get(&case.name).and_then(Json::as_object) else { continue };
        compared += 1;
        audited(case, |audit| {
            let there = told(audit, "");
            for (address, expected) in &case.expected {
                let said = answer.get(address).map(Answer::new);
                let differences = match (there.get(address), said) {
                    (Some((_, ours)), Some(said)) => said.differences(expected, ours),
                    // Whether it is made is the same question for all.
                    (None, None) => Vec::new(),
                    (Some(_), None) if address.contains(" > ") => Vec::new(),
                    (ours, _) => vec![format!(
                        "there is {} here",
                        if ours.is_some() { "one" } else { "none" }
                    )],
                };
                let name = &case.name;
                mistakes.extend(differences.iter().map(|it| format!("{name}: {address}: {it}")));
            }
        });
    }
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    let known: Vec<&str> = cases.iter().map(|it| it.name.as_str()).collect();
    for name in answers.as_object().unwrap().keys() {
        assert!(known.contains(&name.as_str()), "{name} is answered and not asked");
    }
    assert!(compared >= 60, "Terraform answered {compared}");
}
