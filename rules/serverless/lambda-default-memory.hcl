rule "lambda-default-memory" {
  title      = "Lambda function in 128 MB where that is slow"
  severity   = "note"
  concern    = "reliability"
  confidence = "medium"

  let {
    # What has no code is no function yet.
    is_least = (
      unchosen(self.memory_size, 128) && unset(self.capacity_provider_config, []) &&
      anytrue([for it in ["filename", "image_uri", "s3_bucket", "s3_key"] : says(it)])
    )
    # Layers of agents and of small helpers say nothing of what the function itself loads.
    agents = join("|", [
      "LambdaInsights", "Powertools", "Datadog", "otel", "opentelemetry", "NewRelic", "Dynatrace", "lumigo", "Sentry",
      "Parameters-and-Secrets", "AppConfig",
    ])
    layers = self.layers == null ? 0 : length([
      for it in self.layers : it if !known(it) || length(regexall("(?i)${let.agents}", coalesce(it, "Datadog"))) == 0
    ])
    waiting = [for it in triggers() : it if it.sync == "waits"]
  }

  # Of the cases that are true of one function, the first one speaks.

  # What needs more than the least: a virtual machine to warm up, an image or a file system to read, or a layer while
  # somebody waits.
  case {
    resources = ["aws_lambda_function"]
    when = let.is_least && (
      startswith(coalesce(self.runtime, "none"), "java") ||
      startswith(coalesce(self.runtime, "none"), "dotnet") ||
      coalesce(self.package_type, "Zip") == "Image" ||
      !unset(self.file_system_config, []) ||
      (let.layers > 0 && length(let.waiting) > 0)
    )
    at      = "memory_size"
    message = "`${title()}` runs ${coalesce(self.runtime, "an image")} in 128 MB and a fourteenth of a vCPU, because it sets no memory size"
    label   = "128 MB, because nobody chose"
  }

  # Somebody waits for the answer while an interpreter loads its modules.
  case {
    strict    = true
    resources = ["aws_lambda_function"]
    when = let.is_least && (
      startswith(coalesce(self.runtime, "none"), "nodejs") ||
      startswith(coalesce(self.runtime, "none"), "python") ||
      startswith(coalesce(self.runtime, "none"), "ruby")
      ) && (
      length(referrers("aws_api_gateway_integration")) > 0 ||
      length(referrers("aws_apigatewayv2_integration")) > 0 ||
      length(referrers("aws_lambda_function_url")) > 0
    )
    at      = "memory_size"
    message = "`${title()}` answers an API with 128 MB and a fourteenth of a vCPU, because it sets no memory size"
    label   = "128 MB, because nobody chose"
  }

  why = <<-EOT
    Lambda gives a function 128 MB, the least there is, unless it is told otherwise, and CPU in proportion: 1,769 MB
    is one vCPU, so 128 MB is a fourteenth. Time is billed by memory times duration, so a function that waits for its
    CPU costs as much in a small size as in a larger one where it is done sooner, and its caller waits for nothing.
    AWS recommends 128 MB only for functions that reshape events and pass them on.

    So this rule speaks only where the least is known to be slow: Java and .NET, container images, a mounted file
    system, layers where somebody waits (those of agents do not count), and Node.js, Python or Ruby behind an API. It leaves compiled functions on `provided` alone, and small
    functions behind queues and schedules, where nobody waits. Ignore it where you have measured 128 MB and found it
    good; writing `memory_size = 128` says so.
  EOT

  help = "measure with AWS Lambda Power Tuning and set `memory_size`; 512 is a good first guess, and 1024 for Java and .NET"

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
    "https://docs.aws.amazon.com/lambda/latest/operatorguide/computing-power.html",
  ]
}
