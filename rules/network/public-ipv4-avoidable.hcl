rule "public-ipv4-avoidable" {
  title    = "Public addresses behind a load balancer"
  concern  = "cost"
  severity = "note"
  strict   = true

  let {
    fronts = fronts()
    # Without a NAT gateway the address is the way out, and the cheaper one.
    networks = flatten([for it in refs("aws_subnet") : refs_of(it, "aws_vpc")[*].address])
    gateways = [
      for it in all("aws_nat_gateway") : it if it.connectivity_type != "private" &&
      length(setintersection(flatten([for own in refs_of(it, "aws_subnet") : refs_of(own, "aws_vpc")[*].address]), let.networks)) > 0
    ]

    # Whoever reads the address needs it.
    readers = [for it in named() : it if contains(["output", "module", "null_resource", "aws_route53_record", "aws_eip"], it.type)]
  }

  case {
    resources = ["aws_ecs_service"]
    when = (
      one(self.network_configuration[*].assign_public_ip) == true &&
      length(let.gateways) > 0 &&
      length(let.fronts) > 0
    )
    at         = "network_configuration.assign_public_ip"
    confidence = "medium"
    message    = "every task of `${title()}` has a public address, though it is reached through `${title(let.fronts[0].by)}`"
    label      = "an address for each task"
    help       = "set `assign_public_ip = false` and give the service the private subnets, which leave through `${title(let.gateways[0])}`"

    evidence {
      at    = let.fronts[0].at
      label = "it is reached through the load balancer"
    }
    evidence {
      at    = let.gateways[0].address
      label = "a way out for private subnets is there and paid for"
    }
    impact {
      kind    = "wastes"
      monthly = (self.desired_count == null ? 1 : self.desired_count) * price("aws/vpc/public_ipv4") * 730
      assumes = "${self.desired_count == null ? 1 : self.desired_count} tasks; what they send then goes through the gateway"
    }
  }

  case {
    resources = ["aws_instance"]
    when = (
      self.associate_public_ip_address == true && length(let.readers) == 0 &&
      length(let.gateways) > 0 &&
      length(let.fronts) > 0
    )
    at         = "associate_public_ip_address"
    confidence = "medium"
    message    = "`${title()}` has a public address, though it is reached through `${title(let.fronts[0].by)}`"
    label      = "an address of its own"
    help       = "set `associate_public_ip_address = false` and give it a private subnet, which leaves through `${title(let.gateways[0])}`"

    evidence {
      at    = let.fronts[0].at
      label = "it is reached through the load balancer"
    }
    evidence {
      at    = let.gateways[0].address
      label = "a way out for private subnets is there and paid for"
    }
    impact {
      kind    = "wastes"
      monthly = price("aws/vpc/public_ipv4") * 730
      assumes = "what it sends then goes through the gateway"
    }
  }

  why = <<-EOT
    Every public IPv4 address costs $3.65 a month, and each of these is a door to the internet beside the load balancer,
    past its certificates and its firewall. Behind a balancer nobody needs to come in that way.

    Where no NAT gateway is there this rule is silent: an address of $3.65 is the cheapest way out for a few tasks, and
    a gateway is $32.85. Ignore it for tasks that send so much that $0.045 for each GB through the gateway would cost
    more than their addresses: some 80 GB a month each.
  EOT

  sources = [
    "https://aws.amazon.com/vpc/pricing/",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
  ]
}
