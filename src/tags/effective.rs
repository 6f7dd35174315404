//! The tags that a resource has in the end: its own over what its provider gives to all.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::defaults::Defaults;
use super::launched;
use super::own;
use super::table::Taggable;
use crate::eval::{self, Kind, Type, Unknown, Value};
use crate::model::{Configuration, Instance};
use crate::source::Span;

/// The tags of one resource instance, or of something that it launches.
#[derive(Clone, Debug, Default)]
pub struct Effective {
    pub tags: BTreeMap<EcoString, Tag>,
    /// Why there may be more of them.
    pub open: Option<Arc<Unknown>>,
    /// Keys that are not here for certain and that something else may set.
    pub doubts: Vec<Doubt>,
}

/// The value of one key, which knows where it was said, and who says it.
#[derive(Clone, Debug)]
pub struct Tag {
    pub value: Value,
    pub source: Source,
}

/// A key, or all that start alike, and why something may set it.
#[derive(Clone, Debug)]
pub struct Doubt {
    pub key: EcoString,
    pub is_prefix: bool,
    pub unknown: Arc<Unknown>,
}

/// Where a tag comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Source {
    /// The resource says it.
    Own,
    /// Its provider says it of everything.
    Default,
    /// What launches it hands it on.
    Propagated,
    /// A resource that is there for nothing else says it: `aws_ec2_tag`.
    Apart,
}

impl Tag {
    /// Whether it is there and says nothing.
    pub fn is_empty(&self) -> bool {
        self.value.as_str().is_some_and(str::is_empty)
    }
}

impl Doubt {
    /// Whether it is about a key of this name.
    fn is_about(&self, name: &str, any_case: bool) -> bool {
        let start = match self.is_prefix {
            true => name.get(..self.key.len()),
            false => Some(name),
        };
        start.is_some_and(|it| match any_case {
            true => it.eq_ignore_ascii_case(&self.key),
            false => it == self.key,
        })
    }
}

/// What a resource is tagged with, all told.
pub fn effective<'m, 'a>(
    instance: &Instance<'m, 'a>,
    taggable: Taggable,
    configuration: &mut Configuration<'m, 'a>,
    defaults: &mut Defaults,
) -> Effective {
    let given = defaults.of(instance, taggable, configuration);
    let mut all = match taggable.tags.takes_defaults() {
        true => given.tags.clone(),
        false => Effective::default(),
    };
    own::own(instance, taggable, configuration).over(&mut all);
    all.below(defaults.apart(instance));
    if taggable.kind == "aws_instance" {
        launched::of_template(instance, &mut all, configuration, defaults);
    }
    all.doubts.extend(given.ignored.iter().cloned());
    own::unwatched(instance, taggable, &mut all);
    all
}

impl Effective {
    /// What a map of tags says. A key whose value is null is not there: the provider is not told of it.
    pub fn of_map(map: &Value, source: Source) -> Effective {
        let mut all = Effective::default();
        match &map.kind {
            Kind::Object(object) => {
                all.open = object.open().cloned();
                let said = object.entries().iter().filter(|(_, value)| !value.is_null());
                all.tags.extend(said.map(|(key, value)| {
                    // All tags are texts, and what is secret as a whole is so in each part.
                    let value = eval::converted(value, &Type::String).at(value.from);
                    (key.clone(), Tag { value: value.marked(map.marks), source })
                }));
            }
            Kind::Unknown(unknown) => all.open = Some(Arc::clone(unknown)),
            _ => {}
        }
        all
    }

    /// Nothing is known but why.
    pub fn unknown(why: Arc<Unknown>) -> Effective {
        Effective { open: Some(why), ..Effective::default() }
    }

    /// Lays these over others.
    pub fn over(self, below: &mut Effective) {
        if let Some(unknown) = &self.open {
            // What is not known may say these keys too.
            for tag in below.tags.values_mut() {
                tag.value.kind = Kind::Unknown(Arc::clone(unknown));
            }
        }
        below.tags.extend(self.tags);
        below.open = self.open.or(below.open.take());
        below.doubts.extend(self.doubts);
    }

    /// Adds what is not here yet.
    pub fn below(&mut self, others: Effective) {
        for (key, tag) in others.tags {
            self.tags.entry(key).or_insert(tag);
        }
        self.open = self.open.take().or(others.open);
        self.doubts.extend(others.doubts);
    }

    /// There may be more, which changes nothing of what is here.
    pub fn open(&mut self, why: Arc<Unknown>) {
        self.open.get_or_insert(why);
    }

    /// Why a key that is not here may be there after all.
    pub fn doubt(&self, name: &str, any_case: bool) -> Option<&Arc<Unknown>> {
        let doubt = self.doubts.iter().find(|it| it.is_about(name, any_case));
        doubt.map(|it| &it.unknown).or(self.open.as_ref())
    }

    /// The same, handed on.
    #[must_use]
    pub fn propagated(&self) -> Effective {
        let mut all = self.clone();
        all.tags.values_mut().for_each(|it| it.source = Source::Propagated);
        all
    }

    /// What holds where any one of several may be meant, or each of them for a part.
    pub fn either(all: Vec<Effective>, why: &Arc<Unknown>) -> Effective {
        let mut all = all.into_iter();
        let Some(mut either) = all.next() else { return Effective::default() };
        for other in all {
            let names: Vec<EcoString> =
                either.tags.keys().chain(other.tags.keys()).cloned().collect();
            for name in names {
                match (either.tags.get_mut(&name), other.tags.get(&name)) {
                    (Some(one), Some(two)) if eval::equal(&one.value, &two.value) => {}
                    (Some(one), Some(_)) => one.value.kind = Kind::Unknown(Arc::clone(why)),
                    _ => either.leave_open(&name, why),
                }
            }
            either.open = either.open.take().or(other.open);
            either.doubts.extend(other.doubts);
        }
        either
    }

    /// It is not known whether this key is there.
    pub fn leave_open(&mut self, name: &EcoString, why: &Arc<Unknown>) {
        self.tags.remove(name);
        let (key, unknown) = (name.clone(), Arc::clone(why));
        self.doubts.push(Doubt { key, is_prefix: false, unknown });
    }
}

/// A reason of our own.
pub(super) fn why(reason: impl Into<EcoString>, at: Option<Span>) -> Arc<Unknown> {
    Arc::new(Unknown { reason: reason.into(), at, error: false, kind: Type::Unknown })
}
