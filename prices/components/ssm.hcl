priced "aws_ssm_parameter" {
  service = "Systems Manager"
  sources = ["https://aws.amazon.com/systems-manager/pricing/"]

  let {
    tier     = default(self.tier, "Standard")
    size     = length(default(self.value, ""))
    advanced = let.tier == "Advanced" || (let.tier == "Intelligent-Tiering" && let.size > 4096)
  }

  usage "monthly_api_interactions" {
    unit  = "requests"
    title = "reads and writes of the parameter"
  }

  component "parameter" {
    sku      = "aws/ssm/parameter_advanced"
    unit     = "parameter-months"
    quantity = 1
    when     = let.advanced
  }

  component "requests" {
    sku      = "aws/ssm/parameter_advanced.api"
    unit     = "requests"
    quantity = usage.monthly_api_interactions
    when     = let.advanced
  }
}

free "aws_ssm_association" {}
free "aws_ssm_default_patch_baseline" {}
free "aws_ssm_document" {}
free "aws_ssm_maintenance_window" {}
free "aws_ssm_maintenance_window_target" {}
free "aws_ssm_maintenance_window_task" {}
free "aws_ssm_patch_baseline" {}
free "aws_ssm_patch_group" {}
free "aws_ssm_resource_data_sync" {}
free "aws_ssm_service_setting" {}
