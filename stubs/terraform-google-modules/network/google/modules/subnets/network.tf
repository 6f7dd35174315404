stub {
  versions = ">= 2.0"
  about    = "https://registry.terraform.io/modules/terraform-google-modules/network/google"
}

variable "project_id" {
  type = string
}

variable "network_name" {
  type = string
}

variable "subnets" {
  type = any
}

variable "subnets_region" {
  type    = string
  default = null
}

variable "secondary_ranges" {
  type    = any
  default = {}
}

locals {
  subnets = {
    for subnet in var.subnets :
    "${var.subnets_region != null ? var.subnets_region : try(subnet.subnet_region, "undefined")}/${subnet.subnet_name}" => subnet
  }
}

resource "google_compute_subnetwork" "subnetwork" {
  for_each = local.subnets

  name                     = each.value.subnet_name
  project                  = var.project_id
  network                  = var.network_name
  region                   = var.subnets_region != null ? var.subnets_region : try(each.value.subnet_region, null)
  ip_cidr_range            = try(each.value.subnet_ip, null)
  private_ip_google_access = try(tobool(coalesce(each.value.subnet_private_access)), false)
  purpose                  = try(each.value.purpose, null)
  role                     = try(each.value.role, null)
  stack_type               = try(each.value.stack_type, null)

  dynamic "log_config" {
    for_each = try(tobool(each.value.subnet_flow_logs), false) == true ? [each.value] : []

    content {
      aggregation_interval = try(coalesce(log_config.value.subnet_flow_logs_interval), "INTERVAL_5_SEC")
      flow_sampling        = try(coalesce(log_config.value.subnet_flow_logs_sampling), "0.5")
      metadata             = try(coalesce(log_config.value.subnet_flow_logs_metadata), "INCLUDE_ALL_METADATA")
    }
  }

  dynamic "secondary_ip_range" {
    for_each = try(var.secondary_ranges[each.value.subnet_name], [])

    content {
      range_name    = secondary_ip_range.value.range_name
      ip_cidr_range = try(secondary_ip_range.value.ip_cidr_range, null)
    }
  }
}

output "subnets" {
  value = google_compute_subnetwork.subnetwork
}
