priced "google_cloudfunctions_function" {
  service = "Cloud Functions"
  sources = ["https://cloud.google.com/functions/pricing-1stgen"]

  let {
    mb  = default(self.available_memory_mb, 256)
    ghz = { "128" = 0.2, "256" = 0.4, "512" = 0.8, "1024" = 1.4, "2048" = 2.4, "4096" = 4.8, "8192" = 4.8 }[tostring(let.mb)]

    # A call is billed in steps of 100 ms.
    seconds = usage.monthly_function_invocations * ceil(usage.request_duration_ms / 100) / 10
  }

  usage "monthly_function_invocations" {
    unit  = "invocations"
    title = "calls"
    flow  = "requests"
  }
  usage "request_duration_ms" {
    unit    = "ms"
    title   = "time a call takes"
    low     = 100
    typical = 200
    high    = 1000
  }
  usage "monthly_outbound_data_gb" {
    unit  = "GB"
    title = "data sent to the internet"
    flow  = "egress_gb"
  }

  component "invocations" {
    sku      = "google/cloud_functions_gen1/invocations"
    unit     = "invocations"
    quantity = usage.monthly_function_invocations
    note     = "the first 2 million a month of a billing account are free"
  }
  component "cpu" {
    sku      = "google/cloud_functions_gen1/cpu"
    unit     = "GHz-seconds"
    quantity = let.seconds * let.ghz
  }
  component "memory" {
    sku      = "google/cloud_functions_gen1/memory"
    unit     = "GB-seconds"
    quantity = let.seconds * let.mb / 1024
  }
  component "egress" {
    sku      = "google/cloud_functions_gen1/egress"
    unit     = "GB"
    quantity = usage.monthly_outbound_data_gb
  }
  component "idle_minimum_cpu" {
    sku      = "google/cloud_functions_gen1/min_instance_idle.cpu"
    unit     = "GHz-seconds"
    when     = default(self.min_instances, 0) > 0
    quantity = self.min_instances * let.ghz * month.seconds
  }
  component "idle_minimum_memory" {
    sku      = "google/cloud_functions_gen1/min_instance_idle.memory"
    unit     = "GB-seconds"
    when     = default(self.min_instances, 0) > 0
    quantity = self.min_instances * let.mb / 1024 * month.seconds
  }
}

# The second generation runs on Cloud Run and is billed as it.
priced "google_cloudfunctions2_function" {
  service = "Cloud Run"
  sources = ["https://cloud.google.com/functions/pricing", "https://cloud.google.com/run/pricing"]

  let {
    settings     = self.service_config[0]
    memory_parts = regex("^([0-9.]+)([A-Za-z]*)$", tostring(default(let.settings.available_memory, "256M")))
    gib_per = {
      "Gi" = 1, "Mi" = 1 / 1024, "Ki" = 1 / 1048576, "" = 1 / 1073741824
      "G"  = 1000000000 / 1073741824, "M" = 1000000 / 1073741824, "k" = 1000 / 1073741824
    }
    memory = tonumber(let.memory_parts[0]) * let.gib_per[let.memory_parts[1]]

    # Without available_cpu, the processor follows the memory.
    cpu_of_memory = (let.memory <= 0.125 ? 0.083 : let.memory <= 0.25 ? 0.167 : let.memory <= 0.5 ? 0.333 :
      let.memory <= 1 ? 0.583 : let.memory <= 2 ? 1 : let.memory <= 8 ? 2 : let.memory <= 16 ? 4 : 8
    )
    cpu     = tonumber(trimsuffix(tostring(default(let.settings.available_cpu, let.cpu_of_memory)), "m")) / (endswith(tostring(default(let.settings.available_cpu, let.cpu_of_memory)), "m") ? 1000 : 1)
    minimum = default(let.settings.min_instance_count, 0)
    at_once = default(let.settings.max_instance_request_concurrency, 1)
    busy    = usage.monthly_requests * usage.average_request_duration_ms / 1000 / usage.concurrent_requests_per_instance
    warm    = let.minimum * month.seconds
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "calls"
    flow  = "requests"
  }
  usage "average_request_duration_ms" {
    unit    = "ms"
    title   = "time a call takes"
    low     = 50
    typical = 200
    high    = 1000
  }
  usage "concurrent_requests_per_instance" {
    unit    = "requests"
    title   = "calls an instance really answers at the same time"
    low     = min(let.at_once, 20)
    typical = min(let.at_once, 4)
    high    = 1
  }
  usage "monthly_outbound_data_gb" {
    unit  = "GB"
    title = "data sent to the internet"
    flow  = "egress_gb"
  }

  component "idle_minimum_cpu" {
    sku      = "google/cloud_run/min_instance_idle.cpu"
    unit     = "vCPU-seconds"
    when     = let.minimum > 0
    quantity = let.minimum * let.cpu * month.seconds
  }
  component "idle_minimum_memory" {
    sku      = "google/cloud_run/min_instance_idle.memory"
    unit     = "GiB-seconds"
    when     = let.minimum > 0
    quantity = let.minimum * let.memory * month.seconds
  }
  component "requests" {
    sku      = "google/cloud_run/requests"
    unit     = "requests"
    quantity = usage.monthly_requests
    note     = "the first 2 million a month of a billing account are free"
  }
  component "cpu" {
    sku      = "google/cloud_run/request_based.cpu"
    unit     = "vCPU-seconds"
    quantity = max(0, let.busy - let.warm) * let.cpu
  }
  component "memory" {
    sku      = "google/cloud_run/request_based.memory"
    unit     = "GiB-seconds"
    quantity = max(0, let.busy - let.warm) * let.memory
  }
  component "busy_minimum_cpu" {
    sku      = "google/cloud_run/request_based.cpu"
    unit     = "vCPU-seconds"
    when     = let.minimum > 0
    quantity = min(let.busy, let.warm) * let.cpu
    factor   = 1 - price("google/cloud_run/min_instance_idle.cpu") / price("google/cloud_run/request_based.cpu")
    note     = "what busy time costs beyond the idle price"
  }
  component "egress" {
    sku      = "google/egress/internet"
    unit     = "GB"
    quantity = usage.monthly_outbound_data_gb
  }
}

free "google_cloudfunctions_function_iam_*" {}
free "google_cloudfunctions2_function_iam_*" {}
