//! Workflow commands, which GitHub shows as annotations. It keeps ten a level and step and drops the rest
//! without a word, so that the worst come first and the tenth says how many more there are.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::places::{self, Places};
use super::{Shown, View, count, plain, shown};
use crate::check::Run;
use crate::finding::{Finding, Problem, Severity};
use crate::source::Span;

const LIMIT: usize = 10;

pub(super) fn write(out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
    let spans = run.at_least(view.min_severity).flat_map(places::of_finding);
    let spans = spans.chain(run.problems.iter().filter_map(|it| it.span));
    let places = Places::new(&run.sources, spans);

    for severity in Severity::ALL.into_iter().rev() {
        let mut findings: Vec<_> =
            run.at_least(view.min_severity).filter(|it| it.severity == severity).collect();
        findings.sort_by_key(|it| Reverse(it.confidence));
        let findings = findings.into_iter().map(|it| of_finding(&places, it));
        match severity {
            // What was not read counts most: nothing is known about it.
            Severity::Error => {
                let problems = run.problems.iter().map(|it| of_problem(&places, it));
                level(out, "error", &mut problems.chain(findings))?;
            }
            Severity::Warning => level(out, "warning", &mut { findings })?,
            Severity::Note => level(out, "notice", &mut { findings })?,
        }
    }
    Ok(())
}

struct Annotation {
    /// `file=…,line=…`, escaped; empty where there is no place.
    place: String,
    title: String,
    message: String,
}

fn of_finding(places: &Places<'_>, it: &Finding) -> Annotation {
    let Shown { place, span, message } = shown(it);
    let message = format!("{} ({})", plain::line(message), plain::line(&place.address));
    let more = it.places.iter().filter(|it| it.suppressed.is_none()).count().saturating_sub(1);
    let more = (more > 0).then(|| format!("and {}", count(more, "more place")));
    let message = [Some(message), more, help(it.help.as_ref())];
    Annotation {
        place: place_of(places, span),
        title: plain::line(&it.rule).into_owned(),
        message: message.into_iter().flatten().collect::<Vec<_>>().join("\n"),
    }
}

fn of_problem(places: &Places<'_>, it: &Problem) -> Annotation {
    let place = match it.span {
        Some(span) => place_of(places, span),
        None if it.path.is_empty() => String::new(),
        None => format!("file={}", property(&plain::line(&it.path))),
    };
    let message = [Some(plain::line(&it.message).into_owned()), help(it.help.as_ref())];
    Annotation {
        place,
        title: it.kind.name().to_owned(),
        message: message.into_iter().flatten().collect::<Vec<_>>().join("\n"),
    }
}

fn help(text: Option<&String>) -> Option<String> {
    text.map(|it| format!("help: {}", plain::lines(it)))
}

fn place_of(places: &Places<'_>, span: Span) -> String {
    let file = property(&plain::line(places.path(span)));
    let (start, end) = (places.start(span), places.end(span));
    // GitHub refuses columns of a place that has several lines.
    let columns = if start.line == end.line {
        format!(",col={},endColumn={}", start.column, end.column)
    } else {
        String::new()
    };
    format!("file={file},line={},endLine={}{columns}", start.line, end.line)
}

fn level(
    out: &mut dyn Write,
    name: &str,
    annotations: &mut dyn Iterator<Item = Annotation>,
) -> io::Result<()> {
    let first: Vec<_> = annotations.take(LIMIT).collect();
    let rest = annotations.count();
    let (kept, rest) = if rest == 0 { (LIMIT, 0) } else { (LIMIT - 1, rest + 1) };
    for Annotation { place, title, message } in first.iter().take(kept) {
        let comma = if place.is_empty() { "" } else { "," };
        writeln!(out, "::{name} {place}{comma}title={}::{}", property(title), data(message))?;
    }
    if rest > 0 {
        let more = count(rest, &format!("more {name}"));
        writeln!(out, "::{name} title=skint::and {more}: GitHub shows ten a step")?;
    }
    Ok(())
}

/// As the text behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As the value of a property, where `:` and `,` have a meaning too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
