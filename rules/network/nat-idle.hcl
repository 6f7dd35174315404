rule "nat-idle" {
  title     = "NAT gateway that no route leads to"
  concern   = "cost"
  severity  = "warning"
  resources = ["aws_nat_gateway"]

  let {
    routes = [for it in named() : it if contains(["aws_route", "aws_route_table", "aws_default_route_table"], it.type)]
    # An output, a parameter or a module of another configuration may bring a route.
    others = [for it in named() : it if !contains(let.watchers, it.type)]
    watchers = [
      "aws_cloudwatch_metric_alarm", "aws_cloudwatch_dashboard", "aws_eip", "aws_eip_association",
      "aws_nat_gateway_eip_association", "aws_shield_protection"
    ]

    # A table that no subnet uses leads nobody there.
    tables = flatten([
      for it in let.routes : it.type == "aws_route" ? refs_of(it, "aws_route_table", "route_table_id") : [it]
    ])
    users = flatten([
      for it in let.tables :
      concat(referrers_of(it, "aws_route_table_association"), referrers_of(it, "aws_main_route_table_association"))
    ])
    main   = length([for it in let.routes : it if it.type == "aws_default_route_table"]) > 0
  }

  case {
    when    = length(let.others) == 0
    at      = "subnet_id"
    message = "nothing is routed to the NAT gateway `${title()}`"
    label   = "no route names it"
    help    = "remove `${self.address}` and its address, or add the route that is missing"
  }

  case {
    when = (
      length(let.others) > 0 &&
      length(let.routes) == length(let.others) &&
      !let.main &&
      length(let.tables) >= length(let.routes) &&
      length(let.users) == 0
    )
    at         = "subnet_id"
    confidence = "medium"
    message    = "only route tables that no subnet uses lead to the NAT gateway `${title()}`"
    label      = "nothing leaves through it"
    help       = "associate the route table with the subnets it is meant for, or remove `${self.address}` and its address"

    evidence {
      at    = let.tables[0].address
      label = "no `aws_route_table_association` names this table"
    }
  }

  impact {
    kind    = "wastes"
    monthly = monthly_fixed()
    assumes = "its hours; its public address is on top"
  }

  why = <<-EOT
    A NAT gateway costs $0.045 an hour from the moment it is there, $32.85 a month, whether something goes through it or
    not, and its public address another $3.65. It is often left behind when subnets move, or created for each zone while
    all route tables lead to the first. A gateway whose ID leaves by an output is taken to be used elsewhere.

    Ignore this rule where the routes are added by hand or by another configuration that looks the gateway up.
  EOT

  sources = [
    "https://aws.amazon.com/vpc/pricing/",
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
  ]
}
