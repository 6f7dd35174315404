priced "aws_ecs_service" {
  service = "Fargate"
  sources = [
    "https://aws.amazon.com/fargate/pricing/",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
  ]

  let {
    task     = try(refs("aws_ecs_task_definition", "task_definition")[0], null)
    platform = let.task.runtime_platform[0]
    windows  = startswith(default(let.platform.operating_system_family, "LINUX"), "WINDOWS")
    chip     = default(let.platform.cpu_architecture, "X86_64") == "ARM64" ? "arm64" : "x86"
    kind     = let.windows ? "windows" : let.chip

    # "1024" and "1 vCPU" are the same, as are "2048" and "2 GB".
    cpu_text    = lower(tostring(let.task.cpu))
    memory_text = lower(tostring(let.task.memory))
    cpu_size    = tonumber(trimspace(replace(let.cpu_text, "vcpu", "")))
    memory_size = tonumber(trimspace(replace(let.memory_text, "gb", "")))
    vcpu        = endswith(let.cpu_text, "vcpu") ? let.cpu_size : let.cpu_size / 1024
    gb          = endswith(let.memory_text, "gb") ? let.memory_size : let.memory_size / 1024
    extra_gb    = max(0, default(let.task.ephemeral_storage[0].size_in_gib, 20) - 20)

    # Without a launch type and a strategy the cluster's default decides; Fargate is then known by what the task asks for.
    strategy = default(self.capacity_provider_strategy, [])
    bare     = unset(self.launch_type) && length(let.strategy) == 0
    wants    = contains(default(let.task.requires_compatibilities, []), "FARGATE")
    cluster  = let.bare && let.wants && length(refs("aws_ecs_task_definition", "task_definition")) > 0

    demand    = [for p in let.strategy : p if p.capacity_provider == "FARGATE"]
    spot      = [for p in let.strategy : p if p.capacity_provider == "FARGATE_SPOT"]
    simple    = !unset(self.launch_type) && self.launch_type == "FARGATE"
    by_demand = let.simple || length(let.demand) > 0
    by_spot   = length(let.spot) > 0
    fargate   = let.by_demand || let.by_spot

    # First the base, then the rest by weight.
    demand_base   = sum(concat([0], [for p in let.demand : default(p.base, 0)]))
    spot_base     = sum(concat([0], [for p in let.spot : default(p.base, 0)]))
    demand_weight = sum(concat([0], [for p in let.demand : default(p.weight, 0)]))
    weights       = let.demand_weight + sum(concat([0], [for p in let.spot : default(p.weight, 0)]))
    weighted      = let.weights > 0 ? let.demand_weight / let.weights : (let.by_spot ? 0 : 1)
    share         = let.by_spot ? let.weighted : 1

    # An autoscaling target sets the least and the most; without one the number of tasks is what is written, 0 by default.
    target  = [for t in referrers("aws_appautoscaling_target") : t if default(t.service_namespace, "ecs") == "ecs"]
    scaled  = length(let.target) > 0
    written = default(self.desired_count, 0)
    least   = let.scaled ? let.target[0].min_capacity : let.written
    most    = let.scaled ? let.target[0].max_capacity : let.written
    usual   = min(max(let.written, let.least), let.most)
    grows   = let.scaled && let.most > let.least

    demand_least = min(let.least, let.demand_base) + max(0, let.least - let.demand_base - let.spot_base) * let.share
    spot_least   = let.least - let.demand_least
    tasks        = max(usage.tasks, let.least)
    demand_tasks = min(let.tasks, let.demand_base) + max(0, let.tasks - let.demand_base - let.spot_base) * let.share
    demand_more  = let.demand_tasks - let.demand_least
    spot_more    = let.tasks - let.demand_tasks - let.spot_least
    public       = default(self.network_configuration[0].assign_public_ip, false)
  }

  usage "tasks" {
    unit    = "tasks"
    title   = "tasks that run, on average"
    low     = let.least
    typical = let.usual
    high    = let.most
  }

  component "vcpu" {
    sku      = "aws/fargate/vcpu.${let.kind}"
    unit     = "vCPU-hours"
    quantity = let.demand_least * let.vcpu * month.hours
    when     = let.by_demand
  }

  component "memory" {
    sku      = "aws/fargate/memory.${let.kind}"
    unit     = "GB-hours"
    quantity = let.demand_least * let.gb * month.hours
    when     = let.by_demand
  }

  component "more_vcpu" {
    sku      = "aws/fargate/vcpu.${let.kind}"
    unit     = "vCPU-hours"
    quantity = let.demand_more * let.vcpu * month.hours
    when     = let.by_demand && let.grows
    note     = "tasks above the least that autoscaling keeps"
  }

  component "more_memory" {
    sku      = "aws/fargate/memory.${let.kind}"
    unit     = "GB-hours"
    quantity = let.demand_more * let.gb * month.hours
    when     = let.by_demand && let.grows
    note     = "tasks above the least that autoscaling keeps"
  }

  component "spot_vcpu" {
    sku      = "aws/fargate/vcpu.${let.kind}"
    unit     = "vCPU-hours"
    quantity = let.spot_least * let.vcpu * month.hours
    when     = let.by_spot
    factor   = 1 - price("aws/fargate/spot_discount")
    note     = "at the largest discount; the market sets it"
  }

  component "spot_memory" {
    sku      = "aws/fargate/memory.${let.kind}"
    unit     = "GB-hours"
    quantity = let.spot_least * let.gb * month.hours
    when     = let.by_spot
    factor   = 1 - price("aws/fargate/spot_discount")
    note     = "at the largest discount; the market sets it"
  }

  component "more_spot_vcpu" {
    sku      = "aws/fargate/vcpu.${let.kind}"
    unit     = "vCPU-hours"
    quantity = let.spot_more * let.vcpu * month.hours
    when     = let.by_spot && let.grows
    factor   = 1 - price("aws/fargate/spot_discount")
    note     = "at the largest discount; the market sets it"
  }

  component "more_spot_memory" {
    sku      = "aws/fargate/memory.${let.kind}"
    unit     = "GB-hours"
    quantity = let.spot_more * let.gb * month.hours
    when     = let.by_spot && let.grows
    factor   = 1 - price("aws/fargate/spot_discount")
    note     = "at the largest discount; the market sets it"
  }

  component "storage" {
    sku      = "aws/fargate/ephemeral_storage"
    unit     = "GB-hours"
    quantity = let.least * let.extra_gb * month.hours
    when     = let.fargate && let.extra_gb > 0
    note     = "beyond 20 GiB a task"
  }

  component "more_storage" {
    sku      = "aws/fargate/ephemeral_storage"
    unit     = "GB-hours"
    quantity = (let.tasks - let.least) * let.extra_gb * month.hours
    when     = let.fargate && let.extra_gb > 0 && let.grows
    note     = "beyond 20 GiB a task"
  }

  component "public_ipv4" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = let.least * month.hours
    when     = let.fargate && let.public
  }

  component "more_public_ipv4" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = (let.tasks - let.least) * month.hours
    when     = let.fargate && let.public && let.grows
  }

  component "windows_license" {
    sku      = "aws/fargate/windows_license"
    unit     = "vCPU-hours"
    quantity = let.least * let.vcpu * month.hours
    when     = let.fargate && let.windows
  }

  # Fargate or Fargate Spot: the cluster's default capacity provider strategy says which.
  component "by_cluster_default" {
    sku      = "aws/fargate/vcpu.by_cluster_default"
    unit     = "vCPU-hours"
    quantity = let.least * let.vcpu * month.hours
    when     = let.cluster
    note     = "the cluster's default strategy decides between Fargate and Fargate Spot"
  }
}

free "aws_ecs_task_definition" {
  billed_in = "aws_ecs_service"
}

free "aws_appautoscaling_policy" {}
free "aws_appautoscaling_scheduled_action" {}
free "aws_appautoscaling_target" {}
free "aws_ecs_account_setting_default" {}
free "aws_ecs_capacity_provider" {}
free "aws_ecs_cluster" {}
free "aws_ecs_cluster_capacity_providers" {}
free "aws_ecs_tag" {}
