//! What edges mean: who calls, feeds, uses and starts whom. Policies, attachments, permissions and other ties
//! become arrows here.

use std::collections::{BTreeMap, BTreeSet};

use super::{Class, Drawing, Worker};
use crate::graph::{By, Edge, ExitKind, Graph, Sync, ThingId};
use crate::source::Span;

/// One thing has to do with another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flow {
    pub from: ThingId,
    pub to: ThingId,
    pub how: How,
    /// Where it is said.
    pub span: Span,
    /// Whether it is just this one, or perhaps another instance of the same resource.
    pub certain: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum How {
    /// The first calls the second and waits.
    Waits,
    HandsOver,
    /// The second reads the first.
    Polled,
    Invokes,
    /// A database, by its address.
    Reaches,
    /// A database, because a firewall lets it.
    MayReach,
    /// A proxy speaks to its database.
    Proxies,
    DeadLetters,
    /// The first carries the name of the second.
    Names,
    /// A policy of the first's role names the second.
    Granted,
    /// A cluster and its work.
    Runs,
    /// A way out of the network.
    LeavesBy,
}

/// Resources that do nothing but hand on: in which attributes they say whence and whither.
const TIES: &[(&str, &str, &str, How)] = &[
    ("aws_api_gateway_integration", "rest_api_id", "uri", How::Waits),
    ("aws_apigatewayv2_integration", "api_id", "integration_uri", How::Waits),
    ("aws_apigatewayv2_integration", "api_id", "request_parameters", How::Waits),
    ("aws_appsync_datasource", "api_id", "dynamodb_config", How::Waits),
    ("aws_cloudwatch_event_target", "rule", "arn", How::HandsOver),
    ("aws_cloudwatch_event_rule", "event_bus_name", "", How::HandsOver),
    ("aws_cloudwatch_log_subscription_filter", "log_group_name", "destination_arn", How::HandsOver),
    ("aws_db_proxy_target", "db_proxy_name", "db_cluster_identifier", How::Proxies),
    ("aws_db_proxy_target", "db_proxy_name", "db_instance_identifier", How::Proxies),
    ("aws_kinesis_firehose_delivery_stream", "kinesis_source_configuration", "", How::Polled),
    (
        "aws_lambda_function_event_invoke_config",
        "function_name",
        "destination_config",
        How::HandsOver,
    ),
    ("aws_pipes_pipe", "source", "", How::Polled),
    ("aws_s3_bucket_notification", "bucket", "queue", How::HandsOver),
    ("aws_s3_bucket_notification", "bucket", "topic", How::HandsOver),
    ("aws_sns_topic_subscription", "topic_arn", "endpoint", How::HandsOver),
    ("aws_sqs_queue_redrive_policy", "queue_url", "redrive_policy", How::DeadLetters),
    ("google_pubsub_subscription", "topic", "", How::HandsOver),
];

/// Attributes in which a name is about something else than use: where the program lies, who may come.
const BESIDE: &[&str] = &[
    "access_logs",
    "bucket_prefix",
    "code_signing_config_arn",
    "image_uri",
    "logging",
    "logging_config",
    "policy",
    "redrive_allow_policy",
    "s3_bucket",
    "s3_key",
    "s3_object_version",
    "tags",
    "tags_all",
    "vpc_config",
];

/// What may stand between a role and what its policies name.
const POLICIES: &[&str] = &[
    "aws_iam_policy",
    "aws_iam_policy_attachment",
    "aws_iam_policy_document",
    "aws_iam_role_policies_exclusive",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_role_policy_attachments_exclusive",
];

/// Where a role says itself what it may do.
const OWN_POLICIES: &[&str] = &["inline_policy", "managed_policy_arns"];

pub(super) fn flows(graph: &Graph<'_, '_>, drawing: &Drawing) -> Vec<Flow> {
    let mut flows = Flows::default();
    for worker in &drawing.workers {
        calls(graph, worker, &mut flows);
        databases(worker, &mut flows);
    }
    ties(graph, &mut flows);
    names(graph, drawing, &mut flows);
    for worker in &drawing.workers {
        granted(graph, worker, &mut flows);
        exits(worker, &mut flows);
    }
    for (cluster, found) in &drawing.clusters {
        let work = found.workloads.iter();
        work.for_each(|it| {
            let span = drawing.things[it.thing].span;
            flows.add(Flow { certain: it.certain, ..flow(*cluster, it.thing, How::Runs, span) });
        });
    }
    flows.0.into_values().collect()
}

fn flow(from: ThingId, to: ThingId, how: How, span: Span) -> Flow {
    Flow { from, to, how, span, certain: true }
}

/// One for each pair: what is said first is the most telling.
#[derive(Default)]
struct Flows(BTreeMap<(ThingId, ThingId), Flow>);

impl Flows {
    fn add(&mut self, flow: Flow) {
        if flow.from != flow.to {
            self.0.entry((flow.from, flow.to)).or_insert(flow);
        }
    }

    fn has(&self, from: ThingId, to: ThingId) -> bool {
        self.0.contains_key(&(from, to))
    }
}

fn calls(graph: &Graph<'_, '_>, worker: &Worker, flows: &mut Flows) {
    for trigger in &worker.triggers {
        let how = match trigger.sync {
            Sync::Waits => How::Waits,
            Sync::HandsOver => How::HandsOver,
            Sync::Polls => How::Polled,
        };
        let Some(by) = trigger.by else { continue };
        // A target group is a part of its load balancer.
        let balancers = graph.balancers(by);
        let from = if balancers.is_empty() { vec![by] } else { balancers };
        for from in from {
            flows.add(flow(from, worker.thing, how, trigger.span));
        }
    }
    for front in &worker.fronts {
        flows.add(flow(front.by, worker.thing, How::Waits, front.span));
    }
    // Who may call whatever there is says nothing of this one.
    for invoker in worker.invokers.iter().filter(|it| it.named.is_some() || !it.any) {
        if let Some(span) = invoker.allowed.or(invoker.named) {
            flows.add(flow(invoker.function, worker.thing, How::Invokes, span));
        }
    }
}

fn databases(worker: &Worker, flows: &mut Flows) {
    for reach in &worker.databases {
        let how = if reach.by == By::Firewall { How::MayReach } else { How::Reaches };
        let Some(span) = reach.evidence.first().copied() else { continue };
        match reach.proxy {
            Some(proxy) => flows.add(flow(worker.thing, proxy, how, span)),
            None => flows.add(flow(worker.thing, reach.database, how, span)),
        }
    }
}

fn ties(graph: &Graph<'_, '_>, flows: &mut Flows) {
    for (thing, it) in graph.things.iter().enumerate().filter(|(_, it)| it.is_managed()) {
        for (_, whence, whither, how) in TIES.iter().filter(|(tie, _, _, _)| *tie == it.kind()) {
            let from = graph.refs_in(thing, whence);
            // Where nothing is said of whither, the tie itself is what is fed.
            let to: Vec<(ThingId, Span)> = match *whither {
                "" => vec![(thing, it.instance.resource.block.header())],
                whither => {
                    let to = graph.refs(thing).filter(|it| is_in(&it.attribute, whither));
                    to.map(|it| (graph.function_of(it.to).unwrap_or(it.to), it.span)).collect()
                }
            };
            for from in from {
                let to = to.iter().filter(|(it, _)| Class::of(graph.things[*it].kind()).is_some());
                to.for_each(|(to, span)| flows.add(flow(from, *to, *how, *span)));
            }
        }
    }
}

/// One thing of the architecture carries the name of another, or what says how it is started does.
fn names(graph: &Graph<'_, '_>, drawing: &Drawing, flows: &mut Flows) {
    for (thing, _) in drawing.things.iter().enumerate().filter(|(_, it)| it.class.is_some()) {
        for edge in graph.parts(thing).into_iter().flat_map(|it| graph.refs(it)) {
            let to = graph.function_of(edge.to).unwrap_or(edge.to);
            let class = drawing.things[to].class;
            let head = edge.attribute.split('.').next().unwrap_or_default();
            if BESIDE.contains(&head) || !class.is_some_and(is_used) || flows.has(to, thing) {
                continue;
            }
            let how = match head {
                "redrive_policy" | "dead_letter_config" => How::DeadLetters,
                _ => How::Names,
            };
            flows.add(Flow { certain: edge.certain, ..flow(thing, to, how, edge.span) });
        }
    }
}

fn is_used(class: Class) -> bool {
    !matches!(class, Class::Cluster | Class::Gateway)
}

/// What the policies of a worker's role name.
fn granted(graph: &Graph<'_, '_>, worker: &Worker, flows: &mut Flows) {
    let Some(role) = worker.role else { return };
    let own = graph.refs(role);
    let own = own.filter(|it| OWN_POLICIES.iter().any(|own| is_in(&it.attribute, own)));
    let attached = graph.referrers(role).filter(|it| is_policy(graph, it.from));
    let mut edges: Vec<&Edge> = own.chain(attached.flat_map(|it| graph.refs(it.from))).collect();
    let mut seen: BTreeSet<ThingId> = BTreeSet::new();
    let mut at = 0;
    while let Some(to) = edges.get(at).map(|it| it.to) {
        if is_policy(graph, to) && seen.insert(to) {
            edges.extend(graph.refs(to));
        }
        at += 1;
    }
    for edge in edges {
        let class = Class::of(graph.things[edge.to].kind());
        let is_caller = flows.has(edge.to, worker.thing);
        if class.is_some_and(is_used) && class != Some(Class::Function) && !is_caller {
            let found = flow(worker.thing, edge.to, How::Granted, edge.span);
            flows.add(Flow { certain: edge.certain, ..found });
        }
    }
}

fn is_policy(graph: &Graph<'_, '_>, thing: ThingId) -> bool {
    POLICIES.contains(&graph.things[thing].kind())
}

fn exits(worker: &Worker, flows: &mut Flows) {
    for exit in worker.exits.iter().filter(|it| it.kind != ExitKind::Endpoint) {
        flows.add(flow(worker.thing, exit.by, How::LeavesBy, exit.span));
    }
}

fn is_in(path: &str, attribute: &str) -> bool {
    path.strip_prefix(attribute).is_some_and(|it| it.is_empty() || it.starts_with('.'))
}
