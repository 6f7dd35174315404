rule "unattached-volume" {
  title      = "Volume that nothing attaches"
  severity   = "note"
  confidence = "medium"
  concern    = "cost"

  # What uses a volume without an attachment names it: a volume of Kubernetes, a start script, a permission, an image.
  case {
    resources = ["aws_ebs_volume"]

    let {
      attached = length(referrers("aws_volume_attachment")) > 0
      mounted  = length(referrers("kubernetes_persistent_volume")) + length(referrers("kubernetes_manifest")) > 0
      scripts  = concat(referrers("aws_instance", "user_data"), referrers("aws_launch_template", "user_data"))
      policies = concat(referrers("aws_iam_policy"), referrers("aws_iam_role_policy"))
      told     = concat(referrers("aws_ssm_parameter"), referrers("aws_ebs_snapshot"))
    }

    when = (
      !let.attached && !let.mounted && length(let.scripts) == 0 && length(let.policies) == 0 && length(let.told) == 0
    )
    message = "nothing attaches `${self.label}`${self.size == null ? "" : ", ${self.size} GiB that are billed all the same"}"
    label   = "no attachment names this volume"
    help    = "attach it with an `aws_volume_attachment`, or take a snapshot and remove it"

    impact {
      kind    = "wastes"
      monthly = monthly_fixed()
    }
  }

  case {
    resources = ["google_compute_disk", "google_compute_region_disk"]

    let {
      attached  = length(referrers("google_compute_attached_disk")) > 0
      machines  = concat(referrers("google_compute_instance"), referrers("google_compute_instance_from_template"))
      templates = concat(referrers("google_compute_instance_template"), referrers("google_compute_region_instance_template"))
      copies    = concat(referrers("google_compute_image"), referrers("google_compute_snapshot"))
      mounted   = length(referrers("kubernetes_persistent_volume")) + length(referrers("kubernetes_manifest")) > 0
    }

    when = (
      !let.attached && !let.mounted && length(let.machines) == 0 && length(let.templates) == 0 && length(let.copies) == 0
    )
    message = "nothing attaches `${self.label}`${self.size == null ? "" : ", ${self.size} GB that are billed all the same"}"
    label   = "no machine names this disk"
    help    = "attach it with a `google_compute_attached_disk`, or take a snapshot and remove it"

    impact {
      kind    = "wastes"
      monthly = monthly_fixed()
    }
  }

  case {
    resources = ["azurerm_managed_disk"]

    let {
      attached = length(referrers("azurerm_virtual_machine_data_disk_attachment")) > 0
      machines = concat(
        referrers("azurerm_virtual_machine"), referrers("azurerm_linux_virtual_machine"),
        referrers("azurerm_windows_virtual_machine"),
      )
      copies = concat(
        referrers("azurerm_managed_disk"), referrers("azurerm_snapshot"), referrers("azurerm_image"),
        referrers("azurerm_shared_image_version"),
      )
      mounted = length(referrers("kubernetes_persistent_volume")) + length(referrers("kubernetes_manifest")) > 0
    }

    when    = !let.attached && !let.mounted && length(let.machines) == 0 && length(let.copies) == 0
    message = "nothing attaches `${self.label}`${self.disk_size_gb == null ? "" : ", ${self.disk_size_gb} GB that are billed all the same"}"
    label   = "no machine names this disk"
    help    = "attach it with an `azurerm_virtual_machine_data_disk_attachment`, or take a snapshot and remove it"

    impact {
      kind    = "wastes"
      monthly = monthly_fixed()
    }
  }

  why = <<-EOT
    A volume is billed for what it could hold from the day it is made, whether a machine has it or not. Volumes that nothing
    attaches are mostly what is left when a machine was removed and its disk was not. A snapshot keeps what was written
    for about half the price of a GiB, and costs nothing for what was not.

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
