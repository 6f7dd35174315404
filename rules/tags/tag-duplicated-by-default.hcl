rule "tag-duplicated-by-default" {
  title    = "Tags that the provider gives anyway"
  severity = "note"
  concern  = "attribution"
  detector = "copied-tags"
  strict   = true
  message  = "`${title()}` says ${found.listed} again, which provider `${found.provider}` gives to all that it makes"
  label    = "says ${found.listed} again"

  evidence {
    at    = found.defaults
    label = "gives it to all"
  }

  fix {
    edits = found.edits
    title = "leave out ${found.listed}"
  }

  why = <<-EOT
    What a provider gives to everything need not be said again, and where it is, the two go apart: one day the default
    is changed, and the copies keep the old value. Before version 5 of the AWS provider the same tag in both places was
    a change that no apply ever settled.

    Nothing changes in the cloud when a copy is left out. Ignore this rule where a module is also used with providers
    that have no such defaults.
  EOT

  help = "leave ${found.listed} out here"

  sources = [
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging",
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference",
  ]
}
