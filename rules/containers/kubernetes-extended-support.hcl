rule "kubernetes-extended-support" {
  title     = "Kubernetes version that is billed for extended support"
  severity  = "warning"
  concern   = "cost"
  resources = ["aws_eks_cluster"]

  let {
    # The list of dates begins with 1.23; what came before it has ended, too.
    minor   = try(tonumber(split(".", self.version)[1]), null)
    support = let.minor != null && let.minor < 23 ? "ended" : support("eks", self.version)
    refuses = one(self.upgrade_policy[*].support_type) == "STANDARD"
    now     = price("aws/eks/control_plane.extended") * 730
    bill    = "${dollars(let.now)} a month, not ${dollars(let.then)}"
    then    = price("aws/eks/control_plane.standard") * 730
  }

  case {
    severity = one(self.upgrade_policy[*].support_type) == "EXTENDED" ? "note" : "warning"
    when     = self.version != null && !let.refuses && let.support == "extended"
    at       = "version"
    message  = "`${title()}` runs ${self.version}, which is out of standard support: ${let.bill}"
    label    = "extended support is billed by the hour"
    help     = "upgrade to a version in standard support, one minor version at a time"

    impact {
      kind     = "wastes"
      repriced = { version = null }
      assumes  = "the newest version instead"
    }
  }

  # Where extended support has ended, a cluster that is there is upgraded to the oldest version that still has it. What
  # it costs then hangs on a version that is not written here.
  case {
    severity = one(self.upgrade_policy[*].support_type) == "EXTENDED" ? "note" : "warning"
    when     = self.version != null && !let.refuses && let.support == "ended"
    at       = "version"
    message  = "`${title()}` asks for ${self.version}, which AWS runs no longer: it refuses a new cluster of it and upgrades one that is there by itself"
    label    = "extended support has ended"
    help     = "find out which version runs, set `version` to it, and upgrade to one in standard support"
  }

  why = <<-EOT
    EKS supports a version for 14 months and after that for 12 more at six times the price: $0.60 an hour for the
    control plane and not $0.10, which is $365 a month more for each cluster. Nothing announces it but the bill. When
    the 12 months are over, AWS upgrades the control plane at a time of its own choosing, and nodes and add-ons have to
    keep up with it. With `upgrade_policy { support_type = "STANDARD" }` it upgrades when standard support ends instead.

    A cluster that says `support_type = "EXTENDED"` itself gets a note. Ignore this rule while an upgrade is on its way,
    with a date on which the exception ends. The dates are those that AWS had published when this version was made.
  EOT

  sources = [
    "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    "https://docs.aws.amazon.com/eks/latest/userguide/view-support-policy.html",
    "https://aws.amazon.com/eks/pricing/",
  ]
}
