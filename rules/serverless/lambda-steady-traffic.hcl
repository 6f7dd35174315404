rule "lambda-steady-traffic" {
  title      = "Lambda function whose traffic would cost less on Fargate"
  severity   = "warning"
  concern    = "cost"
  confidence = "medium"
  resources  = ["aws_lambda_function"]

  let {
    triggers = triggers()
    compared = break_even()
    here     = let.compared.here
    there    = let.compared.there
    millions = format("%.1f", let.compared.crossing / 1000000)
  }

  # A difference that would not pay for the move within a year is none, and what a clock starts is no steady traffic.
  when = (
    traffic_declared() &&
    length([for it in let.triggers : it if it.sync == "waits" || it.sync == "polls"]) > 0 &&
    let.compared != null &&
    let.here - let.there > 50 &&
    let.here > 1.25 * let.there
  )
  at      = "memory_size"
  message = "at the declared traffic `${title()}` costs ${dollars(let.here)} a month, and Fargate would do the same for ${dollars(let.there)}"
  label   = "cheaper on Fargate from ${let.millions} million calls a month on"

  evidence {
    for_each = slice(let.triggers, 0, min(2, length(let.triggers)))
    at       = each.value.at
    label    = "what brings the traffic"
  }

  impact {
    kind    = "wastes"
    monthly = max(0, let.here - let.there)
    assumes = "calls of ${usage("request_duration_ms")} ms, tasks of ${let.compared.vcpu} vCPU and ${let.compared.memory_gb} GB that are 60 % busy, a load balancer in place of the gateway"
  }

  why = <<-EOT
    A function is billed for every millisecond of every call, and has nothing to gain from the next call that comes a
    moment later. A task that is paid by the hour answers the calls that come while others wait. So there is a number
    of requests from which on tasks cost less, and it is different for every function: it follows from its memory, the
    time of its calls, its region and processor and from what stands in front of it, which at a dollar a million or
    more is often the larger part. There is no number that is right for all, and this rule has none.

    It speaks only with declared traffic, and where the difference is $50 a month and a quarter. Tasks are counted as
    if every call computed all the time, which is against them. What it leaves out: the work of moving, and of looking
    after images and scaling. Ignore this rule where traffic comes in bursts that a month's average does not show, or
    where nobody is there to look after a service.
  EOT

  help = "measure how long a call takes (`request_duration_ms`), and if it holds move the steady part to an ECS service on Fargate"

  sources = [
    "https://aws.amazon.com/lambda/pricing/",
    "https://aws.amazon.com/fargate/pricing/",
    "https://aws.amazon.com/api-gateway/pricing/",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
  ]
}
