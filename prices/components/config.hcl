priced "aws_config_configuration_recorder" {
  service = "Config"
  sources = ["https://aws.amazon.com/config/pricing/"]

  let {
    daily = default(self.recording_mode[0].recording_frequency, "CONTINUOUS") == "DAILY"
  }

  usage "monthly_config_items" {
    unit  = "items"
    title = "changes of resources that are recorded"
  }

  component "items" {
    sku      = let.daily ? "aws/config/configuration_item.daily" : "aws/config/configuration_item"
    unit     = "items"
    quantity = usage.monthly_config_items
  }
}

priced "aws_config_config_rule" {
  service = "Config"
  sources = ["https://aws.amazon.com/config/pricing/"]

  usage "monthly_rule_evaluations" {
    unit  = "evaluations"
    title = "evaluations of the rule"
  }

  component "evaluations" {
    sku      = "aws/config/rule_evaluation"
    unit     = "evaluations"
    quantity = usage.monthly_rule_evaluations
  }
}

free "aws_config_aggregate_authorization" {}
free "aws_config_configuration_aggregator" {}
free "aws_config_configuration_recorder_status" {}
free "aws_config_delivery_channel" {}
free "aws_config_remediation_configuration" {}
free "aws_config_retention_configuration" {}
