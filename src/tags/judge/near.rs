//! The key that was perhaps meant to be the one that is missing.

use ecow::EcoString;

use super::{Subject, is_named, says_nothing};
use crate::settings::{TagKey, TagPolicy};
use crate::source::Span;

/// A key that looks like the one that is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    pub key: EcoString,
    /// Where its value was said.
    pub at: Option<Span>,
    pub likeness: Likeness,
}

/// In what two keys are alike, the most alike first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Likeness {
    /// `Environment`
    Case,
    /// `cost_center`, `CostCentre`
    Spelling,
    /// `env`
    Synonym,
    /// `enviroment`
    Slip,
}

/// Words that people use for the same, without signs between them.
const SAME: &[&[&str]] = &[
    &["environment", "env"],
    &["service", "svc", "servicename"],
    &["application", "app", "appname", "applicationname"],
    &["department", "dept"],
    &["businessunit", "bu"],
    &["project", "projectname"],
    &["owner", "ownedby"],
];

/// The tag that is most like a key and is no other key of the policy. Of what need not be there only the spelling
/// can be wrong: another word is another key.
pub(super) fn near(policy: &TagPolicy, key: &TagKey, subject: &Subject<'_>) -> Option<Near> {
    let asked = squeezed(&key.name);
    let is_required = key.is_required_of(subject.kind);
    let mut best: Option<(Likeness, &EcoString)> = None;
    for (written, tag) in &subject.effective.tags {
        if says_nothing(tag)
            || written.starts_with("aws:")
            || best.is_some_and(|it| it.0 == Likeness::Case)
        {
            continue;
        }
        let Some(likeness) = alike(&key.name, &asked, written) else { continue };
        let is_better = best.is_none_or(|(it, _)| likeness < it);
        let may_be_wrong = is_required || likeness <= Likeness::Spelling;
        let is_other = || policy.keys.iter().any(|it| is_named(it, written, subject.tags));
        if is_better && may_be_wrong && !is_other() {
            best = Some((likeness, written));
        }
    }
    best.map(|(likeness, written)| {
        let at = subject.effective.tags[written].value.from;
        Near { key: written.clone(), at, likeness }
    })
}

fn alike(name: &str, asked: &str, written: &str) -> Option<Likeness> {
    if super::caseless(name, written) {
        return Some(Likeness::Case);
    }
    let given = squeezed(written);
    if asked == given {
        return Some(Likeness::Spelling);
    }
    let same = |group: &&[&str]| group.contains(&asked) && group.contains(&&*given);
    if SAME.iter().copied().any(|it| same(&it)) {
        return Some(Likeness::Synonym);
    }
    let lengths = (asked.chars().count(), given.chars().count());
    let most = match lengths.0.min(lengths.1) {
        ..=4 => return None,
        5..=8 => 1,
        _ => 2,
    };
    // Each letter that one has more is a slip.
    let is_close = lengths.0.abs_diff(lengths.1) <= most;
    (is_close && strsim::osa_distance(asked, &given) <= most).then_some(Likeness::Slip)
}

/// Small letters without signs between them, and one spelling of `center`.
fn squeezed(name: &str) -> String {
    let letters = name.chars().filter(|it| !"-_ :./".contains(*it));
    let squeezed: String = letters.flat_map(char::to_lowercase).collect();
    if squeezed.contains("centre") { squeezed.replace("centre", "center") } else { squeezed }
}
