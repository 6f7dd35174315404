//! What a resource launches that is billed and tagged apart: instances of a group, tasks of a service, volumes.

use super::effective::Effective;
use crate::graph::World;
use crate::model::Instance;

/// Something that is launched, and its tags.
#[derive(Clone, Debug)]
pub struct Launched {
    /// `its instances`, `its tasks`, `its volumes`.
    pub what: &'static str,
    pub effective: Effective,
    /// The attribute of the resource that would hand its tags on: `propagate_tags`.
    pub attribute: &'static str,
    /// Whether what it costs is all of what the resource costs.
    pub is_all: bool,
}

/// What a resource launches.
pub fn launched<'m, 'a>(
    _instance: &Instance<'m, 'a>,
    _own: &Effective,
    _world: &mut World<'m, 'a>,
) -> Vec<Launched> {
    Vec::new()
}
