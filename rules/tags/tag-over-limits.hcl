rule "tag-over-limits" {
  title    = "Tags that the provider refuses"
  severity = "error"
  concern  = "attribution"
  detector = "tags-over-limits"
  message  = "the tags of `${title()}` are refused: ${found.reason}"
  label    = "refused when it is applied"

  evidence {
    at    = found.at
    label = "said here"
  }

  why = <<-EOT
    A plan does not ask the provider whether tags are well formed; applying does, and stops half way. AWS takes 50 tags
    a resource, keys of 128 and values of 256 letters, and keeps keys that begin with `aws:` for itself. Google Cloud
    takes 64 labels, with keys and values of 63 lower-case letters, digits, hyphens and underscores. Azure takes 50 tags,
    keys of 512 letters without `<`, `>`, `%`, `&`, `\`, `?` and `/`, and values of 256.

    A few services take less. What is told here is refused everywhere.
  EOT

  help = "shorten it, or leave it out"

  sources = [
    "https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
    "https://cloud.google.com/resource-manager/docs/labels-overview",
    "https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/tag-resources",
  ]
}
