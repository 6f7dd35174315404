priced "google_cloud_run_v2_job" {
  service = "Cloud Run"
  sources = ["https://cloud.google.com/run/pricing"]

  let {
    tasks      = default(self.template[0].task_count, 1)
    containers = default(self.template[0].template[0].containers, [])
    cpu = sum(concat([0], [for c in let.containers :
      tonumber(trimsuffix(tostring(default(c.resources[0].limits.cpu, "1000m")), "m")) /
      (endswith(tostring(default(c.resources[0].limits.cpu, "1000m")), "m") ? 1000 : 1)
    ]))
    memory_parts = [for c in let.containers :
      regex("^([0-9.]+)([A-Za-z]*)$", tostring(default(c.resources[0].limits.memory, "512Mi")))
    ]
    gib_per = {
      "Gi" = 1, "Mi" = 1 / 1024, "Ki" = 1 / 1048576, "" = 1 / 1073741824
      "G"  = 1000000000 / 1073741824, "M" = 1000000 / 1073741824, "k" = 1000 / 1073741824
    }
    memory  = sum(concat([0], [for p in let.memory_parts : tonumber(p[0]) * let.gib_per[p[1]]]))
    seconds = usage.monthly_job_executions * let.tasks * max(1, usage.average_task_execution_mins) * 60
  }

  usage "monthly_job_executions" {
    unit  = "executions"
    title = "times the job runs"
  }
  usage "average_task_execution_mins" {
    unit  = "minutes"
    title = "time a task takes; less than a minute is billed as one"
  }

  component "cpu" {
    sku      = "google/cloud_run/instance_based.cpu"
    unit     = "vCPU-seconds"
    quantity = let.seconds * let.cpu
  }
  component "memory" {
    sku      = "google/cloud_run/instance_based.memory"
    unit     = "GiB-seconds"
    quantity = let.seconds * let.memory
  }
}

free "google_cloud_run_domain_mapping" {}
free "google_cloud_run_service_iam_*" {}
free "google_cloud_run_v2_service_iam_*" {}
free "google_cloud_run_v2_job_iam_*" {}
