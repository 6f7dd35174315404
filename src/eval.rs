//! Expressions to values, as Terraform would. Unknown is a value: evaluation never fails, never loops
//! and opens nothing. What an expression may refer to is the business of a `Scope`.

mod access;
mod convert;
mod functions;
mod number;
mod operators;
mod template;
mod value;

pub use access::pairs;
pub use number::Number;
pub use value::{Kind, Object, Unknown, Value};

use std::sync::Arc;

use ecow::EcoString;

use crate::source::Span;
use crate::syntax::{Call, Expr, ExprKind, ForExpr, Item, Step};

/// What names mean where an expression stands.
pub trait Scope {
    /// The value of a name with as many of the steps behind it as belong to the name: `local.x` takes
    /// one, `self.timeout` one, `aws_sqs_queue.q.arn` two.
    fn resolve(&mut self, root: &str, steps: &[Step], span: Span) -> Resolved;

    /// A function that only this scope has.
    fn call(&mut self, _name: &str, _args: &[Value]) -> Option<Value> {
        None
    }

    /// Whether an attribute that is not there is null, as in rules, or an error, as in Terraform.
    fn lenient(&self) -> bool {
        false
    }
}

pub struct Resolved {
    pub value: Value,
    /// How many steps it took.
    pub steps: usize,
}

/// The value of an expression.
pub fn evaluate(expr: &Expr, scope: &mut dyn Scope) -> Value {
    Evaluator { scope, bound: Vec::new(), fuel: FUEL }.expr(expr)
}

/// The value as one of a primitive type or a set; as it is where the type is another.
pub fn converted(value: &Value, kind: &str) -> Value {
    match kind {
        "string" => convert::to_string(value),
        "number" => convert::to_number(value),
        "bool" => convert::to_bool(value),
        "set" => functions::call("toset", std::slice::from_ref(value), &mut { FUEL }),
        _ => value.clone(),
    }
}

/// Steps of one evaluation: enough for any real expression, few enough for a hostile one.
const FUEL: usize = 1 << 18;

struct Evaluator<'s> {
    scope: &'s mut dyn Scope,
    /// The variables of the `for` expressions around this place, innermost last.
    bound: Vec<(EcoString, Value)>,
    fuel: usize,
}

impl Evaluator<'_> {
    fn expr(&mut self, expr: &Expr) -> Value {
        if self.fuel == 0 {
            return Value::unknown("this takes too long to work out", Some(expr.span));
        }
        self.fuel -= 1;
        let kind = match &expr.kind {
            ExprKind::Null => Kind::Null,
            ExprKind::Bool(value) => Kind::Bool(*value),
            ExprKind::Number(text) => Number::parse(text).map_or_else(
                || Value::unknown("a number with so many digits is not worked out", None).kind,
                Kind::Number,
            ),
            ExprKind::String(text) => Kind::String(text.clone()),
            ExprKind::Template(parts) => return self.template(parts, expr.span),
            ExprKind::Tuple(items) => Kind::Tuple(items.iter().map(|it| self.expr(it)).collect()),
            ExprKind::Object(items) => self.object(items),
            ExprKind::Variable(name) => {
                return self.reference(name, &[], expr.span).0.seen(expr.span);
            }
            ExprKind::Traversal(it) => {
                return self.traversal(&it.base, &it.steps, expr.span).seen(expr.span);
            }
            ExprKind::Call(call) => return self.call(call, expr.span).seen(expr.span),
            ExprKind::Unary(it) => operators::unary(it.0, &self.expr(&it.1)),
            ExprKind::Binary(it) => {
                let (left, right) = (self.expr(&it.1), self.expr(&it.2));
                operators::binary(it.0, &left, &right)
            }
            ExprKind::Conditional(it) => {
                let condition = self.expr(&it.condition);
                let (then, otherwise) = (self.expr(&it.then), self.expr(&it.otherwise));
                return operators::conditional(&condition, then, otherwise).seen(expr.span);
            }
            ExprKind::For(it) => self.for_expr(it),
            ExprKind::Parens(inner) => return self.expr(inner),
        };
        Value { kind, from: Some(expr.span) }.blamed_on(expr.span)
    }

    fn object(&mut self, items: &[Item]) -> Kind {
        let mut object = Object::default();
        for item in items {
            let key = self.expr(&item.key);
            let value = self.expr(&item.value);
            match convert::to_string(&key).kind {
                Kind::String(key) => {
                    object.entries.insert(key, value);
                }
                Kind::Unknown(unknown) => object.open(unknown),
                _ => return Value::error("a key of an object is null").kind,
            }
        }
        Kind::Object(Arc::new(object))
    }

    /// The value of a name, and how many steps behind it it took.
    fn reference(&mut self, name: &str, steps: &[Step], span: Span) -> (Value, usize) {
        if let Some((_, value)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            return (self.paid(value.clone(), span), 0);
        }
        let resolved = self.scope.resolve(name, steps, span);
        (self.paid(resolved.value, span), resolved.steps)
    }

    /// Values share their parts, so a few lines can make one that is too large to be gone through. Who
    /// refers to a value, or makes one by a call, pays for all of it.
    fn paid(&mut self, value: Value, span: Span) -> Value {
        match value.nodes(self.fuel) {
            Some(nodes) => {
                self.fuel -= nodes;
                value
            }
            None => value::too_large("the value").blamed_on(span),
        }
    }

    fn traversal(&mut self, base: &Expr, steps: &[Step], span: Span) -> Value {
        let (value, taken) = match &base.kind {
            ExprKind::Variable(name) => self.reference(name, steps, span),
            _ => (self.expr(base), 0),
        };
        self.steps(value, &steps[taken.min(steps.len())..])
    }

    /// `for` over a list, set, map or object.
    fn for_expr(&mut self, it: &ForExpr) -> Kind {
        let collection = self.expr(&it.collection);
        let pairs = match pairs(&collection) {
            Ok(pairs) => pairs,
            Err(value) => return value.kind,
        };
        let mut made = Made::new(it.result_key.is_some());
        for (key, value) in pairs {
            let n_bound = self.bound.len();
            if let Some(name) = &it.key {
                self.bound.push((name.text.clone(), key));
            }
            self.bound.push((it.value.text.clone(), value));
            let stop = self.for_element(it, &mut made);
            self.bound.truncate(n_bound);
            if let Some(kind) = stop {
                return kind;
            }
        }
        made.finish()
    }

    /// Adds one element. `Some` where the whole result is decided: an error, or unknown.
    fn for_element(&mut self, it: &ForExpr, made: &mut Made) -> Option<Kind> {
        if let Some(condition) = &it.condition {
            let condition = convert::to_bool(&self.expr(condition));
            match condition.kind {
                Kind::Bool(true) => {}
                Kind::Bool(false) => return None,
                Kind::Unknown(unknown) => match made {
                    Made::Object(object) if !unknown.error => {
                        object.open(unknown);
                        return None;
                    }
                    _ => return Some(Kind::Unknown(unknown)),
                },
                _ => return Some(Value::error("the condition of a `for` is null").kind),
            }
        }
        let key = it.result_key.as_ref().map(|key| convert::to_string(&self.expr(key)));
        let value = self.expr(&it.result);
        made.add(key, value, it.grouping)
    }

    fn call(&mut self, call: &Call, span: Span) -> Value {
        match call.name.text.as_str() {
            "try" => return self.try_each(&call.args),
            "can" if call.args.len() == 1 => return can(&self.expr(&call.args[0])),
            _ => {}
        }
        let mut args: Vec<Value> = call.args.iter().map(|it| self.expr(it)).collect();
        if call.expand
            && let Some(last) = args.pop()
        {
            match access::elements(&last) {
                Ok(elements) => args.extend(elements.iter().cloned()),
                Err(value) => return value.blamed_on(span),
            }
        }
        if let Some(value) = self.scope.call(&call.name.text, &args) {
            return value.blamed_on(span);
        }
        let value = functions::call(&call.name.text, &args, &mut self.fuel).blamed_on(span);
        self.paid(value, span)
    }

    /// The first argument that is no error. One that is merely unknown may turn out to be either.
    fn try_each(&mut self, args: &[Expr]) -> Value {
        let mut last = Value::error("try() has no arguments");
        for arg in args {
            last = self.expr(arg);
            if !last.is_error() {
                return last;
            }
        }
        last
    }
}

fn can(value: &Value) -> Value {
    match &value.kind {
        Kind::Unknown(unknown) if unknown.error => Value::from(false),
        Kind::Unknown(_) => value.clone(),
        _ => Value::from(true),
    }
}

/// What a `for` expression makes.
enum Made {
    Tuple(Vec<Value>),
    Object(Object),
}

impl Made {
    fn new(object: bool) -> Made {
        if object { Made::Object(Object::default()) } else { Made::Tuple(Vec::new()) }
    }

    fn add(&mut self, key: Option<Value>, value: Value, grouping: bool) -> Option<Kind> {
        let object = match (self, &key) {
            (Made::Object(object), Some(_)) => object,
            (Made::Tuple(items), _) => {
                items.push(value);
                return None;
            }
            (Made::Object(_), None) => return None,
        };
        match key.map(|it| it.kind) {
            Some(Kind::String(key)) if grouping => {
                let group = object.entries.entry(key).or_insert_with(|| Value::tuple(Vec::new()));
                group.push(value);
                None
            }
            Some(Kind::String(key)) => {
                let twice = object.entries.insert(key.clone(), value).is_some();
                twice.then(|| Value::error(format!("`for` makes the key \"{key}\" twice")).kind)
            }
            Some(Kind::Unknown(unknown)) => {
                object.open(unknown);
                None
            }
            _ => Some(Value::error("`for` makes a key that is null").kind),
        }
    }

    fn finish(self) -> Kind {
        match self {
            Made::Tuple(items) => Kind::Tuple(items.into()),
            Made::Object(object) => Kind::Object(Arc::new(object)),
        }
    }
}
