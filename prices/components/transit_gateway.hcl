priced "aws_ec2_transit_gateway_vpc_attachment" {
  service = "Transit gateway"
  sources = ["https://aws.amazon.com/transit-gateway/pricing/"]

  usage "monthly_data_processed_gb" {
    unit  = "GB"
    title = "data sent from the network to the transit gateway"
  }

  component "attachment" {
    sku      = "aws/vpc/transit_gateway_attachment"
    unit     = "hours"
    quantity = month.hours
  }

  component "data" {
    sku      = "aws/vpc/transit_gateway_data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
  }
}

priced "aws_ec2_transit_gateway_peering_attachment" {
  service = "Transit gateway"
  sources = ["https://aws.amazon.com/transit-gateway/pricing/"]

  component "attachment" {
    sku      = "aws/vpc/transit_gateway_attachment"
    unit     = "hours"
    quantity = month.hours
  }
}

free "aws_ec2_transit_gateway" {
  billed_in = "aws_ec2_transit_gateway_vpc_attachment"
}

free "aws_ec2_transit_gateway_vpc_attachment_accepter" {
  billed_in = "aws_ec2_transit_gateway_vpc_attachment"
}

free "aws_ec2_transit_gateway_default_route_table_association" {}
free "aws_ec2_transit_gateway_default_route_table_propagation" {}
free "aws_ec2_transit_gateway_multicast_domain" {}
free "aws_ec2_transit_gateway_multicast_domain_association" {}
free "aws_ec2_transit_gateway_multicast_group_member" {}
free "aws_ec2_transit_gateway_multicast_group_source" {}
free "aws_ec2_transit_gateway_policy_table" {}
free "aws_ec2_transit_gateway_policy_table_association" {}
free "aws_ec2_transit_gateway_prefix_list_reference" {}
free "aws_ec2_transit_gateway_route" {}
free "aws_ec2_transit_gateway_route_table" {}
free "aws_ec2_transit_gateway_route_table_association" {}
free "aws_ec2_transit_gateway_route_table_propagation" {}
