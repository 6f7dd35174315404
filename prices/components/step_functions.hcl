# Standard workflows pay for each state they enter, express ones for requests, time and memory.

priced "aws_sfn_state_machine" {
  service = "Step Functions"
  sources = ["https://aws.amazon.com/step-functions/pricing/"]

  let {
    express = upper(default(self.type, "STANDARD")) == "EXPRESS"
  }

  usage "monthly_transitions" {
    unit  = "transitions"
    title = "state transitions of a standard workflow, retries among them"
  }

  usage "monthly_executions" {
    unit  = "executions"
    title = "executions of a standard workflow, where the number of transitions is not known"
    flow  = "messages"
  }

  usage "transitions_per_execution" {
    unit    = "transitions"
    title   = "state transitions of one execution"
    low     = 3
    typical = 8
    high    = 25
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "executions of an express workflow"
    flow  = "messages"
  }

  usage "workflow_duration_ms" {
    unit    = "ms"
    title   = "how long an express workflow runs"
    low     = 100
    typical = 500
    high    = 5000
  }

  usage "memory_mb" {
    unit    = "MB"
    title   = "memory of an execution"
    low     = 64
    typical = 64
    high    = 128
  }

  component "transitions" {
    sku      = "aws/stepfunctions/standard.transitions"
    unit     = "transitions"
    quantity = known(usage.monthly_transitions, usage.monthly_executions * usage.transitions_per_execution)
    when     = !let.express
  }

  component "requests" {
    sku      = "aws/stepfunctions/express.requests"
    unit     = "requests"
    quantity = usage.monthly_requests
    when     = let.express
  }

  # Time is rounded up to 100 ms, memory to 64 MB: a sixteenth of a GB.
  component "duration" {
    sku      = "aws/stepfunctions/express.duration"
    unit     = "GB-hours"
    quantity = usage.monthly_requests * ceil(usage.workflow_duration_ms / 100) / 36000 * max(1, ceil(usage.memory_mb / 64)) / 16
    when     = let.express
  }
}

free "aws_sfn_activity" {}
free "aws_sfn_alias" {}
