rule "lambda-invokes-lambda" {
  title     = "Lambda function that calls another one and waits for it"
  severity  = "warning"
  concern   = "cost"
  resources = ["aws_lambda_function"]

  let {
    # What the role may call for a destination, or for a state machine or other functions that run as the same one.
    handed = flatten([
      for it in referrers("aws_lambda_function_event_invoke_config") :
      refs_of(it, "aws_lambda_function", "destination_config")[*].address
    ])
    others = role() == null ? [] : concat(
      [
        for it in referrers_of(role(), "aws_lambda_function", "role") : it
        if split("[", it.address)[0] != split("[", self.address)[0]
      ],
      referrers_of(role(), "aws_sfn_state_machine", "role_arn"),
      referrers_of(role(), "aws_scheduler_schedule"),
      referrers_of(role(), "aws_cloudwatch_event_target"),
      referrers_of(role(), "aws_pipes_pipe", "role_arn"),
    )
    own_role = known(length(let.others)) && length(let.others) == 0

    # A role that may call every function says nothing of which ones are called, unless the name is carried too.
    found = invokes()
    callees = concat(
      [for it in let.found : it if it.named],
      [
        for it in let.found : it
        if !it.named && it.allowed && !it.any && let.own_role && !contains(let.handed, it.address)
      ],
    )
    first = let.callees[0]
    names = [for it in let.callees : "`${title(it)}`"]
    shown = slice(let.callees, 0, min(2, length(let.callees)))

    # Its source calls Invoke, or its role and its environment both speak of it.
    marks     = known(length(source_marks())) ? [for it in source_marks() : it.mark] : []
    in_source = contains(let.marks, "invoke")
    both      = length([for it in let.callees : it if it.named && it.allowed && !it.any]) > 0

    # Where the other one calls back.
    callers = !known(length(invokers())) ? [] : [
      for it in invokers() : it.address if it.named || (it.allowed && !it.any)
    ]
    cycle = [for it in let.callees : it if contains(let.callers, it.address)]

    # Hooks, tests and warmers call others because that is what they are for.
    meant = length(regexall(
      join("|", [
        "(^|[^s])warm", "(^|[^b])hook", "smoke", "canary", "synthetic", "integration.?test", "load.?test",
        "before.?allow", "after.?allow", "pre.?traffic", "post.?traffic", "custom.?resource", "power.?tun",
      ]),
      lower(join(" ", [for it in [self.label, title(), self.function_name] : coalesce(it, "none") if known(it)])),
    )) > 0

    # What may not call by its role does something else with the name that it carries. A durable function is not billed
    # while it waits.
    fires = (
      length(let.callees) > 0 &&
      !let.meant &&
      unset(self.durable_config, []) &&
      (let.in_source || !contains(let.marks, "invoke-event")) &&
      (!known(may("lambda:InvokeFunction")) || may("lambda:InvokeFunction") == true) &&
      length(referrers("aws_cloudfront_distribution")) == 0
    )

    arch = one(self.architectures[*]) == "arm64" ? "arm64" : "x86"
    rate = price("aws/lambda/duration.${let.arch}")

    # How long the others take for a call, as their own bills have it.
    seconds = sum([for it in let.callees : usage(it, "request_duration_ms")]) / 1000
    calls   = flow("requests")
    wait    = let.seconds * coalesce(self.memory_size, 128) / 1024 * let.rate
  }

  case {
    when       = let.fires && let.first.named
    at         = "environment"
    confidence = let.in_source || let.both ? "high" : "medium"
    label      = "carries the name of ${let.names[0]}"
  }

  case {
    when       = let.fires && !let.first.named
    # A policy that allows more than is done is common.
    strict     = !let.in_source
    at         = "role"
    confidence = let.in_source ? "high" : "medium"
    label      = "this role may call ${let.names[0]}"
  }

  message = (
    length(let.cycle) > 0
    ? "`${title()}` and ${join(" and ", [for it in let.cycle : "`${title(it)}`"])} can call each other: a cycle, billed twice at every turn"
    : length(let.callees) == 1
    ? "`${title()}` can call ${let.names[0]}, and is billed for as long as it waits for the answer"
    : "`${title()}` can call ${length(let.callees)} functions, and is billed for as long as it waits: ${join(", ", slice(let.names, 0, min(3, length(let.names))))}"
  )

  evidence {
    for_each = let.shown
    at       = each.value.at
    label    = each.value.named ? "the name of ${title(each.value)}" : "allows it to call ${title(each.value)}"
  }

  evidence {
    for_each = [for it in let.shown : it if it.named && it.allowed]
    at       = each.value.allowed_at
    label    = each.value.any ? "allows it to call every function" : "allows it to call ${title(each.value)}"
  }

  evidence {
    for_each = let.shown
    at       = each.value.address
    label    = "runs while ${title()} waits"
  }

  impact {
    kind    = "wastes"
    monthly = let.calls == null ? null : let.calls * let.wait
    assumes = "each call waits for one call of ${length(let.callees) == 1 ? let.names[0] : "each of the ${length(let.callees)}"}"
  }

  impact {
    kind    = "costs"
    monthly = let.calls == null ? null : let.calls * length(let.callees) * 3 * price("aws/sqs/standard.requests")
    assumes = "a queue between them, 3 requests for each message and none in batches"
  }

  why = <<-EOT
    A function that calls another and waits is billed for the time of both: 512 MB that wait 200 ms for an answer cost
    what 200 ms of work cost. Each of the two takes a place of the account's 1,000. When both start cold, the first one
    may reach its timeout before the second has begun, the call is repeated, and now two chains are under way; what
    the second one did is done twice. An error in the one is an error in the other, so they are one thing deployed as
    two.

    A queue between them takes the waiting away. Where the answer is needed, the code belongs into one function, or the
    two under a state machine, which waits for nothing. Destinations, state machines and event rules are not meant
    here, and calls of type `Event`, which nobody waits for, cannot be told from the configuration: ignore this rule
    for those, with a comment. Ignore it too where another team owns the second function and its contract is that call.
  EOT

  help = "put an `aws_sqs_queue` between the two, use an `on_success` destination, or merge them; an Express state machine where the answer is needed"

  sources = [
    "https://serverlessland.com/content/service/lambda/guides/aws-lambda-operator-guide/anti-patterns",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    "https://aws.amazon.com/sqs/pricing/",
  ]
}
