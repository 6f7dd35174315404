//! The book under `docs`: its links, its reference of settings, and its recipes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use regex::Regex;
use saphyr_parser::{Event, Parser};
use skint::cli::man_pages;
use skint::cost::Traffic;
use skint::pack::Preset;
use skint::settings::{GROUPS, Group, TEMPLATE, reference};

use crate::documents::layers;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every document that a person reads, without the pages of rules, which are derived.
fn documents() -> Vec<String> {
    let mut all: Vec<String> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(str::to_owned)
        .into();
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        all.extend(is_page(&name).then(|| format!("docs/{name}")));
    }
    all.push("docs/rules/README.md".to_owned());
    all.sort();
    all
}

fn is_page(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == "md")
}

/// Without what stands in fences, where brackets are code.
fn prose(text: &str) -> String {
    let mut inside = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        inside ^= is_fence;
        !is_fence && !inside
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What follows `#` in a link to a heading.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for line in prose(text).lines().filter(|it| it.starts_with('#')) {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
        let slug: String = kept.map(|it| if it == ' ' { '-' } else { it }).collect();
        let free = (0..100).map(|n| numbered(&slug, n)).find(|it| !all.contains(it));
        all.extend(free);
    }
    all
}

fn numbered(slug: &str, n: usize) -> String {
    if n == 0 { slug.to_owned() } else { format!("{slug}-{n}") }
}

/// `docs/rules/../cost.md` to `docs/cost.md`.
fn plain(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.push(name.to_str().unwrap().to_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

/// `(file, anchor)` of the links of a document that stay in the repository.
fn links(document: &str) -> Vec<(String, Option<String>)> {
    let link = Regex::new(r"\]\(([^)\s#]*)(?:#([^)\s]*))?\)").unwrap();
    let text = prose(&read(document));
    let within = link.captures_iter(&text).filter(|it| !it[1].contains(':'));
    let target = |found: regex::Captures<'_>| {
        let file = match &found[1] {
            "" => document.to_owned(),
            file => plain(&Path::new(document).parent().unwrap().join(file)),
        };
        (file, found.get(2).map(|it| it.as_str().to_owned()))
    };
    within.map(target).collect()
}

#[test]
fn links_and_anchors_lead_somewhere() {
    let mut wrong = Vec::new();
    for document in documents() {
        for (file, anchor) in links(&document) {
            if !root().join(&file).exists() {
                wrong.push(format!("{document} links to {file}, which is not there"));
            } else if let Some(anchor) = anchor.filter(|_| is_page(&file))
                && !anchors(&read(&file)).contains(&anchor)
            {
                wrong.push(format!("{document} links to {file}#{anchor}: no such heading"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_of_the_book_is_in_its_contents() {
    let named: BTreeSet<String> =
        links("docs/README.md").into_iter().map(|(file, _)| file).collect();
    for document in documents().iter().filter(|it| it.starts_with("docs/")) {
        let is_there = document == "docs/README.md" || named.contains(document);
        assert!(is_there, "docs/README.md does not lead to {document}");
    }
}

const MARK: &str = "<!-- from here on written by `cargo test` -->\n";

#[test]
fn the_reference_of_settings_is_true() {
    let text = read("docs/settings.md");
    let (head, shown) = text.split_once(MARK).expect("the mark");
    if shown != reference() {
        let path = root().join("docs/settings.md");
        fs::write(path, format!("{head}{MARK}{}", reference())).unwrap();
        panic!("docs/settings.md was out of date and is now rewritten: commit it");
    }
}

/// What the decoder makes of an example says every setting of the table, so no line of it is dead.
#[test]
fn every_setting_of_the_reference_is_heard() {
    for group in GROUPS {
        let shown = layers(&[(".skint.hcl", group.example)])
            .unwrap_or_else(|it| panic!("{}: {}", group.name, crate::documents::drawn(&it)))
            .describe();
        let one_of_three = group.name == "cost entry";
        for it in group.settings.iter().filter(|_| !one_of_three) {
            assert!(
                group.example.contains(&format!("{} ", it.name)),
                "{}: {}",
                group.name,
                it.name
            );
            let value = matches!(group.name, "cost price" | "cost discount");
            assert!(value || shown.contains(it.name), "{} is not heard: {shown}", it.name);
        }
        assert!(!shown.is_empty(), "{}", group.name);
        for block in group.blocks {
            let name = format!("{} {block}", group.name);
            let is_there =
                *block == "params" || GROUPS.iter().any(|it| it.name == *block || it.name == name);
            assert!(is_there, "{block} of {:?} has no section", group.name);
        }
    }
}

/// `"error"` of ``"one of `\"error\"` and `\"note\"`"``.
fn choices(takes: &str) -> Vec<String> {
    let choice = Regex::new("`\"([a-z]+)\"`").unwrap();
    choice.captures_iter(takes).map(|it| it[1].to_owned()).collect()
}

#[test]
fn every_choice_of_the_reference_is_one() {
    let choices = |group: &Group, name: &str| {
        choices(group.settings.iter().find(|it| it.name == name).unwrap().takes)
    };
    let file = &GROUPS[0];
    for name in ["fail_on", "min_severity"] {
        let all = choices(file, name);
        for choice in &all {
            layers(&[(".skint.hcl", &format!("{name} = \"{choice}\"\n"))]).unwrap();
        }
        let refused = layers(&[(".skint.hcl", &format!("{name} = \"?\"\n"))]).expect_err("?");
        let help = miette::Diagnostic::help(&refused.all[0]).unwrap().to_string();
        assert_eq!(help.split(", ").count(), all.len(), "{name}: {help}");
    }
    let presets: Vec<String> = Preset::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(choices(file, "preset"), presets);
    let cost = GROUPS.iter().find(|it| it.name == "cost").unwrap();
    let profiles = choices(cost, "traffic");
    assert!(profiles.iter().all(|it| Traffic::profile(it).is_some()), "{profiles:?}");
}

#[test]
fn the_template_names_what_stands_outside_of_blocks() {
    for name in GROUPS[0].settings.iter().map(|it| it.name).chain(GROUPS[0].blocks.iter().copied())
    {
        assert!(TEMPLATE.contains(&format!("# {name} ")), "`skint init` does not speak of {name}");
    }
}

/// Every YAML of the recipes is YAML.
#[test]
fn recipes_parse() {
    let fence = Regex::new(r"(?ms)^```ya?ml\n(.*?)^```").unwrap();
    let mut n = 0;
    for document in documents() {
        let text = read(&document);
        for found in fence.captures_iter(&text) {
            let mut keys = 0;
            for event in Parser::new_from_str(&found[1]) {
                let (event, _) =
                    event.unwrap_or_else(|it| panic!("{document}: {it}\n{}", &found[1]));
                keys += usize::from(matches!(event, Event::MappingStart(..)));
            }
            assert!(keys > 0, "{document}: a recipe without keys:\n{}", &found[1]);
            n += 1;
        }
    }
    assert!(n >= 3, "the recipes are found");
}

/// The flags of the commands that the book prints are flags.
#[test]
fn commands_in_the_book_have_flags_that_exist() {
    let pages = man_pages().unwrap();
    let known: BTreeSet<String> = pages.iter().flat_map(|(_, page)| flags(page)).collect();
    let flag = Regex::new(r"\s(--[a-z][a-z-]+)").unwrap();
    let ours = Regex::new(r"(^|[\s$|&/'])skint .*$").unwrap();
    let fence = Regex::new(r"(?ms)^```(?:sh|console|yaml|text|groovy)\n(.*?)^```").unwrap();
    for document in ["docs/guide.md", "docs/ci.md", "docs/trust.md", "docs/settings.md"] {
        let text = read(document);
        let lines = fence.captures_iter(&text).flat_map(|it| it.get(1).unwrap().as_str().lines());
        for line in lines.filter(|it| !it.contains("cargo install")) {
            let command = ours.find(line).map_or("", |it| it.as_str());
            for found in flag.captures_iter(command) {
                assert!(known.contains(&found[1]), "{document}: {} in `{line}`", &found[1]);
            }
        }
    }
}

fn flags(page: &[u8]) -> Vec<String> {
    let page = String::from_utf8(page.to_vec()).unwrap().replace("\\-", "-");
    let flag = Regex::new(r"--[a-z][a-z-]+").unwrap();
    flag.find_iter(&page).map(|it| it.as_str().to_owned()).collect()
}

/// The finding that the guide explains is one that the program prints.
#[test]
fn the_finding_of_the_guide_is_true() {
    let guide = read("docs/guide.md");
    let (_, behind) = guide.split_once("<!-- sample: finding -->\n```text\n").unwrap();
    let (sample, _) = behind.split_once("```\n").unwrap();
    let ran = assert_cmd::Command::cargo_bin("skint")
        .unwrap()
        .current_dir(root().join("fixtures/modules/orders"))
        .args(["--isolated", "--color", "never", "--quiet"])
        .output()
        .unwrap();
    let printed = String::from_utf8(ran.stdout).unwrap();
    assert!(printed.contains(sample), "{printed}");
}
