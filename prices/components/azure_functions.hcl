priced "azurerm_linux_function_app" "azurerm_windows_function_app" {
  service = "Functions"
  sources = ["https://azure.microsoft.com/pricing/details/functions/"]

  let {
    plan   = one(concat(refs("azurerm_service_plan"), refs("azurerm_app_service_plan")))
    by_use = unset(let.plan) ? self.service_plan_id == "Y1" : default(let.plan.sku_name, let.plan.sku[0].size) == "Y1"
  }

  usage "monthly_executions" {
    unit  = "executions"
    title = "calls"
    flow  = "requests"
  }
  usage "execution_duration_ms" {
    unit    = "ms"
    title   = "time a call takes"
    low     = 100
    typical = 200
    high    = 1000
  }
  usage "memory_mb" {
    unit    = "MB"
    title   = "memory a call uses, which nothing sets on this plan"
    low     = 128
    typical = 256
    high    = 512
  }

  component "executions" {
    sku      = "azure/functions/consumption.executions"
    unit     = "executions"
    when     = let.by_use
    quantity = usage.monthly_executions
    note     = "the first million a month of a subscription is free"
  }
  component "gb_seconds" {
    # Time is billed from 100 ms on, memory in steps of 128 MB.
    sku      = "azure/functions/consumption.gb_seconds"
    unit     = "GB-seconds"
    when     = let.by_use
    quantity = usage.monthly_executions * max(100, usage.execution_duration_ms) / 1000 * ceil(usage.memory_mb / 128) / 8
    note     = "the first 400,000 a month of a subscription are free"
  }
}

priced "azurerm_function_app" {
  service = "Functions"
  sources = ["https://azure.microsoft.com/pricing/details/functions/"]

  let {
    plan   = one(concat(refs("azurerm_service_plan"), refs("azurerm_app_service_plan")))
    by_use = unset(let.plan) ? self.app_service_plan_id == "Y1" : default(let.plan.sku_name, let.plan.sku[0].size) == "Y1"
  }

  usage "monthly_executions" {
    unit  = "executions"
    title = "calls"
    flow  = "requests"
  }
  usage "execution_duration_ms" {
    unit    = "ms"
    title   = "time a call takes"
    low     = 100
    typical = 200
    high    = 1000
  }
  usage "memory_mb" {
    unit    = "MB"
    title   = "memory a call uses, which nothing sets on this plan"
    low     = 128
    typical = 256
    high    = 512
  }

  component "executions" {
    sku      = "azure/functions/consumption.executions"
    unit     = "executions"
    when     = let.by_use
    quantity = usage.monthly_executions
    note     = "the first million a month of a subscription is free"
  }
  component "gb_seconds" {
    # Time is billed from 100 ms on, memory in steps of 128 MB.
    sku      = "azure/functions/consumption.gb_seconds"
    unit     = "GB-seconds"
    when     = let.by_use
    quantity = usage.monthly_executions * max(100, usage.execution_duration_ms) / 1000 * ceil(usage.memory_mb / 128) / 8
    note     = "the first 400,000 a month of a subscription are free"
  }
}

free "azurerm_function_app_function" {}
