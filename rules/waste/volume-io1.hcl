rule "volume-io1" {
  title    = "io1 volume where gp3 gives as much for less"
  severity = "warning"
  concern  = "cost"

  # gp3 gives 3,000 IOPS without asking and up to 16,000 at 1/13 of the price of io1. Volumes that several machines
  # attach have to be io1 or io2, and io2 is another promise of durability.
  case {
    resources = ["aws_ebs_volume"]

    let {
      mbps = min(500, ceil(self.iops / 4))
    }

    when = (
      self.type == "io1" && self.iops != null && self.iops <= 3000 && !coalesce(self.multi_attach_enabled, false) &&
      self.outpost_arn == null
    )
    at      = "type"
    message = "`${self.label}` is io1 with ${self.iops} IOPS, and gp3 includes 3,000 at no extra charge"
    label   = "gp3 includes 3,000 IOPS"
    help    = "set `type = \"gp3\"`, take `iops` out${let.mbps > 125 ? " and set `throughput = ${let.mbps}` where large reads need it" : ""}"

    impact {
      kind     = "wastes"
      repriced = { type = "gp3", iops = null, throughput = max(125, let.mbps) }
      assumes  = "with as much throughput as io1 has at these IOPS"
    }
  }

  case {
    resources = ["aws_ebs_volume"]

    let {
      mbps = min(500, ceil(self.iops / 4))
    }

    when = (
      self.type == "io1" && self.iops != null && self.iops <= 16000 && !coalesce(self.multi_attach_enabled, false) &&
      self.outpost_arn == null
    )
    at       = "type"
    severity = "note"
    message  = "`${self.label}` is io1 with ${self.iops} IOPS, which gp3 has too for a tenth of the price"
    label    = "gp3 goes up to 16,000 IOPS"
    help     = "set `type = \"gp3\"` and `throughput = ${let.mbps}`, and leave `iops` as it is"

    impact {
      kind     = "wastes"
      repriced = { type = "gp3", throughput = let.mbps }
      assumes  = "with as much throughput as io1 has at these IOPS"
    }
  }

  case {
    resources = ["aws_instance"]

    let {
      disk = one(self.root_block_device)
      mbps = max(125, min(500, ceil(let.disk.iops / 4)))
      anew = { volume_type = "gp3", iops = max(3000, let.disk.iops), throughput = let.mbps }
    }

    when = (
      self.root_block_device != null && let.disk.volume_type == "io1" && let.disk.iops != null && let.disk.iops <= 16000
    )
    at       = "root_block_device.volume_type"
    severity = let.disk.iops <= 3000 ? "warning" : "note"
    message  = "the root volume of `${self.label}` is io1 with ${let.disk.iops} IOPS, which gp3 has too for a tenth of the price or less"
    label    = "gp3 includes 3,000 IOPS and goes up to 16,000"

    impact {
      kind     = "wastes"
      repriced = { root_block_device = [merge(let.disk, let.anew)] }
      assumes  = "with as much throughput as io1 has at these IOPS"
    }
  }

  case {
    resources = ["aws_instance"]
    for_each  = self.ebs_block_device

    let {
      gib  = price("aws/ebs/io1.storage") - price("aws/ebs/gp3.storage")
      iops = price("aws/ebs/io1.iops")
      more = price("aws/ebs/gp3.iops")
      mbps = price("aws/ebs/gp3.throughput")
    }

    when     = each.value.volume_type == "io1" && each.value.iops != null && each.value.iops <= 16000
    at       = "ebs_block_device.volume_type"
    severity = each.value.iops <= 3000 ? "warning" : "note"
    message  = "a volume of `${self.label}` is io1 with ${each.value.iops} IOPS, which gp3 has too for a tenth of the price or less"
    label    = "gp3 includes 3,000 IOPS and goes up to 16,000"
    help     = "change the volume with `aws ec2 modify-volume --volume-type gp3` first: Terraform replaces the instance"

    impact {
      kind = "wastes"
      monthly = (
        each.value.volume_size * let.gib + each.value.iops * let.iops - max(0, each.value.iops - 3000) * let.more -
        max(0, min(500, each.value.iops / 4) - 125) * let.mbps
      )
      assumes = "with as much throughput as io1 has at these IOPS"
    }
  }

  case {
    resources = ["aws_launch_template"]
    for_each  = self.block_device_mappings

    let {
      gib    = price("aws/ebs/io1.storage") - price("aws/ebs/gp3.storage")
      iops   = price("aws/ebs/io1.iops")
      more   = price("aws/ebs/gp3.iops")
      mbps   = price("aws/ebs/gp3.throughput")
      groups = referrers("aws_autoscaling_group")
      count  = sum(concat([0], [for it in let.groups : coalesce(it.desired_capacity, it.min_size)]))
    }

    when = (
      one(each.value.ebs[*].volume_type) == "io1" && one(each.value.ebs[*].iops) != null &&
      each.value.ebs[0].iops <= 16000
    )
    at       = "block_device_mappings.ebs.volume_type"
    severity = each.value.ebs[0].iops <= 3000 ? "warning" : "note"
    message  = "instances of `${self.label}` start with io1 at ${each.value.ebs[0].iops} IOPS, which gp3 has too for a tenth of the price or less"
    label    = "gp3 includes 3,000 IOPS and goes up to 16,000"

    impact {
      kind = "wastes"
      monthly = length(let.groups) == 0 ? 0 : let.count * (
        each.value.ebs[0].volume_size * let.gib + each.value.ebs[0].iops * let.iops -
        max(0, each.value.ebs[0].iops - 3000) * let.more -
        max(0, min(500, each.value.ebs[0].iops / 4) - 125) * let.mbps
      )
      assumes = "with as much throughput, and as many machines as the groups start with"
    }
  }

  # In RDS gp3 has 3,000 IOPS below 400 GiB and 12,000 from there on, at no extra charge.
  case {
    resources = ["aws_db_instance"]

    let {
      size     = coalesce(self.allocated_storage, 0)
      included = let.size >= 400 ? 12000 : 3000
    }

    when = (
      self.storage_type == "io1" && self.iops != null && self.allocated_storage != null &&
      contains(["mysql", "postgres", "mariadb"], coalesce(self.engine, "none")) && self.iops <= let.included
    )
    at       = "storage_type"
    severity = "note"
    message  = "`${self.label}` has io1 storage with ${self.iops} IOPS, and gp3 of ${let.size} GiB includes ${let.included == 12000 ? "12,000" : "3,000"}"
    label    = "gp3 includes as many IOPS"
    help     = "set `storage_type = \"gp3\"` and take `iops` out"

    impact {
      kind     = "wastes"
      repriced = { storage_type = "gp3", iops = null }
      assumes  = "with what gp3 includes"
    }
  }

  why = <<-EOT
    io1 charges for each IOPS, $0.065 a month in us-east-1: 3,000 of them are $195 a month, and gp3 includes as many.
    Above that gp3 asks $0.005, a thirteenth, and a GiB costs 36 % less too. Durability is promised alike for both (99.8
    to 99.9 %). EBS changes the type of a volume in use, without downtime.

    What io1 has and gp3 has not is steadiness: io1 promises its IOPS within 10 % for 99.9 % of the time, gp3 for 99 %.
    Ignore this rule where the last milliseconds of the slowest hundredth count, such as a busy commit log, and say so
    beside it. Volumes beyond 16,000 IOPS, those that several machines attach, and io2 are not part of this rule. In
    RDS, gp3 below 400 GiB gives 125 MiB/s and takes no other number.
  EOT

  help = "set the type to \"gp3\" with the same `iops`, 3,000 at least, and a quarter of them as `throughput`, 500 at most"

  sources = [
    "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
    "https://docs.aws.amazon.com/ebs/latest/userguide/provisioned-iops.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
    "https://aws.amazon.com/ebs/pricing/",
  ]
}
