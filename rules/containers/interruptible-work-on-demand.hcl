rule "interruptible-work-on-demand" {
  title    = "Work that may be interrupted, at the price of work that may not"
  severity = "note"
  concern  = "cost"

  let {
    stage     = stage()
    rehearsal = let.stage == "dev" || let.stage == "test"
  }

  # Batch tries again what was interrupted. Where a queue has Spot as well, somebody has thought of it.
  case {
    strict    = true
    resources = ["aws_batch_compute_environment"]
    let {
      type   = one(self.compute_resources[*].type)
      queues = referrers("aws_batch_job_queue")
      types  = [for it in all("aws_batch_compute_environment") : coalesce(one(it.compute_resources[*].type), "-")]
      spot   = [for it in let.types : it if endswith(it, "SPOT")]
      sizes  = coalesce(self.compute_resources[0].instance_type, [])
      gpu    = [for it in let.sizes : it if length(regexall("^(g|p|inf|trn)[0-9]", it)) > 0]
      what   = let.type == "EC2" ? "on-demand instances" : "Fargate at full price"
      better = let.type == "EC2" ? "SPOT" : "FARGATE_SPOT"
    }
    when = (
      coalesce(self.type, "MANAGED") == "MANAGED" && let.type != null && contains(["EC2", "FARGATE"], let.type) &&
      length(let.spot) == 0 && length(let.gpu) == 0
    )
    at      = "compute_resources.type"
    message = "`${title()}` runs its jobs on ${let.what}, and no environment here has Spot"
    label   = "Spot costs 60 to 70 % less"
    help    = "add an environment of type `${let.better}`, put it first in the queue, and set a `retry_strategy`"

    evidence {
      for_each = slice(let.queues, 0, min(2, length(let.queues)))
      at       = each.value.address
      label    = "its jobs wait anyway"
    }
  }

  case {
    resources = ["aws_ecs_service"]
    let {
      systems = [for it in refs("aws_ecs_task_definition") : one(it.runtime_platform[*].operating_system_family)]
      windows = [for it in let.systems : it if startswith(coalesce(it, "-"), "WINDOWS")]
    }
    when = (
      let.rehearsal && self.launch_type == "FARGATE" && self.capacity_provider_strategy == null &&
      coalesce(self.desired_count, 0) > 0 && length(let.windows) == 0
    )
    at      = "launch_type"
    message = "`${title()}` runs in ${let.stage} on Fargate at full price"
    label   = "Fargate Spot costs up to 70 % less"
    help    = "leave `launch_type` out and set a `capacity_provider_strategy` of FARGATE_SPOT"

    impact {
      kind = "wastes"
      repriced = {
        launch_type                = null
        capacity_provider_strategy = [{ capacity_provider = "FARGATE_SPOT", weight = 1, base = null }]
      }
      assumes = "Fargate Spot at its largest discount"
    }
  }

  case {
    resources = ["aws_eks_node_group"]
    let {
      type  = length(coalesce(self.instance_types, [])) > 0 ? self.instance_types[0] : "t3.medium"
      nodes = max(self.scaling_config[0].min_size, self.scaling_config[0].desired_size)
    }
    when    = let.rehearsal && unchosen(self.capacity_type, "ON_DEMAND")
    at      = "capacity_type"
    message = "the nodes of `${title()}` run in ${let.stage} at the price on demand"
    label   = "on demand, because nobody chose"
    help    = "set `capacity_type = \"SPOT\"` and several `instance_types` of one size"

    impact {
      kind    = "wastes"
      monthly = 0.6 * 730 * let.nodes * price("aws/ec2/instance.${let.type}")
      assumes = "Spot at 60 % below; the market sets it"
    }
  }

  case {
    resources = ["google_container_node_pool"]
    when = (
      let.rehearsal && has_block("node_config") &&
      unchosen(one(self.node_config[*].spot), false) && unchosen(one(self.node_config[*].preemptible), false)
    )
    at      = "node_config.spot"
    message = "the nodes of `${title()}` run in ${let.stage} at the price on demand"
    label   = "on demand, because nobody chose"
    help    = "set `spot = true` in `node_config`"

    impact {
      kind    = "wastes"
      monthly = 0.5 * monthly()
      assumes = "Spot at 60 % below, for the machines and not for their disks; the market sets it"
    }
  }

  case {
    resources = ["azurerm_kubernetes_cluster_node_pool"]
    let {
      nodes = max(coalesce(self.node_count, 1), coalesce(self.min_count, 1))
    }
    when    = let.rehearsal && unset(self.priority) && coalesce(self.mode, "User") == "User"
    at      = "priority"
    message = "the nodes of `${title()}` run in ${let.stage} at the price on demand"
    label   = "on demand, because nobody chose"
    help    = "set `priority = \"Spot\"`, and let the pods tolerate the taint that such nodes have"

    impact {
      kind    = "wastes"
      monthly = 0.6 * 730 * let.nodes * price("azure/vm/${self.vm_size}")
      assumes = "Spot at 60 % below; the market sets it"
    }
  }

  why = <<-EOT
    Clouds sell what they have left over at 60 to 70 % less, with notice of half a minute to two minutes before they
    take it back. For what is started again by itself, such as a job in a queue or a service in development, that
    notice is all the harm there is.

    It is a matter of taste how much interruption developers stand. Ignore this rule for a database or another single
    thing with state in the cluster, for jobs of many hours without checkpoints, and where savings plans cover the
    hours already. `capacity_type = "ON_DEMAND"` written down passes.
  EOT

  sources = [
    "https://docs.aws.amazon.com/batch/latest/userguide/bestpractices.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
    "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html",
    "https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms",
    "https://learn.microsoft.com/azure/aks/spot-node-pool",
  ]
}
