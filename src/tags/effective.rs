//! The tags that a resource has in the end: its own over what its provider gives to all.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::table::{Taggable, Tags};
use crate::eval::{Kind, Unknown, Value};
use crate::model::{Configuration, Instance, Origin};

/// The tags of one resource instance, or of something that it launches.
#[derive(Clone, Debug, Default)]
pub struct Effective {
    pub tags: BTreeMap<EcoString, Tag>,
    /// Why there may be more of them.
    pub open: Option<Arc<Unknown>>,
}

/// The value of one key, which knows where it was said, and who says it.
#[derive(Clone, Debug)]
pub struct Tag {
    pub value: Value,
    pub source: Source,
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

/// What a resource is tagged with, all told.
pub fn effective<'m, 'a>(
    instance: &Instance<'m, 'a>,
    taggable: Taggable,
    configuration: &mut Configuration<'m, 'a>,
) -> Effective {
    let mut all = match taggable.tags.takes_defaults() {
        true => defaults(instance, taggable, configuration),
        false => Effective::default(),
    };
    own(instance, taggable, configuration).over(&mut all);
    all
}

impl Effective {
    /// What a map of tags says. A key whose value is null is not there.
    pub fn of_map(map: &Value, source: Source) -> Effective {
        let mut all = Effective::default();
        match &map.kind {
            Kind::Object(object) => {
                all.open = object.open().cloned();
                let said = object.entries().iter().filter(|(_, value)| !value.is_null());
                all.tags.extend(
                    said.map(|(key, value)| (key.clone(), Tag { value: value.clone(), source })),
                );
            }
            Kind::Unknown(unknown) => all.open = Some(Arc::clone(unknown)),
            _ => {}
        }
        all
    }

    /// Lays these over others.
    pub fn over(self, below: &mut Effective) {
        below.tags.extend(self.tags);
        below.open = self.open.or(below.open.take());
    }
}

fn own<'m, 'a>(
    instance: &Instance<'m, 'a>,
    taggable: Taggable,
    configuration: &mut Configuration<'m, 'a>,
) -> Effective {
    let written = instance.resource.block.body.attribute(taggable.attribute).is_some();
    if !written && configuration.module(instance.node).origin == Origin::Stub {
        return Effective::default();
    }
    let value = instance.attribute(taggable.attribute, configuration);
    Effective::of_map(&value, Source::Own)
}

/// What the provider gives to all that it makes.
fn defaults<'m, 'a>(
    instance: &Instance<'m, 'a>,
    taggable: Taggable,
    configuration: &mut Configuration<'m, 'a>,
) -> Effective {
    let provider = instance.provider(configuration);
    let said = match taggable.tags {
        Tags::GoogleWithDefaults => provider.attribute("default_labels", configuration),
        _ => provider.attribute("default_tags", configuration),
    };
    Effective::of_map(&said, Source::Default)
}
