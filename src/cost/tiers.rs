//! What a quantity costs where the price falls with it.

use rust_decimal::Decimal;

use super::scope::LEVELS;
use super::{Range, Rates};

/// The cost of a quantity, by the rates of its sku.
pub(super) fn cost(quantity: &Range, rates: &Rates) -> Range {
    let [low, typical, high] = LEVELS.map(|level| {
        let quantity = level.of(quantity);
        let mut cost = Decimal::ZERO;
        for (at, tier) in rates.tiers.iter().enumerate() {
            let until = rates.tiers.get(at + 1).map_or(Decimal::MAX, |it| it.from);
            let in_tier = quantity.min(until).saturating_sub(tier.from).max(Decimal::ZERO);
            cost = cost.saturating_add(in_tier.saturating_mul(level.of(&tier.price)));
        }
        cost
    });
    Range { low, typical, high }
}
