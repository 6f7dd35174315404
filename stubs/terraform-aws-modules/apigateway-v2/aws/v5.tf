stub {
  versions = ">= 5.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/apigateway-v2/aws"
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
  default = ""
}

variable "protocol_type" {
  type    = string
  default = "HTTP"
}

variable "body" {
  type    = string
  default = null
}

variable "cors_configuration" {
  type    = any
  default = null
}

variable "disable_execute_api_endpoint" {
  type    = bool
  default = null
}

variable "authorizers" {
  type    = any
  default = {}
}

variable "create_domain_name" {
  type    = bool
  default = true
}

variable "domain_name" {
  type    = string
  default = ""
}

variable "domain_name_certificate_arn" {
  type    = string
  default = null
}

variable "hosted_zone_name" {
  type    = string
  default = null
}

variable "create_domain_records" {
  type    = bool
  default = true
}

variable "subdomains" {
  type    = list(string)
  default = []
}

variable "subdomain_record_types" {
  type    = list(string)
  default = ["A", "AAAA"]
}

variable "create_certificate" {
  type    = bool
  default = true
}

variable "private_zone" {
  type    = bool
  default = false
}

variable "create_routes_and_integrations" {
  type    = bool
  default = true
}

variable "routes" {
  type    = any
  default = {}
}

variable "create_stage" {
  type    = bool
  default = true
}

variable "deploy_stage" {
  type    = bool
  default = true
}

variable "stage_name" {
  type    = string
  default = "$default"
}

variable "stage_tags" {
  type    = map(string)
  default = {}
}

variable "stage_access_log_settings" {
  type = object({
    create_log_group            = optional(bool, true)
    destination_arn             = optional(string)
    format                      = optional(string)
    log_group_name              = optional(string)
    log_group_retention_in_days = optional(number, 30)
    log_group_kms_key_id        = optional(string)
    log_group_class             = optional(string)
    log_group_tags              = optional(map(string), {})
  })
  default = {}
}

variable "stage_default_route_settings" {
  type = object({
    data_trace_enabled       = optional(bool, true)
    detailed_metrics_enabled = optional(bool, true)
    logging_level            = optional(string)
    throttling_burst_limit   = optional(number, 500)
    throttling_rate_limit    = optional(number, 1000)
  })
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
  http   = var.protocol_type == "HTTP"
  domain = var.create && var.create_domain_name
  stage  = var.create && var.create_stage

  certified = local.domain && var.create_certificate && !var.private_zone

  routes = { for key, route in var.routes : key => route if var.create && var.create_routes_and_integrations }
  logs   = { for key, logs in { this = var.stage_access_log_settings } : key => logs if local.stage && try(logs.create_log_group, false) }

  base    = replace(var.domain_name, "*.", "")
  names   = coalescelist(var.subdomains, [local.base])
  records = { for pair in setproduct(local.names, var.subdomain_record_types) : "${pair[0]}-${pair[1]}" => { name = pair[0], type = pair[1] } }
}

module "acm" {
  source = "terraform-aws-modules/acm/aws"

  create_certificate        = local.certified && var.create_domain_records
  domain_name               = local.base
  subject_alternative_names = startswith(var.domain_name, "*.") ? [var.domain_name] : [for name in var.subdomains : "${name}.${local.base}"]
  validation_method         = "DNS"
  tags                      = var.tags
}

resource "aws_apigatewayv2_api" "this" {
  count = var.create ? 1 : 0

  name                         = var.name
  protocol_type                = var.protocol_type
  disable_execute_api_endpoint = local.http && local.domain ? true : var.disable_execute_api_endpoint

  dynamic "cors_configuration" {
    for_each = local.http && var.cors_configuration != null ? [var.cors_configuration] : []

    content {
      allow_credentials = try(cors_configuration.value.allow_credentials, null)
      allow_headers     = try(cors_configuration.value.allow_headers, null)
      allow_methods     = try(cors_configuration.value.allow_methods, null)
      allow_origins     = try(cors_configuration.value.allow_origins, null)
      max_age           = try(cors_configuration.value.max_age, null)
    }
  }

  tags = var.tags
}

resource "aws_apigatewayv2_authorizer" "this" {
  for_each = { for key, authorizer in var.authorizers : key => authorizer if var.create }

  api_id          = aws_apigatewayv2_api.this[0].id
  name            = try(coalesce(each.value.name), each.key)
  authorizer_type = try(coalesce(each.value.authorizer_type), "REQUEST")
}

resource "aws_apigatewayv2_domain_name" "this" {
  count = local.domain ? 1 : 0

  domain_name = var.domain_name

  domain_name_configuration {
    certificate_arn = local.certified ? module.acm.acm_certificate_arn : var.domain_name_certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }

  tags = var.tags
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count = local.domain && local.stage ? 1 : 0

  api_id      = aws_apigatewayv2_api.this[0].id
  domain_name = aws_apigatewayv2_domain_name.this[0].id
  stage       = aws_apigatewayv2_stage.this[0].id
}

data "aws_route53_zone" "this" {
  count = local.domain && var.create_domain_records ? 1 : 0

  name         = try(coalesce(var.hosted_zone_name), local.base)
  private_zone = var.private_zone
}

resource "aws_route53_record" "this" {
  for_each = { for key, record in local.records : key => record if local.domain && var.create_domain_records }

  zone_id = data.aws_route53_zone.this[0].zone_id
  name    = each.value.name
  type    = each.value.type

  alias {
    name                   = aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].target_domain_name
    zone_id                = aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_apigatewayv2_route" "this" {
  for_each = local.routes

  api_id             = aws_apigatewayv2_api.this[0].id
  route_key          = each.key
  authorization_type = try(each.value.authorization_type, null)
  target             = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = local.routes

  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = try(coalesce(each.value.integration.type), "AWS_PROXY")
  integration_uri        = try(each.value.integration.uri, null)
  integration_method     = try(each.value.integration.method, null)
  payload_format_version = try(each.value.integration.payload_format_version, null)
  timeout_milliseconds   = try(each.value.integration.timeout_milliseconds, null)
}

resource "aws_apigatewayv2_stage" "this" {
  count = local.stage ? 1 : 0

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = var.stage_name
  auto_deploy = local.http ? true : null

  dynamic "access_log_settings" {
    for_each = var.stage_access_log_settings != null ? [var.stage_access_log_settings] : []

    content {
      destination_arn = access_log_settings.value.create_log_group ? aws_cloudwatch_log_group.this["this"].arn : access_log_settings.value.destination_arn
      format          = try(coalesce(access_log_settings.value.format), jsonencode({ requestId = "$context.requestId", status = "$context.status" }))
    }
  }

  dynamic "default_route_settings" {
    for_each = var.stage_default_route_settings != null ? [var.stage_default_route_settings] : []

    content {
      detailed_metrics_enabled = default_route_settings.value.detailed_metrics_enabled
      data_trace_enabled       = local.http ? null : default_route_settings.value.data_trace_enabled
      logging_level            = local.http ? null : default_route_settings.value.logging_level
      throttling_burst_limit   = default_route_settings.value.throttling_burst_limit
      throttling_rate_limit    = default_route_settings.value.throttling_rate_limit
    }
  }

  tags = merge(var.tags, var.stage_tags)
}

resource "aws_apigatewayv2_deployment" "this" {
  count = local.stage && var.deploy_stage && !local.http ? 1 : 0

  api_id = aws_apigatewayv2_api.this[0].id
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.logs

  name              = each.value.log_group_name != null ? each.value.log_group_name : "/aws/apigateway/${var.name}/${replace(var.stage_name, "$", "")}"
  retention_in_days = each.value.log_group_retention_in_days
  kms_key_id        = each.value.log_group_kms_key_id
  log_group_class   = each.value.log_group_class

  tags = merge(var.tags, each.value.log_group_tags)
}

resource "aws_apigatewayv2_vpc_link" "this" {
  for_each = { for key, link in var.vpc_links : key => link if var.create }

  name               = try(coalesce(each.value.name), each.key)
  security_group_ids = try(each.value.security_group_ids, null)
  subnet_ids         = try(each.value.subnet_ids, null)

  tags = merge(var.tags, var.vpc_link_tags, try(each.value.tags, {}))
}

output "api_id" {
  value = try(aws_apigatewayv2_api.this[0].id, null)
}

output "api_arn" {
  value = try(aws_apigatewayv2_api.this[0].arn, null)
}

output "api_endpoint" {
  value = try(aws_apigatewayv2_api.this[0].api_endpoint, null)
}

output "api_execution_arn" {
  value = try(aws_apigatewayv2_api.this[0].execution_arn, null)
}

output "authorizers" {
  value = aws_apigatewayv2_authorizer.this
}

output "domain_name_id" {
  value = try(aws_apigatewayv2_domain_name.this[0].id, null)
}

output "domain_name_arn" {
  value = try(aws_apigatewayv2_domain_name.this[0].arn, null)
}

output "domain_name_target_domain_name" {
  value = try(aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].target_domain_name, null)
}

output "domain_name_hosted_zone_id" {
  value = try(aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].hosted_zone_id, null)
}

output "acm_certificate_arn" {
  value = module.acm.acm_certificate_arn
}

output "integrations" {
  value = aws_apigatewayv2_integration.this
}

output "routes" {
  value = aws_apigatewayv2_route.this
}

output "stage_id" {
  value = try(aws_apigatewayv2_stage.this[0].id, null)
}

output "stage_arn" {
  value = try(aws_apigatewayv2_stage.this[0].arn, null)
}

output "stage_execution_arn" {
  value = try(aws_apigatewayv2_stage.this[0].execution_arn, null)
}

output "stage_invoke_url" {
  value = try(aws_apigatewayv2_stage.this[0].invoke_url, null)
}

output "stage_access_logs_cloudwatch_log_group_name" {
  value = try(aws_cloudwatch_log_group.this["this"].name, null)
}

output "stage_access_logs_cloudwatch_log_group_arn" {
  value = try(aws_cloudwatch_log_group.this["this"].arn, null)
}

output "vpc_links" {
  value = aws_apigatewayv2_vpc_link.this
}
