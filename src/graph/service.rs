//! What stands in front of a service or of machines, and what says how they are started.

use super::{Graph, ThingId, unique};
use crate::source::Span;

/// A load balancer in front of something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Front {
    /// The load balancer, or the target group where no listener of it is in this configuration.
    pub by: ThingId,
    /// The target group, or the load balancer itself.
    pub through: ThingId,
    pub span: Span,
}

/// What says how something is started: its program, its role, its network.
const DEFINITIONS: &[&str] =
    &["aws_ecs_task_definition", "aws_launch_configuration", "aws_launch_template"];

const BALANCERS: &[&str] = &["aws_alb", "aws_elb", "aws_lb"];
const GROUPS: &[&str] = &["aws_alb_target_group", "aws_lb_target_group"];
const LISTENERS: &[&str] = &["aws_alb_listener", "aws_lb_listener"];
const RULES: &[&str] = &["aws_alb_listener_rule", "aws_lb_listener_rule"];

/// Resources that put something behind a load balancer, with the attribute that says what.
const ATTACHMENTS: &[(&str, &str)] = &[
    ("aws_alb_target_group_attachment", "target_id"),
    ("aws_autoscaling_attachment", "autoscaling_group_name"),
    ("aws_elb_attachment", "instance"),
    ("aws_lb_target_group_attachment", "target_id"),
];

impl Graph<'_, '_> {
    /// A thing and what says how it is started.
    pub fn parts(&self, thing: ThingId) -> Vec<ThingId> {
        let definitions = self.refs(thing).map(|it| it.to);
        let definitions = definitions.filter(|it| DEFINITIONS.contains(&self.things[*it].kind()));
        unique([thing].into_iter().chain(definitions))
    }

    /// The load balancers that send requests to a thing.
    pub fn fronts(&self, thing: ThingId) -> Vec<Front> {
        let said = self.refs(thing).map(|it| (it.to, it.span));
        let attached = self.referrers(thing).filter(|edge| {
            let kind = self.things[edge.from].kind();
            ATTACHMENTS.iter().any(|(it, attribute)| *it == kind && edge.attribute == *attribute)
        });
        let attached = attached.flat_map(|edge| self.refs(edge.from).map(|it| (it.to, edge.span)));
        let mut fronts: Vec<Front> = Vec::new();
        for (through, span) in said.chain(attached) {
            for by in self.balancers(through) {
                if !fronts.iter().any(|it| it.by == by) {
                    fronts.push(Front { by, through, span });
                }
            }
        }
        fronts
    }

    /// The load balancers that a thing is or belongs to.
    pub fn balancers(&self, thing: ThingId) -> Vec<ThingId> {
        let kind = self.things[thing].kind();
        if BALANCERS.contains(&kind) {
            return vec![thing];
        }
        if !GROUPS.contains(&kind) {
            return Vec::new();
        }
        let listeners = self.referrers(thing).map(|it| it.from).flat_map(|it| self.listeners(it));
        let found = unique(
            listeners
                .flat_map(|it| self.refs_in(it, "load_balancer_arn"))
                .filter(|it| BALANCERS.contains(&self.things[*it].kind())),
        );
        if found.is_empty() { vec![thing] } else { found }
    }

    /// The listener that a thing is, or that a rule is of.
    fn listeners(&self, thing: ThingId) -> Vec<ThingId> {
        match self.things[thing].kind() {
            kind if LISTENERS.contains(&kind) => vec![thing],
            kind if RULES.contains(&kind) => {
                let listeners = self.refs_in(thing, "listener_arn").into_iter();
                listeners.filter(|it| LISTENERS.contains(&self.things[*it].kind())).collect()
            }
            _ => Vec::new(),
        }
    }
}
