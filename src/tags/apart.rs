//! Tags that resources of their own set: `aws_ec2_tag` and its like. What they tag is found by tracing, and only
//! where there are any.

use std::collections::HashMap;

use super::effective::{Effective, Source, why};
use super::own::{self, Group};
use crate::eval::{Kind, Value};
use crate::model::{Configuration, Instance, Key, Mode, NodeId, Target, tokens};
use crate::source::Span;

/// The types, and the attribute that names what is tagged.
const KINDS: &[(&str, &str)] = &[
    ("aws_autoscaling_group_tag", "autoscaling_group_name"),
    ("aws_dynamodb_tag", "resource_arn"),
    ("aws_ec2_tag", "resource_id"),
    ("aws_ecs_tag", "resource_arn"),
    ("aws_transfer_tag", "resource_arn"),
];

/// The tags of things by the blocks that make these.
#[derive(Default)]
pub(super) struct Apart {
    of: HashMap<(NodeId, Span), Vec<One>>,
}

struct One {
    /// Unknown where any of the instances may be meant.
    key: Option<Key>,
    tags: Effective,
    launched: Effective,
}

impl Apart {
    pub(super) fn new(configuration: &mut Configuration<'_, '_>) -> Apart {
        let mut apart = Apart::default();
        for node in configuration.expand() {
            for resource in &configuration.module(node).resources {
                let kind = KINDS.iter().find(|(it, _)| *it == resource.kind);
                let Some((_, attribute)) = kind.filter(|_| resource.mode == Mode::Managed) else {
                    continue;
                };
                for instance in configuration.instances(node, resource) {
                    apart.add(&instance, attribute, configuration);
                }
            }
        }
        apart
    }

    fn add<'m, 'a>(
        &mut self,
        instance: &Instance<'m, 'a>,
        attribute: &str,
        configuration: &mut Configuration<'m, 'a>,
    ) {
        let named = configuration.traced(|it| instance.attribute(attribute, it));
        let targets: Vec<Target<'m, 'a>> =
            tokens(&named).into_iter().filter_map(|it| configuration.target(it).cloned()).collect();
        if targets.is_empty() {
            return;
        }
        let (tags, launched) = said(instance, configuration);
        for Target { instance: target, .. } in targets {
            let all = self.of.entry((target.node, target.resource.block.span)).or_default();
            let (tags, launched) = (tags.clone(), launched.clone());
            all.push(One { key: target.key, tags, launched });
        }
    }

    /// What is said of a thing.
    pub(super) fn of(&self, instance: &Instance<'_, '_>) -> Effective {
        self.collect(instance, |it| &it.tags)
    }

    /// What is said of the instances that a group launches.
    pub(super) fn of_launched(&self, instance: &Instance<'_, '_>) -> Effective {
        self.collect(instance, |it| &it.launched)
    }

    fn collect(&self, instance: &Instance<'_, '_>, part: impl Fn(&One) -> &Effective) -> Effective {
        let mut all = Effective::default();
        let place = (instance.node, instance.resource.block.span);
        for one in self.of.get(&place).into_iter().flatten() {
            let tags = part(one).clone();
            match (&one.key, &instance.key) {
                (Some(Key::Unknown(_)), Some(_)) => all.below(doubtful(tags)),
                (Some(key), Some(other)) if !key.is_same(other) => {}
                _ => all.below(tags),
            }
        }
        all
    }
}

/// What a resource that is a tag says, of what it names and of what that launches.
fn said<'m, 'a>(
    instance: &Instance<'m, 'a>,
    configuration: &mut Configuration<'m, 'a>,
) -> (Effective, Effective) {
    let (mut tags, mut launched) = match instance.resource.kind {
        "aws_autoscaling_group_tag" => {
            let Group { all, launched } = own::of_group(instance, configuration);
            (all, launched)
        }
        _ => {
            let key = instance.attribute("key", configuration);
            let value = instance.attribute("value", configuration);
            let tags = match &key.kind {
                Kind::String(key) => {
                    Effective::of_map(&Value::object([(key.clone(), value)].into()), Source::Apart)
                }
                Kind::Unknown(unknown) => Effective::unknown(unknown.clone()),
                _ => Effective::default(),
            };
            (tags, Effective::default())
        }
    };
    tags.tags.values_mut().for_each(|it| it.source = Source::Apart);
    if instance.doubt(configuration).is_some() {
        (tags, launched) = (doubtful(tags), doubtful(launched));
    }
    (tags, launched)
}

/// Nobody knows whether these are set.
fn doubtful(mut tags: Effective) -> Effective {
    let names: Vec<_> = tags.tags.keys().cloned().collect();
    for name in names {
        let at = tags.tags.get(&name).and_then(|it| it.value.from);
        tags.leave_open(&name, &why("a resource of its own may set this tag", at));
    }
    tags
}
