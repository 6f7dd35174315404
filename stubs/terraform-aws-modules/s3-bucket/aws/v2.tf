stub {
  versions = ">= 1.0, < 3.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/s3-bucket/aws"
}

variable "create_bucket" {
  type    = bool
  default = true
}

variable "bucket" {
  type    = string
  default = null
}

variable "bucket_prefix" {
  type    = string
  default = null
}

variable "force_destroy" {
  type    = bool
  default = false
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "acl" {
  type    = string
  default = "private"
}

variable "policy" {
  type    = string
  default = null
}

variable "attach_policy" {
  type    = bool
  default = false
}

variable "attach_public_policy" {
  type    = bool
  default = true
}

variable "attach_elb_log_delivery_policy" {
  type    = bool
  default = false
}

variable "attach_lb_log_delivery_policy" {
  type    = bool
  default = false
}

variable "attach_deny_insecure_transport_policy" {
  type    = bool
  default = false
}

variable "attach_require_latest_tls_policy" {
  type    = bool
  default = false
}

variable "versioning" {
  type    = map(string)
  default = {}
}

variable "logging" {
  type    = map(string)
  default = {}
}

variable "website" {
  type    = map(string)
  default = {}
}

variable "lifecycle_rule" {
  type    = any
  default = []
}

variable "server_side_encryption_configuration" {
  type    = any
  default = {}
}

variable "acceleration_status" {
  type    = string
  default = null
}

variable "request_payer" {
  type    = string
  default = null
}

variable "block_public_acls" {
  type    = bool
  default = false
}

variable "block_public_policy" {
  type    = bool
  default = false
}

variable "ignore_public_acls" {
  type    = bool
  default = false
}

variable "restrict_public_buckets" {
  type    = bool
  default = false
}

variable "control_object_ownership" {
  type    = bool
  default = false
}

variable "object_ownership" {
  type    = string
  default = "ObjectWriter"
}

locals {
  has_policy = anytrue([
    var.attach_policy,
    var.attach_elb_log_delivery_policy,
    var.attach_lb_log_delivery_policy,
    var.attach_deny_insecure_transport_policy,
    var.attach_require_latest_tls_policy,
  ])
}

resource "aws_s3_bucket" "this" {
  count = var.create_bucket ? 1 : 0

  bucket              = var.bucket
  bucket_prefix       = var.bucket_prefix
  acl                 = var.acl != "null" ? var.acl : null
  force_destroy       = var.force_destroy
  acceleration_status = var.acceleration_status
  request_payer       = var.request_payer

  tags = var.tags

  dynamic "versioning" {
    for_each = length(var.versioning) > 0 ? [var.versioning] : []

    content {
      enabled    = try(versioning.value.enabled, null)
      mfa_delete = try(versioning.value.mfa_delete, null)
    }
  }

  dynamic "logging" {
    for_each = length(var.logging) > 0 ? [var.logging] : []

    content {
      target_bucket = logging.value.target_bucket
      target_prefix = try(logging.value.target_prefix, null)
    }
  }

  dynamic "lifecycle_rule" {
    for_each = try(jsondecode(var.lifecycle_rule), var.lifecycle_rule)

    content {
      id                                     = try(lifecycle_rule.value.id, null)
      prefix                                 = try(lifecycle_rule.value.prefix, null)
      enabled                                = lifecycle_rule.value.enabled
      abort_incomplete_multipart_upload_days = try(lifecycle_rule.value.abort_incomplete_multipart_upload_days, null)

      dynamic "expiration" {
        for_each = try(length(lifecycle_rule.value.expiration) > 0, false) ? [lifecycle_rule.value.expiration] : []

        content {
          date = try(expiration.value.date, null)
          days = try(expiration.value.days, null)
        }
      }

      dynamic "transition" {
        for_each = try(lifecycle_rule.value.transition, [])

        content {
          date          = try(transition.value.date, null)
          days          = try(transition.value.days, null)
          storage_class = transition.value.storage_class
        }
      }

      dynamic "noncurrent_version_expiration" {
        for_each = try(length(lifecycle_rule.value.noncurrent_version_expiration) > 0, false) ? [lifecycle_rule.value.noncurrent_version_expiration] : []

        content {
          days = try(noncurrent_version_expiration.value.days, null)
        }
      }

      dynamic "noncurrent_version_transition" {
        for_each = try(lifecycle_rule.value.noncurrent_version_transition, [])

        content {
          days          = try(noncurrent_version_transition.value.days, null)
          storage_class = noncurrent_version_transition.value.storage_class
        }
      }
    }
  }

  dynamic "server_side_encryption_configuration" {
    for_each = try([var.server_side_encryption_configuration.rule], [])

    content {
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm     = try(server_side_encryption_configuration.value.apply_server_side_encryption_by_default.sse_algorithm, null)
          kms_master_key_id = try(server_side_encryption_configuration.value.apply_server_side_encryption_by_default.kms_master_key_id, null)
        }
      }
    }
  }
}

data "aws_iam_policy_document" "combined" {
  count = var.create_bucket && local.has_policy ? 1 : 0

  source_policy_documents = compact([var.policy])
}

resource "aws_s3_bucket_policy" "this" {
  count = var.create_bucket && local.has_policy ? 1 : 0

  bucket = aws_s3_bucket.this[0].id
  policy = data.aws_iam_policy_document.combined[0].json
}

resource "aws_s3_bucket_public_access_block" "this" {
  count = var.create_bucket && var.attach_public_policy ? 1 : 0

  bucket                  = aws_s3_bucket.this[0].id
  block_public_acls       = var.block_public_acls
  block_public_policy     = var.block_public_policy
  ignore_public_acls      = var.ignore_public_acls
  restrict_public_buckets = var.restrict_public_buckets
}

resource "aws_s3_bucket_ownership_controls" "this" {
  count = var.create_bucket && var.control_object_ownership ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  rule {
    object_ownership = var.object_ownership
  }
}

output "s3_bucket_id" {
  value = try(aws_s3_bucket.this[0].id, "")
}

output "s3_bucket_arn" {
  value = try(aws_s3_bucket.this[0].arn, "")
}

output "s3_bucket_bucket_domain_name" {
  value = try(aws_s3_bucket.this[0].bucket_domain_name, "")
}

output "s3_bucket_bucket_regional_domain_name" {
  value = try(aws_s3_bucket.this[0].bucket_regional_domain_name, "")
}

output "s3_bucket_hosted_zone_id" {
  value = try(aws_s3_bucket.this[0].hosted_zone_id, "")
}

output "s3_bucket_region" {
  value = try(aws_s3_bucket.this[0].region, "")
}

output "s3_bucket_website_endpoint" {
  value = try(aws_s3_bucket.this[0].website_endpoint, "")
}

output "s3_bucket_website_domain" {
  value = try(aws_s3_bucket.this[0].website_domain, "")
}

output "this_s3_bucket_id" {
  value = try(aws_s3_bucket.this[0].id, "")
}

output "this_s3_bucket_arn" {
  value = try(aws_s3_bucket.this[0].arn, "")
}

output "this_s3_bucket_bucket_domain_name" {
  value = try(aws_s3_bucket.this[0].bucket_domain_name, "")
}

output "this_s3_bucket_bucket_regional_domain_name" {
  value = try(aws_s3_bucket.this[0].bucket_regional_domain_name, "")
}

output "this_s3_bucket_hosted_zone_id" {
  value = try(aws_s3_bucket.this[0].hosted_zone_id, "")
}

output "this_s3_bucket_region" {
  value = try(aws_s3_bucket.this[0].region, "")
}

output "this_s3_bucket_website_endpoint" {
  value = try(aws_s3_bucket.this[0].website_endpoint, "")
}

output "this_s3_bucket_website_domain" {
  value = try(aws_s3_bucket.this[0].website_domain, "")
}
