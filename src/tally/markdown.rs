//! For a comment on a pull request, or the summary of a job: short, and the rest folded away. Nothing that a stranger
//! wrote formats, links or calls anybody.

use std::fmt::Write;

use super::Page;
use super::amount::{headline, money, percent_of, resources};
use super::group::{directory, untagged};
use super::human::asked;
use super::keys::{Key, keys};
use super::sum::{Part, Split, Status};
use super::text::{code, plain};
use super::values::{doubles, spend};
use crate::cost::words::dollars;
use crate::decode::harmless::markdown::{marked, ours};

/// Rows of a table that are shown; the others are summed up.
const ROWS: usize = 12;

pub(super) fn text(page: &mut Page<'_>) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = all(&mut out, page);
    out
}

fn all(out: &mut String, page: &mut Page<'_>) -> std::fmt::Result {
    let split = page.coverage.split();
    writeln!(out, "### Tags\n\n**{}**", ours(&plain(&headline(page.coverage, &split))))?;
    if split.total() == Part::default() {
        return Ok(());
    }
    parts(out, &split)?;
    let keys = keys(page.coverage);
    asked_for(out, &keys)?;
    most_expensive(out, page)?;
    if let Some(by) = page.by().map(str::to_owned) {
        values(out, page, &by, split.total())?;
    }
    alike(out, page, &keys)?;
    match asked(page, &keys) {
        Some(words) => {
            let parts: Vec<String> = words.split('`').map(plain).collect();
            writeln!(out, "\n{}", marked(&parts.join("`")))
        }
        None => Ok(()),
    }
}

fn parts(out: &mut String, split: &Split) -> std::fmt::Result {
    writeln!(out, "\n| | A month | Share | |\n| :-- | --: | --: | :-- |")?;
    let total = split.total().dollars();
    for status in Status::ALL.into_iter().filter(|it| split.of(*it) != &Part::default()) {
        let part = split.of(status);
        let share = percent_of(part.dollars(), total);
        let (words, amount) = (status.words(), dollars(part.dollars()));
        writeln!(out, "| {words} | {} | {} | {} |", ours(&amount), ours(&share), resources(part))?;
    }
    Ok(())
}

fn asked_for(out: &mut String, keys: &[Key]) -> std::fmt::Result {
    if keys.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n| Key | Present | Missing | Wrong | Not known |\n| :-- | --: | --: | --: | --: |"
    )?;
    for key in keys {
        let parts = [&key.present, &key.missing, &key.wrong, &key.unknown];
        let [present, missing, wrong, unknown] = parts.map(amount);
        let optional = if key.is_required { "" } else { " (optional)" };
        let name = code(&key.name);
        writeln!(out, "| {name}{optional} | {present} | {missing} | {wrong} | {unknown} |")?;
    }
    Ok(())
}

/// `$3.00 (2)`
fn amount(part: &Part) -> String {
    match (part.resources, money(part.dollars())) {
        (0, _) => String::new(),
        (n, amount) if amount.is_empty() => format!("({n})"),
        (n, amount) => format!("{} ({n})", ours(&amount)),
    }
}

fn fold(out: &mut String, summary: &str) -> std::fmt::Result {
    writeln!(out, "\n<details><summary>{summary}</summary>\n")
}

fn most_expensive(out: &mut String, page: &mut Page<'_>) -> std::fmt::Result {
    let all = untagged(page.coverage);
    if all.is_empty() {
        return Ok(());
    }
    fold(out, "Most expensive that cannot be attributed")?;
    writeln!(out, "| Resource | A month | Lacks | Wrong |\n| :-- | --: | :-- | :-- |")?;
    let names = |keys: &[&str]| keys.iter().map(|it| code(it)).collect::<Vec<_>>().join(", ");
    for it in all.iter().take(ROWS) {
        let root = match page.coverage.roots.len() {
            1 => String::new(),
            _ => format!("{}: ", code(directory(it.root))),
        };
        let more = match it.part.resources {
            0 | 1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        let place = page.places.of(it.row.span);
        let place = place.map_or_else(String::new, |(path, line)| code(&format!("{path}:{line}")));
        let (address, amount) = (code(&it.row.address), ours(&dollars(it.part.dollars())));
        let (missing, wrong) = (names(&it.missing), names(&it.wrong));
        writeln!(out, "| {root}{address}{more}<br>{place} | {amount} | {missing} | {wrong} |")?;
    }
    let rest: Part = all.iter().skip(ROWS).map(|it| &it.part).sum();
    if rest.resources > 0 {
        writeln!(out, "| {} more | {} | | |", rest.resources, ours(&dollars(rest.dollars())))?;
    }
    writeln!(out, "\n</details>")
}

fn values(out: &mut String, page: &Page<'_>, by: &str, total: Part) -> std::fmt::Result {
    let all = spend(page.coverage, by);
    fold(out, &format!("Spend by {}", code(by)))?;
    writeln!(out, "| Value | Resources | Fixed a month | Typical usage | Share |")?;
    writeln!(out, "| :-- | --: | --: | --: | --: |")?;
    let mut row = |name: &str, part: &Part| {
        let amounts = [part.fixed, part.usage].map(|it| ours(&money(it)));
        let [fixed, usage] = amounts;
        let share = ours(&percent_of(part.dollars(), total.dollars()));
        writeln!(out, "| {name} | {} | {fixed} | {usage} | {share} |", part.resources)
    };
    for it in all.iter().take(ROWS) {
        match it.named.value() {
            Some(value) => row(&code(value), &it.part)?,
            None => row(it.named.text(), &it.part)?,
        }
    }
    if all.len() > ROWS {
        let rest = all[ROWS..].iter().map(|it| &it.part).sum();
        row(&format!("{} more", all.len() - ROWS), &rest)?;
    }
    writeln!(out, "\n</details>")
}

fn alike(out: &mut String, page: &Page<'_>, keys: &[Key]) -> std::fmt::Result {
    let mut is_first = true;
    for key in keys {
        for group in doubles(&spend(page.coverage, &key.name)) {
            if is_first {
                writeln!(out, "\nValues that look like one and are counted as several:\n")?;
                is_first = false;
            }
            let values = group.iter().map(|it| {
                let amount = ours(&dollars(it.part.dollars()));
                format!("{} ({amount})", code(it.named.text()))
            });
            writeln!(out, "- {}: {}", code(&key.name), values.collect::<Vec<_>>().join(", "))?;
        }
    }
    Ok(())
}
