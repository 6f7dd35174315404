//! What else a finding has to say, folded.

use super::text::{code, words};
use super::{Page, REST};
use crate::finding::Finding;
use crate::report::impact;

/// Places of one finding that are listed; the others are counted.
const PLACES: usize = 20;

impl Page<'_> {
    /// How many findings had no room.
    pub(super) fn details(&self, findings: &[&Finding], out: &mut String, limit: usize) -> usize {
        for (at, finding) in findings.iter().enumerate() {
            let text = self.detail(finding);
            if out.len() + text.len() + REST > limit {
                return findings.len() - at;
            }
            *out += &text;
        }
        0
    }

    fn detail(&self, it: &Finding) -> String {
        let mut lines: Vec<String> = self.listed(it);
        let labels = it.labels.iter().filter(|it| !it.message.is_empty());
        lines
            .extend(labels.map(|it| format!("{}: {}", self.location(it.span), words(&it.message))));
        lines.extend(it.impacts().iter().map(|it| words(&impact::sentence(it))));
        lines.extend(it.help.iter().map(|it| format!("help: {}", words(it))));
        lines.extend(it.fix.iter().map(|fix| match &fix.caution {
            None => format!("fix: {}", words(&fix.title)),
            Some(caution) => {
                format!("fix (check first: {}): {}", words(caution), words(&fix.title))
            }
        }));
        let confidence = it.confidence.name();
        lines.push(format!(
            "{confidence} confidence, {}",
            code(&format!("skint explain {}", it.rule))
        ));
        let shown = super::shown(it);
        let (rule, address) = (code_in_html(&it.rule), code_in_html(&shown.place.address));
        let summary = format!("{} {rule} {address}", it.severity.name());
        let place = self.location(shown.span);
        let lines = lines.join("\n- ");
        format!("\n<details><summary>{summary}</summary>\n\n{place}\n\n- {lines}\n\n</details>\n")
    }

    /// The places, where there are several.
    fn listed(&self, it: &Finding) -> Vec<String> {
        let counting: Vec<_> = it.places.iter().filter(|it| it.suppressed.is_none()).collect();
        if counting.len() < 2 {
            return Vec::new();
        }
        let listed = counting.iter().take(PLACES);
        let mut lines: Vec<String> = listed
            .map(|it| format!("{} in {}", code(&it.address), self.location(it.span)))
            .collect();
        if counting.len() > PLACES {
            lines.push(format!("and {} more", counting.len() - PLACES));
        }
        lines
    }
}

/// A line of HTML, in which Markdown is not read.
fn code_in_html(text: &str) -> String {
    match code(text).strip_prefix('`').and_then(|it| it.strip_suffix('`')) {
        Some(name) => format!("<code>{}</code>", name.replace('&', "&amp;").replace('>', "&gt;")),
        None => code(text),
    }
}
