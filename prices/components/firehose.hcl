priced "aws_kinesis_firehose_delivery_stream" {
  service = "Data Firehose"
  sources = ["https://aws.amazon.com/firehose/pricing/"]

  let {
    from_kafka = length(default(self.msk_source_configuration, [])) > 0
    bucket     = self.extended_s3_configuration[0]
    converter  = let.bucket.data_format_conversion_configuration[0]
    converts   = !unset(let.converter) && default(let.converter.enabled, true)
    divides    = default(let.bucket.dynamic_partitioning_configuration[0].enabled, false)
  }

  usage "monthly_data_ingested_gb" {
    unit  = "GB"
    title = "data sent in, each record rounded up to 5 KB"
  }

  component "ingestion" {
    sku      = let.from_kafka ? "aws/firehose/ingest.kafka" : "aws/firehose/ingest"
    unit     = "GB"
    quantity = usage.monthly_data_ingested_gb
  }

  component "conversion" {
    sku      = "aws/firehose/format_conversion"
    unit     = "GB"
    quantity = usage.monthly_data_ingested_gb
    when     = let.converts
  }

  component "partitioning" {
    sku      = "aws/firehose/dynamic_partitioning"
    unit     = "GB"
    quantity = usage.monthly_data_ingested_gb
    when     = let.divides
  }
}
