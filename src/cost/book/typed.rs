//! Prices of machines: what a type costs in the reference region, times the ratio of its family in
//! another; and prices of their own where that does not hold.

use std::sync::LazyLock;

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::clouds::reference;
use super::rates::{Grade, NoPrice, Rates, Tier};
use super::table::{
    AZURE_VM, EC2, ELASTICACHE, GCE, OPENSEARCH, Provenance, RDS, Row, Section, Table,
};
use super::{borrow, services::cloud};
use crate::cost::Range;

/// A price that a ratio makes has as many digits behind the point as the one it is made of, and these at
/// least.
const LEAST_DIGITS: u32 = 4;

pub(super) const UNIT: &str = "hours";

/// The machines of one service.
pub(super) struct Set {
    /// What comes before the type in a sku.
    prefix: &'static str,
    /// Whether what comes behind it is a type, and no other sku of the service.
    is_type: fn(&str) -> bool,
    table: &'static LazyLock<Table>,
}

pub(super) static SETS: &[Set] = &[
    Set { prefix: "aws/ec2/instance.", is_type: |_| true, table: &EC2 },
    Set { prefix: "aws/elasticache/", is_type: |it| it.contains(".cache."), table: &ELASTICACHE },
    Set { prefix: "aws/opensearch/", is_type: |it| it.ends_with(".search"), table: &OPENSEARCH },
    Set { prefix: "aws/rds/", is_type: |it| it.contains(".db."), table: &RDS },
    Set { prefix: "azure/vm/", is_type: |_| true, table: &AZURE_VM },
    Set { prefix: "google/compute/", is_type: |it| !it.contains('.'), table: &GCE },
];

/// The set of a sku, and its type there.
pub(super) fn set(sku: &str) -> Option<(&'static Set, &str)> {
    SETS.iter().find_map(|set| {
        let name = sku.strip_prefix(set.prefix)?;
        (set.is_type)(name).then_some((set, name))
    })
}

/// By what the machines of a cloud cost more in each region, a family at a time; what was only derived
/// does not count.
pub(super) fn machine_ratios(cloud: &str) -> Vec<(&'static str, Decimal)> {
    let Some(table) = machines(cloud) else { return Vec::new() };
    let sure = |it: &Row| table.provenance(*it).grade < Grade::D;
    let ratio = |it: Row| Some((it.field(1), it.number(2)?));
    table.sections[1].starting("").filter(sure).filter_map(ratio).collect()
}

pub(super) fn has_region(cloud: &str, region: &str) -> bool {
    let ratios = machines(cloud).into_iter().flat_map(|it| it.sections[1].starting(""));
    ratios.map(|it| it.field(1)).any(|it| it == region)
}

/// The virtual machines of a cloud.
fn machines(cloud: &str) -> Option<&'static Table> {
    Some(match cloud {
        "aws" => &EC2,
        "azure" => &AZURE_VM,
        "google" => &GCE,
        _ => return None,
    })
}

/// A price, and where it is from.
struct Priced {
    usd: Decimal,
    grade: Grade,
    source: EcoString,
    as_of: EcoString,
}

impl Set {
    pub(super) fn rates(&self, name: &str, region: Option<&str>) -> Result<Rates, NoPrice> {
        let sku = || self.sku(name);
        let priced_as = canonical(name);
        let Some(row) = self.types().rows(&[&priced_as]).next() else {
            return Err(NoPrice::UnknownSku { sku: sku() });
        };
        let Some(region) = region else { return Err(NoPrice::UnknownRegion { sku: sku() }) };
        match self.exception(&priced_as, region).or_else(|| self.ruled(row, region)) {
            Some(priced) => Ok(priced.rates()),
            None => self.elsewhere(&sku(), row, region),
        }
    }

    /// The sku of a type.
    pub(super) fn sku(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The names of all types, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.types().starting("").map(|it| it.field(0))
    }

    fn types(&self) -> &'static Section {
        &self.table().sections[0]
    }

    fn table(&self) -> &'static Table {
        self.table
    }

    fn exception(&self, name: &str, region: &str) -> Option<Priced> {
        let row = self.table().sections[2].rows(&[name, region]).next()?;
        Some(Priced::new(row.number(2)?, self.table().provenance(row)))
    }

    /// The price in the reference region.
    fn base(&self, row: Row) -> Option<Priced> {
        Some(Priced::new(row.number(USD)?, self.table().provenance(row)))
    }

    /// The price by the ratio of its family.
    fn ruled(&self, row: Row, region: &str) -> Option<Priced> {
        let base = self.base(row)?;
        if Some(region) == self.reference() {
            return Some(base);
        }
        let ratio = self.table().sections[1].rows(&[row.field(FAMILY), region]).next()?;
        let n_digits = base.usd.scale().max(LEAST_DIGITS);
        let usd = base.usd.checked_mul(ratio.number(2)?)?.round_dp(n_digits).normalize();
        let from = self.table().provenance(ratio);
        Some(Priced { usd, ..base.with(from) })
    }

    fn elsewhere(&self, sku: &str, row: Row, region: &str) -> Result<Rates, NoPrice> {
        let reference = self.reference().unwrap_or_default();
        match self.base(row) {
            Some(base) => borrow::carried(sku, base.rates(), reference, region),
            None => Err(NoPrice::NoReference {
                sku: sku.to_owned(),
                region: region.to_owned(),
                reference: reference.to_owned(),
            }),
        }
    }

    fn reference(&self) -> Option<&'static str> {
        reference(cloud(self.prefix))
    }
}

const FAMILY: usize = 1;
const USD: usize = 6;

/// MariaDB costs what MySQL does.
fn canonical(name: &str) -> EcoString {
    match name.strip_prefix("mariadb.") {
        Some(rest) => eco_format!("mysql.{rest}"),
        None => EcoString::from(name),
    }
}

impl Priced {
    fn new(usd: Decimal, from: Provenance) -> Priced {
        let (source, as_of) = (EcoString::from(from.source), EcoString::from(from.as_of));
        Priced { usd, grade: from.grade, source, as_of }
    }

    /// Two prices made this one: it is as unsure as the worse and as old as the older.
    fn with(self, from: Provenance) -> Priced {
        let source = match self.source == from.source {
            true => self.source,
            false => eco_format!("{}, ratio: {}", self.source, from.source),
        };
        let as_of = self.as_of.min(EcoString::from(from.as_of));
        Priced { grade: self.grade.max(from.grade), source, as_of, ..self }
    }

    fn rates(self) -> Rates {
        Rates {
            unit: EcoString::inline(UNIT),
            per: Decimal::ONE,
            tiers: vec![Tier { from: Decimal::ZERO, price: Range::exact(self.usd) }],
            grade: self.grade,
            source: self.source,
            as_of: self.as_of,
            notes: EcoString::new(),
            borrowed: None,
            discount: Decimal::ZERO,
        }
    }
}

/// What a machine has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Machine {
    pub vcpu: u32,
    pub memory_mib: u64,
    /// `amd64` or `arm64`.
    pub arch: &'static str,
    pub gpus: u32,
}

/// `None` for a type of which only the price is known, or nothing.
pub(super) fn machine(name: &str) -> Option<Machine> {
    let row = EC2.sections[0].rows(&[name]).next()?;
    Some(Machine {
        vcpu: row.field(2).parse().ok()?,
        memory_mib: row.field(3).parse().ok()?,
        arch: row.field(4),
        gpus: row.field(5).parse().unwrap_or_default(),
    })
}
