//! What a person is told of one thing: who calls it, what it uses, how it leaves the network.

use super::{Drawing, Flow, How, Worker, words};
use crate::graph::{Blind, By, Cluster, ExitKind, ThingId};
use crate::source::Span;

/// Reasons that are told of one worker before it is asked for by name.
const MAX_REASONS: usize = 3;

/// What is to be on a line.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) at: Option<Span>,
}

impl Line {
    fn new(text: String, at: Span) -> Line {
        Line { text, at: Some(at) }
    }
}

/// How much is said of one thing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    Short,
    /// With all that is not known.
    Full,
}

/// Who calls it, what it uses, how it leaves the network.
pub(super) fn about(drawing: &Drawing, thing: ThingId, detail: Detail) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(doubt) = &drawing.things[thing].doubt {
        let text = format!("perhaps not there, or many times: {}", doubt.reason);
        lines.push(Line { text, at: doubt.at });
    }
    let worker = drawing.workers.iter().find(|it| it.thing == thing);
    lines.extend(worker.map(|it| outsiders(drawing, it)).unwrap_or_default());
    lines.extend(worker.and_then(|it| anybody(drawing, it)));
    for flow in drawing.flows.iter().filter(|it| it.to == thing && it.how != How::Runs) {
        // Of what is used, the users are told under their own names.
        if worker.is_some() || detail == Detail::Full {
            lines.push(arrow(drawing, "<-", flow, flow.from, flow.how.of_caller()));
        }
    }
    for flow in drawing.flows.iter().filter(|it| it.from == thing) {
        let is_told = worker.is_some() && is_told_by_worker(flow.how);
        if !is_told && flow.how != How::Runs {
            lines.push(arrow(drawing, "->", flow, flow.to, flow.how.of_called()));
        }
    }
    lines.extend(worker.map(|it| inside(drawing, it, detail)).unwrap_or_default());
    let cluster = drawing.clusters.get(&thing);
    lines.extend(cluster.map(|it| work(drawing, it)).unwrap_or_default());
    lines
}

fn is_told_by_worker(how: How) -> bool {
    matches!(how, How::Reaches | How::MayReach | How::LeavesBy)
}

fn arrow(drawing: &Drawing, arrow: &str, flow: &Flow, other: ThingId, words: &str) -> Line {
    let perhaps = if flow.certain { "" } else { ", or another of these" };
    let text = format!("{arrow} {}  {words}{perhaps}", drawing.address(other));
    Line::new(text, flow.span)
}

/// Callers that are not in this configuration.
fn outsiders(drawing: &Drawing, worker: &Worker) -> Vec<Line> {
    let unseen = worker.triggers.iter().filter(|it| it.by.is_none());
    let lines = unseen.map(|it| {
        let how = match words::sync(it.sync) {
            "waits" => "calls it and waits",
            "polls" => "is read by it",
            _ => "hands over to it",
        };
        let through = drawing.address(it.through);
        Line::new(format!("<- (not in this configuration)  {how}, by {through}"), it.span)
    });
    lines.collect()
}

/// Functions that may call whatever there is.
fn anybody(drawing: &Drawing, worker: &Worker) -> Option<Line> {
    let mut anybody = worker.invokers.iter().filter(|it| it.any && it.named.is_none());
    let first = anybody.next()?;
    let who = match anybody.count() {
        0 => drawing.address(first.function).to_owned(),
        more => format!("{} and {more} more", drawing.address(first.function)),
    };
    let text = format!("<- {who}  may invoke any function");
    Some(Line { text, at: first.allowed })
}

fn inside(drawing: &Drawing, worker: &Worker, detail: Detail) -> Vec<Line> {
    let mut lines = Vec::new();
    for reach in &worker.databases {
        let through = reach.proxy.map(|it| format!(" through {}", drawing.address(it)));
        let through = through.unwrap_or_default();
        let how = match reach.by {
            By::Address => "whose address it has",
            By::Secret => "whose address is in a secret that it has",
            By::Firewall => "whose firewall lets it in",
        };
        let text = format!("database {}{through}  {how}", drawing.address(reach.database));
        lines.push(Line { text, at: reach.evidence.first().copied() });
    }
    if let Some(role) = worker.role {
        let text = format!("runs as {}", drawing.address(role));
        lines.push(Line::new(text, drawing.things[role].span));
    }
    for exit in worker.exits.iter().filter(|it| it.kind != ExitKind::Endpoint) {
        let text = format!("leaves the network by {}", drawing.address(exit.by));
        lines.push(Line::new(text, exit.span));
    }
    let endpoints = worker.exits.iter().filter(|it| it.kind == ExitKind::Endpoint);
    for exit in endpoints {
        let service = exit.service.as_deref().unwrap_or("a service that is not known");
        let text = format!("reaches {service} by {}", drawing.address(exit.by));
        lines.push(Line::new(text, exit.span));
    }
    if !worker.subnets.is_empty() && worker.exits.is_empty() {
        let subnets = words::count(worker.subnets.len(), "subnet");
        let text = format!("stands in {subnets} without a known way out");
        lines.push(Line { text, at: None });
    }
    lines.extend(unknown(drawing, worker, detail));
    lines
}

fn unknown(drawing: &Drawing, worker: &Worker, detail: Detail) -> Vec<Line> {
    let unknown = &worker.unknown;
    let shown = if detail == Detail::Full { unknown.len() } else { MAX_REASONS };
    let lines = unknown.iter().take(shown).map(|it| {
        let Blind { attribute, reason, .. } = it;
        let text = match it.from == worker.thing {
            true => format!("? {attribute}: {reason}"),
            false => format!("? {} {attribute}: {reason}", drawing.address(it.from)),
        };
        Line::new(text, it.span)
    });
    let more = unknown.len().saturating_sub(shown);
    let more = (more > 0).then(|| Line { text: format!("? and {more} more"), at: None });
    lines.chain(more).collect()
}

fn work(drawing: &Drawing, cluster: &Cluster) -> Vec<Line> {
    let capacity = cluster.capacity.iter().map(|it| {
        Line::new(format!("has room on {}", drawing.address(*it)), drawing.things[*it].span)
    });
    let work = cluster.workloads.iter().map(|it| {
        let perhaps = if it.certain { "" } else { ", as far as one can see" };
        let text = format!("runs {}{perhaps}", drawing.address(it.thing));
        Line::new(text, drawing.things[it.thing].span)
    });
    capacity.chain(work).collect()
}
