//! Tokens: texts that stand for what only the provider knows, so that one can see where it went. They are
//! made while a configuration is *traced*; what is called known never holds one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::{Configuration, Instance, Key, NodeId};
use crate::eval::{self, Kind, Type, Value};
use crate::syntax::Block;

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

/// More than these are not told apart from what is not known.
const MAX_TOKENS: usize = 1 << 20;

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
        let after_end = start + START.len_utf8() + end + END.len_utf8();
        match after[..end].parse() {
            Ok(token) => pieces.push(Piece::Token(token)),
            Err(_) => pieces.push(Piece::Text(&rest[start..after_end])),
        }
        rest = &rest[after_end..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Every token anywhere in a value.
pub fn tokens(value: &Value) -> Vec<usize> {
    found(value).0
}

/// Every token anywhere in a value, and whether a function has left but a part of one.
pub fn found(value: &Value) -> (Vec<usize>, bool) {
    let mut found = Found::default();
    found.collect(value);
    (found.tokens, found.is_cut)
}

#[derive(Default)]
struct Found {
    tokens: Vec<usize>,
    seen: HashSet<usize>,
    is_cut: bool,
}

impl Found {
    fn collect(&mut self, value: &Value) {
        match &value.kind {
            Kind::String(text) => self.text(text),
            Kind::Sequence(sequence) => sequence.items().iter().for_each(|it| self.collect(it)),
            Kind::Object(object) => {
                for (key, value) in object.entries() {
                    self.text(key);
                    self.collect(value);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        // Most texts are plain, and short enough to be looked at byte by byte.
        if text.is_ascii() || !text.contains([START, END]) {
            return;
        }
        for piece in pieces(text) {
            match piece {
                Piece::Token(token) if self.seen.insert(token) => self.tokens.push(token),
                Piece::Token(_) => {}
                Piece::Text(text) => self.is_cut |= text.contains([START, END]),
            }
        }
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

    /// A key with `each.value` as it is traced: which instances there are was decided without tokens.
    pub(super) fn traced_key(
        &mut self,
        node: NodeId,
        block: &Block,
        key: Option<&Key>,
    ) -> Option<Key> {
        match key {
            Some(Key::Each { key, value }) if self.tracing => {
                let traced = self.elements(node, block).get(key).cloned();
                Some(Key::Each { key: key.clone(), value: traced.unwrap_or_else(|| value.clone()) })
            }
            key => key.cloned(),
        }
    }

    fn elements(&mut self, node: NodeId, block: &Block) -> Arc<HashMap<EcoString, Value>> {
        if let Some(elements) = self.worked(node).elements.get(&block.span) {
            return Arc::clone(elements);
        }
        let what = eco_format!("for_each at {}", block.span.start);
        let for_each = block.body.attribute("for_each").map(|it| &it.expr);
        let value = self
            .scope(node)
            .guarded(&what, |scope| for_each.map_or_else(Value::null, |it| scope.evaluate(it)));
        let mut elements = HashMap::new();
        for (key, element) in eval::pairs(&value).unwrap_or_default() {
            // The keys of a set are its elements.
            if let Some(key) = key.as_str().and_then(|it| self.plain(it)) {
                elements.insert(key, element);
            }
        }
        let elements = Arc::new(elements);
        self.worked(node).elements.insert(block.span, Arc::clone(&elements));
        elements
    }

    /// A text in which every token's own text is known.
    pub fn plain(&self, text: &str) -> Option<EcoString> {
        if !text.contains([START, END]) {
            return Some(text.into());
        }
        let mut plain = EcoString::new();
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) if text.contains([START, END]) => return None,
                Piece::Text(text) => plain.push_str(text),
                Piece::Token(token) => plain.push_str(self.target(token)?.text.as_ref()?),
            }
        }
        Some(plain)
    }

    /// A text in which each token is spelled out as what it stands for, so that it is the same in every copy
    /// of a configuration.
    pub fn spelled(&self, text: &str) -> EcoString {
        let mut spelled = EcoString::new();
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => spelled.push_str(text),
                Piece::Token(token) => {
                    spelled.push(START);
                    if let Some(Target { instance, attribute, .. }) = self.target(token) {
                        let (node, address) = (instance.node, instance.resource.address());
                        let key = suffix(instance.key.as_ref());
                        spelled.push_str(&eco_format!("{node} {address}{key}.{attribute}"));
                    }
                    spelled.push(END);
                }
            }
        }
        spelled
    }

    /// What decides something is itself and no token: its text, or unknown.
    pub(super) fn decisive(&self, value: Value) -> Value {
        match value.as_str().filter(|it| it.contains([START, END])).map(|it| self.plain(it)) {
            None => value,
            Some(Some(text)) => Value { kind: Kind::String(text), ..value },
            Some(None) => {
                let unknown = Value::unknown("only the provider knows this text", value.from);
                eval::of_unknown(&unknown, Type::String).marked(value.marks)
            }
        }
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
        let name = eco_format!("{}{}.{attribute}", resource.address(), suffix(key));
        let next = self.tokens.targets.len();
        if next >= MAX_TOKENS {
            return Value::unknown(
                "there are more names in this configuration than are followed",
                None,
            );
        }
        let text = text.and_then(|it| self.plain(&it));
        let token = *self.tokens.by_name.entry((node, name)).or_insert(next);
        if token == next {
            let instance = Instance { node, resource, key: key.cloned() };
            self.tokens.targets.push(Target { instance, attribute: attribute.into(), text });
        }
        Value::from(eco_format!("{START}{token}{END}"))
    }
}

fn suffix(key: Option<&Key>) -> EcoString {
    match key {
        Some(Key::Unknown(_)) => "[?]".into(),
        key => key.map(Key::suffix).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{END, Piece, START, found, pieces};
    use crate::eval::Value;

    #[test]
    fn a_text_with_tokens_is_taken_apart() {
        let text = format!("arn:{START}7{END}/*{START}x{END}{START}");
        let rest = START.to_string();
        let no_token = format!("{START}x{END}");
        let expected = [
            Piece::Text("arn:"),
            Piece::Token(7),
            Piece::Text("/*"),
            Piece::Text(&no_token),
            Piece::Text(&rest),
        ];
        assert_eq!(pieces(&text), expected);
        assert_eq!(found(&Value::from(text)), (vec![7], true));
    }
}
