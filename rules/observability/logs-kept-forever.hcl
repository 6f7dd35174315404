rule "logs-kept-forever" {
  title     = "Log group that never forgets"
  concern = "cost"
  severity  = "warning"
  resources = ["aws_cloudwatch_log_group"]
  when      = unset(self.retention_in_days, 0) && coalesce(self.log_group_class, "STANDARD") != "DELIVERY"
  at        = "retention_in_days"
  message   = "`${self.label}` keeps its logs forever, because ${self.retention_in_days == 0 ? "a retention of 0 means never" : "it sets no retention"}"
  label     = "never expires"

  why = <<-EOT
    CloudWatch keeps log events until somebody says for how long, at $0.03 a GB each month in us-east-1. Nothing breaks;
    the bill grows by the month with logs that nobody will read, and personal data in them stays past any date that was
    promised. A retention of 0 means the same as none.

    Groups of the class DELIVERY pass: CloudWatch keeps those for 2 days whatever is set. Ignore this rule for audit
    logs that must be kept without an end, and think of the archive classes of S3 for them.
  EOT

  help = "set `retention_in_days` to how far back you look, such as 30; export to S3 what must be kept longer"

  params {
    days = 30
  }

  fix {
    set    = params.days
    unsafe = "CloudWatch deletes the events that are older, for good"
  }

  sources = [
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group",
    "https://aws.amazon.com/cloudwatch/pricing/",
  ]
}
