//! What a policy says of the tags of one resource, key by key.

use std::sync::Arc;

use ecow::EcoString;

use super::audit::Bearer;
use crate::eval::Unknown;
use crate::settings::TagPolicy;
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

/// A key that looks like the one that is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    pub key: EcoString,
    /// Where its value was said.
    pub at: Option<Span>,
}

/// The verdict on every key that a policy speaks of. Empty where the policy is not about the resource or lets it pass.
pub(super) fn judge(policy: &Arc<TagPolicy>, bearer: &Bearer<'_, '_>, _today: &str) -> Vec<Judged> {
    let tags = &bearer.effective.tags;
    let keys = policy.keys.iter().map(|key| {
        let named = |it: &EcoString| {
            let same = |name: &EcoString| match key.any_case {
                true => it.eq_ignore_ascii_case(name),
                false => it == name,
            };
            same(&key.name) || key.synonyms.iter().any(same)
        };
        let found = tags.iter().find(|(it, tag)| named(it) && !tag.is_empty());
        let mut names = std::iter::once(&key.name).chain(&key.synonyms);
        let open = names.find_map(|it| bearer.effective.doubt(it, key.any_case));
        let verdict = match (found, open) {
            (Some((name, _)), _) => Verdict::Present(name.clone()),
            (None, Some(unknown)) => Verdict::Unknown(Arc::clone(unknown)),
            (None, None) => Verdict::Missing { empty: None, near: None },
        };
        let (policy, name) = (Arc::clone(policy), key.name.clone());
        Judged { policy, key: name, is_required: key.is_required, verdict }
    });
    keys.collect()
}
