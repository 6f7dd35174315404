//! Facts that rules rest on: tables of limits and dates, each row with its source and the day it was read.

use std::collections::HashMap;
use std::sync::OnceLock;

use ecow::EcoString;

use crate::eval::Value;

/// Our tables, by name: `rules/facts/<name>.csv`.
pub const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/facts.rs"));

/// One table: rows by what stands in their first column.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<EcoString>,
    rows: HashMap<EcoString, Vec<EcoString>>,
}

impl Table {
    pub fn parse(text: &str) -> Table {
        let mut lines = text.lines().filter(|it| !it.trim().is_empty() && !it.starts_with('#'));
        let columns = lines.next().map(cells).unwrap_or_default();
        let mut rows = HashMap::new();
        for row in lines.map(cells) {
            if let Some(key) = row.first() {
                rows.entry(key.clone()).or_insert(row);
            }
        }
        Table { columns, rows }
    }

    /// The row of a key as an object of texts; what is empty is null.
    pub fn row(&self, key: &str) -> Option<Value> {
        let row = self.rows.get(key)?;
        let cell = |at: usize| match row.get(at).filter(|it| !it.is_empty()) {
            Some(text) => Value::from(text.clone()),
            None => Value::null(),
        };
        let entries = self.columns.iter().enumerate().map(|(at, name)| (name.clone(), cell(at)));
        Some(Value::object(entries.collect()))
    }

    pub fn columns(&self) -> &[EcoString] {
        &self.columns
    }
}

/// The table of ours that has a name, parsed when it is first asked for.
pub(super) fn embedded(name: &str) -> Option<&'static Table> {
    static TABLES: OnceLock<Vec<OnceLock<Table>>> = OnceLock::new();
    let at = EMBEDDED.iter().position(|(it, _)| *it == name)?;
    let tables = TABLES.get_or_init(|| EMBEDDED.iter().map(|_| OnceLock::new()).collect());
    Some(tables[at].get_or_init(|| Table::parse(EMBEDDED[at].1)))
}

/// The cells of a line; one in quotes may hold commas.
fn cells(line: &str) -> Vec<EcoString> {
    let mut cells = vec![EcoString::new()];
    let mut is_quoted = false;
    for letter in line.trim_end().chars() {
        match letter {
            '"' => is_quoted ^= true,
            ',' if !is_quoted => cells.push(EcoString::new()),
            _ => cells.last_mut().expect("there is one at least").push(letter),
        }
    }
    cells
}
