//! The form of a settings file. Every mistake is told, not only the first.

use ecow::EcoString;
use globset::{Glob, GlobBuilder, GlobMatcher};
use indexmap::IndexMap;

use super::{FailOn, PathSettings, RuleSettings, Said, Settings};
use crate::decode::{Complaint, Document};
use crate::finding::Severity;
use crate::syntax::{Attribute, Block, Body, Ident};

/// What a settings file may speak of.
pub struct Known<'a> {
    /// Every rule's name, those of old too.
    pub rules: &'a [&'a str],
    /// The name that a rule has now.
    pub current: &'a dyn Fn(&str) -> EcoString,
    /// The parameters of a rule.
    pub params: &'a dyn Fn(&str) -> Vec<EcoString>,
}

const FIELDS: &[&str] = &["fail_on", "min_severity", "exclude", "packs"];
const FAIL_ON: &[(&str, FailOn)] = &[
    ("error", FailOn::Severity(Severity::Error)),
    ("warning", FailOn::Severity(Severity::Warning)),
    ("note", FailOn::Severity(Severity::Note)),
    ("never", FailOn::Never),
];
const SEVERITIES: &[(&str, Severity)] =
    &[("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];

pub(super) fn settings(
    path: &str,
    text: &str,
    known: &Known<'_>,
) -> Result<Settings, Vec<Complaint>> {
    let (document, body) = Document::parse("settings", path, text);
    let mut reader = Reader { document, known };
    let settings = reader.settings(path, &body);
    let complaints = reader.document.complaints();
    if complaints.is_empty() { Ok(settings) } else { Err(complaints) }
}

/// A glob of paths: `*` stays within a name, `**` does not.
pub(super) fn glob(text: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(text).literal_separator(true).build()
}

struct Reader<'k> {
    document: Document,
    known: &'k Known<'k>,
}

impl Reader<'_> {
    fn said<T>(&self, attribute: &Attribute, value: T) -> Said<T> {
        let line = self.document.line(attribute.name.span);
        Said { value, place: format!("{}:{line}", self.document.path()) }
    }

    fn settings(&mut self, path: &str, body: &Body) -> Settings {
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory).to_owned();
        let mut settings = Settings { directory, ..Settings::default() };
        for attribute in &body.attributes {
            match attribute.name.text.as_str() {
                "fail_on" => {
                    let value = self.document.one_of(attribute, FAIL_ON);
                    settings.fail_on = value.map(|it| self.said(attribute, it));
                }
                "min_severity" => {
                    let value = self.document.one_of(attribute, SEVERITIES);
                    settings.min_severity = value.map(|it| self.said(attribute, it));
                }
                "exclude" => settings.exclude = self.globs(attribute),
                "packs" => {
                    let strings = self.document.strings(attribute);
                    settings.packs = strings
                        .into_iter()
                        .map(|(it, _)| self.said(attribute, it.to_string()))
                        .collect();
                }
                _ => self.document.unknown("setting", &attribute.name, FIELDS),
            }
        }
        for block in &body.blocks {
            match block.kind.text.as_str() {
                "rule" => self.rule(block, &mut settings.rules),
                "path" => settings.paths.extend(self.path(block)),
                _ => self.document.unknown("block", &block.kind, &["rule", "path"]),
            }
        }
        settings
    }

    fn globs(&mut self, attribute: &Attribute) -> Vec<Said<String>> {
        let strings = self.document.strings(attribute);
        for (text, span) in &strings {
            if let Err(error) = glob(text) {
                self.document.complain(*span, format!("this is no glob: {}", error.kind()), None);
            }
        }
        strings.into_iter().map(|(it, _)| self.said(attribute, it.to_string())).collect()
    }

    fn path(&mut self, block: &Block) -> Option<PathSettings> {
        let glob = self.label(block, "path \"envs/dev/**\" { ... }")?;
        let matcher: GlobMatcher = match self::glob(&glob.text) {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                self.document.complain(
                    glob.span,
                    format!("this is no glob: {}", error.kind()),
                    None,
                );
                return None;
            }
        };
        let mut rules = IndexMap::new();
        for attribute in &block.body.attributes {
            self.document.unknown("setting of a path", &attribute.name, &["rule"]);
        }
        for inner in &block.body.blocks {
            match inner.kind.text.as_str() {
                "rule" => self.rule(inner, &mut rules),
                _ => self.document.unknown("block", &inner.kind, &["rule"]),
            }
        }
        Some(PathSettings { glob: matcher, text: glob.text.to_string(), rules })
    }

    fn label<'b>(&mut self, block: &'b Block, form: &str) -> Option<&'b Ident> {
        if let [label] = block.labels.as_slice() {
            return Some(label);
        }
        let help = Some(format!("write {form}"));
        let message = format!("`{}` needs one name", block.kind.text);
        self.document.complain(block.header(), message, help);
        None
    }

    fn rule(&mut self, block: &Block, rules: &mut IndexMap<EcoString, RuleSettings>) {
        let Some(name) = self.label(block, "rule \"volume-gp2\" { ... }") else { return };
        if !self.known.rules.contains(&name.text.as_str()) {
            return self.document.unknown("rule", name, self.known.rules);
        }
        let current = (self.known.current)(&name.text);
        let mut settings = RuleSettings::default();
        for attribute in &block.body.attributes {
            match attribute.name.text.as_str() {
                "enabled" => {
                    let value = self.document.bool(attribute);
                    settings.enabled = value.map(|it| self.said(attribute, it));
                }
                "severity" => {
                    let value = self.document.one_of(attribute, SEVERITIES);
                    settings.severity = value.map(|it| self.said(attribute, it));
                }
                _ => self.document.unknown(
                    "setting of a rule",
                    &attribute.name,
                    &["enabled", "severity", "params"],
                ),
            }
        }
        for inner in &block.body.blocks {
            match inner.kind.text.as_str() {
                "params" => self.params(&current, inner, &mut settings),
                _ => self.document.unknown("block", &inner.kind, &["params"]),
            }
        }
        rules.insert(current, settings);
    }

    fn params(&mut self, rule: &str, block: &Block, settings: &mut RuleSettings) {
        let known = (self.known.params)(rule);
        for attribute in &block.body.attributes {
            let name = &attribute.name;
            if known.is_empty() {
                let message = format!("`{rule}` has no parameters");
                self.document.complain(name.span, message, None);
            } else if known.contains(&name.text) {
                let said = self.said(attribute, attribute.expr.clone());
                settings.params.insert(name.text.clone(), said);
            } else {
                let known: Vec<&str> = known.iter().map(EcoString::as_str).collect();
                self.document.unknown("parameter", name, &known);
            }
        }
    }
}
