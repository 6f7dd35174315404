priced "aws_efs_file_system" {
  service = "EFS"
  sources = ["https://aws.amazon.com/efs/pricing/"]

  let {
    one_zone = !unset(self.availability_zone_name, "")
    mode     = default(self.throughput_mode, "bursting")
    elastic  = let.mode == "elastic"
    moves    = length(default(self.lifecycle_policy, [])) > 0
    cold     = let.one_zone ? "aws/efs/ia.onezone" : let.elastic ? "aws/efs/ia.elastic" : "aws/efs/ia.other"
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "data in the class of the file system"
  }

  usage "infrequent_access_storage_gb" {
    unit  = "GB"
    title = "data in the class for infrequent access"
  }

  usage "monthly_read_gb" {
    unit  = "GB"
    title = "data read, in elastic throughput mode"
  }

  usage "monthly_write_gb" {
    unit  = "GB"
    title = "data written, in elastic throughput mode"
  }

  component "storage" {
    sku      = let.one_zone ? "aws/efs/onezone" : "aws/efs/standard"
    unit     = "GB-months"
    quantity = usage.storage_gb
  }

  component "infrequent_storage" {
    sku      = let.cold
    unit     = "GB-months"
    quantity = usage.infrequent_access_storage_gb
    when     = let.moves
  }

  component "throughput" {
    sku      = "aws/efs/provisioned_throughput"
    unit     = "MBps-months"
    quantity = max(0, self.provisioned_throughput_in_mibps - usage.storage_gb / 20)
    when     = let.mode == "provisioned"
    note     = "each 20 GB stored include 1 MBps"
  }

  component "reads" {
    sku      = "aws/efs/elastic.read"
    unit     = "GB"
    quantity = usage.monthly_read_gb
    when     = let.elastic
  }

  component "writes" {
    sku      = "aws/efs/elastic.write"
    unit     = "GB"
    quantity = usage.monthly_write_gb
    when     = let.elastic
  }
}

free "aws_efs_access_point" {}
free "aws_efs_backup_policy" {}
free "aws_efs_file_system_policy" {}
free "aws_efs_mount_target" {}
