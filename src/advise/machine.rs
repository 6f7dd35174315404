//! Machines, alone or in a group: what they cost, and whether requests come to them at all.

use super::ask::{Ask, Origin, axis, team};
use super::cluster::{at_most, up_to};
use super::decide::{Case, decide, fact};
use super::framework::threshold;
use super::money::{self, Floor, Reckoned, said};
use super::service::{duration, latency, work_missing};
use super::words::names;
use super::workload::{Axis, Fit, Name, Platform, Verdict, Workload};
use crate::cost::Range;
use crate::cost::break_even::Shape;
use crate::graph::ThingId;

pub(super) fn workload(ask: &mut Ask<'_, '_, '_, '_>) -> Workload {
    let fronts = ask.fronts();
    let afar = ask.called_from_afar().filter(|_| fronts.is_empty());
    let is_waited = !fronts.is_empty() || afar.is_some();
    let (requests, origin) = requests(&fronts, ask);
    let gpu = gpu(ask);
    let mut missing = match !is_waited {
        true => vec![fact("what it does", "")],
        false => work_missing(),
    };
    missing.push(fact("how busy it is", ""));
    let case = Case {
        platform: Platform::Machines,
        on: on(ask),
        axes: vec![
            traffic(&fronts, requests.as_ref(), origin, (gpu.as_deref(), afar), ask),
            duration(),
            axis(
                Name::State,
                Fit::Unknown,
                "state",
                "what it keeps on its disks and in memory is not in the text",
            ),
            latency(is_waited),
            super::store::of_process(ask),
            team(),
        ],
        reckoned: reckoned(is_waited, requests, ask),
        cheaper: Platform::Functions,
        origin,
        is_asked: is_waited,
        otherwise: match !is_waited {
            true => (
                Verdict::Stay,
                "no requests come to it here, and what it does is not in the text".to_owned(),
            ),
            false => {
                (Verdict::Undecided, "what it costs or how much arrives is not known".to_owned())
            }
        },
        missing,
    };
    decide(case, ask)
}

/// What arrives at the load balancers in front, which may have others behind them: it is at most that.
fn requests(fronts: &[ThingId], ask: &mut Ask<'_, '_, '_, '_>) -> (Option<Range>, Origin) {
    let mut sum: Option<Range> = None;
    let mut origin = Origin::Nobody;
    for front in fronts {
        let (requests, by) = ask.requests(*front);
        let Some(requests) = requests else { continue };
        sum = Some(sum.map_or(requests, |it| it + requests));
        origin = by;
    }
    match sum {
        None if !fronts.is_empty() => {
            let all = at_most(ask);
            let origin = if all.is_some() { Origin::Declared } else { Origin::Nobody };
            (all, origin)
        }
        sum => (sum.map(|it| up_to(it.high)), origin),
    }
}

fn traffic(
    fronts: &[ThingId],
    requests: Option<&Range>,
    origin: Origin,
    (gpu, afar): (Option<&str>, Option<&'static str>),
    ask: &Ask<'_, '_, '_, '_>,
) -> Axis {
    if let Some(name) = gpu {
        let says = format!("computes on the GPUs of {name}, which functions have none of");
        return axis(Name::Traffic, Fit::Bound, "gpu", says);
    }
    if let Some(says) = afar.filter(|_| gpu.is_none()) {
        return axis(Name::Traffic, Fit::Unknown, None, says);
    }
    if fronts.is_empty() {
        return axis(
            Name::Traffic,
            Fit::Unknown,
            None,
            "behind no load balancer of this configuration",
        );
    }
    let most = requests.map(|it| Range::exact(it.high));
    let fronts: Vec<String> = fronts.iter().map(|it| ask.address_of(*it)).collect();
    let says =
        format!("{} in front of it: at most {}", names(&fronts), said(most.as_ref(), origin, ask));
    match requests.filter(|_| origin != Origin::Assumed) {
        None => axis(Name::Traffic, Fit::Unknown, None, says),
        Some(it) if it.high < threshold("few_requests") => {
            axis(Name::Traffic, Fit::Lean, "few_requests", says)
        }
        Some(_) => axis(Name::Traffic, Fit::Either, "many_requests", says),
    }
}

fn reckoned(is_waited: bool, requests: Option<Range>, ask: &Ask<'_, '_, '_, '_>) -> Reckoned {
    let Some(bill) = ask.bill() else { return Reckoned::unknown("it has no price") };
    let total = bill.total();
    if !is_waited || ask.doubt().is_some() {
        return Reckoned::unknown("there are no requests to put beside what it costs");
    }
    let floor = Floor {
        name: Platform::Machines.on(ask.kind()),
        amount: total.fixed,
        at_least: total.n_unknown > 0,
        parts: "before the first request, without its load balancer".to_owned(),
        shape: Shape::example(bill.region.name().unwrap_or("us-east-1")),
        beside: &["Lambda", "Fargate", "Cloud Run"],
    };
    money::of_floor(ask, floor, requests)
}

/// The type of a machine that computes on GPUs.
fn gpu(ask: &mut Ask<'_, '_, '_, '_>) -> Option<String> {
    let name = type_of(ask)?;
    let machine = ask.known.request.book.machine(&name)?;
    (machine.gpus > 0).then_some(name)
}

fn type_of(ask: &mut Ask<'_, '_, '_, '_>) -> Option<String> {
    let parts = ask.graph.parts(ask.id);
    parts.into_iter().find_map(|it| {
        let said = ask.said_of(it, "instance_type").ok().flatten()?;
        said.as_str().map(str::to_owned)
    })
}

fn on(ask: &mut Ask<'_, '_, '_, '_>) -> String {
    let name = Platform::Machines.on(ask.kind());
    let kind = type_of(ask).unwrap_or_else(|| "type not known".to_owned());
    let fixed = ask.bill().map(|it| it.total().fixed).filter(|it| !it.high.is_zero());
    let fixed = fixed.map(|it| format!(", {} a month", crate::cost::words::span(&it)));
    format!("{name}, {kind}{}", fixed.unwrap_or_default())
}
