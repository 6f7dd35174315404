//! A configuration to its graph: every attribute of every instance is asked, traced, whom it names.

use std::collections::{HashMap, HashSet};

use ecow::{EcoString, eco_format};

use super::{Blind, Edge, Graph, Place, Thing, ThingId, name};
use crate::eval::{Kind, Value};
use crate::model::{Configuration, Key, Mode, Said, Target, found};
use crate::source::Span;

/// More links than these are not followed: a hostile configuration could have a thousand for each line.
const MAX_EDGES: usize = 500_000;

/// A name that is written out, and means something once all names are known.
struct Written {
    thing: ThingId,
    path: EcoString,
    span: Span,
    text: EcoString,
}

/// What is being made.
#[derive(Default)]
struct Made<'m, 'a> {
    graph: Graph<'m, 'a>,
    written: Vec<Written>,
    /// The regions of providers, by their modules and aliases.
    regions: HashMap<EcoString, Option<EcoString>>,
    /// The edges of the thing that is being asked.
    seen: HashSet<(ThingId, EcoString)>,
    failed: Vec<Failed>,
}

/// Something that failed, and where it is said.
struct Failed {
    thing: ThingId,
    blind: usize,
    span: Span,
}

pub(super) fn graph<'m, 'a>(configuration: &mut Configuration<'m, 'a>) -> Graph<'m, 'a> {
    let mut made = Made::default();
    things(&mut made.graph, configuration);
    configuration.traced(|configuration| {
        for thing in 0..made.graph.things.len() {
            let said = made.graph.things[thing].instance.said(configuration);
            made.names(thing, &said, configuration);
            made.firewall(thing, &said);
            made.place(thing, &said, configuration);
            made.follow(thing, &said, configuration);
        }
    });
    made.literals();
    made.reasons(configuration);
    let mut graph = made.graph;
    one_and_the_same(&mut graph);
    index(&mut graph);
    graph
}

fn things<'m, 'a>(graph: &mut Graph<'m, 'a>, configuration: &mut Configuration<'m, 'a>) {
    for node in configuration.expand() {
        let module = configuration.module(node);
        for resource in module.resources.iter().filter(|it| it.mode != Mode::Ephemeral) {
            for instance in configuration.instances(node, resource) {
                let id = graph.things.len();
                let key = (node, resource.mode, resource.kind, resource.name);
                graph.by_resource.entry(key).or_default().push(id);
                if resource.mode == Mode::Managed {
                    graph.by_kind.entry(resource.kind).or_default().push(id);
                }
                let doubt = instance.doubt(configuration).cloned();
                let address = instance.address(configuration);
                graph.by_address.entry(address.clone()).or_insert(id);
                graph.things.push(Thing { instance, address, doubt });
            }
        }
    }
}

impl<'m, 'a> Made<'m, 'a> {
    /// Remembers what a thing is called.
    fn names(&mut self, thing: ThingId, said: &[Said], configuration: &Configuration<'_, '_>) {
        let graph = &mut self.graph;
        let resource = graph.things[thing].instance.resource;
        if resource.mode != Mode::Managed {
            return;
        }
        for said in said.iter().filter(|it| name::names(&it.path)) {
            let Some(traced) = said.value.as_str().filter(|it| !it.is_empty()) else { continue };
            let plain = configuration.plain(traced);
            if let Some(text) = plain.clone().filter(|it| !it.is_empty()) {
                graph.name_of.entry(thing).or_insert(text);
            }
            // What nobody knows yet is the same name where it is made of the same tokens.
            let name = plain.unwrap_or_else(|| traced.into());
            graph.names.entry((resource.kind, name)).or_insert(thing);
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
        self.graph.places.insert(thing, Place { region, provider, path });
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
                ("type", Some("egress"), _) if is_rule => _ = self.graph.outward.insert(thing),
                ("self", _, Some(true)) if is_rule => _ = self.graph.inward.insert(thing),
                ("ingress.self", _, Some(true)) => _ = self.graph.inward.insert(thing),
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
                    let (blind, span) = (self.graph.blind.len(), said.span);
                    self.failed.push(Failed { thing, blind, span });
                }
            }
            if let Some(reason) = reason {
                let attribute = said.path.clone();
                self.graph.blind.push(Blind { from: thing, attribute, span, reason });
            }
            if self.graph.edges.len() < MAX_EDGES {
                self.texts(thing, said, &said.value, configuration);
            }
        }
    }

    /// With a token in the place of a value something may fail that would not have. The true reason is the
    /// one without.
    fn reasons(&mut self, configuration: &mut Configuration<'m, 'a>) {
        for failed in self.failed.chunk_by(|one, next| one.thing == next.thing) {
            let said = self.graph.things[failed[0].thing].instance.said(configuration);
            for Failed { blind, span, .. } in failed {
                let blind = &mut self.graph.blind[*blind];
                let mut same =
                    said.iter().filter(|it| it.path == blind.attribute && it.span == *span);
                if let Some(unknown) = same.find_map(|it| it.value.first_unknown()) {
                    blind.reason = unknown.reason.clone();
                    blind.span = unknown.at.unwrap_or(*span);
                }
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
        if self.graph.edges.len() >= MAX_EDGES {
            return Some("there are more links in this configuration than are followed".into());
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
            self.graph.edges.push(Edge { from, to, attribute, span, names, certain });
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
                let text = configuration.plain(text).unwrap_or_else(|| text.clone());
                let reads = !self.graph.things[thing].is_managed() && name::identifies(&said.path);
                if reads || name::meant(&said.path, &text).next().is_some() {
                    let (path, span) = (said.path.clone(), said.span);
                    self.written.push(Written { thing, path, span, text });
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

    /// Names that are written out: `function_name = "orders"`, `arn:aws:sqs:eu-west-1:1:orders`.
    fn literals(&mut self) {
        let edges = self.graph.edges.iter();
        let mut seen: HashSet<(ThingId, ThingId, EcoString)> = match self.written.is_empty() {
            true => HashSet::new(),
            false => edges.map(|it| (it.from, it.to, it.attribute.clone())).collect(),
        };
        for Written { thing: from, path, span, text } in std::mem::take(&mut self.written) {
            let it = self.graph.things[from].instance.resource;
            // A data source says the name of what it reads.
            let reads = it.mode == Mode::Data && name::identifies(&path);
            let reads = reads.then_some((it.kind, text.as_str()));
            let mut meant: Vec<(&str, &str)> = name::meant(&path, &text).collect();
            meant.extend(reads);
            for (kind, name) in meant {
                let Some(to) = self.graph.named(kind, name).filter(|it| *it != from) else {
                    continue;
                };
                if seen.insert((from, to, path.clone())) {
                    let (attribute, names) = (path.clone(), "name".into());
                    let certain = true;
                    self.graph.edges.push(Edge { from, to, attribute, span, names, certain });
                }
            }
        }
    }
}

fn why_open(target: &Target<'_, '_>) -> EcoString {
    let address = target.instance.resource.address();
    eco_format!("what {address}.{} is, is not in this configuration", target.attribute)
}

/// Who names a data source that reads what is made here, names that.
fn one_and_the_same(graph: &mut Graph<'_, '_>) {
    for edge in &graph.edges {
        let (from, to) = (&graph.things[edge.from], &graph.things[edge.to]);
        let is_read = !from.is_managed() && to.is_managed() && from.kind() == to.kind();
        if is_read && edge.certain && name::identifies(&edge.attribute) {
            graph.same.entry(edge.from).or_insert(edge.to);
        }
    }
    let more = graph.edges.iter().filter_map(|edge| {
        let to = *graph.same.get(&edge.to)?;
        (edge.from != to).then(|| Edge { to, ..edge.clone() })
    });
    let more: Vec<Edge> = more.collect();
    graph.edges.extend(more);
}

fn index(graph: &mut Graph<'_, '_>) {
    graph.edges.sort_by_key(|it| it.from);
    graph.from = vec![Vec::new(); graph.things.len()];
    graph.to = vec![Vec::new(); graph.things.len()];
    graph.blind_of = vec![Vec::new(); graph.things.len()];
    for (at, edge) in graph.edges.iter().enumerate() {
        graph.from[edge.from].push(at);
        graph.to[edge.to].push(at);
    }
    for (at, blind) in graph.blind.iter().enumerate() {
        graph.blind_of[blind.from].push(at);
        let resource = graph.things[blind.from].instance.resource;
        graph.blind_in.entry(resource.kind).or_default().push(at);
    }
}
