stub {
  versions = ">= 0.9, < 5.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/apigateway-v2/aws"
}

variable "create" {
  type    = bool
  default = true
}

variable "create_api_gateway" {
  type    = bool
  default = true
}

variable "create_default_stage" {
  type    = bool
  default = true
}

variable "create_default_stage_api_mapping" {
  type    = bool
  default = true
}

variable "create_default_stage_access_log_group" {
  type    = bool
  default = false
}

variable "create_api_domain_name" {
  type    = bool
  default = true
}

variable "create_routes_and_integrations" {
  type    = bool
  default = true
}

variable "create_vpc_link" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = ""
}

variable "protocol_type" {
  type    = string
  default = "HTTP"
}

variable "cors_configuration" {
  type    = any
  default = {}
}

variable "disable_execute_api_endpoint" {
  type    = bool
  default = false
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "default_route_settings" {
  type    = map(string)
  default = {}
}

variable "default_stage_tags" {
  type    = map(string)
  default = {}
}

variable "default_stage_access_log_destination_arn" {
  type    = string
  default = null
}

variable "default_stage_access_log_format" {
  type    = string
  default = null
}

variable "default_stage_access_log_group_name" {
  type    = string
  default = null
}

variable "default_stage_access_log_group_name_suffix" {
  type    = string
  default = ""
}

variable "default_stage_access_log_group_retention_in_days" {
  type    = number
  default = null
}

variable "default_stage_access_log_group_kms_key_id" {
  type    = string
  default = null
}

variable "default_stage_access_log_group_class" {
  type    = string
  default = null
}

variable "default_stage_access_log_group_tags" {
  type    = map(string)
  default = {}
}

variable "domain_name" {
  type    = string
  default = null
}

variable "domain_name_certificate_arn" {
  type    = string
  default = null
}

variable "domain_name_tags" {
  type    = map(string)
  default = {}
}

variable "integrations" {
  type    = any
  default = {}
}

variable "authorizers" {
  type    = any
  default = {}
}

variable "vpc_links" {
  type    = any
  default = {}
}

variable "vpc_link_tags" {
  type    = map(string)
  default = {}
}

locals {
  stage  = var.create && var.create_default_stage
  domain = var.create && var.create_api_domain_name
  routed = var.create && var.create_routes_and_integrations
  logged = var.default_stage_access_log_destination_arn != null || var.create_default_stage_access_log_group
}

resource "aws_apigatewayv2_api" "this" {
  count = var.create && var.create_api_gateway ? 1 : 0

  name                         = var.name
  protocol_type                = var.protocol_type
  disable_execute_api_endpoint = var.disable_execute_api_endpoint

  dynamic "cors_configuration" {
    for_each = length(var.cors_configuration) > 0 ? [var.cors_configuration] : []

    content {
      allow_headers = try(cors_configuration.value.allow_headers, null)
      allow_methods = try(cors_configuration.value.allow_methods, null)
      allow_origins = try(cors_configuration.value.allow_origins, null)
    }
  }

  tags = var.tags
}

resource "aws_apigatewayv2_domain_name" "this" {
  count = local.domain ? 1 : 0

  domain_name = var.domain_name

  domain_name_configuration {
    certificate_arn = var.domain_name_certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }

  tags = merge(var.domain_name_tags, var.tags)
}

resource "aws_cloudwatch_log_group" "this" {
  count = local.stage && var.create_default_stage_access_log_group ? 1 : 0

  name              = var.default_stage_access_log_group_name != null ? var.default_stage_access_log_group_name : "${var.name}${var.default_stage_access_log_group_name_suffix}"
  retention_in_days = var.default_stage_access_log_group_retention_in_days
  kms_key_id        = var.default_stage_access_log_group_kms_key_id
  log_group_class   = var.default_stage_access_log_group_class

  tags = merge(var.tags, var.default_stage_access_log_group_tags)
}

resource "aws_apigatewayv2_stage" "default" {
  count = local.stage ? 1 : 0

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true

  dynamic "access_log_settings" {
    for_each = local.logged && var.default_stage_access_log_format != null ? [true] : []

    content {
      destination_arn = try(aws_cloudwatch_log_group.this[0].arn, var.default_stage_access_log_destination_arn)
      format          = var.default_stage_access_log_format
    }
  }

  dynamic "default_route_settings" {
    for_each = length(var.default_route_settings) > 0 ? [var.default_route_settings] : []

    content {
      detailed_metrics_enabled = try(default_route_settings.value.detailed_metrics_enabled, false)
      throttling_burst_limit   = try(default_route_settings.value.throttling_burst_limit, null)
      throttling_rate_limit    = try(default_route_settings.value.throttling_rate_limit, null)
    }
  }

  tags = merge(var.default_stage_tags, var.tags)
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count = local.domain && var.create_default_stage && var.create_default_stage_api_mapping ? 1 : 0

  api_id      = aws_apigatewayv2_api.this[0].id
  domain_name = aws_apigatewayv2_domain_name.this[0].id
  stage       = aws_apigatewayv2_stage.default[0].id
}

resource "aws_apigatewayv2_route" "this" {
  for_each = { for key, route in var.integrations : key => route if local.routed }

  api_id             = aws_apigatewayv2_api.this[0].id
  route_key          = each.key
  authorization_type = try(each.value.authorization_type, "NONE")
  target             = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = { for key, route in var.integrations : key => route if local.routed }

  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = try(each.value.integration_type, try(each.value.lambda_arn, "") != "" ? "AWS_PROXY" : "MOCK")
  integration_uri        = try(each.value.lambda_arn, each.value.integration_uri, null)
  payload_format_version = try(each.value.payload_format_version, null)
  timeout_milliseconds   = try(each.value.timeout_milliseconds, null)
}

resource "aws_apigatewayv2_authorizer" "this" {
  for_each = { for key, authorizer in var.authorizers : key => authorizer if local.routed }

  api_id          = aws_apigatewayv2_api.this[0].id
  name            = try(each.value.name, null)
  authorizer_type = try(each.value.authorizer_type, null)
}

resource "aws_apigatewayv2_vpc_link" "this" {
  for_each = { for key, link in var.vpc_links : key => link if var.create && var.create_vpc_link }

  name               = try(each.value.name, each.key)
  security_group_ids = each.value.security_group_ids
  subnet_ids         = each.value.subnet_ids

  tags = merge(var.tags, var.vpc_link_tags, try(each.value.tags, {}))
}

output "apigatewayv2_api_id" {
  value = try(aws_apigatewayv2_api.this[0].id, "")
}

output "apigatewayv2_api_arn" {
  value = try(aws_apigatewayv2_api.this[0].arn, "")
}

output "apigatewayv2_api_api_endpoint" {
  value = try(aws_apigatewayv2_api.this[0].api_endpoint, "")
}

output "apigatewayv2_api_execution_arn" {
  value = try(aws_apigatewayv2_api.this[0].execution_arn, "")
}

output "default_apigatewayv2_stage_id" {
  value = try(aws_apigatewayv2_stage.default[0].id, "")
}

output "default_apigatewayv2_stage_arn" {
  value = try(aws_apigatewayv2_stage.default[0].arn, "")
}

output "default_apigatewayv2_stage_invoke_url" {
  value = try(aws_apigatewayv2_stage.default[0].invoke_url, "")
}

output "apigatewayv2_domain_name_id" {
  value = try(aws_apigatewayv2_domain_name.this[0].id, "")
}

output "apigatewayv2_domain_name_target_domain_name" {
  value = try(aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].target_domain_name, "")
}

output "apigatewayv2_domain_name_hosted_zone_id" {
  value = try(aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].hosted_zone_id, "")
}

output "apigatewayv2_vpc_link_id" {
  value = { for key, link in aws_apigatewayv2_vpc_link.this : key => link.id }
}

output "apigatewayv2_authorizer_id" {
  value = { for key, authorizer in aws_apigatewayv2_authorizer.this : key => authorizer.id }
}
