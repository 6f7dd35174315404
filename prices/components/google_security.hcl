priced "google_secret_manager_secret_version" {
  service = "Secret Manager"
  sources = ["https://cloud.google.com/secret-manager/pricing"]

  let {
    secret = one(refs("google_secret_manager_secret", "secret"))
    places = let.secret.replication[0].user_managed[0].replicas
  }

  component "version" {
    sku      = "google/secret_manager/version"
    unit     = "version-months"
    quantity = unset(let.places) ? 1 : length(let.places)
    note     = "six versions of a billing account are free"
  }
}

priced "google_secret_manager_secret" {
  service = "Secret Manager"
  sources = ["https://cloud.google.com/secret-manager/pricing"]

  usage "monthly_access_operations" {
    unit  = "operations"
    title = "times a version is read"
  }

  component "access" {
    sku      = "google/secret_manager/access"
    unit     = "operations"
    quantity = usage.monthly_access_operations
    note     = "the first 10,000 a month of a billing account are free"
  }
}

priced "google_kms_crypto_key" {
  service = "Cloud KMS"
  sources = ["https://cloud.google.com/kms/pricing"]

  let {
    level = lower(default(self.version_template[0].protection_level, "SOFTWARE"))
  }

  usage "monthly_key_operations" {
    unit  = "operations"
    title = "uses of the key"
  }

  component "version" {
    sku      = "google/kms/${let.level}_key"
    unit     = "key-months"
    when     = default(self.skip_initial_version_creation, false) == false
    quantity = 1
    note     = unset(self.rotation_period) ? null : "every rotation adds a version at this price until the old one is destroyed"
  }
  component "operations" {
    sku      = "google/kms/${let.level}_operations"
    unit     = "operations"
    quantity = usage.monthly_key_operations
  }
}

priced "google_logging_project_bucket_config" {
  service = "Cloud Logging"
  sources = ["https://cloud.google.com/stackdriver/pricing"]

  usage "monthly_logging_data_gb" {
    unit  = "GiB"
    title = "logs written"
    flow  = "log_gb"
  }

  component "ingest" {
    sku      = "google/logging/ingest"
    unit     = "GiB"
    quantity = usage.monthly_logging_data_gb
    note     = "the first 50 GiB a month of a project are free"
  }
}

free "google_kms_key_ring" {}
free "google_kms_crypto_key_iam_*" {}
free "google_kms_key_ring_iam_*" {}
free "google_secret_manager_secret_iam_*" {}
free "google_logging_project_exclusion" {}
free "google_logging_project_sink" {
  billed_in = "its destination"
}
