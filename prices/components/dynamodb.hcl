# What tables bill: capacity or requests, storage, streams and backups, and all of it again for each replica.

priced "aws_dynamodb_table" {
  service = "DynamoDB"
  sources = [
    "https://aws.amazon.com/dynamodb/pricing/",
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/global-tables-billing.html",
  ]

  let {
    on_demand = self.billing_mode == "PAY_PER_REQUEST"
    class     = self.table_class == "STANDARD_INFREQUENT_ACCESS" ? "_ia" : ""
    indexes   = default(self.global_secondary_index, [])
    copies    = length(let.indexes) + length(default(self.local_secondary_index, []))
    replicas  = default(self.replica, [])

    # Where capacity follows the load, its minimum is what is paid for in any case.
    targets        = referrers("aws_appautoscaling_target")
    reads_scaled   = [for it in let.targets : it.min_capacity if it.scalable_dimension == "dynamodb:table:ReadCapacityUnits"]
    writes_scaled  = [for it in let.targets : it.min_capacity if it.scalable_dimension == "dynamodb:table:WriteCapacityUnits"]
    index_reads    = [for it in let.targets : it if it.scalable_dimension == "dynamodb:index:ReadCapacityUnits"]
    index_writes   = [for it in let.targets : it if it.scalable_dimension == "dynamodb:index:WriteCapacityUnits"]
    read_capacity  = length(let.reads_scaled) > 0 ? let.reads_scaled[0] : self.read_capacity
    write_capacity = length(let.writes_scaled) > 0 ? let.writes_scaled[0] : self.write_capacity

    index_read_capacity = sum(concat([0], [
      for index in let.indexes : concat(
        [for it in let.index_reads : it.min_capacity if endswith(it.resource_id, "/index/${index.name}")],
        [index.read_capacity]
      )[0]
    ]))

    index_write_capacity = sum(concat([0], [
      for index in let.indexes : concat(
        [for it in let.index_writes : it.min_capacity if endswith(it.resource_id, "/index/${index.name}")],
        [index.write_capacity]
      )[0]
    ]))
  }

  usage "monthly_write_request_units" {
    unit  = "WRU"
    title = "write request units of an on-demand table, its indexes among them"
  }

  usage "monthly_read_request_units" {
    unit  = "RRU"
    title = "read request units of an on-demand table"
  }

  usage "monthly_writes" {
    unit  = "writes"
    title = "items written, where the number of request units is not known"
    flow  = "writes"
  }

  usage "monthly_reads" {
    unit  = "reads"
    title = "items or pages read, where the number of request units is not known"
    flow  = "reads"
  }

  # A unit writes 1 KB, and each index that holds the item writes it again.
  usage "write_units_per_write" {
    unit    = "WRU"
    title   = "request units of a write"
    low     = 1
    typical = 1 + let.copies
    high    = 4 * (1 + let.copies)
  }

  # A unit reads 4 KB, or 8 KB where the answer may be a moment old, which is the default.
  usage "read_units_per_read" {
    unit    = "RRU"
    title   = "request units of a read"
    low     = 0.5
    typical = 0.5
    high    = 2
  }

  usage "scaled_write_capacity_units" {
    unit  = "WCU"
    title = "write capacity above the minimum, on average, indexes among it"
  }

  usage "scaled_read_capacity_units" {
    unit  = "RCU"
    title = "read capacity above the minimum, on average, indexes among it"
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "data and indexes of the table"
  }

  usage "pitr_backup_storage_gb" {
    unit  = "GB"
    title = "data that can be brought back to a point in time, where it is not all of the table"
  }

  usage "monthly_streams_read_request_units" {
    unit  = "sRRU"
    title = "reads from the stream by anything but functions and replicas"
  }

  # Nothing of a table asks for these two: they are there only where a usage file says so.
  usage "on_demand_backup_storage_gb" {
    unit    = "GB"
    title   = "backups made by hand"
    low     = 0
    typical = 0
    high    = 0
  }

  usage "monthly_data_restored_gb" {
    unit    = "GB"
    title   = "data restored from backups"
    low     = 0
    typical = 0
    high    = 0
  }

  component "write_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.wcu"
    unit     = "WCU-hours"
    quantity = let.write_capacity * month.hours
    when     = !let.on_demand
  }

  component "read_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.rcu"
    unit     = "RCU-hours"
    quantity = let.read_capacity * month.hours
    when     = !let.on_demand
  }

  component "index_write_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.wcu"
    unit     = "WCU-hours"
    quantity = let.index_write_capacity * month.hours
    when     = !let.on_demand && length(let.indexes) > 0
  }

  component "index_read_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.rcu"
    unit     = "RCU-hours"
    quantity = let.index_read_capacity * month.hours
    when     = !let.on_demand && length(let.indexes) > 0
  }

  component "scaled_write_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.wcu"
    unit     = "WCU-hours"
    quantity = usage.scaled_write_capacity_units * month.hours
    when     = !let.on_demand && length(let.writes_scaled) + length(let.index_writes) > 0
  }

  component "scaled_read_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.rcu"
    unit     = "RCU-hours"
    quantity = usage.scaled_read_capacity_units * month.hours
    when     = !let.on_demand && length(let.reads_scaled) + length(let.index_reads) > 0
  }

  component "writes" {
    sku      = "aws/dynamodb/on_demand${let.class}.write"
    unit     = "WRU"
    quantity = known(usage.monthly_write_request_units, usage.monthly_writes * usage.write_units_per_write)
    when     = let.on_demand
  }

  component "reads" {
    sku      = "aws/dynamodb/on_demand${let.class}.read"
    unit     = "RRU"
    quantity = known(usage.monthly_read_request_units, usage.monthly_reads * usage.read_units_per_read)
    when     = let.on_demand
  }

  component "storage" {
    sku      = "aws/dynamodb/storage.standard${let.class}"
    unit     = "GB-months"
    quantity = usage.storage_gb
  }

  component "point_in_time_recovery" {
    sku      = "aws/dynamodb/pitr_backup"
    unit     = "GB-months"
    quantity = known(usage.pitr_backup_storage_gb, usage.storage_gb)
    when     = self.point_in_time_recovery[0].enabled == true
  }

  # Functions and replicas read the stream for nothing.
  component "stream_reads" {
    sku      = "aws/dynamodb/streams_read"
    unit     = "sRRU"
    quantity = usage.monthly_streams_read_request_units
    when     = self.stream_enabled == true && length(let.replicas) == 0 && length(referrers("aws_lambda_event_source_mapping")) == 0
  }

  component "backups" {
    sku      = "aws/dynamodb/on_demand_backup"
    unit     = "GB-months"
    quantity = usage.on_demand_backup_storage_gb
    when     = usage.on_demand_backup_storage_gb > 0
  }

  component "restores" {
    sku      = "aws/dynamodb/restore"
    unit     = "GB"
    quantity = usage.monthly_data_restored_gb
    when     = usage.monthly_data_restored_gb > 0
  }

  component "replica_1_write_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.wcu"
    unit     = "WCU-hours"
    quantity = (let.write_capacity + let.index_write_capacity) * month.hours
    when     = !let.on_demand && length(let.replicas) > 0
    region   = let.replicas[0].region_name
  }

  component "replica_1_read_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.rcu"
    unit     = "RCU-hours"
    quantity = (let.read_capacity + let.index_read_capacity) * month.hours
    when     = !let.on_demand && length(let.replicas) > 0
    region   = let.replicas[0].region_name
  }

  component "replica_1_writes" {
    sku      = "aws/dynamodb/on_demand${let.class}.write"
    unit     = "WRU"
    quantity = known(usage.monthly_write_request_units, usage.monthly_writes * usage.write_units_per_write)
    when     = let.on_demand && length(let.replicas) > 0
    region   = let.replicas[0].region_name
  }

  component "replica_1_storage" {
    sku      = "aws/dynamodb/storage.standard${let.class}"
    unit     = "GB-months"
    quantity = usage.storage_gb
    when     = length(let.replicas) > 0
    region   = let.replicas[0].region_name
  }

  component "replica_1_point_in_time_recovery" {
    sku      = "aws/dynamodb/pitr_backup"
    unit     = "GB-months"
    quantity = known(usage.pitr_backup_storage_gb, usage.storage_gb)
    when     = let.replicas[0].point_in_time_recovery == true
    region   = let.replicas[0].region_name
  }

  component "replica_2_write_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.wcu"
    unit     = "WCU-hours"
    quantity = (let.write_capacity + let.index_write_capacity) * month.hours
    when     = !let.on_demand && length(let.replicas) > 1
    region   = let.replicas[1].region_name
  }

  component "replica_2_read_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.rcu"
    unit     = "RCU-hours"
    quantity = (let.read_capacity + let.index_read_capacity) * month.hours
    when     = !let.on_demand && length(let.replicas) > 1
    region   = let.replicas[1].region_name
  }

  component "replica_2_writes" {
    sku      = "aws/dynamodb/on_demand${let.class}.write"
    unit     = "WRU"
    quantity = known(usage.monthly_write_request_units, usage.monthly_writes * usage.write_units_per_write)
    when     = let.on_demand && length(let.replicas) > 1
    region   = let.replicas[1].region_name
  }

  component "replica_2_storage" {
    sku      = "aws/dynamodb/storage.standard${let.class}"
    unit     = "GB-months"
    quantity = usage.storage_gb
    when     = length(let.replicas) > 1
    region   = let.replicas[1].region_name
  }

  component "replica_2_point_in_time_recovery" {
    sku      = "aws/dynamodb/pitr_backup"
    unit     = "GB-months"
    quantity = known(usage.pitr_backup_storage_gb, usage.storage_gb)
    when     = let.replicas[1].point_in_time_recovery == true
    region   = let.replicas[1].region_name
  }

  component "further_replicas" {
    sku      = "aws/dynamodb/further_replicas"
    unit     = "replicas"
    quantity = length(let.replicas) - 2
    when     = length(let.replicas) > 2
    note     = "only the first two replicas are priced"
  }
}

# A replica beside its table, in another module or for another provider. How many units it takes is up to the table.
priced "aws_dynamodb_table_replica" {
  service = "DynamoDB"
  sources = ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/global-tables-billing.html"]

  let {
    tables = refs("aws_dynamodb_table", "global_table_arn")
    table  = length(let.tables) > 0 ? let.tables[0] : null

    # Without the table in sight neither is true nor false: null makes what depends on them unknown.
    on_demand   = length(let.tables) > 0 ? let.table.billing_mode == "PAY_PER_REQUEST" : null
    provisioned = length(let.tables) > 0 ? let.table.billing_mode != "PAY_PER_REQUEST" : null

    declared     = default(self.table_class_override, default(let.table.table_class, "STANDARD"))
    class        = let.declared == "STANDARD_INFREQUENT_ACCESS" ? "_ia" : ""
    indexes      = default(let.table.global_secondary_index, [])
    index_writes = sum(concat([0], [for index in let.indexes : index.write_capacity]))
    index_reads  = sum(concat([0], [for index in let.indexes : index.read_capacity]))
    writes_paid  = let.table.write_capacity + let.index_writes
    reads_paid   = let.table.read_capacity + let.index_reads
  }

  usage "monthly_write_request_units" {
    unit  = "WRU"
    title = "write request units of the table, wherever in the world it is written"
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "data and indexes of the replica"
  }

  component "writes" {
    sku      = "aws/dynamodb/on_demand${let.class}.write"
    unit     = "WRU"
    quantity = usage.monthly_write_request_units
    when     = !let.provisioned
  }

  component "write_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.wcu"
    unit     = "WCU-hours"
    quantity = let.writes_paid * month.hours
    when     = !let.on_demand
  }

  component "read_capacity" {
    sku      = "aws/dynamodb/provisioned${let.class}.rcu"
    unit     = "RCU-hours"
    quantity = let.reads_paid * month.hours
    when     = !let.on_demand
  }

  component "storage" {
    sku      = "aws/dynamodb/storage.standard${let.class}"
    unit     = "GB-months"
    quantity = usage.storage_gb
  }

  component "point_in_time_recovery" {
    sku      = "aws/dynamodb/pitr_backup"
    unit     = "GB-months"
    quantity = usage.storage_gb
    when     = self.point_in_time_recovery == true
  }
}

free "aws_dynamodb_global_table" {
  billed_in = "aws_dynamodb_table"
}
free "aws_dynamodb_resource_policy" {}
free "aws_dynamodb_tag" {}
free "aws_dynamodb_table_item" {
  billed_in = "aws_dynamodb_table"
}
