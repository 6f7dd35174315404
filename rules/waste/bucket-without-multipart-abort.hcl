rule "bucket-without-multipart-abort" {
  title    = "Lifecycle of a bucket that keeps unfinished uploads"
  severity = "note"
  concern  = "cost"
  strict   = true

  # Names of buckets that AWS or Terraform fills with small objects, each in one piece.
  params {
    small = "logs?([^a-z]|$)|logging|trail|state|guardduty|inventory|trust"
  }

  # A bucket without any rules is the business of bucket-without-lifecycle. Rules that are all switched off are none.
  case {
    resources = ["aws_s3_bucket_lifecycle_configuration"]

    let {
      active = [for it in self.rule : it if it.status == "Enabled"]
      aborts = flatten([for it in let.active : it.abort_incomplete_multipart_upload[*]])
      owners = refs("aws_s3_bucket", "bucket")
      owner  = known(let.owners) ? join(" ", [for it in let.owners : it.label]) : ""
      small  = length(regexall(params.small, lower("${self.address} ${let.owner}"))) > 0
    }

    when    = self.rule != null && length(let.active) > 0 && length(let.aborts) == 0 && !let.small
    at      = "rule"
    message = "no rule of `${self.label}` aborts uploads that were never finished, and their parts are billed until one does"
    label   = "none of the ${plural(length(let.active), "rule")} has `abort_incomplete_multipart_upload`"
  }

  # The rules of versions of the provider before 4.
  case {
    resources = ["aws_s3_bucket"]

    let {
      active = [for it in self.lifecycle_rule : it if it.enabled == true]
      aborts = [for it in let.active : it if !unset(it.abort_incomplete_multipart_upload_days, 0)]
      small  = length(regexall(params.small, lower(self.address))) > 0
    }

    when    = self.lifecycle_rule != null && length(let.active) > 0 && length(let.aborts) == 0 && !let.small
    at      = "lifecycle_rule"
    message = "no rule of `${self.label}` aborts uploads that were never finished, and their parts are billed until one does"
    label   = "none of the ${plural(length(let.active), "rule")} has `abort_incomplete_multipart_upload_days`"
    help    = "set `abort_incomplete_multipart_upload_days = 7` in a rule for the whole bucket"
  }

  why = <<-EOT
    A large object is uploaded in parts, and most tools do so by themselves from a few megabytes on. Where an upload
    breaks off, the parts that arrived stay: no listing of objects shows them, no expiration removes them, and each GB
    costs what a GB of the bucket costs. Only `AbortIncompleteMultipartUpload` ends them. It touches nothing that was
    finished, so there is no reason against it.

    Ignore this rule for a bucket into which only small files are ever put. Those whose names tell of logs or state are
    not asked: what fills them writes each object in one piece.
  EOT

  help = "add a rule for the whole bucket with `abort_incomplete_multipart_upload { days_after_initiation = 7 }`"

  sources = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html",
  ]
}
