rule "platform-default-timeout" {
  title    = "Service or function that runs as long as the platform likes"
  severity = "warning"
  concern  = "reliability"

  # Five minutes are sane for many a service, so on Cloud Run it is a note. The image that everybody begins with is no
  # service yet; what is called from inside, and what computes on a GPU, is mostly a job that may take its time.
  case {
    resources = ["google_cloud_run_v2_service"]
    severity  = "note"
    let {
      images   = [for it in flatten(self.template[*].containers[*].image) : it if known(it)]
      is_hello = anytrue([
        for it in let.images : length(regexall("cloudrun/(container/)?(hello|job)", coalesce(it, "-"))) > 0
      ])
      limits   = flatten(self.template[*].containers[*].resources[*].limits)
      gpus = concat(
        flatten(self.template[*].node_selector[*].accelerator),
        [for it in let.limits : it if it != null && contains(keys(coalesce(it, {})), "nvidia.com/gpu")],
      )
      on_gpu = known(length(let.gpus)) && length(let.gpus) > 0
    }
    when      = unchosen(one(self.template[*].timeout), "300s") && !let.is_hello
    strict    = coalesce(self.ingress, "INGRESS_TRAFFIC_ALL") != "INGRESS_TRAFFIC_ALL" || let.on_gpu
    at        = "template.timeout"
    message   = "`${title()}` sets no request timeout, so Cloud Run answers 504 after 300 seconds"
    label     = "300 seconds, because nobody chose"
    help      = "set `template.timeout`, such as \"30s\", a little above the slowest useful request"
  }

  case {
    resources = ["google_cloud_run_service"]
    severity  = "note"
    let {
      images   = [for it in flatten(self.template[*].spec[*].containers[*].image) : it if known(it)]
      is_hello = anytrue([
        for it in let.images : length(regexall("cloudrun/(container/)?(hello|job)", coalesce(it, "-"))) > 0
      ])
      said     = one(self.metadata[*].annotations)
      ingress  = known(let.said) ? try(coalesce(let.said["run.googleapis.com/ingress"], "all"), "all") : "all"
      selector = flatten(self.template[*].spec[*].node_selector)
      on_gpu   = known(let.selector) && length([for it in let.selector : it if it != null]) > 0
    }
    when      = unchosen(one(flatten(self.template[*].spec[*].timeout_seconds)), 300) && !let.is_hello
    strict    = startswith(let.ingress, "internal") || let.on_gpu
    at        = "template.spec.timeout_seconds"
    message   = "`${title()}` sets no request timeout, so Cloud Run answers 504 after 300 seconds"
    label     = "300 seconds, because nobody chose"
    help      = "set `template.spec.timeout_seconds`, such as 30, a little above the slowest useful request"
  }

  case {
    resources = ["google_cloudfunctions2_function"]
    # Without a place and a build it cannot be made.
    when = (
      unchosen(one(self.service_config[*].timeout_seconds), 60) && has_block("build_config") && says("location")
    )
    at        = "service_config.timeout_seconds"
    message   = "`${title()}` sets no timeout, so Cloud Functions gives up on it after 60 seconds"
    label     = "60 seconds, because nobody chose"
    help      = "set `service_config.timeout_seconds` a little above the slowest run that is still of use"
  }

  case {
    resources = ["google_cloudfunctions_function"]
    when      = unchosen(self.timeout, 60)
    at        = "timeout"
    message   = "`${title()}` sets no timeout, so Cloud Functions stops it after 60 seconds"
    label     = "60 seconds, because nobody chose"
    help      = "set `timeout` a little above the slowest run that is still of use"
  }

  why = <<-EOT
    A platform's default timeout fits nobody in particular. On Cloud Run a request that hangs holds its place in an
    instance for 5 minutes, is billed for them, and the instance works on after the caller has had its 504; a minute of
    Cloud Functions is too short for one job and too long for another, and what is cut off may be delivered once more.

    Any value that somebody wrote passes, the default too: the point is that it was chosen. Ignore this rule for a
    service where 5 minutes are meant, or write them down once.
  EOT

  sources = [
    "https://cloud.google.com/run/docs/configuring/request-timeout",
    "https://cloud.google.com/functions/docs/configuring/timeout",
    "https://cloud.google.com/functions/1stgendocs/configuring/timeout",
  ]
}
