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

variable "rules" {
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

locals {
  plain = { for rule in var.rules : rule.name => rule }
  split = merge(
    { for rule in var.ingress_rules : rule.name => merge(rule, { direction = "INGRESS" }) },
    { for rule in var.egress_rules : rule.name => merge(rule, { direction = "EGRESS" }) }
  )
}

resource "google_compute_firewall" "rules" {
  for_each = local.plain

  name                    = each.value.name
  project                 = var.project_id
  network                 = var.network_name
  direction               = try(coalesce(each.value.direction), "INGRESS")
  disabled                = try(each.value.disabled, null)
  priority                = try(each.value.priority, null)
  source_ranges           = try(coalesce(each.value.direction), "INGRESS") == "INGRESS" ? try(each.value.ranges, null) : null
  destination_ranges      = try(coalesce(each.value.direction), "INGRESS") == "EGRESS" ? try(each.value.ranges, null) : null
  source_tags             = try(each.value.source_tags, null)
  target_tags             = try(each.value.target_tags, null)
  source_service_accounts = try(each.value.source_service_accounts, null)
  target_service_accounts = try(each.value.target_service_accounts, null)

  dynamic "log_config" {
    for_each = try(each.value.log_config.metadata, null) != null ? [each.value.log_config] : []

    content {
      metadata = log_config.value.metadata
    }
  }

  dynamic "allow" {
    for_each = try(coalesce(each.value.allow), [])

    content {
      protocol = allow.value.protocol
      ports    = try(allow.value.ports, null)
    }
  }

  dynamic "deny" {
    for_each = try(coalesce(each.value.deny), [])

    content {
      protocol = deny.value.protocol
      ports    = try(deny.value.ports, null)
    }
  }
}

resource "google_compute_firewall" "rules_ingress_egress" {
  for_each = length(local.plain) > 0 ? {} : local.split

  name                    = each.value.name
  project                 = var.project_id
  network                 = var.network_name
  direction               = try(coalesce(each.value.direction), "INGRESS")
  disabled                = try(each.value.disabled, null)
  priority                = try(each.value.priority, null)
  source_ranges           = try(each.value.source_ranges, null)
  destination_ranges      = try(each.value.destination_ranges, null)
  source_tags             = try(each.value.source_tags, null)
  target_tags             = try(each.value.target_tags, null)
  source_service_accounts = try(each.value.source_service_accounts, null)
  target_service_accounts = try(each.value.target_service_accounts, null)

  dynamic "log_config" {
    for_each = try(each.value.log_config.metadata, null) != null ? [each.value.log_config] : []

    content {
      metadata = log_config.value.metadata
    }
  }

  dynamic "allow" {
    for_each = try(coalesce(each.value.allow), [])

    content {
      protocol = allow.value.protocol
      ports    = try(allow.value.ports, null)
    }
  }

  dynamic "deny" {
    for_each = try(coalesce(each.value.deny), [])

    content {
      protocol = deny.value.protocol
      ports    = try(deny.value.ports, null)
    }
  }
}

output "firewall_rules" {
  value = google_compute_firewall.rules
}

output "firewall_rules_ingress_egress" {
  value = google_compute_firewall.rules_ingress_egress
}
