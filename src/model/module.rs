//! One directory of Terraform: its blocks, sorted by what they are.

use std::collections::{BTreeMap, HashMap};

use crate::source::{Span, joined};
use crate::syntax::{Block, Body, Expr, ExprKind, Step};

use super::{File, FileKind, Origin, Part};

#[derive(Debug)]
pub struct Module<'a> {
    /// As reports print it; `""` where the user stands.
    pub directory: &'a str,
    pub origin: Origin,
    pub variables: BTreeMap<&'a str, Variable<'a>>,
    pub locals: BTreeMap<&'a str, &'a Expr>,
    pub outputs: BTreeMap<&'a str, &'a Block>,
    /// In the order of the files: managed ones, data sources, and ephemeral ones.
    pub resources: Vec<Resource<'a>>,
    /// Where in `resources` the one of a mode, a type and a name is.
    by_address: HashMap<(Mode, &'a str, &'a str), usize>,
    pub calls: BTreeMap<&'a str, Call<'a>>,
    pub providers: Vec<Provider<'a>>,
    /// The `terraform` blocks.
    pub settings: Vec<&'a Block>,
    /// What values files say: the later file wins.
    pub values: BTreeMap<&'a str, &'a Expr>,
    /// What files of values say that Terraform reads only when it is told to, with their paths.
    pub choices: BTreeMap<&'a str, Vec<(&'a str, &'a Expr)>>,
    /// It says where its state is kept, so people run Terraform here.
    pub has_backend: bool,
    /// The files that all of this is from, in their order; what values may be chosen from comes last.
    pub parts: Vec<Part>,
}

#[derive(Debug)]
pub struct Variable<'a> {
    pub block: &'a Block,
    pub default: Option<&'a Expr>,
}

/// A `module` block.
#[derive(Debug)]
pub struct Call<'a> {
    pub block: &'a Block,
    pub source: Option<&'a str>,
    pub version: Option<&'a str>,
}

/// A `provider` block.
#[derive(Debug)]
pub struct Provider<'a> {
    pub name: &'a str,
    pub alias: Option<&'a str>,
    pub block: &'a Block,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mode {
    Managed,
    Data,
    Ephemeral,
}

/// A `resource`, `data` or `ephemeral` block.
#[derive(Debug)]
pub struct Resource<'a> {
    pub mode: Mode,
    pub kind: &'a str,
    pub name: &'a str,
    pub block: &'a Block,
}

impl Resource<'_> {
    pub fn address(&self) -> String {
        match self.mode {
            Mode::Managed => format!("{}.{}", self.kind, self.name),
            Mode::Data => format!("data.{}.{}", self.kind, self.name),
            Mode::Ephemeral => format!("ephemeral.{}.{}", self.kind, self.name),
        }
    }
}

impl<'a> Module<'a> {
    pub(super) fn new(directory: &'a str, files: &[&'a File]) -> Module<'a> {
        let mut module = Module {
            directory,
            origin: Origin::Foreign,
            variables: BTreeMap::new(),
            locals: BTreeMap::new(),
            outputs: BTreeMap::new(),
            resources: Vec::new(),
            by_address: HashMap::new(),
            calls: BTreeMap::new(),
            providers: Vec::new(),
            settings: Vec::new(),
            values: BTreeMap::new(),
            choices: BTreeMap::new(),
            has_backend: false,
            parts: files.iter().map(|it| Part::of(it)).collect(),
        };
        for file in files.iter().filter(|it| it.kind == FileKind::Module) {
            if file.origin != Origin::Foreign {
                module.origin = file.origin;
            }
            for block in &file.tree.body.blocks {
                module.block(block);
            }
        }
        for file in in_order_of_precedence(files) {
            let values = file.tree.body.attributes.iter();
            module.values.extend(values.map(|it| (it.name.text.as_str(), &it.expr)));
        }
        module
    }

    pub(super) fn choice(&mut self, file: &'a File) {
        self.parts.push(Part::of(file));
        for it in &file.tree.body.attributes {
            let said = self.choices.entry(it.name.text.as_str()).or_default();
            said.push((file.path.as_str(), &it.expr));
        }
    }

    fn block(&mut self, block: &'a Block) {
        match (block.kind.text.as_str(), block.label(0), block.label(1)) {
            ("resource", Some(kind), Some(name)) => {
                self.resource_of(Mode::Managed, kind, name, block);
            }
            ("data", Some(kind), Some(name)) => self.resource_of(Mode::Data, kind, name, block),
            ("ephemeral", Some(kind), Some(name)) => {
                self.resource_of(Mode::Ephemeral, kind, name, block);
            }
            ("variable", Some(name), None) => {
                let default = block.body.attribute("default").map(|it| &it.expr);
                self.variables.insert(name, Variable { block, default });
            }
            ("output", Some(name), None) => {
                self.outputs.insert(name, block);
            }
            ("locals", None, None) => {
                let locals = block.body.attributes.iter();
                self.locals.extend(locals.map(|it| (it.name.text.as_str(), &it.expr)));
            }
            ("module", Some(name), None) => {
                let (source, version) =
                    (string(&block.body, "source"), string(&block.body, "version"));
                self.calls.insert(name, Call { block, source, version });
            }
            ("provider", Some(name), None) => {
                let alias = string(&block.body, "alias");
                self.providers.push(Provider { name, alias, block });
            }
            ("terraform", None, None) => {
                self.settings.push(block);
                self.has_backend |= keeps_state(block);
            }
            _ => {}
        }
    }

    fn resource_of(&mut self, mode: Mode, kind: &'a str, name: &'a str, block: &'a Block) {
        self.by_address.entry((mode, kind, name)).or_insert(self.resources.len());
        self.resources.push(Resource { mode, kind, name, block });
    }

    /// Where in `resources` one is.
    pub fn resource(&self, mode: Mode, kind: &str, name: &str) -> Option<usize> {
        self.by_address.get(&(mode, kind, name)).copied()
    }
}

impl Call<'_> {
    /// The directory that a relative source leads to.
    pub(super) fn directory(&self, from: &str) -> Option<String> {
        let source = self.source?;
        let relative = source == "."
            || source == ".."
            || source.starts_with("./")
            || source.starts_with("../");
        relative.then(|| joined(from, source))
    }
}

/// Whether a `terraform` block says where state is kept.
pub(super) fn keeps_state(block: &Block) -> bool {
    block.body.blocks.iter().any(|it| matches!(&*it.kind.text, "backend" | "cloud"))
}

/// The text of an attribute that is a plain string.
pub(super) fn string<'a>(body: &'a Body, name: &str) -> Option<&'a str> {
    match &body.attribute(name)?.expr.kind {
        ExprKind::String(text) => Some(text),
        _ => None,
    }
}

/// Whether an attribute says `true`.
pub(super) fn says(body: &Body, name: &str) -> Option<bool> {
    match &body.attribute(name)?.expr.kind {
        ExprKind::Bool(value) => Some(*value),
        _ => None,
    }
}

/// `terraform.tfvars`, then `terraform.tfvars.json`, then `*.auto.tfvars` and their JSON by name.
fn in_order_of_precedence<'a>(files: &[&'a File]) -> Vec<&'a File> {
    let mut files: Vec<_> =
        files.iter().copied().filter(|it| it.kind == FileKind::Values).collect();
    files.sort_by_key(|file| {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let rank = match name {
            "terraform.tfvars" => 0,
            "terraform.tfvars.json" => 1,
            _ => 2,
        };
        (rank, name)
    });
    files
}

/// The locals that refer to each other in a circle: each circle once, in its order.
pub(super) fn circles<'a>(module: &Module<'a>) -> Vec<Vec<(&'a str, Span)>> {
    let mut walk = Walk { module, done: HashMap::new(), path: Vec::new(), found: Vec::new() };
    for name in module.locals.keys() {
        walk.visit(name);
    }
    walk.found
}

struct Walk<'m, 'a> {
    module: &'m Module<'a>,
    /// `false` while it is on the path.
    done: HashMap<&'a str, bool>,
    path: Vec<&'a str>,
    found: Vec<Vec<(&'a str, Span)>>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, name: &str) {
        let Some((name, expr)) = self.module.locals.get_key_value(name) else { return };
        match self.done.get(name) {
            Some(true) => return,
            Some(false) => {
                let start = self.path.iter().position(|it| it == name).unwrap_or(0);
                let circle = self.path[start..].iter();
                self.found.push(circle.map(|it| (*it, self.module.locals[it].span)).collect());
                return;
            }
            None => {}
        }
        // Longer chains than this are left to the evaluator's own limit.
        if self.path.len() > 500 {
            return;
        }
        self.done.insert(name, false);
        self.path.push(name);
        let mut named = Vec::new();
        expr.walk(&mut |it| {
            if let ExprKind::Traversal(it) = &it.kind
                && matches!(&it.base.kind, ExprKind::Variable(root) if root == "local")
                && let Some(Step::Attribute(name)) = it.steps.first()
            {
                named.push(name.text.as_str());
            }
        });
        for name in named {
            self.visit(name);
        }
        self.path.pop();
        self.done.insert(name, true);
    }
}
