stub {
  versions = ">= 21.0, < 22.0"
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
variable "region" {
  type    = string
  default = null
}
variable "enable_inline_policy" {
  type    = bool
  default = false
}
variable "create_iam_role" {
  type    = bool
  default = true
}
variable "iam_role_name" {
  type    = string
  default = "KarpenterController"
}
variable "create_node_iam_role" {
  type    = bool
  default = true
}
variable "node_iam_role_arn" {
  type    = string
  default = null
}
variable "node_iam_role_name" {
  type    = string
  default = null
}
variable "create_access_entry" {
  type    = bool
  default = true
}
variable "access_entry_type" {
  type    = string
  default = "EC2_LINUX"
}
variable "create_pod_identity_association" {
  type    = bool
  default = true
}
variable "namespace" {
  type    = string
  default = "kube-system"
}
variable "service_account" {
  type    = string
  default = "karpenter"
}
variable "create_instance_profile" {
  type    = bool
  default = false
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
variable "node_iam_role_tags" {
  type    = map(string)
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

resource "aws_iam_role" "controller" {
  count = var.create && var.create_iam_role ? 1 : 0

  name_prefix = "${var.iam_role_name}-"
  tags        = merge(var.tags, var.iam_role_tags)
}

resource "aws_iam_policy" "controller" {
  count = var.create && var.create_iam_role && !var.enable_inline_policy ? 1 : 0

  tags = var.tags
}

resource "aws_eks_pod_identity_association" "karpenter" {
  count = var.create && var.create_iam_role && var.create_pod_identity_association ? 1 : 0

  cluster_name    = var.cluster_name
  namespace       = var.namespace
  service_account = var.service_account
  role_arn        = aws_iam_role.controller[0].arn
  tags            = var.tags
}

resource "aws_iam_role" "node" {
  count = var.create && var.create_node_iam_role ? 1 : 0

  name_prefix = "${coalesce(var.node_iam_role_name, "Karpenter-${var.cluster_name}")}-"
  tags        = merge(var.tags, var.node_iam_role_tags)
}

resource "aws_eks_access_entry" "node" {
  count = var.create && var.create_access_entry ? 1 : 0

  cluster_name  = var.cluster_name
  principal_arn = var.create_node_iam_role ? aws_iam_role.node[0].arn : var.node_iam_role_arn
  type          = var.access_entry_type
  tags          = var.tags
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_instance_profile ? 1 : 0

  role = try(aws_iam_role.node[0].name, null)
  tags = merge(var.tags, var.node_iam_role_tags)
}

output "iam_role_name" { value = try(aws_iam_role.controller[0].name, null) }
output "iam_role_arn" { value = try(aws_iam_role.controller[0].arn, null) }
output "node_iam_role_name" { value = try(aws_iam_role.node[0].name, null) }
output "node_iam_role_arn" { value = try(aws_iam_role.node[0].arn, var.node_iam_role_arn) }
output "namespace" { value = var.namespace }
output "service_account" { value = var.service_account }
output "queue_arn" { value = try(aws_sqs_queue.this[0].arn, null) }
output "queue_name" { value = try(aws_sqs_queue.this[0].name, null) }
output "queue_url" { value = try(aws_sqs_queue.this[0].url, null) }
output "event_rules" { value = aws_cloudwatch_event_rule.this }
output "instance_profile_name" { value = try(aws_iam_instance_profile.this[0].name, null) }
output "instance_profile_arn" { value = try(aws_iam_instance_profile.this[0].arn, null) }
