//! Keys that are not there, by what would give them to all that lack them.

use std::collections::HashMap;
use std::sync::Arc;

use ecow::EcoString;

use super::{Causes, Detected, Detector, Known, edits, key_of, object, or_null, place, texts};
use crate::eval::Value;
use crate::graph::World;
use crate::source::Sources;
use crate::tags::audit::{Audit, Bearer};
use crate::tags::cause::Cause;
use crate::tags::judge::Verdict;
use crate::tags::mend::{Mending, listed};
use crate::tags::spot::What;

impl<'m, 'a> Detector<'m, 'a> {
    pub(super) fn missing(
        &mut self,
        at: usize,
        world: &mut World<'m, 'a>,
        sources: &Sources,
    ) -> Detected {
        let bearer = &self.audit.bearers[at];
        let keys = bearer.lacks();
        if keys.is_empty() {
            return bearer.doubt();
        }
        if self.causes.is_none() {
            self.causes = Some(causes(&self.audit, world, sources));
        }
        let bearer = &self.audit.bearers[at];
        let Some(causes) = &self.causes else { return Detected::FINE };
        let Some(known) = causes.of.get(&at).map(|it| &causes.all[*it]) else {
            return Detected::FINE;
        };
        let empty = bearer.judged.iter().filter_map(|it| match &it.verdict {
            Verdict::Missing { empty: Some(_), .. } => Some(&it.key),
            _ => None,
        });
        Detected::Found(vec![object([
            ("keys", texts(&keys)),
            ("listed", Value::from(listed(&keys))),
            ("empty", texts(empty)),
            ("is_usual", bearer.is_usual().into()),
            ("present", bearer.present().into()),
            ("cause", known.told.clone()),
            ("edits", known.edits.clone()),
            ("title", known.title.clone()),
            ("caution", known.caution.clone()),
        ])])
    }
}

impl Bearer<'_, '_> {
    /// How many of the required keys it has.
    fn present(&self) -> usize {
        let required = self.judged.iter().filter(|it| it.is_required);
        required.filter(|it| matches!(it.verdict, Verdict::Present(_))).count()
    }

    /// Why it is not known whether a required key is there.
    fn doubt(&self) -> Detected {
        let open =
            self.judged.iter().filter(|it| it.is_required).find_map(|it| match &it.verdict {
                Verdict::Unknown(unknown) => Some(unknown),
                _ => None,
            });
        open.map_or(Detected::FINE, |it| Detected::Unknown(Arc::clone(it)))
    }
}

fn causes<'m, 'a>(audit: &Audit<'m, 'a>, world: &mut World<'m, 'a>, sources: &Sources) -> Causes {
    let found = audit.causes(&mut world.configuration);
    let mut of = HashMap::new();
    for (nth, cause) in found.iter().enumerate() {
        of.extend(cause.bearers.iter().map(|it| (*it, nth)));
    }
    let all = found.iter().map(|cause| {
        let mending = audit.mending(cause, &mut world.configuration, sources);
        Known::new(cause, mending.as_ref(), audit)
    });
    Causes { all: all.collect(), of }
}

impl Known {
    fn new(cause: &Cause<'_>, mending: Option<&Mending>, audit: &Audit<'_, '_>) -> Known {
        Known {
            told: told(cause, audit),
            edits: mending.map_or_else(Value::null, |it| edits(&it.edits)),
            title: or_null(mending.map(|it| title(it, cause)).as_deref()),
            caution: or_null(mending.and_then(caution).as_deref()),
        }
    }
}

/// A cause for the words of a rule.
fn told(cause: &Cause<'_>, audit: &Audit<'_, '_>) -> Value {
    let Some(spot) = &cause.spot else { return Value::null() };
    let first = cause.bearers.first().map(|it| &audit.bearers[*it]);
    let all = || cause.bearers.iter().map(|it| &audit.bearers[*it]);
    let present = all().map(Bearer::present).min().unwrap_or(0);
    let is_whole = all().all(|it| it.lacks().len() == cause.keys.len());
    let (kind, name): (&str, EcoString) = match spot.what {
        What::Defaults => {
            ("defaults", first.map(|it| it.provider_name.clone()).unwrap_or_default())
        }
        What::Local(name) => ("local", name.into()),
        What::Variable(name) => ("variable", name.into()),
        What::Argument => ("argument", EcoString::new()),
        What::Own => ("own", EcoString::new()),
    };
    object([
        ("key", key_of(spot.span())),
        ("kind", Value::from(kind)),
        ("name", Value::from(name)),
        ("at", place(Some(spot.span()))),
        ("attribute", Value::from(spot.attribute)),
        ("resources", cause.bearers.len().into()),
        ("present", present.into()),
        ("all", is_whole.into()),
        ("keys", texts(&cause.keys)),
        ("listed", Value::from(listed(&cause.keys))),
    ])
}

fn title(mending: &Mending, cause: &Cause<'_>) -> String {
    let keys: Vec<EcoString> = mending.given.iter().map(|it| it.key.clone()).collect();
    let keys = listed(&keys);
    match cause.spot.map(|it| (it.what, it.attribute)) {
        Some((What::Defaults, attribute)) => match &mending.whole {
            Some(map) => format!("let the provider give `{map}` to all by `{attribute}`"),
            None => format!("add {keys} to `{attribute}`"),
        },
        Some((What::Local(name), _)) => format!("add {keys} to `local.{name}`"),
        Some((What::Variable(name), _)) => format!("add {keys} to `var.{name}`"),
        Some((What::Argument, attribute)) => format!("give the module {keys} in `{attribute}`"),
        Some((What::Own, attribute)) => format!("add {keys} to `{attribute}`"),
        None => String::new(),
    }
}

fn caution(mending: &Mending) -> Option<String> {
    let mut all: Vec<&str> = mending.given.iter().filter_map(|it| it.caution.as_deref()).collect();
    all.dedup();
    (!all.is_empty()).then(|| all.join("; "))
}
