rule "functions-unbounded" {
  title    = "Function whose number of instances nobody limits"
  severity = "warning"
  concern  = "reliability"

  let {
    crowds  = "each instance opens connections to `${title(let.databases[0])}`"
    anybody = ["allUsers", "allAuthenticatedUsers"]
    google = concat(
      refs("google_sql_database_instance"), refs("google_alloydb_instance"), refs("google_alloydb_cluster"),
    )
    azure = concat(
      refs("azurerm_postgresql_flexible_server"), refs("azurerm_postgresql_server"),
      refs("azurerm_mysql_flexible_server"), refs("azurerm_mssql_server"), refs("azurerm_mssql_database"),
      refs("azurerm_redis_cache"),
    )
  }

  case {
    severity  = let.driven && let.limited ? "warning" : "note"
    resources = ["google_cloudfunctions_function"]
    let {
      members = concat(
        [for it in referrers("google_cloudfunctions_function_iam_member") : it.member],
        flatten([for it in referrers("google_cloudfunctions_function_iam_binding") : it.members]),
      )
      open      = self.trigger_http == true && length(setintersection(toset(let.members), toset(let.anybody))) > 0
      driven    = let.open || has_block("event_trigger")
      databases = let.google
      limited   = length(let.databases) > 0
    }
    when    = unset(self.max_instances, 0) && (let.open || let.limited)
    at      = "max_instances"
    message = "`${title()}` sets no `max_instances`, and ${let.limited ? let.crowds : "answers anybody"}"
    label   = "no limit that anybody chose"
    help    = "set `max_instances` to what the database and the budget stand, such as 20"

    evidence {
      for_each = let.databases
      at       = each.value.address
      label    = "takes as many connections as its size allows"
    }
  }

  case {
    severity  = let.driven && let.limited ? "warning" : "note"
    resources = ["google_cloudfunctions2_function"]
    let {
      members = concat(
        [for it in referrers("google_cloudfunctions2_function_iam_member") : it.member],
        flatten([for it in referrers("google_cloudfunctions2_function_iam_binding") : it.members]),
        [for it in referrers("google_cloud_run_service_iam_member") : it.member],
        [for it in referrers("google_cloud_run_v2_service_iam_member") : it.member],
        flatten([for it in referrers("google_cloud_run_service_iam_binding") : it.members]),
      )
      open      = length(setintersection(toset(let.members), toset(let.anybody))) > 0
      driven    = let.open || has_block("event_trigger")
      databases = let.google
      limited   = length(let.databases) > 0
    }
    when    = unset(one(self.service_config[*].max_instance_count), 0) && (let.open || let.limited)
    at      = "service_config.max_instance_count"
    message = "`${title()}` may start 100 instances, and ${let.limited ? let.crowds : "answers anybody"}"
    label   = "100 instances, because nobody chose"
    help    = "set `service_config.max_instance_count` to what the database and the budget stand, such as 20"

    evidence {
      for_each = let.databases
      at       = each.value.address
      label    = "takes as many connections as its size allows"
    }
  }

  # What starts a function is in its code, so that only what it reaches can be seen.
  case {
    severity  = let.driven && let.limited ? "warning" : "note"
    resources = ["azurerm_linux_function_app", "azurerm_windows_function_app"]
    let {
      plans     = [for it in refs("azurerm_service_plan", "service_plan_id") : it if it.sku_name == "Y1"]
      most      = let.plans[0].os_type == "Linux" ? 100 : 200
      driven    = true
      databases = let.azure
      limited   = length(let.databases) > 0
    }
    when    = unset(one(self.site_config[*].app_scale_limit), 0) && let.limited && length(let.plans) > 0
    at      = "site_config.app_scale_limit"
    message = "`${title()}` may start ${let.most} instances, and ${let.crowds}"
    label   = "${let.most} instances on this plan, because nobody chose"
    help    = "set `site_config.app_scale_limit` to what the database stands, such as 20"

    evidence {
      for_each = let.databases
      at       = each.value.address
      label    = "takes as many connections as its size allows"
    }
  }

  case {
    severity  = let.driven && let.limited ? "warning" : "note"
    resources = ["azurerm_function_app_flex_consumption"]
    let {
      driven    = true
      databases = let.azure
      limited   = length(let.databases) > 0
    }
    when    = unset(self.maximum_instance_count) && let.limited
    at      = "maximum_instance_count"
    message = "`${title()}` may start 100 instances, which nobody chose, and ${let.crowds}"
    label   = "100 instances, because nobody chose"
    help    = "set `maximum_instance_count` to what the database stands; the least that the plan takes is 1"

    evidence {
      for_each = let.databases
      at       = each.value.address
      label    = "takes as many connections as its size allows"
    }
  }

  why = <<-EOT
    Every call that finds all instances busy starts another one, and every instance opens its own connections. A queue
    that fills up during a bad night, or one client in a loop, drives the number up until something gives way: the
    database that takes a hundred connections, or the budget. A limit costs nothing; calls beyond it wait or are told to
    come again.

    It is a warning where calls come without a limit and a database is behind, else a note; where neither is true, the
    rule says nothing. Ignore this rule for a function whose connections go through a pooler that holds them together.
  EOT

  sources = [
    "https://cloud.google.com/functions/docs/configuring/max-instances",
    "https://learn.microsoft.com/azure/azure-functions/event-driven-scaling",
    "https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan",
  ]
}
