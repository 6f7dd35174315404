rule "planetscale-direct" {
  title    = "Functions that reach PlanetScale Postgres past its pool"
  severity = "note"
  concern  = "reliability"
  resources = [
    "aws_lambda_function", "vercel_project", "vercel_project_environment_variable",
    "vercel_project_environment_variables", "google_cloudfunctions2_function", "google_cloudfunctions_function",
    "azurerm_linux_function_app", "azurerm_windows_function_app", "azurerm_function_app_flex_consumption",
  ]

  # One role serves both ports. A function that changes the schema needs a session of its own, and its name says so.
  let {
    text = jsonencode([
      traced("environment"), traced("environment_variables"), traced("value"), traced("variables"),
      traced("service_config"), traced("app_settings"),
    ])
    name = coalesce(try(tostring(self.key), null), "-")
    once = length(regexall("(?i)direct|unpooled|non_pool|migrat|shadow|admin", "${let.name} ${self.label}")) > 0
    roles  = [for it in names() : it if it.type == "planetscale_postgres_branch_role"]
    hosts  = regexall("@[a-z0-9.-]+\\.(?:horizon|pg)\\.psdb\\.cloud(?::5432)?/", let.text)
    direct = length(regexall(":5432/", let.text)) > 0
    pooled = length(regexall(":6432", let.text)) > 0
  }

  case {
    confidence = "medium"
    when       = length(let.roles) > 0 && let.direct && !let.pooled && !let.once
    message    = "`${title()}` leads to port 5432 of PlanetScale (role `${let.roles[0].label}`), so every function that runs takes connections of its own"
  }

  case {
    confidence = "medium"
    when       = length(let.hosts) > 0 && !let.pooled && !let.once
    message    = "`${title()}` leads to port 5432 of PlanetScale, so every function that runs takes connections of its own"
  }

  at    = "value"
  label = "past the pool"
  help  = "use port 6432 with the same user and password; keep 5432 for migrations"

  why = <<-EOT
    A PlanetScale database for Postgres listens twice: on 5432 it is Postgres itself, with as many connections as its
    size allows, and on 6432 a PgBouncer beside it shares these among many clients. Functions do not share connections:
    a hundred that run at once have a hundred, and the next is refused. Nothing but the port changes.

    The pool works by transaction, so schema changes, `LISTEN` and settings of a session need 5432; ignore this rule for
    code that does that. Databases of the older kind (Vitess) pool by themselves and are not asked.
  EOT

  sources = [
    "https://planetscale.com/docs/postgres/connecting",
    "https://planetscale.com/docs/postgres/connecting/pgbouncer",
    "https://registry.terraform.io/providers/planetscale/planetscale/latest/docs/resources/postgres_branch_role",
  ]
}
