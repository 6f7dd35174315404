//! Documents that can be derived are derived, and links lead somewhere.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use skint::explain;
use skint::pack::Packs;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_table_of_rules_is_true() {
    let rules = Packs::default().all();
    let mut text = String::from(
        "# Rules\n\nWritten by `cargo test` from the rule files and their fixtures. `skint explain RULE` prints the same.\n\n\
         | rule | severity | pack | what is wrong |\n|---|---|---|---|\n",
    );
    for rule in &rules {
        let (name, severity) = (&rule.name, rule.severity.name());
        let _ =
            writeln!(text, "| [`{name}`](#{name}) | {severity} | {} | {} |", rule.pack, rule.title);
    }
    for rule in &rules {
        let _ = write!(text, "\n{}", explain::page(rule));
    }
    let path = root().join("docs/rules.md");
    if fs::read_to_string(&path).unwrap_or_default() != text {
        fs::write(&path, text).unwrap();
        panic!("docs/rules.md was out of date and is now rewritten: commit it");
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#:]+)(?:#[^)]*)?\)").unwrap();
    let documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    let documents =
        documents.into_iter().chain(["docs/writing-rules.md", "docs/formats.md", "docs/rules.md"]);
    for document in documents {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for found in link.captures_iter(&text) {
            let target = Path::new(document).parent().unwrap().join(&found[1]);
            assert!(root().join(&target).exists(), "{document} links to {}", target.display());
        }
    }
}
