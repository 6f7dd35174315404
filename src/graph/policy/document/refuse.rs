//! Actions and resources that IAM does not take, and why.

use crate::graph::policy::Pattern;
use crate::graph::policy::pattern::Part;

/// `product:Action`, where the product has no wildcards; or everything.
pub(super) fn action(action: &Pattern) -> Option<&'static str> {
    if action.is_everything() || *action == Pattern::parse("*:*") {
        return None;
    }
    match (action.part(0), action.part(1), action.part(2)) {
        (_, Part::Missing, _) => Some("an action of a policy has no product and colon before it"),
        (Part::Wild, ..) => Some("an action of a policy has a wildcard in its product"),
        (.., Part::Text(_) | Part::Wild) => Some("an action of a policy has two colons"),
        _ => None,
    }
}

/// An ARN, in which the product has no wildcards; or everything.
pub(super) fn resource(resource: &Pattern) -> Option<&'static str> {
    if resource.is_everything() {
        return None;
    }
    match (resource.part(0), resource.part(2)) {
        (Part::Text(text), _) if text != "arn" => Some("a resource of a policy is no ARN"),
        (Part::Wild, _) | (_, Part::Missing) => Some("a resource of a policy is no ARN"),
        (_, Part::Wild) => Some("a resource of a policy has a wildcard in its product"),
        _ => None,
    }
}
