//! Tables and notes, for a person in a terminal: what it comes to, what of it is most, and what is missing.

use std::io::{self, Write};

use super::amount::{bounds, fixed, sentence, typical};
use super::table::{Look, Table, paragraph, styled};
use super::text::{Text, plain};
use super::totals::{self, Share, Shares, Sum};
use super::unknown::{self, Group};
use super::{Page, View, count, notes};
use crate::cost::{Estimate, MODULE, State};

/// Rows of a table that are shown; the others are summed up.
const ROWS: usize = 15;
/// Warnings that are shown.
const WARNINGS: usize = 10;

pub(super) fn write(out: &mut dyn Write, page: &mut Page<'_>) -> io::Result<()> {
    let (estimate, view) = (page.estimate, page.view);
    paragraph(out, 0, &heading(estimate), Look::Bold, view)?;
    let services = totals::services(estimate, ROWS);
    section(out, "service", &services, view)?;
    by_module(out, estimate, view)?;
    let resources = totals::resources(estimate, view.top);
    if view.top > 0 && resources.shown.len() > 1 {
        section(out, "most expensive", &resources, view)?;
    }
    let sum = Sum::of(estimate.bills());
    if !services.shown.is_empty() {
        let words = sentence(&sum, &plain(&view.traffic));
        writeln!(out)?;
        paragraph(out, 0, &words, Look::Bold, view)?;
    }
    not_known(out, &unknown::groups(page), sum.n_unknown(), view)?;
    let notes = notes::notes(page);
    list(out, "to know about this", &notes, notes.len(), view)?;
    let warnings: Vec<Text> = estimate.warnings.iter().map(Text::theirs).collect();
    list(out, "said, but without effect here", &warnings, WARNINGS, view)
}

/// How much was looked at, and how much of it has a price.
fn heading(estimate: &Estimate) -> String {
    let resources = || estimate.bills().filter(|it| it.kind != MODULE);
    let n = resources().count();
    let of = |state: fn(&State) -> bool| resources().filter(|it| state(&it.state)).count();
    let priced = of(|it| *it == State::Priced);
    let free = of(|it| matches!(it, State::Free(_)));
    let unsupported = of(|it| *it == State::Unsupported);
    let parts = [(priced, "billed"), (free, "free"), (unsupported, "not priced yet")];
    let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}"));
    let parts: Vec<String> = parts.collect();
    let roots = match estimate.roots.len() {
        0 => return "no resources, so there is nothing to estimate".to_owned(),
        1 => String::new(),
        n => format!(" in {}", count(n, "root module")),
    };
    let absent = match estimate.bills().count() - n {
        0 => String::new(),
        n => format!("; {} not on disk", count(n, "module")),
    };
    let colon = if parts.is_empty() { "" } else { ": " };
    format!("{}{roots}{colon}{}{absent}", count(n, "resource"), parts.join(", "))
}

fn table(first: &str) -> Table {
    let head = [first, "fixed a month", "usage, low to high", "typical usage", "not known"];
    Table::new(2, &head).without(2)
}

fn cells(name: String, sum: &Sum) -> [String; 5] {
    let n = sum.n_unknown();
    let unknown = if n == 0 { String::new() } else { n.to_string() };
    let total = &sum.total;
    [name, fixed(&total.fixed), bounds(&total.usage), typical(&total.usage), unknown]
}

fn rows(table: &mut Table, indent: usize, shares: &Shares) {
    let name = |share: &Share| format!("{:indent$}{}", "", plain(&share.name));
    for share in &shares.shown {
        table.row(Look::Plain, cells(name(share), &share.sum));
    }
    if let Some(rest) = &shares.rest {
        table.row(Look::Dim, cells(name(rest), &rest.sum));
    }
}

fn section(out: &mut dyn Write, name: &str, shares: &Shares, view: &View) -> io::Result<()> {
    if shares.shown.is_empty() {
        return Ok(());
    }
    let mut table = table(name);
    rows(&mut table, 0, shares);
    writeln!(out)?;
    table.write(out, view.width, view.color)
}

/// Roots, where there are several, and below each its modules, where it has several.
fn by_module(out: &mut dyn Write, estimate: &Estimate, view: &View) -> io::Result<()> {
    if let [root] = estimate.roots.as_slice() {
        return section(out, "module", &totals::modules(root, ROWS), view);
    }
    let mut roots: Vec<_> =
        estimate.roots.iter().map(|it| (it, Sum::of(it.bills.iter()))).collect();
    roots.retain(|(_, sum)| !sum.total.known().high.is_zero() || sum.n_unknown() > 0);
    roots.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.total.known().typical));
    if roots.is_empty() {
        return Ok(());
    }
    let mut table = table("root module");
    for (root, sum) in roots.iter().take(ROWS) {
        table.row(Look::Plain, cells(plain(totals::directory(root)), sum));
        rows(&mut table, 2, &totals::modules(root, ROWS / 3));
    }
    if roots.len() > ROWS {
        let rest = roots[ROWS..].iter().flat_map(|(root, _)| &root.bills);
        let name = format!("{} more", roots.len() - ROWS);
        table.row(Look::Dim, cells(name, &Sum::of(rest)));
    }
    writeln!(out)?;
    table.write(out, view.width, view.color)
}

fn not_known(
    out: &mut dyn Write,
    groups: &[Group],
    n_unknown: usize,
    view: &View,
) -> io::Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let head = format!("not known: {}", count(n_unknown, "component"));
    writeln!(out, "\n{}", styled(&head, Look::Bold, view.color))?;
    for group in groups {
        let help = group.remedy.help().map(|it| format!(": {it}")).unwrap_or_default();
        let head = format!("{}{help}", group.remedy.title());
        paragraph(out, 2, &head, Look::Plain, view)?;
        for cause in &group.causes {
            paragraph(out, 4, &cause.text().plain(), Look::Plain, view)?;
        }
        if group.n_more > 0 {
            writeln!(out, "    and {} more", group.n_more)?;
        }
    }
    Ok(())
}

fn list(
    out: &mut dyn Write,
    head: &str,
    texts: &[Text],
    limit: usize,
    view: &View,
) -> io::Result<()> {
    if texts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", styled(head, Look::Bold, view.color))?;
    for text in texts.iter().take(limit) {
        paragraph(out, 2, &text.plain(), Look::Plain, view)?;
    }
    match texts.len().saturating_sub(limit) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more"),
    }
}
