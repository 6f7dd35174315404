stub {
  versions = ">= 10.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/alb/aws"
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

variable "name_prefix" {
  type    = string
  default = null
}

variable "load_balancer_type" {
  type    = string
  default = "application"
}

variable "internal" {
  type    = bool
  default = null
}

variable "ip_address_type" {
  type    = string
  default = null
}

variable "idle_timeout" {
  type    = number
  default = null
}

variable "subnets" {
  type    = list(string)
  default = null
}

variable "subnet_mapping" {
  type    = any
  default = []
}

variable "security_groups" {
  type    = list(string)
  default = []
}

variable "access_logs" {
  type    = any
  default = null
}

variable "connection_logs" {
  type    = any
  default = null
}

variable "desync_mitigation_mode" {
  type    = string
  default = null
}

variable "drop_invalid_header_fields" {
  type    = bool
  default = true
}

variable "enable_cross_zone_load_balancing" {
  type    = bool
  default = true
}

variable "enable_deletion_protection" {
  type    = bool
  default = true
}

variable "enable_http2" {
  type    = bool
  default = null
}

variable "enable_waf_fail_open" {
  type    = bool
  default = null
}

variable "default_port" {
  type    = number
  default = 80
}

variable "default_protocol" {
  type    = string
  default = "HTTP"
}

variable "listeners" {
  type    = any
  default = {}
}

variable "target_groups" {
  type    = any
  default = {}
}

variable "additional_target_group_attachments" {
  type    = any
  default = {}
}

variable "create_security_group" {
  type    = bool
  default = true
}

variable "security_group_name" {
  type    = string
  default = null
}

variable "security_group_use_name_prefix" {
  type    = bool
  default = true
}

variable "security_group_ingress_rules" {
  type    = any
  default = {}
}

variable "security_group_egress_rules" {
  type    = any
  default = {}
}

variable "security_group_tags" {
  type    = map(string)
  default = {}
}

variable "vpc_id" {
  type    = string
  default = null
}

variable "route53_records" {
  type    = any
  default = {}
}

variable "associate_web_acl" {
  type    = bool
  default = false
}

variable "web_acl_arn" {
  type    = string
  default = null
}

locals {
  targets    = { for key, group in try(coalesce(var.target_groups), {}) : key => group if var.create }
  guarded    = var.create && var.create_security_group
  group_name = try(coalesce(var.security_group_name, var.name, var.name_prefix), "")

  rules = merge({}, [for at, listener in var.listeners : {
    for key, rule in try(coalesce(listener.rules), {}) : "${at}/${key}" => merge(rule, { listener_key = at })
  }]...)
  certificates = merge({}, [for at, listener in var.listeners : {
    for index, arn in try(coalesce(listener.additional_certificate_arns), []) : "${at}/${index}" => { at = at, arn = arn }
  }]...)
}

resource "aws_lb" "this" {
  count = var.create ? 1 : 0

  name                             = var.name
  name_prefix                      = var.name_prefix
  load_balancer_type               = var.load_balancer_type
  internal                         = var.internal
  ip_address_type                  = var.ip_address_type
  idle_timeout                     = var.idle_timeout
  desync_mitigation_mode           = var.desync_mitigation_mode
  drop_invalid_header_fields       = var.drop_invalid_header_fields
  enable_cross_zone_load_balancing = var.enable_cross_zone_load_balancing
  enable_deletion_protection       = var.enable_deletion_protection
  enable_http2                     = var.enable_http2
  enable_waf_fail_open             = var.enable_waf_fail_open
  security_groups                  = var.create_security_group ? concat([aws_security_group.this[0].id], var.security_groups) : var.security_groups
  subnets                          = var.subnets

  dynamic "access_logs" {
    for_each = try(length(var.access_logs) > 0, false) ? [var.access_logs] : []

    content {
      bucket  = try(access_logs.value.bucket, null)
      enabled = try(access_logs.value.enabled, true)
      prefix  = try(access_logs.value.prefix, null)
    }
  }

  dynamic "connection_logs" {
    for_each = try(length(var.connection_logs) > 0, false) ? [var.connection_logs] : []

    content {
      bucket  = try(connection_logs.value.bucket, null)
      enabled = try(connection_logs.value.enabled, true)
    }
  }

  dynamic "subnet_mapping" {
    for_each = try(coalesce(var.subnet_mapping), [])

    content {
      allocation_id = try(subnet_mapping.value.allocation_id, null)
      subnet_id     = subnet_mapping.value.subnet_id
    }
  }

  tags = var.tags
}

resource "aws_lb_listener" "this" {
  for_each = { for key, listener in var.listeners : key => listener if var.create }

  load_balancer_arn = aws_lb.this[0].arn
  port              = try(coalesce(each.value.port), var.default_port)
  protocol          = try(coalesce(each.value.protocol), var.default_protocol)
  certificate_arn   = try(each.value.certificate_arn, null)
  ssl_policy        = contains(["HTTPS", "TLS"], try(coalesce(each.value.protocol), var.default_protocol)) ? try(coalesce(each.value.ssl_policy), "ELBSecurityPolicy-TLS13-1-3-2021-06") : null

  dynamic "default_action" {
    for_each = [for kind in ["fixed_response", "forward", "weighted_forward", "redirect"] : kind if try(each.value[kind] != null, false)]

    content {
      type             = endswith(default_action.value, "forward") ? "forward" : replace(default_action.value, "_", "-")
      target_group_arn = try(aws_lb_target_group.this[each.value.forward.target_group_key].arn, each.value.forward.target_group_arn, each.value.forward.arn, null)

      dynamic "redirect" {
        for_each = default_action.value == "redirect" ? [each.value.redirect] : []

        content {
          port        = try(redirect.value.port, null)
          protocol    = try(redirect.value.protocol, null)
          status_code = redirect.value.status_code
        }
      }
    }
  }

  tags = merge(var.tags, try(coalesce(each.value.tags), {}))
}

resource "aws_lb_listener_rule" "this" {
  for_each = { for key, rule in local.rules : key => rule if var.create }

  listener_arn = try(each.value.listener_arn, aws_lb_listener.this[each.value.listener_key].arn)
  priority     = try(each.value.priority, null)

  tags = merge(var.tags, try(coalesce(each.value.tags), {}))
}

resource "aws_lb_listener_certificate" "this" {
  for_each = { for key, certificate in local.certificates : key => certificate if var.create }

  listener_arn    = aws_lb_listener.this[each.value.at].arn
  certificate_arn = each.value.arn
}

resource "aws_lb_target_group" "this" {
  for_each = local.targets

  name                 = try(each.value.name, null)
  name_prefix          = try(each.value.name_prefix, null)
  target_type          = try(each.value.target_type, null)
  port                 = try(each.value.target_type == "lambda", false) ? null : try(coalesce(each.value.port), var.default_port)
  protocol             = try(each.value.target_type == "lambda", false) ? null : try(coalesce(each.value.protocol), var.default_protocol)
  deregistration_delay = try(each.value.deregistration_delay, null)
  vpc_id               = try(coalesce(each.value.vpc_id), var.vpc_id)

  dynamic "health_check" {
    for_each = try(each.value.health_check != null, false) ? [each.value.health_check] : []

    content {
      enabled             = try(health_check.value.enabled, null)
      interval            = try(health_check.value.interval, null)
      path                = try(health_check.value.path, null)
      port                = try(health_check.value.port, null)
      protocol            = try(health_check.value.protocol, null)
      timeout             = try(health_check.value.timeout, null)
      healthy_threshold   = try(health_check.value.healthy_threshold, null)
      unhealthy_threshold = try(health_check.value.unhealthy_threshold, null)
    }
  }

  tags = merge(var.tags, try(coalesce(each.value.tags), {}))
}

resource "aws_lb_target_group_attachment" "this" {
  for_each = { for key, group in local.targets : key => group if try(coalesce(group.create_attachment), true) }

  target_group_arn = aws_lb_target_group.this[each.key].arn
  target_id        = try(each.value.target_id, null)
  port             = try(each.value.target_type == "lambda", false) ? null : try(coalesce(each.value.port), var.default_port)
}

resource "aws_lb_target_group_attachment" "additional" {
  for_each = { for key, extra in try(coalesce(var.additional_target_group_attachments), {}) : key => extra if var.create }

  target_group_arn = aws_lb_target_group.this[each.value.target_group_key].arn
  target_id        = each.value.target_id
  port             = try(each.value.target_type == "lambda", false) ? null : try(coalesce(each.value.port), var.default_port)
}

resource "aws_security_group" "this" {
  count = local.guarded ? 1 : 0

  name        = var.security_group_use_name_prefix ? null : local.group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.group_name}-" : null
  vpc_id      = var.vpc_id

  tags = merge(var.tags, var.security_group_tags)
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = { for key, rule in try(coalesce(var.security_group_ingress_rules), {}) : key => rule if local.guarded }

  security_group_id            = aws_security_group.this[0].id
  ip_protocol                  = try(coalesce(each.value.ip_protocol), "tcp")
  from_port                    = try(each.value.from_port, null)
  to_port                      = try(coalesce(each.value.to_port), each.value.from_port, null)
  cidr_ipv4                    = try(each.value.cidr_ipv4, null)
  cidr_ipv6                    = try(each.value.cidr_ipv6, null)
  referenced_security_group_id = try(each.value.referenced_security_group_id, null)

  tags = merge(
    var.tags, var.security_group_tags,
    { Name = try(coalesce(each.value.name), "${local.group_name}-${each.key}") },
    try(coalesce(each.value.tags), {})
  )
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = { for key, rule in try(coalesce(var.security_group_egress_rules), {}) : key => rule if local.guarded }

  security_group_id            = aws_security_group.this[0].id
  ip_protocol                  = try(coalesce(each.value.ip_protocol), "tcp")
  from_port                    = try(coalesce(each.value.from_port), each.value.to_port, null)
  to_port                      = try(each.value.to_port, null)
  cidr_ipv4                    = try(each.value.cidr_ipv4, null)
  cidr_ipv6                    = try(each.value.cidr_ipv6, null)
  referenced_security_group_id = try(each.value.referenced_security_group_id, null)

  tags = merge(
    var.tags, var.security_group_tags,
    { Name = try(coalesce(each.value.name), "${local.group_name}-${each.key}") },
    try(coalesce(each.value.tags), {})
  )
}

resource "aws_route53_record" "this" {
  for_each = { for key, record in try(coalesce(var.route53_records), {}) : key => record if var.create }

  zone_id = each.value.zone_id
  name    = try(coalesce(each.value.name), each.key)
  type    = each.value.type

  alias {
    name                   = aws_lb.this[0].dns_name
    zone_id                = aws_lb.this[0].zone_id
    evaluate_target_health = true
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.associate_web_acl ? 1 : 0

  resource_arn = aws_lb.this[0].arn
  web_acl_arn  = var.web_acl_arn
}

output "id" {
  value = try(aws_lb.this[0].id, null)
}

output "arn" {
  value = try(aws_lb.this[0].arn, null)
}

output "arn_suffix" {
  value = try(aws_lb.this[0].arn_suffix, null)
}

output "dns_name" {
  value = try(aws_lb.this[0].dns_name, null)
}

output "zone_id" {
  value = try(aws_lb.this[0].zone_id, null)
}

output "listeners" {
  value = aws_lb_listener.this
}

output "listener_rules" {
  value = aws_lb_listener_rule.this
}

output "target_groups" {
  value = aws_lb_target_group.this
}

output "security_group_arn" {
  value = try(aws_security_group.this[0].arn, null)
}

output "security_group_id" {
  value = try(aws_security_group.this[0].id, null)
}

output "route53_records" {
  value = aws_route53_record.this
}
