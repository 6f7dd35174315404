//! A row for each resource, for spreadsheets, with a column for each key that is asked for.

use super::Page;
use super::amount::decimal;
use super::coverage::{Row, Said, Standing};
use super::group::directory;
use super::keys::keys;
use super::text::{cell, unordered};
use super::values::of_row;

const COLUMNS: &[&str] = &[
    "root",
    "address",
    "type",
    "module",
    "provider",
    "region",
    "service",
    "place",
    "status",
    "fixed",
    "usage",
    "cost_is_open",
    "missing",
    "wrong",
    "unknown",
];

pub(super) fn text(page: &mut Page<'_>) -> String {
    let coverage = page.coverage;
    let mut names: Vec<String> = keys(coverage).into_iter().map(|it| it.name).collect();
    let by = page.view.by.iter().filter(|by| !names.contains(by)).cloned();
    names.extend(by.collect::<Vec<_>>());
    let mut out = String::new();
    let columns = COLUMNS.iter().map(|it| (*it).to_owned());
    row(&mut out, columns.chain(names.iter().map(|it| format!("tag:{it}"))));
    for root in &coverage.roots {
        for it in &root.rows {
            let place = page.places.of(it.span);
            let place = place.map_or_else(String::new, |(path, line)| format!("{path}:{line}"));
            let tags = names.iter().map(|name| tag(it, name));
            row(&mut out, head(directory(root), it, place).into_iter().chain(tags));
        }
    }
    out
}

fn head(root: &str, it: &Row, place: String) -> [String; 15] {
    let with = |is_meant: fn(&Standing) -> bool| {
        let keys = it.keys.iter().filter(|it| it.is_required && is_meant(&it.standing));
        keys.map(|it| it.key.as_str()).collect::<Vec<_>>().join(" ")
    };
    [
        root.to_owned(),
        it.address.clone(),
        it.kind.to_string(),
        it.module.to_string(),
        it.provider.clone().unwrap_or_default().to_string(),
        it.region.clone().unwrap_or_default().to_string(),
        it.service.to_string(),
        place,
        it.status.name().to_owned(),
        decimal(it.part.fixed),
        decimal(it.part.usage),
        it.part.is_open().to_string(),
        with(|it| *it == Standing::Missing),
        with(|it| matches!(it, Standing::Wrong(_))),
        with(|it| *it == Standing::Unknown),
    ]
}

fn tag(row: &Row, key: &str) -> String {
    match of_row(row, key) {
        Some(Said::Known(value)) => value.to_string(),
        Some(Said::Sensitive) => "(sensitive)".to_owned(),
        Some(Said::Unknown) => "(unknown)".to_owned(),
        None => String::new(),
    }
}

fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|it| cell(&it)).collect();
    out.push_str(&unordered(&cells.join(",")));
    out.push_str("\r\n");
}
