rule "containers-exhaust-connections" {
  title     = "Service that scales past what its database takes"
  concern   = "reliability"
  severity  = "warning"
  resources = ["aws_ecs_task_definition"]

  params {
    # What most pools open where nobody says otherwise.
    pool = 10
  }

  let {
    # A database of another configuration may have its proxy there.
    reached = [
      for it in databases() : it
      if contains(["aws_db_instance", "aws_rds_cluster"], it.type) &&
      length(regexall("^(module[.][^.]+[.])*data[.]", it.address)) == 0
    ]
    proxied = [for it in let.reached : it.address if it.proxy != null]
    direct = [
      for it in let.reached : it
      if it.proxy == null && it.by != "firewall" && !contains(let.proxied, it.address)
    ]
    link    = length(let.direct) > 0 ? let.direct[0] : null

    database = resource(let.link)
    name     = title(let.link)
    single   = let.link.type == "aws_db_instance"
    engine   = let.database.engine == null ? (let.single ? "" : "aurora") : lower(let.database.engine)
    fits     = fact("database-connections", let.engine) != null
    spoken   = let.database.enable_http_endpoint == true || let.database.engine_mode == "serverless"

    # The size of what takes the connections.
    members = let.single ? [] : referrers_of(let.link, "aws_rds_cluster_instance")
    class = (
      let.single
      ? let.database.instance_class
      : length(let.members) > 0
      ? let.members[0].instance_class
      : let.database.db_cluster_instance_class
    )
    elastic = let.class == "db.serverless"
    scaling = one(let.database.serverlessv2_scaling_configuration[*])
    machine = let.elastic ? null : machine(trimprefix(let.class, "db."))
    bytes   = let.elastic ? let.scaling.max_capacity * 2147483648 : let.machine.memory_mib * 1048576
    size    = let.elastic ? "${let.scaling.max_capacity} capacity units at most" : let.class

    # max_connections as somebody set it, or as AWS works it out from the memory.
    instances = concat([let.link], let.members)
    groups = concat(
      flatten([for it in let.instances : refs_of(it, "aws_db_parameter_group")]),
      flatten([for it in let.instances : refs_of(it, "aws_rds_cluster_parameter_group")]),
    )
    said = [
      for it in flatten([for group in let.groups : group.parameter == null ? [] : group.parameter]) : it.value
      if it.name == "max_connections"
    ]
    row     = fact("database-connections", let.engine)
    linear  = !unset(let.row.bytes_per_connection, "")
    steps = (
      let.linear
      ? []
      : [
        for it in split(" ", let.row.steps) : tonumber(split(":", it)[1])
        if let.bytes >= tonumber(split(":", it)[0]) * 1073741824
      ]
    )
    worked = (
      let.linear
      ? floor(let.bytes / tonumber(let.row.bytes_per_connection))
      : max(concat([let.elastic ? 90 : 45], let.steps)...)
    )
    capped = min(
      let.worked, tonumber(let.row.most), let.elastic && let.linear && let.scaling.min_capacity < 1 ? 2000 : 16000
    )
    takes   = length(let.said) > 0 ? tonumber(let.said[0]) : let.capped

    # How many tasks there may be, and what each opens.
    services = referrers("aws_ecs_service")
    service  = let.services[0]
    targets  = referrers_of(let.service, "aws_appautoscaling_target")
    tasks    = length(let.targets) > 0 ? let.targets[0].max_capacity : let.service.desired_count
    text     = traced("container_definitions")
    pools    = known(let.text) ? regexall("\"[A-Z_]*POOL[A-Z_]*\"[^}]*?\"value\":\"([0-9]+)\"", let.text) : []
    turned   = known(let.text) ? regexall("\"value\":\"([0-9]+)\"[^}]*?\"name\":\"[A-Z_]*POOL[A-Z_]*\"", let.text) : []
    sizes    = [for it in concat(let.pools, let.turned) : tonumber(it[0])]
    pool     = length(let.sizes) > 0 ? max(let.sizes...) : params.pool
    opens    = let.tasks * let.pool
    proxies  = proxies_of(let.link)

    vcpus = (
      let.single
      ? let.machine.vcpu
      : length(let.members) > 0
      ? sum([for it in let.members : machine(trimprefix(it.instance_class, "db.")).vcpu])
      : 3 * let.machine.vcpu
    )
    hourly = let.elastic ? 8 * price("aws/rds/proxy_aurora_serverless_v2") : max(2, let.vcpus) * price("aws/rds/proxy")
  }

  case {
    when = (
      length(let.services) > 0 &&
      let.link != null &&
      length(let.proxies) == 0 &&
      let.fits && !let.spoken &&
      let.opens > let.takes
    )
    at         = "container_definitions"
    confidence = length(let.sizes) > 0 ? "high" : "medium"
    message    = "`${title(let.service)}` opens up to ${let.opens} connections to `${let.name}` (${let.tasks} tasks with ${let.pool} each), which takes ${let.takes} at most"
    label      = "${let.pool} connections in each task${length(let.sizes) > 0 ? "" : ", because nothing says otherwise"}"
    help       = "lower `max_capacity` or the pool of each task, or put an `aws_db_proxy` before the database"

    evidence {
      at    = length(let.targets) > 0 ? let.targets[0].max_capacity : let.service.desired_count
      label = "so many tasks at the peak"
    }
    evidence {
      at    = let.link.at
      label = (
        let.link.by == "address"
        ? "it is told where the database is"
        : "it is told the secret that holds the address"
      )
    }
    evidence {
      at    = length(let.said) > 0 ? let.said[0] : let.class
      label = "${let.takes} connections at most${length(let.said) > 0 ? "" : ", for ${let.size}"}"
    }
    impact {
      kind    = "costs"
      monthly = let.hourly * 730
      assumes = "a proxy for ${let.elastic ? "8 capacity units, the least" : "${max(2, let.vcpus)} vCPUs"}; smaller pools cost nothing"
    }
  }

  why = <<-EOT
    Each task of a service has a pool of its own. What is plenty for five tasks is too much for fifty: 50 tasks with 10
    connections each are 500, and a database that takes 360 refuses the rest. It happens at the worst of times, for
    traffic is what starts the tasks: each new one fails on its first query, is replaced, and fails again, and those
    that ran well until then lose their connections with it.

    Where the task does not say how large its pool is, 10 are taken, which most libraries open; the figure for the
    database is the formula of the default parameter group at the full memory of the class, a little more than it really
    takes. Ignore this rule where the pool is smaller, or lives in a pooler beside the tasks.
  EOT

  sources = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Performance.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
  ]
}
