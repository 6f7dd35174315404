priced "google_compute_instance" {
  service = "Compute Engine"
  sources = ["https://cloud.google.com/compute/vm-instance-pricing", "https://cloud.google.com/compute/disks-image-pricing"]

  let {
    plan    = self.scheduling[0]
    spot    = default(let.plan.preemptible, false) || default(let.plan.provisioning_model, "STANDARD") == "SPOT"
    stopped = contains(["TERMINATED", "SUSPENDED"], default(self.desired_status, "RUNNING"))
    boot    = self.boot_disk[0]
    image   = let.boot.initialize_params[0]
    kinds   = { "pd-standard" = "hdd", "pd-balanced" = "balanced", "pd-ssd" = "ssd", "pd-extreme" = "extreme" }
    kind    = default(let.image.type, "pd-standard")
    public  = length(flatten([for n in default(self.network_interface, []) : default(n.access_config, [])]))
    scratch = default(self.scratch_disk, [])

    # A boot disk with a source has a resource of its own, whose name is not known before it is made.
    existing = length(refs("google_compute_disk", "boot_disk")) > 0
  }

  usage "boot_disk_gb" {
    unit    = "GB"
    title   = "size of the boot image, which sets the size of a boot disk without one"
    low     = 10
    typical = 10
    high    = 50
  }
  usage "monthly_outbound_data_gb" {
    unit  = "GB"
    title = "data sent to the internet"
    flow  = "egress_gb"
  }

  component "instance" {
    sku      = let.spot ? "google/compute_spot/${self.machine_type}" : "google/compute/${self.machine_type}"
    unit     = "hours"
    when     = !let.stopped
    quantity = month.hours
  }
  component "gpu" {
    sku      = "google/compute/gpu.${self.guest_accelerator[0].type}"
    unit     = "hours"
    when     = !let.stopped && !unset(self.guest_accelerator[0]) && startswith(self.machine_type, "n1-")
    quantity = self.guest_accelerator[0].count * month.hours
  }
  component "boot_disk" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.kind, let.kind)}"
    unit     = "GB-months"
    when     = !let.existing && unset(let.boot.source) && !unset(let.image.size)
    quantity = let.image.size
  }
  component "boot_disk_of_image" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.kind, let.kind)}"
    unit     = "GB-months"
    when     = !let.existing && unset(let.boot.source) && unset(let.image.size)
    quantity = usage.boot_disk_gb
  }
  component "local_ssd" {
    sku      = "google/persistent_disk/local"
    unit     = "GB-months"
    when     = length(let.scratch) > 0 && !startswith(self.machine_type, "c4")
    quantity = sum(concat([0], [for d in let.scratch : default(d.size, 375)]))
  }
  component "external_ip" {
    sku      = let.spot ? "google/compute/external_ip.spot_vm" : "google/compute/external_ip.vm"
    unit     = "hours"
    when     = !let.stopped && let.public > 0
    quantity = let.public * month.hours
  }
  component "egress" {
    sku      = "google/egress/internet"
    unit     = "GB"
    when     = !let.stopped && let.public > 0
    quantity = usage.monthly_outbound_data_gb
  }
}

priced "google_compute_disk" {
  service = "Compute Engine"
  sources = ["https://cloud.google.com/compute/disks-image-pricing"]

  let {
    kinds = { "pd-standard" = "hdd", "pd-balanced" = "balanced", "pd-ssd" = "ssd", "pd-extreme" = "extreme" }
    kind  = default(self.type, "pd-standard")
  }

  usage "disk_gb" {
    unit  = "GB"
    title = "size of the disk, which follows its image or snapshot"
  }

  component "storage" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.kind, let.kind)}"
    unit     = "GB-months"
    when     = !unset(self.size)
    quantity = self.size
  }
  component "storage_of_image" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.kind, let.kind)}"
    unit     = "GB-months"
    when     = unset(self.size)
    quantity = usage.disk_gb
  }
  component "iops" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.kind, let.kind)}.iops"
    unit     = "IOPS-months"
    when     = !unset(self.provisioned_iops)
    quantity = self.provisioned_iops
  }
}

priced "google_compute_region_disk" {
  service = "Compute Engine"
  sources = ["https://cloud.google.com/compute/disks-image-pricing"]

  let {
    kinds = { "pd-standard" = "hdd-replicated", "pd-balanced" = "balanced-replicated", "pd-ssd" = "ssd-replicated" }
    kind  = default(self.type, "pd-standard")
  }

  usage "disk_gb" {
    unit  = "GB"
    title = "size of the disk, which follows its snapshot"
  }

  component "storage" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.kind, let.kind)}"
    unit     = "GB-months"
    when     = !unset(self.size)
    quantity = self.size
  }
  component "storage_of_image" {
    sku      = "google/persistent_disk/${lookup(let.kinds, let.kind, let.kind)}"
    unit     = "GB-months"
    when     = unset(self.size)
    quantity = usage.disk_gb
  }
}

# An address in use is on the bill of the instance or the NAT gateway that uses it, and costs nothing at a load balancer.
priced "google_compute_address" {
  service = "Compute Engine"
  sources = ["https://cloud.google.com/vpc/network-pricing"]

  let {
    users = (length(referrers("google_compute_instance")) + length(referrers("google_compute_instance_template")) +
      length(referrers("google_compute_forwarding_rule")) + length(referrers("google_compute_router_nat")) +
      length(referrers("google_compute_vpn_tunnel"))
    )
  }

  usage "unused_hours" {
    unit  = "hours"
    title = "hours in which nothing uses the address"
  }

  component "unused" {
    sku      = "google/compute/external_ip.unused"
    unit     = "hours"
    when     = default(self.address_type, "EXTERNAL") == "EXTERNAL" && let.users == 0
    quantity = usage.unused_hours
    note     = "nothing in the configuration uses it"
  }
}

free "google_compute_attached_disk" {}
free "google_compute_disk_resource_policy_attachment" {}
free "google_compute_resource_policy" {}
free "google_compute_target_pool" {}
