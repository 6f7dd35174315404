//! Tags that say again what the provider gives to all, and tags that it could give to all.

use std::collections::HashMap;

use ecow::EcoString;

use super::{Detected, Detector, edits, key_of, object, place};
use crate::eval::Value;
use crate::finding::Edit;
use crate::fix::Written;
use crate::graph::World;
use crate::model::Origin;
use crate::source::{Sources, Span};
use crate::syntax::Block;
use crate::tags::audit::Bearer;
use crate::tags::effective::{Effective, Source};
use crate::tags::mend::{lines, listed};
use crate::tags::spot::{self, At, What};

/// What is known of the providers of a configuration, by the places of their blocks.
#[derive(Default)]
pub(super) struct Copies {
    defaults: HashMap<Span, Effective>,
    repeated: HashMap<Span, Repeated>,
}

/// What most resources of a provider without defaults have in common.
#[derive(Clone, Debug, Default)]
struct Repeated {
    pairs: Vec<(EcoString, EcoString)>,
    /// How many have all of it, and of how many.
    n: usize,
    of: usize,
}

/// Fewer resources than these repeat nothing.
const FEW: usize = 10;

impl<'m, 'a> Detector<'m, 'a> {
    /// Tags of its own that the provider gives it anyway.
    pub(super) fn copied(
        &mut self,
        at: usize,
        world: &mut World<'m, 'a>,
        sources: &Sources,
    ) -> Detected {
        let bearer = &self.audit.bearers[at];
        let Some(provider) = own_provider(bearer, world) else { return Detected::FINE };
        if provider.body.blocks("default_tags").next().is_none()
            && provider.body.attribute("default_labels").is_none()
        {
            return Detected::FINE;
        }
        let copies = self.copies.get_or_insert_default();
        let defaults = copies.defaults.entry(provider.span).or_insert_with(|| {
            let mut said = |name: &str| bearer.provider.attribute(name, &mut world.configuration);
            match provider.body.attribute("default_labels") {
                Some(_) => Effective::of_map(&said("default_labels"), Source::Default),
                None => {
                    let blocks = said("default_tags");
                    let first =
                        blocks.as_items().and_then(|it| it.first()?.as_object()?.get("tags"));
                    first.map(|it| Effective::of_map(it, Source::Default)).unwrap_or_default()
                }
            }
        });
        let is_copy = |(key, tag): &(&EcoString, &crate::tags::Tag)| {
            let default = defaults.tags.get(*key).and_then(|it| it.value.as_str());
            tag.source == Source::Own && default.is_some() && tag.value.as_str() == default
        };
        let keys: Vec<EcoString> =
            bearer.effective.tags.iter().filter(is_copy).map(|(key, _)| key.clone()).collect();
        if keys.is_empty() {
            return Detected::FINE;
        }
        // What stands in an object that others share is not for this one to change.
        let removed = removed(bearer, &keys, world, sources);
        if removed.is_empty() {
            return Detected::FINE;
        }
        Detected::Found(vec![object([
            ("listed", Value::from(listed(&keys))),
            ("provider", Value::from(bearer.provider_name.clone())),
            ("at", place(bearer.effective.tags[&keys[0]].value.from)),
            ("defaults", place(Some(provider.header()))),
            ("key", key_of(provider.span)),
            ("edits", edits(&removed)),
        ])])
    }

    /// A provider that gives nothing to all, although most resources say the same.
    pub(super) fn repeated(
        &mut self,
        at: usize,
        world: &mut World<'m, 'a>,
        sources: &Sources,
    ) -> Detected {
        let bearer = &self.audit.bearers[at];
        let Some(provider) = own_provider(bearer, world) else { return Detected::FINE };
        let has = |name: &str| {
            let body = &provider.body;
            body.attribute(name).is_some() || body.blocks(name).next().is_some()
        };
        if ["default_tags", "default_labels", "dynamic"].into_iter().any(has) {
            return Detected::FINE;
        }
        let copies = self.copies.get_or_insert_default();
        let bearers = &self.audit.bearers;
        let repeated = copies
            .repeated
            .entry(provider.span)
            .or_insert_with(|| Repeated::of(provider.span, bearers));
        if repeated.pairs.is_empty() || !repeated.is_in(bearer) {
            return Detected::FINE;
        }
        let keys: Vec<EcoString> = repeated.pairs.iter().map(|(key, _)| key.clone()).collect();
        let (n, of) = (repeated.n, repeated.of);
        let mut written: Vec<Edit> =
            block(bearer, &repeated.pairs, provider, sources).into_iter().collect();
        if !written.is_empty() {
            written.extend(removed(bearer, &keys, world, sources));
        }
        Detected::Found(vec![object([
            ("listed", Value::from(listed(&keys))),
            ("provider", Value::from(bearer.provider_name.clone())),
            ("at", place(Some(provider.header()))),
            ("key", key_of(provider.span)),
            ("n", n.into()),
            ("of", of.into()),
            ("edits", if written.is_empty() { Value::null() } else { edits(&written) }),
        ])])
    }
}

/// The block of a provider that gives tags to this resource, where the user wrote it.
fn own_provider<'a>(bearer: &Bearer<'_, 'a>, world: &World<'_, 'a>) -> Option<&'a Block> {
    let provider = bearer.provider.provider.filter(|_| bearer.taggable.tags.takes_defaults())?;
    let is_own = world.configuration.module(bearer.provider.node).origin == Origin::Own;
    is_own.then_some(provider.block)
}

fn removed<'m, 'a>(
    bearer: &Bearer<'m, 'a>,
    keys: &[EcoString],
    world: &mut World<'m, 'a>,
    sources: &Sources,
) -> Vec<Edit> {
    // A module that is called may be called with another provider elsewhere.
    if world.configuration.caller(bearer.instance.node).is_some() {
        return Vec::new();
    }
    let keys: Vec<&str> = keys.iter().map(EcoString::as_str).collect();
    let spots = spot::spots(bearer, &mut world.configuration);
    let own = spots.iter().filter(|it| it.what == What::Own);
    let edits = own.filter_map(|it| match it.at {
        At::Object(expr) => Written::new(expr, sources.get(expr.span.file))?.without(&keys),
        At::Block(_) => None,
    });
    edits.flatten().collect()
}

impl Repeated {
    fn of(provider: Span, bearers: &[Bearer<'_, '_>]) -> Repeated {
        let is_its = |it: &&Bearer<'_, '_>| {
            let block = it.provider.provider.map(|it| it.block.span);
            it.taggable.tags.takes_defaults() && block == Some(provider)
        };
        let all: Vec<&Bearer<'_, '_>> = bearers.iter().filter(is_its).collect();
        let mut counts: HashMap<(&EcoString, &str), usize> = HashMap::new();
        for bearer in &all {
            for (key, tag) in bearer.effective.tags.iter().filter(|(key, _)| *key != "Name") {
                if let Some(value) = tag.value.as_str().filter(|it| !it.is_empty()) {
                    *counts.entry((key, value)).or_default() += 1;
                }
            }
        }
        let least = FEW.max(all.len() * 6 / 10);
        let mut pairs: Vec<(EcoString, EcoString)> = counts
            .into_iter()
            .filter(|(_, n)| *n >= least)
            .map(|((key, value), _)| (key.clone(), value.into()))
            .collect();
        pairs.sort();
        let mut repeated = Repeated { pairs, n: 0, of: all.len() };
        repeated.n = all.iter().filter(|it| repeated.is_in(it)).count();
        if repeated.n < least {
            repeated.pairs.clear();
        }
        repeated
    }

    fn is_in(&self, bearer: &Bearer<'_, '_>) -> bool {
        let says = |(key, value): &(EcoString, EcoString)| {
            let tag = bearer.effective.tags.get(key);
            tag.is_some_and(|it| it.value.as_str() == Some(value))
        };
        self.pairs.iter().all(says)
    }
}

/// The block that gives them to all.
fn block(
    bearer: &Bearer<'_, '_>,
    pairs: &[(EcoString, EcoString)],
    provider: &Block,
    sources: &Sources,
) -> Option<Edit> {
    let source = sources.get(provider.span.file);
    let values: Vec<String> =
        pairs.iter().map(|(_, value)| Value::from(value.clone()).to_hcl()).collect();
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(key, _)| key.as_str()).zip(values.iter().map(String::as_str)).collect();
    let attribute = if bearer.taggable.tags.is_aws() { "default_tags" } else { "default_labels" };
    Edit::append(provider, source, &lines(attribute, &pairs))
}
