priced "aws_networkfirewall_firewall" {
  service = "Network Firewall"
  sources = ["https://aws.amazon.com/network-firewall/pricing/"]

  let {
    endpoints = length(default(self.subnet_mapping, [])) + length(default(self.availability_zone_mapping, []))
  }

  usage "monthly_data_processed_gb" {
    unit  = "GB"
    title = "data sent through the firewall"
  }

  component "endpoint" {
    sku      = "aws/vpc/network_firewall_endpoint"
    unit     = "hours"
    quantity = let.endpoints * month.hours
    note     = "an endpoint is billed in each zone"
  }

  component "data" {
    sku      = "aws/vpc/network_firewall_data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
  }
}

free "aws_networkfirewall_firewall_policy" {}
free "aws_networkfirewall_logging_configuration" {}
free "aws_networkfirewall_resource_policy" {}
free "aws_networkfirewall_rule_group" {}
