//! What there is to say of suppressions themselves.

use ecow::EcoString;

use super::{Asked, Ignoring};
use crate::decode::choices;
use crate::eval::{self, Reference, Resolved, Scope, Value};
use crate::finding::{Edit, Finding, Fix, Label, Place, Severity};
use crate::model::directory;
use crate::pack::{Case, Change, Remedy, Rule};
use crate::settings::IgnoreSettings;
use crate::source::{FileId, Source, Sources, Span, joined};
use crate::suppress::{EXPIRED, Ignore, Kind, MALFORMED, UNUSED, Whereabouts};
use crate::syntax::Expr;

impl Ignoring<'_> {
    /// What there is to say of suppressions themselves.
    pub(in crate::check) fn told(
        mut self,
        asked: &Asked<'_>,
        sources: &mut Sources,
    ) -> Vec<Finding> {
        if !self.request.ignores {
            return Vec::new();
        }
        self.malformed(sources);
        self.expired(sources);
        self.unused(asked, sources);
        self.unused_blocks(asked, sources);
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
            let file = known(path, text, sources);
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

    /// Blocks of settings that nothing was found for, where everything that they may speak of was looked at.
    fn unused_blocks(&mut self, asked: &Asked<'_>, sources: &mut Sources) {
        let Some(rule) = self.rule(UNUSED) else { return };
        let request = self.request;
        if request.within.is_some() || request.is_narrowed || asked.is_broken {
            return;
        }
        for (it, (path, text)) in request.settings.ignores() {
            let is_looked_at = request.covers(&joined(request.prefix, directory(path)));
            let is_used = self.kept.contains(&it.place) || it.is_over(self.today);
            let is_answered = |rule: &EcoString| self.is_answered_for(rule, path, it, asked);
            if !is_looked_at || is_used || it.rules.is_empty() || !it.rules.iter().all(is_answered)
            {
                continue;
            }
            let file = known(path, text, sources);
            let names = it.rules.join(", ");
            let found = object([
                ("rules", names.as_str().into()),
                ("all", true.into()),
                ("edits", Value::tuple(Vec::new())),
            ]);
            self.tell(&rule, Span { file, ..it.at }, path, &names, found, sources);
        }
    }

    /// Whether a rule would have spoken in this run, had it anything to say that a block of settings is about.
    fn is_answered_for(
        &self,
        rule: &str,
        path: &str,
        block: &IgnoreSettings,
        asked: &Asked<'_>,
    ) -> bool {
        let is_off = || self.request.settings.rule(rule, path).enabled.is_some_and(|it| !it.value);
        let is_doubtful = || asked.doubts.iter().any(|(name, _)| name == rule);
        let is_hidden = || !asked.absent.is_empty() && block.may_be_in_modules();
        let is_about_itself = [EXPIRED, MALFORMED, UNUSED].contains(&rule);
        !is_about_itself
            && self.is_asked_whole(rule, asked)
            && !is_off()
            && !is_doubtful()
            && !is_hidden()
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
        self.is_asked_whole(rule, asked) && !is_off() && !is_doubtful()
    }

    fn is_asked_whole(&self, rule: &str, asked: &Asked<'_>) -> bool {
        match asked.rules.iter().any(|it| it.name == rule) {
            true => asked.is_whole(rule),
            // A rule that is about nothing that there is has nothing to say.
            false => self.request.packs.get(rule).is_some_and(|it| self.would_ask_all(&it, asked)),
        }
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

/// The file of settings, as one that a report can quote.
fn known(path: &str, text: &str, sources: &mut Sources) -> FileId {
    let there = sources.iter().find(|(_, it)| it.path == *path).map(|(id, _)| id);
    there.unwrap_or_else(|| sources.add(path, text))
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
