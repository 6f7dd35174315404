stub {
  versions = ">= 0.17, < 1.0"
  about    = "https://registry.terraform.io/modules/cloudposse/vpc/aws"
}

variable "enabled" {
  type    = bool
  default = null
}

variable "namespace" {
  type    = string
  default = null
}

variable "tenant" {
  type    = string
  default = null
}

variable "environment" {
  type    = string
  default = null
}

variable "stage" {
  type    = string
  default = null
}

variable "name" {
  type    = string
  default = null
}

variable "delimiter" {
  type    = string
  default = null
}

variable "attributes" {
  type    = list(string)
  default = []
}

variable "labels_as_tags" {
  type    = set(string)
  default = ["default"]
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "additional_tag_map" {
  type    = map(string)
  default = {}
}

variable "label_order" {
  type    = list(string)
  default = null
}

variable "regex_replace_chars" {
  type    = string
  default = null
}

variable "id_length_limit" {
  type    = number
  default = null
}

variable "label_key_case" {
  type    = string
  default = null
}

variable "label_value_case" {
  type    = string
  default = null
}

variable "descriptor_formats" {
  type    = any
  default = {}
}

variable "context" {
  type = any
  default = {
    enabled             = true
    namespace           = null
    tenant              = null
    environment         = null
    stage               = null
    name                = null
    delimiter           = null
    attributes          = []
    tags                = {}
    additional_tag_map  = {}
    regex_replace_chars = null
    label_order         = []
    id_length_limit     = null
    label_key_case      = null
    label_value_case    = null
    descriptor_formats  = {}
    labels_as_tags      = ["unset"]
  }
}

variable "cidr_block" {
  type = string
}

variable "additional_cidr_blocks" {
  type    = list(string)
  default = []
}

variable "instance_tenancy" {
  type    = string
  default = "default"
}

variable "dns_hostnames_enabled" {
  type    = bool
  default = true
}

variable "dns_support_enabled" {
  type    = bool
  default = true
}

variable "enable_dns_hostnames" {
  type    = bool
  default = null
}

variable "enable_dns_support" {
  type    = bool
  default = null
}

variable "default_security_group_deny_all" {
  type    = bool
  default = true
}

variable "enable_default_security_group_with_custom_rules" {
  type    = bool
  default = null
}

variable "internet_gateway_enabled" {
  type    = bool
  default = true
}

variable "enable_internet_gateway" {
  type    = bool
  default = null
}

variable "ipv6_enabled" {
  type    = bool
  default = true
}

variable "ipv6_egress_only_internet_gateway_enabled" {
  type    = bool
  default = false
}

module "this" {
  source = "cloudposse/label/null"

  enabled             = var.enabled
  namespace           = var.namespace
  tenant              = var.tenant
  environment         = var.environment
  stage               = var.stage
  name                = var.name
  delimiter           = var.delimiter
  attributes          = var.attributes
  labels_as_tags      = var.labels_as_tags
  tags                = var.tags
  additional_tag_map  = var.additional_tag_map
  label_order         = var.label_order
  regex_replace_chars = var.regex_replace_chars
  id_length_limit     = var.id_length_limit
  label_key_case      = var.label_key_case
  label_value_case    = var.label_value_case
  descriptor_formats  = var.descriptor_formats
  context             = var.context
}

module "label" {
  source = "cloudposse/label/null"

  context = module.this.context
}

locals {
  enabled = module.this.enabled
}

resource "aws_vpc" "default" {
  count = local.enabled ? 1 : 0

  cidr_block                       = var.cidr_block
  instance_tenancy                 = var.instance_tenancy
  enable_dns_hostnames             = coalesce(var.enable_dns_hostnames, var.dns_hostnames_enabled)
  enable_dns_support               = coalesce(var.enable_dns_support, var.dns_support_enabled)
  assign_generated_ipv6_cidr_block = var.ipv6_enabled

  tags = module.label.tags
}

resource "aws_default_security_group" "default" {
  count = local.enabled && coalesce(var.enable_default_security_group_with_custom_rules, var.default_security_group_deny_all) ? 1 : 0

  vpc_id = aws_vpc.default[0].id
  tags   = merge(module.label.tags, { Name = "Default Security Group" })
}

resource "aws_internet_gateway" "default" {
  count = local.enabled && coalesce(var.enable_internet_gateway, var.internet_gateway_enabled) ? 1 : 0

  vpc_id = aws_vpc.default[0].id
  tags   = module.label.tags
}

resource "aws_egress_only_internet_gateway" "default" {
  count = local.enabled && var.ipv6_egress_only_internet_gateway_enabled ? 1 : 0

  vpc_id = aws_vpc.default[0].id
  tags   = module.label.tags
}

resource "aws_vpc_ipv4_cidr_block_association" "default" {
  for_each = local.enabled ? toset(var.additional_cidr_blocks) : toset([])

  vpc_id     = aws_vpc.default[0].id
  cidr_block = each.key
}

output "vpc_id" {
  value = join("", aws_vpc.default[*].id)
}

output "vpc_cidr_block" {
  value = join("", aws_vpc.default[*].cidr_block)
}

output "vpc_main_route_table_id" {
  value = join("", aws_vpc.default[*].main_route_table_id)
}

output "vpc_default_network_acl_id" {
  value = join("", aws_vpc.default[*].default_network_acl_id)
}

output "vpc_default_security_group_id" {
  value = join("", aws_vpc.default[*].default_security_group_id)
}

output "vpc_default_route_table_id" {
  value = join("", aws_vpc.default[*].default_route_table_id)
}

output "vpc_ipv6_association_id" {
  value = join("", aws_vpc.default[*].ipv6_association_id)
}

output "ipv6_cidr_block" {
  value = join("", aws_vpc.default[*].ipv6_cidr_block)
}

output "igw_id" {
  value = join("", aws_internet_gateway.default[*].id)
}

output "ipv6_egress_only_igw_id" {
  value = join("", aws_egress_only_internet_gateway.default[*].id)
}

output "additional_cidr_blocks" {
  value = [for extra in aws_vpc_ipv4_cidr_block_association.default : extra.cidr_block]
}
