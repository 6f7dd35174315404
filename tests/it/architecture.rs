//! The house: who may use whom, and that every room says what it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Lowest first. A module uses what is below it, and its own parts.
const LAYERS: &[&[&str]] = &[
    &["source", "money", "parallel"],
    &["syntax", "finding", "progress"],
    &["decode", "eval"],
    &["model", "stubs", "page"],
    &["graph"],
    &["fix", "settings", "project"],
    &["cost", "tags", "suppress"],
    &["pack", "detect", "show", "bill", "tally", "chart", "draw", "advise"],
    &["check"],
    &["compare"],
    &["report"],
    &["explain"],
    &["audit"],
    &["git", "load", "cli", "run", "main"],
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(fs::read_dir(&path).unwrap().map(|it| it.unwrap().path()));
        } else {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// `check/ask.rs` belongs to `check`.
fn room(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// What is wrong with one file's use of others.
fn violations(file: &str, text: &str) -> Vec<String> {
    let from = room(file);
    if from == "lib" {
        return Vec::new();
    }
    let Some(own) = layer(from) else { return vec![format!("src/{file} is in no layer")] };
    let uses = Regex::new(r"\b(?:crate|skint)::(?:\{([^}]*)\}|(\w+))").unwrap();
    let mut used = BTreeSet::new();
    for found in uses.captures_iter(text) {
        match (found.get(1), found.get(2)) {
            (Some(list), _) => {
                let names =
                    list.as_str().split(',').map(|it| it.trim().split("::").next().unwrap());
                used.extend(names.filter(|it| !it.is_empty()).map(str::to_owned));
            }
            (_, Some(name)) => drop(used.insert(name.as_str().to_owned())),
            _ => {}
        }
    }
    let above = |name: &&String| {
        *name != from
            && layer(name).is_some_and(|it| it > own || it == own && own < LAYERS.len() - 1)
    };
    used.iter()
        .filter(above)
        .map(|it| format!("src/{file} uses crate::{it}, which is not below it"))
        .collect()
}

#[test]
fn modules_use_only_what_is_below_them() {
    let wrong: Vec<String> =
        sources().iter().flat_map(|(file, text)| violations(file, text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_planted_violation_is_seen() {
    assert_eq!(
        violations("eval/value.rs", "use crate::report::Format;"),
        ["src/eval/value.rs uses crate::report, which is not below it"]
    );
    assert_eq!(violations("eval.rs", "use crate::{source::Span, check};").len(), 1);
    assert_eq!(violations("attic.rs", ""), ["src/attic.rs is in no layer"]);
    assert!(violations("eval.rs", "use crate::{source::Span, syntax};").is_empty());
}

#[test]
fn every_file_says_what_it_is() {
    for (file, text) in sources() {
        assert!(text.starts_with("//! "), "src/{file} does not start with `//!`");
    }
}

/// The parser can be replaced behind its door.
#[test]
fn only_syntax_names_hcl_edit() {
    for (file, text) in sources() {
        assert!(room(&file) == "syntax" || !text.contains("hcl::"), "src/{file} names hcl-edit");
    }
}

#[test]
fn every_module_is_in_a_file_of_its_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mods: Vec<PathBuf> = sources()
        .iter()
        .filter(|(file, _)| file.ends_with("/mod.rs"))
        .map(|(file, _)| root.join(file))
        .collect();
    assert_eq!(mods, Vec::<PathBuf>::new());
}
