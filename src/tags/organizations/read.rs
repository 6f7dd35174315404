//! The form of a tag policy: `tags`, policy keys in it, settings in those, and operators in these.

use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};
use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::open::open;
use super::written::{Allowed, Operator, Setting, Statement, Step, Written};
use crate::decode::{Complaint, Document, choices};
use crate::source::{FileId, Span};

/// More in one list, or more keys, are refused.
const MOST: usize = 1_000;
const CONTROL: &str = "@@operators_allowed_for_child_policies";

pub(super) fn read(path: &str, text: &str) -> (Written, Vec<Complaint>) {
    let (document, text) = open(path, text);
    let mut reader = Reader { document, written: Written::default() };
    if reader.document.is_clean() {
        let parsed = parse_to_ast(&text, &CollectOptions::default(), &ParseOptions::default());
        match parsed.ok().and_then(|it| it.value) {
            Some(Value::Object(object)) => reader.policy(&object),
            other => reader.no_policy(other.map_or(Range::new(0, 0), |it| it.range())),
        }
    }
    (reader.written, reader.document.complaints())
}

struct Reader {
    document: Document,
    written: Written,
}

impl Reader {
    fn complain(&mut self, at: Range, message: impl Into<String>, help: &str) {
        let help = (!help.is_empty()).then(|| help.to_owned());
        self.document.complain(span(at), message, help);
    }

    fn place(&self, at: Range) -> EcoString {
        eco_format!("{}:{}", self.document.path(), self.document.line(span(at)))
    }

    fn no_policy(&mut self, at: Range) {
        let help = "a tag policy is { \"tags\": { ... } }, or what `aws organizations \
                    describe-effective-policy --policy-type TAG_POLICY` prints";
        self.complain(at, "this is no tag policy: there is no `tags` in it", help);
    }

    fn policy(&mut self, policy: &Object<'_>) {
        match policy.properties.iter().find(|it| it.name.as_str() == "tags") {
            Some(ObjectProp { value: Value::Object(tags), .. }) => self.tags(tags),
            Some(other) => self.complain(other.value.range(), "`tags` is an object of keys", ""),
            None => self.no_policy(Range::new(policy.range.start, policy.range.start + 1)),
        }
    }

    fn tags(&mut self, tags: &Object<'_>) {
        let mut seen = BTreeSet::new();
        for (index, property) in tags.properties.iter().enumerate() {
            let (name, at) = (property.name.as_str(), property.name.range());
            if index == MOST {
                return self.complain(at, format!("these are more than {MOST} keys"), "");
            }
            match &property.value {
                _ if !seen.insert(name.to_lowercase()) => {
                    let help = "case makes no other policy key: write one statement";
                    self.complain(at, format!("`{name}` stands here twice"), help);
                }
                value if name == CONTROL => self.written.allowed = self.allowed(value),
                _ if name.starts_with("@@") => self.unknown_operator(name, at, &[CONTROL]),
                Value::Object(statement) => self.statement(name, at, statement),
                other => {
                    let help = "write { \"tag_key\": { \"@@assign\": \"CostCenter\" } }";
                    self.complain(other.range(), format!("`{name}` is no object"), help);
                }
            }
        }
    }

    fn statement(&mut self, key: &str, at: Range, object: &Object<'_>) {
        let mut statement = Statement {
            key: key.to_lowercase(),
            place: self.place(at),
            allowed: Allowed::default(),
            controls: Vec::new(),
            steps: Vec::new(),
        };
        for property in &object.properties {
            let (name, at) = (property.name.as_str(), property.name.range());
            match Setting::ALL.into_iter().find(|it| it.name() == name) {
                Some(setting) => self.setting(setting, &property.value, &mut statement),
                None if name == CONTROL => statement.allowed = self.allowed(&property.value),
                None if name.starts_with("@@") => self.unknown_operator(name, at, &[CONTROL]),
                // AWS adds settings; what one means is not known until somebody writes it down here.
                None => self.passed_over(name, at),
            }
        }
        self.written.statements.push(statement);
    }

    fn passed_over(&mut self, name: &str, at: Range) {
        let place = self.place(at);
        self.written
            .remarks
            .push(eco_format!("{place}: there is no setting `{name}`: passed over"));
    }

    fn unknown_operator(&mut self, name: &str, at: Range, known: &[&str]) {
        self.complain(at, format!("there is no operator `{name}` here"), &choices(name, known));
    }

    fn setting(&mut self, setting: Setting, value: &Value<'_>, statement: &mut Statement) {
        let Value::Object(object) = value else {
            // An effective policy has no operators.
            return self.step(setting, Operator::Assign, value, value.range(), statement);
        };
        for property in &object.properties {
            let (name, at) = (property.name.as_str(), property.name.range());
            let one_value = setting == Setting::TagKey;
            match Operator::by_name(name) {
                Some(operator) if one_value && operator != Operator::Assign => {
                    let help = "write \"@@assign\": a key is one text, no list";
                    self.complain(at, format!("`{name}` is for lists"), help);
                }
                Some(operator) => self.step(setting, operator, &property.value, at, statement),
                None if name == CONTROL => {
                    let allowed = self.allowed(&property.value);
                    statement.controls.push((setting, allowed));
                }
                None if name.starts_with("@@") => {
                    let known = ["@@assign", "@@append", "@@remove", CONTROL];
                    self.unknown_operator(name, at, &known);
                }
                None => self.passed_over(name, at),
            }
        }
    }

    fn step(
        &mut self,
        setting: Setting,
        operator: Operator,
        value: &Value<'_>,
        at: Range,
        statement: &mut Statement,
    ) {
        let values = self.strings(value);
        let place = self.place(at);
        if setting == Setting::TagKey {
            self.tag_key(&values, value.range(), &statement.key);
        }
        statement.steps.push(Step { setting, operator, values, place });
    }

    fn tag_key(&mut self, values: &[EcoString], at: Range, key: &str) {
        match values {
            [] => {}
            [one] if one.to_lowercase() == key => {}
            [one] => {
                let help =
                    "it says how the policy key is written: the same letters, in another case";
                self.complain(at, format!("`{one}` is not `{key}`"), help);
            }
            _ => self.complain(at, "a key is one text", ""),
        }
    }

    /// A string, or a list of them.
    fn strings(&mut self, value: &Value<'_>) -> Vec<EcoString> {
        let items = match value {
            Value::Array(array) => array.elements.as_slice(),
            one => std::slice::from_ref(one),
        };
        if items.len() > MOST {
            self.complain(value.range(), format!("these are more than {MOST}"), "");
            return Vec::new();
        }
        let mut strings = Vec::new();
        for item in items {
            match item {
                Value::StringLit(text) if !text.value.is_empty() => {
                    strings.push((*text.value).into());
                }
                other => self.complain(other.range(), "this is no text", "write it in quotes"),
            }
        }
        strings
    }

    fn allowed(&mut self, value: &Value<'_>) -> Allowed {
        let mut allowed = Allowed::NONE;
        for name in self.strings(value) {
            allowed = match (name.as_str(), Operator::by_name(&name)) {
                (_, Some(operator)) => allowed.with(operator),
                ("@@all", _) => Allowed::default(),
                ("@@none", _) => allowed,
                _ => {
                    let known = ["@@all", "@@none", "@@assign", "@@append", "@@remove"];
                    self.unknown_operator(&name, value.range(), &known);
                    allowed
                }
            };
        }
        allowed
    }
}

fn span(at: Range) -> Span {
    Span::new(FileId::DETACHED, at.start, at.end)
}
