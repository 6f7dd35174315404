rule "supabase-without-pool" {
  title    = "Functions that reach Supabase past its pool"
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
    hosts  = regexall("@db\\.[^/@ ]*\\.supabase\\.co(?::5432)?/", let.text)
    pooled = length(regexall("pooler\\.supabase\\.com|:6543/", let.text)) > 0
  }

  case {
    confidence = "medium"
    when       = length(let.hosts) > 0 && !let.pooled && !let.once
    message    = "`${title()}` leads to Supabase's direct host, so every function that runs takes connections of its own"
    help       = "use the pool in transaction mode: `data.supabase_pooler.NAME.url[\"transaction\"]`, port 6543; keep the direct one for migrations"
  }

  at    = "value"
  label = "past the pool"

  why = <<-EOT
    The host `db.<project>.supabase.co` is Postgres itself: 60 connections on the smallest compute, and reachable by
    IPv6 only unless the address for IPv4 is paid for. Functions do not share connections: a hundred that run at once
    want a hundred. Supavisor, the pool that comes with each project, lets some hundred clients share a few, on port
    6543.

    Transaction mode knows no prepared statements, so the driver has to be told (`pgbouncer=true` in Prisma). Ignore
    this rule for code that needs a session, and where the functions speak HTTP to the API of the project.
  EOT

  sources = [
    "https://supabase.com/docs/guides/database/connecting-to-postgres",
    "https://registry.terraform.io/providers/supabase/supabase/latest/docs/data-sources/pooler",
  ]
}
