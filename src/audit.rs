//! A whole repository on one screen and one page: `skint audit`. What is here, what it costs, who pays for it, what is
//! wrong, what could not be known and how to make it known; of one analysis. *It sees what was worked out and nothing else.*

mod gaps;
mod here;
mod html;
mod human;
mod json;
mod next;
mod rules;
mod words;

use std::io::{self, BufWriter, Write};

use crate::bill::View as BillView;
use crate::check::{self, Run};
use crate::cost::{self, Estimate};
use crate::finding::Severity;
use crate::project::Project;
use crate::tags::Policies;
use crate::tally::{self, Coverage};

pub use gaps::{Gap, Kind, gaps};
pub use here::{Here, here};
pub use rules::{OfRule, of_rules};

/// Everything that was found out.
#[derive(Debug)]
pub struct Audit {
    pub run: Run,
    pub estimate: Estimate,
    pub coverage: Coverage,
    /// Root modules, those without resources too.
    pub configurations: usize,
    pub traffic: Traffic,
}

/// The traffic that is reckoned with.
#[derive(Clone, Debug)]
pub struct Traffic {
    pub profile: String,
    /// Requests a day, in digits.
    pub per_day: Option<String>,
    /// Whether somebody said so.
    pub is_said: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Human,
    Json,
    Html,
}

impl Format {
    pub const ALL: &[Format] = &[Format::Human, Format::Json, Format::Html];

    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Json => "json",
            Format::Html => "html",
        }
    }
}

/// What is shown, and to whom.
#[derive(Clone, Debug)]
pub struct View {
    pub color: bool,
    /// Columns of the terminal, where there is one.
    pub width: Option<usize>,
    pub min_severity: Severity,
    /// What was typed behind the command, for commands that go on from here: empty, or with a blank before it.
    pub paths: String,
}

/// One model and one graph for rules, dollars and tags.
pub fn audit(
    project: Project,
    asked: &check::Request<'_>,
    money: &cost::Request<'_>,
    policies: &Policies<'_>,
) -> Audit {
    let (run, roots) = check::check_and(project, asked, &|world, stock| {
        let bill = cost::root_bill(world, stock.catalog(), money);
        (bill, stock.tags(world, policies, &money.support.today, tally::tagging))
    });
    let configurations = roots.len();
    let (estimate, taggings) = cost::whole(roots, money);
    let coverage = Coverage::joined(&estimate, taggings, money);
    let traffic = Traffic {
        profile: money.traffic.profile.clone(),
        per_day: money.traffic.per_day.map(cost::words::grouped),
        is_said: money.traffic.is_said,
    };
    Audit { run, estimate, coverage, configurations, traffic }
}

/// Writes what was found out. `out` need not be buffered.
pub fn write(format: Format, out: &mut dyn Write, audit: &Audit, view: &View) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    match format {
        Format::Human => human::write(&mut out, audit, view)?,
        Format::Json => json::write(&mut out, audit, view)?,
        Format::Html => out.write_all(html::page(audit, view).as_bytes())?,
    }
    out.flush()
}

impl Audit {
    /// How the rooms of bills look at it.
    fn bill_view(&self, view: &View) -> BillView {
        let usual = BillView::new(&self.traffic.profile, &self.coverage.today);
        BillView { color: view.color, width: view.width, ..usual }
    }
}

/// `1 file`, `2,000 files`.
fn count(n: usize, noun: &str) -> String {
    tally::amount::count(n, noun)
}
