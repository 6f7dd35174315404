//! Whole configurations against what Terraform plans for them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use skint::eval::{Kind, Value};
use skint::load::{self, Given};
use skint::model::{Configuration, Inputs, Model, Origin};
use skint::project::Project;
use skint::stubs::Stubs;

use crate::fixtures;

/// What we make of a configuration: the values of outputs and of resources, by their addresses.
struct Ours {
    values: BTreeMap<String, Value>,
    mistakes: usize,
}

fn evaluate(folder: &Path) -> Ours {
    let found = load::find(&[PathBuf::from(".")], folder).unwrap();
    let disk = found.disk();
    let loaded = found.read(&|_| true).unwrap();
    let mut project = Project { sources: loaded.sources, ..Project::default() };
    project.add(&loaded.files, Origin::Own);
    disk.follow(&mut project);
    project.finish(&Stubs::default());
    let (given, environment) = arguments(folder);
    let mut inputs: Inputs =
        load::inputs(&given, environment.into_iter(), folder, &mut project).unwrap();
    inputs.workspace = Some("default".to_owned());
    let model = Model::new(&project.files, &project.links);
    let root = model.modules.iter().position(|it| it.directory.is_empty()).unwrap();
    let mut configuration = Configuration::new(&model, root, &inputs, &disk);
    let mut values = BTreeMap::new();
    for (node, resource) in configuration.resources() {
        for instance in configuration.instances(node, resource) {
            if instance.doubt(&configuration).is_none() {
                values.insert(
                    instance.address(&configuration),
                    instance.to_value(&mut configuration),
                );
            }
        }
    }
    let outputs = configuration.outputs().into_iter();
    values.extend(outputs.map(|(name, it)| (format!("output.{name}"), it)));
    let mistakes = configuration.mistakes().len() + model.mistakes().len();
    Ours { values, mistakes: mistakes + project.problems.len() }
}

/// What the folder says is given on the command line.
fn arguments(folder: &Path) -> (Vec<Given>, Vec<(String, String)>) {
    let text = std::fs::read_to_string(folder.join("arguments")).unwrap_or_default();
    let (mut given, mut environment) = (Vec::new(), Vec::new());
    for line in text.lines() {
        if let Some(file) = line.strip_prefix("-var-file=") {
            given.push(Given::File(file.into()));
        } else if let Some(var) = line.strip_prefix("-var=") {
            given.push(Given::Var(var.to_owned()));
        } else if let Some((name, value)) = line.split_once('=') {
            environment.push((name.to_owned(), value.to_owned()));
        }
    }
    (given, environment)
}

/// Where we and Terraform differ, as lines.
#[derive(Default)]
struct Differences {
    lines: BTreeSet<String>,
}

impl Differences {
    /// `unknown`: as Terraform marks what it does not know, `true` at any depth.
    fn compare(&mut self, path: &str, ours: &Value, theirs: &Json, unknown: &Json) {
        match (&ours.kind, unknown) {
            (Kind::Unknown(_), Json::Bool(true)) => {}
            (Kind::Unknown(it), _) => {
                self.lines.insert(format!("{path}: not known here ({})", it.reason));
            }
            (_, Json::Bool(true)) => {
                self.lines.insert(format!("{path}: known here only"));
            }
            (Kind::Sequence(items), _) => self.sequence(path, items.items(), theirs, unknown),
            (Kind::Object(object), _) => {
                if object.open().is_some() {
                    self.lines.insert(format!("{path}: not all keys known here"));
                }
                let none = serde_json::Map::new();
                let theirs = theirs.as_object().unwrap_or(&none);
                let unknown = unknown.as_object().unwrap_or(&none);
                let names: BTreeSet<&str> =
                    theirs.keys().chain(unknown.keys()).map(String::as_str).collect();
                let ours: BTreeSet<&str> =
                    object.entries().keys().map(ecow::string::EcoString::as_str).collect();
                for name in names.difference(&ours).filter(|_| object.open().is_none()) {
                    self.lines.insert(format!("{path}.{name}: missing here"));
                }
                for (name, value) in object.entries() {
                    let name = name.as_str();
                    if !names.contains(name) {
                        self.lines.insert(format!("{path}.{name}: here only"));
                        continue;
                    }
                    let no = Json::Bool(false);
                    let theirs = theirs.get(name).unwrap_or(&Json::Null);
                    self.compare(
                        &format!("{path}.{name}"),
                        value,
                        theirs,
                        unknown.get(name).unwrap_or(&no),
                    );
                }
            }
            _ => {
                if !same(ours, theirs) {
                    self.lines.insert(format!("{path}: {} here and not {theirs}", plain(ours)));
                }
            }
        }
    }

    fn sequence(&mut self, path: &str, ours: &[Value], theirs: &Json, unknown: &Json) {
        let none = Vec::new();
        let theirs = theirs.as_array().unwrap_or(&none);
        if ours.len() != theirs.len() {
            self.lines.insert(format!(
                "{path}: {} elements here and not {}",
                ours.len(),
                theirs.len()
            ));
            return;
        }
        for (at, (value, theirs)) in ours.iter().zip(theirs).enumerate() {
            let no = Json::Bool(false);
            let unknown = unknown.get(at).unwrap_or(&no);
            self.compare(&format!("{path}[{at}]"), value, theirs, unknown);
        }
    }
}

fn plain(value: &Value) -> String {
    match &value.kind {
        Kind::Null(_) => "null".to_owned(),
        Kind::Bool(it) => it.to_string(),
        Kind::Number(it) => it.to_string(),
        Kind::String(it) => format!("{:?}", it.as_str()),
        _ => value.to_hcl(),
    }
}

fn same(ours: &Value, theirs: &Json) -> bool {
    match (&ours.kind, theirs) {
        (Kind::Null(_), Json::Null) => true,
        (Kind::Bool(one), Json::Bool(other)) => one == other,
        (Kind::String(one), Json::String(other)) => one.as_str() == other.as_str(),
        (Kind::Number(one), Json::Number(other)) => {
            one.to_string() == other.to_string()
                || (one.as_f64() - other.as_f64().unwrap_or(f64::NAN)).abs() < 1e-12
        }
        _ => false,
    }
}

fn differences(folder: &Path) -> Vec<String> {
    let answer: Json =
        serde_json::from_slice(&fixtures::read(&folder.join("answer.json"))).unwrap();
    let ours = evaluate(folder);
    let mut found = Differences::default();
    if answer.get("error").is_some() {
        let unknown = ours.values.values().any(|it| it.first_unknown().is_some());
        if ours.mistakes == 0 && !unknown && !ours.values.is_empty() {
            found.lines.insert("Terraform refuses this, and here all of it is known".to_owned());
        }
        return found.lines.into_iter().collect();
    }
    let no = Json::Bool(false);
    for (name, theirs) in answer["outputs"].as_object().unwrap() {
        let Some(value) = ours.values.get(&format!("output.{name}")) else { continue };
        found.compare(
            &format!("output.{name}"),
            value,
            &theirs["value"],
            theirs.get("unknown").unwrap_or(&no),
        );
    }
    let theirs = answer["resources"].as_object().unwrap();
    for (address, resource) in theirs {
        let Some(value) = ours.values.get(address) else {
            found.lines.insert(format!("{address}: not known to be there"));
            continue;
        };
        for name in ["input", "triggers_replace"] {
            let ours =
                value.as_object().and_then(|it| it.get(name)).cloned().unwrap_or(Value::null());
            let unknown = resource["unknown"].get(name).unwrap_or(&no);
            let theirs = resource["values"].get(name).unwrap_or(&Json::Null);
            found.compare(&format!("{address}.{name}"), &ours, theirs, unknown);
        }
    }
    for address in ours.values.keys().filter(|it| !it.starts_with("output.")) {
        if !theirs.contains_key(address) {
            found.lines.insert(format!("{address}: here only"));
        }
    }
    found.lines.into_iter().collect()
}

/// What is known is what Terraform plans. What it knows and we do not, and what is known here although
/// Terraform waits, is on a list, which only gets shorter.
#[test]
fn known_is_known_as_terraform_plans_it() {
    let root = fixtures::root().join("conformance/plans");
    let listed = fixtures::read(&root.join("differences.txt"));
    let listed: BTreeSet<String> =
        String::from_utf8(listed).unwrap().lines().map(str::to_owned).collect();
    let mut found = BTreeSet::new();
    let mut folders = 0;
    for entry in std::fs::read_dir(&root).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("answer.json").is_file() {
            folders += 1;
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            found.extend(differences(&folder).into_iter().map(|it| format!("{name}: {it}")));
        }
    }
    let listed: BTreeSet<String> =
        listed.into_iter().filter(|it| !it.is_empty() && !it.starts_with('#')).collect();
    let new: Vec<&String> = found.difference(&listed).collect();
    let gone: Vec<&String> = listed.difference(&found).collect();
    assert!(new.is_empty(), "{} new differences in {folders} configurations:\n{new:#?}", new.len());
    assert!(gone.is_empty(), "these are mended; take them off the list:\n{gone:#?}");
}
