//! Instances of EC2 that something launches.

use std::sync::Arc;

use super::template::Named;
use super::{Cx, Launched, blocks_in, part};
use crate::tags::effective::{Effective, Source, why};
use crate::tags::own;

const TEMPLATE: &[&str] = &["aws_launch_template"];

fn instances(effective: Effective, attribute: &'static str) -> Launched {
    Launched { what: "its instances".into(), effective, attribute, value: "", is_all: true }
}

/// Volumes get their tags from the launch template and from nowhere else.
fn volumes(effective: Effective) -> Launched {
    let (what, attribute) = ("its volumes".into(), "launch_template");
    Launched { what, effective, attribute, value: "", is_all: false }
}

/// The group's tags that propagate, over what its launch template says of instances.
pub(super) fn of_group(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let templates = cx.named(&["launch_template", "mixed_instances_policy"], TEMPLATE);
    let mut tags = cx.specified(&templates, "instance");
    own::of_group(cx.instance, cx.configuration).launched.over(&mut tags);
    tags.below(cx.defaults.apart_launched(cx.instance));
    let mut of_volumes = cx.specified(&templates, "volume");
    if let (Named::Nothing, Some(unknown)) = (&templates, cx.silent("launch_template")) {
        tags.open(Arc::clone(&unknown));
        of_volumes.open(unknown);
    }
    vec![Launched { value: "true", ..instances(tags, "propagate_at_launch") }, volumes(of_volumes)]
}

/// Neither the tags of a node group nor what the provider gives to all reach the machines: the template alone does.
pub(super) fn of_node_group(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let templates = match cx.silent("launch_template") {
        Some(unknown) => Named::Unknown(unknown),
        None => cx.named(&["launch_template"], TEMPLATE),
    };
    let tags = cx.specified(&templates, "instance");
    let of_volumes = cx.specified(&templates, "volume");
    vec![instances(tags, "launch_template"), volumes(of_volumes)]
}

pub(super) fn of_fleet(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let templates = cx.named(&["launch_template_config"], TEMPLATE);
    let tags = cx.specified(&templates, "instance");
    let of_volumes = cx.specified(&templates, "volume");
    vec![instances(tags, "launch_template_config"), volumes(of_volumes)]
}

/// What a fleet is made of says the tags; those of the request stay with it.
pub(super) fn of_spot_fleet(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let (specifications, unknown) = cx.blocks("launch_specification");
    let maps = specifications.iter().map(|it| part(it, "tags"));
    let mut all: Vec<Effective> =
        maps.map(|it| Effective::of_map(&it, Source::Propagated)).collect();
    let templates = cx.named(&["launch_template_config"], TEMPLATE);
    if !matches!(templates, Named::Nothing) {
        all.push(cx.specified(&templates, "instance"));
    }
    let at = Some(cx.instance.resource.block.header());
    let mut tags = Effective::either(all, &why("its launch specifications differ", at));
    if let Some(unknown) = unknown {
        tags.open(unknown);
    }
    vec![instances(tags, "launch_specification")]
}

/// The tags of the request are not those of the instance, says the provider.
pub(super) fn of_spot_request(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let templates = cx.named(&["launch_template"], TEMPLATE);
    let tags = cx.specified(&templates, "instance");
    vec![Launched { what: "its instance".into(), ..instances(tags, "launch_template") }]
}

/// Tags of a compute environment do not go on; `compute_resources` has those of its instances.
pub(super) fn of_batch(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let (blocks, _) = cx.blocks("compute_resources");
    let [resources] = blocks.as_slice() else { return Vec::new() };
    let kind = part(resources, "type");
    if kind.as_str().is_some_and(|it| it.starts_with("FARGATE")) {
        return Vec::new();
    }
    let mut tags = Effective::default();
    if !blocks_in(resources, "launch_template").is_empty() {
        let templates = cx.named(&["compute_resources"], TEMPLATE);
        tags = cx.specified(&templates, "instance");
    }
    match (part(resources, "tags"), cx.silent("compute_resources")) {
        (tags, Some(unknown)) if tags.is_null() => {
            return vec![instances(Effective::unknown(unknown), "compute_resources.tags")];
        }
        (map, _) => Effective::of_map(&map, Source::Propagated).over(&mut tags),
    }
    if let Some(unknown) = kind.as_unknown() {
        tags.open(Arc::clone(unknown));
    }
    vec![instances(tags, "compute_resources.tags")]
}

/// EMR hands the tags of a cluster to its instances by itself.
pub(super) fn of_emr(cx: &Cx<'_, '_, '_>) -> Vec<Launched> {
    vec![instances(cx.own.propagated(), "tags")]
}
