//! How one bill was worked out, for a reader with a calculator: what is used and who says so, and for each
//! component its quantity, its tiers and its price.

use std::io::{self, Write};

use rust_decimal::Decimal;

use super::amount::{bounds, exact, sentence};
use super::notes::times;
use super::table::{Look, Table, styled};
use super::text::plain;
use super::totals::Sum;
use super::{Places, View, count};
use crate::cost::words::{dollars, grouped, span};
use crate::cost::{
    Bill, Cost, Grade, LEVELS, Level, Line, Origin, Part, Range, Rates, Region, State, Used,
};
use crate::source::Sources;

/// The whole derivation.
pub fn explain(out: &mut dyn Write, bill: &Bill, sources: &Sources, view: &View) -> io::Result<()> {
    let mut places = Places::new(sources);
    let place = places.text(bill.span).map(|it| format!("  {}", plain(&it))).unwrap_or_default();
    let address = styled(&plain(&bill.address), Look::Bold, view.color);
    writeln!(out, "{address}{place}")?;
    writeln!(out, "{}", what(bill))?;
    if let Some(doubt) = &bill.doubt {
        writeln!(out, "how many there are is not known: {}", plain(doubt))?;
    }
    if bill.lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", sentence(&Sum::of(std::iter::once(bill)), &plain(&view.traffic)))?;
    let used: Vec<&Used> = bill.usage.iter().filter(|it| it.is_read).collect();
    usage(out, &used, view)?;
    for line in &bill.lines {
        component(out, line, &mut places, view)?;
    }
    Ok(())
}

fn what(bill: &Bill) -> String {
    let region = match &bill.region {
        Region::Known(name) => format!(" in {}", plain(name)),
        Region::Assumed(name) => format!(" in {}, which is assumed", plain(name)),
        Region::Global => String::new(),
    };
    match &bill.state {
        State::Priced if bill.lines.is_empty() => {
            format!("{}{region}: nothing of it is billed as it is written", bill.service)
        }
        State::Priced => format!("{}{region}", bill.service),
        State::Free(Some(other)) => format!("free by itself: it is billed in {}", plain(other)),
        State::Free(None) => "free of charge".to_owned(),
        State::Unsupported => {
            format!("skint has no price for {}: what it costs is not known", plain(&bill.kind))
        }
    }
}

fn usage(out: &mut dyn Write, usage: &[&Used], view: &View) -> io::Result<()> {
    if usage.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", styled("usage", Look::Bold, view.color))?;
    let width = usage.iter().map(|it| it.name.chars().count()).max().unwrap_or(0);
    for it in usage {
        let amount = match &it.amount {
            Some(amount) => format!("{} {}", quantity(amount), it.unit),
            None => "not known".to_owned(),
        };
        writeln!(out, "  {:width$}  {amount}", it.name)?;
        writeln!(out, "  {:width$}  {}, {}", "", it.title, origin(&it.origin))?;
        if let Origin::Traffic(steps) = &it.origin {
            for step in steps {
                writeln!(out, "  {:width$}    {}", "", plain(step))?;
            }
        }
    }
    Ok(())
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Declared { line } => format!("from line {line} of the usage file"),
        Origin::Traffic(_) => "from the traffic:".to_owned(),
        Origin::Assumed => "assumed, for nobody declares it".to_owned(),
        Origin::Missing => "which nobody declares and nothing tells".to_owned(),
    }
}

fn quantity(range: &Range) -> String {
    match range.is_exact() {
        true => exact(range.typical),
        false => {
            let [low, typical, high] = LEVELS.map(|it| exact(it.of(range)));
            format!("{low} to {high}, typically {typical}")
        }
    }
}

fn component(
    out: &mut dyn Write,
    line: &Line,
    places: &mut Places<'_>,
    view: &View,
) -> io::Result<()> {
    let head = styled(&line.name, Look::Bold, view.color);
    let cost = match &line.cost {
        Cost::Fixed(cost) => format!("{} a month", span(cost)),
        Cost::Usage(cost) => {
            let typical = format!(", typically {}", dollars(cost.typical));
            let typical = if bounds(cost).is_empty() { String::new() } else { typical };
            format!("{} a month of usage{typical}", span(cost))
        }
        Cost::Unknown { .. } => "not known".to_owned(),
    };
    writeln!(out, "\n{head}: {cost}")?;
    if let Some(note) = &line.note {
        writeln!(out, "  {}", plain(note))?;
    }
    if let Cost::Unknown { reason, at, .. } = &line.cost {
        let place = at.and_then(|it| places.text(it)).map(|it| format!(" at {it}"));
        writeln!(out, "  because {}", plain(&format!("{reason}{}", place.unwrap_or_default())))?;
    }
    if !line.free.is_zero() {
        let free = format!("{} {}", exact(line.free), line.unit);
        writeln!(out, "  up to {free} are taken off, which are free each month")?;
    }
    writeln!(out, "  {} = {}", line.unit, plain(&line.formula))?;
    for (name, value) in &line.values {
        writeln!(out, "    {name} = {}", cut(&plain(value)))?;
    }
    if let (Some(quantity), Some(rates), Cost::Fixed(cost) | Cost::Usage(cost)) =
        (&line.quantity, line.rates.as_deref(), &line.cost)
    {
        sum(line, quantity, rates, cost).write(out, view.width, view.color)?;
    }
    match line.rates.as_deref() {
        Some(rates) => price(out, line, rates, view),
        None => Ok(()),
    }
}

/// Lists of whole resources are not for reading.
fn cut(text: &str) -> String {
    const MOST: usize = 100;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} ...", &text[..end]),
        None => text.to_owned(),
    }
}

/// The sum as one would write it down, in one column where nothing is a range.
fn sum(line: &Line, quantity: &Range, rates: &Rates, cost: &Range) -> Table {
    let is_exact = [quantity, &line.factor, cost].iter().all(|it| it.is_exact());
    let levels: &[Level] = if is_exact { &[Level::Typical] } else { &LEVELS };
    let heads: &[&str] =
        if is_exact { &["", "a month"] } else { &["", "low", "typically", "high"] };
    let mut table = Table::new(2, heads);
    let mut row = |look, name: String, of: &dyn Fn(Level) -> String| {
        table.row(look, std::iter::once(name).chain(levels.iter().map(|it| of(*it))));
    };
    row(Look::Plain, line.unit.to_string(), &|it| exact(it.of(quantity)));
    let reached = rates.tiers.iter().filter(|it| it.from < quantity.high).count();
    let several = reached > 1;
    for (at, tier) in rates.tiers.iter().enumerate() {
        let until = rates.tiers.get(at + 1).map(|it| it.from);
        let inside = |it: Level| {
            let end = it.of(quantity).min(until.unwrap_or(Decimal::MAX));
            end.saturating_sub(tier.from).max(Decimal::ZERO)
        };
        if at > 0 && at >= reached {
            break;
        }
        if several {
            row(Look::Plain, within(tier.from, until), &|it| exact(inside(it)));
        }
        row(Look::Plain, "x price".to_owned(), &|it| format!("${}", exact(it.of(&tier.price))));
        if several {
            row(Look::Plain, "= dollars".to_owned(), &|it| {
                let dollars = inside(it).saturating_mul(it.of(&tier.price));
                format!("${}", exact(dollars))
            });
        }
    }
    if line.factor != Range::exact(Decimal::ONE) {
        row(Look::Plain, "x factor".to_owned(), &|it| exact(it.of(&line.factor)));
    }
    row(Look::Bold, "= cost".to_owned(), &|it| dollars(it.of(cost)));
    table
}

fn within(from: Decimal, until: Option<Decimal>) -> String {
    match until {
        Some(until) => format!("of it {} to {}", grouped(from), grouped(until)),
        None => format!("of it beyond {}", grouped(from)),
    }
}

fn price(out: &mut dyn Write, line: &Line, rates: &Rates, view: &View) -> io::Result<()> {
    writeln!(out, "  price of {}: {}", plain(&line.sku), plain(&rates.price_text()))?;
    if rates.tiers.len() > 1 {
        for (at, tier) in rates.tiers.iter().enumerate() {
            let until = rates.tiers.get(at + 1).map(|it| it.from);
            let [low, high] = [tier.price.low, tier.price.high].map(exact);
            let price = if low == high { format!("${low}") } else { format!("${low} to ${high}") };
            let each = within(tier.from, until).replacen("of it ", "", 1);
            writeln!(out, "    {each} {}: {price} each", rates.unit)?;
        }
    }
    writeln!(out, "    {}", standing(rates, &view.today))?;
    if !rates.source.is_empty() {
        writeln!(out, "    {}", plain(&rates.source))?;
    }
    if let Some(borrowed) = &rates.borrowed {
        let what = match borrowed.what {
            Part::Everything => "it is",
            Part::LaterTiers => "all tiers but the first are",
        };
        let (times, from) = (times(&borrowed.ratio), plain(&borrowed.from));
        let others = count(borrowed.n_prices, "other price");
        writeln!(out, "    {what} {times} times the price in {from}, as with {others} there")?;
    }
    if !rates.discount.is_zero() {
        writeln!(out, "    {} % of the settings are off", exact(rates.discount))?;
    }
    match rates.notes.is_empty() {
        true => Ok(()),
        false => writeln!(out, "    {}", plain(&rates.notes)),
    }
}

/// How sure it is, and how old.
fn standing(rates: &Rates, today: &str) -> String {
    let grade = match rates.grade {
        Grade::Own => "your own",
        Grade::A => "grade A: two sources agree",
        Grade::B => "grade B: one source",
        Grade::C => "grade C: one source, and a doubt",
        Grade::D => "grade D: derived from something like it",
        Grade::G => "grade G: nobody verified it",
    };
    let date = match rates.as_of.is_empty() {
        true if rates.grade == Grade::Own => String::new(),
        true => ", of an unknown date".to_owned(),
        false => format!(", of {}", plain(&rates.as_of)),
    };
    let old = if rates.is_old(today) && !rates.as_of.is_empty() { ", which is old" } else { "" };
    format!("{grade}{date}{old}")
}
