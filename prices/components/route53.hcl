priced "aws_route53_zone" {
  service = "Route 53"
  sources = ["https://aws.amazon.com/route53/pricing/"]

  component "zone" {
    sku      = "aws/route53/hosted_zone"
    unit     = "zone-months"
    quantity = 1
    region   = "global"
    note     = "from the 26th zone of an account on it is less"
  }
}

priced "aws_route53_record" {
  service = "Route 53"
  sources = ["https://aws.amazon.com/route53/pricing/"]

  let {
    # Questions for an alias of something in AWS are free, except for an alias of another record.
    alias = length(default(self.alias, [])) > 0
    geo = anytrue([
      length(default(self.geolocation_routing_policy, [])) > 0,
      length(default(self.geoproximity_routing_policy, [])) > 0,
    ])
    near     = length(default(self.latency_routing_policy, [])) > 0
    standard = !let.geo && !let.near
  }

  # Resolvers remember the answers, so that even a busy name is asked for far less often than it is used.
  usage "monthly_standard_queries" {
    unit    = "queries"
    title   = "questions for the record"
    low     = 1000
    typical = 100000
    high    = 10000000
  }

  usage "monthly_latency_based_queries" {
    unit  = "queries"
    title = "questions for a record that is routed by latency"
  }

  usage "monthly_geo_queries" {
    unit  = "queries"
    title = "questions for a record that is routed by place"
  }

  component "queries" {
    sku      = "aws/route53/queries.standard"
    unit     = "queries"
    quantity = usage.monthly_standard_queries
    region   = "global"
    when     = !let.alias && let.standard
  }

  component "latency_queries" {
    sku      = "aws/route53/queries.latency"
    unit     = "queries"
    quantity = usage.monthly_latency_based_queries
    region   = "global"
    when     = !let.alias && let.near
  }

  component "geo_queries" {
    sku      = "aws/route53/queries.geo"
    unit     = "queries"
    quantity = usage.monthly_geo_queries
    region   = "global"
    when     = !let.alias && let.geo
  }
}

priced "aws_route53_health_check" {
  service = "Route 53"
  sources = ["https://aws.amazon.com/route53/pricing/"]

  let {
    kind    = default(self.type, "HTTP")
    options = sum([startswith(let.kind, "HTTPS") ? 1 : 0, endswith(let.kind, "STR_MATCH") ? 1 : 0, default(self.request_interval, 30) == 10 ? 1 : 0, default(self.measure_latency, false) ? 1 : 0])
  }

  component "check" {
    sku      = "aws/route53/health_check.aws"
    unit     = "check-months"
    quantity = 1
    region   = "global"
    note     = "of something in AWS, of which an account's first 50 are free; elsewhere it is more"
  }

  component "options" {
    sku      = "aws/route53/health_check.option"
    unit     = "option-months"
    quantity = let.options
    region   = "global"
    when     = let.options > 0
  }
}

priced "aws_route53_resolver_endpoint" {
  service = "Route 53"
  sources = ["https://aws.amazon.com/route53/pricing/"]

  usage "monthly_queries" {
    unit  = "queries"
    title = "questions passed through the endpoint"
  }

  component "addresses" {
    sku      = "aws/route53/resolver_endpoint_eni"
    unit     = "ENI-hours"
    quantity = length(default(self.ip_address, [])) * month.hours
  }

  component "queries" {
    sku      = "aws/route53/resolver_queries"
    unit     = "queries"
    quantity = usage.monthly_queries
  }
}

free "aws_route53_delegation_set" {}
free "aws_route53_hosted_zone_dnssec" {}
free "aws_route53_key_signing_key" {}
free "aws_route53_query_log" {}
free "aws_route53_resolver_config" {}
free "aws_route53_resolver_dnssec_config" {}
free "aws_route53_resolver_query_log_config" {}
free "aws_route53_resolver_query_log_config_association" {}
free "aws_route53_resolver_rule" {}
free "aws_route53_resolver_rule_association" {}
free "aws_route53_traffic_policy" {}
free "aws_route53_vpc_association_authorization" {}
free "aws_route53_zone_association" {}
