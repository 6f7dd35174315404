//! Squares in a square, each as large as what it stands for: the squarified treemap of Bruls, Huizing and van Wijk,
//! with decimals, so that it is the same on every machine.

use rust_decimal::Decimal;

/// A place in the drawing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Rect {
    pub(super) x: Decimal,
    pub(super) y: Decimal,
    pub(super) width: Decimal,
    pub(super) height: Decimal,
}

/// A place for each amount, in their order, of which the largest ought to come first.
pub(super) fn squarified(amounts: &[Decimal], width: u32, height: u32) -> Vec<Rect> {
    let mut free = Rect { width: width.into(), height: height.into(), ..Rect::default() };
    let area = free.width * free.height;
    let largest = amounts.iter().copied().max().unwrap_or_default();
    // Parts of the largest one, so that no sum is larger than what can be reckoned with.
    let part = |it: &Decimal| it.checked_div(largest).unwrap_or_default().max(Decimal::ZERO);
    let parts: Vec<Decimal> = amounts.iter().map(part).collect();
    let total: Decimal = parts.iter().sum();
    if total.is_zero() {
        return vec![Rect::default(); amounts.len()];
    }
    let areas: Vec<Decimal> = parts.iter().map(|it| it * area / total).collect();
    let mut rects = Vec::new();
    let mut rest = areas.as_slice();
    while !rest.is_empty() {
        let side = free.width.min(free.height);
        let mut n = 1;
        while n < rest.len() && worst(&rest[..=n], side) <= worst(&rest[..n], side) {
            n += 1;
        }
        free = laid(&rest[..n], free, &mut rects);
        rest = &rest[n..];
    }
    rects
}

/// How far the worst of a row is from a square.
fn worst(row: &[Decimal], side: Decimal) -> Decimal {
    let sum: Decimal = row.iter().sum();
    let thickness = quotient(sum, side);
    let ratio = |it: &Decimal| {
        let length = quotient(*it, thickness);
        quotient(length, thickness).max(quotient(thickness, length))
    };
    row.iter().map(ratio).max().unwrap_or(Decimal::MAX)
}

/// What is too thin to be seen is as bad as can be.
fn quotient(one: Decimal, other: Decimal) -> Decimal {
    one.checked_div(other).unwrap_or(Decimal::MAX)
}

/// Lays a row along the shorter side, and says what is left.
fn laid(row: &[Decimal], free: Rect, rects: &mut Vec<Rect>) -> Rect {
    let sum: Decimal = row.iter().sum();
    let is_wide = free.width >= free.height;
    let side = if is_wide { free.height } else { free.width };
    let thickness = sum.checked_div(side).unwrap_or_default();
    let mut offset = Decimal::ZERO;
    for area in row {
        let length = area.checked_div(thickness).unwrap_or_default();
        rects.push(match is_wide {
            true => Rect { x: free.x, y: free.y + offset, width: thickness, height: length },
            false => Rect { x: free.x + offset, y: free.y, width: length, height: thickness },
        });
        offset += length;
    }
    match is_wide {
        true => Rect {
            x: free.x + thickness,
            width: (free.width - thickness).max(Decimal::ZERO),
            ..free
        },
        false => Rect {
            y: free.y + thickness,
            height: (free.height - thickness).max(Decimal::ZERO),
            ..free
        },
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::squarified;

    #[test]
    fn the_areas_are_the_amounts() {
        let amounts = [6, 6, 4, 3, 2, 2, 1].map(Decimal::from);
        let rects = squarified(&amounts, 600, 400);
        for (rect, amount) in rects.iter().zip(amounts) {
            let area = (rect.width * rect.height).round_dp(6).normalize();
            assert_eq!(area, amount * Decimal::from(10_000));
            assert!(rect.x + rect.width <= Decimal::from(601), "{rect:?}");
            assert!(rect.y + rect.height <= Decimal::from(401), "{rect:?}");
        }
        assert_eq!((rects[0].width, rects[0].height), (Decimal::from(300), Decimal::from(200)));
    }

    #[test]
    fn extremes_are_laid_out_too() {
        let tiny = Decimal::new(1, 28);
        let all = [&[Decimal::MAX, Decimal::MAX, tiny][..], &[Decimal::ZERO; 3], &[tiny; 40], &[]];
        for amounts in all {
            assert_eq!(squarified(amounts, 600, 400).len(), amounts.len());
        }
    }
}
