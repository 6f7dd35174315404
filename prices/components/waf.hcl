priced "aws_wafv2_web_acl" {
  service = "WAF"
  sources = ["https://aws.amazon.com/waf/pricing/"]

  let {
    rules = default(self.rule, [])
    own   = refs("aws_wafv2_rule_group")
    names = flatten([for rule in let.rules : [for statement in default(rule.statement, []) : [for group in default(statement.managed_rule_group_statement, []) : group.name]]])

    # These groups of AWS have a fee of their own.
    dear = length([for name in let.names : name if contains(["AWSManagedRulesBotControlRuleSet", "AWSManagedRulesATPRuleSet", "AWSManagedRulesACFPRuleSet", "AWSManagedRulesAntiDDoSRuleSet"], name)])
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "requests that the rules look at"
    flow  = "requests"
  }

  component "web_acl" {
    sku      = "aws/waf/web_acl"
    unit     = "months"
    quantity = 1
  }

  component "rules" {
    sku      = "aws/waf/rule"
    unit     = "rule-months"
    quantity = length(let.rules) + length(referrers("aws_wafv2_web_acl_rule_group_association"))
    when     = length(let.rules) + length(referrers("aws_wafv2_web_acl_rule_group_association")) > 0
    note     = "a group of rules counts as one"
  }

  component "rules_of_groups" {
    sku      = "aws/waf/rule"
    unit     = "rule-months"
    quantity = sum(concat([0], [for group in let.own : length(default(group.rule, []))]))
    when     = length(let.own) > 0
    note     = "the rules inside of groups of one's own count, too"
  }

  component "managed_groups" {
    sku      = "aws/waf/managed_rule_group_fee"
    unit     = "months"
    quantity = let.dear
    when     = let.dear > 0
  }

  component "requests" {
    sku      = "aws/waf/requests"
    unit     = "requests"
    quantity = usage.monthly_requests
  }
}

free "aws_wafv2_api_key" {}
free "aws_wafv2_ip_set" {}
free "aws_wafv2_regex_pattern_set" {}

free "aws_wafv2_rule_group" {
  billed_in = "aws_wafv2_web_acl"
}

free "aws_wafv2_web_acl_association" {}
free "aws_wafv2_web_acl_logging_configuration" {}

free "aws_wafv2_web_acl_rule_group_association" {
  billed_in = "aws_wafv2_web_acl"
}
