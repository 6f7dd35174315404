stub {
  versions = ">= 2.0, < 9.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/lambda/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "use_existing_alias" {
  type    = bool
  default = false
}
variable "refresh_alias" {
  type    = bool
  default = true
}
variable "create_async_event_config" {
  type    = bool
  default = false
}
variable "create_version_async_event_config" {
  type    = bool
  default = true
}
variable "create_qualified_alias_async_event_config" {
  type    = bool
  default = true
}
variable "create_version_allowed_triggers" {
  type    = bool
  default = true
}
variable "create_qualified_alias_allowed_triggers" {
  type    = bool
  default = true
}
variable "name" {
  type    = string
  default = ""
}
variable "description" {
  type    = string
  default = ""
}
variable "function_name" {
  type    = string
  default = ""
}
variable "function_version" {
  type    = string
  default = ""
}
variable "routing_additional_version_weights" {
  type    = map(number)
  default = {}
}
variable "maximum_event_age_in_seconds" {
  type    = number
  default = null
}
variable "maximum_retry_attempts" {
  type    = number
  default = null
}
variable "destination_on_failure" {
  type    = string
  default = null
}
variable "destination_on_success" {
  type    = string
  default = null
}
variable "allowed_triggers" {
  type    = map(any)
  default = {}
}
variable "event_source_mapping" {
  type    = any
  default = {}
}

locals {
  has_alias = var.create && !var.use_existing_alias
  callers   = merge(var.create_version_async_event_config ? { version = true } : {}, var.create_qualified_alias_async_event_config ? { qualified_alias = true } : {})
  version   = var.function_version != "" ? var.function_version : "$LATEST"
}

resource "aws_lambda_alias" "no_refresh" {
  count = local.has_alias && !var.refresh_alias ? 1 : 0

  name             = var.name
  function_name    = var.function_name
  function_version = local.version
}

resource "aws_lambda_alias" "with_refresh" {
  count = local.has_alias && var.refresh_alias ? 1 : 0

  name             = var.name
  function_name    = var.function_name
  function_version = local.version
}

resource "aws_lambda_function_event_invoke_config" "this" {
  for_each = var.create && var.create_async_event_config ? local.callers : {}

  function_name                = var.function_name
  qualifier                    = each.key == "version" ? local.version : var.name
  maximum_event_age_in_seconds = var.maximum_event_age_in_seconds
  maximum_retry_attempts       = var.maximum_retry_attempts
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = { for name, mapping in var.event_source_mapping : name => mapping if var.create }

  function_name                      = try(aws_lambda_alias.with_refresh[0].arn, aws_lambda_alias.no_refresh[0].arn, null)
  event_source_arn                   = try(each.value.event_source_arn, null)
  enabled                            = try(each.value.enabled, null)
  batch_size                         = try(each.value.batch_size, null)
  maximum_batching_window_in_seconds = try(each.value.maximum_batching_window_in_seconds, null)
  starting_position                  = try(each.value.starting_position, null)
  parallelization_factor             = try(each.value.parallelization_factor, null)
  maximum_retry_attempts             = try(each.value.maximum_retry_attempts, null)
  maximum_record_age_in_seconds      = try(each.value.maximum_record_age_in_seconds, null)
  bisect_batch_on_function_error     = try(each.value.bisect_batch_on_function_error, null)
  function_response_types            = try(each.value.function_response_types, null)
  topics                             = try(each.value.topics, null)
  queues                             = try(each.value.queues, null)

  dynamic "destination_config" {
    for_each = try(each.value.destination_arn_on_failure, null) != null ? [true] : []
    content {
      on_failure {
        destination_arn = each.value["destination_arn_on_failure"]
      }
    }
  }
  dynamic "scaling_config" {
    for_each = try([each.value.scaling_config], [])
    content {
      maximum_concurrency = try(scaling_config.value.maximum_concurrency, null)
    }
  }
}

output "lambda_alias_name" { value = var.name }
output "lambda_alias_arn" { value = try(aws_lambda_alias.with_refresh[0].arn, aws_lambda_alias.no_refresh[0].arn, null) }
output "lambda_alias_invoke_arn" { value = try(aws_lambda_alias.with_refresh[0].invoke_arn, aws_lambda_alias.no_refresh[0].invoke_arn, null) }
output "lambda_alias_function_version" { value = local.version }
