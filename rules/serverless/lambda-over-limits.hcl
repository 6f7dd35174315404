rule "lambda-over-limits" {
  title    = "Lambda function beyond what Lambda allows"
  severity = "error"
  concern  = "reliability"

  # Functions on managed instances may run longer.
  case {
    resources = ["aws_lambda_function"]
    when      = unset(self.capacity_provider_config, []) && (coalesce(self.timeout, 3) > 900 || coalesce(self.timeout, 3) < 1)
    at        = "timeout"
    message   = "`${title()}` asks for a timeout of ${self.timeout} seconds, and Lambda takes 1 to 900"
    help      = "set `timeout` to 900 or less; move what runs longer to Fargate or AWS Batch, or cut it into Step Functions states"
  }

  # Functions on managed instances have other sizes, of 2 GB and more.
  case {
    resources = ["aws_lambda_function"]
    when = unset(self.capacity_provider_config, []) && (
      coalesce(self.memory_size, 128) > 10240 || coalesce(self.memory_size, 128) < 128
    )
    at      = "memory_size"
    message = "`${title()}` asks for ${self.memory_size} MB of memory, and Lambda takes 128 to 10240"
    help    = "set `memory_size` between 128 and 10240; move what needs more to Fargate or to Lambda managed instances"
  }

  case {
    resources = ["aws_lambda_function"]
    when = (
      coalesce(one(self.ephemeral_storage[*].size), 512) > 10240 ||
      coalesce(one(self.ephemeral_storage[*].size), 512) < 512
    )
    at      = "ephemeral_storage.size"
    message = "`${title()}` asks for ${one(self.ephemeral_storage[*].size)} MB in /tmp, and Lambda takes 512 to 10240"
    help    = "set `ephemeral_storage.size` between 512 and 10240; keep what is larger in S3, or mount EFS"
  }

  why = <<-EOT
    These are limits of the service, not quotas: nobody can raise them. The provider rejects a value beyond them at
    plan, or AWS does at apply, and then other resources of the same run are changed already. A number that arrives
    through a variable or a module is easily one that nobody has tried.

    A timeout near the limit is also a hint that the work does not fit: what takes 20 minutes cannot run on Lambda.
    There is no reason to ignore this rule; if AWS has raised a limit, please tell us.
  EOT

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-best-practices.html",
  ]
}
