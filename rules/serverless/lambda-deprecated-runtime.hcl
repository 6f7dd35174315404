rule "lambda-deprecated-runtime" {
  title     = "Lambda function on a runtime that AWS no longer maintains"
  severity  = "warning"
  concern   = "reliability"
  resources = ["aws_lambda_function"]

  # An image brings its runtime along. A runtime that the table does not know is newer than the table.
  let {
    plain = coalesce(self.package_type, "Zip") == "Zip" && self.runtime != null
    table = fact("lambda-runtimes", coalesce(self.runtime, "none"))
    known = let.plain && let.table != null
  }

  # No deployment works any more.
  case {
    severity = "error"
    when     = let.known && let.table.block_update != null && past(let.table.block_update)
    at       = "runtime"
    message  = "`${title()}` runs ${self.runtime}, which AWS accepts in no function and no update since ${let.table.block_update} (as of ${let.table.read})"
    label    = "no deployment since ${let.table.block_update}"
    help     = "set `runtime = \"${let.table.successor}\"`, test, and deploy; until then every change to this function fails"
  }

  case {
    when    = let.known && let.table.block_create != null && past(let.table.block_create)
    at      = "runtime"
    message = "`${title()}` runs ${self.runtime}: no new function since ${let.table.block_create}, no update from ${let.table.block_update} on (as of ${let.table.read})"
    label   = "no patches since ${let.table.deprecated}, and nowhere to be created anew"
    help    = "set `runtime = \"${let.table.successor}\"` and test; a new account or region refuses this function already"
  }

  case {
    when    = let.known && past(let.table.deprecated)
    at      = "runtime"
    message = "`${title()}` runs ${self.runtime}, without security patches since ${let.table.deprecated}; updates end on ${let.table.block_update} (as of ${let.table.read})"
    label   = "deprecated on ${let.table.deprecated}"
    help    = "set `runtime = \"${let.table.successor}\"` and test before ${let.table.block_update}"
  }

  why = <<-EOT
    After its deprecation a runtime gets no security patches and its functions no support. Some weeks or months later
    AWS refuses new functions with it, and then every update, a change of code or of one environment variable alike.
    The function keeps running, so nobody notices until the day a repair is urgent and cannot be deployed.

    The dates are AWS's own, as they stood on the day that the message names. AWS has put off the last two of them
    several times, for all old runtimes together, so look them up before you plan on them. Ignore this rule for a
    function that is about to be switched off.
  EOT

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    "https://aws.amazon.com/blogs/compute/managing-aws-lambda-runtime-upgrades/",
  ]
}
