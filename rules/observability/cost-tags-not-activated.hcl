rule "cost-tags-not-activated" {
  title    = "Cost that is counted by a tag that billing does not know"
  severity = "note"
  concern  = "attribution"

  let {
    filters = flatten([
      for it in flatten([self.cost_filter]) : it.values if it != null && it.name == "TagKeyValue"
    ])
    sorted = concat(
      flatten(self.rule[*].rule[*].tags[*].key), flatten(self.rule[*].rule[*].and[*].tags[*].key),
      flatten(self.rule[*].rule[*].or[*].tags[*].key), flatten(self.rule[*].rule[*].not[*].tags[*].key),
    )
    keys = distinct(concat(
      [for it in let.filters : trimprefix(split("$", it)[0], "user:")],
      [for it in let.sorted : it if it != null],
    ))
    active  = [for it in all("aws_ce_cost_allocation_tag") : it.tag_key if coalesce(it.status, "Active") == "Active"]
    missing = [for it in let.keys : it if !contains(let.active, it)]
  }

  # Some keys are activated here, and so one that is not was forgotten.
  case {
    resources = ["aws_budgets_budget"]
    severity  = "warning"
    when      = length(let.missing) > 0 && length(let.active) > 0
    at        = "cost_filter"
    message   = "`${title()}` counts what is tagged `${let.missing[0]}`, which is not among the ${length(let.active)} keys that are activated here"
    label     = "adds up to nothing until `${let.missing[0]}` is activated"
  }

  case {
    resources = ["aws_ce_cost_category"]
    severity  = "warning"
    when      = length(let.missing) > 0 && length(let.active) > 0
    at        = "rule"
    message   = "`${title()}` sorts costs by the tag `${let.missing[0]}`, which is not among the ${length(let.active)} keys that are activated here"
    label     = "sorts nothing until `${let.missing[0]}` is activated"
  }

  # None is: somebody may have done it by hand.
  case {
    resources  = ["aws_budgets_budget"]
    strict     = true
    confidence = "medium"
    when       = length(let.missing) > 0
    at         = "cost_filter"
    message    = "`${title()}` counts what is tagged `${let.missing[0]}`, and no `aws_ce_cost_allocation_tag` makes billing look at that tag"
    label      = "adds up to nothing until `${let.missing[0]}` is activated"
  }

  case {
    resources  = ["aws_ce_cost_category"]
    strict     = true
    confidence = "medium"
    when       = length(let.missing) > 0
    at         = "rule"
    message    = "`${title()}` sorts costs by the tag `${let.missing[0]}`, and no `aws_ce_cost_allocation_tag` makes billing look at that tag"
    label      = "sorts nothing until `${let.missing[0]}` is activated"
  }

  why = <<-EOT
    Tags on resources do not reach the bill by themselves. Each key has to be activated once as a cost allocation tag,
    in the account that pays, and counts from then on only: costs of the time before stay without it. Until then a
    budget that filters by the tag sees no dollar and never warns, and a cost category sorts everything under its
    default.

    A key can be activated only after some resource has carried it for a day. Ignore this rule where keys are activated
    by hand in the billing console, or in the configuration of the account that pays.
  EOT

  help = "add an `aws_ce_cost_allocation_tag` with this `tag_key` and `status = \"Active\"` in the account that pays"

  sources = [
    "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ce_cost_allocation_tag",
    "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html",
  ]
}
