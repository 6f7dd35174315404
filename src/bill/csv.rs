//! One row for each component, for spreadsheets: RFC 4180, with cells that a spreadsheet would run made
//! into text. What nobody priced has a row too: it does not cost nothing.

use std::io::{self, Write};

use super::amount::decimal;
use super::text::{cut, unordered};
use super::{Page, totals};
use crate::cost::{Bill, Cost, Line, Range, Region, State};
use crate::decode::harmless;

const COLUMNS: &[&str] = &[
    "root",
    "address",
    "type",
    "module",
    "service",
    "region",
    "region_is_assumed",
    "place",
    "component",
    "kind",
    "sku",
    "unit",
    "quantity_low",
    "quantity_typical",
    "quantity_high",
    "cost_low",
    "cost_typical",
    "cost_high",
    "unknown",
    "price_grade",
    "price_as_of",
    "price_borrowed_from",
    "price_source",
];

pub(super) fn write(out: &mut dyn Write, page: &mut Page<'_>) -> io::Result<()> {
    row(out, COLUMNS.iter().map(|it| (*it).to_owned()))?;
    let estimate = page.estimate;
    for root in &estimate.roots {
        for bill in &root.bills {
            let place = page.places.text(bill.span).unwrap_or_default();
            let head = head(totals::directory(root), bill, place);
            for line in &bill.lines {
                row(out, head.iter().cloned().chain(tail(line)))?;
            }
            if bill.state == State::Unsupported {
                let mut cells = head.to_vec();
                cells.resize(COLUMNS.len(), String::new());
                "not priced by skint yet".clone_into(&mut cells[UNKNOWN]);
                row(out, cells.into_iter())?;
            }
        }
    }
    Ok(())
}

/// The place of the column.
const UNKNOWN: usize = 18;

fn head(root: &str, bill: &Bill, place: String) -> [String; 8] {
    let is_assumed = matches!(bill.region, Region::Assumed(_));
    [
        root.to_owned(),
        bill.address.clone(),
        bill.kind.to_string(),
        bill.module.to_string(),
        bill.service.to_string(),
        bill.region.name().unwrap_or_default().to_owned(),
        if bill.lines.is_empty() { String::new() } else { is_assumed.to_string() },
        place,
    ]
}

fn tail(line: &Line) -> [String; 15] {
    let (kind, cost, reason) = match &line.cost {
        Cost::Fixed(cost) => ("fixed", Some(cost), String::new()),
        Cost::Usage(cost) => ("usage", Some(cost), String::new()),
        Cost::Unknown { reason, is_usage, .. } => {
            (if *is_usage { "usage" } else { "fixed" }, None, reason.to_string())
        }
    };
    let [quantity_low, quantity_typical, quantity_high] = levels(line.quantity.as_ref());
    let [cost_low, cost_typical, cost_high] = levels(cost);
    let rates = line.rates.as_deref();
    let borrowed = rates.and_then(|it| it.borrowed.as_ref());
    [
        line.name.to_string(),
        kind.to_owned(),
        line.sku.to_string(),
        line.unit.to_string(),
        quantity_low,
        quantity_typical,
        quantity_high,
        cost_low,
        cost_typical,
        cost_high,
        reason,
        rates.map_or("", |it| it.grade.name()).to_owned(),
        rates.map_or("", |it| &it.as_of).to_owned(),
        borrowed.map_or("", |it| &it.from).to_owned(),
        rates.map_or("", |it| &it.source).to_owned(),
    ]
}

fn levels(range: Option<&Range>) -> [String; 3] {
    range.map_or_else(Default::default, |it| [it.low, it.typical, it.high].map(decimal))
}

fn row(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let cells: Vec<String> = cells.map(|it| cell(&it)).collect();
    write!(out, "{}\r\n", unordered(&cells.join(",")))
}

/// A spreadsheet takes what begins so for a formula, also behind blanks.
fn cell(text: &str) -> String {
    let text = harmless::line(&cut(text));
    let runs = text.trim_start().starts_with(['=', '+', '-', '@', '\t']);
    let text = if runs { format!("'{text}") } else { text };
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}
