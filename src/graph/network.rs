//! Through what a subnet leaves its network.

use super::{Answer, Blind, Edge, Graph, ThingId};
use crate::model::Configuration;
use crate::source::Span;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ExitKind {
    Nat,
    /// To the internet, for what has a public address.
    Internet,
    /// For what speaks the newer protocol only.
    EgressOnly,
    /// A machine of one's own that routes.
    Machine,
    Transit,
    Peering,
    Vpn,
    /// To one service, without leaving.
    Endpoint,
}

/// One way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exit {
    pub kind: ExitKind,
    /// The gateway or endpoint.
    pub by: ThingId,
    /// The route table, or the endpoint itself.
    pub table: ThingId,
    /// Where the route is said.
    pub span: Span,
    /// The service of an endpoint: `s3`.
    pub service: Option<String>,
}

const GATEWAYS: &[(&str, ExitKind)] = &[
    ("aws_nat_gateway", ExitKind::Nat),
    ("aws_internet_gateway", ExitKind::Internet),
    ("aws_egress_only_internet_gateway", ExitKind::EgressOnly),
    ("aws_instance", ExitKind::Machine),
    ("aws_network_interface", ExitKind::Machine),
    ("aws_ec2_transit_gateway", ExitKind::Transit),
    ("aws_vpc_peering_connection", ExitKind::Peering),
    ("aws_vpn_gateway", ExitKind::Vpn),
    ("aws_vpc_endpoint", ExitKind::Endpoint),
];

/// Resources that are routes.
const ROUTES: &[&str] = &["aws_route", "aws_route_table", "aws_default_route_table"];

impl<'m, 'a> Graph<'m, 'a> {
    /// Every way out of a subnet.
    pub fn exits(
        &self,
        subnet: ThingId,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Answer<Exit> {
        let mut answer = Answer::default();
        let vpc =
            self.refs_in(subnet, "vpc_id").into_iter().find(|it| self.things[*it].is_managed());
        if vpc.is_none() || !self.things[subnet].is_managed() {
            // Others may have made tables for it, or may not.
            answer.unknown.push(self.elsewhere(subnet));
        }
        for table in self.route_tables(subnet, vpc, &mut answer.unknown) {
            self.routes(table, configuration, &mut answer);
        }
        for endpoint in vpc.map(|it| self.referrers_of(it, "aws_vpc_endpoint")).unwrap_or_default()
        {
            let kind = self.traced(endpoint, "vpc_endpoint_type", configuration);
            if kind.as_str() == Some("Interface") {
                self.endpoint(endpoint, endpoint, configuration, &mut answer);
            }
        }
        answer
    }

    fn elsewhere(&self, subnet: ThingId) -> Blind {
        let span = self.things[subnet].instance.resource.block.header();
        let reason =
            "its network is not in this configuration, nor are all of its route tables".into();
        Blind { from: subnet, attribute: "vpc_id".into(), span, reason }
    }

    /// The subnets that a thing stands in, by the attributes that name them.
    pub fn subnets(&self, thing: ThingId) -> Answer<ThingId> {
        let found = self.refs_of(thing, "aws_subnet");
        let unknown = self.blind(thing).filter(|it| it.attribute.contains("subnet"));
        Answer { found, unknown: unknown.cloned().collect() }
    }

    /// The table that is associated with a subnet, and otherwise the main one of its network.
    fn route_tables(
        &self,
        subnet: ThingId,
        vpc: Option<ThingId>,
        unknown: &mut Vec<Blind>,
    ) -> Vec<ThingId> {
        let associations = self.referrers(subnet).filter(|it| it.attribute == "subnet_id");
        let associations = associations.map(|it| it.from);
        let associations: Vec<ThingId> = associations
            .filter(|it| self.things[*it].kind() == "aws_route_table_association")
            .collect();
        let associated: Vec<ThingId> =
            associations.iter().flat_map(|it| self.refs_in(*it, "route_table_id")).collect();
        if !associations.is_empty() {
            unknown.extend(associations.iter().flat_map(|it| self.blind(*it)).cloned());
            return super::unique(associated.into_iter());
        }
        unknown.extend(self.blind_in("aws_route_table_association", "subnet_id").cloned());
        let Some(vpc) = vpc else { return Vec::new() };
        let main = self.referrers_of(vpc, "aws_main_route_table_association");
        let main = main.iter().flat_map(|it| self.refs_in(*it, "route_table_id"));
        let default = self.referrers_of(vpc, "aws_default_route_table");
        // The main table goes by the name of the network too.
        super::unique(main.chain(default).chain([vpc]))
    }

    /// What says that it is about a table, or about the main table of a network.
    fn about(&self, table: ThingId) -> impl Iterator<Item = &Edge> {
        let is_network = self.things[table].kind() == "aws_vpc";
        let edges = self.referrers(table).filter(|it| it.attribute.contains("route_table_id"));
        edges.filter(move |it| !is_network || it.names.contains("route_table_id"))
    }

    fn routes(
        &self,
        table: ThingId,
        configuration: &mut Configuration<'m, 'a>,
        answer: &mut Answer<Exit>,
    ) {
        let routes = self.about(table).map(|it| it.from);
        let routes = routes.filter(|it| ROUTES.contains(&self.things[*it].kind()));
        for route in super::unique([table].into_iter().chain(routes)) {
            if self.things[route].kind() == "aws_vpc" {
                continue;
            }
            for edge in self.refs(route).collect::<Vec<_>>() {
                self.route(edge, table, configuration, answer);
            }
            let blind = self.blind(route).filter(|it| !it.attribute.contains("cidr"));
            answer.unknown.extend(blind.filter(|it| is_way(&it.attribute)).cloned());
        }
        answer.unknown.extend(self.blind_in("aws_route", "route_table_id").cloned());
        answer.unknown.extend(self.blind_in("aws_vpc_endpoint", "route_table_ids").cloned());
        for edge in self.about(table).collect::<Vec<_>>() {
            match self.things[edge.from].kind() {
                "aws_vpc_endpoint" => self.endpoint(edge.from, table, configuration, answer),
                "aws_vpc_endpoint_route_table_association" => {
                    for endpoint in self.refs_in(edge.from, "vpc_endpoint_id") {
                        self.endpoint(endpoint, table, configuration, answer);
                    }
                }
                _ => {}
            }
        }
    }

    fn route(
        &self,
        edge: &Edge,
        table: ThingId,
        configuration: &mut Configuration<'m, 'a>,
        answer: &mut Answer<Exit>,
    ) {
        let kind = self.things[edge.to].kind();
        let Some((_, kind)) = GATEWAYS.iter().find(|(it, _)| *it == kind) else { return };
        if *kind == ExitKind::Endpoint {
            return self.endpoint(edge.to, table, configuration, answer);
        }
        let exit = Exit { kind: *kind, by: edge.to, table, span: edge.span, service: None };
        if !answer.found.iter().any(|it| it.by == exit.by) {
            answer.found.push(exit);
        }
    }

    fn endpoint(
        &self,
        endpoint: ThingId,
        table: ThingId,
        configuration: &mut Configuration<'m, 'a>,
        answer: &mut Answer<Exit>,
    ) {
        let name = self.traced(endpoint, "service_name", configuration);
        // `com.amazonaws.eu-west-1.s3`, of which the region need not be known.
        let service = name.as_str().and_then(|it| it.rsplit('.').next()).map(str::to_owned);
        let span = self.things[endpoint].instance.resource.block.header();
        let exit = Exit { kind: ExitKind::Endpoint, by: endpoint, table, span, service };
        if !answer.found.iter().any(|it| it.by == endpoint) {
            answer.found.push(exit);
        }
    }
}

/// Attributes of a route that say where it leads.
fn is_way(attribute: &str) -> bool {
    ["gateway_id", "nat_gateway_id", "network_interface_id", "transit_gateway_id", "route"]
        .iter()
        .any(|it| attribute.ends_with(it))
}

impl Exit {
    /// Whether it is an endpoint of a service, as far as that is known.
    pub fn leads_to(&self, service: &str) -> bool {
        self.service.as_deref() == Some(service)
    }
}
