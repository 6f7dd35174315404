priced "aws_s3_bucket" {
  service = "S3"
  sources = ["https://aws.amazon.com/s3/pricing/"]

  let {
    # Older versions of the provider have the rules inside of the bucket, newer ones beside it.
    rules   = flatten(concat([for beside in referrers("aws_s3_bucket_lifecycle_configuration") : default(beside.rule, [])], [default(self.lifecycle_rule, [])]))
    moves   = flatten([for rule in let.rules : default(rule.transition, [])])
    classes = [for move in let.moves : move.storage_class]
  }

  usage "standard.storage_gb" {
    unit  = "GB"
    title = "data in the standard class"
  }

  usage "standard.monthly_tier_1_requests" {
    unit  = "requests"
    title = "writes and listings in the standard class"
  }

  usage "standard.monthly_tier_2_requests" {
    unit  = "requests"
    title = "reads in the standard class"
  }

  # The other classes hold nothing as far as anybody can tell, unless a rule moves objects there: then how much is unknown.
  usage "intelligent_tiering.frequent_access_storage_gb" {
    unit    = "GB"
    title   = "data in Intelligent-Tiering that is read often"
    low     = contains(let.classes, "INTELLIGENT_TIERING") ? null : 0
    typical = contains(let.classes, "INTELLIGENT_TIERING") ? null : 0
    high    = contains(let.classes, "INTELLIGENT_TIERING") ? null : 0
  }

  usage "intelligent_tiering.monitored_objects" {
    unit    = "objects"
    title   = "objects watched by Intelligent-Tiering"
    low     = contains(let.classes, "INTELLIGENT_TIERING") ? null : 0
    typical = contains(let.classes, "INTELLIGENT_TIERING") ? null : 0
    high    = contains(let.classes, "INTELLIGENT_TIERING") ? null : 0
  }

  usage "standard_infrequent_access.storage_gb" {
    unit    = "GB"
    title   = "data in the class for infrequent access"
    low     = contains(let.classes, "STANDARD_IA") ? null : 0
    typical = contains(let.classes, "STANDARD_IA") ? null : 0
    high    = contains(let.classes, "STANDARD_IA") ? null : 0
  }

  usage "standard_infrequent_access.monthly_lifecycle_transition_requests" {
    unit    = "requests"
    title   = "objects moved to the class for infrequent access"
    low     = contains(let.classes, "STANDARD_IA") ? null : 0
    typical = contains(let.classes, "STANDARD_IA") ? null : 0
    high    = contains(let.classes, "STANDARD_IA") ? null : 0
  }

  usage "one_zone_infrequent_access.storage_gb" {
    unit    = "GB"
    title   = "data in the class for infrequent access in one zone"
    low     = contains(let.classes, "ONEZONE_IA") ? null : 0
    typical = contains(let.classes, "ONEZONE_IA") ? null : 0
    high    = contains(let.classes, "ONEZONE_IA") ? null : 0
  }

  usage "glacier_instant_retrieval.storage_gb" {
    unit    = "GB"
    title   = "data in Glacier Instant Retrieval"
    low     = contains(let.classes, "GLACIER_IR") ? null : 0
    typical = contains(let.classes, "GLACIER_IR") ? null : 0
    high    = contains(let.classes, "GLACIER_IR") ? null : 0
  }

  usage "glacier_flexible_retrieval.storage_gb" {
    unit    = "GB"
    title   = "data in Glacier Flexible Retrieval"
    low     = contains(let.classes, "GLACIER") ? null : 0
    typical = contains(let.classes, "GLACIER") ? null : 0
    high    = contains(let.classes, "GLACIER") ? null : 0
  }

  usage "glacier_deep_archive.storage_gb" {
    unit    = "GB"
    title   = "data in Glacier Deep Archive"
    low     = contains(let.classes, "DEEP_ARCHIVE") ? null : 0
    typical = contains(let.classes, "DEEP_ARCHIVE") ? null : 0
    high    = contains(let.classes, "DEEP_ARCHIVE") ? null : 0
  }

  component "storage" {
    sku      = "aws/s3/standard.storage"
    unit     = "GB-months"
    quantity = usage["standard.storage_gb"]
  }

  component "writes" {
    sku      = "aws/s3/standard.put_copy_post_list"
    unit     = "requests"
    quantity = usage["standard.monthly_tier_1_requests"]
  }

  component "reads" {
    sku      = "aws/s3/standard.get"
    unit     = "requests"
    quantity = usage["standard.monthly_tier_2_requests"]
  }

  component "tiering_storage" {
    sku      = "aws/s3/intelligent_tiering.frequent"
    unit     = "GB-months"
    quantity = usage["intelligent_tiering.frequent_access_storage_gb"]
  }

  component "tiering_monitoring" {
    sku      = "aws/s3/intelligent_tiering.monitoring"
    unit     = "object-months"
    quantity = usage["intelligent_tiering.monitored_objects"]
  }

  component "infrequent_storage" {
    sku      = "aws/s3/standard_ia.storage"
    unit     = "GB-months"
    quantity = usage["standard_infrequent_access.storage_gb"]
  }

  component "infrequent_transitions" {
    sku      = "aws/s3/lifecycle_transition.ia"
    unit     = "requests"
    quantity = usage["standard_infrequent_access.monthly_lifecycle_transition_requests"]
  }

  component "one_zone_storage" {
    sku      = "aws/s3/onezone_ia.storage"
    unit     = "GB-months"
    quantity = usage["one_zone_infrequent_access.storage_gb"]
  }

  component "glacier_instant_storage" {
    sku      = "aws/s3/glacier_instant.storage"
    unit     = "GB-months"
    quantity = usage["glacier_instant_retrieval.storage_gb"]
  }

  component "glacier_storage" {
    sku      = "aws/s3/glacier_flexible.storage"
    unit     = "GB-months"
    quantity = usage["glacier_flexible_retrieval.storage_gb"]
  }

  component "deep_archive_storage" {
    sku      = "aws/s3/deep_archive.storage"
    unit     = "GB-months"
    quantity = usage["glacier_deep_archive.storage_gb"]
  }
}

priced "aws_s3_directory_bucket" {
  service = "S3"
  sources = ["https://aws.amazon.com/s3/pricing/"]

  usage "storage_gb" {
    unit  = "GB"
    title = "data in Express One Zone"
  }

  component "storage" {
    sku      = "aws/s3/express_one_zone.storage"
    unit     = "GB-months"
    quantity = usage.storage_gb
  }
}

free "aws_s3_access_point" {}
free "aws_s3_account_public_access_block" {}
free "aws_s3_bucket_accelerate_configuration" {}
free "aws_s3_bucket_acl" {}
free "aws_s3_bucket_cors_configuration" {}
free "aws_s3_bucket_intelligent_tiering_configuration" {}
free "aws_s3_bucket_lifecycle_configuration" {}
free "aws_s3_bucket_logging" {}
free "aws_s3_bucket_notification" {}
free "aws_s3_bucket_object_lock_configuration" {}
free "aws_s3_bucket_ownership_controls" {}
free "aws_s3_bucket_policy" {}
free "aws_s3_bucket_public_access_block" {}
free "aws_s3_bucket_replication_configuration" {}
free "aws_s3_bucket_request_payment_configuration" {}
free "aws_s3_bucket_server_side_encryption_configuration" {}
free "aws_s3_bucket_versioning" {}
free "aws_s3_bucket_website_configuration" {}
free "aws_s3control_access_point_policy" {}
free "aws_s3control_bucket_lifecycle_configuration" {}
free "aws_s3control_bucket_policy" {}
free "aws_s3control_multi_region_access_point_policy" {}
free "aws_s3control_object_lambda_access_point" {}
free "aws_s3control_object_lambda_access_point_policy" {}

free "aws_s3_bucket_object" {
  billed_in = "aws_s3_bucket"
}

free "aws_s3_object" {
  billed_in = "aws_s3_bucket"
}

free "aws_s3_object_copy" {
  billed_in = "aws_s3_bucket"
}
