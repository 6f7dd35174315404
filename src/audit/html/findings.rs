//! Findings by rule, with their source lines; why a rule exists is folded.

use std::fmt::{Result, Write};

use rust_decimal::Decimal;

use super::bars::bar;
use super::{html, marked_html, section};
use crate::audit::rules::OfRule;
use crate::audit::{Audit, View, count, words};
use crate::decode::harmless;
use crate::finding::{Finding, Severity};
use crate::page::{escaped, marked};
use crate::report::{impact, shown};
use crate::source::{FileId, Places, Sources, Span};

/// Findings of one rule that are told, and of all.
const OF_RULE: usize = 10;
const ALL: usize = 200;
/// Lines of an excerpt, and letters of a line.
const LINES: usize = 4;
const LONG: usize = 200;
/// Further places of a finding.
const PLACES: usize = 5;

pub(super) fn all(out: &mut String, audit: &Audit, view: &View, rules: &[OfRule<'_>]) -> Result {
    section(out, "findings", "Findings")?;
    writeln!(out, "<p>{}.</p>", html(&words::found(audit, view)))?;
    severities(out, audit, view)?;
    let mut page = Page {
        out,
        places: Places::new(&audit.run.sources),
        sources: &audit.run.sources,
        left: ALL,
    };
    for of in rules {
        page.rule(of)?;
    }
    writeln!(out, "</section>")
}

fn severities(out: &mut String, audit: &Audit, view: &View) -> Result {
    let all = [Severity::Error, Severity::Warning, Severity::Note];
    let all = all.map(|it| (it, words::severity(audit, view, it)));
    let most = all.iter().map(|(_, n)| *n).max().unwrap_or(0);
    if most == 0 {
        return Ok(());
    }
    writeln!(out, "<ul class=\"bars\">")?;
    for (severity, n) in all {
        let label = count(n, severity.name());
        let drawing = bar("", &label, &[(severity.name(), n.into())], Decimal::from(most));
        writeln!(out, "<li><span>{}</span><b>{n}</b>{drawing}</li>", severity.name())?;
    }
    writeln!(out, "</ul>")
}

struct Page<'o, 's> {
    out: &'o mut String,
    places: Places<'s>,
    sources: &'s Sources,
    /// Findings that there is still room for.
    left: usize,
}

impl Page<'_, '_> {
    fn rule(&mut self, of: &OfRule<'_>) -> Result {
        let (name, severity) = (html(of.name), of.severity.name());
        let title = of.rule.map_or(of.name, |it| it.title.as_str());
        writeln!(
            self.out,
            "<article class=\"{severity}\" id=\"rule-{name}\">\n<h3>{}</h3>",
            html(title)
        )?;
        let n = [count(of.findings.len(), "finding"), count(of.places, "place")].join(" in ");
        writeln!(self.out, "<p class=\"soft\">{severity}, <code>{name}</code>: {}</p>", html(&n))?;
        for it in of.impacts.iter().filter(|it| it.amount.is_ok()) {
            writeln!(self.out, "<p class=\"dollars\">{}</p>", html(&impact::figure(it)))?;
        }
        if let Some(rule) = of.rule {
            writeln!(
                self.out,
                "<details><summary>why</summary>{}</details>",
                paragraphs(&rule.why)
            )?;
        }
        let room = OF_RULE.min(self.left);
        let told = &of.findings[..room.min(of.findings.len())];
        self.left -= told.len();
        writeln!(self.out, "<ol>")?;
        for it in told {
            self.finding(it)?;
        }
        writeln!(self.out, "</ol>")?;
        let more = of.findings.len() - told.len();
        if more > 0 {
            let n = count(more, "more finding");
            writeln!(self.out, "<p class=\"soft\">{n}: <code>skint --rule {name}</code></p>")?;
        }
        writeln!(self.out, "</article>")
    }

    fn finding(&mut self, it: &Finding) -> Result {
        let shown = shown(it);
        writeln!(self.out, "<li>{}", marked_html(shown.message))?;
        let place = self.place(shown.span).unwrap_or_default();
        writeln!(
            self.out,
            "<br><small><code>{}</code> {}</small>",
            html(&shown.place.address),
            html(&place)
        )?;
        self.excerpt(shown.span)?;
        for it in it.impacts().iter().filter(|it| it.amount.is_ok()) {
            writeln!(self.out, "<p class=\"soft\">{}</p>", html(&impact::sentence(it)))?;
        }
        self.others(it)?;
        let fix = it.fix.as_ref().map(|fix| match &fix.caution {
            None => format!("fix: {}", fix.title),
            Some(caution) => format!("fix (check first: {caution}): {}", fix.title),
        });
        let help = it.help.as_ref().map(|it| format!("help: {it}"));
        let more: Vec<String> = help.into_iter().chain(fix).collect();
        if !more.is_empty() {
            let more: Vec<String> = more.iter().map(|it| marked_html(it)).collect();
            let more = more.join("</p><p>");
            writeln!(self.out, "<details><summary>what to do</summary><p>{more}</p></details>")?;
        }
        writeln!(self.out, "</li>")
    }

    fn place(&mut self, span: Span) -> Option<String> {
        self.places.of(span).map(|(path, line)| format!("{path}:{line}"))
    }

    /// Where else it holds.
    fn others(&mut self, finding: &Finding) -> Result {
        let shown = shown(finding).place;
        let others =
            finding.places.iter().filter(|it| it.suppressed.is_none() && !std::ptr::eq(*it, shown));
        let others: Vec<_> = others.collect();
        if others.is_empty() {
            return Ok(());
        }
        let listed =
            others.iter().take(PLACES).map(|it| format!("<code>{}</code>", html(&it.address)));
        let more = match others.len().saturating_sub(PLACES) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let listed = listed.collect::<Vec<_>>().join(", ");
        writeln!(self.out, "<p class=\"soft\">also {listed}{more}</p>")
    }

    /// The lines of a span, in which it is marked; nothing where it is in no file.
    fn excerpt(&mut self, span: Span) -> Result {
        if span.file == FileId::DETACHED || !self.sources.holds(span.file) {
            return Ok(());
        }
        let Some((_, mut number)) = self.places.of(span) else { return Ok(()) };
        let text = self.sources.get(span.file).text.as_str();
        let range = span.range();
        if !text.is_char_boundary(range.start) || !text.is_char_boundary(range.end) {
            return Ok(());
        }
        let mut start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let mut lines = String::new();
        for line in text[start..].split('\n').take(LINES) {
            if start >= range.end.max(range.start + 1) {
                break;
            }
            let within = |at: usize| boundary(line, at.saturating_sub(start));
            let (from, to) = (within(range.start), within(range.end));
            let [before, marked, behind] = [&line[..from], &line[from..to], &line[to..]].map(cut);
            let _ = writeln!(lines, "<i>{number:>4} </i>{before}<mark>{marked}</mark>{behind}");
            start += line.len() + 1;
            number += 1;
        }
        write!(self.out, "<pre>{lines}</pre>")
    }
}

/// A place in a line, at its end where it is beyond.
fn boundary(line: &str, at: usize) -> usize {
    (0..=at.min(line.len())).rev().find(|it| line.is_char_boundary(*it)).unwrap_or(0)
}

fn cut(text: &str) -> String {
    let text = text.trim_end_matches('\r');
    let text = match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    };
    escaped(&harmless::line(&text))
}

/// Paragraphs of a page in Markdown of ours or of a user's pack: all that is known of it is code.
fn paragraphs(text: &str) -> String {
    let parts = text.split("\n\n").map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    let parts = parts.filter(|it| !it.is_empty()).map(|it| marked(&harmless::line(&it)));
    format!("<p>{}</p>", parts.collect::<Vec<_>>().join("</p><p>"))
}
