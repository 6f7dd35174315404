//! Whether the value of a tag is right, what would be, and what was probably meant.

use std::sync::Arc;

use ecow::EcoString;

use super::{Subject, Verdict, caseless, is_secret, may_be_covered};
use crate::eval::{Kind, Type, Unknown, Value, converted};
use crate::settings::TagKey;
use crate::tags::effective::Tag;

/// More values than these are not listed in words.
const MOST: usize = 8;

/// Words for the same stage of a system.
const SAME: &[&[&str]] = &[
    &["production", "prod", "prd"],
    &["development", "dev", "devel", "develop"],
    &["staging", "stage", "stg"],
    &["testing", "test", "tst"],
    &["sandbox", "sbx"],
    &["preproduction", "preprod", "pre-prod", "pre-production"],
];

/// A tag that is there and says something.
pub(super) fn verdict(key: &TagKey, name: &EcoString, tag: &Tag, subject: &Subject<'_>) -> Verdict {
    let present = || Verdict::Present(name.clone());
    if !key.is_restricted() {
        return present();
    }
    let value = &tag.value;
    if is_secret(value) {
        return Verdict::Unknown(secret(value));
    }
    let text = match &value.kind {
        Kind::String(text) => text.clone(),
        Kind::Unknown(unknown) => return Verdict::Unknown(Arc::clone(unknown)),
        // Terraform takes numbers and truth for text here, and refuses the rest.
        _ => match converted(value, &Type::String).kind {
            Kind::String(text) => text,
            Kind::Unknown(unknown) => return Verdict::Unknown(unknown),
            _ => return present(),
        },
    };
    let any_case = subject.tags.is_google();
    if key.allows(&text, any_case) {
        return present();
    }
    if let Some(unknown) = &subject.effective.open
        && may_be_covered(tag, subject.effective)
    {
        return Verdict::Unknown(Arc::clone(unknown));
    }
    let best = best(key, &text, any_case);
    Verdict::Wrong { key: name.clone(), value: text, at: value.from, allowed: allowed(key), best }
}

fn secret(value: &Value) -> Arc<Unknown> {
    let reason = "the value is sensitive, and nobody looks at it";
    Arc::new(Unknown { reason: reason.into(), at: value.from, error: false, kind: Type::String })
}

/// "one of `prod`, `dev`", "text that matches `[0-9]+`".
fn allowed(key: &TagKey) -> String {
    let quoted = |it: &EcoString| format!("`{it}`");
    let listed: Vec<String> = key.values.iter().take(MOST).map(quoted).collect();
    let values = match (key.values.len(), listed.as_slice()) {
        (0, _) => None,
        (1, [one]) if one.contains('*') => Some(format!("like {one}")),
        (1, [one]) => Some(one.clone()),
        (n, _) if n > MOST => Some(format!("one of {} and {} more", listed.join(", "), n - MOST)),
        _ => Some(format!("one of {}", listed.join(", "))),
    };
    let pattern = key.matches.as_ref().map(|it| &it.written);
    match (values, pattern) {
        (Some(values), Some(pattern)) => format!("{values} that matches `{pattern}`"),
        (None, Some(pattern)) => format!("text that matches `{pattern}`"),
        (values, None) => values.unwrap_or_else(|| "anything".to_owned()),
    }
}

/// The value that was probably meant: the same in another case, another word for the same, or what one or two
/// letters make of it.
fn best(key: &TagKey, given: &str, any_case: bool) -> Option<EcoString> {
    let fits = |it: &&EcoString| !it.contains('*') && key.allows(it, any_case);
    let values: Vec<&EcoString> = key.values.iter().filter(fits).collect();
    let given = given.trim();
    let same = values.iter().find(|it| caseless(it, given));
    let meant = same.or_else(|| {
        let group = SAME.iter().find(|it| it.iter().any(|word| caseless(word, given)))?;
        only(values.iter().filter(|it| group.iter().any(|word| caseless(word, it))))
    });
    let meant = meant.or_else(|| only(values.iter().filter(|it| is_slip(it, given))));
    match meant {
        Some(it) => Some((*it).clone()),
        // What only differs in case or by blanks can be set right where no value is named.
        None => recased(key, given),
    }
}

fn recased(key: &TagKey, given: &str) -> Option<EcoString> {
    let candidates = [EcoString::from(given), given.to_lowercase().into()];
    candidates.into_iter().find(|it| !it.is_empty() && key.allows(it, false))
}

fn only<'v, T: ?Sized>(mut all: impl Iterator<Item = &'v T>) -> Option<&'v T> {
    let first = all.next();
    if all.next().is_some() { None } else { first }
}

/// Short words are close to each other by nature: `dev` is no slip of `uat`.
fn is_slip(value: &str, given: &str) -> bool {
    let length = value.chars().count().min(given.chars().count());
    if value.len().abs_diff(given.len()) > 8 {
        return false;
    }
    let most = match length {
        ..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    strsim::osa_distance(&value.to_lowercase(), &given.to_lowercase()) <= most
}
