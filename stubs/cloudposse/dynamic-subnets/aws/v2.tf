stub {
  versions = ">= 2.0, < 3.0"
  about    = "https://registry.terraform.io/modules/cloudposse/dynamic-subnets/aws"
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

variable "vpc_id" {
  type = string
}

variable "igw_id" {
  type    = list(string)
  default = []
}

variable "max_subnet_count" {
  type    = number
  default = 0
}

variable "max_nats" {
  type    = number
  default = 999
}

variable "private_subnets_enabled" {
  type    = bool
  default = true
}

variable "public_subnets_enabled" {
  type    = bool
  default = true
}

variable "private_label" {
  type    = string
  default = "private"
}

variable "public_label" {
  type    = string
  default = "public"
}

variable "ipv4_enabled" {
  type    = bool
  default = true
}

variable "ipv6_enabled" {
  type    = bool
  default = false
}

variable "ipv4_cidr_block" {
  type    = list(string)
  default = []
}

variable "ipv4_cidrs" {
  type    = any
  default = []
}

variable "availability_zones" {
  type    = list(string)
  default = []
}

variable "availability_zone_ids" {
  type    = list(string)
  default = []
}

variable "availability_zone_attribute_style" {
  type    = string
  default = "short"
}

variable "subnets_per_az_count" {
  type    = number
  default = 1
}

variable "nat_gateway_enabled" {
  type    = bool
  default = null
}

variable "nat_instance_enabled" {
  type    = bool
  default = null
}

variable "nat_instance_type" {
  type    = string
  default = "t3.micro"
}

variable "nat_elastic_ips" {
  type    = list(string)
  default = []
}

variable "metadata_http_tokens_required" {
  type    = bool
  default = true
}

variable "map_public_ip_on_launch" {
  type    = bool
  default = true
}

variable "private_route_table_enabled" {
  type    = bool
  default = true
}

variable "public_route_table_enabled" {
  type    = bool
  default = true
}

variable "public_route_table_ids" {
  type    = list(string)
  default = []
}

variable "public_route_table_per_subnet_enabled" {
  type    = bool
  default = null
}

variable "private_open_network_acl_enabled" {
  type    = bool
  default = true
}

variable "public_open_network_acl_enabled" {
  type    = bool
  default = true
}

variable "private_subnets_additional_tags" {
  type    = map(string)
  default = {}
}

variable "public_subnets_additional_tags" {
  type    = map(string)
  default = {}
}

variable "subnet_type_tag_key" {
  type    = string
  default = null
}

variable "subnet_type_tag_value_format" {
  type    = string
  default = "%s"
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

module "private_label" {
  source = "cloudposse/label/null"

  attributes = [var.private_label]
  tags = merge(
    var.private_subnets_additional_tags,
    var.subnet_type_tag_key != null && var.subnet_type_tag_value_format != null ? { (var.subnet_type_tag_key) = format(var.subnet_type_tag_value_format, var.private_label) } : {}
  )
  context = module.this.context
}

module "public_label" {
  source = "cloudposse/label/null"

  attributes = [var.public_label]
  tags = merge(
    var.public_subnets_additional_tags,
    var.subnet_type_tag_key != null && var.subnet_type_tag_value_format != null ? { (var.subnet_type_tag_key) = format(var.subnet_type_tag_value_format, var.public_label) } : {}
  )
  context = module.this.context
}

module "nat_label" {
  source = "cloudposse/label/null"

  attributes = ["nat"]
  context    = module.this.context
}

module "nat_instance_label" {
  source = "cloudposse/label/null"

  attributes = ["nat", "instance"]
  context    = module.this.context
}

data "aws_availability_zones" "default" {
  count = local.on ? 1 : 0
}

data "aws_vpc" "default" {
  count = local.on && length(var.ipv4_cidr_block) == 0 && local.computed ? 1 : 0

  id = var.vpc_id
}

locals {
  on      = module.this.enabled && (var.public_subnets_enabled || var.private_subnets_enabled) && (var.ipv4_enabled || var.ipv6_enabled)
  public  = local.on && var.public_subnets_enabled
  private = local.on && var.private_subnets_enabled

  known   = try(data.aws_availability_zones.default[0].names, [])
  by_id   = try(zipmap(data.aws_availability_zones.default[0].zone_ids, local.known), {})
  allowed = length(var.availability_zone_ids) > 0 ? [for id in var.availability_zone_ids : local.by_id[id]] : length(var.availability_zones) > 0 ? var.availability_zones : sort(local.known)
  zones   = var.max_subnet_count == 0 || var.max_subnet_count >= length(local.allowed) ? local.allowed : slice(local.allowed, 0, var.max_subnet_count)

  # The short name of a zone, such as "use1a".
  short = {
    for zone in distinct(local.zones) : zone => var.availability_zone_attribute_style == "full" ? zone : replace(replace(replace(replace(
    replace(replace(replace(zone, "north", "n"), "south", "s"), "east", "e"), "west", "w"), "central", "c"), "gov", "g"), "-", "")
  }

  public_each   = var.subnets_per_az_count
  private_each  = var.subnets_per_az_count
  public_zones  = local.public ? flatten([for zone in local.zones : [for index in range(local.public_each) : zone]]) : []
  private_zones = local.private ? flatten([for zone in local.zones : [for index in range(local.private_each) : zone]]) : []

  # The private subnets take the first part of the range, the public ones the rest.
  computed      = var.ipv4_enabled && length(var.ipv4_cidrs) == 0
  block         = length(var.ipv4_cidr_block) > 0 ? var.ipv4_cidr_block[0] : try(data.aws_vpc.default[0].cidr_block, "")
  room          = var.max_subnet_count == 0 ? length(local.known) : var.max_subnet_count
  private_room  = local.private ? local.room * local.private_each : 0
  all_room      = local.private_room + (local.public ? local.room * local.public_each : 0)
  bits          = local.on ? ceil(log(local.all_room, 2)) : 1
  private_cidrs = local.computed ? [for net in range(local.private_room) : cidrsubnet(local.block, local.bits, net)] : try(var.ipv4_cidrs[0].private, [])
  public_cidrs  = local.computed ? [for net in range(local.private_room, local.all_room) : cidrsubnet(local.block, local.bits, net)] : try(var.ipv4_cidrs[0].public, [])

  public_tables = (
    !local.public ? 0 : length(var.public_route_table_ids) > 0 ? length(var.public_route_table_ids) :
    !var.public_route_table_enabled ? 0 : coalesce(var.public_route_table_per_subnet_enabled, false) ? length(local.public_zones) : 1
  )
  own_tables     = local.public && var.public_route_table_enabled && length(var.public_route_table_ids) == 0
  public_ids     = local.own_tables ? aws_route_table.public[*].id : var.public_route_table_ids
  private_tables = local.private && var.private_route_table_enabled ? length(local.private_zones) : 0

  # One NAT for each zone unless fewer are asked for; a gateway wins over an instance.
  wants_nat = local.private && var.ipv4_enabled
  gateway   = coalesce(var.nat_instance_enabled, false) ? coalesce(var.nat_gateway_enabled, false) : coalesce(var.nat_gateway_enabled, true)
  instance  = !local.gateway && coalesce(var.nat_instance_enabled, false)
  nat_spots = local.wants_nat ? range(min(length(local.public_zones), var.max_nats)) : []
  nats      = length(local.nat_spots)
  gateways  = local.wants_nat && local.gateway ? local.nats : 0
  instances = local.wants_nat && local.instance ? local.nats : 0
  addresses = length(var.nat_elastic_ips) == 0 ? local.gateways + local.instances : 0
}

resource "aws_eip" "default" {
  count = local.addresses

  tags = merge(module.nat_label.tags, {
    Name = "${module.nat_label.id}${module.this.delimiter}${local.short[local.public_zones[local.nat_spots[count.index]]]}"
  })
}

resource "aws_nat_gateway" "default" {
  count = local.gateways

  allocation_id = try(aws_eip.default[count.index].id, null)
  subnet_id     = aws_subnet.public[local.nat_spots[count.index]].id

  tags = merge(module.nat_label.tags, {
    Name = "${module.nat_label.id}${module.this.delimiter}${local.short[local.public_zones[local.nat_spots[count.index]]]}"
  })
}

resource "aws_route" "nat4" {
  count = local.gateways > 0 ? local.private_tables : 0

  route_table_id         = aws_route_table.private[count.index].id
  nat_gateway_id         = aws_nat_gateway.default[count.index % local.nats].id
  destination_cidr_block = "0.0.0.0/0"
}

resource "aws_security_group" "nat_instance" {
  count = local.wants_nat && local.instance ? 1 : 0

  name   = module.nat_instance_label.id
  vpc_id = var.vpc_id
  tags   = module.nat_instance_label.tags
}

data "aws_ami" "nat_instance" {
  count = local.instances > 0 ? 1 : 0

  most_recent = true
  owners      = ["amazon"]
}

resource "aws_instance" "nat_instance" {
  count = local.instances

  ami                         = data.aws_ami.nat_instance[0].id
  instance_type               = var.nat_instance_type
  subnet_id                   = aws_subnet.public[local.nat_spots[count.index]].id
  vpc_security_group_ids      = [aws_security_group.nat_instance[0].id]
  associate_public_ip_address = true
  source_dest_check           = false
  ebs_optimized               = true

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = var.metadata_http_tokens_required ? "required" : "optional"
  }

  root_block_device {
    encrypted = true
  }

  tags = merge(module.nat_instance_label.tags, {
    Name = "${module.nat_instance_label.id}${module.this.delimiter}${local.short[local.public_zones[local.nat_spots[count.index]]]}"
  })
}

resource "aws_security_group_rule" "nat_instance_egress" {
  count = local.wants_nat && local.instance ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "egress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "nat_instance_ingress" {
  count = local.wants_nat && local.instance ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "ingress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = [local.block]
}

resource "aws_eip_association" "nat_instance" {
  count = local.instances

  instance_id   = aws_instance.nat_instance[count.index].id
  allocation_id = try(aws_eip.default[count.index].id, null)
}

resource "aws_route" "nat_instance" {
  count = local.instances > 0 ? local.private_tables : 0

  route_table_id         = aws_route_table.private[count.index].id
  network_interface_id   = aws_instance.nat_instance[count.index % local.nats].primary_network_interface_id
  destination_cidr_block = "0.0.0.0/0"
}

resource "aws_subnet" "private" {
  count = length(local.private_zones)

  vpc_id            = var.vpc_id
  availability_zone = local.private_zones[count.index]
  cidr_block        = var.ipv4_enabled ? local.private_cidrs[count.index] : null

  tags = merge(module.private_label.tags, {
    Name = "${module.private_label.id}${module.this.delimiter}${local.short[local.private_zones[count.index]]}"
  })
}

resource "aws_route_table" "private" {
  count = local.private_tables

  vpc_id = var.vpc_id

  tags = merge(module.private_label.tags, {
    Name = "${module.private_label.id}${module.this.delimiter}${local.short[local.private_zones[count.index]]}"
  })
}

resource "aws_route_table_association" "private" {
  count = local.private_tables

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_network_acl" "private" {
  count = local.private && var.private_open_network_acl_enabled ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.private[*].id
  tags       = module.private_label.tags
}

resource "aws_subnet" "public" {
  count = length(local.public_zones)

  vpc_id                  = var.vpc_id
  availability_zone       = local.public_zones[count.index]
  cidr_block              = var.ipv4_enabled ? element(local.public_cidrs, count.index) : null
  map_public_ip_on_launch = var.ipv4_enabled ? var.map_public_ip_on_launch : null

  tags = merge(module.public_label.tags, {
    Name = "${module.public_label.id}${module.this.delimiter}${local.short[local.public_zones[count.index]]}"
  })
}

resource "aws_route_table" "public" {
  count = local.own_tables ? local.public_tables : 0

  vpc_id = var.vpc_id
  tags   = module.public_label.tags
}

resource "aws_route" "public" {
  count = local.public && var.ipv4_enabled && length(var.igw_id) > 0 ? local.public_tables : 0

  route_table_id         = local.public_ids[count.index]
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.igw_id[0]
}

resource "aws_route_table_association" "public" {
  count = local.public && var.public_route_table_enabled ? length(local.public_zones) : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = element(local.public_ids, count.index)
}

resource "aws_network_acl" "public" {
  count = local.public && var.public_open_network_acl_enabled ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.public[*].id
  tags       = module.public_label.tags
}

resource "aws_network_acl_rule" "private4_ingress" {
  count = var.ipv4_enabled ? length(aws_network_acl.private) : 0

  network_acl_id = aws_network_acl.private[0].id
  rule_action    = "allow"
  rule_number    = 100
  egress         = false
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
  from_port      = 0
  to_port        = 0
}

resource "aws_network_acl_rule" "private4_egress" {
  count = var.ipv4_enabled ? length(aws_network_acl.private) : 0

  network_acl_id = aws_network_acl.private[0].id
  rule_action    = "allow"
  rule_number    = 100
  egress         = true
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
  from_port      = 0
  to_port        = 0
}

resource "aws_network_acl_rule" "private6_ingress" {
  count = var.ipv6_enabled ? length(aws_network_acl.private) : 0

  network_acl_id  = aws_network_acl.private[0].id
  rule_action     = "allow"
  rule_number     = 111
  egress          = false
  protocol        = "-1"
  ipv6_cidr_block = "::/0"
  from_port       = 0
  to_port         = 0
}

resource "aws_network_acl_rule" "private6_egress" {
  count = var.ipv6_enabled ? length(aws_network_acl.private) : 0

  network_acl_id  = aws_network_acl.private[0].id
  rule_action     = "allow"
  rule_number     = 111
  egress          = true
  protocol        = "-1"
  ipv6_cidr_block = "::/0"
  from_port       = 0
  to_port         = 0
}

resource "aws_network_acl_rule" "public4_ingress" {
  count = var.ipv4_enabled ? length(aws_network_acl.public) : 0

  network_acl_id = aws_network_acl.public[0].id
  rule_action    = "allow"
  rule_number    = 100
  egress         = false
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
  from_port      = 0
  to_port        = 0
}

resource "aws_network_acl_rule" "public4_egress" {
  count = var.ipv4_enabled ? length(aws_network_acl.public) : 0

  network_acl_id = aws_network_acl.public[0].id
  rule_action    = "allow"
  rule_number    = 100
  egress         = true
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
  from_port      = 0
  to_port        = 0
}

resource "aws_network_acl_rule" "public6_ingress" {
  count = var.ipv6_enabled ? length(aws_network_acl.public) : 0

  network_acl_id  = aws_network_acl.public[0].id
  rule_action     = "allow"
  rule_number     = 111
  egress          = false
  protocol        = "-1"
  ipv6_cidr_block = "::/0"
  from_port       = 0
  to_port         = 0
}

resource "aws_network_acl_rule" "public6_egress" {
  count = var.ipv6_enabled ? length(aws_network_acl.public) : 0

  network_acl_id  = aws_network_acl.public[0].id
  rule_action     = "allow"
  rule_number     = 111
  egress          = true
  protocol        = "-1"
  ipv6_cidr_block = "::/0"
  from_port       = 0
  to_port         = 0
}

output "availability_zones" {
  value = local.zones
}

output "public_subnet_ids" {
  value = aws_subnet.public[*].id
}

output "public_subnet_arns" {
  value = aws_subnet.public[*].arn
}

output "public_subnet_cidrs" {
  value = aws_subnet.public[*].cidr_block
}

output "private_subnet_ids" {
  value = aws_subnet.private[*].id
}

output "private_subnet_arns" {
  value = aws_subnet.private[*].arn
}

output "private_subnet_cidrs" {
  value = aws_subnet.private[*].cidr_block
}

output "public_route_table_ids" {
  value = aws_route_table.public[*].id
}

output "private_route_table_ids" {
  value = aws_route_table.private[*].id
}

output "public_network_acl_id" {
  value = try(aws_network_acl.public[0].id, null)
}

output "private_network_acl_id" {
  value = try(aws_network_acl.private[0].id, null)
}

output "nat_gateway_ids" {
  value = aws_nat_gateway.default[*].id
}

output "nat_instance_ids" {
  value = aws_instance.nat_instance[*].id
}

output "nat_ips" {
  value = length(var.nat_elastic_ips) > 0 ? var.nat_elastic_ips : aws_eip.default[*].public_ip
}

output "az_private_subnets_map" {
  value = { for zone in local.zones : zone => [for subnet in aws_subnet.private : subnet.id if subnet.availability_zone == zone] }
}

output "az_public_subnets_map" {
  value = { for zone in local.zones : zone => [for subnet in aws_subnet.public : subnet.id if subnet.availability_zone == zone] }
}
