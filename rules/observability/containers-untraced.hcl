rule "containers-untraced" {
  title     = "Containers where the trace of a function ends"
  severity  = "note"
  concern   = "reliability"
  resources = ["aws_ecs_task_definition"]

  # The path: a function's environment names the balancer in front of the service that runs these containers, or the
  # name under which they are found. What traces them says so in an image, a variable or a command.
  let {
    services = referrers("aws_ecs_service")
    groups   = flatten([for it in let.services : refs_of(it, "aws_lb_target_group")])
    listeners = flatten([
      for it in let.groups : concat(referrers_of(it, "aws_lb_listener"), referrers_of(it, "aws_lb_listener_rule"))
    ])
    rules = flatten([for it in let.listeners : refs_of(it, "aws_lb_listener")])
    fronts = concat(
      flatten([for it in concat(let.listeners, let.rules) : refs_of(it, "aws_lb")]),
      flatten([for it in let.services : refs_of(it, "aws_service_discovery_service")]),
    )
    callers = flatten([for it in let.fronts : referrers_of(it, "aws_lambda_function", "environment")])
    traced  = [for it in let.callers : it if contains(it.tracing_config[*].mode, "Active")]
    known = [
      "xray", "x-ray", "otel", "opentelemetry", "adot", "datadog", "\"dd_", "newrelic", "new_relic", "dynatrace",
      "honeycomb", "jaeger", "zipkin", "tempo", "elastic_apm", "instana", "splunk", "sentry", "appdynamics", "signoz",
      "grafana",
    ]
    marks = regexall("(?i)${join("|", let.known)}", traced("container_definitions"))
  }

  case {
    severity   = "warning"
    confidence = "medium"
    when       = length(let.services) > 0 && length(let.traced) > 0 && length(let.marks) == 0
    message    = "`${let.traced[0].label}` is traced and calls `${title()}`, whose containers show nothing that goes on with the trace"
    label      = "no collector, daemon or agent"
    help       = "add the collector of OpenTelemetry (`aws-otel-collector`) as a container, and instrument the code so that it reads `traceparent` or `X-Amzn-Trace-Id`"

    evidence {
      at    = let.traced[0].tracing_config[0].mode
      label = "the trace begins here"
    }
    evidence {
      at    = let.services[0].address
      label = "runs the containers"
    }
  }

  case {
    strict     = true
    confidence = "medium"
    when       = length(let.services) > 0 && length(let.callers) > 0 && length(let.marks) == 0
    message    = "`${let.callers[0].label}` calls `${title()}`, and nothing traces either, so a request cannot be followed from one to the other"
    label      = "no collector, daemon or agent"
    help       = "trace both with OpenTelemetry: its layer in the function and its collector beside the containers"
  }

  at = "container_definitions"

  why = <<-EOT
    Where functions and containers answer one request together, its time is spent on both sides of the line, and the
    line is where traces break. Lambda writes the trace into the headers of what it calls only if the code is
    instrumented, and a container goes on with it only if something there reads the header and sends what it saw: a
    daemon, a collector or an agent beside it. Without that the trace ends at the balancer, and the slow half is dark.

    Ignore this rule where the code sends its traces over the network by itself, without a variable that says where to,
    or where the collector runs on the instances.
  EOT

  sources = [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/trace-data.html",
    "https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon-ecs.html",
    "https://www.w3.org/TR/trace-context/",
  ]
}
