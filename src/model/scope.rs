//! What names mean in a module of a configuration.

use std::sync::Arc;

use ecow::{EcoString, eco_format};
use globset::GlobBuilder;

use super::configuration::{Node, Worked};
use super::module::says;
use super::{Absent, Configuration, Key, Mode, Module, NodeId, Origin};
use crate::eval::{self, Access, Marks, Reference, Resolved, Scope, Value};
use crate::source::joined;
use crate::syntax::Expr;

/// The names of a module, as its expressions see them; inside of an instance also `each` and `count`.
pub struct ModuleScope<'c, 'm, 'a> {
    pub configuration: &'c mut Configuration<'m, 'a>,
    pub at: NodeId,
    /// The instance around the expression.
    pub key: Option<Key>,
    /// The iterators of the `dynamic` blocks around the expression, innermost last.
    pub(super) iterators: Vec<(EcoString, Value)>,
    /// How deep in other expressions this stands.
    pub(super) depth: usize,
}

/// References nested deeper than this are unknown.
const MAX_OPEN: usize = 250;

impl<'c, 'm, 'a> ModuleScope<'c, 'm, 'a> {
    pub(super) fn new(
        configuration: &'c mut Configuration<'m, 'a>,
        at: NodeId,
        key: Option<Key>,
    ) -> Self {
        ModuleScope { configuration, at, key, iterators: Vec::new(), depth: 0 }
    }

    pub fn evaluate(&mut self, expr: &Expr) -> Value {
        let depth = self.depth;
        eval::evaluate_within(expr, self, depth)
    }

    /// Another module, or this one, from inside of an instance.
    pub(super) fn of(&mut self, at: NodeId, key: Option<Key>) -> ModuleScope<'_, 'm, 'a> {
        let (iterators, depth) = (Vec::new(), self.depth);
        ModuleScope { configuration: self.configuration, at, key, iterators, depth }
    }

    /// The same module, from inside of an instance.
    pub fn inside(&mut self, key: Option<&Key>) -> ModuleScope<'_, 'm, 'a> {
        self.of(self.at, key.cloned())
    }

    pub fn module(&self) -> &'m Module<'a> {
        self.configuration.module(self.at)
    }

    pub(super) fn node(&self) -> &Node<'m, 'a> {
        self.configuration.node(self.at)
    }

    pub(super) fn worked(&mut self) -> &mut Worked<'a> {
        self.configuration.worked(self.at)
    }

    /// The value of a local of this module.
    pub fn local_value(&mut self, name: &str) -> Value {
        self.local(name)
    }

    fn local(&mut self, name: &str) -> Value {
        let module = self.module();
        let Some((name, expr)) = module.locals.get_key_value(name) else {
            return Value::unknown(eco_format!("there is no local value `{name}`"), None);
        };
        if let Some(value) = self.worked().locals.get(name) {
            return value.clone();
        }
        let value =
            self.guarded(&eco_format!("local.{name}"), |scope| scope.inside(None).evaluate(expr));
        self.worked().locals.insert(name, value.clone());
        value
    }

    /// The value of an output of this module.
    pub(super) fn output(&mut self, name: &str) -> Value {
        let module = self.module();
        let Some((name, block)) = module.outputs.get_key_value(name) else {
            return match module.origin {
                Origin::Stub => Value::unknown(
                    eco_format!("the stand-in for this module has no output `{name}`"),
                    None,
                ),
                _ => Value::error(eco_format!("the module has no output `{name}`")),
            };
        };
        if let Some(value) = self.worked().outputs.get(name) {
            return value.clone();
        }
        let Some(expr) = block.body.attribute("value").map(|it| &it.expr) else {
            return Value::unknown(eco_format!("the output `{name}` has no value"), None);
        };
        let what = eco_format!("output.{name}");
        let value = self.guarded(&what, |scope| scope.inside(None).evaluate(expr));
        let sensitive = says(&block.body, "sensitive") == Some(true);
        let value = if sensitive { value.marked(Marks::SENSITIVE) } else { value };
        self.worked().outputs.insert(name, value.clone());
        value
    }

    /// Works something out unless it is being worked out already.
    pub(super) fn guarded(
        &mut self,
        what: &EcoString,
        work: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        if self.configuration.open.len() >= MAX_OPEN {
            return Value::unknown("references are nested too deeply to work out", None);
        }
        let open = (self.at, self.configuration.tracing, what.clone());
        if !self.configuration.open.insert(open.clone()) {
            return Value::error(eco_format!("{what} refers to itself"));
        }
        let value = work(self);
        self.configuration.open.remove(&open);
        value
    }

    fn path(&mut self, name: &str) -> Value {
        let root = self.configuration.directory();
        let module = self.module();
        match (name, module.origin) {
            ("root", _) => Value::from("."),
            ("module", Origin::Stub) => Value::unknown("the module is not on disk", None),
            ("module", _) => Value::from(relative(root, module.directory)),
            _ => Value::unknown(eco_format!("path.{name} depends on where Terraform is run"), None),
        }
    }

    fn terraform(&mut self, name: &str) -> Value {
        match (name, &self.configuration.inputs.workspace) {
            ("workspace", Some(workspace)) => Value::from(workspace.as_str()),
            ("workspace", None) => Value::unknown(
                "terraform.workspace is not said: --workspace, or `workspace` in .skint.hcl",
                None,
            ),
            _ => Value::unknown(
                eco_format!("terraform.{name} depends on how Terraform is run"),
                None,
            ),
        }
    }

    /// A path as Terraform takes it, from the root module's directory.
    fn full(&self, path: &str) -> Result<String, Value> {
        if path.starts_with('/') || path.starts_with('~') {
            return Err(Value::unknown(
                eco_format!("{path} is outside of the repository and is not read"),
                None,
            ));
        }
        Ok(joined(self.configuration.directory(), path))
    }
}

/// The way from one directory to another, as Terraform writes the path of a module.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|it| !it.is_empty()).collect();
    let to: Vec<&str> = to.split('/').filter(|it| !it.is_empty()).collect();
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    let path: Vec<&str> = up.chain(to[common..].iter().copied()).collect();
    if path.is_empty() { ".".to_owned() } else { path.join("/") }
}

impl Scope for ModuleScope<'_, '_, '_> {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let Reference { root, steps, .. } = *reference;
        if let Some((_, value)) = self.iterators.iter().rev().find(|(name, _)| name == root) {
            return Resolved { value: value.clone(), steps: 0 };
        }
        let depth = std::mem::replace(&mut self.depth, reference.depth);
        let resolved = self.named(root, steps);
        self.depth = depth;
        resolved
    }

    fn decisive(&self, value: Value) -> Value {
        match self.configuration.tracing {
            true => self.configuration.decisive(value),
            false => value,
        }
    }

    fn budget(&self) -> usize {
        self.configuration.budgets[usize::from(self.configuration.tracing)]
    }

    fn spent(&mut self, steps: usize) {
        let budget = &mut self.configuration.budgets[usize::from(self.configuration.tracing)];
        *budget = budget.saturating_sub(steps);
    }

    fn read(&mut self, path: &str) -> Result<Arc<[u8]>, Value> {
        let full = self.full(path)?;
        self.configuration.files.read(&full).map_err(|absent| refused(path, absent))
    }

    fn exists(&mut self, path: &str) -> Result<bool, Value> {
        let full = self.full(path)?;
        self.configuration.files.exists(&full).map_err(|absent| refused(path, absent))
    }

    fn list(&mut self, directory: &str, pattern: &str) -> Result<Vec<String>, Value> {
        if pattern.split('/').any(|it| it == "..")
            || pattern.starts_with('/')
            || pattern.contains("[!")
        {
            return Err(Value::unknown("this pattern of files is not followed", None));
        }
        let full = self.full(directory)?;
        let glob = GlobBuilder::new(pattern.trim_start_matches("./"))
            .literal_separator(true)
            .backslash_escape(true)
            .build();
        let glob = glob.map_err(|_| Value::error(eco_format!("\"{pattern}\" is no pattern")))?;
        let matcher = glob.compile_matcher();
        match self.configuration.files.list(&full) {
            Ok(files) => Ok(files.into_iter().filter(|it| matcher.is_match(it)).collect()),
            Err(Absent::Missing | Absent::NoFile) => Ok(Vec::new()),
            Err(absent) => Err(refused(directory, absent)),
        }
    }
}

fn refused(path: &str, absent: Absent) -> Value {
    match absent {
        Absent::Missing => Value::error(eco_format!("there is no file {path}")),
        Absent::NoFile => Value::error(eco_format!("{path} is no file")),
        Absent::Closed(reason) => Value::unknown(reason, None),
    }
}

impl ModuleScope<'_, '_, '_> {
    fn named(&mut self, root: &str, steps: &[Access<'_>]) -> Resolved {
        let first = match steps.first() {
            Some(Access::Attribute(name)) => Some(*name),
            Some(Access::Index(it)) => it.as_str(),
            _ => None,
        };
        let value = match (root, first) {
            ("var", Some(name)) => self.variable(name),
            ("local", Some(name)) => self.local(name),
            ("each", Some(name)) => Key::each(self.key.as_ref(), name),
            ("count", Some("index")) => Key::index(self.key.as_ref()),
            ("path", Some(name)) => self.path(name),
            ("terraform", Some(name)) => self.terraform(name),
            ("module", _) => return self.called(steps),
            ("data", Some(kind)) => return self.resource(Mode::Data, kind, &steps[1..], 1),
            ("ephemeral", Some(kind)) => {
                return self.resource(Mode::Ephemeral, kind, &steps[1..], 1);
            }
            ("resource", Some(kind)) => return self.resource(Mode::Managed, kind, &steps[1..], 1),
            ("self", _) => Value::unknown("self is known only after apply", None),
            ("var" | "local" | "each" | "count" | "path" | "terraform" | "data", _) => {
                Value::unknown(eco_format!("`{root}` alone means nothing"), None)
            }
            _ => return self.resource(Mode::Managed, root, steps, 0),
        };
        Resolved { value, steps: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn the_way_from_one_directory_to_another() {
        assert_eq!(relative("", "modules/x"), "modules/x");
        assert_eq!(relative("envs/prod", "modules/x"), "../../modules/x");
        assert_eq!(relative("envs/prod", "envs/prod"), ".");
    }
}
