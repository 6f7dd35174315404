stub {
  versions = ">= 6.0, < 8.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/rds/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "feature_name" {
  type    = string
  default = null
}
variable "role_arn" {
  type    = string
  default = null
}
variable "db_instance_identifier" {
  type    = string
  default = null
}

resource "aws_db_instance_role_association" "this" {
  count = var.create ? 1 : 0

  feature_name           = var.feature_name
  role_arn               = var.role_arn
  db_instance_identifier = var.db_instance_identifier
}
