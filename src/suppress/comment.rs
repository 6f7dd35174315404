//! What a comment says: `skint:ignore[rule-a, rule-b] until=2027-01-31 reason`.

use ecow::EcoString;

use super::Kind;
use crate::settings::is_day;

pub(super) enum Said {
    /// It is not for us.
    Nothing,
    Ignore {
        rules: Vec<EcoString>,
        until: Option<EcoString>,
        reason: Option<String>,
        /// It is in our own form.
        is_ours: bool,
    },
    Wrong(Kind, String),
}

/// How people begin what they mean for us.
const BEGINNINGS: &[&str] = &["skint:", "skint-ignore", "skint ignore", "skint-disable"];

/// The text of a comment without its marks.
pub(super) fn words(comment: &str) -> String {
    let inner = match comment.strip_prefix("/*") {
        Some(rest) => rest.strip_suffix("*/").unwrap_or(rest),
        None => comment,
    };
    let lines = inner.lines().map(|it| it.trim().trim_start_matches(['#', '/', '*']).trim());
    lines.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

pub(super) fn said(words: &str) -> Said {
    let Some(rest) = words.strip_prefix("skint:ignore") else {
        let is_meant = BEGINNINGS.iter().any(|it| words.starts_with(it));
        return if is_meant { Said::Wrong(Kind::Brackets, start(words)) } else { Said::Nothing };
    };
    let Some((list, rest)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) else {
        return Said::Wrong(Kind::Brackets, start(words));
    };
    let rules: Vec<EcoString> =
        list.split(',').map(str::trim).filter(|it| !it.is_empty()).map(EcoString::from).collect();
    if rules.is_empty() {
        return Said::Wrong(Kind::Brackets, start(words));
    }
    let mut until = None;
    let mut reason = Vec::new();
    for word in rest.split_whitespace() {
        match word.strip_prefix("until=") {
            Some(day) if !is_day(day) => return Said::Wrong(Kind::Day, day.to_owned()),
            Some(day) => until = Some(EcoString::from(day)),
            None => reason.push(word),
        }
    }
    let reason = reason.join(" ");
    let reason = reason.trim_start_matches([':', '-', '–', '—', ' ']);
    let reason = (!reason.is_empty()).then(|| reason.to_owned());
    Said::Ignore { rules, until, reason, is_ours: true }
}

/// As much of a comment as it takes to know it again.
fn start(words: &str) -> String {
    let mut start: String = words.chars().take(40).collect();
    if start.len() < words.len() {
        start.push_str("...");
    }
    start
}
