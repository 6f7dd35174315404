//! In which region a provider of AWS makes things, as far as their availability zones tell.

use std::collections::HashMap;

use ecow::{EcoString, eco_format};

use super::World;
use crate::eval::{Marks, Value};
use crate::model::{Configuration, Instance};

/// By provider configuration; `None` where its zones are of several regions.
pub(super) type Zones = HashMap<EcoString, Option<EcoString>>;

/// What says in which zones it is, and where.
const ZONED: &[(&str, &str)] = &[
    ("aws_autoscaling_group", "availability_zones"),
    ("aws_db_instance", "availability_zone"),
    ("aws_default_subnet", "availability_zone"),
    ("aws_ebs_volume", "availability_zone"),
    ("aws_elb", "availability_zones"),
    ("aws_instance", "availability_zone"),
    ("aws_rds_cluster", "availability_zones"),
    ("aws_rds_cluster_instance", "availability_zone"),
    ("aws_subnet", "availability_zone"),
];

impl<'m, 'a> World<'m, 'a> {
    /// The region of all that the provider of a thing makes, where the zones that are written agree on one.
    pub fn region_by_zones(&mut self, instance: &Instance<'m, 'a>) -> Option<EcoString> {
        if self.zones.is_none() {
            self.zones = Some(self.find_zones());
        }
        // What has a region of its own, though it is not known, is not where its provider is.
        if !instance.attribute("region", &mut self.configuration).is_null() {
            return None;
        }
        let provider = provider(instance, &self.configuration)?;
        self.zones.as_ref().and_then(|it| it.get(&provider).cloned().flatten())
    }

    fn find_zones(&mut self) -> Zones {
        let graph = self.graph();
        let mut zones = Zones::new();
        for (kind, attribute) in ZONED {
            for thing in graph.all(kind) {
                let instance = &graph.things[*thing].instance;
                // What says its own region says nothing of the provider's.
                if !instance.attribute("region", &mut self.configuration).is_null() {
                    continue;
                }
                let said = instance.attribute(attribute, &mut self.configuration);
                let Some(provider) = provider(instance, &self.configuration) else { continue };
                for region in regions(&said) {
                    let known = zones.entry(provider.clone()).or_insert(Some(region.clone()));
                    if known.as_ref() != Some(&region) {
                        *known = None;
                    }
                }
            }
        }
        zones
    }
}

/// `None` where a provider is chosen that is not there.
fn provider(
    instance: &Instance<'_, '_>,
    configuration: &Configuration<'_, '_>,
) -> Option<EcoString> {
    let config = instance.provider(configuration);
    let is_chosen = instance.resource.block.body.attribute("provider").is_some();
    let alias = match config.provider {
        Some(provider) => provider.alias.unwrap_or_default(),
        None if is_chosen => return None,
        None => "",
    };
    Some(eco_format!("{}.{alias}", config.node))
}

fn regions(zones: &Value) -> Vec<EcoString> {
    let one = std::slice::from_ref(zones);
    let zones = zones.as_items().unwrap_or(one).iter();
    let plain = zones.filter(|it| !it.marks.has(Marks::SENSITIVE));
    plain.filter_map(|it| it.as_str().and_then(region)).map(EcoString::from).collect()
}

/// `eu-west-1a` is in `eu-west-1`. Local zones have names of another form.
fn region(zone: &str) -> Option<&str> {
    let region = zone.strip_suffix(|it: char| it.is_ascii_lowercase())?;
    let mut parts = region.rsplit('-');
    let is_number =
        parts.next().is_some_and(|it| it.len() == 1 && it.starts_with(char::is_numeric));
    let parts: Vec<&str> = parts.collect();
    let are_words = parts.iter().all(|it| !it.is_empty() && it.chars().all(char::is_alphabetic));
    (is_number && are_words && (2..=3).contains(&parts.len())).then_some(region)
}
