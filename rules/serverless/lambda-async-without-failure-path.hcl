rule "lambda-async-without-failure-path" {
  title     = "Events that are lost where the function fails"
  severity  = "warning"
  concern   = "reliability"
  resources = ["aws_lambda_function"]

  let {
    names = lower(join(" ", [
      for it in [self.address, self.function_name] : replace(coalesce(it, "-"), "_", "-") if known(it)
    ]))
    rehearsal = (
      contains(["dev", "test", "staging"], coalesce(stage(), "prod")) ||
      length(regexall("(^|[^a-z])(dev|test|stage|staging|sandbox|qa)([^a-z]|$)", let.names)) > 0
    )

    # A schedule comes again by itself, and so does an alarm. These do not.
    events = [
      for it in triggers() : it if it.sync == "hands over" && (
        contains(["aws_s3_bucket", "aws_sns_topic", "aws_ses_receipt_rule", "aws_iot_topic_rule"], it.kind) ||
        (it.kind == "aws_cloudwatch_event_rule" && !unset(resource(it.by).event_pattern, ""))
      )
    ]

    # What also runs by the clock finds what it missed.
    again = [
      for it in triggers() : it if it.kind == "aws_scheduler_schedule" ||
      (it.kind == "aws_cloudwatch_event_rule" && !unset(resource(it.by).schedule_expression, ""))
    ]

    settings = concat(
      referrers("aws_lambda_function_event_invoke_config"),
      flatten([
        for it in referrers("aws_lambda_alias") : referrers_of(it, "aws_lambda_function_event_invoke_config")
      ])
    )

    # Retries that somebody switched off say that an event may be lost.
    decided = [
      for it in let.settings : it
      if length(coalesce(one(it.destination_config[*].on_failure), [])) > 0 ||
      coalesce(it.maximum_retry_attempts, 2) == 0
    ]

    # An alarm on this function, or on all functions of the account, at least tells somebody.
    watched = concat(
      referrers("aws_cloudwatch_metric_alarm"),
      [
        for it in all("aws_cloudwatch_metric_alarm") : it
        if it.namespace == "AWS/Lambda" &&
        coalesce(try(it.dimensions.FunctionName, null), self.function_name) == self.function_name
      ]
    )
  }

  case {
    # Events of AWS itself mostly concern machines, which somebody looks after in other ways too.
    strict   = alltrue([for it in let.events : it.kind == "aws_cloudwatch_event_rule"])

    # Where things are tried out, an event is lost every day.
    severity = let.rehearsal ? "note" : "warning"

    when = (
      unset(self.dead_letter_config, []) &&
      length(let.events) > 0 &&
      length(let.again) == 0 &&
      length(let.decided) == 0 &&
      length(let.watched) == 0
    )
    at      = "dead_letter_config"
    message = "`${title()}` takes events from `${title(let.events[0].by)}`, and one on which it fails three times is lost in silence"
    label   = "no dead-letter queue, no failure destination, no alarm"
  }

  evidence {
    for_each = slice(let.events, 0, min(3, length(let.events)))
    at       = each.value.at
    label    = "hands events over and does not hear of failures"
  }

  why = <<-EOT
    Whoever calls a function asynchronously (S3, SNS, an EventBridge rule) is done as soon as Lambda has taken the
    event. Lambda tries a failing event twice more, for six hours at most, and then drops it: an upload is never
    processed, an order never confirmed, and nothing but a log line tells. A dead-letter queue of the rule or of the
    subscription does not help; it takes what Lambda did not accept, not what the function failed on.

    The rule says nothing of schedules, whose next run comes by itself, of queues, which have their own redrive, and of
    functions with an alarm. Ignore it where a lost event does not matter or where the code catches everything and puts
    failures elsewhere; `maximum_retry_attempts = 0` in an `aws_lambda_function_event_invoke_config` says so.
  EOT

  help = "add an `aws_lambda_function_event_invoke_config` with `destination_config.on_failure` to an SQS queue or SNS topic; or set `dead_letter_config`"

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  ]
}
