rule "load-balancer-per-service" {
  title    = "A load balancer for each service where one would do"
  severity = "note"
  concern  = "cost"

  params {
    from = 3
  }

  # Load balancers of one kind in the same subnets, each with one target group. The first of them speaks for all.
  case {
    resources = ["aws_lb", "aws_alb"]
    let {
      # Subnets are compared by name: their ids are known only when they are there. What is not known of another load
      # balancer keeps that one out, and no more.
      balancers = [
        for it in concat(all("aws_lb"), all("aws_alb")) : {
          address   = it.address
          key       = "${coalesce(it.load_balancer_type, "application")} ${coalesce(it.internal, false)}"
          shared    = join(" ", sort(distinct([for subnet in refs_of(it, "aws_subnets") : subnet.address])))
          own       = join(" ", sort(distinct([for subnet in refs_of(it, "aws_subnet") : subnet.address])))
          listeners = concat(referrers_of(it, "aws_lb_listener"), referrers_of(it, "aws_alb_listener"))
        }
      ]
      placed = [
        for it in let.balancers : merge(it, {
          place = "${it.key} ${known(it.shared) ? it.shared : ""} ${known(it.own) ? it.own : ""}"
          groups = distinct(flatten([
            for listener in it.listeners :
            concat(refs_of(listener, "aws_lb_target_group"), refs_of(listener, "aws_alb_target_group"))[*].address
          ]))
          rules = flatten([
            for listener in it.listeners :
            concat(referrers_of(listener, "aws_lb_listener_rule"), referrers_of(listener, "aws_alb_listener_rule"))
          ])
        })
      ]
      place = one([for it in let.placed : it.place if it.address == self.address])
      ruled = [
        for it in let.placed : it
        if known(it.place) && it.place == let.place && length(regexall("aws_", it.place)) > 0 &&
        known(length(it.groups)) && length(it.groups) == 1 && known(length(it.rules)) && length(it.rules) == 0
      ]
      addresses = sort([for it in let.ruled : it.address])
      n         = length(let.addresses)
      month     = 730 * price("aws/elb/alb.hour")
    }
    when = (
      coalesce(self.load_balancer_type, "application") == "application" &&
      length(concat(all("aws_lb"), all("aws_alb"))) >= params.from &&
      let.n >= params.from && let.addresses[0] == self.address
    )
    message = "${let.n} load balancers with one target each share their subnets, for ${dollars(let.month)} a month each"
    label   = "the first of ${let.n}"
    help    = "keep one, and send each host name or path to its target group with an `aws_lb_listener_rule`"

    evidence {
      for_each = slice(let.addresses, 1, min(5, let.n))
      at       = each.value
      label    = "another one for one target"
    }
    impact {
      kind    = "wastes"
      monthly = (let.n - 1) * let.month
      assumes = "one for all; capacity units cost the same either way"
    }
  }

  # A service of this type gets a load balancer of its own from the cloud.
  case {
    resources = ["kubernetes_service", "kubernetes_service_v1"]
    let {
      # Two that have one name are one service, said twice.
      peers = [
        for it in concat(all("kubernetes_service"), all("kubernetes_service_v1")) : {
          address = it.address
          name    = one(it.metadata[*].name)
          space   = coalesce(one(it.metadata[*].namespace), "default")
        }
        if one(it.spec[*].type) == "LoadBalancer"
      ]
      keyed = [
        for it in let.peers : {
          address = it.address
          key     = known(it.space) && known(it.name) && it.name != null ? "${it.space}/${it.name}" : it.address
        }
      ]
      addresses = sort([
        for key in distinct([for it in let.keyed : it.key]) : sort([for it in let.keyed : it.address if it.key == key])[0]
      ])
      n = length(let.addresses)
    }
    when    = one(self.spec[*].type) == "LoadBalancer" && let.n >= params.from && let.addresses[0] == self.address
    at      = "spec.type"
    message = "${let.n} services of type LoadBalancer are declared, and the cloud bills a load balancer for each"
    label   = "the first of ${let.n}"
    help    = "make them ClusterIP behind one ingress or gateway, which has one load balancer for all"

    evidence {
      for_each = slice(let.addresses, 1, min(5, let.n))
      at       = each.value
      label    = "another one for one service"
    }
  }

  why = <<-EOT
    An application load balancer costs $16.43 a month in us-east-1 before the first request, and as much again for its
    public addresses, $3.65 in each zone. It tells services apart by host name and path, so that one serves dozens of
    them: it has room for 100 rules and 25 certificates. One for each service is what a module for services makes when
    nobody says otherwise.

    Ignore this rule where services must not share a load balancer: other security groups, other certificates or
    firewalls, one that must stand when another is overrun, or owners who pay separately.
  EOT

  sources = [
    "https://aws.amazon.com/elasticloadbalancing/pricing/",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-rules.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html",
    "https://kubernetes.io/docs/concepts/services-networking/ingress/",
  ]
}
