# What AppSync bills: queries and mutations, and by the hour a cache.

priced "aws_appsync_graphql_api" {
  service = "AppSync"
  sources = ["https://aws.amazon.com/appsync/pricing/"]

  let {
    # Without a schema in sight subscriptions may or may not be used, and nothing is said about them.
    subscribed = length(regexall("(?m)^\\s*(extend\\s+)?type\\s+Subscription\\b", default(self.schema, ""))) > 0
  }

  usage "monthly_requests" {
    unit  = "operations"
    title = "queries and mutations"
    flow  = "requests"
  }

  usage "monthly_subscription_updates" {
    unit  = "updates"
    title = "updates that are sent to subscribers"
  }

  usage "monthly_connection_mins" {
    unit  = "minutes"
    title = "minutes of all subscribers together"
  }

  component "operations" {
    sku      = "aws/appsync/query"
    unit     = "operations"
    quantity = usage.monthly_requests
  }

  component "subscription_updates" {
    sku      = "aws/appsync/subscription.updates"
    unit     = "updates"
    quantity = usage.monthly_subscription_updates
    when     = let.subscribed
  }

  component "connection_minutes" {
    sku      = "aws/appsync/subscription.connection_minutes"
    unit     = "minutes"
    quantity = usage.monthly_connection_mins
    when     = let.subscribed
  }
}

priced "aws_appsync_api_cache" {
  service = "AppSync"
  sources = ["https://aws.amazon.com/appsync/pricing/"]

  component "cache" {
    sku      = "aws/appsync/cache.${lower(self.type)}"
    unit     = "hours"
    quantity = month.hours
  }
}

priced "aws_appsync_api" {
  service = "AppSync"
  sources = ["https://aws.amazon.com/appsync/pricing/"]

  usage "monthly_requests" {
    unit  = "operations"
    title = "events published, delivered and handled, and connections"
    flow  = "requests"
  }

  component "operations" {
    sku      = "aws/appsync/event.operations"
    unit     = "operations"
    quantity = usage.monthly_requests
  }
}

free "aws_appsync_api_key" {}
free "aws_appsync_channel_namespace" {}
free "aws_appsync_datasource" {}
free "aws_appsync_domain_name" {}
free "aws_appsync_domain_name_api_association" {}
free "aws_appsync_function" {}
free "aws_appsync_resolver" {}
free "aws_appsync_source_api_association" {}
free "aws_appsync_type" {}
