//! What things are called, and what a name that is written out means: by the attribute that says it, or
//! because it is an ARN.

use crate::model::{Mode, PLURALS, Target};

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
    ("iam", "policy/", "aws_iam_policy"),
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

/// Attributes by which a data source says what it reads.
pub(super) fn identifies(path: &str) -> bool {
    NAMES.contains(&path)
        || matches!(path, "arn" | "id" | "db_instance_identifier" | "queue_url" | "vpc_id")
}

/// Data sources that hold what somebody put into them: it may name anything.
const HOLDERS: &[&str] = &[
    "aws_cloudformation_export",
    "aws_cloudformation_stack",
    "aws_s3_object",
    "aws_secretsmanager_secret_version",
    "aws_ssm_parameter",
    "aws_ssm_parameters_by_path",
    "azurerm_key_vault_secret",
    "external",
    "google_secret_manager_secret_version",
    "http",
    "local_file",
    "terraform_remote_state",
    "tfe_outputs",
];

/// Whether what a token stands for may be any number of things, of any type.
pub(super) fn is_open(target: &Target<'_, '_>) -> bool {
    let resource = target.instance.resource;
    let word = target.attribute.split(['.', '[']).next().unwrap_or_default();
    let last = word.rsplit('_').next().unwrap_or_default();
    resource.mode == Mode::Data
        && resource.kind != "aws_iam_policy_document"
        && (PLURALS.contains(&last)
            || HOLDERS.contains(&resource.kind)
            || resource.kind.starts_with("vault_")
            || resource.kind.starts_with("consul_"))
}

/// What a text may mean where it stands: types and names.
pub(super) fn meant<'t>(
    path: &str,
    text: &'t str,
) -> impl Iterator<Item = (&'static str, &'t str)> {
    let arn = text.strip_prefix("arn:");
    let group = text.strip_prefix("/aws/lambda/").filter(|_| path == "name");
    let special = match (arn, group) {
        (Some(arn), _) => of_arn(arn),
        (None, Some(name)) => Some(("aws_lambda_function", name)),
        _ if path == "resource_id" => of_resource_id(text),
        _ => None,
    };
    let last = path.rsplit('.').next().filter(|_| arn.is_none());
    let rows = MEANT.iter().filter(move |(it, _)| Some(*it) == last);
    special.into_iter().chain(rows.map(move |(_, kind)| (*kind, text)))
}

/// `aws:lambda:eu-west-1:1:function:orders:live`
pub(super) fn of_arn(arn: &str) -> Option<(&'static str, &str)> {
    let mut parts = arn.splitn(5, ':');
    let (_, service) = (parts.next()?, parts.next()?);
    let resource = parts.nth(2)?;
    ARNS.iter().filter(|(it, _, _)| *it == service).find_map(|(_, prefix, kind)| {
        let name = resource.strip_prefix(prefix)?;
        // Roles and policies have paths in front of their names.
        let name = match service {
            "iam" => name.rsplit('/').next(),
            _ => name.split([':', '/']).next(),
        };
        Some((*kind, name.unwrap_or_default()))
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
