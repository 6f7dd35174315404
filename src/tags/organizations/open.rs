//! Where in a text the tag policy is: it is the text, or a string in what the `aws` command prints.

use serde_json::Value;

use crate::decode::Document;
use crate::source::{FileId, Span};

/// Longer lines are broken, so that a complaint can show where something stands.
const MAX_LINE: usize = 2_000;

/// The text of the policy itself, to be complained about, and read where nothing is wrong so far.
pub(super) fn open(path: &str, text: &str) -> (Document, String) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return broken(path, text, &error),
    };
    match content(&value) {
        Some((name, inner)) => {
            let path = format!("{path} ({name})");
            match serde_json::from_str(inner) {
                Ok(value) => opened(&path, &readable(inner, &value, true)),
                Err(error) => broken(&path, inner, &error),
            }
        }
        None => opened(path, &readable(text, &value, false)),
    }
}

fn opened(path: &str, text: &str) -> (Document, String) {
    let (document, text) = Document::unparsed("tag policy", path, text);
    let text = text.to_owned();
    (document, text)
}

fn broken(path: &str, text: &str, error: &serde_json::Error) -> (Document, String) {
    let (mut document, text) = opened(path, text);
    if document.is_clean() {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let before: usize =
            text.split_inclusive('\n').take(error.line().max(1) - 1).map(str::len).sum();
        let mut at = (before + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let at = Span::new(FileId::DETACHED, at, at);
        document.complain(at, format!("this is no JSON: {message}"), None);
    }
    (document, text)
}

/// The policy in what `aws organizations describe-policy` or `describe-effective-policy` prints.
fn content(value: &Value) -> Option<(&'static str, &str)> {
    let found = |it: &'static str, holder: &'_ Value| holder.get(it)?.as_str().map(|_| it);
    let holders = [value.get("Policy"), value.get("EffectivePolicy"), Some(value)];
    let (holder, name) = holders.into_iter().flatten().find_map(|holder| {
        let name = found("Content", holder).or_else(|| found("PolicyContent", holder))?;
        Some((holder, name))
    })?;
    Some((name, holder.get(name)?.as_str()?))
}

/// The text, or the same on lines that can be shown.
fn readable(text: &str, value: &Value, is_inside: bool) -> String {
    let long = text.lines().any(|it| it.len() > MAX_LINE);
    if long || is_inside && !text.contains('\n') {
        return serde_json::to_string_pretty(value).unwrap_or_else(|_| text.to_owned());
    }
    text.to_owned()
}
