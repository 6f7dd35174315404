//! What is in a stand-in is told where the user calls it: its text is not on the user's disk.

use std::collections::BTreeSet;

use super::{Drawing, Worker};
use crate::graph::{Graph, ThingId};
use crate::model::{Configuration, Origin};
use crate::source::{FileId, Span};
use crate::syntax::Block;

/// Whose the places are.
pub(super) struct Own {
    /// Where each thing's module is called in the user's files, if it is not one of these.
    calls: Vec<Option<Span>>,
    /// The files of stand-ins.
    foreign: BTreeSet<FileId>,
}

impl Own {
    pub(super) fn new(graph: &Graph<'_, '_>, configuration: &Configuration<'_, '_>) -> Own {
        let calls = graph
            .things
            .iter()
            .map(|it| configuration.called_at(it.instance.node).map(Block::header));
        let modules = configuration.model.modules.iter();
        let blocks = modules.filter(|it| it.origin == Origin::Stub).flat_map(|it| {
            let variables = it.variables.values().map(|it| it.block);
            variables.chain(it.resources.iter().map(|it| it.block))
        });
        Own { calls: calls.collect(), foreign: blocks.map(|it| it.header().file).collect() }
    }

    pub(super) fn place(&self, thing: ThingId, span: Span) -> Span {
        let call = self.calls[thing].filter(|_| self.foreign.contains(&span.file));
        call.unwrap_or(span)
    }

    /// Every place of a drawing as the user knows it.
    pub(super) fn places(&self, drawing: &mut Drawing) {
        for edge in &mut drawing.edges {
            edge.span = self.place(edge.from, edge.span);
        }
        let unknown = drawing.workers.iter_mut().flat_map(|it| &mut it.unknown);
        for blind in drawing.blind.iter_mut().chain(&mut drawing.unclear).chain(unknown) {
            blind.span = self.place(blind.from, blind.span);
        }
        for flow in &mut drawing.flows {
            // Either says it, or what ties the two together beside them.
            flow.span = self.place(flow.to, self.place(flow.from, flow.span));
        }
        drawing.workers.iter_mut().for_each(|it| self.of_worker(it));
    }

    fn of_worker(&self, worker: &mut Worker) {
        let thing = worker.thing;
        for trigger in &mut worker.triggers {
            trigger.span = self.place(thing, self.place(trigger.through, trigger.span));
        }
        for front in &mut worker.fronts {
            front.span = self.place(thing, self.place(front.through, front.span));
        }
        for exit in &mut worker.exits {
            exit.span = self.place(exit.table, self.place(exit.by, exit.span));
        }
        for invoker in &mut worker.invokers {
            let by = invoker.function;
            for span in invoker.allowed.iter_mut().chain(&mut invoker.named) {
                *span = self.place(by, *span);
            }
        }
        for reach in &mut worker.databases {
            for span in &mut reach.evidence {
                *span = self.place(reach.database, self.place(thing, *span));
            }
        }
    }
}
