//! Writes the price tables in the form in which the program carries them: lines of tabs, sorted so that a
//! prefix finds its rows, and deflated. What many rows share (grade, source and date) stands once, ahead.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use miniz_oxide::deflate::compress_to_vec;

/// The tables of `prices/types`.
const SETS: &[&str] = &["ec2", "rds", "elasticache", "opensearch", "gce", "azure-vm"];
const LEVEL: u8 = 10;
const PROVENANCE: [&str; 3] = ["grade", "source", "as_of"];

pub(crate) fn write(root: &Path, out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", root.display());
    save(&out.join("services.z"), &services(&root.join("services"))?)?;
    for set in SETS {
        save(&out.join(format!("{set}.z")), &typed(&root.join("types"), set)?)?;
    }
    Ok(())
}

fn save(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, compress_to_vec(text.as_bytes(), LEVEL))
}

/// Every `services/<cloud>.csv`: the sku in full, and what its rows say.
fn services(folder: &Path) -> io::Result<String> {
    let (mut shared, mut lines) = (Shared::default(), Vec::new());
    for path in super::entries(folder)? {
        let cloud = super::stem(&path);
        for row in rows(&path)? {
            let sku = format!("{cloud}/{}/{}", row.field("service"), row.field("sku"));
            let fields = row.fields(&["region", "from", "usd", "per", "unit", "notes"]);
            lines.push(format!("{sku}\t{fields}\t{}", shared.index(&row)));
        }
    }
    Ok(joined(shared, vec![lines]))
}

/// One set of types: what they cost in the reference region, the ratios of families, the exceptions.
fn typed(folder: &Path, set: &str) -> io::Result<String> {
    let mut shared = Shared::default();
    let types = ["type", "family", "vcpu", "memory_mib", "arch", "gpus", "usd"];
    let sections = [
        (String::new(), &types[..]),
        (String::from("-regions"), &["family", "region", "ratio"]),
        (String::from("-exceptions"), &["type", "region", "usd"]),
    ];
    let mut tables = Vec::new();
    for (suffix, columns) in sections {
        let rows = rows(&folder.join(format!("{set}{suffix}.csv")))?;
        let line = |row: &Row| format!("{}\t{}", row.fields(columns), shared.index(row));
        tables.push(rows.iter().map(line).collect());
    }
    Ok(joined(shared, tables))
}

/// The sections, with an empty line between them.
fn joined(shared: Shared, mut tables: Vec<Vec<String>>) -> String {
    for lines in &mut tables {
        lines.sort();
    }
    tables.insert(0, shared.lines);
    tables.iter().map(|it| it.join("\n")).collect::<Vec<_>>().join("\n\n")
}

/// Grade, source and date, each combination once.
#[derive(Default)]
struct Shared {
    lines: Vec<String>,
    known: BTreeMap<String, usize>,
}

impl Shared {
    fn index(&mut self, row: &Row) -> usize {
        let line = row.fields(&PROVENANCE);
        *self.known.entry(line).or_insert_with_key(|line| {
            self.lines.push(line.clone());
            self.lines.len() - 1
        })
    }
}

struct Row(BTreeMap<String, String>);

impl Row {
    /// Tables without a column have it empty.
    fn field(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn fields(&self, columns: &[&str]) -> String {
        columns.iter().map(|it| self.field(it)).collect::<Vec<_>>().join("\t")
    }
}

fn rows(path: &Path) -> io::Result<Vec<Row>> {
    let text = fs::read_to_string(path)?;
    let mut lines = text.lines();
    let columns = fields(lines.next().unwrap_or_default());
    let row = |line| {
        let fields = fields(line);
        if fields.len() != columns.len() || line.contains('\t') {
            let wrong = format!("{}: not a row of {columns:?}: {line}", path.display());
            return Err(io::Error::other(wrong));
        }
        Ok(Row(columns.iter().cloned().zip(fields).collect()))
    };
    lines.map(row).collect()
}

/// The fields of a line; commas inside of quotes belong to the field, and two quotes are one.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    let mut chars = line.chars().peekable();
    while let Some(char) = chars.next() {
        let field = fields.last_mut().expect("there is always one");
        match char {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => field.push(char),
        }
    }
    fields
}
