rule "cloud-run-idle-minimum" {
  title    = "Warm instances that nobody waits for"
  severity = "note"
  concern  = "cost"

  let {
    # Who hands work over and does not wait for the answer.
    callers = concat(
      referrers("google_pubsub_subscription"), referrers("google_eventarc_trigger"),
      referrers("google_cloud_scheduler_job"), referrers("google_cloud_tasks_queue"),
    )

    # What may stand between a person and the service.
    fronts = concat(
      referrers("google_compute_region_network_endpoint_group"), referrers("google_cloud_run_domain_mapping"),
      referrers("google_api_gateway_api_config"), referrers("google_firebase_hosting_version"),
      referrers("google_cloud_run_v2_service"), referrers("google_cloud_run_service"),
      referrers("google_cloudfunctions2_function"), referrers("google_cloudfunctions_function"),
    )
    members = concat(
      [for it in referrers("google_cloud_run_v2_service_iam_member") : it.member],
      [for it in referrers("google_cloud_run_service_iam_member") : it.member],
      flatten([for it in referrers("google_cloud_run_v2_service_iam_binding") : it.members]),
      flatten([for it in referrers("google_cloud_run_service_iam_binding") : it.members]),
      flatten([
        for it in concat(
          referrers("google_cloud_run_v2_service_iam_policy"), referrers("google_cloud_run_service_iam_policy"),
        ) : [for policy in refs_of(it, "google_iam_policy") : flatten(policy.binding[*].members)]
      ]),
    )
    public    = length(setintersection(toset(let.members), toset(["allUsers", "allAuthenticatedUsers"]))) > 0
    rehearsal = contains(["dev", "test", "staging"], coalesce(stage(), "prod"))
  }

  case {
    resources = ["google_cloud_run_v2_service"]
    let {
      least = max(
        coalesce(one(flatten(self.template[*].scaling[*].min_instance_count)), 0),
        coalesce(one(self.scaling[*].min_instance_count), 0),
      )
    }
    when = (
      let.least > 0 && one(self.scaling[*].scaling_mode) != "MANUAL" && self.invoker_iam_disabled != true &&
      !(let.rehearsal && let.least >= 2) &&
      length(let.callers) > 0 && length(let.fronts) == 0 && !let.public
    )
    at      = "template.scaling.min_instance_count"
    message = "`${title()}` keeps ${plural(let.least, "instance")} warm for `${title(let.callers[0])}`, which can wait"
    label   = "billed day and night"
    help    = "set `min_instance_count` to 0: what arrives from a queue or a schedule waits for the instance to start"

    evidence {
      for_each = slice(let.callers, 0, min(3, length(let.callers)))
      at       = each.value.address
      label    = "hands over, and waits for no answer"
    }
    impact {
      kind     = "wastes"
      repriced = { template = [merge(self.template[0], { scaling = [] })], scaling = [] }
      assumes  = "the same calls without warm instances"
    }
  }

  case {
    resources = ["google_cloud_run_service"]
    let {
      notes = self.template[0].metadata[0].annotations
      outer = self.metadata[0].annotations
      least = max(
        tonumber(coalesce(let.notes["autoscaling.knative.dev/minScale"], "0")),
        tonumber(coalesce(let.outer["run.googleapis.com/minScale"], "0")),
      )
    }
    when = (
      let.least > 0 && !(let.rehearsal && let.least >= 2) &&
      length(let.callers) > 0 && length(let.fronts) == 0 && !let.public
    )
    at      = "template.metadata.annotations"
    message = "`${title()}` keeps ${plural(let.least, "instance")} warm for `${title(let.callers[0])}`, which can wait"
    label   = "billed day and night"
    help    = "set the annotation `autoscaling.knative.dev/minScale` to 0: what hands work over can wait"

    evidence {
      for_each = slice(let.callers, 0, min(3, length(let.callers)))
      at       = each.value.address
      label    = "hands over, and waits for no answer"
    }
    impact {
      kind     = "wastes"
      repriced = { template = [{ spec = self.template[0].spec }], metadata = [] }
      assumes  = "the same calls without warm instances"
    }
  }

  why = <<-EOT
    A minimum of instances buys one thing: that no person waits for a start of one to three seconds. Where all calls
    come from a subscription, an event or a schedule, nobody waits; the message is delivered when the instance is there.
    One idle instance with 1 vCPU and 512 MiB costs about $10 a month, and five times as much where its CPU is always
    allocated.

    Ignore this rule for a service that works between requests, such as one that pulls from a queue itself, or whose
    start takes longer than the deadline of what calls it.
  EOT

  sources = [
    "https://cloud.google.com/run/docs/configuring/min-instances",
    "https://cloud.google.com/run/docs/configuring/billing-settings",
    "https://cloud.google.com/run/pricing",
  ]
}
