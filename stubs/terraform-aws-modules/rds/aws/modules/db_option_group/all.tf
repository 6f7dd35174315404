stub {
  versions = ">= 4.0, < 8.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/rds/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "name" {
  type    = string
  default = ""
}
variable "use_name_prefix" {
  type    = bool
  default = true
}
variable "engine_name" {
  type    = string
  default = null
}
variable "major_engine_version" {
  type    = string
  default = null
}
variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_db_option_group" "this" {
  count = var.create ? 1 : 0

  name                 = var.use_name_prefix ? null : var.name
  name_prefix          = var.use_name_prefix ? "${var.name}-" : null
  engine_name          = var.engine_name
  major_engine_version = var.major_engine_version
  tags                 = merge(var.tags, { Name = var.name })
}

output "db_option_group_id" { value = try(aws_db_option_group.this[0].id, null) }
output "db_option_group_arn" { value = try(aws_db_option_group.this[0].arn, null) }
