stub {
  versions = ">= 6.0, < 7.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/ecs/aws"
}

variable "name" {
  type    = string
  default = ""
}
variable "cluster_arn" {
  type    = string
  default = ""
}
variable "region" {
  type    = string
  default = null
}
variable "create" {
  type    = bool
  default = true
}
variable "create_service" {
  type    = bool
  default = true
}
variable "ignore_task_definition_changes" {
  type    = bool
  default = false
}
variable "desired_count" {
  type    = number
  default = 1
}
variable "launch_type" {
  type    = string
  default = "FARGATE"
}
variable "platform_version" {
  type    = string
  default = null
}
variable "capacity_provider_strategy" {
  type    = any
  default = null
}
variable "scheduling_strategy" {
  type    = string
  default = null
}
variable "deployment_controller" {
  type    = any
  default = null
}
variable "deployment_circuit_breaker" {
  type    = any
  default = null
}
variable "deployment_maximum_percent" {
  type    = number
  default = 200
}
variable "deployment_minimum_healthy_percent" {
  type    = number
  default = 66
}
variable "health_check_grace_period_seconds" {
  type    = number
  default = null
}
variable "enable_ecs_managed_tags" {
  type    = bool
  default = true
}
variable "enable_execute_command" {
  type    = bool
  default = false
}
variable "propagate_tags" {
  type    = string
  default = null
}
variable "load_balancer" {
  type    = any
  default = null
}
variable "assign_public_ip" {
  type    = bool
  default = false
}
variable "security_group_ids" {
  type    = list(string)
  default = []
}
variable "subnet_ids" {
  type    = list(string)
  default = []
}
variable "vpc_id" {
  type    = string
  default = null
}
variable "volume_configuration" {
  type    = any
  default = null
}
variable "vpc_lattice_configurations" {
  type    = any
  default = null
}
variable "create_iam_role" {
  type    = bool
  default = true
}
variable "iam_role_arn" {
  type    = string
  default = null
}
variable "create_task_definition" {
  type    = bool
  default = true
}
variable "task_definition_arn" {
  type    = string
  default = null
}
variable "family" {
  type    = string
  default = null
}
variable "container_definitions" {
  type    = any
  default = {}
}
variable "cpu" {
  type    = number
  default = 1024
}
variable "memory" {
  type    = number
  default = 2048
}
variable "ephemeral_storage" {
  type    = any
  default = null
}
variable "network_mode" {
  type    = string
  default = "awsvpc"
}
variable "requires_compatibilities" {
  type    = list(string)
  default = ["FARGATE"]
}
variable "runtime_platform" {
  type    = any
  default = { operating_system_family = "LINUX", cpu_architecture = "X86_64" }
}
variable "volume" {
  type    = any
  default = null
}
variable "create_task_exec_iam_role" {
  type    = bool
  default = true
}
variable "create_task_exec_policy" {
  type    = bool
  default = true
}
variable "task_exec_iam_role_arn" {
  type    = string
  default = null
}
variable "task_exec_iam_role_name" {
  type    = string
  default = null
}
variable "create_tasks_iam_role" {
  type    = bool
  default = true
}
variable "tasks_iam_role_arn" {
  type    = string
  default = null
}
variable "tasks_iam_role_name" {
  type    = string
  default = null
}
variable "tasks_iam_role_statements" {
  type    = any
  default = null
}
variable "enable_autoscaling" {
  type    = bool
  default = true
}
variable "autoscaling_min_capacity" {
  type    = number
  default = 1
}
variable "autoscaling_max_capacity" {
  type    = number
  default = 10
}
variable "autoscaling_policies" {
  type    = any
  default = { cpu = { policy_type = "TargetTrackingScaling", target_tracking_scaling_policy_configuration = { predefined_metric_specification = { predefined_metric_type = "ECSServiceAverageCPUUtilization" } } }, memory = { policy_type = "TargetTrackingScaling", target_tracking_scaling_policy_configuration = { predefined_metric_specification = { predefined_metric_type = "ECSServiceAverageMemoryUtilization" } } } }
}
variable "autoscaling_scheduled_actions" {
  type    = any
  default = null
}
variable "create_security_group" {
  type    = bool
  default = true
}
variable "security_group_name" {
  type    = string
  default = null
}
variable "create_infrastructure_iam_role" {
  type    = bool
  default = true
}
variable "service_tags" {
  type    = map(string)
  default = {}
}
variable "iam_role_tags" {
  type    = map(string)
  default = {}
}
variable "task_tags" {
  type    = map(string)
  default = {}
}
variable "task_exec_iam_role_tags" {
  type    = map(string)
  default = {}
}
variable "tasks_iam_role_tags" {
  type    = map(string)
  default = {}
}
variable "security_group_tags" {
  type    = map(string)
  default = {}
}
variable "infrastructure_iam_role_tags" {
  type    = map(string)
  default = {}
}
variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  has_service     = var.create && var.create_service
  has_task        = var.create && var.create_task_definition
  external        = try(var.deployment_controller.type, null) == "EXTERNAL"
  daemon          = var.scheduling_strategy == "DAEMON"
  own_role        = var.create && var.create_iam_role && var.network_mode != "awsvpc" && var.load_balancer != null
  scales          = local.has_service && var.enable_autoscaling && !local.daemon
  scheduled       = merge({}, var.autoscaling_scheduled_actions)
  containers      = merge({}, var.container_definitions)
  task_definition = local.has_task ? aws_ecs_task_definition.this[0].arn : var.task_definition_arn
  group_name      = try(coalesce(var.security_group_name, var.name), "")
}

resource "aws_ecs_service" "this" {
  count = local.has_service && !var.ignore_task_definition_changes ? 1 : 0

  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = local.task_definition
  desired_count                      = local.daemon || local.external ? null : var.desired_count
  launch_type                        = local.external || var.capacity_provider_strategy != null ? null : var.launch_type
  platform_version                   = var.launch_type == "FARGATE" && !local.external ? var.platform_version : null
  scheduling_strategy                = var.launch_type == "FARGATE" ? "REPLICA" : var.scheduling_strategy
  deployment_maximum_percent         = local.daemon || local.external ? null : var.deployment_maximum_percent
  deployment_minimum_healthy_percent = local.daemon || local.external ? null : var.deployment_minimum_healthy_percent
  health_check_grace_period_seconds  = var.health_check_grace_period_seconds
  enable_ecs_managed_tags            = var.enable_ecs_managed_tags
  enable_execute_command             = var.enable_execute_command
  propagate_tags                     = var.propagate_tags
  tags                               = merge(var.tags, var.service_tags)

  dynamic "network_configuration" {
    for_each = var.network_mode == "awsvpc" && !local.external ? [true] : []
    content {
      subnets          = var.subnet_ids
      security_groups  = flatten(concat(aws_security_group.this[*].id, var.security_group_ids))
      assign_public_ip = var.assign_public_ip
    }
  }
  dynamic "capacity_provider_strategy" {
    for_each = { for name, strategy in merge({}, var.capacity_provider_strategy) : name => strategy if !local.external }
    content {
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      base              = try(capacity_provider_strategy.value.base, null)
      weight            = try(capacity_provider_strategy.value.weight, null)
    }
  }
  dynamic "deployment_circuit_breaker" {
    for_each = var.deployment_circuit_breaker != null ? [var.deployment_circuit_breaker] : []
    content {
      enable   = deployment_circuit_breaker.value.enable
      rollback = deployment_circuit_breaker.value.rollback
    }
  }
  dynamic "deployment_controller" {
    for_each = var.deployment_controller != null ? [var.deployment_controller] : []
    content {
      type = try(deployment_controller.value.type, null)
    }
  }
  dynamic "load_balancer" {
    for_each = merge({}, var.load_balancer)
    content {
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
      target_group_arn = try(load_balancer.value.target_group_arn, null)
    }
  }
}

resource "aws_ecs_service" "ignore_task_definition" {
  count = local.has_service && var.ignore_task_definition_changes ? 1 : 0

  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = local.task_definition
  desired_count                      = local.daemon || local.external ? null : var.desired_count
  launch_type                        = local.external || var.capacity_provider_strategy != null ? null : var.launch_type
  platform_version                   = var.launch_type == "FARGATE" && !local.external ? var.platform_version : null
  scheduling_strategy                = var.launch_type == "FARGATE" ? "REPLICA" : var.scheduling_strategy
  deployment_maximum_percent         = local.daemon || local.external ? null : var.deployment_maximum_percent
  deployment_minimum_healthy_percent = local.daemon || local.external ? null : var.deployment_minimum_healthy_percent
  health_check_grace_period_seconds  = var.health_check_grace_period_seconds
  enable_ecs_managed_tags            = var.enable_ecs_managed_tags
  enable_execute_command             = var.enable_execute_command
  propagate_tags                     = var.propagate_tags
  tags                               = merge(var.tags, var.service_tags)

  dynamic "network_configuration" {
    for_each = var.network_mode == "awsvpc" && !local.external ? [true] : []
    content {
      subnets          = var.subnet_ids
      security_groups  = flatten(concat(aws_security_group.this[*].id, var.security_group_ids))
      assign_public_ip = var.assign_public_ip
    }
  }
  dynamic "capacity_provider_strategy" {
    for_each = { for name, strategy in merge({}, var.capacity_provider_strategy) : name => strategy if !local.external }
    content {
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      base              = try(capacity_provider_strategy.value.base, null)
      weight            = try(capacity_provider_strategy.value.weight, null)
    }
  }
  dynamic "deployment_circuit_breaker" {
    for_each = var.deployment_circuit_breaker != null ? [var.deployment_circuit_breaker] : []
    content {
      enable   = deployment_circuit_breaker.value.enable
      rollback = deployment_circuit_breaker.value.rollback
    }
  }
  dynamic "deployment_controller" {
    for_each = var.deployment_controller != null ? [var.deployment_controller] : []
    content {
      type = try(deployment_controller.value.type, null)
    }
  }
  dynamic "load_balancer" {
    for_each = merge({}, var.load_balancer)
    content {
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
      target_group_arn = try(load_balancer.value.target_group_arn, null)
    }
  }
}

module "container_definition" {
  source   = "../container-definition"
  for_each = { for name, container in local.containers : name => container if local.has_task && try(container.create, true) }

  service                                = var.name
  name                                   = try(coalesce(each.value.name, each.key), each.key)
  image                                  = try(each.value.image, null)
  cpu                                    = try(each.value.cpu, null)
  memory                                 = try(each.value.memory, null)
  environment                            = try(each.value.environment, null)
  essential                              = try(each.value.essential, null)
  memoryReservation                      = try(each.value.memoryReservation, null)
  readonlyRootFilesystem                 = try(each.value.readonlyRootFilesystem, true)
  logConfiguration                       = try(each.value.logConfiguration, {})
  portMappings                           = try(each.value.portMappings, null)
  healthCheck                            = try(each.value.healthCheck, null)
  enable_cloudwatch_logging              = try(each.value.enable_cloudwatch_logging, true)
  create_cloudwatch_log_group            = try(each.value.create_cloudwatch_log_group, true)
  cloudwatch_log_group_name              = try(each.value.cloudwatch_log_group_name, null)
  cloudwatch_log_group_retention_in_days = try(each.value.cloudwatch_log_group_retention_in_days, 14)
  cloudwatch_log_group_kms_key_id        = try(each.value.cloudwatch_log_group_kms_key_id, null)
  cloudwatch_log_group_class             = try(each.value.cloudwatch_log_group_class, null)
  tags                                   = var.tags
}

resource "aws_ecs_task_definition" "this" {
  count = local.has_task ? 1 : 0

  family                   = coalesce(var.family, var.name)
  cpu                      = var.cpu
  memory                   = var.memory
  network_mode             = var.network_mode
  requires_compatibilities = var.requires_compatibilities
  container_definitions    = jsonencode([for name, container in module.container_definition : container.container_definition])
  execution_role_arn       = try(aws_iam_role.task_exec[0].arn, var.task_exec_iam_role_arn)
  task_role_arn            = try(aws_iam_role.tasks[0].arn, var.tasks_iam_role_arn)
  tags                     = merge(var.tags, var.task_tags)

  dynamic "runtime_platform" {
    for_each = var.runtime_platform != null ? [var.runtime_platform] : []
    content {
      cpu_architecture        = try(runtime_platform.value.cpu_architecture, "X86_64")
      operating_system_family = try(runtime_platform.value.operating_system_family, "LINUX")
    }
  }
  dynamic "ephemeral_storage" {
    for_each = try(var.ephemeral_storage.size_in_gib, null) != null ? [var.ephemeral_storage] : []
    content {
      size_in_gib = ephemeral_storage.value.size_in_gib
    }
  }
  dynamic "volume" {
    for_each = merge({}, var.volume)
    content {
      name = try(coalesce(volume.value.name, volume.key), volume.key)
    }
  }
}

resource "aws_iam_role" "service" {
  count = local.own_role ? 1 : 0

  name_prefix = "${var.name}-"
  tags        = merge(var.tags, var.iam_role_tags)
}

resource "aws_iam_policy" "service" {
  count = local.own_role ? 1 : 0

  tags = merge(var.tags, var.iam_role_tags)
}

resource "aws_iam_role" "task_exec" {
  count = local.has_task && var.create_task_exec_iam_role ? 1 : 0

  name_prefix = "${coalesce(var.task_exec_iam_role_name, var.name)}-"
  tags        = merge(var.tags, var.task_exec_iam_role_tags)
}

resource "aws_iam_policy" "task_exec" {
  count = local.has_task && var.create_task_exec_iam_role && var.create_task_exec_policy ? 1 : 0

  tags = merge(var.tags, var.task_exec_iam_role_tags)
}

resource "aws_iam_role" "tasks" {
  count = local.has_task && var.create_tasks_iam_role ? 1 : 0

  name_prefix = "${coalesce(var.tasks_iam_role_name, var.name)}-"
  tags        = merge(var.tags, var.tasks_iam_role_tags)
}

resource "aws_iam_policy" "tasks" {
  count = local.has_task && var.create_tasks_iam_role && (var.tasks_iam_role_statements != null || var.enable_execute_command) ? 1 : 0

  tags = merge(var.tags, var.tasks_iam_role_tags)
}

resource "aws_appautoscaling_target" "this" {
  count = local.scales ? 1 : 0

  min_capacity       = min(var.autoscaling_min_capacity, var.desired_count)
  max_capacity       = max(var.autoscaling_max_capacity, var.desired_count)
  resource_id        = "service/${element(split("/", var.cluster_arn), 1)}/${var.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
  tags               = var.tags
}

resource "aws_appautoscaling_policy" "this" {
  for_each = { for name, policy in var.autoscaling_policies : name => policy if local.scales }

  name               = try(coalesce(each.value.name, each.key), each.key)
  policy_type        = try(each.value.policy_type, "TargetTrackingScaling")
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  dynamic "target_tracking_scaling_policy_configuration" {
    for_each = try([each.value.target_tracking_scaling_policy_configuration], [])
    content {
      target_value = try(target_tracking_scaling_policy_configuration.value.target_value, 75)
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = { for name, action in local.scheduled : name => action if local.scales }

  name               = try(coalesce(each.value.name, each.key), each.key)
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  schedule           = each.value.schedule
  scalable_target_action {
    min_capacity = each.value.min_capacity
    max_capacity = each.value.max_capacity
  }
}

resource "aws_security_group" "this" {
  count = var.create && var.create_security_group && var.network_mode == "awsvpc" ? 1 : 0

  name_prefix = "${local.group_name}-"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = local.group_name }, var.security_group_tags)
}

resource "aws_iam_role" "infrastructure_iam_role" {
  count = var.create && var.create_infrastructure_iam_role && (var.volume_configuration != null || var.vpc_lattice_configurations != null) ? 1 : 0

  name_prefix = "${var.name}-"
  tags        = merge(var.tags, var.infrastructure_iam_role_tags)
}

output "id" { value = try(aws_ecs_service.this[0].id, aws_ecs_service.ignore_task_definition[0].id, null) }
output "name" { value = try(aws_ecs_service.this[0].name, aws_ecs_service.ignore_task_definition[0].name, null) }
output "iam_role_name" { value = try(aws_iam_role.service[0].name, null) }
output "iam_role_arn" { value = try(aws_iam_role.service[0].arn, var.iam_role_arn) }
output "container_definitions" { value = module.container_definition }
output "task_definition_arn" { value = local.task_definition }
output "task_definition_family" { value = try(aws_ecs_task_definition.this[0].family, null) }
output "task_definition_revision" { value = try(aws_ecs_task_definition.this[0].revision, null) }
output "task_exec_iam_role_name" { value = try(aws_iam_role.task_exec[0].name, null) }
output "task_exec_iam_role_arn" { value = try(aws_iam_role.task_exec[0].arn, var.task_exec_iam_role_arn) }
output "tasks_iam_role_name" { value = try(aws_iam_role.tasks[0].name, null) }
output "tasks_iam_role_arn" { value = try(aws_iam_role.tasks[0].arn, var.tasks_iam_role_arn) }
output "autoscaling_policies" { value = aws_appautoscaling_policy.this }
output "security_group_arn" { value = try(aws_security_group.this[0].arn, null) }
output "security_group_id" { value = try(aws_security_group.this[0].id, null) }
