priced "google_sql_database_instance" {
  service = "Cloud SQL"
  sources = ["https://cloud.google.com/sql/pricing"]

  let {
    settings = self.settings[0]
    tier     = let.settings.tier
    shared   = contains(["db-f1-micro", "db-g1-small"], let.tier)
    custom   = regexall("^db-custom-([0-9]+)-([0-9]+)$", let.tier)[0]
    plus     = regexall("^db-perf-optimized-N-([0-9]+)$", let.tier)[0]
    sized    = !unset(let.custom) || !unset(let.plus)
    edition  = unset(let.plus) ? "enterprise" : "enterprise_plus"
    vcpu     = unset(let.plus) ? tonumber(let.custom[0]) : tonumber(let.plus[0])
    memory   = unset(let.plus) ? tonumber(let.custom[1]) / 1024 : tonumber(let.plus[0]) * 8
    copies   = let.settings.availability_type == "REGIONAL" ? 2 : 1
    runs     = default(let.settings.activation_policy, "ALWAYS") != "NEVER"
    disk     = default(let.settings.disk_type, "PD_SSD")
    kind     = lookup({ "PD_SSD" = "ssd", "PD_HDD" = "hdd" }, let.disk, lower(let.disk))
  }

  usage "backup_storage_gb" {
    unit  = "GB"
    title = "backups kept"
  }

  component "instance" {
    sku      = "google/cloud_sql/${let.tier}"
    unit     = "hours"
    when     = let.runs && !let.sized
    quantity = month.hours * let.copies
  }
  component "cpu" {
    sku      = "google/cloud_sql/${let.edition}.vcpu"
    unit     = "vCPU-hours"
    when     = let.runs && let.sized
    quantity = month.hours * let.vcpu * let.copies
  }
  component "memory" {
    sku      = "google/cloud_sql/${let.edition}.memory"
    unit     = "GB-hours"
    when     = let.runs && let.sized
    quantity = month.hours * let.memory * let.copies
  }
  component "storage" {
    sku      = "google/cloud_sql/storage.${let.kind}"
    unit     = "GB-months"
    quantity = default(let.settings.disk_size, 10) * let.copies
    note     = default(let.settings.disk_autoresize, true) ? "grows by itself and never shrinks" : null
  }
  component "license" {
    sku      = "google/cloud_sql/license.sqlserver"
    unit     = "vCPU-hours"
    when     = let.runs && startswith(default(self.database_version, "unknown"), "SQLSERVER_")
    quantity = month.hours * let.vcpu * let.copies
  }
  component "backups" {
    sku      = "google/cloud_sql/backups"
    unit     = "GB-months"
    when     = default(let.settings.backup_configuration[0].enabled, false)
    quantity = usage.backup_storage_gb
  }
}

free "google_sql_database" {}
free "google_sql_user" {}
free "google_sql_ssl_cert" {}
