rule "api-without-access-logs" {
  title     = "API stage that does not log who asks for what"
  severity  = "note"
  concern   = "attribution"
  strict    = true
  resources = ["aws_api_gateway_stage", "aws_apigatewayv2_stage"]

  when    = length([for it in flatten([self.access_log_settings]) : it if it != null]) == 0
  at      = "access_log_settings"
  message = "`${title()}` keeps no access log, so what each route is asked for and costs cannot be told apart"
  label   = "no access_log_settings"

  why = <<-EOT
    Functions, databases and queues behind an API are billed as one, and the access log is where a request still has its
    route, its caller and how long the answer took. With it "which route is 60 % of the bill" is one query; without it
    somebody has to guess. Metrics by route (`detailed_metrics_enabled`) count requests, but each route then costs as a
    metric, and they do not know callers.

    A line of JSON with six fields has some 300 bytes: a million requests are $0.15 of CloudWatch Logs in us-east-1, if
    the group has a retention. Ignore this rule where a proxy in front of the API logs the same.
  EOT

  help = "add `access_log_settings` with the ARN of a log group that has a retention, and a JSON format with `$context.routeKey` or `$context.resourcePath`, `$context.status` and `$context.responseLatency`"

  sources = [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html",
    "https://aws.amazon.com/cloudwatch/pricing/",
  ]
}
