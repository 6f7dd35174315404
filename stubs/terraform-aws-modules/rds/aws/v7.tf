stub {
  versions = ">= 7.0, < 8.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/rds/aws"
}

variable "create_db_instance" {
  type    = bool
  default = true
}
variable "identifier" {
  type = string
}
variable "instance_use_identifier_prefix" {
  type    = bool
  default = false
}
variable "region" {
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
variable "db_instance_role_associations" {
  type    = map(string)
  default = {}
}
variable "password_wo" {
  type    = string
  default = null
}
variable "password_wo_version" {
  type    = number
  default = null
}

# Groups of subnets, parameters and options.
variable "create_db_subnet_group" {
  type    = bool
  default = false
}
variable "db_subnet_group_name" {
  type    = string
  default = null
}
variable "subnet_ids" {
  type    = list(string)
  default = []
}
variable "create_db_parameter_group" {
  type    = bool
  default = true
}
variable "parameter_group_name" {
  type    = string
  default = null
}
variable "family" {
  type    = string
  default = null
}
variable "parameters" {
  type    = any
  default = null
}
variable "create_db_option_group" {
  type    = bool
  default = true
}
variable "option_group_name" {
  type    = string
  default = null
}
variable "major_engine_version" {
  type    = string
  default = null
}
variable "db_subnet_group_tags" {
  type    = map(string)
  default = {}
}
variable "db_parameter_group_tags" {
  type    = map(string)
  default = {}
}
variable "db_option_group_tags" {
  type    = map(string)
  default = {}
}

locals {
  own_options = var.create_db_option_group && var.engine != "postgres"
}

module "db_subnet_group" {
  source = "./modules/db_subnet_group"

  create     = var.create_db_subnet_group
  name       = coalesce(var.db_subnet_group_name, var.identifier)
  subnet_ids = var.subnet_ids
  tags       = merge(var.tags, var.db_subnet_group_tags)
}

module "db_parameter_group" {
  source = "./modules/db_parameter_group"

  create     = var.create_db_parameter_group
  name       = coalesce(var.parameter_group_name, var.identifier)
  family     = var.family
  parameters = var.parameters
  tags       = merge(var.tags, var.db_parameter_group_tags)
}

module "db_option_group" {
  source = "./modules/db_option_group"

  create               = local.own_options
  name                 = coalesce(var.option_group_name, var.identifier)
  engine_name          = var.engine
  major_engine_version = var.major_engine_version
  tags                 = merge(var.tags, var.db_option_group_tags)
}

module "db_instance" {
  source = "./modules/db_instance"

  create                                                 = var.create_db_instance
  identifier                                             = var.identifier
  use_identifier_prefix                                  = var.instance_use_identifier_prefix
  db_subnet_group_name                                   = var.create_db_subnet_group ? module.db_subnet_group.db_subnet_group_id : var.db_subnet_group_name
  parameter_group_name                                   = var.create_db_parameter_group ? module.db_parameter_group.db_parameter_group_id : var.parameter_group_name
  option_group_name                                      = var.engine == "postgres" ? null : local.own_options ? module.db_option_group.db_option_group_id : var.option_group_name
  engine                                                 = var.engine
  engine_version                                         = var.engine_version
  engine_lifecycle_support                               = var.engine_lifecycle_support
  instance_class                                         = var.instance_class
  allocated_storage                                      = var.allocated_storage
  max_allocated_storage                                  = var.max_allocated_storage
  storage_type                                           = var.storage_type
  storage_throughput                                     = var.storage_throughput
  iops                                                   = var.iops
  storage_encrypted                                      = var.storage_encrypted
  kms_key_id                                             = var.kms_key_id
  license_model                                          = var.license_model
  dedicated_log_volume                                   = var.dedicated_log_volume
  db_name                                                = var.db_name
  username                                               = var.username
  port                                                   = var.port
  iam_database_authentication_enabled                    = var.iam_database_authentication_enabled
  master_user_secret_kms_key_id                          = var.master_user_secret_kms_key_id
  vpc_security_group_ids                                 = var.vpc_security_group_ids
  availability_zone                                      = var.availability_zone
  multi_az                                               = var.multi_az
  publicly_accessible                                    = var.publicly_accessible
  ca_cert_identifier                                     = var.ca_cert_identifier
  network_type                                           = var.network_type
  allow_major_version_upgrade                            = var.allow_major_version_upgrade
  auto_minor_version_upgrade                             = var.auto_minor_version_upgrade
  apply_immediately                                      = var.apply_immediately
  maintenance_window                                     = var.maintenance_window
  snapshot_identifier                                    = var.snapshot_identifier
  copy_tags_to_snapshot                                  = var.copy_tags_to_snapshot
  skip_final_snapshot                                    = var.skip_final_snapshot
  final_snapshot_identifier_prefix                       = var.final_snapshot_identifier_prefix
  performance_insights_enabled                           = var.performance_insights_enabled
  performance_insights_retention_period                  = var.performance_insights_retention_period
  performance_insights_kms_key_id                        = var.performance_insights_kms_key_id
  database_insights_mode                                 = var.database_insights_mode
  replicate_source_db                                    = var.replicate_source_db
  replica_mode                                           = var.replica_mode
  backup_retention_period                                = var.backup_retention_period
  backup_window                                          = var.backup_window
  delete_automated_backups                               = var.delete_automated_backups
  deletion_protection                                    = var.deletion_protection
  monitoring_interval                                    = var.monitoring_interval
  monitoring_role_arn                                    = var.monitoring_role_arn
  monitoring_role_name                                   = var.monitoring_role_name
  create_monitoring_role                                 = var.create_monitoring_role
  enabled_cloudwatch_logs_exports                        = var.enabled_cloudwatch_logs_exports
  create_cloudwatch_log_group                            = var.create_cloudwatch_log_group
  cloudwatch_log_group_retention_in_days                 = var.cloudwatch_log_group_retention_in_days
  cloudwatch_log_group_kms_key_id                        = var.cloudwatch_log_group_kms_key_id
  cloudwatch_log_group_class                             = var.cloudwatch_log_group_class
  cloudwatch_log_group_tags                              = var.cloudwatch_log_group_tags
  db_instance_tags                                       = var.db_instance_tags
  tags                                                   = var.tags
  manage_master_user_password                            = var.manage_master_user_password
  manage_master_user_password_rotation                   = var.manage_master_user_password_rotation
  master_user_password_rotation_automatically_after_days = var.master_user_password_rotation_automatically_after_days
  blue_green_update                                      = var.blue_green_update
  password_wo                                            = var.manage_master_user_password ? null : var.password_wo
  password_wo_version                                    = var.manage_master_user_password ? null : var.password_wo_version
  region                                                 = var.region
}

module "db_instance_role_association" {
  source   = "./modules/db_instance_role_association"
  for_each = { for feature, role in var.db_instance_role_associations : feature => role if var.create_db_instance }

  feature_name           = each.key
  role_arn               = each.value
  db_instance_identifier = module.db_instance.db_instance_identifier
}

output "db_instance_address" { value = module.db_instance.db_instance_address }
output "db_instance_arn" { value = module.db_instance.db_instance_arn }
output "db_instance_availability_zone" { value = module.db_instance.db_instance_availability_zone }
output "db_instance_endpoint" { value = module.db_instance.db_instance_endpoint }
output "db_instance_engine" { value = module.db_instance.db_instance_engine }
output "db_instance_hosted_zone_id" { value = module.db_instance.db_instance_hosted_zone_id }
output "db_instance_identifier" { value = module.db_instance.db_instance_identifier }
output "db_instance_resource_id" { value = module.db_instance.db_instance_resource_id }
output "db_instance_status" { value = module.db_instance.db_instance_status }
output "db_instance_name" { value = module.db_instance.db_instance_name }
output "db_instance_username" { value = module.db_instance.db_instance_username }
output "db_instance_port" { value = module.db_instance.db_instance_port }
output "db_instance_ca_cert_identifier" { value = module.db_instance.db_instance_ca_cert_identifier }
output "db_instance_cloudwatch_log_groups" { value = module.db_instance.db_instance_cloudwatch_log_groups }
output "db_instance_master_user_secret_arn" { value = module.db_instance.db_instance_master_user_secret_arn }
output "db_instance_engine_version_actual" { value = module.db_instance.db_instance_engine_version }
output "enhanced_monitoring_iam_role_name" { value = module.db_instance.enhanced_monitoring_iam_role_name }
output "enhanced_monitoring_iam_role_arn" { value = module.db_instance.enhanced_monitoring_iam_role_arn }
output "db_subnet_group_id" { value = module.db_subnet_group.db_subnet_group_id }
output "db_subnet_group_arn" { value = module.db_subnet_group.db_subnet_group_arn }
output "db_parameter_group_id" { value = module.db_parameter_group.db_parameter_group_id }
output "db_parameter_group_arn" { value = module.db_parameter_group.db_parameter_group_arn }
output "db_option_group_id" { value = module.db_option_group.db_option_group_id }
output "db_option_group_arn" { value = module.db_option_group.db_option_group_arn }
