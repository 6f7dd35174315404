priced "aws_acm_certificate" {
  service = "Certificate Manager"
  sources = ["https://aws.amazon.com/certificate-manager/pricing/"]

  let {
    names = 1 + length(default(self.subject_alternative_names, []))
  }

  component "private" {
    sku      = "aws/acm/private_certificate"
    unit     = "certificates"
    when     = !unset(self.certificate_authority_arn)
    quantity = 1
  }
  component "exportable" {
    sku      = "aws/acm/exportable_name"
    unit     = "names"
    when     = self.options[0].export == "ENABLED"
    quantity = let.names
  }
}
