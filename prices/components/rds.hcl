priced "aws_db_instance" {
  service = "RDS"
  sources = [
    "https://aws.amazon.com/rds/postgresql/pricing/",
    "https://aws.amazon.com/rds/mysql/pricing/",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support-charges.html",
  ]

  let {
    # A replica has the engine, the version and the size of what it copies.
    source  = refs("aws_db_instance", "replicate_source_db")[0]
    engine  = lower(default(default(self.engine, let.source.engine), "unstated"))
    multi   = default(self.multi_az, false)
    machine = machine(trimprefix(self.instance_class, "db."))
    vcpus   = let.machine.vcpu
    shared  = startswith(let.engine, "aurora")

    # MariaDB is sold at the prices of MySQL, and the table holds MySQL's.
    priced_as = lookup({ mariadb = "mysql", aurora = "aurora-mysql" }, let.engine, let.engine)
    places    = let.multi ? "multi" : "single"

    size    = default(let.source.allocated_storage, self.allocated_storage)
    type    = unset(self.storage_type, "") ? (unset(self.iops, 0) ? "gp2" : "io1") : self.storage_type
    iops    = default(self.iops, 0)
    speed   = default(self.storage_throughput, 0)
    by_iops = contains(["io1", "io2"], let.type)

    # The standby's disk costs as much as the first. Where the table has the doubled price as a row of its own, that row is taken.
    doubled = let.multi && let.type == "gp2" && has_price("aws/rds/storage.gp2.multi_az")
    disks   = let.multi ? 2 : 1

    # gp3 is striped over four volumes from a size on, and then includes four times as much. SQL Server never is.
    striped_from  = startswith(let.engine, "oracle") ? 200 : 400
    striped       = !startswith(let.engine, "sqlserver") && !startswith(let.engine, "custom-sqlserver") && let.size >= let.striped_from
    included_iops = let.striped ? 12000 : 3000
    included_mbps = let.striped ? 500 : 125

    version  = default(default(self.engine_version, let.source.engine_version), "")
    parts    = split(".", let.version)
    major    = let.engine == "postgres" && let.parts[0] != "9" ? let.parts[0] : join(".", slice(let.parts, 0, min(2, length(let.parts))))
    platform = lookup({ postgres = "rds-postgres", mysql = "rds-mysql" }, let.engine, null)
    declined = default(self.engine_lifecycle_support, "") == "open-source-rds-extended-support-disabled"
    extended = let.platform == null || let.version == "" || let.declined ? false : support(let.platform, let.major) == "extended"

    # These two have been in their third year, at twice the price, since March and April of 2026.
    third_year = contains(["mysql 5.7", "postgres 11"], "${let.engine} ${let.major}")
  }

  usage "additional_backup_storage_gb" {
    unit  = "GB"
    title = "backups beyond the size of the database"
  }

  usage "monthly_standard_io_requests" {
    unit  = "requests"
    title = "reads and writes of the magnetic disk"
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
    sku      = "aws/rds/${let.priced_as}.${let.places}.${self.instance_class}"
    unit     = "hours"
    quantity = month.hours
  }

  component "storage" {
    sku      = let.doubled ? "aws/rds/storage.gp2.multi_az" : "aws/rds/storage.${let.type}"
    unit     = "GB-months"
    quantity = let.size
    factor   = let.doubled ? 1 : let.disks
    when     = !let.shared
  }

  component "iops" {
    sku      = "aws/rds/iops.${let.type}"
    unit     = "IOPS-months"
    quantity = let.by_iops ? let.iops : let.iops - let.included_iops
    factor   = let.disks
    when     = !let.shared && (let.by_iops || (let.type == "gp3" && let.iops > 3000 && let.iops > let.included_iops))
  }

  component "throughput" {
    sku      = "aws/rds/throughput.gp3"
    unit     = "MBps-months"
    quantity = let.speed - let.included_mbps
    factor   = let.disks
    when     = !let.shared && let.type == "gp3" && let.speed > 125 && let.speed > let.included_mbps
  }

  component "disk_requests" {
    sku      = "aws/rds/io.standard"
    unit     = "requests"
    quantity = usage.monthly_standard_io_requests
    when     = !let.shared && let.type == "standard"
  }

  component "backups" {
    sku      = "aws/rds/backup"
    unit     = "GB-months"
    quantity = usage.additional_backup_storage_gb
    when     = !let.shared && !unset(self.backup_retention_period, 0)
    note     = "as much as the database's own size is free"
  }

  component "cpu_credits" {
    sku      = "aws/rds/cpu_credits.t3_t4g"
    unit     = "vCPU-hours"
    quantity = let.vcpus * usage.monthly_cpu_credit_hrs
    when     = !let.shared && (startswith(self.instance_class, "db.t3.") || startswith(self.instance_class, "db.t4g."))
  }

  # The price depends on the family of the class, and the feature is being replaced: only the line is certain.
  component "performance_insights" {
    sku      = "aws/rds/performance_insights_ltr.${split(".", trimprefix(self.instance_class, "db."))[0]}"
    unit     = "vCPU-months"
    quantity = let.vcpus
    when     = default(self.performance_insights_enabled, false) && default(self.performance_insights_retention_period, 7) > 7
  }

  component "extended_support" {
    sku      = let.third_year ? "aws/rds/extended_support.year3" : "aws/rds/extended_support.year1_2"
    unit     = "vCPU-hours"
    quantity = let.vcpus * month.hours
    factor   = let.disks
    when     = let.extended
    note     = "an upgrade to a supported major version ends it"
  }

  component "public_address" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = month.hours
    when     = default(self.publicly_accessible, false)
  }
}

priced "aws_db_snapshot" {
  service = "RDS"
  sources = ["https://aws.amazon.com/rds/postgresql/pricing/"]

  usage "storage_gb" {
    unit  = "GB"
    title = "what the snapshot adds to the backups, beyond what is free"
  }

  component "backups" {
    sku      = "aws/rds/backup"
    unit     = "GB-months"
    quantity = usage.storage_gb
  }
}

free "aws_db_event_subscription" {}
free "aws_db_instance_role_association" {}
free "aws_db_option_group" {}
free "aws_db_parameter_group" {}
free "aws_db_security_group" {}
free "aws_db_subnet_group" {}
free "aws_rds_certificate" {}
free "aws_rds_instance_state" {}
