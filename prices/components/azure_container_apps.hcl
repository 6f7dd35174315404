priced "azurerm_container_app" {
  service = "Container Apps"
  sources = ["https://azure.microsoft.com/pricing/details/container-apps/"]

  let {
    template   = self.template[0]
    containers = default(self.template[0].container, [])
    by_use     = unset(self.workload_profile_name) || self.workload_profile_name == "Consumption"
    cpu        = sum(concat([0], [for c in let.containers : tonumber(c.cpu)]))
    memory     = sum(concat([0], [for c in let.containers : tonumber(trimsuffix(c.memory, "Gi"))]))
    minimum    = default(let.template.min_replicas, 0)
    busy       = usage.monthly_requests * usage.average_request_duration_ms / 1000 / usage.concurrent_requests_per_replica
    warm       = let.minimum * month.seconds
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "requests"
    flow  = "requests"
  }
  usage "average_request_duration_ms" {
    unit    = "ms"
    title   = "time a request takes"
    low     = 50
    typical = 200
    high    = 1000
  }
  usage "concurrent_requests_per_replica" {
    unit    = "requests"
    title   = "requests a replica really answers at the same time"
    low     = 10
    typical = 4
    high    = 1
  }

  component "idle_minimum_cpu" {
    sku      = "azure/container_apps/vcpu.idle"
    unit     = "vCPU-seconds"
    when     = let.by_use && let.minimum > 0
    quantity = let.minimum * let.cpu * month.seconds
    note     = "the idle price; a replica that keeps working between requests pays eight times this"
  }
  component "minimum_memory" {
    sku      = "azure/container_apps/memory"
    unit     = "GiB-seconds"
    when     = let.by_use && let.minimum > 0
    quantity = let.minimum * let.memory * month.seconds
  }
  component "requests" {
    sku      = "azure/container_apps/requests"
    unit     = "requests"
    when     = let.by_use && !unset(self.ingress[0])
    quantity = usage.monthly_requests
    note     = "the first 2 million a month of a subscription are free"
  }
  component "cpu" {
    sku      = "azure/container_apps/vcpu.active"
    unit     = "vCPU-seconds"
    when     = let.by_use
    quantity = max(0, let.busy - let.warm) * let.cpu
  }
  component "memory" {
    sku      = "azure/container_apps/memory"
    unit     = "GiB-seconds"
    when     = let.by_use
    quantity = max(0, let.busy - let.warm) * let.memory
  }
  component "busy_minimum_cpu" {
    sku      = "azure/container_apps/vcpu.active"
    unit     = "vCPU-seconds"
    when     = let.by_use && let.minimum > 0
    quantity = min(let.busy, let.warm) * let.cpu
    factor   = 1 - price("azure/container_apps/vcpu.idle") / price("azure/container_apps/vcpu.active")
    note     = "what busy time costs beyond the idle price"
  }
}

priced "azurerm_container_app_environment" {
  service = "Container Apps"
  sources = ["https://azure.microsoft.com/pricing/details/container-apps/"]

  let {
    dedicated = [for p in default(self.workload_profile, []) : p if !startswith(p.workload_profile_type, "Consumption")]
  }

  component "management" {
    sku      = "azure/container_apps/dedicated.management"
    unit     = "hours"
    when     = length(let.dedicated) > 0
    quantity = month.hours
  }
  component "dedicated_nodes" {
    sku      = "azure/container_apps/dedicated.nodes"
    unit     = "hours"
    when     = length(let.dedicated) > 0
    quantity = month.hours * sum(concat([0], [for p in let.dedicated : default(p.minimum_count, 0)]))
  }
}
