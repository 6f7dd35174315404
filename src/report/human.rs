//! Findings with their source lines, notes and a summary, for a person in a terminal.

mod compared;
mod excerpt;
mod paint;
mod summary;
mod suppressed;
mod undecided;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::iter;
use std::ptr;

use codespan_reporting::diagnostic::{Diagnostic, LabelStyle};
use codespan_reporting::files::Error;
use codespan_reporting::term::{Config, emit_to_write_style};

use self::excerpt::excerpts;
use self::paint::{Painter, level};
use super::places::{self, Places};
use super::{Shown, View, count, impact, plain, shown};
use crate::check::Run;
use crate::finding::{Confidence, Finding, Label, Place, Problem, Severity};
use crate::source::Span;

/// Further places of a finding that are listed; the others are counted.
const PLACES: usize = 5;

/// Columns of a source line where nobody says how wide the terminal is.
const WIDTH: usize = 120;

/// What is left of a terminal beside line numbers and frame, and the least that is of use.
const FRAME: usize = 8;
const LEAST: usize = 40;

pub(super) use self::compared::compared;

pub(super) fn write(out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
    let mut page = told(out, run, view)?;
    if view.quiet { Ok(()) } else { page.summary(run, view) }
}

/// All but the summary.
fn told<'a>(out: &'a mut dyn Write, run: &'a Run, view: &View) -> io::Result<Page<'a>> {
    let mut findings: Vec<_> = run.at_least(view.min_severity).collect();
    // The end of a report is what stays on the screen, so the worst comes last, and what could not be
    // read behind that: nothing is known about it.
    findings.sort_by_key(|it| it.severity);

    let spans = findings.iter().copied().flat_map(places::of_finding);
    let spans = spans.chain(run.problems.iter().filter_map(|it| it.span));
    let undecided = if view.undecided { run.undecided.as_slice() } else { &[] };
    let suppressed = if view.suppressed { suppressed::all(run) } else { Vec::new() };
    let listed = undecided.iter().map(|it| it.span);
    let listed = listed.chain(suppressed.iter().map(|(_, place, _)| place.span));
    let places = Places::new(&run.sources, spans.chain(listed));

    let last_of_rule: BTreeMap<_, _> =
        findings.iter().zip(0..).map(|(it, n)| (&it.rule, n)).collect();
    let mut page = Page::new(out, places, view);
    page.undecided(&run.sources, undecided)?;
    page.suppressed(&suppressed)?;
    for (it, n) in findings.iter().zip(0..) {
        let explain = last_of_rule.get(&it.rule) == Some(&n);
        page.finding(it, explain.then_some(it.rule.as_str()))?;
    }
    for it in &run.problems {
        page.problem(it)?;
    }
    Ok(page)
}

struct Page<'a> {
    out: Painter<'a>,
    places: Places<'a>,
    config: Config,
    width: usize,
}

impl<'a> Page<'a> {
    fn new(out: &'a mut dyn Write, places: Places<'a>, view: &View) -> Page<'a> {
        let width = view.width.unwrap_or(WIDTH).saturating_sub(FRAME).max(LEAST);
        Page { out: Painter::new(out, view.color), places, config: Config::default(), width }
    }

    /// `explain` is the rule, where this is the place to say how to learn more about it.
    fn finding(&mut self, it: &Finding, explain: Option<&str>) -> io::Result<()> {
        let Shown { place, span, message } = shown(it);
        let primary = Label { span, ..it.primary.clone() };
        let labels: Vec<_> = iter::once((LabelStyle::Primary, &primary))
            .chain(it.labels.iter().map(|it| (LabelStyle::Secondary, it)))
            .collect();
        let diagnostic = Diagnostic::new(level(it.severity))
            .with_code(plain::line(&it.rule))
            .with_message(plain::line(message))
            .with_notes(self.notes(it, place, explain));
        self.emit(diagnostic, &labels)
    }

    fn notes(&self, it: &Finding, place: &Place, explain: Option<&str>) -> Vec<String> {
        let help = it.help.as_ref().map(|help| plain::lines(&format!("help: {help}")));
        let fix = it.fix.as_ref().map(|fix| match &fix.caution {
            None => format!("fix: {}", plain::line(&fix.title)),
            Some(caution) => {
                format!("fix (check first: {}): {}", plain::line(caution), plain::line(&fix.title))
            }
        });
        let confidence = it.confidence.name();
        let confidence = match explain {
            Some(rule) => {
                Some(format!("{confidence} confidence, `skint explain {}`", plain::line(rule)))
            }
            None if it.confidence == Confidence::High => None,
            None => Some(format!("{confidence} confidence")),
        };
        let impacts = it.impacts().into_iter().map(|it| plain::lines(&impact::sentence(&it)));
        let notes = iter::once(self.places(it, place)).chain(impacts).chain(help).chain(fix);
        notes.chain(confidence).collect()
    }

    /// The address of the place that is shown, and where else the finding holds.
    fn places(&self, finding: &Finding, shown: &Place) -> String {
        let (counting, suppressed): (Vec<_>, Vec<_>) = finding
            .places
            .iter()
            .filter(|it| !ptr::eq(*it, shown))
            .partition(|it| it.suppressed.is_none());
        if finding.is_shared {
            return self.shared(&counting, shown, suppressed.len());
        }
        let several = finding.places.iter().any(|it| it.root != shown.root);
        let named = |it: &Place| match several {
            true => format!("{} ({})", plain::line(&it.address), plain::line(directory(&it.root))),
            false => plain::line(&it.address).into_owned(),
        };
        let address = named(shown);
        let more = count(counting.len(), "more place");
        let first = match (counting.len(), suppressed.len()) {
            (0, 0) => return address,
            (0, n) => return format!("{address} ({} suppressed)", count(n, "more place")),
            (_, 0) => format!("{address} and {more}:"),
            (_, n) => format!("{address} and {more} ({n} suppressed):"),
        };
        let listed = counting.iter().take(PLACES).map(|it| {
            let address = named(it);
            // Instances of one block differ by their addresses only.
            if it.span == shown.span {
                format!("  {address}")
            } else {
                format!("  {address} in {}", self.location(it.span))
            }
        });
        let left = counting.len().saturating_sub(PLACES);
        let left = (left > 0).then(|| format!("  and {left} more"));
        iter::once(first).chain(listed).chain(left).collect::<Vec<_>>().join("\n")
    }

    /// All that one cause is the reason for.
    fn shared(&self, others: &[&Place], shown: &Place, suppressed: usize) -> String {
        let is_one = shown.suppressed.is_none();
        let all: Vec<&Place> =
            is_one.then_some(shown).into_iter().chain(others.iter().copied()).collect();
        let suppressed = match suppressed {
            0 => String::new(),
            n => format!(" ({n} suppressed)"),
        };
        let first = format!("{}{suppressed}:", count(all.len(), "resource"));
        let listed = all
            .iter()
            .take(PLACES)
            .map(|it| format!("  {} in {}", plain::line(&it.address), self.location(it.span)));
        let left = all.len().saturating_sub(PLACES);
        let left = (left > 0).then(|| format!("  and {left} more"));
        iter::once(first).chain(listed).chain(left).collect::<Vec<_>>().join("\n")
    }

    fn problem(&mut self, it: &Problem) -> io::Result<()> {
        let label = it.span.map(|span| Label { span, message: String::new() });
        let message = plain::line(&it.message);
        let message = if it.span.is_some() || it.path.is_empty() {
            message.into_owned()
        } else {
            format!("{}: {message}", plain::line(&it.path))
        };
        let help = it.help.as_ref().map(|help| plain::lines(&format!("help: {help}")));
        let diagnostic = Diagnostic::new(level(Severity::Error))
            .with_code(it.kind.name())
            .with_message(message)
            .with_notes(help.into_iter().collect());
        let labels: Vec<_> = label.iter().map(|it| (LabelStyle::Primary, it)).collect();
        self.emit(diagnostic, &labels)
    }

    fn emit(
        &mut self,
        diagnostic: Diagnostic<usize>,
        labels: &[(LabelStyle, &Label)],
    ) -> io::Result<()> {
        let (files, labels) = excerpts(&self.places, self.width, labels);
        let diagnostic = diagnostic.with_labels(labels);
        emit_to_write_style(&mut self.out, &self.config, &files, &diagnostic).map_err(|it| match it
        {
            Error::Io(it) => it,
            it => io::Error::other(it),
        })
    }

    fn location(&self, span: Span) -> String {
        let at = self.places.start(span);
        format!("{}:{}:{}", plain::line(self.places.path(span)), at.line, at.column)
    }
}

/// As one writes it.
fn directory(root: &str) -> &str {
    if root.is_empty() { "." } else { root }
}
