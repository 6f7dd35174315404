//! What a type of resource is to whoever looks at the whole. Types that are not here set something up or tie
//! things together.

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Class {
    /// Where calls come in: an API, a load balancer, a schedule.
    Entry,
    Function,
    /// A service, a job, a machine.
    Service,
    Cluster,
    /// What carries messages.
    Message,
    /// What keeps things.
    Store,
    /// A way out of the network that one pays for.
    Gateway,
}

const CLASSES: &[(Class, &[&str])] = &[
    (
        Class::Entry,
        &[
            "aws_alb",
            "aws_api_gateway_rest_api",
            "aws_apigatewayv2_api",
            "aws_appsync_graphql_api",
            "aws_cloudfront_distribution",
            "aws_cloudwatch_event_rule",
            "aws_cognito_user_pool",
            "aws_elb",
            "aws_globalaccelerator_accelerator",
            "aws_iot_topic_rule",
            "aws_lambda_function_url",
            "aws_lb",
            "aws_scheduler_schedule",
            "aws_ses_receipt_rule",
            "azurerm_api_management",
            "azurerm_application_gateway",
            "azurerm_cdn_frontdoor_profile",
            "azurerm_frontdoor",
            "azurerm_lb",
            "azurerm_traffic_manager_profile",
            "google_api_gateway_api",
            "google_cloud_scheduler_job",
            "google_compute_forwarding_rule",
            "google_compute_global_forwarding_rule",
            "google_eventarc_trigger",
        ],
    ),
    (
        Class::Function,
        &[
            "aws_lambda_function",
            "azurerm_function_app",
            "azurerm_function_app_flex_consumption",
            "azurerm_linux_function_app",
            "azurerm_windows_function_app",
            "google_cloudfunctions2_function",
            "google_cloudfunctions_function",
        ],
    ),
    (
        Class::Service,
        &[
            "aws_apprunner_service",
            "aws_autoscaling_group",
            "aws_batch_job_definition",
            "aws_codebuild_project",
            "aws_ecs_service",
            "aws_glue_job",
            "aws_instance",
            "aws_sfn_state_machine",
            "azurerm_container_app",
            "azurerm_container_app_job",
            "azurerm_container_group",
            "azurerm_linux_virtual_machine",
            "azurerm_linux_virtual_machine_scale_set",
            "azurerm_linux_web_app",
            "azurerm_logic_app_workflow",
            "azurerm_windows_virtual_machine",
            "azurerm_windows_web_app",
            "google_app_engine_standard_app_version",
            "google_cloud_run_service",
            "google_cloud_run_v2_job",
            "google_cloud_run_v2_service",
            "google_compute_instance",
            "google_compute_instance_group_manager",
            "google_compute_region_instance_group_manager",
            "google_workflows_workflow",
        ],
    ),
    (
        Class::Cluster,
        &[
            "aws_ecs_cluster",
            "aws_eks_cluster",
            "aws_emr_cluster",
            "azurerm_container_app_environment",
            "azurerm_kubernetes_cluster",
            "google_container_cluster",
            "google_dataproc_cluster",
        ],
    ),
    (
        Class::Message,
        &[
            "aws_cloudwatch_event_bus",
            "aws_kinesis_firehose_delivery_stream",
            "aws_kinesis_stream",
            "aws_mq_broker",
            "aws_msk_cluster",
            "aws_msk_serverless_cluster",
            "aws_pipes_pipe",
            "aws_sns_topic",
            "aws_sqs_queue",
            "azurerm_eventgrid_topic",
            "azurerm_eventhub",
            "azurerm_servicebus_queue",
            "azurerm_servicebus_topic",
            "azurerm_storage_queue",
            "google_cloud_tasks_queue",
            "google_pubsub_subscription",
            "google_pubsub_topic",
        ],
    ),
    (
        Class::Store,
        &[
            "aws_dax_cluster",
            "aws_db_instance",
            "aws_db_proxy",
            "aws_docdb_cluster",
            "aws_dynamodb_table",
            "aws_efs_file_system",
            "aws_elasticache_cluster",
            "aws_elasticache_replication_group",
            "aws_elasticache_serverless_cache",
            "aws_elasticsearch_domain",
            "aws_memorydb_cluster",
            "aws_neptune_cluster",
            "aws_opensearch_domain",
            "aws_opensearchserverless_collection",
            "aws_rds_cluster",
            "aws_redshift_cluster",
            "aws_redshiftserverless_workgroup",
            "aws_s3_bucket",
            "aws_timestreamwrite_table",
            "azurerm_cosmosdb_account",
            "azurerm_mssql_database",
            "azurerm_mssql_server",
            "azurerm_mysql_flexible_server",
            "azurerm_postgresql_flexible_server",
            "azurerm_redis_cache",
            "azurerm_storage_account",
            "google_alloydb_cluster",
            "google_bigquery_dataset",
            "google_bigtable_instance",
            "google_filestore_instance",
            "google_firestore_database",
            "google_redis_instance",
            "google_spanner_instance",
            "google_sql_database_instance",
            "google_storage_bucket",
        ],
    ),
    (
        Class::Gateway,
        &[
            "aws_ec2_transit_gateway",
            "aws_nat_gateway",
            "aws_networkfirewall_firewall",
            "azurerm_firewall",
            "azurerm_nat_gateway",
            "google_compute_router_nat",
        ],
    ),
];

impl Class {
    pub fn of(kind: &str) -> Option<Class> {
        let row = CLASSES.iter().find(|(_, kinds)| kinds.contains(&kind));
        row.map(|(class, _)| *class)
    }

    /// Whether it does work, so that one asks who calls it and what it uses.
    pub fn works(self) -> bool {
        matches!(self, Class::Function | Class::Service)
    }

    /// The word for one of them.
    pub fn name(self) -> &'static str {
        match self {
            Class::Entry => "entry",
            Class::Function => "function",
            Class::Service => "service",
            Class::Cluster => "cluster",
            Class::Message => "message",
            Class::Store => "store",
            Class::Gateway => "gateway",
        }
    }
}
