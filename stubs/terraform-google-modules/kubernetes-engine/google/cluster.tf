stub {
  versions = ">= 24.0"
  about    = "https://registry.terraform.io/modules/terraform-google-modules/kubernetes-engine/google"
}

variable "project_id" {
  type = string
}

variable "name" {
  type = string
}

variable "regional" {
  type    = bool
  default = true
}

variable "region" {
  type    = string
  default = null
}

variable "zones" {
  type    = list(string)
  default = []
}

variable "network" {
  type = string
}

variable "network_project_id" {
  type    = string
  default = ""
}

variable "subnetwork" {
  type = string
}

variable "ip_range_pods" {
  type = string
}

variable "ip_range_services" {
  type    = string
  default = null
}

variable "kubernetes_version" {
  type    = string
  default = "latest"
}

variable "release_channel" {
  type    = string
  default = "REGULAR"
}

variable "deletion_protection" {
  type    = bool
  default = true
}

variable "remove_default_node_pool" {
  type    = bool
  default = false
}

variable "initial_node_count" {
  type    = number
  default = 0
}

variable "node_pools" {
  type    = list(map(any))
  default = [{ name = "default-node-pool" }]
}

variable "windows_node_pools" {
  type    = list(map(string))
  default = []
}

variable "node_pools_labels" {
  type    = any
  default = {}
}

variable "node_pools_resource_labels" {
  type    = any
  default = {}
}

variable "cluster_resource_labels" {
  type    = map(string)
  default = {}
}

variable "cluster_autoscaling" {
  type    = any
  default = { enabled = false }
}

variable "enable_cost_allocation" {
  type    = bool
  default = false
}

variable "enable_shielded_nodes" {
  type    = bool
  default = true
}

variable "enable_intranode_visibility" {
  type    = bool
  default = false
}

variable "enable_vertical_pod_autoscaling" {
  type    = bool
  default = false
}

variable "network_policy" {
  type    = bool
  default = false
}

variable "datapath_provider" {
  type    = string
  default = "DATAPATH_PROVIDER_UNSPECIFIED"
}

variable "identity_namespace" {
  type    = string
  default = "enabled"
}

variable "issue_client_certificate" {
  type    = bool
  default = false
}

variable "master_authorized_networks" {
  type    = any
  default = []
}

variable "logging_service" {
  type    = string
  default = "logging.googleapis.com/kubernetes"
}

variable "monitoring_service" {
  type    = string
  default = "monitoring.googleapis.com/kubernetes"
}

variable "maintenance_start_time" {
  type    = string
  default = "05:00"
}

variable "create_service_account" {
  type    = bool
  default = true
}

variable "service_account" {
  type    = string
  default = ""
}

variable "service_account_name" {
  type    = string
  default = ""
}

variable "add_cluster_firewall_rules" {
  type    = bool
  default = false
}

variable "add_master_webhook_firewall_rules" {
  type    = bool
  default = false
}

variable "firewall_inbound_ports" {
  type    = list(string)
  default = ["8443", "9443", "15017"]
}

locals {
  location = var.regional ? var.region : var.zones[0]
  region   = var.regional ? var.region : join("-", slice(split("-", var.zones[0]), 0, 2))
  host     = var.network_project_id != "" ? var.network_project_id : var.project_id
  account  = var.create_service_account && contains(["", "create"], var.service_account) ? google_service_account.cluster_service_account[0].email : var.service_account
}

resource "random_string" "cluster_service_account_suffix" {
  count = var.create_service_account && var.service_account_name == "" ? 1 : 0

  length  = 4
  upper   = false
  special = false
}

resource "google_service_account" "cluster_service_account" {
  count = var.create_service_account ? 1 : 0

  project    = var.project_id
  account_id = var.service_account_name != "" ? var.service_account_name : "tf-gke-${substr(var.name, 0, min(15, length(var.name)))}-${random_string.cluster_service_account_suffix[0].result}"
}

resource "google_container_cluster" "primary" {
  name                        = var.name
  project                     = var.project_id
  location                    = local.location
  node_locations              = !var.regional ? slice(var.zones, 1, length(var.zones)) : length(var.zones) > 0 ? var.zones : null
  network                     = "projects/${local.host}/global/networks/${var.network}"
  subnetwork                  = "projects/${local.host}/regions/${local.region}/subnetworks/${var.subnetwork}"
  deletion_protection         = var.deletion_protection
  remove_default_node_pool    = var.remove_default_node_pool
  enable_shielded_nodes       = var.enable_shielded_nodes
  enable_intranode_visibility = var.enable_intranode_visibility
  datapath_provider           = var.datapath_provider
  logging_service             = var.logging_service
  monitoring_service          = var.monitoring_service
  resource_labels             = var.cluster_resource_labels

  dynamic "release_channel" {
    for_each = var.release_channel != null ? [var.release_channel] : []

    content {
      channel = release_channel.value
    }
  }

  dynamic "workload_identity_config" {
    for_each = var.identity_namespace != null && var.identity_namespace != "null" ? [var.identity_namespace] : []

    content {
      workload_pool = workload_identity_config.value == "enabled" ? "${var.project_id}.svc.id.goog" : workload_identity_config.value
    }
  }

  dynamic "cost_management_config" {
    for_each = var.enable_cost_allocation ? [true] : []

    content {
      enabled = true
    }
  }

  dynamic "network_policy" {
    for_each = var.network_policy ? [true] : []

    content {
      enabled  = true
      provider = "CALICO"
    }
  }

  dynamic "master_authorized_networks_config" {
    for_each = length(var.master_authorized_networks) > 0 ? [true] : []

    content {
      dynamic "cidr_blocks" {
        for_each = var.master_authorized_networks

        content {
          cidr_block   = cidr_blocks.value.cidr_block
          display_name = try(cidr_blocks.value.display_name, "")
        }
      }
    }
  }

  master_auth {
    client_certificate_config {
      issue_client_certificate = var.issue_client_certificate
    }
  }

  vertical_pod_autoscaling {
    enabled = var.enable_vertical_pod_autoscaling
  }

  cluster_autoscaling {
    enabled = try(var.cluster_autoscaling.enabled, false)
  }

  ip_allocation_policy {
    cluster_secondary_range_name  = var.ip_range_pods
    services_secondary_range_name = var.ip_range_services
  }

  maintenance_policy {
    daily_maintenance_window {
      start_time = var.maintenance_start_time
    }
  }

  node_pool {
    name               = "default-pool"
    initial_node_count = var.initial_node_count

    node_config {
      machine_type    = try(var.node_pools[0].machine_type, "e2-medium")
      service_account = local.account
    }
  }
}

resource "google_container_node_pool" "pools" {
  for_each = { for pool in var.node_pools : pool.name => pool }

  name               = each.key
  project            = var.project_id
  cluster            = google_container_cluster.primary.name
  location           = local.location
  node_locations     = try(length(each.value.node_locations) > 0, false) ? split(",", each.value.node_locations) : null
  initial_node_count = try(tobool(each.value.autoscaling), true) ? tonumber(try(each.value.initial_node_count, each.value.min_count, 1)) : null
  node_count         = try(tobool(each.value.autoscaling), true) ? null : tonumber(try(each.value.node_count, 1))
  max_pods_per_node  = try(each.value.max_pods_per_node, null)

  dynamic "autoscaling" {
    for_each = try(tobool(each.value.autoscaling), true) ? [each.value] : []

    content {
      min_node_count       = can(autoscaling.value.total_min_count) ? null : tonumber(try(autoscaling.value.min_count, 1))
      max_node_count       = can(autoscaling.value.total_max_count) ? null : tonumber(try(autoscaling.value.max_count, 100))
      total_min_node_count = try(tonumber(autoscaling.value.total_min_count), null)
      total_max_node_count = try(tonumber(autoscaling.value.total_max_count), null)
    }
  }

  management {
    auto_repair  = try(tobool(each.value.auto_repair), true)
    auto_upgrade = try(tobool(each.value.auto_upgrade), var.regional || var.release_channel != "UNSPECIFIED")
  }

  node_config {
    image_type      = try(each.value.image_type, "COS_CONTAINERD")
    machine_type    = try(each.value.machine_type, "e2-medium")
    disk_size_gb    = tonumber(try(each.value.disk_size_gb, 100))
    disk_type       = try(each.value.disk_type, "pd-standard")
    local_ssd_count = tonumber(try(each.value.local_ssd_count, 0))
    preemptible     = try(tobool(each.value.preemptible), false)
    spot            = try(tobool(each.value.spot), false)
    service_account = try(each.value.service_account, local.account)
    labels          = merge({ cluster_name = var.name, node_pool = each.key }, try(var.node_pools_labels.all, {}), try(var.node_pools_labels[each.key], {}))
    resource_labels = merge(try(var.node_pools_resource_labels.all, {}), try(var.node_pools_resource_labels[each.key], {}))

    shielded_instance_config {
      enable_secure_boot          = try(tobool(each.value.enable_secure_boot), false)
      enable_integrity_monitoring = try(tobool(each.value.enable_integrity_monitoring), true)
    }

    dynamic "guest_accelerator" {
      for_each = try(tonumber(each.value.accelerator_count), 0) > 0 ? [each.value] : []

      content {
        type  = try(guest_accelerator.value.accelerator_type, "")
        count = tonumber(try(guest_accelerator.value.accelerator_count, 0))
      }
    }
  }
}

resource "google_container_node_pool" "windows_pools" {
  for_each = { for pool in var.windows_node_pools : pool.name => pool }

  name               = each.key
  project            = var.project_id
  cluster            = google_container_cluster.primary.name
  location           = local.location
  node_locations     = try(length(each.value.node_locations) > 0, false) ? split(",", each.value.node_locations) : null
  initial_node_count = try(tobool(each.value.autoscaling), true) ? tonumber(try(each.value.initial_node_count, each.value.min_count, 1)) : null
  node_count         = try(tobool(each.value.autoscaling), true) ? null : tonumber(try(each.value.node_count, 1))
  max_pods_per_node  = try(each.value.max_pods_per_node, null)

  dynamic "autoscaling" {
    for_each = try(tobool(each.value.autoscaling), true) ? [each.value] : []

    content {
      min_node_count       = can(autoscaling.value.total_min_count) ? null : tonumber(try(autoscaling.value.min_count, 1))
      max_node_count       = can(autoscaling.value.total_max_count) ? null : tonumber(try(autoscaling.value.max_count, 100))
      total_min_node_count = try(tonumber(autoscaling.value.total_min_count), null)
      total_max_node_count = try(tonumber(autoscaling.value.total_max_count), null)
    }
  }

  management {
    auto_repair  = try(tobool(each.value.auto_repair), true)
    auto_upgrade = try(tobool(each.value.auto_upgrade), var.regional || var.release_channel != "UNSPECIFIED")
  }

  node_config {
    image_type      = try(each.value.image_type, "WINDOWS_LTSC_CONTAINERD")
    machine_type    = try(each.value.machine_type, "e2-medium")
    disk_size_gb    = tonumber(try(each.value.disk_size_gb, 100))
    disk_type       = try(each.value.disk_type, "pd-standard")
    local_ssd_count = tonumber(try(each.value.local_ssd_count, 0))
    preemptible     = try(tobool(each.value.preemptible), false)
    spot            = try(tobool(each.value.spot), false)
    service_account = try(each.value.service_account, local.account)
    labels          = merge({ cluster_name = var.name, node_pool = each.key }, try(var.node_pools_labels.all, {}), try(var.node_pools_labels[each.key], {}))
    resource_labels = merge(try(var.node_pools_resource_labels.all, {}), try(var.node_pools_resource_labels[each.key], {}))

    shielded_instance_config {
      enable_secure_boot          = try(tobool(each.value.enable_secure_boot), false)
      enable_integrity_monitoring = try(tobool(each.value.enable_integrity_monitoring), true)
    }

    dynamic "guest_accelerator" {
      for_each = try(tonumber(each.value.accelerator_count), 0) > 0 ? [each.value] : []

      content {
        type  = try(guest_accelerator.value.accelerator_type, "")
        count = tonumber(try(guest_accelerator.value.accelerator_count, 0))
      }
    }
  }
}

resource "google_compute_firewall" "intra_egress" {
  count = var.add_cluster_firewall_rules ? 1 : 0

  name      = "gke-${substr(var.name, 0, min(36, length(var.name)))}-intra-cluster-egress"
  project   = local.host
  network   = var.network
  direction = "EGRESS"
}

resource "google_compute_firewall" "master_webhooks" {
  count = var.add_cluster_firewall_rules || var.add_master_webhook_firewall_rules ? 1 : 0

  name      = "gke-${substr(var.name, 0, min(36, length(var.name)))}-webhooks"
  project   = local.host
  network   = var.network
  direction = "INGRESS"

  allow {
    protocol = "tcp"
    ports    = var.firewall_inbound_ports
  }
}

output "cluster_id" {
  value = google_container_cluster.primary.id
}

output "name" {
  value = google_container_cluster.primary.name
}

output "type" {
  value = var.regional ? "regional" : "zonal"
}

output "location" {
  value = google_container_cluster.primary.location
}

output "region" {
  value = local.region
}

output "zones" {
  value = google_container_cluster.primary.node_locations
}

output "endpoint" {
  value = google_container_cluster.primary.endpoint
}

output "ca_certificate" {
  value = try(google_container_cluster.primary.master_auth[0].cluster_ca_certificate, null)
}

output "master_version" {
  value = google_container_cluster.primary.master_version
}

output "min_master_version" {
  value = google_container_cluster.primary.min_master_version
}

output "service_account" {
  value = local.account
}

output "release_channel" {
  value = var.release_channel
}

output "identity_namespace" {
  value = try(google_container_cluster.primary.workload_identity_config[0].workload_pool, null)
}

output "node_pools_names" {
  value = concat([for pool in google_container_node_pool.pools : pool.name], [for pool in google_container_node_pool.windows_pools : pool.name])
}

output "instance_group_urls" {
  value = flatten([for pool in google_container_node_pool.pools : pool.managed_instance_group_urls])
}
