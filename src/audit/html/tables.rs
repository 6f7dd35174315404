//! What it costs and who pays, as bars and tables.

use std::fmt::{Result, Write};

use rust_decimal::Decimal;

use super::bars::{bar, square};
use super::{html, section};
use crate::audit::{Audit, count, words};
use crate::bill::amount::{bounds, fixed, typical};
use crate::bill::text::plain;
use crate::bill::totals::{self, Share, Shares};
use crate::cost::words::dollars;
use crate::tally::amount::{money as amount_or_nothing, percent_of, resources};
use crate::tally::{Key, Status, keys, untagged};

/// More is for `skint cost`.
const SERVICES: usize = 12;
const RESOURCES: usize = 20;
const UNTAGGED: usize = 20;

pub(super) fn money(out: &mut String, audit: &Audit) -> Result {
    section(out, "cost", "What it costs a month")?;
    services(out, &totals::services(&audit.estimate, SERVICES))?;
    let roots = totals::roots(&audit.estimate, SERVICES);
    if audit.estimate.roots.len() > 1 {
        table(out, "The dearest configurations", &roots)?;
    }
    table(out, "The dearest resources", &totals::resources(&audit.estimate, RESOURCES))?;
    writeln!(
        out,
        "<p class=\"soft\"><code>skint cost</code> lists all; <code>skint cost --explain ADDRESS</code> derives one.</p>\n</section>"
    )
}

fn services(out: &mut String, services: &Shares) -> Result {
    if services.shown.is_empty() {
        return writeln!(out, "<p>Nothing here has a price that is known.</p>");
    }
    let known = |it: &Share| it.sum.total.known().typical;
    let all = || services.shown.iter().chain(&services.rest);
    let most = all().map(known).max().unwrap_or_default();
    let key = "by service: <i class=\"fixed\"></i>fixed <i class=\"usage\"></i>typical usage";
    writeln!(out, "<p class=\"key soft\">{key}</p>\n<ul class=\"bars\">")?;
    for share in all() {
        let total = &share.sum.total;
        let (fixed, usage) = (total.fixed.typical, total.usage.typical);
        let name = plain(&share.name);
        let label = format!("{name}: {} fixed, {} usage", dollars(fixed), dollars(usage));
        let drawing = bar("", &label, &[("fixed", fixed), ("usage", usage)], most);
        let unknown = match share.sum.n_unknown() {
            0 => String::new(),
            n => format!(" <span class=\"soft more\">{} not known</span>", count(n, "figure")),
        };
        let amount = amount_or_nothing(known(share));
        writeln!(
            out,
            "<li><span>{}</span><b>{}{unknown}</b>{drawing}</li>",
            html(&share.name),
            html(&amount)
        )?;
    }
    writeln!(out, "</ul>")
}

const COLUMNS: [&str; 4] = ["Fixed", "Usage, low to high", "Typical usage", "Not known"];

fn table(out: &mut String, heading: &str, shares: &Shares) -> Result {
    if shares.shown.is_empty() {
        return Ok(());
    }
    let columns = COLUMNS.map(|it| format!("<th scope=\"col\" class=\"n\">{it}</th>")).join("");
    writeln!(
        out,
        "<h3>{heading}</h3>\n<table class=\"stack\">\n<thead><tr><th></th>{columns}</tr></thead>\n<tbody>"
    )?;
    for share in &shares.shown {
        row(out, &format!("<code>{}</code>", html(&share.name)), share)?;
    }
    if let Some(rest) = &shares.rest {
        row(out, &html(&rest.name), rest)?;
    }
    writeln!(out, "</tbody>\n</table>")
}

fn row(out: &mut String, name: &str, share: &Share) -> Result {
    let total = &share.sum.total;
    let n = share.sum.n_unknown();
    let unknown = if n == 0 { String::new() } else { n.to_string() };
    let cells = [fixed(&total.fixed), bounds(&total.usage), typical(&total.usage), unknown];
    let cells = COLUMNS.iter().zip(cells).map(|(head, it)| cell(head, &it));
    writeln!(out, "<tr><th scope=\"row\">{name}</th>{}</tr>", cells.collect::<String>())
}

/// On a phone the head stands in front of each figure.
fn cell(head: &str, text: &str) -> String {
    format!("<td class=\"n\" data-head=\"{head}\">{}</td>", html(text))
}

pub(super) fn who_pays(out: &mut String, audit: &Audit) -> Result {
    section(out, "tags", "Who pays")?;
    writeln!(out, "<p>{}.</p>", html(&words::attributable(audit)))?;
    let split = audit.coverage.split();
    let total = split.total().dollars();
    let parts = Status::ALL.map(|it| (it.name(), split.of(it).dollars()));
    let label = Status::ALL.map(|it| format!("{} {}", it.words(), dollars(split.of(it).dollars())));
    if !total.is_zero() {
        writeln!(out, "{}", bar(" thick", &label.join(", "), &parts, total))?;
    }
    writeln!(out, "<dl class=\"parts\">")?;
    for status in Status::ALL {
        let part = split.of(status);
        if part.resources + part.modules == 0 && status != Status::Attributable {
            continue;
        }
        let share = percent_of(part.dollars(), total);
        let more = [dollars(part.dollars()), share, resources(part)];
        let more = more.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
        writeln!(
            out,
            "<dt>{} {}</dt><dd>{}</dd>",
            square(status.name()),
            status.words(),
            html(&more)
        )?;
    }
    writeln!(out, "</dl>")?;
    if let Some(policy) = words::policy(audit) {
        writeln!(out, "<p class=\"soft\">{}</p>", html(&policy))?;
    }
    asked_for(out, &keys(&audit.coverage))?;
    dearest(out, audit)?;
    writeln!(
        out,
        "<p class=\"soft\"><code>skint tags</code> tells more, <code>skint tags --plan</code> what to write where.</p>\n</section>"
    )
}

fn asked_for(out: &mut String, keys: &[Key]) -> Result {
    let keys: Vec<&Key> = keys.iter().filter(|it| it.is_required).take(UNTAGGED).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let heads = ["Present", "Missing", "Wrong", "Not known"];
    let columns = heads.map(|it| format!("<th scope=\"col\" class=\"n\">{it}</th>")).join("");
    writeln!(
        out,
        "<table class=\"stack\">\n<thead><tr><th>Key</th>{columns}</tr></thead>\n<tbody>"
    )?;
    for key in keys {
        let parts = [&key.present, &key.missing, &key.wrong, &key.unknown];
        let cells = heads.iter().zip(parts).map(|(head, it)| match it.resources {
            0 => cell(head, ""),
            n => cell(head, &format!("{} on {n}", dollars(it.dollars()))),
        });
        let (name, cells) = (html(&key.name), cells.collect::<String>());
        writeln!(out, "<tr><th scope=\"row\"><code>{name}</code></th>{cells}</tr>")?;
    }
    writeln!(out, "</tbody>\n</table>")
}

/// What costs most of what nobody can attribute.
fn dearest(out: &mut String, audit: &Audit) -> Result {
    let all = untagged(&audit.coverage);
    let costly: Vec<_> = all.iter().filter(|it| !it.part.dollars().is_zero()).collect();
    if costly.is_empty() {
        return Ok(());
    }
    let n = costly.len();
    writeln!(
        out,
        "<details><summary>the dearest of {n} that cannot be attributed</summary>\n<ul>"
    )?;
    for it in costly.iter().take(UNTAGGED) {
        let more = if it.part.resources > 1 {
            format!(" and {} more", it.part.resources - 1)
        } else {
            String::new()
        };
        let lacks: Vec<String> = it
            .missing
            .iter()
            .chain(&it.wrong)
            .map(|it| format!("<code>{}</code>", html(it)))
            .collect();
        let root = match audit.coverage.roots.len() {
            1 => String::new(),
            _ => format!(
                "<code>{}</code>: ",
                html(if it.root.directory.is_empty() { "." } else { &it.root.directory })
            ),
        };
        let (address, amount) = (html(&it.row.address), html(&dollars(it.part.dollars())));
        writeln!(
            out,
            "<li>{amount}: {root}<code>{address}</code>{more} lacks {}</li>",
            lacks.join(", ")
        )?;
    }
    if n > UNTAGGED {
        let rest: Decimal = costly[UNTAGGED..].iter().map(|it| it.part.dollars()).sum();
        writeln!(out, "<li>and {} more, {}</li>", n - UNTAGGED, html(&dollars(rest)))?;
    }
    writeln!(out, "</ul>\n</details>")
}
