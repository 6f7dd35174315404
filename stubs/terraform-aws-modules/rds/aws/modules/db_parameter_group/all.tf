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
variable "family" {
  type    = string
  default = null
}
variable "parameters" {
  type    = any
  default = null
}
variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_db_parameter_group" "this" {
  count = var.create ? 1 : 0

  name        = var.use_name_prefix ? null : var.name
  name_prefix = var.use_name_prefix ? "${var.name}-" : null
  family      = var.family
  dynamic "parameter" {
    for_each = var.parameters == null ? [] : var.parameters
    content {
      name  = parameter.value.name
      value = parameter.value.value
    }
  }
  tags = merge(var.tags, { Name = var.name })
}

output "db_parameter_group_id" { value = try(aws_db_parameter_group.this[0].id, null) }
output "db_parameter_group_arn" { value = try(aws_db_parameter_group.this[0].arn, null) }
