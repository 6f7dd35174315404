//! What every account gets for nothing each month, taken off what is used, once for all configurations
//! together.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Range;
use super::bill::{Cost, Estimate, Line};
use super::scope::LEVELS;

/// `skus,amount,unit,source,as_of,notes`; several skus share one allowance.
const TABLE: &str = include_str!("../../prices/free-tier.csv");

/// One allowance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allowance {
    pub skus: Vec<&'static str>,
    pub amount: Decimal,
    pub unit: &'static str,
    pub source: &'static str,
}

pub fn allowances() -> impl Iterator<Item = Allowance> {
    TABLE.lines().skip(1).filter_map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let [skus, amount, unit, source, ..] = fields[..] else { return None };
        let skus = skus.split(' ').collect();
        Some(Allowance { skus, amount: amount.parse().ok()?, unit, source })
    })
}

/// Each line gets the part of an allowance that it has of all that is used.
pub(super) fn apply(estimate: &mut Estimate) {
    let allowances: Vec<Allowance> = allowances().collect();
    let of = |sku: &str| allowances.iter().position(|it| it.skus.contains(&sku));
    let mut used: BTreeMap<usize, Decimal> = BTreeMap::new();
    for line in estimate.bills().flat_map(|it| &it.lines) {
        if let (Some(allowance), Some(quantity)) = (of(&line.sku), &line.quantity) {
            let sum = used.entry(allowance).or_default();
            *sum = sum.saturating_add(quantity.typical);
        }
    }
    let lines = estimate.roots.iter_mut().flat_map(|it| &mut it.bills).flat_map(|it| &mut it.lines);
    for line in lines {
        let Some(at) = of(&line.sku) else { continue };
        let sum = used.get(&at).copied().unwrap_or_default();
        let share = match (sum.is_zero(), line.quantity) {
            (false, Some(quantity)) => {
                let part = quantity.typical.checked_div(sum).unwrap_or_default();
                part.saturating_mul(allowances[at].amount)
            }
            _ => allowances[at].amount,
        };
        relieve(line, share);
    }
}

fn relieve(line: &mut Line, share: Decimal) {
    let Some(quantity) = line.quantity else { return };
    let is_usage = matches!(line.cost, Cost::Usage(_));
    let [low, typical, high] =
        LEVELS.map(|level| level.of(&quantity).saturating_sub(share).max(Decimal::ZERO));
    line.free = share.min(quantity.high);
    line.quantity = Some(Range { low, typical, high });
    line.rates = line.rates.take().map(|it| Arc::new(past(&it, share)));
    line.price(is_usage);
}

/// Tiers count from the first unit, also where it is free.
fn past(rates: &super::Rates, share: Decimal) -> super::Rates {
    let mut rates = rates.clone();
    for tier in rates.tiers.iter_mut().skip(1) {
        tier.from = tier.from.saturating_sub(share).max(Decimal::ZERO);
    }
    rates
}
