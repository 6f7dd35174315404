//! What tools read that know Infracost's JSON, version 0.2: its names, its shape, and a single figure where
//! we have a range, which is the typical one. What is not known is null.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::iter;

use rust_decimal::Decimal;
use serde::Serialize;

use super::amount::{decimal, exact};
use super::totals::{Sum, directory};
use super::{Page, Places, pretty};
use crate::cost::{Bill, Cost, Line, RootBill, State};

/// Hours of a month.
const HOURS: Decimal = Decimal::from_parts(730, 0, 0, false, 0);

pub(super) fn write(out: &mut dyn Write, page: &mut Page<'_>) -> io::Result<()> {
    let (estimate, today) = (page.estimate, &page.view.today);
    let places = &mut page.places;
    let projects = estimate.roots.iter().map(|it| Project::new(it, places)).collect();
    let Totals { total_hourly_cost, total_monthly_cost, total_monthly_usage_cost } =
        Totals::new(estimate.bills());
    let time = format!("{today}T00:00:00Z");
    let root = Root {
        version: "0.2",
        metadata: Metadata::new(&time),
        currency: "USD",
        projects,
        total_hourly_cost,
        total_monthly_cost,
        total_monthly_usage_cost,
        past_total_hourly_cost: None,
        past_total_monthly_cost: None,
        past_total_monthly_usage_cost: None,
        diff_total_hourly_cost: None,
        diff_total_monthly_cost: None,
        diff_total_monthly_usage_cost: None,
        time_generated: &time,
        summary: Summary::new(&estimate.bills().collect::<Vec<_>>()),
    };
    pretty::write(out, &root)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Root<'a> {
    version: &'static str,
    metadata: Metadata<'a>,
    currency: &'static str,
    projects: Vec<Project<'a>>,
    total_hourly_cost: Option<String>,
    total_monthly_cost: Option<String>,
    total_monthly_usage_cost: Option<String>,
    past_total_hourly_cost: Option<String>,
    past_total_monthly_cost: Option<String>,
    past_total_monthly_usage_cost: Option<String>,
    diff_total_hourly_cost: Option<String>,
    diff_total_monthly_cost: Option<String>,
    diff_total_monthly_usage_cost: Option<String>,
    time_generated: &'a str,
    summary: Summary<'a>,
}

/// Of the repository's history nothing is known here; its readers want the fields.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata<'a> {
    infracost_command: &'static str,
    vcs_branch: &'static str,
    vcs_commit_sha: &'static str,
    vcs_commit_author_name: &'static str,
    vcs_commit_author_email: &'static str,
    vcs_commit_timestamp: &'a str,
    vcs_commit_message: &'static str,
}

impl Metadata<'_> {
    fn new(time: &str) -> Metadata<'_> {
        Metadata {
            infracost_command: "breakdown",
            vcs_branch: "",
            vcs_commit_sha: "",
            vcs_commit_author_name: "",
            vcs_commit_author_email: "",
            vcs_commit_timestamp: time,
            vcs_commit_message: "",
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Project<'a> {
    name: &'a str,
    display_name: &'static str,
    metadata: ProjectMetadata<'a>,
    past_breakdown: Breakdown<'a>,
    breakdown: Breakdown<'a>,
    diff: Breakdown<'a>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct ProjectMetadata<'a> {
    path: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl<'a> Project<'a> {
    fn new(root: &'a RootBill, places: &mut Places<'a>) -> Project<'a> {
        let name = directory(root);
        let of = |state: fn(&State) -> bool| root.bills.iter().filter(move |it| state(&it.state));
        let priced = of(|it| *it == State::Priced).map(|it| Resource::new(it, places)).collect();
        let free = of(|it| matches!(it, State::Free(_)));
        let breakdown = Breakdown {
            resources: priced,
            free_resources: free.map(|it| Resource::new(it, places)).collect(),
            totals: Totals::new(root.bills.iter()),
        };
        Project {
            name,
            display_name: "",
            metadata: ProjectMetadata { path: name, kind: "terraform_dir" },
            past_breakdown: Breakdown::empty(),
            breakdown,
            diff: Breakdown::empty(),
            summary: Summary::new(&root.bills.iter().collect::<Vec<_>>()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Breakdown<'a> {
    resources: Vec<Resource<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    free_resources: Vec<Resource<'a>>,
    #[serde(flatten)]
    totals: Totals,
}

impl Breakdown<'_> {
    /// Nothing is compared with anything.
    fn empty() -> Self {
        let (resources, free_resources) = (Vec::new(), Vec::new());
        Breakdown { resources, free_resources, totals: Totals::default() }
    }
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "they are Infracost's")]
struct Totals {
    total_hourly_cost: Option<String>,
    total_monthly_cost: Option<String>,
    total_monthly_usage_cost: Option<String>,
}

impl Totals {
    fn new<'b>(bills: impl Iterator<Item = &'b Bill>) -> Totals {
        let total = Sum::of(bills).total;
        Totals {
            total_hourly_cost: Some(hourly(total.known().typical)),
            total_monthly_cost: Some(decimal(total.known().typical)),
            total_monthly_usage_cost: Some(decimal(total.usage.typical)),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "they are Infracost's")]
struct Resource<'a> {
    name: &'a str,
    resource_type: &'a str,
    metadata: ResourceMetadata<'a>,
    hourly_cost: Option<String>,
    monthly_cost: Option<String>,
    monthly_usage_cost: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cost_components: Vec<Component>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceMetadata<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    filename: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<usize>,
}

impl<'a> Resource<'a> {
    fn new(bill: &'a Bill, places: &mut Places<'a>) -> Resource<'a> {
        let (filename, start_line) = places.of(bill.span).unzip();
        let any = |meant: fn(&Cost) -> bool| bill.lines.iter().any(|it| meant(&it.cost));
        let total = bill.total();
        // What is not billed as it is written costs nothing, and that is known.
        let is_known = bill.lines.is_empty() || any(|it| !matches!(it, Cost::Unknown { .. }));
        let known = is_known.then(|| total.known().typical);
        let usage = any(|it| matches!(it, Cost::Usage(_))).then_some(total.usage.typical);
        Resource {
            name: &bill.address,
            resource_type: &bill.kind,
            metadata: ResourceMetadata { filename, start_line },
            hourly_cost: known.map(hourly),
            monthly_cost: known.map(decimal),
            monthly_usage_cost: usage.map(decimal),
            cost_components: bill.lines.iter().flat_map(components).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Component {
    name: String,
    unit: String,
    hourly_quantity: Option<String>,
    monthly_quantity: Option<String>,
    price: Option<String>,
    hourly_cost: Option<String>,
    monthly_cost: Option<String>,
    usage_based: bool,
    price_not_found: bool,
}

/// One for each tier that is reached, for each has one price.
fn components(line: &Line) -> Vec<Component> {
    let is_usage = matches!(line.cost, Cost::Usage(_) | Cost::Unknown { is_usage: true, .. });
    let is_known = !matches!(line.cost, Cost::Unknown { .. });
    let Some(rates) = &line.rates else { return vec![unpriced(line, is_usage)] };
    let quantity = line.quantity.filter(|_| is_known).map(|it| it.typical);
    let per = if rates.per.is_zero() { Decimal::ONE } else { rates.per };
    let unit = match per == Decimal::ONE {
        true => line.unit.to_string(),
        false => format!("{} {}", exact(per), line.unit),
    };
    let untils = rates.tiers.iter().skip(1).map(|it| Some(it.from)).chain(iter::once(None));
    let tiers = rates.tiers.iter().zip(untils).enumerate();
    let tiers = tiers.filter_map(|(at, (tier, until))| {
        let inside = quantity.map(|it| {
            let end = it.min(until.unwrap_or(Decimal::MAX));
            end.saturating_sub(tier.from).max(Decimal::ZERO)
        });
        if at > 0 && inside.is_none_or(|it| it.is_zero()) {
            return None;
        }
        let price = tier.price.typical.saturating_mul(line.factor.typical);
        let monthly = inside.map(|it| it.saturating_mul(price));
        let inside = inside.map(|it| it.checked_div(per).unwrap_or_default());
        let from = if at > 0 { format!(" (over {})", exact(tier.from)) } else { String::new() };
        Some(Component {
            name: format!("{}{from}", line.name),
            unit: unit.clone(),
            hourly_quantity: inside.map(hourly),
            monthly_quantity: inside.map(decimal),
            price: Some(decimal(price.saturating_mul(per))),
            hourly_cost: monthly.map(hourly),
            monthly_cost: monthly.map(decimal),
            usage_based: is_usage,
            price_not_found: false,
        })
    });
    tiers.collect()
}

fn unpriced(line: &Line, is_usage: bool) -> Component {
    Component {
        name: line.name.to_string(),
        unit: line.unit.to_string(),
        hourly_quantity: None,
        monthly_quantity: None,
        price: None,
        hourly_cost: None,
        monthly_cost: None,
        usage_based: is_usage,
        price_not_found: !line.sku.is_empty(),
    }
}

fn hourly(monthly: Decimal) -> String {
    decimal(monthly.checked_div(HOURS).unwrap_or_default())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary<'a> {
    total_detected_resources: usize,
    total_supported_resources: usize,
    total_unsupported_resources: usize,
    total_usage_based_resources: usize,
    total_no_price_resources: usize,
    unsupported_resource_counts: BTreeMap<&'a str, usize>,
    no_price_resource_counts: BTreeMap<&'a str, usize>,
}

impl<'a> Summary<'a> {
    fn new(bills: &[&'a Bill]) -> Summary<'a> {
        let counts = |state: fn(&State) -> bool| {
            let mut counts: BTreeMap<&'a str, usize> = BTreeMap::new();
            for bill in bills.iter().filter(|it| state(&it.state)) {
                *counts.entry(&bill.kind).or_default() += 1;
            }
            counts
        };
        let unsupported = counts(|it| *it == State::Unsupported);
        let free = counts(|it| matches!(it, State::Free(_)));
        let is_usage =
            |it: &Line| matches!(it.cost, Cost::Usage(_) | Cost::Unknown { is_usage: true, .. });
        Summary {
            total_detected_resources: bills.len(),
            total_supported_resources: counts(|it| *it == State::Priced).values().sum(),
            total_unsupported_resources: unsupported.values().sum(),
            total_usage_based_resources: bills
                .iter()
                .filter(|it| it.lines.iter().any(is_usage))
                .count(),
            total_no_price_resources: free.values().sum(),
            unsupported_resource_counts: unsupported,
            no_price_resource_counts: free,
        }
    }
}
