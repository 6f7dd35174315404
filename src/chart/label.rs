//! Words for results, the same in every format.

use rust_decimal::Decimal;

use super::plain::{rate, short};
use crate::cost::break_even::{Against, Chart, Cluster, Crossing, MOST, Mark};
use crate::cost::words::grouped;
use crate::cost::{Origin, Range};

/// `28.1M a month (10.7 a second)`
pub(super) fn traffic(requests: u64) -> String {
    format!("{} a month ({} a second)", short(requests), rate(requests))
}

/// Where one function's lines cross.
pub(super) fn verdict(crossing: Option<Crossing>) -> String {
    match crossing {
        None => format!("Fargate never costs less, up to {}", traffic(MOST)),
        Some(Crossing { first, lasting: Some(lasting) }) if first == lasting => {
            format!("Fargate costs less from {} on, and with fewer never", traffic(first))
        }
        Some(Crossing { first, lasting: Some(lasting) }) => format!(
            "Fargate always costs less from {} on, and never below {}",
            traffic(lasting),
            traffic(first)
        ),
        Some(Crossing { first, lasting: None }) => {
            format!("Fargate costs less here and there, never below {}", traffic(first))
        }
    }
}

/// What typical traffic and durations leave open. `None` where they leave nothing.
pub(super) fn spread(against: &Against) -> Option<String> {
    let lasting = |it: Option<Crossing>| it.and_then(|it| it.lasting);
    let (low, high) = (lasting(against.earliest), lasting(against.latest));
    let least = low.map_or_else(|| "never".to_owned(), |it| format!("from {}", traffic(it)));
    let most = high.map_or_else(|| "never".to_owned(), |it| format!("from {}", traffic(it)));
    (low != high).then(|| {
        let times = against.duration_ms;
        format!("{least} at {} ms a call, {most} at {} ms", grouped(times.high), grouped(times.low))
    })
}

/// Which side of the line the traffic is on that is known.
pub(super) fn now(against: &Against) -> Option<String> {
    let calls = against.calls?;
    let typical = u64::try_from(calls.typical.round()).unwrap_or(u64::MAX);
    let side = match against.typical {
        Some(Crossing { first, .. }) if typical < first => "Lambda costs less",
        Some(Crossing { lasting: Some(lasting), .. }) if typical >= lasting => "Fargate costs less",
        None => "Lambda costs less",
        Some(_) => "they cost about the same",
    };
    Some(format!("at {}: {side}", traffic(typical)))
}

pub(super) fn work(against: &Against) -> String {
    let shape = &against.shape;
    format!("{}, {}, {}, {}", shape.words(), shape.gateway.name(), shape.arch.name(), shape.region)
}

/// Who says how long a call takes.
pub(super) fn duration(against: &Against) -> String {
    let range = amount(&against.duration_ms);
    match &against.duration_origin {
        Origin::Declared { line } => format!("{range} ms a call, by line {line} of the usage file"),
        Origin::Traffic(_) => format!("{range} ms a call, by the traffic"),
        Origin::Assumed | Origin::Missing => format!("{range} ms a call, which is assumed"),
    }
}

fn amount(range: &Range) -> String {
    match range.is_exact() {
        true => grouped(range.typical),
        false => format!("{} to {}", grouped(range.low), grouped(range.high)),
    }
}

pub(super) fn floor(cluster: &Cluster) -> String {
    let amount = crate::cost::words::span(&cluster.floor);
    match cluster.at_least {
        true => format!("at least {amount}"),
        false => amount,
    }
}

/// What functions come to beside a cluster's floor.
pub(super) fn undercut(cluster: &Cluster) -> Result<String, String> {
    let shape = &cluster.shape;
    let what = format!(
        "functions of {} behind an {} ({} in {})",
        shape.words(),
        shape.gateway.name(),
        shape.arch.name(),
        shape.region
    );
    match &cluster.below {
        Ok(requests) => Ok(format!("{what} cost less up to {}", traffic(*requests))),
        Err(reason) => Err(reason.to_string()),
    }
}

/// `Fargate below Lambda from 28.1M a month (10.7 a second), at $57`
pub(super) fn mark(mark: &Mark, chart: &Chart) -> String {
    let (cheaper, dearer) = (&chart.series[mark.cheaper].name, &chart.series[mark.dearer].name);
    let dollars = super::plain::dollars(mark.dollars);
    format!("{cheaper} below {dearer} from {}, at {dollars}", traffic(mark.requests))
}

/// The name of a line; a star where a price is not verified.
pub(super) fn series(chart: &Chart, at: usize) -> String {
    let series = &chart.series[at];
    let star = if series.is_unverified { "*" } else { "" };
    format!("{}{star}", series.name)
}

pub(super) fn cell(amount: Decimal, is_cheapest: bool) -> String {
    let star = if is_cheapest { "<" } else { " " };
    format!("{}{star}", super::plain::dollars(amount))
}
