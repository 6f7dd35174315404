//! Rates out of the book, at one end of what is known of them, and what is to be said of them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::way::Metered;
use crate::cost::scope::Level;
use crate::cost::{Book, Grade, NoPrice};

pub(super) struct Prices<'p> {
    pub(super) book: &'p Book,
    pub(super) level: Level,
    /// What a reader ought to know of the prices that were asked for.
    pub(super) doubts: BTreeSet<String>,
}

impl<'p> Prices<'p> {
    pub(super) fn new(book: &'p Book, level: Level) -> Prices<'p> {
        Prices { book, level, doubts: BTreeSet::new() }
    }

    pub(super) fn tiers(
        &mut self,
        sku: &str,
        region: &str,
    ) -> Result<Vec<(Decimal, Decimal)>, NoPrice> {
        let rates = self.book.rates(sku, Some(region))?;
        if rates.grade == Grade::G {
            self.doubts.insert(format!("nobody verified the price of {sku}"));
        }
        if let Some(borrowed) = &rates.borrowed {
            let from = &borrowed.from;
            self.doubts.insert(format!("the price of {sku} in {region} is borrowed from {from}"));
        }
        Ok(rates.tiers.iter().map(|it| (it.from, self.level.of(&it.price))).collect())
    }

    /// What a unit costs of something that has no tiers worth the name.
    pub(super) fn one(&mut self, sku: &str, region: &str) -> Result<Decimal, NoPrice> {
        let tiers = self.tiers(sku, region)?;
        Ok(tiers.first().map(|(_, price)| *price).unwrap_or_default())
    }

    pub(super) fn metered(
        &mut self,
        sku: &str,
        region: &str,
        per_request: Decimal,
    ) -> Result<Metered, NoPrice> {
        let tiers = self.tiers(sku, region)?;
        Ok(Metered { per_request, included: Decimal::ZERO, tiers })
    }
}
