rule "lambda-timeout-beyond-gateway" {
  title    = "Lambda function that may run on after its caller has gone"
  severity = "warning"
  concern  = "cost"

  let {
    timeout  = coalesce(self.timeout, 3)
    triggers = triggers()

    # A load balancer waits as long as its idle timeout; the target group is what calls.
    balanced = flatten([
      for it in let.triggers : it.kind != "aws_lb_target_group" ? [] : [
        for listener in concat(
          referrers_of(it.by, "aws_lb_listener"),
          referrers_of(it.by, "aws_alb_listener"),
          flatten([for rule in referrers_of(it.by, "aws_lb_listener_rule") : refs_of(rule, "aws_lb_listener")]),
        ) : concat(refs_of(listener, "aws_lb"), refs_of(listener, "aws_alb"))
      ]
    ])

    # How many seconds each caller waits; 900 is as long as a function can run, so it says nothing.
    waits = [
      for it in let.triggers : {
        by   = it.by
        at   = it.at
        name = it.by == null ? "its caller" : "`${title(it.by)}`"
        # What the caller's caller sees: each kind of API says it in its own way.
        answer = (
          contains(["aws_api_gateway_integration", "aws_api_gateway_rest_api"], it.through.type) ? "answers 504" :
          startswith(it.through.type, "aws_apigatewayv2_") ? "answers 503" : "gives up"
        )
        limit = (
          it.sync != "waits" || it.by == null ? 900 :
          it.through.type == "aws_api_gateway_integration" ? (
            resource(it.through).response_transfer_mode == "STREAM" ? 900 :
            coalesce(resource(it.through).timeout_milliseconds, 29000) / 1000
          ) :
          it.through.type == "aws_api_gateway_authorizer" ? 29 :
          it.through.type == "aws_api_gateway_rest_api" ? (
            strcontains(coalesce(resource(it.through).body, "timeoutInMillis"), "timeoutInMillis") ? 900 : 29
          ) :
          it.through.type == "aws_apigatewayv2_integration" && resource(it.by).protocol_type == "HTTP" ? (
            coalesce(resource(it.through).timeout_milliseconds, 30000) / 1000
          ) :
          it.through.type == "aws_apigatewayv2_api" && resource(it.by).protocol_type == "HTTP" ? 30 :
          it.kind == "aws_appsync_graphql_api" ? 30 :
          it.kind == "aws_lb_target_group" && length(let.balanced) > 0 ? (
            max([for lb in let.balanced : coalesce(lb.idle_timeout, 60)]...)
          ) :
          900
        )
      }
    ]
    longest = max([for it in let.waits : it.limit]...)
    patient = [for it in let.waits : it if it.limit == let.longest][0]

    calls = flow("requests")

    # Dollars of a call that is cut off.
    arch   = one(self.architectures[*]) == "arm64" ? "arm64" : "x86"
    gb     = coalesce(self.memory_size, 128) / 1024
    beyond = (let.timeout - let.longest) * let.gb * price("aws/lambda/duration.${let.arch}")
  }

  case {
    resources  = ["aws_lambda_function"]
    confidence = known(length(every_trigger())) ? "high" : "medium"

    # A second more is what people write who mean "as long as the gateway". Functions that others call, or that are
    # called in some other way too, may need their time for that.
    when = (
      let.timeout > 30 &&
      length(let.triggers) > 0 &&
      let.timeout > let.longest + 1 &&
      (!known(length(invokers())) || length(invokers()) == 0)
    )
    at      = "timeout"
    message = "`${title()}` may run ${let.timeout} seconds, and ${let.patient.name} ${let.patient.answer} after ${let.longest}"
    label   = "billed for ${let.timeout - let.longest} seconds that nobody waits for"
  }

  evidence {
    for_each = slice(let.waits, 0, min(3, length(let.waits)))
    at       = each.value.at
    label    = "waits ${each.value.limit} seconds"
  }

  impact {
    kind    = "wastes"
    monthly = let.calls == null ? null : let.calls * 0.001 * let.beyond
    assumes = "one call in 1,000 runs into the timeout of ${let.timeout} seconds"
  }

  why = <<-EOT
    Whoever called gets an error when the gateway's patience ends: 29 seconds of a REST API unless its integration says
    otherwise, 30 of an HTTP API and of AppSync, the idle timeout of a load balancer. The function is not told. It works
    on to its own timeout, is billed for it and keeps its place among those that may run at once, while the client
    tries again and starts another one. When a database hangs, that is how a slow minute becomes a full outage.

    The rule speaks only where all that calls the function waits like this. Ignore it where the function answers late
    but must finish what it began; a queue between the two says that better.
  EOT

  help = "set `timeout` to ${floor(let.longest) - 1} or less; hand work that takes longer to a queue or a state machine and answer 202"

  sources = [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
    "https://docs.aws.amazon.com/general/latest/gr/appsync.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  ]
}
