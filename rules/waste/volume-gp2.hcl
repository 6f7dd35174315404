rule "volume-gp2" {
  title    = "gp2 volume where gp3 is cheaper"
  severity = "warning"
  concern  = "cost"

  let {
    is_gp2 = coalesce(self.type, "gp2") == "gp2" && self.outpost_arn == null
    # Without a size and a snapshot there can be no volume.
    is_sized = !(
      known(self.size) && unset(self.size, "", 0) && known(self.snapshot_id) && unset(self.snapshot_id, "")
    )
    # A saving that nobody would notice is no warning.
    saved    = monthly_fixed() - monthly_fixed({ type = "gp3" })
    severity = known(let.saved) && let.saved < 1 ? "note" : "warning"
    apart    = price("aws/ebs/gp2.storage") - price("aws/ebs/gp3.storage")
  }

  # Of the cases that are true of one volume, the first one speaks.
  case {
    resources = ["aws_ebs_volume"]
    severity  = let.severity
    when      = let.is_gp2 && let.is_sized && try(self.size <= 170, false)
    at        = "type"
    message   = "`${self.label}` is a gp2 volume${self.type == null ? " by default" : ""}: gp3 costs 20 % less and is no slower at ${self.size} GiB"

    impact {
      kind     = "wastes"
      repriced = { type = "gp3" }
    }

    fix {
      set = "gp3"
    }
  }

  case {
    resources = ["aws_ebs_volume"]
    when      = let.is_gp2 && try(self.size > 1000, false)
    at        = "type"
    message   = "`${self.label}` is a gp2 volume${self.type == null ? " by default" : ""}: gp3 costs 20 % less, and ${self.size} GiB of it are as fast with `iops = ${min(3 * self.size, 16000)}`"
    help      = "set `type = \"gp3\"`, `iops` to 3 for each GiB (16000 at most) and `throughput = 250`: still cheaper at any size"

    impact {
      kind     = "wastes"
      repriced = { type = "gp3", iops = min(3 * self.size, 16000), throughput = 250 }
      assumes  = "with the IOPS and the throughput that gp2 has at this size"
    }

    fix {
      set    = "gp3"
      unsafe = "gp3 gives 3,000 IOPS and 125 MiB/s unless `iops` and `throughput` say more, and gp2 of this size gives more"
    }
  }

  case {
    resources = ["aws_ebs_volume"]
    severity  = let.severity
    when      = let.is_gp2 && let.is_sized
    at        = "type"
    message   = "`${self.label}` is a gp2 volume${self.type == null ? " by default" : ""}, and gp3 costs 20 % less"

    impact {
      kind     = "wastes"
      repriced = { type = "gp3" }
      assumes  = "with the throughput of gp3 that costs nothing"
    }

    fix {
      set    = "gp3"
      unsafe = "above 170 GiB gp2 may do more than the 125 MiB/s of gp3, and above 1,000 GiB more than its 3,000 IOPS"
    }
  }

  case {
    resources = ["aws_instance"]
    for_each  = self.root_block_device
    severity  = try(each.value.volume_size * let.apart < 1, false) ? "note" : "warning"
    when      = each.value.volume_type == "gp2"
    at        = "root_block_device.volume_type"
    message   = "the root volume of `${self.label}` is gp2, and gp3 costs 20 % less"

    impact {
      kind     = "wastes"
      repriced = { root_block_device = [merge(each.value, { volume_type = "gp3" })] }
    }

    fix {
      set    = "gp3"
      unsafe = "above 170 GiB gp2 may do more than the 125 MiB/s of gp3, and above 1,000 GiB more than its 3,000 IOPS"
    }
  }

  case {
    resources = ["aws_instance"]
    for_each  = self.ebs_block_device
    severity  = try(each.value.volume_size * let.apart < 1, false) ? "note" : "warning"
    when      = each.value.volume_type == "gp2"
    at        = "ebs_block_device.volume_type"
    message   = "a volume of `${self.label}` is gp2, and gp3 costs 20 % less"
    help      = "change the volume with `aws ec2 modify-volume --volume-type gp3` first, or give it an `aws_ebs_volume` of its own"

    impact {
      kind    = "wastes"
      monthly = each.value.volume_size * (price("aws/ebs/gp2.storage") - price("aws/ebs/gp3.storage"))
    }

    fix {
      set    = "gp3"
      unsafe = "Terraform replaces the instance to change an `ebs_block_device`"
    }
  }

  case {
    resources = ["aws_launch_template"]
    for_each  = self.block_device_mappings

    let {
      groups = referrers("aws_autoscaling_group")
      count  = sum(concat([0], [for it in let.groups : coalesce(it.desired_capacity, it.min_size)]))
    }

    when    = one(each.value.ebs[*].volume_type) == "gp2"
    at      = "block_device_mappings.ebs.volume_type"
    message = "instances of `${self.label}` start with a gp2 volume, and gp3 costs 20 % less"

    impact {
      kind    = "wastes"
      monthly = length(let.groups) > 0 ? let.count * one(each.value.ebs[*].volume_size) * let.apart : 0
      assumes = "as many machines as the groups start with"
    }

    fix {
      set    = "gp3"
      unsafe = "above 170 GiB gp2 may do more than the 125 MiB/s of gp3, and above 1,000 GiB more than its 3,000 IOPS"
    }
  }

  why = <<-EOT
    A GiB of gp3 costs 20 % less than one of gp2 in every region, and gp3 gives 3,000 IOPS whatever the size, where gp2
    gives 3 for each GiB and lives on credits below 1,000 GiB. EBS changes the type of a volume in use, without
    downtime.

    Two things to look at first. gp2 of more than 170 GiB can reach 128 to 250 MiB/s and gp3 gives 125 unless
    `throughput` says more; gp2 of more than 1,000 GiB has more than 3,000 IOPS, and gp3 needs `iops` to match. Both
    cost extra, and from 250 GiB on gp3 is cheaper with all of it. Ignore this rule between 170 and 250 GiB where the
    full 250 MiB/s are used, and on Outposts, which may offer gp2 alone.

    An instance's volume without a type takes what its image says, which cannot be seen here, so it passes. RDS storage
    is not part of this rule: there both types cost the same.
  EOT

  help = "set the type to \"gp3\""

  sources = [
    "https://aws.amazon.com/blogs/storage/migrate-your-amazon-ebs-volumes-from-gp2-to-gp3-and-save-up-to-20-on-costs/",
    "https://docs.aws.amazon.com/prescriptive-guidance/latest/optimize-costs-microsoft-workloads/ebs-migrate-gp2-gp3.html",
    "https://docs.aws.amazon.com/prescriptive-guidance/latest/sql-server-ec2-ha-dr/ebs-storage-types.html",
    "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
  ]
}
