rule "neon-without-pool" {
  title    = "Functions that reach Neon past its pool"
  severity = "note"
  concern  = "reliability"
  resources = [
    "aws_lambda_function", "vercel_project", "vercel_project_environment_variable",
    "vercel_project_environment_variables", "google_cloudfunctions2_function", "google_cloudfunctions_function",
    "azurerm_linux_function_app", "azurerm_windows_function_app", "azurerm_function_app_flex_consumption",
  ]

  # A function that changes the schema needs a session of its own, and its name says so.
  let {
    text = jsonencode([
      traced("environment"), traced("environment_variables"), traced("value"), traced("variables"),
      traced("service_config"), traced("app_settings"),
    ])
    name = coalesce(try(tostring(self.key), null), "-")
    once = length(regexall("(?i)direct|unpooled|non_pool|migrat|shadow|admin", "${let.name} ${self.label}")) > 0
    direct = [for it in names() : it if it.type == "neon_project" && it.attribute == "connection_uri"]
    hosts  = regexall("@ep-[a-z0-9-]+\\.[a-z0-9.-]*neon\\.tech", let.text)
    pooled = (
      length(regexall("-pooler\\.", let.text)) > 0 ||
      length([for it in names() : it if it.attribute == "connection_uri_pooler"]) > 0
    )
  }

  case {
    confidence = "medium"
    when       = length(let.direct) > 0 && !let.pooled && !let.once
    message    = "`${title()}` holds the direct `connection_uri` of `${let.direct[0].label}`, so every function that runs takes connections of its own"
    help       = "give it `connection_uri_pooler` of the project instead; keep `connection_uri` for migrations, as `DIRECT_URL`"
  }

  case {
    confidence = "medium"
    when       = length(let.hosts) > 0 && !let.pooled && !let.once
    message    = "`${title()}` leads to Neon's direct host, so every function that runs takes connections of its own"
    help       = "add `-pooler` to the first part of the host name; keep the direct one for migrations, as `DIRECT_URL`"
  }

  at    = "value"
  label = "past the pool"

  why = <<-EOT
    Neon has two names for each database: the direct one, which is Postgres itself and takes 104 connections on the
    smallest compute (some of them kept back), and one with `-pooler` in it, which takes 10,000 and shares a few behind
    them. Functions do not share connections: a hundred that run at once have a hundred, and the next is refused.

    The pool works by transaction, so `LISTEN`, advisory locks of a session and most schema changes need the direct
    name; ignore this rule for code that does that, or that speaks HTTP by Neon's own driver.
  EOT

  sources = [
    "https://neon.com/docs/connect/connection-pooling",
    "https://registry.terraform.io/providers/kislerdm/neon/latest/docs/resources/project",
  ]
}
