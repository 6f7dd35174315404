priced "aws_db_proxy" {
  service = "RDS Proxy"
  sources = ["https://aws.amazon.com/rds/proxy/pricing/"]

  let {
    targets  = referrers("aws_db_proxy_target")
    alone    = flatten([for target in let.targets : refs_of(target, "aws_db_instance")])
    clusters = flatten([for target in let.targets : refs_of(target, "aws_rds_cluster")])
    members  = flatten([for cluster in let.clusters : referrers_of(cluster, "aws_rds_cluster_instance")])
    classes  = [for database in concat(let.alone, let.members) : database.instance_class]
    sized    = [for class in let.classes : class if class != "db.serverless"]
    vcpus    = [for class in let.sized : machine(trimprefix(class, "db.")).vcpu]
    unsized  = anytrue([for number in let.vcpus : number == null])

    # A proxy before Serverless v2 is billed by capacity units, of which eight are the least.
    elastic = length(let.classes) > length(let.sized)
    acu_top = sum(concat([0], [for cluster in let.clusters : default(cluster.serverlessv2_scaling_configuration[0].max_capacity, 0)]))
  }

  usage "capacity_units_per_hr" {
    unit  = "ACU"
    title = "capacity units of all instances behind the proxy, on average"
  }

  component "proxy" {
    sku      = "aws/rds/proxy"
    unit     = "vCPU-hours"
    quantity = let.unsized ? null : max(2, sum(concat([0], let.vcpus))) * month.hours
    when     = !let.elastic || length(let.sized) > 0
    note     = "by the vCPUs of the database behind it, two at least"
  }

  component "proxy_minimum_capacity" {
    sku      = "aws/rds/proxy_aurora_serverless_v2"
    unit     = "ACU-hours"
    quantity = 8 * month.hours
    when     = let.elastic
    note     = "eight capacity units are the least"
  }

  component "proxy_capacity" {
    sku      = "aws/rds/proxy_aurora_serverless_v2"
    unit     = "ACU-hours"
    quantity = max(0, usage.capacity_units_per_hr - 8) * month.hours
    when     = let.elastic && let.acu_top > 8
  }
}

priced "aws_db_proxy_endpoint" {
  service = "RDS Proxy"
  sources = ["https://aws.amazon.com/rds/proxy/pricing/"]

  component "endpoint" {
    sku      = "aws/rds/proxy_endpoint"
    unit     = "endpoint-hours"
    quantity = month.hours * length(self.vpc_subnet_ids)
  }
}

free "aws_db_proxy_default_target_group" {}

free "aws_db_proxy_target" {
  billed_in = "aws_db_proxy"
}
