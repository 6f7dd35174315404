# What API Gateway bills: requests of REST and HTTP APIs, messages and minutes of WebSocket APIs, and caches.

priced "aws_api_gateway_rest_api" {
  service = "API Gateway"
  sources = ["https://aws.amazon.com/api-gateway/pricing/"]

  usage "monthly_requests" {
    unit  = "requests"
    title = "calls of the API"
    flow  = "requests"
  }

  component "requests" {
    sku      = "aws/apigateway/rest.requests"
    unit     = "requests"
    quantity = usage.monthly_requests
  }
}

priced "aws_api_gateway_stage" {
  service = "API Gateway"
  sources = ["https://aws.amazon.com/api-gateway/pricing/"]

  # A size that is not written leaves the price open, as a name of a price with null in it is an error.
  component "cache" {
    sku      = "aws/apigateway/rest.cache.${self.cache_cluster_size}GB"
    unit     = "hours"
    quantity = month.hours
    when     = self.cache_cluster_enabled == true
  }
}

priced "aws_apigatewayv2_api" {
  service = "API Gateway"
  sources = ["https://aws.amazon.com/api-gateway/pricing/"]

  let {
    websocket = self.protocol_type == "WEBSOCKET"
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "calls of the HTTP API"
    flow  = "requests"
  }

  # Most calls fit into one increment of 512 KB.
  usage "request_size_kb" {
    unit    = "KB"
    title   = "size of a request or its answer"
    low     = 1
    typical = 16
    high    = 512
  }

  usage "monthly_messages" {
    unit  = "messages"
    title = "messages through the WebSocket API, both ways"
    flow  = "requests"
  }

  usage "message_size_kb" {
    unit    = "KB"
    title   = "size of a message"
    low     = 1
    typical = 4
    high    = 32
  }

  usage "monthly_connection_mins" {
    unit  = "minutes"
    title = "minutes of all connections together"
  }

  component "requests" {
    sku      = "aws/apigateway/http.requests"
    unit     = "requests"
    quantity = usage.monthly_requests * max(1, ceil(usage.request_size_kb / 512))
    when     = !let.websocket
  }

  component "messages" {
    sku      = "aws/apigateway/websocket.messages"
    unit     = "messages"
    quantity = usage.monthly_messages * max(1, ceil(usage.message_size_kb / 32))
    when     = let.websocket
  }

  component "connection_minutes" {
    sku      = "aws/apigateway/websocket.connection_minutes"
    unit     = "minutes"
    quantity = usage.monthly_connection_mins
    when     = let.websocket
  }
}

free "aws_api_gateway_account" {}
free "aws_api_gateway_api_key" {}
free "aws_api_gateway_authorizer" {}
free "aws_api_gateway_base_path_mapping" {}
free "aws_api_gateway_client_certificate" {}
free "aws_api_gateway_deployment" {}
free "aws_api_gateway_documentation_part" {}
free "aws_api_gateway_documentation_version" {}
free "aws_api_gateway_domain_name" {}
free "aws_api_gateway_domain_name_access_association" {}
free "aws_api_gateway_gateway_response" {}
free "aws_api_gateway_integration" {}
free "aws_api_gateway_integration_response" {}
free "aws_api_gateway_method" {}
free "aws_api_gateway_method_response" {}
free "aws_api_gateway_method_settings" {}
free "aws_api_gateway_model" {}
free "aws_api_gateway_request_validator" {}
free "aws_api_gateway_resource" {}
free "aws_api_gateway_rest_api_policy" {}
free "aws_api_gateway_rest_api_put" {}
free "aws_api_gateway_usage_plan" {}
free "aws_api_gateway_usage_plan_key" {}
free "aws_api_gateway_vpc_link" {}
free "aws_apigatewayv2_api_mapping" {}
free "aws_apigatewayv2_authorizer" {}
free "aws_apigatewayv2_deployment" {}
free "aws_apigatewayv2_domain_name" {}
free "aws_apigatewayv2_integration" {}
free "aws_apigatewayv2_integration_response" {}
free "aws_apigatewayv2_model" {}
free "aws_apigatewayv2_route" {}
free "aws_apigatewayv2_route_response" {}
free "aws_apigatewayv2_routing_rule" {}
free "aws_apigatewayv2_stage" {
  billed_in = "aws_apigatewayv2_api"
}
free "aws_apigatewayv2_vpc_link" {}
