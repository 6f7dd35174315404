//! One screen for a person: what is here, what it costs, who pays, what is wrong, what is not known, and what to do next.

use std::io::{self, Write};

use super::here::{Here, here};
use super::rules::{OfRule, of_rules};
use super::{Audit, View, count, gaps, next, words};
use crate::bill::View as BillView;
use crate::bill::amount::{fixed, sentence, typical};
use crate::bill::table::{Look, Table, paragraph, styled};
use crate::bill::text::plain;
use crate::bill::totals::{self, Shares, Sum};
use crate::cost::words::dollars;
use crate::finding::Severity;
use crate::source::Places;

const SERVICES: usize = 3;
const RESOURCES: usize = 3;
/// Rules that are told with dollars, and without.
const DOLLARS: usize = 3;
const WORST: usize = 3;
const GAPS: usize = 4;
/// Further gaps of which the title is told.
const TITLES: usize = 1;
/// Columns where nobody says how many there are, and the most and the least that are used.
const WIDTH: usize = 80;
const MOST: usize = 120;

pub(super) fn write(out: &mut dyn Write, audit: &Audit, view: &View) -> io::Result<()> {
    let width = view.width.unwrap_or(WIDTH).clamp(WIDTH, MOST);
    let bill = BillView { width: Some(width), ..audit.bill_view(view) };
    let mut screen = Screen { out, width, bill };
    let here = here(audit);
    screen.what_is_here(audit, &here)?;
    if here.resources + here.absent > 0 {
        screen.money(audit)?;
        screen.who_pays(audit)?;
    }
    screen.findings(audit, view)?;
    screen.not_known(audit, view)?;
    screen.steps(audit, view)
}

struct Screen<'o> {
    out: &'o mut dyn Write,
    width: usize,
    bill: BillView,
}

impl Screen<'_> {
    fn head(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out)?;
        paragraph(self.out, 0, text, Look::Bold, &self.bill)
    }

    fn say(&mut self, indent: usize, text: &str) -> io::Result<()> {
        paragraph(self.out, indent, text, Look::Plain, &self.bill)
    }

    fn what_is_here(&mut self, audit: &Audit, here: &Here) -> io::Result<()> {
        paragraph(self.out, 0, &words::looked_at(audit, here), Look::Bold, &self.bill)?;
        for line in words::inventory(here) {
            self.say(2, &plain(&line))?;
        }
        Ok(())
    }

    fn money(&mut self, audit: &Audit) -> io::Result<()> {
        let sum = Sum::of(audit.estimate.bills());
        let profile = plain(&audit.traffic.profile);
        self.head(&sentence(&sum, &profile))?;
        let mut table =
            Table::new(2, &["dearest services", "fixed a month", "typical usage", "not known"]);
        let services = totals::services(&audit.estimate, SERVICES);
        if !services.shown.is_empty() {
            rows(&mut table, &services);
            table.write(self.out, Some(self.width), self.bill.color)?;
        }
        self.dearest(&totals::resources(&audit.estimate, RESOURCES))?;
        self.say(2, &words::traffic(audit))
    }

    /// Addresses differ at their ends, and there is room for these.
    fn dearest(&mut self, resources: &Shares) -> io::Result<()> {
        if resources.shown.len() < 2 {
            return Ok(());
        }
        let head = "dearest resources, fixed with typical usage";
        writeln!(self.out, "  {}", styled(head, Look::Dim, self.bill.color))?;
        let amounts = resources.shown.iter().map(|it| dollars(it.sum.total.known().typical));
        let amounts: Vec<String> = amounts.collect();
        let longest = amounts.iter().map(String::len).max().unwrap_or(0);
        for (share, amount) in resources.shown.iter().zip(&amounts) {
            let name = words::tail(&plain(&share.name), self.width.saturating_sub(longest + 5));
            writeln!(self.out, "  {amount:>longest$}   {name}")?;
        }
        Ok(())
    }

    fn who_pays(&mut self, audit: &Audit) -> io::Result<()> {
        self.head(&plain(&words::attributable(audit)))?;
        for line in words::parts(audit) {
            self.say(2, &plain(&line))?;
        }
        Ok(())
    }

    fn findings(&mut self, audit: &Audit, view: &View) -> io::Result<()> {
        let rules = of_rules(audit, view);
        self.head(&words::found(audit, view))?;
        let (with, without): (Vec<&OfRule<'_>>, Vec<&OfRule<'_>>) =
            rules.iter().filter(|it| !it.is_attribution()).partition(|it| it.has_dollars());
        let mut places = Places::new(&audit.run.sources);
        for it in with.iter().take(DOLLARS) {
            let figure = it.impact().map(words::short).unwrap_or_default();
            self.rule(it, &figure, &mut places)?;
        }
        for it in without.iter().take(WORST) {
            self.rule(it, "", &mut places)?;
        }
        let more = with.len().saturating_sub(DOLLARS) + without.len().saturating_sub(WORST);
        let tags: usize = rules.iter().filter(|it| it.is_attribution()).map(|it| it.places).sum();
        let more = [
            (more > 0).then(|| count(more, "more rule")),
            (tags > 0).then(|| format!("{} about tags", count(tags, "place"))),
        ];
        let more: Vec<String> = more.into_iter().flatten().collect();
        if !more.is_empty() {
            self.say(2, &format!("and {}", more.join(", ")))?;
        }
        Ok(())
    }

    /// `error    nat-per-zone: wastes $32.85 a month, 3 places: main.tf:3`
    fn rule(&mut self, of: &OfRule<'_>, figure: &str, places: &mut Places<'_>) -> io::Result<()> {
        let place = words::place(of, places).unwrap_or_default();
        let n = if of.places > 1 { count(of.places, "place") } else { String::new() };
        let more = [figure, n.as_str()].into_iter().filter(|it| !it.is_empty());
        let more = more.collect::<Vec<_>>().join(", ");
        let more = if more.is_empty() { String::new() } else { format!(": {more}") };
        let head = format!("{:<8}{}{more}", of.severity.name(), plain(of.name));
        let room = self.width.saturating_sub(2 + head.chars().count() + 2);
        let place = if room < 12 {
            String::new()
        } else {
            format!("  {}", words::tail(&plain(&place), room))
        };
        let color = self.bill.color;
        let line = match of.severity {
            Severity::Note => styled(&head, Look::Plain, color),
            _ => styled(&head, Look::Bold, color),
        };
        writeln!(self.out, "  {line}{}", styled(&place, Look::Dim, color))
    }

    fn not_known(&mut self, audit: &Audit, view: &View) -> io::Result<()> {
        let gaps = gaps(audit, view);
        if gaps.is_empty() {
            return self.head("everything that was asked could be answered");
        }
        self.head("not known, and how to make it known; what mends most comes first")?;
        for gap in gaps.iter().take(GAPS) {
            let head = format!("{} ({})", gap.kind.title(), gap.holds());
            self.say(2, &format!("{head}: {}", gap.mend.plain()))?;
        }
        let rest = gaps.iter().skip(GAPS);
        let titles: Vec<&str> = rest.clone().take(TITLES).map(|it| it.kind.title()).collect();
        let more = match rest.count().saturating_sub(TITLES) {
            0 => String::new(),
            n => format!("; and {}: `--html FILE`", count(n, "more reason")),
        };
        match titles.is_empty() {
            true => Ok(()),
            false => self.say(2, &format!("also {}{more}", titles.join("; "))),
        }
    }

    fn steps(&mut self, audit: &Audit, view: &View) -> io::Result<()> {
        let steps = next::steps(audit, view);
        let steps = steps.iter().map(|(text, what)| format!("{} {what}", text.plain()));
        writeln!(self.out)?;
        self.say(0, &format!("next: {}", steps.collect::<Vec<_>>().join("; ")))
    }
}

fn rows(table: &mut Table, shares: &Shares) {
    for (look, share) in shares
        .shown
        .iter()
        .map(|it| (Look::Plain, it))
        .chain(shares.rest.iter().map(|it| (Look::Dim, it)))
    {
        let n = share.sum.n_unknown();
        let unknown = if n == 0 { String::new() } else { n.to_string() };
        let total = &share.sum.total;
        table.row(look, [plain(&share.name), fixed(&total.fixed), typical(&total.usage), unknown]);
    }
}
