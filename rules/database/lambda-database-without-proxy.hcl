rule "lambda-database-without-proxy" {
  title     = "Function that can open more connections than its database takes"
  concern   = "reliability"
  severity  = "warning"
  resources = ["aws_lambda_function"]

  params {
    # How many calls of all functions of an account run at once, unless AWS raised it.
    account_concurrency = 1000
  }

  let {
    # A database whose proxy it uses is out of the question, even where its secret is named too.
    # What stands before a database of another configuration is not known here.
    reached = [
      for it in databases() : it
      if contains(["aws_db_instance", "aws_rds_cluster"], it.type) &&
      length(regexall("^(module[.][^.]+[.])*data[.]", it.address)) == 0
    ]
    proxied = [for it in let.reached : it.address if it.proxy != null]
    direct  = [for it in let.reached : it if it.proxy == null && !contains(let.proxied, it.address)]
    named   = [for it in let.direct : it if it.by != "firewall"]
    # To know its name is to start, stop or copy it; who connects knows where it is.
    told = [
      for it in let.named : it
      if it.by == "secret" || length(regexall("endpoint|address|secret|port", it.attribute)) > 0
    ]
    allowed = [for it in let.direct : it if it.by == "firewall" && length(proxies_of(it)) == 0]
    link = (
      length(let.told) > 0
      ? let.told[0]
      : length(let.named) == 0 && length(let.allowed) > 0
      ? let.allowed[0]
      : null
    )

    database = resource(let.link)
    name     = title(let.link)
    single   = let.link.type == "aws_db_instance"
    engine   = let.database.engine == null ? (let.single ? "" : "aurora") : lower(let.database.engine)
    fits     = fact("database-connections", let.engine) != null
    spoken   = let.database.enable_http_endpoint == true || let.database.engine_mode == "serverless"
    copy     = let.database.replicate_source_db != null

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

    # How many calls there may be at once. A stream runs one for each of its shards, a schedule one.
    narrow = [
      "aws_scheduler_schedule", "aws_kinesis_stream", "aws_dynamodb_table", "aws_docdb_cluster", "aws_msk_cluster"
    ]
    triggers = triggers()
    calm = length(let.triggers) > 0 && alltrue([
      for it in let.triggers :
      contains(let.narrow, it.kind) ||
      it.through.type == "aws_secretsmanager_secret_rotation" ||
      (it.kind == "aws_cloudwatch_event_rule" && resource(it.by).schedule_expression != null)
    ])
    polled = [
      for it in let.triggers : one(resource(it.through).scaling_config[*].maximum_concurrency)
      if it.through.type == "aws_lambda_event_source_mapping"
    ]
    bounds   = known(length(let.triggers)) ? [for it in let.polled : it if it != null] : []
    bounded = (
      known(length(let.triggers))
      ? length(let.bounds) > 0 && length(let.bounds) == length(let.triggers)
      : false
    )
    reserved = !unset(self.reserved_concurrent_executions, -1)
    possible = (
      let.reserved
      ? self.reserved_concurrent_executions
      : let.bounded
      ? sum(let.bounds)
      : params.account_concurrency
    )
    # A migration runs once, by hand.
    function = (
      known(self.function_name) && self.function_name != null
      ? "${self.label} ${self.function_name}"
      : self.label
    )
    once     = length(regexall("migrat|flyway|liquibase|alembic|rotat|bootstrap|seed|backup|snapshot|restore|schema", lower(let.function))) > 0

    overrun = known(let.takes) ? let.possible > let.takes : !let.reserved && !let.bounded
    proxies = proxies_of(let.link)

    # One proxy serves all functions that name the database.
    users  = referrers_of(let.link, "aws_lambda_function")
    share  = known(length(let.users)) ? max(1, length(let.users)) : 1
    vcpus = (
      let.single
      ? let.machine.vcpu
      : length(let.members) > 0
      ? sum([for it in let.members : machine(trimprefix(it.instance_class, "db.")).vcpu])
      : 3 * let.machine.vcpu
    )
    hourly = let.elastic ? 8 * price("aws/rds/proxy_aurora_serverless_v2") : max(2, let.vcpus) * price("aws/rds/proxy")
    clause = let.share > 1 ? ", one for the ${let.share} functions that name the database" : ""
  }

  # A proxy is there, and the function goes past it.
  case {
    when = (
      !let.once &&
      known(length(let.reached)) &&
      let.link != null &&
      length(let.proxies) > 0 &&
      let.fits && !let.spoken && !let.copy &&
      !(known(length(let.triggers)) && let.calm) &&
      let.overrun
    )
    at         = "environment"
    confidence = let.link.by == "address" ? "high" : "medium"
    message    = "`${title()}` opens its connections to `${let.name}` itself, past the proxy `${title(let.proxies[0])}`"
    label = (
      known(let.takes)
      ? "up to ${let.possible} connections at once, and the database takes ${let.takes} at most"
      : "up to ${let.possible} connections at once"
    )
    help       = "give the function the endpoint of `${let.proxies[0].address}` in place of the database's"

    evidence {
      at    = let.link.at
      label = "this leads to the database itself"
    }
    evidence {
      at    = let.proxies[0].address
      label = "the proxy that it goes past"
    }
    evidence {
      at    = let.class
      label = known(let.takes) ? "${let.takes} connections at most" : "decides how many connections there are"
    }
  }

  case {
    when = (
      !let.once &&
      let.link != null &&
      length(let.proxies) == 0 &&
      let.fits && !let.spoken && !let.copy &&
      !(known(length(let.triggers)) && let.calm) &&
      let.overrun
    )
    at         = "reserved_concurrent_executions"
    confidence = (
      let.link.by != "firewall" && known(let.takes) && known(length(let.triggers)) && length(let.triggers) > 0
      ? "high"
      : "medium"
    )
    message = (
      known(let.takes)
      ? "`${title()}` can open ${let.possible} connections to `${let.name}`, which takes ${let.takes} at most, and no proxy stands between"
      : "`${title()}` can open ${let.possible} connections to `${let.name}`, and no proxy stands between"
    )
    label = (
      let.reserved
      ? "${let.possible} calls at once"
      : let.bounded
      ? "${let.possible} calls at once, by its queues"
      : "nothing limits it but the account's ${let.possible} calls at once"
    )
    help = (
      known(let.takes)
      ? "set `reserved_concurrent_executions` well below ${let.takes}, put an `aws_db_proxy` before the database, or use the Data API on Aurora"
      : "set `reserved_concurrent_executions` below what the database takes, put an `aws_db_proxy` before it, or use the Data API on Aurora"
    )

    evidence {
      at    = let.link.at
      label = (
        let.link.by == "address"
        ? "it is told where the database is"
        : let.link.by == "secret"
        ? "it is told the secret that holds the address"
        : "the firewall lets it in"
      )
    }
    evidence {
      at    = let.link.address
      label = "no `aws_db_proxy_target` names this database"
    }
    evidence {
      at    = length(let.said) > 0 ? let.said[0] : let.class
      label = "${let.takes} connections at most${length(let.said) > 0 ? "" : ", for ${let.size}"}"
    }
    evidence {
      at    = known(length(let.triggers)) ? let.triggers[0].at : null
      label = "this makes it run"
    }
    impact {
      kind    = "costs"
      monthly = let.hourly * 730 / let.share
      assumes = "a proxy for ${let.elastic ? "8 capacity units, the least" : "${max(2, let.vcpus)} vCPUs"}${let.clause}; a limit on the function costs nothing"
    }
  }

  why = <<-EOT
    Every call that runs at the same time is an environment of its own, with a connection of its own, and environments
    that have gone idle keep theirs for minutes. A database of 1 GB takes about 100 connections; an account runs 1,000
    calls at once. When traffic peaks, or when something slow makes calls pile up, the database refuses connections to
    everybody: this function, the services beside it, and whoever tries to see what is wrong. A pool in the function
    does not help, for each environment has its own. A proxy holds the few real connections and lends them out, at
    $0.015 an hour for each vCPU of the database, which for a small database may be more than the database costs; a
    reserved concurrency below what the database takes costs nothing but the calls that are throttled. A Serverless v2
    cluster never pauses behind a proxy.

    The figure for the database is the formula of the default parameter group at the full memory of the class; the real
    one is some 5 to 25 % lower. Functions that only a schedule or a stream runs are left out. Ignore this rule where
    the account's own quota is low, or where callers already limit how many calls there are.
  EOT

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Performance.html",
    "https://aws.amazon.com/rds/proxy/pricing/",
  ]
}
