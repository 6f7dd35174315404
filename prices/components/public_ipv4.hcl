priced "aws_eip" {
  service = "Public IPv4 addresses"
  sources = ["https://aws.amazon.com/vpc/pricing/"]

  let {
    amazon = unset(self.public_ipv4_pool) || self.public_ipv4_pool == "amazon"
    own    = !let.amazon || !unset(self.customer_owned_ipv4_pool)
    ipam   = length(refs("aws_vpc_ipam_pool")) > 0 || !unset(self.ipam_pool_id)
  }

  # In use and idle alike since February 2024. Addresses that the customer brought along cost nothing.
  component "address" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = month.hours
    when     = !let.own && !let.ipam
  }

  # An IPAM pool holds either addresses of one's own or a block of Amazon's, which has a price of its own.
  component "pool_address" {
    sku      = "aws/vpc/public_ipv4_of_pool"
    unit     = "address-hours"
    quantity = month.hours
    when     = !let.own && let.ipam
  }
}

free "aws_eip_association" {}
free "aws_eip_domain_name" {}
