rule "api-untraced" {
  title     = "API in front of traced functions that is not traced itself"
  severity  = "note"
  concern   = "reliability"

  # Only REST APIs and AppSync can be traced by X-Ray. Functions are found by integrations and by a definition in the
  # API's body.
  let {
    api          = one(refs("aws_api_gateway_rest_api"))
    integrations = flatten([for it in let.api[*] : referrers_of(it, "aws_api_gateway_integration")])
    functions = concat(
      flatten([for it in let.integrations : refs_of(it, "aws_lambda_function")]),
      flatten([for it in let.api[*] : refs_of(it, "aws_lambda_function")]),
    )
    traced = [for it in let.functions : it if contains(it.tracing_config[*].mode, "Active")]

    sources   = referrers("aws_appsync_datasource")
    resolvers = flatten([for it in let.sources : refs_of(it, "aws_lambda_function")])
    followed  = [for it in let.resolvers : it if contains(it.tracing_config[*].mode, "Active")]
  }

  case {
    resources = ["aws_api_gateway_stage"]
    severity  = "warning"
    when      = unset(self.xray_tracing_enabled) && let.api != null && length(let.traced) > 0
    at        = "xray_tracing_enabled"
    message   = "`${title()}` is not traced, so traces of `${let.traced[0].label}` begin behind it and miss what the caller waited for"
    label     = "off, because nobody chose"
    help      = "set `xray_tracing_enabled = true`"

    fix {
      set    = true
      unsafe = "the gateway then decides which requests are traced, by the sampling rules of the account"
    }

    evidence {
      at    = let.traced[0].tracing_config[0].mode
      label = "`${let.traced[0].label}` is traced"
    }
  }

  case {
    resources = ["aws_appsync_graphql_api"]
    severity  = "warning"
    when      = unset(self.xray_enabled) && length(let.followed) > 0
    at        = "xray_enabled"
    message   = "`${title()}` is not traced, so traces of `${let.followed[0].label}` begin behind it and miss what the caller waited for"
    label     = "off, because nobody chose"
    help      = "set `xray_enabled = true`"

    fix {
      set    = true
      unsafe = "AppSync then decides which requests are traced, by the sampling rules of the account"
    }

    evidence {
      at    = let.followed[0].tracing_config[0].mode
      label = "`${let.followed[0].label}` is traced"
    }
  }

  case {
    resources = ["aws_api_gateway_stage"]
    strict    = true
    when      = unset(self.xray_tracing_enabled) && let.api != null && length(let.functions) > 0
    at        = "xray_tracing_enabled"
    message   = "`${title()}` is not traced, so nobody sees whether a slow request waited for the gateway or for `${let.functions[0].label}`"
    label     = "off, because nobody chose"
    help      = "set `xray_tracing_enabled = true`; functions behind it go on with its traces when their role may write them"
  }

  why = <<-EOT
    The first service of a path decides whether a request is traced, and those behind it go on. Where the gateway does
    not, each function behind it decides for itself, one request is traced in one function and not in the next, and the
    time in the gateway, its authorizers and its retries is in no trace. It is what the caller waited for.

    X-Ray costs $5 for a million traces that are recorded. Ignore this rule where OpenTelemetry or another product
    traces from the client on; and for an HTTP API, which cannot be traced by X-Ray and is not asked.
  EOT

  sources = [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html",
    "https://docs.aws.amazon.com/appsync/latest/devguide/x-ray-tracing.html",
    "https://aws.amazon.com/xray/pricing/",
  ]
}
