//! What a resource launches and does not hand its tags on to.

use ecow::EcoString;

use super::{Detected, Detector, edits, object, place, texts};
use crate::eval::Value;
use crate::finding::Edit;
use crate::graph::World;
use crate::model::Origin;
use crate::source::Sources;
use crate::syntax::{Block, ExprKind};
use crate::tags::audit::Bearer;
use crate::tags::judge::{Subject, Verdict, judged};
use crate::tags::launched::Launched;
use crate::tags::mend::listed;

impl<'m, 'a> Detector<'m, 'a> {
    pub(super) fn unpropagated(
        &mut self,
        at: usize,
        world: &mut World<'m, 'a>,
        sources: &Sources,
    ) -> Detected {
        let bearer = &self.audit.bearers[at];
        let is_own = world.configuration.module(bearer.instance.node).origin == Origin::Own;
        let found = bearer.launched.iter().filter_map(|launched| {
            let keys = bearer.lost(launched);
            if keys.is_empty() {
                return None;
            }
            let block = bearer.instance.resource.block;
            let mended = if is_own { mended(block, launched, &keys, sources) } else { Vec::new() };
            let said = block.body.attribute(launched.attribute).map(|it| it.expr.span);
            Some(object([
                ("what", Value::from(launched.what.clone())),
                ("keys", texts(&keys)),
                ("listed", Value::from(listed(&keys))),
                ("attribute", Value::from(launched.attribute)),
                ("value", Value::from(launched.value)),
                ("is_all", launched.is_all.into()),
                ("at", place(said)),
                ("edits", if mended.is_empty() { Value::null() } else { edits(&mended) }),
            ]))
        });
        Detected::Found(found.collect())
    }
}

impl Bearer<'_, '_> {
    /// The required keys that it has and what it launches has not.
    fn lost(&self, launched: &Launched) -> Vec<EcoString> {
        let subject = Subject { effective: &launched.effective, ..Subject::of(self) };
        let mut keys: Vec<EcoString> = Vec::new();
        for own in self.judged.iter().filter(|it| it.is_required) {
            if !matches!(own.verdict, Verdict::Present(_)) || keys.contains(&own.key) {
                continue;
            }
            // Whoever is exempt was not judged at all.
            let there = judged(&own.policy, &subject, "");
            let is_lost = |it: &crate::tags::Judged| {
                it.key == own.key && matches!(it.verdict, Verdict::Missing { .. })
            };
            if there.iter().any(is_lost) {
                keys.push(own.key.clone());
            }
        }
        keys
    }
}

/// What would be written to hand them on, where one word does it.
fn mended(block: &Block, launched: &Launched, keys: &[EcoString], sources: &Sources) -> Vec<Edit> {
    let source = sources.get(block.span.file);
    if launched.value.is_empty() || source.is_json() {
        return Vec::new();
    }
    if launched.attribute == "propagate_at_launch" {
        let tags = block.body.blocks("tag").filter(|it| {
            let key = it.body.attribute("key").map(|it| &it.expr.kind);
            matches!(key, Some(ExprKind::String(key)) if keys.contains(key))
        });
        let flags = tags.filter_map(|it| it.body.attribute("propagate_at_launch"));
        let flags = flags.filter(|it| matches!(it.expr.kind, ExprKind::Bool(false)));
        return flags.map(|it| Edit::replace(it.expr.span, "true")).collect();
    }
    if launched.attribute.contains('.') {
        return Vec::new();
    }
    match block.body.attribute(launched.attribute) {
        Some(said) if matches!(said.expr.kind, ExprKind::String(_) | ExprKind::Bool(_)) => {
            vec![Edit::replace(said.expr.span, launched.value)]
        }
        Some(_) => Vec::new(),
        None => {
            Edit::set_in(block, source, launched.attribute, launched.value).into_iter().collect()
        }
    }
}
