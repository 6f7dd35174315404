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

variable "routes" {
  type    = any
  default = []
}

resource "google_compute_route" "route" {
  for_each = { for index, route in var.routes : try(route.name, "${lower(var.network_name)}-route-${index}") => route }

  name             = each.key
  project          = var.project_id
  network          = var.network_name
  dest_range       = try(each.value.destination_range, null)
  next_hop_gateway = try(tobool(each.value.next_hop_internet), false) == true ? "default-internet-gateway" : try(each.value.next_hop_gateway, null)
  priority         = try(each.value.priority, 1000)
}

output "routes" {
  value = values(google_compute_route.route)
}
