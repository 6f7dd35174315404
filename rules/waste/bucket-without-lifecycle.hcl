rule "bucket-without-lifecycle" {
  title    = "Bucket that only grows"
  severity = "note"
  concern  = "cost"
  strict   = true

  # Nothing says that what is put into a bucket should ever go, so only those are meant that grow by themselves: by
  # versions that nobody asked for, and by logs. State of Terraform is small, and its old versions are its backup.
  case {
    resources = ["aws_s3_bucket"]

    let {
      beside   = length(referrers("aws_s3_bucket_lifecycle_configuration")) > 0
      ruled    = length(self.lifecycle_rule[*]) > 0 || let.beside
      access   = referrers("aws_s3_bucket_logging", "target_bucket")
      balanced = concat(referrers("aws_lb", "access_logs"), referrers("aws_elb", "access_logs"))
      edge     = referrers("aws_cloudfront_distribution", "logging_config")
      network  = referrers("aws_flow_log")
      trails   = referrers("aws_cloudtrail", "s3_bucket_name")
      writers  = concat(let.access, let.balanced, let.edge, let.network, let.trails)
      state    = length(regexall("state", lower(self.label))) > 0
    }

    when    = !let.ruled && !let.state && length(let.writers) > 0
    message = "${plural(length(let.writers), "source")} of logs ${length(let.writers) == 1 ? "writes" : "write"} to `${self.label}`, and nothing ever removes them"
    label   = "logs come in, and no lifecycle takes them out"
    help    = "add an `aws_s3_bucket_lifecycle_configuration` with `expiration { days = 90 }`, or as long as logs must be kept"

    evidence {
      for_each = slice(let.writers, 0, min(3, length(let.writers)))
      at       = each.value.address
      label    = "writes its logs there"
    }
  }

  case {
    resources = ["aws_s3_bucket"]

    let {
      beside    = length(referrers("aws_s3_bucket_lifecycle_configuration")) > 0
      ruled     = length(self.lifecycle_rule[*]) > 0 || let.beside
      locked    = !unset(self.object_lock_enabled, false) || length(self.object_lock_configuration[*]) > 0
      name      = known(self.bucket) ? coalesce(self.bucket, "-") : "-"
      prefix    = known(self.bucket_prefix) ? coalesce(self.bucket_prefix, "-") : "-"
      named     = lower("${self.label} ${self.address} ${let.name} ${let.prefix}")
      kept      = length(regexall("state|backup|archive|audit|glacier|trust", let.named)) > 0
      inline    = one(self.versioning[*].enabled) == true
      settings  = referrers("aws_s3_bucket_versioning")
      separate  = [for it in let.settings : it if one(it.versioning_configuration[*].status) == "Enabled"]
      versioned = let.inline || length(let.separate) > 0
    }

    when    = !let.ruled && !let.kept && !let.locked && let.versioned
    at      = "versioning"
    message = "`${self.label}` keeps every version of every object, and no lifecycle ever removes one"
    label   = "old versions are billed like new ones"
    help    = "add an `aws_s3_bucket_lifecycle_configuration` with `noncurrent_version_expiration { noncurrent_days = 30 }`"

    evidence {
      for_each = let.separate
      at       = each.value.address
      label    = "versioning is switched on here"
    }
  }

  case {
    resources = ["google_storage_bucket"]

    let {
      name  = known(self.name) ? coalesce(self.name, "-") : "-"
      named = lower("${self.label} ${self.address} ${let.name}")
      kept  = length(regexall("state|backup|archive|audit", let.named)) > 0
    }

    when = (
      one(self.versioning[*].enabled) == true && length(self.lifecycle_rule[*]) == 0 &&
      length(self.retention_policy[*]) == 0 && !let.kept
    )
    at      = "versioning"
    message = "`${self.label}` keeps every version of every object, and no lifecycle ever removes one"
    label   = "old versions are billed like new ones"
    help    = "add a `lifecycle_rule` with `action { type = \"Delete\" }` and `condition { num_newer_versions = 3 }`"
  }

  why = <<-EOT
    Storage is billed by the month for as long as an object is there, and what nobody removes is billed forever: a
    bucket that takes 100 GB a month costs $2.30 in the first month, $27.60 in the twelfth and $83 in the thirty-sixth.
    Two kinds grow without anybody's doing: in versioned buckets an overwritten or deleted object stays as an old
    version, unseen in listings; and logs are written every few minutes and read in their first days, if ever.

    Ignore this rule where a law or a contract says for how long logs are kept, by writing that time into a lifecycle,
    and for versioned buckets whose objects are never overwritten. Buckets whose names tell of state, backups, archives
    or audits are not asked.
  EOT

  sources = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html",
    "https://cloud.google.com/storage/docs/lifecycle",
  ]
}
