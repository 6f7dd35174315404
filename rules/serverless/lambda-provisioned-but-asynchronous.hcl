rule "lambda-provisioned-but-asynchronous" {
  title     = "Provisioned concurrency where nobody waits for the answer"
  severity  = "warning"
  concern   = "cost"
  resources = ["aws_lambda_function"]

  let {
    named = concat(
      referrers("aws_lambda_provisioned_concurrency_config"),
      flatten([
        for it in referrers("aws_lambda_alias") : referrers_of(it, "aws_lambda_provisioned_concurrency_config")
      ])
    )
    configs = [for address, it in { for it in let.named : it.address => it... } : it[0]]
    units   = sum(concat([0], let.configs[*].provisioned_concurrent_executions))
    callers = every_trigger()

    polled  = [for it in let.callers : it if it.sync == "polls"]
    from    = length(let.polled) == length(let.callers) ? "queues and streams" : "events"

    # Whoever is let in by account, and not as a service, may wait.
    guests = [for it in referrers("aws_lambda_permission") : it if !strcontains(it.principal, ".")]
  }

  when = (
    length(let.configs) > 0 &&
    length(let.callers) > 0 &&
    alltrue([for it in let.callers : it.sync != "waits"]) &&
    length(let.guests) == 0 &&
    length(invokers()) == 0
  )
  at      = "function_name"
  message = "`${title()}` keeps ${plural(let.units, "instance")} ready day and night, and only ${let.from} call it, which do not wait"
  label   = "nobody waits for this function"

  evidence {
    for_each = let.configs
    at       = each.value.provisioned_concurrent_executions
    label    = "billed whether it is called or not"
  }

  evidence {
    at    = let.callers[0].at
    label = "what calls it does not wait for the answer"
  }

  impact {
    kind    = "wastes"
    monthly = sum([for it in let.configs : monthly_fixed(it)])
    assumes = "the whole of what is kept ready"
  }

  why = <<-EOT
    Provisioned concurrency takes the start-up of a function out of the time that a caller waits, and bills for it all
    month, called or not: about $11 per GB and instance on x86_64. Behind a queue, a stream, a schedule or an event
    nobody waits. A cold start there delays one message by a second, and the next ones not at all.

    Ignore this rule where the age of a message is promised in milliseconds, or where callers outside of this
    configuration call the function and wait.
  EOT

  help = "remove the `aws_lambda_provisioned_concurrency_config`; where starts are too slow for the rate of messages, use SnapStart or a larger `memory_size`"

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
    "https://aws.amazon.com/lambda/pricing/",
  ]
}
