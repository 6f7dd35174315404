priced "aws_vpc_endpoint" {
  service = "VPC endpoints"
  sources = ["https://aws.amazon.com/privatelink/pricing/"]

  let {
    type      = default(self.vpc_endpoint_type, "Gateway")
    interface = let.type == "Interface"
    separate  = length(referrers("aws_vpc_endpoint_subnet_association"))
    zones     = length(default(self.subnet_ids, [])) + let.separate
  }

  usage "monthly_data_processed_gb" {
    unit  = "GB"
    title = "data sent through the endpoint"
  }

  # Gateway endpoints (S3 and DynamoDB) cost nothing: no component is left for them.
  component "endpoint" {
    sku      = "aws/vpc/interface_endpoint.hour"
    unit     = "endpoint-AZ-hours"
    quantity = let.zones * month.hours
    when     = let.interface
    note     = "an endpoint is billed in each subnet"
  }

  component "data" {
    sku      = "aws/vpc/interface_endpoint.data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
    when     = let.interface
  }

  component "other_endpoint" {
    sku      = "aws/vpc/${lower(let.type)}_endpoint.hour"
    unit     = "endpoint-AZ-hours"
    quantity = let.zones * month.hours
    when     = !contains(["Interface", "Gateway"], let.type)
  }

  component "other_data" {
    sku      = "aws/vpc/${lower(let.type)}_endpoint.data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
    when     = !contains(["Interface", "Gateway"], let.type)
  }
}

free "aws_vpc_endpoint_connection_accepter" {}
free "aws_vpc_endpoint_connection_notification" {}
free "aws_vpc_endpoint_policy" {}
free "aws_vpc_endpoint_private_dns" {}
free "aws_vpc_endpoint_route_table_association" {}
free "aws_vpc_endpoint_security_group_association" {}
free "aws_vpc_endpoint_service" {}
free "aws_vpc_endpoint_service_allowed_principal" {}
free "aws_vpc_endpoint_service_private_dns_verification" {}

free "aws_vpc_endpoint_subnet_association" {
  billed_in = "aws_vpc_endpoint"
}
