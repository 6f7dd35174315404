//! For a comment on a pull request, or the summary of a job: the worst first, the rest folded away, and never longer than
//! GitHub takes. Nothing that a stranger wrote formats, links or calls anybody.

mod compared;
mod details;
mod text;

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use rust_decimal::Decimal;

use self::text::{cell, code};
use super::places::{self, Places, rooted};
use super::{Shown, Tally, View, count, impact, shown};
use crate::check::Run;
use crate::decode::harmless::markdown::ours;
use crate::finding::{Finding, Impact, ImpactKind, Per, Severity};
use crate::source::Span;

/// Bytes of a report. GitHub refuses comments of more than 65,536.
const LIMIT: usize = 60_000;
/// Bytes up to the end of the table.
const TABLE: usize = 30_000;
/// What is kept for the line that says what is left out.
const REST: usize = 200;
/// Problems that are told; there may be one for each file.
const PROBLEMS: usize = 10;

pub(super) use self::compared::compared;

pub(super) fn write(out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
    let spans = run.at_least(view.min_severity).flat_map(places::of_finding);
    let spans = spans.chain(run.problems.iter().filter_map(|it| it.span));
    let page = Page { run, places: Places::new(&run.sources, spans) };
    let mut findings: Vec<&Finding> = run.at_least(view.min_severity).collect();
    findings.sort_by_key(|it| Reverse((it.severity, wasted(it), it.confidence)));

    let mut text = String::new();
    if !view.quiet {
        text += &headline(run, view);
    }
    text += &page.problems();
    let left = page.table(&findings, &mut text, TABLE);
    findings.truncate(findings.len() - left);
    let folded = page.details(&findings, &mut text, LIMIT);
    text += &left_out(left, folded);
    out.write_all(text.as_bytes())
}

struct Page<'r> {
    run: &'r Run,
    places: Places<'r>,
}

fn headline(run: &Run, view: &View) -> String {
    let tally = Tally::new(run, view.min_severity);
    let levels = [
        (Severity::Error, tally.errors),
        (Severity::Warning, tally.warnings),
        (Severity::Note, tally.notes),
    ];
    let levels = levels.into_iter().filter(|(_, n)| *n > 0);
    let levels: Vec<String> = levels.map(|(it, n)| count(n, it.name())).collect();
    let findings = match tally.findings() {
        0 => "no findings".to_owned(),
        n => format!("{}: {}", count(n, "finding"), levels.join(", ")),
    };
    let saved = impact::saved(run, view.min_severity).map(|it| format!("; {it}"));
    let below = format!("below {}", view.min_severity.name());
    let others = [
        (tally.suppressed, "suppressed"),
        (tally.below, below.as_str()),
        (tally.undecided, "undecided"),
    ];
    let others = others.into_iter().filter(|(n, _)| *n > 0);
    let others: Vec<String> = others.map(|(n, what)| format!("{n} {what}")).collect();
    let others =
        if others.is_empty() { String::new() } else { format!(" ({})", others.join(", ")) };
    format!("### skint\n\n**{findings}{}**{others}\n", ours(&saved.unwrap_or_default()))
}

/// What it wastes a month, for the order.
fn wasted(it: &Finding) -> Decimal {
    let impacts = it.impacts().into_iter();
    let impacts = impacts.filter(|it| it.kind == ImpactKind::Wastes && it.per == Per::Month);
    impacts.filter_map(|it| it.amount.ok()).map(|it| it.typical).sum()
}

impl Page<'_> {
    /// What was not read comes first: nothing is known about it.
    fn problems(&self) -> String {
        let problems = &self.run.problems;
        if problems.is_empty() {
            return String::new();
        }
        let mut text =
            "\nNot read or not understood, so that nothing is known about it:\n\n".to_owned();
        for it in problems.iter().take(PROBLEMS) {
            let place = match it.span {
                Some(span) => self.location(span) + ": ",
                None if it.path.is_empty() => String::new(),
                None => code(&rooted(self.run, &it.path)) + ": ",
            };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "- {place}{}", cell(&it.message));
        }
        match problems.len().saturating_sub(PROBLEMS) {
            0 => text,
            n => text + &format!("- and {n} more\n"),
        }
    }

    /// How many findings had no room.
    fn table(&self, findings: &[&Finding], out: &mut String, limit: usize) -> usize {
        if findings.is_empty() {
            return 0;
        }
        *out += "\n| | Rule | Where | What | Dollars |\n| :-- | :-- | :-- | :-- | :-- |\n";
        for (at, finding) in findings.iter().enumerate() {
            let row = self.row(finding);
            if out.len() + row.len() > limit {
                return findings.len() - at;
            }
            *out += &row;
        }
        0
    }

    fn row(&self, it: &Finding) -> String {
        let Shown { place, span, message } = shown(it);
        let counting = it.places.iter().filter(|it| it.suppressed.is_none()).count();
        let others = match counting.saturating_sub(1) {
            0 => String::new(),
            n => format!("<br>and {}", count(n, "more place")),
        };
        let severity = it.severity.name();
        let (rule, place, address) = (code(&it.rule), self.location(span), code(&place.address));
        let message = cell(message);
        let dollars: Vec<String> = it.impacts().iter().map(dollars).collect();
        let dollars = dollars.join("<br>");
        format!("| {severity} | {rule} | {place}<br>{address}{others} | {message} | {dollars} |\n")
    }

    fn location(&self, span: Span) -> String {
        let (path, line) = (self.places.path(span), self.places.start(span).line);
        code(&format!("{}:{line}", rooted(self.run, path)))
    }
}

fn dollars(it: &Impact) -> String {
    match it.amount {
        Ok(_) => cell(&impact::figure(it)),
        Err(_) => format!("{}: not known", it.kind.name()),
    }
}

/// Findings that are not in the table, and those that are and have no details.
fn left_out(left: usize, folded: usize) -> String {
    let mut text = String::new();
    if folded > 0 {
        let _ = writeln!(text, "\nThe details of {} are left out here.", count(folded, "finding"));
    }
    if left > 0 {
        let verb = if left == 1 { "is" } else { "are" };
        let left = count(left, "finding");
        let _ = writeln!(text, "\n{left} {verb} left out here: the report is too long.");
    }
    text
}
