//! What a configuration comes to, for a person and for a program: every resource with the values of its
//! attributes, where these come from, and why one is not known.

mod human;
mod json;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::eval::{Kind, Unknown, Value};
use crate::model::{Configuration, Files, Inputs, Instance, Mode, Model, ProviderConfig};
use crate::project::Project;
use crate::source::Span;

pub use human::human;
pub use json::json;

/// What is to be shown.
pub struct Request<'r> {
    pub inputs: &'r Inputs,
    pub files: &'r dyn Files,
    /// Directories that are roots because they were named.
    pub roots: &'r BTreeSet<String>,
    /// A resource, all of its instances, or a module. Everything where there is none.
    pub address: Option<&'r str>,
}

/// One root module.
#[derive(Debug)]
pub struct Shown {
    pub directory: String,
    pub resources: Vec<ShownResource>,
    pub outputs: BTreeMap<String, Value>,
}

/// One instance of a resource.
#[derive(Debug)]
pub struct ShownResource {
    pub address: String,
    pub kind: String,
    pub name: String,
    /// The head of its block.
    pub span: Span,
    /// Why it is not known whether it is there.
    pub doubt: Option<Unknown>,
    pub provider: ShownProvider,
    pub values: Value,
}

#[derive(Debug)]
pub struct ShownProvider {
    pub name: String,
    pub alias: Option<String>,
    pub region: Value,
    /// What it puts on everything that it makes: `default_tags`, `default_labels`.
    pub defaults: Value,
}

/// Works out every root module, in the order of their directories.
pub fn show(project: &Project, request: &Request<'_>) -> Vec<Shown> {
    let model = Model::new(&project.files, &project.links);
    let roots = model.roots(request.roots);
    let shown = roots.par_iter().map(|root| {
        let mut configuration = Configuration::new(&model, *root, request.inputs, request.files);
        of(&mut configuration, request.address)
    });
    let keeps = |it: &Shown| request.address.is_none() || !it.resources.is_empty();
    shown.collect::<Vec<_>>().into_iter().filter(keeps).collect()
}

fn of(configuration: &mut Configuration<'_, '_>, address: Option<&str>) -> Shown {
    let mut resources = Vec::new();
    for (node, resource) in configuration.resources() {
        for instance in configuration.instances(node, resource) {
            let its = instance.address(configuration);
            if address.is_none_or(|wanted| is_meant(&its, wanted)) {
                resources.push(shown(&instance, its, configuration));
            }
        }
    }
    let outputs = match address {
        Some(_) => BTreeMap::new(),
        None => {
            configuration.outputs().into_iter().map(|(name, it)| (name.to_owned(), it)).collect()
        }
    };
    Shown { directory: configuration.directory().to_owned(), resources, outputs }
}

fn shown<'m, 'a>(
    instance: &Instance<'m, 'a>,
    address: String,
    configuration: &mut Configuration<'m, 'a>,
) -> ShownResource {
    debug_assert!(instance.resource.mode == Mode::Managed, "only these are gone through");
    let provider = instance.provider(configuration);
    let own = instance.attribute("region", configuration);
    let region = if own.is_null() { provider.attribute("region", configuration) } else { own };
    let kind = instance.resource.kind;
    let name = provider.provider.map_or(kind.split('_').next().unwrap_or(kind), |it| it.name);
    ShownResource {
        address,
        kind: kind.to_owned(),
        name: instance.resource.name.to_owned(),
        span: instance.resource.block.header(),
        doubt: instance.doubt(configuration).cloned(),
        provider: ShownProvider {
            name: name.to_owned(),
            alias: provider.provider.and_then(|it| it.alias).map(str::to_owned),
            region,
            defaults: defaults(provider, configuration),
        },
        values: instance.to_value(configuration),
    }
}

/// The tags or labels of a provider configuration; null where it has none.
fn defaults<'m, 'a>(
    provider: ProviderConfig<'m, 'a>,
    configuration: &mut Configuration<'m, 'a>,
) -> Value {
    let blocks = provider.attribute("default_tags", configuration);
    match blocks.as_items() {
        Some([block, ..]) => match block.as_object().and_then(|it| it.get("tags")) {
            Some(tags) => tags.clone(),
            None => Value::null(),
        },
        _ if blocks.is_null() => provider.attribute("default_labels", configuration),
        _ => blocks,
    }
}

/// The address itself, an instance of what it says, or something in the module that it says.
fn is_meant(address: &str, wanted: &str) -> bool {
    let rest = address.strip_prefix(wanted);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
}

/// Every value that is not known, with the path to it.
fn unknowns<'v>(value: &'v Value, path: &str, found: &mut Vec<(String, &'v Unknown)>) {
    match &value.kind {
        Kind::Unknown(unknown) => found.push((path.to_owned(), unknown)),
        Kind::Sequence(it) => {
            for (at, item) in it.items().iter().enumerate() {
                unknowns(item, &format!("{path}[{at}]"), found);
            }
        }
        Kind::Object(it) => {
            for (key, item) in it.entries() {
                let dot = if path.is_empty() { "" } else { "." };
                unknowns(item, &format!("{path}{dot}{key}"), found);
            }
            if let Some(unknown) = it.open() {
                found.push((format!("{path}.*"), unknown));
            }
        }
        _ => {}
    }
}
