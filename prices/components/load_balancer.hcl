priced "aws_lb" "aws_alb" {
  service = "Load balancers"
  sources = ["https://aws.amazon.com/elasticloadbalancing/pricing/", "https://aws.amazon.com/vpc/pricing/"]

  let {
    type = default(self.load_balancer_type, "application")
    kind = lookup({ application = "alb", network = "nlb", gateway = "gwlb" }, let.type, let.type)

    # Elastic addresses of a network load balancer are billed as such; a pool of one's own costs nothing.
    own_pool = !unset(self.customer_owned_ipv4_pool) || !unset(self.ipam_pools, [])
    facing   = !default(self.internal, false) && let.type != "gateway"
    no_ipv4  = default(self.ip_address_type, "ipv4") == "dualstack-without-public-ipv4"
    mapped   = [for m in default(self.subnet_mapping, []) : m if unset(m.allocation_id)]
    elastic  = length(refs("aws_eip")) > 0
    nodes    = length(default(self.subnets, [])) + (let.elastic ? 0 : length(let.mapped))
    reserved = self.minimum_load_balancer_capacity[0].capacity_units

    # By how much a unit of each measure holds: 25 or 800 new connections a second, 3,000 or 100,000 open
    # ones, and 1 GB an hour.
    is_alb   = let.type == "application"
    measured = known(usage.new_connections, usage.active_connections, usage.processed_bytes_gb, usage.rule_evaluations)
    measures = let.measured >= 0 ? max(
      known(usage.new_connections, 0) / (let.is_alb ? 25 : 800) * month.hours,
      known(usage.active_connections, 0) / (let.is_alb ? 3000 : 100000) * month.hours,
      known(usage.processed_bytes_gb, 0),
      let.is_alb ? known(usage.rule_evaluations, 0) / 1000 * month.hours : 0,
    ) : null
    units = known(let.measures, usage.lcu)
  }

  # What is billed is the largest of four measures (new and active connections, bytes, rules), hour by hour.
  usage "new_connections" {
    unit  = "connections a second"
    title = "new connections"
  }

  usage "active_connections" {
    unit  = "connections a minute"
    title = "open connections"
  }

  usage "processed_bytes_gb" {
    unit  = "GB"
    title = "bytes of requests and answers"
  }

  usage "rule_evaluations" {
    unit  = "rules a second"
    title = "rules evaluated: rules times requests, the first ten being free"
  }

  usage "lcu" {
    unit  = "LCU-hours"
    title = "capacity units used, over the month"
    flow  = "lcu"
  }

  component "hours" {
    sku      = "aws/elb/${let.kind}.hour"
    unit     = "hours"
    quantity = month.hours
  }

  component "capacity" {
    sku      = "aws/elb/alb.lcu"
    unit     = "LCU-hours"
    quantity = let.units
    when     = let.type == "application"
  }

  component "network_capacity" {
    sku      = "aws/elb/nlb.lcu"
    unit     = "NLCU-hours"
    quantity = let.units
    when     = let.type == "network"
  }

  component "gateway_capacity" {
    sku      = "aws/elb/gwlb.lcu"
    unit     = "GLCU-hours"
    quantity = let.units
    when     = let.type == "gateway"
  }

  component "reserved_capacity" {
    sku      = "aws/elb/${let.kind}.reserved_lcu"
    unit     = "LCU-hours"
    quantity = let.reserved * month.hours
    when     = !unset(let.reserved)
  }

  component "public_ipv4" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = let.nodes * month.hours
    when     = let.facing && !let.no_ipv4 && !let.own_pool && let.nodes > 0
    note     = "one address in each subnet; AWS adds more under load"
  }
}

priced "aws_elb" {
  service = "Load balancers"
  sources = ["https://aws.amazon.com/elasticloadbalancing/pricing/", "https://aws.amazon.com/vpc/pricing/"]

  let {
    nodes = length(default(self.subnets, [])) + length(default(self.availability_zones, []))
  }

  usage "monthly_data_processed_gb" {
    unit  = "GB"
    title = "data sent through the load balancer"
  }

  component "hours" {
    sku      = "aws/elb/clb.hour"
    unit     = "hours"
    quantity = month.hours
  }

  component "data" {
    sku      = "aws/elb/clb.data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
  }

  component "public_ipv4" {
    sku      = "aws/vpc/public_ipv4"
    unit     = "address-hours"
    quantity = let.nodes * month.hours
    when     = !default(self.internal, false) && let.nodes > 0
    note     = "one address in each subnet or zone; AWS adds more under load"
  }
}

free "aws_alb_listener" {}
free "aws_alb_listener_certificate" {}
free "aws_alb_listener_rule" {}
free "aws_alb_target_group" {}
free "aws_alb_target_group_attachment" {}
free "aws_app_cookie_stickiness_policy" {}
free "aws_elb_attachment" {}
free "aws_lb_cookie_stickiness_policy" {}
free "aws_lb_listener" {}
free "aws_lb_listener_certificate" {}
free "aws_lb_listener_rule" {}
free "aws_lb_ssl_negotiation_policy" {}
free "aws_lb_target_group" {}
free "aws_lb_target_group_attachment" {}
free "aws_load_balancer_backend_server_policy" {}
free "aws_load_balancer_listener_policy" {}
free "aws_load_balancer_policy" {}
free "aws_proxy_protocol_policy" {}
