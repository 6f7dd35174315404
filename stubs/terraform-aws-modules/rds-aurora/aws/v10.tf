stub {
  versions = ">= 10.0, < 11.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/rds-aurora/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "name" {
  type    = string
  default = ""
}
variable "region" {
  type    = string
  default = null
}
variable "is_primary_cluster" {
  type    = bool
  default = true
}
variable "cluster_use_name_prefix" {
  type    = bool
  default = false
}
variable "create_db_subnet_group" {
  type    = bool
  default = false
}
variable "db_subnet_group_name" {
  type    = string
  default = null
}
variable "subnets" {
  type    = list(string)
  default = []
}

# The cluster.
variable "engine" {
  type    = string
  default = null
}
variable "engine_mode" {
  type    = string
  default = "provisioned"
}
variable "engine_version" {
  type    = string
  default = null
}
variable "allocated_storage" {
  type    = number
  default = null
}
variable "storage_type" {
  type    = string
  default = null
}
variable "storage_encrypted" {
  type    = bool
  default = true
}
variable "iops" {
  type    = number
  default = null
}
variable "kms_key_id" {
  type    = string
  default = null
}
variable "database_name" {
  type    = string
  default = null
}
variable "port" {
  type    = string
  default = null
}
variable "apply_immediately" {
  type    = bool
  default = null
}
variable "allow_major_version_upgrade" {
  type    = bool
  default = false
}
variable "availability_zones" {
  type    = list(string)
  default = null
}
variable "backup_retention_period" {
  type    = number
  default = null
}
variable "backtrack_window" {
  type    = number
  default = null
}
variable "preferred_backup_window" {
  type    = string
  default = null
}
variable "preferred_maintenance_window" {
  type    = string
  default = null
}
variable "copy_tags_to_snapshot" {
  type    = bool
  default = true
}
variable "deletion_protection" {
  type    = bool
  default = null
}
variable "skip_final_snapshot" {
  type    = bool
  default = false
}
variable "snapshot_identifier" {
  type    = string
  default = null
}
variable "iam_database_authentication_enabled" {
  type    = bool
  default = null
}
variable "enable_http_endpoint" {
  type    = bool
  default = null
}
variable "global_cluster_identifier" {
  type    = string
  default = null
}
variable "replication_source_identifier" {
  type    = string
  default = null
}
variable "scaling_configuration" {
  type    = any
  default = null
}
variable "serverlessv2_scaling_configuration" {
  type    = any
  default = null
}
variable "vpc_security_group_ids" {
  type    = list(string)
  default = []
}
variable "master_username" {
  type    = string
  default = null
}
variable "master_password_wo" {
  type    = string
  default = null
}
variable "manage_master_user_password" {
  type    = bool
  default = true
}
variable "master_user_secret_kms_key_id" {
  type    = string
  default = null
}
variable "manage_master_user_password_rotation" {
  type    = bool
  default = false
}
variable "master_user_password_rotation_automatically_after_days" {
  type    = number
  default = null
}
variable "engine_lifecycle_support" {
  type    = string
  default = null
}
variable "cluster_scalability_type" {
  type    = string
  default = null
}
variable "database_insights_mode" {
  type    = string
  default = null
}
variable "delete_automated_backups" {
  type    = bool
  default = null
}
variable "cluster_ca_cert_identifier" {
  type    = string
  default = null
}
variable "cluster_monitoring_interval" {
  type    = number
  default = 0
}
variable "cluster_performance_insights_enabled" {
  type    = bool
  default = null
}
variable "cluster_performance_insights_retention_period" {
  type    = number
  default = null
}
variable "cluster_performance_insights_kms_key_id" {
  type    = string
  default = null
}
variable "cluster_instance_class" {
  type    = string
  default = null
}

# The instances.
variable "instances" {
  type    = any
  default = {}
}
variable "instances_use_identifier_prefix" {
  type    = bool
  default = false
}
variable "endpoints" {
  type    = any
  default = {}
}
variable "autoscaling_enabled" {
  type    = bool
  default = false
}
variable "autoscaling_min_capacity" {
  type    = number
  default = 0
}
variable "autoscaling_max_capacity" {
  type    = number
  default = 2
}
variable "autoscaling_policy_name" {
  type    = string
  default = "target-metric"
}
variable "predefined_metric_type" {
  type    = string
  default = "RDSReaderAverageCPUUtilization"
}
variable "autoscaling_target_cpu" {
  type    = number
  default = 70
}
variable "autoscaling_target_connections" {
  type    = number
  default = 700
}
variable "create_monitoring_role" {
  type    = bool
  default = true
}
variable "monitoring_role_arn" {
  type    = string
  default = null
}
variable "iam_role_name" {
  type    = string
  default = null
}

# Groups.
variable "create_security_group" {
  type    = bool
  default = true
}
variable "vpc_id" {
  type    = string
  default = null
}
variable "security_group_name" {
  type    = string
  default = null
}
variable "cluster_parameter_group" {
  type    = any
  default = null
}
variable "cluster_parameter_group_name" {
  type    = string
  default = null
}
variable "db_parameter_group" {
  type    = any
  default = null
}
variable "cluster_activity_stream" {
  type    = any
  default = null
}
variable "shard_group" {
  type    = any
  default = null
}

# Logs.
variable "enabled_cloudwatch_logs_exports" {
  type    = list(string)
  default = []
}
variable "create_cloudwatch_log_group" {
  type    = bool
  default = false
}
variable "cloudwatch_log_group_retention_in_days" {
  type    = number
  default = 7
}
variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}
variable "cloudwatch_log_group_class" {
  type    = string
  default = null
}
variable "cloudwatch_log_group_tags" {
  type    = map(string)
  default = {}
}

# Tags.
variable "tags" {
  type    = map(string)
  default = {}
}
variable "cluster_tags" {
  type    = map(string)
  default = {}
}
variable "security_group_tags" {
  type    = map(string)
  default = {}
}

locals {
  serverless       = var.engine_mode == "serverless"
  port             = coalesce(var.port, var.engine == "aurora-postgresql" || var.engine == "postgres" ? 5432 : 3306)
  subnet_group     = try(coalesce(var.db_subnet_group_name, var.name), "")
  security_group   = try(coalesce(var.security_group_name, var.name), "")
  managed_password = var.manage_master_user_password && var.global_cluster_identifier == null
  monitoring_role  = var.create && var.create_monitoring_role && (var.cluster_monitoring_interval > 0 || anytrue([for instance in var.instances : try(instance.monitoring_interval > 0, false)]))
}

resource "aws_db_subnet_group" "this" {
  count = var.create && var.create_db_subnet_group ? 1 : 0

  name       = local.subnet_group
  subnet_ids = var.subnets
  tags       = var.tags
}

resource "aws_rds_cluster" "this" {
  count = var.create ? 1 : 0

  region                                = var.region
  cluster_identifier                    = var.cluster_use_name_prefix ? null : var.name
  cluster_identifier_prefix             = var.cluster_use_name_prefix ? "${var.name}-" : null
  engine                                = var.engine
  engine_version                        = var.engine_version
  allocated_storage                     = var.allocated_storage
  storage_type                          = var.storage_type
  storage_encrypted                     = var.storage_encrypted
  iops                                  = var.iops
  kms_key_id                            = var.kms_key_id
  apply_immediately                     = var.apply_immediately
  allow_major_version_upgrade           = var.allow_major_version_upgrade
  availability_zones                    = var.availability_zones
  backup_retention_period               = var.backup_retention_period
  preferred_maintenance_window          = var.preferred_maintenance_window
  copy_tags_to_snapshot                 = var.copy_tags_to_snapshot
  deletion_protection                   = var.deletion_protection
  skip_final_snapshot                   = var.skip_final_snapshot
  snapshot_identifier                   = var.snapshot_identifier
  iam_database_authentication_enabled   = var.iam_database_authentication_enabled
  enable_http_endpoint                  = var.enable_http_endpoint
  global_cluster_identifier             = var.global_cluster_identifier
  replication_source_identifier         = var.replication_source_identifier
  enabled_cloudwatch_logs_exports       = var.enabled_cloudwatch_logs_exports
  engine_lifecycle_support              = var.engine_lifecycle_support
  cluster_scalability_type              = var.cluster_scalability_type
  database_insights_mode                = var.database_insights_mode
  delete_automated_backups              = var.delete_automated_backups
  ca_certificate_identifier             = var.cluster_ca_cert_identifier
  monitoring_interval                   = var.cluster_monitoring_interval
  performance_insights_enabled          = var.cluster_performance_insights_enabled
  performance_insights_retention_period = var.cluster_performance_insights_retention_period
  performance_insights_kms_key_id       = var.cluster_performance_insights_kms_key_id
  engine_mode                           = var.cluster_scalability_type == "limitless" ? "" : var.engine_mode
  db_cluster_instance_class             = var.allocated_storage != null ? var.cluster_instance_class : null
  database_name                         = var.is_primary_cluster ? var.database_name : null
  master_username                       = var.is_primary_cluster ? var.master_username : null
  master_password_wo                    = var.is_primary_cluster && !local.managed_password ? var.master_password_wo : null
  manage_master_user_password           = local.managed_password ? true : null
  master_user_secret_kms_key_id         = local.managed_password ? var.master_user_secret_kms_key_id : null
  port                                  = local.port
  backtrack_window                      = (var.engine == "aurora-mysql" || var.engine == "aurora") && !local.serverless ? var.backtrack_window : 0
  preferred_backup_window               = local.serverless ? null : var.preferred_backup_window
  db_subnet_group_name                  = var.create_db_subnet_group ? try(aws_db_subnet_group.this[0].name, null) : local.subnet_group
  db_cluster_parameter_group_name       = var.cluster_parameter_group != null ? try(aws_rds_cluster_parameter_group.this[0].id, null) : var.cluster_parameter_group_name
  vpc_security_group_ids                = compact(concat(aws_security_group.this[*].id, var.vpc_security_group_ids))
  tags                                  = merge(var.tags, var.cluster_tags)

  dynamic "scaling_configuration" {
    for_each = var.scaling_configuration != null && local.serverless ? [var.scaling_configuration] : []
    content {
      auto_pause               = try(scaling_configuration.value.auto_pause, null)
      min_capacity             = try(scaling_configuration.value.min_capacity, null)
      max_capacity             = try(scaling_configuration.value.max_capacity, null)
      seconds_until_auto_pause = try(scaling_configuration.value.seconds_until_auto_pause, null)
    }
  }
  dynamic "serverlessv2_scaling_configuration" {
    for_each = var.serverlessv2_scaling_configuration != null && var.engine_mode == "provisioned" ? [var.serverlessv2_scaling_configuration] : []
    content {
      min_capacity             = try(serverlessv2_scaling_configuration.value.min_capacity, null)
      max_capacity             = serverlessv2_scaling_configuration.value.max_capacity
      seconds_until_auto_pause = try(serverlessv2_scaling_configuration.value.seconds_until_auto_pause, null)
    }
  }
}

resource "aws_rds_cluster_instance" "this" {
  for_each = { for name, instance in var.instances : name => instance if var.create && !local.serverless }

  cluster_identifier                    = aws_rds_cluster.this[0].id
  identifier                            = var.instances_use_identifier_prefix ? null : try(coalesce(each.value.identifier, "${var.name}-${each.key}"), "${var.name}-${each.key}")
  engine                                = var.engine
  engine_version                        = var.engine_version
  instance_class                        = try(coalesce(each.value.instance_class, var.cluster_instance_class), var.cluster_instance_class)
  auto_minor_version_upgrade            = try(each.value.auto_minor_version_upgrade, null)
  publicly_accessible                   = try(each.value.publicly_accessible, null)
  monitoring_interval                   = try(coalesce(each.value.monitoring_interval, var.cluster_monitoring_interval), var.cluster_monitoring_interval)
  performance_insights_enabled          = try(coalesce(each.value.performance_insights_enabled, var.cluster_performance_insights_enabled), var.cluster_performance_insights_enabled)
  performance_insights_retention_period = try(coalesce(each.value.performance_insights_retention_period, var.cluster_performance_insights_retention_period), var.cluster_performance_insights_retention_period)
  performance_insights_kms_key_id       = try(coalesce(each.value.performance_insights_kms_key_id, var.cluster_performance_insights_kms_key_id), var.cluster_performance_insights_kms_key_id)
  preferred_maintenance_window          = try(coalesce(each.value.preferred_maintenance_window, var.preferred_maintenance_window), var.preferred_maintenance_window)
  copy_tags_to_snapshot                 = try(coalesce(each.value.copy_tags_to_snapshot, var.copy_tags_to_snapshot), var.copy_tags_to_snapshot)
  apply_immediately                     = try(coalesce(each.value.apply_immediately, var.apply_immediately), var.apply_immediately)
  ca_cert_identifier                    = try(coalesce(each.value.ca_cert_identifier, var.cluster_ca_cert_identifier), null)
  availability_zone                     = try(each.value.availability_zone, null)
  promotion_tier                        = try(each.value.promotion_tier, null)
  monitoring_role_arn                   = try(aws_iam_role.rds_enhanced_monitoring[0].arn, var.monitoring_role_arn)
  db_subnet_group_name                  = aws_rds_cluster.this[0].db_subnet_group_name
  db_parameter_group_name               = var.db_parameter_group != null ? aws_db_parameter_group.this[0].id : try(each.value.db_parameter_group_name, null)
  tags                                  = merge(var.tags, try(coalesce(each.value.tags, {}), {}))
}

resource "aws_rds_cluster_endpoint" "this" {
  for_each = { for name, endpoint in var.endpoints : name => endpoint if var.create && !local.serverless }

  cluster_identifier          = aws_rds_cluster.this[0].id
  cluster_endpoint_identifier = each.value.identifier
  custom_endpoint_type        = each.value.type
  tags                        = merge(var.tags, try(coalesce(each.value.tags, {}), {}))
}

resource "aws_iam_role" "rds_enhanced_monitoring" {
  count = local.monitoring_role ? 1 : 0

  name = var.iam_role_name
  tags = var.tags
}

resource "aws_appautoscaling_target" "this" {
  count = var.create && var.autoscaling_enabled && !local.serverless ? 1 : 0

  min_capacity       = var.autoscaling_min_capacity
  max_capacity       = var.autoscaling_max_capacity
  resource_id        = "cluster:${aws_rds_cluster.this[0].cluster_identifier}"
  scalable_dimension = "rds:cluster:ReadReplicaCount"
  service_namespace  = "rds"
  tags               = var.tags
}

resource "aws_appautoscaling_policy" "this" {
  count = var.create && var.autoscaling_enabled && !local.serverless ? 1 : 0

  name               = var.autoscaling_policy_name
  policy_type        = "TargetTrackingScaling"
  resource_id        = "cluster:${aws_rds_cluster.this[0].cluster_identifier}"
  scalable_dimension = "rds:cluster:ReadReplicaCount"
  service_namespace  = "rds"
  target_tracking_scaling_policy_configuration {
    target_value = var.predefined_metric_type == "RDSReaderAverageCPUUtilization" ? var.autoscaling_target_cpu : var.autoscaling_target_connections
    predefined_metric_specification {
      predefined_metric_type = var.predefined_metric_type
    }
  }
}

resource "aws_security_group" "this" {
  count = var.create && var.create_security_group ? 1 : 0

  name_prefix = "${local.security_group}-"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, var.security_group_tags, { Name = local.security_group })
}

resource "aws_rds_cluster_parameter_group" "this" {
  count = var.create && var.cluster_parameter_group != null ? 1 : 0

  family = var.cluster_parameter_group.family
  tags   = var.tags
  dynamic "parameter" {
    for_each = try(var.cluster_parameter_group.parameters, [])
    content {
      name  = parameter.value.name
      value = parameter.value.value
    }
  }
}

resource "aws_db_parameter_group" "this" {
  count = var.create && var.db_parameter_group != null ? 1 : 0

  family = var.db_parameter_group.family
  tags   = var.tags
  dynamic "parameter" {
    for_each = try(var.db_parameter_group.parameters, [])
    content {
      name  = parameter.value.name
      value = parameter.value.value
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset([for log in var.enabled_cloudwatch_logs_exports : log if var.create && var.create_cloudwatch_log_group && !var.cluster_use_name_prefix])

  name              = "/aws/rds/cluster/${var.name}/${each.value}"
  retention_in_days = var.cloudwatch_log_group_retention_in_days
  kms_key_id        = var.cloudwatch_log_group_kms_key_id
  log_group_class   = var.cloudwatch_log_group_class
  tags              = merge(var.tags, var.cloudwatch_log_group_tags)
}

resource "aws_rds_cluster_activity_stream" "this" {
  count = var.create && var.cluster_activity_stream != null ? 1 : 0

  resource_arn = aws_rds_cluster.this[0].arn
  mode         = var.cluster_activity_stream.mode
  kms_key_id   = var.cluster_activity_stream.kms_key_id
}

resource "aws_rds_shard_group" "this" {
  count = var.create && var.shard_group != null ? 1 : 0

  db_cluster_identifier = aws_rds_cluster.this[0].id
  min_acu               = try(var.shard_group.min_acu, null)
  max_acu               = var.shard_group.max_acu
  compute_redundancy    = try(var.shard_group.compute_redundancy, null)
  tags                  = merge(var.tags, try(coalesce(var.shard_group.tags, {}), {}))
}

resource "aws_secretsmanager_secret_rotation" "this" {
  count = var.create && var.manage_master_user_password && var.manage_master_user_password_rotation ? 1 : 0

  secret_id = aws_rds_cluster.this[0].master_user_secret[0].secret_arn
  rotation_rules {
    automatically_after_days = var.master_user_password_rotation_automatically_after_days
  }
}

output "cluster_arn" { value = try(aws_rds_cluster.this[0].arn, null) }
output "cluster_id" { value = try(aws_rds_cluster.this[0].id, null) }
output "cluster_resource_id" { value = try(aws_rds_cluster.this[0].cluster_resource_id, null) }
output "cluster_members" { value = try(aws_rds_cluster.this[0].cluster_members, null) }
output "cluster_endpoint" { value = try(aws_rds_cluster.this[0].endpoint, null) }
output "cluster_reader_endpoint" { value = try(aws_rds_cluster.this[0].reader_endpoint, null) }
output "cluster_engine_version_actual" { value = try(aws_rds_cluster.this[0].engine_version_actual, null) }
output "cluster_database_name" { value = try(aws_rds_cluster.this[0].database_name, null) }
output "cluster_port" { value = try(aws_rds_cluster.this[0].port, null) }
output "cluster_master_username" { value = try(aws_rds_cluster.this[0].master_username, null) }
output "cluster_hosted_zone_id" { value = try(aws_rds_cluster.this[0].hosted_zone_id, null) }
output "cluster_master_user_secret" { value = try(aws_rds_cluster.this[0].master_user_secret, null) }
output "cluster_instances" { value = aws_rds_cluster_instance.this }
output "additional_cluster_endpoints" { value = aws_rds_cluster_endpoint.this }
output "db_subnet_group_name" { value = try(aws_rds_cluster.this[0].db_subnet_group_name, null) }
output "enhanced_monitoring_iam_role_name" { value = try(aws_iam_role.rds_enhanced_monitoring[0].name, null) }
output "enhanced_monitoring_iam_role_arn" { value = try(aws_iam_role.rds_enhanced_monitoring[0].arn, null) }
output "security_group_id" { value = try(aws_security_group.this[0].id, null) }
output "db_cluster_parameter_group_id" { value = try(aws_rds_cluster_parameter_group.this[0].id, null) }
output "db_parameter_group_id" { value = try(aws_db_parameter_group.this[0].id, null) }
output "db_cluster_cloudwatch_log_groups" { value = aws_cloudwatch_log_group.this }
