priced "aws_cloudtrail" {
  service = "CloudTrail"
  sources = ["https://aws.amazon.com/cloudtrail/pricing/"]

  let {
    basic    = flatten([for selector in default(self.event_selector, []) : default(selector.data_resource, [])])
    fields   = flatten([for selector in default(self.advanced_event_selector, []) : default(selector.field_selector, [])])
    detailed = [for field in let.fields : field if field.field == "eventCategory" && contains(default(field.equals, []), "Data")]
    data     = length(let.basic) + length(let.detailed) > 0
  }

  usage "monthly_data_events" {
    unit  = "events"
    title = "reads and writes of objects, items and functions that are recorded"
  }

  usage "monthly_insight_events" {
    unit  = "events"
    title = "events looked at for unusual activity"
  }

  component "data_events" {
    sku      = "aws/cloudtrail/data_events"
    unit     = "events"
    quantity = usage.monthly_data_events
    when     = let.data
  }

  component "insights" {
    sku      = "aws/cloudtrail/insights_events"
    unit     = "events"
    quantity = usage.monthly_insight_events
    when     = length(default(self.insight_selector, [])) > 0
  }
}

free "aws_cloudtrail_organization_delegated_admin_account" {}
