rule "api-cache-always-on" {
  title    = "API cache that is billed by the hour and saves nothing"
  severity = "warning"
  concern  = "cost"

  # A cache of a stage holds nothing until the settings of a method turn it on.
  case {
    resources = ["aws_api_gateway_stage"]

    let {
      here   = [for it in all("aws_api_gateway_method_settings") : it if it.stage_name == self.stage_name]
      caches = flatten([for it in let.here : [for one in it.settings[*] : one if one.caching_enabled == true]])
    }

    when    = says("stage_name") && self.cache_cluster_enabled == true && length(let.caches) == 0
    at      = "cache_cluster_enabled"
    message = "`${self.label}` has a cache${known(self.cache_cluster_size) ? (self.cache_cluster_size == null ? "" : " of ${self.cache_cluster_size} GB") : ""} and no method settings that turn caching on"
    label   = "billed by the hour, whether anything is kept in it or not"
    help    = "set `cache_cluster_enabled = false`, or `caching_enabled = true` in `aws_api_gateway_method_settings`"

    impact {
      kind     = "wastes"
      repriced = { cache_cluster_enabled = false }
    }

    fix {
      set    = false
      unsafe = "method settings that are made elsewhere, such as in the console, may use it"
    }
  }

  case {
    resources = ["aws_api_gateway_stage"]

    let {
      stage = stage()
    }

    when       = self.cache_cluster_enabled == true && let.stage != null && contains(["dev", "test"], let.stage)
    at         = "cache_cluster_enabled"
    severity   = "note"
    confidence = "medium"
    message    = "`${self.label}` has a cache${known(self.cache_cluster_size) ? (self.cache_cluster_size == null ? "" : " of ${self.cache_cluster_size} GB") : ""}, and this configuration is for ${let.stage}"
    label      = "billed by the hour, with or without calls"
    help       = "let it hang on the stage: `cache_cluster_enabled = var.environment == \"prod\"`"

    impact {
      kind     = "wastes"
      repriced = { cache_cluster_enabled = false }
    }
  }

  case {
    resources = ["aws_appsync_api_cache"]

    let {
      stage = stage()
    }

    when       = let.stage != null && contains(["dev", "test"], let.stage)
    at         = "type"
    severity   = "note"
    confidence = "medium"
    message    = "`${self.label}` is a cache of an API, and this configuration is for ${let.stage}"
    label      = "billed by the hour, with or without calls"
    help       = "give it a `count` that hangs on the stage: `count = var.environment == \"prod\" ? 1 : 0`"

    impact {
      kind    = "wastes"
      monthly = monthly_fixed()
    }
  }

  why = <<-EOT
    Requests of an API cost by the call; its cache costs by the hour, day and night: $14.60 a month for the smallest in
    us-east-1, $183 for 13.5 GB, $2,774 for the largest. Security checklists ask for it without saying so. In Terraform
    `cache_cluster_enabled` rents the cache and does not use it: answers are kept only where `caching_enabled` of a
    method's settings says so. And in a stage for development there are too few calls to answer twice.

    Ignore this rule where method settings are made outside of this configuration, and where what is tested is the
    caching. A cache in production that is used is not part of this rule: whether it pays is a question of the calls it
    saves.
  EOT

  sources = [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html",
    "https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html",
    "https://aws.amazon.com/api-gateway/pricing/",
    "https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html",
  ]
}
