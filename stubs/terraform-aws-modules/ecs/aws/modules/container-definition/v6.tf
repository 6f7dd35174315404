stub {
  versions = ">= 6.0, < 8.0"
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
  default = null
}
variable "essential" {
  type    = bool
  default = null
}
variable "memoryReservation" {
  type    = number
  default = null
}
variable "readonlyRootFilesystem" {
  type    = bool
  default = true
}
variable "logConfiguration" {
  type    = any
  default = {}
}
variable "portMappings" {
  type    = any
  default = null
}
variable "healthCheck" {
  type    = any
  default = null
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
  default = 14
}
variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}
variable "cloudwatch_log_group_class" {
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
    memoryReservation      = var.memoryReservation
    essential              = var.essential
    environment            = var.environment
    portMappings           = var.portMappings
    healthCheck            = var.healthCheck
    readonlyRootFilesystem = var.readonlyRootFilesystem
    logConfiguration       = length(keys(var.logConfiguration)) > 0 ? var.logConfiguration : var.enable_cloudwatch_logging ? { logDriver = "awslogs" } : null
  }
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create_cloudwatch_log_group && var.enable_cloudwatch_logging ? 1 : 0

  name              = local.log_group
  retention_in_days = var.cloudwatch_log_group_retention_in_days
  kms_key_id        = var.cloudwatch_log_group_kms_key_id
  log_group_class   = var.cloudwatch_log_group_class
  tags              = var.tags
}

output "container_definition" { value = { for key, value in local.definition : key => value if value != null } }
output "cloudwatch_log_group_name" { value = try(aws_cloudwatch_log_group.this[0].name, null) }
output "cloudwatch_log_group_arn" { value = try(aws_cloudwatch_log_group.this[0].arn, null) }
