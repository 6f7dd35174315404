//! What a change does: new findings in full, what costs something else, what is gone, and all of it in a line.

use std::io::{self, Write};

use super::{Page, told};
use crate::compare::{Change, Comparison, Dollars, Row, State};
use crate::finding::{Finding, Severity};
use crate::report::change::{self, BRIEF, components, headline, signed};
use crate::report::places::{self, Places};
use crate::report::{View, count, plain, shown};

/// Resources and findings that are listed; the others are counted.
const LISTED: usize = 10;
/// Columns of a name; longer ones are given a line of their own.
const NAME: usize = 60;

pub(in crate::report) fn compared(
    out: &mut dyn Write,
    comparison: &Comparison,
    view: &View,
) -> io::Result<()> {
    let page = View { suppressed: false, undecided: false, ..*view };
    let mut page = told(out, &comparison.new, &page)?;
    if view.quiet {
        return Ok(());
    }
    if let Some(dollars) = &comparison.dollars {
        page.dollars(dollars)?;
    }
    for (state, words) in BRIEF {
        page.brief(comparison, state, words, view.min_severity)?;
    }
    for remark in &comparison.remarks {
        writeln!(page.out, "{}", plain::line(remark))?;
    }
    page.ending(comparison, view)
}

impl Page<'_> {
    fn ending(&mut self, comparison: &Comparison, view: &View) -> io::Result<()> {
        let (base, head) = (plain::line(&comparison.base), plain::line(&comparison.head));
        writeln!(self.out, "{head} compared with {base}")?;
        self.out.bold(&headline(comparison, view))?;
        writeln!(self.out)?;
        match comparison.new.problems.len() {
            0 => Ok(()),
            n => {
                let words = format!("{} kept the job from being done whole", count(n, "problem"));
                self.out.severity(Severity::Error, &words)?;
                writeln!(self.out, ": exit code 2")
            }
        }
    }

    fn dollars(&mut self, dollars: &Dollars) -> io::Result<()> {
        let rows: Vec<&Row> = dollars.rows.iter().collect();
        let rows = change::together(&rows);
        if rows.is_empty() {
            return Ok(());
        }
        let table: Vec<[String; 5]> =
            rows.iter().take(LISTED).map(|(row, name, n)| line(row, name, *n)).collect();
        let head = ["", "a month", "fixed", "usage", "not known"].map(str::to_owned);
        let total = [
            String::new(),
            "all in all".to_owned(),
            signed(&dollars.fixed()),
            signed(&dollars.usage()),
            number(dollars.n_unpriced()),
        ];
        let more = rows.len().saturating_sub(LISTED);
        let all = || std::iter::once(&head).chain(&table).chain(std::iter::once(&total));
        let width = |at: usize| {
            let widths = all().map(|it| it[at].chars().count());
            widths.filter(|it| at > 1 || *it <= NAME).max().unwrap_or(0)
        };
        let widths = [1, width(1), width(2), width(3), width(4)];
        for (at, row) in all().enumerate() {
            if at == table.len() + 1 && more > 0 {
                writeln!(self.out, "  and {}", count(more, "more resource"))?;
            }
            self.row(row, widths)?;
        }
        self.unpriced(dollars)?;
        writeln!(self.out)
    }

    fn row(&mut self, row: &[String; 5], widths: [usize; 5]) -> io::Result<()> {
        let [mark, name, rest @ ..] = row;
        let name = plain::line(name);
        write!(self.out, "{mark:<1} {name:<width$}", width = widths[1])?;
        if name.chars().count() > widths[1] {
            write!(self.out, "\n  {:<width$}", "", width = widths[1])?;
        }
        let cells = rest.iter().zip(&widths[2..]);
        let cells: Vec<String> = cells.map(|(it, width)| format!("  {it:>width$}")).collect();
        writeln!(self.out, "{}", cells.concat().trim_end())
    }

    /// What is in none of the figures, and why.
    fn unpriced(&mut self, dollars: &Dollars) -> io::Result<()> {
        let n = dollars.n_unpriced();
        if n == 0 {
            return Ok(());
        }
        writeln!(self.out, "not in these figures: {}", components(n))?;
        let all = dollars.rows.iter().flat_map(|row| row.unpriced.iter().map(move |it| (row, it)));
        for (row, it) in all.take(LISTED) {
            let words = format!("{} ({}): {}", row.address, it.component, it.reason);
            writeln!(self.out, "  {}", plain::line(&words))?;
        }
        match n.saturating_sub(LISTED) {
            0 => Ok(()),
            more => writeln!(self.out, "  and {more} more"),
        }
    }

    fn brief(
        &mut self,
        comparison: &Comparison,
        state: State,
        words: &str,
        least: Severity,
    ) -> io::Result<()> {
        let findings: Vec<&Finding> =
            comparison.of(state).iter().filter(|it| it.severity >= least).collect();
        let spans = findings.iter().copied().flat_map(places::of_finding);
        let places = Places::new(&comparison.run.sources, spans);
        for it in findings.iter().take(LISTED) {
            // What somebody accepts has no place that counts, and is told all the same.
            let place = shown(it).place;
            let at = places.start(place.span);
            let path = plain::line(places.path(place.span));
            let more = it.places.len() - 1;
            let more = if more == 0 {
                String::new()
            } else {
                format!(" and {}", count(more, "more place"))
            };
            self.out.bold(words)?;
            let (rule, address) = (plain::line(&it.rule), plain::line(&place.address));
            writeln!(self.out, ": {rule} of {address}{more} ({path}:{})", at.line)?;
        }
        match findings.len().saturating_sub(LISTED) {
            0 => Ok(()),
            more => writeln!(self.out, "and {more} more {words}"),
        }
    }
}

fn line(row: &Row, name: &str, n: usize) -> [String; 5] {
    let mark = match row.change {
        Change::Added => "+",
        Change::Removed => "-",
        Change::Changed => "~",
    };
    let times = if n == 1 { String::new() } else { format!(" ({n} of them, each)") };
    let root = if row.root.is_empty() { String::new() } else { format!("{}: ", row.root) };
    [
        mark.to_owned(),
        format!("{root}{name}{times}"),
        signed(&row.more.fixed()),
        signed(&row.more.usage()),
        number(row.unpriced.len()),
    ]
}

fn number(n: usize) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}
