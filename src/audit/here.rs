//! What there is: files, clouds, regions, and what works and what keeps.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Audit;
use crate::cost::{Bill, MODULE, Region};
use crate::draw::Class;

/// What there is.
#[derive(Clone, Debug, Default)]
pub struct Here {
    pub resources: usize,
    /// Modules that are not on disk.
    pub absent: usize,
    /// By provider, most resources first; the names are those of the types where we have none.
    pub clouds: Vec<(String, usize)>,
    pub regions: Vec<Place>,
    /// What somebody would ask for first: the noun, and how many.
    pub things: Vec<(&'static str, usize)>,
    /// What costs something, by what the bill calls it, most resources first.
    pub services: Vec<(String, usize)>,
}

/// A region, and how many resources are in it.
#[derive(Clone, Debug)]
pub struct Place {
    pub region: String,
    pub n: usize,
    /// How many of them are there because nothing says otherwise.
    pub assumed: usize,
}

const CLOUDS: &[(&str, &[&str])] = &[
    ("AWS", &["aws", "awscc"]),
    ("Azure", &["azurerm", "azuread", "azapi"]),
    ("Google Cloud", &["google"]),
    ("Cloudflare", &["cloudflare"]),
    ("Kubernetes", &["kubernetes", "helm", "kubectl"]),
    (
        "helpers",
        &[
            "archive",
            "external",
            "http",
            "local",
            "null",
            "random",
            "template",
            "terraform",
            "time",
            "tls",
        ],
    ),
];

/// What runs containers, of what works.
const CONTAINERS: &[&str] = &[
    "aws_apprunner_service",
    "aws_ecs_service",
    "azurerm_container_app",
    "azurerm_container_app_job",
    "azurerm_container_group",
    "google_cloud_run_service",
    "google_cloud_run_v2_job",
    "google_cloud_run_v2_service",
];

const MACHINES: &[&str] = &[
    "aws_autoscaling_group",
    "aws_instance",
    "azurerm_linux_virtual_machine",
    "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine",
    "google_compute_instance",
    "google_compute_instance_group_manager",
    "google_compute_region_instance_group_manager",
];

/// What keeps objects and files, of what keeps things.
const OBJECTS: &[&str] = &[
    "aws_efs_file_system",
    "aws_s3_bucket",
    "azurerm_storage_account",
    "google_filestore_instance",
    "google_storage_bucket",
];

/// What is no store of its own.
const BESIDE: &[&str] = &["aws_db_proxy"];

const NOUNS: [&str; 8] = [
    "function",
    "container service",
    "cluster",
    "machine or group",
    "database or cache",
    "bucket or file system",
    "queue, topic or stream",
    "way in",
];

pub fn here(audit: &Audit) -> Here {
    let bills = || audit.estimate.bills().filter(|it| it.kind != MODULE);
    let services = bills().filter(|it| !it.service.is_empty());
    Here {
        resources: bills().count(),
        absent: audit.estimate.bills().count() - bills().count(),
        clouds: most(bills().map(|it| cloud(&it.kind))),
        regions: regions(bills()),
        things: things(bills()),
        services: most(services.map(|it| it.service.to_string())),
    }
}

fn most(names: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    names.for_each(|it| *all.entry(it).or_default() += 1);
    let mut all: Vec<(String, usize)> = all.into_iter().collect();
    all.sort_by_key(|(_, n)| Reverse(*n));
    all
}

fn cloud(kind: &str) -> String {
    let provider = kind.split('_').next().unwrap_or(kind);
    let known = CLOUDS.iter().find(|(_, all)| all.contains(&provider));
    known.map_or(provider, |(name, _)| *name).to_owned()
}

/// Of what costs something: where the rest is makes no difference.
fn regions<'b>(bills: impl Iterator<Item = &'b Bill>) -> Vec<Place> {
    let mut all: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for bill in bills.filter(|it| !it.lines.is_empty()) {
        let Some(name) = bill.region.name() else { continue };
        let (n, assumed) = all.entry(name).or_default();
        *n += 1;
        *assumed += usize::from(matches!(bill.region, Region::Assumed(_)));
    }
    let all = all.into_iter();
    let all = all.map(|(region, (n, assumed))| Place { region: region.to_owned(), n, assumed });
    let mut all: Vec<Place> = all.collect();
    all.sort_by_key(|it| Reverse(it.n));
    all
}

fn things<'b>(bills: impl Iterator<Item = &'b Bill>) -> Vec<(&'static str, usize)> {
    let mut n = [0; NOUNS.len()];
    for at in bills.filter_map(|it| thing(&it.kind)) {
        n[at] += 1;
    }
    NOUNS.into_iter().zip(n).filter(|(_, n)| *n > 0).collect()
}

/// The place of its noun.
fn thing(kind: &str) -> Option<usize> {
    match Class::of(kind)? {
        Class::Function => Some(0),
        Class::Service if CONTAINERS.contains(&kind) => Some(1),
        Class::Cluster => Some(2),
        Class::Service if MACHINES.contains(&kind) => Some(3),
        Class::Store if OBJECTS.contains(&kind) => Some(5),
        Class::Store if !BESIDE.contains(&kind) => Some(4),
        Class::Message => Some(6),
        Class::Entry => Some(7),
        _ => None,
    }
}
