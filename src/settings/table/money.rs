//! The settings of money.

use super::{Group, setting};

pub(super) const COST: Group = Group {
    name: "cost",
    form: "cost { ... }",
    says: "What money is reckoned with ([cost.md](cost.md)).",
    settings: &[
        setting(
            "traffic",
            "`\"hobby\"`, `\"startup\"`, `\"growth\"`, `\"scale\"`, `\"enterprise\"` or `\"none\"`",
            "`\"startup\"`",
            "how much arrives at the entry points",
            "`--traffic PROFILE`",
        ),
        setting(
            "region",
            "string",
            "us-east-1, us-central1 or eastus",
            "where resources are of which the text does not say it",
            "`--region REGION`",
        ),
        setting(
            "usage",
            "file",
            "`infracost-usage.yml` where you stand",
            "a usage file, seen from the settings file",
            "`--usage FILE`",
        ),
        setting(
            "free_tier",
            "`true` or `false`",
            "`false`",
            "whether `skint cost` takes off what every account gets for nothing",
            "`skint cost --free-tier`",
        ),
    ],
    blocks: &["entry", "discount", "price"],
    example: "cost {\n  traffic   = \"growth\"\n  region    = \"eu-west-1\"\n  usage     = \"infracost-usage.yml\"\n  \
              free_tier = true\n}\n",
};

pub(super) const ENTRY: Group = Group {
    name: "cost entry",
    form: "cost { entry \"ADDRESS\" { ... } }",
    says: "What arrives at one entry point: one of the three.",
    settings: &[
        setting("requests_per_second", "number", "by the profile", "all month long", ""),
        setting("requests_per_day", "number", "by the profile", "a month has 730 hours", ""),
        setting("requests_per_month", "number", "by the profile", "", ""),
    ],
    blocks: &[],
    example: "cost {\n  entry \"aws_apigatewayv2_api.shop\" {\n    requests_per_day = 250000\n  }\n}\n",
};

pub(super) const DISCOUNT: Group = Group {
    name: "cost discount",
    form: "cost { discount \"SKUS\" { ... } }",
    says: "What is taken off list prices. `\"aws\"` and `\"aws/ec2\"` are all that is in them, and globs are heard. Of several that \
           fit the last holds.",
    settings: &[setting(
        "percent",
        "number from 0 to 100",
        "has to be there",
        "what is taken off",
        "",
    )],
    blocks: &[],
    example: "cost {\n  discount \"aws/ec2\" {\n    percent = 20\n  }\n}\n",
};

pub(super) const PRICE: Group = Group {
    name: "cost price",
    form: "cost { price \"SKU\" { ... } }",
    says: "A price of your own. `skint prices WORDS` says what a sku is called.",
    settings: &[
        setting("usd", "number", "has to be there", "dollars", "`--prices FILE`, a sheet of them"),
        setting("per", "number", "1", "for how many units that is", ""),
        setting("unit", "string", "that of the book", "what is counted", ""),
        setting("region", "string", "all", "where it holds", ""),
    ],
    blocks: &[],
    example: "cost {\n  price \"aws/vpc/nat_gateway.hour\" {\n    usd    = 0.03\n    per    = 1\n    unit   = \"hour\"\n    \
              region = \"eu-west-1\"\n  }\n}\n",
};
