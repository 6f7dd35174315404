//! What makes a function run, and whether somebody waits for it.

use std::collections::HashMap;
use std::sync::Arc;

use ecow::EcoString;

use super::policy::Gap;
use super::{Answer, Blind, Edge, Graph, Role, ThingId};
use crate::eval::Value;
use crate::model::Configuration;
use crate::source::Span;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sync {
    /// The caller waits for the answer.
    Waits,
    /// The call is handed over, and repeated where it fails.
    HandsOver,
    /// The platform reads a queue or a stream and calls with what it finds.
    Polls,
}

/// One thing that makes a function run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trigger {
    /// The API, queue, rule …; `None` where it is not in this configuration.
    pub by: Option<ThingId>,
    /// The resource that ties the two together: an integration, a mapping, a permission.
    pub through: ThingId,
    pub sync: Sync,
    pub span: Span,
}

/// Another function that can call this one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invoker {
    pub function: ThingId,
    /// Where its role allows it.
    pub allowed: Option<Span>,
    /// Its role allows it to call whatever there is.
    pub any: bool,
    /// Where its configuration carries the name of the other.
    pub named: Option<Span>,
}

/// Resources that tie a function to what calls it: in which attribute they name the function, the types
/// of what calls, and how.
const TIES: &[Tie] = &[
    ("aws_api_gateway_authorizer", "authorizer_uri", &["aws_api_gateway_rest_api"], Sync::Waits),
    ("aws_api_gateway_integration", "uri", &["aws_api_gateway_rest_api"], Sync::Waits),
    ("aws_api_gateway_rest_api", "body", &["aws_api_gateway_rest_api"], Sync::Waits),
    ("aws_apigatewayv2_api", "body", &["aws_apigatewayv2_api"], Sync::Waits),
    ("aws_apigatewayv2_api", "target", &["aws_apigatewayv2_api"], Sync::Waits),
    ("aws_apigatewayv2_authorizer", "authorizer_uri", &["aws_apigatewayv2_api"], Sync::Waits),
    ("aws_apigatewayv2_integration", "integration_uri", &["aws_apigatewayv2_api"], Sync::Waits),
    ("aws_appsync_datasource", "lambda_config", &["aws_appsync_graphql_api"], Sync::Waits),
    ("aws_cloudfront_distribution", "", &["aws_cloudfront_distribution"], Sync::Waits),
    ("aws_cloudwatch_event_target", "arn", &["aws_cloudwatch_event_rule"], Sync::HandsOver),
    (
        "aws_cloudwatch_log_subscription_filter",
        "destination_arn",
        &["aws_cloudwatch_log_group"],
        Sync::HandsOver,
    ),
    (ALARM, "alarm_actions", &[ALARM], Sync::HandsOver),
    (ALARM, "insufficient_data_actions", &[ALARM], Sync::HandsOver),
    (ALARM, "ok_actions", &[ALARM], Sync::HandsOver),
    ("aws_cognito_user_pool", "lambda_config", &["aws_cognito_user_pool"], Sync::Waits),
    ("aws_iot_topic_rule", "lambda", &["aws_iot_topic_rule"], Sync::HandsOver),
    (
        "aws_kinesis_firehose_delivery_stream",
        "extended_s3_configuration",
        &["aws_kinesis_firehose_delivery_stream"],
        Sync::Waits,
    ),
    ("aws_lambda_event_source_mapping", "function_name", POLLED, Sync::Polls),
    (
        "aws_lambda_function_event_invoke_config",
        "destination_config",
        &["aws_lambda_function"],
        Sync::HandsOver,
    ),
    ("aws_lambda_function_url", "function_name", &["aws_lambda_function_url"], Sync::Waits),
    ("aws_lb_target_group_attachment", "target_id", &["aws_lb_target_group"], Sync::Waits),
    ("aws_pipes_pipe", "enrichment", POLLED, Sync::Waits),
    ("aws_pipes_pipe", "target", POLLED, Sync::Polls),
    ("aws_s3_bucket_notification", "lambda_function", &["aws_s3_bucket"], Sync::HandsOver),
    ("aws_scheduler_schedule", "target", &["aws_scheduler_schedule"], Sync::HandsOver),
    (
        "aws_secretsmanager_secret_rotation",
        "rotation_lambda_arn",
        &["aws_secretsmanager_secret"],
        Sync::HandsOver,
    ),
    ("aws_ses_receipt_rule", "lambda_action", &["aws_ses_receipt_rule"], Sync::HandsOver),
    ("aws_sfn_state_machine", "definition", &["aws_sfn_state_machine"], Sync::Waits),
    ("aws_sns_topic_subscription", "endpoint", &["aws_sns_topic"], Sync::HandsOver),
];

const ALARM: &str = "aws_cloudwatch_metric_alarm";

/// What mostly names something else than functions: where it is not known what, that says nothing.
const OFTEN_OTHER: &[&str] = &[ALARM, "aws_cloudfront_distribution"];

const POLLED: &[&str] = &[
    "aws_sqs_queue",
    "aws_kinesis_stream",
    "aws_dynamodb_table",
    "aws_msk_cluster",
    "aws_msk_serverless_cluster",
    "aws_mq_broker",
    "aws_kinesis_stream_consumer",
    "aws_docdb_cluster",
];

/// Who waits, of those to whom a permission is given.
const WAITING: &[&str] = &[
    "alexa",
    "apigateway.",
    "bedrock.",
    "cognito-idp.",
    "edgelambda.",
    "elasticloadbalancing.",
    "lex",
];

/// What says in whose account or where something is, and calls nobody.
const WHOLE: &[&str] =
    &["aws_caller_identity", "aws_organizations_organization", "aws_partition", "aws_region"];

/// The parameter by which an integration asks for no answer.
const INTEGRATION_TYPE: &str = "integration.request.header.X-Amz-Invocation-Type";

impl<'m, 'a> Graph<'m, 'a> {
    /// What makes a function run.
    pub fn triggers(
        &self,
        function: ThingId,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Answer<Trigger> {
        let mut answer = Answer::default();
        let faces = self.faces(function);
        for edge in faces.iter().flat_map(|it| self.referrers(*it)) {
            if let Some(doubt) = self.in_doubt(edge) {
                answer
                    .unknown
                    .extend(tie(self.things[edge.from].kind(), &edge.attribute).map(|_| doubt));
                continue;
            }
            for trigger in self.tie(edge, function, configuration) {
                let is_same = |it: &Trigger| {
                    it.by == trigger.by
                        && it.sync == trigger.sync
                        && (it.by.is_some() || it.through == trigger.through)
                };
                if !answer.found.iter().any(is_same) {
                    answer.found.push(trigger);
                }
            }
        }
        for edge in faces.iter().flat_map(|it| self.referrers(*it)) {
            self.permission(edge, configuration, &mut answer);
        }
        self.untied(configuration, &mut answer);
        answer
    }

    /// It is not known whether what says so is there, or whether it says so.
    fn in_doubt(&self, edge: &Edge) -> Option<Blind> {
        let reason = match &self.things[edge.from].doubt {
            Some(doubt) => doubt.reason.clone(),
            None if !edge.certain => "which function is meant is not known".into(),
            None => return None,
        };
        let attribute = edge.attribute.clone();
        Some(Blind { from: edge.from, attribute, span: edge.span, reason })
    }

    /// What ties some function to what calls it, and does not say which in a way that can be followed.
    fn untied(&self, configuration: &mut Configuration<'m, 'a>, answer: &mut Answer<Trigger>) {
        for (kind, attribute, _, _) in TIES.iter().filter(|it| !OFTEN_OTHER.contains(&it.0)) {
            for blind in self.blind_in(kind, attribute) {
                let mut said = |name: &str| self.traced(blind.from, name, configuration);
                let is_other = match *kind {
                    "aws_sns_topic_subscription" => {
                        said("protocol").as_str().is_some_and(|it| it != "lambda")
                    }
                    // Functions have no ports.
                    "aws_lb_target_group_attachment" => !said("port").is_null(),
                    _ => false,
                };
                if !is_other {
                    answer.unknown.push(blind.clone());
                }
            }
        }
        answer.unknown.extend(self.blind_in("aws_lambda_permission", "function_name").cloned());
    }

    /// A function, its aliases and its versions.
    pub fn faces(&self, function: ThingId) -> Vec<ThingId> {
        let aliases = self.referrers(function).filter(|it| {
            it.attribute == "function_name" && self.things[it.from].kind() == "aws_lambda_alias"
        });
        super::unique([function].into_iter().chain(aliases.map(|it| it.from)))
    }

    /// The function that an alias is of, and a function itself.
    pub fn function_of(&self, thing: ThingId) -> Option<ThingId> {
        match self.things[thing].kind() {
            "aws_lambda_function" => Some(thing),
            "aws_lambda_alias"
            | "aws_lambda_function_url"
            | "aws_lambda_provisioned_concurrency_config" => {
                self.refs_in(thing, "function_name").into_iter().find_map(|it| self.function_of(it))
            }
            _ => None,
        }
    }

    fn tie(
        &self,
        edge: &Edge,
        function: ThingId,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Vec<Trigger> {
        let kind = self.things[edge.from].kind();
        let Some((_, _, callers, sync)) = tie(kind, &edge.attribute) else { return Vec::new() };
        let sync = match self.hands_over(edge.from, configuration) {
            true => Sync::HandsOver,
            false => *sync,
        };
        let made = |by| Trigger { by, through: edge.from, sync, span: edge.span };
        if callers.contains(&kind) {
            return vec![made(Some(edge.from))];
        }
        let by = self.refs(edge.from).filter(|it| it.to != function && calls(kind, &it.attribute));
        let by = by.map(|it| self.made(it.to));
        let by: Vec<ThingId> =
            super::unique(by.filter(|it| callers.contains(&self.things[*it].kind())));
        match by.is_empty() {
            true if kind == "aws_pipes_pipe" => vec![made(Some(edge.from))],
            true => vec![made(None)],
            false => by.into_iter().map(|it| made(Some(it))).collect(),
        }
    }

    /// An integration of an API that asks for no answer.
    fn hands_over(&self, through: ThingId, configuration: &mut Configuration<'m, 'a>) -> bool {
        if self.things[through].kind() != "aws_api_gateway_integration" {
            return false;
        }
        let parameters = self.traced(through, "request_parameters", configuration);
        let kind = parameters.as_object().and_then(|it| it.get(INTEGRATION_TYPE)).cloned();
        kind.as_ref().and_then(Value::as_str) == Some("'Event'")
    }

    /// Somebody may call, and nothing else in this configuration says that they do.
    fn permission(
        &self,
        edge: &Edge,
        configuration: &mut Configuration<'m, 'a>,
        answer: &mut Answer<Trigger>,
    ) {
        // A version that is named beside it says nothing of whom.
        let is_permission = self.things[edge.from].kind() == "aws_lambda_permission";
        if !is_permission || edge.attribute != "function_name" {
            return;
        }
        let principal = self.traced(edge.from, "principal", configuration);
        let blind = self.blind(edge.from).find(|it| it.attribute == "principal").cloned();
        if let Some(doubt) = self.in_doubt(edge).or(blind) {
            answer.unknown.push(doubt);
            return;
        }
        let Some(principal) = principal.as_str().filter(|it| it.contains('.')) else { return };
        let waits = WAITING.iter().any(|it| principal.starts_with(it));
        let sync = if waits { Sync::Waits } else { Sync::HandsOver };
        let sources = self.refs_in(edge.from, "source_arn");
        let sources = sources.into_iter().filter(|it| {
            self.function_of(*it).is_none() && !WHOLE.contains(&self.things[*it].kind())
        });
        let mut sources: Vec<Option<ThingId>> = sources.map(Some).collect();
        if sources.is_empty() {
            sources.push(None);
        }
        for by in sources {
            let told = answer.found.iter().any(|it| it.by == by && by.is_some());
            let same = answer.found.iter().any(|it| it.sync == sync && by.is_none());
            if !told && !same {
                answer.found.push(Trigger { by, through: edge.from, sync, span: edge.span });
            }
        }
    }

    /// Functions that can call this one: their roles allow it, or their configuration names it.
    pub fn invokers(
        &self,
        function: ThingId,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Answer<Invoker> {
        self.invokers_among(&self.callers(configuration), function)
    }

    /// Every function with its role, for those who ask who invokes each of many.
    pub fn callers(&self, configuration: &mut Configuration<'m, 'a>) -> Vec<(ThingId, Arc<Role>)> {
        // Many functions share one role, or what is not known of theirs.
        let mut roles: HashMap<ThingId, Arc<Role>> = HashMap::new();
        let mut lost: HashMap<(EcoString, Option<Span>), Arc<Role>> = HashMap::new();
        let functions = self.all("aws_lambda_function").iter();
        let callers = functions.map(|it| {
            let role = match self.role_of(*it, 0) {
                Ok(role) => roles.entry(role),
                Err(gap) => {
                    let role = || Arc::new(Role::lost(gap.clone()));
                    return (
                        *it,
                        Arc::clone(lost.entry((gap.reason.clone(), gap.at)).or_insert_with(role)),
                    );
                }
            };
            (*it, Arc::clone(role.or_insert_with(|| Arc::new(self.role(*it, configuration)))))
        });
        callers.collect()
    }

    /// Those of these functions that can call this one.
    pub fn invokers_among(
        &self,
        callers: &[(ThingId, Arc<Role>)],
        function: ThingId,
    ) -> Answer<Invoker> {
        let mut answer = Answer::default();
        let mut roles: HashMap<*const Role, Allowing> = HashMap::new();
        for (other, role) in callers.iter().filter(|(it, _)| *it != function) {
            let named = self.refs(*other).find(|it| {
                self.function_of(it.to) == Some(function)
                    && it.certain
                    && super::within(&it.attribute, "environment")
            });
            let named = named.map(|it| it.span);
            let allowing = roles.entry(Arc::as_ptr(role));
            let allowing = allowing.or_insert_with(|| self.allowing(role, function));
            let (allowed, any) = match allowing {
                Ok(allowing) => *allowing,
                Err(gap) => {
                    if named.is_none() {
                        answer.unknown.push(self.gap(*other, gap.clone()));
                    }
                    (None, false)
                }
            };
            if named.is_none() && allowed.is_none() {
                continue;
            }
            match &self.things[*other].doubt {
                Some(doubt) => {
                    let gap = Gap { reason: doubt.reason.clone(), at: doubt.at };
                    answer.unknown.push(self.gap(*other, gap));
                }
                None => answer.found.push(Invoker { function: *other, allowed, any, named }),
            }
        }
        answer
    }

    fn allowing(&self, role: &Role, function: ThingId) -> Allowing {
        if role.calls_nobody() {
            return Ok((None, false));
        }
        let allowed = self.allows_invoking(role, function)?;
        Ok((allowed, allowed.is_some() && self.allows_invoking_any(role, function)))
    }

    /// What a thing is called, where that is known.
    pub fn name_of(&self, thing: ThingId) -> Option<&EcoString> {
        self.name_of.get(&thing)
    }
}

/// Where a role allows a call, and whether it allows all calls.
type Allowing = Result<(Option<Span>, bool), Gap>;

type Tie = (&'static str, &'static str, &'static [&'static str], Sync);

/// The row that an attribute of a type stands in.
fn tie(kind: &str, said: &str) -> Option<&'static Tie> {
    TIES.iter().find(|(tied, attribute, _, _)| {
        *tied == kind && (attribute.is_empty() || super::within(said, attribute))
    })
}

/// Whether what an attribute names can be what calls: where failures go calls nobody.
fn calls(kind: &str, attribute: &str) -> bool {
    match kind {
        "aws_lambda_event_source_mapping" => attribute == "event_source_arn",
        "aws_pipes_pipe" => attribute == "source",
        _ => !attribute.contains("dead_letter") && !attribute.contains("on_failure"),
    }
}
