//! Every cluster, and every service on Fargate: with how few requests functions would cost less than what
//! it costs before the first one.

use std::collections::BTreeMap;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::elsewhere::undercut;
use super::shape::Shape;
use super::{Cluster, REFERENCE, by_address, functions};
use crate::cost::bill::{Bill, Cost, RootBill};
use crate::cost::estimate::Request;
use crate::cost::flow::calls::balancer_of;
use crate::cost::{Bill as Priced, Range};
use crate::graph::{Graph, ThingId, World};

const KUBERNETES: &[&str] =
    &["aws_eks_cluster", "azurerm_kubernetes_cluster", "google_container_cluster"];
const SERVICE: &str = "aws_ecs_service";

pub(super) fn of(
    bills: &RootBill,
    request: &Request<'_>,
    world: &mut World<'_, '_>,
) -> Vec<Cluster> {
    let graph = world.graph();
    let known = by_address(bills);
    let balanced = balanced(&graph);
    let mut clusters = Vec::new();
    for bill in &bills.bills {
        let Some(thing) = graph.by_address(&bill.address) else { continue };
        let mut floor = Floor::default();
        floor.add(bill, Decimal::ONE);
        match bill.kind.as_str() {
            SERVICE if !bill.lines.is_empty() => {
                if let Some(balancer) = balancer(thing, &graph)
                    && let Some(it) = known.get(graph.things[balancer].address.as_str())
                {
                    let all = balanced.get(&balancer).copied().unwrap_or(1);
                    floor.add(it, Decimal::ONE / Decimal::from(all));
                }
            }
            kind if KUBERNETES.contains(&kind) => {
                let capacity = graph.cluster(thing, &mut world.configuration).capacity;
                let capacity = capacity.into_iter().map(|it| graph.things[it].address.as_str());
                capacity.filter_map(|it| known.get(it)).for_each(|it| floor.add(it, Decimal::ONE));
            }
            _ => continue,
        }
        clusters.push(cluster(bill, floor, bills, request));
    }
    clusters
}

/// What something costs before the first request.
#[derive(Default)]
struct Floor {
    amount: Range,
    n_unknown: usize,
    parts: Vec<String>,
}

impl Floor {
    fn add(&mut self, bill: &Priced, share: Decimal) {
        self.amount += bill.total().fixed.scaled(share);
        let unknown = |it: &Cost| matches!(it, Cost::Unknown { is_usage: false, .. });
        self.n_unknown += bill.lines.iter().filter(|it| unknown(&it.cost)).count();
        self.parts.push(bill.address.clone());
    }
}

fn cluster(bill: &Bill, floor: Floor, bills: &RootBill, request: &Request<'_>) -> Cluster {
    let region = bill.region.name().filter(|_| bill.kind.starts_with("aws_"));
    let mut shape = Shape::example(region.unwrap_or(REFERENCE));
    if let Some(declared) = functions::declared_duration(request) {
        shape.duration_ms = declared.typical;
    }
    Cluster {
        address: bill.address.clone(),
        directory: bills.directory.clone(),
        span: bill.span,
        floor: floor.amount,
        at_least: floor.n_unknown > 0,
        parts: floor.parts,
        below: requests(&floor.amount, bill, &shape, request),
        shape,
    }
}

fn requests(
    floor: &Range,
    bill: &Bill,
    shape: &Shape,
    request: &Request<'_>,
) -> Result<u64, EcoString> {
    if let Some(doubt) = &bill.doubt {
        return Err(ecow::eco_format!("how many there are is not known: {doubt}"));
    }
    if floor.low <= Decimal::ZERO {
        return Err("nothing is known of what it costs before the first request".into());
    }
    undercut(request.book, floor.low, shape)
}

/// How many services there are behind each load balancer: each has the same part of it.
fn balanced(graph: &Graph<'_, '_>) -> BTreeMap<ThingId, usize> {
    let mut balanced = BTreeMap::new();
    for balancer in graph.all(SERVICE).iter().filter_map(|it| balancer(*it, graph)) {
        *balanced.entry(balancer).or_default() += 1;
    }
    balanced
}

fn balancer(service: ThingId, graph: &Graph<'_, '_>) -> Option<ThingId> {
    let group = graph.refs_of(service, "aws_lb_target_group").into_iter().next()?;
    balancer_of(group, graph)
}
