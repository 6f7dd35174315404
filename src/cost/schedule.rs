//! How often a schedule runs in a month.

use rust_decimal::Decimal;

/// Runs a month of `rate(5 minutes)` or `cron(0 12 * * ? *)`. `None` for what is neither.
pub(super) fn runs(expression: &str) -> Option<Decimal> {
    let expression = expression.trim();
    let inside = |name: &str| expression.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    if let Some(rate) = inside("rate") {
        return of_rate(rate);
    }
    of_cron(inside("cron")?)
}

fn of_rate(rate: &str) -> Option<Decimal> {
    let (count, unit) = rate.trim().split_once(' ')?;
    let count: u32 = count.parse().ok()?;
    let minutes = match unit.trim() {
        "minute" | "minutes" => 1,
        "hour" | "hours" => 60,
        "day" | "days" => 1440,
        _ => return None,
    };
    Decimal::from(730 * 60).checked_div(Decimal::from(u64::from(count) * minutes))
}

/// Minutes, hours, day of the month, month, day of the week and year.
fn of_cron(cron: &str) -> Option<Decimal> {
    let fields: Vec<&str> = cron.split_whitespace().collect();
    let [minutes, hours, day, month, weekday, _year] = fields[..] else { return None };
    let per_day = Decimal::from(values(minutes, 0, 59)? * values(hours, 0, 23)?);
    let all = Decimal::from(730) / Decimal::from(24);
    let is_every = |it: &str| matches!(it, "*" | "?");
    let days = match (is_every(day), is_every(weekday)) {
        (true, true) => all,
        (false, _) => Decimal::from(values(day, 1, 31)?).min(all),
        // `MON#2` and `6L` are once a month.
        (true, false) if weekday.contains(['#', 'L']) => Decimal::ONE,
        (true, false) => all * Decimal::from(values(weekday, 1, 7)?) / Decimal::from(7),
    };
    let months = Decimal::from(values(month, 1, 12)?) / Decimal::from(12);
    Some(per_day * days * months)
}

/// How many values a field allows.
fn values(field: &str, least: u32, most: u32) -> Option<u32> {
    if matches!(field, "L" | "LW") || field.ends_with('W') {
        return Some(1);
    }
    let mut sum = 0;
    for part in field.split(',') {
        // More values than there are, are the same ones again.
        sum = (sum + of_part(part, least, most)?).min(most - least + 1);
    }
    Some(sum)
}

fn of_part(part: &str, least: u32, most: u32) -> Option<u32> {
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, step.parse::<u32>().ok().filter(|it| *it > 0)?),
        None => (part, 1),
    };
    let (from, to) = match range.split_once('-') {
        Some((from, to)) => (value(from)?, value(to)?),
        None if matches!(range, "*" | "?") => (least, most),
        None if part.contains('/') => (value(range)?, most),
        None => (value(range)?, value(range)?),
    };
    (from <= to && to <= most).then(|| (to - from) / step + 1)
}

/// A number, a day or a month by its name.
fn value(text: &str) -> Option<u32> {
    const DAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    const MONTHS: &[&str] =
        &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let upper = text.to_uppercase();
    let position = |names: &[&str]| names.iter().position(|it| *it == upper).map(|it| it + 1);
    let named = position(DAYS).or_else(|| position(MONTHS)).and_then(|it| u32::try_from(it).ok());
    text.parse().ok().or(named)
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn schedules_are_counted() {
        let cases = [
            ("rate(5 minutes)", "8760"),
            ("rate(1 day)", "30.42"),
            ("cron(0 12 * * ? *)", "30.42"),
            ("cron(0/15 * * * ? *)", "2920.00"),
            ("cron(0 9 ? * MON-FRI *)", "21.73"),
            ("cron(0 0 1 * ? *)", "1"),
            ("cron(0 0 1 1,7 ? *)", "0.17"),
            ("cron(0 8 ? * MON#1 *)", "1"),
        ];
        for (expression, expected) in cases {
            let found = runs(expression).map(|it| it.round_dp(2).to_string());
            assert_eq!(found.as_deref(), Some(expected), "{expression}");
        }
        let none = ["rate(0 minutes)", "rate(-5 minutes)", "rate(0.001 days)", "rate(x days)"];
        for expression in none.into_iter().chain(["at(2026-01-01T00:00:00)", "cron(1 2)"]) {
            assert_eq!(runs(expression), None, "{expression}");
        }
    }
}
