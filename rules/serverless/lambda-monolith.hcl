rule "lambda-monolith" {
  title      = "One Lambda function behind every route of an API"
  severity   = "note"
  confidence = "medium"
  concern    = "cost"

  let {
    # HTTP APIs: the route that takes what no other one takes, or ANY of all that is below a path.
    http_integrations = referrers("aws_apigatewayv2_integration", "integration_uri")
    http_routes = flatten([
      for it in let.http_integrations : referrers_of(it, "aws_apigatewayv2_route", "target")
    ])
    http_whole = [
      for it in let.http_routes : it
      if it.route_key == "$default" || (
        length(regexall("^ANY /(.*/)?\\{[a-zA-Z0-9_]+\\+\\}$", coalesce(it.route_key, "none"))) > 0
      )
    ]
    http = [
      for it in concat(
        flatten([for route in let.http_whole : refs_of(route, "aws_apigatewayv2_api", "api_id")]),
        referrers("aws_apigatewayv2_api", "target"),
      ) : it
      if it.protocol_type == "HTTP" && alltrue([
        for other in referrers_of(it, "aws_apigatewayv2_integration", "api_id") :
        contains(let.http_integrations[*].address, other.address)
      ])
    ]

    # REST APIs: ANY on {proxy+}, and nothing else but mocks beside it.
    rest_integrations = referrers("aws_api_gateway_integration", "uri")
    rest_whole = [
      for it in let.rest_integrations : it
      if length([
        for part in concat(
          refs_of(it, "aws_api_gateway_resource"),
          flatten([for method in refs_of(it, "aws_api_gateway_method") : refs_of(method, "aws_api_gateway_resource")]),
        ) : part
        if length(regexall("^\\{[a-zA-Z0-9_]+\\+\\}$", coalesce(part.path_part, "none"))) > 0
        ]) > 0 && (
        it.http_method == "ANY" ||
        length([for method in refs_of(it, "aws_api_gateway_method") : method if method.http_method == "ANY"]) > 0
      )
    ]
    rest = [
      for it in flatten([for i in let.rest_whole : refs_of(i, "aws_api_gateway_rest_api", "rest_api_id")]) : it
      if alltrue([
        for other in referrers_of(it, "aws_api_gateway_integration", "rest_api_id") :
        other.type == "MOCK" || contains(let.rest_integrations[*].address, other.address)
      ])
    ]

    apis   = concat(known(length(let.http)) ? let.http : [], known(length(let.rest)) ? let.rest : [])
    routes = concat(known(length(let.http)) ? let.http_whole : [], known(length(let.rest)) ? let.rest_whole : [])

    # Sized for the heaviest of its routes: then all the others pay for it.
    memory  = coalesce(self.memory_size, 128)
    timeout = coalesce(self.timeout, 3)
  }

  at      = "memory_size"
  message = "`${title()}` answers every route of `${title(let.apis[0])}`, so all of them have ${let.memory} MB, ${let.timeout} seconds and one role"
  label   = "what the heaviest route needs, every route pays for"

  case {
    resources = ["aws_lambda_function"]
    severity  = "warning"
    when      = let.memory >= 1024 && length(let.apis) > 0
  }

  # As long as it is small, it is a matter of taste.
  case {
    resources = ["aws_lambda_function"]
    strict    = true
    when      = let.memory < 1024 && length(let.apis) > 0
  }

  evidence {
    for_each = slice(let.routes, 0, min(2, length(let.routes)))
    at       = each.value.address
    label    = "takes whatever is asked for"
  }

  evidence {
    at    = let.apis[0].address
    label = "has nothing else behind it"
  }

  why = <<-EOT
    A whole framework in one function has one size, one timeout, one role and one line on the bill. The report that
    needs 3 GB sets the price of the health check, the route that may delete gives that right to all of them, and no
    metric says which route it was that cost 60 % of the month. The package grows with every route, and so does each
    cold start.

    This is disputed. One function stays warm where twenty would be cold, is one thing to deploy and to test, and a
    small service with a few routes alike is well served by it; AWS itself describes both. So it is a note as long as
    the function is small, and a warning from 1,024 MB on, where the routes that need less pay for it. Ignore this rule
    where the routes are alike in what they need, or where this is a step on the way out of another platform.
  EOT

  help = "give the routes that need the most memory, time or rights a function and a route of their own; leave the rest together"

  sources = [
    "https://aws.amazon.com/blogs/compute/comparing-design-approaches-for-building-serverless-microservices/",
    "https://docs.aws.amazon.com/lambda/latest/operatorguide/function-design.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-set-up-simple-proxy.html",
  ]
}
