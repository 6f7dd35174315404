//! A root module and the tree of what it calls. Nodes are made when something asks for them, and what
//! has been worked out of one is kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::instance::{self, Instance, Key};
use super::scope::ModuleScope;
use super::token::Tokens;
use super::{Call, Files, Inputs, Mode, Model, Module, Origin, Resource};
use crate::eval::Value;
use crate::source::Span;
use crate::syntax::Block;

/// Where in the tree a module is.
pub type NodeId = usize;

pub struct Configuration<'m, 'a> {
    pub model: &'m Model<'a>,
    pub(super) inputs: &'m Inputs,
    pub(super) files: &'m dyn Files,
    nodes: Vec<Node<'m, 'a>>,
    /// How many references are open, one in another.
    pub(super) open: BTreeSet<(NodeId, bool, EcoString)>,
    /// Whether tokens stand for what only the provider knows.
    pub(super) tracing: bool,
    pub(super) tokens: Tokens<'m, 'a>,
    mistakes: Vec<Mistake>,
    /// Steps of evaluation that are left for all of it; for tracing apart, which takes nothing from the rest.
    pub(super) budgets: [usize; 2],
    n_instances: usize,
    /// There are more modules than are looked at, and it is told.
    is_cut: bool,
}

/// What is wrong with the configuration as such, so that Terraform would refuse it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Mistake {
    pub span: Span,
    pub message: String,
}

/// A module as it is called from one place.
pub(super) struct Node<'m, 'a> {
    pub(super) module: &'m Module<'a>,
    index: usize,
    pub(super) parent: Option<NodeId>,
    pub(super) call: Option<&'m Call<'a>>,
    /// Which of the instances of the call.
    pub(super) key: Option<Key>,
    /// `module.a["x"].module.b`; empty for the root.
    pub(super) path: EcoString,
    /// `a.b`: without the keys, as Terraform names what it downloads.
    calls: String,
    pub(super) memo: Memo<'a>,
}

/// What has been worked out of one node.
#[derive(Default)]
pub(super) struct Memo<'a> {
    worked: [Worked<'a>; 2],
    /// The keys of the instances of each resource.
    pub(super) keys: HashMap<usize, Arc<[Option<Key>]>>,
    /// The nodes of each call: `None` where it is not on disk.
    children: BTreeMap<&'a str, Option<Arc<[NodeId]>>>,
}

/// The values of names; those with tokens in them apart from those without.
#[derive(Default)]
pub(super) struct Worked<'a> {
    pub(super) locals: HashMap<&'a str, Value>,
    pub(super) variables: HashMap<&'a str, Value>,
    pub(super) outputs: HashMap<&'a str, Value>,
    /// What `each.value` is in the instances of a block, by their keys.
    pub(super) elements: HashMap<Span, Arc<HashMap<EcoString, Value>>>,
    /// All instances of a resource as one value, and one attribute of all of them.
    pub(super) wholes: HashMap<(usize, EcoString), Value>,
}

/// More modules than these in one configuration, or deeper, are not gone into.
const MAX_NODES: usize = 20_000;
const MAX_LEVELS: usize = 32;
/// Instances in one configuration that are looked at one by one.
const MAX_INSTANCES: usize = 300_000;
/// Steps that one configuration may take: seconds, where a real one takes milliseconds.
const BUDGET: usize = 1 << 27;

impl<'m, 'a> Configuration<'m, 'a> {
    pub fn new(
        model: &'m Model<'a>,
        root: usize,
        inputs: &'m Inputs,
        files: &'m dyn Files,
    ) -> Self {
        let node = Node {
            module: &model.modules[root],
            index: root,
            parent: None,
            call: None,
            key: None,
            path: EcoString::new(),
            calls: String::new(),
            memo: Memo::default(),
        };
        let nodes = vec![node];
        let (open, mistakes) = (BTreeSet::new(), Vec::new());
        Configuration {
            model,
            inputs,
            files,
            nodes,
            open,
            tracing: false,
            tokens: Tokens::default(),
            mistakes,
            budgets: [BUDGET, BUDGET / 4],
            n_instances: 0,
            is_cut: false,
        }
    }

    /// The same configuration, of which nothing has been worked out yet but its nodes, which have the same
    /// ids: for another thread.
    #[must_use]
    pub fn anew(&self) -> Self {
        let mut other =
            Configuration::new(self.model, self.nodes[0].index, self.inputs, self.files);
        other.expand();
        other
    }

    /// Goes into every call. The nodes, parents first.
    pub fn expand(&mut self) -> std::ops::Range<NodeId> {
        let mut next = 0;
        while next < self.nodes.len() {
            let calls: Vec<&'a str> = self.nodes[next].module.calls.keys().copied().collect();
            for call in calls {
                self.children(next, call);
            }
            next += 1;
        }
        0..self.nodes.len()
    }

    pub(super) fn node(&self, node: NodeId) -> &Node<'m, 'a> {
        &self.nodes[node]
    }

    pub(super) fn worked(&mut self, node: NodeId) -> &mut Worked<'a> {
        &mut self.nodes[node].memo.worked[usize::from(self.tracing)]
    }

    pub fn module(&self, node: NodeId) -> &'m Module<'a> {
        self.nodes[node].module
    }

    /// The directory of the root module.
    pub fn directory(&self) -> &'a str {
        self.nodes[0].module.directory
    }

    /// `module.a["x"]`; empty for the root.
    pub fn path(&self, node: NodeId) -> &str {
        &self.nodes[node].path
    }

    pub fn scope(&mut self, node: NodeId) -> ModuleScope<'_, 'm, 'a> {
        ModuleScope::new(self, node, None)
    }

    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    pub(super) fn mistake(&mut self, span: Span, message: String) {
        let mistake = Mistake { span, message };
        if !self.mistakes.contains(&mistake) {
            self.mistakes.push(mistake);
        }
    }

    /// Whether the root module says where its state is kept or whom it speaks to: somebody applies it.
    pub fn says_where(&self) -> bool {
        let module = self.nodes[0].module;
        module.has_backend || !module.providers.is_empty()
    }

    /// Whether the root module is one that others call, as far as one can see: it gives something back,
    /// or has to be told something, and nothing shows that Terraform is run in it.
    pub(super) fn is_for_others(&self) -> bool {
        let module = self.nodes[0].module;
        let is_told = !module.values.is_empty() || !module.choices.is_empty();
        let asks = || module.variables.values().any(|it| it.default.is_none());
        !self.says_where()
            && !is_told
            && self.inputs.is_empty()
            && (!module.outputs.is_empty() || asks())
    }

    /// What a variable of the root module is; `None` where it has none of this name.
    pub fn variable(&mut self, name: &str) -> Option<Value> {
        let is_there = self.nodes[0].module.variables.contains_key(name);
        is_there.then(|| self.scope(0).variable(name))
    }

    /// What expressions read.
    pub fn files(&self) -> &'m dyn Files {
        self.files
    }

    /// What `terraform.workspace` is, where somebody said it.
    pub fn workspace(&self) -> Option<&str> {
        self.inputs.workspace.as_deref()
    }

    /// Where a node is called in the files that the user asked about, if it is none of these itself.
    pub fn called_at(&self, node: NodeId) -> Option<&'m Block> {
        let mut at = node;
        let mut block = None;
        while self.nodes[at].module.origin != Origin::Own {
            let node = &self.nodes[at];
            block = node.call.map(|it| it.block);
            at = node.parent?;
        }
        block
    }

    /// Who calls a node, and by which block. `None` for the root.
    pub fn caller(&self, node: NodeId) -> Option<(NodeId, &'a Block)> {
        let node = &self.nodes[node];
        Some((node.parent?, node.call?.block))
    }

    /// The first node that a call of a node makes.
    pub fn called(&mut self, node: NodeId, call: &str) -> Option<NodeId> {
        self.children(node, call)?.first().copied()
    }

    /// The blocks of the calls that lead to a node, outermost first.
    pub fn chain(&self, node: NodeId) -> Vec<&'m Block> {
        let mut chain = Vec::new();
        let mut at = Some(node);
        while let Some(node) = at {
            chain.extend(self.nodes[node].call.map(|it| it.block));
            at = self.nodes[node].parent;
        }
        chain.reverse();
        chain
    }

    /// Why it is not known whether a node is there, and how often.
    pub(super) fn doubt(&self, node: NodeId) -> Option<&Value> {
        let mut at = Some(node);
        while let Some(node) = at {
            if let Some(Key::Unknown(value)) = &self.nodes[node].key {
                return Some(value);
            }
            at = self.nodes[node].parent;
        }
        None
    }

    /// The instances of a resource of a node.
    pub fn instances(&mut self, node: NodeId, resource: &'m Resource<'a>) -> Vec<Instance<'m, 'a>> {
        if instance::is_single(resource.block) {
            return vec![Instance { node, resource, key: None }];
        }
        let index = self.nodes[node].module.resource(resource.mode, resource.kind, resource.name);
        let keys = match index {
            Some(index) => self.keys(node, index),
            None => return Vec::new(),
        };
        keys.iter().map(|key| Instance { node, resource, key: key.clone() }).collect()
    }

    pub(super) fn keys(&mut self, node: NodeId, resource: usize) -> Arc<[Option<Key>]> {
        if let Some(keys) = self.nodes[node].memo.keys.get(&resource) {
            return Arc::clone(keys);
        }
        self.untraced(|it| it.counted(node, resource))
    }

    fn counted(&mut self, node: NodeId, resource: usize) -> Arc<[Option<Key>]> {
        let block = self.nodes[node].module.resources[resource].block;
        let address =
            eco_format!("{}'s number", self.nodes[node].module.resources[resource].address());
        let mut found = Vec::new();
        let circle = self.scope(node).guarded(&address, |scope| {
            found = instance::keys(block, scope);
            Value::null()
        });
        if circle.is_error() {
            found = vec![Some(Key::Unknown(circle))];
        }
        self.n_instances += found.len();
        if self.n_instances > MAX_INSTANCES {
            self.n_instances -= found.len();
            let reason = "there are more instances in this configuration than are looked at";
            found = vec![Some(Key::Unknown(Value::unknown(reason, Some(block.header()))))];
        }
        let keys: Arc<[Option<Key>]> = found.into();
        self.nodes[node].memo.keys.insert(resource, Arc::clone(&keys));
        keys
    }

    /// The nodes of a call, one for each of its instances. `None`: the module is not on disk.
    pub(super) fn children(&mut self, node: NodeId, name: &str) -> Option<Arc<[NodeId]>> {
        let module = self.nodes[node].module;
        let (name, call) = module.calls.get_key_value(name)?;
        if let Some(children) = self.nodes[node].memo.children.get(name) {
            return children.clone();
        }
        let children = self.untraced(|it| it.made(node, name, call));
        self.nodes[node].memo.children.insert(name, children.clone());
        children
    }

    fn made(&mut self, node: NodeId, name: &str, call: &'m Call<'a>) -> Option<Arc<[NodeId]>> {
        let calls = match self.nodes[node].calls.as_str() {
            "" => name.to_owned(),
            calls => format!("{calls}.{name}"),
        };
        let root = self.nodes[0].module.directory;
        let target = self.model.target(self.nodes[node].module, call, root, &calls)?;
        if self.calls_itself(node, target, call) {
            return Some(Arc::new([]));
        }
        let mut keys = Vec::new();
        let circle = self.scope(node).guarded(&eco_format!("module.{name}'s number"), |scope| {
            keys = instance::keys(call.block, scope);
            Value::null()
        });
        if circle.is_error() {
            keys = vec![Some(Key::Unknown(circle))];
        }
        if self.nodes.len() + keys.len() > MAX_NODES {
            let reason = "there are more modules in this configuration than are looked at";
            keys = vec![Some(Key::Unknown(Value::unknown(reason, Some(call.block.header()))))];
        }
        // Each of them may call many others, and these as well.
        if self.nodes.len() >= MAX_NODES {
            if !mem::replace(&mut self.is_cut, true) {
                let words = format!(
                    "more than {MAX_NODES} modules are called, and the rest is not looked at"
                );
                self.mistake(call.block.header(), words);
            }
            return Some(Arc::new([]));
        }
        let parent = self.nodes[node].path.clone();
        let dot = if parent.is_empty() { "" } else { "." };
        let first = self.nodes.len();
        for key in keys {
            let suffix = key.as_ref().map(Key::suffix).unwrap_or_default();
            self.nodes.push(Node {
                module: &self.model.modules[target],
                index: target,
                parent: Some(node),
                call: Some(call),
                key,
                path: eco_format!("{parent}{dot}module.{name}{suffix}"),
                calls: calls.clone(),
                memo: Memo::default(),
            });
        }
        Some((first..self.nodes.len()).collect())
    }

    /// Terraform would never come to an end with it, and says so.
    fn calls_itself(&mut self, node: NodeId, target: usize, call: &Call<'a>) -> bool {
        let mut at = Some(node);
        let mut levels = 0;
        while let Some(node) = at {
            levels += 1;
            if self.nodes[node].index == target || levels > MAX_LEVELS {
                let directory = self.model.modules[target].directory;
                let shown = if directory.is_empty() { "." } else { directory };
                self.mistake(call.block.header(), format!("the module {shown} calls itself"));
                return true;
            }
            at = self.nodes[node].parent;
        }
        false
    }

    /// The values of the outputs of the root module.
    pub fn outputs(&mut self) -> BTreeMap<&'a str, Value> {
        let names: Vec<&'a str> = self.nodes[0].module.outputs.keys().copied().collect();
        names.into_iter().map(|name| (name, self.scope(0).output(name))).collect()
    }

    /// Every managed resource of every node, with its node.
    pub fn resources(&mut self) -> Vec<(NodeId, &'m Resource<'a>)> {
        let nodes = self.expand();
        let mut resources = Vec::new();
        for node in nodes {
            let module = self.nodes[node].module;
            let managed = module.resources.iter().filter(|it| it.mode == Mode::Managed);
            resources.extend(managed.map(|it| (node, it)));
        }
        resources
    }
}
