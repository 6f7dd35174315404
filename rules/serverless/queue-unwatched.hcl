rule "queue-unwatched" {
  title     = "Queue that nobody notices filling up"
  severity  = "note"
  concern   = "reliability"
  strict    = true
  resources = ["aws_sqs_queue"]

  let {
    readers = concat(
      referrers("aws_lambda_event_source_mapping", "event_source_arn"),
      referrers("aws_pipes_pipe", "source")
    )
    consumers = [
      for it in let.readers : it
      if coalesce(it.enabled, true) && coalesce(it.desired_state, "RUNNING") == "RUNNING"
    ]

    # Its own alarms, those of its dead-letter queue, and those that say the name in words.
    dead = concat(refs("aws_sqs_queue"), flatten([
      for it in referrers("aws_sqs_queue_redrive_policy") : [
        for queue in refs_of(it, "aws_sqs_queue") : queue if queue.address != self.address
      ]
    ]))
    alarms = concat(
      referrers("aws_cloudwatch_metric_alarm"),
      flatten([for it in let.dead : referrers_of(it, "aws_cloudwatch_metric_alarm")]),
      [
        for it in all("aws_cloudwatch_metric_alarm") : it
        if it.namespace == "AWS/SQS" && try(it.dimensions.QueueName, null) == self.name
      ]
    )

    # Somebody else may watch.
    others = concat(
      all("datadog_monitor"), all("newrelic_nrql_alert_condition"), all("grafana_rule_group"),
      all("signalfx_detector"), all("dynatrace_metric_events")
    )
    called = join(" ", [self.label, known(self.name) ? coalesce(self.name, "-") : "-"])
  }

  when = (
    length(let.consumers) > 0 &&
    length(let.alarms) == 0 &&
    length(let.others) == 0 &&
    length(regexall("dlq|dead", lower(let.called))) == 0 &&
    length(referrers("aws_sqs_queue")) == 0
  )
  at      = "name"
  message = "`${title()}` has a consumer and no alarm, so nobody notices when messages wait for hours"
  label   = "no alarm on age or depth, here or on its dead letters"

  evidence {
    at    = let.consumers[0].event_source_arn
    label = "a function reads it"
  }

  evidence {
    at    = let.consumers[0].source
    label = "a pipe reads it"
  }

  why = <<-EOT
    When a consumer is throttled, slow or broken, its queue only grows: nothing fails, nothing is logged, and users see
    orders that stay pending. After the retention, 4 days unless told otherwise, the messages are gone.
    `ApproximateAgeOfOldestMessage` says how far behind the consumer is, whatever the rate of messages, and is the one
    number to watch; messages in a dead-letter queue are the other.

    The rule takes any alarm on the queue or on its dead-letter queue for an answer, and a monitoring service in the
    same configuration too. Ignore it where the alarms live in another repository.
  EOT

  help = "add an `aws_cloudwatch_metric_alarm` on `ApproximateAgeOfOldestMessage` of the queue, at the age that a user would notice"

  sources = [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/set-cloudwatch-alarms-for-metrics.html",
  ]
}
