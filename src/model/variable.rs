//! What the variables of a module are worth: what the caller or the user says, over the default, as one
//! of the type that the variable has.

use ecow::{EcoString, eco_format};

use super::constraint::{Constraint, Literals};
use super::module::{Variable, says};
use super::scope::ModuleScope;
use crate::eval::{self, Kind, Marks, Type, Value};
use crate::source::Span;
use crate::syntax::Expr;

/// What the user says of the variables of root modules, and of the workspace.
#[derive(Debug, Default)]
pub struct Inputs {
    /// `--var` and `--var-file`, in their order: the later one wins.
    pub set: Vec<(String, Input)>,
    /// `TF_VAR_*`, which every file of values wins over.
    pub environment: Vec<(String, Input)>,
    /// What `terraform.workspace` is.
    pub workspace: Option<String>,
}

#[derive(Debug)]
pub enum Input {
    /// An expression of a file of values.
    Expr(Expr),
    /// A text, and where it stands; the expression that it is where the variable is no plain string.
    Text { text: String, span: Span, expr: Option<Expr> },
}

impl ModuleScope<'_, '_, '_> {
    /// The value of a variable of this module.
    pub fn variable(&mut self, name: &str) -> Value {
        let module = self.module();
        let Some((name, variable)) = module.variables.get_key_value(name) else {
            return Value::unknown(eco_format!("there is no variable `{name}`"), None);
        };
        let name = *name;
        if let Some(value) = self.worked().variables.get(name) {
            return value.clone();
        }
        let value = self.guarded(&eco_format!("var.{name}"), |scope| scope.given(name, variable));
        self.worked().variables.insert(name, value.clone());
        value
    }

    fn given(&mut self, name: &str, variable: &Variable<'_>) -> Value {
        let kind = variable.block.body.attribute("type");
        let constraint = kind.map_or_else(Constraint::any, |it| Constraint::read(&it.expr));
        let body = &variable.block.body;
        let mut marks = Marks::default();
        for (attribute, mark) in [("sensitive", Marks::SENSITIVE), ("ephemeral", Marks::EPHEMERAL)]
        {
            if says(body, attribute) == Some(true) {
                marks = marks.and(mark);
            }
        }
        let given = self.argument(name, kind.map(|_| &constraint.kind));
        let given = given.filter(|it| !(it.is_null() && says(body, "nullable") == Some(false)));
        let value = match (given, variable.default) {
            (Some(value), _) => match constraint.applied(&value) {
                // A token stands for a list as well as for a text.
                error if error.is_error() && self.configuration.tracing => value,
                applied => applied,
            },
            (None, Some(default)) => {
                let value = constraint.applied(&eval::evaluate(default, &mut Literals));
                match self.open(name, &constraint, &value) {
                    Some(reason) => {
                        let at = Some(variable.block.header());
                        constraint.applied(&Value::unknown(reason, at))
                    }
                    None => value,
                }
            }
            (None, None) => {
                let at = Some(variable.block.header());
                let reason = match self.node().call.is_some() {
                    true => eco_format!("the call of this module does not set var.{name}"),
                    false => self.chosen(name).unwrap_or_else(|| {
                        eco_format!("var.{name} has no default and no tfvars sets it")
                    }),
                };
                constraint.applied(&Value::unknown(reason, at))
            }
        };
        value.marked(marks)
    }

    /// Why a default of the root module is not what Terraform will take.
    fn open(&self, name: &str, constraint: &Constraint, default: &Value) -> Option<EcoString> {
        if self.node().call.is_some() {
            return None;
        }
        let choices = self.module().choices.get(name);
        let agrees = |(_, it): &(&str, &Expr)| {
            let said = constraint.applied(&eval::evaluate(it, &mut Literals));
            eval::equal(&said, default)
        };
        if choices.is_some_and(|it| !it.iter().all(agrees)) {
            return self.chosen(name);
        }
        let is_empty = match &default.kind {
            Kind::Null(_) => true,
            Kind::String(text) => text.is_empty(),
            Kind::Sequence(it) => it.items().is_empty(),
            Kind::Object(it) => it.entries().is_empty(),
            _ => false,
        };
        (is_empty && self.configuration.is_for_others()).then(|| {
            eco_format!("var.{name} is for a caller to say, and nobody here calls this module")
        })
    }

    /// Who says what a variable of the root module is, once Terraform is told to ask.
    fn chosen(&self, name: &str) -> Option<EcoString> {
        if self.configuration.inputs.has_files() {
            return None;
        }
        let choices = self.module().choices.get(name)?;
        Some(match choices.as_slice() {
            [(path, _)] => eco_format!("var.{name} is said in {path}: --var-file {path} takes it"),
            [(path, _), rest @ ..] => eco_format!(
                "var.{name} is said in {} files of values, {path} for one: --var-file takes one",
                rest.len() + 1
            ),
            [] => return None,
        })
    }

    /// What the caller says, or the user. `None` where nobody says anything.
    fn argument(&mut self, name: &str, kind: Option<&Type>) -> Option<Value> {
        let node = self.node();
        if let (Some(call), Some(parent)) = (node.call, node.parent) {
            let argument = call.block.body.attribute(name)?;
            let key = node.key.clone();
            let key = self.configuration.traced_key(parent, call.block, key.as_ref());
            let mut outside = self.of(parent, key);
            return Some(outside.evaluate(&argument.expr));
        }
        let literal = |expr: &Expr| eval::evaluate(expr, &mut Literals);
        let inputs = self.configuration.inputs;
        if let Some((_, input)) = inputs.set.iter().rev().find(|(it, _)| it == name) {
            return Some(input.value(kind));
        }
        if let Some(expr) = self.module().values.get(name) {
            return Some(literal(expr));
        }
        let environment = inputs.environment.iter().find(|(it, _)| it == name);
        environment.map(|(_, input)| input.value(kind))
    }
}

impl Inputs {
    /// Whether the user says which files of values are meant.
    fn has_files(&self) -> bool {
        self.set.iter().any(|(_, it)| matches!(it, Input::Expr(_)))
    }

    /// Whether nothing was said at all.
    pub(super) fn is_empty(&self) -> bool {
        self.set.is_empty() && self.environment.is_empty() && self.workspace.is_none()
    }
}

impl Input {
    /// A text is itself where the variable is a string, a number, a bool, or says no type; and otherwise
    /// an expression.
    fn value(&self, kind: Option<&Type>) -> Value {
        match self {
            Input::Expr(expr) => eval::evaluate(expr, &mut Literals),
            Input::Text { text, span, expr } => match (kind, expr) {
                (None | Some(Type::String | Type::Number | Type::Bool), _) => {
                    Value { kind: Kind::String(text.into()), ..Value::null() }.at(Some(*span))
                }
                (_, Some(expr)) => eval::evaluate(expr, &mut Literals),
                (_, None) => Value::unknown(eco_format!("`{text}` is no expression"), Some(*span)),
            },
        }
    }
}
