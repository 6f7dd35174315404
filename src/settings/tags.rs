//! What settings say of tags: `tags { ... }`. What is said is here, and `matching` knows what it comes to.

mod decode;
mod exemption;
mod key;
mod matching;

pub(super) use decode::Spent;
pub use exemption::is_day;
pub use matching::{is_like, is_like_in_any_case, is_of};

use std::collections::BTreeSet;

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
    /// What was said, as it was written, each with its place: `required = ["service"]`, `.skint.hcl:4`.
    pub written: Vec<(EcoString, EcoString)>,
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
    /// The resource types that have to carry it, where that is not all that the key is about.
    pub required_for: Option<BTreeSet<EcoString>>,
    /// Keys that are as good: `env` for `environment`.
    pub synonyms: Vec<EcoString>,
    /// Whether `Environment` is as good as `environment`.
    pub any_case: bool,
    /// Values with `*` for any text; empty for all.
    pub values: Vec<EcoString>,
    /// A regular expression for the whole value.
    pub matches: Option<Pattern>,
    /// Whether `Prod` is as good as `prod`.
    pub values_any_case: bool,
    /// What a fix writes where the key is missing.
    pub value: Option<EcoString>,
    pub about: About,
    /// `.skint.hcl:3`; empty where nobody wrote it.
    pub place: EcoString,
}

/// A regular expression that a whole text has to match.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As it was written.
    pub written: EcoString,
    regex: Regex,
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

impl TagPolicy {
    /// Every line of it with its place: `tags required = ["service"]`.
    pub(super) fn describe(&self, within: &str, lines: &mut Vec<(String, EcoString)>) {
        let name = match self.name.as_str() {
            "" => String::from("tags"),
            name => format!("tags \"{name}\""),
        };
        let written = self.written.iter();
        lines.extend(written.map(|(it, at)| (format!("{within}{name} {it}"), at.clone())));
    }
}
