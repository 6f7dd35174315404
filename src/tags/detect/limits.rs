//! Tags that the provider refuses.

use ecow::{EcoString, eco_format};

use super::{Detected, object, place};
use crate::eval::Value;
use crate::tags::audit::Bearer;
use crate::tags::effective::Source;
use crate::tags::table::Tags;

/// What is beyond a limit, one object for each.
pub(super) fn over(bearer: &Bearer<'_, '_>) -> Detected {
    let most = match bearer.taggable.tags {
        Tags::Google | Tags::GoogleWithDefaults => 64,
        _ => 50,
    };
    let tags = &bearer.effective.tags;
    let mut found = Vec::new();
    if tags.len() > most {
        let reason = eco_format!("it has {} tags, and {most} are the most", tags.len());
        found.push(told(reason, None));
    }
    for (key, tag) in tags.iter().filter(|(_, it)| it.source != Source::Apart) {
        let value = tag.value.as_str();
        let reason = match bearer.taggable.tags {
            Tags::Aws | Tags::AwsWithDefaults => aws(key, value),
            Tags::Google | Tags::GoogleWithDefaults => google(key, value),
            Tags::Azure => azure(key, value),
        };
        found.extend(reason.map(|it| told(it, tag.value.from)));
    }
    Detected::Found(found)
}

fn told(reason: EcoString, at: Option<crate::source::Span>) -> Value {
    object([("reason", Value::from(reason)), ("at", place(at))])
}

fn aws(key: &str, value: Option<&str>) -> Option<EcoString> {
    let length = |text: &str| text.chars().count();
    if key.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("aws:")) {
        return Some(eco_format!("`{key}` begins with `aws:`, which is kept for AWS"));
    }
    if length(key) > 128 {
        return Some(eco_format!("the key `{}…` is longer than 128 letters", head(key)));
    }
    let value = value?;
    (length(value) > 256).then(|| {
        eco_format!("the value of `{key}` has {} letters, and 256 are the most", length(value))
    })
}

fn google(key: &str, value: Option<&str>) -> Option<EcoString> {
    let is_fine = |it: char| {
        it == '-' || it == '_' || it.is_numeric() || (it.is_alphabetic() && !it.is_uppercase())
    };
    if key.chars().count() > 63 || !key.chars().all(is_fine) {
        return Some(eco_format!(
            "`{}` is no key for a label: 63 lower-case letters, digits, `-` and `_` at most",
            head(key)
        ));
    }
    if !key.chars().next().is_some_and(char::is_alphabetic) {
        return Some(eco_format!("the key `{key}` does not begin with a letter"));
    }
    let value = value?;
    (value.chars().count() > 63 || !value.chars().all(is_fine)).then(|| {
        eco_format!(
            "\"{}\" is no value for a label: 63 lower-case letters, digits, `-` and `_` at most",
            head(value)
        )
    })
}

fn azure(key: &str, value: Option<&str>) -> Option<EcoString> {
    if key.chars().count() > 512 {
        return Some(eco_format!("the key `{}…` is longer than 512 letters", head(key)));
    }
    // Azure's own, which hold paths: `hidden-link:/subscriptions/...`.
    let is_hidden = key.starts_with("hidden-");
    if let Some(it) = key.chars().find(|it| !is_hidden && "<>%&\\?/".contains(*it)) {
        return Some(eco_format!("the key `{key}` has a `{it}`, which Azure does not take"));
    }
    let value = value?;
    (value.chars().count() > 256)
        .then(|| eco_format!("the value of `{key}` is longer than 256 letters"))
}

fn head(text: &str) -> String {
    text.chars().take(40).collect()
}
