//! What provider configurations give to all that is made with them, worked out once for each.

use std::collections::HashMap;
use std::sync::Arc;

use ecow::EcoString;

use super::apart::Apart;
use super::effective::{Doubt, Effective, Source, why};
use super::table::{Taggable, Tags};
use super::versions::{DEFAULT_LABELS, DEVICES, versions};
use crate::eval::{Kind, Value};
use crate::model::{Configuration, Instance, NodeId, ProviderConfig};
use crate::source::Span;
use crate::stubs::version::Range;

/// What is the same for many resources of a configuration.
pub struct Defaults {
    by_provider: HashMap<(NodeId, Option<Span>, bool, bool), Arc<Given>>,
    apart: Apart,
    /// Of the provider of AWS.
    versions: Option<Range>,
    /// Whether the provider of Google Cloud has any.
    labels: Option<bool>,
}

/// What one provider configuration says of the tags of everything.
#[derive(Default)]
pub(super) struct Given {
    pub(super) tags: Effective,
    /// Keys that it leaves to others.
    pub(super) ignored: Vec<Doubt>,
}

impl Defaults {
    pub fn new(configuration: &mut Configuration<'_, '_>) -> Defaults {
        let apart = Apart::new(configuration);
        Defaults { by_provider: HashMap::new(), apart, versions: None, labels: None }
    }

    /// What the provider of a resource says.
    pub(super) fn of<'m, 'a>(
        &mut self,
        instance: &Instance<'m, 'a>,
        taggable: Taggable,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Arc<Given> {
        let is_google = matches!(taggable.tags, Tags::Google | Tags::GoogleWithDefaults);
        if taggable.tags == Tags::Azure {
            return Arc::default();
        }
        let provider = instance.provider(configuration);
        let span = provider.provider.map(|it| it.block.span);
        let key = (provider.node, span, provider.is_usual, is_google);
        let given = self.by_provider.entry(key).or_insert_with(|| {
            Arc::new(match is_google {
                true => of_google(&provider, configuration),
                false => of_aws(&provider, configuration),
            })
        });
        Arc::clone(given)
    }

    /// What resources that are there for nothing else say.
    pub(super) fn apart(&self, instance: &Instance<'_, '_>) -> Effective {
        self.apart.of(instance)
    }

    /// The same, of what instances of a group get from it.
    pub(super) fn apart_launched(&self, instance: &Instance<'_, '_>) -> Effective {
        self.apart.of_launched(instance)
    }

    /// Whether defaults reach the block devices of instances, as they do from version 5.39.0 on.
    pub(super) fn reach_devices(
        &mut self,
        configuration: &mut Configuration<'_, '_>,
    ) -> Option<bool> {
        self.versions.get_or_insert_with(|| versions("aws", configuration)).is_from(DEVICES)
    }

    /// Whether a provider could give tags of this kind to all that it makes.
    pub(super) fn are_there(
        &mut self,
        tags: Tags,
        configuration: &mut Configuration<'_, '_>,
    ) -> bool {
        let labels = || versions("google", configuration).is_from(DEFAULT_LABELS) != Some(false);
        tags.takes_defaults() && (tags.is_aws() || *self.labels.get_or_insert_with(labels))
    }
}

fn of_google<'m, 'a>(
    provider: &ProviderConfig<'m, 'a>,
    configuration: &mut Configuration<'m, 'a>,
) -> Given {
    if let Some(given) = unwritten(provider, configuration) {
        return given;
    }
    let labels = provider.attribute("default_labels", configuration);
    Given { tags: Effective::of_map(&labels, Source::Default), ignored: Vec::new() }
}

fn of_aws<'m, 'a>(
    provider: &ProviderConfig<'m, 'a>,
    configuration: &mut Configuration<'m, 'a>,
) -> Given {
    if let Some(given) = unwritten(provider, configuration) {
        return given;
    }
    let mut given = Given::default();
    for tags in in_blocks(&provider.attribute("default_tags", configuration), "tags") {
        Effective::of_map(&tags, Source::Default).over(&mut given.tags);
    }
    let ignored = provider.attribute("ignore_tags", configuration);
    for (name, is_prefix) in [("keys", false), ("key_prefixes", true)] {
        for keys in in_blocks(&ignored, name) {
            given.ignore(&keys, is_prefix);
        }
    }
    given
}

impl Given {
    fn ignore(&mut self, keys: &Value, is_prefix: bool) {
        let leave = |key: EcoString, at: Option<Span>| {
            let unknown = why("the provider ignores this key: something else may set it", at);
            Doubt { key, is_prefix, unknown }
        };
        match &keys.kind {
            // Every key starts with nothing.
            Kind::Unknown(_) => {
                self.ignored.push(Doubt { is_prefix: true, ..leave(EcoString::new(), keys.from) });
            }
            _ => {
                for key in keys.as_items().unwrap_or_default() {
                    match &key.kind {
                        Kind::String(text) => self.ignored.push(leave(text.clone(), key.from)),
                        Kind::Unknown(_) => self.ignore(key, is_prefix),
                        _ => {}
                    }
                }
            }
        }
    }
}

/// What holds where nobody wrote the configuration of a provider.
fn unwritten(
    provider: &ProviderConfig<'_, '_>,
    configuration: &Configuration<'_, '_>,
) -> Option<Given> {
    if provider.provider.is_some() {
        return None;
    }
    // Where somebody applies this, the usual configuration of a provider is the empty one.
    if provider.is_usual && configuration.says_where() {
        return Some(Given::default());
    }
    let unknown = why("nobody here says what its provider gives to everything", None);
    Some(Given { tags: Effective::unknown(unknown), ignored: Vec::new() })
}

/// An attribute of each of the blocks of a name, as they were worked out together.
fn in_blocks(blocks: &Value, name: &str) -> Vec<Value> {
    let of = |block: &Value| match &block.kind {
        Kind::Unknown(_) => Some(block.clone()),
        _ => block.as_object()?.get(name).cloned(),
    };
    match blocks.as_items() {
        Some(items) => items.iter().filter_map(of).collect(),
        None => of(blocks).into_iter().collect(),
    }
}
