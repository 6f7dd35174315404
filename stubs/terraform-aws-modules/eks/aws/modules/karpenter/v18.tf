stub {
  versions = ">= 18.0, < 20.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/eks/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "cluster_name" {
  type    = string
  default = ""
}
variable "create_irsa" {
  type    = bool
  default = true
}
variable "irsa_name" {
  type    = string
  default = null
}
variable "irsa_tags" {
  type    = map(any)
  default = {}
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
variable "create_instance_profile" {
  type    = bool
  default = true
}
variable "enable_spot_termination" {
  type    = bool
  default = true
}
variable "queue_name" {
  type    = string
  default = null
}
variable "queue_managed_sse_enabled" {
  type    = bool
  default = true
}
variable "queue_kms_master_key_id" {
  type    = string
  default = null
}
variable "rule_name_prefix" {
  type    = string
  default = "Karpenter"
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "iam_role_tags" {
  type    = map(any)
  default = {}
}

locals {
  rules = { health_event = "HealthEvent", spot_interrupt = "SpotInterrupt", instance_rebalance = "InstanceRebalance", instance_state_change = "InstanceStateChange" }
}

resource "aws_sqs_queue" "this" {
  count = var.create && var.enable_spot_termination ? 1 : 0

  name                      = coalesce(var.queue_name, "Karpenter-${var.cluster_name}")
  message_retention_seconds = 300
  sqs_managed_sse_enabled   = var.queue_managed_sse_enabled ? true : null
  kms_master_key_id         = var.queue_kms_master_key_id
  tags                      = var.tags
}

resource "aws_sqs_queue_policy" "this" {
  count = var.create && var.enable_spot_termination ? 1 : 0

  queue_url = aws_sqs_queue.this[0].url
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = { for key, name in local.rules : key => name if var.create && var.enable_spot_termination }

  name_prefix = "${var.rule_name_prefix}${each.value}-"
  tags        = merge({ ClusterName = var.cluster_name }, var.tags)
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = { for key, name in local.rules : key => name if var.create && var.enable_spot_termination }

  rule = aws_cloudwatch_event_rule.this[each.key].name
  arn  = aws_sqs_queue.this[0].arn
}

resource "aws_iam_role" "irsa" {
  count = var.create && var.create_irsa ? 1 : 0

  name_prefix = "${coalesce(var.irsa_name, "KarpenterIRSA-${var.cluster_name}")}-"
  tags        = merge(var.tags, var.irsa_tags)
}

resource "aws_iam_policy" "irsa" {
  count = var.create && var.create_irsa ? 1 : 0

  tags = var.tags
}

resource "aws_iam_role" "this" {
  count = var.create && var.create_iam_role ? 1 : 0

  name_prefix = "${coalesce(var.iam_role_name, "Karpenter-${var.cluster_name}")}-"
  tags        = merge(var.tags, var.iam_role_tags)
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_instance_profile ? 1 : 0

  role = var.create_iam_role ? aws_iam_role.this[0].name : var.iam_role_arn
  tags = merge(var.tags, var.iam_role_tags)
}

output "irsa_name" { value = try(aws_iam_role.irsa[0].name, null) }
output "irsa_arn" { value = try(aws_iam_role.irsa[0].arn, null) }
output "role_name" { value = try(aws_iam_role.this[0].name, null) }
output "role_arn" { value = try(aws_iam_role.this[0].arn, var.iam_role_arn) }
output "queue_arn" { value = try(aws_sqs_queue.this[0].arn, null) }
output "queue_name" { value = try(aws_sqs_queue.this[0].name, null) }
output "queue_url" { value = try(aws_sqs_queue.this[0].url, null) }
output "event_rules" { value = aws_cloudwatch_event_rule.this }
output "instance_profile_name" { value = try(aws_iam_instance_profile.this[0].name, null) }
output "instance_profile_arn" { value = try(aws_iam_instance_profile.this[0].arn, null) }
