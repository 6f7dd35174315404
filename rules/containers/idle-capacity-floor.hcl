rule "idle-capacity-floor" {
  title    = "Two or more of everything in an environment that nobody uses at night"
  severity = "note"
  concern  = "cost"

  let {
    stage     = stage()
    rehearsal = let.stage == "dev" || let.stage == "test" || let.stage == "staging"
    advice    = "or stop it outside of working hours, which are a quarter of the week"
  }

  # A service whose number is scaled is judged by its scaling, below. On instances the tasks themselves cost nothing.
  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["aws_ecs_service"]
    when = (
      let.rehearsal && self.desired_count != null && self.desired_count >= 2 && self.launch_type == "FARGATE" &&
      length(referrers("aws_appautoscaling_target")) == 0 && length(referrers("aws_scheduler_schedule")) == 0
    )
    at      = "desired_count"
    message = "`${title()}` keeps ${self.desired_count} tasks running in ${let.stage}, day and night"
    label   = "in ${let.stage}, one is enough"
    help    = "set `desired_count` to 1 in ${let.stage}, ${let.advice}"

    impact {
      kind     = "wastes"
      repriced = { desired_count = 1 }
      assumes  = "one task"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["aws_appautoscaling_target"]
    let {
      services = refs("aws_ecs_service")
      tasks    = [for it in let.services : refs_of(it, "aws_ecs_task_definition")[0] if it.launch_type == "FARGATE"]
      vcpu     = sum([for it in let.tasks : tonumber(it.cpu) / 1024])
      gb       = sum([for it in let.tasks : tonumber(it.memory) / 1024])
      each     = 730 * (let.vcpu * price("aws/fargate/vcpu.x86") + let.gb * price("aws/fargate/memory.x86"))
    }
    when = (
      let.rehearsal && self.scalable_dimension == "ecs:service:DesiredCount" && self.min_capacity >= 2 &&
      length(all("aws_appautoscaling_scheduled_action")) == 0
    )
    at      = "min_capacity"
    message = "`${title()}` never goes below ${self.min_capacity} tasks in ${let.stage}"
    label   = "in ${let.stage}, one is enough, and none at night"
    help    = "set `min_capacity` to 1 in ${let.stage}, or 0 at night by an `aws_appautoscaling_scheduled_action`"

    evidence {
      for_each = let.services
      at       = each.value.address
      label    = "what it scales"
    }
    impact {
      kind    = "wastes"
      monthly = (self.min_capacity - 1) * let.each
      assumes = "one task at the least"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["aws_autoscaling_group"]
    let {
      sizes = self.desired_capacity == null ? "`min_size`" : "`min_size` and `desired_capacity`"
    }
    when = (
      let.rehearsal && self.min_size >= 2 && length(referrers("aws_autoscaling_schedule")) == 0
    )
    at      = "min_size"
    message = "`${title()}` never goes below ${self.min_size} instances in ${let.stage}"
    label   = "in ${let.stage}, one is enough, and none at night"
    help    = "set ${let.sizes} to 1 in ${let.stage}, or add an `aws_autoscaling_schedule` that sets 0 at night"

    impact {
      kind     = "wastes"
      repriced = { min_size = 1, desired_capacity = 1 }
      assumes  = "one instance at the least"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["aws_eks_node_group"]
    when = (
      let.rehearsal && self.scaling_config[0].min_size >= 2 && length(all("aws_autoscaling_schedule")) == 0
    )
    at      = "scaling_config.min_size"
    message = "`${title()}` never goes below ${self.scaling_config[0].min_size} nodes in ${let.stage}"
    label   = "in ${let.stage}, one is enough"
    help    = "set `min_size` and `desired_size` to 1 in ${let.stage}, ${let.advice}"

    impact {
      kind     = "wastes"
      repriced = { scaling_config = [merge(self.scaling_config[0], { min_size = 1, desired_size = 1 })] }
      assumes  = "one node at the least"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["azurerm_kubernetes_cluster_node_pool"]
    let {
      scales = coalesce(self.auto_scaling_enabled, self.enable_auto_scaling, false)
    }
    when    = let.rehearsal && let.scales && coalesce(self.min_count, 0) >= 2
    at      = "min_count"
    message = "`${title()}` never goes below ${self.min_count} nodes in ${let.stage}"
    label   = "in ${let.stage}, one is enough, and a user pool may have none"
    help    = "set `min_count` to 0 in ${let.stage}, or to 1 for a system pool"

    impact {
      kind     = "wastes"
      repriced = { min_count = 1, node_count = 1 }
      assumes  = "one node at the least"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["azurerm_kubernetes_cluster_node_pool"]
    let {
      scales = coalesce(self.auto_scaling_enabled, self.enable_auto_scaling, false)
    }
    when    = let.rehearsal && !let.scales && coalesce(self.node_count, 1) >= 2
    at      = "node_count"
    message = "`${title()}` has ${self.node_count} nodes in ${let.stage}, day and night"
    label   = "in ${let.stage}, one is enough, and a user pool may have none"
    help    = "let the pool scale from 0 or 1 in ${let.stage}: `auto_scaling_enabled = true` and `min_count = 0`"

    impact {
      kind     = "wastes"
      repriced = { node_count = 1 }
      assumes  = "one node"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["google_container_node_pool"]
    let {
      least = coalesce(one(self.autoscaling[*].min_node_count), 0)
    }
    when    = let.rehearsal && let.least >= 2
    at      = "autoscaling.min_node_count"
    message = "`${title()}` never goes below ${let.least} nodes a zone in ${let.stage}"
    label   = "in ${let.stage}, one is enough"
    help    = "set `min_node_count` to 0 or 1 in ${let.stage}; a regional pool has that many in each zone"

    impact {
      kind     = "wastes"
      repriced = { autoscaling = [merge(self.autoscaling[0], { min_node_count = 1 })], initial_node_count = 1 }
      assumes  = "one node a zone at the least"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["google_container_node_pool"]
    when       = let.rehearsal && !has_block("autoscaling") && coalesce(self.node_count, 1) >= 2
    at         = "node_count"
    message    = "`${title()}` has ${self.node_count} nodes a zone in ${let.stage}, day and night"
    label      = "in ${let.stage}, one is enough"
    help       = "set `node_count` to 1 in ${let.stage}, or let the pool scale from 0 with an `autoscaling` block"

    impact {
      kind     = "wastes"
      repriced = { node_count = 1 }
      assumes  = "one node a zone"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["google_cloud_run_v2_service"]
    let {
      least = coalesce(one(flatten(self.template[*].scaling[*].min_instance_count)), 0)
    }
    when    = let.rehearsal && let.least >= 2
    at      = "template.scaling.min_instance_count"
    message = "`${title()}` keeps ${let.least} instances warm in ${let.stage}"
    label   = "in ${let.stage}, none is enough"
    help    = "set `min_instance_count` to 0 in ${let.stage}: the first request of the morning may wait a second"

    impact {
      kind     = "wastes"
      repriced = { template = [merge(self.template[0], { scaling = [] })] }
      assumes  = "no instance while nobody calls"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["azurerm_container_app"]
    let {
      least = coalesce(one(self.template[*].min_replicas), 0)
    }
    when    = let.rehearsal && let.least >= 2
    at      = "template.min_replicas"
    message = "`${title()}` keeps ${let.least} replicas in ${let.stage}"
    label   = "in ${let.stage}, none is enough"
    help    = "set `min_replicas` to 0 in ${let.stage}: the first request of the morning waits for a start"

    impact {
      kind     = "wastes"
      repriced = { template = [merge(self.template[0], { min_replicas = 0 })] }
      assumes  = "no replica while nobody calls"
    }
  }

  case {
    confidence = let.stage == "staging" ? "medium" : "high"
    resources  = ["azurerm_service_plan"]
    when       = let.rehearsal && self.worker_count != null && self.worker_count >= 2
    at         = "worker_count"
    message    = "`${title()}` keeps ${self.worker_count} workers in ${let.stage}, day and night"
    label      = "in ${let.stage}, one is enough"
    help       = "set `worker_count` to 1 in ${let.stage}"

    impact {
      kind     = "wastes"
      repriced = { worker_count = 1 }
      assumes  = "one worker"
    }
  }

  why = <<-EOT
    Two of everything is for the day when one fails while customers are there. An environment for development or tests
    has no such day: when its one instance fails, somebody waits a minute. The second one is paid for all 168 hours of a
    week, of which people work 40.

    Ignore this rule where a test needs two, such as for sessions, locks or a rolling deployment, and for a staging
    environment that is measured under load. It asks only where the configuration itself says that it is not production.
  EOT

  sources = [
    "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html",
    "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html",
    "https://cloud.google.com/run/docs/configuring/min-instances",
    "https://learn.microsoft.com/azure/container-apps/scale-app",
  ]
}
