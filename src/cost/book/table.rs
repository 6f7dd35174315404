//! The tables that the program carries: each is unpacked when it is first asked, and then is lines, sorted,
//! in which a prefix finds its rows. Nothing here knows what rows mean.

use std::sync::LazyLock;

use miniz_oxide::inflate::decompress_to_vec;
use rust_decimal::Decimal;

use super::rates::Grade;

/// A part of a table. Fields are separated by tabs, which sort before all else.
#[derive(Debug)]
pub(super) struct Section {
    lines: Vec<&'static str>,
}

/// Where a price is from. Many rows share one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Provenance {
    pub(super) grade: Grade,
    pub(super) source: &'static str,
    pub(super) as_of: &'static str,
}

#[derive(Debug)]
pub(super) struct Table {
    provenances: Vec<Provenance>,
    pub(super) sections: Vec<Section>,
}

impl Section {
    /// The rows whose first fields are these.
    pub(super) fn rows(&'static self, key: &[&str]) -> impl Iterator<Item = Row> + use<> {
        let mut prefix = key.join("\t");
        prefix.push('\t');
        self.starting(&prefix)
    }

    /// The rows that start so.
    pub(super) fn starting(&'static self, prefix: &str) -> impl Iterator<Item = Row> + use<> {
        let from = self.lines.partition_point(|it| *it < prefix);
        let n_rows = self.lines[from..].partition_point(|it| it.starts_with(prefix));
        self.lines[from..from + n_rows].iter().copied().map(Row)
    }
}

/// One line. Fields are read when they are asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row(&'static str);

impl Row {
    /// Empty where there is none.
    pub(super) fn field(self, at: usize) -> &'static str {
        self.0.split('\t').nth(at).unwrap_or_default()
    }

    /// `None` where it is empty: the tests hold that all else is a number.
    pub(super) fn number(self, at: usize) -> Option<Decimal> {
        self.field(at).parse().ok()
    }

    /// The last field.
    fn provenance(self) -> usize {
        let last = self.0.rsplit('\t').next().unwrap_or_default();
        last.parse().expect("the build wrote an index")
    }
}

impl Table {
    pub(super) fn provenance(&self, row: Row) -> Provenance {
        self.provenances[row.provenance()]
    }

    fn unpack(packed: &[u8]) -> Table {
        let text = decompress_to_vec(packed).expect("the build packed it");
        let text: &'static str = String::from_utf8(text).expect("the build wrote text").leak();
        let mut sections = text.split("\n\n").map(|it| it.split('\n').filter(|it| !it.is_empty()));
        let provenances = sections.next().into_iter().flatten().map(provenance).collect();
        let sections = sections.map(|it| Section { lines: it.collect() }).collect();
        Table { provenances, sections }
    }
}

fn provenance(line: &'static str) -> Provenance {
    let row = Row(line);
    let grade = Grade::read(row.field(0)).expect("the tests read every grade");
    Provenance { grade, source: row.field(1), as_of: row.field(2) }
}

macro_rules! tables {
    ($($name:ident = $file:literal;)*) => {
        $(pub(super) static $name: LazyLock<Table> =
            LazyLock::new(|| Table::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/", $file))));)*

        /// The bytes that all of them take in the program.
        pub const EMBEDDED_BYTES: usize =
            0 $(+ include_bytes!(concat!(env!("OUT_DIR"), "/", $file)).len())*;
    };
}

tables! {
    SERVICES = "services.z";
    EC2 = "ec2.z";
    RDS = "rds.z";
    ELASTICACHE = "elasticache.z";
    OPENSEARCH = "opensearch.z";
    GCE = "gce.z";
    AZURE_VM = "azure-vm.z";
}
