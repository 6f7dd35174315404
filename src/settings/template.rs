//! What `skint init` writes.

pub const TEMPLATE: &str = r#"# Settings of skint for everything below this directory. A file like this one in a directory further
# down wins over it, key by key. `skint --show-settings` prints what holds and who said it.

# From which severity on a run fails: "error", "warning", "note" or "never".
# fail_on = "warning"

# The least severity that is reported.
# min_severity = "note"

# Which rules are asked: "default", "strict" (all of them), "cost" or "reliability".
# preset = "default"

# What is not read.
# exclude = ["examples/**"]

# Directories with rules of your own; docs/writing-rules.md says how to write them.
# packs = ["policies/skint"]

# Directories with stand-ins for modules that are not on disk; docs/stubs.md says how to write them.
# stubs = ["policies/stubs"]

# Which tags resources carry. Where nobody says anything it is service, environment and tier, in any case.
# tags {
#   required = ["service", "environment", "tier"]
#   optional = ["cost-center"]
#
#   key "environment" {
#     values   = ["prod", "staging", "dev-*"]
#     synonyms = ["env"]
#   }
#   exempt "module.legacy.*" {
#     reason = "goes away in March"
#     until  = "2027-03-31"
#   }
# }

# Tag policies of AWS Organizations, the root's first, as JSON files in this repository.
# tags_policy = ["policies/tags.json"]

# What terraform.workspace is, where an expression asks.
# workspace = "prod"

# What `skint cost` reckons with; all of it may be left out.
# cost {
#   traffic = "startup"        # hobby, startup, growth, scale, enterprise, or none
#   region  = "eu-west-1"      # where resources are of which the text does not say it
#   usage   = "infracost-usage.yml"
#
#   entry "aws_apigatewayv2_api.shop" {
#     requests_per_day = 250000
#   }
#   discount "aws/ec2" {
#     percent = 20
#   }
#   price "aws/vpc/nat_gateway.hour" {
#     usd = 0.03
#   }
# }

# What may stay as it is; docs/suppressions.md says how comments and a baseline say the same.
# ignore {
#   rules     = ["volume-gp2"]
#   addresses = ["module.legacy.*"]
#   paths     = ["examples/**"]
#   reason    = "goes away in March"
#   until     = "2027-03-31"
# }

# What comments have to say, and which comments for other tools count.
# comments {
#   require_reason = true
#   map            = { "CKV_AWS_115" = "lambda-unbounded-concurrency" }
# }

# One rule, everywhere: `skint rules` lists them, `skint explain RULE` says what they are about.
# rule "lambda-default-memory" {
#   enabled = false
# }

# One rule, somewhere.
# path "envs/dev/**" {
#   rule "logs-kept-forever" {
#     severity = "note"
#   }
# }
"#;
