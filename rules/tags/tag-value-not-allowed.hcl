rule "tag-value-not-allowed" {
  title    = "Tag with a value that the policy does not allow"
  severity = "warning"
  concern  = "attribution"
  detector = "wrong-tags"

  case {
    severity = found.is_required ? "warning" : "note"
    message  = "`${title()}` says `${found.key} = \"${found.value}\"`, and what is allowed is ${found.allowed}${found.best == null ? "" : ": probably \"${found.best}\" is meant"}"
    label    = "\"${found.value}\" is not allowed"
  }

  evidence {
    at    = found.at
    label = "the value comes from here"
  }

  cause {
    key     = try(found.cause.key, null)
    at      = found.at
    message = "`${found.key}` is \"${found.value}\" on ${plural(try(found.cause.resources, 1), "resource")}, and what is allowed is ${found.allowed}"
    label   = found.best == null ? "not allowed" : "probably \"${found.best}\" is meant"
  }

  impact {
    kind    = "unattributed"
    monthly = found.is_required ? monthly_known() : 0
  }

  fix {
    edits  = found.edits
    title  = "say \"${coalesce(found.best, "")}\""
    unsafe = lower(coalesce(found.best, "")) == lower(found.value) ? null : "\"${coalesce(found.best, "")}\" is what was probably meant by \"${found.value}\""
  }

  why = <<-EOT
    A report by tag has a row for each value. `prod`, `Prod` and `production` are three rows, and a budget on the first
    sees a third of the money. Where a policy lists the values, as AWS Organizations can, a resource with another one
    is reported as not compliant, and where the policy is enforced it cannot be made at all.

    What may be said is decided by `tags { key "environment" { values = [...] } }` in `.skint.hcl`, or by the policy
    that `--tags-policy` names. Ignore nothing here: change the policy, or exempt the resource with a reason.
  EOT

  help = "use a value that is allowed, or allow this one in the policy"

  sources = [
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html",
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_tag-policies-enforcement.html",
  ]
}
