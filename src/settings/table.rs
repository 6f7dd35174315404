//! What settings there are. The decoder takes what stands here and refuses the rest, and `docs/settings.md` is made
//! of it, so that no setting is without its line.

mod money;
mod tags;

use std::fmt::Write as _;

/// A block of settings, or the file itself.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// `cost entry` is `entry` in `cost`; empty for the file.
    pub name: &'static str,
    /// How its head is written; empty for the file.
    pub form: &'static str,
    pub says: &'static str,
    pub settings: &'static [Setting],
    /// The blocks that may stand in it.
    pub blocks: &'static [&'static str],
    /// A settings file that holds all of it.
    pub example: &'static str,
}

/// `name = ...`
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub name: &'static str,
    /// What it takes; choices stand in quotes.
    pub takes: &'static str,
    /// What holds where nobody says it.
    pub default: &'static str,
    pub says: &'static str,
    /// What says the same on the command line; empty where nothing does.
    pub flag: &'static str,
}

const fn setting(
    name: &'static str,
    takes: &'static str,
    default: &'static str,
    says: &'static str,
    flag: &'static str,
) -> Setting {
    Setting { name, takes, default, says, flag }
}

const FILE: Group = Group {
    name: "",
    form: "",
    says: "What stands in the file outside of blocks.",
    settings: &[
        setting(
            "fail_on",
            "`\"error\"`, `\"warning\"`, `\"note\"` or `\"never\"`",
            "`\"warning\"`",
            "from which severity on a run exits with 1",
            "`--fail-on SEVERITY`",
        ),
        setting(
            "min_severity",
            "`\"error\"`, `\"warning\"` or `\"note\"`",
            "`\"note\"`",
            "the least severity that is reported",
            "`--min-severity SEVERITY`",
        ),
        setting(
            "preset",
            "`\"default\"`, `\"strict\"`, `\"cost\"` or `\"reliability\"`",
            "`\"default\"`",
            "which rules are asked",
            "`--preset PRESET`",
        ),
        setting(
            "exclude",
            "list of globs",
            "none",
            "what is not read, below the directory of the file",
            "`--exclude GLOB` (beside)",
        ),
        setting(
            "packs",
            "list of directories",
            "none",
            "rules of your own ([writing-rules.md](writing-rules.md))",
            "`--rules DIR` (beside)",
        ),
        setting(
            "stubs",
            "list of directories",
            "none",
            "stand-ins for modules that are not on disk ([stubs.md](stubs.md))",
            "`--stubs DIR` (beside)",
        ),
        setting(
            "tags_policy",
            "list of files",
            "none",
            "tag policies of AWS Organizations, the root's first ([tag-policies.md](tag-policies.md))",
            "`--tags-policy FILE`",
        ),
        setting(
            "workspace",
            "string",
            "not known",
            "what `terraform.workspace` is",
            "`--workspace NAME`",
        ),
    ],
    blocks: &["rule", "path", "cost", "tags", "ignore", "comments"],
    example: "fail_on      = \"error\"\nmin_severity = \"note\"\npreset       = \"strict\"\nexclude      = [\"examples/**\"]\n\
              packs        = [\"policies/skint\"]\nstubs        = [\"policies/stubs\"]\n\
              tags_policy  = [\"policies/tags.json\"]\nworkspace    = \"prod\"\n",
};

const RULE: Group = Group {
    name: "rule",
    form: "rule \"NAME\" { ... }",
    says: "One rule. Its parameters stand in `params`: `skint explain NAME` lists them with their defaults. A rule that is not in \
           the preset is asked where it is enabled here.",
    settings: &[
        setting(
            "enabled",
            "`true` or `false`",
            "as the preset says",
            "whether it is asked",
            "`--skip RULE`; `--rule RULE` asks it alone",
        ),
        setting(
            "severity",
            "`\"error\"`, `\"warning\"` or `\"note\"`",
            "as the rule says",
            "how bad its findings are",
            "",
        ),
    ],
    blocks: &["params"],
    example: "rule \"logs-kept-forever\" {\n  enabled  = true\n  severity = \"note\"\n}\n",
};

const PATH: Group = Group {
    name: "path",
    form: "path \"GLOB\" { ... }",
    says: "What holds only where the glob matches: `rule`, `tags` and `ignore`, as outside of it. `*` stays within a name, `**` \
           does not.",
    settings: &[],
    blocks: &["rule", "tags", "ignore"],
    example: "path \"envs/dev/**\" {\n  rule \"logs-kept-forever\" {\n    severity = \"note\"\n  }\n}\n",
};

const IGNORE: Group = Group {
    name: "ignore",
    form: "ignore { ... }",
    says: "What may stay as it is ([suppressions.md](suppressions.md)). All that a block says has to hold. There may be several.",
    settings: &[
        setting("rules", "list of rules", "all", "which rules it is about", ""),
        setting("addresses", "list of addresses, `*` is any text", "all", "which resources", ""),
        setting("paths", "list of globs", "all", "which files", ""),
        setting("reason", "string", "has to be there", "why", ""),
        setting("until", "day: `\"2027-03-31\"`", "for ever", "the last day on which it holds", ""),
    ],
    blocks: &[],
    example: "ignore {\n  rules     = [\"volume-gp2\"]\n  addresses = [\"module.legacy.*\"]\n  paths     = [\"examples/**\"]\n  \
              reason    = \"goes away in March\"\n  until     = \"2027-03-31\"\n}\n",
};

const COMMENTS: Group = Group {
    name: "comments",
    form: "comments { ... }",
    says: "What comments that suppress have to say, and which comments for other tools count.",
    settings: &[
        setting(
            "require_reason",
            "`true` or `false`",
            "`false`",
            "whether a comment without a reason is refused",
            "",
        ),
        setting(
            "map",
            "object: id to rule",
            "none",
            "which of our rules an id of another tool stands for",
            "",
        ),
    ],
    blocks: &[],
    example: "comments {\n  require_reason = true\n  map            = { \"CKV_AWS_115\" = \"lambda-unbounded-concurrency\" }\n}\n",
};

/// All of them, in the order in which a person needs them.
pub const GROUPS: &[Group] = &[
    FILE,
    RULE,
    PATH,
    IGNORE,
    COMMENTS,
    tags::TAGS,
    tags::KEY,
    tags::EXEMPT,
    money::COST,
    money::ENTRY,
    money::DISCOUNT,
    money::PRICE,
];

fn group(name: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|it| it.name == name)
}

/// The settings of a group, for the decoder.
pub(super) fn fields(name: &str) -> Vec<&'static str> {
    group(name).into_iter().flat_map(|it| it.settings).map(|it| it.name).collect()
}

/// The blocks of a group, for the decoder.
pub(super) fn blocks(name: &str) -> &'static [&'static str] {
    group(name).map_or(&[], |it| it.blocks)
}

/// The kind of a block; nothing where none of that name may stand in the group.
pub(super) fn kind<'k>(group: &str, kind: &'k str) -> &'k str {
    if blocks(group).contains(&kind) { kind } else { "" }
}

/// The tables of `docs/settings.md`.
pub fn reference() -> String {
    let mut out = String::new();
    for group in GROUPS {
        let title = match group.form {
            "" => "The file".to_owned(),
            _ => format!("`{}`", group.name),
        };
        let _ = writeln!(out, "\n## {title}\n\n{}\n", group.says);
        if !group.settings.is_empty() {
            out.push_str("| setting | takes | default | what it says | on the command line |\n|---|---|---|---|---|\n");
        }
        for it in group.settings {
            let (name, takes, default) = (it.name, it.takes, it.default);
            let _ = writeln!(out, "| `{name}` | {takes} | {default} | {} | {} |", it.says, it.flag);
        }
        let gap = if group.settings.is_empty() { "" } else { "\n" };
        let _ = writeln!(out, "{gap}```hcl\n{}```", group.example);
    }
    out
}
