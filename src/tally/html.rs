//! One page that needs nothing else, to be sent around. No scripts; a policy in its head forbids them.

use std::fmt::{Result, Write};

use rust_decimal::Decimal;

use super::Page;
use super::amount::{count, headline, money, percent_of, resources, share};
use super::group::{Dimension, Share, directory, shares, untagged};
use super::human::asked;
use super::keys::{Key, keys};
use super::style::STYLE;
use super::sum::{Part, Split, Status};
use super::text::{html, plain};
use super::treemap::squarified;
use super::values::{Named, Spend, doubles, spend};
use crate::cost::words::dollars;
use crate::page;

/// More is for the other formats.
const ROWS: usize = 50;
const RESOURCES: usize = 200;
/// Smaller ones are not told apart.
const TILES: usize = 40;
const DRAWING: (u32, u32) = (960, 400);
/// Of a letter, about.
const LETTER: i64 = 9;

pub(super) fn text(page: &mut Page<'_>) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = all(&mut out, page);
    out
}

fn all(out: &mut String, page: &mut Page<'_>) -> Result {
    let (coverage, split) = (page.coverage, page.coverage.split());
    out.push_str(&page::head("What can be attributed", STYLE));
    writeln!(out, "<p class=\"sentence\">{}.</p>", html(&headline(coverage, &split)))?;
    bar(out, "bar", Status::ALL.map(|it| (it.name(), split.of(it).dollars())))?;
    tiles(out, &split)?;
    let keys = keys(coverage);
    asked_for(out, page, &keys)?;
    if let Some(by) = page.by() {
        values(out, by, &spend(coverage, by), split.total().dollars())?;
    }
    alike(out, page, &keys)?;
    for by in Dimension::ALL {
        let all = shares(coverage, by);
        if all.len() > 1 {
            places(out, by, &all)?;
        }
    }
    most_expensive(out, page)?;
    let today = html(&coverage.today);
    writeln!(out, "<footer>skint, {today}. Dollars a month of 730 hours.</footer>")?;
    out.push_str(page::FOOT);
    Ok(())
}

/// Parts of one length, which is empty where there is nothing.
fn bar<const N: usize>(out: &mut String, class: &str, parts: [(&str, Decimal); N]) -> Result {
    let total = parts.iter().fold(Decimal::ZERO, |sum, (_, it)| sum.saturating_add(*it));
    write!(out, "<div class=\"{class}\">")?;
    for (name, part) in parts {
        let part = share(part, total).unwrap_or_default() * Decimal::ONE_HUNDRED;
        if !part.is_zero() {
            let part = part.round_dp(2).normalize();
            write!(out, "<i class=\"{name}\" style=\"width:{part}%\"></i>")?;
        }
    }
    writeln!(out, "</div>")
}

fn tiles(out: &mut String, split: &Split) -> Result {
    let total = split.total().dollars();
    writeln!(out, "<dl class=\"tiles\">")?;
    for status in Status::ALL.into_iter().filter(|it| split.of(*it) != &Part::default()) {
        let part = split.of(status);
        let (name, words) = (status.name(), status.words());
        let share = percent_of(part.dollars(), total);
        let comma = if share.is_empty() { "" } else { ", " };
        let more = html(&format!("{share}{comma}{}", resources(part)));
        let amount = html(&dollars(part.dollars()));
        write!(out, "<div><dt><i class=\"{name}\"></i>{words}</dt>")?;
        writeln!(out, "<dd><b>{amount}</b><span class=\"soft\">{more}</span></dd></div>")?;
    }
    writeln!(out, "</dl>")
}

fn asked_for(out: &mut String, page: &Page<'_>, keys: &[Key]) -> Result {
    if keys.is_empty() {
        return Ok(());
    }
    section(out, "What is asked of everything that takes tags")?;
    table(out, &["Key", "", "Present", "Missing", "Wrong", "Not known"])?;
    for key in keys {
        let optional = if key.is_required { "" } else { "<small>optional</small>" };
        write!(out, "<tr><th scope=\"row\"><code>{}</code>{optional}</th><td>", html(&key.name))?;
        let bad = key.missing.dollars().saturating_add(key.wrong.dollars());
        let (present, unknown) = (key.present.dollars(), key.unknown.dollars());
        let parts = [("attributable", present), ("unattributable", bad), ("unknown", unknown)];
        bar(out, "bar small", parts)?;
        write!(out, "</td>")?;
        for part in [&key.present, &key.missing, &key.wrong, &key.unknown] {
            let amount = if part.resources == 0 { String::new() } else { dollars(part.dollars()) };
            let n = count(part.resources, "resource");
            let n = if part.resources == 0 { String::new() } else { n };
            write!(out, "<td>{}<small>{}</small></td>", html(&amount), html(&n))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table></div>")?;
    if let Some(words) = asked(page, keys) {
        writeln!(out, "<p class=\"soft\">{}</p>", html(&words.replace('`', "")))?;
    }
    writeln!(out, "</section>")
}

fn values(out: &mut String, by: &str, all: &[Spend], total: Decimal) -> Result {
    writeln!(out, "<section>\n<h2>Spend by <code>{}</code></h2>", html(by))?;
    treemap(out, all, total)?;
    let columns = ["Value", "Resources", "Fixed a month", "Typical usage", "Share"];
    table(out, &columns)?;
    let mut row = |name: &str, part: &Part| {
        let cells = [part.resources.to_string(), money(part.fixed), money(part.usage)];
        let cells = cells.map(|it| format!("<td>{}</td>", html(&it))).join("");
        let share = html(&percent_of(part.dollars(), total));
        writeln!(out, "<tr><th scope=\"row\">{name}</th>{cells}<td>{share}</td></tr>")
    };
    for it in all.iter().take(ROWS) {
        let name = html(it.named.text());
        match it.named.value() {
            Some(_) => row(&format!("<code>{name}</code>"), &it.part)?,
            None => row(&name, &it.part)?,
        }
    }
    if all.len() > ROWS {
        let rest = all[ROWS..].iter().map(|it| &it.part).sum();
        row(&format!("{} more", all.len() - ROWS), &rest)?;
    }
    writeln!(out, "</tbody>\n</table></div>\n</section>")
}

/// One rectangle for each value that costs something, the largest first.
fn treemap(out: &mut String, all: &[Spend], total: Decimal) -> Result {
    let mut costly: Vec<&Spend> = all.iter().filter(|it| !it.part.dollars().is_zero()).collect();
    costly.sort_by_key(|it| std::cmp::Reverse(it.part.dollars()));
    costly.truncate(TILES);
    if costly.is_empty() {
        return Ok(());
    }
    let amounts: Vec<Decimal> = costly.iter().map(|it| it.part.dollars()).collect();
    let (width, height) = DRAWING;
    let label = "Spend by value, the larger the more";
    writeln!(out, "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\">")?;
    for (it, rect) in costly.iter().zip(squarified(&amounts, width, height)) {
        let [x, y, width, height] =
            [rect.x, rect.y, rect.width, rect.height].map(|it| it.round_dp(1).normalize());
        let class = match it.named {
            Named::Value(_) | Named::Sensitive => "attributable",
            Named::None => "unattributable",
            Named::Unknown => "unknown",
            Named::Untaggable => "untaggable",
        };
        let (name, amount) = (plain(it.named.text()), dollars(it.part.dollars()));
        let share = percent_of(it.part.dollars(), total);
        let title = html(&format!("{name}: {amount} a month, {share}"));
        write!(out, "<g><title>{title}</title><rect class=\"{class}\" x=\"{x}\" y=\"{y}\" ")?;
        write!(out, "width=\"{width}\" height=\"{height}\"/>")?;
        for (at, words) in [name, amount].into_iter().enumerate() {
            let baseline = 22 + 19 * i64::try_from(at).unwrap_or(0);
            let room = Decimal::from(words.chars().count()) * Decimal::from(LETTER);
            if room + Decimal::from(16) <= width && Decimal::from(baseline + 6) <= height {
                let (x, y) = (x + Decimal::from(8), y + Decimal::from(baseline));
                write!(out, "<text x=\"{x}\" y=\"{y}\">{}</text>", html(&words))?;
            }
        }
        writeln!(out, "</g>")?;
    }
    writeln!(out, "</svg>")
}

fn alike(out: &mut String, page: &Page<'_>, keys: &[Key]) -> Result {
    let mut rows = String::new();
    for key in keys {
        for group in doubles(&spend(page.coverage, &key.name)) {
            let values = group.iter().map(|it| {
                let amount = html(&dollars(it.part.dollars()));
                format!("<code>{}</code> ({amount})", html(it.named.text()))
            });
            let values = values.collect::<Vec<_>>().join(", ");
            writeln!(rows, "<li><code>{}</code>: {values}</li>", html(&key.name))?;
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    section(out, "Values that look like one and are counted as several")?;
    writeln!(out, "<ul>\n{rows}</ul>\n</section>")
}

fn places(out: &mut String, by: Dimension, all: &[Share]) -> Result {
    let heading = match by {
        Dimension::Root => "Root modules",
        Dimension::Provider => "Provider configurations",
        Dimension::Module => "Modules",
        Dimension::Service => "Services",
        Dimension::Region => "Regions",
    };
    section(out, heading)?;
    let columns =
        ["", "", "Attributable", "Not attributable", "Not known", "Takes no tags", "Resources"];
    table(out, &columns)?;
    let mut row = |name: &str, split: &Split| {
        write!(out, "<tr><th scope=\"row\">{name}</th><td>")?;
        bar(out, "bar small", Status::ALL.map(|it| (it.name(), split.of(it).dollars())))?;
        let cells = Status::ALL.map(|it| money(split.of(it).dollars()));
        let cells = cells.map(|it| format!("<td>{}</td>", html(&it))).join("");
        writeln!(out, "</td>{cells}<td>{}</td></tr>", split.total().resources)
    };
    for it in all.iter().take(ROWS) {
        row(&format!("<code>{}</code>", html(&it.name)), &it.split)?;
    }
    if all.len() > ROWS {
        let mut rest = Split::default();
        all[ROWS..].iter().for_each(|it| rest.merge(&it.split));
        row(&format!("{} more", all.len() - ROWS), &rest)?;
    }
    writeln!(out, "</tbody>\n</table></div>\n</section>")
}

fn most_expensive(out: &mut String, page: &mut Page<'_>) -> Result {
    let all = untagged(page.coverage);
    if all.is_empty() {
        return Ok(());
    }
    section(out, "What cannot be attributed")?;
    table(out, &["Resource", "A month", "Lacks", "Wrong"])?;
    let names = |keys: &[&str]| {
        let keys: Vec<String> =
            keys.iter().map(|it| format!("<code>{}</code>", html(it))).collect();
        keys.join(", ")
    };
    for it in all.iter().take(RESOURCES) {
        let root = match page.coverage.roots.len() {
            1 => String::new(),
            _ => format!("<code>{}</code>: ", html(directory(it.root))),
        };
        let more = match it.part.resources {
            0 | 1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        let place = page.places.of(it.row.span);
        let place = place.map_or_else(String::new, |(path, line)| html(&format!("{path}:{line}")));
        let (address, amount) = (html(&it.row.address), html(&dollars(it.part.dollars())));
        write!(out, "<tr><th scope=\"row\">{root}<code>{address}</code>{more}")?;
        write!(out, "<small>{place}</small></th><td>{amount}</td>")?;
        let (missing, wrong) = (names(&it.missing), names(&it.wrong));
        writeln!(out, "<td class=\"words\">{missing}</td><td class=\"words\">{wrong}</td></tr>")?;
    }
    writeln!(out, "</tbody>\n</table></div>")?;
    let rest: Part = all.iter().skip(RESOURCES).map(|it| &it.part).sum();
    if rest.resources > 0 {
        let (n, amount) = (rest.resources, html(&dollars(rest.dollars())));
        writeln!(out, "<p class=\"soft\">and {n} more, {amount} a month</p>")?;
    }
    writeln!(out, "</section>")
}

fn section(out: &mut String, heading: &str) -> Result {
    writeln!(out, "<section>\n<h2>{heading}</h2>")
}

fn table(out: &mut String, columns: &[&str]) -> Result {
    let columns = columns.iter().map(|it| format!("<th scope=\"col\">{it}</th>"));
    let columns = columns.collect::<String>();
    writeln!(out, "<div class=\"wide\"><table>\n<thead><tr>{columns}</tr></thead>\n<tbody>")
}
