rule "lambda-slow-cold-start" {
  title      = "Somebody waits while a virtual machine for Java or .NET starts"
  severity   = "warning"
  confidence = "medium"
  concern    = "reliability"
  resources  = ["aws_lambda_function"]

  let {
    # A .NET handler without colons is a program of its own, mostly compiled ahead of time, which starts fast.
    slow = self.runtime != null && coalesce(self.package_type, "Zip") == "Zip" && (
      startswith(coalesce(self.runtime, "none"), "java") ||
      (startswith(coalesce(self.runtime, "none"), "dotnet") && strcontains(coalesce(self.handler, "none"), "::"))
    )

    # Managed instances are warm; an old Terraform name for SnapStart switched off is "None".
    eager = (
      !unset(self.capacity_provider_config, []) ||
      coalesce(one(self.snap_start[*].apply_on), "None") != "None"
    )

    kept = concat(
      referrers("aws_lambda_provisioned_concurrency_config"),
      flatten([
        for it in referrers("aws_lambda_alias") : referrers_of(it, "aws_lambda_provisioned_concurrency_config")
      ]),
      referrers("aws_appautoscaling_target")
    )

    # A workflow, a delivery stream and a pipe wait too, but nobody waits for them.
    waiting = [
      for it in triggers() : it if it.sync == "waits" && it.through.type != "aws_pipes_pipe" &&
      !contains(["aws_sfn_state_machine", "aws_kinesis_firehose_delivery_stream"], it.kind)
    ]

    # A schedule beside an API keeps an instance warm, on purpose or not.
    warmed = [
      for it in triggers() : it if contains(["aws_cloudwatch_event_rule", "aws_scheduler_schedule"], it.kind)
    ]

    # Somebody has a switch for it, which is off here and may be on elsewhere.
    switched = declared("aws_lambda_provisioned_concurrency_config")

    slowly = let.slow && !let.switched && !let.eager && length(let.kept) == 0 && length(let.waiting) > 0 && length(let.warmed) == 0
    table  = fact("lambda-runtimes", coalesce(self.runtime, "none"))
  }

  evidence {
    at    = let.waiting[0].at
    label = "waits for the answer"
  }

  case {
    when       = let.slowly && let.table != null && let.table.snapstart == "yes"
    confidence = self.vpc_config != null ? "high" : "medium"
    at         = "runtime"
    message    = "`${title()}` answers callers on ${self.runtime} without SnapStart, so a first call waits for seconds of start-up"
    label      = "neither SnapStart nor provisioned concurrency"
    help       = "set `snap_start { apply_on = \"PublishedVersions\" }` and `publish = true`, and let the caller name an alias of the published version"
  }

  case {
    when       = let.slowly && let.table != null && let.table.snapstart == "no"
    confidence = self.vpc_config != null ? "high" : "medium"
    at         = "runtime"
    message    = "`${title()}` answers callers on ${self.runtime}, which has no SnapStart, so a first call waits for seconds of start-up"
    label      = "has no SnapStart, and nothing is kept warm"
    help       = "move to `${let.table.successor}` and use SnapStart, or keep instances ready with an `aws_lambda_provisioned_concurrency_config`"
  }

  why = <<-EOT
    A cold start of Java or .NET loads the virtual machine, the classes and the framework before it looks at the
    request; AWS speaks of several seconds. It is met by the first caller after a pause, after each deployment, and by
    all callers beyond what is warm when traffic rises, which is when most people look. Where nobody waits (queues,
    events, schedules) this does not matter, and the rule says nothing.

    SnapStart resumes from a snapshot taken at publishing time, within a second, free for Java and billed by size for
    .NET; code must not take unique values or connections from its start. Provisioned concurrency starts nothing, for
    about $11 a month per GB that is kept ready. Ignore this rule for an API whose callers can wait, such as a nightly
    import, and for functions that start quickly because they were measured and trimmed.
  EOT

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
    "https://aws.amazon.com/lambda/pricing/",
  ]
}
