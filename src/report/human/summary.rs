//! The last lines: what was looked at, what was found, and what the run does not know.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::Duration;

use super::Page;
use crate::check::Run;
use crate::finding::Severity;
use crate::report::{Fixes, Tally, View, count, impact};

impl Page<'_> {
    pub(super) fn summary(&mut self, run: &Run, view: &View) -> io::Result<()> {
        let tally = Tally::new(run, view.min_severity);
        let looked_at = looked_at(run, view);
        if tally.findings() == 0 {
            write!(self.out, "{looked_at}: ")?;
            self.out.bold("no findings")?;
        } else {
            writeln!(self.out, "{looked_at}")?;
            self.out.bold(&count(tally.findings(), "finding"))?;
            self.levels(&tally)?;
        }
        writeln!(self.out, "{}", not_counted(&tally, view))?;
        if let Some(saved) = impact::saved(run, view.min_severity) {
            writeln!(self.out, "{saved}")?;
        }
        if let Some(fixes) = fixes(run, view) {
            writeln!(self.out, "{fixes}")?;
        }
        self.stale(run.stale.len())?;
        self.problems(run)
    }

    fn levels(&mut self, tally: &Tally) -> io::Result<()> {
        let levels = [
            (Severity::Error, tally.errors),
            (Severity::Warning, tally.warnings),
            (Severity::Note, tally.notes),
        ];
        let mut separator = ": ";
        for (severity, n) in levels.into_iter().filter(|(_, n)| *n > 0) {
            write!(self.out, "{separator}")?;
            self.out.severity(severity, &count(n, severity.name()))?;
            separator = ", ";
        }
        Ok(())
    }

    fn stale(&mut self, n: usize) -> io::Result<()> {
        match n {
            0 => Ok(()),
            1 => writeln!(
                self.out,
                "1 entry of the baseline no longer holds: skint baseline --update"
            ),
            n => writeln!(
                self.out,
                "{n} entries of the baseline no longer hold: skint baseline --update"
            ),
        }
    }

    fn problems(&mut self, run: &Run) -> io::Result<()> {
        if run.problems.is_empty() {
            return Ok(());
        }
        let paths: BTreeSet<_> = run.problems.iter().map(|it| &it.path).collect();
        let unread = if paths.iter().any(|it| it.is_empty()) {
            format!("{} kept the job from being done whole", count(run.problems.len(), "problem"))
        } else {
            format!("{} could not be read whole", count(paths.len(), "file"))
        };
        self.out.severity(Severity::Error, &unread)?;
        writeln!(self.out, ": exit code 2")
    }
}

/// What was fixed, and what can be.
fn fixes(run: &Run, view: &View) -> Option<String> {
    let fixes = || run.at_least(view.min_severity).filter_map(|it| it.fix.as_ref());
    let to_check = fixes().filter(|it| it.caution.is_some()).count();
    let safe = fixes().count() - to_check;
    let files: BTreeSet<_> = run.fixed.iter().flat_map(|it| &it.files).collect();
    let (n, files) = (count(run.fixed.len(), "finding"), count(files.len(), "file"));
    match (view.fixes, safe, to_check) {
        (Fixes::Made | Fixes::AllMade, ..) if !run.fixed.is_empty() => {
            Some(format!("fixed {n} in {files}{}", more(view.fixes, to_check, "fix more ")))
        }
        (Fixes::Made, _, 1..) => {
            Some(format!("fixed nothing{}", more(view.fixes, to_check, "fix ")))
        }
        (Fixes::Made | Fixes::AllMade, ..) => Some("fixed nothing".to_owned()),
        (_, 0, 0) => None,
        (Fixes::Offered, 0, n) => Some(format!("{n} can be fixed with --fix --unsafe-fixes")),
        (Fixes::Offered, n, to_check) => {
            Some(format!("{n} can be fixed with --fix{}", more(view.fixes, to_check, "more ")))
        }
        (Fixes::AllOffered, n, 0) => Some(format!("{n} can be fixed with --fix")),
        (Fixes::AllOffered, safe, to_check) => {
            Some(format!("{} can be fixed with --fix --unsafe-fixes", safe + to_check))
        }
    }
}

/// What is left for those who look first.
fn more(fixes: Fixes, n: usize, what: &str) -> String {
    match (fixes, n) {
        (_, 0) | (Fixes::AllMade, _) => String::new(),
        (_, n) if n > 1 => {
            format!(" ({n} {}with --unsafe-fixes)", what.replace("fix ", "fixes "))
        }
        (_, n) => format!(" ({n} {what}with --unsafe-fixes)"),
    }
}

fn looked_at(run: &Run, view: &View) -> String {
    let files = count(run.summary.files, "file");
    let resources = count(run.summary.resources, "resource");
    let elapsed = view.elapsed.map(|it| format!(", {}", duration(it))).unwrap_or_default();
    let left_out = match run.summary.left_out {
        0 => String::new(),
        n => format!(" ({} left out)", count(n, "named file")),
    };
    format!("{files}{left_out}, {resources}{elapsed}")
}

fn duration(it: Duration) -> String {
    match it.as_millis() {
        ms @ ..1_000 => format!("{ms} ms"),
        _ => format!("{:.1} s", it.as_secs_f64()),
    }
}

fn not_counted(tally: &Tally, view: &View) -> String {
    let hint = if view.undecided { "" } else { ": --undecided lists them" };
    let parts = [
        (tally.suppressed, "suppressed".to_owned()),
        (tally.below, format!("below {}", view.min_severity.name())),
        (tally.undecided, format!("undecided{hint}")),
    ];
    let parts: Vec<_> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}
