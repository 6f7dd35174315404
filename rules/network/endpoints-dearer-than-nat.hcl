rule "endpoints-dearer-than-nat" {
  title     = "Interface endpoints that cost more than the NAT gateway beside them"
  concern   = "cost"
  strict    = true
  severity  = "note"
  resources = ["aws_vpc"]

  params {
    # Fewer are not worth a word.
    least = 5
  }

  let {
    gateways  = [for it in all("aws_nat_gateway") : it if it.connectivity_type != "private"]
    endpoints = [for it in referrers("aws_vpc_endpoint", "vpc_id") : it if it.vpc_endpoint_type == "Interface"]
    exits     = flatten([for it in referrers("aws_subnet", "vpc_id") : exits_of(it) if known(length(exits_of(it)))])
    ways      = [for it in let.exits : it if it.kind == "nat"]
    nats      = values({ for it in let.ways : it.by.address => it.by... })[*][0]
    hours     = sum([for it in let.endpoints : monthly_fixed(it)])
    kept      = sum([for it in let.nats : monthly_fixed(it)])
    saved     = price("aws/vpc/nat_gateway.data") - price("aws/vpc/interface_endpoint.data")
    crossing  = floor(let.hours / let.saved)
    through   = sum(concat([0], [for it in let.nats : flow(it, "nat_gb") == null ? 0 : flow(it, "nat_gb")]))
  }

  when = (
    length(let.gateways) > 0 &&
    length(let.endpoints) >= params.least &&
    length(let.ways) > 0 &&
    let.hours > let.kept &&
    let.through < let.crossing
  )
  at         = "cidr_block"
  confidence = "low"
  message    = "the ${length(let.endpoints)} interface endpoints of `${title()}` cost ${dollars(let.hours)} a month, and its NAT gateways stay beside them"
  label      = "they pay for themselves from ${let.crossing} GB a month on"
  help       = "keep the endpoints that carry much (ecr.dkr, logs) or that must be private, and let the rest leave through the gateway"

  evidence {
    for_each = slice(let.endpoints, 0, min(3, length(let.endpoints)))
    at       = each.value.address
    label    = "${dollars(monthly_fixed(each.value))} a month"
  }
  evidence {
    at    = let.ways[0].by.address
    label = "a way out that is kept anyway"
  }
  impact {
    kind    = "wastes"
    monthly = max(0, let.hours - let.through * let.saved)
    assumes = "if all of them went, and what is known to go through the gateways came on top"
  }

  why = <<-EOT
    An interface endpoint costs $7.30 a month in each zone, and saves $0.035 for each GB that would otherwise go through
    the NAT gateway. Ten of them in three zones are $219 a month, and they save that only where more than 6,257 GB go
    through them. Where all of them together let the gateways go, they may be the cheaper way; where the gateways stay,
    most of them cost more than they save.

    This is disputed, for endpoints are not only about money: they keep traffic off the internet and carry policies
    about who may reach what. Ignore this rule where an endpoint is there for that.
  EOT

  sources = [
    "https://aws.amazon.com/privatelink/pricing/",
    "https://aws.amazon.com/vpc/pricing/",
  ]
}
