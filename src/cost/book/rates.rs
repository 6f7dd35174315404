//! What the book answers: rates, or why there are none.

use ecow::EcoString;
use rust_decimal::Decimal;
use thiserror::Error;

use super::nearest;
use crate::cost::Range;

/// What one sku costs in one region.
#[derive(Clone, PartialEq, Debug)]
pub struct Rates {
    /// What is counted, in the plural: `hours`, `GB-months`.
    pub unit: EcoString,
    /// By how many units it is sold. Only for showing: the prices of `tiers` are of one unit.
    pub per: Decimal,
    /// The first starts at zero; each holds up to the next. Never empty.
    pub tiers: Vec<Tier>,
    pub grade: Grade,
    pub source: EcoString,
    /// A day, a month, a year, or empty where nobody knows.
    pub as_of: EcoString,
    pub notes: EcoString,
    /// Not all of it is a price of this region.
    pub borrowed: Option<Borrowed>,
    /// The percentage that settings took off `tiers`.
    pub discount: Decimal,
}

/// What each unit costs from a number of units on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tier {
    pub from: Decimal,
    pub price: Range,
}

/// How sure a price is; the worst is the greatest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Grade {
    /// The user said it.
    Own,
    /// Two sources agree.
    A,
    /// One source.
    B,
    /// One source, and a doubt.
    C,
    /// Derived from something that is like it.
    D,
    /// Nobody verified it.
    G,
}

/// Prices of another region, carried over.
#[derive(Clone, PartialEq, Debug)]
pub struct Borrowed {
    pub from: EcoString,
    pub what: Part,
    /// By what the other region's prices were multiplied.
    pub ratio: Range,
    /// On how many prices the ratio rests.
    pub n_prices: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Everything,
    /// All tiers but the first.
    LaterTiers,
}

/// Why there is no price.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum NoPrice {
    /// The words name the nearest that there are, which are looked for when the words are asked for.
    #[error("no price is known of {sku}{}", meant(sku))]
    UnknownSku { sku: String },
    #[error("the price of {sku} depends on the region, which is not known")]
    UnknownRegion { sku: String },
    #[error("no price of {sku} is known in {region}, and too few others there to judge by")]
    UnknownThere { sku: String, region: String },
    #[error("no price of {sku} is known in {region}{}", nor_in(region, reference))]
    NoReference { sku: String, region: String, reference: String },
}

impl NoPrice {
    /// The same without the nearest, which takes a thousand times longer to find than a price.
    pub fn brief(&self) -> String {
        match self {
            NoPrice::UnknownSku { sku } => format!("no price is known of {sku}"),
            other => other.to_string(),
        }
    }
}

fn nor_in(region: &str, reference: &str) -> String {
    if region == reference { String::new() } else { format!(", nor in {reference}") }
}

fn meant(sku: &str) -> String {
    let nearest = nearest::to(sku);
    match &nearest[..] {
        [] => String::new(),
        _ => format!(": the nearest are {}", nearest.join(", ")),
    }
}

impl Grade {
    /// `None` for what is no grade of a price table.
    pub fn read(text: &str) -> Option<Grade> {
        Some(match text {
            "own" => Grade::Own,
            "A" => Grade::A,
            "B" => Grade::B,
            "C" => Grade::C,
            "D" => Grade::D,
            "G" => Grade::G,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Grade::Own => "own",
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
            Grade::G => "G",
        }
    }
}

impl Rates {
    /// The price is more than a year old on this day (`2026-11-21`), or nobody knows how old it is. A
    /// price of some month or year is as old as its first day. What users say without a date they mean.
    pub fn is_old(&self, today: &str) -> bool {
        if self.as_of.is_empty() && self.grade == Grade::Own {
            return false;
        }
        let year_ago = today.split_once('-').and_then(|(year, rest)| {
            Some(format!("{:04}-{rest}", year.parse::<u16>().ok()?.checked_sub(1)?))
        });
        let first_day = match self.as_of.len() {
            4 => format!("{}-01-01", self.as_of),
            7 => format!("{}-01", self.as_of),
            _ => self.as_of.to_string(),
        };
        !is_date(&self.as_of) || year_ago.is_none_or(|it| first_day < it)
    }

    /// All that is known of it, a line each: prices by tier, and where they are from.
    pub fn describe(&self, today: &str) -> Vec<String> {
        let mut lines = vec![self.price_text()];
        for tier in self.tiers.iter().skip(1) {
            let amount = amount(tier.price.scaled(self.per));
            lines.push(format!("{amount} from {} {} on", grouped(tier.from), self.unit));
        }
        let date = if self.as_of.is_empty() { "without a date" } else { &self.as_of };
        let old = if self.is_old(today) { ", more than a year old" } else { "" };
        let unverified = if self.grade == Grade::G { ", unverified" } else { "" };
        lines.push(format!("source: {}, {date}{old}{unverified}", self.source));
        if let Some(it) = &self.borrowed {
            let what = match it.what {
                Part::Everything => "carried over",
                Part::LaterTiers => "its later tiers carried over",
            };
            let (low, high) = (it.ratio.low.normalize(), it.ratio.high.normalize());
            lines.push(format!("{what} from {}, times {low} to {high}", it.from));
        }
        if !self.discount.is_zero() {
            lines.push(format!("with your discount of {} %", self.discount.normalize()));
        }
        if !self.notes.is_empty() {
            lines.push(format!("note: {}", self.notes));
        }
        lines
    }

    /// The first tier as people say it: `$0.045 per hour`, `$1.00 per 1,000,000 requests`.
    pub fn price_text(&self) -> String {
        let price = self.tiers.first().map(|it| it.price.scaled(self.per)).unwrap_or_default();
        let amount = amount(price);
        match (self.unit.as_str(), self.per == Decimal::ONE) {
            ("fraction" | "factor", _) => {
                format!("{} times another price", price.typical.normalize())
            }
            (unit, true) => format!("{amount} per {}", singular(unit)),
            (unit, false) => format!("{amount} per {} {unit}", grouped(self.per)),
        }
    }
}

/// A day, a month or a year.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str| part.bytes().all(|it| it.is_ascii_digit());
    let lengths: Vec<usize> = parts.iter().map(|it| it.len()).collect();
    parts.iter().all(digits) && matches!(lengths[..], [4] | [4, 2] | [4, 2, 2])
}

/// The digits behind leading zeros that are shown of a price, and of a bound, which is not that sure.
const EXACT_DIGITS: u32 = 8;
const BOUND_DIGITS: u32 = 3;

fn amount(price: Range) -> String {
    if price.is_exact() {
        return dollars(price.low, EXACT_DIGITS);
    }
    let [low, high] = [price.low, price.high].map(|it| dollars(it, BOUND_DIGITS));
    format!("{low} to {high}")
}

fn dollars(amount: Decimal, n_digits: u32) -> String {
    let amount = amount.round_sf(n_digits).unwrap_or(amount).normalize();
    match amount.scale() {
        0 | 1 => format!("${amount:.2}"),
        _ => format!("${amount}"),
    }
}

fn singular(unit: &str) -> String {
    match (unit.strip_suffix("ies"), unit.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) if !unit.ends_with("ms") => stem.to_owned(),
        _ => unit.to_owned(),
    }
}

fn grouped(number: Decimal) -> String {
    let digits = number.normalize().to_string();
    let n_whole = digits.find('.').unwrap_or(digits.len());
    let mut out = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && position < n_whole && (n_whole - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
