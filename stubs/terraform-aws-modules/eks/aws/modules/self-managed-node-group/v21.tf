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
variable "instance_type" {
  type    = string
  default = "m6i.large"
}
variable "create_autoscaling_group" {
  type    = bool
  default = true
}
variable "health_check_type" {
  type    = string
  default = null
}
variable "health_check_grace_period" {
  type    = number
  default = null
}
variable "use_mixed_instances_policy" {
  type    = bool
  default = false
}
variable "mixed_instances_policy" {
  type    = any
  default = null
}
variable "create_iam_instance_profile" {
  type    = bool
  default = true
}
variable "iam_instance_profile_arn" {
  type    = string
  default = null
}
variable "autoscaling_group_tags" {
  type    = map(string)
  default = {}
}
variable "create_access_entry" {
  type    = bool
  default = true
}

locals {
  group_name = "${var.cluster_name}-${var.name}"
}

resource "aws_launch_template" "this" {
  count = var.create && var.create_launch_template ? 1 : 0

  name_prefix            = "${var.name}-"
  image_id               = var.ami_id
  ebs_optimized          = var.ebs_optimized
  instance_type          = var.instance_type
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
  iam_instance_profile {
    arn = var.create_iam_instance_profile ? aws_iam_instance_profile.this[0].arn : var.iam_instance_profile_arn
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

resource "aws_autoscaling_group" "this" {
  count = var.create && var.create_autoscaling_group ? 1 : 0

  name                      = var.use_name_prefix ? null : var.name
  name_prefix               = var.use_name_prefix ? "${var.name}-" : null
  vpc_zone_identifier       = var.subnet_ids
  min_size                  = var.min_size
  max_size                  = var.max_size
  desired_capacity          = var.desired_size
  health_check_type         = var.health_check_type
  health_check_grace_period = var.health_check_grace_period

  dynamic "launch_template" {
    for_each = var.use_mixed_instances_policy ? [] : [true]
    content {
      id      = try(aws_launch_template.this[0].id, var.launch_template_id)
      version = try(aws_launch_template.this[0].default_version, "$Default")
    }
  }
  dynamic "mixed_instances_policy" {
    for_each = var.use_mixed_instances_policy ? [var.mixed_instances_policy] : []
    content {
      dynamic "instances_distribution" {
        for_each = try([mixed_instances_policy.value.instances_distribution], [])
        content {
          on_demand_base_capacity                  = try(instances_distribution.value.on_demand_base_capacity, null)
          on_demand_percentage_above_base_capacity = try(instances_distribution.value.on_demand_percentage_above_base_capacity, null)
          spot_allocation_strategy                 = try(instances_distribution.value.spot_allocation_strategy, null)
        }
      }
      launch_template {
        launch_template_specification {
          launch_template_id = try(aws_launch_template.this[0].id, var.launch_template_id)
        }
        dynamic "override" {
          for_each = try(mixed_instances_policy.value.launch_template.override, mixed_instances_policy.value.override, [])
          content {
            instance_type     = try(override.value.instance_type, null)
            weighted_capacity = try(override.value.weighted_capacity, null)
          }
        }
      }
    }
  }
  dynamic "tag" {
    for_each = merge({ Name = var.name, "kubernetes.io/cluster/${var.cluster_name}" = "owned", "k8s.io/cluster/${var.cluster_name}" = "owned" }, var.tags)
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
  dynamic "tag" {
    for_each = var.autoscaling_group_tags
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = false
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create && var.create_iam_instance_profile ? 1 : 0

  name_prefix = "${coalesce(var.iam_role_name, "${var.name}-node-group")}-"
  tags        = merge(var.tags, var.iam_role_tags)
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_iam_instance_profile ? 1 : 0

  role = aws_iam_role.this[0].name
  tags = merge(var.tags, var.iam_role_tags)
}

resource "aws_eks_access_entry" "this" {
  count = var.create && var.create_access_entry ? 1 : 0

  cluster_name  = var.cluster_name
  principal_arn = var.create_iam_instance_profile ? aws_iam_role.this[0].arn : var.iam_role_arn
  type          = "EC2_LINUX"
  tags          = var.tags
}

resource "aws_security_group" "this" {
  count = var.create && var.create_security_group && length(merge(var.security_group_ingress_rules, var.security_group_egress_rules)) > 0 ? 1 : 0

  name_prefix = "${local.group_name}-"
  tags        = merge(var.tags, { Name = local.group_name }, var.security_group_tags)
}

output "launch_template_id" { value = try(aws_launch_template.this[0].id, null) }
output "autoscaling_group_arn" { value = try(aws_autoscaling_group.this[0].arn, null) }
output "autoscaling_group_id" { value = try(aws_autoscaling_group.this[0].id, null) }
output "autoscaling_group_name" { value = try(aws_autoscaling_group.this[0].name, null) }
output "iam_role_name" { value = try(aws_iam_role.this[0].name, null) }
output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, null) }
output "iam_instance_profile_arn" { value = try(aws_iam_instance_profile.this[0].arn, var.iam_instance_profile_arn) }
