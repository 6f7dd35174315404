stub {
  versions = ">= 0.12"
  about    = "https://registry.terraform.io/modules/GoogleCloudPlatform/cloud-run/google"
}

variable "project_id" {
  type = string
}

variable "service_name" {
  type = string
}

variable "location" {
  type = string
}

variable "containers" {
  type = any
}

variable "service_labels" {
  type    = map(string)
  default = {}
}

variable "template_labels" {
  type    = map(string)
  default = {}
}

variable "service_account" {
  type    = string
  default = null
}

variable "create_service_account" {
  type    = bool
  default = true
}

variable "service_account_project_roles" {
  type    = list(string)
  default = []
}

variable "enable_prometheus_sidecar" {
  type    = bool
  default = false
}

variable "ingress" {
  type    = string
  default = "INGRESS_TRAFFIC_ALL"
}

variable "members" {
  type    = list(string)
  default = []
}

variable "cloud_run_deletion_protection" {
  type    = bool
  default = true
}

variable "execution_environment" {
  type    = string
  default = "EXECUTION_ENVIRONMENT_GEN2"
}

variable "max_instance_request_concurrency" {
  type    = string
  default = null
}

variable "timeout" {
  type    = string
  default = null
}

variable "encryption_key" {
  type    = string
  default = null
}

variable "template_scaling" {
  type = object({
    min_instance_count = optional(number)
    max_instance_count = optional(number)
  })
  default = null
}

locals {
  own_account = var.create_service_account && var.service_account == null
  roles       = distinct(concat(var.service_account_project_roles, var.enable_prometheus_sidecar ? ["roles/monitoring.metricWriter"] : []))
}

resource "google_service_account" "sa" {
  count = local.own_account ? 1 : 0

  project    = var.project_id
  account_id = "${substr("${var.service_name}-${var.location}", 0, 27)}-sa"
}

resource "google_project_iam_member" "roles" {
  for_each = toset(local.own_account ? local.roles : [])

  project = var.project_id
  role    = each.value
  member  = "serviceAccount:${google_service_account.sa[0].email}"
}

resource "google_cloud_run_v2_service" "main" {
  name                = var.service_name
  location            = var.location
  project             = var.project_id
  ingress             = var.ingress
  labels              = var.service_labels
  deletion_protection = var.cloud_run_deletion_protection

  template {
    labels                           = var.template_labels
    timeout                          = var.timeout
    execution_environment            = var.execution_environment
    encryption_key                   = var.encryption_key
    max_instance_request_concurrency = var.max_instance_request_concurrency
    service_account                  = local.own_account ? google_service_account.sa[0].email : var.service_account

    dynamic "scaling" {
      for_each = var.template_scaling[*]

      content {
        min_instance_count = scaling.value.min_instance_count
        max_instance_count = scaling.value.max_instance_count
      }
    }

    dynamic "containers" {
      for_each = var.containers

      content {
        name  = try(containers.value.container_name, null)
        image = containers.value.container_image

        resources {
          cpu_idle          = try(coalesce(containers.value.resources.cpu_idle), true)
          startup_cpu_boost = try(coalesce(containers.value.resources.startup_cpu_boost), false)
          limits            = try({ cpu = try(containers.value.resources.limits.cpu, null), memory = try(containers.value.resources.limits.memory, null) }, null)
        }
      }
    }
  }
}

resource "google_cloud_run_v2_service_iam_member" "authorize" {
  for_each = toset(var.members)

  name     = google_cloud_run_v2_service.main.name
  location = google_cloud_run_v2_service.main.location
  project  = google_cloud_run_v2_service.main.project
  role     = "roles/run.invoker"
  member   = each.value
}

output "service_name" {
  value = google_cloud_run_v2_service.main.name
}

output "service_id" {
  value = google_cloud_run_v2_service.main.id
}

output "service_uri" {
  value = google_cloud_run_v2_service.main.uri
}

output "location" {
  value = google_cloud_run_v2_service.main.location
}

output "project_id" {
  value = google_cloud_run_v2_service.main.project
}

output "latest_ready_revision" {
  value = google_cloud_run_v2_service.main.latest_ready_revision
}
