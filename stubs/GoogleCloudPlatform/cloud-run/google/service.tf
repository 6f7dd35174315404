stub {
  versions = ">= 0.1"
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

variable "image" {
  type = string
}

variable "generate_revision_name" {
  type    = bool
  default = true
}

variable "service_labels" {
  type    = map(string)
  default = {}
}

variable "service_annotations" {
  type    = map(string)
  default = { "run.googleapis.com/ingress" = "all" }
}

variable "template_labels" {
  type    = map(string)
  default = {}
}

variable "template_annotations" {
  type    = map(string)
  default = { "autoscaling.knative.dev/maxScale" = 2, "autoscaling.knative.dev/minScale" = 1 }
}

variable "encryption_key" {
  type    = string
  default = null
}

variable "container_concurrency" {
  type    = number
  default = null
}

variable "timeout_seconds" {
  type    = number
  default = 120
}

variable "service_account_email" {
  type    = string
  default = ""
}

variable "limits" {
  type    = map(string)
  default = null
}

variable "requests" {
  type    = map(string)
  default = {}
}

variable "verified_domain_name" {
  type    = list(string)
  default = []
}

variable "members" {
  type    = list(string)
  default = []
}

resource "google_cloud_run_service" "main" {
  name                       = var.service_name
  location                   = var.location
  project                    = var.project_id
  autogenerate_revision_name = var.generate_revision_name

  metadata {
    labels      = var.service_labels
    annotations = var.service_annotations
  }

  template {
    metadata {
      labels      = var.template_labels
      annotations = merge(var.template_annotations, var.encryption_key != null ? { "run.googleapis.com/encryption-key" = var.encryption_key } : {})
    }

    spec {
      container_concurrency = var.container_concurrency
      timeout_seconds       = var.timeout_seconds
      service_account_name  = var.service_account_email

      containers {
        image = var.image

        resources {
          limits   = var.limits
          requests = var.requests
        }
      }
    }
  }
}

resource "google_cloud_run_domain_mapping" "domain_map" {
  for_each = toset(var.verified_domain_name)

  name     = each.value
  location = google_cloud_run_service.main.location
  project  = google_cloud_run_service.main.project
}

resource "google_cloud_run_service_iam_member" "authorize" {
  count = length(var.members)

  service  = google_cloud_run_service.main.name
  location = google_cloud_run_service.main.location
  project  = google_cloud_run_service.main.project
  role     = "roles/run.invoker"
  member   = var.members[count.index]
}

output "service_name" {
  value = google_cloud_run_service.main.name
}

output "service_id" {
  value = google_cloud_run_service.main.id
}

output "service_url" {
  value = google_cloud_run_service.main.status[0].url
}

output "revision" {
  value = google_cloud_run_service.main.status[0].latest_ready_revision_name
}

output "location" {
  value = google_cloud_run_service.main.location
}

output "project_id" {
  value = google_cloud_run_service.main.project
}

output "verified_domain_name" {
  value = values(google_cloud_run_domain_mapping.domain_map)[*].name
}
