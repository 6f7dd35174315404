//! Templates: the parts of a string, put together.

use super::types::Type;
use super::value::{Kind, Marks, Value, too_large};
use super::{Evaluator, MAX_TEXT, access, composed, convert};
use crate::source::Span;
use crate::syntax::Part;

/// A string that is being made.
#[derive(Default)]
struct Text {
    text: String,
    marks: Marks,
}

impl Evaluator<'_> {
    pub(super) fn template(&mut self, parts: &[Part], span: Span) -> Value {
        // `"${x}"` is `x`, whatever its type.
        if let [Part::Interpolation(expr)] = parts {
            return self.expr(expr);
        }
        let mut made = Text::default();
        match self.parts(parts, &mut made) {
            Ok(()) => Value::from(composed(&made.text)).at(Some(span)).marked(made.marks),
            // Also of one that fails it is known that it would be a text.
            Err(value) => value.of_type(&Type::String).blamed_on(span).marked(made.marks),
        }
    }

    /// Adds the parts to the text, or says what stands in the way: an error rather than an unknown.
    fn parts(&mut self, parts: &[Part], made: &mut Text) -> Result<(), Value> {
        let mut unknown = None;
        for part in parts {
            match self.part(part, made) {
                Ok(()) => {}
                Err(instead) if instead.is_error() => return Err(instead),
                Err(instead) => unknown = unknown.or(Some(instead)),
            }
            if made.text.len() > MAX_TEXT {
                return Err(too_large("the text"));
            }
        }
        unknown.map_or(Ok(()), Err)
    }

    fn part(&mut self, part: &Part, made: &mut Text) -> Result<(), Value> {
        match part {
            Part::Literal(literal) => made.text.push_str(literal),
            Part::Interpolation(expr) => {
                let value = self.expr(expr);
                made.marks = made.marks.and(value.marks);
                match convert::to_string(&value) {
                    Value { kind: Kind::String(it), .. } => made.text.push_str(&it),
                    Value { kind: Kind::Null(_), .. } => {
                        return Err(Value::error("a value in a template is null"));
                    }
                    other => return Err(other),
                }
            }
            Part::If { condition, then, otherwise } => {
                let condition = convert::to_bool(&self.expr(condition));
                made.marks = made.marks.and(condition.marks);
                match condition.kind {
                    Kind::Bool(true) => self.parts(then, made)?,
                    Kind::Bool(false) => self.parts(otherwise, made)?,
                    Kind::Null(_) => return Err(Value::error("the condition is null")),
                    _ => return Err(condition),
                }
            }
            Part::For { key, value, collection, body } => {
                let collection = self.expr(collection);
                made.marks = made.marks.and(collection.marks);
                for (index, element) in access::pairs(&collection)? {
                    let n_bound = self.bound.len();
                    if let Some(key) = key {
                        self.bound.push((key.text.clone(), index));
                    }
                    self.bound.push((value.text.clone(), element));
                    let done = self.parts(body, made);
                    self.bound.truncate(n_bound);
                    done?;
                }
            }
        }
        Ok(())
    }
}
