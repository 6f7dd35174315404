//! Suppressions put on what was found, and what there is to say of suppressions themselves.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::Request;
use super::ask::Hit;
use crate::decode::choices;
use crate::eval::{self, Reference, Resolved, Scope, Value};
use crate::finding::{
    By, Edit, Finding, Fix, Label, Place, Problem, Severity, Suppression, Undecided,
};
use crate::model::{File, MissingModule, directory};
use crate::money::words;
use crate::pack::{Case, Change, Remedy, Rule};
use crate::source::{FileId, Lines, Source, Sources, Span, joined};
use crate::suppress::{Comments, EXPIRED, Ignore, Kind, Known, MALFORMED, UNUSED, Whereabouts};
use crate::syntax::Expr;

/// What the comments of a project say.
pub(super) fn comments(
    files: &[File],
    sources: &Sources,
    problems: &[Problem],
    request: &Request<'_>,
) -> Comments {
    if !request.ignores {
        return Comments::default();
    }
    let broken: Vec<FileId> = problems.iter().filter_map(|it| Some(it.span?.file)).collect();
    let current = |name: &str| request.packs.current(name).map(EcoString::from);
    let known = Known { sources, settings: request.settings, current: &current, broken: &broken };
    Comments::read(files, &known)
}

/// What was asked in a run.
pub(super) struct Asked<'r> {
    pub(super) rules: &'r [Rule],
    /// The rules of which every case was asked; `None` for all.
    pub(super) whole: Option<BTreeSet<EcoString>>,
    /// Where rules could not decide.
    pub(super) doubts: &'r [&'r (EcoString, Whereabouts)],
    /// The calls of modules that are not there: nobody knows what is in them.
    pub(super) absent: &'r [&'r MissingModule],
}

impl Asked<'_> {
    /// Whether a rule would have found everything that it ever finds.
    fn is_whole(&self, name: &str) -> bool {
        let whole = self.whole.as_ref().is_none_or(|it| it.contains(name));
        let rule = self.rules.iter().find(|it| it.name == name);
        rule.is_some_and(|it| whole || it.cases.iter().all(|it| it.strict.is_none()))
    }
}

pub(super) struct Ignoring<'c> {
    comments: &'c Comments,
    request: &'c Request<'c>,
    today: &'c str,
    /// Comments that a rule spoke at, with the rule.
    used: BTreeSet<(Span, EcoString)>,
    /// The entries of the baseline that still hold.
    seen: BTreeSet<String>,
    told: Vec<Finding>,
}

impl<'c> Ignoring<'c> {
    pub(super) fn new(comments: &'c Comments, request: &'c Request<'c>) -> Ignoring<'c> {
        let today = &request.terms.support.today;
        Ignoring {
            comments,
            request,
            today,
            used: BTreeSet::new(),
            seen: BTreeSet::new(),
            told: Vec::new(),
        }
    }

    /// Marks a hit where somebody said that it may stay.
    pub(super) fn mark(&mut self, hit: &mut Hit, sources: &Sources) {
        if !self.request.ignores {
            return;
        }
        let about = self.comments.about(&hit.rule, &hit.at);
        self.used.extend(about.iter().map(|it| (it.span, hit.rule.clone())));
        let holds = about.into_iter().find(|it| !it.is_over(self.today));
        hit.place.suppressed = match holds {
            Some(it) => Some(by_comment(it, sources)),
            None => self.by_settings(&hit.rule, &hit.place, hit.at.block.file, sources),
        };
        self.by_baseline(hit);
        if hit.place.suppressed.is_some() {
            hit.fix = None;
        }
    }

    /// What was there before may stay, unless it got much dearer.
    fn by_baseline(&mut self, hit: &mut Hit) {
        let Some(baseline) = self.request.baseline else { return };
        let Some(entry) = baseline.get(&hit.place.fingerprint) else { return };
        self.seen.insert(entry.fingerprint.clone());
        if hit.place.suppressed.is_some() {
            return;
        }
        if let Some((before, now)) = baseline.dearer(entry, &hit.place) {
            let (before, now) = (words::dollars(before), words::dollars(now));
            let more = format!("; it was {before} a month in the baseline, and is {now}");
            hit.message.push_str(&more);
            hit.place.message.push_str(&more);
            return;
        }
        let reason = Some("in the baseline".to_owned());
        hit.place.suppressed =
            Some(Suppression { by: By::Baseline, reason, ..Suppression::default() });
    }

    /// What is in the baseline and was not found, though it would have been.
    pub(super) fn stale(
        &self,
        asked: &Asked<'_>,
        undecided: &[Undecided],
        roots: &BTreeSet<String>,
    ) -> BTreeSet<String> {
        let Some(baseline) = self.request.baseline else { return BTreeSet::new() };
        if self.request.within.is_some() || !self.request.ignores {
            return BTreeSet::new();
        }
        let packs = self.request.packs;
        let doubts: BTreeSet<(&str, &str)> =
            undecided.iter().map(|it| (&*it.rule, &*it.address)).collect();
        let missing = baseline.entries().filter(|it| !self.seen.contains(&it.fingerprint));
        let missing = missing.filter(|it| !doubts.contains(&(&*it.rule, &*it.address)));
        let is_in = |address: &str| asked.absent.iter().any(|it| address.starts_with(&*it.address));
        let missing = missing.filter(|it| !is_in(&it.address));
        let looked_at =
            missing.filter(|it| roots.contains(&it.root) || self.request.covers(&it.root));
        let stale = looked_at.filter(|it| match packs.current(&it.rule) {
            None => true,
            Some(_) if asked.rules.iter().any(|rule| rule.name == it.rule) => {
                asked.is_whole(&it.rule)
            }
            // A rule that is about nothing that there is.
            Some(rule) => packs.get(rule).is_some_and(|it| self.request.wants(&it)),
        });
        stale.map(|it| it.fingerprint.clone()).collect()
    }

    fn by_settings(
        &self,
        rule: &str,
        place: &Place,
        file: FileId,
        sources: &Sources,
    ) -> Option<Suppression> {
        let paths = [&*sources.get(place.span.file).path, &*sources.get(file).path];
        let ignored = self.request.settings.ignored(rule, &place.address, &paths);
        let it = ignored.into_iter().find(|it| !it.is_over(self.today))?;
        Some(Suppression {
            by: By::Settings,
            reason: Some(it.reason.to_string()),
            until: it.until.as_ref().map(ToString::to_string),
            place: Some(it.place.to_string()),
        })
    }

    /// What there is to say of suppressions themselves.
    pub(super) fn told(mut self, asked: &Asked<'_>, sources: &mut Sources) -> Vec<Finding> {
        if !self.request.ignores {
            return Vec::new();
        }
        self.malformed(sources);
        self.expired(sources);
        self.unused(asked, sources);
        self.told
    }

    fn malformed(&mut self, sources: &Sources) {
        let Some(rule) = self.rule(MALFORMED) else { return };
        let names = self.request.packs.names();
        for it in &self.comments.mistakes {
            let near = match it.kind {
                Kind::Rule => Value::from(choices(&it.written, &names)),
                _ => Value::null(),
            };
            let found = object([
                ("kind", it.kind.name().into()),
                ("written", it.written.as_str().into()),
                ("choices", near),
            ]);
            self.tell(&rule, it.span, &it.near, &it.written, found, sources);
        }
    }

    fn expired(&mut self, sources: &mut Sources) {
        let Some(rule) = self.rule(EXPIRED) else { return };
        let found = |rules: &str, until: &str, reason: Option<&str>| {
            object([
                ("rules", rules.into()),
                ("until", until.into()),
                ("reason", reason.map_or_else(Value::null, Value::from)),
            ])
        };
        let comments = self.comments;
        for it in comments.all().filter(|it| it.is_own && it.is_over(self.today)) {
            let until = it.until.as_deref().unwrap_or_default();
            let found = found(&it.written, until, it.reason.as_deref());
            self.tell(&rule, it.span, &it.near, &it.written, found, sources);
        }
        let over: Vec<_> =
            self.request.settings.ignores().filter(|(it, _)| it.is_over(self.today)).collect();
        for (it, (path, text)) in over {
            let there = sources.iter().find(|(_, it)| it.path == *path).map(|(id, _)| id);
            let file = there.unwrap_or_else(|| sources.add(path, text));
            let rules = if it.rules.is_empty() { "*".to_owned() } else { it.rules.join(", ") };
            let until = it.until.as_deref().unwrap_or_default();
            let found = found(&rules, until, Some(&it.reason));
            self.tell(&rule, Span { file, ..it.at }, path, &rules, found, sources);
        }
    }

    fn unused(&mut self, asked: &Asked<'_>, sources: &Sources) {
        let Some(rule) = self.rule(UNUSED) else { return };
        let comments = self.comments;
        for it in comments.all().filter(|it| it.is_own && !it.is_over(self.today)) {
            let path = &sources.get(it.span.file).path;
            let is_unused = |name: &&EcoString| match name.as_str() {
                "*" => {
                    let all = self.request.packs.names();
                    let spoke = self.used.range((it.span, EcoString::new())..).next();
                    spoke.is_none_or(|(span, _)| *span != it.span)
                        && all.iter().all(|rule| self.is_answered(rule, path, it, asked))
                }
                name => {
                    !self.used.contains(&(it.span, name.into()))
                        && self.is_answered(name, path, it, asked)
                }
            };
            let unused: Vec<&EcoString> = it.rules.iter().filter(is_unused).collect();
            if unused.is_empty() {
                continue;
            }
            let source = sources.get(it.span.file);
            let edit = if unused.len() == it.rules.len() {
                without(source, it.span)
            } else {
                let kept = it.rules.iter().filter(|it| !unused.contains(it));
                renamed(source, it.span, &kept.map(EcoString::as_str).collect::<Vec<_>>())
            };
            let edits = edit.map(|it| Value::from(it.text.as_str()).at(Some(it.span)));
            let names = unused.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
            let found = object([
                ("rules", names.as_str().into()),
                ("all", (unused.len() == it.rules.len()).into()),
                ("edits", Value::tuple(edits.into_iter().collect())),
            ]);
            self.tell(&rule, it.span, &it.near, &names, found, sources);
        }
    }

    /// Whether a rule would have spoken in this run, had it anything to say where a comment is.
    fn is_answered(&self, rule: &str, path: &str, comment: &Ignore, asked: &Asked<'_>) -> bool {
        if [EXPIRED, MALFORMED, UNUSED].contains(&rule) {
            return true;
        }
        let is_off = || self.request.settings.rule(rule, path).enabled.is_some_and(|it| !it.value);
        let is_doubtful = || {
            let mut doubts = asked.doubts.iter();
            let mut absent = asked.absent.iter().map(|it| Whereabouts::of(it.span));
            doubts.any(|(name, at)| name == rule && comment.cover.touches(at))
                || absent.any(|at| comment.cover.touches(&at))
        };
        let is_whole = match asked.rules.iter().any(|it| it.name == rule) {
            true => asked.is_whole(rule),
            // A rule that is about nothing that there is has nothing to say.
            false => self.request.packs.get(rule).is_some_and(|it| self.would_ask_all(&it, asked)),
        };
        is_whole && !is_off() && !is_doubtful()
    }

    /// Whether a rule that was not asked would have been, with all that it says: what is asked must not depend on how
    /// much of the repository is read.
    fn would_ask_all(&self, rule: &Rule, asked: &Asked<'_>) -> bool {
        let is_plain = || rule.cases.iter().all(|it| it.strict.is_none());
        let is_enabled = || self.request.settings.enables(&rule.name);
        self.request.asks(rule) && (asked.whole.is_none() || is_enabled() || is_plain())
    }

    /// A rule about suppressions, where anybody wants it.
    fn rule(&self, name: &str) -> Option<Rule> {
        self.request.packs.get(name).filter(|it| self.request.wants(it))
    }

    /// What a rule says of a suppression.
    fn tell(
        &mut self,
        rule: &Rule,
        at: Span,
        near: &str,
        what: &str,
        found: Value,
        sources: &Sources,
    ) {
        let source = sources.get(at.file);
        let settings = self.request.settings.rule(&rule.name, &source.path);
        if settings.enabled.is_some_and(|it| !it.value) {
            return;
        }
        let mut scope = Found(found);
        let speaks = |it: &&Case| eval::evaluate(&it.when, &mut scope).as_bool() == Some(true);
        let Some(case) = rule.cases.iter().find(speaks) else { return };
        let message = scope.words(&case.message);
        let root = joined(self.request.prefix, directory(&source.path));
        let mut place = Place {
            address: near.to_owned(),
            fingerprint: format!("{}:{root}:{}:{near}:{what}", rule.name, source.name()),
            root,
            span: at,
            calls: Vec::new(),
            message: message.clone(),
            impacts: Vec::new(),
            suppressed: None,
        };
        place.suppressed = self.by_settings(&rule.name, &place, at.file, sources);
        let severity = case.severity.as_ref().map(|it| scope.words(it));
        let severity = severity.and_then(|it| Severity::by_name(&it)).unwrap_or(rule.severity);
        self.told.push(Finding {
            rule: rule.name.clone(),
            severity: settings.severity.map_or(severity, |it| it.value),
            confidence: rule.confidence,
            message,
            primary: Label {
                span: at,
                message: case.label.as_ref().map_or_else(String::new, |it| scope.words(it)),
            },
            is_shared: false,
            labels: Vec::new(),
            help: case.help.as_ref().map(|it| scope.words(it)),
            fix: case.fix.as_ref().and_then(|it| scope.fix(it)),
            places: vec![place],
        });
    }
}

/// What rules about suppressions see.
struct Found(Value);

impl Scope for Found {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let value = match reference.root {
            "found" => self.0.clone(),
            name => Value::error(ecow::eco_format!("there is nothing named `{name}` here")),
        };
        Resolved { value, steps: 0 }
    }
}

impl Found {
    fn words(&mut self, expr: &Expr) -> String {
        eval::evaluate(expr, self).as_str().unwrap_or_default().to_owned()
    }

    fn fix(&mut self, remedy: &Remedy) -> Option<Fix> {
        let Change::Edits { edits, title } = &remedy.change else { return None };
        let edits = eval::evaluate(edits, self);
        let edit = |it: &Value| Some(Edit::replace(it.from?, it.as_str()?));
        let edits: Vec<Edit> = edits.as_items()?.iter().filter_map(edit).collect();
        let caution = remedy.caution.as_ref().map(|it| self.words(it));
        (!edits.is_empty()).then(|| Fix { title: self.words(title), edits, caution })
    }
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::object(entries.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

fn by_comment(it: &Ignore, sources: &Sources) -> Suppression {
    let source = sources.get(it.span.file);
    let line = Lines::new(&source.text).line(it.span.range().start) + 1;
    Suppression {
        by: By::Comment,
        reason: it.reason.clone(),
        until: it.until.as_ref().map(ToString::to_string),
        place: Some(format!("{}:{line}", source.path)),
    }
}

/// The text without a comment, and without its line where it has one of its own.
fn without(source: &Source, comment: Span) -> Option<Edit> {
    let (start, end) = (comment.range().start, comment.range().end);
    let text = &source.text;
    let before = text.get(..start)?;
    let line = before.rfind('\n').map_or(0, |it| it + 1);
    let rest = text.get(end..)?;
    let kept = before.get(line..)?.trim_end().len();
    let behind = rest.find('\n').map_or(rest.len(), |it| it + 1);
    let is_alone = kept == 0 && rest.get(..behind)?.trim().is_empty();
    let (from, to) = if is_alone { (line, end + behind) } else { (line + kept, end) };
    Some(Edit::replace(Span::new(comment.file, from, to), ""))
}

/// A comment that names these rules only.
fn renamed(source: &Source, comment: Span, rules: &[&str]) -> Option<Edit> {
    let text = source.text.get(comment.range())?;
    let open = text.find('[')? + 1;
    let close = text.find(']')?;
    let start = comment.range().start;
    let span = Span::new(comment.file, start + open, start + close);
    Some(Edit::replace(span, rules.join(", ")))
}
