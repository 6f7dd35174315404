stub {
  versions = ">= 2.0, < 7.20"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/lambda/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "create_function" {
  type    = bool
  default = true
}
variable "create_layer" {
  type    = bool
  default = false
}
variable "create_package" {
  type    = bool
  default = true
}
variable "create_role" {
  type    = bool
  default = true
}
variable "create_lambda_function_url" {
  type    = bool
  default = false
}
variable "create_async_event_config" {
  type    = bool
  default = false
}
variable "create_current_version_async_event_config" {
  type    = bool
  default = true
}
variable "create_unqualified_alias_async_event_config" {
  type    = bool
  default = true
}
variable "create_current_version_allowed_triggers" {
  type    = bool
  default = true
}
variable "create_unqualified_alias_allowed_triggers" {
  type    = bool
  default = true
}
variable "create_unqualified_alias_lambda_function_url" {
  type    = bool
  default = true
}

# The function.
variable "function_name" {
  type    = string
  default = ""
}
variable "description" {
  type    = string
  default = ""
}
variable "lambda_role" {
  type    = string
  default = ""
}
variable "handler" {
  type    = string
  default = ""
}
variable "runtime" {
  type    = string
  default = ""
}
variable "architectures" {
  type    = list(string)
  default = null
}
variable "layers" {
  type    = list(string)
  default = null
}
variable "memory_size" {
  type    = number
  default = 128
}
variable "ephemeral_storage_size" {
  type    = number
  default = 512
}
variable "timeout" {
  type    = number
  default = 3
}
variable "reserved_concurrent_executions" {
  type    = number
  default = -1
}
variable "provisioned_concurrent_executions" {
  type    = number
  default = -1
}
variable "publish" {
  type    = bool
  default = false
}
variable "snap_start" {
  type    = bool
  default = false
}
variable "lambda_at_edge" {
  type    = bool
  default = false
}
variable "package_type" {
  type    = string
  default = "Zip"
}
variable "image_uri" {
  type    = string
  default = null
}
variable "kms_key_arn" {
  type    = string
  default = null
}
variable "environment_variables" {
  type    = map(string)
  default = {}
}
variable "dead_letter_target_arn" {
  type    = string
  default = null
}
variable "tracing_mode" {
  type    = string
  default = null
}
variable "vpc_subnet_ids" {
  type    = list(string)
  default = null
}
variable "vpc_security_group_ids" {
  type    = list(string)
  default = null
}
variable "file_system_arn" {
  type    = string
  default = null
}
variable "file_system_local_mount_path" {
  type    = string
  default = null
}
variable "logging_log_format" {
  type    = string
  default = "Text"
}
variable "logging_application_log_level" {
  type    = string
  default = "INFO"
}
variable "logging_system_log_level" {
  type    = string
  default = "INFO"
}
variable "logging_log_group" {
  type    = string
  default = null
}

# Where the code comes from.
variable "source_path" {
  type    = any
  default = null
}
variable "local_existing_package" {
  type    = string
  default = null
}
variable "s3_existing_package" {
  type    = map(string)
  default = null
}
variable "store_on_s3" {
  type    = bool
  default = false
}
variable "s3_bucket" {
  type    = string
  default = null
}
variable "s3_object_storage_class" {
  type    = string
  default = "ONEZONE_IA"
}
variable "s3_server_side_encryption" {
  type    = string
  default = null
}

# The layer.
variable "layer_name" {
  type    = string
  default = ""
}
variable "compatible_runtimes" {
  type    = list(string)
  default = []
}
variable "compatible_architectures" {
  type    = list(string)
  default = null
}

# What calls the function, and how.
variable "allowed_triggers" {
  type    = map(any)
  default = {}
}
variable "event_source_mapping" {
  type    = any
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
variable "authorization_type" {
  type    = string
  default = "NONE"
}
variable "invoke_mode" {
  type    = string
  default = null
}
variable "recursive_loop" {
  type    = string
  default = null
}

# Logs.
variable "use_existing_cloudwatch_log_group" {
  type    = bool
  default = false
}
variable "cloudwatch_logs_retention_in_days" {
  type    = number
  default = null
}
variable "cloudwatch_logs_kms_key_id" {
  type    = string
  default = null
}
variable "cloudwatch_logs_log_group_class" {
  type    = string
  default = null
}
variable "cloudwatch_logs_tags" {
  type    = map(string)
  default = {}
}

# The role.
variable "role_name" {
  type    = string
  default = null
}
variable "role_path" {
  type    = string
  default = null
}
variable "role_permissions_boundary" {
  type    = string
  default = null
}
variable "role_tags" {
  type    = map(string)
  default = {}
}
variable "policy_name" {
  type    = string
  default = null
}
variable "attach_cloudwatch_logs_policy" {
  type    = bool
  default = true
}
variable "attach_dead_letter_policy" {
  type    = bool
  default = false
}
variable "attach_network_policy" {
  type    = bool
  default = false
}
variable "attach_tracing_policy" {
  type    = bool
  default = false
}
variable "attach_async_event_policy" {
  type    = bool
  default = false
}
variable "attach_policy_json" {
  type    = bool
  default = false
}
variable "attach_policy_jsons" {
  type    = bool
  default = false
}
variable "attach_policy_statements" {
  type    = bool
  default = false
}
variable "attach_policy" {
  type    = bool
  default = false
}
variable "attach_policies" {
  type    = bool
  default = false
}
variable "number_of_policy_jsons" {
  type    = number
  default = 0
}
variable "number_of_policies" {
  type    = number
  default = 0
}
variable "policy_json" {
  type    = string
  default = null
}
variable "policy_jsons" {
  type    = list(string)
  default = []
}
variable "policy" {
  type    = string
  default = null
}
variable "policies" {
  type    = list(string)
  default = []
}

# Tags.
variable "tags" {
  type    = map(string)
  default = {}
}
variable "function_tags" {
  type    = map(string)
  default = {}
}
variable "s3_object_tags" {
  type    = map(string)
  default = {}
}
variable "s3_object_tags_only" {
  type    = bool
  default = false
}

locals {
  has_function = var.create && var.create_function && !var.create_layer
  has_role     = local.has_function && var.create_role
  log_group    = coalesce(var.logging_log_group, "/aws/lambda/${var.lambda_at_edge ? "us-east-1." : ""}${var.function_name}")
  callers      = merge(var.create_current_version_async_event_config ? { current_version = true } : {}, var.create_unqualified_alias_async_event_config ? { unqualified_alias = true } : {})
}

resource "aws_lambda_function" "this" {
  count = local.has_function ? 1 : 0

  function_name                  = var.function_name
  description                    = var.description
  role                           = var.create_role ? aws_iam_role.lambda[0].arn : var.lambda_role
  package_type                   = var.package_type
  handler                        = var.package_type == "Zip" ? var.handler : null
  runtime                        = var.package_type == "Zip" ? var.runtime : null
  image_uri                      = var.image_uri
  filename                       = var.local_existing_package
  s3_bucket                      = var.s3_existing_package != null ? try(var.s3_existing_package.bucket, null) : var.store_on_s3 ? var.s3_bucket : null
  architectures                  = var.architectures
  layers                         = var.layers
  memory_size                    = var.memory_size
  timeout                        = var.lambda_at_edge ? min(var.timeout, 30) : var.timeout
  reserved_concurrent_executions = var.reserved_concurrent_executions
  publish                        = var.lambda_at_edge || var.snap_start || var.publish
  kms_key_arn                    = var.kms_key_arn
  tags                           = merge(var.tags, var.function_tags)

  dynamic "ephemeral_storage" {
    for_each = var.ephemeral_storage_size == null ? [] : [true]
    content {
      size = var.ephemeral_storage_size
    }
  }
  dynamic "environment" {
    for_each = length(keys(var.environment_variables)) == 0 ? [] : [true]
    content {
      variables = var.environment_variables
    }
  }
  dynamic "dead_letter_config" {
    for_each = var.dead_letter_target_arn == null ? [] : [true]
    content {
      target_arn = var.dead_letter_target_arn
    }
  }
  dynamic "tracing_config" {
    for_each = var.tracing_mode == null ? [] : [true]
    content {
      mode = var.tracing_mode
    }
  }
  dynamic "vpc_config" {
    for_each = var.vpc_subnet_ids != null && var.vpc_security_group_ids != null ? [true] : []
    content {
      subnet_ids         = var.vpc_subnet_ids
      security_group_ids = var.vpc_security_group_ids
    }
  }
  dynamic "file_system_config" {
    for_each = var.file_system_arn != null && var.file_system_local_mount_path != null ? [true] : []
    content {
      arn              = var.file_system_arn
      local_mount_path = var.file_system_local_mount_path
    }
  }
  dynamic "snap_start" {
    for_each = var.snap_start ? [true] : []
    content {
      apply_on = "PublishedVersions"
    }
  }
  logging_config {
    log_group             = var.logging_log_group
    log_format            = var.logging_log_format
    application_log_level = var.logging_log_format == "Text" ? null : var.logging_application_log_level
    system_log_level      = var.logging_log_format == "Text" ? null : var.logging_system_log_level
  }
}

resource "aws_lambda_layer_version" "this" {
  count = var.create && var.create_layer ? 1 : 0

  layer_name               = var.layer_name
  compatible_runtimes      = length(var.compatible_runtimes) > 0 ? var.compatible_runtimes : var.runtime == "" ? null : [var.runtime]
  compatible_architectures = var.compatible_architectures
  filename                 = var.local_existing_package
}

resource "aws_s3_object" "lambda_package" {
  count = var.create && var.store_on_s3 && var.create_package ? 1 : 0

  bucket                 = var.s3_bucket
  storage_class          = var.s3_object_storage_class
  server_side_encryption = var.s3_server_side_encryption
  tags                   = var.s3_object_tags_only ? var.s3_object_tags : merge(var.tags, var.s3_object_tags)
}

resource "aws_cloudwatch_log_group" "lambda" {
  count = local.has_function && !var.use_existing_cloudwatch_log_group ? 1 : 0

  name              = local.log_group
  retention_in_days = var.cloudwatch_logs_retention_in_days
  kms_key_id        = var.cloudwatch_logs_kms_key_id
  log_group_class   = var.cloudwatch_logs_log_group_class
  tags              = merge(var.tags, var.cloudwatch_logs_tags)
}

resource "aws_lambda_provisioned_concurrency_config" "current_version" {
  count = local.has_function && var.provisioned_concurrent_executions > -1 ? 1 : 0

  function_name                     = aws_lambda_function.this[0].function_name
  qualifier                         = aws_lambda_function.this[0].version
  provisioned_concurrent_executions = var.provisioned_concurrent_executions
}

resource "aws_lambda_function_event_invoke_config" "this" {
  for_each = { for name, on in local.callers : name => on if local.has_function && var.create_async_event_config }

  function_name                = aws_lambda_function.this[0].function_name
  qualifier                    = each.key == "current_version" ? aws_lambda_function.this[0].version : null
  maximum_event_age_in_seconds = var.maximum_event_age_in_seconds
  maximum_retry_attempts       = var.maximum_retry_attempts

  dynamic "destination_config" {
    for_each = var.destination_on_failure != null || var.destination_on_success != null ? [true] : []
    content {
      dynamic "on_failure" {
        for_each = var.destination_on_failure != null ? [true] : []
        content {
          destination = var.destination_on_failure
        }
      }
      dynamic "on_success" {
        for_each = var.destination_on_success != null ? [true] : []
        content {
          destination = var.destination_on_success
        }
      }
    }
  }
}

resource "aws_lambda_permission" "current_version_triggers" {
  for_each = { for name, trigger in var.allowed_triggers : name => trigger if local.has_function && var.create_current_version_allowed_triggers }

  function_name       = aws_lambda_function.this[0].function_name
  qualifier           = aws_lambda_function.this[0].version
  statement_id_prefix = try(each.value.statement_id, each.key)
  action              = try(each.value.action, "lambda:InvokeFunction")
  principal           = try(each.value.principal, format("%s.amazonaws.com", try(each.value.service, "")))
  source_arn          = try(each.value.source_arn, null)
  source_account      = try(each.value.source_account, null)
}

resource "aws_lambda_permission" "unqualified_alias_triggers" {
  for_each = { for name, trigger in var.allowed_triggers : name => trigger if local.has_function && var.create_unqualified_alias_allowed_triggers }

  function_name       = aws_lambda_function.this[0].function_name
  statement_id_prefix = try(each.value.statement_id, each.key)
  action              = try(each.value.action, "lambda:InvokeFunction")
  principal           = try(each.value.principal, format("%s.amazonaws.com", try(each.value.service, "")))
  source_arn          = try(each.value.source_arn, null)
  source_account      = try(each.value.source_account, null)
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = { for name, mapping in var.event_source_mapping : name => mapping if local.has_function && var.create_unqualified_alias_allowed_triggers }

  function_name                      = aws_lambda_function.this[0].arn
  event_source_arn                   = try(each.value.event_source_arn, null)
  enabled                            = try(each.value.enabled, true)
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

resource "aws_lambda_function_url" "this" {
  count = local.has_function && var.create_lambda_function_url ? 1 : 0

  function_name      = aws_lambda_function.this[0].function_name
  qualifier          = var.create_unqualified_alias_lambda_function_url ? null : aws_lambda_function.this[0].version
  authorization_type = var.authorization_type
  invoke_mode        = var.invoke_mode
}

resource "aws_iam_role" "lambda" {
  count = local.has_role ? 1 : 0

  name                 = coalesce(var.role_name, var.function_name, "*")
  path                 = var.role_path
  permissions_boundary = var.role_permissions_boundary
  max_session_duration = 3600
  tags                 = merge(var.tags, var.role_tags)
}

resource "aws_iam_policy" "logs" {
  count = local.has_role && var.attach_cloudwatch_logs_policy ? 1 : 0

  path = "/"
  tags = var.tags
}

resource "aws_iam_policy" "dead_letter" {
  count = local.has_role && var.attach_dead_letter_policy ? 1 : 0

  path = "/"
  tags = var.tags
}

resource "aws_iam_policy" "vpc" {
  count = local.has_role && var.attach_network_policy ? 1 : 0

  path = "/"
  tags = var.tags
}

resource "aws_iam_policy" "tracing" {
  count = local.has_role && var.attach_tracing_policy ? 1 : 0

  path = "/"
  tags = var.tags
}

resource "aws_iam_policy" "async" {
  count = local.has_role && var.attach_async_event_policy ? 1 : 0

  path = "/"
  tags = var.tags
}

resource "aws_iam_policy" "additional_json" {
  count = local.has_role && var.attach_policy_json ? 1 : 0

  path   = "/"
  policy = var.policy_json
  tags   = var.tags
}

resource "aws_iam_policy" "additional_jsons" {
  count = local.has_role && var.attach_policy_jsons ? var.number_of_policy_jsons : 0

  path   = "/"
  policy = var.policy_jsons[count.index]
  tags   = var.tags
}

resource "aws_iam_policy" "additional_inline" {
  count = local.has_role && var.attach_policy_statements ? 1 : 0

  path = "/"
  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "additional_one" {
  count = local.has_role && var.attach_policy ? 1 : 0

  role       = aws_iam_role.lambda[0].name
  policy_arn = var.policy
}

resource "aws_iam_role_policy_attachment" "additional_many" {
  count = local.has_role && var.attach_policies ? var.number_of_policies : 0

  role       = aws_iam_role.lambda[0].name
  policy_arn = var.policies[count.index]
}

output "lambda_function_arn" { value = try(aws_lambda_function.this[0].arn, "") }
output "lambda_function_invoke_arn" { value = try(aws_lambda_function.this[0].invoke_arn, "") }
output "lambda_function_name" { value = try(aws_lambda_function.this[0].function_name, "") }
output "lambda_function_qualified_arn" { value = try(aws_lambda_function.this[0].qualified_arn, "") }
output "lambda_function_qualified_invoke_arn" { value = try(aws_lambda_function.this[0].qualified_invoke_arn, "") }
output "lambda_function_version" { value = try(aws_lambda_function.this[0].version, "") }
output "lambda_function_last_modified" { value = try(aws_lambda_function.this[0].last_modified, "") }
output "lambda_function_kms_key_arn" { value = try(aws_lambda_function.this[0].kms_key_arn, "") }
output "lambda_function_source_code_hash" { value = try(aws_lambda_function.this[0].source_code_hash, "") }
output "lambda_function_source_code_size" { value = try(aws_lambda_function.this[0].source_code_size, "") }
output "lambda_function_arn_static" { value = try(aws_lambda_function.this[0].arn, "") }
output "lambda_function_url" { value = try(aws_lambda_function_url.this[0].function_url, "") }
output "lambda_function_url_id" { value = try(aws_lambda_function_url.this[0].url_id, "") }
output "lambda_layer_arn" { value = try(aws_lambda_layer_version.this[0].arn, "") }
output "lambda_layer_layer_arn" { value = try(aws_lambda_layer_version.this[0].layer_arn, "") }
output "lambda_layer_version" { value = try(aws_lambda_layer_version.this[0].version, "") }
output "lambda_event_source_mapping_uuid" { value = { for key, mapping in aws_lambda_event_source_mapping.this : key => mapping.uuid } }
output "lambda_role_arn" { value = try(aws_iam_role.lambda[0].arn, "") }
output "lambda_role_name" { value = try(aws_iam_role.lambda[0].name, "") }
output "lambda_role_unique_id" { value = try(aws_iam_role.lambda[0].unique_id, "") }
output "lambda_cloudwatch_log_group_arn" { value = try(aws_cloudwatch_log_group.lambda[0].arn, "") }
output "lambda_cloudwatch_log_group_name" { value = try(aws_cloudwatch_log_group.lambda[0].name, "") }
output "local_filename" { value = var.local_existing_package }
