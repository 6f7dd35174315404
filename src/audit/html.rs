//! One page that needs nothing else, to be sent around, read on a phone and printed. No scripts; a policy in its head
//! forbids them.

mod assumed;
mod bars;
mod findings;
mod style;
mod tables;

use std::cell::Cell;
use std::fmt::{Result, Write};

use super::gaps::{Gap, gaps};
use super::here::here;
use super::rules::of_rules;
use super::{Audit, View, next, words};
use crate::bill::amount::sentence;
use crate::bill::text::{Text, plain};
use crate::bill::totals::Sum;
use crate::cost::words::{dollars, span};
use crate::page::{self, escaped};
use crate::tally::Status;
use crate::tally::amount::percent_of;

/// Gaps and names of one that are told.
const NAMES: usize = 20;

pub(super) fn page(audit: &Audit, view: &View) -> String {
    let mut out = page::head("Audit", style::STYLE);
    // Writing to a string cannot fail.
    let _ = all(&mut out, audit, view);
    out.push_str(page::FOOT);
    out
}

fn all(out: &mut String, audit: &Audit, view: &View) -> Result {
    let here = here(audit);
    let looked_at = html(&words::looked_at(audit, &here));
    let (today, version) = (html(&audit.coverage.today), env!("CARGO_PKG_VERSION"));
    writeln!(out, "<p class=\"soft\">{looked_at}; {today}, skint {version}</p>")?;
    let sum = Sum::of(audit.estimate.bills());
    writeln!(
        out,
        "<p class=\"sentence\">{}.</p>",
        html(&sentence(&sum, &plain(&audit.traffic.profile)))
    )?;
    tiles(out, audit, view, &sum)?;
    contents(out)?;
    section(out, "here", "What is here")?;
    writeln!(out, "<ul>")?;
    for line in words::inventory(&here) {
        writeln!(out, "<li>{}</li>", marked_html(&line))?;
    }
    writeln!(out, "</ul>\n</section>")?;
    tables::money(out, audit)?;
    tables::who_pays(out, audit)?;
    let rules = of_rules(audit, view);
    findings::all(out, audit, view, &rules)?;
    not_known(out, &gaps(audit, view))?;
    assumed::all(out, audit, view)?;
    steps(out, audit, view)?;
    let foot = format!("skint {version}, {}. Dollars a month of 730 hours.", audit.coverage.today);
    writeln!(out, "<footer>{}</footer>", html(&foot))
}

/// What a reader looks for first.
fn tiles(out: &mut String, audit: &Audit, view: &View, sum: &Sum) -> Result {
    let split = audit.coverage.split();
    let good = split.of(Status::Attributable);
    let share = percent_of(good.dollars(), split.total().dollars());
    let share = if share.is_empty() { "nothing to attribute".to_owned() } else { share };
    let taggable = split.taggable().resources;
    let usage = &sum.total.usage;
    let n = audit.run.at_least(view.min_severity).count();
    let open = sum.n_fixed_unknown + sum.n_unsupported;
    let open = match open {
        0 => String::new(),
        n => format!("; at least, for {} in no sum", are(n)),
    };
    let all = [
        ("Fixed a month", span(&sum.total.fixed), format!("before the first request{open}")),
        (
            "Usage a month",
            dollars(usage.typical),
            format!("{}, {}", span(usage), words::traffic(audit)),
        ),
        (
            "Attributable",
            share,
            format!("{} of {taggable} resources that take tags", good.resources),
        ),
        ("Findings", n.to_string(), words::found(audit, view)),
    ];
    writeln!(out, "<dl class=\"tiles\">")?;
    for (name, figure, more) in all {
        let (figure, more) = (html(&figure), marked_html(&more));
        writeln!(
            out,
            "<div><dt>{name}</dt><dd><b>{figure}</b><span class=\"soft\">{more}</span></dd></div>"
        )?;
    }
    writeln!(out, "</dl>")
}

/// `1 figure is`, `2 figures are`
fn are(n: usize) -> String {
    let verb = if n == 1 { "is" } else { "are" };
    format!("{} {verb}", super::count(n, "figure"))
}

const CONTENTS: [(&str, &str); 7] = [
    ("here", "what is here"),
    ("cost", "what it costs"),
    ("tags", "who pays"),
    ("findings", "findings"),
    ("unknown", "not known"),
    ("assumed", "assumed"),
    ("next", "next"),
];

fn contents(out: &mut String) -> Result {
    let links = CONTENTS.map(|(anchor, words)| format!("<a href=\"#{anchor}\">{words}</a>"));
    writeln!(out, "<nav>{}</nav>", links.join(" "))
}

fn section(out: &mut String, anchor: &str, heading: &str) -> Result {
    writeln!(out, "<section id=\"{anchor}\">\n<h2>{heading}</h2>")
}

fn not_known(out: &mut String, gaps: &[Gap]) -> Result {
    section(out, "unknown", "Not known, and how to make it known")?;
    if gaps.is_empty() {
        return writeln!(out, "<p>Everything that was asked could be answered.</p>\n</section>");
    }
    writeln!(out, "<p class=\"soft\">What mends most comes first.</p>\n<ol class=\"gaps\">")?;
    for gap in gaps {
        let (title, holds) = (escaped(gap.kind.title()), escaped(&gap.holds()));
        writeln!(
            out,
            "<li><b>{title}</b> <span class=\"soft\">({holds})</span><p>{}</p>",
            shown(&gap.mend)
        )?;
        names(out, gap)?;
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ol>\n</section>")
}

fn names(out: &mut String, gap: &Gap) -> Result {
    let all: Vec<_> = gap.names.iter().filter(|(name, _)| !name.is_empty()).collect();
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>which, and how much each holds back</summary>\n<ul>")?;
    for (name, n) in all.iter().take(NAMES) {
        writeln!(out, "<li><code>{}</code> {n}</li>", html(name))?;
    }
    if all.len() > NAMES {
        writeln!(
            out,
            "<li>and {} more: <code>skint --undecided</code>, <code>skint cost</code></li>",
            all.len() - NAMES
        )?;
    }
    writeln!(out, "</ul>\n</details>")
}

fn steps(out: &mut String, audit: &Audit, view: &View) -> Result {
    section(out, "next", "Next")?;
    writeln!(out, "<dl class=\"steps\">")?;
    for (step, what) in next::steps(audit, view) {
        writeln!(out, "<dt>{}</dt><dd>{}</dd>", shown(&step), escaped(what))?;
    }
    writeln!(out, "</dl>\n</section>")
}

/// Text of strangers.
fn html(text: &str) -> String {
    escaped(&plain(text))
}

/// Our words with commands in backticks, in which a stranger's may stand: nothing of them is taken for a command.
fn marked_html(text: &str) -> String {
    page::marked(&plain(text))
}

/// What is in backticks, and what a stranger wrote, is code.
fn shown(text: &Text) -> String {
    let in_code = Cell::new(false);
    let ours = |words: &str| {
        let mut out = String::new();
        for (at, part) in words.split('`').enumerate() {
            if at > 0 {
                out.push_str(if in_code.replace(!in_code.get()) { "</code>" } else { "<code>" });
            }
            out.push_str(&escaped(part));
        }
        out
    };
    let theirs = |it: &str| match in_code.get() {
        true => html(it),
        false if it.is_empty() => String::new(),
        false => format!("<code>{}</code>", html(it)),
    };
    text.shown(ours, theirs)
}
