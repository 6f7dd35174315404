//! What was asked of the graph before: each question is worked out once in a configuration.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ecow::EcoString;

use crate::eval::Value;
use crate::graph::{Answer, Exit, Graph, Role, ThingId, Trigger, World};
use crate::model::Configuration;
use crate::source::Span;

/// What was asked before, for all rules and things of a configuration.
#[derive(Default)]
pub(in crate::graph) struct Memo {
    triggers: HashMap<ThingId, Arc<Answer<Trigger>>>,
    roles: HashMap<ThingId, Arc<Role>>,
    exits: HashMap<ThingId, Arc<Answer<Exit>>>,
    pub(super) values: HashMap<(&'static str, ThingId), Value>,
    callers: Option<Callers>,
    /// What the outputs of the root module name.
    exported: Option<Arc<HashSet<ThingId>>>,
    /// What modules that are not on disk are given, and by which call.
    given: Option<Arc<HashMap<ThingId, (EcoString, Span)>>>,
}

type Callers = Arc<Vec<(ThingId, Arc<Role>)>>;

impl<'m, 'a> World<'m, 'a> {
    pub(super) fn triggers(
        &mut self,
        graph: &Graph<'m, 'a>,
        function: ThingId,
    ) -> Arc<Answer<Trigger>> {
        if let Some(known) = self.memo.triggers.get(&function) {
            return Arc::clone(known);
        }
        let found = Arc::new(graph.triggers(function, &mut self.configuration));
        self.memo.triggers.insert(function, Arc::clone(&found));
        found
    }

    /// The role of a thing: many things share one.
    pub(super) fn role(&mut self, graph: &Graph<'m, 'a>, thing: ThingId) -> Arc<Role> {
        let role = graph.runs_as(thing);
        if let Some(known) = role.and_then(|it| self.memo.roles.get(&it)) {
            return Arc::clone(known);
        }
        let found = Arc::new(graph.role(thing, &mut self.configuration));
        if let Some(role) = role {
            self.memo.roles.insert(role, Arc::clone(&found));
        }
        found
    }

    pub(super) fn exported(&mut self, graph: &Graph<'m, 'a>) -> Arc<HashSet<ThingId>> {
        if let Some(known) = &self.memo.exported {
            return Arc::clone(known);
        }
        let values = self.configuration.traced(Configuration::outputs);
        let tokens = values.values().flat_map(crate::model::tokens);
        let targets = tokens.filter_map(|it| self.configuration.target(it));
        let things: HashSet<ThingId> = targets.flat_map(|it| graph.targets(it)).collect();
        let things = Arc::new(things);
        self.memo.exported = Some(Arc::clone(&things));
        things
    }

    /// The module that is not on disk and that a thing is given to: whatever names it may be in there.
    pub(in crate::graph) fn given(
        &mut self,
        graph: &Graph<'m, 'a>,
        thing: ThingId,
    ) -> Option<(EcoString, Span)> {
        if let Some(known) = &self.memo.given {
            return known.get(&thing).cloned();
        }
        let mut given = HashMap::new();
        for (module, span, values) in self.configuration.traced(Configuration::given_away) {
            for token in values.iter().flat_map(crate::model::tokens) {
                let Some(target) = self.configuration.target(token) else { continue };
                for thing in graph.targets(target) {
                    given.entry(thing).or_insert_with(|| (module.clone(), span));
                }
            }
        }
        let found = given.get(&thing).cloned();
        self.memo.given = Some(Arc::new(given));
        found
    }

    /// Every function with its role.
    pub(super) fn callers(&mut self, graph: &Graph<'m, 'a>) -> Callers {
        let found = || Arc::new(graph.callers(&mut self.configuration));
        Arc::clone(self.memo.callers.get_or_insert_with(found))
    }

    pub(super) fn exits(&mut self, graph: &Graph<'m, 'a>, subnet: ThingId) -> Arc<Answer<Exit>> {
        if let Some(known) = self.memo.exits.get(&subnet) {
            return Arc::clone(known);
        }
        let found = Arc::new(graph.exits(subnet, &mut self.configuration));
        self.memo.exits.insert(subnet, Arc::clone(&found));
        found
    }
}
