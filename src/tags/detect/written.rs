//! Keys and values that are there and wrong.

use super::{Detected, Detector, edits, key_of, object, or_null, place};
use crate::eval::Value;
use crate::finding::Edit;
use crate::graph::World;
use crate::source::{Sources, Span};
use crate::tags::judge::Verdict;
use crate::tags::{mend, spot};

impl<'m, 'a> Detector<'m, 'a> {
    /// Keys that were probably meant to be another one.
    pub(super) fn near(
        &mut self,
        at: usize,
        world: &mut World<'m, 'a>,
        sources: &Sources,
    ) -> Detected {
        let bearer = &self.audit.bearers[at];
        let mut found = Vec::new();
        for judged in &bearer.judged {
            let Verdict::Missing { near: Some(near), .. } = &judged.verdict else { continue };
            let spots = spot::spots(bearer, &mut world.configuration);
            let renamed = mend::renamed(&spots, &near.key, &judged.key, sources);
            found.push(object([
                ("key", Value::from(judged.key.clone())),
                ("near", Value::from(near.key.clone())),
                ("is_required", judged.is_required.into()),
                ("at", place(near.at)),
                ("cause", self.cause(near.at)),
                ("edits", if renamed.is_empty() { Value::null() } else { edits(&renamed) }),
            ]));
        }
        Detected::Found(found)
    }

    /// Values that the policy does not allow.
    pub(super) fn wrong(&mut self, at: usize, sources: &Sources) -> Detected {
        let bearer = &self.audit.bearers[at];
        let found = bearer.judged.iter().filter_map(|judged| {
            let Verdict::Wrong { key, value, at, allowed, best } = &judged.verdict else {
                return None;
            };
            let edit = best.as_ref().zip(*at).and_then(|(best, at)| {
                let text = Value::from(best.clone()).to_hcl();
                is_literal(at, value, sources).then(|| Edit::replace(at, text))
            });
            Some(object([
                ("key", Value::from(key.clone())),
                ("value", Value::from(value.clone())),
                ("allowed", Value::from(allowed.as_str())),
                ("best", or_null(best.as_deref())),
                ("is_required", judged.is_required.into()),
                ("at", place(*at)),
                ("cause", self.cause(*at)),
                ("edits", edit.map_or_else(Value::null, |it| edits(&[it]))),
            ]))
        });
        Detected::Found(found.collect())
    }

    /// What all have in common that take a value from one place.
    fn cause(&self, at: Option<Span>) -> Value {
        let Some(at) = at else { return Value::null() };
        let resources = self.shared.get(&at).copied().unwrap_or(1);
        object([("key", key_of(at)), ("at", place(Some(at))), ("resources", resources.into())])
    }
}

/// Whether a place holds just this text in quotes.
fn is_literal(at: Span, value: &str, sources: &Sources) -> bool {
    if !sources.holds(at.file) || sources.get(at.file).is_json() {
        return false;
    }
    sources.text(at) == Value::from(value).to_hcl()
}
