//! JUnit's XML, which servers that build read: a suite for each rule, a case for each place. What is suppressed is
//! skipped, and what could not be read is an error.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::places::{self, Places, rooted};
use super::{View, impact, plain};
use crate::check::Run;
use crate::finding::{Finding, Place, Problem};
use crate::page;

pub(super) fn write(out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
    let findings = || run.findings.iter().filter(|it| it.severity >= view.min_severity);
    let spans = findings().flat_map(places::of_finding);
    let spans = spans.chain(run.problems.iter().filter_map(|it| it.span));
    let page = Page { run, places: Places::new(&run.sources, spans) };

    let mut suites: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings() {
        suites.entry(&finding.rule).or_default().push(finding);
    }
    let all = Counts::of(findings());
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"skint\"{}>", all.attributes(run.problems.len()))?;
    page.problems(out)?;
    for (rule, findings) in suites {
        let counts = Counts::of(findings.iter().copied());
        writeln!(out, "  <testsuite name=\"{}\"{}>", attribute(rule), counts.attributes(0))?;
        for finding in findings {
            for at in 0..finding.places.len() {
                page.place(out, finding, at)?;
            }
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

struct Counts {
    failures: usize,
    skipped: usize,
}

impl Counts {
    fn of<'f>(findings: impl Iterator<Item = &'f Finding>) -> Counts {
        let mut counts = Counts { failures: 0, skipped: 0 };
        for place in findings.flat_map(|it| &it.places) {
            match place.suppressed {
                Some(_) => counts.skipped += 1,
                None => counts.failures += 1,
            }
        }
        counts
    }

    fn attributes(&self, errors: usize) -> String {
        let Counts { failures, skipped } = self;
        let tests = failures + skipped + errors;
        format!(
            " tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\""
        )
    }
}

struct Page<'r> {
    run: &'r Run,
    places: Places<'r>,
}

impl Page<'_> {
    fn place(&self, out: &mut dyn Write, finding: &Finding, at: usize) -> io::Result<()> {
        let place = &finding.places[at];
        let path = rooted(self.run, self.places.path(place.span));
        let start = self.places.start(place.span);
        let (address, rule) = (attribute(&place.address), attribute(&finding.rule));
        let file = attribute(&path);
        let line = start.line;
        write!(out, "    <testcase name=\"{address}\" classname=\"{rule}\" ")?;
        writeln!(out, "file=\"{file}\" line=\"{line}\">")?;
        match &place.suppressed {
            Some(it) => {
                let reason = it.reason.as_deref().unwrap_or("suppressed");
                writeln!(out, "      <skipped message=\"{}\"/>", attribute(reason))?;
            }
            None => {
                let (severity, message) = (finding.severity.name(), attribute(&place.message));
                let text = text(finding, place, at, &format!("{path}:{line}:{}", start.column));
                writeln!(
                    out,
                    "      <failure type=\"{severity}\" message=\"{message}\">{text}</failure>"
                )?;
            }
        }
        writeln!(out, "    </testcase>")
    }

    fn problems(&self, out: &mut dyn Write) -> io::Result<()> {
        let problems = &self.run.problems;
        if problems.is_empty() {
            return Ok(());
        }
        let counts = Counts { failures: 0, skipped: 0 }.attributes(problems.len());
        writeln!(out, "  <testsuite name=\"what could not be read\"{counts}>")?;
        for it in problems {
            self.problem(out, it)?;
        }
        writeln!(out, "  </testsuite>")
    }

    fn problem(&self, out: &mut dyn Write, it: &Problem) -> io::Result<()> {
        let path = rooted(self.run, &it.path);
        let name = if path.is_empty() { "skint".to_owned() } else { attribute(&path) };
        let kind = it.kind.name();
        let line = it.span.map(|span| format!(" line=\"{}\"", self.places.start(span).line));
        let file = match path.is_empty() {
            true => String::new(),
            false => format!(" file=\"{name}\"{}", line.unwrap_or_default()),
        };
        let help = it.help.as_ref().map(|help| format!("help: {help}")).unwrap_or_default();
        writeln!(out, "    <testcase name=\"{name}\" classname=\"{kind}\"{file}>")?;
        let (message, help) = (attribute(&it.message), content(&help));
        writeln!(out, "      <error type=\"{kind}\" message=\"{message}\">{help}</error>")?;
        writeln!(out, "    </testcase>")
    }
}

fn text(finding: &Finding, place: &Place, at: usize, location: &str) -> String {
    let mut lines = vec![content(location), content(&place.message)];
    lines.extend(place.impacts.iter().map(|it| content(&impact::sentence(it))));
    // The words of a finding are of its first place.
    if at == 0 {
        lines.extend(finding.help.iter().map(|it| content(&format!("help: {it}"))));
        lines.extend(finding.fix.iter().map(|it| match &it.caution {
            None => content(&format!("fix: {}", it.title)),
            Some(caution) => content(&format!("fix (check first: {caution}): {}", it.title)),
        }));
    }
    lines.join("\n")
}

fn attribute(text: &str) -> String {
    xml(&plain::line(text))
}

fn content(text: &str) -> String {
    xml(&plain::lines(text))
}

/// XML 1.0 has no way to say some characters at all, and reads a tab in an attribute as a blank.
fn xml(text: &str) -> String {
    let sayable = text.chars().map(|it| match it {
        '\t' | '\n' => it,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        _ => it,
    });
    page::escaped(&sayable.collect::<String>()).replace('\t', "&#9;")
}

#[cfg(test)]
mod tests {
    use super::{attribute, content};

    #[test]
    fn what_xml_cannot_say_has_a_stand_in() {
        assert_eq!(content("a\0\u{b}\u{ffff}\n]]>&\"'"), "a␀␋\u{fffd}\n]]&gt;&amp;&quot;&#39;");
        assert_eq!(attribute("a\n\tb"), "a␊&#9;b");
    }
}
