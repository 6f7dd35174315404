rule "image-proxy-egress" {
  title    = "Objects streamed to the internet without a cache before them"
  concern  = "cost"
  severity = "note"

  let {
    words   = "image|img|photo|picture|thumb|resiz|media|video|download|asset|avatar|stream|proxy|cdn"
    text = lower(
      "${self.label}${known(self.function_name) && self.function_name != null ? " ${self.function_name}" : ""}"
    )
    named   = names("environment")
    buckets = [for it in let.named : it if it.type == "aws_s3_bucket"]
    doors = [
      "aws_lambda_function_url", "aws_apigatewayv2_api", "aws_api_gateway_rest_api", "aws_lb_target_group", "aws_lb",
      "aws_alb"
    ]
    # Who calls it is outside, and waits for the bytes.
    open = [
      for it in triggers() : it
      if contains(let.doors, it.kind)
    ]
    caches = concat(
      all("aws_cloudfront_distribution"), all("cloudflare_record"), all("cloudflare_dns_record"),
      all("fastly_service_vcl")
    )
    gb     = flow("egress_gb") == null ? 0 : flow("egress_gb")
  }

  case {
    resources = ["aws_lambda_function"]
    when = (
      length(regexall(let.words, let.text)) > 0 &&
      length(let.caches) == 0 &&
      length(let.buckets) > 0 &&
      length(let.open) > 0 &&
      !(known(may("s3:GetObject")) && may("s3:GetObject") == false)
    )
    at         = "function_name"
    confidence = "medium"
    message    = "`${title()}` hands objects of `${title(let.buckets[0])}` to the internet, and no cache stands before it"
    label      = "each request is a call of the function and bytes that go out"
    help       = "put an `aws_cloudfront_distribution` before it, or answer with a presigned URL of the bucket"

    evidence {
      at    = let.buckets[0].at
      label = "where the objects come from"
    }
    evidence {
      at    = let.open[0].at
      label = "the way in from outside"
    }
    impact {
      kind    = "exposes"
      monthly = let.gb * price("aws/datatransfer/egress_internet")
      assumes = "answers of 2 to 100 KB; pictures are larger"
    }
  }

  why = <<-EOT
    Every GB that leaves AWS costs $0.09, and a page with twenty pictures of 200 KB is 4 MB: a million views are 4 TB
    and $360, and each picture is a call that runs as long as the slowest reader takes. A cache answers most of that
    from its edge: CloudFront gives 1 TB a month away, takes nothing for what it fetches from S3, and keeps a crawler or
    a copied link from becoming the bill. An API gateway also passes no answer above 10 MB.

    Ignore this rule where every answer is different, where callers are few and known, or where a cache of others stands
    before the API.
  EOT

  sources = [
    "https://aws.amazon.com/ec2/pricing/on-demand/",
    "https://aws.amazon.com/cloudfront/pricing/",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ShareObjectPreSignedURL.html",
  ]
}
