//! Numbers as Terraform has them: binary fractions of 512 bits, or of 64 or 53 where they come from
//! counting or from a function that computes so. What they print is the shortest text that means the same.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use num_bigint::BigUint;

use super::decimal::Decimal;

/// How many bits a number that is written has.
const WRITTEN: u32 = 512;
/// What a machine counts in.
const COUNTED: u32 = 64;
/// What a machine computes fractions in.
const COMPUTED: u32 = 53;
/// Powers of two beyond these, and texts longer than that, are not worked out.
const MAX_EXPONENT: i64 = 16_384;
const MAX_TEXT: usize = 4_096;

#[derive(Clone, Debug)]
pub struct Number {
    value: Repr,
    bits: u32,
}

#[derive(Clone, Debug)]
enum Repr {
    Whole(i64),
    Binary(Arc<Binary>),
}

/// `mantissa * 2^exponent`; the mantissa is odd, or zero of minus zero.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Binary {
    negative: bool,
    mantissa: BigUint,
    exponent: i64,
}

impl Number {
    /// Reads what the language and `tonumber` call a number. `None` also where it is huge.
    pub fn parse(text: &str) -> Option<Number> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if rest.len() > MAX_TEXT {
            return None;
        }
        if let Ok(whole) = rest.parse::<i64>()
            && rest.starts_with(|it: char| it.is_ascii_digit())
            && !(negative && whole == 0)
        {
            return Some(Number {
                value: Repr::Whole(if negative { -whole } else { whole }),
                bits: WRITTEN,
            });
        }
        let (digits, scale) = decimal(rest)?;
        let binary = from_decimal(negative, &digits, scale)?;
        Some(Number { value: binary, bits: WRITTEN })
    }

    /// A text that is a number, but too large or too long to be worked out.
    pub fn is_huge(text: &str) -> bool {
        let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        // A power of two, as Go also reads it.
        let (mantissa, exponent) = mantissa.split_once('p').unwrap_or((mantissa, exponent));
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        (digits(whole) || whole.is_empty())
            && (digits(part) || part.is_empty())
            && digits(exponent)
            && !(whole.is_empty() && part.is_empty())
    }

    /// What a machine counted.
    pub fn counted(value: i64) -> Number {
        Number { value: Repr::Whole(value), bits: COUNTED }
    }

    /// What a machine computed. `None` where it is no number.
    pub fn computed(value: f64) -> Option<Number> {
        if !value.is_finite() {
            return None;
        }
        let bits = value.to_bits();
        let (stored, fraction) = (i64::from((bits >> 52) as u32 & 0x7ff), bits & ((1 << 52) - 1));
        let (mantissa, exponent) = match stored {
            0 => (fraction, -1074),
            _ => (fraction | 1 << 52, stored - 1075),
        };
        let value =
            rounded(value.is_sign_negative(), BigUint::from(mantissa), exponent, false, COMPUTED)?;
        Some(Number { value, bits: COMPUTED })
    }

    /// A whole number that is zero or more and fits.
    pub fn as_index(&self) -> Option<usize> {
        self.as_i64().and_then(|it| usize::try_from(it).ok())
    }

    pub fn as_i64(&self) -> Option<i64> {
        match &self.value {
            Repr::Whole(value) => Some(*value),
            Repr::Binary(it) if it.mantissa == BigUint::ZERO => Some(0),
            Repr::Binary(_) => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "nearest is what is asked for")]
    pub fn as_f64(&self) -> f64 {
        match &self.value {
            Repr::Whole(value) => *value as f64,
            Repr::Binary(_) => self.to_string().parse().unwrap_or(f64::NAN),
        }
    }

    pub fn is_whole(&self) -> bool {
        match &self.value {
            Repr::Whole(_) => true,
            Repr::Binary(it) => it.exponent >= 0,
        }
    }

    pub fn is_negative(&self) -> bool {
        match &self.value {
            Repr::Whole(value) => *value < 0,
            Repr::Binary(it) => it.negative && it.mantissa != BigUint::ZERO,
        }
    }

    pub fn is_zero(&self) -> bool {
        match &self.value {
            Repr::Whole(value) => *value == 0,
            Repr::Binary(it) => it.mantissa == BigUint::ZERO,
        }
    }

    /// Zero below zero, which prints as `-0`.
    #[must_use]
    pub fn negate(&self) -> Number {
        match &self.value {
            Repr::Whole(value) if *value != 0 && *value != i64::MIN => {
                Number { value: Repr::Whole(-value), bits: self.bits }
            }
            _ => {
                let binary = self.binary();
                let binary = Binary { negative: !binary.negative, ..binary };
                Number { value: whole_or(binary), bits: self.bits }
            }
        }
    }

    #[must_use]
    pub fn abs(&self) -> Number {
        let binary = self.binary();
        if binary.negative { self.negate() } else { self.clone() }
    }

    /// Towards zero.
    fn truncated(&self) -> Number {
        let Repr::Binary(it) = &self.value else { return self.clone() };
        // Minus zero becomes zero.
        if it.exponent >= 0 && !self.is_zero() {
            return self.clone();
        }
        let mantissa = &it.mantissa >> it.exponent.unsigned_abs();
        let negative = it.negative && mantissa != BigUint::ZERO;
        Number { value: whole_or(Binary { negative, mantissa, exponent: 0 }), bits: self.bits }
    }

    pub fn floor(&self) -> Option<Number> {
        let whole = self.truncated();
        let below = self.is_negative() && !self.is_whole();
        if below { whole.checked_sub(&Number::counted(1)) } else { Some(whole) }
    }

    pub fn ceil(&self) -> Option<Number> {
        let whole = self.truncated();
        let above = !self.is_negative() && !self.is_whole();
        if above { whole.checked_add(&Number::counted(1)) } else { Some(whole) }
    }

    pub fn checked_add(&self, other: &Number) -> Option<Number> {
        let bits = self.bits.max(other.bits);
        if let (Repr::Whole(one), Repr::Whole(other)) = (&self.value, &other.value)
            && let Some(sum) = one.checked_add(*other)
            && bits >= COUNTED
        {
            return Some(Number { value: Repr::Whole(sum), bits });
        }
        let (one, other) = (self.binary(), other.binary());
        let exponent = one.exponent.min(other.exponent);
        let (a, b) = (
            one.mantissa << (one.exponent - exponent),
            other.mantissa << (other.exponent - exponent),
        );
        let (negative, mantissa) = match (one.negative == other.negative, a.cmp(&b)) {
            (true, _) => (one.negative, a + b),
            (false, Ordering::Less) => (other.negative, b - a),
            (false, Ordering::Greater) => (one.negative, a - b),
            (false, Ordering::Equal) => (false, BigUint::ZERO),
        };
        Some(Number { value: rounded(negative, mantissa, exponent, false, bits)?, bits })
    }

    pub fn checked_sub(&self, other: &Number) -> Option<Number> {
        self.checked_add(&other.negate())
    }

    pub fn checked_mul(&self, other: &Number) -> Option<Number> {
        let bits = self.bits.max(other.bits);
        if let (Repr::Whole(one), Repr::Whole(two)) = (&self.value, &other.value)
            && let Some(product) = one.checked_mul(*two)
            && bits >= COUNTED
            && (product != 0 || *one >= 0 && *two >= 0)
        {
            return Some(Number { value: Repr::Whole(product), bits });
        }
        let (one, other) = (self.binary(), other.binary());
        let exponent = one.exponent + other.exponent;
        let negative = one.negative != other.negative;
        Some(Number {
            value: rounded(negative, one.mantissa * other.mantissa, exponent, false, bits)?,
            bits,
        })
    }

    /// `None` also for a division by zero.
    pub fn checked_div(&self, other: &Number) -> Option<Number> {
        let bits = self.bits.max(other.bits);
        if other.is_zero() {
            return None;
        }
        let (one, other) = (self.binary(), other.binary());
        let wanted = u64::from(bits) + 2 + other.mantissa.bits();
        let shift = wanted.saturating_sub(one.mantissa.bits());
        let dividend = one.mantissa << shift;
        let quotient = &dividend / &other.mantissa;
        let sticky = &quotient * &other.mantissa != dividend;
        let exponent = one.exponent - other.exponent - i64::try_from(shift).ok()?;
        let negative = one.negative != other.negative;
        Some(Number { value: rounded(negative, quotient, exponent, sticky, bits)?, bits })
    }

    /// What is left of a division whose quotient is cut off.
    pub fn checked_rem(&self, other: &Number) -> Option<Number> {
        let quotient = self.checked_div(other)?.truncated();
        let quotient = Number { bits: self.bits, ..quotient };
        self.checked_sub(&quotient.checked_mul(other)?)
    }

    pub fn compare(&self, other: &Number) -> Ordering {
        if let (Repr::Whole(one), Repr::Whole(other)) = (&self.value, &other.value) {
            return one.cmp(other);
        }
        let (one, other) = (self.binary(), other.binary());
        let sign = |it: &Binary| match (it.mantissa == BigUint::ZERO, it.negative) {
            (true, _) => 0,
            (false, negative) => {
                if negative {
                    -1
                } else {
                    1
                }
            }
        };
        let (a, b) = (sign(&one), sign(&other));
        if a != b || a == 0 {
            return a.cmp(&b);
        }
        let exponent = one.exponent.min(other.exponent);
        let size = (one.mantissa << (one.exponent - exponent))
            .cmp(&(other.mantissa << (other.exponent - exponent)));
        if a < 0 { size.reverse() } else { size }
    }

    /// As Terraform compares: what prints the same is the same.
    pub fn same(&self, other: &Number) -> bool {
        match (&self.value, &other.value) {
            (Repr::Whole(one), Repr::Whole(other)) => one == other,
            _ if self.is_zero() && other.is_zero() => true,
            _ => self.to_string() == other.to_string(),
        }
    }

    /// All its digits.
    pub(super) fn exact(&self) -> Decimal {
        let binary = self.binary();
        Decimal::new(&binary.mantissa, binary.exponent)
    }

    /// As many of its digits as tell it from its neighbours.
    pub(super) fn shortest(&self) -> Decimal {
        shortest(&self.binary(), self.bits)
    }

    /// Also of minus zero.
    pub(super) fn has_minus(&self) -> bool {
        self.binary().negative
    }

    fn binary(&self) -> Binary {
        match &self.value {
            Repr::Binary(it) => Binary::clone(it),
            Repr::Whole(value) => {
                let mantissa = BigUint::from(value.unsigned_abs());
                normal(Binary { negative: *value < 0, mantissa, exponent: 0 })
            }
        }
    }
}

/// Digits and the power of ten that they are multiplied by.
fn decimal(text: &str) -> Option<(BigUint, i64)> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && part.is_empty()
        || !whole.bytes().chain(part.bytes()).all(|it| it.is_ascii_digit())
    {
        return None;
    }
    let digits = format!("{whole}{part}");
    let digits = BigUint::parse_bytes(digits.as_bytes(), 10)?;
    let scale = exponent.checked_sub(i64::try_from(part.len()).ok()?)?;
    (scale.abs() <= MAX_EXPONENT / 4).then_some((digits, scale))
}

fn from_decimal(negative: bool, digits: &BigUint, scale: i64) -> Option<Repr> {
    let power = BigUint::from(5_u32).pow(u32::try_from(scale.unsigned_abs()).ok()?);
    if scale >= 0 {
        return rounded(negative, digits * power, scale, false, WRITTEN);
    }
    let shift = (u64::from(WRITTEN) + 2 + power.bits()).saturating_sub(digits.bits());
    let dividend = digits << shift;
    let quotient = &dividend / &power;
    let sticky = &quotient * &power != dividend;
    rounded(negative, quotient, scale - i64::try_from(shift).ok()?, sticky, WRITTEN)
}

/// Rounded to so many bits, to the even one of two neighbours. `sticky`: there was a little more.
fn rounded(
    negative: bool,
    mut mantissa: BigUint,
    mut exponent: i64,
    sticky: bool,
    bits: u32,
) -> Option<Repr> {
    let excess = mantissa.bits().saturating_sub(u64::from(bits));
    if excess > 0 {
        let half = mantissa.bit(excess - 1);
        let more = sticky || mantissa.trailing_zeros().is_some_and(|zeros| zeros < excess - 1);
        mantissa >>= excess;
        exponent += i64::try_from(excess).ok()?;
        if half && (more || mantissa.bit(0)) {
            mantissa += 1_u32;
        }
    }
    if exponent.abs() > MAX_EXPONENT || mantissa.bits() > u64::from(WRITTEN) * 4 {
        return None;
    }
    Some(whole_or(Binary { negative, mantissa, exponent }))
}

fn normal(mut binary: Binary) -> Binary {
    match binary.mantissa.trailing_zeros() {
        Some(zeros) if zeros > 0 => {
            binary.mantissa >>= zeros;
            binary.exponent += i64::try_from(zeros).unwrap_or(0);
        }
        Some(_) => {}
        None => binary.exponent = 0,
    }
    binary
}

/// Small whole numbers are kept as such.
fn whole_or(binary: Binary) -> Repr {
    let binary = normal(binary);
    let small = binary.exponent >= 0
        && binary.mantissa.bits().saturating_add(binary.exponent.unsigned_abs()) < 63;
    let minus_zero = binary.negative && binary.mantissa == BigUint::ZERO;
    if small && !minus_zero {
        let size = i64::try_from(&binary.mantissa << binary.exponent).unwrap_or(i64::MAX);
        return Repr::Whole(if binary.negative { -size } else { size });
    }
    Repr::Binary(Arc::new(binary))
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.same(other)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Repr::Whole(value) if self.bits >= COUNTED || value.unsigned_abs() < 1 << COMPUTED => {
                write!(f, "{value}")
            }
            _ => {
                let binary = self.binary();
                let sign = if binary.negative { "-" } else { "" };
                write!(f, "{sign}{}", shortest(&binary, self.bits).write())
            }
        }
    }
}

/// The shortest text between the neighbours of a number of so many bits.
fn shortest(binary: &Binary, bits: u32) -> Decimal {
    let mut exact = Decimal::new(&binary.mantissa, binary.exponent);
    if exact.digits.is_empty() {
        return exact;
    }
    // One bit more than there are: its lowest is half of a step.
    let wide = u64::from(bits) + 1;
    let (mantissa, exponent) = match wide.checked_sub(binary.mantissa.bits()) {
        Some(more) => {
            (&binary.mantissa << more, binary.exponent - i64::try_from(more).unwrap_or(0))
        }
        None => (binary.mantissa.clone(), binary.exponent),
    };
    let lower = Decimal::new(&(&mantissa - 1_u32), exponent);
    let upper = Decimal::new(&(&mantissa + 1_u32), exponent);
    let inclusive = !mantissa.bit(1);
    for index in 0..exact.digits.len() {
        let (digit, low, high) = (exact.at(index), lower.at(index), upper.at(index));
        let down = low != digit || inclusive && index + 1 == lower.digits.len();
        let up = digit != high && (inclusive || digit + 1 < high || index + 1 < upper.digits.len());
        match (down, up) {
            (true, true) => exact.round(index + 1),
            (true, false) => exact.cut(index + 1),
            (false, true) => exact.up(index + 1),
            (false, false) => continue,
        }
        break;
    }
    exact
}

impl From<usize> for Number {
    fn from(value: usize) -> Number {
        Number::counted(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number::counted(value)
    }
}

/// A whole number that was read in some base.
impl From<(bool, BigUint)> for Number {
    fn from((negative, mantissa): (bool, BigUint)) -> Number {
        let bits = u32::try_from(mantissa.bits()).unwrap_or(u32::MAX).max(COUNTED);
        Number { value: whole_or(Binary { negative, mantissa, exponent: 0 }), bits }
    }
}
