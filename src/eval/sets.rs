//! Sets: without doubles, in the order in which Terraform goes over them.

use std::cmp::Ordering;
use std::fmt::Write as _;

use super::functions;
use super::types::Type;
use super::value::{Kind, Marks, Shape, Value};

/// Elements of one type as a set. With something unknown in it not even its size is certain.
pub(super) fn of(mut items: Vec<Value>, element: Type) -> Value {
    let kind = Type::set(element.clone());
    if let Some(unknown) = items.iter().find_map(Value::first_unknown) {
        return Value::from(unknown.clone()).typed(&kind);
    }
    // Marks of elements become marks of the set.
    let marks = items.iter().fold(Marks::default(), |marks, it| marks.and(it.all_marks()));
    if marks != Marks::default() {
        items = items.into_iter().map(Value::unmarked).collect();
    }
    items.sort_by(order);
    items.dedup_by(|one, other| order(one, other).is_eq());
    Value::sequence(Shape::Set(element), items).marked(marks)
}

/// Null comes last; what is no text, number or bool has an order of its own.
fn order(one: &Value, other: &Value) -> Ordering {
    match (&one.kind, &other.kind) {
        (Kind::Null(_), Kind::Null(_)) => Ordering::Equal,
        (Kind::Null(_), _) => Ordering::Greater,
        (_, Kind::Null(_)) => Ordering::Less,
        (Kind::String(one), Kind::String(other)) => one.cmp(other),
        (Kind::Bool(one), Kind::Bool(other)) => one.cmp(other),
        (Kind::Number(one), Kind::Number(other)) => one.compare(other),
        _ => brief_key(one).cmp(&brief_key(other)).then_with(|| key(one).cmp(&key(other))),
    }
}

/// Terraform sorts such values by the text that it takes their hash of.
pub(super) fn key(value: &Value) -> String {
    let mut out = String::new();
    write_key(value, false, &mut out);
    out
}

/// The same with numbers of ten digits, which is what Terraform sorts by.
fn brief_key(value: &Value) -> String {
    let mut out = String::new();
    write_key(value, true, &mut out);
    out
}

fn write_key(value: &Value, brief: bool, out: &mut String) {
    match &value.kind {
        Kind::Unknown(_) => out.push('?'),
        Kind::Null(_) => out.push('~'),
        Kind::Bool(value) => out.push(if *value { 'T' } else { 'F' }),
        Kind::Number(number) if brief => out.push_str(&functions::brief(number)),
        Kind::Number(number) => out.push_str(&number.to_string()),
        Kind::String(text) => {
            let _ = write!(out, "{text:?}");
        }
        Kind::Sequence(sequence) => {
            let tuple = *sequence.shape() == Shape::Tuple;
            out.push(if tuple { '<' } else { '[' });
            for item in sequence.items() {
                write_key(item, brief, out);
                out.push(';');
            }
            out.push(if tuple { '>' } else { ']' });
        }
        Kind::Object(object) => {
            let map = object.element().is_some();
            out.push(if map { '{' } else { '<' });
            for (key, item) in object.entries() {
                if map {
                    let _ = write!(out, "{key:?}:");
                }
                write_key(item, brief, out);
                out.push(';');
            }
            out.push(if map { '}' } else { '>' });
        }
    }
}
