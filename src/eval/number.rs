//! Numbers: exact, or not at all. Terraform computes with 512 bits; what does not fit into the 96 of a
//! decimal is unknown, and never a wrong digit.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Number(Decimal);

impl Number {
    /// Reads what the language and `tonumber` call a number.
    pub fn parse(text: &str) -> Option<Number> {
        let shape = text.strip_prefix('-').unwrap_or(text);
        if !shape.starts_with(|it: char| it.is_ascii_digit()) {
            return None;
        }
        let number = match text.contains(['e', 'E']) {
            true => Decimal::from_scientific(text).ok()?,
            false => Decimal::from_str_exact(text).ok()?,
        };
        Some(Number(number))
    }

    /// A whole number that is zero or more and fits.
    pub fn as_index(self) -> Option<usize> {
        self.0.is_integer().then(|| self.0.to_usize()).flatten()
    }

    pub fn as_i64(self) -> Option<i64> {
        self.0.is_integer().then(|| self.0.to_i64()).flatten()
    }

    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    #[must_use]
    pub fn negate(self) -> Number {
        Number(-self.0)
    }

    #[must_use]
    pub fn abs(self) -> Number {
        Number(self.0.abs())
    }

    #[must_use]
    pub fn floor(self) -> Number {
        Number(self.0.floor())
    }

    #[must_use]
    pub fn ceil(self) -> Number {
        Number(self.0.ceil())
    }

    pub fn checked_add(self, other: Number) -> Option<Number> {
        let sum = self.0.checked_add(other.0)?;
        // A sum that lost digits gives back something else.
        (sum.checked_sub(other.0)? == self.0).then_some(Number(sum))
    }

    pub fn checked_sub(self, other: Number) -> Option<Number> {
        self.checked_add(other.negate())
    }

    pub fn checked_mul(self, other: Number) -> Option<Number> {
        let exact = self.0.normalize().scale() + other.0.normalize().scale() <= 28;
        exact.then(|| self.0.normalize().checked_mul(other.0.normalize())).flatten().map(Number)
    }

    /// `None` also where the quotient does not end.
    pub fn checked_div(self, other: Number) -> Option<Number> {
        let quotient = self.0.checked_div(other.0)?;
        (quotient.checked_mul(other.0)? == self.0).then_some(Number(quotient))
    }

    pub fn checked_rem(self, other: Number) -> Option<Number> {
        self.0.checked_rem(other.0).map(Number)
    }

    pub fn compare(self, other: Number) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Number {
        Number(Decimal::from(value))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number(Decimal::from(value))
    }
}
