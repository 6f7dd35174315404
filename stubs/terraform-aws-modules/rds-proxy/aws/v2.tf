stub {
  versions = ">= 2.0, < 3.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/rds-proxy/aws"
}

variable "create_proxy" {
  type    = bool
  default = true
}
variable "name" {
  type    = string
  default = ""
}
variable "engine_family" {
  type    = string
  default = ""
}
variable "auth_scheme" {
  type    = string
  default = "SECRETS"
}
variable "iam_auth" {
  type    = string
  default = "REQUIRED"
}
variable "secrets" {
  type    = any
  default = {}
}
variable "debug_logging" {
  type    = bool
  default = false
}
variable "idle_client_timeout" {
  type    = number
  default = 1800
}
variable "require_tls" {
  type    = bool
  default = true
}
variable "role_arn" {
  type    = string
  default = ""
}
variable "vpc_security_group_ids" {
  type    = list(string)
  default = []
}
variable "vpc_subnet_ids" {
  type    = list(string)
  default = []
}
variable "connection_borrow_timeout" {
  type    = number
  default = null
}
variable "max_connections_percent" {
  type    = number
  default = 90
}
variable "max_idle_connections_percent" {
  type    = number
  default = 50
}
variable "session_pinning_filters" {
  type    = list(string)
  default = []
}
variable "target_db_instance" {
  type    = bool
  default = false
}
variable "db_instance_identifier" {
  type    = string
  default = ""
}
variable "target_db_cluster" {
  type    = bool
  default = false
}
variable "db_cluster_identifier" {
  type    = string
  default = ""
}
variable "db_proxy_endpoints" {
  type    = any
  default = {}
}
variable "manage_log_group" {
  type    = bool
  default = true
}
variable "log_group_retention_in_days" {
  type    = number
  default = 30
}
variable "log_group_kms_key_id" {
  type    = string
  default = null
}
variable "create_iam_role" {
  type    = bool
  default = true
}
variable "iam_role_name" {
  type    = string
  default = ""
}
variable "create_iam_policy" {
  type    = bool
  default = true
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "proxy_tags" {
  type    = map(string)
  default = {}
}
variable "log_group_tags" {
  type    = map(string)
  default = {}
}
variable "iam_role_tags" {
  type    = map(string)
  default = {}
}

resource "aws_db_proxy" "this" {
  count = var.create_proxy ? 1 : 0

  name                   = var.name
  engine_family          = var.engine_family
  role_arn               = try(aws_iam_role.this[0].arn, var.role_arn)
  debug_logging          = var.debug_logging
  idle_client_timeout    = var.idle_client_timeout
  require_tls            = var.require_tls
  vpc_security_group_ids = var.vpc_security_group_ids
  vpc_subnet_ids         = var.vpc_subnet_ids
  tags                   = merge(var.tags, var.proxy_tags)

  dynamic "auth" {
    for_each = var.secrets
    content {
      auth_scheme = var.auth_scheme
      iam_auth    = var.iam_auth
      secret_arn  = auth.value.arn
    }
  }
}

resource "aws_db_proxy_default_target_group" "this" {
  count = var.create_proxy ? 1 : 0

  db_proxy_name = aws_db_proxy.this[0].name
  connection_pool_config {
    connection_borrow_timeout    = var.connection_borrow_timeout
    max_connections_percent      = var.max_connections_percent
    max_idle_connections_percent = var.max_idle_connections_percent
    session_pinning_filters      = var.session_pinning_filters
  }
}

resource "aws_db_proxy_target" "db_instance" {
  count = var.create_proxy && var.target_db_instance ? 1 : 0

  db_proxy_name          = aws_db_proxy.this[0].name
  target_group_name      = aws_db_proxy_default_target_group.this[0].name
  db_instance_identifier = var.db_instance_identifier
}

resource "aws_db_proxy_target" "db_cluster" {
  count = var.create_proxy && var.target_db_cluster ? 1 : 0

  db_proxy_name         = aws_db_proxy.this[0].name
  target_group_name     = aws_db_proxy_default_target_group.this[0].name
  db_cluster_identifier = var.db_cluster_identifier
}

resource "aws_db_proxy_endpoint" "this" {
  for_each = { for name, endpoint in var.db_proxy_endpoints : name => endpoint if var.create_proxy }

  db_proxy_name          = aws_db_proxy.this[0].name
  db_proxy_endpoint_name = try(coalesce(each.value.name, each.key), each.key)
  vpc_subnet_ids         = each.value.vpc_subnet_ids
  vpc_security_group_ids = try(each.value.vpc_security_group_ids, null)
  target_role            = try(each.value.target_role, null)
  tags                   = merge(var.tags, try(coalesce(each.value.tags, {}), {}))
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create_proxy && var.manage_log_group ? 1 : 0

  name              = "/aws/rds/proxy/${var.name}"
  retention_in_days = var.log_group_retention_in_days
  kms_key_id        = var.log_group_kms_key_id
  tags              = merge(var.tags, var.log_group_tags)
}

resource "aws_iam_role" "this" {
  count = var.create_proxy && var.create_iam_role ? 1 : 0

  name = coalesce(var.iam_role_name, var.name)
  tags = merge(var.tags, var.iam_role_tags)
}

resource "aws_iam_role_policy" "this" {
  count = var.create_proxy && var.create_iam_role && var.create_iam_policy ? 1 : 0

  role = aws_iam_role.this[0].id
}

output "proxy_id" { value = try(aws_db_proxy.this[0].id, null) }
output "proxy_arn" { value = try(aws_db_proxy.this[0].arn, null) }
output "proxy_endpoint" { value = try(aws_db_proxy.this[0].endpoint, null) }
output "proxy_default_target_group_id" { value = try(aws_db_proxy_default_target_group.this[0].id, null) }
output "proxy_default_target_group_arn" { value = try(aws_db_proxy_default_target_group.this[0].arn, null) }
output "proxy_default_target_group_name" { value = try(aws_db_proxy_default_target_group.this[0].name, null) }
output "proxy_target_endpoint" { value = try(aws_db_proxy_target.db_instance[0].endpoint, aws_db_proxy_target.db_cluster[0].endpoint, null) }
output "proxy_target_id" { value = try(aws_db_proxy_target.db_instance[0].id, aws_db_proxy_target.db_cluster[0].id, null) }
output "proxy_target_port" { value = try(aws_db_proxy_target.db_instance[0].port, aws_db_proxy_target.db_cluster[0].port, null) }
output "db_proxy_endpoints" { value = aws_db_proxy_endpoint.this }
output "log_group_arn" { value = try(aws_cloudwatch_log_group.this[0].arn, null) }
output "log_group_name" { value = try(aws_cloudwatch_log_group.this[0].name, null) }
output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, null) }
output "iam_role_name" { value = try(aws_iam_role.this[0].name, null) }
