//! Writes the index of the rule packs: which rule is about which resource types, what it was called, and
//! its text. At start-up no rule is parsed; a rule is parsed when a resource of its type is met. Likewise
//! the stand-ins for modules, and the price tables.

#![expect(clippy::disallowed_methods, reason = "a build script reads files and asks cargo")]

#[path = "build/components.rs"]
mod components;
#[path = "build/prices.rs"]
mod prices;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders of `rules/` that hold no rules.
const NO_PACKS: &[&str] = &["facts"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let rules = rules(&root.join("rules"))?;
    fs::write(out.join("rules.rs"), index(&rules)?)?;
    fs::write(out.join("facts.rs"), facts(&root.join("rules/facts"))?)?;
    fs::write(out.join("taggable.rs"), taggable(&root.join("rules/facts/taggable.csv"))?)?;
    fs::write(out.join("policy_types.rs"), policy_types(&root.join("rules/facts"))?)?;
    prices::write(&root.join("prices"), &out)?;
    components::write(&root.join("prices/components"), &out)?;
    fs::write(out.join("stubs.rs"), stubs(&root.join("stubs"))?)?;
    fs::write(out.join("examples.rs"), examples(&rules, &root.join("fixtures/rules")))
}

/// Every `rules/<pack>/<rule>.hcl`, by the rule's name: its pack and its file.
fn rules(root: &Path) -> io::Result<BTreeMap<String, (String, PathBuf)>> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut rules: BTreeMap<String, (String, PathBuf)> = BTreeMap::new();
    for pack in entries(root)?.into_iter().filter(|it| it.is_dir()) {
        if NO_PACKS.contains(&stem(&pack).as_str()) {
            continue;
        }
        for file in
            entries(&pack)?.into_iter().filter(|it| it.extension().is_some_and(|it| it == "hcl"))
        {
            let (pack, name) = (stem(&pack), stem(&file));
            if let Some((other, _)) = rules.insert(name.clone(), (pack.clone(), file)) {
                let twice =
                    format!("{name} is a rule of {other} and of {pack}: names are given once");
                return Err(io::Error::other(twice));
            }
        }
    }
    Ok(rules)
}

fn index(rules: &BTreeMap<String, (String, PathBuf)>) -> io::Result<String> {
    let mut out = String::from("&[\n");
    for (name, (pack, file)) in rules {
        let text = fs::read_to_string(file)?;
        let path = format!("rules/{pack}/{name}.hcl");
        let (resources, formerly) = (strings(&text, "resources"), strings(&text, "formerly"));
        let detects = !strings(&text, "detector").is_empty();
        let file = file.display().to_string();
        let _ = writeln!(
            out,
            "    Embedded {{ name: {name:?}, pack: {pack:?}, path: {path:?}, \
             resources: &{resources:?}, formerly: &{formerly:?}, detects: {detects}, \
             text: include_str!({file:?}) }},"
        );
    }
    out.push_str("]\n");
    Ok(out)
}

/// Every table that rules may ask, by name.
fn facts(root: &Path) -> io::Result<String> {
    let mut out = String::from("&[\n");
    // Who may do what is asked by the graph, and what takes tags by the room of tags.
    let others = ["managed-policies", "taggable", "tag-policy-types"];
    let tables = entries(root)?.into_iter().filter(|it| !others.contains(&stem(it).as_str()));
    for file in tables.filter(|it| it.extension().is_some_and(|it| it == "csv")) {
        println!("cargo::rerun-if-changed={}", file.display());
        let (name, file) = (stem(&file), file.display().to_string());
        let _ = writeln!(out, "    ({name:?}, include_str!({file:?})),");
    }
    out.push_str("]\n");
    Ok(out)
}

/// The resource types that take tags, sorted.
fn taggable(file: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read_to_string(file)?;
    let mut rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|it| !it.starts_with('#'))
        .skip(1)
        .map(|it| it.split(',').collect())
        .collect();
    rows.sort();
    let mut out = String::from("&[\n");
    for row in rows {
        let [kind, attribute, defaults, provider] = row[..] else {
            return Err(io::Error::other(format!("{}: {row:?}", file.display())));
        };
        let tags = match (provider, defaults) {
            ("aws", "yes") => "AwsWithDefaults",
            ("aws", _) => "Aws",
            ("google", "yes") => "GoogleWithDefaults",
            ("google", _) => "Google",
            _ => "Azure",
        };
        let _ = writeln!(
            out,
            "    Taggable {{ kind: {kind:?}, attribute: {attribute:?}, tags: Tags::{tags} }},"
        );
    }
    out.push_str("]\n");
    Ok(out)
}

/// What tag policies of AWS Organizations call resource types, each with a type of Terraform's, sorted.
fn policy_types(facts: &Path) -> io::Result<String> {
    let file = facts.join("tag-policy-types.csv");
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read_to_string(&file)?;
    let lines = text.lines().filter(|it| !it.starts_with('#')).skip(1);
    let mut rows: Vec<(&str, &str)> = lines
        .map(|line| match line.split(',').collect::<Vec<_>>()[..] {
            [name, kind, _] => Ok((name, kind)),
            _ => Err(io::Error::other(format!("{}: {line}", file.display()))),
        })
        .collect::<io::Result<_>>()?;
    rows.sort_unstable();
    Ok(format!("&{rows:?}\n"))
}

/// The first two fixtures of each rule are its examples: `skint explain` shows them.
fn examples(rules: &BTreeMap<String, (String, PathBuf)>, root: &Path) -> String {
    let mut out = String::from("&[\n");
    for name in rules.keys() {
        let folder = root.join(name);
        let (bad, good) = (folder.join("bad.tf"), folder.join("good.tf"));
        println!("cargo::rerun-if-changed={}", folder.display());
        if bad.is_file() && good.is_file() {
            let (bad, good) = (bad.display().to_string(), good.display().to_string());
            let _ = writeln!(out, "    ({name:?}, include_str!({bad:?}), include_str!({good:?})),");
        }
    }
    out.push_str("]\n");
    out
}

/// Every file below `stubs/`, by the address of the module that it stands for.
fn stubs(root: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut found = Vec::new();
    collect(root, root, &mut found)?;
    found.sort();
    let mut out = String::from("&[\n");
    for (address, file) in found {
        let text = fs::read_to_string(&file)?;
        let versions =
            text.lines().find_map(|it| it.trim().strip_prefix("versions")?.split('"').nth(1));
        let versions = versions.ok_or_else(|| {
            io::Error::other(format!("{} does not say its versions", file.display()))
        })?;
        let (name, file) = (stem(&file), file.display().to_string());
        let _ = writeln!(
            out,
            "    Embedded {{ address: {address:?}, name: {name:?}, versions: {versions:?}, \
             text: include_str!({file:?}) }},"
        );
    }
    out.push_str("]\n");
    Ok(out)
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in entries(folder)? {
        if entry.is_dir() {
            collect(root, &entry, found)?;
        } else if entry.extension().is_some_and(|it| it == "tf") {
            let address = folder.strip_prefix(root).unwrap_or(folder);
            let address = address.to_str().expect("stubs have plain names").replace('\\', "/");
            found.push((address, entry));
        }
    }
    Ok(())
}

/// What a folder holds, without hidden files; nothing where there is no folder.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let paths = entries.map(|it| Ok(it?.path())).collect::<io::Result<Vec<_>>>()?;
    Ok(paths.into_iter().filter(|it| !stem(it).starts_with('.')).collect())
}

fn stem(path: &Path) -> String {
    path.file_stem().and_then(|it| it.to_str()).expect("rules have plain names").to_owned()
}

/// The strings of every line `field = [...]`, which may be continued on the next ones. A test holds this
/// against what the parser says.
fn strings(text: &str, field: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, next) = rest.split_once('\n').unwrap_or((rest, ""));
        let value = line.trim_start().strip_prefix(field).map(str::trim_start);
        if value.is_some_and(|it| it.starts_with('=')) {
            let list = rest.split(']').next().unwrap_or_default();
            found.extend(list.split('"').skip(1).step_by(2).map(str::to_owned));
        }
        rest = next;
    }
    found.sort();
    found.dedup();
    found
}
