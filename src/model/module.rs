//! One directory of Terraform: its blocks, sorted by what they are.

use std::collections::{BTreeMap, HashMap};

use crate::source::{Span, joined};
use crate::syntax::{Block, Body, Expr, ExprKind, Step};

use super::{File, FileKind};

#[derive(Debug)]
pub struct Module<'a> {
    /// As reports print it; `""` where the user stands.
    pub directory: &'a str,
    pub variables: BTreeMap<&'a str, Variable<'a>>,
    pub locals: BTreeMap<&'a str, &'a Expr>,
    /// In the order of the files.
    pub resources: Vec<Resource<'a>>,
    /// Where in `resources` the one of a type and a name is.
    by_address: HashMap<(&'a str, &'a str), usize>,
    /// The sources of the modules that it calls.
    pub calls: Vec<&'a str>,
    /// What values files say: the later file wins.
    pub values: BTreeMap<&'a str, &'a Expr>,
    /// Something in this run calls it.
    pub called: bool,
}

#[derive(Debug)]
pub struct Variable<'a> {
    pub default: Option<&'a Expr>,
    /// `string`, `number`, `bool` or `set`; the others change little and are taken as they are.
    pub kind: Option<&'a str>,
}

/// A `resource` block.
#[derive(Debug)]
pub struct Resource<'a> {
    pub kind: &'a str,
    pub name: &'a str,
    pub block: &'a Block,
    /// Where an override file changes it.
    pub overridden: Option<Span>,
}

impl Resource<'_> {
    pub fn address(&self) -> String {
        format!("{}.{}", self.kind, self.name)
    }
}

impl<'a> Module<'a> {
    pub(super) fn new(directory: &'a str, files: &[&'a File]) -> Module<'a> {
        let mut module = Module {
            directory,
            variables: BTreeMap::new(),
            locals: BTreeMap::new(),
            resources: Vec::new(),
            by_address: HashMap::new(),
            calls: Vec::new(),
            values: BTreeMap::new(),
            called: false,
        };
        let mut of_module: Vec<_> = files.iter().filter(|it| it.kind == FileKind::Module).collect();
        of_module.sort_by_key(|it| is_override(&it.path));
        for file in of_module {
            for block in &file.tree.body.blocks {
                module.block(block, is_override(&file.path));
            }
        }
        for file in in_order_of_precedence(files) {
            let values = file.tree.body.attributes.iter();
            module.values.extend(values.map(|it| (it.name.text.as_str(), &it.expr)));
        }
        module
    }

    fn block(&mut self, block: &'a Block, overrides: bool) {
        match (block.kind.text.as_str(), block.label(0), block.label(1)) {
            ("resource", Some(kind), Some(name)) if overrides => {
                if let Some(index) = self.by_address.get(&(kind, name)) {
                    self.resources[*index].overridden = Some(block.header());
                }
            }
            ("resource", Some(kind), Some(name)) => {
                self.by_address.insert((kind, name), self.resources.len());
                self.resources.push(Resource { kind, name, block, overridden: None });
            }
            ("variable", Some(name), None) => {
                let default = block.body.attribute("default").map(|it| &it.expr);
                let kind = block.body.attribute("type").and_then(|it| type_name(&it.expr));
                self.variables.insert(name, Variable { default, kind });
            }
            ("locals", None, None) => {
                let locals = block.body.attributes.iter();
                self.locals.extend(locals.map(|it| (it.name.text.as_str(), &it.expr)));
            }
            ("module", Some(_), None) => self.calls.extend(string(&block.body, "source")),
            _ => {}
        }
    }

    pub fn resource(&self, kind: &str, name: &str) -> Option<&Resource<'a>> {
        Some(&self.resources[*self.by_address.get(&(kind, name))?])
    }

    /// Which resources each resource is named in, as indices: by type and name.
    pub(super) fn references(&self) -> HashMap<(&'a str, &'a str), Vec<usize>> {
        let mut references: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (index, resource) in self.resources.iter().enumerate() {
            named_in(&resource.block.body, &mut |kind, name| {
                if self.by_address.contains_key(&(kind, name)) {
                    let from = references.entry((kind, name)).or_default();
                    if from.last() != Some(&index) {
                        from.push(index);
                    }
                }
            });
        }
        references
    }

    /// The directories that this module calls by a relative path.
    pub(super) fn local_calls(&self) -> Vec<String> {
        let sources = self.calls.iter();
        let local = sources.filter(|it| it.starts_with("./") || it.starts_with("../"));
        local.map(|source| joined(self.directory, source)).collect()
    }
}

/// `override.tf`, `x_override.tf` and their JSON change what the other files say.
fn is_override(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    stem == "override" || stem.ends_with("_override")
}

/// Shows every `type.name` that an expression in the body starts with.
fn named_in<'a>(body: &'a Body, visit: &mut dyn FnMut(&'a str, &'a str)) {
    for attribute in &body.attributes {
        attribute.expr.walk(&mut |expr| {
            if let ExprKind::Traversal(it) = &expr.kind
                && let ExprKind::Variable(root) = &it.base.kind
                && let Some(Step::Attribute(name)) = it.steps.first()
            {
                visit(root, &name.text);
            }
        });
    }
    for block in &body.blocks {
        named_in(&block.body, visit);
    }
}

fn type_name(kind: &Expr) -> Option<&str> {
    match &kind.kind {
        ExprKind::Variable(name) => Some(name),
        ExprKind::Call(call) if call.name.text == "set" => Some("set"),
        _ => None,
    }
}

fn string<'a>(body: &'a Body, name: &str) -> Option<&'a str> {
    match &body.attribute(name)?.expr.kind {
        ExprKind::String(text) => Some(text),
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
