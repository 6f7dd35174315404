//! Which databases a thing can reach, and whether through a proxy.

use ecow::EcoString;

use super::{Answer, Blind, Graph, ThingId};
use crate::source::Span;

/// A database that something reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reach {
    pub database: ThingId,
    /// The proxy in between.
    pub proxy: Option<ThingId>,
    /// What shows it: the attribute that says the address, the secret, or the firewall rule.
    pub evidence: Vec<Span>,
    /// It says so itself, or a firewall merely lets it.
    pub by: By,
    /// What is said of the database: `endpoint`.
    pub attribute: EcoString,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum By {
    /// Its configuration carries the address.
    Address,
    /// Its configuration names a secret or a parameter that holds the address.
    Secret,
    /// A security group lets it in.
    Firewall,
}

const DATABASES: &[&str] =
    &["aws_db_instance", "aws_rds_cluster", "google_sql_database_instance", "aws_redshift_cluster"];

const SECRETS: &[&str] =
    &["aws_secretsmanager_secret", "aws_secretsmanager_secret_version", "aws_ssm_parameter"];

/// Attributes that say the address of a database.
const ADDRESSES: &[&str] = &["environment", "container_definitions"];

/// How a firewall says who may come in.
const INGRESS: &[(&str, &str, &str)] = &[
    ("aws_security_group_rule", "security_group_id", "source_security_group_id"),
    ("aws_vpc_security_group_ingress_rule", "security_group_id", "referenced_security_group_id"),
];

impl Graph<'_, '_> {
    /// Every database that a thing reaches.
    pub fn databases(&self, thing: ThingId) -> Answer<Reach> {
        let mut answer = Answer::default();
        // A service runs what its task says; a function that starts a task is not that task.
        let tasks = match self.things[thing].kind() {
            "aws_lambda_function" => Vec::new(),
            _ => self.refs_of(thing, "aws_ecs_task_definition"),
        };
        for thing in [thing].into_iter().chain(tasks) {
            self.by_name(thing, &mut answer);
        }
        self.through_firewall(thing, &mut answer);
        answer
    }

    /// What its configuration names.
    fn by_name(&self, thing: ThingId, answer: &mut Answer<Reach>) {
        for edge in self.refs(thing) {
            for (database, proxy) in self.database_of(edge.to) {
                let evidence = vec![edge.span];
                let attribute = edge.names.clone();
                add(answer, Reach { database, proxy, evidence, by: By::Address, attribute });
            }
            match self.things[edge.to].kind() {
                kind if SECRETS.contains(&kind) => {
                    self.through_secret(edge.to, edge.span, answer);
                }
                "aws_db_proxy" => {
                    let targets = self.referrers_of(edge.to, "aws_db_proxy_target");
                    let blind = targets.iter().flat_map(|it| self.blind(*it));
                    answer.unknown.extend(blind.cloned());
                }
                _ => {}
            }
        }
        let said = |it: &&Blind| ADDRESSES.iter().any(|name| it.attribute.starts_with(name));
        answer.unknown.extend(self.blind(thing).filter(said).cloned());
    }

    /// The database that a thing is, is a part of, or stands in front of.
    fn database_of(&self, thing: ThingId) -> Vec<(ThingId, Option<ThingId>)> {
        match self.things[thing].kind() {
            kind if DATABASES.contains(&kind) => vec![(thing, None)],
            "aws_rds_cluster_instance" | "aws_rds_cluster_endpoint" => {
                self.refs_of(thing, "aws_rds_cluster").into_iter().map(|it| (it, None)).collect()
            }
            "aws_db_proxy" => self.behind(thing).into_iter().map(|it| (it, Some(thing))).collect(),
            "aws_db_proxy_endpoint" => {
                let proxies = self.refs_of(thing, "aws_db_proxy");
                proxies.into_iter().flat_map(|it| self.database_of(it)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The databases that a proxy speaks to.
    pub fn behind(&self, proxy: ThingId) -> Vec<ThingId> {
        let targets = self.referrers_of(proxy, "aws_db_proxy_target");
        super::unique(
            targets
                .into_iter()
                .flat_map(|it| self.refs(it))
                .map(|it| it.to)
                .filter(|it| DATABASES.contains(&self.things[*it].kind())),
        )
    }

    /// The proxies in front of a database.
    pub fn proxies(&self, database: ThingId) -> Vec<ThingId> {
        let targets = self.referrers_of(database, "aws_db_proxy_target");
        super::unique(targets.into_iter().flat_map(|it| self.refs_of(it, "aws_db_proxy")))
    }

    fn through_secret(&self, secret: ThingId, span: Span, answer: &mut Answer<Reach>) {
        let secret = self.refs_in(secret, "secret_id").into_iter().next().unwrap_or(secret);
        let versions = self.referrers_of(secret, "aws_secretsmanager_secret_version");
        for holder in [secret].into_iter().chain(versions) {
            for edge in self.refs(holder) {
                for (database, proxy) in self.database_of(edge.to) {
                    let evidence = vec![span, edge.span];
                    let attribute = edge.names.clone();
                    add(answer, Reach { database, proxy, evidence, by: By::Secret, attribute });
                }
            }
        }
        // A database may also name its secret.
        for edge in self.referrers(secret) {
            if DATABASES.contains(&self.things[edge.from].kind()) {
                let (database, evidence) = (edge.from, vec![span, edge.span]);
                let (proxy, attribute) = (None, edge.attribute.clone());
                add(answer, Reach { database, proxy, evidence, by: By::Secret, attribute });
            }
        }
    }

    fn through_firewall(&self, thing: ThingId, answer: &mut Answer<Reach>) {
        let own = self.refs_of(thing, "aws_security_group");
        let groups = |it: &&Blind| it.attribute.contains("security_group");
        let databases: Vec<&ThingId> = DATABASES.iter().flat_map(|it| self.all(it)).collect();
        if !databases.is_empty() {
            answer.unknown.extend(self.blind(thing).filter(groups).cloned());
        }
        for database in databases {
            if !own.is_empty() {
                answer.unknown.extend(self.blind(*database).filter(groups).cloned());
            }
            for group in self.refs_of(*database, "aws_security_group") {
                if let Some(span) = self.lets_in(group, &own) {
                    let (database, evidence) = (*database, vec![span]);
                    let (proxy, attribute) = (None, EcoString::new());
                    add(answer, Reach { database, proxy, evidence, by: By::Firewall, attribute });
                }
            }
        }
    }

    /// Where a group says that one of others may come in.
    fn lets_in(&self, group: ThingId, others: &[ThingId]) -> Option<Span> {
        let inline = self
            .refs(group)
            .find(|it| super::within(&it.attribute, "ingress") && others.contains(&it.to));
        if let Some(edge) = inline {
            return Some(edge.span);
        }
        let to_itself = [group].into_iter().chain(self.rules(group, INGRESS[0]));
        let to_itself = to_itself.filter(|it| others.contains(&group) && self.inward.contains(it));
        let header = |it: ThingId| self.things[it].instance.resource.block.header();
        if let Some(rule) = to_itself.last() {
            return Some(header(rule));
        }
        INGRESS.iter().find_map(|row| {
            self.rules(group, *row).find_map(|rule| {
                let mut sources = self.refs(rule).filter(|it| it.attribute == row.2);
                sources.find(|it| others.contains(&it.to)).map(|it| it.span)
            })
        })
    }

    /// The rules of a group about the way in.
    fn rules(
        &self,
        group: ThingId,
        (kind, to, _): (&'static str, &'static str, &'static str),
    ) -> impl Iterator<Item = ThingId> {
        let rules = self.referrers(group).filter(move |it| it.attribute == to);
        let rules = rules.map(|it| it.from).filter(move |it| self.things[*it].kind() == kind);
        rules.filter(|it| !self.outward.contains(it))
    }
}

/// The strongest evidence of each database is kept, and proxies are told apart.
fn add(answer: &mut Answer<Reach>, reach: Reach) {
    let same =
        answer.found.iter_mut().find(|it| it.database == reach.database && it.proxy == reach.proxy);
    match same {
        Some(known) if reach.by < known.by => *known = reach,
        Some(_) => {}
        None => answer.found.push(reach),
    }
}
