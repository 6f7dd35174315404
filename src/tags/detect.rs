//! What rules ask of tags: each detector looks at one resource and answers with objects that say what is wrong, where, and
//! what would be written instead.

mod copies;
mod launches;
mod limits;
mod missing;
mod written;

use std::collections::HashMap;
use std::sync::Arc;

use ecow::EcoString;

use super::audit::{Audit, Bearer, audit};
use super::judge::Verdict;
use super::policy::Policies;
use crate::eval::{Unknown, Value};
use crate::finding::Edit;
use crate::graph::World;
use crate::source::{Sources, Span};

/// The detectors, for those who list them.
pub const DETECTORS: &[&str] = &[
    "copied-tags",
    "missing-tags",
    "near-tags",
    "repeated-tags",
    "tags-over-limits",
    "unpropagated-tags",
    "wrong-tags",
];

/// What a detector says of one resource.
#[derive(Debug)]
pub enum Detected {
    Found(Vec<Value>),
    Unknown(Arc<Unknown>),
}

impl Detected {
    const FINE: Detected = Detected::Found(Vec::new());
}

/// The tags of a configuration, and what was found out about them.
pub struct Detector<'m, 'a> {
    pub audit: Audit<'m, 'a>,
    causes: Option<Causes>,
    /// How many resources have a value from one place.
    shared: HashMap<Span, usize>,
    copies: Option<copies::Copies>,
}

/// Why keys are missing, and which cause is whose.
struct Causes {
    all: Vec<Known>,
    of: HashMap<usize, usize>,
}

/// A cause in the words of rules, for all that have it.
struct Known {
    told: Value,
    edits: Value,
    title: Value,
    caution: Value,
}

impl<'m, 'a> Detector<'m, 'a> {
    pub fn new(
        world: &mut World<'m, 'a>,
        policies: &Policies<'_>,
        sources: &Sources,
        today: &str,
    ) -> Detector<'m, 'a> {
        let audit = audit(world, policies, sources, today);
        let mut shared = HashMap::new();
        for judged in audit.bearers.iter().flat_map(|it| &it.judged) {
            let at = match &judged.verdict {
                Verdict::Wrong { at, .. } => *at,
                Verdict::Missing { near: Some(near), .. } => near.at,
                _ => None,
            };
            if let Some(at) = at {
                *shared.entry(at).or_default() += 1;
            }
        }
        Detector { audit, causes: None, shared, copies: None }
    }

    /// What one of the detectors says of one of the audit's bearers.
    pub fn ask(
        &mut self,
        detector: &str,
        at: usize,
        world: &mut World<'m, 'a>,
        sources: &Sources,
    ) -> Detected {
        match detector {
            "missing-tags" => self.missing(at, world, sources),
            "near-tags" => self.near(at, world, sources),
            "wrong-tags" => self.wrong(at, sources),
            "tags-over-limits" => limits::over(&self.audit.bearers[at]),
            "copied-tags" => self.copied(at, world, sources),
            "repeated-tags" => self.repeated(at, world, sources),
            "unpropagated-tags" => self.unpropagated(at, world, sources),
            _ => Detected::FINE,
        }
    }
}

/// An object of the language of rules.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::object(entries.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

fn texts<'t>(all: impl IntoIterator<Item = &'t EcoString>) -> Value {
    Value::tuple(all.into_iter().map(|it| Value::from(it.clone())).collect())
}

/// Edits as texts that know where they are to stand.
fn edits(all: &[Edit]) -> Value {
    let edits = all.iter().map(|it| Value::from(it.text.as_str()).at(Some(it.span)));
    Value::tuple(edits.collect())
}

fn or_null(text: Option<&str>) -> Value {
    text.map_or_else(Value::null, Value::from)
}

/// A place, as a value.
fn place(span: Option<Span>) -> Value {
    Value::from("").at(span)
}

/// What tells one place from another.
fn key_of(span: Span) -> Value {
    Value::from(format!("{}:{}", span.file.index(), span.start).as_str())
}

impl Bearer<'_, '_> {
    /// Nobody wrote a policy.
    fn is_usual(&self) -> bool {
        self.judged.iter().all(|it| it.policy.place.is_empty())
    }
}
