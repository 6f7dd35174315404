stub {
  versions = ">= 2.0, < 4.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws"
}

variable "create_vpc" {
  type    = bool
  default = true
}
variable "name" {
  type    = string
  default = ""
}
variable "cidr" {
  type    = string
  default = "0.0.0.0/0"
}
variable "azs" {
  type    = list(string)
  default = []
}
variable "secondary_cidr_blocks" {
  type    = list(string)
  default = []
}
variable "instance_tenancy" {
  type    = string
  default = "default"
}
variable "enable_dns_hostnames" {
  type    = bool
  default = false
}
variable "enable_dns_support" {
  type    = bool
  default = true
}
variable "enable_ipv6" {
  type    = bool
  default = false
}
variable "use_ipam_pool" {
  type    = bool
  default = false
}
variable "ipv4_ipam_pool_id" {
  type    = string
  default = null
}
variable "ipv4_netmask_length" {
  type    = number
  default = null
}

# One list per tier. Its length is the number of subnets.
variable "public_subnets" {
  type    = list(string)
  default = []
}
variable "public_subnet_names" {
  type    = list(string)
  default = []
}
variable "public_subnet_suffix" {
  type    = string
  default = "public"
}
variable "public_subnet_tags" {
  type    = map(string)
  default = {}
}
variable "private_subnets" {
  type    = list(string)
  default = []
}
variable "private_subnet_names" {
  type    = list(string)
  default = []
}
variable "private_subnet_suffix" {
  type    = string
  default = "private"
}
variable "private_subnet_tags" {
  type    = map(string)
  default = {}
}
variable "database_subnets" {
  type    = list(string)
  default = []
}
variable "database_subnet_names" {
  type    = list(string)
  default = []
}
variable "database_subnet_suffix" {
  type    = string
  default = "db"
}
variable "database_subnet_tags" {
  type    = map(string)
  default = {}
}
variable "redshift_subnets" {
  type    = list(string)
  default = []
}
variable "redshift_subnet_tags" {
  type    = map(string)
  default = {}
}
variable "elasticache_subnets" {
  type    = list(string)
  default = []
}
variable "elasticache_subnet_tags" {
  type    = map(string)
  default = {}
}
variable "intra_subnets" {
  type    = list(string)
  default = []
}
variable "intra_subnet_names" {
  type    = list(string)
  default = []
}
variable "intra_subnet_suffix" {
  type    = string
  default = "intra"
}
variable "intra_subnet_tags" {
  type    = map(string)
  default = {}
}
variable "outpost_subnets" {
  type    = list(string)
  default = []
}
variable "outpost_subnet_tags" {
  type    = map(string)
  default = {}
}
variable "public_subnet_tags_per_az" {
  type    = map(map(string))
  default = {}
}
variable "private_subnet_tags_per_az" {
  type    = map(map(string))
  default = {}
}
variable "map_public_ip_on_launch" {
  type    = bool
  default = true
}
variable "outpost_az" {
  type    = string
  default = null
}
variable "outpost_arn" {
  type    = string
  default = null
}

# Gateways, routes and groups of subnets.
variable "create_igw" {
  type    = bool
  default = true
}
variable "create_egress_only_igw" {
  type    = bool
  default = true
}
variable "enable_nat_gateway" {
  type    = bool
  default = false
}
variable "single_nat_gateway" {
  type    = bool
  default = false
}
variable "one_nat_gateway_per_az" {
  type    = bool
  default = false
}
variable "reuse_nat_ips" {
  type    = bool
  default = false
}
variable "external_nat_ip_ids" {
  type    = list(string)
  default = []
}
variable "external_nat_ips" {
  type    = list(string)
  default = []
}
variable "nat_gateway_destination_cidr_block" {
  type    = string
  default = "0.0.0.0/0"
}
variable "enable_public_redshift" {
  type    = bool
  default = false
}
variable "create_database_internet_gateway_route" {
  type    = bool
  default = false
}
variable "create_database_nat_gateway_route" {
  type    = bool
  default = false
}
variable "create_database_subnet_route_table" {
  type    = bool
  default = false
}
variable "create_database_subnet_group" {
  type    = bool
  default = true
}
variable "database_subnet_group_name" {
  type    = string
  default = null
}
variable "database_subnet_group_tags" {
  type    = map(string)
  default = {}
}
variable "create_redshift_subnet_route_table" {
  type    = bool
  default = false
}
variable "create_redshift_subnet_group" {
  type    = bool
  default = true
}
variable "redshift_subnet_group_name" {
  type    = string
  default = null
}
variable "redshift_subnet_group_tags" {
  type    = map(string)
  default = {}
}
variable "create_elasticache_subnet_route_table" {
  type    = bool
  default = false
}
variable "create_elasticache_subnet_group" {
  type    = bool
  default = true
}
variable "elasticache_subnet_group_name" {
  type    = string
  default = null
}
variable "elasticache_subnet_group_tags" {
  type    = map(string)
  default = {}
}
variable "enable_vpn_gateway" {
  type    = bool
  default = false
}
variable "vpn_gateway_id" {
  type    = string
  default = ""
}
variable "amazon_side_asn" {
  type    = string
  default = "64512"
}
variable "vpn_gateway_az" {
  type    = string
  default = null
}
variable "customer_gateways" {
  type    = map(map(any))
  default = {}
}
variable "enable_dhcp_options" {
  type    = bool
  default = false
}
variable "dhcp_options_domain_name" {
  type    = string
  default = ""
}
variable "dhcp_options_domain_name_servers" {
  type    = list(string)
  default = ["AmazonProvidedDNS"]
}
variable "manage_default_vpc" {
  type    = bool
  default = false
}
variable "manage_default_security_group" {
  type    = bool
  default = false
}
variable "default_security_group_name" {
  type    = string
  default = null
}
variable "default_security_group_tags" {
  type    = map(string)
  default = {}
}
variable "manage_default_network_acl" {
  type    = bool
  default = false
}
variable "default_network_acl_name" {
  type    = string
  default = null
}
variable "default_network_acl_tags" {
  type    = map(string)
  default = {}
}
variable "manage_default_route_table" {
  type    = bool
  default = false
}
variable "default_route_table_name" {
  type    = string
  default = null
}
variable "default_route_table_tags" {
  type    = map(string)
  default = {}
}
variable "default_security_group_ingress" {
  type    = list(map(string))
  default = []
}
variable "default_security_group_egress" {
  type    = list(map(string))
  default = []
}

# Flow logs.
variable "enable_flow_log" {
  type    = bool
  default = false
}
variable "create_flow_log_cloudwatch_log_group" {
  type    = bool
  default = false
}
variable "create_flow_log_cloudwatch_iam_role" {
  type    = bool
  default = false
}
variable "flow_log_destination_type" {
  type    = string
  default = "cloud-watch-logs"
}
variable "flow_log_destination_arn" {
  type    = string
  default = ""
}
variable "flow_log_traffic_type" {
  type    = string
  default = "ALL"
}
variable "flow_log_max_aggregation_interval" {
  type    = number
  default = 600
}
variable "flow_log_cloudwatch_iam_role_arn" {
  type    = string
  default = ""
}
variable "flow_log_cloudwatch_log_group_name_prefix" {
  type    = string
  default = "/aws/vpc-flow-log/"
}
variable "flow_log_cloudwatch_log_group_name_suffix" {
  type    = string
  default = ""
}
variable "flow_log_cloudwatch_log_group_retention_in_days" {
  type    = number
  default = null
}
variable "flow_log_cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}
variable "vpc_flow_log_permissions_boundary" {
  type    = string
  default = null
}

# Tags.
variable "tags" {
  type    = map(string)
  default = {}
}
variable "vpc_tags" {
  type    = map(string)
  default = {}
}
variable "igw_tags" {
  type    = map(string)
  default = {}
}
variable "nat_gateway_tags" {
  type    = map(string)
  default = {}
}
variable "nat_eip_tags" {
  type    = map(string)
  default = {}
}
variable "vpn_gateway_tags" {
  type    = map(string)
  default = {}
}
variable "customer_gateway_tags" {
  type    = map(string)
  default = {}
}
variable "dhcp_options_tags" {
  type    = map(string)
  default = {}
}
variable "default_vpc_tags" {
  type    = map(string)
  default = {}
}
variable "vpc_flow_log_tags" {
  type    = map(string)
  default = {}
}
variable "public_route_table_tags" {
  type    = map(string)
  default = {}
}
variable "private_route_table_tags" {
  type    = map(string)
  default = {}
}
variable "database_route_table_tags" {
  type    = map(string)
  default = {}
}
variable "redshift_route_table_tags" {
  type    = map(string)
  default = {}
}
variable "elasticache_route_table_tags" {
  type    = map(string)
  default = {}
}
variable "intra_route_table_tags" {
  type    = map(string)
  default = {}
}

locals {
  vpc_id            = try(aws_vpc.this[0].id, null)
  public_count      = var.create_vpc ? length(var.public_subnets) : 0
  private_count     = var.create_vpc ? length(var.private_subnets) : 0
  database_count    = var.create_vpc ? length(var.database_subnets) : 0
  redshift_count    = var.create_vpc ? length(var.redshift_subnets) : 0
  elasticache_count = var.create_vpc ? length(var.elasticache_subnets) : 0
  intra_count       = var.create_vpc ? length(var.intra_subnets) : 0
  outpost_count     = var.create_vpc ? length(var.outpost_subnets) : 0

  # Tiers that are reached through NAT; the longest list sets the number of gateways.
  longest            = max(local.private_count, local.elasticache_count, local.database_count, local.redshift_count)
  nat_count          = !var.create_vpc ? 0 : var.single_nat_gateway ? 1 : var.one_nat_gateway_per_az ? length(var.azs) : local.longest
  nat_ips            = var.reuse_nat_ips ? var.external_nat_ip_ids : aws_eip.nat[*].id
  database_one_table = var.single_nat_gateway || var.create_database_internet_gateway_route
  database_tables    = !var.create_database_subnet_route_table || local.database_count == 0 ? 0 : local.database_one_table ? 1 : local.database_count
  flow_log           = var.create_vpc && var.enable_flow_log
  flow_log_to_logs   = local.flow_log && var.flow_log_destination_type != "s3"
  flow_log_group     = local.flow_log_to_logs && var.create_flow_log_cloudwatch_log_group
  flow_log_role      = local.flow_log_to_logs && var.create_flow_log_cloudwatch_iam_role
}

resource "aws_vpc" "this" {
  count = var.create_vpc ? 1 : 0

  cidr_block                       = var.use_ipam_pool ? null : var.cidr
  ipv4_ipam_pool_id                = var.ipv4_ipam_pool_id
  ipv4_netmask_length              = var.ipv4_netmask_length
  assign_generated_ipv6_cidr_block = var.enable_ipv6 && !var.use_ipam_pool ? true : null
  instance_tenancy                 = var.instance_tenancy
  enable_dns_hostnames             = var.enable_dns_hostnames
  enable_dns_support               = var.enable_dns_support
  tags                             = merge({ Name = var.name }, var.tags, var.vpc_tags)
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  count      = var.create_vpc ? length(var.secondary_cidr_blocks) : 0
  vpc_id     = aws_vpc.this[0].id
  cidr_block = var.secondary_cidr_blocks[count.index]
}

resource "aws_vpc_dhcp_options" "this" {
  count               = var.create_vpc && var.enable_dhcp_options ? 1 : 0
  domain_name         = var.dhcp_options_domain_name
  domain_name_servers = var.dhcp_options_domain_name_servers
  tags                = merge({ Name = var.name }, var.tags, var.dhcp_options_tags)
}

resource "aws_internet_gateway" "this" {
  count  = local.public_count > 0 && var.create_igw ? 1 : 0
  vpc_id = local.vpc_id
  tags   = merge({ Name = var.name }, var.tags, var.igw_tags)
}

resource "aws_egress_only_internet_gateway" "this" {
  count  = var.create_vpc && var.create_egress_only_igw && var.enable_ipv6 && local.longest > 0 ? 1 : 0
  vpc_id = local.vpc_id
  tags   = merge({ Name = var.name }, var.tags, var.igw_tags)
}

resource "aws_eip" "nat" {
  count  = var.enable_nat_gateway && !var.reuse_nat_ips ? local.nat_count : 0
  domain = "vpc"
  tags   = merge({ Name = format("${var.name}-%s", element(var.azs, var.single_nat_gateway ? 0 : count.index)) }, var.tags, var.nat_eip_tags)
}

resource "aws_nat_gateway" "this" {
  count = var.enable_nat_gateway ? local.nat_count : 0

  allocation_id = element(local.nat_ips, var.single_nat_gateway ? 0 : count.index)
  subnet_id     = element(aws_subnet.public[*].id, var.single_nat_gateway ? 0 : count.index)
  tags          = merge({ Name = format("${var.name}-%s", element(var.azs, var.single_nat_gateway ? 0 : count.index)) }, var.tags, var.nat_gateway_tags)
}

resource "aws_subnet" "public" {
  count                   = !var.one_nat_gateway_per_az || local.public_count >= length(var.azs) ? local.public_count : 0
  vpc_id                  = local.vpc_id
  cidr_block              = try(var.public_subnets[count.index], null)
  availability_zone       = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  availability_zone_id    = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) == 0 ? element(var.azs, count.index) : null
  map_public_ip_on_launch = var.map_public_ip_on_launch
  tags = merge(
    { Name = try(var.public_subnet_names[count.index], format("${var.name}-${var.public_subnet_suffix}-%s", element(var.azs, count.index))) },
    var.tags, var.public_subnet_tags,
    lookup(var.public_subnet_tags_per_az, element(var.azs, count.index), {})
  )
}

resource "aws_subnet" "private" {
  count                = local.private_count
  vpc_id               = local.vpc_id
  cidr_block           = try(var.private_subnets[count.index], null)
  availability_zone    = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  availability_zone_id = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) == 0 ? element(var.azs, count.index) : null
  tags = merge(
    { Name = try(var.private_subnet_names[count.index], format("${var.name}-${var.private_subnet_suffix}-%s", element(var.azs, count.index))) },
    var.tags, var.private_subnet_tags,
    lookup(var.private_subnet_tags_per_az, element(var.azs, count.index), {})
  )
}

resource "aws_subnet" "database" {
  count                = local.database_count
  vpc_id               = local.vpc_id
  cidr_block           = try(var.database_subnets[count.index], null)
  availability_zone    = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  availability_zone_id = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) == 0 ? element(var.azs, count.index) : null
  tags = merge(
    { Name = try(var.database_subnet_names[count.index], format("${var.name}-${var.database_subnet_suffix}-%s", element(var.azs, count.index))) },
    var.tags, var.database_subnet_tags
  )
}

resource "aws_subnet" "redshift" {
  count                = local.redshift_count
  vpc_id               = local.vpc_id
  cidr_block           = try(var.redshift_subnets[count.index], null)
  availability_zone    = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  availability_zone_id = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) == 0 ? element(var.azs, count.index) : null
  tags = merge(
    { Name = format("${var.name}-redshift-%s", element(var.azs, count.index)) },
    var.tags, var.redshift_subnet_tags
  )
}

resource "aws_subnet" "elasticache" {
  count                = local.elasticache_count
  vpc_id               = local.vpc_id
  cidr_block           = try(var.elasticache_subnets[count.index], null)
  availability_zone    = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  availability_zone_id = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) == 0 ? element(var.azs, count.index) : null
  tags = merge(
    { Name = format("${var.name}-elasticache-%s", element(var.azs, count.index)) },
    var.tags, var.elasticache_subnet_tags
  )
}

resource "aws_subnet" "intra" {
  count                = local.intra_count
  vpc_id               = local.vpc_id
  cidr_block           = try(var.intra_subnets[count.index], null)
  availability_zone    = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  availability_zone_id = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) == 0 ? element(var.azs, count.index) : null
  tags = merge(
    { Name = try(var.intra_subnet_names[count.index], format("${var.name}-${var.intra_subnet_suffix}-%s", element(var.azs, count.index))) },
    var.tags, var.intra_subnet_tags
  )
}

resource "aws_subnet" "outpost" {
  count             = local.outpost_count
  vpc_id            = local.vpc_id
  cidr_block        = try(var.outpost_subnets[count.index], null)
  availability_zone = var.outpost_az
  outpost_arn       = var.outpost_arn
  tags = merge(
    { Name = format("${var.name}-outpost-%s", var.outpost_az) },
    var.tags, var.outpost_subnet_tags
  )
}

resource "aws_db_subnet_group" "database" {
  count      = local.database_count > 0 && var.create_database_subnet_group ? 1 : 0
  name       = lower(coalesce(var.database_subnet_group_name, var.name))
  subnet_ids = aws_subnet.database[*].id
  tags       = merge({ Name = lower(coalesce(var.database_subnet_group_name, var.name)) }, var.tags, var.database_subnet_group_tags)
}

resource "aws_redshift_subnet_group" "redshift" {
  count      = local.redshift_count > 0 && var.create_redshift_subnet_group ? 1 : 0
  name       = lower(coalesce(var.redshift_subnet_group_name, var.name))
  subnet_ids = aws_subnet.redshift[*].id
  tags       = merge({ Name = coalesce(var.redshift_subnet_group_name, var.name) }, var.tags, var.redshift_subnet_group_tags)
}

resource "aws_elasticache_subnet_group" "elasticache" {
  count      = local.elasticache_count > 0 && var.create_elasticache_subnet_group ? 1 : 0
  name       = coalesce(var.elasticache_subnet_group_name, var.name)
  subnet_ids = aws_subnet.elasticache[*].id
  tags       = merge({ Name = coalesce(var.elasticache_subnet_group_name, var.name) }, var.tags, var.elasticache_subnet_group_tags)
}

resource "aws_route_table" "public" {
  count  = local.public_count > 0 ? 1 : 0
  vpc_id = local.vpc_id
  tags   = merge({ Name = "${var.name}-${var.public_subnet_suffix}" }, var.tags, var.public_route_table_tags)
}

resource "aws_route_table" "private" {
  count  = local.longest > 0 ? local.nat_count : 0
  vpc_id = local.vpc_id
  tags   = merge({ Name = var.single_nat_gateway ? "${var.name}-${var.private_subnet_suffix}" : format("${var.name}-${var.private_subnet_suffix}-%s", element(var.azs, count.index)) }, var.tags, var.private_route_table_tags)
}

resource "aws_route_table" "database" {
  count  = local.database_tables
  vpc_id = local.vpc_id
  tags   = merge({ Name = local.database_one_table ? "${var.name}-${var.database_subnet_suffix}" : format("${var.name}-${var.database_subnet_suffix}-%s", element(var.azs, count.index)) }, var.tags, var.database_route_table_tags)
}

resource "aws_route_table" "redshift" {
  count  = var.create_redshift_subnet_route_table && local.redshift_count > 0 ? 1 : 0
  vpc_id = local.vpc_id
  tags   = merge({ Name = "${var.name}-redshift" }, var.tags, var.redshift_route_table_tags)
}

resource "aws_route_table" "elasticache" {
  count  = var.create_elasticache_subnet_route_table && local.elasticache_count > 0 ? 1 : 0
  vpc_id = local.vpc_id
  tags   = merge({ Name = "${var.name}-elasticache" }, var.tags, var.elasticache_route_table_tags)
}

resource "aws_route_table" "intra" {
  count  = local.intra_count > 0 ? 1 : 0
  vpc_id = local.vpc_id
  tags   = merge({ Name = "${var.name}-${var.intra_subnet_suffix}" }, var.tags, var.intra_route_table_tags)
}

resource "aws_route_table_association" "public" {
  count          = local.public_count
  subnet_id      = element(aws_subnet.public[*].id, count.index)
  route_table_id = element(aws_route_table.public[*].id, 0)
}

resource "aws_route_table_association" "private" {
  count          = local.private_count
  subnet_id      = element(aws_subnet.private[*].id, count.index)
  route_table_id = element(aws_route_table.private[*].id, var.single_nat_gateway ? 0 : count.index)
}

resource "aws_route_table_association" "database" {
  count          = local.database_count
  subnet_id      = element(aws_subnet.database[*].id, count.index)
  route_table_id = element(coalescelist(aws_route_table.database[*].id, aws_route_table.private[*].id), var.create_database_subnet_route_table && local.database_one_table ? 0 : count.index)
}

resource "aws_route_table_association" "intra" {
  count          = local.intra_count
  subnet_id      = element(aws_subnet.intra[*].id, count.index)
  route_table_id = element(aws_route_table.intra[*].id, 0)
}

resource "aws_route" "public_internet_gateway" {
  count                  = var.create_igw && local.public_count > 0 ? 1 : 0
  route_table_id         = aws_route_table.public[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "private_nat_gateway" {
  count                  = var.enable_nat_gateway ? local.nat_count : 0
  route_table_id         = element(aws_route_table.private[*].id, count.index)
  destination_cidr_block = var.nat_gateway_destination_cidr_block
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_route" "database_internet_gateway" {
  count                  = local.database_tables > 0 && var.create_igw && var.create_database_internet_gateway_route && !var.create_database_nat_gateway_route ? 1 : 0
  route_table_id         = aws_route_table.database[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "database_nat_gateway" {
  count                  = !var.create_database_internet_gateway_route && var.create_database_nat_gateway_route && var.enable_nat_gateway ? local.database_tables : 0
  route_table_id         = element(aws_route_table.database[*].id, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_customer_gateway" "this" {
  for_each   = var.customer_gateways
  ip_address = each.value["ip_address"]
  bgp_asn    = lookup(each.value, "bgp_asn", null)
  type       = "ipsec.1"
  tags       = merge({ Name = "${var.name}-${each.key}" }, var.tags, var.customer_gateway_tags)
}

resource "aws_vpn_gateway" "this" {
  count             = var.create_vpc && var.enable_vpn_gateway ? 1 : 0
  vpc_id            = local.vpc_id
  amazon_side_asn   = var.amazon_side_asn
  availability_zone = var.vpn_gateway_az
  tags              = merge({ Name = var.name }, var.tags, var.vpn_gateway_tags)
}

resource "aws_vpn_gateway_attachment" "this" {
  count          = var.vpn_gateway_id != "" ? 1 : 0
  vpc_id         = local.vpc_id
  vpn_gateway_id = var.vpn_gateway_id
}

resource "aws_default_vpc" "this" {
  count = var.manage_default_vpc ? 1 : 0
  tags  = merge({ Name = "default" }, var.tags, var.default_vpc_tags)
}

resource "aws_default_security_group" "this" {
  count  = var.create_vpc && var.manage_default_security_group ? 1 : 0
  vpc_id = aws_vpc.this[0].id
  dynamic "ingress" {
    for_each = var.default_security_group_ingress
    content {
      cidr_blocks = compact(split(",", lookup(ingress.value, "cidr_blocks", "")))
      from_port   = lookup(ingress.value, "from_port", 0)
      to_port     = lookup(ingress.value, "to_port", 0)
      protocol    = lookup(ingress.value, "protocol", "-1")
    }
  }
  dynamic "egress" {
    for_each = var.default_security_group_egress
    content {
      cidr_blocks = compact(split(",", lookup(egress.value, "cidr_blocks", "")))
      from_port   = lookup(egress.value, "from_port", 0)
      to_port     = lookup(egress.value, "to_port", 0)
      protocol    = lookup(egress.value, "protocol", "-1")
    }
  }
  tags = merge({ Name = coalesce(var.default_security_group_name, var.name) }, var.tags, var.default_security_group_tags)
}

resource "aws_default_network_acl" "this" {
  count                  = var.create_vpc && var.manage_default_network_acl ? 1 : 0
  default_network_acl_id = aws_vpc.this[0].default_network_acl_id
  tags                   = merge({ Name = coalesce(var.default_network_acl_name, var.name) }, var.tags, var.default_network_acl_tags)
}

resource "aws_default_route_table" "default" {
  count                  = var.create_vpc && var.manage_default_route_table ? 1 : 0
  default_route_table_id = aws_vpc.this[0].default_route_table_id
  tags                   = merge({ Name = coalesce(var.default_route_table_name, var.name) }, var.tags, var.default_route_table_tags)
}

resource "aws_flow_log" "this" {
  count                    = local.flow_log ? 1 : 0
  vpc_id                   = local.vpc_id
  log_destination_type     = var.flow_log_destination_type
  log_destination          = local.flow_log_group ? aws_cloudwatch_log_group.flow_log[0].arn : var.flow_log_destination_arn
  iam_role_arn             = local.flow_log_role ? aws_iam_role.vpc_flow_log_cloudwatch[0].arn : var.flow_log_cloudwatch_iam_role_arn
  traffic_type             = var.flow_log_traffic_type
  max_aggregation_interval = var.flow_log_max_aggregation_interval
  tags                     = merge(var.tags, var.vpc_flow_log_tags)
}

resource "aws_cloudwatch_log_group" "flow_log" {
  count             = local.flow_log_group ? 1 : 0
  name              = "${var.flow_log_cloudwatch_log_group_name_prefix}${var.flow_log_cloudwatch_log_group_name_suffix == "" ? local.vpc_id : var.flow_log_cloudwatch_log_group_name_suffix}"
  retention_in_days = var.flow_log_cloudwatch_log_group_retention_in_days
  kms_key_id        = var.flow_log_cloudwatch_log_group_kms_key_id
  tags              = merge(var.tags, var.vpc_flow_log_tags)
}

resource "aws_iam_role" "vpc_flow_log_cloudwatch" {
  count                = local.flow_log_role ? 1 : 0
  name_prefix          = "vpc-flow-log-role-"
  permissions_boundary = var.vpc_flow_log_permissions_boundary
  tags                 = merge(var.tags, var.vpc_flow_log_tags)
}

resource "aws_iam_policy" "vpc_flow_log_cloudwatch" {
  count       = local.flow_log_role ? 1 : 0
  name_prefix = "vpc-flow-log-to-cloudwatch-"
  tags        = merge(var.tags, var.vpc_flow_log_tags)
}

output "vpc_id" { value = try(aws_vpc.this[0].id, null) }
output "vpc_arn" { value = try(aws_vpc.this[0].arn, null) }
output "vpc_cidr_block" { value = try(aws_vpc.this[0].cidr_block, null) }
output "vpc_owner_id" { value = try(aws_vpc.this[0].owner_id, null) }
output "vpc_ipv6_cidr_block" { value = try(aws_vpc.this[0].ipv6_cidr_block, null) }
output "vpc_instance_tenancy" { value = try(aws_vpc.this[0].instance_tenancy, null) }
output "vpc_enable_dns_hostnames" { value = try(aws_vpc.this[0].enable_dns_hostnames, null) }
output "vpc_enable_dns_support" { value = try(aws_vpc.this[0].enable_dns_support, null) }
output "vpc_main_route_table_id" { value = try(aws_vpc.this[0].main_route_table_id, null) }
output "default_security_group_id" { value = try(aws_vpc.this[0].default_security_group_id, null) }
output "default_network_acl_id" { value = try(aws_vpc.this[0].default_network_acl_id, null) }
output "default_route_table_id" { value = try(aws_vpc.this[0].default_route_table_id, null) }
output "vpc_secondary_cidr_blocks" { value = aws_vpc_ipv4_cidr_block_association.this[*].cidr_block }
output "name" { value = var.name }
output "azs" { value = var.azs }
output "igw_id" { value = try(aws_internet_gateway.this[0].id, null) }
output "igw_arn" { value = try(aws_internet_gateway.this[0].arn, null) }
output "egress_only_internet_gateway_id" { value = try(aws_egress_only_internet_gateway.this[0].id, null) }
output "dhcp_options_id" { value = try(aws_vpc_dhcp_options.this[0].id, null) }
output "public_subnets" { value = aws_subnet.public[*].id }
output "public_subnet_arns" { value = aws_subnet.public[*].arn }
output "public_subnets_cidr_blocks" { value = compact(aws_subnet.public[*].cidr_block) }
output "private_subnets" { value = aws_subnet.private[*].id }
output "private_subnet_arns" { value = aws_subnet.private[*].arn }
output "private_subnets_cidr_blocks" { value = compact(aws_subnet.private[*].cidr_block) }
output "database_subnets" { value = aws_subnet.database[*].id }
output "database_subnet_arns" { value = aws_subnet.database[*].arn }
output "database_subnets_cidr_blocks" { value = compact(aws_subnet.database[*].cidr_block) }
output "redshift_subnets" { value = aws_subnet.redshift[*].id }
output "redshift_subnet_arns" { value = aws_subnet.redshift[*].arn }
output "redshift_subnets_cidr_blocks" { value = compact(aws_subnet.redshift[*].cidr_block) }
output "elasticache_subnets" { value = aws_subnet.elasticache[*].id }
output "elasticache_subnet_arns" { value = aws_subnet.elasticache[*].arn }
output "elasticache_subnets_cidr_blocks" { value = compact(aws_subnet.elasticache[*].cidr_block) }
output "intra_subnets" { value = aws_subnet.intra[*].id }
output "intra_subnet_arns" { value = aws_subnet.intra[*].arn }
output "intra_subnets_cidr_blocks" { value = compact(aws_subnet.intra[*].cidr_block) }
output "outpost_subnets" { value = aws_subnet.outpost[*].id }
output "outpost_subnet_arns" { value = aws_subnet.outpost[*].arn }
output "outpost_subnets_cidr_blocks" { value = compact(aws_subnet.outpost[*].cidr_block) }
output "public_route_table_ids" { value = aws_route_table.public[*].id }
output "private_route_table_ids" { value = aws_route_table.private[*].id }
output "intra_route_table_ids" { value = aws_route_table.intra[*].id }
output "database_route_table_ids" { value = length(aws_route_table.database[*].id) > 0 ? aws_route_table.database[*].id : aws_route_table.private[*].id }
output "redshift_route_table_ids" { value = length(aws_route_table.redshift[*].id) > 0 ? aws_route_table.redshift[*].id : var.enable_public_redshift ? aws_route_table.public[*].id : aws_route_table.private[*].id }
output "elasticache_route_table_ids" { value = length(aws_route_table.elasticache[*].id) > 0 ? aws_route_table.elasticache[*].id : aws_route_table.private[*].id }
output "database_subnet_group" { value = try(aws_db_subnet_group.database[0].id, null) }
output "database_subnet_group_name" { value = try(aws_db_subnet_group.database[0].name, null) }
output "redshift_subnet_group" { value = try(aws_redshift_subnet_group.redshift[0].id, null) }
output "elasticache_subnet_group" { value = try(aws_elasticache_subnet_group.elasticache[0].id, null) }
output "elasticache_subnet_group_name" { value = try(aws_elasticache_subnet_group.elasticache[0].name, null) }
output "nat_ids" { value = aws_eip.nat[*].id }
output "nat_public_ips" { value = var.reuse_nat_ips ? var.external_nat_ips : aws_eip.nat[*].public_ip }
output "natgw_ids" { value = aws_nat_gateway.this[*].id }
output "vgw_id" { value = try(aws_vpn_gateway.this[0].id, aws_vpn_gateway_attachment.this[0].vpn_gateway_id, null) }
output "vgw_arn" { value = try(aws_vpn_gateway.this[0].arn, null) }
output "cgw_ids" { value = [for k, v in aws_customer_gateway.this : v.id] }
output "default_vpc_id" { value = try(aws_default_vpc.this[0].id, null) }
output "vpc_flow_log_id" { value = try(aws_flow_log.this[0].id, null) }
output "vpc_flow_log_destination_arn" { value = try(aws_flow_log.this[0].log_destination, null) }
output "vpc_flow_log_cloudwatch_iam_role_arn" { value = try(aws_flow_log.this[0].iam_role_arn, null) }
