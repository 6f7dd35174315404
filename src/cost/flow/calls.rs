//! What makes things run: the calls of functions and services, from what is in front of them.

use rust_decimal::Decimal;

use super::{ENTRIES, Flow, Flows, number};
use crate::cost::{Range, schedule, scope};
use crate::graph::{Graph, ThingId, Trigger, World};

impl Flows<'_> {
    /// What everything that calls a function adds up to.
    pub(super) fn invocations(
        &mut self,
        function: ThingId,
        world: &mut World<'_, '_>,
    ) -> Option<Flow> {
        let graph = world.graph();
        let mut sum: Option<Flow> = None;
        for trigger in self.triggers.get(&function).cloned().unwrap_or_default() {
            let Some(by) = trigger.by else { continue };
            let Some(flow) = self.of_trigger(by, &trigger, world) else { continue };
            sum = Some(match sum {
                Some(sum) => sum.with(flow),
                None => flow,
            });
        }
        let callers = graph.referrers(function).filter(|it| {
            graph.things[it.from].kind() == "aws_lambda_function"
                && it.attribute.starts_with("environment")
        });
        for caller in callers.map(|it| it.from).collect::<Vec<_>>() {
            if let Some(flow) = self.of(caller, "requests", world) {
                let words = format!("calls by {} of each of its own", graph.things[caller].address);
                let flow = flow.each("calls_per_call", &words);
                sum = Some(match sum {
                    Some(sum) => sum.with(flow),
                    None => flow,
                });
            }
        }
        sum
    }

    fn of_trigger(
        &mut self,
        by: ThingId,
        trigger: &Trigger,
        world: &mut World<'_, '_>,
    ) -> Option<Flow> {
        let graph = world.graph();
        let address = &graph.things[by].address;
        match graph.things[by].kind() {
            "aws_cloudwatch_event_rule" | "aws_scheduler_schedule" => {
                scheduled(by, world).or_else(|| self.of(by, "messages", world))
            }
            "aws_lb_target_group" => {
                let balancer = balancer_of(by, &graph)?;
                let flow = self.of(balancer, "requests", world)?;
                Some(self.split(flow, by, address))
            }
            "aws_sqs_queue" | "aws_kinesis_stream" | "aws_dynamodb_table" => {
                let flow = match graph.things[by].kind() {
                    "aws_dynamodb_table" => self.of(by, "writes", world)?,
                    _ => self.of(by, "messages", world)?,
                };
                Some(batched(&flow, trigger.through, world))
            }
            "aws_sns_topic" | "aws_cloudwatch_event_bus" | "aws_sfn_state_machine" => {
                self.of(by, "messages", world)
            }
            "aws_lambda_function" => None,
            _ => {
                let flow = self.of(by, "requests", world)?;
                Some(self.split(flow, by, address))
            }
        }
    }

    /// An API with several functions: each gets the same part.
    fn split(&self, flow: Flow, by: ThingId, address: &str) -> Flow {
        match self.called_by.get(&by).map_or(1, Vec::len) {
            0 | 1 => flow,
            n => {
                let words = format!("/ {n} functions behind {address}");
                flow.scaled(Decimal::ONE / Decimal::from(n), words)
            }
        }
    }

    /// What stands behind a load balancer, or in front of nothing.
    pub(super) fn served(&mut self, service: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
        let graph = world.graph();
        let group = graph.refs_of(service, "aws_lb_target_group").into_iter().next()?;
        let balancer = balancer_of(group, &graph)?;
        let flow = self.of(balancer, "requests", world)?;
        let listeners =
            graph.referrers(group).filter(|it| graph.things[it.from].kind() == "aws_ecs_service");
        match listeners.count() {
            0 | 1 => Some(flow),
            n => Some(flow.scaled(Decimal::ONE / Decimal::from(n), format!("/ {n} services"))),
        }
    }

    /// An API behind a distribution, or behind another API.
    pub(super) fn behind_others(
        &mut self,
        thing: ThingId,
        world: &mut World<'_, '_>,
    ) -> Option<Flow> {
        let graph = world.graph();
        let front = graph.referrers(thing).map(|it| it.from);
        let front = front.filter(|it| ENTRIES.contains(&graph.things[*it].kind()));
        let front = front.collect::<Vec<_>>();
        let flows: Vec<Flow> =
            front.into_iter().filter_map(|it| self.of(it, "requests", world)).collect();
        flows.into_iter().reduce(Flow::with)
    }
}

/// The load balancer in front of a target group.
pub(in crate::cost) fn balancer_of(group: ThingId, graph: &Graph<'_, '_>) -> Option<ThingId> {
    let mut listeners = graph.referrers(group).map(|it| it.from);
    listeners.find_map(|it| {
        let listener = match graph.things[it].kind() {
            "aws_lb_listener" | "aws_alb_listener" => it,
            "aws_lb_listener_rule" | "aws_alb_listener_rule" => {
                graph.refs_in(it, "listener_arn").into_iter().next()?
            }
            _ => return None,
        };
        graph.refs_in(listener, "load_balancer_arn").into_iter().next()
    })
}

/// A mapping calls once for several messages, and at low traffic once for each.
fn batched(flow: &Flow, mapping: ThingId, world: &mut World<'_, '_>) -> Flow {
    let graph = world.graph();
    let size = graph.traced(mapping, "batch_size", &mut world.configuration);
    let size = scope::amount(&size).ok().filter(|it| *it > Decimal::ONE);
    let size = size.unwrap_or(Decimal::from(10));
    let mut how = flow.how.clone();
    how.push(format!("in batches of 1 to {} ({})", number(size), graph.things[mapping].address));
    let amount =
        Range { low: flow.amount.low.checked_div(size).unwrap_or_default(), ..flow.amount };
    Flow { amount, how }
}

pub(super) fn scheduled(by: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
    let graph = world.graph();
    let expression = graph.traced(by, "schedule_expression", &mut world.configuration);
    let runs = schedule::runs(expression.as_str()?)?;
    let (text, address) = (expression.as_str()?, &graph.things[by].address);
    let how = vec![format!("{} runs a month by {text} of {address}", number(runs))];
    Some(Flow { amount: Range::exact(runs), how })
}
