rule "missing-gateway-endpoint" {
  title     = "Network whose calls to S3 go through a NAT gateway"
  concern   = "cost"
  severity  = "warning"
  resources = ["aws_vpc"]

  let {
    gateways = all("aws_nat_gateway")
    subnets  = referrers("aws_subnet", "vpc_id")
    exits    = flatten([for it in let.subnets : exits_of(it) if known(length(exits_of(it)))])
    ways     = [for it in let.exits : it if it.kind == "nat" && resource(it.by).connectivity_type != "private"]
    way      = let.ways[0]
    leaving  = distinct([for it in let.ways : it.subnet.address])

    endpoints = [for it in let.exits : it if it.kind == "endpoint"]
    obscure   = length([for it in let.endpoints : it if it.service == null]) > 0
    served    = [for it in let.endpoints : it.service if it.service != null]
    # Endpoints whose route tables are not known serve it too.
    said = [for it in referrers("aws_vpc_endpoint") : it.service_name]
    s3 = (
      contains(let.served, "s3") ||
      anytrue([for it in let.said : !known(it) || length(regexall("[.]s3$", it)) > 0])
    )
    dynamo = (
      contains(let.served, "dynamodb") ||
      anytrue([for it in let.said : !known(it) || length(regexall("[.]dynamodb$", it)) > 0])
    )

    # Who stands behind the gateway. Functions are told themselves (lambda-vpc-through-nat).
    others = concat(all("aws_ecs_service"), all("aws_eks_node_group"), all("aws_codebuild_project"))
    inside = {
      for other in let.others : other.address => other
      if known(length(exits_of(other))) &&
      length([for it in exits_of(other) : it if it.kind == "nat" && contains(let.leaving, it.subnet.address)]) > 0
    }
    members = values(let.inside)

    # Nodes pull their images from ECR, which keeps them in S3; so do services whose image is there.
    nodes = [for it in let.members : it if length(regexall("aws_eks_node_group", it.address)) > 0]
    tasks = [
      for it in let.members : { service = it, tasks = refs_of(it, "aws_ecs_task_definition") }
      if length(regexall("aws_ecs_service", it.address)) > 0
    ]
    pulls = [
      for it in let.tasks : it.service
      if length(
        flatten([for task in it.tasks : concat(refs_of(task, "aws_ecr_repository"), refs_of(task, "aws_s3_bucket"))])
      ) > 0
    ]
    reads = [
      for it in let.tasks : it.service
      if length(flatten([for task in it.tasks : refs_of(task, "aws_dynamodb_table")])) > 0
    ]
    builds = [
      for it in let.members : it
      if length(regexall("aws_codebuild_project", it.address)) > 0 &&
      length(concat(refs_of(it, "aws_s3_bucket"), refs_of(it, "aws_ecr_repository"))) > 0
    ]

    users = concat(let.nodes, known(length(let.pulls)) ? let.pulls : [], known(length(let.builds)) ? let.builds : [])
    first = length(let.users) > 0 ? let.users[0] : let.reads[0]

    # A function that names a bucket and leaves here says it already.
    told = [
      for other in all("aws_lambda_function") : other.address
      if length(refs_of(other, "aws_s3_bucket", "environment")) > 0 && known(length(exits_of(other))) &&
      length([for it in exits_of(other) : it if it.kind == "nat" && contains(let.leaving, it.subnet.address)]) > 0
    ]
    already = known(length(let.told)) ? length(let.told) > 0 : false
  }

  case {
    when = (
      length(let.gateways) > 0 &&
      length(let.ways) > 0 &&
      !let.obscure && !let.s3 && !let.already &&
      length(let.users) > 0
    )
    at         = "cidr_block"
    confidence = "high"
    message    = "`${title()}` has no gateway endpoint for S3, so `${title(let.first)}` reaches it through the NAT gateway `${title(let.way.by)}`"
    label      = "no `aws_vpc_endpoint` for S3"
    help       = "add an `aws_vpc_endpoint` of type Gateway for s3 to the route tables of the private subnets; it costs nothing"

    evidence {
      for_each = slice(let.users, 0, min(2, length(let.users)))
      at       = each.value.address
      label = (
        length(regexall("aws_eks_node_group", each.value.address)) > 0
        ? "pulls its images from ECR, which keeps them in S3"
        : "names a repository or a bucket"
      )
    }
    evidence {
      at    = let.way.at
      label = "the way out, at ${"$"}${price("aws/vpc/nat_gateway.data")} for each GB"
    }
  }

  case {
    when = (
      length(let.gateways) > 0 &&
      length(let.ways) > 0 &&
      !let.obscure && !let.dynamo &&
      length(let.reads) > 0
    )
    at         = "cidr_block"
    confidence = "high"
    message    = "`${title()}` has no gateway endpoint for DynamoDB, so `${title(let.reads[0])}` reaches it through a NAT gateway"
    label      = "no `aws_vpc_endpoint` for DynamoDB"
    help       = "add an `aws_vpc_endpoint` of type Gateway for dynamodb to the route tables of the private subnets; it costs nothing"

    evidence {
      at    = let.reads[0].address
      label = "names a table"
    }
    evidence {
      at    = let.way.at
      label = "the way out, at ${"$"}${price("aws/vpc/nat_gateway.data")} for each GB"
    }
  }

  why = <<-EOT
    S3 and DynamoDB can be reached from a network without leaving it: a gateway endpoint is an entry in the route table
    and costs nothing. Without it each GB goes through the NAT gateway at $0.045. It is more than an application reads
    itself: images from ECR are layers in S3, and each new node and each new task fetches all of them. A service with an
    image of 1 GB that starts 30 tasks a day pays $40 a month for that alone.

    Functions are told by lambda-vpc-through-nat. Ignore this rule where the endpoint is in a configuration elsewhere.
  EOT

  sources = [
    "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
    "https://aws.amazon.com/vpc/pricing/",
  ]
}
