//! What the settings say may stay as it is: `ignore { ... }`, and what they say of comments: `comments { ... }`.

use ecow::EcoString;
use globset::GlobSet;

use super::decode::Reader;
use super::table;
use super::tags::is_of;
use super::{Said, Settings};
use crate::source::Span;
use crate::syntax::{Attribute, Block, ExprKind};

/// `ignore { ... }`
#[derive(Debug)]
pub struct IgnoreSettings {
    /// The names that rules have today; empty for all.
    pub rules: Vec<EcoString>,
    /// Patterns; empty for all.
    addresses: Vec<EcoString>,
    /// Globs below the directory of the file; `None` for all.
    paths: Option<GlobSet>,
    /// A glob of `path "..." { ... }` around it.
    within: Option<GlobSet>,
    pub reason: EcoString,
    /// The last day on which it holds.
    pub until: Option<EcoString>,
    /// The line that says it: `.skint.hcl:3`.
    pub place: EcoString,
    /// Its head, in the text of its file.
    pub at: Span,
    written: Vec<(EcoString, EcoString)>,
}

/// `comments { ... }`
#[derive(Debug, Default)]
pub(super) struct CommentSettings {
    pub(super) require_reason: Option<Said<bool>>,
    /// What ids of other tools stand for.
    pub(super) map: Vec<(EcoString, Said<EcoString>)>,
}

impl IgnoreSettings {
    /// Whether it is about a rule at an address. `below`: the paths of the files, from the directory of its file.
    pub(super) fn holds(&self, rule: &str, address: &str, below: &[&str]) -> bool {
        let matches = |globs: &Option<GlobSet>| {
            globs.as_ref().is_none_or(|globs| below.iter().any(|it| globs.is_match(it)))
        };
        (self.rules.is_empty() || self.rules.iter().any(|it| it == rule))
            && (self.addresses.is_empty() || self.addresses.iter().any(|it| is_of(it, address)))
            && matches(&self.paths)
            && matches(&self.within)
    }

    /// Whether it may be about something that another module makes.
    pub fn may_be_in_modules(&self) -> bool {
        let leads_in = |it: &EcoString| it.starts_with("module.") || it.starts_with('*');
        self.addresses.is_empty() || self.addresses.iter().any(leads_in)
    }

    /// Whether its last day has passed.
    pub fn is_over(&self, today: &str) -> bool {
        self.until.as_deref().is_some_and(|until| today > until)
    }

    pub(super) fn describe(&self, lines: &mut Vec<(String, EcoString)>) {
        lines.extend(self.written.iter().map(|(line, place)| (line.to_string(), place.clone())));
    }
}

impl CommentSettings {
    pub(super) fn describe(&self, lines: &mut Vec<(String, EcoString)>) {
        if let Some(it) = &self.require_reason {
            lines.push((format!("comments require_reason = {}", it.written), it.place.clone()));
        }
        for (id, it) in &self.map {
            lines.push((format!("comments map {id} = {}", it.written), it.place.clone()));
        }
    }
}

const FORM: &str = "write ignore { rules = [\"volume-gp2\"]  addresses = [\"module.legacy.*\"]  reason = \"...\" }";

impl Reader<'_> {
    /// `glob`: of the path around it.
    pub(super) fn ignore(
        &mut self,
        block: &Block,
        glob: Option<&EcoString>,
        all: &mut Vec<IgnoreSettings>,
    ) {
        if let Some(label) = block.labels.first() {
            self.document.complain(label.span, "`ignore` takes no name", Some(FORM.to_owned()));
        }
        self.document.fields("setting of what is ignored", &block.body, &table::fields("ignore"));
        self.document.blocks(&block.body, &[], &[]);
        let place = self.place(block.kind.span);
        let within = glob.map(|it| self.globs(&[(it.clone(), block.kind.span)]));
        let mut ignore = IgnoreSettings {
            rules: Vec::new(),
            addresses: Vec::new(),
            paths: None,
            within,
            reason: EcoString::new(),
            until: None,
            place,
            at: block.header(),
            written: Vec::new(),
        };
        let prefix = glob.map(|it| format!("path \"{it}\" ")).unwrap_or_default();
        for attribute in &block.body.attributes {
            ignore.written.push(self.line(&format!("{prefix}ignore "), attribute));
            match attribute.name.text.as_str() {
                "rules" => ignore.rules = self.rule_names(attribute),
                "addresses" => {
                    let texts = self.not_empty(attribute).into_iter();
                    ignore.addresses = texts.map(|(it, _)| it).collect();
                }
                "paths" => {
                    let globs = self.not_empty(attribute);
                    ignore.paths = Some(self.globs(&globs));
                }
                "reason" => ignore.reason = self.document.string(attribute).unwrap_or_default(),
                "until" => ignore.until = self.day(attribute),
                _ => {}
            }
        }
        if ignore.reason.trim().is_empty() {
            let help = Some("say why, for whoever reads it next year: reason = \"...\"".to_owned());
            let said = block.body.attribute("reason").map(|it| it.expr.span);
            let at = said.unwrap_or(block.header());
            self.document.complain(at, "nobody says why this is ignored", help);
        }
        all.push(ignore);
    }

    /// A list that holds something: what is empty by mistake would be about all.
    fn not_empty(&mut self, attribute: &Attribute) -> Vec<(EcoString, Span)> {
        let texts = self.document.strings(attribute);
        if texts.is_empty() {
            let message = format!("`{}` is empty", attribute.name.text);
            let help = Some("leave it out where all are meant".to_owned());
            self.document.complain(attribute.expr.span, message, help);
        }
        texts
    }

    fn rule_names(&mut self, attribute: &Attribute) -> Vec<EcoString> {
        let names = self.not_empty(attribute);
        names.iter().filter_map(|(name, at)| self.rule_name(name, *at)).collect()
    }

    /// What a rule is called today.
    fn rule_name(&mut self, name: &EcoString, at: Span) -> Option<EcoString> {
        if !self.known.rules.contains(&name.as_str()) {
            let name = crate::syntax::Ident { text: name.clone(), span: at };
            self.document.unknown("rule", &name, self.known.rules);
            return None;
        }
        Some(self.current(name))
    }

    /// `comments { ... }`
    pub(super) fn comments(&mut self, block: &Block, comments: &mut CommentSettings) {
        self.document.fields("setting of comments", &block.body, &table::fields("comments"));
        self.document.blocks(&block.body, &[], &[]);
        for attribute in &block.body.attributes {
            match attribute.name.text.as_str() {
                "require_reason" => {
                    let value = self.document.bool(attribute);
                    comments.require_reason = value.map(|it| self.said(attribute, it));
                }
                "map" => self.map(attribute, comments),
                _ => {}
            }
        }
    }

    fn map(&mut self, attribute: &Attribute, comments: &mut CommentSettings) {
        let help = || {
            Some("write map = { \"CKV_AWS_115\" = \"lambda-unbounded-concurrency\" }".to_owned())
        };
        let ExprKind::Object(items) = &attribute.expr.kind else {
            return self.document.complain(attribute.expr.span, "`map` is no object", help());
        };
        for item in items {
            let (ExprKind::String(id), ExprKind::String(rule)) = (&item.key.kind, &item.value.kind)
            else {
                self.document.complain(item.value.span, "this is no plain string", help());
                continue;
            };
            if let Some(rule) = self.rule_name(rule, item.value.span) {
                let said = self.said_at(item.key.span, item.value.span, rule);
                comments.map.push((id.clone(), said));
            }
        }
    }
}

impl Settings {
    /// What is ignored about a rule at an address, by a place in these files.
    pub(super) fn ignored<'s>(
        &'s self,
        rule: &str,
        address: &str,
        paths: &[&str],
    ) -> impl Iterator<Item = &'s IgnoreSettings> {
        let below: Vec<&str> = paths.iter().filter_map(|it| self.below(it)).collect();
        let holds =
            move |it: &&IgnoreSettings| !below.is_empty() && it.holds(rule, address, &below);
        self.ignores.iter().filter(holds).collect::<Vec<_>>().into_iter()
    }
}
