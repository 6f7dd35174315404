priced "aws_instance" {
  service = "EC2"
  sources = ["https://aws.amazon.com/ec2/pricing/on-demand/", "https://aws.amazon.com/ebs/pricing/"]

  let {
    template = try(refs("aws_launch_template")[0], null)
    type     = default(self.instance_type, let.template.instance_type)
    family   = split(".", let.type)[0]
    spot     = default(self.instance_market_options[0].market_type, "none") == "spot"
    tenancy  = default(self.tenancy, "default")
    linux    = let.windows ? "windows_instance" : "instance"
    offer    = let.spot ? "spot" : (let.tenancy == "dedicated" ? "dedicated_instance" : let.linux)

    # Who asks for the password, takes an image of that name or speaks PowerShell has Windows.
    images  = concat(refs("aws_ami", "ami"), refs("aws_ssm_parameter", "ami"))
    filters = flatten([for it in let.images : [for f in default(it.filter, []) : f.name == "name" ? f.values : []]])
    names   = flatten([for it in let.images : [it.label, default(it.name, ""), default(it.name_regex, "")]])
    named   = [for it in concat(known(let.filters, []), known(let.names, [])) : known(it, "")]
    script  = known(default(self.user_data, ""), "")
    signs   = concat(regexall("(?i)windows", join(" ", let.named)), regexall("(?i)<powershell>", let.script))
    windows = default(self.get_password_data, false) || length(let.signs) > 0

    # T3 and later burst without limit unless told otherwise; T2 only when told so.
    bursts  = contains(["t2", "t3", "t3a", "t4g"], let.family)
    credits = default(self.credit_specification[0].cpu_credits, let.family == "t2" ? "standard" : "unlimited")
    burst   = lookup({ t3 = "t3_t3a", t3a = "t3_t3a" }, let.family, let.family)

    # An elastic address takes the place of the automatic one.
    # Where no network is named it is the default one, whose subnets give every instance an address.
    subnet  = try(refs("aws_subnet", "subnet_id")[0], null)
    cards   = concat(default(self.network_interface, []), default(self.primary_network_interface, []))
    home    = unset(self.subnet_id) && unset(self.launch_template) && length(let.cards) == 0
    chosen  = default(self.associate_public_ip_address, let.home || default(let.subnet.map_public_ip_on_launch, false))
    elastic = length(referrers("aws_eip")) + length(referrers("aws_eip_association")) > 0

    root       = self.root_block_device[0]
    root_type  = default(let.root.volume_type, unknown("the image decides the type of the root volume: no root_block_device says it"))
    root_gb    = default(let.root.volume_size, unknown("the image decides the size of the root volume: no root_block_device says it"))
    root_extra = let.root.volume_type == "gp3" ? max(0, default(let.root.iops, 3000) - 3000) : 0
    root_iops  = contains(["io1", "io2"], default(let.root.volume_type, "")) ? let.root.iops : let.root_extra
    root_mbps  = let.root.volume_type == "gp3" ? max(0, default(let.root.throughput, 125) - 125) : 0

    # Further volumes are gp2 where nothing is said. Those of the first type are told apart from the others.
    disks      = default(self.ebs_block_device, [])
    kinds      = distinct([for d in let.disks : default(d.volume_type, "gp2")])
    kind       = try(let.kinds[0], "none")
    other_kind = join("+", [for it in let.kinds : it if it != let.kind])
    mixed      = known(let.other_kind, "") != ""
    alike      = [for d in let.disks : d if default(d.volume_type, "gp2") == let.kind]
    others     = [for d in let.disks : d if default(d.volume_type, "gp2") != let.kind]
    disk_gb    = sum(concat([0], [for d in let.alike : d.volume_size]))
    free_iops  = let.kind == "gp3" ? 3000 : 0
    disk_iops  = sum(concat([0], [for d in let.alike : max(0, default(d.iops, 0) - let.free_iops)]))
    other_free = let.other_kind == "gp3" ? 3000 : 0
    other_iops = sum(concat([0], [for d in let.others : max(0, default(d.iops, 0) - let.other_free)]))
    disk_mbps  = sum(concat([0], [for d in let.disks : max(0, default(d.throughput, 125) - 125)]))
    tiered     = let.kind == "io2" && length(let.alike) > 1 && let.disk_iops > 32000
    other_tier = let.other_kind == "io2" && length(let.others) > 1 && let.other_iops > 32000
  }

  usage "monthly_cpu_credit_hrs" {
    unit  = "hours"
    title = "hours of bursting beyond the credits that are earned"

    # Most stay below their baseline; one that does not has outgrown its class.
    low     = 0
    typical = 0
    high    = 73
  }

  component "instance" {
    sku      = "aws/ec2/${let.offer}.${let.type}"
    unit     = "hours"
    quantity = month.hours
    when     = let.tenancy != "host"
    note     = let.windows ? "as Windows" : "as Linux"
  }

  component "cpu_credits" {
    sku      = "aws/ec2/cpu_credits.${let.burst}"
    unit     = "vCPU-hours"
    quantity = usage.monthly_cpu_credit_hrs * machine(let.type).vcpu
    when     = let.bursts && let.credits == "unlimited"
  }

  component "detailed_monitoring" {
    sku      = "aws/ec2/detailed_monitoring"
    unit     = "metric-months"
    quantity = 7
    when     = default(self.monitoring, false)
  }

  component "public_ipv4" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = month.hours
    when     = let.chosen && !let.elastic
  }

  component "root_volume" {
    sku      = "aws/ebs/${let.root_type}.storage"
    unit     = "GB-months"
    quantity = let.root_gb
  }

  component "root_iops" {
    sku      = "aws/ebs/${let.root.volume_type}.iops"
    unit     = "IOPS-months"
    quantity = let.root_iops
    when     = let.root_iops > 0
  }

  component "root_throughput" {
    sku      = "aws/ebs/gp3.throughput"
    unit     = "MBps-months"
    quantity = let.root_mbps
    when     = let.root_mbps > 0
  }

  component "volumes" {
    sku      = "aws/ebs/${let.kind}.storage"
    unit     = "GB-months"
    quantity = let.disk_gb
    when     = length(let.disks) > 0
  }

  component "volume_iops" {
    sku      = "aws/ebs/${let.kind}.iops${let.tiered ? "_of_several" : ""}"
    unit     = "IOPS-months"
    quantity = let.disk_iops
    when     = let.disk_iops > 0
  }

  component "other_volumes" {
    sku      = "aws/ebs/${let.other_kind}.storage"
    unit     = "GB-months"
    quantity = sum([for d in let.others : d.volume_size])
    when     = let.mixed
  }

  component "other_volume_iops" {
    sku      = "aws/ebs/${let.other_kind}.iops${let.other_tier ? "_of_several" : ""}"
    unit     = "IOPS-months"
    quantity = let.other_iops
    when     = let.mixed && let.other_iops > 0
  }

  component "volume_throughput" {
    sku      = "aws/ebs/gp3.throughput"
    unit     = "MBps-months"
    quantity = let.disk_mbps
    when     = contains(let.kinds, "gp3") && let.disk_mbps > 0
  }
}

priced "aws_spot_instance_request" {
  service = "EC2"
  sources = ["https://aws.amazon.com/ec2/pricing/on-demand/", "https://aws.amazon.com/ebs/pricing/"]

  let {
    template = try(refs("aws_launch_template")[0], null)
    type     = default(self.instance_type, let.template.instance_type)
    family   = split(".", let.type)[0]
    offer    = "spot"

    # T3 and later burst without limit unless told otherwise; T2 only when told so.
    bursts  = contains(["t2", "t3", "t3a", "t4g"], let.family)
    credits = default(self.credit_specification[0].cpu_credits, let.family == "t2" ? "standard" : "unlimited")
    burst   = lookup({ t3 = "t3_t3a", t3a = "t3_t3a" }, let.family, let.family)

    # An elastic address takes the place of the automatic one.
    # Where no network is named it is the default one, whose subnets give every instance an address.
    subnet  = try(refs("aws_subnet", "subnet_id")[0], null)
    cards   = concat(default(self.network_interface, []), default(self.primary_network_interface, []))
    home    = unset(self.subnet_id) && unset(self.launch_template) && length(let.cards) == 0
    chosen  = default(self.associate_public_ip_address, let.home || default(let.subnet.map_public_ip_on_launch, false))
    elastic = length(referrers("aws_eip")) + length(referrers("aws_eip_association")) > 0

    root       = self.root_block_device[0]
    root_type  = default(let.root.volume_type, unknown("the image decides the type of the root volume: no root_block_device says it"))
    root_gb    = default(let.root.volume_size, unknown("the image decides the size of the root volume: no root_block_device says it"))
    root_extra = let.root.volume_type == "gp3" ? max(0, default(let.root.iops, 3000) - 3000) : 0
    root_iops  = contains(["io1", "io2"], default(let.root.volume_type, "")) ? let.root.iops : let.root_extra
    root_mbps  = let.root.volume_type == "gp3" ? max(0, default(let.root.throughput, 125) - 125) : 0

    # Further volumes are gp2 where nothing is said. Those of the first type are told apart from the others.
    disks      = default(self.ebs_block_device, [])
    kinds      = distinct([for d in let.disks : default(d.volume_type, "gp2")])
    kind       = try(let.kinds[0], "none")
    other_kind = join("+", [for it in let.kinds : it if it != let.kind])
    mixed      = known(let.other_kind, "") != ""
    alike      = [for d in let.disks : d if default(d.volume_type, "gp2") == let.kind]
    others     = [for d in let.disks : d if default(d.volume_type, "gp2") != let.kind]
    disk_gb    = sum(concat([0], [for d in let.alike : d.volume_size]))
    free_iops  = let.kind == "gp3" ? 3000 : 0
    disk_iops  = sum(concat([0], [for d in let.alike : max(0, default(d.iops, 0) - let.free_iops)]))
    other_free = let.other_kind == "gp3" ? 3000 : 0
    other_iops = sum(concat([0], [for d in let.others : max(0, default(d.iops, 0) - let.other_free)]))
    disk_mbps  = sum(concat([0], [for d in let.disks : max(0, default(d.throughput, 125) - 125)]))
    tiered     = let.kind == "io2" && length(let.alike) > 1 && let.disk_iops > 32000
    other_tier = let.other_kind == "io2" && length(let.others) > 1 && let.other_iops > 32000
  }

  usage "monthly_cpu_credit_hrs" {
    unit  = "hours"
    title = "hours of bursting beyond the credits that are earned"

    # Most stay below their baseline; one that does not has outgrown its class.
    low     = 0
    typical = 0
    high    = 73
  }

  component "instance" {
    sku      = "aws/ec2/${let.offer}.${let.type}"
    unit     = "hours"
    quantity = month.hours
    note     = "as Linux"
  }

  component "cpu_credits" {
    sku      = "aws/ec2/cpu_credits.${let.burst}"
    unit     = "vCPU-hours"
    quantity = usage.monthly_cpu_credit_hrs * machine(let.type).vcpu
    when     = let.bursts && let.credits == "unlimited"
  }

  component "detailed_monitoring" {
    sku      = "aws/ec2/detailed_monitoring"
    unit     = "metric-months"
    quantity = 7
    when     = default(self.monitoring, false)
  }

  component "public_ipv4" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = month.hours
    when     = let.chosen && !let.elastic
  }

  component "root_volume" {
    sku      = "aws/ebs/${let.root_type}.storage"
    unit     = "GB-months"
    quantity = let.root_gb
  }

  component "root_iops" {
    sku      = "aws/ebs/${let.root.volume_type}.iops"
    unit     = "IOPS-months"
    quantity = let.root_iops
    when     = let.root_iops > 0
  }

  component "root_throughput" {
    sku      = "aws/ebs/gp3.throughput"
    unit     = "MBps-months"
    quantity = let.root_mbps
    when     = let.root_mbps > 0
  }

  component "volumes" {
    sku      = "aws/ebs/${let.kind}.storage"
    unit     = "GB-months"
    quantity = let.disk_gb
    when     = length(let.disks) > 0
  }

  component "volume_iops" {
    sku      = "aws/ebs/${let.kind}.iops${let.tiered ? "_of_several" : ""}"
    unit     = "IOPS-months"
    quantity = let.disk_iops
    when     = let.disk_iops > 0
  }

  component "other_volumes" {
    sku      = "aws/ebs/${let.other_kind}.storage"
    unit     = "GB-months"
    quantity = sum([for d in let.others : d.volume_size])
    when     = let.mixed
  }

  component "other_volume_iops" {
    sku      = "aws/ebs/${let.other_kind}.iops${let.other_tier ? "_of_several" : ""}"
    unit     = "IOPS-months"
    quantity = let.other_iops
    when     = let.mixed && let.other_iops > 0
  }

  component "volume_throughput" {
    sku      = "aws/ebs/gp3.throughput"
    unit     = "MBps-months"
    quantity = let.disk_mbps
    when     = contains(let.kinds, "gp3") && let.disk_mbps > 0
  }
}

free "aws_ami_launch_permission" {}
free "aws_ec2_availability_zone_group" {}
free "aws_ec2_default_credit_specification" {}
free "aws_ec2_image_block_public_access" {}
free "aws_ec2_instance_metadata_defaults" {}
free "aws_ec2_instance_state" {}
free "aws_ec2_serial_console_access" {}
free "aws_ec2_tag" {}
free "aws_key_pair" {}
free "aws_placement_group" {}
free "aws_spot_datafeed_subscription" {}
