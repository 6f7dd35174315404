priced "vercel_project" {
  service = "Vercel"
  sources = ["https://vercel.com/pricing"]

  let {
    place = default(self.serverless_function_region, "iad1")
    fluid = default(self.resource_config.fluid, true)
    gb    = lookup({ "standard" = 2, "performance" = 4 }, default(self.resource_config.function_default_cpu_type, "standard"), 2)
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "calls of functions"
    flow  = "requests"
  }
  usage "cpu_ms_per_request" {
    unit    = "ms"
    title   = "processor time of a call, without waiting"
    low     = 5
    typical = 20
    high    = 100
  }
  usage "monthly_function_hours" {
    unit  = "hours"
    title = "hours in which function instances are up"
  }
  usage "monthly_outbound_data_gb" {
    unit  = "GB"
    title = "data sent to visitors"
    flow  = "egress_gb"
  }

  component "invocations" {
    sku      = "vercel/functions/invocations"
    unit     = "invocations"
    region   = let.place
    quantity = usage.monthly_requests
    note     = "the plan, from $20 a seat, has a part of this in it"
  }
  component "cpu" {
    sku      = "vercel/functions/active_cpu"
    unit     = "vCPU-hours"
    region   = let.place
    when     = let.fluid
    quantity = usage.monthly_requests * usage.cpu_ms_per_request / 3600000
  }
  component "memory" {
    sku      = "vercel/functions/provisioned_memory"
    unit     = "GB-hours"
    region   = let.place
    when     = let.fluid
    quantity = usage.monthly_function_hours * let.gb
  }
  component "egress" {
    sku      = "vercel/fast_data_transfer/egress"
    unit     = "GB"
    region   = "iad1"
    quantity = usage.monthly_outbound_data_gb
    note     = "the Pro plan has 1 TB in it"
  }
}

free "vercel_project_domain" {}
free "vercel_project_environment_variable" {}
free "vercel_project_environment_variables" {}
