rule "lambda-default-timeout" {
  title     = "Lambda function without a timeout"
  severity  = "warning"
  concern   = "reliability"
  resources = ["aws_lambda_function"]

  # Popular modules pass a default of 3 of their own, which nobody here chose either. At the edge the limits are
  # others, and on machines of one's own the code runs on. What has no code is no function yet.
  when = (
    unchosen(self.timeout, 3) &&
    unset(self.capacity_provider_config, []) &&
    anytrue([for it in ["filename", "image_uri", "s3_bucket", "s3_key"] : says(it)]) &&
    length(referrers("aws_cloudfront_distribution")) == 0
  )
  at      = "timeout"
  message = "`${title()}` sets no timeout, so Lambda stops it after 3 seconds"
  label   = "nobody chose the 3 seconds that it gets"

  why = <<-EOT
    Lambda gives a function 3 seconds unless it is told otherwise. One slow query, one connection that hangs or one
    retry inside an SDK is enough to pass that; what a standard function does before its first handler has 10 seconds
    of its own. The run is then cut off with its work half done and billed in full; whoever called it gets an error,
    and a queue or an event source tries again and meets the same wall.

    Any timeout that somebody wrote passes, 3 seconds too: the point is that it was chosen. The 3 seconds that a module
    from a registry sets for everybody were not. Ignore this rule where the functions are so small that 3 seconds is a
    good limit for all of them, or write the 3 down once.
  EOT

  help = "set `timeout` a little above the slowest run that is still of use, and below what the caller waits (29 seconds behind a REST API)"

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
  ]
}
