//! What a resource costs a month, in three parts that are never mixed: what is certain, what depends on
//! traffic, and what is not known.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::{Range, Rates};
use crate::source::Span;

/// One instance of a resource.
#[derive(Clone, Debug)]
pub struct Bill {
    pub address: String,
    pub kind: EcoString,
    /// `module.network`, empty for the root.
    pub module: EcoString,
    /// Where the resource is written, or where the module is called in which it is.
    pub span: Span,
    pub state: State,
    /// As the bill calls it; empty for what is not billed.
    pub service: EcoString,
    pub region: Region,
    pub lines: Vec<Line>,
    pub usage: Vec<Used>,
    /// Why it is not known whether there is such a resource.
    pub doubt: Option<EcoString>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    Priced,
    /// It costs nothing by itself; in what it is billed.
    Free(Option<EcoString>),
    /// Nobody wrote down yet what it costs.
    Unsupported,
}

/// Where a resource is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Region {
    Known(EcoString),
    /// The text does not say it: this one is taken.
    Assumed(EcoString),
    /// There is none.
    Global,
}

impl Region {
    pub fn name(&self) -> Option<&str> {
        match self {
            Region::Known(name) | Region::Assumed(name) => Some(name),
            Region::Global => None,
        }
    }
}

/// One component of a resource.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: EcoString,
    pub note: Option<EcoString>,
    pub sku: EcoString,
    pub unit: EcoString,
    /// The quantity as the component file writes it.
    pub formula: EcoString,
    pub quantity: Option<Range>,
    /// By what the price is multiplied.
    pub factor: Range,
    pub rates: Option<Arc<Rates>>,
    /// What the free tier took off.
    pub free: Decimal,
    /// What the names in its expressions came to; only where somebody asked to have it explained.
    pub values: Vec<(EcoString, EcoString)>,
    pub cost: Cost,
    /// Where it is not known: what the resource says of that on which it rests, to be told from another.
    pub rests_on: u64,
}

/// Dollars a month.
#[derive(Clone, PartialEq, Debug)]
pub enum Cost {
    /// From the text alone. A range only where the price is borrowed from another region.
    Fixed(Range),
    Usage(Range),
    Unknown {
        reason: EcoString,
        at: Option<Span>,
        is_usage: bool,
    },
}

/// A usage that a bill rests on.
#[derive(Clone, Debug)]
pub struct Used {
    pub name: EcoString,
    pub title: EcoString,
    pub unit: EcoString,
    /// `None` where nobody says it, nor anything that tells it.
    pub amount: Option<Range>,
    /// Who says so: a usage file with its line, the traffic with its derivation, an assumption.
    pub origin: Origin,
    /// Whether any of its lines depends on it, as it is.
    pub is_read: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    Declared {
        line: usize,
    },
    /// Step by step.
    Traffic(Vec<String>),
    Assumed,
    Missing,
}

/// Sums, which keep the three parts apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Total {
    pub fixed: Range,
    pub usage: Range,
    /// How many components are not known.
    pub n_unknown: usize,
}

impl Total {
    pub fn add(&mut self, other: Total) {
        self.fixed += other.fixed;
        self.usage += other.usage;
        self.n_unknown += other.n_unknown;
    }

    /// All that is known of it.
    pub fn known(&self) -> Range {
        self.fixed + self.usage
    }
}

impl Line {
    pub fn total(&self) -> Total {
        match &self.cost {
            Cost::Fixed(fixed) => Total { fixed: *fixed, ..Total::default() },
            Cost::Usage(usage) => Total { usage: *usage, ..Total::default() },
            Cost::Unknown { .. } => Total { n_unknown: 1, ..Total::default() },
        }
    }
}

impl Bill {
    pub fn total(&self) -> Total {
        sum(self.lines.iter().map(Line::total))
    }
}

pub fn sum(totals: impl Iterator<Item = Total>) -> Total {
    let mut all = Total::default();
    totals.for_each(|it| all.add(it));
    all
}

/// A root module with all that it calls.
#[derive(Clone, Debug)]
pub struct RootBill {
    /// `""` where the user stands.
    pub directory: String,
    /// In the order of the configuration.
    pub bills: Vec<Bill>,
    /// The entry points that traffic was let in by.
    pub entries: Vec<String>,
}

/// Everything that was estimated.
#[derive(Clone, Debug, Default)]
pub struct Estimate {
    pub roots: Vec<RootBill>,
    /// What a usage file or the settings say that means nothing here.
    pub warnings: Vec<String>,
}

impl Estimate {
    pub fn bills(&self) -> impl Iterator<Item = &Bill> {
        self.roots.iter().flat_map(|it| &it.bills)
    }

    pub fn total(&self) -> Total {
        sum(self.bills().map(Bill::total))
    }

    /// The types that nobody wrote down yet, with how many there are of each.
    pub fn unsupported(&self) -> BTreeMap<&str, usize> {
        let mut kinds = BTreeMap::new();
        for bill in self.bills().filter(|it| it.state == State::Unsupported) {
            *kinds.entry(bill.kind.as_str()).or_insert(0) += 1;
        }
        kinds
    }
}
