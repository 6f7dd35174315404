rule "lambda-x86" {
  title      = "Lambda function on x86_64 by default"
  severity   = "note"
  confidence = "medium"
  concern    = "cost"
  resources  = ["aws_lambda_function"]

  # A runtime that the table does not know has arm64, as every new one had since 2021; but it is not known, so no word.
  let {
    plain = coalesce(self.package_type, "Zip") == "Zip" && self.runtime != null
    table = fact("lambda-runtimes", coalesce(self.runtime, "none"))

    fits = (
      unset(self.architectures, []) &&
      unset(self.layers, []) &&
      unset(self.capacity_provider_config, []) &&
      let.plain &&
      let.table != null && let.table.arm64 == "yes" &&
      length(referrers("aws_cloudfront_distribution")) == 0
    )

    # As the component of this resource has it, in GB-seconds a month.
    time   = coalesce(flow("requests"), 0) * usage("request_duration_ms") / 1000 * coalesce(self.memory_size, 128) / 1024
    saving = let.time * (price("aws/lambda/duration.x86") - price("aws/lambda/duration.arm64"))
  }

  # Cents a month are for those who ask for everything.
  params {
    least_dollars = 10
  }

  case {
    when = let.fits && known(let.saving) && let.saving >= params.least_dollars
  }

  case {
    strict = true
    when   = let.fits
  }

  at      = "architectures"
  message = "`${title()}` runs ${self.runtime} on x86_64 by default, and arm64 costs 20 % less for the same time"
  label   = "x86_64, because nobody chose"

  impact {
    kind     = "wastes"
    repriced = { architectures = ["arm64"] }
    assumes  = "as long on arm64 as on x86_64"
  }

  why = <<-EOT
    A second on arm64 (Graviton) costs 20 % less than on x86_64, with provisioned concurrency too, and most functions
    need no more of them. Lambda takes x86_64 unless it is told otherwise, for no reason but age, so whoever pays the
    bill pays a fifth more for a choice that nobody made.

    The rule speaks only where the runtime has arm64 and the package is a plain archive. Images and layers are built
    for one architecture elsewhere, and CloudFront takes no arm64 functions: those pass. Ignore it where the code loads
    x86 binaries that have no arm64 build, or in one of the few regions without arm64; writing
    `architectures = ["x86_64"]` says so. By default it speaks from ten typical dollars a month on (`least_dollars`), and in
    the strict preset of every function.
  EOT

  help = "set `architectures = [\"arm64\"]`, and build what is compiled (native modules, wheels, Go and Rust binaries) for arm64"

  fix {
    set    = ["arm64"]
    unsafe = "compiled code in the package must be built for arm64 first"
  }

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    "https://aws.amazon.com/blogs/aws/aws-lambda-functions-powered-by-aws-graviton2-processor-run-your-functions-on-arm-and-get-up-to-34-better-price-performance/",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html",
  ]
}
