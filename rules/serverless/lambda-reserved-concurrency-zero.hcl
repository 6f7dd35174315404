rule "lambda-reserved-concurrency-zero" {
  title     = "Lambda function that is switched off"
  severity  = "warning"
  concern   = "reliability"
  resources = ["aws_lambda_function"]

  # Who calls a function disabled knows what the 0 is for.
  when = (
    self.reserved_concurrent_executions == 0 &&
    length(regexall(
      "disabled|switched off|turned off|paused|on hold|retired|decommission|kill.?switch",
      lower(join(" ", [for it in [self.label, self.description] : coalesce(it, "none") if known(it)])),
    )) == 0
  )
  at      = "reserved_concurrent_executions"
  message = "`${title()}` reserves 0 concurrent executions, so every call of it is refused"
  label   = "0 switches it off; -1 is no limit"

  evidence {
    for_each = slice(let.triggers, 0, min(3, length(let.triggers)))
    at       = each.value.at
    label    = "what this sends is refused"
  }

  let {
    triggers = triggers()
  }

  why = <<-EOT
    Reserved concurrency is both a share of the account's quota and an upper limit, and 0 is the way to stop a function
    in an emergency: Lambda answers every call with 429, events that were handed over are tried again for up to six
    hours and then dropped, and a queue hands out its messages until they are dead letters. Whoever writes 0 to mean
    "none reserved" gets that instead. No reservation is -1, or no value at all.

    A function whose name or description says that it is disabled passes. Ignore this rule where a function is stopped
    on purpose, and say until when.
  EOT

  help = "remove `reserved_concurrent_executions` to take from the account's pool, or set it to how many may run at once"

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html",
  ]
}
