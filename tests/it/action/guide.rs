//! The guide lists every input and output as the action has them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::job::action;

const INPUTS: &str = "| input | without it | what it does |\n|---|---|---|\n";
const OUTPUTS: &str = "| output | what it is |\n|---|---|\n";

/// As the action has them, in its order.
fn table(kind: &str, head: &str) -> String {
    let mut table = head.to_owned();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml");
    let text = fs::read_to_string(path).unwrap();
    let text = text.split_once(&format!("\n{kind}:\n")).unwrap().1;
    let action = action();
    let mut all: Vec<_> = action[kind].as_object().unwrap().iter().collect();
    all.sort_by_key(|(name, _)| format!("\n{text}").find(&format!("\n  {name}:")));
    for (name, it) in all {
        let what = it["description"].as_str().unwrap();
        let default = match it["default"].as_str() {
            _ if kind == "outputs" => String::new(),
            Some("") | None => "| ".to_owned(),
            Some(it) => format!("`{it}` | "),
        };
        let _ = writeln!(table, "| `{name}` | {default}{what} |");
    }
    table
}

#[test]
fn the_guide_lists_every_input_and_output() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci-github.md");
    let text = fs::read_to_string(&guide).unwrap();
    let mut now = text.clone();
    for (kind, head) in [("inputs", INPUTS), ("outputs", OUTPUTS)] {
        let (before, rest) = now.split_once(head).unwrap();
        let end = rest.lines().take_while(|it| it.starts_with('|')).map(|it| it.len() + 1).sum();
        now = format!("{before}{}{}", table(kind, head), &rest[end..]);
    }
    if now != text {
        fs::write(&guide, now).unwrap();
        panic!("docs/ci-github.md was out of date and is now rewritten: commit it");
    }
}
