//! What a variable says of its type, and the defaults of its optional attributes.

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::eval::{
    self, Attribute, Kind, Object, ObjectType, Reference, Resolved, Scope, Shape, Type, Value,
};
use crate::source::FileId;
use crate::syntax::{self, Call, Expr, ExprKind};

#[derive(Debug)]
pub(super) struct Constraint {
    pub(super) kind: Type,
    defaults: Defaults,
}

/// Of an object its attributes; of a collection, under the empty name, all its elements.
#[derive(Debug, Default)]
struct Defaults {
    values: BTreeMap<EcoString, Value>,
    inside: BTreeMap<EcoString, Defaults>,
}

impl Constraint {
    pub(super) fn any() -> Constraint {
        Constraint { kind: Type::Any, defaults: Defaults::default() }
    }

    /// What the `type` of a variable says. Where it is no type, it is not known.
    pub(super) fn read(expr: &Expr) -> Constraint {
        let mut defaults = Defaults::default();
        match kind_of(expr, &mut defaults) {
            Some(kind) => Constraint { kind, defaults },
            None => Constraint { kind: Type::Unknown, defaults: Defaults::default() },
        }
    }

    /// The value as the variable takes it.
    pub(super) fn applied(&self, value: &Value) -> Value {
        eval::converted(&self.defaults.applied(value), &self.kind)
    }
}

impl Defaults {
    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.inside.is_empty()
    }

    fn applied(&self, value: &Value) -> Value {
        if self.is_empty() {
            return value.clone();
        }
        let made = match &value.kind {
            Kind::Object(object) => self.of_object(object),
            Kind::Sequence(sequence) => {
                let Some(inside) = self.inside.get("") else { return value.clone() };
                let items = sequence.items().iter().map(|it| inside.applied(it)).collect();
                // As a tuple: the elements may have become different, until they are converted.
                Value::sequence(Shape::Tuple, items)
            }
            _ => return value.clone(),
        };
        made.at(value.from).marked(value.marks)
    }

    fn of_object(&self, object: &Object) -> Value {
        let each = self.inside.get("");
        let mut entries = BTreeMap::new();
        for (key, value) in object.entries() {
            let inside = each.or_else(|| self.inside.get(key));
            entries
                .insert(key.clone(), inside.map_or_else(|| value.clone(), |it| it.applied(value)));
        }
        for (key, default) in &self.values {
            let absent = entries.get(key).map_or(object.open().is_none(), Value::is_null);
            if absent {
                let inside = self.inside.get(key);
                let value = inside.map_or_else(|| default.clone(), |it| it.applied(default));
                entries.insert(key.clone(), value);
            }
        }
        Value::from(Object::new(entries).opened(object.open().cloned()))
    }
}

fn kind_of(expr: &Expr, defaults: &mut Defaults) -> Option<Type> {
    match &expr.kind {
        ExprKind::Variable(name) | ExprKind::String(name) => match name.as_str() {
            "string" => Some(Type::String),
            "number" => Some(Type::Number),
            "bool" => Some(Type::Bool),
            "any" => Some(Type::Any),
            // As it was written before Terraform 0.12.
            "list" => Some(Type::list(Type::Any)),
            "map" => Some(Type::map(Type::Any)),
            "set" => Some(Type::set(Type::Any)),
            // In JSON a type is a text.
            text => match syntax::parse_expr(FileId::DETACHED, text) {
                Ok(Expr { kind: ExprKind::Variable(_) | ExprKind::String(_), .. }) | Err(_) => None,
                Ok(expr) => kind_of(&expr, defaults),
            },
        },
        ExprKind::Parens(inner) => kind_of(inner, defaults),
        ExprKind::Call(call) => of_call(call, defaults),
        _ => None,
    }
}

fn of_call(call: &Call, defaults: &mut Defaults) -> Option<Type> {
    let [of] = call.args.as_slice() else { return None };
    let element = |defaults: &mut Defaults, make: fn(Type) -> Type| {
        let mut inside = Defaults::default();
        let kind = kind_of(of, &mut inside)?;
        defaults.insert("", inside);
        Some(make(kind))
    };
    match call.name.text.as_str() {
        "list" => element(defaults, Type::list),
        "set" => element(defaults, Type::set),
        "map" => element(defaults, Type::map),
        "object" => object(of, defaults),
        "tuple" => {
            let ExprKind::Tuple(items) = &of.kind else { return None };
            // Defaults inside of tuples are as rare as tuples.
            let kinds = items.iter().map(|it| kind_of(it, &mut Defaults::default()));
            Some(Type::Tuple(kinds.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

impl Defaults {
    fn insert(&mut self, name: &str, inside: Defaults) {
        if !inside.is_empty() {
            self.inside.insert(name.into(), inside);
        }
    }
}

fn object(of: &Expr, defaults: &mut Defaults) -> Option<Type> {
    let ExprKind::Object(items) = &of.kind else { return None };
    let mut attributes = BTreeMap::new();
    for item in items {
        let (ExprKind::String(name) | ExprKind::Variable(name)) = &item.key.kind else {
            return None;
        };
        let mut inside = Defaults::default();
        let (of, default, optional) = match &item.value.kind {
            ExprKind::Call(call) if call.name.text == "optional" => {
                (call.args.first()?, call.args.get(1), true)
            }
            _ => (&item.value, None, false),
        };
        let kind = kind_of(of, &mut inside)?;
        if let Some(default) = default {
            let value = inside.applied(&eval::evaluate(default, &mut Literals));
            defaults.values.insert(name.clone(), eval::converted(&value, &kind));
        }
        defaults.insert(name, inside);
        attributes.insert(name.clone(), Attribute { kind, optional });
    }
    Some(Type::Object(std::sync::Arc::new(ObjectType { attributes, open: false })))
}

/// Where nothing has a name: files of values, defaults of attributes.
pub(super) struct Literals;

impl Scope for Literals {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let reason = ecow::eco_format!("{} cannot be named here", reference.root);
        Resolved { value: Value::unknown(reason, None), steps: reference.steps.len() }
    }
}
