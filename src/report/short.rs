//! One line for each place: for editors, `grep` and `sort`. No summary, so that every line is a place.

use std::io::{self, Write};

use super::places::{self, Places};
use super::{View, plain};
use crate::check::Run;
use crate::finding::{Finding, Place, Problem, Undecided};
use crate::source::Span;

pub(super) fn write(out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
    let undecided = if view.undecided { run.undecided.as_slice() } else { &[] };
    let spans = run.at_least(view.min_severity).flat_map(places::of_finding);
    let spans = spans.chain(run.problems.iter().filter_map(|it| it.span));
    let places = Places::new(&run.sources, spans.chain(undecided.iter().map(|it| it.span)));

    let mut findings: Vec<_> = run.at_least(view.min_severity).flat_map(counting).collect();
    findings.sort_by_key(|(_, place)| place.span);
    for (it, place) in findings {
        finding(out, &places, it, place)?;
    }
    for it in undecided {
        question(out, &places, it)?;
    }
    for it in &run.problems {
        problem(out, &places, it)?;
    }
    Ok(())
}

fn counting(finding: &Finding) -> impl Iterator<Item = (&Finding, &Place)> {
    let places = finding.places.iter().filter(|it| it.suppressed.is_none());
    places.map(move |place| (finding, place))
}

fn finding(
    out: &mut dyn Write,
    places: &Places<'_>,
    it: &Finding,
    place: &Place,
) -> io::Result<()> {
    location(out, places, place.span)?;
    let (severity, rule) = (it.severity.name(), plain::line(&it.rule));
    let (message, address) = (plain::line(&place.message), plain::line(&place.address));
    writeln!(out, "{severity}[{rule}] {message} ({address})")
}

fn question(out: &mut dyn Write, places: &Places<'_>, it: &Undecided) -> io::Result<()> {
    location(out, places, it.span)?;
    let (reason, address) = (plain::line(&it.reason), plain::line(&it.address));
    writeln!(out, "undecided[{}] {reason} ({address})", plain::line(&it.rule))
}

fn problem(out: &mut dyn Write, places: &Places<'_>, it: &Problem) -> io::Result<()> {
    match it.span {
        Some(span) => location(out, places, span)?,
        None if it.path.is_empty() => {}
        None => write!(out, "{}: ", plain::line(&it.path))?,
    }
    writeln!(out, "error[{}] {}", it.kind.name(), plain::line(&it.message))
}

fn location(out: &mut dyn Write, places: &Places<'_>, span: Span) -> io::Result<()> {
    let at = places.start(span);
    write!(out, "{}:{}:{}: ", plain::line(places.path(span)), at.line, at.column)
}
