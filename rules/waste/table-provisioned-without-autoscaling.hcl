rule "table-provisioned-without-autoscaling" {
  title      = "DynamoDB table with the same capacity day and night"
  severity   = "note"
  confidence = "medium"
  concern    = "cost"

  # 25 units of each are free in every account, and locks of Terraform need one or two.
  params {
    least = 25
  }

  let {
    reads   = coalesce(self.read_capacity, 0)
    indexes = self.global_secondary_index[*]
    copies  = [for it in let.indexes : coalesce(it.write_capacity, 0)]
    writes  = coalesce(self.write_capacity, 0) + sum(concat([0], let.copies))
    scaled  = referrers("aws_appautoscaling_target")

    # A target may name the table by its name.
    named = [
      for it in all("aws_appautoscaling_target") : it
      if it.service_namespace == "dynamodb" && it.resource_id == "table/${self.name}"
    ]
    steered = ignores("read_capacity") || ignores("write_capacity")
    mode    = unset(self.billing_mode, "PROVISIONED")
    fixed   = let.mode && length(let.scaled) == 0 && length(let.named) == 0 && !let.steered
  }

  case {
    resources = ["aws_dynamodb_table"]
    when      = let.fixed && let.writes > params.least
    at        = "write_capacity"
    message   = "`${self.label}` pays for ${let.reads} reads and ${let.writes} writes a second around the clock, and nothing scales them"
    label     = "billed by the hour, used or not"
  }

  case {
    resources = ["aws_dynamodb_table"]
    when      = let.fixed && let.reads > params.least && let.writes <= params.least
    at        = "read_capacity"
    message   = "`${self.label}` pays for ${let.reads} reads and ${let.writes} writes a second around the clock, and nothing scales them"
    label     = "billed by the hour, used or not"
  }

  impact {
    kind     = "wastes"
    repriced = { billing_mode = "PAY_PER_REQUEST" }
    assumes  = "against on-demand capacity at this traffic"
  }

  why = <<-EOT
    Provisioned capacity is billed by the hour for what is set, and throttles what comes above it: $0.47 a month for
    each write a second and $0.09 for each read in us-east-1, and the same again for every index. A fixed number has to
    be that of the busiest minute, so most of it is unused at night. On-demand capacity bills each request and costs
    less as long as not more than 29 % of the capacity are in use on average; autoscaling keeps the prices of
    provisioned capacity and follows the load.

    Ignore this rule for a table whose load is steady and measured, above all with reserved capacity, which is cheaper
    still. Tables of 25 units and less are not asked: that is what the free tier covers.
  EOT

  help = "set `billing_mode = \"PAY_PER_REQUEST\"`, or add an `aws_appautoscaling_target` and a policy for reads and for writes"

  sources = [
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html",
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html",
    "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    "https://aws.amazon.com/dynamodb/pricing/provisioned/",
  ]
}
