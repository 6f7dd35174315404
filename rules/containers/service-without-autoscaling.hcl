rule "service-without-autoscaling" {
  title      = "Service with a fixed number of tasks behind a load balancer"
  severity   = "note"
  confidence = "medium"
  concern    = "cost"
  resources  = ["aws_ecs_service"]

  let {
    scaled = [for it in all("aws_appautoscaling_target") : it if coalesce(it.service_namespace, "ecs") == "ecs"]
  }

  # Two tasks are there so that one may fail. From three on the number follows a peak, and stays there at night.
  when = (
    coalesce(self.desired_count, 0) >= 3 && coalesce(self.scheduling_strategy, "REPLICA") == "REPLICA" &&
    !ignores("desired_count") && has_block("load_balancer") && length(let.scaled) == 0
  )
  at      = "desired_count"
  message = "`${title()}` answers requests with ${self.desired_count} tasks, at the peak and at night alike"
  label   = "nothing scales it"
  help    = "add an `aws_appautoscaling_target` from 2 on, and a policy that tracks CPU or requests per target"

  evidence {
    for_each = fronts()
    at       = each.value.at
    label    = "what it answers varies by the hour"
  }

  impact {
    kind    = "wastes"
    monthly = monthly() / self.desired_count * (self.desired_count - 2) / 2
    assumes = "two tasks for half of the hours"
  }

  why = <<-EOT
    Requests come in waves, and a fixed number of tasks is right for one height of them. Set for the peak, it is paid
    for at night; set for the average, it is too small at noon and the queue before it grows until calls time out.
    Scaling on CPU or on requests per target costs nothing but the alarms. With it goes `ignore_changes =
    [desired_count]`.

    The rule asks from three tasks on, and only where nothing in this configuration scales an ECS service. Ignore it
    for a service whose number is set by something outside of Terraform, or whose load is the same at all hours.
  EOT

  sources = [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html",
  ]
}
