//! Copies of databases, and machines of Google and Azure.

use std::sync::Arc;

use ecow::eco_format;

use super::template::Named;
use super::{Cx, Launched, part};
use crate::eval::Value;
use crate::tags::effective::{Effective, Source, why};

/// Replicas of a global table have none of its tags unless each says so.
pub(super) fn replicas(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let (blocks, _) = cx.blocks("replica");
    let launched = blocks.iter().map(|block| {
        let what = match part(block, "region_name").as_str() {
            Some(region) => eco_format!("its replica in {region}"),
            None => "one of its replicas".into(),
        };
        let effective = cx.handed_on(&part(block, "propagate_tags"), "replica");
        let attribute = "replica.propagate_tags";
        Launched { what, effective, attribute, value: "true", is_all: false }
    });
    launched.collect()
}

/// Snapshots of a database that makes some every day.
pub(super) fn snapshots(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let kept = cx.attribute("backup_retention_period");
    let is_instance = cx.instance.resource.kind == "aws_db_instance";
    let is_none = kept.is_null() && is_instance || kept.to_hcl() == "0";
    if is_none && cx.silent("backup_retention_period").is_none() {
        return Vec::new();
    }
    let attribute = "copy_tags_to_snapshot";
    let says = cx.attribute(attribute);
    let effective = cx.handed_on(&says, attribute);
    vec![Launched {
        what: "its snapshots".into(),
        effective,
        attribute,
        value: "true",
        is_all: false,
    }]
}

/// The tags of a cluster do not reach its node pools, says Azure; the first one has its own in the cluster.
pub(super) fn of_aks(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let (pools, _) = cx.blocks("default_node_pool");
    let [pool] = pools.as_slice() else { return Vec::new() };
    let effective = Effective::of_map(&part(pool, "tags"), Source::Own);
    let (what, attribute) = ("its nodes".into(), "default_node_pool.tags");
    vec![Launched { what, effective, attribute, value: "", is_all: false }]
}

const TEMPLATES: &[&str] =
    &["google_compute_instance_template", "google_compute_region_instance_template"];

/// Machines of a group have the labels of the template, and what the group says of all.
pub(super) fn of_google_group(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let mut effective = match cx.named(&["version"], TEMPLATES) {
        Named::Things(templates) => {
            let all = templates.iter().map(|it| cx.of(it).propagated()).collect();
            let at = Some(cx.instance.resource.block.header());
            Effective::either(all, &why("its templates differ", at))
        }
        Named::Unknown(unknown) => Effective::unknown(unknown),
        Named::Nothing => Effective::default(),
    };
    let (blocks, _) = cx.blocks("all_instances_config");
    for block in &blocks {
        Effective::of_map(&part(block, "labels"), Source::Propagated).over(&mut effective);
    }
    let (what, attribute) = ("its machines".into(), "all_instances_config.labels");
    vec![Launched { what, effective, attribute, value: "", is_all: true }]
}

/// Machines of a pool have the labels of the cluster, and those that the pool says of them.
pub(super) fn of_node_pool(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let mut effective = match cx.named(&["cluster"], &["google_container_cluster"]) {
        Named::Things(clusters) => {
            let all = clusters.iter().map(|it| cx.of(it).propagated()).collect();
            let at = Some(cx.instance.resource.block.header());
            Effective::either(all, &why("which cluster is meant is not known", at))
        }
        Named::Unknown(unknown) => Effective::unknown(unknown),
        Named::Nothing => Effective::default(),
    };
    let (blocks, unknown) = cx.blocks("node_config");
    for block in blocks.iter().filter(|it| it.as_unknown().is_none()) {
        let labels: Value = part(block, "resource_labels");
        Effective::of_map(&labels, Source::Propagated).over(&mut effective);
    }
    if let Some(unknown) = unknown {
        effective.open(Arc::clone(&unknown));
    }
    let (what, attribute) = ("its machines".into(), "node_config.resource_labels");
    vec![Launched { what, effective, attribute, value: "", is_all: true }]
}
