//! For a person at a terminal of 80 columns: what should move first, then what is open, then what stays in
//! a line each, and last which facts would make it surer.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::words::{count, directory};
use super::workload::{Axis, Costs, Missing, Name, Verdict, Way, Workload};
use super::wrap::wrapped;
use super::{Advice, Root, View};
use crate::cost::words::{dollars, span};
use crate::decode::harmless;
use crate::source::{Places, Sources};

/// Where what is said begins.
const MARGIN: usize = 13;

pub(super) fn text(advice: &Advice, sources: &Sources, view: View) -> String {
    let mut page = Page {
        out: String::new(),
        places: Places::new(sources),
        view,
        is_many: advice.roots.len() > 1,
    };
    page.head(advice);
    page.body(advice);
    page.foot(advice);
    page.out
}

struct Page<'s> {
    out: String,
    places: Places<'s>,
    view: View,
    /// Whether there is more than one root module.
    is_many: bool,
}

/// A workload in its root module.
type At<'a> = (&'a Root, &'a Workload);

impl Page<'_> {
    /// A build log obeys what starts with two colons.
    fn line(&mut self, text: &str) {
        match text.trim_start().starts_with("::") {
            true => self.out.push_str(text.replacen("::", "?:", 1).trim_end()),
            false => self.out.push_str(text.trim_end()),
        }
        self.out.push('\n');
    }

    fn head(&mut self, advice: &Advice) {
        let n: usize = Verdict::ALL.iter().map(|it| advice.count(*it)).sum();
        if n == 0 {
            self.line("no functions, services, clusters or machines that the framework is about");
            return;
        }
        let parts = Verdict::ALL.map(|it| {
            let words = match it {
                Verdict::Elsewhere => "better elsewhere",
                Verdict::Undecided => "undecided",
                Verdict::Stay => "to stay where they are",
            };
            (advice.count(it), words)
        });
        let parts = parts.iter().filter(|it| it.0 > 0).map(|(n, it)| format!("{n} {it}"));
        let parts: Vec<String> = parts.collect();
        let head = format!("{}: {}", count(n, "workload"), parts.join(", "));
        self.wrapped(0, &head);
        self.wrapped(0, &traffic(advice));
        self.line("");
    }

    fn body(&mut self, advice: &Advice) {
        let is_all = self.view.all;
        let all =
            advice.roots.iter().flat_map(|root| root.workloads.iter().map(move |it| (root, it)));
        let (mut long, mut short): (Vec<At<'_>>, Vec<At<'_>>) =
            all.partition(|(_, it)| is_all || !it.is_plain());
        long.sort_by_key(|(_, it)| (it.verdict, Reverse(it.costs.saved())));
        let most = if is_all { long.len() } else { MOST.min(long.len()) };
        let rest = long.split_off(most);
        for at in long {
            self.workload(at);
        }
        short.splice(0..0, rest);
        self.lines(&short);
        let mut others: BTreeMap<&str, usize> = BTreeMap::new();
        for (kind, n) in advice.roots.iter().flat_map(|it| &it.others) {
            *others.entry(kind).or_default() += n;
        }
        if !others.is_empty() {
            let kinds: Vec<String> = others.iter().map(|(it, n)| format!("{it} ({n})")).collect();
            self.wrapped(0, &format!("not judged: {}", kinds.join(", ")));
        }
        if !short.is_empty() || !others.is_empty() {
            self.line("");
        }
    }

    fn title(&mut self, (root, workload): At<'_>, is_long: bool) -> String {
        let Some(first) = workload.places.first() else { return String::new() };
        let mut title = harmless::line(&first.address);
        if workload.places.len() > 1 {
            let _ = write!(title, " and {} alike", workload.places.len() - 1);
        }
        let place = self.places.of(first.span);
        let is_in = |path: &str| {
            let rest = path.strip_prefix(&root.directory);
            root.directory.is_empty() || rest.is_some_and(|it| it.starts_with('/'))
        };
        if self.is_many && !place.is_some_and(|(path, _)| is_in(path)) {
            let _ = write!(title, " in {}", harmless::line(directory(&root.directory)));
        }
        if let Some(until) = workload.until.as_ref().filter(|_| !is_long) {
            let _ = write!(title, ", {until}");
        }
        if let Some((path, line)) = place {
            let _ = write!(title, "  # {}:{line}", harmless::line(path));
        }
        title
    }

    /// What has nothing more to say: the reason once, and a line for each.
    fn lines(&mut self, workloads: &[At<'_>]) {
        let mut groups: BTreeMap<(Verdict, String), Vec<At<'_>>> = BTreeMap::new();
        for at in workloads {
            groups.entry((at.1.verdict, head(at.1))).or_default().push(*at);
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|((verdict, _), group)| (*verdict, Reverse(group.len())));
        for ((_, head), group) in groups {
            self.wrapped(0, &head);
            for at in group.iter().take(MOST_ALIKE) {
                let title = self.title(*at, false);
                self.line(&format!("  {title}"));
            }
            if group.len() > MOST_ALIKE {
                self.line(&format!("  and {} more", group.len() - MOST_ALIKE));
            }
        }
    }

    fn workload(&mut self, at: At<'_>) {
        let (title, workload) = (self.title(at, true), at.1);
        let bold = self.painted(&title, Style::new().bold());
        self.line(&bold);
        self.field(' ', "is on", &workload.on);
        let (name, color) = match workload.verdict {
            Verdict::Elsewhere => ("ELSEWHERE", AnsiColor::Yellow),
            Verdict::Undecided => ("UNDECIDED", AnsiColor::Cyan),
            Verdict::Stay => ("STAY", AnsiColor::Green),
        };
        let to = match (&workload.to_words, workload.verdict) {
            (Some(to), Verdict::Elsewhere) => format!("on {to}: "),
            (Some(to), _) => format!("here or on {to}: "),
            (None, _) => String::new(),
        };
        let until = workload.until.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
        let says = format!("{to}{}{until} ({} confidence)", workload.why, workload.sure.name());
        let start = self.out.len();
        self.field(' ', name, &says);
        let style = color.on_default().bold();
        if self.view.color
            && let Some(at) = self.out[start..].find(name)
        {
            let painted = self.painted(name, style);
            self.out.replace_range(start + at..start + at + name.len(), &painted);
        }
        for axis in workload.axes.iter().filter(|it| it.name != Name::Team) {
            self.axis(axis);
        }
        self.costs(&workload.costs);
        self.missing(&workload.missing);
        self.line("");
    }

    fn axis(&mut self, axis: &Axis) {
        self.field(axis.fit.mark(), axis.name.name(), &axis.says);
    }

    fn costs(&mut self, costs: &Costs) {
        let basis = match (&costs.unknown, costs.basis.is_empty()) {
            (None, _) | (Some(_), false) => costs.basis.clone(),
            (Some(reason), true) => format!("unknown: {reason}"),
        };
        self.field(' ', "costs", &basis);
        let name = costs.ways.iter().map(|it| it.name.chars().count()).max().unwrap_or(0);
        for way in &costs.ways {
            let figure = figure(way);
            let here = if way.is_here { " <- here" } else { "" };
            self.wrapped_with(
                MARGIN,
                MARGIN + name + 2,
                &format!("{:name$}  {figure}{here}", way.name),
            );
        }
        if let Some(crossing) = &costs.crossing {
            self.wrapped(MARGIN, crossing);
        }
        for note in &costs.notes {
            self.wrapped(MARGIN, note);
        }
        if !costs.doubts.is_empty() {
            let n = count(costs.doubts.len(), "price");
            self.wrapped(MARGIN, &format!("{n} of these borrowed from elsewhere, or not verified"));
        }
    }

    fn missing(&mut self, missing: &[Missing]) {
        if missing.is_empty() {
            return;
        }
        let all: Vec<&str> = missing.iter().map(|it| it.what.as_str()).collect();
        self.field('?', "missing", &all.join("; "));
    }

    /// A line with a mark, a name, and what is said, wrapped.
    fn field(&mut self, mark: char, name: &str, says: &str) {
        let head = format!("{mark} {name:<10} ");
        self.wrapped_with(0, MARGIN, &format!("{head}{says}"));
    }

    fn wrapped(&mut self, indent: usize, text: &str) {
        self.wrapped_with(indent, indent, text);
    }

    fn wrapped_with(&mut self, first: usize, then: usize, text: &str) {
        for line in wrapped(first, then, text) {
            self.line(&line);
        }
    }

    fn painted(&self, text: &str, style: Style) -> String {
        match self.view.color {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    fn foot(&mut self, advice: &Advice) {
        let all: Vec<&Workload> = advice.roots.iter().flat_map(|it| &it.workloads).collect();
        if all.is_empty() {
            return;
        }
        let mut facts: BTreeMap<&Missing, usize> = BTreeMap::new();
        for workload in &all {
            for missing in &workload.missing {
                *facts.entry(missing).or_default() += workload.places.len();
            }
        }
        self.line("what would make it surer");
        let mut facts: Vec<(&Missing, usize)> = facts.into_iter().collect();
        facts.sort_by_key(|(fact, n)| (Reverse(*n), *fact));
        for (fact, n) in facts.iter().take(MOST_FACTS) {
            let remedy = fact.remedy.map(|it| format!(": {it}")).unwrap_or_default();
            self.wrapped_with(0, 9, &format!("{n:>7}  {}{remedy}", fact.what));
        }
        if facts.len() > MOST_FACTS {
            self.wrapped(9, &format!("and {} more", facts.len() - MOST_FACTS));
        }
        self.wrapped_with(
            0,
            9,
            "    all  how many people run it, and what they know: not in Terraform",
        );
        self.line("");
        if all.iter().any(|it| !it.is_plain()) || self.view.all {
            self.wrapped(0, "+ speaks for where it is, - against it, ! once that is mended, ? not known. Dollars a month, without free tiers; docs/advise.md says what is assumed.");
        }
    }
}

const MOST_FACTS: usize = 6;
/// More than these are told in a line each: `--all` and the page have all of it.
const MOST: usize = 6;
const MOST_ALIKE: usize = 10;

/// The verdict in a line.
fn head(workload: &Workload) -> String {
    let (on, why, sure) = (workload.platform.name(), &workload.why, workload.sure.name());
    match (workload.verdict, &workload.to_words) {
        (Verdict::Elsewhere, Some(to)) => format!("better on {to}: {why} ({sure} confidence)"),
        (Verdict::Undecided, Some(to)) => format!("{on} or {to}: {why} ({sure} confidence)"),
        _ => format!("stay on {on}: {why} ({sure} confidence)"),
    }
}

/// At which traffic.
fn traffic(advice: &Advice) -> String {
    match (&advice.per_day, advice.is_declared) {
        (Some(per_day), false) => format!(
            "at {} traffic ({per_day} requests a day), which nobody declared: `--traffic` says it",
            advice.profile
        ),
        (Some(per_day), true) => {
            format!(
                "at {} traffic ({per_day} requests a day) where nothing else is declared",
                advice.profile
            )
        }
        (None, _) => "with the traffic that is declared".to_owned(),
    }
}

/// `$3.10 ($0.80 to $15.20): 2 tasks`
fn figure(way: &Way) -> String {
    match &way.dollars {
        Err(reason) => format!("unknown: {reason}"),
        Ok(range) => {
            let both = span(range);
            let bounds = match both.contains(" to ") {
                true => format!(" ({both})"),
                false => String::new(),
            };
            format!("{}{bounds}: {}", dollars(range.typical), way.with)
        }
    }
}
