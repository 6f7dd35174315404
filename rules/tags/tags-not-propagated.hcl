rule "tags-not-propagated" {
  title    = "Tags that stay behind when something is launched"
  severity = "warning"
  concern  = "attribution"
  detector = "unpropagated-tags"

  # Volumes and copies are a part of the bill, and the least of it are snapshots.
  case {
    severity = found.is_all ? "warning" : "note"
    strict   = found.what == "its snapshots"
    message  = "`${title()}` has ${found.listed}, ${length(found.keys) > 1 ? "none of which reaches" : "which does not reach"} ${found.what}"
    label    = "${found.what}: without ${found.listed}"
  }

  evidence {
    at    = found.at
    label = "says what is handed on"
  }

  impact {
    kind    = "unattributed"
    monthly = found.is_all ? monthly_known() : null
  }

  fix {
    edits  = found.edits
    title  = "hand the tags on with `${found.attribute} = ${found.value}`"
    unsafe = "only what is launched from then on has them"
  }

  why = <<-EOT
    An Auto Scaling group, a service of ECS or a schedule costs nothing: what it launches does. Instances, tasks and
    volumes are resources of their own, with tags of their own, and unless they are handed on they have none. `default_tags`
    of the provider do not reach what AWS launches either: Terraform does not make it.

    Where each part has to say it: `propagate_at_launch` in the `tag` blocks of a group, `tag_specifications` of a launch
    template for instances and volumes (the only way for node groups of EKS), `propagate_tags` of ECS services,
    schedules, targets, pipes and Batch jobs, `volume_tags` or the tags of each block device of an instance.

    Ignore this rule for what is short-lived and cheap. Snapshots are told under the preset `strict` only.
  EOT

  help = found.value == "" ? "say the tags in `${found.attribute}`: ${found.what} can have them from nowhere else" : "set `${found.attribute} = ${found.value}`"

  sources = [
    "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html",
    "https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging",
  ]
}
