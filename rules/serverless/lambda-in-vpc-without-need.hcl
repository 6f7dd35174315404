rule "lambda-in-vpc-without-need" {
  title      = "Function in a VPC that nothing it names is in"
  severity   = "note"
  confidence = "low"
  concern    = "cost"
  strict     = true
  resources  = ["aws_lambda_function"]

  let {
    inside = !unset(self.vpc_config, []) && length(coalesce(one(self.vpc_config[*].subnet_ids), [])) > 0

    # All that the environment names, and what of it is known to be outside of every VPC.
    named = names("environment")
    public = [
      for it in let.named : it if contains([
        "aws_dynamodb_table", "aws_s3_bucket", "aws_sqs_queue", "aws_sns_topic", "aws_sfn_state_machine",
        "aws_cloudwatch_event_bus", "aws_kinesis_stream", "aws_kinesis_firehose_delivery_stream"
      ], it.type)
    ]

    # A host in words may be anywhere.
    hosts = [
      for it in values(coalesce(one(self.environment[*].variables), {})) : it
      if known(it) && length(regexall("://|\\.internal|\\.local|amazonaws|^[0-9]+\\.[0-9]+\\.", coalesce(it, "-"))) > 0
    ]

    # Whoever lets one of its security groups in expects it.
    groups = refs("aws_security_group", "vpc_config")
    expected = flatten([
      for it in let.groups : concat(
        referrers_of(it, "aws_security_group"),
        [for rule in referrers_of(it, "aws_security_group_rule") : rule if rule.type == "ingress"],
        referrers_of(it, "aws_vpc_security_group_ingress_rule")
      )
    ])
  }

  when = (
    let.inside &&
    unset(self.file_system_config, []) &&
    length(let.public) > 0 &&
    length(let.public) == length(let.named) &&
    length(let.hosts) == 0 &&
    length(let.groups) > 0 &&
    length(let.groups) == length(one(self.vpc_config[*].security_group_ids)) &&
    length(let.expected) == 0 &&
    length(databases()) == 0
  )
  at      = "vpc_config"
  message = "`${title()}` stands in a VPC, and all that its configuration names is outside of it, such as `${let.public[0].type}.${let.public[0].label}`"
  label   = "nothing it names is in a VPC"

  evidence {
    at    = let.public[0].address
    label = "reached over its public endpoint"
  }

  why = <<-EOT
    A function outside of a VPC reaches AWS services and the internet directly, for nothing. Inside, every byte to them
    passes a NAT gateway at $0.045 per GB, an interface endpoint at $0.01, or a gateway endpoint that somebody has set
    up; its subnets need addresses, and its starts depend on one more thing. A VPC is not what keeps a function
    private; its policies and its role do that.

    The rule speaks only where all that the environment names is outside (tables, buckets, queues, topics, streams), no
    security group lets the function in, and there is no file system and no database. What the code itself knows cannot
    be seen. Ignore the rule where the rules of the house want every function in a VPC, where a fixed address is needed
    for a partner's firewall, or where outgoing traffic is inspected.
  EOT

  help = "remove `vpc_config`, or name what the function needs inside of the VPC"

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "https://docs.aws.amazon.com/lambda/latest/operatorguide/networking-vpc.html",
    "https://aws.amazon.com/vpc/pricing/",
  ]
}
