rule "nat-per-zone-outside-production" {
  title     = "Several NAT gateways outside of production"
  concern   = "cost"
  severity  = "note"
  resources = ["aws_vpc"]

  let {
    stage = stage()
    # Private gateways are for other networks, and these are each there for a reason.
    public = [for it in all("aws_nat_gateway") : it if it.connectivity_type != "private"]
    here = [for it in referrers("aws_subnet", "vpc_id") : it.address]
    own = [
      for it in let.public : it
      if length(all("aws_vpc")) == 1 ||
      length([for subnet in refs_of(it, "aws_subnet") : subnet if contains(let.here, subnet.address)]) > 0
    ]
    spare = length(let.own) - 1
  }

  case {
    when = (
      let.stage != null && let.stage != "prod" &&
      length(let.own) > 1
    )
    confidence = let.stage == "staging" ? "medium" : "high"
    message    = "`${title()}` is for ${let.stage} and has ${length(let.own)} NAT gateways, of which one would do"
    label      = "${plural(let.spare, "gateway")} more than it needs"
    help       = "keep one gateway and lead all private route tables to it (`single_nat_gateway = true` in terraform-aws-modules/vpc)"

    evidence {
      for_each = slice(let.own, 0, min(3, length(let.own)))
      at       = each.value.address
      label    = "${dollars(monthly_fixed(each.value))} a month"
    }
    impact {
      kind    = "wastes"
      monthly = let.spare * monthly_fixed(let.own[0])
      assumes = "less $0.02 for each GB that then crosses zones"
    }
  }

  why = <<-EOT
    A NAT gateway in each zone keeps the other zones running when one of them fails, at $32.85 a month each. A network
    in which people try things out can stand still while a zone is down. What goes from one zone to the gateway of
    another costs $0.01 for each GB both ways; the second gateway pays for itself from about 1,600 GB a month on.

    Ignore this rule where the stage must be like production in every part, or where so much goes out that the gateways
    save more than they cost.
  EOT

  sources = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    "https://aws.amazon.com/vpc/pricing/",
  ]
}
