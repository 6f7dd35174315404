//! How to make known what is not, and how to go on: commands, exact enough to be typed.

use super::gaps::{Gap, Kind};
use super::{Audit, View};
use crate::bill::text::Text;
use crate::cost::words;
use crate::finding::Severity;
use crate::tally::Status;

/// What would mend a gap.
pub(super) fn mend(gap: &Gap, view: &View) -> Text {
    let paths = view.paths.as_str();
    let first = gap.names.first().map_or("", |(name, _)| name.as_str());
    match gap.kind {
        Kind::Unread => {
            command("skint --quiet", paths).and(" shows where; what is broken is not counted")
        }
        Kind::Module => modules(gap),
        Kind::Path => {
            Text::ours("check out what they lead to; most are in ").listing(&names(gap), 2)
        }
        Kind::Choice => Text::ours("`--var-file ").quoting(quoted(first)).and(others(gap)),
        Kind::Variable => Text::ours("`--var ").quoting(bare(first)).and("=VALUE").and(others(gap)),
        Kind::Caller => {
            let text = Text::ours("name a directory that calls it, or `--var ");
            text.quoting(bare(first)).and("=VALUE").and(others(gap))
        }
        Kind::Workspace => Text::ours("`--workspace NAME` says it"),
        Kind::Provider => Text::ours("name its directory too, or write one"),
        Kind::Usage => command("skint cost --write-usage usage.yml", paths)
            .and(", fill in what you know, then `--usage usage.yml`"),
        Kind::Region => Text::ours("`--region NAME` says it"),
        Kind::Price => Text::ours("`--prices FILE` adds your own: ").listing(&names(gap), 2),
        Kind::Unpriced => Text::ours("no flag mends it: ").listing(&names(gap), 4),
        Kind::Dangling => {
            let text = Text::ours("name the whole configuration, with what is generated: ");
            text.listing(&names(gap), 1)
        }
        Kind::Plan => command("skint --undecided", paths).and(" lists it; no flag mends it"),
        Kind::Other if gap.questions == 0 => command("skint cost", paths).and(" lists the figures"),
        Kind::Other => command("skint --undecided", paths).and(" lists the questions"),
    }
}

/// Where there are more directories than these, none is named.
const FEW: usize = 20;

/// Where to download: `names` are root directories, and the addresses of calls that questions hang on.
fn modules(gap: &Gap) -> Text {
    let roots: Vec<&str> = gap
        .names
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|it| !it.starts_with("module."))
        .collect();
    let text = Text::ours("`terraform init`");
    let text = match roots.as_slice() {
        [] => text,
        ["."] => text.and(" here"),
        [one] => text.and(" in ").quoting(*one),
        [one, other] => text.and(" in ").quoting(*one).and(" and ").quoting(*other),
        [one, rest @ ..] if rest.len() < FEW => {
            let others = format!(" and {} other directories", rest.len());
            text.and(" in ").quoting(*one).and(others)
        }
        all => text.and(format!(" in each of {} directories", words::grouped(all.len().into()))),
    };
    text.and(", then again; or stand-ins by `--stubs DIR`")
}

fn names(gap: &Gap) -> Vec<String> {
    let name = |(name, n): &(String, usize)| match n {
        1 => name.clone(),
        n => format!("{name} ({n})"),
    };
    gap.names.iter().map(name).collect()
}

fn bare(variable: &str) -> &str {
    variable.strip_prefix("var.").unwrap_or(variable)
}

/// The end of a command that names the first of several.
fn others(gap: &Gap) -> String {
    match gap.names.len() {
        0 | 1 => "`".to_owned(),
        n => format!("`, the first of {n}"),
    }
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || "/._-+=,".contains(it);
    match path.chars().all(plain) && !path.starts_with('-') {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

/// `skint tags infra` in backticks.
fn command(words: &str, paths: &str) -> Text {
    Text::ours(format!("`{words}")).quoting(paths).and("`")
}

/// What to do from here on, and what that is good for.
pub(super) fn steps(audit: &Audit, view: &View) -> Vec<(Text, &'static str)> {
    let paths = view.paths.as_str();
    let (split, run) = (audit.coverage.split(), &audit.run);
    let has_findings = run.at_least(Severity::Note).next().is_some();
    let is_big = run.at_least(Severity::Note).count() > 20;
    let all = [
        (has_findings, "skint", "tells every finding"),
        (true, "skint cost", "every figure"),
        (
            split.of(Status::Unattributable).resources > 0,
            "skint tags --plan",
            "what to write where",
        ),
        (true, "skint advise", "where things should run"),
        (is_big, "skint baseline", "accepts what is there"),
    ];
    let all = all.into_iter().filter(|(is, ..)| *is);
    all.map(|(_, words, what)| (command(words, paths), what)).collect()
}
