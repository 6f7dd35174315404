//! What a resource names and what that says of what is launched: launch templates, task definitions.

use std::sync::Arc;

use super::{Cx, part};
use crate::eval::{Unknown, Value};
use crate::model::{Configuration, Instance, Mode, Origin, tokens};
use crate::tags::defaults::Defaults;
use crate::tags::effective::{Doubt, Effective, Source, why};
use crate::tags::own;

/// The things that are named.
pub(super) enum Named<'m, 'a> {
    Nothing,
    Things(Vec<Instance<'m, 'a>>),
    Unknown(Arc<Unknown>),
}

impl<'m, 'a> Cx<'_, 'm, 'a> {
    /// The things of types that are named in attributes or blocks, wherever the names come from.
    pub(super) fn named(&mut self, attributes: &[&str], kinds: &[&str]) -> Named<'m, 'a> {
        let (mut things, mut said) = (Vec::<Instance<'m, 'a>>::new(), false);
        for attribute in attributes {
            let instance = self.instance;
            let (blocks, more) = self.configuration.traced(|it| instance.blocks(attribute, it));
            if let Some(unknown) = more.as_ref().and_then(Value::as_unknown) {
                return Named::Unknown(Arc::clone(unknown));
            }
            said |= !blocks.is_empty();
            for token in blocks.iter().flat_map(tokens) {
                let Some(target) = self.configuration.target(token) else { continue };
                let is_one = target.instance.resource.mode == Mode::Managed
                    && kinds.contains(&target.instance.resource.kind);
                if is_one && !things.iter().any(|it| is_same(it, &target.instance)) {
                    things.push(target.instance.clone());
                }
            }
        }
        match (things.is_empty(), said) {
            (false, _) => Named::Things(things),
            (true, false) => Named::Nothing,
            (true, true) => {
                let at = Some(self.instance.resource.block.header());
                let word = words(kinds);
                Named::Unknown(why(format!("its {word} is not one that is written here"), at))
            }
        }
    }

    /// What launch templates say of the instances or volumes that are launched with them.
    pub(super) fn specified(&mut self, templates: &Named<'m, 'a>, of: &str) -> Effective {
        match templates {
            Named::Nothing => Effective::default(),
            Named::Unknown(unknown) => Effective::unknown(Arc::clone(unknown)),
            Named::Things(templates) => {
                let all = templates.iter().map(|it| specified(it, of, self.configuration));
                let reason = "which of its launch templates is meant differs";
                let at = Some(self.instance.resource.block.header());
                Effective::either(all.collect(), &why(reason, at))
            }
        }
    }
}

fn is_same(one: &Instance<'_, '_>, other: &Instance<'_, '_>) -> bool {
    let key = match (&one.key, &other.key) {
        (Some(one), Some(other)) => one.is_same(other),
        (one, other) => one.is_none() && other.is_none(),
    };
    key && one.node == other.node && one.resource.block.span == other.resource.block.span
}

fn words(kinds: &[&str]) -> &'static str {
    match kinds {
        ["aws_launch_template"] => "launch template",
        ["aws_ecs_task_definition"] => "task definition",
        ["google_container_cluster"] => "cluster",
        _ => "template",
    }
}

/// The `tag_specifications` of one launch template. What the provider gives to all is not in them.
fn specified<'m, 'a>(
    template: &Instance<'m, 'a>,
    of: &str,
    configuration: &mut Configuration<'m, 'a>,
) -> Effective {
    let mut all = Effective::default();
    let is_stub = configuration.module(template.node).origin == Origin::Stub;
    if is_stub && !own::says(template, "tag_specifications") {
        return Effective::unknown(own::silent(template, "tag_specifications"));
    }
    let (blocks, more) = template.blocks("tag_specifications", configuration);
    for block in &blocks {
        let kind = part(block, "resource_type");
        match kind.as_unknown() {
            Some(unknown) => Effective::unknown(Arc::clone(unknown)).over(&mut all),
            None if kind.as_str() == Some(of) => {
                Effective::of_map(&part(block, "tags"), Source::Propagated).over(&mut all);
            }
            None => {}
        }
    }
    if let Some(unknown) = more.as_ref().and_then(Value::as_unknown) {
        Effective::unknown(Arc::clone(unknown)).over(&mut all);
    }
    all
}

/// Adds what its launch template says of an `aws_instance`. Whether these are added to tags of its own is not
/// something that AWS says.
pub(in crate::tags) fn of_template<'m, 'a>(
    instance: &Instance<'m, 'a>,
    all: &mut Effective,
    configuration: &mut Configuration<'m, 'a>,
    defaults: &mut Defaults,
) {
    if !own::says(instance, "launch_template") {
        return;
    }
    let own = Effective::default();
    let mut cx = Cx { instance, own: &own, configuration, defaults };
    let template = cx.named(&["launch_template"], &["aws_launch_template"]);
    let said = cx.specified(&template, "instance");
    if all.tags.is_empty() && all.open.is_none() {
        all.below(said);
        return;
    }
    let at = Some(instance.resource.block.header());
    let reason = why("its launch template says this tag, and it has others of its own", at);
    for (key, _) in said.tags.into_iter().filter(|(it, _)| !all.tags.contains_key(it)) {
        all.doubts.push(Doubt { key, is_prefix: false, unknown: Arc::clone(&reason) });
    }
    all.doubts.extend(said.doubts);
    if let Some(unknown) = said.open {
        all.open(unknown);
    }
}
