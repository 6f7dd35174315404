//! Timestamps, durations and how a timestamp is written out.

use time::{Date, Duration, Month, PrimitiveDateTime, Time};

/// Longer patterns run into the limits of the buffer that Terraform reads them with.
const MAX_PATTERN: usize = 32 * 1024;

struct Stamp {
    /// What the calendar and the clock show there.
    local: PrimitiveDateTime,
    /// How many minutes the clock there is ahead of UTC.
    offset: i64,
}

/// How much is taken for a timestamp: `timecmp` takes more than the others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Strict,
    Lenient,
}

/// What is left to read.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn take(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        wanted.contains(first).then(|| self.0 = rest)?;
        Some(*first)
    }

    fn peek_digit(&self) -> bool {
        self.0.first().is_some_and(u8::is_ascii_digit)
    }

    fn digit(&mut self) -> Option<u16> {
        self.take(b"0123456789").map(|it| u16::from(it - b'0'))
    }

    fn two_digits(&mut self) -> Option<u8> {
        u8::try_from(self.digit()? * 10 + self.digit()?).ok()
    }

    /// One digit or two.
    fn some_digits(&mut self) -> Option<u8> {
        let first = self.digit()?;
        u8::try_from(self.digit().map_or(first, |second| first * 10 + second)).ok()
    }

    /// A time whose parts may have one digit, and have a fraction if a digit follows the mark.
    fn short_time(&mut self) -> Option<Time> {
        let hour = self.some_digits()?;
        self.take(b":")?;
        let minute = self.some_digits()?;
        self.take(b":")?;
        let second = self.some_digits()?;
        let nanosecond = fraction(self, Reading::Lenient)?;
        Time::from_hms_nano(hour, minute, second, nanosecond).ok()
    }
}

/// Writes a timestamp as the pattern says.
pub(in super::super) fn format(spec: &str, timestamp: &str) -> Result<String, String> {
    let stamp = parse(timestamp, Reading::Strict)?;
    if spec.len() > MAX_PATTERN {
        return Err("not worked out: a pattern of that length".to_owned());
    }
    let mut out = String::new();
    let mut rest = spec;
    while let Some(first) = rest.chars().next() {
        let end = if first == '\'' {
            quoted_end(rest).ok_or("a quote in the pattern has no end")?
        } else {
            rest.find(|it| it != first).unwrap_or(rest.len())
        };
        let (token, after) = rest.split_at(end);
        match first {
            '\'' if token.len() == 2 => out.push('\''),
            '\'' => out.push_str(&token[1..end - 1].replace("''", "'")),
            'a'..='z' | 'A'..='Z' => out.push_str(&verb(token, &stamp)?),
            _ => out.push_str(token),
        }
        rest = after;
    }
    Ok(out)
}

/// Adds a duration such as `1h30m` to a timestamp.
pub(in super::super) fn add(timestamp: &str, duration: &str) -> Result<String, String> {
    let stamp = parse(timestamp, Reading::Strict)?;
    let nanoseconds =
        nanoseconds(duration).ok_or_else(|| format!("{duration:?} is no duration"))?;
    let local = stamp.local.checked_add(Duration::nanoseconds(nanoseconds));
    let local = local.ok_or("not worked out: a year of five digits")?;
    Ok(rfc3339(&Stamp { local, ..stamp }))
}

/// -1, 0 or 1: the first is earlier, the same instant, or later.
pub(in super::super) fn compare(a: &str, b: &str) -> Result<i64, String> {
    let instant = |text| {
        let stamp = parse(text, Reading::Lenient)?;
        let day = i64::from(stamp.local.to_julian_day());
        let (hour, minute, second, nanosecond) = stamp.local.as_hms_nano();
        let minutes = day * 1440 + i64::from(hour) * 60 + i64::from(minute) - stamp.offset;
        Ok::<_, String>((minutes * 60 + i64::from(second), nanosecond))
    };
    Ok(instant(a)?.cmp(&instant(b)?) as i64)
}

/// What Terraform makes of a YAML scalar that is a timestamp: one as RFC 3339 has it.
pub(super) fn yaml_timestamp(text: &str) -> Option<String> {
    let cursor = &mut Cursor(text.as_bytes());
    let year = i32::from(cursor.two_digits()?) * 100 + i32::from(cursor.two_digits()?);
    cursor.take(b"-")?;
    let month = Month::try_from(cursor.some_digits()?).ok()?;
    cursor.take(b"-")?;
    let date = Date::from_calendar_date(year, month, cursor.some_digits()?).ok()?;
    let (time, offset) = match cursor.take(b"Tt ") {
        None => (Time::MIDNIGHT, 0),
        Some(b' ') => {
            while cursor.take(b" ").is_some() {}
            (cursor.short_time()?, 0)
        }
        Some(_) => (cursor.short_time()?, offset(cursor, Reading::Lenient)?),
    };
    let stamp = Stamp { local: PrimitiveDateTime::new(date, time), offset };
    cursor.0.is_empty().then(|| rfc3339(&stamp))
}

/// A timestamp as RFC 3339 has it, to the second.
fn rfc3339(stamp: &Stamp) -> String {
    let (year, month, day) = stamp.local.to_calendar_date();
    let (hour, minute, second) = stamp.local.as_hms();
    let (sign, years) = (if year < 0 { "-" } else { "" }, year.abs());
    let zone = if stamp.offset == 0 { "Z".to_owned() } else { zone(stamp.offset, ":") };
    let month = u8::from(month);
    format!("{sign}{years:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
}

fn zone(offset: i64, separator: &str) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    format!("{sign}{:02}{separator}{:02}", offset.abs() / 60, offset.abs() % 60)
}

/// Where the quoted text at the beginning ends. One that ends in a doubled quote need not be closed.
fn quoted_end(text: &str) -> Option<usize> {
    if text.starts_with("''") {
        return Some(2);
    }
    let mut from = 1;
    loop {
        let Some(quote) = text.get(from..)?.find('\'').map(|it| from + it) else {
            return (text.len() > 1 && text.ends_with('\'')).then_some(text.len());
        };
        match text[quote..].starts_with("''") {
            true => from = quote + 2,
            false => return Some(quote + 1),
        }
    }
}

fn verb(token: &str, stamp: &Stamp) -> Result<String, String> {
    let (year, month, day) = stamp.local.to_calendar_date();
    let (hour, minute, second) = stamp.local.as_hms();
    let afternoon = hour >= 12;
    let (month, number) = (month.to_string(), u8::from(month));
    let weekday = stamp.local.weekday().to_string();
    let twelve = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
    Ok(match token {
        "YY" => format!("{:02}", year % 100),
        "YYYY" => format!("{year:04}"),
        "M" => number.to_string(),
        "MM" => format!("{number:02}"),
        "MMM" => month[..3].to_owned(),
        "MMMM" => month,
        "D" => day.to_string(),
        "DD" => format!("{day:02}"),
        "EEE" => weekday[..3].to_owned(),
        "EEEE" => weekday,
        "h" => hour.to_string(),
        "hh" => format!("{hour:02}"),
        "H" => twelve.to_string(),
        "HH" => format!("{twelve:02}"),
        "AA" => if afternoon { "PM" } else { "AM" }.to_owned(),
        "aa" => if afternoon { "pm" } else { "am" }.to_owned(),
        "m" => minute.to_string(),
        "mm" => format!("{minute:02}"),
        "s" => second.to_string(),
        "ss" => format!("{second:02}"),
        "Z" if stamp.offset == 0 => "Z".to_owned(),
        "ZZZ" if stamp.offset == 0 => "UTC".to_owned(),
        "ZZZ" | "ZZZZ" => zone(stamp.offset, ""),
        "Z" | "ZZZZZ" => zone(stamp.offset, ":"),
        _ => return Err(format!("the pattern has no verb {token}")),
    })
}

fn parse(text: &str, reading: Reading) -> Result<Stamp, String> {
    read(&mut Cursor(text.as_bytes()), reading)
        .ok_or_else(|| format!("{text:?} is no timestamp as RFC 3339 has it"))
}

fn read(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Stamp> {
    let year = i32::from(cursor.two_digits()?) * 100 + i32::from(cursor.two_digits()?);
    cursor.take(b"-")?;
    let month = Month::try_from(cursor.two_digits()?).ok()?;
    cursor.take(b"-")?;
    let day = cursor.two_digits()?;
    cursor.take(b"T")?;
    let hour = match cursor.0 {
        [digit, b':', ..] if reading == Reading::Lenient && digit.is_ascii_digit() => {
            u8::try_from(cursor.digit()?).ok()?
        }
        _ => cursor.two_digits()?,
    };
    cursor.take(b":")?;
    let minute = cursor.two_digits()?;
    cursor.take(b":")?;
    let second = cursor.two_digits()?;
    let nanosecond = fraction(cursor, reading)?;
    let offset = offset(cursor, reading)?;
    let time = Time::from_hms_nano(hour, minute, second, nanosecond).ok()?;
    let date = Date::from_calendar_date(year, month, day).ok()?;
    cursor.0.is_empty().then(|| Stamp { local: PrimitiveDateTime::new(date, time), offset })
}

/// The nanoseconds; further digits are dropped.
fn fraction(cursor: &mut Cursor<'_>, reading: Reading) -> Option<u32> {
    let marks: &[u8] = if reading == Reading::Strict { b"." } else { b".," };
    if cursor.take(marks).is_none() {
        return Some(0);
    }
    let mut nanosecond = u32::from(cursor.digit()?) * 100_000_000;
    let mut unit = 10_000_000;
    while cursor.peek_digit() {
        nanosecond += u32::from(cursor.digit()?) * unit;
        unit /= 10;
    }
    Some(nanosecond)
}

fn offset(cursor: &mut Cursor<'_>, reading: Reading) -> Option<i64> {
    if cursor.take(b"Z").is_some() {
        return Some(0);
    }
    let sign = if cursor.take(b"+-")? == b'-' { -1 } else { 1 };
    let hours = cursor.two_digits()?;
    cursor.take(b":")?;
    let minutes = cursor.two_digits()?;
    let (last_hour, last_minute) = if reading == Reading::Strict { (23, 59) } else { (24, 60) };
    let in_range = hours <= last_hour && minutes <= last_minute;
    in_range.then(|| sign * (i64::from(hours) * 60 + i64::from(minutes)))
}

/// Reads a duration as Go does.
fn nanoseconds(text: &str) -> Option<i64> {
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    // With the sign, there is one more nanosecond before than after zero.
    let most = (1_u64 << 63) - u64::from(!negative);
    let mut total = 0_u64;
    loop {
        let (part, after) = step(rest)?;
        total = total.checked_add(part).filter(|it| *it <= 1 << 63)?;
        rest = after;
        if rest.is_empty() {
            let amount = i128::from(Some(total).filter(|it| *it <= most)?);
            return i64::try_from(if negative { -amount } else { amount }).ok();
        }
    }
}

/// Reads one number with its unit.
fn step(text: &str) -> Option<(u64, &str)> {
    let (whole, rest) = split_digits(text);
    let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), split_digits);
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let end = rest.find(|it: char| it == '.' || it.is_ascii_digit()).unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(end);
    let unit = match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000_u64,
        _ => return None,
    };
    let whole = if whole.is_empty() { 0 } else { whole.parse::<u64>().ok()? };
    let amount = whole.checked_mul(unit)?.checked_add(part_of(fraction, unit))?;
    (amount <= 1 << 63).then_some((amount, rest))
}

/// A fraction of a unit, with the rounding that Go has.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Go computes with these floats: the last nanosecond is theirs"
)]
fn part_of(fraction: &str, unit: u64) -> u64 {
    let (mut digits, mut scale) = (0_u64, 1.0_f64);
    for digit in fraction.bytes().map(|it| u64::from(it - b'0')) {
        match digits.checked_mul(10).and_then(|it| it.checked_add(digit)) {
            Some(more) if digits <= (i64::MAX as u64) / 10 && more <= 1 << 63 => digits = more,
            _ => break,
        }
        scale *= 10.0;
    }
    (digits as f64 * (unit as f64 / scale)) as u64
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: &str = "2018-01-02T23:12:01Z";

    /// What the function answers, or else `error` or `?`.
    fn shown(answer: Result<String, String>) -> String {
        match answer {
            Ok(answer) => answer,
            Err(reason) if reason.starts_with("not worked out: ") => "?".to_owned(),
            Err(_) => "error".to_owned(),
        }
    }

    #[test]
    fn a_pattern_is_filled_in() {
        let numbers = "Z ZZZ ZZZZ ZZZZZ";
        for (spec, time, expected) in [
            ("YYYY-MM-DD'T'hh:mm:ssZ", TIME, TIME),
            ("EEE EEEE MMM MMMM M D H aa AA", TIME, "Tue Tuesday Jan January 1 2 11 pm PM"),
            ("HH h", "2018-01-02T00:12:01.5Z", "12 0"),
            ("YY YYYY", "0003-01-01T00:00:00Z", "03 0003"),
            ("hhH", TIME, "2311"),
            ("h''m", TIME, "23'12"),
            ("'a''b' 'c'é", TIME, "a'b cé"),
            ("''''", TIME, "''"),
            ("'h''", TIME, "h'"),
            ("", TIME, ""),
            ("'", TIME, "error"),
            ("'''", TIME, "error"),
            ("'a", TIME, "error"),
            ("a", TIME, "error"),
            ("YYY", TIME, "error"),
            ("ZZ", TIME, "error"),
            ("x", TIME, "error"),
            (numbers, TIME, "Z UTC +0000 +00:00"),
            (numbers, "2018-01-02T23:12:01-07:30", "-07:30 -0730 -0730 -07:30"),
            (numbers, "2018-01-02T23:12:01-00:00", "Z UTC +0000 +00:00"),
        ] {
            assert_eq!(shown(format(spec, time)), expected, "{spec} {time}");
        }
    }

    #[test]
    fn a_timestamp_is_taken_strictly() {
        for bad in [
            "",
            "2018-01-02",
            "2018-01-02T23:59:59",
            "2018-01-02T3:12:01Z",
            "2018-01-02T03:12:01,5Z",
            "2018-01-02T03:12:01.Z",
            "2018-02-30T03:12:01Z",
            "2018-01-02t03:12:01z",
            "2018-01-02T24:00:00Z",
            "2018-01-02T23:59:60Z",
            "2018-01-02T23:59:59+24:00",
            "2018-01-02T23:59:59+0700",
            "2018-01-02T23:59:59Zx",
        ] {
            assert_eq!(shown(format("h", bad)), "error", "{bad}");
        }
        assert_eq!(shown(format(&".".repeat(MAX_PATTERN + 1), TIME)), "?");
    }

    #[test]
    fn a_duration_is_added() {
        for (time, duration, expected) in [
            (TIME, "1h15m0.5s", "2018-01-03T00:27:01Z"),
            (TIME, "-10m", "2018-01-02T23:02:01Z"),
            (TIME, "+1h1h", "2018-01-03T01:12:01Z"),
            (TIME, "-0", TIME),
            (TIME, "1.s", "2018-01-02T23:12:02Z"),
            (TIME, ".5s1µs1μs1ns", TIME),
            (TIME, "9223372036854775807ns", "2310-04-14T22:59:17Z"),
            (TIME, "-9223372036854775808ns", "1725-09-23T23:24:44Z"),
            (TIME, "9223372036854775808ns", "error"),
            (TIME, "2562048h", "error"),
            (TIME, "0.3333333333333333333h", "2018-01-02T23:32:01Z"),
            (TIME, "", "error"),
            (TIME, "1", "error"),
            (TIME, ".s", "error"),
            (TIME, "1d", "error"),
            (TIME, "1h 1m", "error"),
            (TIME, "1h-1m", "error"),
            ("2018-01-02T23:12:01.9+05:30", "0.1s", "2018-01-02T23:12:02+05:30"),
            ("0000-01-01T00:00:00Z", "-1h", "-0001-12-31T23:00:00Z"),
            ("9999-12-31T23:59:59Z", "1h", "?"),
        ] {
            assert_eq!(shown(add(time, duration)), expected, "{time} {duration}");
        }
    }

    #[test]
    fn instants_are_compared() {
        for (other, expected) in [
            ("2018-01-02T23:12:01Z", Some(0)),
            ("2018-01-03T00:12:01+01:00", Some(0)),
            ("2018-01-02T23:12:01.0000000009Z", Some(0)),
            ("2018-01-02T23:12:01.000000001Z", Some(-1)),
            ("2018-01-02T3:12:01,5Z", Some(1)),
            ("2018-01-04T00:12:01+24:60", Some(0)),
            ("2018-01-02T23:12:01+25:00", None),
            ("2018-01-2T23:12:01Z", None),
            ("2018-01-02T23:12:1Z", None),
            ("2018-01-02T23:12:01Z ", None),
        ] {
            assert_eq!(compare(TIME, other).ok(), expected, "{other}");
        }
    }
}
