//! What some of the things of a configuration say of others.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ecow::{EcoString, eco_format};

use super::MAX_EDGES;
use crate::eval::{Kind, Value};
use crate::graph::{Blind, Edge, Graph, Path, Place, ThingId, name};
use crate::model::{Configuration, Key, Mode, Said, Target, found};
use crate::source::Span;

/// A name that is written out, and means something once all names are known.
pub(super) struct Written {
    pub(super) thing: ThingId,
    pub(super) path: EcoString,
    pub(super) span: Span,
    pub(super) text: EcoString,
}

/// Something that failed, and where it is said.
pub(super) struct Failed {
    pub(super) thing: ThingId,
    pub(super) blind: usize,
    pub(super) span: Span,
}

/// All that was found. Nothing of it depends on which other things were asked.
#[derive(Default)]
pub(super) struct Found<'a> {
    pub(super) names: Vec<((&'a str, EcoString), ThingId)>,
    pub(super) name_of: Vec<(ThingId, EcoString)>,
    pub(super) places: Vec<(ThingId, Place)>,
    pub(super) outward: Vec<ThingId>,
    pub(super) inward: Vec<ThingId>,
    pub(super) edges: Vec<Edge>,
    pub(super) blind: Vec<Blind>,
    pub(super) written: Vec<Written>,
    pub(super) failed: Vec<Failed>,
}

/// What is being asked: a graph that has its things, but no links yet.
struct Part<'g, 'm, 'a> {
    graph: &'g Graph<'m, 'a>,
    made: Found<'a>,
    /// The regions of providers, by their modules and aliases.
    regions: HashMap<EcoString, Option<EcoString>>,
    /// The edges of the thing that is being asked.
    seen: HashSet<(ThingId, EcoString)>,
}

/// Why a link is not followed.
pub(super) const TOO_MANY: &str = "there are more links in this configuration than are followed";

pub(super) fn part<'m, 'a>(
    things: Range<ThingId>,
    graph: &Graph<'m, 'a>,
    configuration: &mut Configuration<'m, 'a>,
) -> Found<'a> {
    let (made, regions, seen) = (Found::default(), HashMap::new(), HashSet::new());
    let mut part = Part { graph, made, regions, seen };
    configuration.traced(|configuration| {
        for thing in things {
            let said = graph.things[thing].instance.said(configuration);
            part.names(thing, &said, configuration);
            part.firewall(thing, &said);
            part.place(thing, &said, configuration);
            part.follow(thing, &said, configuration);
        }
    });
    part.made
}

impl<'m, 'a> Part<'_, 'm, 'a> {
    /// Remembers what a thing is called.
    fn names(&mut self, thing: ThingId, said: &[Said], configuration: &Configuration<'_, '_>) {
        let resource = self.graph.things[thing].instance.resource;
        if resource.mode != Mode::Managed {
            return;
        }
        for said in said.iter().filter(|it| name::names(&it.path)) {
            let Some(traced) = said.value.as_str().filter(|it| !it.is_empty()) else { continue };
            let plain = configuration.plain(traced);
            if let Some(text) = plain.clone().filter(|it| !it.is_empty()) {
                self.made.name_of.push((thing, text));
            }
            // What nobody knows yet is the same name where it is made of the same things.
            let name = plain.unwrap_or_else(|| configuration.spelled(traced));
            self.made.names.push(((resource.kind, name), thing));
        }
    }

    /// Where a thing with an ARN is, or what a data source says of that.
    fn place(&mut self, thing: ThingId, said: &[Said], configuration: &mut Configuration<'m, 'a>) {
        let it = &self.graph.things[thing];
        let is_about = ["aws_caller_identity", "aws_region"].contains(&it.kind());
        if !is_about && name::arn_of(it.kind()).is_none() {
            return;
        }
        let config = it.instance.provider(configuration);
        let alias = config.provider.and_then(|it| it.alias).unwrap_or_default();
        let mut provider = eco_format!("{}.{alias}", config.node);
        let mut region = self.regions.get(&provider).cloned().unwrap_or_else(|| {
            let region = config.attribute("region", configuration);
            region.as_str().and_then(|it| configuration.plain(it))
        });
        self.regions.entry(provider.clone()).or_insert_with(|| region.clone());
        let own = |name: &str| said.iter().find(|it| it.path == name).map(|it| it.value.clone());
        if let Some(own) = own("region").filter(|it| !it.is_null()) {
            region = own.as_str().and_then(|it| configuration.plain(it));
            provider = eco_format!("{provider}, thing {thing}");
        }
        let path = own("path").filter(|it| !it.is_null());
        let path = path.map(|it| {
            let plain = it.as_str().and_then(|it| configuration.plain(it));
            plain.map_or(Path::Unknown, Path::Known)
        });
        self.made.places.push((thing, Place { region, provider, path }));
    }

    /// Which rules of firewalls are about the way out, and which groups let themselves in.
    fn firewall(&mut self, thing: ThingId, said: &[Said]) {
        let is_rule = match self.graph.things[thing].kind() {
            "aws_security_group_rule" => true,
            "aws_security_group" => false,
            _ => return,
        };
        for said in said {
            match (said.path.as_str(), said.value.as_str(), said.value.as_bool()) {
                ("type", Some("egress"), _) if is_rule => self.made.outward.push(thing),
                ("self", _, Some(true)) if is_rule => self.made.inward.push(thing),
                ("ingress.self", _, Some(true)) => self.made.inward.push(thing),
                _ => {}
            }
        }
    }

    fn follow(&mut self, thing: ThingId, said: &[Said], configuration: &Configuration<'m, 'a>) {
        self.seen.clear();
        for said in said {
            let mut reason = self.value(thing, said, &said.value, true, configuration);
            for part in &said.parts {
                self.value(thing, said, part, false, configuration);
            }
            let unknown = said.value.first_unknown();
            let span = unknown.and_then(|it| it.at).unwrap_or(said.span);
            if let Some(unknown) = unknown {
                reason = Some(unknown.reason.clone());
                if unknown.error {
                    let (blind, span) = (self.made.blind.len(), said.span);
                    self.made.failed.push(Failed { thing, blind, span });
                }
            }
            if let Some(reason) = reason {
                let attribute = said.path.clone();
                self.made.blind.push(Blind { from: thing, attribute, span, reason });
            }
            if self.made.edges.len() < MAX_EDGES {
                self.texts(thing, said, &said.value, configuration);
            }
        }
    }

    /// Follows the tokens of a value. The reason why there may be more in it.
    fn value(
        &mut self,
        thing: ThingId,
        said: &Said,
        value: &Value,
        certain: bool,
        configuration: &Configuration<'m, 'a>,
    ) -> Option<EcoString> {
        if self.made.edges.len() >= MAX_EDGES {
            return Some(TOO_MANY.into());
        }
        let (tokens, is_cut) = found(value);
        let mut reason = is_cut.then(|| "a part of a name is cut off".into());
        for target in tokens.into_iter().filter_map(|it| configuration.target(it)) {
            let one = certain && !matches!(target.instance.key, Some(Key::Unknown(_)));
            for to in self.graph.targets(target) {
                self.push(thing, to, said, target.attribute.clone(), one);
            }
            if reason.is_none() && name::is_open(target) {
                reason = Some(why_open(target));
            }
        }
        reason
    }

    fn push(&mut self, from: ThingId, to: ThingId, said: &Said, names: EcoString, certain: bool) {
        let attribute = said.path.clone();
        if from != to && self.seen.insert((to, attribute.clone())) {
            let span = said.span;
            self.made.edges.push(Edge { from, to, attribute, span, names, certain });
        }
    }

    /// Keeps the texts that may be names.
    fn texts(
        &mut self,
        thing: ThingId,
        said: &Said,
        value: &Value,
        configuration: &Configuration<'m, 'a>,
    ) {
        match &value.kind {
            Kind::String(text) => {
                let text = configuration.plain(text).unwrap_or_else(|| configuration.spelled(text));
                let reads = !self.graph.things[thing].is_managed() && name::identifies(&said.path);
                if reads || name::meant(&said.path, &text).next().is_some() {
                    let (path, span) = (said.path.clone(), said.span);
                    self.made.written.push(Written { thing, path, span, text });
                }
            }
            Kind::Sequence(it) => {
                it.items().iter().for_each(|it| self.texts(thing, said, it, configuration));
            }
            Kind::Object(it) => {
                it.entries().values().for_each(|it| self.texts(thing, said, it, configuration));
            }
            _ => {}
        }
    }
}

fn why_open(target: &Target<'_, '_>) -> EcoString {
    let address = target.instance.resource.address();
    eco_format!("what {address}.{} is, is not in this configuration", target.attribute)
}
