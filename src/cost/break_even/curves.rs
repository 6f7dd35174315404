//! What each way to run one kind of work costs at each number of requests, and where the lines cross.

use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::assumed;
use super::crossing::crossing;
use super::prices::Prices;
use super::shape::{Gateway, Shape};
use super::way::Way;
use super::ways::{self, CLOUD_RUN_REGION};
use crate::cost::words::grouped;
use crate::cost::{Book, PROFILES, scope::Level};

/// Monthly costs over requests a month.
#[derive(Clone, PartialEq, Debug)]
pub struct Chart {
    pub shape: Shape,
    pub series: Vec<Series>,
    /// Where another way lastingly becomes cheaper than functions, by requests.
    pub marks: Vec<Mark>,
    /// What each costs at the profiles' traffic.
    pub scale: Vec<Scale>,
    pub assumptions: Vec<String>,
    /// What cannot be drawn, and why.
    pub absent: Vec<(EcoString, EcoString)>,
}

/// One line.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    pub name: EcoString,
    /// Requests a month, and dollars.
    pub points: Vec<(u64, Decimal)>,
    /// It rests on a price that nobody verified.
    pub is_unverified: bool,
}

/// A place where two lines cross: which becomes cheaper than which.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    pub cheaper: usize,
    pub dearer: usize,
    pub requests: u64,
    pub dollars: Decimal,
}

/// One row of the table of costs by scale.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scale {
    pub profile: &'static str,
    pub per_day: u64,
    pub requests: u64,
    /// In the order of the lines.
    pub dollars: Vec<Decimal>,
    pub cheapest: usize,
}

/// The first and the last decade that are drawn.
pub const DECADES: (u32, u32) = (4, 10);

/// Twenty points of a decade, evenly on paper; written out, so that they are the same everywhere.
const STEPS: [u64; 20] = [
    1000, 1122, 1259, 1413, 1585, 1778, 1995, 2239, 2512, 2818, 3162, 3548, 3981, 4467, 5012, 5623,
    6310, 7079, 7943, 8913,
];

struct Drawn {
    name: EcoString,
    way: Way,
    doubts: BTreeSet<String>,
}

/// Ways to run one kind of work, as far as their prices are known.
pub fn curves(book: &Book, shape: &Shape) -> Chart {
    let shape = drawn(shape);
    let mut assumptions = vec![work_words(&shape)];
    let (mut all, mut absent) = (Vec::new(), Vec::new());
    let mut add = |name: EcoString, way: &mut dyn FnMut(&mut Prices<'_>) -> Result<Way, String>| {
        let mut prices = Prices::new(book, Level::Typical);
        match way(&mut prices) {
            Ok(way) => all.push(Drawn { name, way, doubts: prices.doubts }),
            Err(reason) => absent.push((name, EcoString::from(reason))),
        }
    };
    add("Lambda".into(), &mut |it| ways::lambda(&shape, Gateway::Direct, it));
    let with = eco_format!("Lambda + {}", shape.gateway.name());
    add(with, &mut |it| ways::lambda(&shape, shape.gateway, it));
    add("Fargate".into(), &mut |it| {
        let (way, size) = ways::fargate(&shape, it)?;
        assumptions.push(format!("Fargate: tasks of {}, and a load balancer", size.words()));
        Ok(way)
    });
    add(eco_format!("EC2 {}", ways::machine_name(&shape)), &mut |it| {
        let way = ways::machines(&shape, it)?;
        assumptions.push(machine_words(&shape));
        Ok(way)
    });
    add("Cloud Run".into(), &mut |it| {
        let (way, size, at_once) = ways::cloud_run(&shape, it)?;
        assumptions.push(format!(
            "Cloud Run in {CLOUD_RUN_REGION}, billed by requests: instances of {}, each busy with {at_once} requests at once",
            size.words()
        ));
        Ok(way)
    });
    add("Workers".into(), &mut |it| {
        let way = ways::workers(&shape, it)?;
        assumptions.push(workers_words(&shape));
        Ok(way)
    });
    let doubts: BTreeSet<&String> = all.iter().flat_map(|it| &it.doubts).collect();
    assumptions.extend(doubts.into_iter().cloned());
    let (marks, scale) = (marks(&all), scale(&all));
    let series = all.iter().map(series).collect();
    Chart { shape, series, marks, scale, assumptions, absent }
}

/// The same work behind something that requests come through.
pub(super) fn drawn(shape: &Shape) -> Shape {
    let gateway = shape.gateway.sku().map_or(Gateway::HttpApi, |_| shape.gateway);
    Shape { gateway, ..shape.clone() }
}

fn work_words(shape: &Shape) -> String {
    format!(
        "a request is {} on {} in {}: {} vCPU-ms of computing, the same everywhere",
        shape.words(),
        shape.arch.name(),
        shape.region,
        vcpu_ms(shape)
    )
}

fn machine_words(shape: &Shape) -> String {
    let percent = (assumed("small_vm_baseline") * Decimal::from(100)).normalize();
    format!(
        "EC2: {} at the {percent}% that it may use all day, with a disk of {} GB; a load balancer from the second on",
        ways::machine_name(shape),
        assumed("small_vm_disk_gb").normalize()
    )
}

fn workers_words(shape: &Shape) -> String {
    let room = match shape.memory_mb() > Decimal::from(128) {
        true => "; a Worker has only 128 MB of memory",
        false => "",
    };
    format!("Workers: the paid plan, {} CPU-ms a request{room}", vcpu_ms(shape))
}

fn vcpu_ms(shape: &Shape) -> String {
    let amount = shape.work().saturating_mul(Decimal::from(1000));
    grouped(amount.round_sf(3).unwrap_or(amount))
}

fn series(drawn: &Drawn) -> Series {
    let (first, last) = DECADES;
    let decades = (first..last).map(|it| 10_u64.pow(it) / 1000);
    let requests = decades.flat_map(|decade| STEPS.map(|it| it * decade));
    let points = requests.chain([10_u64.pow(last)]).map(|it| (it, drawn.way.cost(it)));
    Series {
        name: drawn.name.clone(),
        points: points.collect(),
        is_unverified: drawn.doubts.iter().any(|it| it.starts_with("nobody verified")),
    }
}

fn marks(all: &[Drawn]) -> Vec<Mark> {
    let (first, last) = DECADES;
    let mut marks = Vec::new();
    let functions = |it: &Drawn| it.name.starts_with("Lambda");
    for (dearer, one) in all.iter().enumerate().filter(|(_, it)| functions(it)) {
        for (cheaper, other) in all.iter().enumerate().filter(|(_, it)| !functions(it)) {
            let lasting = crossing(&one.way, &other.way).and_then(|it| it.lasting);
            let drawn = 10_u64.pow(first)..=10_u64.pow(last);
            let Some(requests) = lasting.filter(|it| drawn.contains(it)) else { continue };
            let dollars = other.way.cost(requests);
            marks.push(Mark { cheaper, dearer, requests, dollars });
        }
    }
    marks.sort_by_key(|it| it.requests);
    marks
}

fn scale(all: &[Drawn]) -> Vec<Scale> {
    let rows = PROFILES.iter().filter_map(|(profile, per_day)| {
        let requests = per_day * 730 / 24;
        let dollars: Vec<Decimal> = all.iter().map(|it| it.way.cost(requests)).collect();
        let cheapest = (0..dollars.len()).min_by_key(|it| dollars[*it])?;
        Some(Scale { profile, per_day: *per_day, requests, dollars, cheapest })
    });
    rows.collect()
}
