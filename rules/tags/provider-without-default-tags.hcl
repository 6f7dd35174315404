rule "provider-without-default-tags" {
  title    = "The same tags on every resource instead of on their provider"
  severity = "note"
  concern  = "attribution"
  detector = "repeated-tags"
  message  = "`${title()}` repeats ${found.listed}, as ${found.n} of ${found.of} resources of provider `${found.provider}` do"
  label    = "repeats ${found.listed}"

  cause {
    key     = found.key
    at      = found.at
    message = "${found.n} of ${found.of} resources of provider `${found.provider}` say the same ${found.listed}, and the provider could say it once"
    label   = "could say it for all"
  }

  fix {
    edits  = found.edits
    title  = "let the provider say ${found.listed}"
    unsafe = "the other ${found.of - found.n} of its ${found.of} resources get these tags too"
  }

  why = <<-EOT
    Tags that everybody has to remember are forgotten on the next resource. `default_tags` of the AWS provider and
    `default_labels` of the Google provider give them to everything that the provider makes, and a resource that says
    the same key for itself keeps its own value.

    Ignore this rule where resources of one provider belong to several services.
  EOT

  help = "give the provider a `default_tags` block (`default_labels` on Google Cloud) with ${found.listed}, or with the local value that holds them"

  sources = [
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging",
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference",
  ]
}
