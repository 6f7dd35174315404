//! One page that needs nothing else, to be sent around. No scripts; a policy in its head forbids them.

use std::cmp::Reverse;
use std::fmt::Write;

use super::framework::criterion;
use super::words::{count, directory};
use super::workload::{Axis, Costs, Fit, Verdict, Way, Workload};
use super::{Advice, Root, criteria, style};
use crate::cost::words::{dollars, span};
use crate::decode::harmless;
use crate::page::{self, marked};
use crate::source::{Places, Sources};

pub(super) fn page(advice: &Advice, sources: &Sources) -> String {
    let mut page = Page { out: String::new(), places: Places::new(sources) };
    // Writing to a string cannot fail.
    let _ = page.all(advice);
    page.out
}

struct Page<'s> {
    out: String,
    places: Places<'s>,
}

impl Page<'_> {
    fn all(&mut self, advice: &Advice) -> std::fmt::Result {
        self.out.push_str(&page::head("Where it should run", style::STYLE));
        self.tiles(advice)?;
        for root in &advice.roots {
            self.root(root, advice.roots.len() > 1)?;
        }
        self.framework()?;
        let out = &mut self.out;
        writeln!(out, "<section>\n<h2>Assumed everywhere</h2>\n<ul>")?;
        for it in &advice.assumptions {
            writeln!(out, "<li>{}</li>", escaped(it))?;
        }
        writeln!(out, "</ul>\n</section>")?;
        writeln!(out, "<footer>skint. Dollars a month of 730 hours, without free tiers.</footer>")?;
        out.push_str(page::FOOT);
        Ok(())
    }

    fn tiles(&mut self, advice: &Advice) -> std::fmt::Result {
        let said = if advice.is_declared { "" } else { ", which nobody declared" };
        let traffic = match &advice.per_day {
            Some(it) => format!("at {} traffic: {it} requests a day{said}", advice.profile),
            None => "with the traffic that is declared".to_owned(),
        };
        writeln!(
            self.out,
            "<p>The decision framework, {}.</p>\n<dl class=\"tiles\">",
            escaped(&traffic)
        )?;
        for verdict in Verdict::ALL {
            let (name, n) = (heading(verdict), advice.count(verdict));
            writeln!(self.out, "<div><dt>{name}</dt><dd>{n}</dd></div>")?;
        }
        writeln!(self.out, "</dl>")
    }

    fn root(&mut self, root: &Root, is_named: bool) -> std::fmt::Result {
        writeln!(self.out, "<section>")?;
        if is_named {
            let name = escaped(directory(&root.directory));
            writeln!(self.out, "<h2><code>{name}</code></h2>")?;
        }
        let mut all: Vec<&Workload> = root.workloads.iter().collect();
        all.sort_by_key(|it| (it.verdict, Reverse(it.costs.saved())));
        for workload in all {
            self.workload(workload)?;
        }
        for (kind, n) in &root.others {
            let (kind, n) = (escaped(kind), count(*n, "workload"));
            writeln!(self.out, "<p class=\"soft\">{n} not judged: <code>{kind}</code></p>")?;
        }
        writeln!(self.out, "</section>")
    }

    fn workload(&mut self, it: &Workload) -> std::fmt::Result {
        let name = it.verdict.name();
        writeln!(self.out, "<article class=\"{name}\">")?;
        self.title(it)?;
        let to = match (&it.to_words, it.verdict) {
            (Some(to), Verdict::Elsewhere) => format!(": {to}"),
            (Some(to), _) => format!(": here or {to}"),
            (None, _) => String::new(),
        };
        let until = it.until.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
        let (to, why) = (escaped(&to), escaped(&(it.why.clone() + &until)));
        let sure = it.sure.name();
        let out = &mut self.out;
        writeln!(out, "<p class=\"verdict\"><b>{}</b>{to}</p>", heading(it.verdict))?;
        writeln!(out, "<p>{why} <small>{sure} confidence</small></p>")?;
        let open = if it.is_plain() { "" } else { " open" };
        writeln!(
            out,
            "<details{open}><summary>on {}</summary>\n<dl class=\"axes\">",
            escaped(&it.on)
        )?;
        for axis in &it.axes {
            self.axis(axis)?;
        }
        writeln!(self.out, "</dl>")?;
        self.costs(&it.costs)?;
        if !it.missing.is_empty() {
            writeln!(self.out, "<p>Missing:</p>\n<ul>")?;
            for fact in &it.missing {
                let remedy = fact.remedy.map(|it| format!(": {}", marked(it))).unwrap_or_default();
                writeln!(self.out, "<li>{}{remedy}</li>", escaped(&fact.what))?;
            }
            writeln!(self.out, "</ul>")?;
        }
        writeln!(self.out, "</details>\n</article>")
    }

    fn title(&mut self, it: &Workload) -> std::fmt::Result {
        let Some(first) = it.places.first() else { return Ok(()) };
        let place = self.places.of(first.span).map(|(path, line)| format!("{path}:{line}"));
        let place = place.map(|it| format!(" <small>{}</small>", escaped(&it))).unwrap_or_default();
        writeln!(self.out, "<h3><code>{}</code>{place}</h3>", escaped(&first.address))?;
        if it.places.len() > 1 {
            let rest: Vec<String> = it.places[1..]
                .iter()
                .map(|it| format!("<code>{}</code>", escaped(&it.address)))
                .collect();
            let head = format!("and {} alike", rest.len());
            writeln!(
                self.out,
                "<details><summary>{head}</summary><p>{}</p></details>",
                rest.join(", ")
            )?;
        }
        Ok(())
    }

    fn axis(&mut self, axis: &Axis) -> std::fmt::Result {
        let fit = match axis.fit {
            Fit::Bound | Fit::Here => "speaks for where it is",
            Fit::Mend => "once that is mended",
            Fit::Either => "decides nothing",
            Fit::Lean | Fit::Away(_) => "speaks for elsewhere",
            Fit::Unknown => "not known",
        };
        let line = axis
            .criterion
            .and_then(criterion)
            .map(|it| format!("; {} ({})", escaped(it.says), escaped(it.source)));
        let (name, says, line) = (axis.name.name(), escaped(&axis.says), line.unwrap_or_default());
        writeln!(self.out, "<dt>{name}</dt><dd>{says}<small>{fit}{line}</small></dd>")
    }

    fn costs(&mut self, costs: &Costs) -> std::fmt::Result {
        let out = &mut self.out;
        if let Some(reason) = &costs.unknown {
            writeln!(out, "<p>Costs elsewhere: unknown, {}</p>", escaped(reason))?;
        }
        if !costs.ways.is_empty() {
            let basis = match costs.basis.is_empty() {
                true => "<p>Dollars a month</p>".to_owned(),
                false => format!("<p>Dollars a month: {}</p>", escaped(&costs.basis)),
            };
            writeln!(out, "{basis}\n<div class=\"wide\"><table>")?;
            for way in &costs.ways {
                self::way(out, way)?;
            }
            writeln!(out, "</table></div>")?;
        }
        let lines = costs.crossing.iter().chain(&costs.notes).chain(&costs.doubts);
        for line in lines {
            writeln!(out, "<p class=\"soft\">{}</p>", escaped(line))?;
        }
        Ok(())
    }

    /// Every line of the framework, with the document that it is from.
    fn framework(&mut self) -> std::fmt::Result {
        let out = &mut self.out;
        writeln!(
            out,
            "<section>\n<h2>The framework</h2>\n<details><summary>its lines and where they are from</summary>"
        )?;
        writeln!(out, "<div class=\"wide\"><table>")?;
        for it in criteria() {
            let number = it.threshold.map(|n| format!("{n} {}", it.unit)).unwrap_or_default();
            let (says, number, source) = (escaped(it.says), escaped(&number), escaped(it.source));
            writeln!(
                out,
                "<tr><th scope=\"row\">{says}</th><td>{number}</td><td>{source}, read {}</td></tr>",
                it.read
            )?;
        }
        writeln!(out, "</table></div>\n</details>\n</section>")
    }
}

fn way(out: &mut String, way: &Way) -> std::fmt::Result {
    let (figure, bounds) = match &way.dollars {
        Ok(range) => (dollars(range.typical), Some(span(range)).filter(|it| it.contains(" to "))),
        Err(reason) => (format!("unknown: {reason}"), None),
    };
    let class = if way.is_here { " class=\"here\"" } else { "" };
    let here = if way.is_here { " (here)" } else { "" };
    let cells = [escaped(&figure), escaped(&bounds.unwrap_or_default())];
    writeln!(
        out,
        "<tr{class}><th scope=\"row\">{}{here}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
        escaped(&way.name),
        cells[0],
        cells[1],
        escaped(&way.with)
    )
}

fn heading(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Elsewhere => "Elsewhere",
        Verdict::Undecided => "Undecided",
        Verdict::Stay => "Stays",
    }
}

/// A text inside of HTML, in an attribute too.
fn escaped(text: &str) -> String {
    page::escaped(&harmless::line(text))
}
