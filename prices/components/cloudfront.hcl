priced "aws_cloudfront_distribution" {
  service = "CloudFront"
  sources = ["https://aws.amazon.com/cloudfront/pricing/pay-as-you-go/"]

  let {
    on        = self.enabled != false
    dedicated = self.viewer_certificate[0].ssl_support_method == "vip"
  }

  usage "monthly_data_transfer_to_internet_gb.us" {
    unit  = "GB"
    title = "data sent to viewers in North America"
    flow  = "egress_gb"
  }

  usage "monthly_https_requests.us" {
    unit  = "requests"
    title = "HTTPS requests from North America"
    flow  = "requests"
  }

  # The first thousand of a month are free, and hardly anybody has more.
  usage "monthly_invalidation_requests" {
    unit    = "paths"
    title   = "paths invalidated"
    low     = 0
    typical = 100
    high    = 1000
  }

  component "egress" {
    sku      = "aws/cloudfront/egress.us"
    unit     = "GB"
    quantity = usage["monthly_data_transfer_to_internet_gb.us"]
    region   = "global"
    when     = let.on
    note     = "as if all viewers were in North America; an account's first 1024 GB are free"
  }

  component "requests" {
    sku      = "aws/cloudfront/https_requests.us"
    unit     = "requests"
    quantity = usage["monthly_https_requests.us"]
    region   = "global"
    when     = let.on
    note     = "as if all viewers were in North America; an account's first 10 million are free"
  }

  component "invalidations" {
    sku      = "aws/cloudfront/invalidation"
    unit     = "paths"
    quantity = max(0, usage.monthly_invalidation_requests - 1000)
    region   = "global"
    when     = let.on
  }

  component "dedicated_addresses" {
    sku      = "aws/cloudfront/dedicated_ip_certificate"
    unit     = "months"
    quantity = 1
    region   = "global"
    when     = let.dedicated
  }
}

priced "aws_cloudfront_function" {
  service = "CloudFront"
  sources = ["https://aws.amazon.com/cloudfront/pricing/pay-as-you-go/"]

  usage "monthly_requests" {
    unit  = "invocations"
    title = "runs of the function"
    flow  = "requests"
  }

  component "invocations" {
    sku      = "aws/cloudfront/functions"
    unit     = "invocations"
    quantity = usage.monthly_requests
    region   = "global"
  }
}

free "aws_cloudfront_cache_policy" {}
free "aws_cloudfront_continuous_deployment_policy" {}
free "aws_cloudfront_field_level_encryption_config" {}
free "aws_cloudfront_field_level_encryption_profile" {}
free "aws_cloudfront_key_group" {}
free "aws_cloudfront_origin_access_control" {}
free "aws_cloudfront_origin_access_identity" {}
free "aws_cloudfront_origin_request_policy" {}
free "aws_cloudfront_public_key" {}
free "aws_cloudfront_response_headers_policy" {}
free "aws_cloudfront_vpc_origin" {}
