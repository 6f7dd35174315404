//! An amount of which the bounds are known: what follows from the text alone has all three the same.
//! Sums and products stop at the largest number there is, for what they are made of comes from strangers.

pub mod words;

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use rust_decimal::Decimal;

/// `low <= typical <= high`. Zero unless said otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Range {
    pub low: Decimal,
    pub typical: Decimal,
    pub high: Decimal,
}

impl Range {
    pub fn exact(amount: Decimal) -> Range {
        Range { low: amount, typical: amount, high: amount }
    }

    /// The range of what was worked out at each level, of which some may fall as others rise.
    pub fn of(amounts: [Decimal; 3]) -> Range {
        let low = amounts.into_iter().min().unwrap_or_default();
        let high = amounts.into_iter().max().unwrap_or_default();
        Range { low, typical: amounts[1], high }
    }

    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// So many times this. A negative factor turns the bounds round.
    #[must_use]
    pub fn scaled(self, factor: Decimal) -> Range {
        let [low, typical, high] =
            [self.low, self.typical, self.high].map(|it| product(it, factor));
        if factor.is_sign_negative() && !factor.is_zero() {
            return Range { low: high, typical, high: low };
        }
        Range { low, typical, high }
    }

    /// The product of two amounts of which neither is negative.
    #[must_use]
    pub fn times(self, other: Range) -> Range {
        Range {
            low: product(self.low, other.low),
            typical: product(self.typical, other.typical),
            high: product(self.high, other.high),
        }
    }
}

impl Add for Range {
    type Output = Range;

    fn add(self, other: Range) -> Range {
        Range {
            low: self.low.saturating_add(other.low),
            typical: self.typical.saturating_add(other.typical),
            high: self.high.saturating_add(other.high),
        }
    }
}

impl AddAssign for Range {
    fn add_assign(&mut self, other: Range) {
        *self = *self + other;
    }
}

impl Sum for Range {
    fn sum<I: Iterator<Item = Range>>(amounts: I) -> Range {
        amounts.fold(Range::default(), Add::add)
    }
}

fn product(one: Decimal, other: Decimal) -> Decimal {
    one.saturating_mul(other)
}
