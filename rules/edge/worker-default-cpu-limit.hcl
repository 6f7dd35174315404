rule "worker-default-cpu-limit" {
  title     = "Worker that may use as much CPU as the platform allows"
  severity  = "warning"
  concern   = "cost"
  resources = ["cloudflare_workers_script", "cloudflare_worker_version"]

  # Without a main part there is no code, only files; and before version 5 of the provider there is no `limits`.
  when = (
    (self.main_module != null || self.body_part != null) &&
    unset(one(self.limits[*].cpu_ms)) &&
    self.usage_model != "bundled"
  )
  at      = "limits.cpu_ms"
  message = "`${title()}` sets no CPU limit, so one request may be billed for 30 seconds of CPU"
  label   = "30,000 ms on a paid plan, because nobody chose"

  why = <<-EOT
    A Worker is billed for the CPU that it uses, and the limit is what stands between a loop and the bill. On a paid
    plan it is 30 seconds, a thousand times what a busy Worker needs: an expression that backtracks, a response that is
    parsed twice or a redirect to itself can use all of it, for as many requests as come. With a limit of its own such a
    request ends in an error that somebody sees, instead of in an amount that somebody is sent.

    Any value that was written passes, 30,000 too. Ignore this rule for an account on the free plan, which stops every
    request at 10 ms of CPU.
  EOT

  help = "set `limits = { cpu_ms = 50 }`; most Workers need less than 20 ms"

  impact {
    kind    = "exposes"
    monthly = coalesce(flow("requests"), 0) * 24 / 730 * 30000 * price("cloudflare/workers/cpu")
    assumes = "one day on which every request runs into the 30 seconds"
  }

  sources = [
    "https://developers.cloudflare.com/workers/platform/limits/",
    "https://developers.cloudflare.com/workers/platform/pricing/",
    "https://developers.cloudflare.com/changelog/2025-03-25-higher-cpu-limits/",
  ]
}
