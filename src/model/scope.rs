//! What names mean in a module.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::{EcoString, eco_format};

use super::instance::Key;
use super::{Instance, Module, instance};
use crate::eval::{self, Resolved, Scope, Value};
use crate::source::Span;
use crate::syntax::{Expr, Step};

/// What has been worked out of one module, kept between evaluations.
#[derive(Debug, Default)]
pub struct Memo<'a> {
    locals: BTreeMap<&'a str, Value>,
    variables: BTreeMap<&'a str, Value>,
    /// Which resources each resource is named in. Made when a rule asks.
    references: Option<HashMap<(&'a str, &'a str), Vec<usize>>>,
    /// Being worked out just now: to meet one of these again is a circle.
    open: BTreeSet<EcoString>,
}

/// References nested deeper than this are unknown.
const MAX_DEPTH: usize = 64;

/// The names of a module, as its expressions see them; inside of an instance also `each` and `count`.
pub struct ModuleScope<'m, 'a> {
    pub module: &'m Module<'a>,
    pub memo: &'m mut Memo<'a>,
    /// The instance around the expression.
    pub key: Option<Key>,
    /// The iterators of the `dynamic` blocks around the expression, innermost last.
    pub iterators: Vec<(EcoString, Value)>,
}

impl<'m, 'a> ModuleScope<'m, 'a> {
    pub fn new(module: &'m Module<'a>, memo: &'m mut Memo<'a>) -> Self {
        ModuleScope { module, memo, key: None, iterators: Vec::new() }
    }

    pub fn evaluate(&mut self, expr: &Expr) -> Value {
        eval::evaluate(expr, self)
    }

    /// The same module, from inside of an instance.
    pub fn inside(&mut self, key: Option<&Key>) -> ModuleScope<'_, 'a> {
        let key = key.cloned();
        let iterators = Vec::new();
        ModuleScope { module: self.module, memo: self.memo, key, iterators }
    }

    fn variable(&mut self, name: &str) -> Value {
        let Some((name, variable)) = self.module.variables.get_key_value(name) else {
            return Value::error(eco_format!("there is no variable `{name}`"));
        };
        if let Some(value) = self.memo.variables.get(name) {
            return value.clone();
        }
        let set = self.module.values.get(name).copied();
        let value = match (self.module.called, set, variable.default) {
            (true, ..) => {
                Value::unknown(eco_format!("var.{name} is set by those who call this module"), None)
            }
            (false, Some(expr), _) | (false, None, Some(expr)) => {
                let value = self.inside(None).evaluate(expr);
                variable.kind.map_or(value.clone(), |kind| eval::converted(&value, kind))
            }
            (false, None, None) => {
                Value::unknown(eco_format!("var.{name} has no default and no tfvars sets it"), None)
            }
        };
        self.memo.variables.insert(name, value.clone());
        value
    }

    fn local(&mut self, name: &str) -> Value {
        let Some((name, expr)) = self.module.locals.get_key_value(name) else {
            return Value::error(eco_format!("there is no local value `{name}`"));
        };
        if let Some(value) = self.memo.locals.get(name) {
            return value.clone();
        }
        let value =
            self.guarded(&eco_format!("local.{name}"), |scope| scope.inside(None).evaluate(expr));
        self.memo.locals.insert(name, value.clone());
        value
    }

    /// Works something out unless it is being worked out already.
    fn guarded(&mut self, what: &EcoString, work: impl FnOnce(&mut Self) -> Value) -> Value {
        if self.memo.open.len() >= MAX_DEPTH {
            return Value::unknown("references are nested too deeply to work out", None);
        }
        if !self.memo.open.insert(what.clone()) {
            return Value::error(eco_format!("{what} refers to itself"));
        }
        let value = work(self);
        self.memo.open.remove(what);
        value
    }

    /// `aws_sqs_queue.q.name`: what the configuration says of a resource that has one instance.
    fn resource(&mut self, kind: &str, steps: &[Step]) -> Resolved {
        let [Step::Attribute(name), rest @ ..] = steps else {
            return Resolved {
                value: Value::error(eco_format!("there is nothing named `{kind}`")),
                steps: 0,
            };
        };
        let Some(resource) = self.module.resource(kind, &name.text) else {
            let value = Value::error(eco_format!("there is no resource {kind}.{}", name.text));
            return Resolved { value, steps: 1 };
        };
        let address = resource.address();
        let [Step::Attribute(attribute), ..] = rest else {
            let value = Value::unknown(eco_format!("{address} is known only after apply"), None);
            return Resolved { value, steps: steps.len() };
        };
        let single = instance::is_single(resource.block) && resource.overridden.is_none();
        let expr = resource.block.body.attribute(&attribute.text).filter(|_| single);
        let value = match expr {
            Some(it) => {
                let what = eco_format!("{address}.{}", attribute.text);
                self.guarded(&what, |scope| scope.inside(None).evaluate(&it.expr))
            }
            None => Value::unknown(
                eco_format!("{address}.{} is known only after apply", attribute.text),
                None,
            ),
        };
        Resolved { value, steps: 2 }
    }
}

impl Scope for ModuleScope<'_, '_> {
    fn resolve(&mut self, root: &str, steps: &[Step], _span: Span) -> Resolved {
        if let Some((_, value)) = self.iterators.iter().rev().find(|(name, _)| name == root) {
            return Resolved { value: value.clone(), steps: 0 };
        }
        let first = match steps.first() {
            Some(Step::Attribute(name)) => Some(name.text.as_str()),
            _ => None,
        };
        let value = match (root, first) {
            ("var", Some(name)) => self.variable(name),
            ("local", Some(name)) => self.local(name),
            ("each", Some(name)) => Key::each(self.key.as_ref(), name),
            ("count", Some("index")) => Key::index(self.key.as_ref()),
            ("path", Some("root" | "module")) => match self.module.directory {
                "" => Value::from("."),
                directory => Value::from(directory),
            },
            ("path" | "terraform", _) => {
                let named = named(root, steps);
                Value::unknown(eco_format!("{named} depends on where Terraform is run"), None)
            }
            ("data", _) => {
                let named = named(root, steps);
                let value =
                    Value::unknown(eco_format!("{named} is read when Terraform plans"), None);
                return Resolved { value, steps: steps.len() };
            }
            ("module", _) => {
                let named = named(root, &steps[..steps.len().min(1)]);
                let value =
                    Value::unknown(eco_format!("outputs of {named} are not followed yet"), None);
                return Resolved { value, steps: steps.len() };
            }
            ("self", _) => Value::unknown("self is known only after apply", None),
            _ => return self.resource(root, steps),
        };
        Resolved { value, steps: 1 }
    }
}

/// A reference as written, as far as it names one thing.
fn named(root: &str, steps: &[Step]) -> EcoString {
    let mut text = EcoString::from(root);
    for step in steps.iter().take(2) {
        match step {
            Step::Attribute(name) => text.push_str(&eco_format!(".{}", name.text)),
            _ => break,
        }
    }
    text
}

/// The instances of every resource of a module that refers to an address: `referrers` in rules.
pub fn referrers<'m, 'a>(
    scope: &mut ModuleScope<'m, 'a>,
    kind: &str,
    address: (&str, &str),
) -> Vec<Instance<'m, 'a>> {
    let module = scope.module;
    let references = scope.memo.references.get_or_insert_with(|| module.references());
    let from: Vec<usize> = references.get(&address).cloned().unwrap_or_default();
    let resources = from.into_iter().map(|index| &module.resources[index]);
    resources.filter(|it| it.kind == kind).flat_map(|it| instance::instances(it, scope)).collect()
}
