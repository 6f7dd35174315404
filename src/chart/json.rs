//! Break-even for a program: dollars are strings with all their digits, requests are whole numbers.

use std::fmt::Write;
use std::io;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cost::break_even::{
    Against, BreakEven, Chart, Cluster, Crossing, Function, Shape, per_second,
};
use crate::cost::{Origin, Range};
use crate::source::misleads;

/// Raised when a field is renamed or goes.
const VERSION: u32 = 1;

pub(super) fn json(break_even: &BreakEven) -> io::Result<String> {
    let all = json!({
        "version": VERSION,
        "functions": list(&break_even.functions, function),
        "clusters": list(&break_even.clusters, cluster),
        "charts": list(&break_even.charts, chart),
        "assumptions": break_even.assumptions,
    });
    let text = serde_json::to_string_pretty(&all)?;
    Ok(escaped(&text) + "\n")
}

/// What a terminal would obey or hide is escaped, which means the same to a program. It can only be inside
/// of strings.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        if it != '\n' && (it.is_control() || misleads(it)) {
            let mut units = [0; 2];
            let units = it.encode_utf16(&mut units);
            for unit in units.iter() {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(it);
        }
    }
    out
}

fn list<T>(all: &[T], each: impl Fn(&T) -> Value) -> Vec<Value> {
    all.iter().map(each).collect()
}

fn function(function: &Function) -> Value {
    let (against, unknown) = match &function.against {
        Ok(against) => (self::against(against), Value::Null),
        Err(reason) => (Value::Null, json!(reason.as_str())),
    };
    json!({
        "address": function.address,
        "directory": function.directory,
        "fargate": against,
        "unknown": unknown,
    })
}

fn against(against: &Against) -> Value {
    let declared = match &against.duration_origin {
        Origin::Declared { line } => json!({ "usage_file_line": line }),
        Origin::Traffic(_) => json!("traffic"),
        Origin::Assumed | Origin::Missing => json!("assumed"),
    };
    json!({
        "work": shape(&against.shape),
        "duration_ms": range(&against.duration_ms),
        "duration_from": declared,
        "task": { "vcpu": number(against.task.vcpu), "memory_gb": number(against.task.gb) },
        "typical": crossing(against.typical),
        "earliest": crossing(against.earliest),
        "latest": crossing(against.latest),
        "monthly_requests": against.calls.as_ref().map(range),
        "notes": against.notes,
    })
}

/// `null` where the other way never costs less.
fn crossing(crossing: Option<Crossing>) -> Value {
    let Some(Crossing { first, lasting }) = crossing else { return Value::Null };
    json!({
        "never_below_monthly_requests": first,
        "never_below_requests_per_second": rate(first),
        "from_monthly_requests": lasting,
        "from_requests_per_second": lasting.map(rate),
    })
}

fn cluster(cluster: &Cluster) -> Value {
    json!({
        "address": cluster.address,
        "directory": cluster.directory,
        "floor": range(&cluster.floor),
        "floor_is_at_least": cluster.at_least,
        "parts": cluster.parts,
        "function": shape(&cluster.shape),
        "cheaper_up_to_monthly_requests": cluster.below.as_ref().ok(),
        "cheaper_up_to_requests_per_second": cluster.below.as_ref().ok().map(|it| rate(*it)),
        "unknown": cluster.below.as_ref().err().map(ecow::EcoString::as_str),
    })
}

fn chart(chart: &Chart) -> Value {
    let name = |at: usize| chart.series[at].name.as_str();
    let series = chart.series.iter().map(|it| {
        let points = it.points.iter().map(|(requests, it)| json!([requests, dollars(*it)]));
        let points: Vec<Value> = points.collect();
        json!({ "name": it.name.as_str(), "unverified": it.is_unverified, "points": points })
    });
    let crossings = chart.marks.iter().map(|it| {
        json!({
            "cheaper": name(it.cheaper),
            "dearer": name(it.dearer),
            "monthly_requests": it.requests,
            "requests_per_second": rate(it.requests),
            "monthly_cost": dollars(it.dollars),
        })
    });
    let scale = chart.scale.iter().map(|row| {
        let costs = row.dollars.iter().enumerate().map(|(at, it)| (name(at), dollars(*it)));
        json!({
            "profile": row.profile,
            "daily_requests": row.per_day,
            "monthly_requests": row.requests,
            "monthly_cost": costs.collect::<std::collections::BTreeMap<_, _>>(),
            "cheapest": name(row.cheapest),
        })
    });
    let absent = chart
        .absent
        .iter()
        .map(|(name, reason)| json!({ "name": name.as_str(), "unknown": reason.as_str() }));
    json!({
        "work": shape(&chart.shape),
        "series": series.collect::<Vec<_>>(),
        "crossings": crossings.collect::<Vec<_>>(),
        "scale": scale.collect::<Vec<_>>(),
        "absent": absent.collect::<Vec<_>>(),
        "assumptions": chart.assumptions,
    })
}

fn shape(shape: &Shape) -> Value {
    json!({
        "memory_mb": number(shape.memory_mb()),
        "duration_ms": number(shape.duration_ms),
        "architecture": shape.arch.name(),
        "region": shape.region.as_str(),
        "gateway": shape.gateway.name(),
    })
}

fn range(range: &Range) -> Value {
    json!({ "low": text(range.low), "typical": text(range.typical), "high": text(range.high) })
}

fn number(amount: Decimal) -> String {
    text(amount)
}

fn dollars(amount: Decimal) -> String {
    text(amount.round_dp(4))
}

fn rate(per_month: u64) -> String {
    text(per_second(per_month).round_dp(6))
}

fn text(amount: Decimal) -> String {
    amount.normalize().to_string()
}
