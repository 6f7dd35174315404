//! For a comment on a pull request, or the summary of a job: short, and the rest folded away. Nothing that
//! a stranger wrote formats, links or calls anybody.

use std::io::{self, Write};

use super::amount::{bounds, fixed, sentence, typical};
use super::text::{Text, plain};
use super::totals::{self, Shares, Sum};
use super::{Page, count, notes, unknown};
use crate::decode::harmless::markdown::{self, ours, quiet};

/// Rows of a table that are shown; the others are summed up.
const ROWS: usize = 12;
const WARNINGS: usize = 10;

pub(super) fn write(out: &mut dyn Write, page: &mut Page<'_>) -> io::Result<()> {
    let (estimate, view) = (page.estimate, page.view);
    let sum = Sum::of(estimate.bills());
    let profile = quiet(&plain(&view.traffic));
    writeln!(out, "### Cost\n\n**{}**", ours(&sentence(&sum, &profile)))?;
    let services = totals::services(estimate, ROWS);
    if !services.shown.is_empty() {
        writeln!(out)?;
        table(out, "Service", &services, |it| quiet(&plain(it)))?;
    }
    let resources = totals::resources(estimate, view.top);
    if view.top > 0 && resources.shown.len() > 1 {
        fold(out, "Most expensive resources")?;
        table(out, "Resource", &resources, code)?;
        writeln!(out, "\n</details>")?;
    }
    not_known(out, page, sum.n_unknown())?;
    let notes = notes::notes(page);
    list(out, "To know about this", &notes, notes.len())?;
    let warnings: Vec<Text> = estimate.warnings.iter().map(Text::theirs).collect();
    list(out, "Said, but without effect here", &warnings, WARNINGS)
}

fn fold(out: &mut dyn Write, summary: &str) -> io::Result<()> {
    writeln!(out, "\n<details><summary>{summary}</summary>\n")
}

fn table(
    out: &mut dyn Write,
    first: &str,
    shares: &Shares,
    name: impl Fn(&str) -> String,
) -> io::Result<()> {
    let columns = "Fixed a month | Usage, low to high | Typical usage | Not known";
    writeln!(out, "| {first} | {columns} |")?;
    writeln!(out, "| :-- | --: | --: | --: | --: |")?;
    for share in &shares.shown {
        row(out, &name(&share.name), &share.sum)?;
    }
    match &shares.rest {
        Some(rest) => row(out, &rest.name, &rest.sum),
        None => Ok(()),
    }
}

fn row(out: &mut dyn Write, name: &str, sum: &Sum) -> io::Result<()> {
    let total = &sum.total;
    let unknown = if sum.n_unknown() == 0 { String::new() } else { sum.n_unknown().to_string() };
    let (fixed, bounds, typical) =
        (fixed(&total.fixed), bounds(&total.usage), typical(&total.usage));
    let [fixed, bounds, typical] = [fixed, bounds, typical].map(|it| ours(&it));
    writeln!(out, "| {name} | {fixed} | {bounds} | {typical} | {unknown} |")
}

fn not_known(out: &mut dyn Write, page: &mut Page<'_>, n_unknown: usize) -> io::Result<()> {
    if n_unknown == 0 {
        return Ok(());
    }
    fold(out, &format!("Not known: {}", count(n_unknown, "component")))?;
    for group in unknown::groups(page) {
        let help = group.remedy.help().map(|it| format!(": {it}")).unwrap_or_default();
        writeln!(out, "- {}{help}", group.remedy.title())?;
        for cause in &group.causes {
            writeln!(out, "  - {}", shown(&cause.text()))?;
        }
        if group.n_more > 0 {
            writeln!(out, "  - and {} more", group.n_more)?;
        }
    }
    writeln!(out, "\n</details>")
}

fn list(out: &mut dyn Write, head: &str, texts: &[Text], limit: usize) -> io::Result<()> {
    if texts.is_empty() {
        return Ok(());
    }
    fold(out, head)?;
    for text in texts.iter().take(limit) {
        writeln!(out, "- {}", shown(text))?;
    }
    if texts.len() > limit {
        writeln!(out, "- and {} more", texts.len() - limit)?;
    }
    writeln!(out, "\n</details>")
}

fn shown(text: &Text) -> String {
    text.shown(str::to_owned, code)
}

fn code(text: &str) -> String {
    markdown::code(&plain(text))
}
