priced "aws_nat_gateway" {
  service = "NAT gateway"
  sources = ["https://aws.amazon.com/vpc/pricing/"]

  let {
    regional = default(self.availability_mode, "zonal") == "regional"
  }

  usage "monthly_data_processed_gb" {
    unit  = "GB"
    title = "data sent through the gateway"
    flow  = "nat_gb"
  }

  # A regional gateway is billed for each zone that it is active in, and only AWS knows how many these are.
  component "gateway" {
    sku      = "aws/vpc/nat_gateway.${let.regional ? "regional_hour" : "hour"}"
    unit     = "hours"
    quantity = month.hours
  }

  component "data" {
    sku      = "aws/vpc/nat_gateway.data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
  }
}

free "aws_nat_gateway_eip_association" {}
