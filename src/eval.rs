//! Expressions to values, as Terraform would. Unknown is a value: evaluation never fails, never loops
//! and opens nothing. What an expression may refer to, and read, is the business of a `Scope`.

mod access;
mod convert;
mod decimal;
mod functions;
mod hcl;
mod making;
mod number;
mod operators;
mod sets;
mod template;
mod types;
mod unify;
mod unset;
mod value;

pub use access::pairs;
pub use functions::names as functions;
pub use number::Number;
pub use types::{Attribute, ObjectType, Type};
pub use unset::unset;
pub use value::{Kind, Marks, Object, Sequence, Shape, Unknown, Value};

use std::sync::Arc;

use ecow::EcoString;
use making::{Made, Making};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::source::Span;
use crate::syntax::{BinaryOp, Call, Conditional, Expr, ExprKind, ForExpr, Item, Step};

/// What names mean where an expression stands, and which files it may read.
pub trait Scope {
    /// The value of a name with as many of the steps behind it as belong to the name: `local.x` takes
    /// one, `self.timeout` one, `aws_sqs_queue.q[0].arn` three.
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved;

    /// A function that only this scope has.
    fn call(&mut self, _name: &str, _args: &[Value]) -> Option<Value> {
        None
    }

    /// A value that decides what becomes of others: what is compared, and indices.
    fn decisive(&self, value: Value) -> Value {
        value
    }

    /// Whether an attribute that is not there is null, as in rules, or an error, as in Terraform.
    fn lenient(&self) -> bool {
        false
    }

    /// Whether this is a template that is being rendered: it renders no other.
    fn is_template(&self) -> bool {
        false
    }

    /// How many steps may still be taken in all.
    fn budget(&self) -> usize {
        usize::MAX
    }

    /// So many were.
    fn spent(&mut self, _steps: usize) {}

    /// The bytes of a file, by the path as it was written. `Err` is the value to give instead.
    fn read(&mut self, path: &str) -> Result<Arc<[u8]>, Value> {
        Err(unread(path))
    }

    /// Whether there is such a file.
    fn exists(&mut self, path: &str) -> Result<bool, Value> {
        Err(unread(path))
    }

    /// The files below a directory that match a pattern, as paths from there.
    fn list(&mut self, directory: &str, _pattern: &str) -> Result<Vec<String>, Value> {
        Err(unread(directory))
    }
}

fn unread(path: &str) -> Value {
    Value::unknown(ecow::eco_format!("{path} is not read here"), None)
}

/// A name and the steps behind it.
pub struct Reference<'r> {
    pub root: &'r str,
    pub steps: &'r [Access<'r>],
    pub span: Span,
    /// How deep in other expressions it stands.
    pub depth: usize,
}

/// A step whose index is worked out.
#[derive(Clone, Debug)]
pub enum Access<'e> {
    Attribute(&'e str),
    Index(Value),
    /// `.*`, which stops at the next index
    AttributeSplat,
    /// `[*]`
    FullSplat,
}

pub struct Resolved {
    pub value: Value,
    /// How many steps it took.
    pub steps: usize,
}

/// The value of an expression.
pub fn evaluate(expr: &Expr, scope: &mut dyn Scope) -> Value {
    evaluate_within(expr, scope, 0)
}

/// The value of an expression that another refers to.
pub fn evaluate_within(expr: &Expr, scope: &mut dyn Scope, depth: usize) -> Value {
    let fuel = FUEL.min(scope.budget());
    let mut evaluator = Evaluator { scope, bound: Vec::new(), fuel, depth };
    let value = evaluator.expr(expr);
    let spent = fuel - evaluator.fuel;
    scope.spent(spent);
    value
}

/// The value as one of a type: unknown, with an error, where it cannot be.
pub fn converted(value: &Value, kind: &Type) -> Value {
    convert::to_type(value, kind)
}

/// Whether two values are known to be equal, as `==` has it.
pub fn equal(one: &Value, other: &Value) -> bool {
    operators::equal(one, other).as_bool() == Some(true)
}

/// Something else that is unknown for the same reason.
pub fn of_unknown(value: &Value, kind: Type) -> Value {
    match value.as_unknown() {
        Some(unknown) => Value::from(Arc::new(Unknown { kind, ..Unknown::clone(unknown) })),
        None => value.clone(),
    }
}

/// Letters and their marks as Terraform keeps them: put together where they can be.
fn composed(text: &str) -> EcoString {
    match text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        true => text.into(),
        false => text.nfc().collect::<String>().into(),
    }
}

/// The longest text that is made of others.
const MAX_TEXT: usize = 4 << 20;

/// Steps of one evaluation: enough for any real expression, few enough for a hostile one.
const FUEL: usize = 1 << 20;

/// Expressions in expressions, through references: enough for any real chain of these.
const MAX_DEPTH: usize = 1_500;

struct Evaluator<'s> {
    scope: &'s mut dyn Scope,
    /// The variables of the `for` expressions around this place, innermost last.
    bound: Vec<(EcoString, Value)>,
    fuel: usize,
    depth: usize,
}

impl Evaluator<'_> {
    fn expr(&mut self, expr: &Expr) -> Value {
        if self.fuel == 0 {
            return Value::unknown("this takes too long to work out", Some(expr.span));
        }
        if self.depth > MAX_DEPTH {
            return Value::unknown("references are nested too deeply to work out", Some(expr.span));
        }
        self.fuel -= 1;
        self.depth += 1;
        let value = self.of_kind(expr);
        self.depth -= 1;
        value
    }

    fn of_kind(&mut self, expr: &Expr) -> Value {
        let made = match &expr.kind {
            ExprKind::Null => Value::null(),
            ExprKind::Bool(value) => Value::from(*value),
            ExprKind::Number(text) => number(text),
            ExprKind::String(text) => Value::from(composed(text)),
            ExprKind::Template(parts) => return self.template(parts, expr.span),
            ExprKind::Tuple(items) => self.tuple(items),
            ExprKind::Object(items) => self.object(items),
            ExprKind::Variable(name) => {
                return self.reference(name, &[], expr.span).0.seen(expr.span);
            }
            ExprKind::Traversal(it) => {
                return self.traversal(&it.base, &it.steps, expr.span).seen(expr.span);
            }
            ExprKind::Call(call) => return self.call(call, expr.span).seen(expr.span),
            ExprKind::Unary(it) => operators::unary(it.0, &self.expr(&it.1)),
            ExprKind::Binary(it) => self.binary(it.0, &it.1, &it.2),
            ExprKind::Conditional(it) => return self.conditional(it).seen(expr.span),
            ExprKind::For(it) => self.for_expr(it),
            ExprKind::Parens(inner) => return self.expr(inner),
        };
        made.at(Some(expr.span)).blamed_on(expr.span)
    }

    /// A rule's right side is not worked out where its left side decides; in Terraform it may still be an error.
    fn binary(&mut self, operator: BinaryOp, left: &Expr, right: &Expr) -> Value {
        let left = self.expr(left);
        let decides = match operator {
            BinaryOp::And => Some(false),
            BinaryOp::Or => Some(true),
            _ => None,
        };
        if decides.is_some() && left.as_bool() == decides && self.scope.lenient() {
            return left;
        }
        let right = self.expr(right);
        let (left, right) = match operator {
            BinaryOp::Eq | BinaryOp::NotEq => self.compared(left, right),
            _ => (left, right),
        };
        operators::binary(operator, &left, &right)
    }

    /// The side that a rule does not choose is not worked out; in Terraform it has a say in the type.
    fn conditional(&mut self, it: &Conditional) -> Value {
        let condition = self.expr(&it.condition);
        match condition.as_bool().filter(|_| self.scope.lenient()) {
            Some(true) => return self.expr(&it.then).marked(condition.marks),
            Some(false) => return self.expr(&it.otherwise).marked(condition.marks),
            None => {}
        }
        let (then, otherwise) = (self.expr(&it.then), self.expr(&it.otherwise));
        operators::conditional(&condition, &then, &otherwise)
    }

    /// That something is there at all is known also of what stands for something else.
    fn compared(&self, left: Value, right: Value) -> (Value, Value) {
        let is_nothing = |it: &Value| it.is_null() || it.as_str() == Some("");
        match is_nothing(&left) || is_nothing(&right) {
            true => (left, right),
            false => (self.scope.decisive(left), self.scope.decisive(right)),
        }
    }

    fn tuple(&mut self, items: &[Expr]) -> Value {
        let items: Vec<Value> = items.iter().map(|it| self.expr(it)).collect();
        match items.iter().find(|it| it.is_error()) {
            Some(error) => error.clone(),
            None => Value::tuple(items),
        }
    }

    fn object(&mut self, items: &[Item]) -> Value {
        let mut made = Made::Object(Making::default());
        for item in items {
            // A bare word is a name, also where it is a word of the language.
            let key = match item.key.kind {
                ExprKind::Null => Value::from("null"),
                _ => self.expr(&item.key),
            };
            let value = self.expr(&item.value);
            let Made::Object(object) = &mut made else { continue };
            if value.is_error() {
                return value;
            }
            if let Err(instead) = object.set(&key, value) {
                return instead;
            }
        }
        made.finish()
    }

    /// The value of a name, and how many steps behind it it took.
    fn reference(&mut self, name: &str, steps: &[Access<'_>], span: Span) -> (Value, usize) {
        if let Some((_, value)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            return (paid(value.clone(), span), 0);
        }
        let reference = Reference { root: name, steps, span, depth: self.depth };
        let resolved = self.scope.resolve(&reference);
        (paid(resolved.value, span), resolved.steps)
    }

    fn traversal(&mut self, base: &Expr, steps: &[Step], span: Span) -> Value {
        // Nearly all have one step or two, and need no room on the heap.
        match steps {
            [one] => {
                let steps = [self.access(one)];
                self.along(base, &steps, span)
            }
            [one, two] => {
                let steps = [self.access(one), self.access(two)];
                self.along(base, &steps, span)
            }
            _ => {
                let steps: Vec<Access<'_>> = steps.iter().map(|it| self.access(it)).collect();
                self.along(base, &steps, span)
            }
        }
    }

    fn along(&mut self, base: &Expr, steps: &[Access<'_>], span: Span) -> Value {
        let (value, taken) = match &base.kind {
            ExprKind::Variable(name) => self.reference(name, steps, span),
            _ => (self.expr(base), 0),
        };
        self.follow(value, &steps[taken.min(steps.len())..])
    }

    fn access<'e>(&mut self, step: &'e Step) -> Access<'e> {
        match step {
            Step::Attribute(name) => Access::Attribute(&name.text),
            Step::Index(index) => {
                let index = self.expr(index);
                Access::Index(self.scope.decisive(index))
            }
            Step::AttributeSplat(_) => Access::AttributeSplat,
            Step::FullSplat(_) => Access::FullSplat,
        }
    }

    /// `for` over a list, set, map or object.
    fn for_expr(&mut self, it: &ForExpr) -> Value {
        let collection = self.expr(&it.collection);
        let pairs = match pairs(&collection) {
            Ok(pairs) => pairs,
            Err(instead) => return instead.marked(collection.marks),
        };
        let mut made = Made::new(it.result_key.is_some());
        let mut marks = collection.marks;
        if pairs.is_empty()
            && let Some(instead) = self.never_met(it)
        {
            return instead;
        }
        for (key, value) in pairs {
            let n_bound = self.bound.len();
            if let Some(name) = &it.key {
                self.bound.push((name.text.clone(), key));
            }
            self.bound.push((it.value.text.clone(), value));
            let stop = self.for_element(it, &mut made, &mut marks);
            self.bound.truncate(n_bound);
            if let Some(instead) = stop {
                return instead;
            }
        }
        made.finish().marked(marks)
    }

    /// A condition that can be none is an error also where there is nothing to ask it of.
    fn never_met(&mut self, it: &ForExpr) -> Option<Value> {
        let condition = it.condition.as_ref()?;
        let n_bound = self.bound.len();
        let nothing = || Value::unknown("there is no such element", None);
        self.bound.extend(it.key.iter().map(|name| (name.text.clone(), nothing())));
        self.bound.push((it.value.text.clone(), nothing()));
        let condition = convert::to_bool(&self.expr(condition));
        self.bound.truncate(n_bound);
        match condition.is_null() {
            true => Some(Value::error("the condition of a `for` is null")),
            false => condition.is_error().then_some(condition),
        }
    }

    /// Adds one element. `Some` where the whole result is decided: an error, or unknown.
    fn for_element(&mut self, it: &ForExpr, made: &mut Made, marks: &mut Marks) -> Option<Value> {
        if let Some(condition) = &it.condition {
            let condition = convert::to_bool(&self.expr(condition));
            *marks = marks.and(condition.marks);
            match condition.kind {
                Kind::Bool(true) => {}
                Kind::Bool(false) => return None,
                Kind::Unknown(unknown) => match made {
                    Made::Object(object) if !unknown.error => {
                        object.open(unknown);
                        return None;
                    }
                    _ => return Some(Value::from(unknown).typed(&Type::Unknown)),
                },
                _ => return Some(Value::error("the condition of a `for` is null")),
            }
        }
        let key = it.result_key.as_ref().map(|key| self.expr(key));
        let value = self.expr(&it.result);
        if value.is_error() {
            return Some(value);
        }
        match (made, key) {
            (Made::Object(object), Some(key)) => {
                let added =
                    if it.grouping { object.gather(&key, value) } else { object.add(&key, value) };
                added.err()
            }
            (Made::Tuple(items), _) => {
                items.push(value);
                None
            }
            (Made::Object(_), None) => None,
        }
    }

    fn call(&mut self, call: &Call, span: Span) -> Value {
        match call.name.text.strip_prefix("core::").unwrap_or(&call.name.text) {
            "try" if !call.expand => return self.try_each(&call.args),
            "can" if call.args.len() == 1 => return can(&self.expr(&call.args[0])),
            _ => {}
        }
        if call.name.text == "templatestring"
            && !matches!(
                call.args.first().map(|it| &it.kind),
                Some(ExprKind::Variable(_) | ExprKind::Traversal(_))
            )
        {
            return Value::error("templatestring() takes a reference to a template");
        }
        let mut args: Vec<Value> = call.args.iter().map(|it| self.expr(it)).collect();
        if call.expand
            && let Some(last) = args.pop()
        {
            match access::elements(&last) {
                Ok(elements) => {
                    args.extend(elements.iter().map(|it| it.clone().marked(last.marks)));
                }
                Err(value) => return value.blamed_on(span),
            }
        }
        if let Some(value) = self.scope.call(&call.name.text, &args) {
            return value.blamed_on(span);
        }
        if call.name.text == "try" {
            return args
                .into_iter()
                .next()
                .unwrap_or_else(|| Value::error("try() has no arguments"));
        }
        let value = functions::call(&call.name.text, &args, self).blamed_on(span);
        self.fuel = self.fuel.saturating_sub(value.nodes());
        paid(value, span)
    }

    /// The first argument that is no error. One that is merely unknown may turn out to be either.
    fn try_each(&mut self, args: &[Expr]) -> Value {
        let mut last = Value::error("try() has no arguments");
        for arg in args {
            last = self.expr(arg);
            // What is worked out of something unknown may yet come to be an error; what is only named not.
            let named = matches!(arg.kind, ExprKind::Variable(_) | ExprKind::Traversal(_));
            match last.first_unknown() {
                Some(unknown) if !named && !last.is_error() => {
                    return Value::from(Arc::clone(unknown)).typed(&Type::Unknown);
                }
                _ if last.is_error() => {}
                _ => return last,
            }
        }
        last
    }
}

/// Values share their parts, so a few lines can make one that is too large to be gone through.
fn paid(value: Value, span: Span) -> Value {
    if value.is_monstrous() {
        return value::too_large("the value").blamed_on(span);
    }
    value
}

fn number(text: &str) -> Value {
    Number::parse(text).map_or_else(
        || Value::unknown("a number with so many digits is not worked out", None),
        Value::from,
    )
}

fn can(value: &Value) -> Value {
    match &value.kind {
        Kind::Unknown(unknown) if unknown.error => Value::from(false),
        _ => match value.first_unknown() {
            Some(unknown) => Value::from(Arc::clone(unknown)).typed(&Type::Bool),
            None => Value::from(true),
        },
    }
}
