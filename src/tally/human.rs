//! For a person at a terminal of 80 columns: how much can be attributed, key by key, where the rest is, and what to
//! do first.

use std::cmp::Reverse;

use anstyle::{AnsiColor, Color, Style};
use rust_decimal::Decimal;

use super::amount::{count, headline, money, percent_of, resources};
use super::group::{Dimension, Share, directory, shares, untagged};
use super::keys::{Key, keys, others};
use super::sum::{Part, Split, Status};
use super::table::{lines, wrapped};
use super::text::{plain, unordered};
use super::values::{Spend, doubles, spend};
use super::{Page, bar};
use crate::cost::words::dollars;

const BAR: usize = 76;
const SHORT_BAR: usize = 16;
/// Where it is told how many resources there are.
const RESOURCES_AT: usize = 44;
/// Rows of a table that are shown; the others are summed up.
const ROWS: usize = 5;
const VALUES: usize = 30;
const RESOURCES: usize = 8;
const DOUBLES: usize = 5;

/// What to do first.
const FIRST: [&str; 2] = [
    "first: `skint tags --plan` says what to write where",
    "       `skint --rule missing-cost-tags` lists every place",
];

pub(super) fn text(page: &mut Page<'_>) -> String {
    let mut screen = Screen { out: String::new(), color: page.view.color };
    let (coverage, split) = (page.coverage, page.coverage.split());
    screen.paragraph(0, &plain(&headline(coverage, &split)), Style::new().bold());
    if split.total() != Part::default() {
        screen.parts(&split);
    }
    let keys = keys(coverage);
    screen.keys(&keys);
    match &page.view.by {
        Some(by) => screen.values(by, &spend(coverage, by), split.total().dollars()),
        None => screen.places(page),
    }
    screen.most_expensive(page);
    screen.doubles(page, &keys);
    screen.foot(page, &keys, split.of(Status::Unattributable));
    screen.out
}

struct Screen {
    out: String,
    color: bool,
}

const DIM: Style = Style::new().dimmed();

fn look(status: Status) -> (char, Style) {
    let (letter, color) = match status {
        Status::Attributable => ('█', AnsiColor::Green),
        Status::Unattributable => ('▒', AnsiColor::Red),
        Status::Unknown => ('░', AnsiColor::Yellow),
        Status::Untaggable => ('·', AnsiColor::BrightBlack),
    };
    (letter, Style::new().fg_color(Some(Color::Ansi(color))))
}

impl Screen {
    /// The only place that writes an escape sequence.
    fn styled(&self, text: &str, style: Style) -> String {
        if self.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(&unordered(text));
        self.out.push('\n');
    }

    fn paragraph(&mut self, indent: usize, text: &str, style: Style) {
        for line in wrapped(indent, indent + 2, text) {
            let line = self.styled(&line, style);
            self.line(&line);
        }
    }

    fn head(&mut self, text: &str) {
        self.line("");
        self.paragraph(0, text, Style::new().bold());
    }

    fn table<const N: usize>(&mut self, head: [&str; N], rows: &[[String; N]]) {
        for (at, line) in lines(head, rows).into_iter().enumerate() {
            let line = if at == 0 { self.styled(&line, DIM) } else { line };
            self.line(&line);
        }
    }

    /// One letter for so many dollars, in the looks of what they are.
    fn bar(&self, amounts: [Decimal; 4], width: usize) -> String {
        let widths = bar::widths(amounts, width);
        let parts = Status::ALL.into_iter().zip(widths).map(|(status, width)| {
            let (letter, style) = look(status);
            self.styled(&letter.to_string().repeat(width), style)
        });
        parts.collect()
    }

    fn parts(&mut self, split: &Split) {
        let total = split.total().dollars();
        if !total.is_zero() {
            let bar = self.bar(Status::ALL.map(|it| split.of(it).dollars()), BAR);
            self.line("");
            self.line(&format!("  {bar}"));
        }
        self.line("");
        let shown = |it: &Status| split.of(*it) != &Part::default();
        for status in Status::ALL.into_iter().filter(shown) {
            let part = split.of(status);
            let (letter, style) = look(status);
            let letter = self.styled(&letter.to_string(), style);
            let (words, amount) = (status.words(), money(part.dollars()));
            let share = match amount.is_empty() {
                true => String::new(),
                false => percent_of(part.dollars(), total),
            };
            let head = format!("  {letter} {words:<16} {amount:>13} {share:>6}   ");
            let resources = wrapped(RESOURCES_AT, RESOURCES_AT, &resources(part));
            for (at, line) in resources.iter().enumerate() {
                match at {
                    0 => self.line(&format!("{head}{}", line.trim_start())),
                    _ => self.line(line),
                }
            }
        }
    }

    fn keys(&mut self, keys: &[Key]) {
        let required: Vec<&Key> = keys.iter().filter(|it| it.is_required).collect();
        let Some(longest) = required.iter().map(|it| it.name.chars().count().min(20)).max() else {
            return;
        };
        self.head("what is asked of everything that takes tags");
        for key in required {
            let parts = [&key.present, &key.missing, &key.unknown].map(|it| weight(it, key));
            let wrong = weight(&key.wrong, key);
            let bad = parts[1].saturating_add(wrong);
            let bar = self.bar([parts[0], bad, parts[2], Decimal::ZERO], SHORT_BAR);
            let share = percent_of(parts[0], weight(&key.total(), key));
            let name = super::table::cut(&plain(&key.name), longest);
            let lacks =
                [("missing", &key.missing), ("wrong", &key.wrong), ("unknown", &key.unknown)];
            let lacks = lacks.iter().filter(|(_, it)| it.resources > 0).map(|(words, it)| {
                let amount = money(it.dollars());
                let amount = if amount.is_empty() { amount } else { format!(" ({amount})") };
                format!("{words} {}{amount}", it.resources)
            });
            let lacks = lacks.collect::<Vec<_>>().join(", ");
            self.line(format!("  {name:<longest$}  {bar} {share:>5}   {lacks}").trim_end());
        }
    }

    /// Where what cannot be attributed is; only what there is more than one of tells anything.
    fn places(&mut self, page: &Page<'_>) {
        let split = page.coverage.split();
        let bad = split.of(Status::Unattributable);
        let all = Dimension::ALL.map(|by| (by, lacking(shares(page.coverage, by))));
        let of_several = all.into_iter().filter(|(_, all)| all.len() > 1);
        let mut is_first = true;
        for (by, all) in of_several.take(3) {
            if is_first {
                self.head("where it cannot be attributed");
                is_first = false;
            } else {
                self.line("");
            }
            self.shares(by, &all, bad.dollars());
        }
    }

    fn shares(&mut self, by: Dimension, there: &[Share], total: Decimal) {
        let row = |name: String, split: &Split| {
            let (bad, open) = (split.of(Status::Unattributable), split.of(Status::Unknown));
            let n = bad.resources + open.resources;
            let share = percent_of(bad.dollars(), total);
            let share = if bad.dollars().is_zero() { String::new() } else { share };
            [name, money(bad.dollars()), share, money(open.dollars()), n.to_string()]
        };
        let mut rows: Vec<_> =
            there.iter().take(ROWS).map(|it| row(plain(&it.name), &it.split)).collect();
        if there.len() > ROWS {
            let mut rest = Split::default();
            there[ROWS..].iter().for_each(|it| rest.merge(&it.split));
            rows.push(row(format!("{} more", there.len() - ROWS), &rest));
        }
        let first = match by {
            // A tag may be called so too.
            Dimension::Service => "billed as",
            _ => by.name(),
        };
        let head = [first, "not attributable", "share", "not known", "resources"];
        self.table(head, &rows);
    }

    fn values(&mut self, key: &str, all: &[Spend], total: Decimal) {
        self.head(&format!("spend by `{}`", plain(key)));
        let row = |name: String, part: &Part| {
            let share = percent_of(part.dollars(), total);
            let n = part.resources.to_string();
            [name, n, money(part.fixed), money(part.usage), share]
        };
        let (values, others): (Vec<&Spend>, Vec<&Spend>) =
            all.iter().partition(|it| it.named.value().is_some());
        let name = |it: &Spend| plain(it.named.text());
        let mut rows: Vec<_> =
            values.iter().take(VALUES).map(|it| row(name(it), &it.part)).collect();
        if values.len() > VALUES {
            let rest = values[VALUES..].iter().map(|it| &it.part).sum();
            rows.push(row(format!("{} more", values.len() - VALUES), &rest));
        }
        rows.extend(others.iter().map(|it| row(name(it), &it.part)));
        let head = ["value", "resources", "fixed a month", "typical usage", "share"];
        self.table(head, &rows);
    }

    fn most_expensive(&mut self, page: &mut Page<'_>) {
        let all = untagged(page.coverage);
        let costly: Vec<_> = all.iter().filter(|it| !it.part.dollars().is_zero()).collect();
        if costly.is_empty() {
            return;
        }
        self.head("the most expensive that cannot be attributed");
        let amounts = costly.iter().take(RESOURCES).map(|it| dollars(it.part.dollars()));
        let amounts: Vec<String> = amounts.collect();
        let width = amounts.iter().map(String::len).max().unwrap_or(0);
        for (it, amount) in costly.iter().zip(amounts) {
            let root = match page.coverage.roots.len() {
                1 => String::new(),
                _ => format!("{}: ", plain(directory(it.root))),
            };
            let more = match it.part.resources {
                0 | 1 => String::new(),
                n => format!(" and {} more", n - 1),
            };
            let place = page.places.of(it.row.span);
            let place = place.map_or_else(String::new, |(path, line)| {
                self.styled(&format!("  # {}:{line}", plain(path)), DIM)
            });
            let address = plain(&it.row.address);
            self.line(&format!("  {amount:>width$}  {root}{address}{more}{place}"));
            let lacks = [("lacks", &it.missing), ("wrong", &it.wrong)];
            let lacks = lacks.iter().filter(|(_, keys)| !keys.is_empty()).map(|(words, keys)| {
                let keys: Vec<String> = keys.iter().map(|it| plain(it)).collect();
                format!("{words} {}", keys.join(", "))
            });
            let lacks = lacks.collect::<Vec<_>>().join("; ");
            self.paragraph(width + 4, &lacks, Style::new());
        }
        let rest: Part = costly.iter().skip(RESOURCES).map(|it| &it.part).sum();
        if rest.resources > 0 {
            let amount = dollars(rest.dollars());
            self.line(&format!("  {amount:>width$}  {}", count(rest.resources, "more resource")));
        }
    }

    /// Of every key that is asked for, or that was asked about.
    fn doubles(&mut self, page: &Page<'_>, keys: &[Key]) {
        let names = keys.iter().map(|it| it.name.as_str());
        let by = page.view.by.as_deref().filter(|by| names.clone().all(|it| it != *by));
        let mut groups: Vec<(String, Decimal)> = Vec::new();
        for key in names.chain(by) {
            for group in doubles(&spend(page.coverage, key)) {
                let total: Part = group.iter().map(|it| &it.part).sum();
                groups.push((double(key, &group), total.dollars()));
            }
        }
        if groups.is_empty() {
            return;
        }
        groups.sort_by_key(|(_, total)| Reverse(*total));
        self.head("values that look like one and are counted as several");
        for (words, _) in groups.iter().take(DOUBLES) {
            self.paragraph(2, words, Style::new());
        }
        if groups.len() > DOUBLES {
            self.line(&format!("  and {} more", groups.len() - DOUBLES));
        }
    }

    fn foot(&mut self, page: &Page<'_>, keys: &[Key], bad: &Part) {
        let unasked = page.coverage.unasked();
        if unasked.resources > 0 && !keys.is_empty() {
            self.line("");
            let n = count(unasked.resources, "resource");
            let words = format!("no tags are asked of {n} ({})", dollars(unasked.dollars()));
            self.paragraph(0, &format!("{words}: they count as attributable"), Style::new());
        }
        if let Some(words) = asked(page, keys) {
            self.line("");
            self.paragraph(0, &words, Style::new());
        }
        if bad.resources > 0 {
            for it in FIRST {
                self.line(it);
            }
        }
    }
}

/// The places where something costs what nobody can attribute, or perhaps nobody.
fn lacking(mut all: Vec<Share>) -> Vec<Share> {
    let is_there = |it: &Share, status| !it.split.of(status).dollars().is_zero();
    all.retain(|it| is_there(it, Status::Unattributable) || is_there(it, Status::Unknown));
    all
}

/// Dollars, or resources where none costs anything.
fn weight(part: &Part, key: &Key) -> Decimal {
    match key.total().dollars().is_zero() {
        true => part.resources.into(),
        false => part.dollars(),
    }
}

fn double(key: &str, group: &[&Spend]) -> String {
    let values = group.iter().map(|it| {
        let amount = dollars(it.part.dollars());
        format!("\"{}\" ({amount} on {})", plain(it.named.text()), it.part.resources)
    });
    format!("{}: {}", plain(key), values.collect::<Vec<_>>().join(", "))
}

/// By which policies it was judged, and how to write one.
pub(super) fn asked(page: &Page<'_>, keys: &[Key]) -> Option<String> {
    let policies = &page.coverage.policies;
    let required = keys.iter().filter(|it| it.is_required).map(|it| plain(&it.name));
    let required = required.collect::<Vec<_>>().join(", ");
    let places: Vec<String> =
        policies.iter().filter(|it| !it.place.is_empty()).map(|it| plain(&it.place)).collect();
    match (policies.is_empty(), places.is_empty()) {
        (true, _) => None,
        (false, true) => {
            let others = others(page.coverage).map(|it| format!("; what is written: {it}"));
            let others = others.unwrap_or_default();
            Some(format!(
                "asked for by usual: {required}, in any case and by the names that people use; a `tags` \
                 block in .skint.hcl asks for others{others}"
            ))
        }
        (false, false) => Some(format!("asked for by {}: {required}", places.join(", "))),
    }
}
