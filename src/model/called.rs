//! References to modules: their outputs, of one instance or of all.

use ecow::{EcoString, eco_format};

use super::instance::{self, Key};
use super::scope::ModuleScope;
use super::{Call, Configuration, NodeId, Origin};
use crate::eval::{self, Access, Resolved, Type, Value};
use crate::source::Span;

impl ModuleScope<'_, '_, '_> {
    /// `module.x.y`, `module.x[0].y`, `module.x["k"].y`, `module.x[*].y`, or all of it.
    pub(super) fn called(&mut self, steps: &[Access<'_>]) -> Resolved {
        let [Access::Attribute(name), rest @ ..] = steps else {
            return Resolved {
                value: Value::unknown("`module` alone means nothing", None),
                steps: 0,
            };
        };
        let module = self.module();
        let Some(call) = module.calls.get(name) else {
            let value = Value::unknown(eco_format!("there is no module `{name}`"), None);
            return Resolved { value, steps: steps.len() };
        };
        let Some(children) = self.configuration.children(self.at, name) else {
            let value = Value::unknown(missing(name, call.source), Some(call.block.header()));
            return Resolved { value, steps: steps.len() };
        };
        let single = call.block.body.attribute("count").is_none()
            && call.block.body.attribute("for_each").is_none();
        if single {
            let Some(child) = children.first() else {
                let value = Value::unknown(eco_format!("module.{name} calls itself"), None);
                return Resolved { value, steps: steps.len() };
            };
            let (value, taken) = self.of_child(*child, rest);
            return Resolved { value, steps: 1 + taken };
        }
        self.of_children(&children, call.block.body.attribute("for_each").is_some(), rest)
    }

    /// An output of one instance, or all of them as an object; and how many steps it took.
    fn of_child(&mut self, child: NodeId, steps: &[Access<'_>]) -> (Value, usize) {
        match steps.first() {
            Some(Access::Attribute(output)) => (self.of(child, None).output(output), 1),
            _ => {
                let names: Vec<&str> =
                    self.configuration.module(child).outputs.keys().copied().collect();
                let mut scope = self.of(child, None);
                let outputs = names.into_iter().map(|it| (it.into(), scope.output(it)));
                (Value::object(outputs.collect()), 0)
            }
        }
    }

    fn of_children(&mut self, children: &[NodeId], by_key: bool, steps: &[Access<'_>]) -> Resolved {
        let keys: Vec<Option<Key>> =
            children.iter().map(|it| self.configuration.node(*it).key.clone()).collect();
        if let Some(Some(Key::Unknown(value))) = keys.last() {
            return Resolved {
                value: eval::of_unknown(value, Type::Unknown),
                steps: steps.len() + 1,
            };
        }
        if let Some(Access::Index(index)) = steps.first() {
            match instance::chosen(&keys, index) {
                Ok(Some(at)) => {
                    let (value, taken) = self.of_child(children[at], &steps[1..]);
                    return Resolved { value: value.marked(index.marks), steps: 2 + taken };
                }
                Ok(None) => {
                    let value = Value::error("the module has no instance with this key");
                    return Resolved { value, steps: steps.len() + 1 };
                }
                Err(unknown) => return Resolved { value: unknown, steps: steps.len() + 1 },
            }
        }
        // Of all instances one output, without working out the others.
        if let [Access::FullSplat | Access::AttributeSplat, Access::Attribute(output), ..] = steps
            && !by_key
        {
            let one = |value| Value::object([((*output).into(), value)].into());
            let values = children.iter().map(|it| one(self.of(*it, None).output(output))).collect();
            return Resolved { value: Value::tuple(values), steps: 1 };
        }
        let values: Vec<Value> = children.iter().map(|it| self.of_child(*it, &[]).0).collect();
        let value = instance::gathered(&keys, values, by_key);
        Resolved { value, steps: 1 }
    }
}

/// A call of a module that is not on disk.
#[derive(Clone, Debug)]
pub struct MissingModule {
    /// `module.network.module.nat`
    pub address: EcoString,
    /// The module that calls it, empty for the root.
    pub within: EcoString,
    pub span: Span,
    pub reason: EcoString,
}

impl Configuration<'_, '_> {
    /// The calls of modules that are not on disk, except those that are made no times.
    pub fn absent(&mut self) -> Vec<MissingModule> {
        let mut absent = Vec::new();
        for node in self.expand() {
            for (name, call) in &self.module(node).calls {
                if self.children(node, name).is_some()
                    || instance::keys(call.block, &mut self.scope(node)).is_empty()
                {
                    continue;
                }
                let within = self.path(node);
                let dot = if within.is_empty() { "" } else { "." };
                let address = eco_format!("{within}{dot}module.{name}");
                let reason = missing(name, call.source);
                absent.push(MissingModule {
                    address,
                    within: within.into(),
                    span: call.block.header(),
                    reason,
                });
            }
        }
        absent
    }
}

impl<'m, 'a> Configuration<'m, 'a> {
    /// The call that somebody wrote for the stand-in that a node is in, and the module that it stands in.
    fn stand_in(&self, node: NodeId) -> Option<(NodeId, NodeId, &'m Call<'a>)> {
        let mut at = node;
        loop {
            let parent = self.node(at).parent?;
            match self.module(parent).origin {
                Origin::Stub => at = parent,
                _ => return Some((parent, at, self.node(at).call?)),
            }
        }
    }

    /// What somebody says to the stand-in that a node is in, by the names of its arguments. Names that are
    /// not asked for are not worked out.
    pub fn told_stand_in(
        &mut self,
        node: NodeId,
        asked: impl Fn(&str) -> bool,
    ) -> Vec<(&'a str, Value)> {
        let Some((parent, at, call)) = self.stand_in(node) else { return Vec::new() };
        let key = self.node(at).key.clone();
        let key = self.traced_key(parent, call.block, key.as_ref());
        let mut scope = ModuleScope::new(self, parent, key);
        let attributes = call.block.body.attributes.iter();
        let asked = attributes.filter(|it| asked(&it.name.text));
        asked.map(|it| (it.name.text.as_str(), scope.evaluate(&it.expr))).collect()
    }
}

impl Configuration<'_, '_> {
    /// What modules that are not on disk are given: the address of each, and its arguments.
    pub fn given_away(&mut self) -> Vec<(EcoString, Span, Vec<Value>)> {
        const ABOUT: &[&str] = &["count", "for_each", "providers", "source", "version"];
        let mut given = Vec::new();
        for node in self.expand() {
            let calls = &self.module(node).calls;
            let calls: Vec<_> = calls.iter().map(|(name, it)| (*name, it.block)).collect();
            for (name, block) in calls {
                if self.children(node, name).is_some() {
                    continue;
                }
                let arguments = block.body.attributes.iter();
                let arguments = arguments.filter(|it| !ABOUT.contains(&it.name.text.as_str()));
                let mut scope = self.scope(node);
                let values = arguments.map(|it| scope.evaluate(&it.expr)).collect();
                let path = self.path(node);
                let dot = if path.is_empty() { "" } else { "." };
                given.push((eco_format!("{path}{dot}module.{name}"), block.header(), values));
            }
        }
        given
    }
}

/// Why nothing is known of a module.
fn missing(name: &str, source: Option<&str>) -> EcoString {
    match source {
        Some(source) if source.starts_with('.') => {
            eco_format!(
                "module.{name} is not on disk: there is no Terraform in {source}, or it is outside of the repository"
            )
        }
        Some(_) => eco_format!("module.{name} is not on disk (run terraform init, or add a stub)"),
        None => eco_format!("module.{name} does not say where its module is"),
    }
}
