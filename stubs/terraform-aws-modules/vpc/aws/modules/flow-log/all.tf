stub {
  versions = ">= 6.0, < 7.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "name" {
  type    = string
  default = ""
}
variable "vpc_id" {
  type    = string
  default = null
}
variable "subnet_id" {
  type    = string
  default = null
}
variable "eni_id" {
  type    = string
  default = null
}
variable "transit_gateway_id" {
  type    = string
  default = null
}
variable "transit_gateway_attachment_id" {
  type    = string
  default = null
}
variable "log_destination_type" {
  type    = string
  default = "cloud-watch-logs"
}
variable "log_destination" {
  type    = string
  default = null
}
variable "traffic_type" {
  type    = string
  default = "ALL"
}
variable "max_aggregation_interval" {
  type    = number
  default = null
}
variable "create_cloudwatch_log_group" {
  type    = bool
  default = true
}
variable "cloudwatch_log_group_name" {
  type    = string
  default = null
}
variable "cloudwatch_log_group_use_name_prefix" {
  type    = bool
  default = true
}
variable "cloudwatch_log_group_class" {
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
variable "create_iam_role" {
  type    = bool
  default = true
}
variable "iam_role_arn" {
  type    = string
  default = null
}
variable "iam_role_name" {
  type    = string
  default = null
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "flow_log_tags" {
  type    = map(string)
  default = {}
}
variable "cloudwatch_log_group_tags" {
  type    = map(string)
  default = {}
}
variable "iam_role_tags" {
  type    = map(string)
  default = {}
}

locals {
  to_transit = var.transit_gateway_id != null || var.transit_gateway_attachment_id != null
  own_group  = var.create && var.create_cloudwatch_log_group && var.log_destination_type == "cloud-watch-logs"
  own_role   = var.create && var.create_iam_role && var.log_destination_type != "s3"
  group_name = coalesce(var.cloudwatch_log_group_name, "/aws/flow-log/${var.name}")
}

resource "aws_flow_log" "this" {
  count = var.create ? 1 : 0

  vpc_id                        = var.vpc_id
  subnet_id                     = var.subnet_id
  eni_id                        = var.eni_id
  transit_gateway_id            = var.transit_gateway_id
  transit_gateway_attachment_id = var.transit_gateway_attachment_id
  log_destination_type          = var.log_destination_type
  log_destination               = try(aws_cloudwatch_log_group.this[0].arn, var.log_destination)
  iam_role_arn                  = try(aws_iam_role.this[0].arn, var.iam_role_arn)
  traffic_type                  = var.traffic_type
  max_aggregation_interval      = local.to_transit ? 60 : var.max_aggregation_interval
  tags                          = merge(var.tags, var.name != "" ? { Name = var.name } : {}, var.flow_log_tags)
}

resource "aws_cloudwatch_log_group" "this" {
  count = local.own_group ? 1 : 0

  name              = var.cloudwatch_log_group_use_name_prefix ? null : local.group_name
  name_prefix       = var.cloudwatch_log_group_use_name_prefix ? "${local.group_name}-" : null
  log_group_class   = var.cloudwatch_log_group_class
  retention_in_days = var.cloudwatch_log_group_retention_in_days
  kms_key_id        = var.cloudwatch_log_group_kms_key_id
  tags              = merge(var.tags, var.cloudwatch_log_group_tags)
}

resource "aws_iam_role" "this" {
  count = local.own_role ? 1 : 0

  name = var.iam_role_name
  tags = merge(var.tags, var.iam_role_tags)
}

output "id" { value = try(aws_flow_log.this[0].id, null) }
output "arn" { value = try(aws_flow_log.this[0].arn, null) }
output "cloudwatch_log_group_name" { value = try(aws_cloudwatch_log_group.this[0].name, null) }
output "cloudwatch_log_group_arn" { value = try(aws_cloudwatch_log_group.this[0].arn, null) }
output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, null) }
output "iam_role_name" { value = try(aws_iam_role.this[0].name, null) }
