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

variable "routes" {
  type    = any
  default = []
}

variable "firewall_rules" {
  type    = any
  default = []
}

variable "ingress_rules" {
  type    = any
  default = []
}

variable "egress_rules" {
  type    = any
  default = []
}

module "vpc" {
  source = "./modules/vpc"

  project_id                             = var.project_id
  network_name                           = var.network_name
  routing_mode                           = var.routing_mode
  shared_vpc_host                        = var.shared_vpc_host
  auto_create_subnetworks                = var.auto_create_subnetworks
  delete_default_internet_gateway_routes = var.delete_default_internet_gateway_routes
  mtu                                    = var.mtu
}

module "subnets" {
  source = "./modules/subnets"

  project_id       = var.project_id
  network_name     = module.vpc.network_name
  subnets          = var.subnets
  subnets_region   = var.subnets_region
  secondary_ranges = var.secondary_ranges
}

module "routes" {
  source = "./modules/routes"

  project_id   = var.project_id
  network_name = module.vpc.network_name
  routes       = var.routes
}

module "firewall_rules" {
  source = "./modules/firewall-rules"

  project_id    = var.project_id
  network_name  = module.vpc.network_name
  rules         = var.firewall_rules
  ingress_rules = var.ingress_rules
  egress_rules  = var.egress_rules
}

output "network" {
  value = module.vpc
}

output "network_id" {
  value = module.vpc.network_id
}

output "network_name" {
  value = module.vpc.network_name
}

output "network_self_link" {
  value = module.vpc.network_self_link
}

output "project_id" {
  value = module.vpc.project_id
}

output "subnets" {
  value = module.subnets.subnets
}

output "subnets_names" {
  value = [for subnet in module.subnets.subnets : subnet.name]
}

output "subnets_ids" {
  value = [for subnet in module.subnets.subnets : subnet.id]
}

output "subnets_ips" {
  value = [for subnet in module.subnets.subnets : subnet.ip_cidr_range]
}

output "subnets_self_links" {
  value = [for subnet in module.subnets.subnets : subnet.self_link]
}

output "subnets_regions" {
  value = [for subnet in module.subnets.subnets : subnet.region]
}

output "subnets_private_access" {
  value = [for subnet in module.subnets.subnets : subnet.private_ip_google_access]
}

output "subnets_secondary_ranges" {
  value = [for subnet in module.subnets.subnets : subnet.secondary_ip_range]
}

output "route_names" {
  value = [for route in module.routes.routes : route.name]
}
