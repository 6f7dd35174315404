//! The form of what is said of one key: `key "environment" { ... }`.

use ecow::EcoString;

use super::super::decode::Reader;
use super::super::table;
use super::decode::Keys;
use super::{Pattern, TagKey};
use crate::syntax::{Attribute, Block};

/// Regular expressions in one file: each is a machine of its own.
const MAX_PATTERNS: usize = 50;

impl Reader<'_> {
    pub(super) fn key(
        &mut self,
        block: &Block,
        any_case: bool,
        keys: &mut Keys,
        written: &mut Vec<(EcoString, EcoString)>,
    ) {
        let Some(name) = self.label(block, "key \"environment\" { ... }").cloned() else { return };
        self.document.blocks(&block.body, &[], &[]);
        if keys.with_block.contains(&name.text) {
            let help = Some("write all that is said of it into one block".to_owned());
            let message = format!("`{}` already has a block here", name.text);
            return self.document.complain(name.span, message, help);
        }
        if !self.is_text(&name.text, name.span) || !self.is_key(&name.text, name.span) {
            return;
        }
        keys.with_block.push(name.text.clone());
        let within = format!("key \"{}\" ", name.text);
        let lines = block.body.attributes.iter().map(|it| self.line(&within, it));
        written.extend(lines);
        if block.body.attributes.is_empty() {
            written.push((within.trim_end().into(), self.place(block.kind.span)));
        }
        let listed = keys.all.get(&name.text).map(|it| it.is_required);
        let place = self.place(block.kind.span);
        let is_required = listed.unwrap_or(true);
        let name = name.text;
        let mut key = TagKey { name: name.clone(), is_required, place, ..TagKey::default() };
        self.said_of(&mut key, block, listed);
        key.any_case |= any_case;
        keys.all.insert(name, key);
    }

    /// `listed` is whether the short form says that it is required.
    fn said_of(&mut self, key: &mut TagKey, block: &Block, listed: Option<bool>) {
        let mut pattern = None;
        self.document.fields("setting of a key", &block.body, &table::fields("tags key"));
        for attribute in &block.body.attributes {
            match attribute.name.text.as_str() {
                "required" => self.required(attribute, key, listed),
                "values" => key.values = self.some(attribute, "leave it out to allow all values"),
                "matches" => pattern = Some(attribute),
                "ignore_case" => {
                    key.values_any_case = self.document.bool(attribute) == Some(true);
                }
                "any_case" => key.any_case = self.document.bool(attribute) == Some(true),
                "synonyms" => {
                    key.synonyms = self.texts(attribute).into_iter().map(|(it, _)| it).collect();
                }
                "value" => key.value = self.document.string(attribute),
                _ => self.about(attribute, &mut key.about),
            }
        }
        key.matches = pattern.and_then(|it| self.pattern(it, key.values_any_case));
        if let Some(attribute) = block.body.attribute("value") {
            self.written_value(key, attribute);
        }
    }

    fn required(&mut self, attribute: &Attribute, key: &mut TagKey, listed: Option<bool>) {
        let Some(said) = self.document.bool(attribute) else { return };
        if listed.is_some_and(|it| it != said) {
            let (list, word) = match said {
                true => ("optional", "required"),
                false => ("required", "optional"),
            };
            let message = format!("`{}` is in the list `{list}`, and here it is {word}", key.name);
            let help = Some("take it out of the list: its block is enough".to_owned());
            return self.document.complain(attribute.expr.span, message, help);
        }
        key.is_required = said;
    }

    fn pattern(&mut self, attribute: &Attribute, any_case: bool) -> Option<Pattern> {
        let text = self.document.string(attribute)?;
        let at = attribute.expr.span;
        self.tags.patterns += 1;
        if self.tags.patterns > MAX_PATTERNS {
            let message = format!("these are more than {MAX_PATTERNS} regular expressions");
            let help = Some("values = [\"dev-*\"] does it for most keys".to_owned());
            self.document.complain(at, message, help);
            return None;
        }
        if !self.is_text(&text, at) {
            return None;
        }
        match Pattern::new(&text, any_case) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let (message, help) = wrong(&error);
                self.document.complain(at, message, Some(help.to_owned()));
                None
            }
        }
    }

    /// What a fix writes has to be right itself.
    fn written_value(&mut self, key: &TagKey, attribute: &Attribute) {
        let Some(value) = &key.value else { return };
        let (at, mistake) = (attribute.expr.span, "a fix cannot write this");
        if value.is_empty() {
            let help = Some("an empty tag counts as missing".to_owned());
            self.document.complain(at, mistake, help);
        } else if !key.allows(value, false) {
            let help = Some("the policy does not allow it as a value".to_owned());
            self.document.complain(at, mistake, help);
        }
    }
}

/// What is wrong with a regular expression, in a line.
fn wrong(error: &regex::Error) -> (String, &'static str) {
    match error {
        regex::Error::CompiledTooBig(_) => (
            "this regular expression is too large".to_owned(),
            "write [A-Za-z0-9_] for `\\w`, and smaller numbers of repetitions",
        ),
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default();
            let reason = last.trim_start_matches("error: ");
            (
                format!("this is no regular expression: {reason}"),
                "it is matched against the whole value: \"[a-z0-9-]+\"",
            )
        }
    }
}
