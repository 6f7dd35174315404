//! Tasks of ECS, and jobs of Batch, which are such tasks.

use std::sync::Arc;

use super::template::Named;
use super::{Cx, Launched, blocks_in, part};
use crate::eval::{Kind, Value};
use crate::tags::effective::{Effective, Source, why};

const ATTRIBUTE: &str = "propagate_tags";

/// Tasks have the tags of the service or of its task definition, where it says so, and otherwise none.
pub(super) fn of_service(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let says = cx.attribute(ATTRIBUTE);
    let effective = match (cx.silent(ATTRIBUTE), &says.kind) {
        (Some(unknown), _) => Effective::unknown(unknown),
        (None, Kind::Unknown(unknown)) => Effective::unknown(Arc::clone(unknown)),
        (None, Kind::String(it)) if it == "SERVICE" => cx.own.propagated(),
        (None, Kind::String(it)) if it == "TASK_DEFINITION" => of_definition(cx, "task_definition"),
        _ => Effective::default(),
    };
    let (what, value) = ("its tasks".into(), "\"SERVICE\"");
    let is_all = !runs_on_machines(cx);
    vec![Launched { what, effective, attribute: ATTRIBUTE, value, is_all }]
}

/// Tasks on machines of one's own cost nothing: the machines do.
fn runs_on_machines(cx: &mut Cx<'_, '_, '_>) -> bool {
    let (strategies, _) = cx.blocks("capacity_provider_strategy");
    let is_own = |it: &Value| {
        let name = part(it, "capacity_provider");
        name.as_str().is_some_and(|it| !it.starts_with("FARGATE"))
    };
    let launch_type = cx.attribute("launch_type");
    matches!(launch_type.as_str(), Some("EC2" | "EXTERNAL"))
        || !strategies.is_empty() && strategies.iter().all(is_own)
}

/// Something that runs a task now and then: it hands on the tags of the task definition, and some of its own.
pub(super) fn of_target(cx: &mut Cx<'_, '_, '_>, path: &[&str]) -> Vec<Launched> {
    let Some((first, rest)) = path.split_first() else { return Vec::new() };
    let (mut blocks, _) = cx.blocks(first);
    for name in rest {
        blocks = blocks.iter().flat_map(|it| blocks_in(it, name)).collect();
    }
    let launched = blocks.iter().map(|block| {
        let mut effective = match &part(block, ATTRIBUTE).kind {
            Kind::Unknown(unknown) => Effective::unknown(Arc::clone(unknown)),
            Kind::String(it) if it == "TASK_DEFINITION" => of_definition(cx, first),
            _ => Effective::default(),
        };
        let own = Effective::of_map(&part(block, "tags"), Source::Propagated);
        own.over(&mut effective);
        let (what, value) = ("its tasks".into(), "\"TASK_DEFINITION\"");
        Launched { what, effective, attribute: ATTRIBUTE, value, is_all: false }
    });
    launched.collect()
}

fn of_definition(cx: &mut Cx<'_, '_, '_>, attribute: &str) -> Effective {
    match cx.named(&[attribute], &["aws_ecs_task_definition"]) {
        Named::Things(definitions) => {
            let all = definitions.iter().map(|it| cx.of(it).propagated()).collect();
            let at = Some(cx.instance.resource.block.header());
            Effective::either(all, &why("which of its task definitions is meant differs", at))
        }
        Named::Unknown(unknown) => Effective::unknown(unknown),
        Named::Nothing => Effective::default(),
    }
}

/// Jobs are billed where they run on Fargate; elsewhere the machines are.
pub(super) fn of_job(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let says = cx.attribute(ATTRIBUTE);
    let platforms = cx.attribute("platform_capabilities");
    let is_fargate = |it: &Value| it.as_str() == Some("FARGATE");
    let is_all = platforms.as_items().is_some_and(|it| it.iter().any(is_fargate));
    let effective = cx.handed_on(&says, ATTRIBUTE);
    let what = "the tasks of its jobs".into();
    vec![Launched { what, effective, attribute: ATTRIBUTE, value: "true", is_all }]
}
