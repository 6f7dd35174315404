rule "registry-without-lifecycle" {
  title    = "Registry that keeps every image"
  severity = "note"
  concern  = "cost"
  strict   = true

  # Mirrors and caches of other registries take what is asked for, once.
  case {
    resources = ["aws_ecr_repository"]

    let {
      policies = referrers("aws_ecr_lifecycle_policy")
      named    = [for it in all("aws_ecr_lifecycle_policy") : it if it.repository == self.name]
      mirror   = length(regexall("mirror|cache|proxy", lower(self.address))) > 0
    }

    when    = !let.mirror && length(let.policies) == 0 && length(let.named) == 0
    message = "`${self.label}` has no lifecycle policy, so every image that was ever pushed is billed"
    label   = "no `aws_ecr_lifecycle_policy` names it"
    help    = "add an `aws_ecr_lifecycle_policy` that expires untagged images after days and keeps the last 30 or so"
  }

  # A repository that stands for others keeps nothing itself.
  case {
    resources = ["google_artifact_registry_repository"]
    when = (
      self.format == "DOCKER" && unset(self.mode, "STANDARD_REPOSITORY") && length(self.cleanup_policies[*]) == 0
    )
    at      = "cleanup_policies"
    message = "`${self.label}` has no cleanup policy, so every image that was ever pushed is billed"
    label   = "no `cleanup_policies`"
    help    = "add `cleanup_policies` that delete untagged images and keep the most recent versions"
  }

  case {
    resources = ["google_artifact_registry_repository"]
    when      = length(self.cleanup_policies[*]) > 0 && self.cleanup_policy_dry_run == true
    at        = "cleanup_policy_dry_run"
    message   = "the cleanup policies of `${self.label}` are only tried, and delete nothing"
    label     = "nothing is deleted while this is true"
    help      = "look at the audit log for what would be deleted, then set `cleanup_policy_dry_run = false`"
  }

  why = <<-EOT
    A pipeline pushes an image with each build, and the registry keeps all of them unless it is told otherwise. Ten
    builds a day that add 100 MB each are 30 GB a month: $3 in the first month in ECR, $36 in the twelfth, and one more
    such repository with each service. Nobody runs an image of last year, and scanners go on finding holes in it.

    Ignore this rule for images that somebody outside may still pull by their digest, and where the images that run are
    not among the most recent: a policy that counts must leave room for the oldest that is in use.
  EOT

  sources = [
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    "https://aws.amazon.com/ecr/pricing/",
    "https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy",
  ]
}
