//! A service or a function of Google Cloud that is billed by request: how long it may take, whether it is
//! kept warm, and whether what arrives is steady enough for something that always runs.

use super::ask::{Ask, Origin, amount, axis, first, team};
use super::decide::{Case, decide, fact};
use super::framework::threshold;
use super::money::{Reckoned, rate, said};
use super::workload::{Axis, Costs, Fit, Missing, Name, Platform, Verdict, Way, Workload};
use crate::cost::Range;
use crate::eval::{Object, Value};
use rust_decimal::Decimal;

pub(super) fn workload(ask: &mut Ask<'_, '_, '_, '_>) -> Workload {
    let (requests, origin) = ask.requests(ask.id);
    let mut missing = Vec::new();
    let platform = match ask.kind().contains("function") {
        true => Platform::Functions,
        false => Platform::OnDemand,
    };
    let axes = vec![
        traffic(requests.as_ref(), origin, ask),
        duration(ask),
        axis(
            Name::State,
            Fit::Either,
            "state",
            "none in the text; what the code keeps in memory cannot be seen",
        ),
        latency(&mut missing, ask),
        super::store::of_process(ask),
        team(),
    ];
    let is_steady = axes.iter().any(|it| it.fit == Fit::Lean);
    let otherwise = match is_steady {
        true => (Verdict::Undecided, "so many requests cost less on what always runs".to_owned()),
        false => (Verdict::Stay, "nothing in the text speaks against it".to_owned()),
    };
    let case = Case {
        platform,
        on: platform.on(ask.kind()),
        axes,
        reckoned: reckoned(ask),
        cheaper: Platform::Kubernetes,
        origin,
        is_asked: true,
        otherwise,
        missing,
    };
    decide(case, ask)
}

/// What it costs here; what it would cost elsewhere nobody reckons for this cloud.
fn reckoned(ask: &Ask<'_, '_, '_, '_>) -> Reckoned {
    let reason = "only functions and services of AWS are put beside what is elsewhere";
    let Some(bill) = ask.bill() else { return Reckoned::unknown(reason) };
    let total = bill.total();
    let dollars = match total.n_unknown {
        0 => Ok(total.known()),
        n => Err(format!("{n} parts of its bill are not known")),
    };
    let name = Platform::on(Platform::OnDemand, ask.kind());
    let way = Way { name, with: "its own bill".to_owned(), dollars, is_here: true };
    let costs = Costs { ways: vec![way], unknown: Some(reason.to_owned()), ..Costs::default() };
    Reckoned { costs, ..Reckoned::unknown(reason) }
}

fn traffic(requests: Option<&Range>, origin: Origin, ask: &Ask<'_, '_, '_, '_>) -> Axis {
    let says = said(requests, origin, ask);
    match requests.filter(|_| origin != Origin::Assumed) {
        None => axis(Name::Traffic, Fit::Unknown, None, says),
        Some(it) if rate(it) >= threshold("always_warm_rate") => {
            axis(Name::Traffic, Fit::Lean, "always_warm_rate", says)
        }
        Some(it) if it.high < threshold("few_requests") => {
            axis(Name::Traffic, Fit::Here, "few_requests", says)
        }
        Some(_) => axis(Name::Traffic, Fit::Either, "always_warm_rate", says),
    }
}

/// The block that says how instances are: each generation has its own.
fn template(ask: &mut Ask<'_, '_, '_, '_>) -> Option<Object> {
    for name in ["template", "service_config"] {
        if let Ok(Some(block)) = ask.block(name) {
            return Some(block);
        }
    }
    None
}

fn duration(ask: &mut Ask<'_, '_, '_, '_>) -> Axis {
    let most = threshold("cloud_run_longest");
    let block = template(ask);
    let said =
        block.as_ref().and_then(|it| it.get("timeout").or_else(|| it.get("timeout_seconds")));
    let seconds = said.and_then(seconds).or_else(|| ask.number("timeout").ok().flatten());
    match seconds {
        Some(it) if it >= most => {
            let says = format!("may take {} s, which is all that there is", it.normalize());
            axis(Name::Duration, Fit::Unknown, "cloud_run_longest", says)
        }
        Some(it) => {
            let says = format!("ends after {} s at most, of {most} s", it.normalize());
            axis(Name::Duration, Fit::Here, "cloud_run_longest", says)
        }
        None => {
            let says = "its timeout is not said, or not known";
            axis(Name::Duration, Fit::Either, "cloud_run_longest", says)
        }
    }
}

/// `300s`, or `300`.
fn seconds(value: &Value) -> Option<Decimal> {
    match value.as_str() {
        Some(text) => text.strip_suffix('s').unwrap_or(text).parse().ok(),
        None => crate::cost::decimal(value).ok(),
    }
}

fn latency(missing: &mut Vec<Missing>, ask: &mut Ask<'_, '_, '_, '_>) -> Axis {
    let template = template(ask);
    let scaling = template.as_ref().and_then(|it| it.get("scaling")).and_then(first);
    let own = ask.block("scaling").ok().flatten();
    let least = [scaling.as_ref(), own.as_ref(), template.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|it| amount(it, "min_instance_count"))
        .or_else(|| ask.number("min_instances").ok().flatten())
        .or_else(|| template.as_ref().and_then(annotated));
    match least {
        Some(n) if n > Decimal::ZERO => {
            let n = n.normalize();
            let says = format!("{n} kept warm: no cold start there, and paid for all day");
            axis(Name::Latency, Fit::Here, "scale_to_zero", says)
        }
        _ => {
            missing.push(fact("which latency is needed", ""));
            let says = "goes down to nothing, so that the first request waits for a start";
            axis(Name::Latency, Fit::Unknown, "scale_to_zero", says)
        }
    }
}

/// What the first generation says in an annotation.
fn annotated(template: &Object) -> Option<Decimal> {
    let metadata = first(template.get("metadata")?)?;
    let annotations = metadata.get("annotations")?.as_object()?.clone();
    annotations.get("autoscaling.knative.dev/minScale").and_then(seconds)
}
