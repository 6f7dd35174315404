rule "state-machine-standard-high-rate" {
  title      = "Standard workflow for each request or record"
  severity   = "note"
  confidence = "medium"
  concern    = "cost"
  resources  = ["aws_sfn_state_machine"]

  let {
    apis  = concat(referrers("aws_apigatewayv2_integration"), referrers("aws_api_gateway_integration"))
    pipes = referrers("aws_pipes_pipe", "target")

    # What only a standard workflow can do: wait for jobs, people and days, and fan out without limit.
    text     = traced("definition")
    standard = regexall("waitForTaskToken|\\.sync|:activity:|DISTRIBUTED|SecondsPath|\"Timestamp", let.text)
    long     = regexall("\"(Seconds|TimeoutSeconds)\"\\s*:\\s*([3-9][0-9]{2}|[0-9]{4,})", let.text)
  }

  when = (
    unchosen(self.type, "STANDARD") &&
    length(let.apis) + length(let.pipes) > 0 &&
    length(let.standard) == 0 &&
    length(let.long) == 0
  )
  at      = "type"
  message = "`${title()}` is a standard workflow by default and runs once for each ${length(let.apis) > 0 ? "request" : "record"}, at $25 per million steps"
  label   = "standard, because nobody chose"

  evidence {
    at    = let.apis[0].address
    label = "starts it with each request"
  }

  evidence {
    at    = let.pipes[0].address
    label = "starts it with each record"
  }

  impact {
    kind     = "wastes"
    repriced = { type = "EXPRESS" }
    assumes  = "half a second and 64 MB an execution as an express workflow"
  }

  why = <<-EOT
    A standard workflow costs $0.025 per thousand steps, retries among them, keeps 90 days of history and may run for a
    year. An express one costs $1 per million executions and a little for time and memory, runs for 5 minutes at most
    and keeps its history in CloudWatch Logs only. For short work that starts with each request or record, of eight
    steps each, that is $200 against a few dollars per million.

    The rule speaks only where nothing in the definition needs a standard workflow (callbacks, jobs that are waited
    for, activities, distributed maps, long waits) and nobody wrote the type down. Express workflows may run a step more
    than once, so ignore the rule where a step must not be repeated; writing `type = "STANDARD"` says so.
  EOT

  help = "set `type = \"EXPRESS\"` with a `logging_configuration` if every step may be repeated; the type of a state machine cannot be changed later, so it is replaced"

  sources = [
    "https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html",
    "https://aws.amazon.com/step-functions/pricing/",
  ]
}
