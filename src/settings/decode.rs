//! The form of a settings file. Every mistake is told, not only the first.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use indexmap::IndexMap;

use super::table;
use super::tags::Spent;
use super::{FailOn, IgnoreSettings, PathSettings, RuleSettings, Said, Settings};
use crate::decode::{Complaint, Document};
use crate::finding::Severity;
use crate::source::Span;
use crate::syntax::{Attribute, Block, Body, Ident};

/// Longer globs are refused: no path is as long.
const MAX_GLOB: usize = 1_000;
/// More globs in one place are refused: nobody could say what holds.
const MAX_GLOBS: usize = 1_000;

/// What a settings file may speak of.
pub struct Known<'a> {
    /// Every rule's name, those of old too.
    pub rules: &'a [&'a str],
    /// The name that a rule has now.
    pub current: &'a dyn Fn(&str) -> EcoString,
    /// The parameters of a rule.
    pub params: &'a dyn Fn(&str) -> Vec<EcoString>,
    /// The names of presets.
    pub presets: &'a [&'static str],
    /// The names of traffic profiles.
    pub profiles: &'a [&'static str],
}

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
    let (current, params) = (BTreeMap::new(), BTreeMap::new());
    let mut reader = Reader { document, known, current, params, tags: Spent::default() };
    let settings = reader.settings(path, &body);
    let complaints = reader.document.complaints();
    if complaints.is_empty() { Ok(settings) } else { Err(complaints) }
}

pub(super) struct Reader<'k> {
    pub(super) document: Document,
    pub(super) known: &'k Known<'k>,
    /// What `known` said: the answers may be dear, and a file may repeat a name at will.
    current: BTreeMap<EcoString, EcoString>,
    params: BTreeMap<EcoString, Vec<EcoString>>,
    /// How much was said of tags so far.
    pub(super) tags: Spent,
}

impl Reader<'_> {
    pub(super) fn said<T>(&self, attribute: &Attribute, value: T) -> Said<T> {
        self.said_at(attribute.name.span, attribute.expr.span, value)
    }

    pub(super) fn said_at<T>(&self, at: Span, written: Span, value: T) -> Said<T> {
        let place = eco_format!("{}:{}", self.document.path(), self.document.line(at));
        Said { value, written: self.document.written(written).into(), place }
    }

    fn settings(&mut self, path: &str, body: &Body) -> Settings {
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory).to_owned();
        let mut settings = Settings { directory, ..Settings::default() };
        self.document.fields("setting", body, &table::fields(""));
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
                "preset" => {
                    let known: Vec<(&'static str, &'static str)> =
                        self.known.presets.iter().map(|it| (*it, *it)).collect();
                    let value = self.document.one_of(attribute, &known);
                    settings.preset = value.map(|it| self.said(attribute, it.to_owned()));
                }
                "exclude" => {
                    let globs = self.document.strings(attribute);
                    settings.excluded = self.globs(&globs);
                    settings.exclude = self.list(globs);
                }
                "packs" => {
                    let packs = self.document.strings(attribute);
                    settings.packs = self.list(packs);
                }
                "stubs" => {
                    let stubs = self.document.strings(attribute);
                    settings.stubs = self.list(stubs);
                }
                "tags_policy" => {
                    let files = self.document.strings(attribute);
                    settings.tags_policy = self.list(files);
                }
                "workspace" => {
                    let value = self.document.string(attribute);
                    settings.workspace = value.map(|it| self.said(attribute, it.to_string()));
                }
                _ => {}
            }
        }
        let mut globs = Vec::new();
        for block in &body.blocks {
            match table::kind("", &block.kind.text) {
                "rule" => self.rule(block, &mut settings.rules),
                "path" => {
                    let form = "path \"envs/dev/**\" { ... }";
                    let Some(glob) = self.label(block, form) else { continue };
                    globs.push((glob.text.clone(), glob.span));
                    let within = self.path(glob, &block.body, &mut settings.ignores);
                    settings.paths.push(within);
                }
                "cost" if block.labels.is_empty() => {
                    settings.cost.overlay(&self.cost(block));
                }
                "tags" => self.tags(block, &mut settings.tags),
                "ignore" => self.ignore(block, None, &mut settings.ignores),
                "comments" if block.labels.is_empty() => {
                    self.comments(block, &mut settings.comments);
                }
                _ => self.document.unknown("block", &block.kind, table::blocks("")),
            }
        }
        settings.globs = self.globs(&globs);
        if !settings.ignores.is_empty() {
            settings.source = Some((path.to_owned(), self.document.text().to_owned()));
        }
        settings
    }

    /// Each string of a list with its own line.
    fn list(&self, strings: Vec<(EcoString, Span)>) -> Vec<Said<String>> {
        strings.into_iter().map(|(it, at)| self.said_at(at, at, it.to_string())).collect()
    }

    /// Globs of paths, in their order: `*` stays within a name, `**` does not.
    pub(super) fn globs(&mut self, texts: &[(EcoString, Span)]) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for (index, (text, at)) in texts.iter().enumerate() {
            if index == MAX_GLOBS {
                self.too_many_globs(*at);
                return GlobSet::empty();
            }
            if text.len() > MAX_GLOB {
                let message = format!("this is no glob: it is longer than {MAX_GLOB} bytes");
                self.document.complain(*at, message, None);
                continue;
            }
            match GlobBuilder::new(text).literal_separator(true).build() {
                Ok(glob) => drop(set.add(glob)),
                Err(error) => {
                    let message = format!("this is no glob: {}", error.kind());
                    self.document.complain(*at, message, None);
                }
            }
        }
        set.build().unwrap_or_else(|_| {
            texts.iter().last().into_iter().for_each(|(_, at)| self.too_many_globs(*at));
            GlobSet::empty()
        })
    }

    fn too_many_globs(&mut self, at: Span) {
        let help = Some("several globs may be one: \"envs/{dev,test}/**\"".to_owned());
        self.document.complain(at, "these are too many globs", help);
    }

    fn path(
        &mut self,
        glob: &Ident,
        body: &Body,
        ignores: &mut Vec<IgnoreSettings>,
    ) -> PathSettings {
        self.document.fields("setting of a path", body, table::blocks("path"));
        let (mut rules, mut tags) = (IndexMap::new(), Vec::new());
        for inner in &body.blocks {
            match table::kind("path", &inner.kind.text) {
                "rule" => self.rule(inner, &mut rules),
                "tags" => self.tags(inner, &mut tags),
                "ignore" => self.ignore(inner, Some(&glob.text), ignores),
                _ => self.document.unknown("block", &inner.kind, table::blocks("path")),
            }
        }
        PathSettings { glob: glob.text.clone(), rules, tags }
    }

    pub(super) fn label<'b>(&mut self, block: &'b Block, form: &str) -> Option<&'b Ident> {
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
        let current = self.current(&name.text);
        if rules.contains_key(&current) {
            let help = Some("write all that is said of it into one block".to_owned());
            let message = format!("`{current}` already has a block here");
            return self.document.complain(name.span, message, help);
        }
        let mut settings = RuleSettings::default();
        let known = [&table::fields("rule"), table::blocks("rule")].concat();
        self.document.fields("setting of a rule", &block.body, &known);
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
                _ => {}
            }
        }
        self.document.blocks(&block.body, table::blocks("rule"), &[]);
        for inner in block.body.blocks("params") {
            self.params(&current, inner, &mut settings);
        }
        rules.insert(current, settings);
    }

    pub(super) fn current(&mut self, name: &EcoString) -> EcoString {
        let known = self.known;
        self.current.entry(name.clone()).or_insert_with(|| (known.current)(name)).clone()
    }

    fn params(&mut self, rule: &str, block: &Block, settings: &mut RuleSettings) {
        self.document.blocks(&block.body, &[], &[]);
        let known = self.known;
        let known = self.params.entry(rule.into()).or_insert_with(|| (known.params)(rule)).clone();
        for attribute in &block.body.attributes {
            let name = &attribute.name;
            if known.is_empty() {
                let message = format!("`{rule}` has no parameters");
                self.document.complain(name.span, message, None);
            } else if known.contains(&name.text) {
                let value = self.document.literal(attribute);
                let said = value.map(|it| (name.text.clone(), self.said(attribute, it)));
                settings.params.extend(said);
            } else {
                let known: Vec<&str> = known.iter().map(EcoString::as_str).collect();
                self.document.unknown("parameter", name, &known);
            }
        }
    }
}
