//! Every resource of a configuration that takes tags, with its tags and what is said of them.

use std::collections::HashMap;
use std::mem;
use std::sync::Arc;

use ecow::{EcoString, eco_format};
use rayon::prelude::*;

use super::defaults::Defaults;
use super::effective::{self, Effective};
use super::judge::{self, Judged, Verdict};
use super::launched::{self, Launched};
use super::policy::Policies;
use super::table::{Taggable, taggable};
use crate::graph::World;
use crate::model::{Instance, ProviderConfig};
use crate::settings::TagPolicy;
use crate::source::Sources;

/// A resource that takes tags.
#[derive(Debug)]
pub struct Bearer<'m, 'a> {
    pub instance: Instance<'m, 'a>,
    pub taggable: Taggable,
    pub address: String,
    pub provider: ProviderConfig<'m, 'a>,
    /// `aws.west`
    pub provider_name: EcoString,
    /// Its provider could give tags to all that it makes, and to it.
    pub takes_defaults: bool,
    pub effective: Effective,
    pub launched: Vec<Launched>,
    pub judged: Vec<Judged>,
    /// What is said of the tags of what it launches, where that is all that it costs.
    pub judged_launched: Option<Vec<Judged>>,
}

impl Bearer<'_, '_> {
    /// The tags that its dollars carry on the bill, and what is said of them: those of what it launches, where
    /// that is all that it costs.
    pub fn billed(&self) -> (&Effective, &[Judged]) {
        let launched = self.launched.iter().find(|it| it.is_all);
        match (launched, &self.judged_launched) {
            (Some(launched), Some(judged)) => (&launched.effective, judged),
            _ => (&self.effective, &self.judged),
        }
    }

    /// Whether every required key is there and right on the bill. `None`: not known.
    pub fn is_attributable(&self) -> Option<bool> {
        let judged = self.billed().1;
        let required = || judged.iter().filter(|it| it.is_required);
        let is_bad =
            |it: &Judged| matches!(it.verdict, Verdict::Missing { .. } | Verdict::Wrong { .. });
        if required().any(is_bad) {
            return Some(false);
        }
        let is_open = |it: &Judged| matches!(it.verdict, Verdict::Unknown(_));
        (!required().any(is_open)).then_some(true)
    }
}

/// All that is known of the tags of a configuration.
#[derive(Debug, Default)]
pub struct Audit<'m, 'a> {
    /// In the order of the configuration's resources.
    pub bearers: Vec<Bearer<'m, 'a>>,
}

/// Fewer resources than these are not worth another thread.
const ALONE: usize = 1_000;

/// Looks at the tags of everything that has any. `today` ends exemptions.
pub fn audit<'m, 'a>(
    world: &mut World<'m, 'a>,
    policies: &Policies<'_>,
    sources: &Sources,
    today: &str,
) -> Audit<'m, 'a> {
    let mut jobs = Vec::new();
    for (node, resource) in world.configuration.resources() {
        let Some(taggable) = taggable(resource.kind) else { continue };
        let instances = world.configuration.instances(node, resource);
        jobs.extend(instances.into_iter().map(|it| (it, taggable)));
    }
    let asked = Asked { policies, sources, today };
    let bearers = match jobs.len() {
        ..ALONE => bearers(jobs, world, &asked),
        n => {
            let each = n.div_ceil(rayon::current_num_threads());
            let world = &*world;
            let parts =
                jobs.par_chunks(each).map(|it| bearers(it.to_vec(), &mut world.anew(), &asked));
            parts.collect::<Vec<_>>().into_iter().flatten().collect()
        }
    };
    Audit { bearers }
}

struct Asked<'r> {
    policies: &'r Policies<'r>,
    sources: &'r Sources,
    today: &'r str,
}

fn bearers<'m, 'a>(
    jobs: Vec<(Instance<'m, 'a>, Taggable)>,
    world: &mut World<'m, 'a>,
    asked: &Asked<'_>,
) -> Vec<Bearer<'m, 'a>> {
    let mut policies: HashMap<String, Vec<Arc<TagPolicy>>> = HashMap::new();
    let mut defaults = Defaults::new(&mut world.configuration);
    let bearers = jobs.into_iter().map(|(instance, taggable)| {
        let configuration = &mut world.configuration;
        let effective = effective::effective(&instance, taggable, configuration, &mut defaults);
        let provider = instance.provider(configuration);
        let takes_defaults = defaults.are_there(taggable.tags, configuration);
        let launched = launched::launched(&instance, &effective, configuration, &mut defaults);
        let configuration = &world.configuration;
        let called = configuration.called_at(instance.node);
        let path = &asked.sources.get(called.unwrap_or(instance.resource.block).span.file).path;
        let mut bearer = Bearer {
            address: instance.address(configuration),
            taggable,
            provider,
            provider_name: name_of(&instance, &provider),
            takes_defaults,
            effective,
            launched,
            judged: Vec::new(),
            judged_launched: None,
            instance,
        };
        if !policies.contains_key(path) {
            policies.insert(path.clone(), asked.policies.at(path));
        }
        let all = &policies[path];
        bearer.judged = judged(all, &bearer, asked.today);
        if let Some(at) = bearer.launched.iter().position(|it| it.is_all) {
            mem::swap(&mut bearer.effective, &mut bearer.launched[at].effective);
            bearer.judged_launched = Some(judged(all, &bearer, asked.today));
            mem::swap(&mut bearer.effective, &mut bearer.launched[at].effective);
        }
        bearer
    });
    bearers.collect()
}

fn judged(policies: &[Arc<TagPolicy>], bearer: &Bearer<'_, '_>, today: &str) -> Vec<Judged> {
    policies.iter().flat_map(|it| judge::judge(it, bearer, today)).collect()
}

/// `aws`, or `aws.west` where its configuration has an alias.
fn name_of(instance: &Instance<'_, '_>, provider: &ProviderConfig<'_, '_>) -> EcoString {
    let kind = instance.resource.kind;
    let name = kind.split_once('_').map_or(kind, |(name, _)| name);
    match provider.provider.and_then(|it| Some((it.name, it.alias?))) {
        Some((name, alias)) => eco_format!("{name}.{alias}"),
        None => provider.provider.map_or(name, |it| it.name).into(),
    }
}
