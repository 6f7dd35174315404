rule "previous-generation-instance" {
  title    = "Machine of an old generation whose successor costs less"
  severity = "warning"
  concern  = "cost"

  # A successor counts only where it is sold in this region, costs less there and has as much of everything. Spot and
  # dedicated machines have prices of their own, and local disks may be in use.
  case {
    resources = ["aws_instance"]

    let {
      type      = self.instance_type
      family    = split(".", let.type)[0]
      row       = fact("instance-generations", "ec2/${let.family}")
      successor = "${let.row.successor}.${split(".", let.type)[1]}"
      old       = machine(let.type)
      new       = machine(let.successor)
      known     = let.old != null && let.new != null
      fits      = let.known && let.new.vcpu >= let.old.vcpu && let.new.memory_mib >= let.old.memory_mib
      before    = price("aws/ec2/instance.${let.type}")
      after     = price("aws/ec2/instance.${let.successor}")
      cheaper   = known(let.before) && known(let.after) && let.after < let.before
      saving    = floor(100 - 100 * let.after / let.before)
      plain     = unset(self.instance_market_options, []) && unset(self.tenancy, "default")
      diskless  = unset(self.ephemeral_block_device, [])
      bursting  = ", and `cpu_credits = \"standard\"` to go on without paying for bursts"
    }

    when       = let.type != null && let.row != null && let.plain && let.diskless && let.fits && let.cheaper
    at         = "instance_type"
    severity   = let.family == "t2" ? "note" : "warning"
    strict     = let.family == "t2"
    confidence = let.family == "t2" ? "medium" : "high"
    message    = "`${self.label}` is ${let.type}: ${let.successor} has ${let.new.vcpu} vCPUs and ${let.new.memory_mib / 1024} GiB and costs ${let.saving} % less"
    label      = "${let.successor} costs ${let.saving} % less"
    help       = "set `instance_type = \"${let.successor}\"`${let.family == "t2" ? let.bursting : ""}"

    impact {
      kind     = "wastes"
      repriced = { instance_type = let.successor }
      assumes  = "on demand, running all month"
    }

    fix {
      set    = let.successor
      unsafe = "the image needs the drivers of Nitro machines (ENA and NVMe), which those of the last years have"
    }
  }

  case {
    resources = ["aws_launch_template", "aws_launch_configuration"]

    let {
      type      = self.instance_type
      family    = split(".", let.type)[0]
      row       = fact("instance-generations", "ec2/${let.family}")
      successor = "${let.row.successor}.${split(".", let.type)[1]}"
      old       = machine(let.type)
      new       = machine(let.successor)
      known     = let.old != null && let.new != null
      fits      = let.known && let.new.vcpu >= let.old.vcpu && let.new.memory_mib >= let.old.memory_mib
      before    = price("aws/ec2/instance.${let.type}")
      after     = price("aws/ec2/instance.${let.successor}")
      cheaper   = known(let.before) && known(let.after) && let.after < let.before
      saving    = floor(100 - 100 * let.after / let.before)
      plain     = unset(self.instance_market_options, []) && unset(self.spot_price)
      shared    = unset(self.placement_tenancy, "default") && unset(self.placement, [])
      diskless  = unset(self.ephemeral_block_device, [])
      groups    = referrers("aws_autoscaling_group")

      # A group with a policy of mixed instances chooses among several types.
      mixed = [for it in let.groups : it if !unset(it.mixed_instances_policy, [])]
      count = sum(concat([0], [for it in let.groups : coalesce(it.desired_capacity, it.min_size)]))
    }

    when = (
      let.type != null && let.row != null && let.plain && let.shared && let.diskless && let.fits && let.cheaper &&
      length(let.mixed) == 0
    )
    at         = "instance_type"
    severity   = let.family == "t2" ? "note" : "warning"
    strict     = let.family == "t2"
    confidence = let.family == "t2" ? "medium" : "high"
    message    = "machines of `${self.label}` are ${let.type}: ${let.successor} has ${let.new.vcpu} vCPUs and ${let.new.memory_mib / 1024} GiB and costs ${let.saving} % less"
    label      = "${let.successor} costs ${let.saving} % less"
    help       = "set `instance_type = \"${let.successor}\"`"

    impact {
      kind    = "wastes"
      monthly = length(let.groups) > 0 ? 730 * (let.before - let.after) * let.count : 0
      assumes = "on demand, as many machines as the groups start with"
    }

    fix {
      set    = let.successor
      unsafe = "the image needs the drivers of Nitro machines (ENA and NVMe), which those of the last years have"
    }
  }

  # The first type is what a group on demand starts with.
  case {
    resources = ["aws_eks_node_group"]

    let {
      type      = self.instance_types[0]
      family    = split(".", let.type)[0]
      row       = fact("instance-generations", "ec2/${let.family}")
      successor = "${let.row.successor}.${split(".", let.type)[1]}"
      old       = machine(let.type)
      new       = machine(let.successor)
      known     = let.old != null && let.new != null
      fits      = let.known && let.new.vcpu >= let.old.vcpu && let.new.memory_mib >= let.old.memory_mib
      before    = price("aws/ec2/instance.${let.type}")
      after     = price("aws/ec2/instance.${let.successor}")
      cheaper   = known(let.before) && known(let.after) && let.after < let.before
      saving    = floor(100 - 100 * let.after / let.before)
    }

    when = (
      self.instance_types != null && length(self.instance_types) > 0 && unset(self.capacity_type, "ON_DEMAND") &&
      let.row != null && let.fits && let.cheaper
    )
    at      = "instance_types"
    message = "nodes of `${self.label}` are ${let.type}: ${let.successor} has ${let.new.vcpu} vCPUs and ${let.new.memory_mib / 1024} GiB and costs ${let.saving} % less"
    label   = "${let.successor} costs ${let.saving} % less"
    help    = "put `\"${let.successor}\"` first in `instance_types`; the group is replaced, so drain it behind a new one"

    impact {
      kind     = "wastes"
      repriced = { instance_types = [let.successor] }
    }
  }

  case {
    resources = ["aws_db_instance"]

    let {
      family    = join(".", slice(split(".", self.instance_class), 0, 2))
      row       = fact("instance-generations", "rds/${let.family}")
      successor = replace(self.instance_class, let.family, let.row.successor)
      engines   = { mysql = "mysql", mariadb = "mysql", postgres = "postgres" }
      engine    = lookup(let.engines, coalesce(self.engine, "none"), null)
      places    = coalesce(self.multi_az, false) ? "multi" : "single"
      before    = price("aws/rds/${let.engine}.${let.places}.${self.instance_class}")
      after     = price("aws/rds/${let.engine}.${let.places}.${let.successor}")
      cheaper   = known(let.before) && known(let.after) && let.after < let.before
      saving    = floor(100 - 100 * let.after / let.before)
    }

    when    = self.instance_class != null && let.engine != null && let.row != null && let.cheaper
    at      = "instance_class"
    message = "`${self.label}` is a ${self.instance_class}: ${let.successor} is newer, at least as large and costs ${let.saving} % less"
    label   = "${let.successor} costs ${let.saving} % less"
    help    = "set `instance_class = \"${let.successor}\"`, or the one on Graviton, ${replace(self.instance_class, let.family, let.row.graviton)}"

    impact {
      kind     = "wastes"
      repriced = { instance_class = let.successor }
    }
  }

  case {
    resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]

    let {
      family    = join(".", slice(split(".", self.node_type), 0, 2))
      row       = fact("instance-generations", "elasticache/${let.family}")
      successor = replace(self.node_type, let.family, let.row.successor)
      engine    = coalesce(self.engine, "redis")
      before    = price("aws/elasticache/${let.engine}.${self.node_type}")
      after     = price("aws/elasticache/${let.engine}.${let.successor}")
      cheaper   = known(let.before) && known(let.after) && let.after < let.before
      saving    = floor(100 - 100 * let.after / let.before)
    }

    when    = self.node_type != null && let.row != null && let.cheaper
    at      = "node_type"
    message = "`${self.label}` runs on ${self.node_type}: ${let.successor} is newer, has more memory and costs ${let.saving} % less"
    label   = "${let.successor} costs ${let.saving} % less"
    help    = "set `node_type = \"${let.successor}\"`, or the one on Graviton, ${replace(self.node_type, let.family, let.row.graviton)}"

    impact {
      kind     = "wastes"
      repriced = { node_type = let.successor }
    }
  }

  # The newer families have no disks of their own and need Elasticsearch 5.1 or OpenSearch.
  case {
    resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]

    let {
      nodes     = self.cluster_config[0]
      priced_as = replace(let.nodes.instance_type, ".elasticsearch", ".search")
      family    = split(".", let.nodes.instance_type)[0]
      row       = fact("instance-generations", "opensearch/${let.family}")
      successor = replace(let.nodes.instance_type, "${let.family}.", "${let.row.successor}.")
      before    = price("aws/opensearch/${let.priced_as}")
      after     = price("aws/opensearch/${replace(let.priced_as, "${let.family}.", "${let.row.successor}.")}")
      cheaper   = known(let.before) && known(let.after) && let.after < let.before
      saving    = floor(100 - 100 * let.after / let.before)

      # aws_elasticsearch_domain takes version 1.5 where nothing is said.
      unsaid  = endswith(let.nodes.instance_type, ".elasticsearch") ? "1.5" : "OpenSearch_2.0"
      version = coalesce(self.elasticsearch_version, self.engine_version, let.unsaid)
      major   = split(".", trimprefix(let.version, "Elasticsearch_"))[0]
      runs    = startswith(let.version, "OpenSearch_") || tonumber(let.major) >= 6
    }

    when = (
      self.cluster_config != null && let.nodes != null && let.nodes.instance_type != null && let.row != null &&
      self.ebs_options[0].ebs_enabled == true && let.runs && let.cheaper
    )
    at      = "cluster_config.instance_type"
    message = "`${self.label}` runs on ${let.nodes.instance_type}: ${let.successor} is newer and costs ${let.saving} % less"
    label   = "${let.successor} costs ${let.saving} % less"
    help    = "set `instance_type = \"${let.successor}\"`, or from Elasticsearch 7.9 on the one of ${let.row.graviton} on Graviton"

    impact {
      kind     = "wastes"
      repriced = { cluster_config = [merge(let.nodes, { instance_type = let.successor })] }
    }
  }

  why = <<-EOT
    Cloud providers cut prices by bringing out something better and leaving the old thing where it was. An m4.large
    costs 4 % more than an m6i.large, a c4 17 % more than a c6i and an m3 38 % more than an m6i, for a slower processor,
    less network and no more memory. AWS does not move anybody: whoever wrote the name years ago pays for it until
    somebody reads it again. The rule speaks only where the successor is sold in the same region, has at least as many
    vCPUs and as much memory, and costs less by the hour.

    Ignore this rule for machines that are reserved in their family until that ends, for images that have no drivers for
    Nitro machines (32-bit systems, and those from before 2018), and where local disks of the old machine are in use:
    the families with a `d` in their name have such disks. t2 to t3 is a note, because t3 bursts beyond its credits for
    money unless `cpu_credits = "standard"` says otherwise.
  EOT

  sources = [
    "https://aws.amazon.com/ec2/previous-generation/",
    "https://aws.amazon.com/ec2/instance-types/t3/",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html",
    "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html",
  ]
}
