rule "tag-key-near-miss" {
  title    = "Tag whose key is nearly the right one"
  severity = "warning"
  concern  = "attribution"
  detector = "near-tags"

  case {
    severity = found.is_required ? "warning" : "note"
    message  = "`${title()}` says `${found.near}`, and `${found.key}` is what is asked for: to the bill these are two keys"
    label    = "the key is `${found.near}`"
  }

  evidence {
    at    = found.at
    label = "under the key `${found.near}`"
  }

  cause {
    key     = try(found.cause.key, null)
    at      = found.at
    message = "`${found.near}` is said here for ${plural(try(found.cause.resources, 1), "resource")}, and `${found.key}` is what is asked for: to the bill these are two keys"
    label   = "under the key `${found.near}`"
  }

  impact {
    kind    = "unattributed"
    monthly = found.is_required ? monthly_known() : 0
  }

  fix {
    edits  = found.edits
    title  = "call it `${found.key}`"
    unsafe = "whoever reads the old key, a report or a policy, no longer finds it"
  }

  why = <<-EOT
    Keys of tags are told apart to the letter: `Env`, `env` and `environment` are three columns of a cost report, each
    with a part of the money, and a budget on one of them sees none of the others. Nobody notices, for each resource
    looks tagged.

    This is told where a key that is asked for is missing, and another one that is there differs from it by case, by
    hyphens and underscores, by a usual short form or by a slip of the keyboard. Ignore it, or list the other key as a
    synonym in `.skint.hcl`, where both are meant.
  EOT

  help = "call it `${found.key}`, or accept it: tags { key \"${found.key}\" { synonyms = [\"${found.near}\"] } }"

  sources = [
    "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_tag-policies.html",
  ]
}
