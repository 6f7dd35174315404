//! What makes a function run: who calls it, how often, and whether anything but a function could be called so.

use std::collections::BTreeSet;

use super::ask::{Ask, Origin};
use crate::cost::{Origin as Source, Range};
use crate::graph::{Sync, ThingId, Trigger};

/// What is named for the sake of an ARN, and calls nobody.
const ABOUT: &[&str] = &["aws_caller_identity", "aws_partition", "aws_region"];

/// What is known of its calls.
pub(super) struct Calls {
    pub(super) found: Vec<Trigger>,
    /// Somebody waits for the answer.
    pub(super) is_waited: bool,
    /// There may be more that calls it: why.
    pub(super) unknown: Option<String>,
    pub(super) by: Vec<String>,
    pub(super) requests: Option<Range>,
    pub(super) origin: Origin,
    /// It answers an API that gives up on it.
    pub(super) is_behind_api: bool,
    /// It answers an API whose connections stay open.
    pub(super) is_socket: bool,
}

pub(super) fn calls(ask: &mut Ask<'_, '_, '_, '_>) -> Calls {
    let graph = ask.graph.clone();
    let answer = graph.triggers(ask.id, &mut ask.world.configuration);
    let kinds: Vec<&str> =
        answer.found.iter().filter_map(|it| it.by).map(|it| graph.things[it].kind()).collect();
    let is_socket = answer.found.iter().filter_map(|it| it.by).any(|it| {
        let protocol = graph.traced(it, "protocol_type", &mut ask.world.configuration);
        protocol.as_str() == Some("WEBSOCKET")
    });
    let is_behind_api = kinds.iter().any(|it| it.starts_with("aws_api")) && !is_socket;
    let by = answer.found.iter().map(|it| it.by.unwrap_or(it.through));
    let by: BTreeSet<ThingId> =
        by.filter(|it| !ABOUT.contains(&graph.things[*it].kind())).collect();
    let by = by.into_iter().map(|it| ask.address_of(it)).collect();
    let (requests, origin) = requests(&kinds, ask);
    Calls {
        is_waited: answer.found.iter().any(|it| it.sync == Sync::Waits),
        unknown: answer.unknown.first().map(|it| it.reason.to_string()),
        by,
        requests,
        origin,
        is_behind_api,
        is_socket,
        found: answer.found,
    }
}

/// Calls a month: by its bill, for a usage file may say them of the function itself.
fn requests(kinds: &[&str], ask: &mut Ask<'_, '_, '_, '_>) -> (Option<Range>, Origin) {
    const SCHEDULES: &[&str] = &["aws_cloudwatch_event_rule", "aws_scheduler_schedule"];
    let used = ask.bill().and_then(|it| it.usage.iter().find(|it| it.name == "monthly_requests"));
    let Some((Some(amount), source)) = used.map(|it| (it.amount, &it.origin)) else {
        return (None, Origin::Nobody);
    };
    let origin = match source {
        Source::Declared { .. } => Origin::Declared,
        Source::Traffic(_) if kinds.iter().all(|it| SCHEDULES.contains(it)) => Origin::Text,
        Source::Traffic(_) => ask.requests(ask.id).1,
        Source::Assumed | Source::Missing => Origin::Nobody,
    };
    (Some(amount), origin)
}

/// What only functions can do.
pub(super) fn only(calls: &Calls, ask: &Ask<'_, '_, '_, '_>) -> Option<&'static str> {
    let graph = &ask.graph;
    let why = |it: &Trigger| {
        if graph.things[it.through].kind().ends_with("_authorizer") {
            return Some("it authorizes the calls of an API, which only functions can");
        }
        match graph.things[it.by?].kind() {
            "aws_cognito_user_pool" => {
                Some("it is a step of a user pool, which only functions are")
            }
            "aws_cloudfront_distribution" => Some("it runs at the edge, where there are no tasks"),
            _ => None,
        }
    };
    let all: Option<Vec<&'static str>> = calls.found.iter().map(why).collect();
    all?.first().copied()
}
