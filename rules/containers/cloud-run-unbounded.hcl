rule "cloud-run-unbounded" {
  title    = "Cloud Run service whose number of instances nobody limits"
  severity = "warning"
  concern  = "cost"

  let {
    anybody = ["allUsers", "allAuthenticatedUsers"]
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
    databases = concat(
      refs("google_sql_database_instance"), refs("google_alloydb_instance"), refs("google_alloydb_cluster"),
    )
    limited = let.mounted || length(let.databases) > 0
    crowds  = "may start 100 instances, which nobody chose, and each opens connections to a database"
    costs   = "answers anybody with up to 100 instances, which nobody chose: ${dollars(let.hour)} an hour"

    # One hour of the hundred instances that Cloud Run starts unless it is told otherwise.
    cpu_text    = tostring(coalesce(let.size.cpu, "1000m"))
    memory_text = tostring(coalesce(let.size.memory, "512Mi"))
    cpu         = tonumber(trimsuffix(let.cpu_text, "m")) / (endswith(let.cpu_text, "m") ? 1000 : 1)
    memory      = tonumber(regex("^[0-9.]+", let.memory_text)) / (endswith(let.memory_text, "Mi") ? 1024 : 1)
    per_vcpu    = price("google/cloud_run/request_based.cpu")
    per_gib     = price("google/cloud_run/request_based.memory")
    hour        = 100 * 3600 * (let.cpu * let.per_vcpu + let.memory * let.per_gib)
  }

  case {
    resources = ["google_cloud_run_v2_service"]
    severity  = let.open && let.limited ? "warning" : "note"
    # What is ignored here may be limited elsewhere.
    confidence = ignores("scaling") ? "medium" : "high"
    let {
      most = coalesce(
        one(flatten(self.template[*].scaling[*].max_instance_count)), one(self.scaling[*].max_instance_count), 0,
      )
      manual  = one(self.scaling[*].scaling_mode) == "MANUAL"
      mounted = length(flatten(self.template[*].volumes[*].cloud_sql_instance)) > 0
      public  = length(setintersection(toset(let.members), toset(let.anybody))) > 0 || self.invoker_iam_disabled == true
      open    = let.public && coalesce(self.ingress, "INGRESS_TRAFFIC_ALL") == "INGRESS_TRAFFIC_ALL"
      size    = try(self.template[0].containers[0].resources[0].limits, { cpu = null, memory = null })
    }
    when    = let.most == 0 && !let.manual && (let.open || let.limited)
    at      = "template.scaling.max_instance_count"
    message = "`${title()}` ${let.limited ? let.crowds : let.costs}"
    label   = "100 instances, because nobody chose"
    help    = "set `template.scaling.max_instance_count` to what database and budget stand, such as 10"

    evidence {
      for_each = let.databases
      at       = each.value.address
      label    = "takes as many connections as its size allows"
    }
    impact {
      kind    = "exposes"
      monthly = let.hour
      per     = "hour"
      assumes = "100 instances at work"
    }
  }

  case {
    severity  = let.open && let.limited ? "warning" : "note"
    resources = ["google_cloud_run_service"]
    let {
      notes   = self.template[0].metadata[0].annotations
      outer   = self.metadata[0].annotations
      most    = coalesce(let.notes["autoscaling.knative.dev/maxScale"], let.outer["run.googleapis.com/maxScale"], "0")
      mounted = let.notes == null ? false : contains(keys(let.notes), "run.googleapis.com/cloudsql-instances")
      ingress = coalesce(let.outer["run.googleapis.com/ingress"], "all")
      open    = length(setintersection(toset(let.members), toset(let.anybody))) > 0 && let.ingress == "all"
      size    = try(self.template[0].spec[0].containers[0].resources[0].limits, { cpu = null, memory = null })
    }
    when    = tonumber(let.most) == 0 && (let.open || let.limited)
    at      = "template.metadata.annotations"
    message = "`${title()}` ${let.limited ? let.crowds : let.costs}"
    label   = "100 instances, because nobody chose"
    help    = "set the annotation `autoscaling.knative.dev/maxScale` to what database and budget stand, such as 10"

    evidence {
      for_each = let.databases
      at       = each.value.address
      label    = "takes as many connections as its size allows"
    }
    impact {
      kind    = "exposes"
      monthly = let.hour
      per     = "hour"
      assumes = "100 instances at work"
    }
  }

  why = <<-EOT
    Cloud Run answers more requests with more instances, up to 100 unless somebody says a number. A crawler, a loop of
    retries or a bad day on the internet reaches that number in seconds, and all of it is billed. Behind it stands
    something that does not grow: a small Cloud SQL instance takes 25 to 100 connections, and a hundred instances with a
    pool of 5 each ask for 500. What fails then is the database, and with it every service that uses it.

    It is a warning where anybody may call and a database is behind, else a note. Where neither is true, the rule says
    nothing. A number that somebody wrote passes, the default too. Ignore this rule where a limit stands in front, such
    as Cloud Armor with a rate limit for each client.
  EOT

  sources = [
    "https://cloud.google.com/run/docs/configuring/max-instances",
    "https://cloud.google.com/run/docs/about-instance-autoscaling",
    "https://cloud.google.com/sql/docs/postgres/flags",
  ]
}
