//! Values. Cheap to clone; each knows the place that made it, and what it holds is added up once, when it
//! is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::number::Number;
use super::types::Type;
use crate::source::Span;

#[derive(Clone, PartialEq, Debug)]
pub struct Value {
    pub kind: Kind,
    /// The expression that set it: a literal, wherever the value has been carried since.
    pub from: Option<Span>,
    /// What Terraform remembers of it.
    pub marks: Marks,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    Null(Type),
    Bool(bool),
    Number(Number),
    String(EcoString),
    Sequence(Arc<Sequence>),
    /// An object or a map.
    Object(Arc<Object>),
    Unknown(Arc<Unknown>),
}

/// What follows a value into everything that is made of it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Marks(u8);

impl Marks {
    pub const SENSITIVE: Marks = Marks(1);
    pub const EPHEMERAL: Marks = Marks(2);

    pub fn has(self, mark: Marks) -> bool {
        self.0 & mark.0 != 0
    }

    #[must_use]
    pub fn and(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    #[must_use]
    pub fn without(self, other: Marks) -> Marks {
        Marks(self.0 & !other.0)
    }
}

/// A tuple, a list or a set.
#[derive(Clone, PartialEq, Debug)]
pub struct Sequence {
    shape: Shape,
    items: Box<[Value]>,
    inside: Inside,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    Tuple,
    List(Type),
    /// A tuple or a list: which of them depends on something that is not known.
    Either,
    /// Sorted and without doubles; holds nothing unknown.
    Set(Type),
}

/// Keys in Terraform's order, which is that of their bytes.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Object {
    entries: BTreeMap<EcoString, Value>,
    /// There may be more keys than these: why that is not known.
    open: Option<Arc<Unknown>>,
    /// The type of all values, where it is a map.
    element: Option<Type>,
    /// Whether it is an object or a map depends on something that is not known.
    loose: bool,
    inside: Inside,
}

/// Values that hold more than these are not carried on.
const MAX_NODES: usize = 1 << 20;
const MAX_BYTES: usize = 16 << 20;
const MAX_DEPTH: usize = 64;

/// What the values inside add up to.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
struct Inside {
    nodes: usize,
    /// Of all texts: values share their parts, so a few lines can make many.
    bytes: usize,
    /// Values in values.
    depth: usize,
    marks: Marks,
    unknown: bool,
    loose: bool,
}

impl Inside {
    fn of<'v>(values: impl Iterator<Item = &'v Value>) -> Inside {
        let mut inside = Inside::default();
        for value in values {
            let more = value.inside();
            inside.nodes = inside.nodes.saturating_add(more.nodes).saturating_add(1);
            let own = value.as_str().map_or(0, str::len);
            inside.bytes = inside.bytes.saturating_add(more.bytes).saturating_add(own);
            inside.depth = inside.depth.max(more.depth + 1);
            inside.marks = inside.marks.and(more.marks).and(value.marks);
            inside.unknown |= more.unknown;
            inside.loose |= more.loose;
        }
        inside
    }
}

impl Sequence {
    pub fn new(shape: Shape, items: Vec<Value>) -> Sequence {
        let mut inside = Inside::of(items.iter());
        inside.loose |= shape == Shape::Either;
        Sequence { shape, items: items.into(), inside }
    }

    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    pub fn items(&self) -> &[Value] {
        &self.items
    }

    pub fn is_set(&self) -> bool {
        matches!(self.shape, Shape::Set(_))
    }
}

impl Object {
    pub fn new(entries: BTreeMap<EcoString, Value>) -> Object {
        let inside = Inside::of(entries.values());
        Object { entries, open: None, element: None, loose: false, inside }
    }

    pub fn map(entries: BTreeMap<EcoString, Value>, element: Type) -> Object {
        Object { element: Some(element), ..Object::new(entries) }
    }

    /// There may be more.
    #[must_use]
    pub fn opened(mut self, unknown: Option<Arc<Unknown>>) -> Object {
        self.inside.unknown |= unknown.is_some();
        // Of what type a key would be does not say of what type its value is.
        self.open = unknown.map(|it| match it.kind {
            Type::Unknown => it,
            _ => Arc::new(Unknown { kind: Type::Unknown, ..Unknown::clone(&it) }),
        });
        self
    }

    /// It may be a map as well as an object.
    #[must_use]
    pub(super) fn loosened(mut self) -> Object {
        self.loose = true;
        self.inside.loose = true;
        self
    }

    pub(super) fn is_loose(&self) -> bool {
        self.loose
    }

    pub fn entries(&self) -> &BTreeMap<EcoString, Value> {
        &self.entries
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.get(key)
    }

    pub fn open(&self) -> Option<&Arc<Unknown>> {
        self.open.as_ref()
    }

    pub fn element(&self) -> Option<&Type> {
        self.element.as_ref()
    }
}

/// Why a value is not known.
#[derive(Clone, PartialEq, Debug)]
pub struct Unknown {
    /// In words that a reader can act on.
    pub reason: EcoString,
    /// The expression that blocked the way.
    pub at: Option<Span>,
    /// Terraform would stop here, and `try` would go on.
    pub error: bool,
    /// As far as it is known.
    pub kind: Type,
}

impl Value {
    pub fn null() -> Value {
        Value::null_of(Type::Any)
    }

    pub fn null_of(kind: Type) -> Value {
        Value::from(Kind::Null(kind))
    }

    pub fn tuple(items: Vec<Value>) -> Value {
        Value::sequence(Shape::Tuple, items)
    }

    pub fn list(items: Vec<Value>, element: Type) -> Value {
        Value::sequence(Shape::List(element), items)
    }

    pub fn sequence(shape: Shape, items: Vec<Value>) -> Value {
        Value::from(Kind::Sequence(Arc::new(Sequence::new(shape, items))))
    }

    pub fn object(entries: BTreeMap<EcoString, Value>) -> Value {
        Value::from(Object::new(entries))
    }

    pub fn map(entries: BTreeMap<EcoString, Value>, element: Type) -> Value {
        Value::from(Object::map(entries, element))
    }

    pub fn unknown(reason: impl Into<EcoString>, at: Option<Span>) -> Value {
        let kind = Type::Unknown;
        Value::from(Arc::new(Unknown { reason: reason.into(), at, error: false, kind }))
    }

    /// Unknown because Terraform would report an error.
    pub fn error(reason: impl Into<EcoString>) -> Value {
        let kind = Type::Unknown;
        Value::from(Arc::new(Unknown { reason: reason.into(), at: None, error: true, kind }))
    }

    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null(_))
    }

    pub fn is_error(&self) -> bool {
        matches!(&self.kind, Kind::Unknown(unknown) if unknown.error)
    }

    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The elements of a tuple, a list or a set.
    pub fn as_items(&self) -> Option<&[Value]> {
        match &self.kind {
            Kind::Sequence(sequence) => Some(sequence.items()),
            _ => None,
        }
    }

    pub fn as_object(&self) -> Option<&Object> {
        match &self.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    #[must_use]
    pub fn marked(mut self, marks: Marks) -> Value {
        self.marks = self.marks.and(marks);
        self
    }

    /// The same, made at a place.
    #[must_use]
    pub fn at(mut self, from: Option<Span>) -> Value {
        self.from = from;
        self
    }

    /// The type that it would have, also of an error.
    #[must_use]
    pub(super) fn of_type(mut self, kind: &Type) -> Value {
        if let Kind::Unknown(unknown) = &mut self.kind {
            Arc::make_mut(unknown).kind = kind.clone();
        }
        self
    }

    /// An unknown is told the type that it will have.
    #[must_use]
    pub(super) fn typed(mut self, kind: &Type) -> Value {
        if let Kind::Unknown(unknown) = &mut self.kind
            && !unknown.error
            && unknown.kind != *kind
        {
            Arc::make_mut(unknown).kind = kind.clone();
        }
        self
    }

    /// The place where the value was used, unless it knows where it was made.
    pub(super) fn seen(mut self, span: Span) -> Value {
        self.from = self.from.or(Some(span));
        self.blamed_on(span)
    }

    /// The expression to blame, unless a smaller one is already.
    pub(super) fn blamed_on(mut self, span: Span) -> Value {
        if let Kind::Unknown(unknown) = &mut self.kind
            && unknown.at.is_none()
        {
            Arc::make_mut(unknown).at = Some(span);
        }
        self
    }

    fn inside(&self) -> Inside {
        match &self.kind {
            Kind::Sequence(sequence) => sequence.inside,
            Kind::Object(object) => object.inside,
            Kind::Unknown(_) => Inside { unknown: true, ..Inside::default() },
            _ => Inside::default(),
        }
    }

    /// It holds more than anybody would go through.
    pub(super) fn is_monstrous(&self) -> bool {
        let inside = self.inside();
        inside.nodes > MAX_NODES || inside.bytes > MAX_BYTES || inside.depth > MAX_DEPTH
    }

    /// How many values it holds inside, itself not counted.
    pub(super) fn nodes(&self) -> usize {
        self.inside().nodes
    }

    /// Its marks and those of everything inside.
    pub fn all_marks(&self) -> Marks {
        self.marks.and(self.inside().marks)
    }

    /// Whether a part of it is a list or a tuple, a map or an object, is not known.
    pub(super) fn is_loose(&self) -> bool {
        self.inside().loose
    }

    /// Nothing in it is unknown.
    pub fn is_known(&self) -> bool {
        !self.inside().unknown
    }

    /// Without marks, its own and those inside.
    #[must_use]
    pub(super) fn unmarked(mut self) -> Value {
        self.marks = Marks::default();
        if self.inside().marks == Marks::default() {
            return self;
        }
        self.kind = match &self.kind {
            Kind::Sequence(it) => {
                let items = it.items.iter().map(|it| it.clone().unmarked()).collect();
                Kind::Sequence(Arc::new(Sequence::new(it.shape.clone(), items)))
            }
            Kind::Object(it) => {
                let entries = it.entries.iter();
                let entries = entries.map(|(key, it)| (key.clone(), it.clone().unmarked()));
                let object = Object {
                    element: it.element.clone(),
                    loose: it.loose,
                    ..Object::new(entries.collect())
                };
                Kind::Object(Arc::new(object.opened(it.open.clone())))
            }
            kind => kind.clone(),
        };
        self
    }

    /// The first unknown at any depth.
    pub fn first_unknown(&self) -> Option<&Arc<Unknown>> {
        if self.is_known() {
            return None;
        }
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            Kind::Sequence(sequence) => sequence.items.iter().find_map(Value::first_unknown),
            Kind::Object(object) => {
                let entries = object.entries.values().find_map(Value::first_unknown);
                entries.or(object.open.as_ref())
            }
            _ => None,
        }
    }

    /// What Terraform calls the type, for messages.
    pub fn type_name(&self) -> &'static str {
        match &self.kind {
            Kind::Null(_) => "null",
            Kind::Bool(_) => "bool",
            Kind::Number(_) => "number",
            Kind::String(_) => "string",
            Kind::Sequence(it) => match it.shape {
                Shape::Tuple | Shape::List(_) | Shape::Either => "list",
                Shape::Set(_) => "set",
            },
            Kind::Object(_) => "object",
            Kind::Unknown(_) => "unknown",
        }
    }
}

impl From<Kind> for Value {
    fn from(kind: Kind) -> Value {
        Value { kind, from: None, marks: Marks::default() }
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Value {
        Value::from(Kind::Object(Arc::new(object)))
    }
}

impl From<Arc<Unknown>> for Value {
    fn from(unknown: Arc<Unknown>) -> Value {
        Value::from(Kind::Unknown(unknown))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::from(Kind::Bool(value))
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Value {
        Value::from(Kind::Number(value))
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Value {
        Value::from(Number::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::from(EcoString::from(value))
    }
}

impl From<EcoString> for Value {
    fn from(value: EcoString) -> Value {
        Value::from(Kind::String(value))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::from(EcoString::from(value))
    }
}

/// Too much of something.
pub(super) fn too_large(what: &str) -> Value {
    Value::unknown(eco_format!("{what} is too large to work out"), None)
}

/// Some key that is not known was set: any entry so far may have been replaced.
pub(super) fn cover(entries: &mut BTreeMap<EcoString, Value>, unknown: &Arc<Unknown>) {
    for value in entries.values_mut() {
        value.kind = Value::from(Arc::clone(unknown)).typed(&Type::Unknown).kind;
    }
}
