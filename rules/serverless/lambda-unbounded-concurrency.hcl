rule "lambda-unbounded-concurrency" {
  title    = "Lambda function that can run a thousand times at once and overrun what is behind it"
  severity = "warning"
  concern  = "reliability"

  let {
    # (a) A relational database without a proxy that holds the connections. The Data API has none to hold.
    databases = [
      for it in databases() : it
      if it.proxy == null && !(
        resource(it).enable_http_endpoint == true &&
        known(may("rds-data:ExecuteStatement")) && may("rds-data:ExecuteStatement") == true
      )
    ]
    # A clock starts one at a time, and so does a rotation.
    triggers = triggers()
    clocked = known(length(let.triggers)) && length(let.triggers) > 0 && alltrue([
      for it in let.triggers : it.kind == "aws_scheduler_schedule" || it.kind == "aws_secretsmanager_secret" || (
        it.kind == "aws_cloudwatch_event_rule" && it.by != null && resource(it.by).schedule_expression != null
      )
    ])
    a = known(length(let.databases)) && length(let.databases) > 0 && !(known(let.clocked) && let.clocked)

    # (b) A queue that is read as fast as it fills. The groups of a FIFO queue are a limit by themselves.
    mappings = [
      for it in referrers("aws_lambda_event_source_mapping", "function_name") : it
      if length(refs_of(it, "aws_sqs_queue", "event_source_arn")) > 0 &&
      one(refs_of(it, "aws_sqs_queue", "event_source_arn")).fifo_queue != true &&
      (unset(it.enabled) || it.enabled) &&
      unset(one(it.scaling_config[*].maximum_concurrency)) &&
      unset(it.provisioned_poller_config, [])
    ]
    b = known(length(let.mappings)) && length(let.mappings) > 0

    # (c) Something that everybody can call, as often as they like: a URL, or a route without an authorizer on a stage
    # without a limit of its own.
    urls = [
      for it in referrers("aws_lambda_function_url", "function_name") : it
      if it.authorization_type == "NONE"
    ]
    http_integrations = referrers("aws_apigatewayv2_integration", "integration_uri")
    http_routes = [
      for it in flatten([for i in let.http_integrations : referrers_of(i, "aws_apigatewayv2_route", "target")]) : it
      if unset(it.authorization_type, "NONE")
    ]
    http = [
      for it in concat(
        flatten([for route in let.http_routes : refs_of(route, "aws_apigatewayv2_api", "api_id")]),
        referrers("aws_apigatewayv2_api", "target"),
      ) : it
      if it.protocol_type == "HTTP" && length([
        for stage in referrers_of(it, "aws_apigatewayv2_stage", "api_id") : stage
        if !unset(one(stage.default_route_settings[*].throttling_rate_limit), 0) || !unset(stage.route_settings, [])
      ]) == 0
    ]
    rest_integrations = referrers("aws_api_gateway_integration", "uri")
    rest_methods = [
      for it in flatten([
        for i in let.rest_integrations : concat(refs_of(i, "aws_api_gateway_method"), [
          for method in flatten([
            for api in refs_of(i, "aws_api_gateway_rest_api", "rest_api_id") :
            referrers_of(api, "aws_api_gateway_method", "rest_api_id")
          ]) : method
          if method.http_method == i.http_method &&
          join(" ", refs_of(method, "aws_api_gateway_resource", "resource_id")[*].address) ==
          join(" ", refs_of(i, "aws_api_gateway_resource", "resource_id")[*].address)
        ])
      ]) : it
      if it.authorization == "NONE" && it.api_key_required != true && it.http_method != "OPTIONS"
    ]
    rest = [
      for it in flatten([
        for method in let.rest_methods : refs_of(method, "aws_api_gateway_rest_api", "rest_api_id")
      ]) : it
      if !contains(flatten(it.endpoint_configuration[*].types), "PRIVATE") && length([
        for settings in referrers_of(it, "aws_api_gateway_method_settings", "rest_api_id") : settings
        if !unset(one(settings.settings[*].throttling_rate_limit), -1)
      ]) == 0
    ]
    open = concat(
      known(length(let.urls)) ? let.urls : [],
      known(length(let.http)) ? let.http : [],
      known(length(let.rest)) ? let.rest : [],
    )
    # A firewall may hold a limit for each address.
    walls = flatten([
      for it in let.open : [
        for stage in referrers_of(it, "aws_api_gateway_stage") : referrers_of(stage, "aws_wafv2_web_acl_association")
      ]
    ])
    c = length(let.open) > 0 && (!known(length(let.walls)) || length(let.walls) == 0)

    reasons = (let.a ? 1 : 0) + (let.b ? 1 : 0) + (let.c ? 1 : 0)
    said = compact([
      let.a ? "it opens connections to `${title(let.databases[0])}`" : "",
      let.b ? "a full queue starts as many as it can" : "",
      let.c ? "anybody can call ${let.open[0].authorization_type == "NONE" ? "its URL" : "`${title(let.open[0])}`"}" : "",
    ])

    memory = coalesce(self.memory_size, 128)
    arch   = one(self.architectures[*]) == "arm64" ? "arm64" : "x86"
    hour   = 1000 * 3600 * let.memory / 1024 * price("aws/lambda/duration.${let.arch}")

    # What others have taken of the account's quota already.
    taken = sum(concat([0], [
      for it in all("aws_lambda_function") :
      unset(it.reserved_concurrent_executions, -1) ? 0 : it.reserved_concurrent_executions
    ]))
    share = known(let.taken) ? "${let.taken} of the 900 that an account can reserve are taken in this configuration" : "an account can reserve 900 of its 1,000"
  }

  case {
    resources  = ["aws_lambda_function"]
    severity   = let.reasons > 1 ? "warning" : "note"
    # One reason alone is every queue and every open route.
    strict     = let.reasons == 1
    confidence = let.reasons > 1 ? "high" : "medium"
    when = (
      unset(self.reserved_concurrent_executions, -1) &&
      unset(self.capacity_provider_config, []) &&
      length(referrers("aws_cloudfront_distribution")) == 0 &&
      let.reasons > 0
    )
    at      = "reserved_concurrent_executions"
    message = "nothing limits how many of `${title()}` run at once: ${join(", and ", let.said)}"
    label   = "no reserved concurrency: up to the account's 1,000"
  }

  evidence {
    for_each = let.a ? slice(let.databases, 0, min(2, length(let.databases))) : []
    at       = each.value.address
    label    = "has a limited number of connections"
  }

  evidence {
    for_each = let.a ? slice(let.databases, 0, 1) : []
    at       = each.value.at
    label    = "how `${title()}` reaches ${title(each.value)}"
  }

  evidence {
    for_each = let.b ? slice(let.mappings, 0, 1) : []
    at       = each.value.address
    label    = "sets no maximum_concurrency: up to 1,000 batches at once"
  }

  evidence {
    for_each = let.c ? slice(let.open, 0, 1) : []
    at       = each.value.address
    label    = "open to everybody, and no throttling of its own"
  }

  impact {
    kind    = "exposes"
    monthly = let.hour
    per     = "hour"
    assumes = "1,000 of it at once at ${let.memory} MB, as many as an account may run at first"
  }

  why = <<-EOT
    Lambda starts as many copies of a function as there are events, up to what the account allows. A relational
    database takes a few hundred connections; two hundred copies that open one each can be enough to lock out everybody
    else. A queue that filled overnight is read up to a thousand batches at a time, and a loop or a stranger with a
    script runs up a bill at the same rate: 1,000 copies of 512 MB cost $30 an hour. All functions of a region share
    one quota, so the runaway one also starves those that matter.

    Whether to reserve is disputed, for good reason. What is reserved is taken from everybody else: an account has
    1,000 unless it asked for more, new ones start with as few as 10, and 100 must stay unreserved, so 900 is the most
    that can be given away, and a new account can give away nothing. A reservation also throttles bursts that would
    have done no harm. So this rule speaks only where something can be overrun or can run away, and warns only where
    two such things meet. Where the danger is the queue, `scaling_config.maximum_concurrency` limits the mapping and
    takes nothing from the quota; where it is the endpoint, throttling on the stage does the same. Ignore this rule
    where a limit is kept elsewhere, such as in the firewall or in the pool that the database has in front.
  EOT

  help = join("; ", compact([
    let.b ? "set `scaling_config { maximum_concurrency }` on the mapping, which takes nothing from the quota" : "",
    let.c ? "set throttling on the stage, or put the URL behind CloudFront with a rate limit" : "",
    "set `reserved_concurrent_executions` to what is behind it can take (${let.share})",
  ]))

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html",
    "https://aws.amazon.com/lambda/pricing/",
  ]
}
