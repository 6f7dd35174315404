priced "google_container_cluster" {
  service = "Kubernetes Engine"
  sources = ["https://cloud.google.com/kubernetes-engine/pricing"]

  let {
    autopilot = default(self.enable_autopilot, false)
    zonal     = length(regexall("-[a-z]$", self.location)) > 0
    zones     = let.zonal ? 1 + length(default(self.node_locations, [])) : unset(self.node_locations) ? 3 : length(self.node_locations)

    # The default pool lives on unless it is removed, or pools are written inside of the cluster.
    default_pool = !let.autopilot && default(self.remove_default_node_pool, false) == false && unset(self.node_pool[0])
    nodes        = default(self.initial_node_count, 1) * let.zones
    config       = self.node_config[0]
    machine      = default(let.config.machine_type, "e2-medium")
    spot         = default(let.config.spot, false) || default(let.config.preemptible, false)
    kinds        = { "pd-standard" = "hdd", "pd-balanced" = "balanced", "pd-ssd" = "ssd" }
    disk         = default(let.config.disk_type, "pd-balanced")
  }

  usage "autopilot_vcpu_count" {
    unit  = "vCPU"
    title = "vCPUs that pods ask for, on average"
  }
  usage "autopilot_memory_gb" {
    unit  = "GB"
    title = "memory that pods ask for, on average"
  }
  usage "autopilot_ephemeral_storage_gb" {
    unit  = "GB"
    title = "ephemeral storage that pods ask for, on average"
  }

  component "cluster" {
    sku      = "google/gke/cluster_fee"
    unit     = "cluster-hours"
    quantity = month.hours
    note     = "a credit of $74.40 covers one zonal or Autopilot cluster of a billing account"
  }
  component "autopilot_cpu" {
    sku      = "google/gke/autopilot.vcpu"
    unit     = "vCPU-hours"
    when     = let.autopilot
    quantity = usage.autopilot_vcpu_count * month.hours
  }
  component "autopilot_memory" {
    sku      = "google/gke/autopilot.memory"
    unit     = "GB-hours"
    when     = let.autopilot
    quantity = usage.autopilot_memory_gb * month.hours
  }
  component "autopilot_storage" {
    sku      = "google/gke/autopilot.ephemeral"
    unit     = "GB-hours"
    when     = let.autopilot
    quantity = usage.autopilot_ephemeral_storage_gb * month.hours
  }
  component "default_nodes" {
    sku      = let.spot ? "google/compute_spot/${let.machine}" : "google/compute/${let.machine}"
    unit     = "hours"
    when     = let.default_pool
    quantity = let.nodes * month.hours
  }
  component "default_disks" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.disk, let.disk)}"
    unit     = "GB-months"
    when     = let.default_pool
    quantity = let.nodes * default(let.config.disk_size_gb, 100)
  }
  component "default_external_ips" {
    sku      = let.spot ? "google/compute/external_ip.spot_vm" : "google/compute/external_ip.vm"
    unit     = "hours"
    when     = let.default_pool && default(self.private_cluster_config[0].enable_private_nodes, false) == false
    quantity = let.nodes * month.hours
    note     = "nodes that are not private have a public address each"
  }
}

priced "google_container_node_pool" {
  service = "Kubernetes Engine"
  sources = ["https://cloud.google.com/kubernetes-engine/pricing", "https://cloud.google.com/compute/vm-instance-pricing"]

  let {
    cluster  = one(refs("google_container_cluster"))
    location = default(self.location, let.cluster.location)
    zonal    = length(regexall("-[a-z]$", let.location)) > 0
    own      = self.node_locations
    theirs   = let.cluster.node_locations
    zones = (!unset(let.own) ? length(let.own) :
      let.zonal ? 1 + length(default(let.theirs, [])) :
      unset(let.theirs) ? 3 : length(let.theirs)
    )

    scaling = self.autoscaling[0]
    start   = default(self.node_count, default(self.initial_node_count, 1))
    total   = !unset(let.scaling.total_max_node_count)
    least   = unset(let.scaling) ? let.start * let.zones : let.total ? default(let.scaling.total_min_node_count, 0) : default(let.scaling.min_node_count, 0) * let.zones
    most    = unset(let.scaling) ? let.least : let.total ? let.scaling.total_max_node_count : let.scaling.max_node_count * let.zones

    config  = self.node_config[0]
    machine = default(let.config.machine_type, "e2-medium")
    spot    = default(let.config.spot, false) || default(let.config.preemptible, false)
    kinds   = { "pd-standard" = "hdd", "pd-balanced" = "balanced", "pd-ssd" = "ssd" }
    disk    = default(let.config.disk_type, "pd-balanced")
    size    = default(let.config.disk_size_gb, 100)
    more    = max(0, usage.nodes - let.least)
    private = default(self.network_config[0].enable_private_nodes, default(let.cluster.private_cluster_config[0].enable_private_nodes, false))
  }

  usage "nodes" {
    unit    = "nodes"
    title   = "nodes of the pool in all zones together"
    low     = let.least
    typical = max(let.least, min(let.most, let.start * let.zones))
    high    = let.most
  }

  component "nodes" {
    sku      = let.spot ? "google/compute_spot/${let.machine}" : "google/compute/${let.machine}"
    unit     = "hours"
    quantity = let.least * month.hours
  }
  component "disks" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.disk, let.disk)}"
    unit     = "GB-months"
    quantity = let.least * let.size
  }
  component "external_ips" {
    sku      = let.spot ? "google/compute/external_ip.spot_vm" : "google/compute/external_ip.vm"
    unit     = "hours"
    when     = let.private == false
    quantity = let.least * month.hours
    note     = "nodes that are not private have a public address each"
  }
  component "more_nodes" {
    sku      = let.spot ? "google/compute_spot/${let.machine}" : "google/compute/${let.machine}"
    unit     = "hours"
    when     = let.most > let.least
    quantity = let.more * month.hours
    note     = "what autoscaling adds"
  }
  component "more_disks" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.disk, let.disk)}"
    unit     = "GB-months"
    when     = let.most > let.least
    quantity = let.more * let.size
  }
}
