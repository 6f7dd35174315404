priced "aws_rds_cluster" {
  service = "Aurora"
  sources = [
    "https://aws.amazon.com/rds/aurora/pricing/",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.StorageReliability.html",
  ]

  let {
    engine    = default(self.engine, "aurora")
    aurora    = startswith(let.engine, "aurora")
    first     = default(self.engine_mode, "provisioned") == "serverless"
    optimized = default(self.storage_type, "") == "aurora-iopt1"
    days      = default(self.backup_retention_period, 1)
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "data stored in the cluster"
  }

  usage "write_requests_per_sec" {
    unit  = "requests per second"
    title = "writes to the cluster's storage"
  }

  usage "read_requests_per_sec" {
    unit  = "requests per second"
    title = "reads from the cluster's storage"
  }

  usage "backup_snapshot_size_gb" {
    unit  = "GB"
    title = "size of one day's backup"
  }

  usage "capacity_units_per_hr" {
    unit  = "ACU"
    title = "capacity units of the first generation of Serverless, on average"
  }

  usage "monthly_backtrack_change_records" {
    unit  = "records"
    title = "changes kept to go back to"
  }

  component "storage" {
    sku      = let.optimized ? "aws/aurora/storage.io_optimized" : "aws/aurora/storage"
    unit     = "GB-months"
    quantity = usage.storage_gb
    when     = let.aurora
  }

  component "io" {
    sku      = "aws/aurora/io"
    unit     = "requests"
    quantity = (usage.write_requests_per_sec + usage.read_requests_per_sec) * month.seconds
    when     = let.aurora && !let.optimized
  }

  component "backups" {
    sku      = "aws/aurora/backup"
    unit     = "GB-months"
    quantity = usage.backup_snapshot_size_gb * (let.days - 1)
    when     = let.aurora && let.days > 1
    note     = "the first day is free"
  }

  component "backtrack" {
    sku      = "aws/aurora/backtrack.change_records"
    unit     = "records"
    quantity = usage.monthly_backtrack_change_records
    when     = let.aurora && !unset(self.backtrack_window, 0)
  }

  component "serverless_v1" {
    sku      = "aws/aurora/serverless_v1"
    unit     = "ACU-hours"
    quantity = usage.capacity_units_per_hr * month.hours
    when     = let.aurora && let.first
  }

  # A cluster of RDS over three zones: one writer and two readers, none of which is a resource of its own.
  component "instances" {
    sku      = "aws/rds/${let.engine}.cluster.${default(self.db_cluster_instance_class, "unstated")}"
    unit     = "hours"
    quantity = month.hours * 3
    when     = !let.aurora
  }

  component "allocated_storage" {
    sku      = "aws/rds/storage.cluster.${default(self.storage_type, "io1")}"
    unit     = "GB-months"
    quantity = self.allocated_storage
    when     = !let.aurora
  }
}

priced "aws_rds_cluster_instance" {
  service = "Aurora"
  sources = [
    "https://aws.amazon.com/rds/aurora/pricing/",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/extended-support-charges.html",
  ]

  let {
    cluster    = refs("aws_rds_cluster", "cluster_identifier")[0]
    stated     = lower(default(default(self.engine, let.cluster.engine), "unstated"))
    engine     = let.stated == "aurora" ? "aurora-mysql" : let.stated
    optimized  = default(let.cluster.storage_type, "") == "aurora-iopt1"
    serverless = self.instance_class == "db.serverless"
    vcpus      = machine(trimprefix(self.instance_class, "db.")).vcpu
    minimum    = let.cluster.serverlessv2_scaling_configuration[0].min_capacity
    maximum    = let.cluster.serverlessv2_scaling_configuration[0].max_capacity
    acu        = let.optimized ? "aws/aurora/serverless_v2.io_optimized" : "aws/aurora/serverless_v2"

    version  = default(default(self.engine_version, let.cluster.engine_version), "")
    parts    = split(".", let.version)
    major    = let.engine == "aurora-postgresql" && let.parts[0] != "9" ? let.parts[0] : join(".", slice(let.parts, 0, min(2, length(let.parts))))
    known    = contains(["aurora-postgresql", "aurora-mysql"], let.engine) && let.version != ""
    declined = default(let.cluster.engine_lifecycle_support, "") == "open-source-rds-extended-support-disabled"
    extended = let.known && !let.declined ? support(let.engine, let.major) == "extended" : false

    # The third year, at twice the price, began in April of 2026 for this one.
    third_year = let.engine == "aurora-postgresql" && let.major == "11"
  }

  # No honest figure but the bounds: the middle is only their middle.
  usage "capacity_units_per_hr" {
    unit    = "ACU"
    title   = "capacity units of Serverless v2, on average"
    # Most are idle most of the time; one that is not says so in a usage file.
    low     = let.minimum
    typical = let.minimum
    high    = let.maximum
  }

  usage "monthly_cpu_credit_hrs" {
    unit  = "hours"
    title = "hours above the baseline of a burstable class, on each of its vCPUs"

    # Most stay below their baseline; one that does not has outgrown its class.
    low     = 0
    typical = 0
    high    = 73
  }

  component "instance" {
    sku      = "aws/rds/${let.engine}.single.${self.instance_class}"
    unit     = "hours"
    quantity = month.hours
    factor   = let.optimized ? price("aws/aurora/instance.io_optimized_multiplier") : 1
    when     = !let.serverless
  }

  component "minimum_capacity" {
    sku      = let.acu
    unit     = "ACU-hours"
    quantity = let.minimum * month.hours
    when     = let.serverless
  }

  component "capacity" {
    sku      = let.acu
    unit     = "ACU-hours"
    quantity = max(0, min(usage.capacity_units_per_hr, let.maximum) - let.minimum) * month.hours
    when     = let.serverless
    note     = "above the minimum, between nothing and the maximum"
  }

  component "cpu_credits" {
    sku      = "aws/aurora/cpu_credits.t3_t4g"
    unit     = "vCPU-hours"
    quantity = let.vcpus * usage.monthly_cpu_credit_hrs
    when     = startswith(self.instance_class, "db.t3.") || startswith(self.instance_class, "db.t4g.")
  }

  component "performance_insights" {
    sku      = let.serverless ? "aws/aurora/performance_insights_ltr.serverless" : "aws/rds/performance_insights_ltr.${split(".", trimprefix(self.instance_class, "db."))[0]}"
    unit     = "vCPU-months"
    quantity = let.vcpus
    when     = default(self.performance_insights_enabled, false) && default(self.performance_insights_retention_period, 7) > 7
  }

  component "extended_support" {
    sku      = let.third_year ? "aws/rds/extended_support.year3" : "aws/rds/extended_support.year1_2"
    unit     = "vCPU-hours"
    quantity = let.vcpus * month.hours
    when     = let.extended && !let.serverless
    note     = "an upgrade to a supported major version ends it"
  }

  component "extended_support_serverless" {
    sku      = "aws/aurora/extended_support.acu"
    unit     = "ACU-hours"
    quantity = let.minimum * month.hours
    when     = let.extended && let.serverless
  }

  component "public_address" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = month.hours
    when     = default(self.publicly_accessible, false)
  }
}

priced "aws_db_cluster_snapshot" {
  service = "Aurora"
  sources = ["https://aws.amazon.com/rds/aurora/pricing/"]

  usage "storage_gb" {
    unit  = "GB"
    title = "what the snapshot adds to the backups, beyond what is free"
  }

  component "backups" {
    sku      = "aws/aurora/backup"
    unit     = "GB-months"
    quantity = usage.storage_gb
  }
}

priced "aws_rds_global_cluster" {
  service = "Aurora"
  sources = ["https://aws.amazon.com/rds/aurora/pricing/"]

  usage "monthly_replicated_write_requests" {
    unit  = "requests"
    title = "writes copied to the other regions"
  }

  component "replicated_writes" {
    sku      = "aws/aurora/io.replicated"
    unit     = "requests"
    quantity = usage.monthly_replicated_write_requests
  }
}

free "aws_rds_cluster_endpoint" {}
free "aws_rds_cluster_parameter_group" {}
free "aws_rds_cluster_role_association" {}
