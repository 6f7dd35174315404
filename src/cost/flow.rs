//! Traffic along the graph: requests at an API become invocations of its functions, these become messages,
//! log lines, reads and writes, and bytes through a NAT gateway. Every step says what it assumed.

pub(super) mod calls;
mod effects;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::traffic::Traffic;
use super::{Range, assumptions};
use crate::graph::{Graph, ThingId, Trigger, World};

/// How much of something there is in a month, and how that was worked out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Flow {
    pub(super) amount: Range,
    /// Step by step, from the entry point on.
    pub(super) how: Vec<String>,
}

/// How the line of a derivation ends that rests on the profile.
const BY_PROFILE: &str = "traffic x 730/24 days";

impl Flow {
    /// Whether any of it rests on the profile, and not on what is said of an entry point or a schedule.
    pub(super) fn is_of_profile(&self) -> bool {
        self.how.iter().any(|it| it.ends_with(BY_PROFILE))
    }

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

/// The functions that leave through each gateway, and through how many gateways each does.
type Leaving = BTreeMap<ThingId, Vec<(ThingId, usize)>>;

/// The traffic of one configuration, worked out when asked.
pub(super) struct Flows<'t> {
    traffic: &'t Traffic,
    entries: Vec<ThingId>,
    /// The triggers of every function, and which functions each thing calls.
    triggers: HashMap<ThingId, Vec<Trigger>>,
    called_by: BTreeMap<ThingId, Vec<ThingId>>,
    memo: HashMap<(ThingId, &'static str), Option<Flow>>,
    open: BTreeSet<(ThingId, &'static str)>,
    /// Worked out when the first gateway is asked about.
    leaving: Option<Arc<Leaving>>,
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
        let (leaving, is_circle, steps) = (None, false, MAX_STEPS);
        Flows { traffic, entries, triggers, called_by, memo, open, leaving, is_circle, steps }
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
        if self.entries.binary_search(&thing).is_ok() {
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
            "{} requests a day at {} {BY_PROFILE}",
            number(per_day),
            self.traffic.profile
        )];
        how.push(match n {
            1 => format!("all of it arrives at {address}"),
            _ => format!("spread evenly over {n} entry points, of which {address} is one"),
        });
        let amount = per_day.saturating_mul(days) / Decimal::from(n);
        Some(Flow { amount: Range::exact(amount), how })
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
