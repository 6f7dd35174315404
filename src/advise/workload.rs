//! What is said of one workload. Plain data: how it comes about is decided elsewhere, and so is how it looks.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::cost::Range;
use crate::source::Span;

/// What a workload is on, or could be on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Platform {
    Functions,
    /// Billed while it answers, down to nothing.
    OnDemand,
    /// Tasks that always run.
    Containers,
    Kubernetes,
    Machines,
}

/// What the framework comes to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    Elsewhere,
    Undecided,
    Stay,
}

/// How much stands in the way of being certain: nothing, one fact that is missing, or several.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sure {
    Low,
    Medium,
    High,
}

/// The questions of the framework, in its order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Name {
    Traffic,
    Duration,
    State,
    Latency,
    Data,
    Team,
}

/// What an answer speaks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fit {
    /// Only where it is can this be done.
    Bound,
    Here,
    /// Where it is, once something is changed.
    Mend,
    Either,
    /// Somewhere else would suit it better.
    Lean,
    /// Where it is it does not fit.
    Away(Platform),
    Unknown,
}

/// One question with its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Axis {
    pub name: Name,
    pub fit: Fit,
    /// What is true here, with the names and the numbers.
    pub says: String,
    /// The line of the framework that it is held against.
    pub criterion: Option<&'static str>,
}

/// A fact that would make it surer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Missing {
    pub what: String,
    /// How to say it; `None` where only a person can weigh it.
    pub remedy: Option<&'static str>,
}

/// What a way to run it costs a month.
#[derive(Clone, PartialEq, Debug)]
pub struct Way {
    pub name: String,
    /// What that is made of.
    pub with: String,
    /// Dollars; or why there is no figure.
    pub dollars: Result<Range, String>,
    /// It is where the workload is now.
    pub is_here: bool,
}

/// What it costs, here and elsewhere.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Costs {
    /// What the figures hold for.
    pub basis: String,
    pub ways: Vec<Way>,
    /// Where the lines cross.
    pub crossing: Option<String>,
    /// What a reader ought to know of the figures.
    pub notes: BTreeSet<String>,
    /// The prices that are borrowed, or that nobody verified.
    pub doubts: BTreeSet<String>,
    /// Why nothing can be compared.
    pub unknown: Option<String>,
}

/// Where one of the workloads is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    pub address: String,
    pub span: Span,
}

/// One workload, or several that are alike.
#[derive(Clone, PartialEq, Debug)]
pub struct Workload {
    pub places: Vec<Place>,
    pub platform: Platform,
    /// What it is on, in words.
    pub on: String,
    pub axes: Vec<Axis>,
    pub verdict: Verdict,
    /// Where else.
    pub to: Option<Platform>,
    /// In words, with the products of its cloud.
    pub to_words: Option<String>,
    pub why: String,
    /// How far that reaches: `up to 28.1M calls a month`.
    pub until: Option<String>,
    pub costs: Costs,
    pub sure: Sure,
    pub missing: Vec<Missing>,
}

impl Workload {
    /// Whether all is said with where it is, and that it stays there.
    pub fn is_plain(&self) -> bool {
        self.verdict == Verdict::Stay && !self.axes.iter().any(|it| it.fit == Fit::Mend)
    }
}

/// Adds a workload; to one that is alike in all but its place, if there is one.
pub(super) fn add(workloads: &mut Vec<Workload>, found: Workload) {
    let bare = found.bare();
    // What is alike mostly stands close together.
    match workloads.iter_mut().rev().take(LOOKED_AT).find(|it| it.bare() == bare) {
        Some(alike) => {
            let places = std::mem::take(&mut alike.places);
            *alike = Workload { places, ..bare };
            alike.places.extend(found.places);
        }
        None => workloads.push(found),
    }
}

impl Workload {
    /// Without places, and with stars for the keys of instances.
    fn bare(&self) -> Workload {
        let mut bare = Workload { places: Vec::new(), ..self.clone() };
        bare.why = starred(&bare.why);
        for axis in &mut bare.axes {
            axis.says = starred(&axis.says);
        }
        bare
    }
}

/// `aws_sqs_queue.work["a"]` to `aws_sqs_queue.work[*]`.
fn starred(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let inside = &rest[at..];
        let end = match inside.starts_with("[\"") {
            true => inside.find("\"]").map(|it| it + 2),
            false => inside.find(']').map(|it| it + 1),
        };
        let Some(end) = end else { break };
        out.push_str(&rest[..at]);
        out.push_str("[*]");
        rest = &inside[end..];
    }
    out.push_str(rest);
    out
}

/// Looking at all of them would take quadratic time.
const LOOKED_AT: usize = 50;

impl Costs {
    /// What the cheapest way elsewhere would save a month, typically.
    pub(super) fn saved(&self) -> Decimal {
        let typical = |is_here: bool| {
            let ways = self.ways.iter().filter(move |it| it.is_here == is_here);
            ways.filter_map(|it| it.dollars.as_ref().ok()).map(|it| it.typical).min()
        };
        match (typical(true), typical(false)) {
            (Some(here), Some(there)) => here.saturating_sub(there),
            (Some(here), None) => here,
            _ => Decimal::ZERO,
        }
    }
}
