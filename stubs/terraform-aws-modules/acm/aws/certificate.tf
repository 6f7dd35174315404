stub {
  versions = ">= 5.0"
  about    = "https://registry.terraform.io/modules/terraform-aws-modules/acm/aws"
}

variable "create_certificate" {
  type    = bool
  default = true
}

variable "create_route53_records_only" {
  type    = bool
  default = false
}

variable "create_route53_records" {
  type    = bool
  default = true
}

variable "validate_certificate" {
  type    = bool
  default = true
}

variable "wait_for_validation" {
  type    = bool
  default = true
}

variable "validation_method" {
  type    = string
  default = null
}

variable "domain_name" {
  type    = string
  default = ""
}

variable "subject_alternative_names" {
  type    = list(string)
  default = []
}

variable "distinct_domain_names" {
  type    = list(string)
  default = []
}

variable "key_algorithm" {
  type    = string
  default = null
}

variable "zone_id" {
  type    = string
  default = ""
}

variable "dns_ttl" {
  type    = number
  default = 60
}

variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  names    = coalescelist(var.distinct_domain_names, distinct([for name in concat([var.domain_name], var.subject_alternative_names) : replace(name, "*.", "")]))
  proven   = var.create_certificate && var.validate_certificate
  recorded = var.create_route53_records && (local.proven || var.create_route53_records_only)
}

resource "aws_acm_certificate" "this" {
  count = var.create_certificate ? 1 : 0

  domain_name               = var.domain_name
  subject_alternative_names = var.subject_alternative_names
  validation_method         = var.validation_method
  key_algorithm             = var.key_algorithm

  tags = var.tags
}

resource "aws_route53_record" "validation" {
  count = try(var.validation_method == "DNS", false) && local.recorded ? length(local.names) : 0

  zone_id = var.zone_id
  name    = try(tolist(aws_acm_certificate.this[0].domain_validation_options)[count.index].resource_record_name, "")
  type    = "CNAME"
  ttl     = var.dns_ttl
  records = [try(tolist(aws_acm_certificate.this[0].domain_validation_options)[count.index].resource_record_value, "")]
}

resource "aws_acm_certificate_validation" "this" {
  count = local.proven && var.validation_method != null && var.wait_for_validation ? 1 : 0

  certificate_arn = aws_acm_certificate.this[0].arn
}

output "acm_certificate_arn" {
  value = try(aws_acm_certificate_validation.this[0].certificate_arn, aws_acm_certificate.this[0].arn, "")
}

output "acm_certificate_domain_validation_options" {
  value = flatten(aws_acm_certificate.this[*].domain_validation_options)
}

output "acm_certificate_status" {
  value = try(aws_acm_certificate.this[0].status, "")
}

output "distinct_domain_names" {
  value = local.names
}

output "validation_route53_record_fqdns" {
  value = aws_route53_record.validation[*].fqdn
}
