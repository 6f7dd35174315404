priced "google_cloud_run_v2_service" {
  service = "Cloud Run"
  sources = ["https://cloud.google.com/run/pricing"]

  let {
    template   = self.template[0]
    containers = default(self.template[0].containers, [])
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
    memory = sum(concat([0], [for p in let.memory_parts : tonumber(p[0]) * let.gib_per[p[1]]]))
    gpu    = !unset(let.template.node_selector[0].accelerator)

    # The provider sends cpu_idle = false when a resources block is there without it; only without any such block is it true.
    always = let.gpu || anytrue([for c in let.containers :
      unset(c.resources[0]) ? false : unset(c.resources[0].cpu_idle) ? true : c.resources[0].cpu_idle == false
    ])

    manual  = self.scaling[0].scaling_mode == "MANUAL"
    minimum = let.manual ? default(self.scaling[0].manual_instance_count, 0) : max(default(let.template.scaling[0].min_instance_count, 0), default(self.scaling[0].min_instance_count, 0))
    maximum = let.manual ? let.minimum : default(let.template.scaling[0].max_instance_count, 100)

    at_once = default(let.template.max_instance_request_concurrency, let.cpu < 1 ? 1 : 80)
    busy    = usage.monthly_requests * usage.average_request_duration_ms / 1000 / usage.concurrent_requests_per_instance
    warm    = let.minimum * month.seconds
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "requests"
    flow  = "requests"
  }
  usage "average_request_duration_ms" {
    unit    = "ms"
    title   = "time a request takes"
    low     = 50
    typical = 200
    high    = 1000
  }
  usage "concurrent_requests_per_instance" {
    unit    = "requests"
    title   = "requests an instance really answers at the same time"
    low     = min(let.at_once, 20)
    typical = min(let.at_once, 4)
    high    = 1
  }
  usage "instance_hrs" {
    unit  = "hours"
    title = "instance hours, those of minimum instances included"
  }
  usage "monthly_outbound_data_gb" {
    unit  = "GB"
    title = "data sent to the internet"
    flow  = "egress_gb"
  }

  component "idle_minimum_cpu" {
    sku      = "google/cloud_run/min_instance_idle.cpu"
    unit     = "vCPU-seconds"
    when     = !let.always && let.minimum > 0
    quantity = let.minimum * let.cpu * month.seconds
  }
  component "idle_minimum_memory" {
    sku      = "google/cloud_run/min_instance_idle.memory"
    unit     = "GiB-seconds"
    when     = !let.always && let.minimum > 0
    quantity = let.minimum * let.memory * month.seconds
  }
  component "minimum_cpu" {
    sku      = "google/cloud_run/instance_based.cpu"
    unit     = "vCPU-seconds"
    when     = let.always && let.minimum > 0
    quantity = let.minimum * let.cpu * month.seconds
    note     = "CPU is always allocated: cpu_idle is false, or not set in a resources block"
  }
  component "minimum_memory" {
    sku      = "google/cloud_run/instance_based.memory"
    unit     = "GiB-seconds"
    when     = let.always && let.minimum > 0
    quantity = let.minimum * let.memory * month.seconds
  }
  component "minimum_gpu" {
    sku      = let.template.gpu_zonal_redundancy_disabled == true ? "google/cloud_run/gpu.${trimprefix(let.template.node_selector[0].accelerator, "nvidia-")}" : "google/cloud_run/gpu.${trimprefix(let.template.node_selector[0].accelerator, "nvidia-")}.zonal_redundancy"
    unit     = "GPU-seconds"
    when     = let.gpu && let.minimum > 0
    quantity = let.minimum * month.seconds
  }

  component "requests" {
    sku      = "google/cloud_run/requests"
    unit     = "requests"
    when     = !let.always
    quantity = usage.monthly_requests
    note     = "the first 2 million a month of a billing account are free"
  }
  component "cpu" {
    sku      = "google/cloud_run/request_based.cpu"
    unit     = "vCPU-seconds"
    when     = !let.always
    quantity = max(0, let.busy - let.warm) * let.cpu
  }
  component "memory" {
    sku      = "google/cloud_run/request_based.memory"
    unit     = "GiB-seconds"
    when     = !let.always
    quantity = max(0, let.busy - let.warm) * let.memory
    note     = "a busy minimum instance pays for its memory what it pays idle, so it is not counted again"
  }
  component "busy_minimum_cpu" {
    sku      = "google/cloud_run/request_based.cpu"
    unit     = "vCPU-seconds"
    when     = !let.always && let.minimum > 0
    quantity = min(let.busy, let.warm) * let.cpu
    factor   = 1 - price("google/cloud_run/min_instance_idle.cpu") / price("google/cloud_run/request_based.cpu")
    note     = "what busy time costs beyond the idle price"
  }
  component "more_cpu" {
    sku      = "google/cloud_run/instance_based.cpu"
    unit     = "vCPU-seconds"
    when     = let.always && let.maximum > let.minimum
    quantity = max(0, usage.instance_hrs * 3600 - let.warm) * let.cpu
  }
  component "more_memory" {
    sku      = "google/cloud_run/instance_based.memory"
    unit     = "GiB-seconds"
    when     = let.always && let.maximum > let.minimum
    quantity = max(0, usage.instance_hrs * 3600 - let.warm) * let.memory
  }
  component "egress" {
    sku      = "google/egress/internet"
    unit     = "GB"
    quantity = usage.monthly_outbound_data_gb
  }
}
