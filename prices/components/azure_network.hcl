priced "azurerm_nat_gateway" {
  service = "NAT gateway"
  sources = ["https://azure.microsoft.com/pricing/details/azure-nat-gateway/"]

  usage "monthly_data_processed_gb" {
    unit  = "GB"
    title = "data through the gateway"
    flow  = "nat_gb"
  }

  component "gateway" {
    sku      = default(self.sku_name, "Standard") == "Standard" ? "azure/nat_gateway/hour" : "azure/nat_gateway/${self.sku_name}.hour"
    unit     = "hours"
    quantity = month.hours
  }
  component "data" {
    sku      = default(self.sku_name, "Standard") == "Standard" ? "azure/nat_gateway/data" : "azure/nat_gateway/${self.sku_name}.data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
  }
}

priced "azurerm_public_ip" {
  service = "Public IP"
  sources = ["https://azure.microsoft.com/pricing/details/ip-addresses/"]

  let {
    usual = self.allocation_method == "Static" && default(self.sku, "Standard") == "Standard" && default(self.ip_version, "IPv4") == "IPv4" && length(refs("azurerm_public_ip_prefix")) == 0 && unset(self.public_ip_prefix_id)
  }

  component "address" {
    sku      = let.usual ? "azure/public_ip/static" : "azure/public_ip/other"
    unit     = "hours"
    when     = default(self.ip_version, "IPv4") == "IPv4" && length(refs("azurerm_public_ip_prefix")) == 0 && unset(self.public_ip_prefix_id)
    quantity = month.hours
  }
}

priced "azurerm_private_endpoint" {
  service = "Private Link"
  sources = ["https://azure.microsoft.com/pricing/details/private-link/"]

  usage "monthly_inbound_data_processed_gb" {
    unit  = "GB"
    title = "data into the endpoint"
  }
  usage "monthly_outbound_data_processed_gb" {
    unit  = "GB"
    title = "data out of the endpoint"
  }

  component "endpoint" {
    sku      = "azure/private_endpoint/hour"
    unit     = "hours"
    quantity = month.hours
  }
  component "data_in" {
    sku      = "azure/private_endpoint/data"
    unit     = "GB"
    quantity = usage.monthly_inbound_data_processed_gb
  }
  component "data_out" {
    sku      = "azure/private_endpoint/data"
    unit     = "GB"
    quantity = usage.monthly_outbound_data_processed_gb
  }
}

priced "azurerm_firewall" {
  service = "Firewall"
  sources = ["https://azure.microsoft.com/pricing/details/azure-firewall/"]

  let {
    tier = lower(default(self.sku_tier, "Standard"))
    hub  = self.sku_name == "AZFW_Hub"
  }

  usage "monthly_data_processed_gb" {
    unit  = "GB"
    title = "data through the firewall"
  }

  component "deployment" {
    sku      = let.hub ? "azure/firewall/${let.tier}.hub" : "azure/firewall/${let.tier}"
    unit     = "hours"
    quantity = month.hours
  }
  component "data" {
    sku      = "azure/firewall/${let.tier}.data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
  }
}

free "azurerm_nat_gateway_public_ip_association" {}
free "azurerm_subnet_nat_gateway_association" {}
free "azurerm_firewall_application_rule_collection" {}
free "azurerm_firewall_network_rule_collection" {}
free "azurerm_firewall_nat_rule_collection" {}
