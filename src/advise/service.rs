//! A service of ECS: what requests come to it, what it holds on to, and with how few requests functions
//! would cost less than what it costs before the first one.

use super::ask::{Ask, Fact, Origin, axis, first, team};
use super::decide::{Case, decide, fact};
use super::framework::threshold;
use super::money::{self, Floor, Reckoned, rate, said};
use super::words::{names, span};
use super::workload::{Axis, Fit, Missing, Name, Platform, Verdict, Workload};
use crate::cost::Range;
use crate::cost::break_even::{Gateway, Shape};
use crate::eval::{Object, Value};
use crate::graph::ThingId;

const QUEUES: &[&str] = &["aws_kinesis_stream", "aws_sqs_queue"];

pub(super) fn workload(ask: &mut Ask<'_, '_, '_, '_>) -> Workload {
    let (requests, origin) = ask.requests(ask.id);
    let (fronts, queues) = (ask.fronts(), ask.named(QUEUES));
    let afar = ask.called_from_afar().filter(|_| fronts.is_empty());
    let is_waited = !fronts.is_empty() || afar.is_some();
    let is_fargate = ask.known.clusters.contains_key(ask.address());
    let mut missing = work_missing();
    if !is_waited && queues.is_empty() {
        missing = vec![fact("what it does", "")];
    }
    let axes = vec![
        match afar {
            Some(says) => axis(Name::Traffic, Fit::Unknown, None, says),
            None => traffic(&fronts, &queues, requests.as_ref(), origin, ask),
        },
        duration(),
        state(ask),
        latency(is_waited),
        super::store::of_process(ask),
        team(),
    ];
    let case = Case {
        platform: Platform::Containers,
        on: on(is_fargate, ask),
        axes,
        reckoned: reckoned(requests, is_waited, ask),
        cheaper: Platform::Functions,
        origin,
        is_asked: is_waited,
        otherwise: otherwise(is_waited, &queues),
        missing,
    };
    decide(case, ask)
}

/// What stands in no text, and what functions depend on.
pub(super) fn work_missing() -> Vec<Missing> {
    vec![
        fact("whether all work ends within 15 minutes", ""),
        fact("what the program keeps in memory between requests", ""),
    ]
}

fn reckoned(requests: Option<Range>, is_fronted: bool, ask: &Ask<'_, '_, '_, '_>) -> Reckoned {
    let Some(cluster) = ask.known.clusters.get(ask.address()) else {
        return Reckoned::unknown(
            "it runs on machines of its cluster, which have bills of their own",
        );
    };
    let parts = match cluster.parts.len() {
        1 => "before the first request".to_owned(),
        _ => "before the first request, with its part of the load balancer".to_owned(),
    };
    let floor = Floor {
        name: "ECS".to_owned(),
        amount: cluster.floor,
        at_least: cluster.at_least,
        parts,
        shape: match is_fronted {
            true => cluster.shape.clone(),
            false => Shape { gateway: Gateway::Events, ..cluster.shape.clone() },
        },
        beside: &["Lambda", "Cloud Run"],
    };
    money::of_floor(ask, floor, requests)
}

fn otherwise(is_waited: bool, queues: &[String]) -> (Verdict, String) {
    match (!is_waited, queues.is_empty()) {
        (true, true) => {
            (Verdict::Stay, "no requests come to it here: a worker that runs on".to_owned())
        }
        (true, false) => {
            let says = format!(
                "it names {}, and functions read queues; work that is long or steady stays",
                names(queues)
            );
            (Verdict::Undecided, says)
        }
        (false, _) => {
            (Verdict::Undecided, "what it costs or how much arrives is not known".to_owned())
        }
    }
}

fn traffic(
    fronts: &[ThingId],
    queues: &[String],
    requests: Option<&Range>,
    origin: Origin,
    ask: &mut Ask<'_, '_, '_, '_>,
) -> Axis {
    let tasks = tasks(ask);
    if fronts.is_empty() {
        return match queues.is_empty() {
            true => axis(
                Name::Traffic,
                Fit::Either,
                "steady",
                format!("{tasks} behind no load balancer"),
            ),
            false => {
                let says =
                    format!("{tasks} behind no load balancer, with {} in reach", names(queues));
                axis(Name::Traffic, Fit::Lean, "events", says)
            }
        };
    }
    let fronts: Vec<String> = fronts.iter().map(|it| ask.address_of(*it)).collect();
    let says = format!("{} to {tasks}; {}", names(&fronts), said(requests, origin, ask));
    match requests.filter(|_| origin != Origin::Assumed) {
        None => axis(Name::Traffic, Fit::Unknown, None, says),
        Some(it) if rate(it) >= threshold("sustained_rate") => {
            axis(Name::Traffic, Fit::Here, "sustained_rate", says)
        }
        Some(it) if it.high < threshold("few_requests") => {
            axis(Name::Traffic, Fit::Lean, "few_requests", says)
        }
        Some(_) => axis(Name::Traffic, Fit::Either, "many_requests", says),
    }
}

/// How many tasks, and what they are held at.
fn tasks(ask: &mut Ask<'_, '_, '_, '_>) -> String {
    let used = ask.bill().and_then(|it| it.usage.iter().find(|it| it.name == "tasks"));
    let n = match used.and_then(|it| it.amount) {
        Some(range) if range.is_exact() && range.low == rust_decimal::Decimal::ONE => {
            "1 task".to_owned()
        }
        Some(range) => format!("{} tasks", span(&range)),
        None => "tasks".to_owned(),
    };
    let targets = ask.graph.referrers_of(ask.id, "aws_appautoscaling_target");
    let policies = targets
        .iter()
        .flat_map(|it| ask.graph.referrers_of(*it, "aws_appautoscaling_policy"))
        .collect::<Vec<_>>();
    let held = policies
        .into_iter()
        .find_map(|it| held(ask.block_of(it, "target_tracking_scaling_policy_configuration")));
    let room = threshold("cpu_target");
    match held {
        None => n,
        Some(held) if held <= room => format!("{n}, held at {held}% of CPU"),
        Some(held) => format!("{n}, held at {held}% of CPU, where {room}% leaves room for a peak"),
    }
}

/// The part of the CPU that a policy holds them at.
fn held(policy: Fact<Object>) -> Option<rust_decimal::Decimal> {
    let policy = policy.ok()??;
    let metric = first(policy.get("predefined_metric_specification")?)?;
    let is_cpu = metric.get("predefined_metric_type")?.as_str()?.ends_with("CPUUtilization");
    is_cpu.then(|| super::ask::amount(&policy, "target_value"))?.map(|it| it.normalize())
}

/// A volume that outlives the task: one with a name alone does not.
fn is_kept(volumes: &Value) -> bool {
    const KEPT: &[&str] =
        &["efs_volume_configuration", "fsx_windows_file_server_volume_configuration"];
    let volumes = volumes.as_items().unwrap_or_default().iter().filter_map(Value::as_object);
    let said = |volume: &Object| {
        let blocks = KEPT.iter().filter_map(|it| volume.get(it)).any(|it| first(it).is_some());
        blocks || volume.get("host_path").and_then(Value::as_str).is_some()
    };
    volumes.into_iter().any(said)
}

pub(super) fn duration() -> Axis {
    let says = "without a limit; whether work takes longer than 15 minutes is not in the text";
    axis(Name::Duration, Fit::Unknown, "function_longest", says)
}

fn state(ask: &mut Ask<'_, '_, '_, '_>) -> Axis {
    let graph = ask.graph.clone();
    let groups = graph.refs_of(ask.id, "aws_lb_target_group");
    for group in groups {
        if let Ok(Some(sticky)) = ask.block_of(group, "stickiness")
            && sticky.get("enabled").and_then(Value::as_bool) != Some(false)
        {
            let says = format!("{} keeps clients with one task", ask.address_of(group));
            return axis(Name::State, Fit::Here, "state", says);
        }
    }
    for task in graph.refs_of(ask.id, "aws_ecs_task_definition") {
        match ask.said_of(task, "volume") {
            Ok(volumes) if volumes.as_ref().is_some_and(is_kept) => {
                return axis(Name::State, Fit::Here, "state", "its tasks keep files on volumes");
            }
            Ok(_) => {}
            Err(reason) => {
                let says = format!("whether its tasks mount volumes is not known: {reason}");
                return axis(Name::State, Fit::Unknown, "state", says);
            }
        }
    }
    let says = "none in the text; what the program keeps in memory cannot be seen";
    axis(Name::State, Fit::Unknown, "state", says)
}

pub(super) fn latency(is_waited: bool) -> Axis {
    match is_waited {
        true => {
            axis(Name::Latency, Fit::Here, "steady", "runs all the time: no cold starts in the way")
        }
        false => axis(Name::Latency, Fit::Either, "events", "nobody is known to wait for it"),
    }
}

fn on(is_fargate: bool, ask: &mut Ask<'_, '_, '_, '_>) -> String {
    let name = if is_fargate {
        "containers (ECS on Fargate)"
    } else {
        "containers (ECS on machines of the cluster)"
    };
    let task = ask.graph.refs_of(ask.id, "aws_ecs_task_definition").into_iter().next();
    let Some(task) = task else { return name.to_owned() };
    let mut size = |attribute: &str| {
        let said = ask.said_of(task, attribute).ok().flatten()?;
        crate::cost::decimal(&said).ok().or_else(|| said.as_str()?.parse().ok())
    };
    match (size("cpu"), size("memory")) {
        (Some(cpu), Some(memory)) => {
            format!("{name}, {} CPU units and {} MB a task", cpu.normalize(), memory.normalize())
        }
        _ => name.to_owned(),
    }
}
