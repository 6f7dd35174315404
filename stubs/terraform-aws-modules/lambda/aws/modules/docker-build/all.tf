stub {
  versions = ">= 4.0, < 9.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/lambda/aws"
}

variable "create_ecr_repo" {
  type    = bool
  default = false
}
variable "ecr_repo" {
  type    = string
  default = null
}
variable "ecr_repo_tags" {
  type    = map(string)
  default = {}
}
variable "ecr_repo_lifecycle_policy" {
  type    = string
  default = null
}
variable "image_tag_mutability" {
  type    = string
  default = "MUTABLE"
}
variable "source_path" {
  type    = string
  default = null
}
variable "docker_file_path" {
  type    = string
  default = "Dockerfile"
}
variable "platform" {
  type    = string
  default = null
}

# The name has the account, the region and, mostly, the time in it.
resource "docker_image" "this" {
  build {
    context    = var.source_path
    dockerfile = var.docker_file_path
    platform   = var.platform
  }
}

resource "docker_registry_image" "this" {
  name = docker_image.this.name
}

resource "aws_ecr_repository" "this" {
  count = var.create_ecr_repo ? 1 : 0

  name                 = var.ecr_repo
  image_tag_mutability = var.image_tag_mutability
  tags                 = var.ecr_repo_tags
}

resource "aws_ecr_lifecycle_policy" "this" {
  count = var.ecr_repo_lifecycle_policy != null ? 1 : 0

  policy     = var.ecr_repo_lifecycle_policy
  repository = var.create_ecr_repo ? aws_ecr_repository.this[0].id : var.ecr_repo
}

output "image_uri" { value = docker_registry_image.this.name }
output "image_id" { value = docker_registry_image.this.id }
