rule "idle-load-balancer" {
  title      = "Load balancer with no listener, or with nobody behind it"
  severity   = "warning"
  confidence = "medium"
  concern    = "cost"

  # One that another stack or a controller in the cluster is told of gets its listeners there.
  case {
    resources = ["aws_lb", "aws_alb"]

    let {
      listeners = concat(referrers("aws_lb_listener"), referrers("aws_alb_listener"))
      readers   = ["output", "module", "aws_ssm_parameter", "kubernetes_manifest", "helm_release"]
      told      = [for it in named() : it if contains(let.readers, it.type)]
      kinds     = { application = "alb", network = "nlb", gateway = "gwlb" }
      hour      = price("aws/elb/${lookup(let.kinds, coalesce(self.load_balancer_type, "application"), "alb")}.hour")
    }

    when    = length(let.listeners) == 0 && length(let.told) == 0
    message = "`${self.label}` has no listener: it can answer nobody, and is billed by the hour"
    label   = "no listener names this load balancer"
    help    = "give it an `aws_lb_listener`, or remove it"

    impact {
      kind    = "wastes"
      monthly = 730 * let.hour
      assumes = "its hours alone, without public addresses"
    }
  }

  # The only group that a load balancer forwards to, and nothing but its listeners names it: who registers targets does,
  # be it a service, a group of machines, an output for another stack or a module.
  # Who registers targets is seldom all in one place.
  case {
    resources = ["aws_lb_target_group"]
    strict    = true

    let {
      fronts    = ["aws_lb_listener", "aws_lb_listener_rule", "aws_cloudwatch_metric_alarm"]
      users     = [for it in named() : it if !contains(let.fronts, it.type)]
      attached  = referrers("aws_lb_target_group_attachment")
      run       = concat(referrers("aws_ecs_service"), referrers("aws_autoscaling_group"))
      listeners = referrers("aws_lb_listener")
      balancers = length(let.listeners) > 0 ? refs_of(let.listeners[0], "aws_lb") : []
      all       = length(let.balancers) > 0 ? referrers_of(let.balancers[0], "aws_lb_listener") : []
      rules     = flatten([for it in let.all : referrers_of(it, "aws_lb_listener_rule")])
      groups    = flatten([for it in concat(let.all, let.rules) : refs_of(it, "aws_lb_target_group")])
      kinds     = { application = "alb", network = "nlb", gateway = "gwlb" }
      kind      = coalesce(let.balancers[0].load_balancer_type, "application")
    }

    when = (
      length(let.users) == 0 && length(let.attached) == 0 && length(let.run) == 0 && length(let.balancers) == 1 &&
      length(distinct([for it in let.groups : it.address])) == 1
    )
    severity = "note"
    message  = "nothing registers with `${self.label}`, and it is all that load balancer `${let.balancers[0].label}` forwards to"
    label    = "no service, attachment or group of machines names it"
    help     = "register a target, or remove the load balancer with its listeners and this group"

    evidence {
      at    = let.balancers[0].address
      label = "billed by the hour for nobody"
    }

    impact {
      kind    = "wastes"
      monthly = 730 * price("aws/elb/${lookup(let.kinds, let.kind, "alb")}.hour")
      assumes = "the load balancer's hours alone, without public addresses"
    }
  }

  why = <<-EOT
    A load balancer is billed by the hour, about $16 a month in us-east-1, and $3.65 more for each public address,
    whether a request comes or not. Without a listener none can come; without targets each is answered with an error.
    What is left is mostly the front of something that was moved or removed.

    Ignore this rule where listeners or targets come from somewhere else: another stack that finds the load balancer by
    its name, a controller in a cluster, a deployment tool. Where an output, a parameter or a module is told of it,
    nothing is said. A load balancer with several groups is not asked for its targets.
  EOT

  sources = [
    "https://aws.amazon.com/elasticloadbalancing/pricing/",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
    "https://docs.aws.amazon.com/awssupport/latest/user/cost-optimization-checks.html",
  ]
}
