//! Templates: the parts of a string, put together.

use super::value::{Kind, Value, too_large};
use super::{Evaluator, access, convert};
use crate::source::Span;
use crate::syntax::Part;

/// The longest string that is worked out.
const MAX_TEXT: usize = 1 << 20;

impl Evaluator<'_> {
    pub(super) fn template(&mut self, parts: &[Part], span: Span) -> Value {
        // `"${x}"` is `x`, whatever its type.
        if let [Part::Interpolation(expr)] = parts {
            return self.expr(expr);
        }
        let mut text = String::new();
        match self.parts(parts, &mut text) {
            Ok(()) => Value { kind: Kind::String(text.into()), from: Some(span) },
            Err(value) => value.blamed_on(span),
        }
    }

    /// Adds the parts to the text, or says what stands in the way.
    fn parts(&mut self, parts: &[Part], text: &mut String) -> Result<(), Value> {
        for part in parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Interpolation(expr) => match convert::to_string(&self.expr(expr)) {
                    Value { kind: Kind::String(it), .. } => text.push_str(&it),
                    Value { kind: Kind::Null, .. } => {
                        return Err(Value::error("a value in a template is null"));
                    }
                    other => return Err(other),
                },
                Part::If { condition, then, otherwise } => {
                    let condition = convert::to_bool(&self.expr(condition));
                    match condition.kind {
                        Kind::Bool(true) => self.parts(then, text)?,
                        Kind::Bool(false) => self.parts(otherwise, text)?,
                        Kind::Null => return Err(Value::error("the condition is null")),
                        _ => return Err(condition),
                    }
                }
                Part::For { key, value, collection, body } => {
                    for (index, element) in access::pairs(&self.expr(collection))? {
                        let n_bound = self.bound.len();
                        if let Some(key) = key {
                            self.bound.push((key.text.clone(), index));
                        }
                        self.bound.push((value.text.clone(), element));
                        let done = self.parts(body, text);
                        self.bound.truncate(n_bound);
                        done?;
                    }
                }
            }
            if text.len() > MAX_TEXT {
                return Err(too_large("the text"));
            }
        }
        Ok(())
    }
}
