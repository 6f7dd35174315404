rule "worker-database-without-pool" {
  title    = "Worker or function that speaks with its database without a pool"
  concern  = "reliability"
  severity = "warning"

  let {
    # Workers: what it is told, in both forms of the provider.
    plain  = self.plain_text_binding == null ? [] : self.plain_text_binding
    secret = self.secret_text_binding == null ? [] : self.secret_text_binding
    bindings = concat(
      self.bindings == null ? [] : [for it in self.bindings : { name = it.name, type = it.type, text = it.text }],
      [for it in let.plain : { name = it.name, type = "plain_text", text = it.text }],
      [for it in let.secret : { name = it.name, type = "secret_text", text = it.text }],
    )
    pooled = concat(
      [for it in let.bindings : it.name if it.type == "hyperdrive"],
      self.hyperdrive_config_binding == null ? [] : [for it in self.hyperdrive_config_binding : it.binding],
    )
    # Those who pool themselves, or speak HTTP.
    poolers = "pooler|pgbouncer|neon[.]tech|supabase|psdb[.]cloud|planetscale|prisma-data|turso|accelerate|hyperdrive"
    urls = [
      for it in let.bindings : it
      if contains(["plain_text", "secret_text"], it.type) && known(it.text) &&
      length(regexall("^(postgres|postgresql|mysql)://", it.text)) > 0 && length(regexall(let.poolers, it.text)) == 0
    ]
    databases = concat(
      refs("aws_db_instance"), refs("aws_rds_cluster"), refs("google_sql_database_instance"),
      refs("azurerm_postgresql_flexible_server"), refs("azurerm_mysql_flexible_server"),
      refs("digitalocean_database_cluster"),
    )

    # Cloud Run and Cloud Functions: instances against connections.
    sql      = refs("google_sql_database_instance")
    instance = let.sql[0]
    setting  = one(let.instance.settings[*])
    postgres = length(let.sql) > 0 ? startswith(let.instance.database_version, "POSTGRES") : false
    flags = [
      for it in let.setting.database_flags == null ? [] : let.setting.database_flags : tonumber(it.value)
      if it.name == "max_connections"
    ]
    pool     = one(let.setting.connection_pool_config[*].connection_pooling_enabled) == true
    row      = fact("cloud-database-connections", "google-${let.setting.tier}")
    takes    = length(let.flags) > 0 ? let.flags[0] : tonumber(let.row.connections)
    sized    = length(let.flags) > 0 || let.row != null

    # Azure Functions.
    servers = refs("azurerm_postgresql_flexible_server")
    server  = let.servers[0]
    plan    = one(refs("azurerm_service_plan")[*].sku_name)
    place   = fact("cloud-database-connections", "azure-${let.server.sku_name}")
  }

  case {
    resources = ["cloudflare_workers_script", "cloudflare_worker_script"]
    when = (
      length(let.pooled) == 0 &&
      (length(let.urls) > 0 || length(let.databases) > 0)
    )
    at         = "bindings"
    confidence = length(let.urls) > 0 ? "high" : "medium"
    message    = "`${title()}` speaks with its database itself: each request opens a connection, and no Hyperdrive pools them"
    label      = "no binding of type hyperdrive"
    help       = "add a `cloudflare_hyperdrive_config` and bind it to the Worker in place of the address, or use a driver that speaks HTTP"

    evidence {
      at    = let.databases[0].address
      label = "the database that it is told of"
    }
  }

  case {
    resources = ["google_cloud_run_v2_service"]
    let {
      most  = one(flatten(self.template[*].scaling[*].max_instance_count))
      count = let.most == null ? 100 : let.most
    }
    when = (
      length(let.sql) > 0 &&
      let.postgres && !let.pool && let.sized &&
      let.count > let.takes
    )
    at         = "template.scaling.max_instance_count"
    confidence = "medium"
    message    = "`${title()}` may run as ${let.count} instances with a connection each, and `${title(let.instance)}` takes ${let.takes}"
    label      = let.most == null ? "up to 100 instances, because nobody chose" : "up to ${let.count} instances"
    help       = "set `max_instance_count` below ${let.takes}, or give the database a larger tier or a pooler (PgBouncer, managed connection pooling)"

    evidence {
      at    = length(let.flags) > 0 ? let.flags[0] : let.setting.tier
      label = "${let.takes} connections"
    }
  }

  case {
    resources = ["google_cloudfunctions2_function"]
    let {
      most  = one(self.service_config[*].max_instance_count)
      count = let.most == null ? 100 : let.most
    }
    when = (
      length(let.sql) > 0 &&
      let.postgres && !let.pool && let.sized &&
      let.count > let.takes
    )
    at         = "service_config.max_instance_count"
    confidence = "medium"
    message    = "`${title()}` may run as ${let.count} instances with a connection each, and `${title(let.instance)}` takes ${let.takes}"
    label      = let.most == null ? "up to 100 instances, because nobody chose" : "up to ${let.count} instances"
    help       = "set `max_instance_count` below ${let.takes}, or give the database a larger tier or a pooler (PgBouncer, managed connection pooling)"

    evidence {
      at    = length(let.flags) > 0 ? let.flags[0] : let.setting.tier
      label = "${let.takes} connections"
    }
  }

  case {
    resources = ["azurerm_linux_function_app", "azurerm_windows_function_app"]
    let {
      limit = one(self.site_config[*].app_scale_limit)
      # On Linux; on Windows twice as many.
      count = unset(let.limit, 0) ? 100 : let.limit
    }
    when = (
      length(let.servers) > 0 &&
      let.plan == "Y1" &&
      let.place != null &&
      let.count > tonumber(let.place.connections)
    )
    at         = "site_config.app_scale_limit"
    confidence = "medium"
    message    = "`${title()}` may run as ${let.count} instances with a connection each, and `${title(let.server)}` takes ${let.place.connections}"
    label      = unset(let.limit, 0) ? "100 instances or more, because nobody chose" : "up to ${let.count} instances"
    help       = "set `app_scale_limit` below ${let.place.connections}, or take a General Purpose server with `pgbouncer.enabled`"

    evidence {
      at    = let.server.sku_name
      label = "${let.place.connections} connections"
    }
  }

  why = <<-EOT
    Each instance of a function or of a service that scales by itself brings its own connections, and a Worker opens a
    new one for each request, with the handshakes of TCP, TLS and the database before the first query. A small database
    takes 25 to 50 connections; after that it refuses everybody. A pooler holds a few and lends them out: Hyperdrive for
    Workers, PgBouncer or the platform's own pool elsewhere, or a database that is asked by HTTP.

    Only what Terraform shows is judged: the addresses that a Worker is given, and on Google and Azure the smallest
    databases against the limit of instances. Ignore this rule where a pooler stands behind the same address.
  EOT

  sources = [
    "https://developers.cloudflare.com/hyperdrive/",
    "https://cloud.google.com/run/docs/configuring/max-instances",
    "https://cloud.google.com/sql/docs/postgres/flags",
    "https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/concepts-limits",
    "https://learn.microsoft.com/en-us/azure/azure-functions/functions-scale",
  ]
}
