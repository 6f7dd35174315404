stub {
  versions = ">= 6.0, < 7.0"
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
variable "region" {
  type    = string
  default = null
}
variable "cluster_configuration" {
  type    = any
  default = null
}
variable "cluster_setting" {
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
  default = null
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
variable "cluster_tags" {
  type    = map(string)
  default = {}
}
variable "services" {
  type    = any
  default = null
}

module "cluster" {
  source = "./modules/cluster"

  create                                 = var.create
  name                                   = var.cluster_name
  region                                 = var.region
  configuration                          = var.cluster_configuration
  setting                                = var.cluster_setting
  create_cloudwatch_log_group            = var.create_cloudwatch_log_group
  cloudwatch_log_group_name              = var.cloudwatch_log_group_name
  cloudwatch_log_group_retention_in_days = var.cloudwatch_log_group_retention_in_days
  cloudwatch_log_group_kms_key_id        = var.cloudwatch_log_group_kms_key_id
  cloudwatch_log_group_class             = var.cloudwatch_log_group_class
  autoscaling_capacity_providers         = var.autoscaling_capacity_providers
  default_capacity_provider_strategy     = var.default_capacity_provider_strategy
  create_task_exec_iam_role              = var.create_task_exec_iam_role
  create_task_exec_policy                = var.create_task_exec_policy
  task_exec_iam_role_name                = var.task_exec_iam_role_name
  cloudwatch_log_group_tags              = var.cloudwatch_log_group_tags
  task_exec_iam_role_tags                = var.task_exec_iam_role_tags
  tags                                   = merge(var.tags, var.cluster_tags)
}

module "service" {
  source   = "./modules/service"
  for_each = { for name, service in merge({}, var.services) : name => service if var.create }

  name                               = try(coalesce(each.value.name, each.key), each.key)
  cluster_arn                        = module.cluster.arn
  create                             = try(each.value.create, true)
  create_service                     = try(each.value.create_service, true)
  ignore_task_definition_changes     = try(each.value.ignore_task_definition_changes, false)
  desired_count                      = try(each.value.desired_count, 1)
  launch_type                        = try(each.value.launch_type, "FARGATE")
  platform_version                   = try(each.value.platform_version, null)
  capacity_provider_strategy         = try(each.value.capacity_provider_strategy, null)
  scheduling_strategy                = try(each.value.scheduling_strategy, null)
  deployment_controller              = try(each.value.deployment_controller, null)
  deployment_circuit_breaker         = try(each.value.deployment_circuit_breaker, null)
  deployment_maximum_percent         = try(each.value.deployment_maximum_percent, 200)
  deployment_minimum_healthy_percent = try(each.value.deployment_minimum_healthy_percent, 66)
  health_check_grace_period_seconds  = try(each.value.health_check_grace_period_seconds, null)
  enable_ecs_managed_tags            = try(each.value.enable_ecs_managed_tags, true)
  enable_execute_command             = try(each.value.enable_execute_command, false)
  propagate_tags                     = try(each.value.propagate_tags, null)
  load_balancer                      = try(each.value.load_balancer, null)
  assign_public_ip                   = try(each.value.assign_public_ip, false)
  security_group_ids                 = try(each.value.security_group_ids, [])
  subnet_ids                         = try(each.value.subnet_ids, [])
  vpc_id                             = try(each.value.vpc_id, null)
  volume_configuration               = try(each.value.volume_configuration, null)
  vpc_lattice_configurations         = try(each.value.vpc_lattice_configurations, null)
  create_iam_role                    = try(each.value.create_iam_role, true)
  iam_role_arn                       = try(each.value.iam_role_arn, null)
  create_task_definition             = try(each.value.create_task_definition, true)
  task_definition_arn                = try(each.value.task_definition_arn, null)
  family                             = try(each.value.family, null)
  container_definitions              = try(each.value.container_definitions, {})
  cpu                                = try(each.value.cpu, 1024)
  memory                             = try(each.value.memory, 2048)
  ephemeral_storage                  = try(each.value.ephemeral_storage, null)
  network_mode                       = try(each.value.network_mode, "awsvpc")
  requires_compatibilities           = try(each.value.requires_compatibilities, ["FARGATE"])
  runtime_platform                   = try(each.value.runtime_platform, { operating_system_family = "LINUX", cpu_architecture = "X86_64" })
  volume                             = try(each.value.volume, null)
  create_task_exec_iam_role          = try(each.value.create_task_exec_iam_role, true)
  create_task_exec_policy            = try(each.value.create_task_exec_policy, true)
  task_exec_iam_role_arn             = try(each.value.task_exec_iam_role_arn, null)
  task_exec_iam_role_name            = try(each.value.task_exec_iam_role_name, null)
  create_tasks_iam_role              = try(each.value.create_tasks_iam_role, true)
  tasks_iam_role_arn                 = try(each.value.tasks_iam_role_arn, null)
  tasks_iam_role_name                = try(each.value.tasks_iam_role_name, null)
  tasks_iam_role_statements          = try(each.value.tasks_iam_role_statements, null)
  enable_autoscaling                 = try(each.value.enable_autoscaling, true)
  autoscaling_min_capacity           = try(each.value.autoscaling_min_capacity, 1)
  autoscaling_max_capacity           = try(each.value.autoscaling_max_capacity, 10)
  autoscaling_policies               = try(each.value.autoscaling_policies, { cpu = { policy_type = "TargetTrackingScaling", target_tracking_scaling_policy_configuration = { predefined_metric_specification = { predefined_metric_type = "ECSServiceAverageCPUUtilization" } } }, memory = { policy_type = "TargetTrackingScaling", target_tracking_scaling_policy_configuration = { predefined_metric_specification = { predefined_metric_type = "ECSServiceAverageMemoryUtilization" } } } })
  autoscaling_scheduled_actions      = try(each.value.autoscaling_scheduled_actions, null)
  create_security_group              = try(each.value.create_security_group, true)
  security_group_name                = try(each.value.security_group_name, null)
  create_infrastructure_iam_role     = try(each.value.create_infrastructure_iam_role, true)
  service_tags                       = try(each.value.service_tags, {})
  iam_role_tags                      = try(each.value.iam_role_tags, {})
  task_tags                          = try(each.value.task_tags, {})
  task_exec_iam_role_tags            = try(each.value.task_exec_iam_role_tags, {})
  tasks_iam_role_tags                = try(each.value.tasks_iam_role_tags, {})
  security_group_tags                = try(each.value.security_group_tags, {})
  infrastructure_iam_role_tags       = try(each.value.infrastructure_iam_role_tags, {})
  tags                               = merge(var.tags, try(coalesce(each.value.tags, {}), {}))
}

output "cluster_arn" { value = module.cluster.arn }
output "cluster_id" { value = module.cluster.id }
output "cluster_name" { value = module.cluster.name }
output "cloudwatch_log_group_name" { value = module.cluster.cloudwatch_log_group_name }
output "cloudwatch_log_group_arn" { value = module.cluster.cloudwatch_log_group_arn }
output "cluster_capacity_providers" { value = module.cluster.cluster_capacity_providers }
output "task_exec_iam_role_name" { value = module.cluster.task_exec_iam_role_name }
output "task_exec_iam_role_arn" { value = module.cluster.task_exec_iam_role_arn }
output "services" { value = module.service }
output "autoscaling_capacity_providers" { value = module.cluster.autoscaling_capacity_providers }
