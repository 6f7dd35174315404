//! Writes the index of the rule packs: which rule is about which resource types, and its text. At
//! start-up no rule is parsed; a rule is parsed when a resource of its type is met.

#![expect(clippy::disallowed_methods, reason = "a build script reads files and asks cargo")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut rules = Vec::new();
    for pack in sorted(&root)?.into_iter().filter(|it| it.is_dir()) {
        for file in sorted(&pack)? {
            let text = fs::read_to_string(&file)?;
            let (pack, name) = (stem(&pack), stem(&file));
            rules.push((name, pack, file, resources(&text)));
        }
    }
    rules.sort();
    examples(&rules)?;
    let mut out = String::from("&[\n");
    for (name, pack, file, resources) in rules {
        let path = format!("rules/{pack}/{name}.hcl");
        let file = file.display().to_string();
        let _ = writeln!(
            out,
            "    Embedded {{ name: {name:?}, pack: {pack:?}, path: {path:?}, \
             resources: &{resources:?}, text: include_str!({file:?}) }},"
        );
    }
    out.push_str("]\n");
    let to = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    fs::write(to, out)
}

/// The first two fixtures of each rule are its examples: `skint explain` shows them.
fn examples(rules: &[(String, String, PathBuf, Vec<String>)]) -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut out = String::from("&[\n");
    for (name, ..) in rules {
        let folder = root.join("fixtures/rules").join(name);
        let (bad, good) = (folder.join("bad.tf"), folder.join("good.tf"));
        println!("cargo::rerun-if-changed={}", folder.display());
        if bad.is_file() && good.is_file() {
            let (bad, good) = (bad.display().to_string(), good.display().to_string());
            let _ = writeln!(out, "    ({name:?}, include_str!({bad:?}), include_str!({good:?})),");
        }
    }
    out.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("examples.rs"), out)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(folder)?.map(|it| Ok(it?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().and_then(|it| it.to_str()).expect("rules have plain names").to_owned()
}

/// The strings of every `resources = [...]`. A test holds this against what the parser says.
fn resources(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("resources") {
        rest = &rest[start + "resources".len()..];
        let Some(list) = rest.trim_start().strip_prefix('=').map(str::trim_start) else { continue };
        let Some(list) = list.strip_prefix('[') else { continue };
        let list = list.split(']').next().unwrap_or_default();
        found.extend(list.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    found.sort();
    found.dedup();
    found
}
