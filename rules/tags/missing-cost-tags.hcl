rule "missing-cost-tags" {
  title    = "Cost that no tag explains"
  severity = "warning"
  concern  = "attribution"
  detector = "missing-tags"

  let {
    what = coalesce(try(found.cause.kind, null), "none")
    whom = plural(try(found.cause.resources, 1), "resource")
    lack = try(found.cause.all, false) ? "lack them" : "lack some of them"
    # Where nobody said which keys are needed, only what many resources lack is told, and not for one key of three.
    few = try(found.cause.resources < 5 || found.cause.present > 1, true)
  }

  case {
    severity   = found.is_usual ? "note" : "warning"
    confidence = found.is_usual ? "medium" : "high"
    strict     = found.is_usual && let.few
    message    = "`${title()}` has no ${found.listed}${length(found.empty) > 0 ? " with anything in it" : ""}, and so nothing on the bill says whose it is"
    label      = "lacks ${found.listed}"
  }

  cause {
    key = try(found.cause.key, null)
    at  = try(found.cause.at, null)
    message = {
      defaults = "provider `${try(found.cause.name, "")}` gives no ${try(found.cause.listed, "")} to what it makes, and ${let.whom} ${try(length(found.cause.keys), 0) > 1 ? let.lack : "lack it"}"
      local    = "`local.${try(found.cause.name, "")}` says no ${try(found.cause.listed, "")}, and ${let.whom} take their tags from it"
      variable = "`var.${try(found.cause.name, "")}` says no ${try(found.cause.listed, "")}, and ${let.whom} take their tags from it"
      argument = "this module is given no ${try(found.cause.listed, "")}, and ${let.whom} in it ${try(length(found.cause.keys), 0) > 1 ? let.lack : "lack it"}"
      own      = "${let.whom} made here lack ${try(found.cause.listed, "")}"
      none     = ""
    }[let.what]
    label = {
      defaults = "${try(found.cause.attribute, "")} with ${try(found.cause.listed, "")} would be enough"
      local    = "said here, all of them have it"
      variable = "said here, all of them have it"
      argument = "said here, all of them have it"
      own      = "said here, all of them have it"
      none     = ""
    }[let.what]
  }

  impact {
    kind    = "unattributed"
    monthly = monthly_known()
  }

  fix {
    edits  = found.edits
    title  = found.title
    unsafe = found.caution
  }

  why = <<-EOT
    A bill names services and regions, not teams. Tags are the only thing that says which service, which environment and
    which part of it a dollar was for, and they count from the day they are set: what was spent before stays
    unexplained. Finding out weeks later what a line of a bill was means going through the account by hand.

    What counts is what a resource has in the end: its own tags over `default_tags` or `default_labels` of the provider
    that makes it, through aliases and modules. A key with an empty value explains nothing and counts as missing. What
    cannot be known, such as a variable without a value, is not told here; `--undecided` lists it.

    Unless `.skint.hcl` says which keys are needed, three are asked for: service, environment and tier, in any case and
    by their usual other names (app, project, env, stage, layer), and only what five resources or more lack for one
    reason is told, as a note. Say your own with
    `tags { required = ["team", "cost-center"] }`, and let pass what is meant to be as it is with `exempt`. Ignore this
    rule where each account holds one service in one environment, and the account is all the explanation needed.
  EOT

  help = {
    defaults = "add ${try(found.cause.listed, "")} to `${try(found.cause.attribute, "")}` of the provider: one edit for all that it makes"
    local    = "add ${try(found.cause.listed, "")} to `local.${try(found.cause.name, "")}`"
    variable = "add ${try(found.cause.listed, "")} to `var.${try(found.cause.name, "")}`"
    argument = "pass ${try(found.cause.listed, "")} in `${try(found.cause.attribute, "")}` of the module"
    own      = try(found.cause.attribute, "") == "tag" ? "add a `tag` block for each of ${found.listed} with `propagate_at_launch = true`" : "add ${found.listed} to `${try(found.cause.attribute, "tags")}`"
    none     = "add ${found.listed}, or say in `.skint.hcl` which keys are needed: tags { required = [...] }"
  }[let.what]

  sources = [
    "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-alloc-tags.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging",
    "https://cloud.google.com/resource-manager/docs/creating-managing-labels",
    "https://learn.microsoft.com/en-us/azure/cost-management-billing/costs/cost-allocation-introduction",
  ]
}
