//! What a call brings with it: messages, reads and writes, log lines, and bytes through a gateway.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::calls::scheduled;
use super::{CALLED, ENTRIES, Flow, Flows, Leaving};
use crate::graph::{ExitKind, ThingId, World};

impl Flows<'_> {
    /// Everything that is sent to a queue, a topic, a stream or a workflow.
    pub(super) fn messages(&mut self, thing: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
        let graph = world.graph();
        let mut flows = Vec::new();
        let consumers = self.called_by.get(&thing).cloned().unwrap_or_default();
        for edge in graph.referrers(thing).cloned().collect::<Vec<_>>() {
            let from = &graph.things[edge.from];
            let flow = match from.kind() {
                kind if CALLED.contains(&kind) && !consumers.contains(&edge.from) => {
                    let words = format!("messages by {} a call", from.address);
                    let calls = self.of(edge.from, "requests", world);
                    calls.map(|it| it.each("messages_per_call", &words))
                }
                "aws_sns_topic_subscription" if edge.attribute == "endpoint" => {
                    let topic = graph.refs_in(edge.from, "topic_arn").into_iter().next();
                    topic.and_then(|it| self.of(it, "messages", world))
                }
                "aws_cloudwatch_event_target" if edge.attribute == "arn" => {
                    let rule = graph.refs_of(edge.from, "aws_cloudwatch_event_rule");
                    rule.into_iter().next().and_then(|it| scheduled(it, world))
                }
                "aws_scheduler_schedule" => scheduled(edge.from, world),
                "aws_api_gateway_integration" | "aws_apigatewayv2_integration" => {
                    let api = graph
                        .refs(edge.from)
                        .map(|it| it.to)
                        .find(|it| ENTRIES.contains(&graph.things[*it].kind()));
                    api.and_then(|it| self.of(it, "requests", world))
                }
                _ => None,
            };
            flows.extend(flow);
        }
        flows.into_iter().reduce(Flow::with)
    }

    /// So many for each call of whoever names a thing.
    pub(super) fn by_callers(
        &mut self,
        thing: ThingId,
        assumption: &str,
        words: &str,
        world: &mut World<'_, '_>,
    ) -> Option<Flow> {
        let graph = world.graph();
        let callers =
            graph.referrers(thing).filter(|it| CALLED.contains(&graph.things[it.from].kind()));
        let mut flows = Vec::new();
        for caller in callers.map(|it| it.from).collect::<BTreeSet<_>>() {
            if let Some(calls) = self.of(caller, "requests", world) {
                let words = format!("{words} of {}", graph.things[caller].address);
                flows.push(calls.each(assumption, &words));
            }
        }
        flows.into_iter().reduce(Flow::with)
    }

    /// The calls that write into a log group.
    pub(super) fn logged(&mut self, group: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
        let graph = world.graph();
        if graph.things[group].kind() == "aws_lambda_function" {
            return self.of(group, "requests", world);
        }
        let named = graph.refs(group).map(|it| it.to);
        let writers =
            graph.referrers(group).filter(|it| it.attribute.starts_with("logging_config"));
        let writers = named.chain(writers.map(|it| it.from));
        let writers: BTreeSet<ThingId> =
            writers.filter(|it| graph.things[*it].kind() == "aws_lambda_function").collect();
        let mut flows = Vec::new();
        for writer in writers {
            flows.extend(self.of(writer, "requests", world));
        }
        flows.into_iter().reduce(Flow::with)
    }

    /// What the functions whose subnets leave through a gateway send through it.
    pub(super) fn through_nat(
        &mut self,
        gateway: ThingId,
        world: &mut World<'_, '_>,
    ) -> Option<Flow> {
        let graph = world.graph();
        let leaving = Arc::clone(self.leaving.get_or_insert_with(|| Arc::new(leaving(world))));
        let mut flows = Vec::new();
        for (function, n_gateways) in leaving.get(&gateway).into_iter().flatten() {
            let Some(calls) = self.of(*function, "requests", world) else { continue };
            let words = format!("KB to the outside by {} a call", graph.things[*function].address);
            let kb = calls.each("nat_kb_per_call", &words);
            let words = match n_gateways {
                1 => "/ 1,000,000 KB a GB".to_owned(),
                n => format!("/ 1,000,000 KB a GB, over {n} gateways"),
            };
            flows.push(kb.scaled(Decimal::new(1, 6) / Decimal::from(*n_gateways), words));
        }
        flows.into_iter().reduce(Flow::with)
    }

    /// Of a load balancer: the larger of new connections (25 a second) and bytes (1 GB an hour).
    pub(super) fn capacity_units(
        &mut self,
        balancer: ThingId,
        world: &mut World<'_, '_>,
    ) -> Option<Flow> {
        let requests = self.of(balancer, "requests", world)?;
        let opened = requests.each("connections_per_request", "new connections a request");
        let by_connections = opened.scaled(
            Decimal::ONE / Decimal::from(25 * 3600),
            "/ 25 new connections a second and LCU".to_owned(),
        );
        let gb = requests.each("response_kb", "KB an answer");
        let by_bytes = gb.scaled(Decimal::new(1, 6), "/ 1 GB an LCU-hour".to_owned());
        Some(match by_connections.amount.typical >= by_bytes.amount.typical {
            true => by_connections,
            false => by_bytes,
        })
    }
}

/// The functions that leave their network through each NAT gateway, and through how many.
fn leaving(world: &mut World<'_, '_>) -> Leaving {
    let graph = world.graph();
    let mut exits: BTreeMap<ThingId, Vec<ThingId>> = BTreeMap::new();
    let mut leaving = Leaving::new();
    for function in graph.all("aws_lambda_function") {
        let mut gateways = BTreeSet::new();
        for subnet in graph.subnets(*function).found {
            let by = exits.entry(subnet).or_insert_with(|| {
                let found = graph.exits(subnet, &mut world.configuration).found;
                found.iter().filter(|it| it.kind == ExitKind::Nat).map(|it| it.by).collect()
            });
            gateways.extend(by.iter().copied());
        }
        for gateway in &gateways {
            leaving.entry(*gateway).or_default().push((*function, gateways.len()));
        }
    }
    leaving
}
