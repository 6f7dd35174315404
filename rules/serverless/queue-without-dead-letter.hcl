rule "queue-without-dead-letter" {
  title     = "Queue that feeds a function and has no dead-letter queue"
  severity  = "warning"
  concern   = "reliability"
  resources = ["aws_sqs_queue"]

  # A queue that another queue or a redrive policy refers to is a dead-letter queue or has one.
  let {
    readers = [
      for it in referrers("aws_lambda_event_source_mapping", "event_source_arn") : it
      if coalesce(it.enabled, true)
    ]
    called = join(" ", [self.label, known(self.name) ? coalesce(self.name, "-") : "-"])
  }

  when = (
    unset(self.redrive_policy, "") &&
    unset(self.redrive_allow_policy, "") &&
    length(regexall("dlq|dead", lower(let.called))) == 0 &&
    length(let.readers) > 0 &&
    length(referrers("aws_sqs_queue")) == 0 &&
    length(referrers("aws_sqs_queue_redrive_policy")) == 0
  )
  # A module that offers it leaves the choice to its callers.
  strict  = says("redrive_policy")
  at      = "redrive_policy"
  message = "`${title()}` feeds a function and has no dead-letter queue, so a message that always fails is tried again until it expires"
  label   = "no redrive_policy, here or in a resource of its own"

  evidence {
    at    = let.readers[0].event_source_arn
    label = "a function reads it"
  }

  why = <<-EOT
    A message that the function cannot handle becomes visible again after the visibility timeout and is delivered once
    more, and so on until its retention ends: 4 days unless told otherwise, up to 14. Every try is billed, takes one of
    the function's places and, in a FIFO queue, holds up all that come after it in its group. At the end the message is
    gone, and with it the evidence. A dead-letter queue on the function does not help: Lambda uses that for
    asynchronous calls, not for queues.

    Ignore this rule for a FIFO queue whose order must not break even for a message that cannot be handled, or where
    the function catches everything and puts failures elsewhere itself.
  EOT

  help = "add an `aws_sqs_queue` for dead letters and set `redrive_policy` with its ARN and a `maxReceiveCount` of 5 or more"

  sources = [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
  ]
}
