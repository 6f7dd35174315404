//! Numbers.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::super::number::Number;
use super::super::types::Type;
use super::super::value::{Value, too_large};
use super::{ANY, Answer, Entry, NUMBER, Want, entry, list, number};

pub(super) const TABLE: &[Entry] = &[
    entry("abs", &[NUMBER], Want::Number, |args| Ok(number(&args[0])?.abs().into())),
    entry("ceil", &[NUMBER], Want::Number, |args| made(number(&args[0])?.ceil())),
    entry("floor", &[NUMBER], Want::Number, |args| made(number(&args[0])?.floor())),
    entry("log", &[NUMBER, NUMBER], Want::Number, log),
    entry("max", &[NUMBER], Want::Number, |args| extreme(args, Ordering::Greater)).and(NUMBER),
    entry("min", &[NUMBER], Want::Number, |args| extreme(args, Ordering::Less)).and(NUMBER),
    entry("parseint", &[ANY, NUMBER], Want::Number, parseint),
    entry("pow", &[NUMBER, NUMBER], Want::Number, pow),
    entry("range", &[NUMBER], Want::Any, range).and(NUMBER),
    entry("signum", &[NUMBER], Want::Number, signum),
];

fn made(number: Option<Number>) -> Answer {
    number.map(Value::from).ok_or_else(|| too_large("the number"))
}

fn extreme(args: &[Value], wanted: Ordering) -> Answer {
    let mut best = number(&args[0])?;
    for arg in &args[1..] {
        let next = number(arg)?;
        if next.compare(&best) == wanted {
            best = next;
        }
    }
    Ok(best.into())
}

/// Terraform computes it in 64 bits, and the last digit depends on how: whole results only are certain.
fn log(args: &[Value]) -> Answer {
    let (value, base) = (number(&args[0])?.as_f64(), number(&args[1])?.as_f64());
    let quotient = value.ln() / base.ln();
    if !quotient.is_finite() {
        return Err(Value::error("there is no such logarithm"));
    }
    match quotient.fract().abs() < f64::EPSILON {
        true => made(Number::computed(quotient)),
        false => Err(Value::unknown("log() of these is not worked out", None)),
    }
}

/// Terraform computes it in 64 bits, and where that is not exact the last digits depend on how.
fn pow(args: &[Value]) -> Answer {
    let (base, power) = (number(&args[0])?, number(&args[1])?);
    let result = base.as_f64().powf(power.as_f64());
    if !result.is_finite() {
        return Err(Value::error("there is no such power"));
    }
    let unsure = || Value::unknown("pow() of these is not worked out", None);
    if power.as_f64() - 0.5 == 0.0 && !base.is_negative() {
        return made(Number::computed(base.as_f64().sqrt()));
    }
    let times = power.as_i64().filter(|it| it.abs() <= 1024).ok_or_else(unsure)?;
    let mut exact = Number::from(1_i64);
    for _ in 0..times.abs() {
        exact = exact.checked_mul(&base).ok_or_else(unsure)?;
    }
    if times < 0 {
        exact = Number::from(1_i64).checked_div(&exact).ok_or_else(unsure)?;
    }
    let computed = Number::computed(exact.as_f64()).ok_or_else(unsure)?;
    let base = Number::computed(base.as_f64()).ok_or_else(unsure)?.compare(&base).is_eq();
    if base && computed.compare(&exact).is_eq() { Ok(computed.into()) } else { Err(unsure()) }
}

fn parseint(args: &[Value]) -> Answer {
    let Some(given) = args[0].as_str() else {
        return Err(Value::error("parseint() takes a string"));
    };
    let base = number(&args[1])?.as_index().and_then(|it| u32::try_from(it).ok());
    let base = base.filter(|it| (2..=62).contains(it));
    let base = base.ok_or_else(|| Value::error("the base is none from 2 to 62"))?;
    let wrong = || Value::error(format!("\"{given}\" is no number of base {base}"));
    let (negative, digits) = match given.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, given.strip_prefix('+').unwrap_or(given)),
    };
    if digits.is_empty() {
        return Err(wrong());
    }
    if digits.len() > 1_000 {
        return Err(too_large("the number"));
    }
    let mut value = BigUint::ZERO;
    for digit in digits.chars() {
        value = value * base + digit_of(digit, base).ok_or_else(wrong)?;
    }
    Ok(Number::from((negative, value)).into())
}

/// Up to base 36 capitals and small letters are the same.
fn digit_of(digit: char, base: u32) -> Option<u32> {
    let value = match digit {
        '0'..='9' => u32::from(digit) - u32::from('0'),
        'a'..='z' => u32::from(digit) - u32::from('a') + 10,
        'A'..='Z' if base <= 36 => u32::from(digit) - u32::from('A') + 10,
        'A'..='Z' => u32::from(digit) - u32::from('A') + 36,
        _ => return None,
    };
    (value < base).then_some(value)
}

fn signum(args: &[Value]) -> Answer {
    let number = super::whole(&args[0])?;
    Ok(Number::from(number.signum()).into())
}

/// Terraform itself stops at 1,024 elements.
fn range(args: &[Value]) -> Answer {
    let zero = Number::from(0_i64);
    let (start, end) = match args {
        [end] => (zero, number(end)?),
        [start, end] | [start, end, _] => (number(start)?, number(end)?),
        _ => return Err(Value::error("range() takes one to three arguments")),
    };
    let down = end.compare(&start).is_lt();
    let one = Number::from(if down { -1_i64 } else { 1 });
    let step = args.get(2).map_or(Ok(one), number)?;
    if step.is_zero() && start.compare(&end).is_ne() {
        return Err(Value::error("the step of range() is zero"));
    }
    if args.len() == 3 && step.is_negative() != down && start.compare(&end).is_ne() {
        return Err(Value::error("the step of range() leads away from its end"));
    }
    let mut items = Vec::new();
    let mut next = start;
    while if down { next.compare(&end).is_gt() } else { next.compare(&end).is_lt() } {
        if items.len() == 1024 {
            return Err(Value::error("range() makes more than 1,024 elements"));
        }
        items.push(Value::from(next.clone()));
        next = next.checked_add(&step).ok_or_else(|| too_large("the range"))?;
    }
    list(items, Type::Number)
}
