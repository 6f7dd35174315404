//! One page that needs nothing else, to be sent around: totals, bars, resources, and what is not known. No
//! scripts; a policy in its head forbids them.

use std::io::{self, Write};

use rust_decimal::Decimal;

use super::amount::{bounds, fixed, sentence, traffic, typical};
use super::style::STYLE;
use super::text::{Text, plain};
use super::totals::{self, Share, Shares, Sum};
use super::{Page, count, notes, unknown};
use crate::cost::words::{dollars, span};
use crate::page::{self, escaped, marked};

/// More is for the other formats.
const SERVICES: usize = 20;
const RESOURCES: usize = 500;
const WARNINGS: usize = 50;

pub(super) fn write(out: &mut dyn Write, page: &mut Page<'_>) -> io::Result<()> {
    let (estimate, view) = (page.estimate, page.view);
    let sum = Sum::of(estimate.bills());
    out.write_all(page::head("What it costs", STYLE).as_bytes())?;
    let profile = escaped(&plain(&view.traffic));
    writeln!(
        out,
        "<p class=\"sentence\">{}.</p>",
        escaped(&sentence(&sum, &plain(&view.traffic)))
    )?;
    tiles(out, page, &sum, &traffic(&profile))?;
    let services = totals::services(estimate, SERVICES);
    bars(out, &services)?;
    by_root(out, page)?;
    let resources = totals::resources(estimate, RESOURCES);
    table(out, "Resources", &resources)?;
    not_known(out, page, sum.n_unknown())?;
    let notes = notes::notes(page);
    list(out, "To know about this", &notes, notes.len())?;
    let warnings: Vec<Text> = estimate.warnings.iter().map(Text::theirs).collect();
    list(out, "Said, but without effect here", &warnings, WARNINGS)?;
    let today = escaped(&plain(&view.today));
    writeln!(out, "<footer>skint, {today}. Dollars a month of 730 hours.</footer>")?;
    out.write_all(page::FOOT.as_bytes())
}

fn tiles(out: &mut dyn Write, page: &Page<'_>, sum: &Sum, traffic: &str) -> io::Result<()> {
    let total = &sum.total;
    writeln!(out, "<dl class=\"tiles\">")?;
    tile(out, "Fixed a month", &span(&total.fixed), "before the first request")?;
    let more = bounds(&total.usage);
    let more = if more.is_empty() { String::new() } else { format!("{more}, ") };
    tile(out, "Usage a month", &dollars(total.usage.typical), &format!("{more}{traffic}"))?;
    if sum.n_unknown() > 0 {
        tile(out, "Not known", &count(sum.n_unknown(), "component"), "not in these sums")?;
    }
    let n = page.estimate.bills().count();
    let billed = totals::priced(page.estimate).count();
    tile(out, "Resources", &n.to_string(), &format!("{billed} billed"))?;
    writeln!(out, "</dl>")
}

/// `more` is HTML already.
fn tile(out: &mut dyn Write, name: &str, amount: &str, more: &str) -> io::Result<()> {
    let amount = escaped(amount);
    writeln!(out, "<div><dt>{name}</dt><dd><b>{amount}</b><span>{more}</span></dd></div>")
}

/// Fixed and typical usage beside each other, to the scale of the most expensive.
fn bars(out: &mut dyn Write, services: &Shares) -> io::Result<()> {
    if services.shown.is_empty() {
        return Ok(());
    }
    let known = |it: &Share| it.sum.total.known().typical;
    let most = services.shown.iter().map(known).max().unwrap_or_default();
    let key = "<i class=\"fixed\"></i> fixed <i class=\"usage\"></i> typical usage";
    writeln!(out, "<section>\n<h2>Services</h2>\n<p class=\"key\">{key}</p>\n<ul class=\"bars\">")?;
    for share in services.shown.iter().chain(&services.rest) {
        let total = &share.sum.total;
        let [fixed, usage] = [total.fixed.typical, total.usage.typical].map(|it| part(it, most));
        let unknown = match share.sum.n_unknown() {
            0 => String::new(),
            n => format!(" <em>{n} not known</em>"),
        };
        let amount = match total.known().high.is_zero() {
            true => String::new(),
            false => escaped(&dollars(total.known().typical)),
        };
        let name = escaped(&plain(&share.name));
        writeln!(out, "<li><span>{name}</span><b>{amount}{unknown}</b>")?;
        writeln!(out, "<div><i class=\"fixed\" style=\"width:{fixed}%\"></i>")?;
        writeln!(out, "<i class=\"usage\" style=\"width:{usage}%\"></i></div></li>")?;
    }
    writeln!(out, "</ul>\n</section>")
}

/// Percent, to one digit.
fn part(amount: Decimal, of: Decimal) -> Decimal {
    let part = amount.checked_div(of).unwrap_or_default();
    part.saturating_mul(Decimal::ONE_HUNDRED).min(Decimal::ONE_HUNDRED).round_dp(1)
}

fn by_root(out: &mut dyn Write, page: &Page<'_>) -> io::Result<()> {
    let estimate = page.estimate;
    match estimate.roots.as_slice() {
        [root] => table(out, "Modules", &totals::modules(root, RESOURCES)),
        _ => table(out, "Root modules", &totals::roots(estimate, RESOURCES)),
    }
}

fn table(out: &mut dyn Write, head: &str, shares: &Shares) -> io::Result<()> {
    if shares.shown.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>{head}</h2>\n<div class=\"wide\"><table>")?;
    let columns = ["Fixed a month", "Usage, low to high", "Typical usage", "Not known"];
    let columns = columns.map(|it| format!("<th scope=\"col\">{it}</th>")).join("");
    writeln!(out, "<thead><tr><th></th>{columns}</tr></thead>\n<tbody>")?;
    for share in &shares.shown {
        let name = format!("<code>{}</code>", escaped(&plain(&share.name)));
        row(out, &name, &share.sum)?;
    }
    if let Some(rest) = &shares.rest {
        row(out, &escaped(&rest.name), &rest.sum)?;
    }
    writeln!(out, "</tbody>\n</table></div>\n</section>")
}

fn row(out: &mut dyn Write, name: &str, sum: &Sum) -> io::Result<()> {
    let total = &sum.total;
    let unknown = if sum.n_unknown() == 0 { String::new() } else { sum.n_unknown().to_string() };
    let cells = [fixed(&total.fixed), bounds(&total.usage), typical(&total.usage), unknown];
    let cells = cells.map(|it| format!("<td>{}</td>", escaped(&it))).join("");
    writeln!(out, "<tr><th scope=\"row\">{name}</th>{cells}</tr>")
}

fn not_known(out: &mut dyn Write, page: &mut Page<'_>, n_unknown: usize) -> io::Result<()> {
    if n_unknown == 0 {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>Not known</h2>")?;
    for group in unknown::groups(page) {
        let help = group.remedy.help().map(|it| format!(": {it}")).unwrap_or_default();
        let help = marked(&help);
        writeln!(out, "<p>{}{help}</p>\n<ul>", group.remedy.title())?;
        for cause in &group.causes {
            writeln!(out, "<li>{}</li>", shown(&cause.text()))?;
        }
        if group.n_more > 0 {
            writeln!(out, "<li>and {} more</li>", group.n_more)?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</section>")
}

fn list(out: &mut dyn Write, head: &str, texts: &[Text], limit: usize) -> io::Result<()> {
    if texts.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>{head}</h2>\n<ul>")?;
    for text in texts.iter().take(limit) {
        writeln!(out, "<li>{}</li>", shown(text))?;
    }
    if texts.len() > limit {
        writeln!(out, "<li>and {} more</li>", texts.len() - limit)?;
    }
    writeln!(out, "</ul>\n</section>")
}

fn shown(text: &Text) -> String {
    text.shown(marked, |it| format!("<code>{}</code>", escaped(&plain(it))))
}
