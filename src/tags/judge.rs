//! What a policy says of the tags of one resource, key by key. `value` judges values, `near` looks for the key that
//! was perhaps meant. What is not known is no mistake.

mod near;
mod value;

pub use near::{Likeness, Near};

use std::sync::Arc;

use ecow::EcoString;

use super::audit::Bearer;
use super::effective::{Effective, Source, Tag};
use super::table::Tags;
use crate::eval::{Marks, Unknown, Value};
use crate::settings::{TagKey, TagPolicy};
use crate::source::Span;

/// What one policy says of one key.
#[derive(Clone, Debug)]
pub struct Judged {
    pub policy: Arc<TagPolicy>,
    /// As the policy writes it.
    pub key: EcoString,
    pub is_required: bool,
    pub verdict: Verdict,
}

#[derive(Clone, Debug)]
pub enum Verdict {
    /// It is there, under this name.
    Present(EcoString),
    /// It is not there, or says nothing.
    Missing {
        /// Where it says nothing: `service = ""`.
        empty: Option<Span>,
        /// A key that was perhaps meant to be this one.
        near: Option<Near>,
    },
    /// Its value is not one that the policy allows.
    Wrong {
        /// The key as it is written.
        key: EcoString,
        value: EcoString,
        /// Where the value was said.
        at: Option<Span>,
        /// What is allowed, in words: "one of `prod`, `dev`".
        allowed: String,
        /// The value that was probably meant, where one stands out.
        best: Option<EcoString>,
    },
    Unknown(Arc<Unknown>),
}

/// What is judged: a resource, or what it launches.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    pub address: &'s str,
    /// `aws_instance`
    pub kind: &'s str,
    pub tags: Tags,
    /// `aws.west`
    pub provider: &'s str,
    pub effective: &'s Effective,
}

impl<'s> Subject<'s> {
    pub fn of(bearer: &'s Bearer<'_, '_>) -> Subject<'s> {
        Subject {
            address: &bearer.address,
            kind: bearer.taggable.kind,
            tags: bearer.taggable.tags,
            provider: &bearer.provider_name,
            effective: &bearer.effective,
        }
    }
}

/// The verdict on every key that a policy speaks of. Empty where the policy is not about the resource or lets it pass.
pub(super) fn judge(policy: &Arc<TagPolicy>, bearer: &Bearer<'_, '_>, today: &str) -> Vec<Judged> {
    judged(policy, &Subject::of(bearer), today)
}

/// The same of anything that has tags. `today` ends exemptions.
pub fn judged(policy: &Arc<TagPolicy>, subject: &Subject<'_>, today: &str) -> Vec<Judged> {
    let passes = || policy.exempt.iter().any(|it| it.holds(subject.address, today));
    if !policy.about.holds(subject.kind, subject.provider) || passes() {
        return Vec::new();
    }
    let keys = policy.keys.iter().filter(|it| it.about.holds(subject.kind, subject.provider));
    let judged = keys.map(|key| Judged {
        policy: Arc::clone(policy),
        key: key.name.clone(),
        is_required: key.is_required_of(subject.kind),
        verdict: verdict(policy, key, subject),
    });
    judged.collect()
}

fn verdict(policy: &TagPolicy, key: &TagKey, subject: &Subject<'_>) -> Verdict {
    let effective = subject.effective;
    let mut empty = None;
    for (name, tag) in named(key, subject) {
        match says_nothing(tag) {
            true => empty = empty.or(tag.value.from),
            false => return value::verdict(key, name, tag, subject),
        }
    }
    let goes_by_one = key.synonyms.is_empty() && !ignores_case(key, subject.tags);
    let is_certain = goes_by_one && effective.tags.contains_key(&key.name);
    let mut names = [&key.name].into_iter().chain(&key.synonyms);
    let doubt = names.find_map(|it| effective.doubt(it, ignores_case(key, subject.tags)));
    match doubt {
        Some(unknown) if !is_certain => Verdict::Unknown(Arc::clone(unknown)),
        _ => Verdict::Missing { empty, near: near::near(policy, key, subject) },
    }
}

/// Nobody is told whether what is secret is empty.
fn says_nothing(tag: &Tag) -> bool {
    tag.is_empty() && !is_secret(&tag.value)
}

fn is_secret(value: &Value) -> bool {
    value.marks.has(Marks::SENSITIVE)
}

/// Whether what is not known may still lie over a tag.
fn may_be_covered(tag: &Tag, effective: &Effective) -> bool {
    tag.source == Source::Default && effective.open.is_some()
}

/// The tags that are this key: what it is called first, then what is as good.
fn named<'s>(
    key: &'s TagKey,
    subject: &Subject<'s>,
) -> impl Iterator<Item = (&'s EcoString, &'s Tag)> {
    let (tags, rules) = (&subject.effective.tags, subject.tags);
    let names = [&key.name].into_iter().chain(&key.synonyms);
    let exact = names.filter_map(|name| tags.get_key_value(name));
    let loose = ignores_case(key, rules)
        .then(|| tags.iter().filter(move |(written, _)| is_named(key, written, rules)));
    exact.chain(loose.into_iter().flatten())
}

/// Whether a tag of this name is this key.
fn is_named(key: &TagKey, written: &str, rules: Tags) -> bool {
    let any_case = ignores_case(key, rules);
    let is_same = |name: &EcoString| name == written || any_case && is_same(name, written, rules);
    is_same(&key.name) || key.synonyms.iter().any(is_same)
}

/// Azure takes keys for the same whatever their case, and Google knows small letters only.
fn ignores_case(key: &TagKey, rules: Tags) -> bool {
    key.any_case || matches!(rules, Tags::Azure) || rules.is_google()
}

/// Google's keys have no other signs than `-` and `_`: they stand for those that a policy writes.
fn is_same(name: &str, written: &str, rules: Tags) -> bool {
    if !rules.is_google() || name.chars().count() != written.chars().count() {
        return caseless(name, written);
    }
    name.chars().zip(written.chars()).all(|(one, other)| {
        one == other
            || one.to_lowercase().eq(other.to_lowercase())
            || !one.is_alphanumeric() && one != '-' && one != '_' && (other == '-' || other == '_')
    })
}

fn caseless(one: &str, other: &str) -> bool {
    let fold = |it: char| it.to_lowercase();
    one.eq_ignore_ascii_case(other)
        || !one.is_ascii() && one.chars().flat_map(fold).eq(other.chars().flat_map(fold))
}
