//! Numbers as decimal digits, for printing.

use num_bigint::BigUint;

/// Decimal digits without zeros at the end, and how many of them stand before the point.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    pub(super) digits: Vec<u8>,
    pub(super) point: i64,
}

impl Decimal {
    pub(super) fn new(mantissa: &BigUint, exponent: i64) -> Decimal {
        let power = u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX);
        let (whole, scale) = match exponent >= 0 {
            true => (mantissa << power, 0),
            false => (mantissa * BigUint::from(5_u32).pow(power), i64::from(power)),
        };
        let mut digits = whole.to_string().into_bytes();
        let point = i64::try_from(digits.len()).unwrap_or(0) - scale;
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        Decimal { digits, point }
    }

    pub(super) fn at(&self, index: usize) -> u8 {
        self.digits.get(index).copied().unwrap_or(b'0')
    }

    pub(super) fn cut(&mut self, count: usize) {
        self.digits.truncate(count);
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
    }

    pub(super) fn up(&mut self, count: usize) {
        self.digits.truncate(count);
        while let Some(last) = self.digits.last_mut() {
            if *last < b'9' {
                *last += 1;
                return;
            }
            self.digits.pop();
        }
        self.digits.push(b'1');
        self.point += 1;
    }

    /// To so many digits, half of a step to the even neighbour.
    pub(super) fn round(&mut self, count: usize) {
        let rest = self.digits.get(count..).unwrap_or_default();
        let up = match rest {
            [b'5'] => count > 0 && (self.at(count - 1) - b'0') % 2 == 1,
            [first, ..] => *first >= b'5',
            [] => return,
        };
        if up { self.up(count) } else { self.cut(count) }
    }

    pub(super) fn write(&self) -> String {
        let digits = String::from_utf8_lossy(&self.digits);
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
        let count = i64::try_from(digits.len()).unwrap_or(0);
        match self.point {
            _ if digits.is_empty() => "0".to_owned(),
            point if point <= 0 => format!("0.{}{digits}", zeros(-point)),
            point if point >= count => format!("{digits}{}", zeros(point - count)),
            point => {
                let (whole, part) = digits.split_at(usize::try_from(point).unwrap_or(0));
                format!("{whole}.{part}")
            }
        }
    }
}
