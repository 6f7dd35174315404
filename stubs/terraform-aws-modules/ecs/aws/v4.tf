stub {
  versions = ">= 4.0, < 5.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/ecs/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "cluster_name" {
  type    = string
  default = ""
}
variable "cluster_configuration" {
  type    = any
  default = {}
}
variable "cluster_settings" {
  type    = map(string)
  default = { name = "containerInsights", value = "enabled" }
}
variable "default_capacity_provider_use_fargate" {
  type    = bool
  default = true
}
variable "fargate_capacity_providers" {
  type    = any
  default = {}
}
variable "autoscaling_capacity_providers" {
  type    = any
  default = {}
}
variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  providers = var.autoscaling_capacity_providers
  starters  = var.default_capacity_provider_use_fargate ? var.fargate_capacity_providers : local.providers
}

resource "aws_ecs_cluster" "this" {
  count = var.create ? 1 : 0

  name = var.cluster_name
  tags = var.tags

  dynamic "setting" {
    for_each = [var.cluster_settings]
    content {
      name  = setting.value.name
      value = setting.value.value
    }
  }
  dynamic "configuration" {
    for_each = try(var.cluster_configuration.execute_command_configuration, null) != null ? [var.cluster_configuration.execute_command_configuration] : []
    content {
      execute_command_configuration {
        kms_key_id = try(configuration.value.kms_key_id, null)
        logging    = try(configuration.value.logging, "DEFAULT")
      }
    }
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  count = var.create && length(merge(var.fargate_capacity_providers, local.providers)) > 0 ? 1 : 0

  cluster_name       = aws_ecs_cluster.this[0].name
  capacity_providers = distinct(concat([for name, provider in var.fargate_capacity_providers : try(coalesce(provider.name, name), name)], [for name, provider in local.providers : try(coalesce(provider.name, name), name)]))

  dynamic "default_capacity_provider_strategy" {
    for_each = { for name, provider in local.starters : name => merge(provider.default_capacity_provider_strategy, { name = try(provider.name, name) }) if try(provider.default_capacity_provider_strategy, null) != null }
    content {
      capacity_provider = try(coalesce(default_capacity_provider_strategy.value.name, default_capacity_provider_strategy.key), default_capacity_provider_strategy.key)
      base              = try(default_capacity_provider_strategy.value.base, null)
      weight            = try(coalesce(default_capacity_provider_strategy.value.weight, 1), null)
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

output "cluster_arn" { value = try(aws_ecs_cluster.this[0].arn, null) }
output "cluster_id" { value = try(aws_ecs_cluster.this[0].id, null) }
output "cluster_name" { value = try(aws_ecs_cluster.this[0].name, null) }
output "cluster_capacity_providers" { value = { for providers in aws_ecs_cluster_capacity_providers.this : providers.id => providers } }
output "autoscaling_capacity_providers" { value = aws_ecs_capacity_provider.this }
