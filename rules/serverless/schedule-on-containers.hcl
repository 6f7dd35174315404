rule "schedule-on-containers" {
  title      = "Short job on a schedule that a cluster is kept for"
  severity   = "note"
  confidence = "low"
  concern    = "cost"
  strict     = true

  params {
    longest_seconds = 900
  }

  # How long a job takes is known only where its deadline says so. What has disks, several containers, or tools that
  # look after the cluster itself, stays.
  case {
    resources = ["kubernetes_cron_job", "kubernetes_cron_job_v1"]

    let {
      job        = one(flatten(self.spec[*].job_template[*].spec))
      pod        = one(flatten(let.job.template[*].spec))
      schedule   = one(self.spec[*].schedule)
      deadline   = try(coalesce(let.job.active_deadline_seconds, let.pod.active_deadline_seconds), null)
      containers = let.pod.container
    }

    when = (
      let.job != null && let.pod != null &&
      length(regexall("^(@(hourly|daily|midnight|weekly|monthly|yearly|annually)|[0-9]+ )", let.schedule)) > 0 &&
      let.deadline != null && coalesce(let.deadline, params.longest_seconds + 1) <= params.longest_seconds &&
      unset(let.pod.volume, []) && unset(let.pod.init_container, []) && unset(let.pod.node_selector, {}) &&
      length(let.containers) == 1 &&
      length(regexall("kubectl|velero|helm|kube-|etcd", let.containers[0].image)) == 0
    )
    at      = "spec.schedule"
    message = "`${title()}` runs for at most ${let.deadline} seconds at \"${let.schedule}\", and needs a cluster that is there all month"
    label   = "at most once an hour"
    help    = "run it as a Lambda function with an `aws_scheduler_schedule`, or as a Cloud Run or Container Apps job, billed for its seconds only"

    evidence {
      at    = let.deadline
      label = "and for minutes only"
    }
  }

  # Machines that wait for a schedule. A capacity provider may let them go in between, and Fargate has none.
  case {
    resources = ["aws_cloudwatch_event_target"]

    let {
      ecs      = one(self.ecs_target[*])
      rule     = one(refs("aws_cloudwatch_event_rule", "rule"))
      clusters = refs("aws_ecs_cluster", "arn")
      seldom   = "rate\\(([0-9]+ (hours?|days?)|([6-9][0-9]|[0-9]{3,}) minutes)\\)"
      schedule = coalesce(let.rule.schedule_expression, "none")
    }

    when = (
      let.ecs != null && coalesce(let.ecs.launch_type, "EC2") == "EC2" &&
      unset(let.ecs.capacity_provider_strategy, []) &&
      let.rule != null && length(let.clusters) == 1 &&
      length(regexall("^(${let.seldom}|cron\\([0-9]+ )", let.schedule)) > 0 &&
      alltrue([for it in let.clusters : length(referrers_of(it, "aws_ecs_service")) == 0])
    )
    at      = "ecs_target"
    message = "`${title()}` runs a task by ${let.rule.schedule_expression} on machines of `${let.clusters[0].address}`, where no service runs"
    label   = "the machines wait for the next run"
    help    = "set `ecs_target.launch_type = \"FARGATE\"`, billed from start to end of the task; or use a Lambda function for what is done in 15 minutes"

    evidence {
      at    = let.rule.schedule_expression
      label = "at most once an hour"
    }
  }

  why = <<-EOT
    A job that runs for minutes and a cluster that runs for a month go badly together: the control plane ($73 on EKS)
    and the machines are billed around the clock, and the job brings an image, a registry and a manifest with it. As a
    function the same job costs cents: an hour of 1 GB is $0.06.

    Where the cluster is there anyway for other work, the job runs in its gaps for nothing, and moving it saves only
    effort: ignore this rule then, and for jobs that need what the cluster has, such as its network or its volumes. It
    is a note of the strict preset for that reason.
  EOT

  sources = [
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html",
    "https://aws.amazon.com/lambda/pricing/",
    "https://aws.amazon.com/eks/pricing/",
  ]
}
