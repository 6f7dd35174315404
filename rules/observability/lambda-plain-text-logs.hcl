rule "lambda-plain-text-logs" {
  title     = "Lambda function that logs plain text"
  severity  = "note"
  concern   = "reliability"
  strict    = true
  resources = ["aws_lambda_function"]

  # Lambda puts what the code prints into JSON for these runtimes only. Powertools and the layers of vendors do it
  # themselves, and at the edge the format cannot be set.
  let {
    vendors = "^(POWERTOOLS_|DD_|NEW_RELIC_|LUMIGO_|DT_|OTEL_|SENTRY_)"
    names   = keys(merge({}, self.environment[*].variables...))
    layers  = join(" ", [for it in flatten([self.layers]) : it if it != null])
    format  = one(self.logging_config[*].log_format)
  }

  when = (
    unchosen(let.format, "Text") &&
    self.runtime != null &&
    length(regexall("^(nodejs(1[89]|2)|python3|java(11|17|2)|dotnet([6-9]|1))", coalesce(self.runtime, "-"))) > 0 &&
    length([for it in let.names : it if length(regexall(let.vendors, it)) > 0]) == 0 &&
    length(regexall("(?i)powertools|datadog|newrelic|lumigo|dynatrace|otel|opentelemetry|sentry", let.layers)) == 0 &&
    length(referrers("aws_cloudfront_distribution")) == 0
  )
  at      = "logging_config.log_format"
  message = "`${title()}` logs plain text, so finding one request in its logs is a search for words"
  label   = "Text, because nobody chose"

  why = <<-EOT
    With the format `JSON` Lambda writes each line that the code prints as an object with its time, level and request
    id, and its own lines (start, report, timeouts) too. CloudWatch Logs finds the fields by itself, so a question such
    as "all errors of this request" or "the slowest tenth by route" is one query and not a pattern per message. It also
    lets `application_log_level` drop debug lines before they are billed at $0.50 a GB in us-east-1.

    Lines get some 100 bytes longer, and metric filters that look for text have to be changed. Ignore this rule where
    the code prints JSON itself: then the setting changes Lambda's own lines only. `log_format = "Text"` passes.
  EOT

  help = "add `logging_config { log_format = \"JSON\" }`, and change metric filters that look for text"

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html",
  ]
}
