priced "azurerm_container_registry" {
  service = "Container Registry"
  sources = ["https://azure.microsoft.com/pricing/details/container-registry/"]

  component "registry" {
    sku      = "azure/acr/${lower(self.sku)}"
    unit     = "days"
    quantity = month.days * (1 + length(default(self.georeplications, [])))
  }
}

priced "azurerm_log_analytics_workspace" {
  service = "Log Analytics"
  sources = ["https://azure.microsoft.com/pricing/details/monitor/"]

  let {
    tier = lower(default(self.sku, "PerGB2018"))
  }

  usage "monthly_log_data_ingestion_gb" {
    unit  = "GB"
    title = "logs written"
    flow  = "log_gb"
  }

  component "ingest" {
    sku      = let.tier == "pergb2018" ? "azure/log_analytics/ingest.payg" : "azure/log_analytics/ingest.${let.tier}"
    unit     = "GB"
    when     = let.tier != "free"
    quantity = usage.monthly_log_data_ingestion_gb
    note     = "the first 5 GB a month are free"
  }
}

priced "azurerm_application_insights" {
  service = "Log Analytics"
  sources = ["https://azure.microsoft.com/pricing/details/monitor/"]

  usage "monthly_data_ingested_gb" {
    unit  = "GB"
    title = "telemetry written"
    flow  = "log_gb"
  }

  component "ingest" {
    # With a workspace, it is the workspace that is billed.
    sku      = "azure/log_analytics/ingest.payg"
    unit     = "GB"
    when     = length(refs("azurerm_log_analytics_workspace")) == 0 && unset(self.workspace_id)
    quantity = usage.monthly_data_ingested_gb
    note     = "the first 5 GB a month are free"
  }
}

priced "azurerm_servicebus_namespace" {
  service = "Service Bus"
  sources = ["https://azure.microsoft.com/pricing/details/service-bus/"]

  let {
    tier = lower(self.sku)
  }

  usage "monthly_messaging_operations" {
    unit  = "operations"
    title = "messages sent, received and managed"
  }

  component "base" {
    sku      = "azure/service_bus/standard.base"
    unit     = "hours"
    when     = let.tier == "standard"
    quantity = month.hours
    note     = "asked once a subscription, and 13 million operations are in it"
  }
  component "units" {
    sku      = "azure/service_bus/premium"
    unit     = "hours"
    when     = let.tier == "premium"
    quantity = default(self.capacity, 1) * month.hours
  }
  component "operations" {
    sku      = let.tier == "basic" ? "azure/service_bus/basic" : "azure/service_bus/standard.operations"
    unit     = "operations"
    when     = let.tier != "premium"
    quantity = usage.monthly_messaging_operations
  }
}

priced "azurerm_api_management" {
  service = "API Management"
  sources = ["https://azure.microsoft.com/pricing/details/api-management/"]

  let {
    parts = split("_", self.sku_name)
    tier  = lower(let.parts[0])
    units = tonumber(let.parts[1])
  }

  usage "monthly_api_calls" {
    unit  = "requests"
    title = "calls"
    flow  = "requests"
  }

  component "units" {
    sku      = "azure/api_management/${let.tier}"
    unit     = "unit-months"
    when     = let.tier != "consumption"
    quantity = let.units
  }
  component "requests" {
    sku      = "azure/api_management/consumption"
    unit     = "requests"
    when     = let.tier == "consumption"
    quantity = usage.monthly_api_calls
    note     = "the first million a month of a subscription is free"
  }
}

free "azurerm_servicebus_queue" {}
free "azurerm_servicebus_topic" {}
free "azurerm_servicebus_subscription" {}
free "azurerm_servicebus_subscription_rule" {}
free "azurerm_servicebus_namespace_authorization_rule" {}
free "azurerm_api_management_api" {}
free "azurerm_api_management_api_*" {}
free "azurerm_api_management_product" {}
free "azurerm_api_management_backend" {}
