priced "aws_autoscaling_group" {
  service = "EC2"
  sources = ["https://aws.amazon.com/ec2/pricing/on-demand/", "https://aws.amazon.com/ebs/pricing/"]

  let {
    config   = try(refs("aws_launch_configuration")[0], null)
    old      = length(refs("aws_launch_configuration")) > 0
    template = let.old ? null : try(refs("aws_launch_template")[0], null)

    # Of several types the first is what on-demand instances are started with, unless the cheapest is asked for.
    mixed    = self.mixed_instances_policy[0]
    override = default(let.mixed.launch_template[0].override, [])
    leading  = try(let.override[0], null)
    spread   = let.mixed.instances_distribution[0]
    cheapest = default(let.spread.on_demand_allocation_strategy, "prioritized") == "lowest-price"
    single   = let.old ? let.config.instance_type : let.template.instance_type
    first    = length(let.override) > 0 ? default(let.leading.instance_type, let.single) : let.single
    vague    = length(let.override) > 1 && let.cheapest
    by_needs = !unset(let.leading.instance_requirements) || !unset(let.template.instance_requirements)
    type     = let.vague || let.by_needs ? "by_requirements" : let.first
    weight   = max(1, tonumber(default(let.leading.weighted_capacity, "1")))

    # Sizes are counted in capacity, of which an instance has as much as its weight.
    least = ceil(self.min_size / let.weight)
    usual = max(ceil(default(self.desired_capacity, self.min_size) / let.weight), let.least)
    most  = ceil(self.max_size / let.weight)
    grows = let.most > let.least
    count = max(usage.instances, let.least)

    # On demand: the base, and of what comes on top a share that AWS rounds up.
    template_spot = default(let.template.instance_market_options[0].market_type, "none") == "spot"
    config_spot   = !unset(let.config.spot_price)
    percent       = default(let.spread.on_demand_percentage_above_base_capacity, 100)
    base          = ceil(default(let.spread.on_demand_base_capacity, 0) / let.weight)
    all_spot      = let.template_spot || let.config_spot
    share         = let.all_spot ? 0 : let.percent / 100
    first_base    = let.all_spot ? 0 : let.base
    demand_least  = min(let.least, let.first_base) + ceil(max(0, let.least - let.first_base) * let.share)
    demand        = min(let.count, let.first_base) + ceil(max(0, let.count - let.first_base) * let.share)
    tenancy       = default(let.template.placement[0].tenancy, default(let.config.placement_tenancy, "default"))
    offer         = let.tenancy == "dedicated" ? "dedicated_instance" : "instance"

    # A launch configuration turns detailed monitoring on by default, a launch template does not.
    template_watch = default(let.template.monitoring[0].enabled, false)
    watched        = let.old ? default(let.config.enable_monitoring, true) : let.template_watch
    card           = let.template.network_interfaces[0]
    config_public  = default(let.config.associate_public_ip_address, false)
    public         = let.old ? let.config_public : default(let.card.associate_public_ip_address, false)

    # The disks of one instance. Those of the first type are told apart from the others.
    old_root  = default(let.config.root_block_device, [{}])
    old_disks = [for d in concat(let.old_root, default(let.config.ebs_block_device, [])) : d if let.old]
    mapped    = [for m in default(let.template.block_device_mappings, []) : m.ebs[0] if !unset(m.ebs)]
    disks     = concat(let.old_disks, let.mapped)
    kinds     = distinct([for d in let.disks : d.volume_type])
    kind      = length(let.disks) == 0 ? unknown("the image decides the size and type of the disks: no block device names them") : let.kinds[0]
    others    = [for d in let.disks : d if d.volume_type != let.kind]
    other     = join("+", [for it in let.kinds : it if it != let.kind])
    varied    = known(let.other, "") != ""
    other_gb  = sum([for d in let.others : d.volume_size])
    disk_gb   = sum([for d in let.disks : d.volume_size if d.volume_type == let.kind])
    disk_iops = [for d in let.disks : { kind = d.volume_type, iops = max(0, default(d.iops, 0) - (d.volume_type == "gp3" ? 3000 : 0)) }]
    iops      = sum(concat([0], [for it in let.disk_iops : it.iops if it.kind == let.kind]))
    more_iops = sum(concat([0], [for it in let.disk_iops : it.iops if it.kind != let.kind]))
    mbps      = sum(concat([0], [for d in let.disks : max(0, default(d.throughput, 125) - 125)]))
  }

  usage "instances" {
    unit    = "instances"
    title   = "instances that run, on average"
    low     = let.least
    typical = let.usual
    high    = let.most
  }

  component "instances" {
    sku      = "aws/ec2/${let.offer}.${let.type}"
    unit     = "hours"
    quantity = let.demand_least * month.hours
    when     = let.share > 0 || let.first_base > 0
    note     = "as Linux"
  }

  component "more_instances" {
    sku      = "aws/ec2/${let.offer}.${let.type}"
    unit     = "hours"
    quantity = (let.demand - let.demand_least) * month.hours
    when     = let.grows && (let.share > 0 || let.first_base > 0)
    note     = "instances above the least"
  }

  component "spot_instances" {
    sku      = "aws/ec2/spot.${let.type}"
    unit     = "hours"
    quantity = (let.least - let.demand_least) * month.hours
    when     = let.share < 1
  }

  component "detailed_monitoring" {
    sku      = "aws/ec2/detailed_monitoring"
    unit     = "metric-months"
    quantity = let.least * 7
    when     = let.watched
  }

  component "more_detailed_monitoring" {
    sku      = "aws/ec2/detailed_monitoring"
    unit     = "metric-months"
    quantity = (let.count - let.least) * 7
    when     = let.watched && let.grows
    note     = "instances above the least"
  }

  component "public_ipv4" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = let.least * month.hours
    when     = let.public
  }

  component "more_public_ipv4" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = (let.count - let.least) * month.hours
    when     = let.public && let.grows
    note     = "instances above the least"
  }

  component "disks" {
    sku      = "aws/ebs/${let.kind}.storage"
    unit     = "GB-months"
    quantity = let.least * let.disk_gb
  }

  component "more_disks" {
    sku      = "aws/ebs/${let.kind}.storage"
    unit     = "GB-months"
    quantity = (let.count - let.least) * let.disk_gb
    when     = let.grows
    note     = "instances above the least"
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
    quantity = (let.count - let.least) * let.iops
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
    quantity = (let.count - let.least) * let.other_gb
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
    quantity = (let.count - let.least) * let.more_iops
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
    quantity = (let.count - let.least) * let.mbps
    when     = let.mbps > 0 && let.grows
    note     = "beyond 125 MB/s a disk"
  }
}

free "aws_autoscaling_attachment" {}
free "aws_autoscaling_group_tag" {}
free "aws_autoscaling_lifecycle_hook" {}
free "aws_autoscaling_notification" {}
free "aws_autoscaling_policy" {}
free "aws_autoscaling_schedule" {}
free "aws_autoscaling_traffic_source_attachment" {}

free "aws_launch_configuration" {
  billed_in = "aws_autoscaling_group"
}

free "aws_launch_template" {
  billed_in = "aws_autoscaling_group"
}
