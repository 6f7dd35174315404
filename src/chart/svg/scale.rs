//! Where numbers are on paper. Floating point is good enough for that, and for nothing else here.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{BOTTOM, LEFT, RIGHT, TOP};
use crate::cost::break_even::{Chart, DECADES};

/// Less than a cent is not drawn, and more than a trillion dollars neither.
const LEAST: i32 = -2;
const MOST: i32 = 12;

pub(super) struct Scales {
    /// The decades of dollars.
    low: i32,
    high: i32,
}

impl Scales {
    pub(super) fn of(chart: &Chart) -> Scales {
        let (mut low, mut high) = (MOST, LEAST);
        for (_, dollars) in chart.series.iter().flat_map(|it| &it.points) {
            let exponent = (LEAST..=MOST).rev().find(|it| money(*dollars) >= 10_f64.powi(*it));
            low = low.min(exponent.unwrap_or(LEAST));
            high = high.max(exponent.map_or(LEAST, |it| it + 1));
        }
        Scales { low: low.min(high - 1), high }
    }

    /// The ticks of the horizontal axis.
    pub(super) fn requests() -> impl Iterator<Item = u64> + use<> {
        (DECADES.0..=DECADES.1).map(|it| 10_u64.pow(it))
    }

    /// The ticks of the vertical axis.
    pub(super) fn dollars(&self) -> impl Iterator<Item = (f64, String)> + use<> {
        (self.low..=self.high).map(|it| (10_f64.powi(it), words(it)))
    }

    pub(super) fn x(requests: u64) -> f64 {
        let (first, last) = (f64::from(DECADES.0), f64::from(DECADES.1));
        let at = money(Decimal::from(requests)).log10();
        LEFT + (at - first) / (last - first) * (RIGHT - LEFT)
    }

    pub(super) fn y(&self, dollars: f64) -> f64 {
        let (low, high) = (f64::from(self.low), f64::from(self.high));
        let at = dollars.max(f64::MIN_POSITIVE).log10().clamp(low, high);
        BOTTOM - (at - low) / (high - low) * (BOTTOM - TOP)
    }

    /// `None` below the paper.
    pub(super) fn visible(&self, dollars: Decimal) -> Option<f64> {
        let dollars = money(dollars);
        (dollars >= 10_f64.powi(self.low)).then(|| self.y(dollars))
    }
}

pub(super) fn money(amount: Decimal) -> f64 {
    amount.to_f64().unwrap_or_default()
}

/// `$0.01`, `$0.10`, `$100`, `$10k`, `$1M`
fn words(exponent: i32) -> String {
    let zeros = |n: i32| "0".repeat(usize::try_from(n).unwrap_or(0));
    match exponent {
        -1 => "$0.10".to_owned(),
        ..-1 => format!("$0.{}1", zeros(-exponent - 1)),
        0..4 => match exponent {
            3 => "$1,000".to_owned(),
            _ => format!("$1{}", zeros(exponent)),
        },
        4..6 => format!("$1{}k", zeros(exponent - 3)),
        6..9 => format!("$1{}M", zeros(exponent - 6)),
        _ => format!("$1{}bn", zeros(exponent - 9)),
    }
}
