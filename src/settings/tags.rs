//! What settings say of tags: `tags { ... }`.

use ecow::EcoString;
use regex::Regex;

/// A policy: which tags resources have to carry, and with which values.
#[derive(Clone, Debug, Default)]
pub struct TagPolicy {
    /// Empty for the one that has none.
    pub name: EcoString,
    /// In the order in which they are written.
    pub keys: Vec<TagKey>,
    pub about: About,
    pub exempt: Vec<Exemption>,
    /// `.skint.hcl:3`; empty where nobody wrote it.
    pub place: EcoString,
}

/// What a policy or a key of it is about. What is empty leaves nothing out.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Resource types, with `*` for any text: `aws_rds_*`.
    pub types: Vec<EcoString>,
    /// What follows the provider in a type: `lambda` of `aws_lambda_function`.
    pub services: Vec<EcoString>,
    /// Provider configurations: `aws` is the one without an alias, `aws.west` the one with it, and `aws.*` all.
    pub providers: Vec<EcoString>,
}

/// What a policy says of one key.
#[derive(Clone, Debug, Default)]
pub struct TagKey {
    pub name: EcoString,
    /// It has to be there. Otherwise it need not, but what is there has to be right.
    pub is_required: bool,
    /// Keys that are as good: `env` for `environment`.
    pub synonyms: Vec<EcoString>,
    /// Whether `Environment` is as good as `environment`.
    pub any_case: bool,
    /// Values with `*` for any text; empty for all.
    pub values: Vec<EcoString>,
    pub matches: Option<Regex>,
    /// Whether `Prod` is as good as `prod`.
    pub values_any_case: bool,
    /// What a fix writes where the key is missing.
    pub value: Option<EcoString>,
    pub about: About,
}

/// What a policy lets pass.
#[derive(Clone, Debug)]
pub struct Exemption {
    /// An address, with `*` for any text: `module.legacy.*`.
    pub address: EcoString,
    pub reason: EcoString,
    /// The last day: `2027-01-31`.
    pub until: Option<EcoString>,
    pub place: EcoString,
}
