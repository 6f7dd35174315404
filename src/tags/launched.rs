//! What a resource launches that is billed and tagged apart: instances of a group, tasks of a service, volumes.

mod machines;
mod others;
mod tasks;
mod template;
mod volumes;

use std::sync::Arc;

use ecow::EcoString;

use super::defaults::Defaults;
use super::effective::Effective;
use super::own::{self, flag};
use super::table::taggable;
use crate::eval::{Unknown, Value};
use crate::model::{Configuration, Instance, Origin};
pub(super) use template::of_template;

/// Something that is launched, and its tags.
#[derive(Clone, Debug)]
pub struct Launched {
    /// `its instances`, `its tasks`, `its replica in eu-west-1`.
    pub what: EcoString,
    pub effective: Effective,
    /// The attribute of the resource that would hand tags on: `propagate_tags`.
    pub attribute: &'static str,
    /// What that has to say to hand on the resource's own tags, as it is written. Empty where it says tags of its own.
    pub value: &'static str,
    /// Whether what it costs is all of what the resource costs.
    pub is_all: bool,
}

/// What a resource launches.
pub fn launched<'m, 'a>(
    instance: &Instance<'m, 'a>,
    own: &Effective,
    configuration: &mut Configuration<'m, 'a>,
    defaults: &mut Defaults,
) -> Vec<Launched> {
    let mut cx = Cx { instance, own, configuration, defaults };
    match instance.resource.kind {
        "aws_autoscaling_group" => machines::of_group(&mut cx),
        "aws_batch_compute_environment" => machines::of_batch(&mut cx),
        "aws_ec2_fleet" => machines::of_fleet(&mut cx),
        "aws_eks_node_group" => machines::of_node_group(&mut cx),
        "aws_emr_cluster" => machines::of_emr(&cx),
        "aws_spot_fleet_request" => machines::of_spot_fleet(&mut cx),
        "aws_spot_instance_request" => machines::of_spot_request(&mut cx),
        "aws_instance" => volumes::of_instance(&mut cx),
        "aws_batch_job_definition" => tasks::of_job(&mut cx),
        "aws_cloudwatch_event_target" => tasks::of_target(&mut cx, &["ecs_target"]),
        "aws_ecs_service" => tasks::of_service(&mut cx),
        "aws_pipes_pipe" => {
            tasks::of_target(&mut cx, &["target_parameters", "ecs_task_parameters"])
        }
        "aws_scheduler_schedule" => tasks::of_target(&mut cx, &["target", "ecs_parameters"]),
        "aws_db_instance" | "aws_neptune_cluster" | "aws_rds_cluster" => others::snapshots(&mut cx),
        "aws_dynamodb_table" => others::replicas(&mut cx),
        "azurerm_kubernetes_cluster" => others::of_aks(&mut cx),
        "google_compute_instance_group_manager"
        | "google_compute_region_instance_group_manager" => others::of_google_group(&mut cx),
        "google_container_node_pool" => others::of_node_pool(&mut cx),
        _ => Vec::new(),
    }
}

/// Whoever launches, and what is known of it.
struct Cx<'c, 'm, 'a> {
    instance: &'c Instance<'m, 'a>,
    own: &'c Effective,
    configuration: &'c mut Configuration<'m, 'a>,
    defaults: &'c mut Defaults,
}

impl<'m, 'a> Cx<'_, 'm, 'a> {
    fn attribute(&mut self, name: &str) -> Value {
        self.instance.attribute(name, self.configuration)
    }

    /// The nested blocks of a name, and why there may be more.
    fn blocks(&mut self, name: &str) -> (Vec<Value>, Option<Arc<Unknown>>) {
        let (blocks, more) = self.instance.blocks(name, self.configuration);
        let unknown = blocks.iter().chain(&more).find_map(Value::as_unknown).cloned();
        (blocks, unknown)
    }

    /// Why it is not known what an attribute says: it is one of a stand-in, which leaves it out.
    fn silent(&self, name: &str) -> Option<Arc<Unknown>> {
        let is_stub = self.configuration.module(self.instance.node).origin == Origin::Stub;
        (is_stub && !own::says(self.instance, name)).then(|| own::silent(self.instance, name))
    }

    /// The tags of the resource itself where a flag says that they go on, and otherwise none.
    fn handed_on(&self, says: &Value, attribute: &str) -> Effective {
        match (self.silent(attribute), flag(says)) {
            (Some(unknown), _) | (None, Err(unknown)) => Effective::unknown(unknown),
            (None, Ok(true)) => self.own.propagated(),
            (None, Ok(false)) => Effective::default(),
        }
    }

    /// The tags of another resource.
    fn of(&mut self, other: &Instance<'m, 'a>) -> Effective {
        match taggable(other.resource.kind) {
            Some(it) => super::effective(other, it, self.configuration, self.defaults),
            None => Effective::default(),
        }
    }
}

/// An attribute of a block, null where it is not said.
fn part(block: &Value, name: &str) -> Value {
    match block.as_unknown() {
        Some(_) => block.clone(),
        None => block.as_object().and_then(|it| it.get(name)).cloned().unwrap_or_else(Value::null),
    }
}

/// The blocks of a name in a block that was worked out.
fn blocks_in(block: &Value, name: &str) -> Vec<Value> {
    let inner = part(block, name);
    match inner.as_items() {
        Some(items) => items.to_vec(),
        None if inner.is_null() => Vec::new(),
        None => vec![inner],
    }
}
