stub {
  versions = ">= 18.0, < 22.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/eks/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "enable_key_rotation" {
  type    = bool
  default = true
}
variable "deletion_window_in_days" {
  type    = number
  default = null
}
variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_kms_key" "this" {
  count = var.create ? 1 : 0

  enable_key_rotation     = var.enable_key_rotation
  deletion_window_in_days = var.deletion_window_in_days
  tags                    = var.tags
}

output "key_arn" { value = try(aws_kms_key.this[0].arn, null) }
output "key_id" { value = try(aws_kms_key.this[0].key_id, null) }
