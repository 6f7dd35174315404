//! Where a workload keeps its data, and what that means for who holds the connections.

use rust_decimal::Decimal;

use super::ask::{Ask, axis};
use super::framework::threshold;
use super::words::names;
use super::workload::{Axis, Fit, Name};
use crate::graph::{By, Reach};

const KEY_VALUE: &[&str] =
    &["aws_dynamodb_table", "google_bigtable_instance", "google_firestore_database"];

const CACHES: &[&str] = &[
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_elasticache_serverless_cache",
    "aws_memorydb_cluster",
    "google_redis_instance",
];

/// Functions open a connection for each call that runs.
pub(super) fn of_function(ask: &mut Ask<'_, '_, '_, '_>) -> Axis {
    let answer = ask.graph.databases(ask.id);
    let direct: Vec<&Reach> = answer
        .found
        .iter()
        .filter(|it| it.proxy.is_none() && !is_fronted(it, &answer.found))
        .collect();
    if direct.is_empty() {
        return match (answer.found.first(), answer.unknown.first()) {
            (Some(reach), _) => {
                let proxy = reach.proxy.map(|it| ask.address_of(it)).unwrap_or_default();
                let says = format!("{proxy} holds its connections");
                axis(Name::Data, Fit::Here, "pooler", says)
            }
            (None, Some(blind)) if keyed(ask).is_none() => {
                let says = format!("which databases it reaches is not known: {}", blind.reason);
                axis(Name::Data, Fit::Unknown, "pooler", says)
            }
            (None, _) => keyed(ask).unwrap_or_else(|| none(ask)),
        };
    }
    let is_sure = direct.iter().any(|it| it.by != By::Firewall);
    let databases: Vec<String> = direct.iter().map(|it| ask.address_of(it.database)).collect();
    let (databases, most) = (names(&databases), threshold("database_connections"));
    let reserved = ask.number("reserved_concurrent_executions");
    if let Ok(Some(at_once)) = reserved
        && at_once >= Decimal::ZERO
        && at_once < most
    {
        let says = format!("at most {at_once} calls at once hold connections to {databases}");
        return axis(Name::Data, Fit::Here, "database_connections", says);
    }
    match is_sure {
        true => {
            let says = format!(
                "each call that runs may open a connection to {databases}: put a proxy in between"
            );
            axis(Name::Data, Fit::Mend, "pooler", says)
        }
        false => {
            let says =
                format!("a firewall lets it in to {databases}; whether it connects is not said");
            axis(Name::Data, Fit::Unknown, "pooler", says)
        }
    }
}

/// The same database is also reached through a proxy.
fn is_fronted(reach: &Reach, all: &[Reach]) -> bool {
    reach.by == By::Firewall
        && all.iter().any(|it| it.proxy.is_some() && it.database == reach.database)
}

fn keyed(ask: &Ask<'_, '_, '_, '_>) -> Option<Axis> {
    let tables = ask.named(KEY_VALUE);
    let says = || format!("keys and values in {}", names(&tables));
    (!tables.is_empty()).then(|| axis(Name::Data, Fit::Here, "key_value", says()))
}

fn none(ask: &Ask<'_, '_, '_, '_>) -> Axis {
    let caches = ask.named(CACHES);
    let says = match caches.is_empty() {
        true => "no database that it is known to reach".to_owned(),
        false => format!("a cache outside of it: {}", names(&caches)),
    };
    axis(Name::Data, Fit::Either, None, says)
}

/// What always runs holds a pool of connections.
pub(super) fn of_process(ask: &mut Ask<'_, '_, '_, '_>) -> Axis {
    let answer = ask.graph.databases(ask.id);
    let surely = answer.found.iter().filter(|it| it.by != By::Firewall);
    let databases: Vec<String> = surely.map(|it| ask.address_of(it.database)).collect();
    match (databases.is_empty(), answer.unknown.first()) {
        (false, _) => {
            let says = format!("holds a pool of connections to {}", names(&databases));
            axis(Name::Data, Fit::Here, "steady", says)
        }
        (true, Some(blind)) if keyed(ask).is_none() => {
            let says = format!("which databases it reaches is not known: {}", blind.reason);
            axis(Name::Data, Fit::Unknown, "steady", says)
        }
        (true, _) => match keyed(ask) {
            Some(keyed) => Axis { fit: Fit::Either, ..keyed },
            None => none(ask),
        },
    }
}
