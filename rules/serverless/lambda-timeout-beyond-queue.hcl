rule "lambda-timeout-beyond-queue" {
  title    = "Queue that shows a message again while the function still works on it"
  severity = "warning"
  concern  = "reliability"

  let {
    queue      = one(refs("aws_sqs_queue", "event_source_arn"))
    direct     = refs("aws_lambda_function", "function_name")
    aliased    = flatten([for it in refs("aws_lambda_alias", "function_name") : refs_of(it, "aws_lambda_function")])
    function   = length(let.direct) > 0 ? one(let.direct) : one(let.aliased)
    is_queue   = let.queue != null && let.function != null
    queue_name = title(let.queue)
    name       = title(let.function)
    hidden     = coalesce(let.queue.visibility_timeout_seconds, 30)
    runs       = coalesce(let.function.timeout, 3)
    window     = coalesce(self.maximum_batching_window_in_seconds, 0)
    wanted     = known(let.window) ? 6 * let.runs + let.window : 6 * let.runs
    why_so     = known(let.window) && let.window > 0 ? "six times the timeout and the batching window" : "six times the timeout"
    is_on      = unset(self.enabled) || self.enabled
    unlimited  = one(self.scaling_config[*].maximum_concurrency) == null && unset(self.provisioned_poller_config, [])
  }

  evidence {
    at    = unset(let.queue.visibility_timeout_seconds) ? let.queue.address : let.queue.visibility_timeout_seconds
    label = "hides a message for ${let.hidden} seconds"
  }

  evidence {
    at    = unset(let.function.timeout) ? let.function.address : let.function.timeout
    label = "may work on it for ${let.runs} seconds"
  }

  case {
    resources = ["aws_lambda_event_source_mapping"]
    severity  = "error"
    when      = let.is_queue && let.is_on && let.hidden < let.runs
    at        = "event_source_arn"
    message   = "`${let.name}` may run ${let.runs} seconds and `${let.queue_name}` hides messages for ${let.hidden}, so AWS refuses the mapping"
    label     = "refused when it is created"
    help      = "set `visibility_timeout_seconds` of `${let.queue_name}` to ${let.wanted}, ${let.why_so}, or lower the timeout of `${let.name}`"
  }

  # Under a limit of the mapping, Lambda fetches no more than it may run, so nothing waits while it is hidden.
  case {
    resources  = ["aws_lambda_event_source_mapping"]
    severity   = "warning"
    confidence = unset(let.queue.visibility_timeout_seconds) ? "high" : "medium"
    when       = let.is_queue && let.is_on && let.unlimited && let.hidden >= let.runs && let.hidden < 6 * let.runs
    at         = "event_source_arn"
    message    = "`${let.queue_name}` hides messages for ${let.hidden} seconds, less than six times the ${let.runs} that `${let.name}` may run"
    label      = "a batch that is throttled comes back before it is done"
    help       = "set `visibility_timeout_seconds` of `${let.queue_name}` to ${let.wanted}, ${let.why_so}, or set `scaling_config.maximum_concurrency` so that nothing is throttled"
  }

  why = <<-EOT
    A message that a function has taken is hidden from others for the queue's visibility timeout, 30 seconds unless
    somebody says otherwise. Below the function's timeout AWS refuses the mapping when it is created, and a change that
    gets past that has two functions work on the same message. Between one and six times the timeout it works until
    the function is throttled: Lambda then holds the batch and tries again, the time runs out, the message is delivered
    once more, and its receive count rises until it is a dead letter that nothing was wrong with. Hence the six, to
    which AWS adds the time for which the mapping collects a batch (`maximum_batching_window_in_seconds`).

    The rule leaves out mappings that are disabled and, of the six times, those with a limit of their own, which are
    hardly ever throttled. Ignore the warning where the function's timeout is far above what it ever needs; lowering it
    to what it needs says the same.
  EOT

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html",
  ]
}
