priced "google_compute_instance_group_manager" {
  service = "Compute Engine"
  sources = ["https://cloud.google.com/compute/vm-instance-pricing"]

  let {
    template = concat(refs("google_compute_instance_template"), refs("google_compute_region_instance_template"))[0]
    policy   = referrers("google_compute_autoscaler")[0].autoscaling_policy[0]
    scaled   = !unset(let.policy)
    least    = let.scaled ? default(let.policy.min_replicas, 2) : self.target_size
    most     = let.scaled ? let.policy.max_replicas : let.least
    more     = max(0, usage.instances - let.least)
    plan     = let.template.scheduling[0]
    spot     = default(let.plan.preemptible, false) || default(let.plan.provisioning_model, "STANDARD") == "SPOT"
    public   = length(flatten([for n in default(let.template.network_interface, []) : default(n.access_config, [])]))

    # Disks that a machine makes for itself; one with a source exists already.
    disks    = [for d in default(let.template.disk, []) : d if unset(d.source) && default(d.type, "PERSISTENT") == "PERSISTENT"]
    hdd      = sum(concat([0], [for d in let.disks : default(d.disk_size_gb, 0) if default(d.disk_type, "pd-standard") == "pd-standard"]))
    balanced = sum(concat([0], [for d in let.disks : default(d.disk_size_gb, 0) if d.disk_type == "pd-balanced"]))
    ssd      = sum(concat([0], [for d in let.disks : default(d.disk_size_gb, 0) if d.disk_type == "pd-ssd"]))
    sizeless = length([for d in let.disks : d if unset(d.disk_size_gb)])
  }

  usage "instances" {
    unit    = "instances"
    title   = "instances of the group"
    low     = let.least
    typical = let.least
    high    = let.most
  }

  component "instances" {
    sku      = let.spot ? "google/compute_spot/${let.template.machine_type}" : "google/compute/${let.template.machine_type}"
    unit     = "hours"
    quantity = let.least * month.hours
  }
  component "external_ips" {
    sku      = let.spot ? "google/compute/external_ip.spot_vm" : "google/compute/external_ip.vm"
    unit     = "hours"
    when     = let.public > 0
    quantity = let.least * let.public * month.hours
  }
  component "more_instances" {
    sku      = let.spot ? "google/compute_spot/${let.template.machine_type}" : "google/compute/${let.template.machine_type}"
    unit     = "hours"
    when     = let.most > let.least
    quantity = let.more * month.hours
    note     = "what autoscaling adds, without its disks and addresses"
  }
  component "disks_standard" {
    sku      = "google/persistent_disk/hdd"
    unit     = "GB-months"
    when     = let.hdd > 0
    quantity = let.least * let.hdd
  }
  component "disks_balanced" {
    sku      = "google/persistent_disk/balanced"
    unit     = "GB-months"
    when     = let.balanced > 0
    quantity = let.least * let.balanced
  }
  component "disks_ssd" {
    sku      = "google/persistent_disk/ssd"
    unit     = "GB-months"
    when     = let.ssd > 0
    quantity = let.least * let.ssd
  }
  component "disks_of_image" {
    sku      = "google/persistent_disk/of_image"
    unit     = "GB-months"
    when     = let.sizeless > 0
    quantity = let.least * let.sizeless
    note     = "disks without a size take that of their image"
  }
}

priced "google_compute_region_instance_group_manager" {
  service = "Compute Engine"
  sources = ["https://cloud.google.com/compute/vm-instance-pricing"]

  let {
    template = concat(refs("google_compute_instance_template"), refs("google_compute_region_instance_template"))[0]
    policy   = referrers("google_compute_region_autoscaler")[0].autoscaling_policy[0]
    scaled   = !unset(let.policy)
    least    = let.scaled ? default(let.policy.min_replicas, 2) : self.target_size
    most     = let.scaled ? let.policy.max_replicas : let.least
    more     = max(0, usage.instances - let.least)
    plan     = let.template.scheduling[0]
    spot     = default(let.plan.preemptible, false) || default(let.plan.provisioning_model, "STANDARD") == "SPOT"
    public   = length(flatten([for n in default(let.template.network_interface, []) : default(n.access_config, [])]))

    # Disks that a machine makes for itself; one with a source exists already.
    disks    = [for d in default(let.template.disk, []) : d if unset(d.source) && default(d.type, "PERSISTENT") == "PERSISTENT"]
    hdd      = sum(concat([0], [for d in let.disks : default(d.disk_size_gb, 0) if default(d.disk_type, "pd-standard") == "pd-standard"]))
    balanced = sum(concat([0], [for d in let.disks : default(d.disk_size_gb, 0) if d.disk_type == "pd-balanced"]))
    ssd      = sum(concat([0], [for d in let.disks : default(d.disk_size_gb, 0) if d.disk_type == "pd-ssd"]))
    sizeless = length([for d in let.disks : d if unset(d.disk_size_gb)])
  }

  usage "instances" {
    unit    = "instances"
    title   = "instances of the group"
    low     = let.least
    typical = let.least
    high    = let.most
  }

  component "instances" {
    sku      = let.spot ? "google/compute_spot/${let.template.machine_type}" : "google/compute/${let.template.machine_type}"
    unit     = "hours"
    quantity = let.least * month.hours
  }
  component "external_ips" {
    sku      = let.spot ? "google/compute/external_ip.spot_vm" : "google/compute/external_ip.vm"
    unit     = "hours"
    when     = let.public > 0
    quantity = let.least * let.public * month.hours
  }
  component "more_instances" {
    sku      = let.spot ? "google/compute_spot/${let.template.machine_type}" : "google/compute/${let.template.machine_type}"
    unit     = "hours"
    when     = let.most > let.least
    quantity = let.more * month.hours
    note     = "what autoscaling adds, without its disks and addresses"
  }
  component "disks_standard" {
    sku      = "google/persistent_disk/hdd"
    unit     = "GB-months"
    when     = let.hdd > 0
    quantity = let.least * let.hdd
  }
  component "disks_balanced" {
    sku      = "google/persistent_disk/balanced"
    unit     = "GB-months"
    when     = let.balanced > 0
    quantity = let.least * let.balanced
  }
  component "disks_ssd" {
    sku      = "google/persistent_disk/ssd"
    unit     = "GB-months"
    when     = let.ssd > 0
    quantity = let.least * let.ssd
  }
  component "disks_of_image" {
    sku      = "google/persistent_disk/of_image"
    unit     = "GB-months"
    when     = let.sizeless > 0
    quantity = let.least * let.sizeless
    note     = "disks without a size take that of their image"
  }
}

free "google_compute_instance_template" {
  billed_in = "google_compute_instance_group_manager"
}
free "google_compute_region_instance_template" {
  billed_in = "google_compute_region_instance_group_manager"
}
free "google_compute_autoscaler" {
  billed_in = "google_compute_instance_group_manager"
}
free "google_compute_region_autoscaler" {
  billed_in = "google_compute_region_instance_group_manager"
}
free "google_compute_instance_group" {}
free "google_compute_instance_group_membership" {}
