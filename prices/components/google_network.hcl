priced "google_compute_router_nat" {
  service = "Cloud NAT"
  sources = ["https://cloud.google.com/nat/pricing"]

  let {
    manual = self.nat_ip_allocate_option == "MANUAL_ONLY"
  }

  usage "assigned_vms" {
    unit    = "VMs"
    title   = "virtual machines that use the gateway"
    low     = 1
    typical = 4
    high    = 32
  }
  usage "monthly_data_processed_gb" {
    unit  = "GB"
    title = "data through the gateway, both ways"
    flow  = "nat_gb"
  }

  component "gateway" {
    # The hour is priced by the machine up to 32 of them: a 32nd of the full price each.
    sku      = "google/cloud_nat/gateway_32plus_vms"
    unit     = "hours"
    quantity = month.hours * min(usage.assigned_vms, 32) / 32
  }
  component "data" {
    sku      = "google/cloud_nat/data"
    unit     = "GB"
    quantity = usage.monthly_data_processed_gb
  }
  component "external_ips" {
    sku      = "google/compute/external_ip.in_use"
    unit     = "hours"
    when     = let.manual
    quantity = length(self.nat_ips) * month.hours
  }
}

priced "google_compute_forwarding_rule" {
  service = "Load balancing"
  sources = ["https://cloud.google.com/vpc/network-pricing"]

  let {
    scheme  = default(self.load_balancing_scheme, "EXTERNAL")
    private = self.load_balancing_scheme == ""
    known   = contains(["EXTERNAL", "INTERNAL"], let.scheme)

    # The first five of a region have one price together, each that follows two fifths of it.
    alike = [for it in all("google_compute_forwarding_rule") : it if default(it.load_balancing_scheme, "EXTERNAL") == let.scheme]
    here  = [for it in let.alike : it if it.region == self.region]
    rules = max(1, known(length(let.here), 1))
    share = (1 + 0.4 * max(0, let.rules - 5)) / let.rules
  }


  usage "monthly_ingress_data_gb" {
    unit  = "GB"
    title = "data into the load balancer"
  }

  component "rule" {
    sku      = "google/load_balancing/forwarding_rule"
    unit     = "hours"
    when     = let.known
    quantity = month.hours * let.share
    note     = "the first five rules of a project and region cost as much as one"
  }
  component "data" {
    sku      = "google/load_balancing/data"
    unit     = "GB"
    when     = let.known
    quantity = usage.monthly_ingress_data_gb
  }
  component "other" {
    sku      = let.private ? "google/load_balancing/private_service_connect" : "google/load_balancing/${lower(let.scheme)}"
    unit     = "hours"
    when     = !let.known
    quantity = month.hours
  }
}

priced "google_compute_global_forwarding_rule" {
  service = "Load balancing"
  sources = ["https://cloud.google.com/vpc/network-pricing"]

  let {
    scheme = default(self.load_balancing_scheme, "EXTERNAL")
    known  = contains(["EXTERNAL", "EXTERNAL_MANAGED"], let.scheme)

    # The first five of a project have one price together, each that follows two fifths of it.
    rules = max(1, known(length(all("google_compute_global_forwarding_rule")), 1))
    share = (1 + 0.4 * max(0, let.rules - 5)) / let.rules
  }


  usage "monthly_ingress_data_gb" {
    unit  = "GB"
    title = "data into the load balancer"
  }

  component "rule" {
    sku      = "google/load_balancing/forwarding_rule"
    unit     = "hours"
    region   = "us-central1"
    when     = let.known
    quantity = month.hours * let.share
    note     = "the first five global rules of a project cost as much as one"
  }
  component "data" {
    sku      = "google/load_balancing/data"
    unit     = "GB"
    when     = let.known
    quantity = usage.monthly_ingress_data_gb
  }
  component "other" {
    sku      = "google/load_balancing/global.${lower(let.scheme)}"
    unit     = "hours"
    when     = !let.known
    quantity = month.hours
  }
}

priced "google_compute_vpn_tunnel" {
  service = "Cloud VPN"
  sources = ["https://cloud.google.com/network-connectivity/docs/vpn/pricing"]

  component "tunnel" {
    sku      = "google/vpn/tunnel"
    unit     = "hours"
    quantity = month.hours
  }
}

priced "google_vpc_access_connector" {
  service = "Serverless VPC Access"
  sources = ["https://cloud.google.com/vpc/pricing"]

  let {
    machine = default(self.machine_type, "e2-micro")
    least   = default(self.min_instances, default(self.min_throughput, 200) / 100)
    most    = default(self.max_instances, default(self.max_throughput, 300) / 100)
  }

  usage "instances" {
    unit    = "instances"
    title   = "machines of the connector; it never scales in"
    low     = let.least
    typical = let.least
    high    = max(let.least, let.most)
  }

  component "instances" {
    sku      = "google/compute/${let.machine}"
    unit     = "hours"
    quantity = let.least * month.hours
    note     = "billed as machines of this type"
  }
  component "more_instances" {
    sku      = "google/compute/${let.machine}"
    unit     = "hours"
    when     = let.most > let.least
    quantity = max(0, usage.instances - let.least) * month.hours
  }
}

priced "google_dns_managed_zone" {
  service = "Cloud DNS"
  sources = ["https://cloud.google.com/dns/pricing"]

  component "zone" {
    sku      = "google/dns/zone"
    unit     = "months"
    quantity = 1
  }
}

priced "google_dns_record_set" {
  service = "Cloud DNS"
  sources = ["https://cloud.google.com/dns/pricing"]

  usage "monthly_queries" {
    unit  = "queries"
    title = "queries for this name"
  }

  component "queries" {
    sku      = unset(self.routing_policy[0]) ? "google/dns/queries" : "google/dns/queries.routing_policy"
    unit     = "queries"
    quantity = usage.monthly_queries
  }
}

free "google_compute_vpn_gateway" {}
free "google_compute_ha_vpn_gateway" {}
free "google_compute_external_vpn_gateway" {}
free "google_compute_backend_service" {}
free "google_compute_region_backend_service" {}
free "google_compute_url_map" {}
free "google_compute_region_url_map" {}
free "google_compute_target_http_proxy" {}
free "google_compute_target_https_proxy" {}
free "google_compute_target_tcp_proxy" {}
free "google_compute_region_target_http_proxy" {}
free "google_compute_region_target_https_proxy" {}
free "google_compute_health_check" {}
free "google_compute_region_health_check" {}
free "google_compute_http_health_check" {}
free "google_compute_ssl_certificate" {}
free "google_compute_managed_ssl_certificate" {}
free "google_compute_ssl_policy" {}
