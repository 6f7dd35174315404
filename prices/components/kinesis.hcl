priced "aws_kinesis_stream" {
  service = "Kinesis Data Streams"
  sources = ["https://aws.amazon.com/kinesis/data-streams/pricing/"]

  let {
    on_demand = default(self.stream_mode_details[0].stream_mode, "PROVISIONED") == "ON_DEMAND"
    hours     = default(self.retention_period, 24)
    longer    = let.hours > 24
    long_term = let.hours > 168
  }

  usage "monthly_provisioned_put_units" {
    unit  = "units"
    title = "records written, one unit for each 25 KB begun"
    flow  = "messages"
  }

  usage "monthly_provisioned_long_term_retention_gb" {
    unit  = "GB"
    title = "data kept beyond seven days, in a provisioned stream"
  }

  usage "monthly_on_demand_data_in_gb" {
    unit  = "GB"
    title = "data written to an on-demand stream"
  }

  usage "monthly_on_demand_data_out_gb" {
    unit  = "GB"
    title = "data read from an on-demand stream"
  }

  usage "monthly_on_demand_extended_retention_gb" {
    unit  = "GB"
    title = "data kept beyond 24 hours, in an on-demand stream"
  }

  usage "monthly_on_demand_long_term_retention_gb" {
    unit  = "GB"
    title = "data kept beyond seven days, in an on-demand stream"
  }

  component "shards" {
    sku      = "aws/kinesis/shard"
    unit     = "shard-hours"
    quantity = self.shard_count * month.hours
    when     = !let.on_demand
  }

  component "retention" {
    sku      = "aws/kinesis/extended_retention"
    unit     = "shard-hours"
    quantity = self.shard_count * month.hours
    when     = !let.on_demand && let.longer
    note     = "for keeping data longer than 24 hours"
  }

  component "long_retention" {
    sku      = "aws/kinesis/long_term_retention"
    unit     = "GB-months"
    quantity = usage.monthly_provisioned_long_term_retention_gb
    when     = !let.on_demand && let.long_term
  }

  component "puts" {
    sku      = "aws/kinesis/put_payload"
    unit     = "units"
    quantity = usage.monthly_provisioned_put_units
    when     = !let.on_demand
  }

  component "stream" {
    sku      = "aws/kinesis/on_demand.stream"
    unit     = "stream-hours"
    quantity = month.hours
    when     = let.on_demand
  }

  component "data_in" {
    sku      = "aws/kinesis/on_demand.in"
    unit     = "GB"
    quantity = usage.monthly_on_demand_data_in_gb
    when     = let.on_demand
  }

  component "data_out" {
    sku      = "aws/kinesis/on_demand.out"
    unit     = "GB"
    quantity = usage.monthly_on_demand_data_out_gb
    when     = let.on_demand
  }

  component "on_demand_retention" {
    sku      = "aws/kinesis/on_demand.extended_retention"
    unit     = "GB-months"
    quantity = usage.monthly_on_demand_extended_retention_gb
    when     = let.on_demand && let.longer
  }

  component "on_demand_long_retention" {
    sku      = "aws/kinesis/on_demand.long_term_retention"
    unit     = "GB-months"
    quantity = usage.monthly_on_demand_long_term_retention_gb
    when     = let.on_demand && let.long_term
  }
}

free "aws_kinesis_resource_policy" {}
