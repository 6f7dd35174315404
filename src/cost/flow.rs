//! Traffic along the graph: requests at an API become invocations of its functions, these become messages,
//! log lines, reads and writes, and bytes through a NAT gateway. Every step says what it assumed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::traffic::Traffic;
use super::{Range, assumptions, schedule};
use crate::graph::{ExitKind, Graph, ThingId, Trigger, World};

/// How much of something there is in a month, and how that was worked out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Flow {
    pub(super) amount: Range,
    /// Step by step, from the entry point on.
    pub(super) how: Vec<String>,
}

impl Flow {
    /// So many for each of these.
    fn each(&self, assumption: &str, into: &str) -> Flow {
        let range = assumptions::get(assumption);
        let mut how = self.how.clone();
        how.truncate(2 * MAX_HOW);
        how.push(format!("x {} {into} ({assumption})", shown(&range)));
        Flow { amount: self.amount.times(range), how }
    }

    fn scaled(&self, factor: Decimal, words: String) -> Flow {
        let mut how = self.how.clone();
        how.push(words);
        Flow { amount: self.amount.scaled(factor), how }
    }
}

/// What carries traffic into a configuration.
const ENTRIES: &[&str] = &[
    "aws_alb",
    "aws_api_gateway_rest_api",
    "aws_apigatewayv2_api",
    "aws_appsync_graphql_api",
    "aws_cloudfront_distribution",
    "aws_lambda_function_url",
    "aws_lb",
    "azurerm_container_app",
    "azurerm_linux_function_app",
    "azurerm_windows_function_app",
    "cloudflare_worker_script",
    "cloudflare_workers_script",
    "google_cloud_run_service",
    "google_cloud_run_v2_service",
    "google_cloudfunctions2_function",
    "google_cloudfunctions_function",
];

/// What may send messages or write rows when it is called.
const CALLED: &[&str] = &["aws_lambda_function", "aws_ecs_service"];

/// The traffic of one configuration, worked out when asked.
pub(super) struct Flows<'t> {
    traffic: &'t Traffic,
    entries: Vec<ThingId>,
    /// The triggers of every function, and which functions each thing calls.
    triggers: HashMap<ThingId, Vec<Trigger>>,
    called_by: BTreeMap<ThingId, Vec<ThingId>>,
    memo: HashMap<(ThingId, &'static str), Option<Flow>>,
    open: BTreeSet<(ThingId, &'static str)>,
    /// Whether something was asked that is being worked out.
    is_circle: bool,
    /// How many flows may still be worked out: configurations come from strangers.
    steps: usize,
}

/// The flows by the names that component files use.
const NAMES: &[&str] =
    &["egress_gb", "lcu", "log_gb", "messages", "nat_gb", "reads", "requests", "writes"];

/// Longer ways than this are not followed.
const MAX_DEPTH: usize = 60;
/// More flows than these are not worked out in one configuration.
const MAX_STEPS: usize = 1 << 20;
/// Nobody reads a longer derivation.
const MAX_HOW: usize = 60;

impl<'t> Flows<'t> {
    pub(super) fn new(traffic: &'t Traffic, world: &mut World<'_, '_>) -> Flows<'t> {
        let graph = world.graph();
        let (mut triggers, mut called_by) = (HashMap::new(), BTreeMap::new());
        for function in graph.all("aws_lambda_function") {
            let found = graph.triggers(*function, &mut world.configuration).found;
            for by in found.iter().filter_map(|it| it.by) {
                let called: &mut Vec<ThingId> = called_by.entry(by).or_default();
                called.push(*function);
            }
            triggers.insert(*function, found);
        }
        let entries = entries(&graph, world);
        let (memo, open) = (HashMap::new(), BTreeSet::new());
        let (is_circle, steps) = (false, MAX_STEPS);
        Flows { traffic, entries, triggers, called_by, memo, open, is_circle, steps }
    }

    /// The addresses of the entry points.
    pub(super) fn entries(&self, world: &mut World<'_, '_>) -> Vec<String> {
        let graph = world.graph();
        self.entries.iter().map(|it| graph.things[*it].address.clone()).collect()
    }

    /// A flow of a thing by its name. `None` where nothing tells it.
    pub(super) fn of(
        &mut self,
        thing: ThingId,
        name: &str,
        world: &mut World<'_, '_>,
    ) -> Option<Flow> {
        let name = NAMES.iter().find(|it| **it == name)?;
        if let Some(known) = self.memo.get(&(thing, *name)) {
            return known.clone();
        }
        if self.open.len() > MAX_DEPTH || self.steps == 0 || !self.open.insert((thing, *name)) {
            self.is_circle = true;
            return None;
        }
        self.steps -= 1;
        let before = std::mem::replace(&mut self.is_circle, false);
        let flow = self.worked_out(thing, name, world);
        self.open.remove(&(thing, *name));
        // In a circle what is missing may yet come.
        if self.open.is_empty() || !self.is_circle || flow.is_some() {
            self.memo.insert((thing, *name), flow.clone());
        }
        self.is_circle |= before;
        flow
    }

    fn worked_out(
        &mut self,
        thing: ThingId,
        name: &str,
        world: &mut World<'_, '_>,
    ) -> Option<Flow> {
        let gb = Decimal::new(1, 6);
        match name {
            "requests" => self.requests(thing, world),
            "messages" => self.messages(thing, world),
            "reads" => self.by_callers(thing, "reads_per_call", "reads a call", world),
            "writes" => self.by_callers(thing, "writes_per_call", "writes a call", world),
            "log_gb" => {
                let calls = self.logged(thing, world)?;
                let kb = calls.each("log_kb_per_call", "KB of log lines a call");
                Some(kb.scaled(gb, "/ 1,000,000 KB a GB".to_owned()))
            }
            "nat_gb" => self.through_nat(thing, world),
            "egress_gb" => {
                let kb = self.of(thing, "requests", world)?.each("response_kb", "KB an answer");
                Some(kb.scaled(gb, "/ 1,000,000 KB a GB".to_owned()))
            }
            "lcu" => self.capacity_units(thing, world),
            _ => None,
        }
    }

    fn requests(&mut self, thing: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
        let graph = world.graph();
        let address = &graph.things[thing].address;
        if let Some(declared) = self.declared(thing, &graph) {
            return Some(declared);
        }
        if self.entries.contains(&thing) {
            return self.share(address);
        }
        match graph.things[thing].kind() {
            "aws_lambda_function" => self.invocations(thing, world),
            "aws_ecs_service" => self.served(thing, world),
            "aws_lambda_alias" | "aws_lambda_provisioned_concurrency_config" => {
                let function = graph.function_of(thing)?;
                self.of(function, "requests", world)
            }
            kind if ENTRIES.contains(&kind) => self.behind_others(thing, world),
            _ => None,
        }
    }

    /// What the settings or the usage file say of a thing.
    fn declared(&self, thing: ThingId, graph: &Graph<'_, '_>) -> Option<Flow> {
        let address = &graph.things[thing].address;
        let kind = graph.things[thing].kind();
        if let Some(entry) = self.traffic.entries.iter().rev().find(|it| it.address == *address) {
            let how = vec![format!(
                "{} requests a month at {address} ({})",
                shown(&entry.per_month),
                entry.origin
            )];
            return Some(Flow { amount: entry.per_month, how });
        }
        let said = self.traffic.declared(address, kind);
        let (_, amount, line) = said.into_iter().find(|(key, _, _)| key == "monthly_requests")?;
        let how =
            vec![format!("{} a month at {address} (usage file, line {line})", shown(&amount))];
        Some(Flow { amount, how })
    }

    /// An entry point's part of the profile.
    fn share(&self, address: &str) -> Option<Flow> {
        let per_day = self.traffic.per_day?;
        let days = Decimal::from(730) / Decimal::from(24);
        let n = self.entries.len().max(1);
        let mut how = vec![format!(
            "{} requests a day at {} traffic x 730/24 days",
            number(per_day),
            self.traffic.profile
        )];
        match n {
            1 => how.push(format!("all of it arrives at {address}")),
            _ => {
                how.push(format!("spread evenly over {n} entry points, of which {address} is one"))
            }
        }
        let amount = per_day.saturating_mul(days) / Decimal::from(n);
        Some(Flow { amount: Range::exact(amount), how })
    }

    /// What everything that calls a function adds up to.
    fn invocations(&mut self, function: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
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
                self.scheduled(by, world).or_else(|| self.of(by, "messages", world))
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

    fn scheduled(&mut self, by: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
        let graph = world.graph();
        let expression = graph.traced(by, "schedule_expression", &mut world.configuration);
        let runs = schedule::runs(expression.as_str()?)?;
        let (text, address) = (expression.as_str()?, &graph.things[by].address);
        let how = vec![format!("{} runs a month by {text} of {address}", number(runs))];
        Some(Flow { amount: Range::exact(runs), how })
    }

    /// What stands behind a load balancer, or in front of nothing.
    fn served(&mut self, service: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
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
    fn behind_others(&mut self, thing: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
        let graph = world.graph();
        let front = graph.referrers(thing).map(|it| it.from);
        let front = front.filter(|it| ENTRIES.contains(&graph.things[*it].kind()));
        let front = front.collect::<Vec<_>>();
        let flows: Vec<Flow> =
            front.into_iter().filter_map(|it| self.of(it, "requests", world)).collect();
        flows.into_iter().reduce(Flow::with)
    }

    /// Everything that is sent to a queue, a topic, a stream or a workflow.
    fn messages(&mut self, thing: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
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
                    rule.into_iter().next().and_then(|it| self.scheduled(it, world))
                }
                "aws_scheduler_schedule" => self.scheduled(edge.from, world),
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
    fn by_callers(
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
    fn logged(&mut self, group: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
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
    fn through_nat(&mut self, gateway: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
        let graph = world.graph();
        let mut flows = Vec::new();
        for function in graph.all("aws_lambda_function").to_vec() {
            let subnets = graph.subnets(function).found;
            let mut gateways = BTreeSet::new();
            for subnet in subnets {
                let exits = graph.exits(subnet, &mut world.configuration).found;
                gateways.extend(exits.iter().filter(|it| it.kind == ExitKind::Nat).map(|it| it.by));
            }
            if !gateways.contains(&gateway) {
                continue;
            }
            let Some(calls) = self.of(function, "requests", world) else { continue };
            let words = format!("KB to the outside by {} a call", graph.things[function].address);
            let kb = calls.each("nat_kb_per_call", &words);
            let n = Decimal::from(gateways.len());
            let share = Decimal::new(1, 6) / n;
            let words = match gateways.len() {
                1 => "/ 1,000,000 KB a GB".to_owned(),
                n => format!("/ 1,000,000 KB a GB, over {n} gateways"),
            };
            flows.push(kb.scaled(share, words));
        }
        flows.into_iter().reduce(Flow::with)
    }

    /// Of a load balancer: the larger of new connections (25 a second) and bytes (1 GB an hour).
    fn capacity_units(&mut self, balancer: ThingId, world: &mut World<'_, '_>) -> Option<Flow> {
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

impl Flow {
    fn with(self, other: Flow) -> Flow {
        let mut how = self.how;
        if how.len() < MAX_HOW {
            how.push("and:".to_owned());
            how.extend(other.how);
        }
        if how.len() > MAX_HOW {
            how.truncate(MAX_HOW);
            how.push("and more of the kind".to_owned());
        }
        Flow { amount: self.amount + other.amount, how }
    }
}

/// Where traffic comes in: what faces the outside, and has nothing of the kind in front of it.
fn entries<'m, 'a>(graph: &Graph<'m, 'a>, world: &mut World<'m, 'a>) -> Vec<ThingId> {
    let mut entries = Vec::new();
    for kind in ENTRIES {
        for thing in graph.all(kind) {
            let front =
                graph.referrers(*thing).any(|it| ENTRIES.contains(&graph.things[it.from].kind()));
            let internal = graph.traced(*thing, "internal", &mut world.configuration);
            if !front && internal.as_bool() != Some(true) && graph.things[*thing].doubt.is_none() {
                entries.push(*thing);
            }
        }
    }
    entries.sort_unstable();
    entries
}

/// The load balancer in front of a target group.
pub(super) fn balancer_of(group: ThingId, graph: &Graph<'_, '_>) -> Option<ThingId> {
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
    let size = super::scope::amount(&size).ok().filter(|it| *it > Decimal::ONE);
    let size = size.unwrap_or(Decimal::from(10));
    let mut how = flow.how.clone();
    how.push(format!("in batches of 1 to {} ({})", number(size), graph.things[mapping].address));
    let amount =
        Range { low: flow.amount.low.checked_div(size).unwrap_or_default(), ..flow.amount };
    Flow { amount, how }
}

/// `100,000`, or `30,000 to 300,000`.
fn shown(range: &Range) -> String {
    match range.is_exact() {
        true => number(range.typical),
        false => {
            format!("{} ({} to {})", number(range.typical), number(range.low), number(range.high))
        }
    }
}

fn number(amount: Decimal) -> String {
    super::words::grouped(amount)
}
