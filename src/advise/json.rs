//! Everything, for programs: the shapes of `docs/advise.schema.json`. Money is a string with a decimal; what is
//! not known is null. A field may be added at any time; one that changes or goes raises `VERSION`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;

use rust_decimal::Decimal;
use serde::Serialize;

use super::framework::criterion;
use super::workload::{Axis, Costs, Workload};
use super::{Advice, Root};
use crate::cost::Range;
use crate::source::{Places, Sources, misleads, orders};

const VERSION: u32 = 1;
/// A quotient ends somewhere.
const DIGITS: u32 = 18;

#[derive(Serialize)]
struct AdviceJson<'a> {
    version: u32,
    currency: &'static str,
    traffic: &'a str,
    traffic_is_declared: bool,
    roots: Vec<RootJson<'a>>,
    assumptions: &'a [String],
}

#[derive(Serialize)]
struct RootJson<'a> {
    directory: &'a str,
    workloads: Vec<WorkloadJson<'a>>,
    not_judged: &'a BTreeMap<String, usize>,
}

#[derive(Serialize)]
struct WorkloadJson<'a> {
    places: Vec<PlaceJson<'a>>,
    platform: &'static str,
    on: &'a str,
    verdict: &'static str,
    to: Option<&'static str>,
    why: &'a str,
    until: Option<&'a str>,
    confidence: &'static str,
    axes: Vec<AxisJson<'a>>,
    costs: CostsJson<'a>,
    missing: Vec<MissingJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    address: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
}

#[derive(Serialize)]
struct AxisJson<'a> {
    name: &'static str,
    fit: &'static str,
    says: &'a str,
    criterion: Option<CriterionJson>,
}

#[derive(Serialize)]
struct CriterionJson {
    name: &'static str,
    threshold: Option<String>,
    unit: Option<&'static str>,
    says: &'static str,
    source: &'static str,
}

#[derive(Serialize)]
struct CostsJson<'a> {
    basis: Option<&'a str>,
    ways: Vec<WayJson<'a>>,
    crossing: Option<&'a str>,
    notes: Vec<&'a str>,
    doubts: Vec<&'a str>,
    unknown: Option<&'a str>,
}

#[derive(Serialize)]
struct WayJson<'a> {
    name: &'a str,
    with: &'a str,
    is_here: bool,
    monthly: Option<RangeJson>,
    unknown: Option<&'a str>,
}

#[derive(Serialize)]
struct RangeJson {
    low: String,
    typical: String,
    high: String,
}

#[derive(Serialize)]
struct MissingJson<'a> {
    what: &'a str,
    remedy: Option<&'static str>,
}

pub(super) fn text(advice: &Advice, sources: &Sources) -> io::Result<String> {
    let mut places = Places::new(sources);
    let document = AdviceJson {
        version: VERSION,
        currency: "USD",
        traffic: &advice.profile,
        traffic_is_declared: advice.is_declared,
        roots: advice.roots.iter().map(|it| root(it, &mut places)).collect(),
        assumptions: &advice.assumptions,
    };
    let text = serde_json::to_string_pretty(&document)?;
    Ok(harmless(&text) + "\n")
}

fn root<'a>(root: &'a Root, places: &mut Places<'a>) -> RootJson<'a> {
    RootJson {
        directory: &root.directory,
        workloads: root.workloads.iter().map(|it| workload(it, places)).collect(),
        not_judged: &root.others,
    }
}

fn workload<'a>(it: &'a Workload, places: &mut Places<'a>) -> WorkloadJson<'a> {
    let places = it.places.iter().map(|it| {
        let place = places.of(it.span);
        let (path, line) = (place.map(|it| it.0), place.map(|it| it.1));
        PlaceJson { address: &it.address, path, line }
    });
    WorkloadJson {
        places: places.collect(),
        platform: it.platform.name(),
        on: &it.on,
        verdict: it.verdict.name(),
        to: it.to.map(super::Platform::name),
        why: &it.why,
        until: it.until.as_deref(),
        confidence: it.sure.name(),
        axes: it.axes.iter().map(axis).collect(),
        costs: costs(&it.costs),
        missing: it
            .missing
            .iter()
            .map(|it| MissingJson { what: &it.what, remedy: it.remedy })
            .collect(),
    }
}

fn axis(axis: &Axis) -> AxisJson<'_> {
    let criterion = axis.criterion.and_then(criterion).map(|it| CriterionJson {
        name: it.name,
        threshold: it.threshold.map(decimal),
        unit: (!it.unit.is_empty()).then_some(it.unit),
        says: it.says,
        source: it.source,
    });
    AxisJson { name: axis.name.name(), fit: axis.fit.name(), says: &axis.says, criterion }
}

fn costs(costs: &Costs) -> CostsJson<'_> {
    let ways = costs.ways.iter().map(|it| WayJson {
        name: &it.name,
        with: &it.with,
        is_here: it.is_here,
        monthly: it.dollars.as_ref().ok().map(range),
        unknown: it.dollars.as_ref().err().map(String::as_str),
    });
    CostsJson {
        basis: (!costs.basis.is_empty()).then_some(&costs.basis),
        ways: ways.collect(),
        crossing: costs.crossing.as_deref(),
        notes: costs.notes.iter().map(String::as_str).collect(),
        doubts: costs.doubts.iter().map(String::as_str).collect(),
        unknown: costs.unknown.as_deref(),
    }
}

fn range(range: &Range) -> RangeJson {
    let [low, typical, high] = [range.low, range.typical, range.high].map(decimal);
    RangeJson { low, typical, high }
}

fn decimal(amount: Decimal) -> String {
    amount.round_sf(DIGITS).unwrap_or(amount).normalize().to_string()
}

/// What a terminal or a build log would obey is escaped, which is the same string to a program.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, it) in text.char_indices() {
        let is_order = it == '[' && orders(&text[..at]);
        if it == '\n' || !is_order && !it.is_control() && !misleads(it) {
            out.push(it);
            continue;
        }
        for unit in it.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}
