priced "aws_msk_cluster" {
  service = "MSK"
  sources = ["https://aws.amazon.com/msk/pricing/"]

  let {
    nodes   = self.broker_node_group_info[0]
    size    = default(let.nodes.storage_info[0].ebs_storage_info[0].volume_size, let.nodes.ebs_volume_size)
    express = startswith(let.nodes.instance_type, "express.")
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "data kept by express brokers"
  }

  component "brokers" {
    sku      = "aws/msk/${let.nodes.instance_type}"
    unit     = "broker-hours"
    quantity = self.number_of_broker_nodes * month.hours
  }

  component "storage" {
    sku      = "aws/msk/storage"
    unit     = "GB-months"
    quantity = self.number_of_broker_nodes * let.size
    when     = !let.express
  }

  component "express_storage" {
    sku      = "aws/msk/storage.express"
    unit     = "GB-months"
    quantity = usage.storage_gb
    when     = let.express
  }
}

priced "aws_msk_serverless_cluster" {
  service = "MSK"
  sources = ["https://aws.amazon.com/msk/pricing/"]

  usage "partitions" {
    unit  = "partitions"
    title = "partitions of all topics, on average"
  }

  usage "monthly_data_in_gb" {
    unit  = "GB"
    title = "data written"
  }

  usage "monthly_data_out_gb" {
    unit  = "GB"
    title = "data read"
  }

  component "cluster" {
    sku      = "aws/msk/serverless.cluster"
    unit     = "cluster-hours"
    quantity = month.hours
  }

  component "partitions" {
    sku      = "aws/msk/serverless.partition"
    unit     = "partition-hours"
    quantity = usage.partitions * month.hours
  }

  component "data_in" {
    sku      = "aws/msk/serverless.data_in"
    unit     = "GB"
    quantity = usage.monthly_data_in_gb
  }

  component "data_out" {
    sku      = "aws/msk/serverless.data_out"
    unit     = "GB"
    quantity = usage.monthly_data_out_gb
  }
}

free "aws_msk_cluster_policy" {}
free "aws_msk_configuration" {}
free "aws_msk_scram_secret_association" {}
free "aws_msk_single_scram_secret_association" {}
free "aws_mskconnect_custom_plugin" {}
free "aws_mskconnect_worker_configuration" {}
