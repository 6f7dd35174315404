stub {
  versions = ">= 6.0, < 7.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/ecs/aws"
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
variable "configuration" {
  type    = any
  default = null
}
variable "setting" {
  type    = any
  default = [{ name = "containerInsights", value = "enabled" }]
}
variable "create_cloudwatch_log_group" {
  type    = bool
  default = true
}
variable "cloudwatch_log_group_name" {
  type    = string
  default = null
}
variable "cloudwatch_log_group_retention_in_days" {
  type    = number
  default = 90
}
variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}
variable "cloudwatch_log_group_class" {
  type    = string
  default = null
}
variable "autoscaling_capacity_providers" {
  type    = any
  default = null
}
variable "default_capacity_provider_strategy" {
  type    = any
  default = {}
}
variable "create_task_exec_iam_role" {
  type    = bool
  default = false
}
variable "create_task_exec_policy" {
  type    = bool
  default = true
}
variable "task_exec_iam_role_name" {
  type    = string
  default = null
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "cloudwatch_log_group_tags" {
  type    = map(string)
  default = {}
}
variable "task_exec_iam_role_tags" {
  type    = map(string)
  default = {}
}

locals {
  providers = merge({}, var.autoscaling_capacity_providers)
  log_group = try(coalesce(var.cloudwatch_log_group_name, "/aws/ecs/${var.name}"), "")
  strategy  = merge({}, var.default_capacity_provider_strategy)
}

resource "aws_ecs_cluster" "this" {
  count = var.create ? 1 : 0

  name   = var.name
  region = var.region
  tags   = var.tags

  dynamic "setting" {
    for_each = var.setting == null ? [] : var.setting
    content {
      name  = setting.value.name
      value = setting.value.value
    }
  }
  dynamic "configuration" {
    for_each = try(var.configuration.execute_command_configuration, null) != null ? [var.configuration.execute_command_configuration] : []
    content {
      execute_command_configuration {
        kms_key_id = try(configuration.value.kms_key_id, null)
        logging    = try(configuration.value.logging, "DEFAULT")
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create && var.create_cloudwatch_log_group ? 1 : 0

  name              = local.log_group
  retention_in_days = var.cloudwatch_log_group_retention_in_days
  kms_key_id        = var.cloudwatch_log_group_kms_key_id
  log_group_class   = var.cloudwatch_log_group_class
  tags              = merge(var.tags, var.cloudwatch_log_group_tags, { Name = local.log_group })
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  count = var.create ? 1 : 0

  cluster_name       = aws_ecs_cluster.this[0].name
  capacity_providers = distinct(concat([for name, strategy in local.strategy : try(coalesce(strategy.name, name), name)], [for name, provider in local.providers : try(coalesce(provider.name, name), name)]))

  dynamic "default_capacity_provider_strategy" {
    for_each = local.strategy
    content {
      capacity_provider = try(coalesce(default_capacity_provider_strategy.value.name, default_capacity_provider_strategy.key), default_capacity_provider_strategy.key)
      base              = try(default_capacity_provider_strategy.value.base, null)
      weight            = try(coalesce(default_capacity_provider_strategy.value.weight, 1), 1)
    }
  }
}

resource "aws_ecs_capacity_provider" "this" {
  for_each = { for name, provider in local.providers : name => provider if var.create }

  name = try(coalesce(each.value.name, each.key), each.key)
  tags = merge(var.tags, try(coalesce(each.value.tags, {}), {}))

  dynamic "auto_scaling_group_provider" {
    for_each = [each.value]
    content {
      auto_scaling_group_arn = auto_scaling_group_provider.value.auto_scaling_group_arn
      dynamic "managed_scaling" {
        for_each = try(auto_scaling_group_provider.value.managed_scaling, null) != null ? [auto_scaling_group_provider.value.managed_scaling] : []
        content {
          status          = try(managed_scaling.value.status, null)
          target_capacity = try(managed_scaling.value.target_capacity, null)
        }
      }
    }
  }
}

resource "aws_iam_role" "task_exec" {
  count = var.create && var.create_task_exec_iam_role ? 1 : 0

  name_prefix = "${try(coalesce(var.task_exec_iam_role_name, var.name), "")}-"
  tags        = merge(var.tags, var.task_exec_iam_role_tags)
}

resource "aws_iam_policy" "task_exec" {
  count = var.create && var.create_task_exec_iam_role && var.create_task_exec_policy ? 1 : 0

  tags = merge(var.tags, var.task_exec_iam_role_tags)
}

output "arn" { value = try(aws_ecs_cluster.this[0].arn, null) }
output "id" { value = try(aws_ecs_cluster.this[0].id, null) }
output "name" { value = try(aws_ecs_cluster.this[0].name, null) }
output "cluster_capacity_providers" { value = { for providers in aws_ecs_cluster_capacity_providers.this : providers.id => providers } }
output "autoscaling_capacity_providers" { value = aws_ecs_capacity_provider.this }
output "cloudwatch_log_group_name" { value = try(aws_cloudwatch_log_group.this[0].name, null) }
output "cloudwatch_log_group_arn" { value = try(aws_cloudwatch_log_group.this[0].arn, null) }
output "task_exec_iam_role_name" { value = try(aws_iam_role.task_exec[0].name, null) }
output "task_exec_iam_role_arn" { value = try(aws_iam_role.task_exec[0].arn, null) }
