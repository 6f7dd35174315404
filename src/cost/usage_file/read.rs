//! The tree of a usage file to what it says. Every mistake is told, not only the first, and nothing of a file
//! with one is used.

use std::collections::BTreeMap;
use std::ops::Range;

use indexmap::IndexMap;

use super::amount::{amount, is_levels};
use super::error::{Mistakes, UsageError};
use super::text;
use super::yaml::{self, Kind, Map, Node};
use super::{Amount, Entry, Said};
use crate::decode::choices;

/// How deep a key may lie in others.
const MAX_DEPTH: usize = 8;

const FIELDS: &[&str] = &["version", "resource_type_default_usage", "resource_usage"];
const SECTIONS: [&str; 2] = ["resource_type_default_usage", "resource_usage"];

type Sections = (IndexMap<String, Said>, IndexMap<String, Said>);

/// What is said of types, and of addresses.
pub(super) fn sections(path: &str, said: &str) -> Result<Sections, UsageError> {
    if let Some(message) = text::excess(said) {
        let mut mistakes = Mistakes::new(path, "");
        mistakes.add(0..0, message, None);
        return Err(mistakes.into_error());
    }
    let mut mistakes = Mistakes::new(path, said);
    text::check(said, &mut mistakes);
    let root = if mistakes.is_empty() { yaml::read(said, &mut mistakes) } else { None };
    let mut reader = Reader { mistakes };
    let sections = root.map(|it| reader.file(&it)).unwrap_or_default();
    if reader.mistakes.is_empty() { Ok(sections) } else { Err(reader.mistakes.into_error()) }
}

struct Reader<'t> {
    mistakes: Mistakes<'t>,
}

impl Reader<'_> {
    fn complain(&mut self, at: &Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.mistakes.add(at.clone(), message.into(), help);
    }

    fn file(&mut self, root: &Node) -> Sections {
        let empty = Map::new();
        let fields = match &root.kind {
            Kind::Map(fields) => fields,
            Kind::Null => &empty,
            _ => {
                self.complain(&root.at, "a usage file is a map", Some(one_of_fields()));
                return Sections::default();
            }
        };
        if let Some((at, _)) = fields.get("projects") {
            let help = "the usage file of each project is the one it names as `usage_file`";
            self.complain(
                at,
                "this is a list of projects, and no usage file",
                Some(help.to_owned()),
            );
            return Sections::default();
        }
        self.version(fields, &root.at);
        for (name, (at, _)) in fields.iter().filter(|(it, _)| !FIELDS.contains(&it.as_str())) {
            self.complain(at, format!("there is no `{name}` here"), Some(choices(name, FIELDS)));
        }
        let mut sections = Sections::default();
        for (_, node) in SECTIONS.iter().filter_map(|it| fields.get(*it)) {
            self.section(node, &mut sections);
        }
        sections
    }

    fn version(&mut self, fields: &Map, root: &Range<usize>) {
        let help = Some("write `version: 0.1`".to_owned());
        let Some((at, value)) = fields.get("version") else {
            let at = fields.values().next().map_or(root, |(at, _)| at);
            return self.complain(at, "`version` is missing", help);
        };
        match &value.kind {
            Kind::Scalar { text, .. } => {
                if !matches!(text.strip_prefix('v').unwrap_or(text), "0.1" | "0.1.0") {
                    let message = format!("version `{text}` is not known here");
                    self.complain(&value.at, message, help);
                }
            }
            _ => self.complain(at, "`version` is no number", help),
        }
    }

    /// What has a dot is an address and the rest are types, in both sections: infracost takes them so.
    fn section(&mut self, node: &Node, (types, addresses): &mut Sections) {
        let entries = match &node.kind {
            Kind::Null => return,
            Kind::Map(entries) => entries,
            _ => {
                let help = Some("a map of names to what is said of each stands here".to_owned());
                return self.complain(&node.at, "these are no names with usage", help);
            }
        };
        for (name, (at, node)) in entries {
            let section = if name.contains('.') { &mut *addresses } else { &mut *types };
            if !is_name(name) {
                self.complain(at, format!("`{name}` is no type and no address"), None);
            } else if let Some(other) = section.get(name) {
                let message = format!("`{name}` is there twice, first on line {}", other.line);
                self.complain(at, message, None);
            } else {
                section.insert(name.clone(), self.said(name, at, node));
            }
        }
    }

    /// What is said of one type or address.
    fn said(&mut self, name: &str, at: &Range<usize>, node: &Node) -> Said {
        let place = self.mistakes.position(at.start);
        let mut keys = BTreeMap::new();
        match &node.kind {
            Kind::Null => {}
            Kind::Map(entries) => self.keys("", entries, &mut keys),
            _ => {
                let help = Some(format!("write {name}: and below it, indented, `key: amount`"));
                self.complain(at, format!("what is said of `{name}` is no map"), help);
            }
        }
        Said { line: place.line, column: place.column, keys }
    }

    fn keys(&mut self, prefix: &str, entries: &Map, keys: &mut BTreeMap<String, Entry>) {
        for (name, (at, node)) in entries {
            if !is_name(name) {
                self.complain(at, format!("`{name}` is no key"), None);
                continue;
            }
            let key = format!("{prefix}{name}");
            match &node.kind {
                Kind::Map(inner) if !is_levels(inner) => {
                    if key.split('.').count() < MAX_DEPTH {
                        self.keys(&format!("{key}."), inner, keys);
                    } else {
                        let message = format!("keys lie no deeper than {MAX_DEPTH} levels");
                        self.complain(at, message, None);
                    }
                }
                _ => {
                    let Some(value) = amount(&key, at, node, &mut self.mistakes) else { continue };
                    self.insert(key, at, value, keys);
                }
            }
        }
    }

    fn insert(
        &mut self,
        key: String,
        at: &Range<usize>,
        value: Amount,
        keys: &mut BTreeMap<String, Entry>,
    ) {
        if let Some(other) = keys.get(&key) {
            let message = format!("`{key}` is there twice, first on line {}", other.line);
            return self.complain(at, message, None);
        }
        let place = self.mistakes.position(at.start);
        keys.insert(key, Entry { value, line: place.line, column: place.column });
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.trim() == name
}

fn one_of_fields() -> String {
    format!("it holds: {}", FIELDS.join(", "))
}
