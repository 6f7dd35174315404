//! Tokens: texts that stand for what only the provider knows, so that one can see where it went. They are
//! made while a configuration is *traced*; what is called known never holds one.

use std::collections::HashMap;

use ecow::{EcoString, eco_format};

use super::{Configuration, Instance, Key, NodeId};
use crate::eval::{Kind, Value};

/// An attribute of an instance, or of all instances of a resource where it is not known of which.
#[derive(Clone, Debug)]
pub struct Target<'m, 'a> {
    /// Its key is unknown where any of the instances may be meant.
    pub instance: Instance<'m, 'a>,
    pub attribute: EcoString,
    /// What the attribute is, where the configuration says so.
    pub text: Option<EcoString>,
}

/// A part of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'t> {
    Text(&'t str),
    Token(usize),
}

#[derive(Default)]
pub(super) struct Tokens<'m, 'a> {
    targets: Vec<Target<'m, 'a>>,
    by_name: HashMap<(NodeId, EcoString), usize>,
}

/// Letters of nobody's alphabet. A text that holds them anyway only misleads about itself.
const START: char = '\u{E0F0}';
const END: char = '\u{E0F1}';

/// Attributes by which one resource is named in another.
pub(super) const IDENTITIES: &[&str] = &[
    "address",
    "arn",
    "bucket",
    "cluster_identifier",
    "cluster_name",
    "dns_name",
    "endpoint",
    "execution_arn",
    "family",
    "function_name",
    "id",
    "identifier",
    "invoke_arn",
    "name",
    "qualified_arn",
    "role",
    "url",
];

/// The texts and tokens of a text, in their order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(START) {
        let after = &rest[start + START.len_utf8()..];
        let Some(end) = after.find(END) else { break };
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
        }
        match after[..end].parse() {
            Ok(token) => pieces.push(Piece::Token(token)),
            Err(_) => pieces.push(Piece::Text(&after[..end])),
        }
        rest = &after[end + END.len_utf8()..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Every token anywhere in a value.
pub fn tokens(value: &Value) -> Vec<usize> {
    let mut found = Vec::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut Vec<usize>) {
    match &value.kind {
        Kind::String(text) if text.contains(START) => {
            let tokens = pieces(text).into_iter().filter_map(|it| match it {
                Piece::Token(token) => Some(token),
                Piece::Text(_) => None,
            });
            for token in tokens.filter(|it| !found.contains(it)).collect::<Vec<_>>() {
                found.push(token);
            }
        }
        Kind::Sequence(sequence) => sequence.items().iter().for_each(|it| collect(it, found)),
        Kind::Object(object) => object.entries().values().for_each(|it| collect(it, found)),
        _ => {}
    }
}

impl<'m, 'a> Configuration<'m, 'a> {
    /// Works something out with tokens in the place of what only the provider knows.
    pub fn traced<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.tracing, true);
        let result = work(self);
        self.tracing = before;
        result
    }

    /// Works something out as Terraform would. How many instances there are is always asked this way.
    pub(super) fn untraced<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.tracing, false);
        let result = work(self);
        self.tracing = before;
        result
    }

    /// What a token stands for.
    pub fn target(&self, token: usize) -> Option<&Target<'m, 'a>> {
        self.tokens.targets.get(token)
    }

    /// The token for an attribute of an instance.
    pub(super) fn token(
        &mut self,
        node: NodeId,
        resource: usize,
        key: Option<&Key>,
        attribute: &str,
        text: Option<EcoString>,
    ) -> Value {
        let resource = &self.module(node).resources[resource];
        let suffix = match key {
            Some(Key::Unknown(_)) => EcoString::from("[?]"),
            key => key.map(Key::suffix).unwrap_or_default(),
        };
        let name = eco_format!("{}{suffix}.{attribute}", resource.address());
        let next = self.tokens.targets.len();
        let token = *self.tokens.by_name.entry((node, name)).or_insert(next);
        if token == next {
            let instance = Instance { node, resource, key: key.cloned() };
            self.tokens.targets.push(Target { instance, attribute: attribute.into(), text });
        }
        Value::from(eco_format!("{START}{token}{END}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{END, Piece, START, pieces};

    #[test]
    fn a_text_with_tokens_is_taken_apart() {
        let text = format!("arn:{START}7{END}/*{START}x{END}{START}");
        let rest = START.to_string();
        let expected = [
            Piece::Text("arn:"),
            Piece::Token(7),
            Piece::Text("/*"),
            Piece::Text("x"),
            Piece::Text(&rest),
        ];
        assert_eq!(pieces(&text), expected);
    }
}
