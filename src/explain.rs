//! What is said about rules outside of findings: the table of `skint rules`, the page of `skint
//! explain`, and the documentation. One text, three outlets.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::check::{self, Request, Run};
use crate::cost::Terms;
use crate::model::{Inputs, Origin, TextFiles};
use crate::pack::{Packs, Preset, Rule};
use crate::project::{Project, Syntax};
use crate::report::{self, Format, View};
use crate::settings::{self, Known, Layers, Reach};
use crate::source::Sources;
use crate::stubs::Stubs;
use crate::syntax::ExprKind;

/// One line a rule.
pub fn table(rules: &[Rule]) -> String {
    let width = rules.iter().map(|it| it.name.len()).max().unwrap_or(0);
    let pack = rules.iter().map(|it| it.pack.len()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in rules {
        let severity = rule.severity.name();
        let _ = writeln!(
            out,
            "{:<width$}  {severity:<7}  {:<pack$}  {}",
            rule.name, rule.pack, rule.title
        );
    }
    out
}

/// The same for programs.
pub fn json(rules: &[Rule]) -> String {
    let rules = rules.iter().map(|rule| {
        serde_json::json!({
            "name": rule.name.as_str(),
            "pack": rule.pack.as_str(),
            "severity": rule.severity,
            "confidence": rule.confidence,
            "title": rule.title.as_str(),
            "why": rule.why.trim(),
            "sources": rule.sources.iter().map(ecow::EcoString::as_str).collect::<Vec<_>>(),
            "formerly": rule.formerly.iter().map(ecow::EcoString::as_str).collect::<Vec<_>>(),
        })
    });
    format!("{:#}\n", rules.collect::<serde_json::Value>())
}

/// Markdown for a terminal: headings and code stand out.
pub fn paint(markdown: &str, color: bool) -> String {
    if !color {
        return markdown.to_owned();
    }
    let bold = anstyle::Style::new().bold();
    let dim = anstyle::Style::new().dimmed();
    let mut code = false;
    let lines = markdown.lines().map(|line| {
        let fence = line.starts_with("```");
        code ^= fence;
        match (fence, code, line.starts_with("**") || line.starts_with("## ")) {
            (true, ..) => String::new(),
            (_, true, _) => format!("    {line}\n"),
            (_, _, true) => {
                format!("{bold}{}{bold:#}\n", line.replace("**", "").replace("## ", ""))
            }
            _ if line.starts_with("- <") => format!("{dim}{line}{dim:#}\n"),
            _ => format!("{line}\n"),
        }
    });
    lines.collect()
}

/// Prose in lines of a width; code, lists and headings stay.
pub fn wrapped(markdown: &str, width: usize) -> String {
    let mut out = String::new();
    let mut prose: Vec<&str> = Vec::new();
    let mut is_code = false;
    for line in markdown.lines().chain([""]) {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence || line.is_empty() || line.starts_with(['#', '-']) {
            flow(&std::mem::take(&mut prose), width, &mut out);
            out.push_str(line);
            out.push('\n');
        } else {
            prose.extend(line.split_whitespace());
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn flow(words: &[&str], width: usize, out: &mut String) {
    let mut used = 0;
    for word in words {
        let length = word.chars().count();
        match used {
            0 => {}
            _ if used + 1 + length > width => {
                out.push('\n');
                used = 0;
            }
            _ => {
                out.push(' ');
                used += 1;
            }
        }
        out.push_str(word);
        used += length;
    }
    if used > 0 {
        out.push('\n');
    }
}

/// The page of a rule in Markdown. Of our own rules it shows the examples and the report on them.
pub fn page(rule: &Rule) -> String {
    let mut out = format!("## {}\n\n**{}.** ", rule.name, rule.title);
    let _ = writeln!(
        out,
        "{} in pack {}, {} confidence.\n",
        capital(rule.severity.name()),
        rule.pack,
        rule.confidence.name()
    );
    let _ = writeln!(out, "{}\n", rule.why.trim());
    for help in helps(rule) {
        let _ = writeln!(out, "**What to do:** {help}\n");
    }
    if !rule.params.is_empty() {
        let names: Vec<String> = rule.params.keys().map(|it| format!("`{it}`")).collect();
        let _ = writeln!(out, "Settings may change: {}.\n", names.join(", "));
    }
    if !rule.formerly.is_empty() {
        let _ = writeln!(out, "Formerly: {}.\n", rule.formerly.join(", "));
    }
    if let Some((bad, good)) = examples(&rule.name) {
        let _ = writeln!(out, "Found here:\n\n```hcl\n{}\n```\n", bad.trim_end());
        let _ = writeln!(out, "```text\n{}\n```\n", findings(bad, &rule.name).trim_end());
        let _ = writeln!(out, "Not here:\n\n```hcl\n{}\n```\n", good.trim_end());
    }
    if !rule.sources.is_empty() {
        let _ = writeln!(out, "Sources:\n");
        for source in &rule.sources {
            let _ = writeln!(out, "- <{source}>");
        }
    }
    out
}

/// The helps that say the same everywhere: those of single cases are in their findings.
fn helps(rule: &Rule) -> Vec<&str> {
    let mut helps = Vec::new();
    for case in &rule.cases {
        if let Some(ExprKind::String(text)) = case.help.as_ref().map(|it| &it.kind)
            && !helps.contains(&text.as_str())
        {
            helps.push(text.as_str());
        }
    }
    helps
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|it| it.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A rule's own examples, which the program carries: bad and good.
fn examples(rule: &str) -> Option<(&'static str, &'static str)> {
    EXAMPLES.iter().find(|(name, _, _)| *name == rule).map(|(_, bad, good)| (*bad, *good))
}

const EXAMPLES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// What the tool says of a text.
fn findings(text: &str, rule: &str) -> String {
    let mut out = Vec::new();
    let view = View { quiet: true, ..View::default() };
    report::write(Format::Human, &mut out, &lint(text, &[rule.to_owned()]), &view)
        .expect("a Vec takes every byte");
    String::from_utf8(out).expect("reports are UTF-8")
}

/// What the settings among some files say.
///
/// # Panics
///
/// Where they are wrong.
fn layers(files: &[(String, String)], packs: &Packs) -> Layers {
    let names = packs.names();
    let known = Known {
        rules: &names,
        current: &|name| name.into(),
        params: &|name| {
            packs.get(name).map(|it| it.params.into_keys().collect()).unwrap_or_default()
        },
        presets: &[],
        profiles: &[],
    };
    let is_settings = |path: &str| path.rsplit('/').next() == Some(settings::FILE_NAME);
    let files: Vec<(String, String)> =
        files.iter().filter(|(path, _)| is_settings(path)).cloned().collect();
    let layers = Layers::decode(&files, &known, "", Reach::Directories { base: "" });
    layers.unwrap_or_else(|it| panic!("the settings of an example are wrong: {it:?}"))
}

/// One text as a module of its own, by our rules: these, or all.
pub fn lint(text: &str, only: &[String]) -> Run {
    lint_all(&[("main.tf".to_owned(), text.to_owned())], only, Terms::of_examples())
}

/// The same of several files, by path and text: settings hold, and what else is no Terraform is there to be read.
pub fn lint_all(files: &[(String, String)], only: &[String], terms: Terms<'_>) -> Run {
    let mut sources = Sources::default();
    let terraform =
        files.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|it| it == "tf"));
    let trees: Vec<_> =
        terraform.map(|(path, text)| (sources.add(path, text), Syntax::Native)).collect();
    let mut project = Project { sources, ..Project::default() };
    project.add(&trees, Origin::Own);
    project.finish(&Stubs::default());
    let packs = Packs::default();
    let settings = layers(files, &packs);
    let request = Request {
        packs: &packs,
        settings: &settings,
        only,
        skip: &[],
        prefix: "",
        within: None,
        is_narrowed: false,
        inputs: &Inputs::default(),
        files: &TextFiles(files),
        roots: &BTreeSet::new(),
        preset: Preset::Strict,
        terms,
        tags: None,
        ignores: true,
        baseline: None,
        elsewhere: None,
    };
    check::check(project, &request)
}
