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

variable "routing_mode" {
  type    = string
  default = "GLOBAL"
}

variable "shared_vpc_host" {
  type    = bool
  default = false
}

variable "auto_create_subnetworks" {
  type    = bool
  default = false
}

variable "delete_default_internet_gateway_routes" {
  type    = bool
  default = false
}

variable "mtu" {
  type    = number
  default = 0
}

resource "google_compute_network" "network" {
  name                            = var.network_name
  project                         = var.project_id
  auto_create_subnetworks         = var.auto_create_subnetworks
  routing_mode                    = var.routing_mode
  delete_default_routes_on_create = var.delete_default_internet_gateway_routes
  mtu                             = var.mtu
}

resource "google_compute_shared_vpc_host_project" "shared_vpc_host" {
  count = var.shared_vpc_host ? 1 : 0

  project = var.project_id
}

output "network" {
  value = google_compute_network.network
}

output "network_id" {
  value = google_compute_network.network.id
}

output "network_name" {
  value = google_compute_network.network.name
}

output "network_self_link" {
  value = google_compute_network.network.self_link
}

output "project_id" {
  value = google_compute_network.network.project
}
