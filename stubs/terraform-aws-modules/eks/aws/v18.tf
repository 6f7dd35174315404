stub {
  versions = ">= 18.0, < 19.0"
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
variable "cluster_version" {
  type    = string
  default = null
}
variable "cluster_enabled_log_types" {
  type    = list(string)
  default = ["audit", "api", "authenticator"]
}
variable "vpc_id" {
  type    = string
  default = null
}
variable "subnet_ids" {
  type    = list(string)
  default = []
}
variable "control_plane_subnet_ids" {
  type    = list(string)
  default = []
}
variable "cluster_additional_security_group_ids" {
  type    = list(string)
  default = []
}
variable "cluster_endpoint_private_access" {
  type    = bool
  default = false
}
variable "cluster_endpoint_public_access" {
  type    = bool
  default = true
}
variable "cluster_endpoint_public_access_cidrs" {
  type    = list(string)
  default = ["0.0.0.0/0"]
}
variable "cluster_ip_family" {
  type    = string
  default = null
}
variable "cluster_service_ipv4_cidr" {
  type    = string
  default = null
}
variable "cluster_encryption_config" {
  type    = list(any)
  default = []
}
variable "attach_cluster_encryption_policy" {
  type    = bool
  default = true
}
variable "create_kms_key" {
  type    = bool
  default = false
}
variable "enable_kms_key_rotation" {
  type    = bool
  default = true
}
variable "kms_key_deletion_window_in_days" {
  type    = number
  default = null
}

# Logs of the control plane.
variable "create_cloudwatch_log_group" {
  type    = bool
  default = true
}
variable "cloudwatch_log_group_retention_in_days" {
  type    = number
  default = 90
}
variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}

# Security groups and roles.
variable "create_cluster_security_group" {
  type    = bool
  default = true
}
variable "cluster_security_group_id" {
  type    = string
  default = ""
}
variable "cluster_security_group_name" {
  type    = string
  default = null
}
variable "create_node_security_group" {
  type    = bool
  default = true
}
variable "node_security_group_id" {
  type    = string
  default = ""
}
variable "node_security_group_name" {
  type    = string
  default = null
}
variable "create_iam_role" {
  type    = bool
  default = true
}
variable "iam_role_arn" {
  type    = string
  default = null
}
variable "iam_role_name" {
  type    = string
  default = null
}
variable "enable_irsa" {
  type    = bool
  default = true
}

# Add-ons and nodes.
variable "cluster_addons" {
  type    = any
  default = {}
}
variable "fargate_profiles" {
  type    = any
  default = {}
}
variable "fargate_profile_defaults" {
  type    = any
  default = {}
}
variable "self_managed_node_groups" {
  type    = any
  default = {}
}
variable "self_managed_node_group_defaults" {
  type    = any
  default = {}
}
variable "eks_managed_node_groups" {
  type    = any
  default = {}
}
variable "eks_managed_node_group_defaults" {
  type    = any
  default = {}
}

# Tags.
variable "tags" {
  type    = map(string)
  default = {}
}
variable "cluster_tags" {
  type    = map(string)
  default = {}
}
variable "cluster_security_group_tags" {
  type    = map(string)
  default = {}
}
variable "node_security_group_tags" {
  type    = map(string)
  default = {}
}
variable "iam_role_tags" {
  type    = map(string)
  default = {}
}
variable "cluster_encryption_policy_tags" {
  type    = map(string)
  default = {}
}

locals {
  cluster_group_name = coalesce(var.cluster_security_group_name, "${var.cluster_name}-cluster")
  node_group_name    = coalesce(var.node_security_group_name, "${var.cluster_name}-node")
  cluster_group      = var.create && var.create_cluster_security_group ? aws_security_group.cluster[0].id : var.cluster_security_group_id
  node_group         = var.create && var.create_node_security_group ? aws_security_group.node[0].id : var.node_security_group_id
  role               = var.create && var.create_iam_role
  encrypted          = length(var.cluster_encryption_config) > 0
  own_key            = var.create && var.create_kms_key
  on_outpost         = false
}

resource "aws_eks_cluster" "this" {
  count = var.create ? 1 : 0

  name                      = var.cluster_name
  role_arn                  = try(aws_iam_role.this[0].arn, var.iam_role_arn)
  version                   = var.cluster_version
  enabled_cluster_log_types = var.cluster_enabled_log_types
  tags                      = merge(var.tags, var.cluster_tags)

  vpc_config {
    subnet_ids              = coalescelist(var.control_plane_subnet_ids, var.subnet_ids)
    security_group_ids      = compact(distinct(concat(var.cluster_additional_security_group_ids, [local.cluster_group])))
    endpoint_private_access = var.cluster_endpoint_private_access
    endpoint_public_access  = var.cluster_endpoint_public_access
    public_access_cidrs     = var.cluster_endpoint_public_access_cidrs
  }
  kubernetes_network_config {
    ip_family         = var.cluster_ip_family
    service_ipv4_cidr = var.cluster_service_ipv4_cidr
  }
  dynamic "encryption_config" {
    for_each = var.cluster_encryption_config
    content {
      resources = encryption_config.value.resources
      provider {
        key_arn = var.create_kms_key ? module.kms.key_arn : encryption_config.value.provider_key_arn
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create && var.create_cloudwatch_log_group ? 1 : 0

  name              = "/aws/eks/${var.cluster_name}/cluster"
  retention_in_days = var.cloudwatch_log_group_retention_in_days
  kms_key_id        = var.cloudwatch_log_group_kms_key_id

  tags = var.tags
}

module "kms" {
  source = "./modules/kms"

  create                  = local.own_key
  enable_key_rotation     = var.enable_kms_key_rotation
  deletion_window_in_days = var.kms_key_deletion_window_in_days
  tags                    = var.tags
}

resource "aws_security_group" "cluster" {
  count = var.create && var.create_cluster_security_group ? 1 : 0

  name_prefix = "${local.cluster_group_name}-"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = local.cluster_group_name }, var.cluster_security_group_tags)
}

resource "aws_security_group" "node" {
  count = var.create && var.create_node_security_group ? 1 : 0

  name_prefix = "${local.node_group_name}-"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = local.node_group_name, "kubernetes.io/cluster/${var.cluster_name}" = "owned" }, var.node_security_group_tags)
}

resource "aws_iam_openid_connect_provider" "oidc_provider" {
  count = var.create && var.enable_irsa && !local.on_outpost ? 1 : 0

  url  = aws_eks_cluster.this[0].identity[0].oidc[0].issuer
  tags = merge({ Name = "${var.cluster_name}-eks-irsa" }, var.tags)
}

resource "aws_iam_role" "this" {
  count = local.role ? 1 : 0

  name_prefix = "${coalesce(var.iam_role_name, "${var.cluster_name}-cluster")}-"
  tags        = merge(var.tags, var.iam_role_tags)
}

resource "aws_iam_policy" "cluster_encryption" {
  count = local.role && var.attach_cluster_encryption_policy && local.encrypted ? 1 : 0

  tags = merge(var.tags, var.cluster_encryption_policy_tags)
}

resource "aws_eks_addon" "this" {
  for_each = { for name, addon in var.cluster_addons : name => addon if var.create && !local.on_outpost }

  cluster_name             = aws_eks_cluster.this[0].name
  addon_name               = try(coalesce(each.value.name, each.key), each.key)
  addon_version            = try(each.value.addon_version, null)
  configuration_values     = try(each.value.configuration_values, null)
  service_account_role_arn = try(each.value.service_account_role_arn, null)
  tags                     = var.tags
}

module "fargate_profile" {
  source   = "./modules/fargate-profile"
  for_each = { for name, group in var.fargate_profiles : name => group if var.create }

  create          = try(each.value.create, true)
  cluster_name    = aws_eks_cluster.this[0].name
  name            = try(coalesce(each.value.name, each.key), each.key)
  subnet_ids      = try(coalesce(try(each.value.subnet_ids, var.fargate_profile_defaults.subnet_ids, var.subnet_ids), var.subnet_ids), var.subnet_ids)
  selectors       = try(each.value.selectors, var.fargate_profile_defaults.selectors, [])
  create_iam_role = try(each.value.create_iam_role, var.fargate_profile_defaults.create_iam_role, true)
  iam_role_arn    = try(each.value.iam_role_arn, var.fargate_profile_defaults.iam_role_arn, null)
  iam_role_name   = try(each.value.iam_role_name, var.fargate_profile_defaults.iam_role_name, null)
  iam_role_tags   = try(each.value.iam_role_tags, var.fargate_profile_defaults.iam_role_tags, {})
  tags            = merge(var.tags, try(each.value.tags, var.fargate_profile_defaults.tags, {}))
}

module "eks_managed_node_group" {
  source   = "./modules/eks-managed-node-group"
  for_each = { for name, group in var.eks_managed_node_groups : name => group if var.create }

  create                  = try(each.value.create, true)
  cluster_name            = aws_eks_cluster.this[0].name
  name                    = try(coalesce(each.value.name, each.key), each.key)
  subnet_ids              = try(coalesce(try(each.value.subnet_ids, var.eks_managed_node_group_defaults.subnet_ids, var.subnet_ids), var.subnet_ids), var.subnet_ids)
  min_size                = try(each.value.min_size, var.eks_managed_node_group_defaults.min_size, 1)
  max_size                = try(each.value.max_size, var.eks_managed_node_group_defaults.max_size, 3)
  desired_size            = try(each.value.desired_size, var.eks_managed_node_group_defaults.desired_size, 1)
  use_name_prefix         = try(each.value.use_name_prefix, var.eks_managed_node_group_defaults.use_name_prefix, true)
  ami_id                  = try(each.value.ami_id, var.eks_managed_node_group_defaults.ami_id, "")
  block_device_mappings   = try(each.value.block_device_mappings, var.eks_managed_node_group_defaults.block_device_mappings, {})
  metadata_options        = try(each.value.metadata_options, var.eks_managed_node_group_defaults.metadata_options, { http_endpoint = "enabled", http_tokens = "required", http_put_response_hop_limit = 2 })
  enable_monitoring       = try(each.value.enable_monitoring, var.eks_managed_node_group_defaults.enable_monitoring, true)
  ebs_optimized           = try(each.value.ebs_optimized, var.eks_managed_node_group_defaults.ebs_optimized, null)
  instance_market_options = try(each.value.instance_market_options, var.eks_managed_node_group_defaults.instance_market_options, {})
  create_launch_template  = try(each.value.create_launch_template, var.eks_managed_node_group_defaults.create_launch_template, true)
  launch_template_id      = try(each.value.launch_template_id, var.eks_managed_node_group_defaults.launch_template_id, "")
  launch_template_tags    = try(each.value.launch_template_tags, var.eks_managed_node_group_defaults.launch_template_tags, {})
  iam_role_arn            = try(each.value.iam_role_arn, var.eks_managed_node_group_defaults.iam_role_arn, null)
  iam_role_name           = try(each.value.iam_role_name, var.eks_managed_node_group_defaults.iam_role_name, null)
  iam_role_tags           = try(each.value.iam_role_tags, var.eks_managed_node_group_defaults.iam_role_tags, {})
  create_security_group   = try(each.value.create_security_group, var.eks_managed_node_group_defaults.create_security_group, true)
  security_group_tags     = try(each.value.security_group_tags, var.eks_managed_node_group_defaults.security_group_tags, {})
  ami_type                = try(each.value.ami_type, var.eks_managed_node_group_defaults.ami_type, null)
  capacity_type           = try(each.value.capacity_type, var.eks_managed_node_group_defaults.capacity_type, null)
  disk_size               = try(each.value.disk_size, var.eks_managed_node_group_defaults.disk_size, null)
  instance_types          = try(each.value.instance_types, var.eks_managed_node_group_defaults.instance_types, null)
  labels                  = try(each.value.labels, var.eks_managed_node_group_defaults.labels, null)
  taints                  = try(each.value.taints, var.eks_managed_node_group_defaults.taints, {})
  create_iam_role         = try(each.value.create_iam_role, var.eks_managed_node_group_defaults.create_iam_role, true)
  launch_template_name    = try(each.value.launch_template_name, var.eks_managed_node_group_defaults.launch_template_name, "")
  cluster_version         = try(each.value.cluster_version, var.eks_managed_node_group_defaults.cluster_version, var.cluster_version)
  vpc_security_group_ids  = compact(concat([local.node_group], try(each.value.vpc_security_group_ids, var.eks_managed_node_group_defaults.vpc_security_group_ids, [])))
  tags                    = merge(var.tags, try(each.value.tags, var.eks_managed_node_group_defaults.tags, {}))
}

module "self_managed_node_group" {
  source   = "./modules/self-managed-node-group"
  for_each = { for name, group in var.self_managed_node_groups : name => group if var.create }

  create                      = try(each.value.create, true)
  cluster_name                = aws_eks_cluster.this[0].name
  name                        = try(coalesce(each.value.name, each.key), each.key)
  subnet_ids                  = try(coalesce(try(each.value.subnet_ids, var.self_managed_node_group_defaults.subnet_ids, var.subnet_ids), var.subnet_ids), var.subnet_ids)
  min_size                    = try(each.value.min_size, var.self_managed_node_group_defaults.min_size, 0)
  max_size                    = try(each.value.max_size, var.self_managed_node_group_defaults.max_size, 3)
  desired_size                = try(each.value.desired_size, var.self_managed_node_group_defaults.desired_size, 1)
  use_name_prefix             = try(each.value.use_name_prefix, var.self_managed_node_group_defaults.use_name_prefix, true)
  ami_id                      = try(each.value.ami_id, var.self_managed_node_group_defaults.ami_id, "")
  block_device_mappings       = try(each.value.block_device_mappings, var.self_managed_node_group_defaults.block_device_mappings, {})
  metadata_options            = try(each.value.metadata_options, var.self_managed_node_group_defaults.metadata_options, { http_endpoint = "enabled", http_tokens = "required", http_put_response_hop_limit = 2 })
  enable_monitoring           = try(each.value.enable_monitoring, var.self_managed_node_group_defaults.enable_monitoring, true)
  ebs_optimized               = try(each.value.ebs_optimized, var.self_managed_node_group_defaults.ebs_optimized, null)
  instance_market_options     = try(each.value.instance_market_options, var.self_managed_node_group_defaults.instance_market_options, {})
  create_launch_template      = try(each.value.create_launch_template, var.self_managed_node_group_defaults.create_launch_template, true)
  launch_template_id          = try(each.value.launch_template_id, var.self_managed_node_group_defaults.launch_template_id, "")
  launch_template_tags        = try(each.value.launch_template_tags, var.self_managed_node_group_defaults.launch_template_tags, {})
  iam_role_arn                = try(each.value.iam_role_arn, var.self_managed_node_group_defaults.iam_role_arn, null)
  iam_role_name               = try(each.value.iam_role_name, var.self_managed_node_group_defaults.iam_role_name, null)
  iam_role_tags               = try(each.value.iam_role_tags, var.self_managed_node_group_defaults.iam_role_tags, {})
  create_security_group       = try(each.value.create_security_group, var.self_managed_node_group_defaults.create_security_group, true)
  security_group_tags         = try(each.value.security_group_tags, var.self_managed_node_group_defaults.security_group_tags, {})
  instance_type               = try(each.value.instance_type, var.self_managed_node_group_defaults.instance_type, "m6i.large")
  create_autoscaling_group    = try(each.value.create_autoscaling_group, var.self_managed_node_group_defaults.create_autoscaling_group, true)
  health_check_type           = try(each.value.health_check_type, var.self_managed_node_group_defaults.health_check_type, null)
  health_check_grace_period   = try(each.value.health_check_grace_period, var.self_managed_node_group_defaults.health_check_grace_period, null)
  use_mixed_instances_policy  = try(each.value.use_mixed_instances_policy, var.self_managed_node_group_defaults.use_mixed_instances_policy, false)
  mixed_instances_policy      = try(each.value.mixed_instances_policy, var.self_managed_node_group_defaults.mixed_instances_policy, null)
  create_iam_instance_profile = try(each.value.create_iam_instance_profile, var.self_managed_node_group_defaults.create_iam_instance_profile, true)
  autoscaling_group_tags      = try(each.value.autoscaling_group_tags, var.self_managed_node_group_defaults.autoscaling_group_tags, {})
  vpc_security_group_ids      = compact(concat([local.node_group], try(each.value.vpc_security_group_ids, var.self_managed_node_group_defaults.vpc_security_group_ids, [])))
  tags                        = merge(var.tags, try(each.value.tags, var.self_managed_node_group_defaults.tags, {}))
}

output "cluster_arn" { value = try(aws_eks_cluster.this[0].arn, null) }
output "cluster_endpoint" { value = try(aws_eks_cluster.this[0].endpoint, null) }
output "cluster_version" { value = try(aws_eks_cluster.this[0].version, null) }
output "cluster_platform_version" { value = try(aws_eks_cluster.this[0].platform_version, null) }
output "cluster_status" { value = try(aws_eks_cluster.this[0].status, null) }
output "cluster_name" { value = try(aws_eks_cluster.this[0].name, null) }
output "cluster_id" { value = try(aws_eks_cluster.this[0].id, null) }
output "cluster_certificate_authority_data" { value = try(aws_eks_cluster.this[0].certificate_authority[0].data, null) }
output "cluster_oidc_issuer_url" { value = try(aws_eks_cluster.this[0].identity[0].oidc[0].issuer, null) }
output "cluster_primary_security_group_id" { value = try(aws_eks_cluster.this[0].vpc_config[0].cluster_security_group_id, null) }
output "cluster_security_group_id" { value = try(aws_security_group.cluster[0].id, null) }
output "cluster_security_group_arn" { value = try(aws_security_group.cluster[0].arn, null) }
output "node_security_group_id" { value = try(aws_security_group.node[0].id, null) }
output "node_security_group_arn" { value = try(aws_security_group.node[0].arn, null) }
output "oidc_provider" { value = try(replace(aws_eks_cluster.this[0].identity[0].oidc[0].issuer, "https://", ""), null) }
output "oidc_provider_arn" { value = try(aws_iam_openid_connect_provider.oidc_provider[0].arn, null) }
output "cluster_iam_role_name" { value = try(aws_iam_role.this[0].name, null) }
output "cluster_iam_role_arn" { value = try(aws_iam_role.this[0].arn, null) }
output "cloudwatch_log_group_name" { value = try(aws_cloudwatch_log_group.this[0].name, null) }
output "cloudwatch_log_group_arn" { value = try(aws_cloudwatch_log_group.this[0].arn, null) }
output "kms_key_arn" { value = module.kms.key_arn }
output "kms_key_id" { value = module.kms.key_id }
output "fargate_profiles" { value = module.fargate_profile }
output "eks_managed_node_groups" { value = module.eks_managed_node_group }
output "eks_managed_node_groups_autoscaling_group_names" { value = compact(flatten([for group in module.eks_managed_node_group : group.node_group_autoscaling_group_names])) }
output "self_managed_node_groups" { value = module.self_managed_node_group }
output "self_managed_node_groups_autoscaling_group_names" { value = compact([for group in module.self_managed_node_group : group.autoscaling_group_name]) }
output "cluster_addons" { value = aws_eks_addon.this }
