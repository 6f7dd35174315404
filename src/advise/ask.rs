//! What is asked of one thing: its arguments as they are evaluated, and what the graph and the prices know.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::workload::{Axis, Fit, Name, Place, Workload};
use super::{cluster, function, instance, machine, service};
use crate::cost::break_even::{Cluster, Function};
use crate::cost::{Bill, Pricer, Range, Request};
use crate::eval::{Object, Value};
use crate::graph::{Graph, ThingId, World};

/// What is known of all things of a configuration.
pub(super) struct Known<'k> {
    pub(super) request: &'k Request<'k>,
    pub(super) functions: BTreeMap<String, Function>,
    pub(super) clusters: BTreeMap<String, Cluster>,
    pub(super) bills: BTreeMap<&'k str, &'k Bill>,
}

pub(super) struct Ask<'w, 'm, 'a, 'p> {
    pub(super) id: ThingId,
    pub(super) known: &'w Known<'w>,
    pub(super) world: &'w mut World<'m, 'a>,
    pub(super) pricer: &'w mut Pricer<'p>,
    pub(super) graph: Arc<Graph<'m, 'a>>,
}

/// A fact; `None` where nobody sets it, and the reason where it is not known.
pub(super) type Fact<T> = Result<Option<T>, String>;

/// Who says how much arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    /// A schedule in the configuration.
    Text,
    /// The command line, the settings or a usage file, or what feeds it and is said itself.
    Declared,
    /// The usual profile.
    Assumed,
    Nobody,
}

/// Types that do work to which the framework is not applied.
const OTHERS: &[&str] = &[
    "aws_apprunner_service",
    "aws_batch_job_definition",
    "aws_elastic_beanstalk_environment",
    "aws_glue_job",
    "aws_lightsail_instance",
    "aws_sfn_state_machine",
    "azurerm_container_app",
    "azurerm_container_app_job",
    "azurerm_container_group",
    "azurerm_function_app",
    "azurerm_function_app_flex_consumption",
    "azurerm_linux_function_app",
    "azurerm_linux_virtual_machine",
    "azurerm_linux_virtual_machine_scale_set",
    "azurerm_linux_web_app",
    "azurerm_windows_function_app",
    "azurerm_windows_virtual_machine",
    "azurerm_windows_web_app",
    "cloudflare_worker_script",
    "cloudflare_workers_script",
    "google_app_engine_standard_app_version",
    "google_cloud_run_v2_job",
    "google_compute_instance",
    "google_compute_instance_group_manager",
    "google_compute_region_instance_group_manager",
];

impl<'w, 'm, 'a, 'p> Ask<'w, 'm, 'a, 'p> {
    pub(super) fn new(
        id: ThingId,
        known: &'w Known<'w>,
        world: &'w mut World<'m, 'a>,
        pricer: &'w mut Pricer<'p>,
    ) -> Self {
        let graph = world.graph();
        Ask { id, known, world, pricer, graph }
    }

    /// What is to be said of it; `None` where it is no workload.
    pub(super) fn workload(&mut self) -> Option<Workload> {
        if !self.graph.things[self.id].is_managed() {
            return None;
        }
        match self.graph.clone().things[self.id].kind() {
            "aws_lambda_function" => Some(function::workload(self)),
            "aws_ecs_service" => Some(service::workload(self)),
            "google_cloud_run_service"
            | "google_cloud_run_v2_service"
            | "google_cloudfunctions2_function"
            | "google_cloudfunctions_function" => Some(instance::workload(self)),
            "aws_eks_cluster" | "azurerm_kubernetes_cluster" | "google_container_cluster" => {
                Some(cluster::workload(self))
            }
            "aws_autoscaling_group" | "aws_instance" => Some(machine::workload(self)),
            _ => None,
        }
    }

    /// Whether it does work all the same.
    pub(super) fn works(&self) -> bool {
        self.graph.things[self.id].is_managed() && OTHERS.contains(&self.kind())
    }

    pub(super) fn kind(&self) -> &str {
        self.graph.things[self.id].kind()
    }

    pub(super) fn address(&self) -> &str {
        &self.graph.things[self.id].address
    }

    pub(super) fn address_of(&self, thing: ThingId) -> String {
        self.graph.things[thing].address.clone()
    }

    pub(super) fn place(&self) -> Place {
        let thing = &self.graph.things[self.id];
        let called = self.world.configuration.called_at(thing.instance.node);
        let span = called.unwrap_or(thing.instance.resource.block).header();
        Place { address: thing.address.clone(), span }
    }

    /// Why it is not known whether it is there.
    pub(super) fn doubt(&self) -> Option<String> {
        self.graph.things[self.id].doubt.as_ref().map(|it| it.reason.to_string())
    }

    pub(super) fn bill(&self) -> Option<&'w Bill> {
        self.known.bills.get(self.address()).copied()
    }

    pub(super) fn said(&mut self, name: &str) -> Fact<Value> {
        self.said_of(self.id, name)
    }

    /// An argument of a thing.
    pub(super) fn said_of(&mut self, thing: ThingId, name: &str) -> Fact<Value> {
        let instance = &self.graph.things[thing].instance;
        known(instance.attribute(name, &mut self.world.configuration))
    }

    pub(super) fn number(&mut self, name: &str) -> Fact<Decimal> {
        Ok(self.said(name)?.and_then(|it| crate::cost::decimal(&it).ok()))
    }

    pub(super) fn text(&mut self, name: &str) -> Fact<String> {
        Ok(self.said(name)?.and_then(|it| it.as_str().map(str::to_owned)))
    }

    /// The first block of a kind.
    pub(super) fn block(&mut self, name: &str) -> Fact<Object> {
        self.block_of(self.id, name)
    }

    pub(super) fn block_of(&mut self, thing: ThingId, name: &str) -> Fact<Object> {
        let blocks = self.said_of(thing, name)?;
        Ok(blocks.as_ref().and_then(first))
    }

    /// Requests a month, and who says so.
    pub(super) fn requests(&mut self, thing: ThingId) -> (Option<Range>, Origin) {
        let requests = self.pricer.flow(thing, "requests", self.world);
        let origin = match requests {
            None => Origin::Nobody,
            Some(_) if self.pricer.is_assumed(thing, "requests", self.world) => Origin::Assumed,
            Some(_) => Origin::Declared,
        };
        (requests, origin)
    }

    /// The load balancers in front of it.
    pub(super) fn fronts(&self) -> Vec<ThingId> {
        let fronts = self.graph.fronts(self.id).into_iter().map(|it| it.by);
        fronts.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What says that requests come to it, where what they come through is not in this configuration.
    pub(super) fn called_from_afar(&mut self) -> Option<&'static str> {
        const SAID: &[(&str, &str)] = &[
            (
                "load_balancer",
                "a load balancer that is not in this configuration is in front of it",
            ),
            (
                "load_balancers",
                "load balancers that are not in this configuration are in front of it",
            ),
            ("service_connect_configuration", "other services call it by its name"),
            ("service_registries", "it is found by its name"),
            (
                "target_group_arns",
                "a load balancer that is not in this configuration is in front of it",
            ),
        ];
        SAID.iter().find_map(|(name, words)| {
            let is_said = match self.said(name) {
                Ok(Some(value)) => value.as_items().is_none_or(|it| !it.is_empty()),
                Ok(None) => false,
                Err(_) => true,
            };
            is_said.then_some(*words)
        })
    }

    /// What it keeps its data in, of these types, by what it and its definition name.
    pub(super) fn named(&self, kinds: &[&str]) -> Vec<String> {
        let graph = &self.graph;
        let parts = graph.parts(self.id).into_iter();
        let named = parts.flat_map(|it| graph.refs(it).map(|it| it.to).collect::<Vec<_>>());
        let found = named.filter(|it| kinds.contains(&graph.things[*it].kind()));
        let found: BTreeSet<&str> = found.map(|it| graph.things[it].address.as_str()).collect();
        found.into_iter().map(str::to_owned).collect()
    }
}

/// What never stands in Terraform.
pub(super) fn team() -> Axis {
    let says = "how many people run it, and what they know, is not in Terraform".to_owned();
    Axis { name: Name::Team, fit: Fit::Unknown, says, criterion: Some("team") }
}

pub(super) fn axis(
    name: Name,
    fit: Fit,
    criterion: impl Into<Option<&'static str>>,
    says: impl Into<String>,
) -> Axis {
    Axis { name, fit, says: says.into(), criterion: criterion.into() }
}

fn known(value: Value) -> Fact<Value> {
    match value.as_unknown() {
        Some(unknown) => Err(unknown.reason.to_string()),
        None if value.is_null() => Ok(None),
        None => Ok(Some(value)),
    }
}

pub(super) fn first(blocks: &Value) -> Option<Object> {
    match blocks.as_items() {
        Some(items) => items.first().and_then(|it| it.as_object().cloned()),
        None => blocks.as_object().cloned(),
    }
}

/// A number in a block.
pub(super) fn amount(block: &Object, name: &str) -> Option<Decimal> {
    block.get(name).and_then(|it| crate::cost::decimal(it).ok())
}
