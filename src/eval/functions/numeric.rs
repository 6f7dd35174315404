//! Numbers.

use super::super::number::Number;
use super::super::value::{Value, too_large};
use super::{Answer, Entry, entry, list, number, text, variadic};

pub(super) const TABLE: &[Entry] = &[
    entry("abs", 1, 1, |args| Ok(number(&args[0])?.abs().into())),
    entry("ceil", 1, 1, |args| Ok(number(&args[0])?.ceil().into())),
    entry("floor", 1, 1, |args| Ok(number(&args[0])?.floor().into())),
    variadic("max", 1, |args| extreme(args, std::cmp::Ordering::Greater)),
    variadic("min", 1, |args| extreme(args, std::cmp::Ordering::Less)),
    entry("parseint", 2, 2, parseint),
    entry("pow", 2, 2, pow),
    entry("signum", 1, 1, signum),
    entry("range", 1, 3, range),
];

fn extreme(args: &[Value], wanted: std::cmp::Ordering) -> Answer {
    let mut best = number(&args[0])?;
    for arg in &args[1..] {
        let next = number(arg)?;
        if next.compare(best) == wanted {
            best = next;
        }
    }
    Ok(best.into())
}

fn parseint(args: &[Value]) -> Answer {
    let base = number(&args[1])?.as_index().and_then(|it| u32::try_from(it).ok());
    let base = base.filter(|it| (2..=36).contains(it)).ok_or_else(|| too_large("the base"))?;
    let text = text(&args[0])?;
    match i64::from_str_radix(&text, base) {
        Ok(value) => Ok(Number::from(value).into()),
        Err(_) => Err(Value::error(format!("\"{text}\" is no number of base {base}"))),
    }
}

fn pow(args: &[Value]) -> Answer {
    let (base, exponent) = (number(&args[0])?, number(&args[1])?);
    let exponent =
        exponent.as_index().filter(|it| *it <= 96).ok_or_else(|| too_large("the power"))?;
    let mut power = Number::from(1_i64);
    for _ in 0..exponent {
        power = power.checked_mul(base).ok_or_else(|| too_large("the power"))?;
    }
    Ok(power.into())
}

fn signum(args: &[Value]) -> Answer {
    let number = number(&args[0])?;
    let sign = i64::from(!number.is_zero());
    Ok(Number::from(if number.is_negative() { -sign } else { sign }).into())
}

/// Terraform itself stops at 1,024 elements.
fn range(args: &[Value]) -> Answer {
    let zero = Number::from(0_i64);
    let (start, end) = match args {
        [end] => (zero, number(end)?),
        [start, end, ..] => (number(start)?, number(end)?),
        [] => return Err(Value::error("range() needs an end")),
    };
    let down = end < start;
    let one = Number::from(if down { -1_i64 } else { 1 });
    let step = args.get(2).map_or(Ok(one), number)?;
    if step.is_zero() || step.is_negative() != down && start != end {
        return Err(Value::error("the step of range() leads away from its end"));
    }
    let mut items = Vec::new();
    let mut next = start;
    while (down && next > end) || (!down && next < end) {
        if items.len() == 1024 {
            return Err(Value::error("range() makes more than 1,024 elements"));
        }
        items.push(Value::from(next));
        next = next.checked_add(step).ok_or_else(|| too_large("the range"))?;
    }
    list(items)
}
