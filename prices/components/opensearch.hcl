priced "aws_opensearch_domain" {
  service = "OpenSearch"
  sources = ["https://aws.amazon.com/opensearch-service/pricing/"]

  let {
    nodes   = self.cluster_config[0]
    disk    = self.ebs_options[0]
    count   = default(let.nodes.instance_count, 1)
    type    = default(let.nodes.instance_type, "unstated")
    masters = default(let.nodes.dedicated_master_enabled, false)
    master  = default(let.nodes.dedicated_master_type, let.type)
    warm    = default(let.nodes.warm_enabled, false)
    volume  = default(let.disk.volume_type, "gp2")
    backed  = length(regexall("^(or|om|oi)[0-9]", let.type)) > 0
  }

  usage "managed_storage_gb" {
    unit  = "GB"
    title = "data in the storage behind warm nodes and nodes of the OpenSearch-optimized families"
  }

  component "data_nodes" {
    sku      = "aws/opensearch/${let.type}"
    unit     = "hours"
    quantity = month.hours * let.count
  }

  component "master_nodes" {
    sku      = "aws/opensearch/${let.master}"
    unit     = "hours"
    quantity = month.hours * let.nodes.dedicated_master_count
    when     = let.masters
  }

  component "warm_nodes" {
    sku      = "aws/opensearch/${default(let.nodes.warm_type, "unstated")}"
    unit     = "hours"
    quantity = month.hours * let.nodes.warm_count
    when     = let.warm
  }

  component "storage" {
    sku      = "aws/opensearch/storage.${let.volume}"
    unit     = "GB-months"
    quantity = let.disk.volume_size * let.count
    when     = default(let.disk.ebs_enabled, false)
  }

  # What a gp3 volume of a domain includes beyond 3000 grows with its size, in steps that are not in the table.
  component "iops" {
    sku      = "aws/opensearch/iops.${let.volume}"
    unit     = "IOPS-months"
    quantity = let.disk.iops * let.count
    when     = default(let.disk.ebs_enabled, false) && (let.volume == "io1" || (let.volume == "gp3" && default(let.disk.iops, 3000) > 3000))
  }

  component "managed_storage" {
    sku      = "aws/opensearch/storage.managed"
    unit     = "GB-months"
    quantity = usage.managed_storage_gb
    when     = let.warm || let.backed
  }
}

priced "aws_elasticsearch_domain" {
  service = "OpenSearch"
  sources = ["https://aws.amazon.com/opensearch-service/pricing/"]

  let {
    nodes   = self.cluster_config[0]
    disk    = self.ebs_options[0]
    count   = default(let.nodes.instance_count, 1)
    type    = replace(default(let.nodes.instance_type, "unstated"), ".elasticsearch", ".search")
    masters = default(let.nodes.dedicated_master_enabled, false)
    master  = replace(default(let.nodes.dedicated_master_type, let.type), ".elasticsearch", ".search")
    warm    = default(let.nodes.warm_enabled, false)
    volume  = default(let.disk.volume_type, "gp2")
    backed  = length(regexall("^(or|om|oi)[0-9]", let.type)) > 0
  }

  usage "managed_storage_gb" {
    unit  = "GB"
    title = "data in the storage behind warm nodes and nodes of the OpenSearch-optimized families"
  }

  component "data_nodes" {
    sku      = "aws/opensearch/${let.type}"
    unit     = "hours"
    quantity = month.hours * let.count
  }

  component "master_nodes" {
    sku      = "aws/opensearch/${let.master}"
    unit     = "hours"
    quantity = month.hours * let.nodes.dedicated_master_count
    when     = let.masters
  }

  component "warm_nodes" {
    sku      = "aws/opensearch/${replace(default(let.nodes.warm_type, "unstated"), ".elasticsearch", ".search")}"
    unit     = "hours"
    quantity = month.hours * let.nodes.warm_count
    when     = let.warm
  }

  component "storage" {
    sku      = "aws/opensearch/storage.${let.volume}"
    unit     = "GB-months"
    quantity = let.disk.volume_size * let.count
    when     = default(let.disk.ebs_enabled, false)
  }

  # What a gp3 volume of a domain includes beyond 3000 grows with its size, in steps that are not in the table.
  component "iops" {
    sku      = "aws/opensearch/iops.${let.volume}"
    unit     = "IOPS-months"
    quantity = let.disk.iops * let.count
    when     = default(let.disk.ebs_enabled, false) && (let.volume == "io1" || (let.volume == "gp3" && default(let.disk.iops, 3000) > 3000))
  }

  component "managed_storage" {
    sku      = "aws/opensearch/storage.managed"
    unit     = "GB-months"
    quantity = usage.managed_storage_gb
    when     = let.warm || let.backed
  }
}

priced "aws_opensearchserverless_collection" {
  service = "OpenSearch"
  sources = ["https://aws.amazon.com/opensearch-service/pricing/"]

  let {
    least = default(self.standby_replicas, "ENABLED") == "DISABLED" ? 1 : 2
  }

  usage "capacity_units_per_hr" {
    unit  = "OCU"
    title = "capacity units for indexing and search, on average"
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "data kept"
  }

  component "minimum_capacity" {
    sku      = "aws/opensearch/serverless.ocu"
    unit     = "OCU-hours"
    quantity = let.least * month.hours
    note     = "shared by the collections that have the same encryption key"
  }

  component "capacity" {
    sku      = "aws/opensearch/serverless.ocu"
    unit     = "OCU-hours"
    quantity = max(0, usage.capacity_units_per_hr - let.least) * month.hours
  }

  component "storage" {
    sku      = "aws/opensearch/serverless.storage"
    unit     = "GB-months"
    quantity = usage.storage_gb
  }
}

free "aws_elasticsearch_domain_policy" {}
free "aws_elasticsearch_domain_saml_options" {}
free "aws_opensearch_authorize_vpc_endpoint_access" {}
free "aws_opensearch_domain_policy" {}
free "aws_opensearch_domain_saml_options" {}
free "aws_opensearch_inbound_connection_accepter" {}
free "aws_opensearch_outbound_connection" {}
free "aws_opensearch_package" {}
free "aws_opensearch_package_association" {}
free "aws_opensearchserverless_access_policy" {}
free "aws_opensearchserverless_lifecycle_policy" {}
free "aws_opensearchserverless_security_config" {}
free "aws_opensearchserverless_security_policy" {}
