rule "pod-without-requests" {
  title    = "Container that does not say how much it needs"
  severity = "note"
  concern  = "cost"
  strict   = true

  # Where only limits are said, Kubernetes takes them as the requests.
  let {
    silent = [
      for it in let.containers : it
      if length(flatten([
        for resources in it.resources[*] :
        concat(try(keys(resources.requests), []), try(keys(resources.limits), []))
      ])) == 0
    ]
    names = join(", ", [for it in let.silent : "`${coalesce(it.name, "?")}`"])
  }

  case {
    resources = [
      "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
      "kubernetes_job", "kubernetes_job_v1", "kubernetes_replication_controller",
      "kubernetes_replication_controller_v1", "kubernetes_stateful_set", "kubernetes_stateful_set_v1",
    ]
    let {
      containers = flatten(self.spec[*].template[*].spec[*].container)
    }
    when    = length(let.silent) > 0
    at      = "spec.template.spec.container"
    message = "nothing says how much CPU and memory ${let.names} in `${title()}` needs"
    label   = "the scheduler takes it for nothing"
    help    = "set `resources.requests` with `cpu` and `memory` near what the container uses, and a `memory` limit"
  }

  case {
    resources = ["kubernetes_cron_job", "kubernetes_cron_job_v1"]
    let {
      containers = flatten(self.spec[*].job_template[*].spec[*].template[*].spec[*].container)
    }
    when    = length(let.silent) > 0
    at      = "spec.job_template.spec.template.spec.container"
    message = "nothing says how much CPU and memory ${let.names} in `${title()}` needs"
    label   = "the scheduler takes it for nothing"
    help    = "set `resources.requests` with `cpu` and `memory` near what the container uses, and a `memory` limit"
  }

  case {
    resources = ["kubernetes_pod", "kubernetes_pod_v1"]
    let {
      containers = flatten(self.spec[*].container)
    }
    when    = length(let.silent) > 0
    at      = "spec.container"
    message = "nothing says how much CPU and memory ${let.names} in `${title()}` needs"
    label   = "the scheduler takes it for nothing"
    help    = "set `resources.requests` with `cpu` and `memory` near what the container uses, and a `memory` limit"
  }

  why = <<-EOT
    Requests are what the scheduler packs nodes by and what autoscalers count. A container without them fits on any
    node, so that nodes are overfull where it matters and are added by guess where it does not; when memory runs out,
    it is the first to be killed. A bill that is shared out by namespace has nothing to share by.

    Ignore this rule where a LimitRange of the namespace sets the requests.
  EOT

  sources = [
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    "https://kubernetes.io/docs/concepts/policy/limit-range/",
  ]
}
