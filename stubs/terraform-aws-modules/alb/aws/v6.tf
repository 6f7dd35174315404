stub {
  versions = ">= 6.0, < 8.3"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/alb/aws"
}

variable "create_lb" {
  type    = bool
  default = true
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
  default = false
}

variable "ip_address_type" {
  type    = string
  default = "ipv4"
}

variable "idle_timeout" {
  type    = number
  default = 60
}

variable "subnets" {
  type    = list(string)
  default = null
}

variable "subnet_mapping" {
  type    = list(map(string))
  default = []
}

variable "security_groups" {
  type    = list(string)
  default = []
}

variable "access_logs" {
  type    = map(string)
  default = {}
}

variable "desync_mitigation_mode" {
  type    = string
  default = "defensive"
}

variable "drop_invalid_header_fields" {
  type    = bool
  default = false
}

variable "enable_cross_zone_load_balancing" {
  type    = bool
  default = false
}

variable "enable_deletion_protection" {
  type    = bool
  default = false
}

variable "enable_http2" {
  type    = bool
  default = true
}

variable "enable_waf_fail_open" {
  type    = bool
  default = false
}

variable "vpc_id" {
  type    = string
  default = null
}

variable "http_tcp_listeners" {
  type    = any
  default = []
}

variable "https_listeners" {
  type    = any
  default = []
}

variable "http_tcp_listener_rules" {
  type    = any
  default = []
}

variable "https_listener_rules" {
  type    = any
  default = []
}

variable "extra_ssl_certs" {
  type    = list(map(string))
  default = []
}

variable "listener_ssl_policy_default" {
  type    = string
  default = "ELBSecurityPolicy-2016-08"
}

variable "target_groups" {
  type    = any
  default = []
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "lb_tags" {
  type    = map(string)
  default = {}
}

variable "target_group_tags" {
  type    = map(string)
  default = {}
}

variable "http_tcp_listeners_tags" {
  type    = map(string)
  default = {}
}

variable "https_listeners_tags" {
  type    = map(string)
  default = {}
}

variable "http_tcp_listener_rules_tags" {
  type    = map(string)
  default = {}
}

variable "https_listener_rules_tags" {
  type    = map(string)
  default = {}
}

locals {
  targets = merge({}, [for index, group in var.target_groups : {
    for key, target in try(group.targets, {}) : "${index}.${key}" => merge(target, { group = index })
  }]...)
}

resource "aws_lb" "this" {
  count = var.create_lb ? 1 : 0

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
  security_groups                  = var.security_groups
  subnets                          = var.subnets

  dynamic "access_logs" {
    for_each = length(var.access_logs) > 0 ? [var.access_logs] : []

    content {
      enabled = try(tobool(access_logs.value.enabled), try(access_logs.value.bucket, null) != null)
      bucket  = try(access_logs.value.bucket, null)
      prefix  = try(access_logs.value.prefix, null)
    }
  }

  dynamic "subnet_mapping" {
    for_each = var.subnet_mapping

    content {
      subnet_id     = subnet_mapping.value.subnet_id
      allocation_id = try(subnet_mapping.value.allocation_id, null)
    }
  }

  tags = merge({ Name = var.name != null ? var.name : var.name_prefix }, var.tags, var.lb_tags)
}

resource "aws_lb_target_group" "main" {
  count = var.create_lb ? length(var.target_groups) : 0

  name                 = try(var.target_groups[count.index].name, null)
  name_prefix          = try(var.target_groups[count.index].name_prefix, null)
  vpc_id               = var.vpc_id
  port                 = try(var.target_groups[count.index].backend_port, null)
  protocol             = try(upper(var.target_groups[count.index].backend_protocol), null)
  target_type          = try(var.target_groups[count.index].target_type, null)
  deregistration_delay = try(var.target_groups[count.index].deregistration_delay, null)

  dynamic "health_check" {
    for_each = try([var.target_groups[count.index].health_check], [])

    content {
      enabled             = try(health_check.value.enabled, null)
      interval            = try(health_check.value.interval, null)
      path                = try(health_check.value.path, null)
      timeout             = try(health_check.value.timeout, null)
      healthy_threshold   = try(health_check.value.healthy_threshold, null)
      unhealthy_threshold = try(health_check.value.unhealthy_threshold, null)
    }
  }

  tags = merge(
    var.tags, var.target_group_tags, try(var.target_groups[count.index].tags, {}),
    { Name = try(var.target_groups[count.index].name, var.target_groups[count.index].name_prefix, "") }
  )
}

resource "aws_lb_target_group_attachment" "this" {
  for_each = { for key, target in local.targets : key => target if var.create_lb }

  target_group_arn = aws_lb_target_group.main[each.value.group].arn
  target_id        = each.value.target_id
  port             = try(each.value.port, null)
}

resource "aws_lb_listener" "frontend_http_tcp" {
  count = var.create_lb ? length(var.http_tcp_listeners) : 0

  load_balancer_arn = aws_lb.this[0].arn
  port              = var.http_tcp_listeners[count.index].port
  protocol          = var.http_tcp_listeners[count.index].protocol

  default_action {
    type             = try(var.http_tcp_listeners[count.index].action_type, "forward")
    target_group_arn = try(aws_lb_target_group.main[try(var.http_tcp_listeners[count.index].target_group_index, count.index)].id, null)

    dynamic "redirect" {
      for_each = try([var.http_tcp_listeners[count.index].redirect], [])

      content {
        port        = try(redirect.value.port, null)
        protocol    = try(redirect.value.protocol, null)
        status_code = redirect.value.status_code
      }
    }
  }

  tags = merge(var.tags, var.http_tcp_listeners_tags, try(var.http_tcp_listeners[count.index].tags, {}))
}

resource "aws_lb_listener" "frontend_https" {
  count = var.create_lb ? length(var.https_listeners) : 0

  load_balancer_arn = aws_lb.this[0].arn
  port              = var.https_listeners[count.index].port
  protocol          = try(var.https_listeners[count.index].protocol, "HTTPS")
  certificate_arn   = var.https_listeners[count.index].certificate_arn
  ssl_policy        = try(var.https_listeners[count.index].ssl_policy, var.listener_ssl_policy_default)

  default_action {
    type             = try(var.https_listeners[count.index].action_type, "forward")
    target_group_arn = try(aws_lb_target_group.main[try(var.https_listeners[count.index].target_group_index, count.index)].id, null)
  }

  tags = merge(var.tags, var.https_listeners_tags, try(var.https_listeners[count.index].tags, {}))
}

resource "aws_lb_listener_rule" "http_tcp_listener_rule" {
  count = var.create_lb ? length(var.http_tcp_listener_rules) : 0

  listener_arn = aws_lb_listener.frontend_http_tcp[try(var.http_tcp_listener_rules[count.index].http_tcp_listener_index, count.index)].arn
  priority     = try(var.http_tcp_listener_rules[count.index].priority, null)

  tags = merge(var.tags, var.http_tcp_listener_rules_tags, try(var.http_tcp_listener_rules[count.index].tags, {}))
}

resource "aws_lb_listener_rule" "https_listener_rule" {
  count = var.create_lb ? length(var.https_listener_rules) : 0

  listener_arn = aws_lb_listener.frontend_https[try(var.https_listener_rules[count.index].https_listener_index, count.index)].arn
  priority     = try(var.https_listener_rules[count.index].priority, null)

  tags = merge(var.tags, var.https_listener_rules_tags, try(var.https_listener_rules[count.index].tags, {}))
}

resource "aws_lb_listener_certificate" "https_listener" {
  count = var.create_lb ? length(var.extra_ssl_certs) : 0

  listener_arn    = aws_lb_listener.frontend_https[var.extra_ssl_certs[count.index].https_listener_index].arn
  certificate_arn = var.extra_ssl_certs[count.index].certificate_arn
}

output "lb_id" {
  value = try(aws_lb.this[0].id, "")
}

output "lb_arn" {
  value = try(aws_lb.this[0].arn, "")
}

output "lb_dns_name" {
  value = try(aws_lb.this[0].dns_name, "")
}

output "lb_arn_suffix" {
  value = try(aws_lb.this[0].arn_suffix, "")
}

output "lb_zone_id" {
  value = try(aws_lb.this[0].zone_id, "")
}

output "http_tcp_listener_arns" {
  value = aws_lb_listener.frontend_http_tcp[*].arn
}

output "http_tcp_listener_ids" {
  value = aws_lb_listener.frontend_http_tcp[*].id
}

output "https_listener_arns" {
  value = aws_lb_listener.frontend_https[*].arn
}

output "https_listener_ids" {
  value = aws_lb_listener.frontend_https[*].id
}

output "target_group_arns" {
  value = aws_lb_target_group.main[*].arn
}

output "target_group_arn_suffixes" {
  value = aws_lb_target_group.main[*].arn_suffix
}

output "target_group_names" {
  value = aws_lb_target_group.main[*].name
}

output "target_group_attachments" {
  value = { for key, target in aws_lb_target_group_attachment.this : key => target.id }
}
