//! Runs to bytes, one file a format. A report sees the `Run` only.

mod change;
mod escaped;
mod github;
mod gitlab;
mod human;
pub(crate) mod impact;
mod json;
mod junit;
mod markdown;
mod outputs;
mod places;
mod plain;
mod sarif;
mod short;

use std::io::{self, BufWriter, Write};
use std::time::Duration;

use crate::check::Run;
use crate::compare::Comparison;
use crate::finding::{Finding, Place, Severity};
use crate::pack::Rule;
use crate::source::Span;

/// The `mod` lines stay outside: rustfmt does not follow those that a macro makes.
macro_rules! formats {
    ($($variant:ident = $name:ident, $about:literal;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Format {
            $($variant,)*
        }

        impl Format {
            pub const ALL: &[Format] = &[$(Format::$variant,)*];

            pub fn name(self) -> &'static str {
                match self {
                    $(Format::$variant => stringify!($name),)*
                }
            }

            /// Whom it is for, in a few words.
            pub fn about(self) -> &'static str {
                match self {
                    $(Format::$variant => $about,)*
                }
            }

            pub fn by_name(name: &str) -> Option<Format> {
                Format::ALL.iter().copied().find(|it| it.name() == name)
            }
        }

        /// Writes a report. `out` need not be buffered.
        pub fn write(format: Format, out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
            let mut out = BufWriter::new(out);
            match format {
                $(Format::$variant => $name::write(&mut out, run, view)?,)*
            }
            out.flush()
        }
    };
}

formats! {
    Human = human, "source lines and notes, for a person in a terminal";
    Short = short, "one line for each place, for editors and grep";
    Json = json, "everything, for programs; its schema is docs/findings.schema.json";
    Github = github, "workflow commands, for annotations on a pull request";
    Sarif = sarif, "SARIF 2.1.0, for code scanning and editors";
    Markdown = markdown, "a table and details, for a comment on a pull request or the summary of a job";
    Junit = junit, "a test case for each place, for servers that build";
    Gitlab = gitlab, "GitLab's code quality report";
    Outputs = outputs, "name=value lines with the figures, for the steps of a workflow; a file is added to";
}

/// Writes what a change does. What is read place by place has the new places only, but for formats that know the
/// others: `sarif` says of each what became of it, and `gitlab` is compared by who reads it.
pub fn compare(
    format: Format,
    out: &mut dyn Write,
    comparison: &Comparison,
    view: &View,
) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let new = &comparison.new;
    match format {
        Format::Human => human::compared(&mut out, comparison, view)?,
        Format::Json => json::compared(&mut out, comparison, view)?,
        Format::Markdown => markdown::compared(&mut out, comparison, view)?,
        Format::Outputs => outputs::compared(&mut out, comparison, view)?,
        Format::Short => short::write(&mut out, new, view)?,
        Format::Github => github::write(&mut out, new, view)?,
        Format::Junit => junit::write(&mut out, new, view)?,
        Format::Gitlab => gitlab::write(&mut out, &change::whole(comparison), view)?,
        Format::Sarif => {
            let states = &comparison.states;
            sarif::compared(&mut out, &change::whole(comparison), states, view)?;
        }
    }
    out.flush()
}

/// What becomes of fixes: those that need no judgement, and those that say what to check first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fixes {
    /// A person may ask for them.
    Offered,
    /// The same; this person would take both.
    AllOffered,
    /// Those that need no judgement were made, and what was found is what remains.
    Made,
    /// All were.
    AllMade,
}

/// What of a run is shown, and to whom.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct View {
    /// Colors where a format has any.
    pub color: bool,
    /// List what could not be decided, not only its number.
    pub undecided: bool,
    /// List what is suppressed, not only its number.
    pub suppressed: bool,
    /// Findings and problems only, no summary.
    pub quiet: bool,
    /// Findings below it are counted, not shown.
    pub min_severity: Severity,
    /// What the summary says of fixes.
    pub fixes: Fixes,
    /// Columns of the terminal, where there is one.
    pub width: Option<usize>,
    /// How long the run took, where a reader wants to know.
    pub elapsed: Option<Duration>,
    /// With which code the program will end.
    pub code: u8,
    /// The page of a rule in Markdown, for formats that carry it.
    pub page: fn(&Rule) -> String,
}

impl Default for View {
    fn default() -> View {
        View {
            color: false,
            undecided: false,
            suppressed: false,
            quiet: false,
            min_severity: Severity::Note,
            fixes: Fixes::Offered,
            width: None,
            elapsed: None,
            code: 0,
            page: |it| it.why.trim().to_owned(),
        }
    }
}

/// How many of what a report has to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Tally {
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Findings of which every place is suppressed.
    suppressed: usize,
    /// Findings below the least severity that is shown.
    below: usize,
    undecided: usize,
    problems: usize,
}

impl Tally {
    fn new(run: &Run, min_severity: Severity) -> Tally {
        let of = |severity| run.at_least(min_severity).filter(|it| it.severity == severity).count();
        let suppressed = |it: &&Finding| it.severity >= min_severity && it.suppressed();
        let below = |it: &&Finding| it.severity < min_severity && !it.suppressed();
        Tally {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Note),
            suppressed: run.findings.iter().filter(suppressed).count(),
            below: run.findings.iter().filter(below).count(),
            undecided: run.undecided.len(),
            problems: run.problems.len(),
        }
    }

    fn findings(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// How a finding is told: the place that stands for it, where to point, and what to say.
pub(crate) struct Shown<'f> {
    pub(crate) place: &'f Place,
    pub(crate) span: Span,
    pub(crate) message: &'f str,
}

/// The first place that counts: nobody wants to be shown the one that they have already answered for. What
/// is told at its cause stays there.
pub(crate) fn shown(finding: &Finding) -> Shown<'_> {
    let counts = finding.places.iter().position(|it| it.suppressed.is_none());
    let place = &finding.places[counts.unwrap_or(0)];
    let message = if finding.is_shared { &finding.message } else { &place.message };
    match counts {
        Some(index) if index > 0 && !finding.is_shared => {
            Shown { place, span: place.span, message }
        }
        _ => Shown { place, span: finding.primary.span, message },
    }
}

/// `1 file`, `2 files`.
fn count(n: usize, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}
