//! Prices of what is not a machine: a row for each sku, region and tier.

use ecow::EcoString;
use rust_decimal::Decimal;

use super::borrow;
use super::clouds::{EVERYWHERE, names, reference};
use super::rates::{Borrowed, Grade, NoPrice, Part, Rates, Tier};
use super::table::{Row, SERVICES, Section};
use crate::cost::Range;

const SKU: usize = 0;
const REGION: usize = 1;
const FROM: usize = 2;
const USD: usize = 3;
const PER: usize = 4;
const UNIT: usize = 5;
const NOTES: usize = 6;

pub(super) fn rates(sku: &str, region: Option<&str>) -> Result<Rates, NoPrice> {
    if section().rows(&[sku]).next().is_none() {
        return Err(NoPrice::UnknownSku { sku: sku.to_owned() });
    }
    match region {
        Some(region) => match there(sku, region) {
            Some(rates) => Ok(with_later_tiers(sku, region, rates)),
            None => elsewhere(sku, region),
        },
        None => {
            let everywhere = there(sku, EVERYWHERE);
            everywhere.ok_or_else(|| NoPrice::UnknownRegion { sku: sku.to_owned() })
        }
    }
}

pub(super) fn cloud(sku: &str) -> &str {
    sku.split('/').next().unwrap_or_default()
}

/// What one unit of a row costs.
pub(super) fn price(row: Row) -> Option<Decimal> {
    row.number(USD)?.checked_div(row.number(PER)?)
}

/// The number of units from which on it costs that.
pub(super) fn from(row: Row) -> Option<Decimal> {
    row.number(FROM)
}

pub(super) fn grade(row: Row) -> Grade {
    SERVICES.provenance(row).grade
}

pub(super) fn sku(row: Row) -> &'static str {
    row.field(SKU)
}

pub(super) fn region(row: Row) -> &'static str {
    row.field(REGION)
}

pub(super) fn cloud_rows(cloud: &str) -> impl Iterator<Item = Row> + use<> {
    section().starting(&format!("{cloud}/"))
}

/// Every sku there is, sorted.
pub(super) fn skus() -> Vec<&'static str> {
    let mut skus: Vec<_> = section().starting("").map(sku).collect();
    skus.dedup();
    skus
}

fn section() -> &'static Section {
    &SERVICES.sections[0]
}

/// In what a sku is counted, and by how many it is sold.
pub(super) fn unit(sku: &str) -> Option<(&'static str, Decimal)> {
    let row = section().rows(&[sku]).next()?;
    Some((row.field(UNIT), row.number(PER)?))
}

/// The regions of a sku as they stand in the table.
pub(super) fn regions(sku: &str) -> impl Iterator<Item = &'static str> {
    section().rows(&[sku]).map(region)
}

pub(super) fn has_region(cloud: &str, name: &str) -> bool {
    cloud_rows(cloud).any(|it| region(it) == name)
}

/// The price in a region, by its own name, a group's or everybody's.
fn there(sku: &str, region: &str) -> Option<Rates> {
    names(cloud(sku), region).into_iter().find_map(|it| exact(sku, it))
}

fn exact(sku: &str, region: &str) -> Option<Rates> {
    let mut rows: Vec<Row> = section().rows(&[sku, region]).collect();
    rows.sort_by_key(|it| it.number(FROM));
    let first = *rows.first()?;
    let tier =
        |row: &Row| Some(Tier { from: row.number(FROM)?, price: Range::exact(price(*row)?) });
    let worst = rows.iter().map(|it| SERVICES.provenance(*it)).max_by_key(|it| it.grade)?;
    Some(Rates {
        unit: EcoString::from(first.field(UNIT)),
        per: first.number(PER)?,
        tiers: rows.iter().map(tier).collect::<Option<_>>()?,
        grade: worst.grade,
        source: EcoString::from(worst.source),
        as_of: EcoString::from(worst.as_of),
        notes: EcoString::from(first.field(NOTES)),
        borrowed: None,
        discount: Decimal::ZERO,
    })
}

/// Where only the first tier of a region is known, the others follow the reference region.
fn with_later_tiers(sku: &str, region: &str, mut rates: Rates) -> Rates {
    let Some(reference) = reference(cloud(sku)).filter(|it| *it != region) else { return rates };
    let ([first], Some(whole)) = (&rates.tiers[..], there(sku, reference)) else { return rates };
    let (first, base) = (first.price.typical, whole.tiers[0].price.typical);
    let (Some(ratio), 2..) = (first.checked_div(base), whole.tiers.len()) else { return rates };
    let later = whole.tiers[1..].iter();
    rates.tiers.extend(later.map(|it| Tier { price: it.price.scaled(ratio), ..*it }));
    rates.borrowed = Some(Borrowed {
        from: EcoString::from(reference),
        what: Part::LaterTiers,
        ratio: Range::exact(ratio),
        n_prices: 1,
    });
    rates
}

/// What it may cost in a region that no row speaks of.
fn elsewhere(sku: &str, region: &str) -> Result<Rates, NoPrice> {
    let none = |reference: &str| NoPrice::NoReference {
        sku: sku.to_owned(),
        region: region.to_owned(),
        reference: reference.to_owned(),
    };
    let Some(reference) = reference(cloud(sku)) else { return Err(none("any like it")) };
    let rates = there(sku, reference).ok_or_else(|| none(reference))?;
    borrow::carried(sku, rates, reference, region)
}
