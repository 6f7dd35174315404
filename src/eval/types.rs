//! Types. A value whose type nobody told us has the type `Unknown`: what
//! depends on it stays unknown too, for Terraform may know better.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use ecow::EcoString;

use super::value::{Kind, Shape, Value};

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    /// The type of `null`, and the constraint that `any` is.
    Any,
    /// There is a type, and it is not known here.
    Unknown,
    Bool,
    Number,
    String,
    List(Arc<Type>),
    Set(Arc<Type>),
    Map(Arc<Type>),
    Tuple(Arc<[Type]>),
    Object(Arc<ObjectType>),
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ObjectType {
    pub attributes: BTreeMap<EcoString, Attribute>,
    /// There may be attributes that are not known.
    pub open: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attribute {
    pub kind: Type,
    /// Of a constraint: null where it is absent.
    pub optional: bool,
}

impl Type {
    pub fn list(element: Type) -> Type {
        Type::List(Arc::new(element))
    }

    pub fn set(element: Type) -> Type {
        Type::Set(Arc::new(element))
    }

    pub fn map(element: Type) -> Type {
        Type::Map(Arc::new(element))
    }

    pub fn object(attributes: impl IntoIterator<Item = (EcoString, Type)>) -> Type {
        let attributes = attributes.into_iter();
        let attributes =
            attributes.map(|(name, kind)| (name, Attribute { kind, optional: false })).collect();
        Type::Object(Arc::new(ObjectType { attributes, open: false }))
    }

    pub fn is_primitive(&self) -> bool {
        matches!(self, Type::Bool | Type::Number | Type::String)
    }

    /// A part of it is not known, or may be any.
    pub fn is_vague(&self) -> bool {
        match self {
            Type::Any | Type::Unknown => true,
            Type::Bool | Type::Number | Type::String => false,
            Type::List(inner) | Type::Set(inner) | Type::Map(inner) => inner.is_vague(),
            Type::Tuple(items) => items.iter().any(Type::is_vague),
            Type::Object(object) => {
                object.open || object.attributes.values().any(|it| it.kind.is_vague())
            }
        }
    }

    /// A part of it is not known here.
    pub(super) fn is_unknown(&self) -> bool {
        match self {
            Type::Unknown => true,
            Type::Any | Type::Bool | Type::Number | Type::String => false,
            Type::List(inner) | Type::Set(inner) | Type::Map(inner) => inner.is_unknown(),
            Type::Tuple(items) => items.iter().any(Type::is_unknown),
            Type::Object(object) => {
                object.open || object.attributes.values().any(|it| it.kind.is_unknown())
            }
        }
    }
}

impl Value {
    pub fn type_of(&self) -> Type {
        match &self.kind {
            Kind::Null(kind) => kind.clone(),
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::String(_) => Type::String,
            Kind::Sequence(sequence) => match sequence.shape() {
                Shape::List(element) => Type::list(element.clone()),
                Shape::Set(element) => Type::set(element.clone()),
                Shape::Either => Type::Unknown,
                Shape::Tuple => Type::Tuple(sequence.items().iter().map(Value::type_of).collect()),
            },
            Kind::Object(object) if object.is_loose() => Type::Unknown,
            Kind::Object(object) => match object.element() {
                Some(element) => Type::map(element.clone()),
                None => {
                    let attributes = object.entries().iter();
                    let attributes = attributes.map(|(name, value)| {
                        let kind = value.type_of();
                        (name.clone(), Attribute { kind, optional: false })
                    });
                    let attributes = attributes.collect();
                    let open = object.open().is_some();
                    Type::Object(Arc::new(ObjectType { attributes, open }))
                }
            },
            Kind::Unknown(unknown) => unknown.kind.clone(),
        }
    }
}

/// As the language writes it.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Any => f.write_str("any"),
            Type::Unknown => f.write_str("unknown"),
            Type::Bool => f.write_str("bool"),
            Type::Number => f.write_str("number"),
            Type::String => f.write_str("string"),
            Type::List(inner) => write!(f, "list({inner})"),
            Type::Set(inner) => write!(f, "set({inner})"),
            Type::Map(inner) => write!(f, "map({inner})"),
            Type::Tuple(_) => f.write_str("tuple"),
            Type::Object(_) => f.write_str("object"),
        }
    }
}
