//! In which region a resource is: what it says itself, what its provider says, what the availability zones
//! of the same provider say, and otherwise the one that was given, or the cloud's first.

use ecow::EcoString;

use super::bill::Region;
use crate::eval::{Marks, Value};
use crate::graph::{ThingId, World};
use crate::model::Instance;

/// A cloud: the prefix of its types, the attributes that say where something is, and the region whose
/// prices are known best.
struct Cloud {
    prefix: &'static str,
    attributes: &'static [&'static str],
    reference: &'static str,
}

const CLOUDS: &[Cloud] = &[
    Cloud { prefix: "aws_", attributes: &["region"], reference: "us-east-1" },
    Cloud {
        prefix: "google_",
        attributes: &["region", "location", "zone"],
        reference: "us-central1",
    },
    Cloud { prefix: "azurerm_", attributes: &["location"], reference: "eastus" },
];

pub(super) fn of<'m, 'a>(
    instance: &Instance<'m, 'a>,
    thing: Option<ThingId>,
    given: Option<&str>,
    world: &mut World<'m, 'a>,
) -> Region {
    let kind = instance.resource.kind;
    let Some(cloud) = CLOUDS.iter().find(|it| kind.starts_with(it.prefix)) else {
        return Region::Global;
    };
    let own = cloud
        .attributes
        .iter()
        .find_map(|name| plain(cloud, &instance.attribute(name, &mut world.configuration)));
    if let Some(region) = own.or_else(|| near(cloud, thing, world)) {
        return Region::Known(region);
    }
    let provider = instance.provider(&world.configuration);
    let said = cloud
        .attributes
        .iter()
        .find_map(|name| plain(cloud, &provider.attribute(name, &mut world.configuration)));
    match said.or_else(|| zoned(cloud, instance, world)) {
        Some(region) => Region::Known(region),
        None => Region::Assumed(given.unwrap_or(cloud.reference).into()),
    }
}

/// A provider is in one region, which the zones of what it makes tell.
fn zoned<'m, 'a>(
    cloud: &Cloud,
    instance: &Instance<'m, 'a>,
    world: &mut World<'m, 'a>,
) -> Option<EcoString> {
    if cloud.prefix == "aws_" { world.region_by_zones(instance) } else { None }
}

/// Azure's parts are where the whole is.
fn near(cloud: &Cloud, thing: Option<ThingId>, world: &mut World<'_, '_>) -> Option<EcoString> {
    let thing = thing.filter(|_| cloud.prefix == "azurerm_")?;
    let graph = world.graph();
    let mut others = graph.refs(thing).map(|it| it.to);
    others.find_map(|it| {
        let other = &graph.things[it].instance;
        plain(cloud, &other.attribute("location", &mut world.configuration))
    })
}

/// A region as the price book calls it.
fn plain(cloud: &Cloud, value: &Value) -> Option<EcoString> {
    let text = value.as_str().filter(|it| !it.is_empty())?;
    if value.marks.has(Marks::SENSITIVE) {
        return Some("(sensitive)".into());
    }
    match cloud.prefix {
        // `West Europe` and `westeurope` are the same.
        "azurerm_" => Some(text.to_lowercase().replace(' ', "").into()),
        "google_" => Some(without_zone(&text.to_lowercase()).into()),
        _ => Some(text.into()),
    }
}

/// `europe-west1-b` is in `europe-west1`.
fn without_zone(text: &str) -> &str {
    match text.rsplit_once('-') {
        Some((region, zone)) if zone.len() == 1 && region.contains('-') => region,
        _ => text,
    }
}
