//! A sheet of the user's own prices: text in, prices or complaints out. Nothing is taken over where
//! anything is wrong.

mod row;

use std::collections::BTreeMap;

use ecow::EcoString;

use super::rates::Rates;
use super::sheet::{self, Line};
use crate::decode::{Document, Refused, choices};
use crate::source::{FileId, Span};
use row::Row;

const COLUMNS: &[&str] = &[
    "cloud", "service", "sku", "region", "from", "usd", "per", "unit", "grade", "source", "as_of",
    "notes",
];
const REQUIRED: &[&str] = &["sku", "usd"];

type Prices = BTreeMap<(EcoString, EcoString), Rates>;

pub(super) fn decode(path: &str, text: &str) -> Result<Prices, Refused> {
    let (mut document, text) = Document::unparsed("prices", path, text);
    let mut lines = sheet::lines(text);
    let columns = lines.next().map(|it| columns(&mut document, &it));
    let mut read = BTreeMap::new();
    match columns {
        Some(Some(columns)) => lines.for_each(|it| add(&mut document, &columns, &it, &mut read)),
        Some(None) => {}
        // Of a text that is too large nothing is read, and that is said already.
        None if !document.is_clean() => {}
        None => document.complain(start(), "there is nothing in it", Some(required())),
    }
    let prices = read.into_iter().map(|(key, rates)| (key, rates.finish(&mut document))).collect();
    let all = document.complaints();
    if all.is_empty() { Ok(prices) } else { Err(Refused { all }) }
}

fn start() -> Span {
    Span::new(FileId::DETACHED, 0, 0)
}

fn required() -> String {
    format!("the first line names the columns: {}; the others may be left out", REQUIRED.join(", "))
}

/// The names of the columns; `None` where they make no sense.
fn columns(document: &mut Document, head: &Line<'_>) -> Option<Vec<&'static str>> {
    let mut columns = Vec::new();
    for cell in &head.cells {
        match COLUMNS.iter().find(|it| **it == cell.text) {
            Some(name) if columns.contains(name) => {
                document.complain(cell.at, format!("column `{name}` stands here twice"), None);
            }
            Some(name) => columns.push(*name),
            None => {
                let message = format!("no column is called `{}`", cell.text);
                document.complain(cell.at, message, Some(choices(&cell.text, COLUMNS)));
            }
        }
    }
    for missing in REQUIRED.iter().filter(|it| !columns.contains(it)) {
        document.complain(head.at, format!("column `{missing}` is missing"), Some(required()));
    }
    let whole = REQUIRED.iter().all(|it| columns.contains(it));
    (whole && columns.len() == head.cells.len()).then_some(columns)
}

/// The tiers of a sku in a region, each with its place, as they are met.
struct Gathered {
    rates: Rates,
    places: Vec<Span>,
}

fn add(
    document: &mut Document,
    columns: &[&str],
    line: &Line<'_>,
    read: &mut BTreeMap<(EcoString, EcoString), Gathered>,
) {
    if line.cells.len() != columns.len() {
        let (n_cells, n_columns) = (line.cells.len(), columns.len());
        let message = format!("{n_cells} values, where the first line names {n_columns} columns");
        return document.complain(line.at, message, None);
    }
    let row = Row { columns, line };
    let Some((key, rates)) = row.rates(document) else { return };
    let (tier, at) = (rates.tiers[0], line.at);
    match read.get_mut(&key) {
        None => drop(read.insert(key, Gathered { rates, places: vec![at] })),
        Some(known) if known.rates.tiers.iter().any(|it| it.from == tier.from) => {
            let message = format!("{} has a price from {} on already", key.0, tier.from);
            document.complain(at, message, None);
        }
        Some(known) => {
            known.rates.tiers.push(tier);
            known.places.push(at);
        }
    }
}

impl Gathered {
    fn finish(mut self, document: &mut Document) -> Rates {
        self.rates.tiers.sort_by_key(|it| it.from);
        if !self.rates.tiers[0].from.is_zero() {
            let help = "one of its rows starts from 0".to_owned();
            document.complain(self.places[0], "nothing is said of the first units", Some(help));
        }
        self.rates
    }
}
