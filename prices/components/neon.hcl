priced "neon_project" {
  service = "Neon"
  sources = ["https://neon.com/pricing"]

  let {
    settings = self.default_endpoint_settings[0]
    least    = default(let.settings.autoscaling_limit_min_cu, 0.25)
    awake    = default(let.settings.suspend_timeout_seconds, 0) == -1
  }

  usage "monthly_cu_hours" {
    unit  = "CU-hours"
    title = "compute-unit hours, those of a database that never sleeps included"
  }
  usage "storage_gb" {
    unit  = "GB"
    title = "data kept"
  }
  usage "history_gb" {
    unit  = "GB"
    title = "changes kept for restoring"
  }

  component "minimum_compute" {
    sku      = "neon/postgres/launch.compute"
    unit     = "CU-hours"
    region   = "global"
    when     = let.awake
    quantity = let.least * month.hours
    note     = "never sleeps; on the Launch plan, the Scale plan asks twice as much"
  }
  component "compute" {
    sku      = "neon/postgres/launch.compute"
    unit     = "CU-hours"
    region   = "global"
    quantity = max(0, usage.monthly_cu_hours - (let.awake ? let.least * month.hours : 0))
    note     = "on the Launch plan; the Scale plan asks twice as much"
  }
  component "storage" {
    sku      = "neon/postgres/storage"
    unit     = "GB-months"
    region   = "global"
    quantity = usage.storage_gb
  }
  component "history" {
    sku      = "neon/postgres/history"
    unit     = "GB-months"
    region   = "global"
    quantity = usage.history_gb
  }
}

free "neon_database" {}
free "neon_role" {}
