//! A cluster of Kubernetes: what it costs before the first request, and whether what runs on it is worth it.

use rust_decimal::Decimal;

use super::ask::{Ask, Origin, axis, team};
use super::decide::{Case, decide, fact};
use super::framework::threshold;
use super::money::{self, Floor, Reckoned, rate};
use super::service::{duration, latency, work_missing};
use super::words::{count, traffic as traffic_of};
use super::workload::{Axis, Fit, Name, Platform, Verdict, Workload};
use crate::cost::Range;
use crate::graph::Workload as Runs;

pub(super) fn workload(ask: &mut Ask<'_, '_, '_, '_>) -> Workload {
    let graph = ask.graph.clone();
    let runs = graph.cluster(ask.id, &mut ask.world.configuration);
    let at_most = at_most(ask);
    let cheaper = match ask.kind().starts_with("aws_") {
        true => Platform::Functions,
        false => Platform::OnDemand,
    };
    let mut missing = work_missing();
    missing.push(fact("what runs on it beside what is in this configuration", ""));
    let origin = if at_most.is_some() { Origin::Declared } else { Origin::Nobody };
    let case = Case {
        platform: Platform::Kubernetes,
        on: on(runs.capacity.len(), runs.workloads.len(), ask),
        axes: vec![
            traffic(at_most.as_ref()),
            duration(),
            state(&runs.workloads, ask),
            latency(true),
            axis(Name::Data, Fit::Unknown, None, "what its pods connect to is not in the text"),
            team(),
        ],
        reckoned: reckoned(at_most, ask),
        cheaper,
        origin,
        is_asked: true,
        otherwise: (Verdict::Undecided, "what it costs is not known".to_owned()),
        missing,
    };
    decide(case, ask)
}

/// More than the whole profile does not arrive at one cluster; only where somebody chose it.
pub(super) fn at_most(ask: &Ask<'_, '_, '_, '_>) -> Option<Range> {
    let traffic = ask.known.request.traffic;
    let is_all = traffic.is_said && traffic.entries.is_empty() && traffic.usage.is_none();
    let per_day = traffic.per_day.filter(|_| is_all)?;
    let month = per_day.saturating_mul(Decimal::from(730)) / Decimal::from(24);
    Some(up_to(month))
}

/// Any number of requests up to this one.
pub(super) fn up_to(requests: Decimal) -> Range {
    Range { low: Decimal::ZERO, typical: requests, high: requests }
}

fn reckoned(at_most: Option<Range>, ask: &Ask<'_, '_, '_, '_>) -> Reckoned {
    let Some(cluster) = ask.known.clusters.get(ask.address()) else {
        return Reckoned::unknown("what it costs is not known");
    };
    let parts = match cluster.parts.len() {
        1 => "before the first request; no nodes in this configuration".to_owned(),
        2 => "before the first request, with its group of nodes".to_owned(),
        n => format!("before the first request, with {} groups of nodes", n - 1),
    };
    let floor = Floor {
        name: Platform::Kubernetes.on(ask.kind()),
        amount: cluster.floor,
        at_least: cluster.at_least || cluster.parts.len() == 1,
        parts,
        shape: cluster.shape.clone(),
        beside: &["Lambda", "Fargate", "Cloud Run"],
    };
    money::of_floor(ask, floor, at_most)
}

fn traffic(at_most: Option<&Range>) -> Axis {
    let Some(requests) = at_most else {
        let says = "how many requests arrive at its pods is not in the text";
        return axis(Name::Traffic, Fit::Unknown, "cluster_least", says);
    };
    let says = format!("at most {}, which is all of the profile", traffic_of(requests.high));
    let a_minute = rate(requests).saturating_mul(Decimal::from(60));
    match a_minute <= threshold("cluster_least") {
        true => axis(Name::Traffic, Fit::Lean, "cluster_least", says),
        false => axis(Name::Traffic, Fit::Either, "cluster_least", says),
    }
}

fn state(runs: &[Runs], ask: &Ask<'_, '_, '_, '_>) -> Axis {
    let stateful =
        runs.iter().map(|it| it.thing).find(|it| ask.graph.things[*it].kind().contains("stateful"));
    match stateful {
        Some(it) => {
            let says = format!("{} keeps state on it", ask.address_of(it));
            axis(Name::State, Fit::Here, "state", says)
        }
        None => axis(Name::State, Fit::Unknown, "state", "what its pods keep is not in the text"),
    }
}

fn on(capacity: usize, work: usize, ask: &Ask<'_, '_, '_, '_>) -> String {
    let groups = if capacity == 1 { "group" } else { "groups" };
    let name = Platform::Kubernetes.on(ask.kind());
    let work = match work {
        0 => "what runs on it is not in the text".to_owned(),
        n => format!("{} in the text", count(n, "workload")),
    };
    match capacity {
        0 => format!("{name}; {work}"),
        n => format!("{name}, {n} {groups} of nodes; {work}"),
    }
}
