rule "no-budget" {
  title    = "Account that nobody watches the bill of"
  severity = "warning"
  concern  = "cost"

  # Said once for each root, at its dearest resource. A root that makes no network and nothing of the account's own is
  # one part of something larger, whose budget is elsewhere. What is cheap to ask comes first: the estimate is not.
  resources = [
    "aws_autoscaling_group", "aws_db_instance", "aws_ec2_client_vpn_endpoint", "aws_ecs_service", "aws_eks_cluster",
    "aws_eks_node_group", "aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_elb", "aws_instance",
    "aws_kinesis_stream", "aws_lb", "aws_msk_cluster", "aws_msk_serverless_cluster", "aws_nat_gateway",
    "aws_networkfirewall_firewall", "aws_opensearch_domain", "aws_opensearchserverless_collection", "aws_rds_cluster",
    "aws_rds_cluster_instance", "aws_ec2_transit_gateway_vpc_attachment", "aws_vpc_endpoint", "aws_dynamodb_table",
    "azurerm_api_management", "azurerm_app_service_plan", "azurerm_firewall", "azurerm_kubernetes_cluster",
    "azurerm_kubernetes_cluster_node_pool", "azurerm_linux_virtual_machine",
    "azurerm_linux_virtual_machine_scale_set", "azurerm_mysql_flexible_server", "azurerm_nat_gateway",
    "azurerm_postgresql_flexible_server", "azurerm_service_plan", "azurerm_windows_virtual_machine",
    "google_cloud_run_v2_service", "google_compute_forwarding_rule", "google_compute_instance",
    "google_compute_instance_group_manager", "google_compute_region_instance_group_manager",
    "google_compute_router_nat", "google_container_cluster", "google_container_node_pool", "google_redis_instance",
    "google_sql_database_instance",
  ]

  params {
    least = 100
  }

  let {
    here  = configuration()
    watch = regexall("budget|anomaly_(?:monitor|alert|subscription)", join(" ", let.here.types))
    own = concat(
      all("aws_organizations_organization"), all("aws_organizations_account"), all("aws_iam_account_alias"),
      all("aws_iam_account_password_policy"), all("aws_cloudtrail"), all("aws_guardduty_detector"),
      all("aws_config_configuration_recorder"), all("google_project"), all("azurerm_subscription"),
    )
    networks = concat(all("aws_vpc"), all("google_compute_network"), all("azurerm_virtual_network"))
    alarms  = [for it in all("aws_cloudwatch_metric_alarm") : it if it.namespace == "AWS/Billing"]
  }

  # The account's own things are here, and so the budget would be.
  case {
    confidence = "medium"
    when = (
      length(let.own) > 0 && length(let.alarms) == 0 && let.here.is_root &&
      let.here.dearest == self.address && length(let.watch) == 0 && let.here.fixed >= params.least
    )
    message = "this account costs ${dollars(let.here.fixed)} a month before any use, and no budget or anomaly monitor watches it"
  }

  case {
    strict     = true
    severity   = "note"
    confidence = "low"
    when = (
      length(let.networks) > 0 && length(let.alarms) == 0 && let.here.is_root &&
      let.here.dearest == self.address && length(let.watch) == 0 && let.here.fixed >= params.least
    )
    message = "this costs ${dollars(let.here.fixed)} a month before any use, and no budget or anomaly monitor watches it"
  }

  label = "the dearest part of it"

  impact {
    kind    = "exposes"
    monthly = let.here.typical
    assumes = "all that is here, at typical use"
  }

  why = <<-EOT
    A bill comes when the month is over. A loop between two functions, a forgotten cluster or a key that was stolen can
    spend in a weekend what was planned for a year, and no provider stops it by itself. A budget sends a mail when the
    month is on its way past an amount, and an anomaly monitor when one service costs more than it used to; on AWS both
    are free, but for budgets that act, of which two are.

    Ignore this rule where budgets are kept elsewhere: in the organization's management account, in another repository,
    or by hand in the console. `least` in the settings says below how many dollars a month nobody needs one.
  EOT

  help = "add `aws_budgets_budget` or `aws_ce_anomaly_monitor` with its subscription (`google_billing_budget`, `azurerm_consumption_budget_subscription`)"

  sources = [
    "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
    "https://docs.aws.amazon.com/cost-management/latest/userguide/manage-ad.html",
    "https://cloud.google.com/billing/docs/how-to/budgets",
    "https://learn.microsoft.com/en-us/azure/cost-management-billing/costs/tutorial-acm-create-budgets",
  ]
}
