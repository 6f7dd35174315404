stub {
  versions = ">= 21.0, < 22.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/eks/aws"
}

variable "create" {
  type    = bool
  default = true
}
variable "cluster_name" {
  type    = string
  default = ""
}
variable "name" {
  type    = string
  default = ""
}
variable "use_name_prefix" {
  type    = bool
  default = true
}
variable "subnet_ids" {
  type    = list(string)
  default = null
}
variable "min_size" {
  type    = number
  default = 1
}
variable "max_size" {
  type    = number
  default = 3
}
variable "desired_size" {
  type    = number
  default = 1
}
variable "ami_id" {
  type    = string
  default = ""
}
variable "vpc_security_group_ids" {
  type    = list(string)
  default = []
}
variable "cluster_primary_security_group_id" {
  type    = string
  default = null
}
variable "create_launch_template" {
  type    = bool
  default = true
}
variable "launch_template_id" {
  type    = string
  default = ""
}
variable "ebs_optimized" {
  type    = bool
  default = null
}
variable "block_device_mappings" {
  type    = any
  default = null
}
variable "metadata_options" {
  type    = any
  default = { http_endpoint = "enabled", http_tokens = "required", http_put_response_hop_limit = 1 }
}
variable "enable_monitoring" {
  type    = bool
  default = false
}
variable "instance_market_options" {
  type    = any
  default = null
}
variable "iam_role_arn" {
  type    = string
  default = null
}
variable "iam_role_name" {
  type    = string
  default = null
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "launch_template_tags" {
  type    = map(string)
  default = {}
}
variable "iam_role_tags" {
  type    = map(string)
  default = {}
}
variable "create_security_group" {
  type    = bool
  default = true
}
variable "security_group_tags" {
  type    = map(string)
  default = {}
}
variable "security_group_ingress_rules" {
  type    = any
  default = {}
}
variable "security_group_egress_rules" {
  type    = any
  default = {}
}
variable "kubernetes_version" {
  type    = string
  default = null
}
variable "ami_type" {
  type    = string
  default = "AL2023_x86_64_STANDARD"
}
variable "capacity_type" {
  type    = string
  default = "ON_DEMAND"
}
variable "disk_size" {
  type    = number
  default = null
}
variable "instance_types" {
  type    = list(string)
  default = null
}
variable "labels" {
  type    = map(string)
  default = null
}
variable "taints" {
  type    = any
  default = null
}
variable "create_iam_role" {
  type    = bool
  default = true
}
variable "use_custom_launch_template" {
  type    = bool
  default = true
}

locals {
  own_template = var.use_custom_launch_template
  group_name   = "${var.cluster_name}-${var.name}"
}

resource "aws_launch_template" "this" {
  count = var.create && var.create_launch_template && var.use_custom_launch_template ? 1 : 0

  name_prefix            = "${var.name}-"
  image_id               = var.ami_id
  ebs_optimized          = var.ebs_optimized
  vpc_security_group_ids = compact(concat([var.cluster_primary_security_group_id], var.vpc_security_group_ids, aws_security_group.this[*].id))
  tags                   = merge(var.tags, var.launch_template_tags)

  dynamic "block_device_mappings" {
    for_each = merge({}, var.block_device_mappings)
    content {
      device_name = try(block_device_mappings.value.device_name, null)
      dynamic "ebs" {
        for_each = try([block_device_mappings.value.ebs], [])
        content {
          volume_size           = try(ebs.value.volume_size, null)
          volume_type           = try(ebs.value.volume_type, null)
          iops                  = try(ebs.value.iops, null)
          throughput            = try(ebs.value.throughput, null)
          encrypted             = try(ebs.value.encrypted, null)
          kms_key_id            = try(ebs.value.kms_key_id, null)
          delete_on_termination = try(ebs.value.delete_on_termination, null)
        }
      }
    }
  }
  metadata_options {
    http_endpoint               = try(var.metadata_options.http_endpoint, "enabled")
    http_tokens                 = try(var.metadata_options.http_tokens, "required")
    http_put_response_hop_limit = try(var.metadata_options.http_put_response_hop_limit, 1)
  }
  dynamic "monitoring" {
    for_each = var.enable_monitoring ? [true] : []
    content {
      enabled = true
    }
  }
  dynamic "instance_market_options" {
    for_each = try(var.instance_market_options.market_type, null) != null ? [var.instance_market_options] : []
    content {
      market_type = instance_market_options.value.market_type
    }
  }
  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])
    content {
      resource_type = tag_specifications.key
      tags          = merge(var.tags, { Name = var.name }, var.launch_template_tags)
    }
  }
}

resource "aws_eks_node_group" "this" {
  count = var.create ? 1 : 0

  cluster_name           = var.cluster_name
  node_group_name        = var.use_name_prefix ? null : var.name
  node_group_name_prefix = var.use_name_prefix ? "${var.name}-" : null
  node_role_arn          = var.create_iam_role ? aws_iam_role.this[0].arn : var.iam_role_arn
  subnet_ids             = var.subnet_ids
  version                = var.ami_id != "" ? null : var.kubernetes_version
  ami_type               = var.ami_id != "" ? null : var.ami_type
  capacity_type          = var.capacity_type
  disk_size              = local.own_template ? null : var.disk_size
  instance_types         = var.instance_types
  labels                 = var.labels
  tags                   = merge(var.tags, { Name = var.name })

  scaling_config {
    min_size     = var.min_size
    max_size     = var.max_size
    desired_size = var.desired_size
  }
  dynamic "launch_template" {
    for_each = local.own_template ? [true] : []
    content {
      id      = try(aws_launch_template.this[0].id, var.launch_template_id)
      version = try(aws_launch_template.this[0].default_version, "$Default")
    }
  }
  dynamic "taint" {
    for_each = merge({}, var.taints)
    content {
      key    = taint.value.key
      value  = try(taint.value.value, null)
      effect = taint.value.effect
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create && var.create_iam_role ? 1 : 0

  name_prefix = "${coalesce(var.iam_role_name, "${var.name}-eks-node-group")}-"
  tags        = merge(var.tags, var.iam_role_tags)
}

resource "aws_security_group" "this" {
  count = var.create && var.create_security_group && length(merge(var.security_group_ingress_rules, var.security_group_egress_rules)) > 0 ? 1 : 0

  name_prefix = "${local.group_name}-"
  tags        = merge(var.tags, { Name = local.group_name }, var.security_group_tags)
}

output "launch_template_id" { value = try(aws_launch_template.this[0].id, null) }
output "launch_template_arn" { value = try(aws_launch_template.this[0].arn, null) }
output "node_group_arn" { value = try(aws_eks_node_group.this[0].arn, null) }
output "node_group_id" { value = try(aws_eks_node_group.this[0].id, null) }
output "node_group_resources" { value = try(aws_eks_node_group.this[0].resources, null) }
output "node_group_autoscaling_group_names" { value = try(flatten(aws_eks_node_group.this[0].resources[*].autoscaling_groups[*].name), []) }
output "node_group_status" { value = try(aws_eks_node_group.this[0].status, null) }
output "node_group_labels" { value = try(aws_eks_node_group.this[0].labels, {}) }
output "node_group_taints" { value = try(aws_eks_node_group.this[0].taint, []) }
output "iam_role_name" { value = try(aws_iam_role.this[0].name, null) }
output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, var.iam_role_arn) }
