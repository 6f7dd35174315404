stub {
  versions = ">= 4.0, < 8.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/rds/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "identifier" {
  type = string
}
variable "use_identifier_prefix" {
  type    = bool
  default = false
}
variable "region" {
  type    = string
  default = null
}
variable "db_subnet_group_name" {
  type    = string
  default = null
}
variable "parameter_group_name" {
  type    = string
  default = null
}
variable "option_group_name" {
  type    = string
  default = null
}
variable "engine" {
  type    = string
  default = null
}
variable "engine_version" {
  type    = string
  default = null
}
variable "engine_lifecycle_support" {
  type    = string
  default = null
}
variable "instance_class" {
  type    = string
  default = null
}
variable "allocated_storage" {
  type    = number
  default = null
}
variable "max_allocated_storage" {
  type    = number
  default = 0
}
variable "storage_type" {
  type    = string
  default = null
}
variable "storage_throughput" {
  type    = number
  default = null
}
variable "iops" {
  type    = number
  default = null
}
variable "storage_encrypted" {
  type    = bool
  default = true
}
variable "kms_key_id" {
  type    = string
  default = null
}
variable "license_model" {
  type    = string
  default = null
}
variable "dedicated_log_volume" {
  type    = bool
  default = false
}
variable "db_name" {
  type    = string
  default = null
}
variable "username" {
  type    = string
  default = null
}
variable "port" {
  type    = string
  default = null
}
variable "iam_database_authentication_enabled" {
  type    = bool
  default = false
}
variable "master_user_secret_kms_key_id" {
  type    = string
  default = null
}
variable "vpc_security_group_ids" {
  type    = list(string)
  default = []
}
variable "availability_zone" {
  type    = string
  default = null
}
variable "multi_az" {
  type    = bool
  default = false
}
variable "publicly_accessible" {
  type    = bool
  default = false
}
variable "ca_cert_identifier" {
  type    = string
  default = null
}
variable "network_type" {
  type    = string
  default = null
}
variable "allow_major_version_upgrade" {
  type    = bool
  default = false
}
variable "auto_minor_version_upgrade" {
  type    = bool
  default = true
}
variable "apply_immediately" {
  type    = bool
  default = false
}
variable "maintenance_window" {
  type    = string
  default = null
}
variable "snapshot_identifier" {
  type    = string
  default = null
}
variable "copy_tags_to_snapshot" {
  type    = bool
  default = true
}
variable "skip_final_snapshot" {
  type    = bool
  default = false
}
variable "final_snapshot_identifier_prefix" {
  type    = string
  default = "final"
}
variable "performance_insights_enabled" {
  type    = bool
  default = false
}
variable "performance_insights_retention_period" {
  type    = number
  default = 7
}
variable "performance_insights_kms_key_id" {
  type    = string
  default = null
}
variable "database_insights_mode" {
  type    = string
  default = null
}
variable "replicate_source_db" {
  type    = string
  default = null
}
variable "replica_mode" {
  type    = string
  default = null
}
variable "backup_retention_period" {
  type    = number
  default = null
}
variable "backup_window" {
  type    = string
  default = null
}
variable "delete_automated_backups" {
  type    = bool
  default = true
}
variable "deletion_protection" {
  type    = bool
  default = false
}
variable "monitoring_interval" {
  type    = number
  default = 0
}
variable "monitoring_role_arn" {
  type    = string
  default = null
}
variable "monitoring_role_name" {
  type    = string
  default = "rds-monitoring-role"
}
variable "create_monitoring_role" {
  type    = bool
  default = false
}
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
variable "db_instance_tags" {
  type    = map(string)
  default = {}
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "password" {
  type    = string
  default = null
}
variable "password_wo" {
  type    = string
  default = null
}
variable "password_wo_version" {
  type    = number
  default = null
}
variable "manage_master_user_password" {
  type    = bool
  default = true
}
variable "manage_master_user_password_rotation" {
  type    = bool
  default = false
}
variable "master_user_password_rotation_automatically_after_days" {
  type    = number
  default = null
}
variable "blue_green_update" {
  type    = any
  default = null
}

locals {
  is_replica = var.replicate_source_db != null
  managed    = !local.is_replica && var.manage_master_user_password
  blue_green = try(length(keys(var.blue_green_update)), 0) > 0
}

resource "aws_db_instance" "this" {
  count = var.create ? 1 : 0

  region                                = var.region
  identifier                            = var.use_identifier_prefix ? null : var.identifier
  identifier_prefix                     = var.use_identifier_prefix ? "${var.identifier}-" : null
  engine                                = local.is_replica ? null : var.engine
  engine_version                        = var.engine_version
  engine_lifecycle_support              = var.engine_lifecycle_support
  instance_class                        = var.instance_class
  allocated_storage                     = var.allocated_storage
  max_allocated_storage                 = var.max_allocated_storage
  storage_type                          = var.storage_type
  storage_throughput                    = var.storage_throughput
  iops                                  = var.iops
  storage_encrypted                     = var.storage_encrypted
  kms_key_id                            = var.kms_key_id
  license_model                         = var.license_model
  dedicated_log_volume                  = var.dedicated_log_volume
  db_name                               = var.db_name
  port                                  = var.port
  iam_database_authentication_enabled   = var.iam_database_authentication_enabled
  vpc_security_group_ids                = var.vpc_security_group_ids
  availability_zone                     = var.availability_zone
  multi_az                              = var.multi_az
  publicly_accessible                   = var.publicly_accessible
  ca_cert_identifier                    = var.ca_cert_identifier
  network_type                          = var.network_type
  allow_major_version_upgrade           = var.allow_major_version_upgrade
  auto_minor_version_upgrade            = var.auto_minor_version_upgrade
  apply_immediately                     = var.apply_immediately
  maintenance_window                    = var.maintenance_window
  snapshot_identifier                   = var.snapshot_identifier
  copy_tags_to_snapshot                 = var.copy_tags_to_snapshot
  skip_final_snapshot                   = var.skip_final_snapshot
  performance_insights_enabled          = var.performance_insights_enabled
  database_insights_mode                = var.database_insights_mode
  replicate_source_db                   = var.replicate_source_db
  replica_mode                          = var.replica_mode
  backup_window                         = var.backup_window
  delete_automated_backups              = var.delete_automated_backups
  deletion_protection                   = var.deletion_protection
  monitoring_interval                   = var.monitoring_interval
  enabled_cloudwatch_logs_exports       = var.enabled_cloudwatch_logs_exports
  username                              = local.is_replica ? null : var.username
  password                              = local.managed ? null : var.password
  password_wo                           = local.managed ? null : var.password_wo
  password_wo_version                   = local.managed ? null : var.password_wo_version
  manage_master_user_password           = local.managed ? true : null
  master_user_secret_kms_key_id         = local.managed ? var.master_user_secret_kms_key_id : null
  db_subnet_group_name                  = var.db_subnet_group_name
  parameter_group_name                  = var.parameter_group_name
  option_group_name                     = var.option_group_name
  final_snapshot_identifier             = var.skip_final_snapshot ? null : "${var.final_snapshot_identifier_prefix}-${var.identifier}"
  backup_retention_period               = local.blue_green ? coalesce(var.backup_retention_period, 1) : var.backup_retention_period
  performance_insights_retention_period = var.performance_insights_enabled ? var.performance_insights_retention_period : null
  performance_insights_kms_key_id       = var.performance_insights_enabled ? var.performance_insights_kms_key_id : null
  monitoring_role_arn                   = var.monitoring_interval == 0 ? null : var.create_monitoring_role ? aws_iam_role.enhanced_monitoring[0].arn : var.monitoring_role_arn
  tags                                  = merge(var.tags, var.db_instance_tags)

  dynamic "blue_green_update" {
    for_each = local.blue_green ? [var.blue_green_update] : []
    content {
      enabled = try(blue_green_update.value.enabled, null)
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset([for log in var.enabled_cloudwatch_logs_exports : log if var.create && var.create_cloudwatch_log_group && !var.use_identifier_prefix])

  name              = "/aws/rds/instance/${var.identifier}/${each.value}"
  retention_in_days = var.cloudwatch_log_group_retention_in_days
  kms_key_id        = var.cloudwatch_log_group_kms_key_id
  log_group_class   = var.cloudwatch_log_group_class
  tags              = merge(var.tags, var.cloudwatch_log_group_tags)
}

resource "aws_iam_role" "enhanced_monitoring" {
  count = var.create_monitoring_role ? 1 : 0

  name = var.monitoring_role_name
  tags = merge({ Name = var.monitoring_role_name }, var.tags)
}

resource "aws_secretsmanager_secret_rotation" "this" {
  count = var.create && var.manage_master_user_password && var.manage_master_user_password_rotation ? 1 : 0

  secret_id = aws_db_instance.this[0].master_user_secret[0].secret_arn
  rotation_rules {
    automatically_after_days = var.master_user_password_rotation_automatically_after_days
  }
}

output "db_instance_address" { value = try(aws_db_instance.this[0].address, null) }
output "db_instance_arn" { value = try(aws_db_instance.this[0].arn, null) }
output "db_instance_availability_zone" { value = try(aws_db_instance.this[0].availability_zone, null) }
output "db_instance_endpoint" { value = try(aws_db_instance.this[0].endpoint, null) }
output "db_instance_engine" { value = try(aws_db_instance.this[0].engine, null) }
output "db_instance_engine_version" { value = try(aws_db_instance.this[0].engine_version_actual, null) }
output "db_instance_hosted_zone_id" { value = try(aws_db_instance.this[0].hosted_zone_id, null) }
output "db_instance_identifier" { value = try(aws_db_instance.this[0].identifier, null) }
output "db_instance_id" { value = try(aws_db_instance.this[0].id, null) }
output "db_instance_resource_id" { value = try(aws_db_instance.this[0].resource_id, null) }
output "db_instance_status" { value = try(aws_db_instance.this[0].status, null) }
output "db_instance_name" { value = try(aws_db_instance.this[0].db_name, null) }
output "db_instance_username" { value = try(aws_db_instance.this[0].username, null) }
output "db_instance_port" { value = try(aws_db_instance.this[0].port, null) }
output "db_instance_ca_cert_identifier" { value = try(aws_db_instance.this[0].ca_cert_identifier, null) }
output "db_instance_master_user_secret_arn" { value = try(aws_db_instance.this[0].master_user_secret[0].secret_arn, null) }
output "db_instance_cloudwatch_log_groups" { value = aws_cloudwatch_log_group.this }
output "enhanced_monitoring_iam_role_name" { value = try(aws_iam_role.enhanced_monitoring[0].name, null) }
output "enhanced_monitoring_iam_role_arn" { value = try(aws_iam_role.enhanced_monitoring[0].arn, null) }
