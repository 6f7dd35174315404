rule "idle-load-balancer" {
  title      = "Load balancer without a listener"
  severity   = "warning"
  confidence = "medium"
  concern    = "cost"
  resources  = ["aws_lb", "aws_alb"]

  # One that another stack or a controller in the cluster is told of gets its listeners there.
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

  why = <<-EOT
    A load balancer is billed by the hour, about $16 a month in us-east-1, and $3.65 more for each public address,
    whether a request comes or not. Without a listener none can come: what is left is mostly the front of something that
    was moved or removed.

    Ignore this rule where the listeners come from somewhere else: another stack that reads this one's outputs, a
    controller in a cluster, a deployment tool. Load balancers with listeners and without targets are not part of this
    rule, because who registers targets is often not seen here.
  EOT

  sources = [
    "https://aws.amazon.com/elasticloadbalancing/pricing/",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    "https://docs.aws.amazon.com/awssupport/latest/user/cost-optimization-checks.html",
  ]
}
