//! What a function is called through, as far as that is on the bill.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::shape::Gateway;
use crate::graph::{Sync, ThingId, Trigger, World};

/// A function's gateways: one and the same three times where that is known.
pub(super) struct Calls {
    pub(super) typical: Gateway,
    pub(super) dearest: Gateway,
    pub(super) cheapest: Gateway,
    pub(super) notes: BTreeSet<String>,
}

/// `Err` where only a function can do what this one does.
pub(super) fn of(function: ThingId, world: &mut World<'_, '_>) -> Result<Calls, EcoString> {
    let graph = world.graph();
    let answer = graph.triggers(function, &mut world.configuration);
    let mut through = Vec::new();
    let mut notes = BTreeSet::new();
    let mut only = None;
    for trigger in &answer.found {
        match gateway(trigger, world) {
            Found::Through(all) => through.extend(all),
            Found::Only(reason) => only = Some(reason),
        }
    }
    if let Some(reason) = only.filter(|_| through.is_empty()) {
        return Err(reason.into());
    }
    if let Some(unknown) = answer.unknown.first() {
        notes.insert(format!("not all that calls it is known: {}", unknown.reason));
    }
    if is_provisioned(function, world) {
        notes.insert("what its provisioned concurrency costs is not in it".to_owned());
    }
    // Events need no gateway, but where somebody waits there must be one.
    if through.iter().any(|it| *it != Gateway::Events) {
        through.retain(|it| *it != Gateway::Events);
    }
    let dearest = through.iter().max().copied().unwrap_or(Gateway::Direct);
    let cheapest = through.iter().min().copied().unwrap_or(Gateway::Direct);
    if dearest != cheapest {
        let (most, least) = (dearest.name(), cheapest.name());
        notes.insert(format!("called through {most}, or {least}: {most} is taken"));
    }
    Ok(Calls { typical: dearest, dearest, cheapest, notes })
}

enum Found {
    Through(Vec<Gateway>),
    Only(&'static str),
}

fn gateway(trigger: &Trigger, world: &mut World<'_, '_>) -> Found {
    let graph = world.graph();
    if graph.things[trigger.through].kind().ends_with("_authorizer") {
        return Found::Only("it authorizes the calls of an API, which only functions can");
    }
    let Some(by) = trigger.by else {
        return Found::Through(of_principal(trigger, world));
    };
    match (graph.things[by].kind(), trigger.sync) {
        ("aws_cognito_user_pool", _) => {
            Found::Only("it is a step of a Cognito user pool, which only functions can be")
        }
        ("aws_cloudfront_distribution", _) => {
            Found::Only("it runs at the edge, where there are no tasks")
        }
        ("aws_apigatewayv2_api", _) => {
            let protocol = graph.traced(by, "protocol_type", &mut world.configuration);
            match protocol.as_str() {
                Some("WEBSOCKET") => {
                    Found::Only("it answers a WebSocket API, whose minutes of connection decide")
                }
                _ => Found::Through(vec![Gateway::HttpApi]),
            }
        }
        ("aws_api_gateway_rest_api", _) => Found::Through(vec![Gateway::RestApi]),
        ("aws_lambda_function_url", _) => Found::Through(vec![Gateway::Url]),
        ("aws_lb_target_group", _) => Found::Through(vec![Gateway::LoadBalancer]),
        (_, Sync::HandsOver | Sync::Polls) => Found::Through(vec![Gateway::Events]),
        (_, Sync::Waits) => Found::Through(vec![Gateway::Direct]),
    }
}

/// Something outside of this configuration may call.
fn of_principal(trigger: &Trigger, world: &mut World<'_, '_>) -> Vec<Gateway> {
    let graph = world.graph();
    if trigger.sync != Sync::Waits {
        return vec![Gateway::Events];
    }
    let principal = graph.traced(trigger.through, "principal", &mut world.configuration);
    let principal = principal.as_str().unwrap_or_default();
    match () {
        // A REST or an HTTP API: nobody here says which.
        () if principal.starts_with("apigateway.") => vec![Gateway::HttpApi, Gateway::RestApi],
        () if principal.starts_with("elasticloadbalancing.") => vec![Gateway::LoadBalancer],
        () => vec![Gateway::Direct],
    }
}

fn is_provisioned(function: ThingId, world: &mut World<'_, '_>) -> bool {
    let graph = world.graph();
    let kind = "aws_lambda_provisioned_concurrency_config";
    graph.faces(function).iter().any(|it| !graph.referrers_of(*it, kind).is_empty())
}
