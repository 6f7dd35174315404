//! Comments that are meant for other tools, whose ids the settings may give a meaning: `checkov:skip=ID:reason`,
//! `tfsec:ignore:ID`, `trivy:ignore:ID`, `tflint-ignore: id`.

use ecow::EcoString;

use super::comment::Said;
use crate::settings::is_day;

/// What a comment says of the rules that its ids stand for.
pub(super) fn said(words: &str, map: &[(&str, &EcoString)]) -> Option<Said> {
    let (ids, until, reason) = checkov(words).or_else(|| trivy(words)).or_else(|| tflint(words))?;
    let is_meant = |it: &str| ids.iter().any(|id| it.eq_ignore_ascii_case(id));
    let meant = map.iter().filter(|(id, _)| is_meant(id));
    let mut rules: Vec<EcoString> = meant.map(|(_, rule)| (*rule).clone()).collect();
    rules.sort();
    rules.dedup();
    (!rules.is_empty()).then_some(Said::Ignore { rules, until, reason, is_ours: false })
}

type Found<'w> = (Vec<&'w str>, Option<EcoString>, Option<String>);

fn checkov(words: &str) -> Option<Found<'_>> {
    let rest =
        words.strip_prefix("checkov:skip=").or_else(|| words.strip_prefix("bridgecrew:skip="))?;
    let (ids, reason) = rest.split_once(':').unwrap_or((rest, ""));
    Some((ids.split(',').map(str::trim).collect(), None, told(reason)))
}

/// Several may stand in one line, each with its own last day.
fn trivy(words: &str) -> Option<Found<'_>> {
    let is_one = |it: &&str| it.starts_with("tfsec:ignore:") || it.starts_with("trivy:ignore:");
    let (mut ids, mut until) = (Vec::new(), None);
    let each = words.split_whitespace().map(|it| it.trim_start_matches('#'));
    for word in each.take_while(is_one) {
        let mut parts = word.split(':').skip(2);
        ids.extend(parts.next());
        while let Some(part) = parts.next() {
            if part == "exp" {
                until = parts.next().filter(|it| is_day(it)).map(EcoString::from);
            }
        }
    }
    (!ids.is_empty()).then_some((ids, until, None))
}

fn tflint(words: &str) -> Option<Found<'_>> {
    let rest = words.strip_prefix("tflint-ignore:")?;
    let (ids, reason) = rest.split_once('#').unwrap_or((rest, ""));
    Some((ids.split(',').map(str::trim).collect(), None, told(reason)))
}

fn told(reason: &str) -> Option<String> {
    let reason = reason.trim();
    (!reason.is_empty()).then(|| reason.to_owned())
}
