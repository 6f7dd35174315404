stub {
  versions = ">= 3.0, < 7.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "region" {
  type    = string
  default = null
}
variable "vpc_id" {
  type    = string
  default = null
}
variable "endpoints" {
  type    = any
  default = {}
}
variable "security_group_ids" {
  type    = list(string)
  default = []
}
variable "subnet_ids" {
  type    = list(string)
  default = []
}
variable "create_security_group" {
  type    = bool
  default = false
}
variable "security_group_name" {
  type    = string
  default = null
}
variable "security_group_name_prefix" {
  type    = string
  default = null
}
variable "security_group_rules" {
  type    = any
  default = {}
}
variable "security_group_tags" {
  type    = map(string)
  default = {}
}
variable "timeouts" {
  type    = map(string)
  default = {}
}
variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  endpoints = { for key, endpoint in var.endpoints : key => endpoint if var.create && try(endpoint.create, true) }
  own_group = var.create && var.create_security_group
  groups    = local.own_group ? concat(var.security_group_ids, [aws_security_group.this[0].id]) : var.security_group_ids
}

resource "aws_vpc_endpoint" "this" {
  for_each = local.endpoints

  vpc_id              = var.vpc_id
  service_name        = try(each.value.service_endpoint, each.value.service_name, "com.amazonaws.region.${each.value.service}")
  vpc_endpoint_type   = try(each.value.service_type, "Interface")
  security_group_ids  = try(each.value.service_type, "Interface") == "Interface" ? distinct(concat(local.groups, lookup(each.value, "security_group_ids", []))) : null
  subnet_ids          = try(each.value.service_type, "Interface") == "Interface" ? distinct(concat(var.subnet_ids, lookup(each.value, "subnet_ids", []))) : null
  route_table_ids     = try(each.value.service_type, "Interface") == "Gateway" ? lookup(each.value, "route_table_ids", null) : null
  private_dns_enabled = try(each.value.private_dns_enabled, null)
  policy              = try(each.value.policy, null)
  tags                = merge(var.tags, { Name = replace(each.key, ".", "-") }, try(each.value.tags, {}))
}

resource "aws_security_group" "this" {
  count = local.own_group ? 1 : 0

  name        = var.security_group_name
  name_prefix = var.security_group_name_prefix
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, var.security_group_tags, { Name = try(coalesce(var.security_group_name, var.security_group_name_prefix), "") })
}

resource "aws_security_group_rule" "this" {
  for_each = { for key, rule in var.security_group_rules : key => rule if local.own_group }

  security_group_id = aws_security_group.this[0].id
  type              = try(each.value.type, "ingress")
  protocol          = try(each.value.protocol, "tcp")
  from_port         = try(each.value.from_port, 443)
  to_port           = try(each.value.to_port, 443)
  cidr_blocks       = lookup(each.value, "cidr_blocks", null)
}

output "endpoints" { value = aws_vpc_endpoint.this }
output "security_group_id" { value = try(aws_security_group.this[0].id, null) }
output "security_group_arn" { value = try(aws_security_group.this[0].arn, null) }
