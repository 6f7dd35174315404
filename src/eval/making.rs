//! Objects that are being made, by braces or by `for`.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::convert;
use super::types::Type;
use super::value::{Kind, Marks, Object, Unknown, Value, cover};

/// What a `for` expression makes.
pub(super) enum Made {
    Tuple(Vec<Value>),
    Object(Making),
}

/// An object that is being made.
#[derive(Default)]
pub(super) struct Making {
    entries: BTreeMap<EcoString, Value>,
    groups: BTreeMap<EcoString, Vec<Value>>,
    open: Option<Arc<Unknown>>,
    marks: Marks,
}

impl Making {
    /// The key as a text. `None` where it is not known, so that any entry may be meant.
    fn key(&mut self, key: &Value) -> Result<Option<EcoString>, Value> {
        let key = convert::to_string(key);
        self.marks = self.marks.and(key.marks);
        match key.kind {
            Kind::String(key) => Ok(Some(key)),
            Kind::Unknown(unknown) if !unknown.error => {
                self.open(unknown);
                Ok(None)
            }
            Kind::Unknown(unknown) => Err(Value::from(unknown)),
            _ => Err(Value::error("a key of an object is null")),
        }
    }

    pub(super) fn open(&mut self, unknown: Arc<Unknown>) {
        cover(&mut self.entries, &unknown);
        for group in self.groups.values_mut() {
            *group = vec![Value::from(Arc::clone(&unknown)).typed(&Type::Unknown)];
        }
        self.open = Some(unknown);
    }

    pub(super) fn set(&mut self, key: &Value, value: Value) -> Result<(), Value> {
        if let Some(key) = self.key(key)? {
            self.entries.insert(key, value);
        }
        Ok(())
    }

    pub(super) fn add(&mut self, key: &Value, value: Value) -> Result<(), Value> {
        if let Some(key) = self.key(key)?
            && self.entries.insert(key.clone(), value).is_some()
        {
            return Err(Value::error(eco_format!("`for` makes the key \"{key}\" twice")));
        }
        Ok(())
    }

    pub(super) fn gather(&mut self, key: &Value, value: Value) -> Result<(), Value> {
        if let Some(key) = self.key(key)? {
            self.groups.entry(key).or_default().push(value);
        }
        Ok(())
    }
}

impl Made {
    pub(super) fn new(object: bool) -> Made {
        if object { Made::Object(Making::default()) } else { Made::Tuple(Vec::new()) }
    }

    pub(super) fn finish(self) -> Value {
        match self {
            Made::Tuple(items) => Value::tuple(items),
            Made::Object(mut made) => {
                for (key, group) in made.groups {
                    // With an unknown key about, nobody knows how long a group is.
                    let group = match &made.open {
                        Some(unknown) => Value::from(Arc::clone(unknown)).typed(&Type::Unknown),
                        None => Value::tuple(group),
                    };
                    made.entries.insert(key, group);
                }
                Value::from(Object::new(made.entries).opened(made.open)).marked(made.marks)
            }
        }
    }
}
