priced "aws_vpn_connection" {
  service = "VPN"
  sources = ["https://aws.amazon.com/vpn/pricing/", "https://aws.amazon.com/transit-gateway/pricing/"]

  let {
    transit      = length(refs("aws_ec2_transit_gateway")) > 0 || !unset(self.transit_gateway_id)
    concentrated = length(refs("aws_vpn_concentrator")) > 0 || !unset(self.vpn_concentrator_id)
    large        = default(self.tunnel_bandwidth, "standard") == "large"
    accelerated  = default(self.enable_acceleration, false)
  }

  usage "monthly_data_processed_gb" {
    unit  = "GB"
    title = "data sent from the tunnel to the transit gateway"
  }

  component "connection" {
    sku      = "aws/vpc/vpn_connection${let.large ? "_large" : ""}"
    unit     = "hours"
    quantity = month.hours
    when     = !let.concentrated
  }

  # A site behind a concentrator is billed at a rate that the table does not have.
  component "concentrated_connection" {
    sku      = "aws/vpc/vpn_connection_on_concentrator"
    unit     = "hours"
    quantity = month.hours
    when     = let.concentrated
  }

  component "acceleration" {
    sku      = "aws/vpc/vpn_acceleration"
    unit     = "hours"
    quantity = month.hours
    when     = let.accelerated
  }

  component "attachment" {
    sku      = "aws/vpc/transit_gateway_attachment"
    unit     = "hours"
    quantity = month.hours
    when     = let.transit
  }

  component "data" {
    sku      = "aws/vpc/transit_gateway_data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
    when     = let.transit
  }
}

priced "aws_ec2_client_vpn_network_association" {
  service = "VPN"
  sources = ["https://aws.amazon.com/vpn/pricing/"]

  component "association" {
    sku      = "aws/vpc/client_vpn_association"
    unit     = "hours"
    quantity = month.hours
  }
}

priced "aws_ec2_client_vpn_endpoint" {
  service = "VPN"
  sources = ["https://aws.amazon.com/vpn/pricing/"]

  usage "monthly_connection_hours" {
    unit  = "hours"
    title = "hours that people are connected, added up"
  }

  component "connections" {
    sku      = "aws/vpc/client_vpn_connection"
    unit     = "hours"
    quantity = usage.monthly_connection_hours
  }
}

free "aws_ec2_client_vpn_authorization_rule" {}
free "aws_ec2_client_vpn_route" {}
free "aws_vpn_connection_route" {}

free "aws_vpn_gateway" {
  billed_in = "aws_vpn_connection"
}

free "aws_vpn_gateway_attachment" {}
free "aws_vpn_gateway_route_propagation" {}
