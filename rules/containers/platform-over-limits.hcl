rule "platform-over-limits" {
  title    = "Value beyond what the platform allows"
  severity = "error"
  concern  = "reliability"

  let {
    most = {
      replica_vcpu = tonumber(fact("platform-limits", "azure-container-apps.consumption.vcpu").most)
      replicas     = tonumber(fact("platform-limits", "azure-container-apps.replicas").most)
      consumption  = tonumber(fact("platform-limits", "azure-functions.consumption.timeout").most)
      flex         = tonumber(fact("platform-limits", "azure-functions.flex.instances").most)
      gen1_memory  = tonumber(fact("platform-limits", "cloud-functions.gen1.memory").most)
      gen1         = tonumber(fact("platform-limits", "cloud-functions.gen1.timeout").most)
      event        = tonumber(fact("platform-limits", "cloud-functions.gen2.event-timeout").most)
      http         = tonumber(fact("platform-limits", "cloud-functions.gen2.http-timeout").most)
      at_once      = tonumber(fact("platform-limits", "cloud-run.concurrency").most)
      task         = tonumber(fact("platform-limits", "cloud-run.job-timeout").most)
      memory       = tonumber(fact("platform-limits", "cloud-run.memory").most)
      request      = tonumber(fact("platform-limits", "cloud-run.timeout").most)
      attempt      = tonumber(fact("platform-limits", "cloud-scheduler.deadline").most)
      stop         = tonumber(fact("platform-limits", "fargate.stop-timeout").most)
      storage      = tonumber(fact("platform-limits", "fargate.storage").most)
      cpu          = tonumber(fact("platform-limits", "workers.cpu").most)
    }
  }

  case {
    resources = ["google_cloud_run_v2_service"]
    let {
      value = one(self.template[*].timeout)
    }
    when    = let.value != null && tonumber(trimsuffix(let.value, "s")) > let.most.request
    at      = "template.timeout"
    message = "`${title()}` asks for ${let.value} a request, and Cloud Run stops one after ${let.most.request} s"
    label   = "60 minutes at most"
    help    = "set `template.timeout` to \"3600s\" or less; a Cloud Run job may take 168 hours"
  }

  case {
    resources = ["google_cloud_run_service"]
    let {
      value = one(flatten(self.template[*].spec[*].timeout_seconds))
    }
    when    = let.value != null && let.value > let.most.request
    at      = "template.spec.timeout_seconds"
    message = "`${title()}` asks for ${let.value} s a request, and Cloud Run stops one after ${let.most.request}"
    label   = "60 minutes at most"
    help    = "set `template.spec.timeout_seconds` to 3600 or less; a Cloud Run job may take 168 hours"
  }

  case {
    resources = ["google_cloud_run_v2_service"]
    let {
      value = one(self.template[*].max_instance_request_concurrency)
    }
    when    = let.value != null && let.value > let.most.at_once
    at      = "template.max_instance_request_concurrency"
    message = "`${title()}` wants ${let.value} requests at a time, and an instance takes ${let.most.at_once}"
    help    = "set `template.max_instance_request_concurrency` to 1000 or less"
  }

  case {
    resources = ["google_cloud_run_service"]
    let {
      value = one(flatten(self.template[*].spec[*].container_concurrency))
    }
    when    = let.value != null && let.value > let.most.at_once
    at      = "template.spec.container_concurrency"
    message = "`${title()}` wants ${let.value} requests at a time, and an instance takes ${let.most.at_once}"
    help    = "set `template.spec.container_concurrency` to 1000 or less"
  }

  # Only what is written in GiB is compared: nobody writes as much in a smaller unit.
  case {
    resources = ["google_cloud_run_v2_service"]
    let {
      limits = flatten(self.template[*].containers[*].resources[*].limits)
      sizes  = [for it in let.limits : coalesce(it.memory, "-")]
      value = [
        for it in let.sizes : it
        if length(regexall("^[0-9.]+Gi$", it)) > 0 && try(tonumber(trimsuffix(it, "Gi")) > let.most.memory, false)
      ]
    }
    when    = length(let.value) > 0
    at      = "template.containers.resources.limits"
    message = "`${title()}` asks for ${let.value[0]} of memory, and an instance has ${let.most.memory}Gi at most"
    help    = "set the memory limit to \"32Gi\" or less; run what needs more on Compute Engine or on GKE"
  }

  case {
    resources = ["google_cloud_run_v2_job"]
    let {
      value = one(flatten(self.template[*].template[*].timeout))
    }
    when    = let.value != null && tonumber(trimsuffix(let.value, "s")) > let.most.task
    at      = "template.template.timeout"
    message = "`${title()}` gives a task ${let.value}, and a Cloud Run job stops it after ${let.most.task} seconds"
    label   = "168 hours at most"
    help    = "set `template.template.timeout` to \"604800s\" or less, and cut the work into more tasks"
  }

  case {
    resources = ["google_cloudfunctions_function"]
    when      = self.timeout != null && self.timeout > let.most.gen1
    at        = "timeout"
    message   = "`${title()}` asks for ${self.timeout} s, and a first-generation function gets ${let.most.gen1}"
    label     = "9 minutes at most"
    help      = "set `timeout` to 540 or less; a Cloud Run job may take 168 hours"
  }

  case {
    resources = ["google_cloudfunctions_function"]
    when      = self.available_memory_mb != null && self.available_memory_mb > let.most.gen1_memory
    at        = "available_memory_mb"
    message   = "`${title()}` asks for ${self.available_memory_mb} MB, and may have ${let.most.gen1_memory}"
    help      = "set `available_memory_mb` to 8192 or less; a second-generation function has up to 32 GiB"
  }

  case {
    resources = ["google_cloudfunctions2_function"]
    let {
      value = one(self.service_config[*].timeout_seconds)
    }
    when    = has_block("event_trigger") && let.value != null && let.value > let.most.event
    at      = "service_config.timeout_seconds"
    message = "`${title()}` asks for ${let.value} s an event, and a function gets ${let.most.event} for one"
    label   = "9 minutes at most for an event"
    help    = "set `service_config.timeout_seconds` to 540 or less, and let the event start a Cloud Run job"

    evidence {
      at    = self.event_trigger[0].event_type
      label = "events start it"
    }
  }

  case {
    resources = ["google_cloudfunctions2_function"]
    let {
      value = one(self.service_config[*].timeout_seconds)
    }
    when    = let.value != null && let.value > let.most.http
    at      = "service_config.timeout_seconds"
    message = "`${title()}` asks for ${let.value} s, and a function may take ${let.most.http} for a request"
    label   = "60 minutes at most"
    help    = "set `service_config.timeout_seconds` to 3600 or less, and move what takes longer to a Cloud Run job"
  }

  case {
    resources = ["google_cloud_scheduler_job"]
    let {
      value = tonumber(trimsuffix(coalesce(self.attempt_deadline, "0s"), "s"))
    }
    when    = has_block("http_target") && let.value > let.most.attempt
    at      = "attempt_deadline"
    message = "`${title()}` waits ${self.attempt_deadline}, and Cloud Scheduler waits ${let.most.attempt} s"
    label   = "30 minutes at most"
    help    = "set it to \"1800s\" or less, and let the schedule start a Cloud Run job"
  }

  # How long a function may run is in host.json, which this setting overrides.
  case {
    resources = ["azurerm_linux_function_app", "azurerm_windows_function_app"]
    let {
      setting = try(self.app_settings["AzureFunctionsJobHost__functionTimeout"], null)
      parts   = let.setting == null ? [] : flatten(regexall("^([0-9]+):([0-9]+):([0-9]+)$", let.setting))
      seconds = length(let.parts) != 3 ? 0 : let.parts[0] * 3600 + let.parts[1] * 60 + let.parts[2]
    }
    when = (
      let.seconds > let.most.consumption &&
      length([for it in refs("azurerm_service_plan", "service_plan_id") : it if it.sku_name == "Y1"]) > 0
    )
    at      = "app_settings"
    message = "`${title()}` gives a run ${let.setting}, and the Consumption plan stops it after 10 minutes"
    label   = "10 minutes at most on this plan"
    help    = "set it to \"00:10:00\" or less, or move to Flex Consumption, which sets no limit"

    evidence {
      for_each = refs("azurerm_service_plan", "service_plan_id")
      at       = each.value.sku_name
      label    = "the Consumption plan"
    }
  }

  case {
    resources = ["azurerm_function_app_flex_consumption"]
    when      = self.maximum_instance_count != null && self.maximum_instance_count > let.most.flex
    at        = "maximum_instance_count"
    message   = "`${title()}` wants ${self.maximum_instance_count} instances, and the plan starts ${let.most.flex}"
    help      = "set `maximum_instance_count` to 1000 or less"
  }

  case {
    resources = ["azurerm_container_app"]
    let {
      value = one(self.template[*].max_replicas)
    }
    when    = let.value != null && let.value > let.most.replicas
    at      = "template.max_replicas"
    message = "`${title()}` wants ${let.value} replicas, and Container Apps runs ${let.most.replicas} at most"
    help    = "set `template.max_replicas` to 1000 or less"
  }

  case {
    resources = ["azurerm_container_app"]
    let {
      value = sum(concat([0], [for it in flatten(self.template[*].container[*].cpu) : tonumber(it)]))
    }
    when = (
      unset(self.workload_profile_name, "Consumption") && let.value > let.most.replica_vcpu
    )
    at      = "template.container.cpu"
    message = "`${title()}` asks for ${let.value} vCPU, and this workload profile has ${let.most.replica_vcpu}"
    help    = "set `cpu` to 4 or less for all containers together, or name a dedicated workload profile"
  }

  case {
    resources = ["cloudflare_workers_script", "cloudflare_worker_version"]
    let {
      value = one(self.limits[*].cpu_ms)
    }
    when    = let.value != null && let.value > let.most.cpu
    at      = "limits.cpu_ms"
    message = "`${title()}` asks for ${let.value} ms of CPU a request, and Workers takes ${let.most.cpu}"
    label   = "5 minutes of CPU at most"
    help    = "set `limits.cpu_ms` to 300000 or less, and move what computes longer to a container"
  }

  # What is no plain number, such as "1 vCPU", is left alone, and so is a size that is not in the list.
  case {
    resources = ["aws_ecs_task_definition"]
    let {
      cpu    = self.cpu == null ? "" : tostring(self.cpu)
      memory = self.memory == null ? "" : tostring(self.memory)
      plain  = length(regexall("^[0-9]+$", let.cpu)) > 0 && length(regexall("^[0-9]+$", let.memory)) > 0
      limit  = fact("platform-limits", "fargate.memory.${let.cpu}")
    }
    when = (
      contains(coalesce(self.requires_compatibilities, []), "FARGATE") && let.plain && let.limit != null &&
      (tonumber(let.memory) < tonumber(let.limit.least) || tonumber(let.memory) > tonumber(let.limit.most))
    )
    at      = "memory"
    message = "`${title()}` has ${let.memory} MiB, and ${let.cpu} takes ${let.limit.least} to ${let.limit.most}"
    label   = "no task has this size"
    help    = "set `memory` between ${let.limit.least} and ${let.limit.most}, or choose another `cpu`"

    evidence {
      at    = self.cpu
      label = "${let.limit.least} to ${let.limit.most} MiB go with this"
    }
  }

  case {
    resources = ["aws_ecs_task_definition"]
    let {
      value = one(self.ephemeral_storage[*].size_in_gib)
    }
    when = let.value != null && (
      let.value > let.most.storage || let.value < tonumber(fact("platform-limits", "fargate.storage").least)
    )
    at      = "ephemeral_storage.size_in_gib"
    message = "`${title()}` asks for ${let.value} GiB of storage, and Fargate gives a task 21 to ${let.most.storage}"
    help    = "set `size_in_gib` between 21 and 200, leave the block out for the free 20, or mount EFS"
  }

  case {
    resources = ["aws_ecs_task_definition"]
    let {
      value = [
        for it in try(jsondecode(self.container_definitions), []) : it.stopTimeout
        if try(it.stopTimeout, null) != null
      ]
    }
    when = (
      known(self.container_definitions) && contains(coalesce(self.requires_compatibilities, []), "FARGATE") &&
      length([for it in let.value : it if it > let.most.stop]) > 0
    )
    at      = "container_definitions"
    message = "`${title()}` wants ${max(let.value...)} s to stop, and Fargate kills it after ${let.most.stop}"
    help    = "set `stopTimeout` to 120 or less, and make what takes longer able to go on in another task"
  }

  why = <<-EOT
    These are limits of the platforms, not quotas that somebody could raise. Some are refused at plan, most at apply,
    when other resources of the same run are changed already; and a few are accepted and then not kept, so that the
    work is cut off in the middle. A number that arrives through a variable or a module is easily one that nobody has
    tried.

    A value near the limit also says that the work does not fit the platform: what takes an hour is a job, not an
    answer. There is no reason to ignore this rule; if a platform has raised a limit, please tell us.
  EOT

  sources = [
    "https://cloud.google.com/run/docs/configuring/request-timeout",
    "https://cloud.google.com/run/docs/configuring/task-timeout",
    "https://cloud.google.com/functions/quotas",
    "https://learn.microsoft.com/azure/azure-functions/functions-scale",
    "https://learn.microsoft.com/azure/container-apps/quotas",
    "https://developers.cloudflare.com/workers/platform/limits/",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
  ]
}
