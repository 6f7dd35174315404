priced "aws_elasticache_cluster" {
  service = "ElastiCache"
  sources = [
    "https://aws.amazon.com/elasticache/pricing/",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support.html",
  ]

  let {
    # A cluster that joins a replication group has the group's engine and node type.
    group  = refs("aws_elasticache_replication_group", "replication_group_id")[0]
    member = let.group != null || !unset(self.replication_group_id, "")
    engine = let.member ? default(let.group.engine, "redis") : default(self.engine, "unstated")
    type   = default(default(self.node_type, let.group.node_type), "unstated")
    count  = default(self.num_cache_nodes, 1)
    kept   = default(self.snapshot_retention_limit, 0)
    old    = let.engine == "redis" && length(regexall("^[45]\\.", default(default(self.engine_version, let.group.engine_version), ""))) > 0
  }

  usage "snapshot_storage_size_gb" {
    unit  = "GB"
    title = "size of one snapshot"
  }

  component "nodes" {
    sku      = "aws/elasticache/${let.engine}.${let.type}"
    unit     = "hours"
    quantity = month.hours * let.count
  }

  component "backups" {
    sku      = "aws/elasticache/backup"
    unit     = "GB-months"
    quantity = usage.snapshot_storage_size_gb * (let.kept - 1)
    when     = let.engine != "memcached" && let.kept > 1
    note     = "one snapshot is free"
  }

  component "extended_support" {
    sku      = "aws/elasticache/extended_support"
    unit     = "hours"
    quantity = month.hours * let.count
    when     = let.old
    note     = "an upgrade to a supported major version ends it"
  }
}

priced "aws_elasticache_replication_group" {
  service = "ElastiCache"
  sources = [
    "https://aws.amazon.com/elasticache/pricing/",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support.html",
  ]

  let {
    engine = default(self.engine, "redis")
    type   = default(self.node_type, "unstated")

    # The block cluster_mode and number_cache_clusters are what older versions of the provider have.
    shards   = default(self.num_node_groups, self.cluster_mode[0].num_node_groups)
    replicas = default(self.replicas_per_node_group, self.cluster_mode[0].replicas_per_node_group)
    flat     = default(self.num_cache_clusters, self.number_cache_clusters)
    sharded  = !unset(let.shards) || !unset(let.replicas)
    nodes    = let.sharded ? default(let.shards, 1) * (1 + default(let.replicas, 0)) : default(let.flat, 1)

    kept = default(self.snapshot_retention_limit, 0)
    old  = let.engine == "redis" && length(regexall("^[45]\\.", default(self.engine_version, ""))) > 0
  }

  usage "snapshot_storage_size_gb" {
    unit  = "GB"
    title = "size of one snapshot"
  }

  component "nodes" {
    sku      = "aws/elasticache/${let.engine}.${let.type}"
    unit     = "hours"
    quantity = month.hours * let.nodes
  }

  component "backups" {
    sku      = "aws/elasticache/backup"
    unit     = "GB-months"
    quantity = usage.snapshot_storage_size_gb * (let.kept - 1)
    when     = let.kept > 1
    note     = "one snapshot is free"
  }

  component "extended_support" {
    sku      = "aws/elasticache/extended_support"
    unit     = "hours"
    quantity = month.hours * let.nodes
    when     = let.old
    note     = "an upgrade to a supported major version ends it"
  }
}

priced "aws_elasticache_serverless_cache" {
  service = "ElastiCache"
  sources = ["https://aws.amazon.com/elasticache/pricing/"]

  let {
    valkey  = self.engine == "valkey"
    suffix  = let.valkey ? ".valkey" : ""
    least   = let.valkey ? 0.1 : 1
    reserve = max(let.least, default(self.cache_usage_limits[0].data_storage[0].minimum, 0))
    pace    = default(self.cache_usage_limits[0].ecpu_per_second[0].minimum, 0)
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "data stored, on average"
  }

  usage "monthly_ecpus" {
    unit  = "ECPU"
    title = "processing units, about one for each KB of a request"
  }

  component "minimum_storage" {
    sku      = "aws/elasticache/serverless.storage${let.suffix}"
    unit     = "GB-hours"
    quantity = let.reserve * month.hours
  }

  component "storage" {
    sku      = "aws/elasticache/serverless.storage${let.suffix}"
    unit     = "GB-hours"
    quantity = max(0, usage.storage_gb - let.reserve) * month.hours
  }

  component "minimum_requests" {
    sku      = "aws/elasticache/serverless.ecpu${let.suffix}"
    unit     = "ECPU"
    quantity = let.pace * month.seconds
    when     = let.pace > 0
  }

  component "requests" {
    sku      = "aws/elasticache/serverless.ecpu${let.suffix}"
    unit     = "ECPU"
    quantity = max(0, usage.monthly_ecpus - let.pace * month.seconds)
  }
}

free "aws_elasticache_global_replication_group" {}
free "aws_elasticache_parameter_group" {}
free "aws_elasticache_security_group" {}
free "aws_elasticache_subnet_group" {}
free "aws_elasticache_user" {}
free "aws_elasticache_user_group" {}
free "aws_elasticache_user_group_association" {}
