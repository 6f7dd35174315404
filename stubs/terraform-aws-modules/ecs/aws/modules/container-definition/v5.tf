stub {
  versions = ">= 5.0, < 6.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/ecs/aws"
}

variable "name" {
  type    = string
  default = null
}
variable "service" {
  type    = string
  default = ""
}
variable "image" {
  type    = string
  default = null
}
variable "cpu" {
  type    = number
  default = null
}
variable "memory" {
  type    = number
  default = null
}
variable "environment" {
  type    = any
  default = []
}
variable "essential" {
  type    = bool
  default = null
}
variable "memory_reservation" {
  type    = number
  default = null
}
variable "readonly_root_filesystem" {
  type    = bool
  default = true
}
variable "log_configuration" {
  type    = any
  default = {}
}
variable "port_mappings" {
  type    = any
  default = []
}
variable "health_check" {
  type    = any
  default = {}
}
variable "enable_cloudwatch_logging" {
  type    = bool
  default = true
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
  default = 30
}
variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}
variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  log_group = try(coalesce(var.cloudwatch_log_group_name, "/aws/ecs/${var.service}/${var.name}"), "")
  definition = {
    name                   = var.name
    image                  = var.image
    cpu                    = var.cpu
    memory                 = var.memory
    memoryReservation      = var.memory_reservation
    essential              = var.essential
    environment            = var.environment
    portMappings           = var.port_mappings
    healthCheck            = var.health_check
    readonlyRootFilesystem = var.readonly_root_filesystem
    logConfiguration       = length(keys(var.log_configuration)) > 0 ? var.log_configuration : var.enable_cloudwatch_logging ? { logDriver = "awslogs" } : null
  }
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create_cloudwatch_log_group && var.enable_cloudwatch_logging ? 1 : 0

  name              = local.log_group
  retention_in_days = var.cloudwatch_log_group_retention_in_days
  kms_key_id        = var.cloudwatch_log_group_kms_key_id
  tags              = var.tags
}

output "container_definition" { value = { for key, value in local.definition : key => value if value != null } }
output "cloudwatch_log_group_name" { value = try(aws_cloudwatch_log_group.this[0].name, null) }
output "cloudwatch_log_group_arn" { value = try(aws_cloudwatch_log_group.this[0].arn, null) }
