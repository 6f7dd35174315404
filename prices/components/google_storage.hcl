priced "google_storage_bucket" {
  service = "Cloud Storage"
  sources = ["https://cloud.google.com/storage/pricing"]

  let {
    place  = lower(self.location)
    wide   = { "us" = "us-multi", "eu" = "europe-multi", "asia" = "asia-multi" }
    pairs  = ["nam4", "eur4", "asia1"]
    chosen = !unset(self.custom_placement_config[0])
    where  = lookup(let.wide, let.place, let.place)
    form   = let.chosen ? "-custom" : contains(keys(let.wide), let.place) ? "-multi" : contains(let.pairs, let.place) ? "-dual" : ""
    class  = lower(default(self.storage_class, "STANDARD"))
    kinds  = { "multi_regional" = "standard", "regional" = "standard", "archive" = "archiv", "durable_reduced_availability" = "dra" }
    kind   = lookup(let.kinds, let.class, let.class)
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "data kept"
  }
  usage "monthly_class_a_operations" {
    unit  = "operations"
    title = "writes and listings"
  }
  usage "monthly_class_b_operations" {
    unit  = "operations"
    title = "reads"
  }
  usage "monthly_outbound_data_gb" {
    unit  = "GB"
    title = "data sent to the internet"
    flow  = "egress_gb"
  }

  component "storage" {
    sku      = "google/storage/${let.kind}${let.form}"
    unit     = "GB-months"
    region   = let.where
    quantity = usage.storage_gb
  }
  component "class_a_operations" {
    sku      = "google/storage/${let.kind}${let.form}.class_a"
    unit     = "operations"
    region   = let.where
    quantity = usage.monthly_class_a_operations
  }
  component "class_b_operations" {
    sku      = "google/storage/${let.kind}${let.form}.class_b"
    unit     = "operations"
    region   = let.where
    quantity = usage.monthly_class_b_operations
  }
  component "egress" {
    sku      = "google/egress/internet"
    unit     = "GB"
    region   = let.where
    quantity = usage.monthly_outbound_data_gb
  }
}

priced "google_artifact_registry_repository" {
  service = "Artifact Registry"
  sources = ["https://cloud.google.com/artifact-registry/pricing"]

  usage "storage_gb" {
    unit  = "GB"
    title = "images and packages kept"
  }

  component "storage" {
    sku      = "google/artifact_registry/storage"
    unit     = "GB-months"
    when     = default(self.mode, "STANDARD_REPOSITORY") != "VIRTUAL_REPOSITORY"
    quantity = usage.storage_gb
    note     = "the first half GB of a billing account is free"
  }
}

free "google_storage_bucket_iam_*" {}
free "google_storage_bucket_acl" {}
free "google_storage_default_object_acl" {}
free "google_storage_bucket_object" {
  billed_in = "google_storage_bucket"
}
free "google_storage_notification" {}
free "google_artifact_registry_repository_iam_*" {}
