stub {
  versions = ">= 0.30, < 2.0"
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
  type = string
}

variable "cidr_block" {
  type = string
}

variable "availability_zones" {
  type = list(string)
}

variable "availability_zone_attribute_style" {
  type    = string
  default = "short"
}

variable "max_subnet_count" {
  type    = number
  default = 0
}

variable "vpc_default_route_table_id" {
  type    = string
  default = ""
}

variable "public_network_acl_id" {
  type    = string
  default = ""
}

variable "private_network_acl_id" {
  type    = string
  default = ""
}

variable "nat_gateway_enabled" {
  type    = bool
  default = true
}

variable "nat_instance_enabled" {
  type    = bool
  default = false
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

variable "root_block_device_encrypted" {
  type    = bool
  default = true
}

variable "map_public_ip_on_launch" {
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
  default = "cpco.io/subnet/type"
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

  attributes = ["private"]
  tags = merge(
    var.private_subnets_additional_tags,
    { (var.subnet_type_tag_key) = format(var.subnet_type_tag_value_format, "private") }
  )
  context = module.this.context
}

module "public_label" {
  source = "cloudposse/label/null"

  attributes = ["public"]
  tags = merge(
    var.public_subnets_additional_tags,
    { (var.subnet_type_tag_key) = format(var.subnet_type_tag_value_format, "public") }
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

data "aws_availability_zones" "available" {
  count = module.this.enabled ? 1 : 0
}

locals {
  zones     = module.this.enabled ? var.availability_zones : []
  gateways  = var.nat_gateway_enabled ? length(local.zones) : 0
  instances = var.nat_instance_enabled ? length(local.zones) : 0
  reuse     = length(var.nat_elastic_ips) > 0
  own_table = module.this.enabled && var.vpc_default_route_table_id == ""
  room      = var.max_subnet_count == 0 ? try(length(data.aws_availability_zones.available[0].names), 0) : var.max_subnet_count
  bits      = ceil(log(local.room * 2, 2))

  # The short name of a zone, such as "use1a".
  short = {
    for zone in distinct(local.zones) : zone => var.availability_zone_attribute_style == "full" ? zone : replace(replace(replace(replace(
    replace(replace(replace(zone, "north", "n"), "south", "s"), "east", "e"), "west", "w"), "central", "c"), "gov", "g"), "-", "")
  }
}

resource "aws_eip" "default" {
  count = local.reuse ? 0 : local.gateways

  tags = merge(module.private_label.tags, {
    Name = "${module.private_label.id}${module.this.delimiter}${local.short[var.availability_zones[count.index]]}"
  })
}

resource "aws_nat_gateway" "default" {
  count = local.gateways

  allocation_id = try(aws_eip.default[count.index].id, null)
  subnet_id     = aws_subnet.public[count.index].id

  tags = merge(module.nat_label.tags, {
    Name = "${module.nat_label.id}${module.this.delimiter}${local.short[var.availability_zones[count.index]]}"
  })
}

resource "aws_route" "default" {
  count = local.gateways

  route_table_id         = aws_route_table.private[count.index].id
  nat_gateway_id         = aws_nat_gateway.default[count.index].id
  destination_cidr_block = "0.0.0.0/0"
}

resource "aws_security_group" "nat_instance" {
  count = local.instances > 0 ? 1 : 0

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
  subnet_id                   = aws_subnet.public[count.index].id
  vpc_security_group_ids      = [aws_security_group.nat_instance[0].id]
  associate_public_ip_address = true
  source_dest_check           = false

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = var.metadata_http_tokens_required ? "required" : "optional"
  }

  root_block_device {
    encrypted = var.root_block_device_encrypted
  }

  tags = merge(module.nat_instance_label.tags, {
    Name = "${module.nat_instance_label.id}${module.this.delimiter}${local.short[var.availability_zones[count.index]]}"
  })
}

resource "aws_eip" "nat_instance" {
  count = local.reuse ? 0 : local.instances

  tags = merge(module.nat_instance_label.tags, {
    Name = "${module.nat_instance_label.id}${module.this.delimiter}${local.short[var.availability_zones[count.index]]}"
  })
}

resource "aws_security_group_rule" "nat_instance_egress" {
  count = local.instances > 0 ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "egress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "nat_instance_ingress" {
  count = local.instances > 0 ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "ingress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = [var.cidr_block]
}

resource "aws_eip_association" "nat_instance" {
  count = local.instances

  instance_id   = aws_instance.nat_instance[count.index].id
  allocation_id = try(aws_eip.nat_instance[count.index].id, null)
}

resource "aws_route" "nat_instance" {
  count = local.instances

  route_table_id         = aws_route_table.private[count.index].id
  network_interface_id   = aws_instance.nat_instance[count.index].primary_network_interface_id
  destination_cidr_block = "0.0.0.0/0"
}

resource "aws_subnet" "public" {
  count = length(local.zones)

  vpc_id                  = var.vpc_id
  availability_zone       = local.zones[count.index]
  cidr_block              = cidrsubnet(var.cidr_block, local.bits, local.room + count.index)
  map_public_ip_on_launch = var.map_public_ip_on_launch

  tags = merge(module.public_label.tags, {
    Name = "${module.public_label.id}${module.this.delimiter}${local.short[var.availability_zones[count.index]]}"
  })
}

resource "aws_route_table" "public" {
  count = local.own_table ? 1 : 0

  vpc_id = var.vpc_id
  tags   = module.public_label.tags
}

resource "aws_route" "public" {
  count = local.own_table ? 1 : 0

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.igw_id
}

resource "aws_route_table_association" "public" {
  count = local.own_table ? length(local.zones) : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_route_table_association" "public_default" {
  count = local.own_table ? 0 : length(local.zones)

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = var.vpc_default_route_table_id
}

resource "aws_network_acl" "public" {
  count = module.this.enabled && var.public_network_acl_id == "" ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.public[*].id

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  tags = module.public_label.tags
}

resource "aws_subnet" "private" {
  count = length(local.zones)

  vpc_id            = var.vpc_id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.cidr_block, local.bits, count.index)

  tags = merge(module.private_label.tags, {
    Name = "${module.private_label.id}${module.this.delimiter}${local.short[var.availability_zones[count.index]]}"
  })
}

resource "aws_route_table" "private" {
  count = length(local.zones)

  vpc_id = var.vpc_id

  tags = merge(module.private_label.tags, {
    Name = "${module.private_label.id}${module.this.delimiter}${local.short[var.availability_zones[count.index]]}"
  })
}

resource "aws_route_table_association" "private" {
  count = length(local.zones)

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_network_acl" "private" {
  count = module.this.enabled && var.private_network_acl_id == "" ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.private[*].id

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  tags = module.private_label.tags
}

output "availability_zones" {
  value = var.availability_zones
}

output "public_subnet_ids" {
  value = aws_subnet.public[*].id
}

output "public_subnet_cidrs" {
  value = aws_subnet.public[*].cidr_block
}

output "private_subnet_ids" {
  value = aws_subnet.private[*].id
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

output "nat_gateway_ids" {
  value = aws_nat_gateway.default[*].id
}

output "nat_gateway_public_ips" {
  value = aws_eip.default[*].public_ip
}

output "nat_instance_ids" {
  value = aws_instance.nat_instance[*].id
}

output "nat_ips" {
  value = local.reuse ? var.nat_elastic_ips : concat(aws_eip.default[*].public_ip, aws_eip.nat_instance[*].public_ip)
}
