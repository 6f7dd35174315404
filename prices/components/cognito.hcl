# What user pools bill: people who sign in during a month, and the tokens of machines.

priced "aws_cognito_user_pool" {
  service = "Cognito"
  sources = ["https://aws.amazon.com/cognito/pricing/"]

  let {
    tier = lower(default(self.user_pool_tier, "ESSENTIALS"))

    # The tier `plus` watches for threats anyway.
    watched = contains(["AUDIT", "ENFORCED"], default(self.user_pool_add_ons[0].advanced_security_mode, "OFF"))
  }

  usage "monthly_active_users" {
    unit  = "MAU"
    title = "people who sign in, sign up or are looked up in a month"
  }

  # The first 10,000 of an account are free in two of the three tiers.
  component "active_users" {
    sku      = "aws/cognito/mau.${let.tier}"
    unit     = "MAU"
    quantity = let.tier == "plus" ? usage.monthly_active_users : max(0, usage.monthly_active_users - 10000)
  }

  component "threat_protection" {
    sku      = "aws/cognito/threat_protection"
    unit     = "MAU"
    quantity = usage.monthly_active_users
    when     = let.watched && let.tier != "plus"
  }
}

priced "aws_cognito_user_pool_client" {
  service = "Cognito"
  sources = ["https://aws.amazon.com/cognito/pricing/"]

  usage "monthly_token_requests" {
    unit  = "requests"
    title = "tokens that machines ask for"
  }

  component "machine_tokens" {
    sku      = "aws/cognito/m2m.token_requests"
    unit     = "requests"
    quantity = usage.monthly_token_requests
    when     = contains(default(self.allowed_oauth_flows, []), "client_credentials")
  }
}

free "aws_cognito_identity_pool" {}
free "aws_cognito_identity_pool_provider_principal_tag" {}
free "aws_cognito_identity_pool_roles_attachment" {}
free "aws_cognito_identity_provider" {}
free "aws_cognito_log_delivery_configuration" {}
free "aws_cognito_managed_login_branding" {}
free "aws_cognito_managed_user_pool_client" {}
free "aws_cognito_resource_server" {}
free "aws_cognito_risk_configuration" {}
free "aws_cognito_user" {
  billed_in = "aws_cognito_user_pool"
}
free "aws_cognito_user_group" {}
free "aws_cognito_user_in_group" {}
free "aws_cognito_user_pool_domain" {}
free "aws_cognito_user_pool_ui_customization" {}
