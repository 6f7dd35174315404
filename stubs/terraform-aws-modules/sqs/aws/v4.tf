stub {
  versions = ">= 4.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/sqs/aws"
}

variable "create" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "name" {
  type    = string
  default = null
}

variable "use_name_prefix" {
  type    = bool
  default = false
}

variable "fifo_queue" {
  type    = bool
  default = false
}

variable "fifo_throughput_limit" {
  type    = string
  default = null
}

variable "content_based_deduplication" {
  type    = bool
  default = null
}

variable "deduplication_scope" {
  type    = string
  default = null
}

variable "delay_seconds" {
  type    = number
  default = null
}

variable "max_message_size" {
  type    = number
  default = null
}

variable "message_retention_seconds" {
  type    = number
  default = null
}

variable "receive_wait_time_seconds" {
  type    = number
  default = null
}

variable "visibility_timeout_seconds" {
  type    = number
  default = null
}

variable "kms_master_key_id" {
  type    = string
  default = null
}

variable "kms_data_key_reuse_period_seconds" {
  type    = number
  default = null
}

variable "sqs_managed_sse_enabled" {
  type    = bool
  default = true
}

variable "redrive_policy" {
  type    = any
  default = {}
}

variable "redrive_allow_policy" {
  type    = any
  default = {}
}

variable "create_queue_policy" {
  type    = bool
  default = false
}

variable "create_dlq" {
  type    = bool
  default = false
}

variable "dlq_name" {
  type    = string
  default = null
}

variable "dlq_tags" {
  type    = map(string)
  default = {}
}

variable "dlq_content_based_deduplication" {
  type    = bool
  default = null
}

variable "dlq_delay_seconds" {
  type    = number
  default = null
}

variable "dlq_message_retention_seconds" {
  type    = number
  default = null
}

variable "dlq_receive_wait_time_seconds" {
  type    = number
  default = null
}

variable "dlq_visibility_timeout_seconds" {
  type    = number
  default = null
}

variable "dlq_kms_master_key_id" {
  type    = string
  default = null
}

variable "dlq_sqs_managed_sse_enabled" {
  type    = bool
  default = true
}

variable "dlq_redrive_allow_policy" {
  type    = any
  default = {}
}

variable "create_dlq_redrive_allow_policy" {
  type    = bool
  default = true
}

variable "create_dlq_queue_policy" {
  type    = bool
  default = false
}

locals {
  stem     = var.name != null ? trimsuffix(var.name, ".fifo") : ""
  dlq_stem = var.dlq_name != null ? trimsuffix(var.dlq_name, ".fifo") : "${local.stem}-dlq"
  suffix   = var.fifo_queue && !var.use_name_prefix ? ".fifo" : ""
  dlq_key  = var.dlq_kms_master_key_id != null ? var.dlq_kms_master_key_id : var.kms_master_key_id
}

resource "aws_sqs_queue" "this" {
  count = var.create ? 1 : 0

  name                              = var.use_name_prefix ? null : "${local.stem}${local.suffix}"
  name_prefix                       = var.use_name_prefix ? "${local.stem}-" : null
  fifo_queue                        = var.fifo_queue
  fifo_throughput_limit             = var.fifo_throughput_limit
  content_based_deduplication       = var.content_based_deduplication
  deduplication_scope               = var.deduplication_scope
  delay_seconds                     = var.delay_seconds
  max_message_size                  = var.max_message_size
  message_retention_seconds         = var.message_retention_seconds
  receive_wait_time_seconds         = var.receive_wait_time_seconds
  visibility_timeout_seconds        = var.visibility_timeout_seconds
  kms_master_key_id                 = var.kms_master_key_id
  kms_data_key_reuse_period_seconds = var.kms_data_key_reuse_period_seconds
  sqs_managed_sse_enabled           = var.kms_master_key_id == null ? var.sqs_managed_sse_enabled : null

  tags = var.tags
}

data "aws_iam_policy_document" "this" {
  count = var.create && var.create_queue_policy ? 1 : 0
}

resource "aws_sqs_queue_policy" "this" {
  count = var.create && var.create_queue_policy ? 1 : 0

  queue_url = aws_sqs_queue.this[0].url
  policy    = data.aws_iam_policy_document.this[0].json
}

resource "aws_sqs_queue_redrive_policy" "this" {
  count = var.create && !var.create_dlq && length(var.redrive_policy) > 0 ? 1 : 0

  queue_url      = aws_sqs_queue.this[0].url
  redrive_policy = jsonencode(var.redrive_policy)
}

resource "aws_sqs_queue_redrive_policy" "dlq" {
  count = var.create && var.create_dlq ? 1 : 0

  queue_url = aws_sqs_queue.this[0].url
  redrive_policy = jsonencode(merge(
    { deadLetterTargetArn = aws_sqs_queue.dlq[0].arn, maxReceiveCount = 5 },
    var.redrive_policy
  ))
}

resource "aws_sqs_queue" "dlq" {
  count = var.create && var.create_dlq ? 1 : 0

  name                        = var.use_name_prefix ? null : "${local.dlq_stem}${local.suffix}"
  name_prefix                 = var.use_name_prefix ? "${local.dlq_stem}-" : null
  fifo_queue                  = var.fifo_queue
  content_based_deduplication = var.dlq_content_based_deduplication != null ? var.dlq_content_based_deduplication : var.content_based_deduplication
  delay_seconds               = var.dlq_delay_seconds != null ? var.dlq_delay_seconds : var.delay_seconds
  max_message_size            = var.max_message_size
  message_retention_seconds   = var.dlq_message_retention_seconds != null ? var.dlq_message_retention_seconds : var.message_retention_seconds
  receive_wait_time_seconds   = var.dlq_receive_wait_time_seconds != null ? var.dlq_receive_wait_time_seconds : var.receive_wait_time_seconds
  visibility_timeout_seconds  = var.dlq_visibility_timeout_seconds != null ? var.dlq_visibility_timeout_seconds : var.visibility_timeout_seconds
  kms_master_key_id           = local.dlq_key
  sqs_managed_sse_enabled     = local.dlq_key == null ? var.dlq_sqs_managed_sse_enabled : null

  tags = merge(var.tags, var.dlq_tags)
}

data "aws_iam_policy_document" "dlq" {
  count = var.create && var.create_dlq && var.create_dlq_queue_policy ? 1 : 0
}

resource "aws_sqs_queue_policy" "dlq" {
  count = var.create && var.create_dlq && var.create_dlq_queue_policy ? 1 : 0

  queue_url = aws_sqs_queue.dlq[0].url
  policy    = data.aws_iam_policy_document.dlq[0].json
}

resource "aws_sqs_queue_redrive_allow_policy" "this" {
  count = var.create && !var.create_dlq && length(var.redrive_allow_policy) > 0 ? 1 : 0

  queue_url            = aws_sqs_queue.this[0].url
  redrive_allow_policy = jsonencode(var.redrive_allow_policy)
}

resource "aws_sqs_queue_redrive_allow_policy" "dlq" {
  count = var.create && var.create_dlq && var.create_dlq_redrive_allow_policy ? 1 : 0

  queue_url = aws_sqs_queue.dlq[0].url
  redrive_allow_policy = jsonencode(merge(
    { redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.this[0].arn] },
    var.dlq_redrive_allow_policy
  ))
}

output "queue_id" {
  value = try(aws_sqs_queue.this[0].id, null)
}

output "queue_arn" {
  value = try(aws_sqs_queue.this[0].arn, null)
}

output "queue_arn_static" {
  value = try(aws_sqs_queue.this[0].arn, "")
}

output "queue_url" {
  value = try(aws_sqs_queue.this[0].url, null)
}

output "queue_name" {
  value = try(aws_sqs_queue.this[0].name, null)
}

output "dead_letter_queue_id" {
  value = try(aws_sqs_queue.dlq[0].id, null)
}

output "dead_letter_queue_arn" {
  value = try(aws_sqs_queue.dlq[0].arn, null)
}

output "dead_letter_queue_arn_static" {
  value = try(aws_sqs_queue.dlq[0].arn, "")
}

output "dead_letter_queue_url" {
  value = try(aws_sqs_queue.dlq[0].url, null)
}

output "dead_letter_queue_name" {
  value = try(aws_sqs_queue.dlq[0].name, null)
}
