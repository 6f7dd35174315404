rule "graviton-available" {
  title    = "Managed database, cache or search on x86 where Graviton runs the same engine for less"
  severity = "note"
  concern  = "cost"

  # Only versions of which every minor one runs on the successor. Without a version AWS takes a recent one.
  case {
    resources = ["aws_db_instance"]

    let {
      engine    = coalesce(self.engine, "none")
      version   = coalesce(self.engine_version, "99")
      parts     = split(".", let.version)
      major     = tonumber(let.parts[0])
      family    = join(".", slice(split(".", self.instance_class), 0, 2))
      row       = fact("graviton-families", "rds/${let.family}")
      successor = replace(self.instance_class, "${let.family}.", "${let.row.successor}.")
      mysql     = let.engine == "mysql" && let.major >= tonumber(let.row.mysql_from)
      postgres  = let.engine == "postgres" && let.major >= tonumber(let.row.postgres_from)
      recent    = let.major > 10 || (let.major == 10 && tonumber(try(let.parts[1], "0")) >= 6)
      runs      = let.mysql || let.postgres || (let.engine == "mariadb" && let.recent)
      sold_as   = let.engine == "mariadb" ? "mysql" : let.engine
      places    = coalesce(self.multi_az, false) ? "multi" : "single"
      before    = price("aws/rds/${let.sold_as}.${let.places}.${self.instance_class}")
      after     = price("aws/rds/${let.sold_as}.${let.places}.${let.successor}")
      cheaper   = known(let.before) && known(let.after) && let.after < 0.97 * let.before
      saving    = floor(100.5 - 100 * let.after / let.before)
    }

    when = (
      self.instance_class != null && contains(["mysql", "postgres", "mariadb"], let.engine) && let.row != null &&
      let.runs && let.cheaper
    )
    # Less than $2 a month moves nobody, and an engine whose version nobody wrote may be an old one.
    strict  = self.engine_version == null || (let.before - let.after) * 730 < 2
    at      = "instance_class"
    message = "`${self.label}` is a ${self.instance_class}: ${let.successor} runs the same ${let.engine} and costs ${let.saving} % less"
    label   = "${let.successor} costs ${let.saving} % less"
    help    = "set `instance_class = \"${let.successor}\"`"

    impact {
      kind     = "wastes"
      repriced = { instance_class = let.successor }
    }

    fix {
      set    = let.successor
      unsafe = "a change of class restarts the database, in the next maintenance window unless `apply_immediately` is set"
    }
  }

  case {
    resources = ["aws_rds_cluster_instance"]

    let {
      clusters  = refs("aws_rds_cluster", "cluster_identifier")
      cluster   = length(let.clusters) > 0 ? let.clusters[0] : null
      engine    = coalesce(self.engine, try(let.cluster.engine, null), "none")
      version   = coalesce(self.engine_version, try(let.cluster.engine_version, null), "99")
      major     = tonumber(split(".", let.version)[0])
      family    = join(".", slice(split(".", self.instance_class), 0, 2))
      covered   = contains(["db.t3", "db.r4", "db.r5"], let.family)
      row       = let.covered ? fact("graviton-families", "rds/${let.family}") : null
      successor = replace(self.instance_class, "${let.family}.", "${let.row.successor}.")
      mysql     = let.engine == "aurora-mysql" && let.major >= 8
      postgres  = let.engine == "aurora-postgresql" && let.major >= tonumber(let.row.postgres_from)

      # More than 15 % is no difference of processors: one of the two prices is of another kind.
      before  = price("aws/rds/${let.engine}.single.${self.instance_class}")
      after   = price("aws/rds/${let.engine}.single.${let.successor}")
      sold    = known(let.before) && known(let.after)
      cheaper = let.sold && let.after < 0.97 * let.before && let.after > 0.85 * let.before
      saving  = floor(100.5 - 100 * let.after / let.before)
    }

    when = (
      self.instance_class != null && self.instance_class != "db.serverless" && let.row != null &&
      (let.mysql || let.postgres) && let.cheaper
    )
    # Less than $2 a month moves nobody, and an engine whose version nobody wrote may be an old one.
    strict  = let.version == "99" || (let.before - let.after) * 730 < 2
    at      = "instance_class"
    message = "`${self.label}` is a ${self.instance_class}: ${let.successor} runs the same ${let.engine} and costs ${let.saving} % less"
    label   = "${let.successor} costs ${let.saving} % less"
    help    = "set `instance_class = \"${let.successor}\"`, a reader first, then fail over to it"

    impact {
      kind     = "wastes"
      repriced = { instance_class = let.successor }
    }

    fix {
      set    = let.successor
      unsafe = "a change of class restarts the instance, in the next maintenance window unless `apply_immediately` is set"
    }
  }

  # Redis from 5.0.6 on and Memcached from 1.5.16 on.
  case {
    resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]

    let {
      family    = join(".", slice(split(".", self.node_type), 0, 2))
      row       = fact("graviton-families", "elasticache/${let.family}")
      successor = replace(self.node_type, "${let.family}.", "${let.row.successor}.")
      engine    = coalesce(self.engine, "redis")
      parts     = split(".", coalesce(self.engine_version, "99.99"))
      major     = tonumber(let.parts[0])
      minor     = tonumber(try(let.parts[1], "0"))
      redis     = contains(["redis", "valkey"], let.engine) && let.major >= 6
      memcached = let.engine == "memcached" && (let.major > 1 || let.minor >= 6)
      before    = price("aws/elasticache/${let.engine}.${self.node_type}")
      after     = price("aws/elasticache/${let.engine}.${let.successor}")
      cheaper   = known(let.before) && known(let.after) && let.after < 0.97 * let.before
      saving    = floor(100.5 - 100 * let.after / let.before)
    }

    when    = self.node_type != null && let.row != null && (let.redis || let.memcached) && let.cheaper
    strict  = (let.before - let.after) * 730 < 2
    at      = "node_type"
    message = "`${self.label}` runs on ${self.node_type}: ${let.successor} runs the same ${let.engine} and costs ${let.saving} % less"
    label   = "${let.successor} costs ${let.saving} % less"
    help    = "set `node_type = \"${let.successor}\"`"

    impact {
      kind     = "wastes"
      repriced = { node_type = let.successor }
    }

    fix {
      set    = let.successor
      unsafe = "nodes are replaced one after the other, and those of memcached lose what they hold"
    }
  }

  # Elasticsearch from 7.9 on. All nodes of a domain are of one kind, so what the masters are must be known too.
  case {
    resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]

    let {
      nodes     = self.cluster_config[0]
      suffix    = endswith(let.nodes.instance_type, ".elasticsearch") ? ".elasticsearch" : ".search"
      type      = trimsuffix(let.nodes.instance_type, let.suffix)
      family    = split(".", let.type)[0]
      row       = fact("graviton-families", "opensearch/${let.family}")
      successor = replace(let.type, "${let.family}.", "${let.row.successor}.")
      unsaid    = let.suffix == ".elasticsearch" ? "1.5" : "OpenSearch_2.0"
      version   = coalesce(self.elasticsearch_version, self.engine_version, let.unsaid)
      runs      = startswith(let.version, "OpenSearch_") || length(regexall("(^|_)7[.](9|10)$", let.version)) > 0
      plain     = !coalesce(let.nodes.dedicated_master_enabled, false) && !coalesce(let.nodes.warm_enabled, false)
      before    = price("aws/opensearch/${let.type}.search")
      after     = price("aws/opensearch/${let.successor}.search")
      cheaper   = known(let.before) && known(let.after) && let.after < 0.97 * let.before
      saving    = floor(100.5 - 100 * let.after / let.before)
    }

    when = (
      self.cluster_config != null && let.nodes != null && let.nodes.instance_type != null && let.row != null &&
      let.plain && let.runs && let.cheaper
    )
    at      = "cluster_config.instance_type"
    message = "`${self.label}` runs on ${let.nodes.instance_type}: ${let.successor}${let.suffix} costs ${let.saving} % less"
    label   = "${let.successor}${let.suffix} costs ${let.saving} % less"
    help    = "set `instance_type = \"${let.successor}${let.suffix}\"`"

    impact {
      kind     = "wastes"
      repriced = { cluster_config = [merge(let.nodes, { instance_type = "${let.successor}${let.suffix}" })] }
    }

    fix {
      set    = "${let.successor}${let.suffix}"
      unsafe = "the domain moves all data to new nodes, which takes hours and loads the old ones"
    }
  }

  why = <<-EOT
    AWS sells its own Graviton processors for less than those of Intel: about 10 % less in RDS, Aurora and OpenSearch, 5
    % in ElastiCache, for as many vCPUs and as much memory. Where AWS runs the engine, nothing of the customer's has to
    be built for another processor: the endpoint and the data stay, and the change is one restart or a rolling
    replacement. The rule speaks only of engines and versions that surely run on the successor, in regions that sell it.

    Ignore this rule for what is reserved in its family until that ends, for a cluster that is mixed on purpose, and for
    extensions or plug-ins that were never tried on Arm. A database at the limit of one core is better measured first.
  EOT

  sources = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html",
    "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html",
  ]
}
