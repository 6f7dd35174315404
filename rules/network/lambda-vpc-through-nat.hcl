rule "lambda-vpc-through-nat" {
  title     = "Function that leaves its network through a NAT gateway"
  concern   = "cost"
  severity  = "warning"
  resources = ["aws_lambda_function"]

  let {
    exits   = exits()
    ways    = [for it in let.exits : it if it.kind == "nat" && resource(it.by).connectivity_type != "private"]
    way     = let.ways[0]
    gateway = let.way.by
    name    = title(let.gateway)
    table   = title(let.way.table)

    # An endpoint whose service is not known may be any.
    # Gateway endpoints whose route tables cannot be followed may serve it too.
    loose  = [for it in all("aws_vpc_endpoint") : coalesce(it.service_name, "-") if coalesce(it.vpc_endpoint_type, "Gateway") == "Gateway"]
    served = concat(
      [for it in let.exits : it.service if it.kind == "endpoint" && it.service != null],
      [for it in let.loose : reverse(split(".", it))[0] if known(it)],
    )
    obscure = (
      length([for it in let.exits : it if it.kind == "endpoint" && it.service == null]) > 0 ||
      length([for it in let.loose : it if !known(it)]) > 0
    )

    # What it calls: what its settings name, or what its role allows.
    names   = names("environment")
    named   = known(length(let.names)) ? let.names : []
    buckets = [for it in let.named : it if it.type == "aws_s3_bucket"]
    tables  = [for it in let.named : it if it.type == "aws_dynamodb_table"]
    reads   = [for it in ["s3:GetObject", "s3:PutObject"] : it if known(may(it)) && may(it) == true]
    queries = [
      for it in ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"] : it
      if known(may(it)) && may(it) == true
    ]
    s3      = !contains(let.served, "s3") && length(concat(let.buckets, let.reads)) > 0
    dynamo  = !contains(let.served, "dynamodb") && length(concat(let.tables, let.queries)) > 0
    free    = concat(let.s3 ? ["S3"] : [], let.dynamo ? ["DynamoDB"] : [])
    seen    = concat(let.s3 ? let.buckets : [], let.dynamo ? let.tables : [])

    # Services that have an interface endpoint, which is billed by the hour.
    behind = {
      aws_sqs_queue                        = "sqs"
      aws_sns_topic                        = "sns"
      aws_secretsmanager_secret            = "secretsmanager"
      aws_ssm_parameter                    = "ssm"
      aws_sfn_state_machine                = "states"
      aws_lambda_function                  = "lambda"
      aws_kms_key                          = "kms"
      aws_kinesis_stream                   = "kinesis-streams"
      aws_kinesis_firehose_delivery_stream = "kinesis-firehose"
      aws_cloudwatch_event_bus             = "events"
    }
    called  = distinct([for it in let.named : let.behind[it.type] if contains(keys(let.behind), it.type)])
    billed  = [for it in let.called : it if !contains(let.served, it)]
    subnets = one(self.vpc_config[*].subnet_ids)
    zones   = known(length(let.subnets)) ? max(1, length(let.subnets)) : 2
    hours   = length(let.billed) * let.zones * price("aws/vpc/interface_endpoint.hour") * 730
    saved   = price("aws/vpc/nat_gateway.data") - price("aws/vpc/interface_endpoint.data")

    # Signs that it speaks with somebody on the internet.
    variables = self.environment == null ? {} : one(self.environment[*].variables)
    settings  = known(keys(let.variables)) ? let.variables : {}
    outside = length([
      for key, value in let.settings : key
      if length(regexall("url|webhook|token|api_?key|host|endpoint|domain|slack|smtp", lower(key))) > 0 ||
      (known(value) && length(regexall("^https?://", "${value}")) > 0)
    ]) > 0
    blind = !known(let.variables) && !known(keys(let.variables))
    # Where it has no settings, nothing tells what it calls.
    mute = known(keys(let.variables)) && length(let.settings) == 0

    # The gateway's hours are shared by all that leave through it, as far as they are known.
    gateways = values({ for it in let.ways : it.by.address => it.by... })[*][0]
    others = concat(
      all("aws_lambda_function"), all("aws_ecs_service"), all("aws_instance"), all("aws_eks_cluster"),
      all("aws_eks_node_group"), all("aws_codebuild_project"), all("aws_batch_compute_environment")
    )
    users = [
      for other in let.others : other.address
      if known(length(exits_of(other))) &&
      contains([for it in exits_of(other) : it.by.address], let.gateway.address)
    ]
    # Of some it may not be known which way they go.
    veiled = length([for other in let.others : other.address if !known(length(exits_of(other)))])
    sure   = known(length(let.users)) && known(let.veiled) && let.veiled == 0
    count  = max(1, known(length(let.users)) ? length(let.users) : 1)
    # Hours are saved only where nobody else keeps the gateway.
    alone  = length([for it in let.users : it if length(regexall("aws_lambda_function", it)) == 0]) == 0
    hourly = sum([for it in let.gateways : monthly_fixed(it)])
    floor  = let.sure && let.alone ? let.hourly / let.count : 0

    # Its part of what goes through: by its calls, among those of all functions that leave there.
    requests = flow("requests")
    total = sum([
      for other in all("aws_lambda_function") : flow(other, "requests") == null ? 0 : flow(other, "requests")
      if contains(let.users, other.address)
    ])
    through  = sum([for it in let.gateways : flow(it, "nat_gb") == null ? 0 : flow(it, "nat_gb")])
    gb       = let.requests == null || let.total == 0 ? 0 : let.through * let.requests / let.total
    only     = !let.outside && !let.blind && !let.mute && length(let.billed) == 0
    share = (
      let.count > 1
      ? "shared by ${let.count} that leave through it"
      : let.sure ? "and nothing else here leaves through it" : "and who else leaves through it is not known"
    )
  }

  # Endpoints that cost nothing.
  case {
    when = (
      self.vpc_config != null && (
        known(length(let.exits))
        ? length(let.ways) > 0 && !let.obscure && length(let.free) > 0
        : length(let.exits) > 0
      )
    )
    at         = "vpc_config"
    confidence = length(let.seen) > 0 ? "high" : "medium"
    message    = "`${title()}` reaches ${join(" and ", let.free)} through the NAT gateway `${let.name}`, and an endpoint would be free"
    label      = "its subnets leave the network through `${let.name}`"
    help       = "add an `aws_vpc_endpoint` of type Gateway for ${join(" and one for ", [for it in let.free : lower(it)])} to the route table `${let.table}` and its like"

    evidence {
      for_each = slice(let.seen, 0, min(2, length(let.seen)))
      at       = each.value.at
      label    = "what it calls: ${title(each.value)}"
    }
    evidence {
      at    = let.way.at
      label = "this route takes it there, and the table has no endpoint for ${join(" or ", let.free)}"
    }
    evidence {
      at    = let.gateway.address
      label = "${dollars(monthly_fixed(let.gateway))} a month and ${"$"}${price("aws/vpc/nat_gateway.data")} for each GB, ${let.share}"
    }
    impact {
      kind    = "wastes"
      monthly = let.gb * price("aws/vpc/nat_gateway.data") * (let.only ? 1 : 0.5)
      assumes = (
        let.only
        ? "what its calls send through the gateway, all of it to ${join(" and ", let.free)}"
        : "what its calls send through the gateway, half of it to ${join(" and ", let.free)}"
      )
    }
    impact {
      kind    = "wastes"
      monthly = let.only ? let.floor : 0
      assumes = "its part of the hours of ${plural(length(let.gateways), "gateway")}, as it names nothing else that needs one"
    }
  }

  # Endpoints that cost less than what goes through.
  case {
    when = (
      self.vpc_config != null &&
      known(length(let.exits)) &&
      length(let.ways) > 0 &&
      !let.obscure &&
      length(let.billed) > 0 &&
      traffic_declared() &&
      let.gb * let.saved / 2 > let.hours
    )
    at         = "vpc_config"
    confidence = "medium"
    message    = "`${title()}` sends so much to ${join(", ", let.billed)} through the NAT gateway `${let.name}` that endpoints cost less"
    label      = "its subnets leave the network through `${let.name}`"
    help       = "add an `aws_vpc_endpoint` of type Interface for ${join(", ", let.billed)} to its subnets"

    evidence {
      at    = let.way.at
      label = "this route takes it there"
    }
    evidence {
      at    = let.gateway.address
      label = "${dollars(monthly_fixed(let.gateway))} a month, ${let.share}"
    }
    impact {
      kind    = "wastes"
      monthly = let.gb * let.saved / 2
      assumes = "half of what its calls send through the gateway"
    }
    impact {
      kind    = "costs"
      monthly = let.hours
      assumes = "${plural(length(let.billed), "endpoint")} in ${plural(let.zones, "zone")}"
    }
  }

  # Nothing shows that it needs the internet.
  case {
    severity = "note"
    when = (
      self.vpc_config != null &&
      known(length(let.exits)) &&
      length(let.ways) > 0 &&
      !let.obscure &&
      !let.outside && !let.blind && !let.mute &&
      let.sure && let.alone
    )
    at         = "vpc_config"
    confidence = "low"
    message    = "`${title()}` leaves its network through the NAT gateway `${let.name}`, and nothing that it names is on the internet"
    label      = "its subnets leave the network through `${let.name}`"
    help = (
      length(let.billed) > 0
      ? "if it calls AWS only, give it endpoints (${join(", ", let.billed)}: ${dollars(let.hours)} a month in ${plural(let.zones, "zone")}) and subnets without that route"
      : "if it calls nothing outside, give it subnets without that route; if it needs nothing inside either, take `vpc_config` away"
    )

    evidence {
      at    = let.way.at
      label = "this route takes it there"
    }
    evidence {
      at    = let.gateway.address
      label = "${dollars(monthly_fixed(let.gateway))} a month before the first byte, ${let.share}"
    }
    impact {
      kind    = "wastes"
      monthly = let.floor + let.gb * price("aws/vpc/nat_gateway.data")
      assumes = "its part of the hours of ${plural(length(let.gateways), "gateway")}, and what its calls send through"
    }
  }

  # The same, where others keep the gateway: there is little to save.
  case {
    strict   = true
    severity = "note"
    when = (
      self.vpc_config != null &&
      known(length(let.exits)) &&
      length(let.ways) > 0 &&
      !let.obscure &&
      !let.outside && !let.blind && !let.mute
    )
    at         = "vpc_config"
    confidence = "low"
    message    = "`${title()}` leaves its network through the NAT gateway `${let.name}`, and nothing that it names is on the internet"
    label      = "its subnets leave the network through `${let.name}`"
    help = (
      length(let.billed) > 0
      ? "if it calls AWS only, give it endpoints (${join(", ", let.billed)}: ${dollars(let.hours)} a month in ${plural(let.zones, "zone")}) and subnets without that route"
      : "if it calls nothing outside, give it subnets without that route; if it needs nothing inside either, take `vpc_config` away"
    )

    evidence {
      at    = let.way.at
      label = "this route takes it there"
    }
    evidence {
      at    = let.gateway.address
      label = "${dollars(monthly_fixed(let.gateway))} a month before the first byte, ${let.share}"
    }
    impact {
      kind    = "wastes"
      monthly = let.gb * price("aws/vpc/nat_gateway.data")
      assumes = "what its calls send through"
    }
  }

  why = <<-EOT
    A function in a VPC has no address of its own: what it calls outside of the network goes through a NAT gateway, at
    $32.85 a month for each gateway and $0.045 for each GB both ways. Calls to AWS itself take that way too. For S3 and
    DynamoDB there are gateway endpoints, an entry in the route table that costs nothing and is faster. For most other
    services there are interface endpoints at $7.30 a month in each zone and $0.01 for each GB: in three zones one of
    them is cheaper than the gateway from 626 GB a month on, and below that only where the gateway can go altogether.

    What a function calls is read from its settings and its role; calls in its code that neither tells are not seen.
    Ignore this rule for a function that speaks with the internet all the time and with AWS hardly ever, or whose
    network has its endpoints in a configuration elsewhere.
  EOT

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
    "https://aws.amazon.com/vpc/pricing/",
    "https://aws.amazon.com/privatelink/pricing/",
  ]
}
