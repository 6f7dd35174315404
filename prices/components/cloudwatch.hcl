priced "aws_cloudwatch_log_group" {
  service = "CloudWatch Logs"
  sources = ["https://aws.amazon.com/cloudwatch/pricing/"]

  let {
    class = lower(default(self.log_group_class, "STANDARD"))

    # What is kept is compressed to about 15 %. Where nothing expires it grows without end: twelve months of it are counted.
    months = unset(self.retention_in_days, 0) ? 12 : self.retention_in_days / month.days
    sent   = usage.monthly_data_ingested_gb
    kept   = let.sent * let.months * 0.15
  }

  usage "monthly_data_ingested_gb" {
    unit  = "GB"
    title = "logs written"
    flow  = "log_gb"
  }

  usage "storage_gb" {
    unit    = "GB"
    title   = "logs kept, compressed"
    low     = let.kept
    typical = let.kept
    high    = let.kept
  }

  usage "monthly_data_scanned_gb" {
    unit    = "GB"
    title   = "logs read by queries: from none to each line ten times"
    low     = 0
    typical = let.sent
    high    = let.sent * 10
  }

  component "ingestion" {
    sku      = "aws/cloudwatch/logs.ingest.${let.class}"
    unit     = "GB"
    quantity = usage.monthly_data_ingested_gb
  }

  component "storage" {
    sku      = "aws/cloudwatch/logs.storage"
    unit     = "GB-months"
    quantity = usage.storage_gb
    note     = "15 % of what comes in, for as long as it is kept; twelve months where nothing expires"
  }

  component "queries" {
    sku      = "aws/cloudwatch/logs.insights_scanned"
    unit     = "GB"
    quantity = usage.monthly_data_scanned_gb
    when     = let.class != "delivery"
  }
}

priced "aws_cloudwatch_log_metric_filter" {
  service = "CloudWatch"
  sources = ["https://aws.amazon.com/cloudwatch/pricing/"]

  let {
    # One metric of its own, unless it has dimensions: then one for each set of values, and nobody can tell how many.
    single = unset(self.metric_transformation[0].dimensions)
  }

  usage "metrics" {
    unit    = "metrics"
    title   = "metrics that get a value, an hour without one being free"
    low     = let.single ? 0 : null
    typical = let.single ? 1 : null
    high    = let.single ? 1 : null
  }

  component "metrics" {
    sku      = "aws/cloudwatch/custom_metrics"
    unit     = "metric-months"
    quantity = usage.metrics
  }
}

priced "aws_cloudwatch_metric_alarm" {
  service = "CloudWatch"
  sources = ["https://aws.amazon.com/cloudwatch/pricing/"]

  let {
    queries  = default(self.metric_query, [])
    measured = [for query in let.queries : query if length(default(query.metric, [])) > 0]
    periods  = concat([default(self.period, 60)], [for query in let.measured : default(query.metric[0].period, 60)])
    fast     = anytrue([for period in let.periods : period < 60])

    # A band of what is normal has two bounds, each counted as a metric.
    bounds = unset(self.threshold_metric_id, "") ? 0 : 2

    # A query over many metrics is billed for each that it reads, and their number is not in the code.
    selects = anytrue([for query in let.queries : startswith(upper(trimspace(default(query.expression, ""))), "SELECT")])
    metrics = let.selects ? null : (length(let.queries) == 0 ? 1 : length(let.measured) + let.bounds)
  }

  component "alarm" {
    sku      = let.fast ? "aws/cloudwatch/alarm.high_resolution" : "aws/cloudwatch/alarm.standard"
    unit     = "alarm-metric-months"
    quantity = default(let.metrics, unknown("a query over many metrics is billed for each that it reads, and the text does not say how many"))
  }
}

priced "aws_cloudwatch_composite_alarm" {
  service = "CloudWatch"
  sources = ["https://aws.amazon.com/cloudwatch/pricing/"]

  component "alarm" {
    sku      = "aws/cloudwatch/alarm.composite"
    unit     = "alarm-months"
    quantity = 1
  }
}

priced "aws_cloudwatch_dashboard" {
  service = "CloudWatch"
  sources = ["https://aws.amazon.com/cloudwatch/pricing/"]

  component "dashboard" {
    sku      = "aws/cloudwatch/dashboard"
    unit     = "dashboard-months"
    quantity = 1
    note     = "the first three of an account are free"
  }
}

priced "aws_cloudwatch_metric_stream" {
  service = "CloudWatch"
  sources = ["https://aws.amazon.com/cloudwatch/pricing/"]

  usage "monthly_metric_updates" {
    unit  = "updates"
    title = "values sent through the stream"
  }

  component "updates" {
    sku      = "aws/cloudwatch/metric_stream.updates"
    unit     = "updates"
    quantity = usage.monthly_metric_updates
  }
}

free "aws_cloudwatch_log_anomaly_detector" {}
free "aws_cloudwatch_log_destination" {}
free "aws_cloudwatch_log_destination_policy" {}
free "aws_cloudwatch_log_index_policy" {}
free "aws_cloudwatch_log_resource_policy" {}
free "aws_cloudwatch_log_stream" {}
free "aws_cloudwatch_log_subscription_filter" {}
free "aws_cloudwatch_query_definition" {}
