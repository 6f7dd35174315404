//! Every rule against every instance it is about. A pure function: the number of threads cannot be
//! seen in the result, and suppression marks findings, it does not remove them.

use crate::finding::{Finding, Problem, Severity, Undecided};
use crate::source::Sources;

/// What one run found out: all that a report sees.
#[derive(Debug, Default)]
pub struct Run {
    pub sources: Sources,
    /// Sorted by place, then by rule.
    pub findings: Vec<Finding>,
    pub problems: Vec<Problem>,
    pub undecided: Vec<Undecided>,
    pub summary: Summary,
}

impl Run {
    /// Findings that count: not suppressed, and at or above a severity.
    pub fn at_least(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |it| !it.suppressed() && it.severity >= severity)
    }
}

/// How much was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    pub files: usize,
    pub bytes: usize,
    pub modules: usize,
    /// Resource instances, as far as their number is known.
    pub resources: usize,
}
