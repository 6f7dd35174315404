rule "unattached-volume" {
  title      = "Volume that nothing attaches"
  severity   = "note"
  confidence = "medium"
  concern    = "cost"
  strict     = length(let.machines) == 0

  # Whatever else names a volume may use it: a start script, a permission, Kubernetes, an output for another stack. What
  # only copies, tags or watches it does not.
  params {
    bystanders = [
      "aws_ec2_tag", "aws_ebs_snapshot", "aws_cloudwatch_metric_alarm", "aws_backup_selection",
      "google_compute_disk_resource_policy_attachment", "google_compute_snapshot",
      "azurerm_snapshot", "azurerm_backup_policy_disk", "azurerm_data_protection_backup_instance_disk",
    ]
  }

  let {
    # A directory without any machine says nothing of who attaches what.
    machines = concat(
      all("aws_instance"), all("aws_launch_template"), all("aws_volume_attachment"), all("google_compute_instance"),
      all("google_compute_instance_template"), all("azurerm_linux_virtual_machine"),
      all("azurerm_windows_virtual_machine"), all("azurerm_virtual_machine"),
    )
    gib  = try(coalesce(self.size, self.disk_size_gb), null)
    size = known(let.gib) ? (let.gib == null ? "" : ", ${let.gib} GiB that are billed all the same") : ""

    users = [for it in named() : it if !contains(params.bystanders, it.type)]
  }

  case {
    resources = ["aws_ebs_volume"]

    # What cannot be followed may lead here: then nothing is said.
    let {
      attached = referrers("aws_volume_attachment")
      scripts  = concat(referrers("aws_instance", "user_data"), referrers("aws_launch_template", "user_data"))

      # Machines that may attach volumes find theirs by a tag.
      policies = concat(all("aws_iam_policy"), all("aws_iam_role_policy"))
      finders  = [for it in let.policies : it if strcontains(it.policy, "ec2:AttachVolume")]
    }

    when = (
      !(
        known(self.size) && unset(self.size, "", 0) && known(self.snapshot_id) && unset(self.snapshot_id, "")
      ) &&
      length(let.users) == 0 && length(let.attached) == 0 && length(let.scripts) == 0 && length(let.finders) == 0
    )
    message = "nothing attaches `${self.label}`${let.size}"
    label   = "no attachment names this volume"
    help    = "attach it with an `aws_volume_attachment`, or take a snapshot and remove it"
  }

  case {
    resources = ["google_compute_disk", "google_compute_region_disk"]

    let {
      attached = concat(referrers("google_compute_attached_disk"), referrers("google_compute_instance"))
    }

    when    = length(let.users) == 0 && length(let.attached) == 0
    message = "nothing attaches `${self.label}`${let.size}"
    label   = "no machine names this disk"
    help    = "attach it with a `google_compute_attached_disk`, or take a snapshot and remove it"
  }

  case {
    resources = ["azurerm_managed_disk"]

    let {
      attached = referrers("azurerm_virtual_machine_data_disk_attachment")
    }

    # An empty disk without a size cannot be made.
    when = (
      !(
        known(self.disk_size_gb) && unset(self.disk_size_gb, "", 0) &&
        known(self.create_option) && coalesce(self.create_option, "Empty") == "Empty"
      ) &&
      length(let.users) == 0 && length(let.attached) == 0
    )
    message = "nothing attaches `${self.label}`, which is billed all the same"
    label   = "no machine names this disk"
    help    = "attach it with an `azurerm_virtual_machine_data_disk_attachment`, or take a snapshot and remove it"
  }

  impact {
    kind    = "wastes"
    monthly = monthly_fixed()
  }

  why = <<-EOT
    A volume is billed for what it could hold from the day it is made, whether a machine has it or not. Volumes that
    nothing attaches are mostly what is left when a machine was removed and its disk was not. A snapshot keeps what was
    written for about half the price of a GiB, and costs nothing for what was not.

    Ignore this rule for a volume that something outside of this configuration attaches: a start script that looks for a
    tag, another stack that was given the id, or a person.
  EOT

  sources = [
    "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html",
    "https://aws.amazon.com/ebs/pricing/",
    "https://cloud.google.com/compute/disks-image-pricing",
    "https://learn.microsoft.com/en-us/azure/virtual-machines/windows/find-unattached-disks",
  ]
}
