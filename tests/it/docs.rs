//! Documents that can be derived are derived.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use skint::explain;
use skint::pack::Packs;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Writes what differs, and fails where anything did.
fn derived(path: &str, text: &str) -> bool {
    let full = root().join(path);
    let is_true = fs::read_to_string(&full).unwrap_or_default() == text;
    if !is_true {
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(&full, text).unwrap();
    }
    is_true
}

#[test]
fn the_pages_of_rules_are_true() {
    let rules = Packs::default().all();
    let mut table = String::from(
        "# Rules\n\nWritten by `cargo test` from the rule files and their fixtures. `skint explain RULE` prints the same.\n\n\
         | rule | severity | preset | pack | what is wrong |\n|---|---|---|---|---|\n",
    );
    let mut is_true = true;
    for rule in &rules {
        let (name, severity) = (&rule.name, rule.severity.name());
        let preset = if rule.strict { "strict" } else { "default" };
        let (pack, title) = (&rule.pack, &rule.title);
        let _ =
            writeln!(table, "| [`{name}`]({name}.md) | {severity} | {preset} | {pack} | {title} |");
        is_true &= derived(&format!("docs/rules/{name}.md"), &explain::page(rule));
    }
    is_true &= derived("docs/rules/README.md", &table);
    for entry in fs::read_dir(root().join("docs/rules")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_rule = rules.iter().any(|it| name == format!("{}.md", it.name));
        assert!(is_rule || name == "README.md", "docs/rules/{name} is about no rule");
    }
    assert!(is_true, "docs/rules was out of date and is now rewritten: commit it");
}
