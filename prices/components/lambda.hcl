# What functions are billed for: calls, the time and memory they take, and what is kept ready for them.

priced "aws_lambda_function" {
  service = "Lambda"
  sources = [
    "https://aws.amazon.com/lambda/pricing/",
    "https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-pricing",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html",
  ]

  let {
    memory_gb = default(self.memory_size, 128) / 1024
    arch      = default(self.architectures[0], "x86_64") == "arm64" ? "arm64" : "x86"

    # Only the storage above the 512 MB that everybody gets is billed.
    extra_storage_gb = max(0, default(self.ephemeral_storage[0].size, 512) - 512) / 1024

    # A distribution refers to a function itself only to run it at the edge, where other prices hold.
    edge = length(referrers("aws_cloudfront_distribution")) > 0

    # On managed instances the instances are billed, and no durations.
    managed = !unset(self.capacity_provider_config)
    timed   = !let.edge && !let.managed

    # Without a log group here the service makes one, which is kept for ever.
    own_logs = length(referrers("aws_cloudwatch_log_group")) > 0 || length(refs("aws_cloudwatch_log_group")) > 0

    # Java takes snapshots for nothing; these two runtimes pay.
    snapshots = self.snap_start[0].apply_on == "PublishedVersions" && (
      startswith(default(self.runtime, ""), "python") || startswith(default(self.runtime, ""), "dotnet")
    )
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "calls of the function"
    flow  = "requests"
  }

  # The shortest timeout that can be set is a second, so none of these is longer than the timeout.
  usage "request_duration_ms" {
    unit    = "ms"
    title   = "how long a call takes"
    low     = 20
    typical = 100
    high    = 1000
  }

  usage "monthly_log_gb" {
    unit  = "GB"
    title = "log lines written"
    flow  = "log_gb"
  }

  usage "monthly_restores" {
    unit  = "restores"
    title = "cold starts from a snapshot"
  }

  usage "monthly_durable_operations" {
    unit  = "operations"
    title = "steps, waits and the like of durable executions"
  }

  component "requests" {
    sku      = "aws/lambda/requests"
    unit     = "requests"
    quantity = usage.monthly_requests
    when     = !let.edge
  }

  component "duration" {
    sku      = "aws/lambda/duration.${let.arch}"
    unit     = "GB-seconds"
    quantity = usage.monthly_requests * usage.request_duration_ms / 1000 * let.memory_gb
    when     = let.timed
  }

  component "ephemeral_storage" {
    sku      = "aws/lambda/ephemeral_storage"
    unit     = "GB-seconds"
    quantity = usage.monthly_requests * usage.request_duration_ms / 1000 * let.extra_storage_gb
    when     = let.timed && let.extra_storage_gb > 0
  }

  component "logs" {
    sku      = "aws/cloudwatch/logs.ingest.standard"
    unit     = "GB"
    quantity = usage.monthly_log_gb
    when     = !let.own_logs && !let.edge
    note     = "on the bill of CloudWatch; no log group here is this function's, so it is kept for ever"
  }

  component "snapshot_cache" {
    sku      = "aws/lambda/snapstart_cache"
    unit     = "GB-seconds"
    quantity = let.memory_gb * month.seconds
    when     = let.timed && let.snapshots && self.publish == true
    note     = "for one published version; each further version that is kept costs the same again"
  }

  component "snapshot_restores" {
    sku      = "aws/lambda/snapstart_restore"
    unit     = "GB"
    quantity = usage.monthly_restores * let.memory_gb
    when     = let.timed && let.snapshots && self.publish == true
  }

  component "durable_operations" {
    sku      = "aws/lambda/durable.operations"
    unit     = "operations"
    quantity = usage.monthly_durable_operations
    when     = !unset(self.durable_config)
  }

  component "edge_requests" {
    sku      = "aws/lambda_edge/requests"
    unit     = "requests"
    quantity = usage.monthly_requests
    when     = let.edge
    region   = "global"
  }

  component "edge_duration" {
    sku      = "aws/lambda_edge/duration"
    unit     = "GB-seconds"
    quantity = usage.monthly_requests * usage.request_duration_ms / 1000 * let.memory_gb
    when     = let.edge
    region   = "global"
  }
}

priced "aws_lambda_provisioned_concurrency_config" {
  service = "Lambda"
  sources = ["https://aws.amazon.com/lambda/pricing/#Provisioned_Concurrency_Pricing"]

  let {
    # The configuration names a version or an alias; memory and processor are those of the function behind it.
    named     = refs("aws_lambda_function", "function_name")
    qualified = refs("aws_lambda_function", "qualifier")
    aliased   = refs("aws_lambda_alias > aws_lambda_function")
    direct    = length(let.named) > 0 ? let.named : let.qualified
    functions = length(let.direct) > 0 ? let.direct : let.aliased

    # Without a function in sight there is no number to fall back on: null makes everything below unknown.
    memory_gb = length(let.functions) > 0 ? default(let.functions[0].memory_size, 128) / 1024 : null
    declared  = length(let.functions) > 0 ? default(let.functions[0].architectures[0], "x86_64") : null
    arch      = let.declared == "arm64" ? "arm64" : "x86"
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "calls that provisioned instances answer, beside those of the function itself"
  }

  usage "request_duration_ms" {
    unit    = "ms"
    title   = "how long a call takes"
    low     = 20
    typical = 100
    high    = 1000
  }

  component "concurrency" {
    sku      = "aws/lambda/provisioned_concurrency.${let.arch}"
    unit     = "GB-seconds"
    quantity = self.provisioned_concurrent_executions * let.memory_gb * month.seconds
  }

  component "requests" {
    sku      = "aws/lambda/requests"
    unit     = "requests"
    quantity = usage.monthly_requests
  }

  component "duration" {
    sku      = "aws/lambda/provisioned_concurrency_duration.${let.arch}"
    unit     = "GB-seconds"
    quantity = usage.monthly_requests * usage.request_duration_ms / 1000 * let.memory_gb
  }
}

priced "aws_lambda_event_source_mapping" {
  service = "Lambda"
  sources = [
    "https://aws.amazon.com/lambda/pricing/",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-provisioned-mode",
  ]

  # The ordinary pollers are free. Those that are kept ready are billed by the hour.
  component "pollers" {
    sku      = "aws/lambda/event_poller.hour"
    unit     = "hours"
    quantity = default(self.provisioned_poller_config[0].minimum_pollers, 1) * month.hours
    when     = !unset(self.provisioned_poller_config)
  }
}

priced "aws_lambda_capacity_provider" {
  service = "Lambda"
  sources = ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html"]

  usage "monthly_instance_hours" {
    unit  = "hours"
    title = "hours of the instances that run the functions"
  }

  component "instances" {
    sku      = "aws/lambda/managed_instances.hour"
    unit     = "hours"
    quantity = usage.monthly_instance_hours
    note     = "AWS chooses the instances: their price and 15 % on top"
  }
}

free "aws_lambda_alias" {}
free "aws_lambda_code_signing_config" {}
free "aws_lambda_function_event_invoke_config" {}
free "aws_lambda_function_recursion_config" {}
free "aws_lambda_function_url" {
  billed_in = "aws_lambda_function"
}
free "aws_lambda_invocation" {
  billed_in = "aws_lambda_function"
}
free "aws_lambda_layer_version" {}
free "aws_lambda_layer_version_permission" {}
free "aws_lambda_permission" {}
free "aws_lambda_runtime_management_config" {}
