rule "edge-function-heavy" {
  title     = "Function at the edge with what it cannot have there"
  severity  = "error"
  concern   = "reliability"
  resources = ["aws_lambda_function"]

  # A distribution names a function in a behavior only to run it at the edge. Which of its events is whose cannot be
  # told, so the short limits of viewers hold only where all of them are viewers'.
  let {
    distributions = concat(
      referrers("aws_cloudfront_distribution", "default_cache_behavior"),
      referrers("aws_cloudfront_distribution", "ordered_cache_behavior"),
    )
    edge = length(let.distributions) > 0
    behaviors = flatten([
      for it in let.distributions : [
        it.default_cache_behavior[*].lambda_function_association,
        it.ordered_cache_behavior[*].lambda_function_association,
      ]
    ])
    events  = [for it in let.behaviors : it.event_type if it != null]
    viewer  = length(let.events) > 0 && alltrue([for it in let.events : startswith(it, "viewer")])
    seconds = let.viewer ? 5 : 30
    subnets = [for it in flatten(self.vpc_config[*].subnet_ids) : it if it != null]
    names   = keys(merge({}, self.environment[*].variables...))
  }

  case {
    when    = self.vpc_config != null && let.edge && length(let.subnets) > 0
    at      = "vpc_config"
    message = "`${title()}` runs at the edge, where a function cannot be in a VPC, so CloudFront refuses it"
    label   = "not at the edge"
    help    = "remove `vpc_config`, and ask what is inside of the VPC from the origin"
  }

  case {
    when    = self.environment != null && let.edge && length(let.names) > 0
    at      = "environment"
    message = "`${title()}` runs at the edge, where a function has no environment variables, so CloudFront refuses it"
    label   = "not at the edge"
    help    = "remove `environment`; write the values into the code when it is packed, or send them as custom headers of the origin"
  }

  case {
    when    = length(compact(flatten([self.layers]))) > 0 && let.edge
    at      = "layers"
    message = "`${title()}` runs at the edge, where a function cannot have layers, so CloudFront refuses it"
    label   = "not at the edge"
    help    = "pack what the layers hold with the function"
  }

  case {
    when    = self.package_type == "Image" && let.edge
    at      = "package_type"
    message = "`${title()}` runs at the edge, where a function cannot be a container image, so CloudFront refuses it"
    label   = "not at the edge"
    help    = "pack the function as a zip file for Node.js or Python"
  }

  case {
    when    = contains(compact(flatten([self.architectures])), "arm64") && let.edge
    at      = "architectures"
    message = "`${title()}` runs at the edge, where there is no arm64, so CloudFront refuses it"
    label   = "x86_64 only"
    help    = "set `architectures = [\"x86_64\"]`"

    fix {
      set    = ["x86_64"]
      unsafe = "the package may hold code that was compiled for arm64"
    }
  }

  case {
    when    = self.runtime != null && length(regexall("^(nodejs|python)", self.runtime)) == 0 && let.edge
    at      = "runtime"
    message = "`${title()}` runs at the edge, where there is Node.js and Python but no ${self.runtime}"
    label   = "not at the edge"
    help    = "write the function for Node.js or Python, or run it at the origin"
  }

  case {
    when    = coalesce(one(self.ephemeral_storage[*].size), 512) > 512 && let.edge
    at      = "ephemeral_storage.size"
    message = "`${title()}` runs at the edge, where a function has 512 MB of storage, so CloudFront refuses it"
    label   = "512 MB at the edge"
    help    = "remove `ephemeral_storage`"
  }

  case {
    severity   = "warning"
    confidence = "medium"

    when    = self.timeout != null && self.timeout > 5 && let.edge && self.timeout > let.seconds
    at      = "timeout"
    message = "`${title()}` may take ${self.timeout} seconds, and at the edge ${let.viewer ? "viewer" : "origin"} events get ${let.seconds}"
    label   = "${let.seconds} seconds at most"
    help    = "set `timeout` to ${let.seconds} or less; what takes longer belongs to the origin"
  }

  case {
    severity   = "warning"
    confidence = "medium"

    when    = self.memory_size != null && self.memory_size > 128 && let.edge && let.viewer
    at      = "memory_size"
    message = "`${title()}` has ${self.memory_size} MB, and a function for viewer events has 128 MB at most"
    label   = "128 MB at most"
    help    = "set `memory_size = 128`, or answer origin events instead, which may have as much as any function"

    fix {
      set    = 128
      unsafe = "the function may need more; then it has to move to origin events"
    }
  }

  evidence {
    for_each = let.distributions
    at       = each.value.address
    label    = "runs it at the edge"
  }

  why = <<-EOT
    A function that a distribution calls is copied to every region and runs before or after the cache, for each viewer.
    What would tie it to one place is not there: no VPC, no environment variables, no layers, no images, no arm64. For
    viewer events it has 5 seconds and 128 MB, for origin events 30 seconds. CloudFront looks at the function when it is
    associated and refuses it then, in the middle of an apply.

    The message is often the sign of work in the wrong place: what needs a database, a secret or a large library belongs
    to the origin, and what only looks at headers can be a CloudFront function at a sixth of the price.
  EOT

  sources = [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
  ]
}
