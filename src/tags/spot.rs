//! Where a key could be added so that a resource has it: objects that are written out and reach its tags, and blocks
//! that have none yet.

use std::collections::BTreeSet;

use super::audit::Bearer;
use super::table::Tags;
use crate::model::{Configuration, NodeId, Origin};
use crate::source::Span;
use crate::syntax::{Block, Expr, ExprKind, Step, Traversal};

/// A place that a key can be added to.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    pub at: At<'a>,
    pub what: What<'a>,
    /// The module that it stands in, as the configuration knows it.
    pub node: NodeId,
    /// `tags`, `labels`, `default_tags`.
    pub attribute: &'static str,
}

/// What there is to write into.
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    /// An object that is written out.
    Object(&'a Expr),
    /// A block that lacks the attribute.
    Block(&'a Block),
}

/// What the place is, for those who read of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What<'a> {
    /// What a provider gives to all.
    Defaults,
    Local(&'a str),
    Variable(&'a str),
    /// An argument of a `module` block.
    Argument,
    /// The resource itself.
    Own,
}

impl Spot<'_> {
    pub fn span(&self) -> Span {
        match self.at {
            At::Object(expr) => expr.span,
            At::Block(block) => block.header(),
        }
    }
}

/// References are not followed further than this.
const MAX_DEPTH: usize = 16;

/// The spots of one resource.
pub(super) fn spots<'m, 'a>(
    bearer: &Bearer<'m, 'a>,
    configuration: &mut Configuration<'m, 'a>,
) -> Vec<Spot<'a>> {
    let taggable = bearer.taggable;
    let (node, attribute) = (bearer.instance.node, taggable.attribute);
    let mut search = Search { configuration, attribute, found: Vec::new(), seen: BTreeSet::new() };
    search.own(bearer.instance.resource.block, node);
    if let Some(provider) = bearer.provider.provider.filter(|_| bearer.takes_defaults) {
        search.defaults(provider.block, bearer.provider.node, taggable.tags);
    }
    search.found
}

struct Search<'c, 'm, 'a> {
    configuration: &'c mut Configuration<'m, 'a>,
    attribute: &'static str,
    found: Vec<Spot<'a>>,
    seen: BTreeSet<Span>,
}

impl<'a> Search<'_, '_, 'a> {
    /// What the resource says, in the block that its attribute belongs into: `settings.user_labels`.
    fn own(&mut self, resource: &'a Block, node: NodeId) {
        let mut block = resource;
        while let Some((outer, rest)) = self.attribute.split_once('.') {
            let Some(inner) = block.body.blocks.iter().find(|it| it.kind.text == outer) else {
                return;
            };
            (block, self.attribute) = (inner, rest);
        }
        // Where each tag is a block of its own, the old list of them is not written into.
        let is_listed = self.attribute == "tag" && block.body.attribute("tags").is_some();
        match block.body.attribute(self.attribute) {
            Some(written) => self.expr(&written.expr, node, What::Own, 0),
            None if is_listed => {}
            None => self.block(block, node, What::Own),
        }
    }

    /// Nothing is written in the files of others.
    fn add(&mut self, at: At<'a>, node: NodeId, what: What<'a>) {
        if self.configuration.module(node).origin == Origin::Own {
            self.found.push(Spot { at, what, node, attribute: self.attribute });
        }
    }

    /// A resource without tags; in what others wrote, the call that leads there.
    fn block(&mut self, block: &'a Block, node: NodeId, what: What<'a>) {
        match self.configuration.module(node).origin {
            Origin::Own => self.add(At::Block(block), node, what),
            // Whatever the module calls it, it is no map.
            _ if self.attribute == "tag" => {}
            _ => {
                let Some((caller, call)) = self.configuration.caller(node) else { return };
                match call.body.attribute(self.attribute) {
                    Some(it) => self.expr(&it.expr, caller, What::Argument, 0),
                    None => self.block(call, caller, What::Argument),
                }
            }
        }
    }

    fn defaults(&mut self, provider: &'a Block, node: NodeId, tags: Tags) {
        let outside = self.attribute;
        self.attribute = if tags.is_aws() { "default_tags" } else { "default_labels" };
        let block = provider.body.blocks("default_tags").next();
        let written = match block {
            Some(block) => block.body.attribute("tags"),
            None => provider.body.attribute(self.attribute),
        };
        let is_dynamic = provider.body.blocks("dynamic").next().is_some();
        match (written, block) {
            (Some(written), _) => self.expr(&written.expr, node, What::Defaults, 0),
            (None, None) if !is_dynamic => self.add(At::Block(provider), node, What::Defaults),
            _ => {}
        }
        self.attribute = outside;
    }

    /// Every object that is written out and is part of a value.
    fn expr(&mut self, expr: &'a Expr, node: NodeId, what: What<'a>, depth: usize) {
        if depth > MAX_DEPTH || !self.seen.insert(expr.span) {
            return;
        }
        let depth = depth + 1;
        match &expr.kind {
            ExprKind::Object(_) => self.add(At::Object(expr), node, what),
            ExprKind::Parens(inner) => self.expr(inner, node, what, depth),
            ExprKind::Conditional(it) => {
                match self.configuration.scope(node).evaluate(&it.condition).as_bool() {
                    Some(true) => self.expr(&it.then, node, what, depth),
                    Some(false) => self.expr(&it.otherwise, node, what, depth),
                    None => {}
                }
            }
            ExprKind::Call(call) => {
                let parts = match &*call.name.text {
                    "merge" => call.args.as_slice(),
                    "tomap" | "coalesce" | "try" => call.args.get(..1).unwrap_or_default(),
                    _ => &[],
                };
                for it in parts {
                    self.expr(it, node, what, depth);
                }
            }
            ExprKind::Traversal(it) => self.reference(it, node, what, depth),
            _ => {}
        }
    }

    fn reference(&mut self, it: &'a Traversal, node: NodeId, what: What<'a>, depth: usize) {
        let ExprKind::Variable(root) = &it.base.kind else { return };
        let steps: Vec<&'a str> = it.steps.iter().map_while(name).collect();
        if steps.len() != it.steps.len() {
            return;
        }
        let module = self.configuration.module(node);
        match (root.as_str(), steps.as_slice()) {
            ("local", [name, rest @ ..]) => {
                let Some((name, expr)) = module.locals.get_key_value(name) else { return };
                let what = if what == What::Defaults { what } else { What::Local(name) };
                if let Some(expr) = within(expr, rest) {
                    self.expr(expr, node, what, depth);
                }
            }
            ("var", [name, rest @ ..]) => self.variable(name, rest, node, what, depth),
            ("module", [call, output]) => {
                let Some(child) = self.configuration.called(node, call) else { return };
                let outputs = &self.configuration.module(child).outputs;
                let value = outputs.get(output).and_then(|it| it.body.attribute("value"));
                if let Some(value) = value {
                    self.expr(&value.expr, child, what, depth);
                }
            }
            _ => {}
        }
    }

    /// What the caller gives, or who says what the root's variables are.
    fn variable(
        &mut self,
        name: &'a str,
        rest: &[&'a str],
        node: NodeId,
        what: What<'a>,
        depth: usize,
    ) {
        if let Some((caller, call)) = self.configuration.caller(node) {
            match call.body.attribute(name) {
                Some(given) => {
                    if let Some(expr) = within(&given.expr, rest) {
                        self.expr(expr, caller, What::Argument, depth);
                    }
                }
                // The call can be given it.
                None if name == self.attribute && rest.is_empty() => {
                    self.block(call, caller, What::Argument);
                }
                None => {}
            }
            return;
        }
        let module = self.configuration.module(node);
        let Some((name, variable)) = module.variables.get_key_value(name) else { return };
        let said = module.values.get(name).copied().or(variable.default);
        let what = if what == What::Defaults { what } else { What::Variable(name) };
        if let Some(expr) = said.and_then(|it| within(it, rest)) {
            self.expr(expr, node, what, depth);
        }
    }
}

fn name(step: &Step) -> Option<&str> {
    match step {
        Step::Attribute(name) => Some(&name.text),
        Step::Index(it) => match &it.kind {
            ExprKind::String(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// What stands under these keys of an object that is written out.
fn within<'a>(expr: &'a Expr, keys: &[&str]) -> Option<&'a Expr> {
    let [key, rest @ ..] = keys else { return Some(expr) };
    let ExprKind::Object(items) = &expr.kind else { return None };
    let item =
        items.iter().rfind(|it| matches!(&it.key.kind, ExprKind::String(it) if it == key))?;
    within(&item.value, rest)
}
