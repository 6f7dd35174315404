//! From how many requests on the same work costs less elsewhere: every function against tasks of Fargate,
//! every small cluster against functions, and curves of what each way to run something costs. All of it is
//! made of rates of the book, and says what it assumes.

mod calls;
mod clusters;
mod crossing;
mod curves;
mod elsewhere;
pub(super) mod functions;
mod prices;
mod shape;
mod way;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use rust_decimal::Decimal;

use super::estimate::{Request, estimate};
use super::words::grouped;
use super::{Catalog, Origin, Range, RootBill, assumptions};
use crate::graph::World;
use crate::model::{Configuration, Model};
use crate::project::Project;
use crate::source::Span;

pub use crossing::{Crossing, MOST};
pub use curves::{Chart, DECADES, Mark, Scale, Series, curves};
pub use elsewhere::{Offer, Work, elsewhere, undercut};
pub use shape::{Arch, Gateway, Shape, Size};

/// A month has 730 hours.
const HOURS: Decimal = Decimal::from_parts(730, 0, 0, false, 0);
const SECONDS: Decimal = Decimal::from_parts(2_628_000, 0, 0, false, 0);

/// More charts than this nobody looks at.
const MAX_CHARTS: usize = 6;

/// All that is known of where the lines cross.
#[derive(Clone, Debug, Default)]
pub struct BreakEven {
    pub functions: Vec<Function>,
    pub clusters: Vec<Cluster>,
    /// Of each kind of work there is here, the most frequent first; of an example where there is none.
    pub charts: Vec<Chart>,
    pub assumptions: Vec<String>,
}

/// A function against the same work on Fargate.
#[derive(Clone, Debug)]
pub struct Function {
    pub address: String,
    /// Of the root module; `""` where the user stands.
    pub directory: String,
    pub span: Span,
    /// Why nothing can be said of it.
    pub against: Result<Against, EcoString>,
}

/// Where a function's costs cross those of tasks.
#[derive(Clone, Debug)]
pub struct Against {
    /// As it is typically.
    pub shape: Shape,
    /// How long a call takes, and who says so.
    pub duration_ms: Range,
    pub duration_origin: Origin,
    pub task: Size,
    pub typical: Option<Crossing>,
    /// With the longest calls and all that is not known against the function.
    pub earliest: Option<Crossing>,
    /// With the shortest, and all in its favor.
    pub latest: Option<Crossing>,
    /// Calls a month, where anything tells them.
    pub calls: Option<Range>,
    pub notes: BTreeSet<String>,
}

/// A cluster or a service whose floor functions could undercut.
#[derive(Clone, Debug)]
pub struct Cluster {
    pub address: String,
    pub directory: String,
    pub span: Span,
    /// What it costs a month before the first request.
    pub floor: Range,
    /// There are parts of the floor whose price is not known.
    pub at_least: bool,
    /// What the floor is made of.
    pub parts: Vec<String>,
    /// The function that it is compared with.
    pub shape: Shape,
    /// The most requests a month at which functions would cost less; or why that is not known.
    pub below: Result<u64, EcoString>,
}

/// Requests a second that come to so many a month.
pub fn per_second(per_month: u64) -> Decimal {
    Decimal::from(per_month) / SECONDS
}

pub fn break_even(project: &Project, request: &Request<'_>) -> BreakEven {
    let bills = estimate(project, request);
    let model = Model::new(&project.files, &project.links);
    let catalog = Catalog::of(&BTreeSet::from([functions::KIND]));
    let mut all = BreakEven { assumptions: assumed_words(), ..BreakEven::default() };
    for root in model.roots(request.roots) {
        let configuration = Configuration::new(&model, root, request.inputs, request.files);
        let directory = configuration.directory();
        let Some(bills) = bills.roots.iter().find(|it| it.directory == directory) else { continue };
        let (functions, clusters) =
            of_root(bills, &catalog, request, &mut World::new(configuration));
        all.functions.extend(functions);
        all.clusters.extend(clusters);
    }
    all.charts = charts(&all.functions, request);
    all
}

/// The same for one configuration whose bills are known.
pub fn of_root(
    bills: &RootBill,
    catalog: &Catalog,
    request: &Request<'_>,
    world: &mut World<'_, '_>,
) -> (Vec<Function>, Vec<Cluster>) {
    let functions = functions::of(bills, catalog, request.terms(), world);
    (functions, clusters::of(bills, request, world))
}

/// One chart for each kind of work.
fn charts(functions: &[Function], request: &Request<'_>) -> Vec<Chart> {
    let mut kinds: Vec<(Shape, usize)> = Vec::new();
    for against in functions.iter().filter_map(|it| it.against.as_ref().ok()) {
        let shape = curves::drawn(&against.shape);
        match kinds.iter_mut().find(|(it, _)| *it == shape) {
            Some((_, n)) => *n += 1,
            None => kinds.push((shape, 1)),
        }
    }
    kinds.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    if kinds.is_empty() {
        kinds.push((Shape::example(request.region.unwrap_or(REFERENCE)), 0));
    }
    kinds.iter().take(MAX_CHARTS).map(|(shape, _)| curves(request.book, shape)).collect()
}

/// Where functions are compared with what is not AWS's.
const REFERENCE: &str = "us-east-1";

/// One number out of the table of assumptions.
fn assumed(name: &str) -> Decimal {
    assumptions::get(name).typical
}

/// What holds of all comparisons.
pub fn assumed_words() -> Vec<String> {
    let percent = (assumed("fleet_utilization") * Decimal::from(100)).normalize();
    let mb = grouped(assumed("mb_per_vcpu"));
    vec![
        format!("a call computes all the time, on memory / {mb} MB of a vCPU; calls that wait need fewer tasks"),
        format!(
            "tasks are the smallest that have the function's memory and part of a vCPU; {} at least, {percent}% busy",
            assumed("fleet_least").normalize()
        ),
        format!(
            "requests reach tasks through a load balancer with {} public addresses, in place of an API: {} new connections and {} KB a request",
            assumed("balancer_zones").normalize(),
            assumptions::get("connections_per_request").typical.normalize(),
            assumptions::get("response_kb").typical.normalize(),
        ),
        "left out on both sides: free tiers, discounts for commitment, logs, NAT, data sent out, people".to_owned(),
    ]
}

/// The address of everything that has a bill, with its place among the bills.
fn by_address(bills: &RootBill) -> BTreeMap<&str, &super::Bill> {
    bills.bills.iter().map(|it| (it.address.as_str(), it)).collect()
}
