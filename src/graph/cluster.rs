//! What runs on a cluster.

use super::{Graph, ThingId};
use crate::model::Configuration;

/// Something that runs on a cluster, or is a part of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Workload {
    pub thing: ThingId,
    /// Whether it says so, or this is merely the only cluster here.
    pub certain: bool,
}

/// A cluster with its capacity and its work.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cluster {
    /// Node groups, pools, profiles: what it has room on.
    pub capacity: Vec<ThingId>,
    pub workloads: Vec<Workload>,
}

const CLUSTERS: &[&str] = &[
    "aws_ecs_cluster",
    "aws_eks_cluster",
    "azurerm_container_app_environment",
    "azurerm_kubernetes_cluster",
    "google_container_cluster",
];

const CAPACITY: &[&str] = &[
    "aws_ecs_cluster_capacity_providers",
    "aws_eks_fargate_profile",
    "aws_eks_node_group",
    "azurerm_kubernetes_cluster_node_pool",
    "google_container_node_pool",
];

const WORK: &[&str] = &["aws_ecs_service", "azurerm_container_app", "azurerm_container_app_job"];

/// Kinds of a Kubernetes provider that run something.
const RUNS: &[&str] =
    &["cron_job", "daemon", "deployment", "job", "pod", "replica", "stateful", "release"];

impl<'m, 'a> Graph<'m, 'a> {
    /// The clusters of a configuration.
    pub fn clusters(&self) -> Vec<ThingId> {
        CLUSTERS.iter().flat_map(|it| self.all(it)).copied().collect()
    }

    /// What a cluster consists of and what runs on it.
    pub fn cluster(&self, cluster: ThingId, configuration: &mut Configuration<'m, 'a>) -> Cluster {
        let mut found = Cluster::default();
        for edge in self.referrers(cluster) {
            let kind = self.things[edge.from].kind();
            if CAPACITY.contains(&kind) && !found.capacity.contains(&edge.from) {
                found.capacity.push(edge.from);
            }
            let certain = edge.certain;
            let known = found.workloads.iter().any(|it| it.thing == edge.from);
            if WORK.contains(&kind) && !known {
                found.workloads.push(Workload { thing: edge.from, certain });
            }
        }
        if is_kubernetes(self.things[cluster].kind()) {
            self.pods(cluster, configuration, &mut found.workloads);
        }
        found
    }

    /// What the providers of Kubernetes and Helm run, where they speak to this cluster or where there is
    /// no other.
    fn pods(
        &self,
        cluster: ThingId,
        configuration: &mut Configuration<'m, 'a>,
        workloads: &mut Vec<Workload>,
    ) {
        let all = self.clusters();
        let others = all.iter().filter(|it| is_kubernetes(self.things[**it].kind())).count();
        let work =
            self.things.iter().enumerate().filter(|(_, it)| it.is_managed() && is_pod(it.kind()));
        for (id, thing) in work {
            let provider = thing.instance.provider(configuration);
            let host = configuration.traced(|it| {
                ["host", "kubernetes", "config_context"].map(|name| provider.attribute(name, it))
            });
            let targets: Vec<ThingId> = host
                .iter()
                .flat_map(crate::model::tokens)
                .filter_map(|it| configuration.target(it).cloned())
                .flat_map(|it| self.targets(&it))
                .collect();
            let said = targets.iter().any(|it| *it == cluster || self.is_about(*it, cluster));
            if said || (targets.is_empty() && others == 1) {
                workloads.push(Workload { thing: id, certain: said });
            }
        }
    }

    /// A data source that reads a cluster.
    fn is_about(&self, thing: ThingId, cluster: ThingId) -> bool {
        !self.things[thing].is_managed() && self.refs(thing).any(|it| it.to == cluster)
    }
}

fn is_kubernetes(kind: &str) -> bool {
    kind.ends_with("eks_cluster")
        || kind.ends_with("container_cluster")
        || kind.contains("kubernetes")
}

fn is_pod(kind: &str) -> bool {
    let ours = kind.strip_prefix("kubernetes_").or_else(|| kind.strip_prefix("helm_"));
    ours.is_some_and(|it| RUNS.iter().any(|run| it.starts_with(run)))
}
