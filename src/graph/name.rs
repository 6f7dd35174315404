//! What things are called, and what a name that is written out means: by the attribute that says it, or
//! because it is an ARN.

use ecow::EcoString;

use crate::eval::Value;
use crate::model::{Configuration, Piece, pieces};

/// Attributes that give a thing its name.
const NAMES: &[&str] = &[
    "bucket",
    "cluster_identifier",
    "cluster_name",
    "family",
    "function_name",
    "identifier",
    "name",
];

/// Attributes that say the name of a thing of a type.
const MEANT: &[(&str, &str)] = &[
    ("api_id", "aws_apigatewayv2_api"),
    ("bucket", "aws_s3_bucket"),
    ("cluster", "aws_ecs_cluster"),
    ("cluster_identifier", "aws_rds_cluster"),
    ("cluster_name", "aws_eks_cluster"),
    ("db_cluster_identifier", "aws_rds_cluster"),
    ("db_instance_identifier", "aws_db_instance"),
    ("db_proxy_name", "aws_db_proxy"),
    ("event_bus_name", "aws_cloudwatch_event_bus"),
    ("function_name", "aws_lambda_function"),
    ("log_group_name", "aws_cloudwatch_log_group"),
    ("replication_group_id", "aws_elasticache_replication_group"),
    ("role", "aws_iam_role"),
    ("roles", "aws_iam_role"),
    ("rule", "aws_cloudwatch_event_rule"),
    ("table_name", "aws_dynamodb_table"),
];

/// The types of what ARNs of a service name, with what stands in front of the name.
const ARNS: &[(&str, &str, &str)] = &[
    ("dynamodb", "table/", "aws_dynamodb_table"),
    ("ecs", "cluster/", "aws_ecs_cluster"),
    ("events", "event-bus/", "aws_cloudwatch_event_bus"),
    ("iam", "role/", "aws_iam_role"),
    ("kinesis", "stream/", "aws_kinesis_stream"),
    ("lambda", "function:", "aws_lambda_function"),
    ("rds", "cluster:", "aws_rds_cluster"),
    ("rds", "db:", "aws_db_instance"),
    ("s3", "", "aws_s3_bucket"),
    ("secretsmanager", "secret:", "aws_secretsmanager_secret"),
    ("sns", "", "aws_sns_topic"),
    ("sqs", "", "aws_sqs_queue"),
    ("states", "stateMachine:", "aws_sfn_state_machine"),
];

pub(super) fn names(path: &str) -> bool {
    NAMES.contains(&path)
}

/// A text in which every token's own text is known.
pub(super) fn plain(value: &Value, configuration: &Configuration<'_, '_>) -> Option<EcoString> {
    let mut plain = EcoString::new();
    for piece in pieces(value.as_str()?) {
        match piece {
            Piece::Text(text) => plain.push_str(text),
            Piece::Token(token) => plain.push_str(configuration.target(token)?.text.as_ref()?),
        }
    }
    Some(plain).filter(|it| !it.is_empty())
}

/// What a text may mean where it stands: types and names.
pub(super) fn meant<'t>(path: &str, text: &'t str) -> Vec<(&'static str, &'t str)> {
    if let Some(arn) = text.strip_prefix("arn:") {
        return of_arn(arn).into_iter().collect();
    }
    if let Some(name) = text.strip_prefix("/aws/lambda/").filter(|_| path == "name") {
        return vec![("aws_lambda_function", name)];
    }
    if path == "resource_id" {
        return of_resource_id(text).into_iter().collect();
    }
    let last = path.rsplit('.').next().unwrap_or(path);
    MEANT.iter().filter(|(it, _)| *it == last).map(|(_, kind)| (*kind, text)).collect()
}

/// `aws:lambda:eu-west-1:1:function:orders:live`
fn of_arn(arn: &str) -> Option<(&'static str, &str)> {
    let mut parts = arn.splitn(5, ':');
    let (_, service) = (parts.next()?, parts.next()?);
    let resource = parts.nth(2)?;
    ARNS.iter().filter(|(it, _, _)| *it == service).find_map(|(_, prefix, kind)| {
        let name = resource.strip_prefix(prefix)?;
        Some((*kind, name.split([':', '/']).next().unwrap_or(name)))
    })
}

/// What autoscaling calls a thing: `table/orders`.
fn of_resource_id(text: &str) -> Option<(&'static str, &str)> {
    let (kind, name) = text.split_once('/')?;
    match kind {
        "table" => Some(("aws_dynamodb_table", name.split('/').next().unwrap_or(name))),
        "cluster" => Some(("aws_rds_cluster", name.strip_prefix("cluster:").unwrap_or(name))),
        "function" => Some(("aws_lambda_function", name.split(':').next().unwrap_or(name))),
        "service" => Some(("aws_ecs_service", name.rsplit('/').next().unwrap_or(name))),
        _ => None,
    }
}

/// The service of a type, and what stands in front of its name in an ARN.
pub(super) fn arn_of(kind: &str) -> Option<(&'static str, &'static str)> {
    let row = ARNS.iter().find(|(_, _, it)| *it == kind);
    row.map(|(service, prefix, _)| (*service, *prefix))
}
