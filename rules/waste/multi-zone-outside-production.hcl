rule "multi-zone-outside-production" {
  title      = "Standby in a second zone outside of production"
  severity   = "note"
  confidence = "medium"
  concern    = "cost"

  # Staging is where a failover is tried, so it is left alone unless the settings say otherwise.
  params {
    stages = ["dev", "test"]
  }

  let {
    stage = stage()
    spare = let.stage != null && contains(params.stages, let.stage)
  }

  case {
    resources = ["aws_db_instance"]
    when      = self.multi_az == true && let.spare
    at        = "multi_az"
    message   = "`${self.label}` keeps a standby in a second zone, and this configuration is for ${let.stage}"
    label     = "twice the price of one zone"
    help      = "set `multi_az = false`, or let it hang on the stage: `multi_az = var.environment == \"prod\"`"

    impact {
      kind     = "wastes"
      repriced = { multi_az = false }
    }

    fix {
      set    = false
      unsafe = "where production takes its values from here too, it loses its standby"
    }
  }

  case {
    resources = ["aws_elasticache_replication_group"]

    let {
      sharded  = self.num_node_groups != null || self.replicas_per_node_group != null
      clusters = coalesce(self.num_cache_clusters, self.number_cache_clusters, 1)
      replicas = let.sharded ? coalesce(self.replicas_per_node_group, 0) : let.clusters - 1
    }

    when    = self.multi_az_enabled == true && let.replicas > 0 && let.spare
    at      = "multi_az_enabled"
    message = "`${self.label}` keeps ${plural(let.replicas, "replica")} in other zones, and this configuration is for ${let.stage}"
    label   = "each replica costs as much as the first node"
    help    = "set `multi_az_enabled` and `automatic_failover_enabled` to false, with one node in each group"

    impact {
      kind = "wastes"
      repriced = {
        num_cache_clusters      = let.sharded ? null : 1
        number_cache_clusters   = null
        replicas_per_node_group = let.sharded ? 0 : null
      }
    }
  }

  case {
    resources = ["google_sql_database_instance"]
    when      = one(self.settings[*].availability_type) == "REGIONAL" && let.spare
    at        = "settings.availability_type"
    message   = "`${self.label}` keeps a standby in a second zone, and this configuration is for ${let.stage}"
    label     = "twice the price of one zone"
    help      = "set `availability_type = \"ZONAL\"`, or let it hang on the stage"

    impact {
      kind     = "wastes"
      repriced = { settings = [merge(self.settings[0], { availability_type = "ZONAL" })] }
    }

    fix {
      set    = "ZONAL"
      unsafe = "where production takes its values from here too, it loses its standby"
    }
  }

  case {
    resources = ["google_redis_instance"]
    when      = self.tier == "STANDARD_HA" && let.spare
    at        = "tier"
    message   = "`${self.label}` keeps a replica in a second zone, and this configuration is for ${let.stage}"
    label     = "a replica in a second zone"
    help      = "set `tier = \"BASIC\"`, or let it hang on the stage"

    impact {
      kind     = "wastes"
      repriced = { tier = "BASIC", replica_count = null, read_replicas_mode = null }
    }
  }

  case {
    resources = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"]
    when      = length(self.high_availability[*]) > 0 && let.spare
    at        = "high_availability"
    message   = "`${self.label}` keeps a standby, and this configuration is for ${let.stage}"
    label     = "a second server at the price of the first"
    help      = "leave out `high_availability`, or make it `dynamic` and let it hang on the stage"

    impact {
      kind     = "wastes"
      repriced = { high_availability = null }
    }
  }

  why = <<-EOT
    A database or cache with a standby in a second zone is billed as two. In production that buys a failover within a
    minute or two when a zone fails; a stage that developers work on waits for an hour without harm, and has its
    backups. Mostly nobody chose it there: the stage was copied from production.

    The rule speaks where the configuration says itself that it is for development or tests: by its workspace, a
    variable or a tag named after the environment, or its directory. Ignore this rule where failovers themselves are
    tested, and where one configuration serves all stages and the value here is production's. Staging is not asked,
    because it is meant to be like production: `params` can add it.
  EOT

  sources = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
    "https://cloud.google.com/sql/docs/postgres/high-availability",
    "https://learn.microsoft.com/en-us/azure/reliability/reliability-postgresql-flexible-server",
  ]
}
