//! A bar of letters, of which each part that is there is seen.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// How many of `width` letters each amount gets; together all of them, where there is any amount.
pub(super) fn widths<const N: usize>(amounts: [Decimal; N], width: usize) -> [usize; N] {
    let mut widths = [0; N];
    let largest = amounts.into_iter().max().unwrap_or_default();
    // Parts of the largest one, so that the sum is no larger than what can be reckoned with.
    let parts = amounts.map(|it| it.checked_div(largest).unwrap_or_default().max(Decimal::ZERO));
    let total: Decimal = parts.iter().sum();
    if total.is_zero() {
        return widths;
    }
    for (at, part) in parts.iter().enumerate().filter(|(_, it)| !it.is_zero()) {
        let exact = part * Decimal::from(width) / total;
        widths[at] = exact.round().to_usize().unwrap_or(0).max(1);
    }
    // What rounding gave or took is the largest part's to bear.
    let most = (0..N).max_by_key(|at| parts[*at]).unwrap_or(0);
    let others: usize = widths.iter().sum::<usize>() - widths[most];
    widths[most] = width.saturating_sub(others);
    widths
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::widths;

    fn of(amounts: [i64; 4]) -> [usize; 4] {
        widths(amounts.map(Decimal::from), 20)
    }

    #[test]
    fn every_part_is_seen_and_the_whole_is_filled() {
        assert_eq!(of([50, 50, 0, 0]), [10, 10, 0, 0]);
        assert_eq!(of([1_000_000, 1, 1, 0]), [18, 1, 1, 0]);
        assert_eq!(of([0, 0, 0, 0]), [0, 0, 0, 0]);
        assert_eq!(of([1, 1, 1, 0]).iter().sum::<usize>(), 20);
        assert_eq!(widths([Decimal::MAX, Decimal::MAX], 8), [4, 4]);
    }
}
