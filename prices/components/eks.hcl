priced "aws_eks_cluster" {
  service = "EKS"
  sources = ["https://aws.amazon.com/eks/pricing/"]

  let {
    # Without a version AWS takes the latest. A cluster that refuses extended support is upgraded instead; one whose
    # extended support ended is upgraded to the oldest version that still has it.
    refuses = default(self.upgrade_policy[0].support_type, "EXTENDED") == "STANDARD"
    support = unset(self.version) || let.refuses ? "standard" : support("eks", self.version)
    tier    = let.support == "standard" ? "standard" : "extended"
    size    = default(self.control_plane_scaling_config[0].tier, "standard")
    auto    = default(self.compute_config[0].enabled, false)
  }

  component "control_plane" {
    sku      = "aws/eks/control_plane.${let.tier}"
    unit     = "cluster-hours"
    quantity = month.hours
  }

  component "provisioned_tier" {
    sku      = "aws/eks/control_plane_size.${let.size}"
    unit     = "cluster-hours"
    quantity = month.hours
    when     = let.size != "standard"
  }

  component "auto_mode_nodes" {
    sku      = "aws/eks/auto_mode_nodes"
    unit     = "hours"
    quantity = month.hours
    when     = let.auto
    note     = "Auto Mode starts nodes by itself, and adds 12% to the price of each"
  }
}

priced "aws_eks_node_group" {
  service = "EKS nodes"
  sources = [
    "https://aws.amazon.com/ec2/pricing/on-demand/",
    "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html",
  ]

  let {
    # The first type of the list is what an on-demand group starts with.
    own      = unset(self.launch_template)
    template = try(refs("aws_launch_template")[0], null)
    found    = length(refs("aws_launch_template")) > 0
    plain    = let.own || (let.found && unset(let.template.instance_type))
    listed   = !unset(self.instance_types) && length(self.instance_types) > 0
    type     = let.listed ? self.instance_types[0] : (let.plain ? "t3.medium" : let.template.instance_type)

    windows = startswith(default(self.ami_type, ""), "WINDOWS")
    spot    = default(self.capacity_type, "ON_DEMAND") == "SPOT"
    offer   = let.spot ? "spot" : (let.windows ? "windows_instance" : "instance")

    # What scales a node group is in the cluster: the least is certain, the wanted size is what it starts with.
    scaling = self.scaling_config[0]
    least   = let.scaling.min_size
    usual   = max(let.scaling.desired_size, let.least)
    most    = let.scaling.max_size
    grows   = let.most > let.least
    nodes   = max(usage.instances, let.least)

    # Disks: of the launch template, else one of gp2.
    mapped    = [for m in default(let.template.block_device_mappings, []) : m.ebs[0] if !unset(m.ebs)]
    kinds     = distinct([for d in let.mapped : d.volume_type])
    kind      = length(let.mapped) == 0 ? unknown("the image decides the size and type of the disks: no block device names them") : let.kinds[0]
    others    = [for d in let.mapped : d if d.volume_type != let.kind]
    other     = join("+", [for it in let.kinds : it if it != let.kind])
    varied    = known(let.other, "") != ""
    other_gb  = sum([for d in let.others : d.volume_size])
    disk      = default(self.disk_size, let.windows ? 50 : 20)
    disk_gb   = let.own ? let.disk : sum([for d in let.mapped : d.volume_size if d.volume_type == let.kind])
    disk_sku  = let.own ? "gp2" : let.kind
    disk_iops = [for d in let.mapped : { kind = d.volume_type, iops = max(0, default(d.iops, 0) - (d.volume_type == "gp3" ? 3000 : 0)) }]
    iops      = sum(concat([0], [for it in let.disk_iops : it.iops if it.kind == let.kind]))
    more_iops = sum(concat([0], [for it in let.disk_iops : it.iops if it.kind != let.kind]))
    mbps      = sum(concat([0], [for d in let.mapped : max(0, default(d.throughput, 125) - 125)]))
  }

  usage "instances" {
    unit    = "nodes"
    title   = "nodes that run, on average"
    low     = let.least
    typical = let.usual
    high    = let.most
  }

  component "nodes" {
    sku      = "aws/ec2/${let.offer}.${let.type}"
    unit     = "hours"
    quantity = let.least * month.hours
  }

  component "more_nodes" {
    sku      = "aws/ec2/${let.offer}.${let.type}"
    unit     = "hours"
    quantity = (let.nodes - let.least) * month.hours
    when     = let.grows
    note     = "nodes above the least"
  }

  component "disks" {
    sku      = "aws/ebs/${let.disk_sku}.storage"
    unit     = "GB-months"
    quantity = let.least * let.disk_gb
  }

  component "more_disks" {
    sku      = "aws/ebs/${let.disk_sku}.storage"
    unit     = "GB-months"
    quantity = (let.nodes - let.least) * let.disk_gb
    when     = let.grows
    note     = "nodes above the least"
  }

  component "disk_iops" {
    sku      = "aws/ebs/${let.kind}.iops"
    unit     = "IOPS-months"
    quantity = let.least * let.iops
    when     = let.iops > 0
    note     = "beyond what the type of disk includes"
  }

  component "more_disk_iops" {
    sku      = "aws/ebs/${let.kind}.iops"
    unit     = "IOPS-months"
    quantity = (let.nodes - let.least) * let.iops
    when     = let.iops > 0 && let.grows
    note     = "beyond what the type of disk includes"
  }

  component "other_disks" {
    sku      = "aws/ebs/${let.other}.storage"
    unit     = "GB-months"
    quantity = let.least * let.other_gb
    when     = let.varied
  }

  component "more_other_disks" {
    sku      = "aws/ebs/${let.other}.storage"
    unit     = "GB-months"
    quantity = (let.nodes - let.least) * let.other_gb
    when     = let.varied && let.grows
    note     = "instances above the least"
  }

  component "other_disk_iops" {
    sku      = "aws/ebs/${let.other}.iops"
    unit     = "IOPS-months"
    quantity = let.least * let.more_iops
    when     = let.varied && let.more_iops > 0
    note     = "beyond what the type of disk includes"
  }

  component "more_other_disk_iops" {
    sku      = "aws/ebs/${let.other}.iops"
    unit     = "IOPS-months"
    quantity = (let.nodes - let.least) * let.more_iops
    when     = let.varied && let.more_iops > 0 && let.grows
    note     = "beyond what the type of disk includes"
  }

  component "disk_throughput" {
    sku      = "aws/ebs/gp3.throughput"
    unit     = "MBps-months"
    quantity = let.least * let.mbps
    when     = let.mbps > 0
    note     = "beyond 125 MB/s a disk"
  }

  component "more_disk_throughput" {
    sku      = "aws/ebs/gp3.throughput"
    unit     = "MBps-months"
    quantity = (let.nodes - let.least) * let.mbps
    when     = let.mbps > 0 && let.grows
    note     = "beyond 125 MB/s a disk"
  }
}

priced "aws_eks_fargate_profile" {
  service = "Fargate"
  sources = ["https://aws.amazon.com/fargate/pricing/"]

  usage "vcpu_hours" {
    unit  = "vCPU-hours"
    title = "vCPU-hours of the pods that match the profile"
  }

  usage "gb_hours" {
    unit  = "GB-hours"
    title = "GB-hours of memory of the pods that match the profile"
  }

  component "vcpu" {
    sku      = "aws/fargate/vcpu.x86"
    unit     = "vCPU-hours"
    quantity = usage.vcpu_hours
  }

  component "memory" {
    sku      = "aws/fargate/memory.x86"
    unit     = "GB-hours"
    quantity = usage.gb_hours
  }
}

free "aws_eks_access_entry" {}
free "aws_eks_access_policy_association" {}
free "aws_eks_addon" {}
free "aws_eks_identity_provider_config" {}
free "aws_eks_pod_identity_association" {}
