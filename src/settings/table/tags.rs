//! The settings of tag policies.

use super::{Group, Setting, setting};

const TYPES: Setting = setting(
    "types",
    "list of types, `*` is any text",
    "all",
    "which resource types it is about: `\"aws_rds_*\"`",
    "",
);
const SERVICES: Setting = setting(
    "services",
    "list, `*` is any text",
    "all",
    "which services, by what follows the provider in a type: `\"lambda\"`",
    "",
);
const PROVIDERS: Setting = setting(
    "providers",
    "list, `*` is any text",
    "all",
    "which provider configurations: `\"aws\"`, `\"aws.west\"`, `\"aws.*\"`",
    "",
);
const ANY_CASE: Setting = setting(
    "any_case",
    "`true` or `false`",
    "`false`",
    "whether `Environment` is as good as `environment`",
    "",
);

pub(super) const TAGS: Group = Group {
    name: "tags",
    form: "tags { ... }",
    says: "Which tags or labels resources carry ([tag-policies.md](tag-policies.md)). Where nobody says anything it is `service`, \
           `environment` and `tier`, in any case. A policy may have a name: `tags \"finops\" { ... }`.",
    settings: &[
        setting("required", "list of keys", "none", "what has to be there", ""),
        setting(
            "optional",
            "list of keys",
            "none",
            "what need not be there, and is right where it is",
            "",
        ),
        ANY_CASE,
        TYPES,
        SERVICES,
        PROVIDERS,
    ],
    blocks: &["key", "exempt"],
    example: "tags {\n  required  = [\"service\", \"environment\", \"tier\"]\n  optional  = [\"cost-center\"]\n  any_case  = true\n  \
              types     = [\"aws_*\"]\n  services  = [\"lambda\", \"rds*\"]\n  providers = [\"aws.*\"]\n}\n",
};

pub(super) const KEY: Group = Group {
    name: "tags key",
    form: "tags { key \"NAME\" { ... } }",
    says: "More about one key of a policy.",
    settings: &[
        setting(
            "required",
            "`true` or `false`",
            "`true`, unless the list `optional` has it",
            "whether it has to be there",
            "",
        ),
        setting("values", "list, `*` is any text", "any", "what it may be", ""),
        setting("matches", "regular expression", "any", "what the whole value has to match", ""),
        setting(
            "ignore_case",
            "`true` or `false`",
            "`false`",
            "whether `Prod` is as good as `prod`",
            "",
        ),
        ANY_CASE,
        setting("synonyms", "list of keys", "none", "other keys that are as good", ""),
        setting("value", "string", "none", "what a fix writes where the key is missing", ""),
        TYPES,
        SERVICES,
        PROVIDERS,
    ],
    blocks: &[],
    example: "tags {\n  key \"environment\" {\n    required    = true\n    values      = [\"prod\", \"dev-*\"]\n    \
              matches     = \"[a-z0-9-]+\"\n    ignore_case = true\n    any_case    = true\n    synonyms    = [\"env\"]\n    \
              value       = \"prod\"\n    types       = [\"aws_*\"]\n    services    = [\"lambda\"]\n    providers   = [\"aws\"]\n  }\n}\n",
};

pub(super) const EXEMPT: Group = Group {
    name: "tags exempt",
    form: "tags { exempt \"ADDRESS\" { ... } }",
    says: "What a policy lets pass: an address, with `*` for any text.",
    settings: &[
        setting("reason", "string", "has to be there", "why", ""),
        setting("until", "day: `\"2027-03-31\"`", "for ever", "the last day on which it holds", ""),
    ],
    blocks: &[],
    example: "tags {\n  exempt \"module.legacy.*\" {\n    reason = \"goes away in March\"\n    until  = \"2027-03-31\"\n  }\n}\n",
};
