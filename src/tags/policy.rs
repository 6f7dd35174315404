//! Which policies hold where: those of the settings, one that was imported, or the one that holds where nobody says
//! anything.

use std::sync::{Arc, LazyLock};

use crate::settings::{Layers, TagKey, TagPolicy};

/// All policies of a run.
#[derive(Clone, Copy, Debug)]
pub struct Policies<'p> {
    layers: &'p Layers,
    imported: Option<&'p Arc<TagPolicy>>,
}

impl<'p> Policies<'p> {
    pub fn new(layers: &'p Layers, imported: Option<&'p Arc<TagPolicy>>) -> Policies<'p> {
        Policies { layers, imported }
    }

    /// The policies for what stands in a file; never empty.
    pub fn at(&self, path: &str) -> Vec<Arc<TagPolicy>> {
        let mut all = self.layers.tags(path);
        all.extend(self.imported.cloned());
        if all.is_empty() {
            all.push(Arc::clone(&USUAL));
        }
        all
    }
}

/// Service, environment and tier, in any case, and by the names that people use for them.
static USUAL: LazyLock<Arc<TagPolicy>> = LazyLock::new(|| {
    let key = |name: &str, synonyms: &[&str]| TagKey {
        name: name.into(),
        is_required: true,
        synonyms: synonyms.iter().map(|it| (*it).into()).collect(),
        any_case: true,
        ..TagKey::default()
    };
    Arc::new(TagPolicy {
        keys: vec![
            key(
                "service",
                &[
                    "svc",
                    "application",
                    "app",
                    "project",
                    "component",
                    "product",
                    "system",
                    "workload",
                ],
            ),
            key("environment", &["env", "stage"]),
            key("tier", &["layer", "role"]),
        ],
        ..TagPolicy::default()
    })
});
