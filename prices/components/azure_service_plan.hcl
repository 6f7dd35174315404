priced "azurerm_service_plan" {
  service = "App Service"
  sources = ["https://azure.microsoft.com/pricing/details/functions/", "https://azure.microsoft.com/pricing/details/app-service/linux/"]

  let {
    size    = self.sku_name
    workers = max(1, default(self.worker_count, 1))
    premium = startswith(let.size, "EP")
    by_use  = contains(["Y1", "FC1", "F1", "D1", "SHARED"], upper(let.size))
    cores   = lookup({ "EP1" = 1, "EP2" = 2, "EP3" = 4 }, let.size, 0)
    system  = lower(self.os_type)
  }

  component "premium_cpu" {
    sku      = "azure/functions/premium.vcpu"
    unit     = "vCPU-months"
    when     = let.premium
    quantity = let.cores * let.workers
  }
  component "premium_memory" {
    sku      = "azure/functions/premium.memory"
    unit     = "GB-months"
    when     = let.premium
    quantity = let.cores * 3.5 * let.workers
  }
  component "workers" {
    sku      = "azure/app_service/${let.size}.${let.system}"
    unit     = "hours"
    when     = !let.premium && !let.by_use
    quantity = let.workers * month.hours
  }
}

priced "azurerm_app_service_plan" {
  service = "App Service"
  sources = ["https://azure.microsoft.com/pricing/details/functions/", "https://azure.microsoft.com/pricing/details/app-service/linux/"]

  let {
    size    = self.sku[0].size
    workers = max(1, default(self.sku[0].capacity, 1))
    premium = startswith(let.size, "EP")
    by_use  = contains(["Y1", "FC1", "F1", "D1", "SHARED"], upper(let.size))
    cores   = lookup({ "EP1" = 1, "EP2" = 2, "EP3" = 4 }, let.size, 0)
    system  = lower(default(self.kind, "Windows")) == "linux" ? "linux" : "windows"
  }

  component "premium_cpu" {
    sku      = "azure/functions/premium.vcpu"
    unit     = "vCPU-months"
    when     = let.premium
    quantity = let.cores * let.workers
  }
  component "premium_memory" {
    sku      = "azure/functions/premium.memory"
    unit     = "GB-months"
    when     = let.premium
    quantity = let.cores * 3.5 * let.workers
  }
  component "workers" {
    sku      = "azure/app_service/${let.size}.${let.system}"
    unit     = "hours"
    when     = !let.premium && !let.by_use
    quantity = let.workers * month.hours
  }
}

priced "azurerm_function_app_flex_consumption" {
  service = "Functions"
  sources = ["https://azure.microsoft.com/pricing/details/functions/"]

  let {
    gb    = default(self.instance_memory_in_mb, 2048) / 1024
    ready = sum(concat([0], [for r in default(self.always_ready, []) : default(r.instance_count, 0)]))
  }

  usage "monthly_executions" {
    unit  = "executions"
    title = "calls"
    flow  = "requests"
  }
  usage "execution_duration_ms" {
    unit    = "ms"
    title   = "time a call takes; an instance is billed for a second at least"
    low     = 100
    typical = 200
    high    = 1000
  }
  usage "concurrent_requests_per_instance" {
    unit    = "calls"
    title   = "calls an instance really answers in the same billed time"
    low     = 16
    typical = 4
    high    = 1
  }

  component "always_ready" {
    sku      = "azure/functions/flex.always_ready.baseline"
    unit     = "GB-seconds"
    when     = let.ready > 0
    quantity = let.ready * let.gb * month.seconds
  }
  component "executions" {
    sku      = "azure/functions/flex.executions"
    unit     = "executions"
    quantity = usage.monthly_executions
    note     = "the first 250,000 a month of a subscription are free"
  }
  component "gb_seconds" {
    sku      = "azure/functions/flex.on_demand.gb_seconds"
    unit     = "GB-seconds"
    when     = let.ready == 0
    quantity = usage.monthly_executions * max(1000, usage.execution_duration_ms) / 1000 * let.gb / usage.concurrent_requests_per_instance
    note     = "the first 100,000 a month of a subscription are free"
  }
  component "gb_seconds_ready" {
    sku      = "azure/functions/flex.always_ready.execution"
    unit     = "GB-seconds"
    when     = let.ready > 0
    quantity = usage.monthly_executions * max(1000, usage.execution_duration_ms) / 1000 * let.gb / usage.concurrent_requests_per_instance
    note     = "as if always-ready instances ran everything; others ask more"
  }
}

free "azurerm_linux_web_app" {
  billed_in = "azurerm_service_plan"
}
free "azurerm_windows_web_app" {
  billed_in = "azurerm_service_plan"
}
free "azurerm_app_service" {
  billed_in = "azurerm_app_service_plan"
}
free "azurerm_app_service_virtual_network_swift_connection" {}
