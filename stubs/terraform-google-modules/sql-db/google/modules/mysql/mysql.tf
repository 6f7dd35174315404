stub {
  versions = ">= 5.0"
  about    = "https://registry.terraform.io/modules/terraform-google-modules/sql-db/google"
}

variable "project_id" {
  type = string
}

variable "name" {
  type = string
}

variable "random_instance_name" {
  type    = bool
  default = false
}

variable "database_version" {
  type = string
}

variable "region" {
  type    = string
  default = "us-central1"
}

variable "zone" {
  type    = string
  default = null
}

variable "tier" {
  type    = string
  default = "db-n1-standard-1"
}

variable "edition" {
  type    = string
  default = null
}

variable "activation_policy" {
  type    = string
  default = "ALWAYS"
}

variable "availability_type" {
  type    = string
  default = "REGIONAL"
}

variable "disk_size" {
  type    = number
  default = 10
}

variable "disk_type" {
  type    = string
  default = "PD_SSD"
}

variable "disk_autoresize" {
  type    = bool
  default = true
}

variable "disk_autoresize_limit" {
  type    = number
  default = 0
}

variable "pricing_plan" {
  type    = string
  default = "PER_USE"
}

variable "user_labels" {
  type    = map(string)
  default = {}
}

variable "database_flags" {
  type    = any
  default = []
}

variable "deletion_protection" {
  type    = bool
  default = true
}

variable "deletion_protection_enabled" {
  type    = bool
  default = false
}

variable "encryption_key_name" {
  type    = string
  default = null
}

variable "master_instance_name" {
  type    = string
  default = null
}

variable "backup_configuration" {
  type    = any
  default = {}
}

variable "ip_configuration" {
  type    = any
  default = {}
}

variable "insights_config" {
  type    = any
  default = null
}

variable "maintenance_window_day" {
  type    = number
  default = 1
}

variable "maintenance_window_hour" {
  type    = number
  default = 23
}

variable "maintenance_window_update_track" {
  type    = string
  default = "canary"
}

variable "enable_default_db" {
  type    = bool
  default = true
}

variable "db_name" {
  type    = string
  default = "default"
}

variable "additional_databases" {
  type    = any
  default = []
}

variable "enable_default_user" {
  type    = bool
  default = true
}

variable "user_name" {
  type    = string
  default = "default"
}

variable "user_password" {
  type    = string
  default = ""
}

variable "additional_users" {
  type    = any
  default = []
}

variable "iam_users" {
  type    = any
  default = []
}

variable "read_replicas" {
  type    = any
  default = []
}

variable "read_replica_name_suffix" {
  type    = string
  default = ""
}

variable "read_replica_deletion_protection" {
  type    = bool
  default = false
}

variable "read_replica_deletion_protection_enabled" {
  type    = bool
  default = false
}

variable "user_host" {
  type    = string
  default = "%"
}

variable "replica_database_version" {
  type    = string
  default = ""
}

locals {
  name     = var.random_instance_name ? "${var.name}-${random_id.suffix[0].hex}" : var.name
  regional = var.availability_type == "REGIONAL"
  replicas = { for replica in var.read_replicas : "${var.name}-replica${var.read_replica_name_suffix}${replica.name}" => replica }
}

resource "random_id" "suffix" {
  count = var.random_instance_name ? 1 : 0

  byte_length = 4
}

resource "google_sql_database_instance" "default" {
  project              = var.project_id
  name                 = local.name
  database_version     = var.database_version
  region               = var.region
  encryption_key_name  = var.encryption_key_name
  master_instance_name = var.master_instance_name
  deletion_protection  = var.deletion_protection

  settings {
    tier                        = var.tier
    edition                     = var.edition
    activation_policy           = var.activation_policy
    availability_type           = var.availability_type
    deletion_protection_enabled = var.deletion_protection_enabled
    disk_size                   = var.disk_size
    disk_type                   = var.disk_type
    disk_autoresize             = var.disk_autoresize
    disk_autoresize_limit       = var.disk_autoresize_limit
    pricing_plan                = var.pricing_plan
    user_labels                 = var.user_labels

    backup_configuration {
      enabled            = var.master_instance_name == null && (local.regional || try(coalesce(var.backup_configuration.enabled), false))
      binary_log_enabled = local.regional ? true : try(var.backup_configuration.binary_log_enabled, null)
      start_time         = try(var.backup_configuration.start_time, null)
      location           = try(var.backup_configuration.location, null)

      transaction_log_retention_days = try(var.backup_configuration.transaction_log_retention_days, null)
    }

    ip_configuration {
      ipv4_enabled    = try(coalesce(var.ip_configuration.ipv4_enabled), true)
      private_network = try(var.ip_configuration.private_network, null)
      require_ssl     = try(var.ip_configuration.require_ssl, null)
      ssl_mode        = try(var.ip_configuration.ssl_mode, null)

      dynamic "authorized_networks" {
        for_each = try(coalesce(var.ip_configuration.authorized_networks), [])

        content {
          name  = try(authorized_networks.value.name, null)
          value = try(authorized_networks.value.value, null)
        }
      }
    }

    dynamic "insights_config" {
      for_each = var.insights_config != null ? [var.insights_config] : []

      content {
        query_insights_enabled = true
      }
    }

    dynamic "database_flags" {
      for_each = var.database_flags

      content {
        name  = database_flags.value.name
        value = database_flags.value.value
      }
    }

    dynamic "maintenance_window" {
      for_each = var.master_instance_name == null ? [true] : []

      content {
        day          = var.maintenance_window_day
        hour         = var.maintenance_window_hour
        update_track = var.maintenance_window_update_track
      }
    }
  }
}

resource "google_sql_database_instance" "replicas" {
  for_each = local.replicas

  project              = var.project_id
  name                 = try(coalesce(each.value.name_override), "${local.name}-replica${var.read_replica_name_suffix}${each.value.name}")
  database_version     = try(coalesce(var.replica_database_version), var.database_version)
  region               = try(join("-", slice(split("-", each.value.zone), 0, 2)), var.region)
  master_instance_name = google_sql_database_instance.default.name
  deletion_protection  = var.read_replica_deletion_protection

  settings {
    tier                        = try(coalesce(each.value.tier), var.tier)
    edition                     = try(coalesce(each.value.edition), var.edition)
    activation_policy           = "ALWAYS"
    availability_type           = try(coalesce(each.value.availability_type), var.availability_type)
    deletion_protection_enabled = var.read_replica_deletion_protection_enabled
    disk_size                   = try(coalesce(each.value.disk_size), var.disk_size)
    disk_type                   = try(coalesce(each.value.disk_type), var.disk_type)
    disk_autoresize             = try(coalesce(each.value.disk_autoresize), var.disk_autoresize)
    user_labels                 = try(coalesce(each.value.user_labels), var.user_labels)

    ip_configuration {
      ipv4_enabled    = try(each.value.ip_configuration.ipv4_enabled, null)
      private_network = try(each.value.ip_configuration.private_network, null)
    }
  }
}

resource "google_sql_database" "default" {
  count = var.enable_default_db ? 1 : 0

  project  = var.project_id
  name     = var.db_name
  instance = google_sql_database_instance.default.name
}

resource "google_sql_database" "additional_databases" {
  for_each = { for database in var.additional_databases : database.name => database }

  project  = var.project_id
  name     = each.value.name
  instance = google_sql_database_instance.default.name
}

resource "random_password" "user-password" {
  count = var.enable_default_user ? 1 : 0

  length = 32
}

resource "random_password" "additional_passwords" {
  for_each = { for user in var.additional_users : user.name => user }

  length = 32
}

resource "google_sql_user" "default" {
  count = var.enable_default_user ? 1 : 0

  project  = var.project_id
  name     = var.user_name
  instance = google_sql_database_instance.default.name
  password = var.user_password == "" ? random_password.user-password[0].result : var.user_password
}

resource "google_sql_user" "additional_users" {
  for_each = { for user in var.additional_users : user.name => user }

  project  = var.project_id
  name     = each.value.name
  instance = google_sql_database_instance.default.name
  password = try(coalesce(each.value.password), random_password.additional_passwords[each.key].result)
}

resource "google_sql_user" "iam_account" {
  for_each = { for user in var.iam_users : try(user.id, user) => user }

  project  = var.project_id
  instance = google_sql_database_instance.default.name
  name     = try(trimsuffix(each.value.email, ".gserviceaccount.com"), null)
}

output "instance_name" {
  value = google_sql_database_instance.default.name
}

output "instance_connection_name" {
  value = google_sql_database_instance.default.connection_name
}

output "instance_self_link" {
  value = google_sql_database_instance.default.self_link
}

output "instance_first_ip_address" {
  value = google_sql_database_instance.default.first_ip_address
}

output "instance_ip_address" {
  value = google_sql_database_instance.default.ip_address
}

output "instance_server_ca_cert" {
  value = google_sql_database_instance.default.server_ca_cert
}

output "instance_service_account_email_address" {
  value = google_sql_database_instance.default.service_account_email_address
}

output "public_ip_address" {
  value = google_sql_database_instance.default.public_ip_address
}

output "private_ip_address" {
  value = google_sql_database_instance.default.private_ip_address
}

output "private_address" {
  value = google_sql_database_instance.default.private_ip_address
}

output "primary" {
  value = google_sql_database_instance.default
}

output "replicas" {
  value = values(google_sql_database_instance.replicas)
}

output "instances" {
  value = concat([google_sql_database_instance.default], values(google_sql_database_instance.replicas))
}

output "read_replica_instance_names" {
  value = [for replica in google_sql_database_instance.replicas : replica.name]
}

output "replicas_instance_connection_names" {
  value = [for replica in google_sql_database_instance.replicas : replica.connection_name]
}

output "generated_user_password" {
  value = try(random_password.user-password[0].result, "")
}
