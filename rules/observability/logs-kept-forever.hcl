rule "logs-kept-forever" {
  title    = "Log group that never forgets"
  severity = "warning"
  concern  = "cost"

  params {
    days = 30
  }

  let {
    asked_for = ["audit", "general", "slowquery"]
  }

  case {
    resources = ["aws_cloudwatch_log_group"]
    when      = unset(self.retention_in_days, 0) && coalesce(self.log_group_class, "STANDARD") != "DELIVERY"
    at        = "retention_in_days"
    message   = "`${title()}` keeps its logs forever, because ${try(tonumber(self.retention_in_days), -1) == 0 ? "a retention of 0 means never" : "it sets no retention"}"
    label     = "never expires"

    # Whoever wrote 0 knew something: it is told, and breaks no build.
    severity = self.retention_in_days == null ? "warning" : "note"

    impact {
      kind     = "wastes"
      repriced = { retention_in_days = params.days }
      assumes  = "twelve months of logs at rest instead of ${params.days} days, and more with every year"
    }

    fix {
      set    = params.days
      unsafe = "CloudWatch deletes the events that are older, for good"
    }
  }

  # From here on it is the service that makes the group, which then has no retention. The names are the services' own.
  case {
    confidence = "medium"
    resources  = ["aws_eks_cluster"]
    let {
      group = "/aws/eks/${self.name}/cluster"
    }
    when = (
      length(compact(flatten([self.enabled_cluster_log_types]))) > 0 &&
      !contains(all("aws_cloudwatch_log_group")[*].name, let.group)
    )
    at      = "enabled_cluster_log_types"
    message = "`${title()}` logs to `${let.group}`, which EKS makes without a retention because nothing here does"
    label   = "kept forever"
    help    = "add an `aws_cloudwatch_log_group` named `${let.group}` with a `retention_in_days`, and let the cluster depend on it"
  }

  case {
    confidence = "medium"
    resources  = ["aws_db_instance"]
    let {
      # MySQL and MariaDB write these only where parameters or an option group ask for them.
      asked = known(self.engine) && startswith(coalesce(self.engine, "-"), "oracle") ? [] : let.asked_for
      groups = [
        for it in compact(flatten([self.enabled_cloudwatch_logs_exports])) :
        "/aws/rds/instance/${self.identifier}/${it}" if !contains(let.asked, it)
      ]
      missing = setsubtract(let.groups, all("aws_cloudwatch_log_group")[*].name)
    }
    when    = self.identifier != null && length(let.groups) > 0 && length(let.missing) > 0
    at      = "enabled_cloudwatch_logs_exports"
    message = "`${title()}` logs to `${sort(let.missing)[0]}`, which RDS makes without a retention because nothing here does"
    label   = "kept forever"
    help    = "add an `aws_cloudwatch_log_group` of that name with a `retention_in_days`, and let the database depend on it"
  }

  case {
    confidence = "medium"
    resources  = ["aws_rds_cluster"]
    let {
      groups = [
        for it in compact(flatten([self.enabled_cloudwatch_logs_exports])) :
        "/aws/rds/cluster/${self.cluster_identifier}/${it}" if !contains(let.asked_for, it)
      ]
      missing = setsubtract(let.groups, all("aws_cloudwatch_log_group")[*].name)
    }
    when    = self.cluster_identifier != null && length(let.groups) > 0 && length(let.missing) > 0
    at      = "enabled_cloudwatch_logs_exports"
    message = "`${title()}` logs to `${sort(let.missing)[0]}`, which RDS makes without a retention because nothing here does"
    label   = "kept forever"
    help    = "add an `aws_cloudwatch_log_group` of that name with a `retention_in_days`, and let the database depend on it"
  }

  # Most functions have no group in Terraform at all. Here the others have one, and this one was forgotten.
  case {
    confidence = "medium"
    resources  = ["aws_lambda_function"]
    let {
      group = "/aws/lambda/${self.function_name}"
      groups = [
        for it in all("aws_cloudwatch_log_group") : it.name if startswith(coalesce(it.name, "-"), "/aws/lambda/")
      ]
    }
    when = (
      self.logging_config == null &&
      length(let.groups) > 1 &&
      !contains(let.groups, let.group) &&
      length(referrers("aws_cloudwatch_log_group")) == 0 &&
      length(refs("aws_cloudwatch_log_group")) == 0 &&
      length(referrers("aws_cloudfront_distribution")) == 0 &&
      may("logs:CreateLogGroup")
    )
    at      = "function_name"
    message = "`${title()}` has no log group here, unlike ${length(let.groups)} other functions, so Lambda makes one that keeps its logs forever"
    label   = "`${let.group}` will have no retention"
    help    = "add an `aws_cloudwatch_log_group` named `${let.group}` with a `retention_in_days`; import it where it is there already"

    impact {
      kind    = "wastes"
      monthly = coalesce(flow("log_gb"), 0) * 0.15 * (12 - params.days / 30.4) * price("aws/cloudwatch/logs.storage")
      assumes = "twelve months of logs at rest instead of ${params.days} days, and more with every year"
    }
  }

  why = <<-EOT
    CloudWatch keeps log events until somebody says for how long, at $0.03 a GB each month in us-east-1. Nothing breaks;
    the bill grows by the month with logs that nobody will read, and personal data in them stays past any date that was
    promised. A retention of 0 means the same as none. A group that nobody wrote is made by the service at the first
    line, and has no retention either.

    Groups of the class DELIVERY pass: CloudWatch keeps those for 2 days whatever is set. Ignore this rule for audit
    logs that must be kept without an end, and think of the archive classes of S3 for them; and where something else in
    the account sets a retention on every new group.
  EOT

  help = "set `retention_in_days` to how far back you look, such as 30; export to S3 what must be kept longer"

  sources = [
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
    "https://aws.amazon.com/cloudwatch/pricing/",
  ]
}
