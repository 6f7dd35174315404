# What buses, archives, schedules and pipes bill. Events of AWS services themselves are free, and so are rules.

priced "aws_cloudwatch_event_bus" {
  service = "EventBridge"
  sources = ["https://aws.amazon.com/eventbridge/pricing/"]

  let {
    partner    = !unset(self.event_source_name)
    archived   = length(referrers("aws_cloudwatch_event_archive")) > 0
    discovered = length(referrers("aws_schemas_discoverer")) > 0
  }

  usage "monthly_custom_events" {
    unit  = "events"
    title = "events that your code puts on the bus"
    flow  = "messages"
  }

  usage "event_size_kb" {
    unit    = "KB"
    title   = "size of an event"
    low     = 1
    typical = 2
    high    = 64
  }

  usage "monthly_third_party_events" {
    unit  = "events"
    title = "events that the partner puts on the bus"
  }

  usage "monthly_archive_processing_gb" {
    unit  = "GB"
    title = "events that the archives take in"
  }

  usage "archive_storage_gb" {
    unit  = "GB"
    title = "events that the archives hold"
  }

  usage "monthly_schema_discovery_events" {
    unit  = "events"
    title = "events that schemas are discovered from"
  }

  component "custom_events" {
    sku      = "aws/eventbridge/custom_events"
    unit     = "events"
    quantity = usage.monthly_custom_events * max(1, ceil(usage.event_size_kb / 64))
    when     = !let.partner
  }

  component "third_party_events" {
    sku      = "aws/eventbridge/third_party_events"
    unit     = "events"
    quantity = usage.monthly_third_party_events * max(1, ceil(usage.event_size_kb / 64))
    when     = let.partner
  }

  component "archive_processing" {
    sku      = "aws/eventbridge/archive_processing"
    unit     = "GB"
    quantity = usage.monthly_archive_processing_gb
    when     = let.archived
  }

  component "archive_storage" {
    sku      = "aws/eventbridge/archive_storage"
    unit     = "GB-months"
    quantity = usage.archive_storage_gb
    when     = let.archived
  }

  component "schema_discovery" {
    sku      = "aws/eventbridge/schema_discovery"
    unit     = "events"
    quantity = usage.monthly_schema_discovery_events
    when     = let.discovered
  }
}

# The archive of a bus that is written beside it is on the bill of the bus. This is the archive of the default bus, or
# of a bus from elsewhere.
priced "aws_cloudwatch_event_archive" {
  service = "EventBridge"
  sources = ["https://aws.amazon.com/eventbridge/pricing/"]

  let {
    alone = length(refs("aws_cloudwatch_event_bus", "event_source_arn")) == 0
  }

  usage "monthly_archive_processing_gb" {
    unit  = "GB"
    title = "events that the archive takes in"
  }

  usage "archive_storage_gb" {
    unit  = "GB"
    title = "events that the archive holds"
  }

  component "archive_processing" {
    sku      = "aws/eventbridge/archive_processing"
    unit     = "GB"
    quantity = usage.monthly_archive_processing_gb
    when     = let.alone
  }

  component "archive_storage" {
    sku      = "aws/eventbridge/archive_storage"
    unit     = "GB-months"
    quantity = usage.archive_storage_gb
    when     = let.alone
  }
}

priced "aws_schemas_discoverer" {
  service = "EventBridge"
  sources = ["https://aws.amazon.com/eventbridge/pricing/"]

  usage "monthly_schema_discovery_events" {
    unit  = "events"
    title = "events that schemas are discovered from"
  }

  component "schema_discovery" {
    sku      = "aws/eventbridge/schema_discovery"
    unit     = "events"
    quantity = usage.monthly_schema_discovery_events
    when     = length(refs("aws_cloudwatch_event_bus", "source_arn")) == 0
  }
}

priced "aws_cloudwatch_event_api_destination" {
  service = "EventBridge"
  sources = ["https://aws.amazon.com/eventbridge/pricing/"]

  usage "monthly_requests" {
    unit  = "requests"
    title = "calls of the destination"
    flow  = "requests"
  }

  component "requests" {
    sku      = "aws/eventbridge/api_destination.requests"
    unit     = "requests"
    quantity = usage.monthly_requests
  }
}

priced "aws_scheduler_schedule" {
  service = "EventBridge"
  sources = ["https://aws.amazon.com/eventbridge/pricing/"]

  let {
    rate = regexall("^rate\\(([0-9]+) (minute|hour|day)s?\\)$", default(self.schedule_expression, ""))

    # What a rate comes to in a month; null for a cron expression or a single date.
    minutes = { minute = 1, hour = 60, day = 1440 }
    monthly = length(let.rate) > 0 ? month.hours * 60 / (tonumber(let.rate[0][0]) * let.minutes[let.rate[0][1]]) : null
  }

  # Once a month, once a day, once a minute: more often than that no schedule can fire.
  usage "monthly_invocations" {
    unit    = "invocations"
    title   = "how often the schedule fires"
    low     = default(let.monthly, 1)
    typical = default(let.monthly, month.days)
    high    = default(let.monthly, month.hours * 60)
  }

  component "invocations" {
    sku      = "aws/eventbridge/scheduler_invocations"
    unit     = "invocations"
    quantity = usage.monthly_invocations
    when     = self.state != "DISABLED"
    note     = "the first 14 million invocations of an account in a month are free"
  }
}

priced "aws_pipes_pipe" {
  service = "EventBridge"
  sources = ["https://aws.amazon.com/eventbridge/pricing/"]

  usage "monthly_requests" {
    unit  = "requests"
    title = "events that are left after the filter, batches counted once for each 64 KB"
    flow  = "messages"
  }

  usage "request_size_kb" {
    unit    = "KB"
    title   = "size of an event or batch"
    low     = 1
    typical = 4
    high    = 64
  }

  component "requests" {
    sku      = "aws/eventbridge/pipes_requests"
    unit     = "requests"
    quantity = usage.monthly_requests * max(1, ceil(usage.request_size_kb / 64))
    when     = self.desired_state != "STOPPED"
  }
}

free "aws_cloudwatch_event_bus_policy" {}
free "aws_cloudwatch_event_connection" {}
free "aws_cloudwatch_event_endpoint" {}
free "aws_cloudwatch_event_permission" {}
free "aws_cloudwatch_event_rule" {
  billed_in = "aws_cloudwatch_event_bus"
}
free "aws_cloudwatch_event_target" {
  billed_in = "aws_cloudwatch_event_bus"
}
free "aws_scheduler_schedule_group" {}
free "aws_schemas_registry" {}
free "aws_schemas_registry_policy" {}
free "aws_schemas_schema" {}
