//! What a user knows better than the book: prices of their own, and discounts.

use std::collections::BTreeMap;

use ecow::EcoString;
use globset::{Glob, GlobMatcher};
use rust_decimal::Decimal;

use super::clouds::{EVERYWHERE, names};
use super::own;
use super::rates::Rates;
use super::services::cloud;
use crate::decode::Refused;

/// What is said besides the book.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// By sku and region.
    pub(super) prices: BTreeMap<(EcoString, EcoString), Rates>,
    /// In the order of their saying: of those that fit a sku the last holds.
    pub discounts: Vec<Discount>,
}

/// A percentage off the list prices of some skus.
#[derive(Clone, Debug)]
pub struct Discount {
    skus: GlobMatcher,
    percent: Decimal,
}

impl Overrides {
    /// Reads a sheet with the columns of `prices/services/*.csv`; the cloud stands in a column of its own
    /// or in the sku. Only `sku` and `usd` are required, and no region means all of them.
    pub fn decode(path: &str, text: &str) -> Result<Overrides, Refused> {
        let prices = own::decode(path, text)?;
        Ok(Overrides { prices, discounts: Vec::new() })
    }

    /// Adds what is said further on, which wins.
    pub fn extend(&mut self, other: Overrides) {
        self.prices.extend(other.prices);
        self.discounts.extend(other.discounts);
    }

    /// The user's own price, the one of the region before that of all regions.
    pub(super) fn price(&self, sku: &str, region: Option<&str>) -> Option<&Rates> {
        if self.prices.is_empty() {
            return None;
        }
        let names = region.map_or_else(|| vec![EVERYWHERE], |it| names(cloud(sku), it));
        let key = |name| (EcoString::from(sku), EcoString::from(name));
        names.into_iter().find_map(|name| self.prices.get(&key(name)))
    }

    /// Takes the discount off.
    pub(super) fn discounted(&self, sku: &str, mut rates: Rates) -> Rates {
        let Some(discount) = self.discounts.iter().rfind(|it| it.skus.is_match(sku)) else {
            return rates;
        };
        let left = (Decimal::ONE_HUNDRED - discount.percent) / Decimal::ONE_HUNDRED;
        rates.tiers.iter_mut().for_each(|it| it.price = it.price.scaled(left));
        rates.discount = discount.percent;
        rates
    }
}

impl Discount {
    /// `skus` is a glob of skus; `aws` and `aws/ec2` mean all that is in them. Says what is wrong with it.
    pub fn new(skus: &str, percent: Decimal) -> Result<Discount, String> {
        if percent < Decimal::ZERO || percent > Decimal::ONE_HUNDRED {
            return Err(format!("{percent} is no percentage: it is a number from 0 to 100"));
        }
        let whole = match skus.matches('/').count() {
            0 | 1 => format!("{skus}/**"),
            _ => skus.to_owned(),
        };
        let glob = Glob::new(&whole).map_err(|it| format!("`{skus}` is no glob: {}", it.kind()))?;
        Ok(Discount { skus: glob.compile_matcher(), percent })
    }
}
