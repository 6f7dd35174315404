//! The form of a policy of tags: `tags { ... }` and `tags "finops" { ... }`.

use std::sync::Arc;

use ecow::{EcoString, eco_format};
use indexmap::IndexMap;

use super::super::decode::Reader;
use super::super::table;
use super::{About, TagKey, TagPolicy};
use crate::source::Span;
use crate::syntax::{Attribute, Block};

/// Policies in one file, and keys in all of them together.
const MAX_POLICIES: usize = 100;
const MAX_KEYS: usize = 1_000;
/// Names, values and patterns in one list.
const MAX_ITEMS: usize = 1_000;
/// No key, value or address is as long.
const MAX_TEXT: usize = 1_000;

const SAYS_NOTHING: &str = "name keys: required = [\"service\"]; or, to let all resources pass, write \
                            exempt \"*\" { reason = \"...\" }";

/// How much one file said of tags.
#[derive(Debug, Default)]
pub(in crate::settings) struct Spent {
    policies: usize,
    pub(super) keys: usize,
    pub(super) patterns: usize,
}

/// The keys of a policy, while it is read.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) all: IndexMap<EcoString, TagKey>,
    /// Those that have a block.
    pub(super) with_block: Vec<EcoString>,
}

impl Reader<'_> {
    pub(in crate::settings) fn tags(&mut self, block: &Block, all: &mut Vec<Arc<TagPolicy>>) {
        let (name, at) = match block.labels.as_slice() {
            [] => (EcoString::new(), block.kind.span),
            [name] => (name.text.clone(), name.span),
            [_, second, ..] => {
                let help = Some("write tags { ... } or tags \"finops\" { ... }".to_owned());
                return self.document.complain(second.span, "`tags` takes one name at most", help);
            }
        };
        if all.iter().any(|it| it.name == name) {
            let help = match name.as_str() {
                "" => "write all of it into one block, or give one a name: tags \"finops\" { ... }",
                _ => "write all of it into one block",
            };
            let what = if name.is_empty() { "`tags`".into() } else { eco_format!("`{name}`") };
            let message = format!("{what} already has a block here");
            return self.document.complain(at, message, Some(help.to_owned()));
        }
        self.tags.policies += 1;
        if self.tags.policies > MAX_POLICIES {
            return self.document.complain(at, "these are too many policies of tags", None);
        }
        let policy = self.policy(name, block);
        all.push(Arc::new(policy));
    }

    fn policy(&mut self, name: EcoString, block: &Block) -> TagPolicy {
        let place = self.place(block.kind.span);
        let mut policy = TagPolicy { name, place, ..TagPolicy::default() };
        let mut keys = Keys::default();
        let mut any_case = false;
        self.document.fields("setting of tags", &block.body, &table::fields("tags"));
        for attribute in &block.body.attributes {
            policy.written.push(self.line("", attribute));
            match attribute.name.text.as_str() {
                "required" => self.listed(attribute, true, &mut keys),
                "optional" => self.listed(attribute, false, &mut keys),
                "any_case" => any_case = self.document.bool(attribute) == Some(true),
                _ => self.about(attribute, &mut policy.about),
            }
        }
        for inner in &block.body.blocks {
            match table::kind("tags", &inner.kind.text) {
                "key" => self.key(inner, any_case, &mut keys, &mut policy.written),
                "exempt" => {
                    let exemption = self.exempt(inner, &mut policy.written);
                    policy.exempt.extend(exemption);
                }
                _ => self.document.unknown("block", &inner.kind, table::blocks("tags")),
            }
        }
        if block.body.blocks.is_empty() && keys.all.is_empty() && self.document.is_clean() {
            let help = Some(SAYS_NOTHING.to_owned());
            self.document.complain(block.kind.span, "this policy of tags says nothing", help);
        }
        policy.keys = keys.all.into_values().collect();
        policy.keys.iter_mut().for_each(|it| it.any_case |= any_case);
        self.names_once(&policy, block);
        policy
    }

    pub(in crate::settings) fn place(&self, at: Span) -> EcoString {
        eco_format!("{}:{}", self.document.path(), self.document.line(at))
    }

    /// An attribute as it was written, and its place.
    pub(in crate::settings) fn line(
        &self,
        within: &str,
        attribute: &Attribute,
    ) -> (EcoString, EcoString) {
        let written = self.document.written(attribute.expr.span);
        let line = eco_format!("{within}{} = {written}", attribute.name.text);
        (line, self.place(attribute.name.span))
    }

    /// `required = ["service"]`
    fn listed(&mut self, attribute: &Attribute, is_required: bool, keys: &mut Keys) {
        for (name, at) in self.texts(attribute) {
            if !self.is_key(&name, at) {
                continue;
            }
            if keys.all.contains_key(&name) {
                let help = Some("name each key once: it is required, or it is optional".to_owned());
                self.document.complain(at, format!("`{name}` is named twice"), help);
                continue;
            }
            let key = TagKey {
                name: name.clone(),
                is_required,
                place: self.place(at),
                ..TagKey::default()
            };
            keys.all.insert(name, key);
        }
    }

    /// Whether a text may be the key of a tag; told where it may not.
    pub(super) fn is_key(&mut self, name: &str, at: Span) -> bool {
        self.tags.keys += 1;
        let (message, help) = match name {
            _ if self.tags.keys > MAX_KEYS => {
                (format!("these are more than {MAX_KEYS} keys"), "nobody could set them all")
            }
            "" => ("a key has a name".to_owned(), "write the key as resources carry it"),
            _ if name.starts_with("aws:") => (
                format!("`{name}` is a key that AWS sets"),
                "nobody else may set keys that begin with `aws:`: leave it out",
            ),
            _ => return true,
        };
        self.document.complain(at, message, Some(help.to_owned()));
        false
    }

    /// `types`, `services` and `providers`.
    pub(super) fn about(&mut self, attribute: &Attribute, about: &mut About) {
        let list = match attribute.name.text.as_str() {
            "types" => &mut about.types,
            "services" => &mut about.services,
            "providers" => &mut about.providers,
            _ => return,
        };
        *list = self.some(attribute, "leave it out to say all of them");
    }

    /// A list that is not empty.
    pub(super) fn some(&mut self, attribute: &Attribute, help: &str) -> Vec<EcoString> {
        let n_before = self.document.n_mistakes();
        let texts = self.texts(attribute);
        if texts.is_empty() && self.document.n_mistakes() == n_before {
            let message = format!("`{}` is an empty list", attribute.name.text);
            self.document.complain(attribute.expr.span, message, Some(help.to_owned()));
        }
        texts.into_iter().map(|(text, _)| text).collect()
    }

    /// The strings of a list, none of them empty or monstrous.
    pub(super) fn texts(&mut self, attribute: &Attribute) -> Vec<(EcoString, Span)> {
        let mut texts = self.document.strings(attribute);
        if let Some((_, at)) = texts.get(MAX_ITEMS) {
            let help = Some("several may be one: `*` is any text".to_owned());
            self.document.complain(*at, format!("these are more than {MAX_ITEMS}"), help);
            texts.truncate(MAX_ITEMS);
        }
        texts.retain(|(text, at)| self.is_text(text, *at));
        texts
    }

    pub(super) fn is_text(&mut self, text: &str, at: Span) -> bool {
        let message = match text.len() {
            0 => "this is empty".to_owned(),
            1..=MAX_TEXT => return true,
            _ => format!("this is longer than {MAX_TEXT} bytes"),
        };
        self.document.complain(at, message, None);
        false
    }

    /// A name that two keys go by would be judged twice.
    fn names_once(&mut self, policy: &TagPolicy, block: &Block) {
        let mut seen: IndexMap<EcoString, &TagKey> = IndexMap::new();
        for key in &policy.keys {
            for name in key.synonyms.iter().chain([&key.name]) {
                let folded = if key.any_case { name.to_lowercase() } else { name.clone() };
                let Some(other) = seen.insert(folded, key) else { continue };
                let message =
                    format!("`{name}` is a name of `{}` and of `{}`", other.name, key.name);
                let help = Some("a tag counts for one key: take it out of one".to_owned());
                self.document.complain(block.kind.span, message, help);
            }
        }
    }
}
