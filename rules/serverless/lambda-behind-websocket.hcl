rule "lambda-behind-websocket" {
  title      = "WebSocket API that calls a Lambda function for every message"
  severity   = "note"
  confidence = "medium"
  concern    = "cost"

  let {
    integrations = referrers("aws_apigatewayv2_integration", "api_id")
    functions = {
      for it in flatten([
        for i in let.integrations : concat(
          refs_of(i, "aws_lambda_function", "integration_uri"),
          flatten([
            for alias in refs_of(i, "aws_lambda_alias", "integration_uri") : refs_of(alias, "aws_lambda_function")
          ]),
        )
      ]) : it.address => it...
    }
    names = [for it in values(let.functions) : title(it[0])]

    # What API Gateway takes, and not what the functions do, which has to be done elsewhere too. Without declared
    # minutes of connections, the messages are what is certain.
    messages = flow("requests")
    minutes  = known(usage("monthly_connection_mins")) ? coalesce(usage("monthly_connection_mins"), 0) : 0
    now = (
      let.messages * price("aws/apigateway/websocket.messages") +
      let.minutes * price("aws/apigateway/websocket.connection_minutes")
    )

    # What holds the connections instead: tasks that pass 500 messages a second on, two at least, and a load balancer.
    tasks = max(2, ceil(let.messages / 2628000 / 500))
    other = 730 * (
      let.tasks * (0.5 * price("aws/fargate/vcpu.x86") + price("aws/fargate/memory.x86")) +
      price("aws/elb/alb.hour") + 2 * price("aws/vpc/public_ipv4")
    )
    dearer = let.now > let.other
  }

  case {
    resources = ["aws_apigatewayv2_api"]
    # Where nobody said how much arrives, it may be little.
    strict    = !(traffic_declared() && known(let.dearer) && let.dearer)
    severity  = traffic_declared() && known(let.dearer) && let.dearer ? "warning" : "note"
    when      = self.protocol_type == "WEBSOCKET" && length(let.functions) > 0
    at        = "protocol_type"
    message   = "`${title()}` holds WebSockets in API Gateway and calls ${length(let.names) == 1 ? "`${let.names[0]}`" : plural(length(let.names), "function")} for messages"
    label     = "billed for each message and each minute of a connection"
  }

  evidence {
    for_each = slice(values(let.functions), 0, min(3, length(let.functions)))
    at       = each.value[0].address
    label    = "starts for every message, and holds nothing between two"
  }

  impact {
    kind    = "wastes"
    monthly = let.messages == null ? null : max(0, let.now - let.other)
    assumes = "against ${let.tasks} Fargate tasks of half a vCPU and 1 GB that pass on 500 messages a second each, and a load balancer"
  }

  why = <<-EOT
    A connection that is open all day is what a function cannot hold, so API Gateway holds it and starts a function for
    each message. Messages are billed in steps of 32 KB, both ways ($1 a million), each minute of each connection too
    ($0.25 a million: 10,000 connections that stay open are $109.50 a month before the first word), and each call of
    the function. A connection that is silent for 10 minutes is closed, and every one after two hours. What a server
    keeps in memory, who is connected and to which room, is a table that is read and written for every message.

    With few users, or connections that are short, that is still the cheapest way there is, and then this is a note.
    With declared traffic at which the other way is cheaper, it is a warning. Ignore this rule where scaling to nothing
    overnight is worth more than the price of a message.
  EOT

  help = "move the connections to a service that holds them (ECS behind a load balancer, AppSync Events, IoT Core), and keep functions for the work behind"

  sources = [
    "https://aws.amazon.com/api-gateway/pricing/",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-overview.html",
    "https://aws.amazon.com/fargate/pricing/",
  ]
}
