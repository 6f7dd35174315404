rule "lambda-untraced" {
  title     = "Lambda function that traces do not reach"
  severity  = "note"
  concern   = "reliability"
  resources = ["aws_lambda_function"]

  let {
    mode = one(self.tracing_config[*].mode)
  }

  # Tracing is wanted, and nothing arrives. At the edge there is no tracing at all.
  case {
    severity = "warning"
    when = (
      let.mode == "Active" && length(referrers("aws_cloudfront_distribution")) == 0 && !may("xray:PutTraceSegments")
    )
    at      = "tracing_config.mode"
    message = "`${title()}` is to be traced, but its role may not write traces, so its own segments do not arrive"
    label   = "needs xray:PutTraceSegments"
    help    = "attach `AWSXRayDaemonWriteAccess` to the role, or allow `xray:PutTraceSegments` and `xray:PutTelemetryRecords` on `*`"

    evidence {
      at    = role().address
      label = "this role allows neither"
    }
  }

  # X-Ray goes on where a caller has begun, so a function behind a traced stage is traced by default. Layers and
  # variables of others say that somebody else traces.
  case {
    strict = true
    let {
      names   = keys(merge({}, self.environment[*].variables...))
      layers  = join(" ", [for it in flatten([self.layers]) : it if it != null])
      kinds   = { aws_sqs_queue = "queue", aws_sns_topic = "topic", aws_sfn_state_machine = "state machine" }
      hops    = [for it in triggers() : it if it.by != null && contains(keys(let.kinds), it.kind)]
      next    = [for it in invokes() : it if it.named]
      started = [for it in all("aws_api_gateway_stage") : it if coalesce(it.xray_tracing_enabled, false)]
      vendors = "^(OTEL_|AWS_LAMBDA_EXEC_WRAPPER$|DD_|NEW_RELIC_|LUMIGO_|DT_|SENTRY_|HONEYCOMB_)"
    }
    when = (
      unset(let.mode) &&
      length([for it in let.names : it if length(regexall(let.vendors, it)) > 0]) == 0 &&
      length(regexall("(?i)datadog|newrelic|lumigo|dynatrace|otel|opentelemetry|sentry|honeycomb", let.layers)) == 0 &&
      length(let.started) == 0 &&
      length(let.next) + length(let.hops) > 0
    )
    at      = "tracing_config.mode"
    message = "`${title()}` is not traced, so a request cannot be followed ${length(let.next) > 0 ? "from it to `${let.next[0].label}`" : "through the ${let.kinds[let.hops[0].kind]} `${let.hops[0].by.label}` to it"}"
    label   = "PassThrough, because nobody chose"
    help    = "add `tracing_config { mode = \"Active\" }` and attach `AWSXRayDaemonWriteAccess` to the role, or add the layer of OpenTelemetry"
  }

  why = <<-EOT
    A request that goes through two functions and a queue leaves its logs in three places, and only a trace says that
    they belong together and where the time went. With `mode = "Active"` Lambda traces one request each second and one
    in twenty of the others, and hands the trace on to what it calls. The role has to allow writing: nothing fails where
    it does not, the traces are dropped, and somebody finds out on the day when one is needed.

    X-Ray costs $5 for a million traces that are recorded, the first 100,000 a month of an account are free. Ignore this
    rule where another product traces, or where the policy is attached to the role outside of this configuration.
  EOT

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSXRayDaemonWriteAccess.html",
    "https://aws.amazon.com/xray/pricing/",
  ]
}
