//! What a change does, for a comment that is written anew with each push: the first line tells programs which one it is.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::text::{cell, code, words};
use super::{LIMIT, Page, REST, TABLE, left_out, wasted};
use crate::compare::{Comparison, Dollars, Row};
use crate::decode::harmless::markdown::ours;
use crate::finding::{Finding, Severity};
use crate::report::change::{self, BRIEF, components, headline, signed};
use crate::report::places::{self, Places};
use crate::report::{View, count, shown};

const MARKER: &str = "<!-- skint -->\n";
/// Bytes of what stands behind the new findings, and those of its summaries and its last line.
const BEHIND: usize = 20_000;
const ENDS: usize = 6_000;
/// Rows of dollars and lines of a list.
const LISTED: usize = 30;

pub(in crate::report) fn compared(
    out: &mut dyn Write,
    comparison: &Comparison,
    view: &View,
) -> io::Result<()> {
    let run = &comparison.new;
    let least = view.min_severity;
    let brief = BRIEF.iter().flat_map(|(state, _)| comparison.of(*state));
    let spans = run.at_least(least).chain(brief).flat_map(places::of_finding);
    let spans = spans.chain(run.problems.iter().filter_map(|it| it.span));
    let page = Page { run, places: Places::new(&run.sources, spans) };
    let mut findings: Vec<&Finding> = run.at_least(least).collect();
    findings.sort_by_key(|it| Reverse((it.severity, wasted(it), it.confidence)));

    let mut text = MARKER.to_owned();
    if !view.quiet {
        let _ = write!(text, "### skint\n\n**{}**\n", ours(&headline(comparison, view)));
    }
    text += &page.problems();
    let most = BEHIND.min(LIMIT.saturating_sub(text.len() + ENDS));
    let behind = page.behind(comparison, least, most);
    let room = LIMIT.saturating_sub(behind.len() + REST);
    let left = page.table(&findings, &mut text, TABLE.min(room));
    findings.truncate(findings.len() - left);
    let folded = page.details(&findings, &mut text, room);
    text += &left_out(left, folded);
    text += &behind;
    out.write_all(text.as_bytes())
}

impl Page<'_> {
    /// Dollars, what is gone, and what is not known.
    fn behind(&self, comparison: &Comparison, least: Severity, most: usize) -> String {
        let mut text = String::new();
        if let Some(dollars) = &comparison.dollars {
            rows(dollars, &mut text, most / 2);
            unpriced(dollars, &mut text, most);
        }
        for (state, what) in BRIEF {
            let of = comparison.of(state).iter().filter(|it| it.severity >= least);
            self.brief(&of.collect::<Vec<_>>(), what, &mut text, most);
        }
        if !comparison.remarks.is_empty() {
            let remarks = &comparison.remarks;
            let (lines, n) = (remarks.iter().map(|it| cell(it)), remarks.len());
            fold("What else there is to know", lines, n, &mut text, most);
        }
        let (head, base) = (cell(&comparison.head), cell(&comparison.base));
        let _ = write!(text, "\n**Compared:** {head} with {base}\n");
        text
    }

    fn brief(&self, findings: &[&Finding], what: &str, out: &mut String, most: usize) {
        if findings.is_empty() {
            return;
        }
        let lines = findings.iter().map(|it| {
            let place = shown(it).place;
            let more = match it.places.len() {
                1 => String::new(),
                n => format!(" and {}", count(n - 1, "more place")),
            };
            let (rule, address) = (code(&it.rule), code(&place.address));
            format!("{rule} of {address}{more} in {}", self.location(place.span))
        });
        fold(&format!("{} {what}", findings.len()), lines, findings.len(), out, most);
    }
}

/// A folded list, as far as there is room.
fn fold(
    summary: &str,
    lines: impl Iterator<Item = String>,
    n: usize,
    out: &mut String,
    most: usize,
) {
    let _ = write!(out, "\n<details><summary>{summary}</summary>\n\n");
    let mut told = 0;
    for line in lines.take(LISTED) {
        if out.len() + line.len() > most {
            break;
        }
        told += 1;
        let _ = writeln!(out, "- {line}");
    }
    if n > told {
        let _ = writeln!(out, "- and {} more", n - told);
    }
    *out += "\n</details>\n";
}

fn rows(dollars: &Dollars, out: &mut String, most: usize) {
    let rows: Vec<&Row> = dollars.rows.iter().collect();
    let rows = change::together(&rows);
    if rows.is_empty() {
        return;
    }
    *out += "\n| | Resource | Fixed a month | Usage a month | Not known |\n| :-- | :-- | --: | --: | --: |\n";
    let mut told = 0;
    for (row, name, n) in rows.iter().take(LISTED) {
        let line = line(row, name, *n);
        if out.len() + line.len() > most {
            break;
        }
        told += 1;
        *out += &line;
    }
    if rows.len() > told {
        let _ = writeln!(out, "| | and {} | | | |", count(rows.len() - told, "more resource"));
    }
    let (fixed, usage) = (ours(&signed(&dollars.fixed())), ours(&signed(&dollars.usage())));
    let unknown = number(dollars.n_unpriced());
    let _ = writeln!(out, "| | all in all | {fixed} | {usage} | {unknown} |");
}

fn line(row: &Row, name: &str, n: usize) -> String {
    let times = if n == 1 { String::new() } else { format!(" ({n} of them, each)") };
    let root = match row.root.as_str() {
        "" => String::new(),
        root => format!("<br>{}", code(root)),
    };
    let (fixed, usage) = (ours(&signed(&row.more.fixed())), ours(&signed(&row.more.usage())));
    let (change, unknown) = (row.change.name(), number(row.unpriced.len()));
    format!("| {change} | {}{times}{root} | {fixed} | {usage} | {unknown} |\n", code(name))
}

fn number(n: usize) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

/// What is in none of the figures, and why.
fn unpriced(dollars: &Dollars, out: &mut String, most: usize) {
    let n = dollars.n_unpriced();
    if n == 0 {
        return;
    }
    let all = dollars.rows.iter().flat_map(|row| row.unpriced.iter().map(move |it| (row, it)));
    let lines = all.map(|(row, it)| {
        format!("{}, {}: {}", code(&row.address), words(&it.component), cell(&it.reason))
    });
    let verb = if n == 1 { "is" } else { "are" };
    fold(&format!("{} {verb} not in these figures", components(n)), lines, n, out, most);
}
