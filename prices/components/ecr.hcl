priced "aws_ecr_repository" {
  service = "ECR"
  sources = ["https://aws.amazon.com/ecr/pricing/"]

  usage "storage_gb" {
    unit  = "GB"
    title = "images kept"
  }

  component "storage" {
    sku      = "aws/ecr/storage"
    unit     = "GB-months"
    quantity = usage.storage_gb
  }
}

free "aws_ecr_account_setting" {}
free "aws_ecr_lifecycle_policy" {}
free "aws_ecr_pull_through_cache_rule" {}
free "aws_ecr_registry_policy" {}
free "aws_ecr_replication_configuration" {}
free "aws_ecr_repository_creation_template" {}
free "aws_ecr_repository_policy" {}
free "aws_ecrpublic_repository_policy" {}
