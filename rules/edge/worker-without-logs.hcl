rule "worker-without-logs" {
  title    = "Worker whose logs nobody keeps"
  severity = "note"
  concern  = "reliability"
  strict   = true

  # Version 4 of the provider has neither `main_module` nor `observability`; without a main part there is no code.
  case {
    resources = ["cloudflare_workers_script"]
    when = (
      (self.main_module != null || self.body_part != null) &&
      unset(one(self.observability[*].enabled)) &&
      self.logpush != true &&
      length([for it in flatten([self.tail_consumers]) : it if it != null]) == 0
    )
    message = "`${title()}` keeps no logs, so a request that failed can be seen only by who watches at that moment"
  }

  # Here the code is in the versions.
  case {
    resources = ["cloudflare_worker"]
    when = (
      unset(one(self.observability[*].enabled)) &&
      self.logpush != true &&
      length([for it in flatten([self.tail_consumers]) : it if it != null]) == 0
    )
    message = "`${title()}` keeps no logs, so a request that failed can be seen only by who watches at that moment"
  }

  at    = "observability"
  label = "no observability, logpush or tail_consumers"

  why = <<-EOT
    What a Worker prints goes nowhere unless somebody asks for it: with `observability` Cloudflare keeps it for 3 days
    on the free plan and 7 on a paid one, Logpush sends it to a bucket or a log service, and a tail consumer hands it to
    another Worker. Without any of them there is `wrangler tail`, which shows the present and never the past, and
    neither the error that a customer reports nor the route that uses the CPU can be found afterwards.

    A paid plan has 20 million log lines a month in it, then a million cost $0.60; `head_sampling_rate` keeps a busy
    Worker below. Ignore this rule where the code itself sends its logs, or where a dashboard setting is kept on
    purpose.
  EOT

  help = "set `observability = { enabled = true }`, with a `head_sampling_rate` below 1 for a busy Worker"

  sources = [
    "https://developers.cloudflare.com/workers/observability/logs/workers-logs/",
    "https://developers.cloudflare.com/workers/observability/logs/logpush/",
    "https://developers.cloudflare.com/workers/observability/logs/tail-workers/",
  ]
}
