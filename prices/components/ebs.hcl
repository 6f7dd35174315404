priced "aws_ebs_volume" {
  service = "EBS"
  sources = ["https://aws.amazon.com/ebs/pricing/"]

  let {
    type  = default(self.type, "gp2")
    extra = let.type == "gp3" ? max(0, default(self.iops, 3000) - 3000) : 0
    iops  = contains(["io1", "io2"], let.type) ? self.iops : let.extra
    mbps  = let.type == "gp3" ? max(0, default(self.throughput, 125) - 125) : 0
  }

  usage "monthly_standard_io_requests" {
    unit  = "requests"
    title = "reads and writes of a magnetic volume"
  }

  component "storage" {
    sku      = "aws/ebs/${let.type}.storage"
    unit     = "GB-months"
    quantity = self.size
  }

  component "iops" {
    sku      = "aws/ebs/${let.type}.iops"
    unit     = "IOPS-months"
    quantity = let.iops
    when     = contains(["io1", "io2"], let.type) || let.iops > 0
  }

  component "throughput" {
    sku      = "aws/ebs/gp3.throughput"
    unit     = "MBps-months"
    quantity = let.mbps
    when     = let.mbps > 0
    note     = "beyond 125 MB/s"
  }

  component "requests" {
    sku      = "aws/ebs/standard.requests"
    unit     = "requests"
    quantity = usage.monthly_standard_io_requests
    when     = let.type == "standard"
  }
}

priced "aws_ebs_snapshot" "aws_ebs_snapshot_copy" {
  service = "EBS"
  sources = ["https://aws.amazon.com/ebs/pricing/"]

  let {
    tier = default(self.storage_tier, "standard")
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "blocks that the snapshot keeps"
  }

  component "storage" {
    sku      = "aws/ebs/snapshot.${let.tier}"
    unit     = "GB-months"
    quantity = usage.storage_gb
  }
}

free "aws_dlm_lifecycle_policy" {}
free "aws_ebs_default_kms_key" {}
free "aws_ebs_encryption_by_default" {}
free "aws_ebs_snapshot_block_public_access" {}
free "aws_snapshot_create_volume_permission" {}
free "aws_volume_attachment" {}
