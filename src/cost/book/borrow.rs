//! What a price of one region says of another: by what all that is known in both differs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::clouds::{groups, reference};
use super::rates::{Borrowed, Grade, NoPrice, Part, Rates};
use super::services::{self, cloud};
use super::table::Row;
use super::typed;
use crate::cost::Range;

/// On fewer prices than these nothing is said.
const FEWEST: usize = 5;
/// Of a hundred ratios, so many at either end are taken for oddities.
const OUTLIERS: usize = 5;

/// The rates of the reference region as they may be in another.
pub(super) fn carried(
    sku: &str,
    mut rates: Rates,
    from: &str,
    region: &str,
) -> Result<Rates, NoPrice> {
    let (ratio, n_prices) = between(cloud(sku), region)
        .ok_or_else(|| NoPrice::UnknownThere { sku: sku.to_owned(), region: region.to_owned() })?;
    rates.tiers.iter_mut().for_each(|it| it.price = it.price.times(ratio));
    let from = EcoString::from(from);
    rates.borrowed = Some(Borrowed { from, what: Part::Everything, ratio, n_prices });
    rates.grade = rates.grade.max(Grade::D);
    Ok(rates)
}

/// The ratio of a region's prices to those of the reference region, and on how many it rests.
fn between(cloud: &str, region: &str) -> Option<(Range, usize)> {
    let ratios = RATIOS.get(cloud)?.get(region)?;
    let n_odd = ratios.len() * OUTLIERS / 100;
    let kept = &ratios[n_odd..ratios.len() - n_odd];
    let range = Range { low: *kept.first()?, typical: kept[kept.len() / 2], high: *kept.last()? };
    (ratios.len() >= FEWEST).then_some((range, ratios.len()))
}

type Ratios = BTreeMap<&'static str, Vec<Decimal>>;

/// By cloud and region, sorted. What nobody verified and what was derived does not count.
static RATIOS: LazyLock<BTreeMap<&'static str, Ratios>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    for cloud in ["aws", "azure", "google"] {
        let mut ratios = Ratios::new();
        of_services(cloud, &mut ratios);
        for (region, ratio) in typed::machine_ratios(cloud) {
            ratios.entry(region).or_default().push(ratio);
        }
        for of_region in ratios.values_mut() {
            of_region.sort();
        }
        all.insert(cloud, ratios);
    }
    all
});

fn of_services(cloud: &str, ratios: &mut Ratios) {
    let rows: Vec<Row> = services::cloud_rows(cloud).filter(is_first_tier).collect();
    let Some(reference) = reference(cloud) else { return };
    for of_sku in rows.chunk_by(|one, other| services::sku(*one) == services::sku(*other)) {
        let base = regional(cloud, of_sku).find(|it| it.0 == reference).map(|it| it.1);
        for (region, price) in regional(cloud, of_sku).filter(|it| it.0 != reference) {
            let ratio = base.and_then(|base| price.checked_div(base));
            ratios.entry(region).or_default().extend(ratio);
        }
    }
}

fn is_first_tier(row: &Row) -> bool {
    services::from(*row) == Some(Decimal::ZERO) && services::grade(*row) < Grade::D
}

/// The rows that speak of regions, those of groups once for each of theirs.
fn regional<'r>(
    cloud: &'r str,
    rows: &'r [Row],
) -> impl Iterator<Item = (&'static str, Decimal)> + 'r {
    rows.iter().flat_map(move |row| {
        let name = services::region(*row);
        let within = groups(cloud).filter(move |it| it.0 == name).flat_map(|it| it.1.split(' '));
        let price = services::price(*row).filter(|it| !it.is_zero());
        within.chain([name]).filter_map(move |region| Some((region, price?)))
    })
}
