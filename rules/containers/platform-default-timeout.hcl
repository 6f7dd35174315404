rule "platform-default-timeout" {
  title    = "Service or function that runs as long as the platform likes"
  concern  = "reliability"
  severity = "warning"

  case {
    resources = ["google_cloud_run_v2_service"]
    when      = unset(one(self.template[*].timeout))
    at        = "template.timeout"
    message   = "`${self.label}` sets no request timeout, so Cloud Run answers 504 after 300 seconds"
    label     = "300 seconds, because nobody chose"
    help      = "set `template.timeout`, such as \"30s\", a little above the slowest request that is still of use"
  }

  case {
    resources = ["google_cloud_run_service"]
    when      = unset(one(flatten(self.template[*].spec[*].timeout_seconds)))
    at        = "template.spec.timeout_seconds"
    message   = "`${self.label}` sets no request timeout, so Cloud Run answers 504 after 300 seconds"
    label     = "300 seconds, because nobody chose"
    help      = "set `template.spec.timeout_seconds`, such as 30, a little above the slowest request that is still of use"
  }

  case {
    resources = ["google_cloudfunctions2_function"]
    when      = unset(one(self.service_config[*].timeout_seconds))
    at        = "service_config.timeout_seconds"
    message   = "`${self.label}` sets no timeout, so Cloud Functions gives up on it after 60 seconds"
    label     = "60 seconds, because nobody chose"
    help      = "set `service_config.timeout_seconds` a little above the slowest run that is still of use"
  }

  case {
    resources = ["google_cloudfunctions_function"]
    when      = unset(self.timeout)
    at        = "timeout"
    message   = "`${self.label}` sets no timeout, so Cloud Functions stops it after 60 seconds"
    label     = "60 seconds, because nobody chose"
    help      = "set `timeout` a little above the slowest run that is still of use"
  }

  # Without a main part there is no code, only files; and before version 5 of the provider there is no `limits`.
  case {
    resources = ["cloudflare_workers_script", "cloudflare_worker_version"]
    when      = (self.main_module != null || self.body_part != null) && unset(one(self.limits[*].cpu_ms))
    at        = "limits.cpu_ms"
    message   = "`${self.label}` sets no CPU limit, so one request may be billed for 30 seconds of CPU"
    label     = "30,000 ms on a paid plan, because nobody chose"
    help      = "set `limits = { cpu_ms = 50 }`; most Workers need less than 20 ms"
  }

  why = <<-EOT
    A platform's default timeout fits nobody in particular. On Cloud Run a request that hangs holds its place in an
    instance for 5 minutes, is billed for them, and the instance works on after the caller has had its 504; a minute of
    Cloud Functions is too short for one job and too long for another. A Worker is billed for the CPU it uses, and the
    limit is what stands between a loop and the bill: 30 seconds of CPU are a thousand times what a busy Worker needs.

    Any value that somebody wrote passes, the default too: the point is that it was chosen. Ignore this rule for a
    service where 5 minutes are meant, or write them down once; for Workers on the free plan, which stop at 10 ms.
  EOT

  sources = [
    "https://cloud.google.com/run/docs/configuring/request-timeout",
    "https://cloud.google.com/functions/docs/configuring/timeout",
    "https://cloud.google.com/functions/1stgendocs/configuring/timeout",
    "https://developers.cloudflare.com/workers/platform/limits/",
    "https://developers.cloudflare.com/changelog/2025-03-25-higher-cpu-limits/",
  ]
}
