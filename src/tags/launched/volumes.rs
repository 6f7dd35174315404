//! The block devices of an `aws_instance`: its own tags do not reach them.

use ecow::{EcoString, eco_format};

use super::{Cx, Launched, part};
use crate::eval::Value;
use crate::tags::effective::{Effective, Source, why};
use crate::tags::own;
use crate::tags::table::taggable;

/// `volume_tags` for all of them, or the tags of each; below them what the provider gives to all, where its version
/// does so.
pub(super) fn of_instance(cx: &mut Cx<'_, '_, '_>) -> Vec<Launched> {
    let below = below(cx);
    let all = cx.attribute("volume_tags");
    if own::unwatches(cx.instance, "volume_tags") {
        let reason = "lifecycle leaves `volume_tags` to others";
        let effective = Effective::unknown(why(reason, Some(cx.instance.resource.block.header())));
        let (what, attribute) = ("its volumes".into(), "volume_tags");
        return vec![Launched { what, effective, attribute, value: "", is_all: false }];
    }
    if !all.is_null() {
        return vec![volume("its volumes".into(), &all, below, "volume_tags")];
    }
    let (roots, unknown) = cx.blocks("root_block_device");
    let root = roots.first().map_or_else(Value::null, |it| part(it, "tags"));
    let (devices, more) = cx.blocks("ebs_block_device");
    // The provider refuses `volume_tags` beside the tags of a device.
    let mut of_devices = devices.iter().map(|it| part(it, "tags"));
    let is_apart = !root.is_null() || of_devices.any(|it| !it.is_null());
    let attribute = if is_apart { "root_block_device.tags" } else { "volume_tags" };
    let root = volume("its root volume".into(), &root, below.clone(), attribute);
    let mut volumes = vec![root];
    for device in &devices {
        let what = match part(device, "device_name").as_str() {
            Some(name) => eco_format!("its volume {name}"),
            None => "one of its volumes".into(),
        };
        volumes.push(volume(what, &part(device, "tags"), below.clone(), "ebs_block_device.tags"));
    }
    if let Some(unknown) = unknown {
        volumes[0].effective.open(unknown);
    }
    if let Some(unknown) = more {
        let what = "its other volumes".into();
        let effective = Effective::unknown(unknown);
        volumes.push(Launched { what, effective, ..volumes[0].clone() });
    }
    volumes
}

fn volume(what: EcoString, tags: &Value, below: Effective, attribute: &'static str) -> Launched {
    let mut effective = below;
    Effective::of_map(tags, Source::Own).over(&mut effective);
    Launched { what, effective, attribute, value: "", is_all: false }
}

/// What a volume has where nothing is said of it.
fn below(cx: &mut Cx<'_, '_, '_>) -> Effective {
    let templates = cx.named(&["launch_template"], &["aws_launch_template"]);
    let mut tags = cx.specified(&templates, "volume");
    if let Some(unknown) = cx.silent("root_block_device") {
        tags.open(unknown);
    }
    let Some(taggable) = taggable(cx.instance.resource.kind) else { return tags };
    let given = cx.defaults.of(cx.instance, taggable, cx.configuration);
    match cx.defaults.reach_devices(cx.configuration) {
        Some(true) => given.tags.clone().over(&mut tags),
        Some(false) => {}
        None => {
            let reason = "default tags reach block devices from version 5.39 of the provider on, and which version this is does not show";
            let unknown = why(reason, None);
            for name in given.tags.tags.keys() {
                if !tags.tags.contains_key(name) {
                    tags.leave_open(name, &unknown);
                }
            }
            if let Some(unknown) = &given.tags.open {
                tags.open(unknown.clone());
            }
        }
    }
    tags.doubts.extend(given.ignored.iter().cloned());
    tags
}
