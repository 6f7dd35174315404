//! A usage file to be filled in: all that may be said of what there is, each key commented out with what it
//! counts and where the number shown comes from. What is written says nothing until someone removes a `#`.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::address;
use super::scalar::MAX_DECIMALS;
use crate::decode::harmless;

/// An instance, and what may be said of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Template {
    pub address: String,
    pub kind: String,
    pub keys: Vec<TemplateKey>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct TemplateKey {
    /// Dots in it are levels of nesting.
    pub name: String,
    pub title: String,
    pub unit: String,
    pub typical: Option<Decimal>,
    /// Where `typical` comes from, in a word or a clause.
    pub origin: String,
}

const HEADER: &str = "\
# How much is used in a month. Take the `# ` away before a key and write what you know; what stays behind it is
# assumed, or listed as unknown. infracost reads this file too, as long as every amount is one number.
#
# An amount may have three levels, and what depends on it then has a range:
#   monthly_requests: { low: 100000, typical: 1000000, high: 5000000 }
# - low: a quiet month.
# - typical: the month to plan with. One number alone stands for all three.
# - high: a busy month that still happens.
#
# `[*]` stands for every index. An address counts more than one with `[*]`, and that more than what is said of a
# whole type below `resource_type_default_usage`.
";

/// Longer names are no keys to readers of YAML.
const MAX_NAME: usize = 1_000;

/// The text of the file, in the order of the entries. Instances that differ in an index only are one entry
/// where their keys are the same.
pub fn write(entries: &[Template]) -> String {
    let mut lines =
        vec![format!("{HEADER}version: 0.1"), String::new(), "resource_usage:".to_owned()];
    for (name, count, template) in collapsed(entries) {
        let name = quoted(&name);
        let length = name.chars().count();
        lines.push(String::new());
        if length > MAX_NAME {
            lines.push(format!(
                "  # An address of {length} characters is left out: no name is as long."
            ));
            continue;
        }
        let note = if count > 1 { format!("  # {count} instances") } else { String::new() };
        lines.push(format!("  {name}:{note}"));
        lines.extend(keys(&template.keys));
    }
    lines.join("\n") + "\n"
}

/// Each address to be written, how many instances it stands for, and what of them.
fn collapsed(entries: &[Template]) -> Vec<(String, usize, &Template)> {
    let mut groups: IndexMap<String, IndexMap<&str, &Template>> = IndexMap::new();
    for it in entries.iter().filter(|it| !it.keys.is_empty()) {
        let group = groups.entry(address::skeleton(&it.address)).or_default();
        group.entry(&it.address).or_insert(it);
    }
    let mut all = Vec::new();
    for (skeleton, group) in groups {
        let alike = group.values().all(|it| it.keys == group[0].keys && it.kind == group[0].kind);
        match group.len() {
            2.. if alike => all.push((skeleton, group.len(), group[0])),
            _ => all.extend(group.values().map(|it| (it.address.clone(), 1, *it))),
        }
    }
    all
}

/// A line of a key: how deep it lies, its code, and what is said behind it.
struct Line {
    depth: usize,
    code: String,
    note: String,
}

fn keys(keys: &[TemplateKey]) -> Vec<String> {
    let by_name = keys.iter().map(|it| (it.name.as_str(), it)).collect();
    let lines = lines(&by_name);
    let width = lines.iter().map(|it| it.depth * 2 + it.code.chars().count()).max().unwrap_or(0);
    let shown = lines.into_iter().map(|Line { depth, code, note }| {
        let indent = "  ".repeat(depth + 2);
        match note.is_empty() {
            true => format!("{indent}{code}"),
            false => format!("{indent}{code:<0$}  # {note}", width - depth * 2),
        }
    });
    shown.collect()
}

/// The maps in which keys lie are no comments: they say nothing, and a key that is switched on lies in them.
fn lines(keys: &BTreeMap<&str, &TemplateKey>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for (name, key) in keys {
        let mut parts: Vec<&str> = name.split('.').collect();
        let last = parts.pop().unwrap_or_default();
        let n_shared = open.iter().zip(&parts).take_while(|(one, other)| one == other).count();
        for (depth, part) in parts.iter().enumerate().skip(n_shared) {
            lines.push(Line { depth, code: format!("{}:", quoted(part)), note: String::new() });
        }
        let value = key.typical.map(|it| format!(" {}", it.round_dp(MAX_DECIMALS).normalize()));
        let value = value.unwrap_or_default();
        let code = format!("# {}:{value}", quoted(last));
        lines.push(Line { depth: parts.len(), code, note: note(key) });
        open = parts;
    }
    lines
}

/// What a key counts, and where its number comes from.
fn note(key: &TemplateKey) -> String {
    let parts = [&key.unit, &key.title, &key.origin];
    let parts = parts.into_iter().filter(|it| !it.is_empty());
    harmless::line(&parts.map(String::as_str).collect::<Vec<_>>().join("; "))
}

/// A name as YAML takes it, on one line.
fn quoted(name: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || "_-.[]\"*/@".contains(it);
    if name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_') && name.chars().all(plain)
    {
        return name.to_owned();
    }
    let seen = |it: char| harmless::line(it.encode_utf8(&mut [0; 4])) == it.to_string();
    if name.chars().all(|it| seen(it) && it != '\t') {
        return format!("'{}'", name.replace('\'', "''"));
    }
    let escaped = name.chars().map(|it| match it {
        '"' | '\\' => format!("\\{it}"),
        it if seen(it) && it != '\t' => it.to_string(),
        it => format!("\\U{:08x}", u32::from(it)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}
