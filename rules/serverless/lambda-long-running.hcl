rule "lambda-long-running" {
  title    = "Lambda function for work that takes as long as Lambda allows"
  severity = "warning"
  concern  = "cost"

  let {
    timeout = coalesce(self.timeout, 3)
    # A queue hands over one thing at a time, whatever the function is called.
    polled = known(length(triggers())) ? [for it in triggers() : it if it.sync == "polls"] : []
    words = length(let.polled) > 0 ? "" : join(" ", [
      for it in [self.label, title(), self.function_name, self.handler] : coalesce(it, "none") if known(it)
    ])

    # What it is called says what it does.
    named = length(regexall(
      join("|", [
        "transcod", "ffmpeg", "render", "train(er)?([^a-z]|$)", "training.?job", "model.?training", "export",
        "report(s|ing|er)?([^a-z]|$)", "backfill", "reindex", "dump", "scrap", "crawl", "etl([^a-z]|$)",
        "import(er|s)?([^a-z]|$)",
      ]),
      lower(replace(let.words, "/([a-z])([A-Z])/", "$1-$2")),
    )) > 0

    # So does what starts it.
    triggers = triggers()
    batch = known(length(let.triggers)) ? [
      for it in let.triggers : it
      if it.kind == "aws_scheduler_schedule" || it.kind == "aws_s3_bucket" || it.kind == "aws_sfn_state_machine" || (
        it.kind == "aws_cloudwatch_event_rule" && it.by != null && resource(it.by).schedule_expression != null
      )
    ] : []

    # A managed instance is billed by the hour anyway, and steps that last are what durable functions are for.
    other = !unset(self.capacity_provider_config, []) || !unset(self.durable_config, [])

    runs = flow("requests")

    # Dollars of a second here, and of the same memory and processor in a task.
    memory_gb = coalesce(self.memory_size, 128) / 1024
    arch      = one(self.architectures[*]) == "arm64" ? "arm64" : "x86"
    here      = let.memory_gb * price("aws/lambda/duration.${let.arch}")
    vcpu      = max(0.25, let.memory_gb * 1024 / 1769)
    task = (
      let.vcpu * price("aws/fargate/vcpu.${let.arch}") +
      max(let.memory_gb, 2 * let.vcpu) * price("aws/fargate/memory.${let.arch}")
    ) / 3600
  }

  at      = "timeout"
  message = "`${title()}` may run ${let.timeout} seconds, and at 900 Lambda stops whatever is not done"
  label   = let.timeout >= 900 ? "there is no more to give" : "${900 - let.timeout} seconds are left to grow into"

  case {
    resources  = ["aws_lambda_function"]
    confidence = length(let.batch) > 0 ? "high" : "medium"
    when       = let.timeout >= 600 && let.named && !let.other
  }

  # All the time that there is, for what a clock or an upload starts, is often only generous.
  case {
    resources  = ["aws_lambda_function"]
    severity   = "note"
    confidence = "low"
    strict     = true
    when       = let.timeout >= 840 && length(let.batch) > 0 && !let.other
  }

  evidence {
    for_each = slice(let.batch, 0, min(2, length(let.batch)))
    at       = each.value.at
    label    = "starts it, and waits for no answer"
  }

  impact {
    kind    = "wastes"
    monthly = let.runs == null ? null : let.runs * let.timeout / 2 * max(0, let.here - let.task)
    assumes = "each run takes half of its timeout, against a Fargate task of the same size"
  }

  why = <<-EOT
    A limit of 15 minutes is nothing that anybody can raise, and work that is close to it today is beyond it when there
    is twice as much data. It is then cut off in the middle, started again from the beginning and cut off again. Minutes
    are also where Lambda is dearest: what it gives in 1,769 MB costs twice as much a second as a Fargate task with one
    vCPU and 2 GB, and the start of a task, half a minute, no longer matters.

    The rule speaks where the timeout is 10 minutes or more and the name says that the work grows (export, report,
    training, import), and more quietly where a schedule or an upload starts it with all the time that Lambda has to
    give. Ignore it where the timeout is only generous: one that is close to what the work needs says so.
  EOT

  help = "run it as a Fargate task, which the same schedule or state machine can start, or cut the work into pieces that a queue or a Map state hands out"

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html",
    "https://aws.amazon.com/fargate/pricing/",
  ]
}
