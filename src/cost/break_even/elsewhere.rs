//! What the same work costs a month elsewhere, at so many requests: for those who ask about one workload
//! and not about curves.

use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::crossing::below;
use super::prices::Prices;
use super::shape::{Gateway, Shape};
use super::way::Way;
use super::ways::{self, CLOUD_RUN_REGION};
use crate::cost::{Book, Range, scope::Level};

/// A way to run the work.
#[derive(Clone, PartialEq, Debug)]
pub struct Offer {
    pub name: EcoString,
    /// Dollars a month; or why there is no figure.
    pub dollars: Result<Range, EcoString>,
    /// What it is made of: `2 tasks of 0.25 vCPU and 0.5 GB`.
    pub with: EcoString,
    /// What a reader ought to know of its prices.
    pub doubts: BTreeSet<String>,
}

/// What is asked of each way: how much work there is, at each end of what is known.
#[derive(Clone, Debug)]
pub struct Work {
    pub shape: Shape,
    pub duration_ms: Range,
    /// A month.
    pub requests: Range,
}

/// Every way that this room knows, functions first.
pub fn elsewhere(book: &Book, work: &Work) -> Vec<Offer> {
    let name = match work.shape.gateway {
        Gateway::HttpApi | Gateway::RestApi => {
            eco_format!("Lambda + {}", work.shape.gateway.name())
        }
        _ => "Lambda".into(),
    };
    vec![
        offer(name, book, work, lambda),
        offer("Fargate".into(), book, work, fargate),
        offer("Cloud Run".into(), book, work, cloud_run),
        offer(eco_format!("EC2 {}", ways::machine_name(&work.shape)), book, work, machines),
    ]
}

/// The most requests a month at which functions of this shape cost less than an amount.
pub fn undercut(book: &Book, amount: Decimal, shape: &Shape) -> Result<u64, EcoString> {
    let mut prices = Prices::new(book, Level::High);
    let lambda = ways::lambda(shape, shape.gateway, &mut prices)?;
    Ok(below(&lambda, amount).unwrap_or(0))
}

type Made = Result<(Way, EcoString), String>;

fn offer(
    name: EcoString,
    book: &Book,
    work: &Work,
    way: fn(&Shape, u64, &mut Prices<'_>) -> Made,
) -> Offer {
    let mut doubts = BTreeSet::new();
    let mut with = EcoString::new();
    let mut at = |level: Level| {
        let requests = u64::try_from(level.of(&work.requests).round()).unwrap_or(u64::MAX);
        let shape = Shape { duration_ms: level.of(&work.duration_ms), ..work.shape.clone() };
        let mut prices = Prices::new(book, level);
        let (way, words) = way(&shape, requests, &mut prices)?;
        if level == Level::Typical {
            with = words;
        }
        doubts.append(&mut prices.doubts);
        Ok::<_, String>(way.cost(requests))
    };
    let dollars = (|| Ok(Range::of([at(Level::Low)?, at(Level::Typical)?, at(Level::High)?])))();
    Offer { name, dollars: dollars.map_err(|it: String| it.into()), with, doubts }
}

fn lambda(shape: &Shape, _: u64, prices: &mut Prices<'_>) -> Made {
    ways::lambda(shape, shape.gateway, prices).map(|it| (it, shape.words()))
}

fn fargate(shape: &Shape, requests: u64, prices: &mut Prices<'_>) -> Made {
    let (way, size) = ways::fargate(shape, prices)?;
    let with = match way.machines(requests) {
        1 => eco_format!("1 task of {}", size.words()),
        n => eco_format!("{n} tasks of {}", size.words()),
    };
    let is_balanced = way.fleet.as_ref().is_some_and(|it| !it.balancer.is_zero());
    Ok((way, if is_balanced { eco_format!("{with}, load balancer") } else { with }))
}

fn machines(shape: &Shape, requests: u64, prices: &mut Prices<'_>) -> Made {
    let way = ways::machines(shape, prices)?;
    let with = match way.machines(requests) {
        1 => eco_format!("1 machine, its disk and address"),
        n => eco_format!("{n} machines, load balancer"),
    };
    Ok((way, with))
}

fn cloud_run(shape: &Shape, _: u64, prices: &mut Prices<'_>) -> Made {
    let (way, size, at_once) = ways::cloud_run(shape, prices)?;
    Ok((way, eco_format!("{}, {at_once} at once, {CLOUD_RUN_REGION}", size.words())))
}
