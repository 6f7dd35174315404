//! A case that is true of an instance, told: its words, its evidence, its fix and what it means in dollars.

use ecow::EcoString;

use super::ask::{Cause, Hit};
use super::place::Target;
use super::subject::Subject;
use crate::eval::{Kind, Marks, Value, pairs};
use crate::finding::{Confidence, Edit, Fix, Label, Place, Severity};
use crate::pack::{self, Case, Change, Evidence, Remedy, Rule};
use crate::source::{FileId, Span, joined};
use crate::suppress::Whereabouts;
use crate::syntax::{Expr, ExprKind, Part};

/// Nobody looks at more places of one finding than these.
const MAX_LABELS: usize = 8;

impl Subject<'_, '_, '_, '_> {
    pub(super) fn hit(
        &mut self,
        rule: &Rule,
        case: &Case,
        target: &Target<'_>,
        element: Option<usize>,
    ) -> Hit {
        let message = self.words(&case.message);
        let label = case.label.as_ref().map(|it| self.words(it)).unwrap_or_default();
        let resource = self.instance.resource.block;
        let mut primary = Label { span: target.span(), message: label };
        let mut labels = self.around(target);
        let mut spans = vec![primary.span];
        let mut fix = case.fix.as_ref().and_then(|it| self.fix(it, case, target));
        // What stands in files that the user did not write is told where it is called.
        if let Some(call) = self.world.configuration.called_at(self.instance.node) {
            labels.retain(|it| it.span.file != primary.span.file);
            labels.insert(0, primary);
            primary = Label { span: call.header(), message: "in what is called here".to_owned() };
            spans.push(primary.span);
            // Edits are of the user's files only; a value would be set in the file of another.
            let sets = |it: &Remedy| matches!(it.change, Change::Set(_));
            fix = fix.filter(|_| !case.fix.as_ref().is_some_and(sets));
        }
        for evidence in &case.evidence {
            self.evidence(evidence, primary.span, &mut labels);
        }
        let address = self.instance.address(&self.world.configuration);
        let fingerprint = self.fingerprint(rule, &address, &case.at, element);
        let cause = case.cause.as_ref().and_then(|it| self.cause(it));
        spans.extend(cause.as_ref().map(|it| it.told.span));
        let chain = self.world.configuration.chain(self.instance.node);
        let at = Whereabouts {
            spans,
            block: resource.span,
            chain: chain.iter().map(|it| it.span).collect(),
            labels: labels.iter().map(|it| it.span).collect(),
        };
        let impacts = case.impacts.iter().filter_map(|it| self.worth(it)).collect();
        Hit {
            rule: rule.name.clone(),
            case: 0,
            severity: self.severity(rule, case),
            confidence: self.confidence(rule, case),
            message: message.clone(),
            help: case.help.as_ref().map(|it| self.words(it)),
            fix,
            place: Place {
                address,
                root: joined(self.checked.prefix, self.world.configuration.directory()),
                span: primary.span,
                calls: chain.iter().map(|it| it.header()).collect(),
                message,
                fingerprint,
                impacts,
                suppressed: None,
            },
            block: resource.span,
            nth: 0,
            remedy: None,
            at,
            cause,
            primary,
            labels,
        }
    }

    /// What the place has in common with others, where that is in the user's own files.
    fn cause(&mut self, cause: &pack::Cause) -> Option<Cause> {
        let key = self.evaluate(&cause.key).as_str().map(EcoString::from)?;
        let span = self.evaluate(&cause.at).from.filter(|it| !self.checked.is_theirs(it.file))?;
        let message = cause.label.as_ref().map(|it| self.words(it)).unwrap_or_default();
        let told = Label { span, message };
        Some(Cause { key, told, message: self.words(&cause.message) })
    }

    /// Whether only those who ask for everything are told of this place.
    pub(super) fn is_strict(&mut self, case: &Case) -> bool {
        let said = case.strict.as_ref().map(|it| self.evaluate(it));
        said.is_some_and(|it| it.as_bool() != Some(false))
    }

    fn severity(&mut self, rule: &Rule, case: &Case) -> Severity {
        let said = case.severity.as_ref().map(|it| self.evaluate(it));
        said.and_then(|it| Severity::by_name(it.as_str()?)).unwrap_or(rule.severity)
    }

    fn confidence(&mut self, rule: &Rule, case: &Case) -> Confidence {
        let said = case.confidence.as_ref().map(|it| self.evaluate(it));
        said.and_then(|it| Confidence::by_name(it.as_str()?)).unwrap_or(rule.confidence)
    }

    /// The resource around the place, and where its value comes from.
    fn around(&mut self, target: &Target<'_>) -> Vec<Label> {
        let resource = self.instance.resource.block;
        let mut labels = Vec::new();
        if target.block.span != resource.span && target.attribute.is_none() {
            labels.push(Label { span: resource.header(), message: "in this resource".to_owned() });
        }
        if let Some(attribute) = target.attribute {
            let mut scope = self.instance.scope(&mut self.world.configuration);
            let value = scope.evaluate(&attribute.expr);
            labels.extend(origin(&value, attribute.expr.span));
        }
        labels
    }

    /// What else shows it, as far as it has a place that is not told already.
    fn evidence(&mut self, evidence: &Evidence, primary: Span, labels: &mut Vec<Label>) {
        let outside = self.each.take();
        let elements = match &evidence.for_each {
            Some(list) => {
                self.each.clone_from(&outside);
                let list = self.evaluate(list);
                pairs(&list).unwrap_or_default().into_iter().map(Some).collect()
            }
            None => vec![outside.clone()],
        };
        for each in elements {
            if labels.len() >= MAX_LABELS {
                break;
            }
            self.each = each;
            let value = self.evaluate(&evidence.at);
            let unknown = value.as_unknown().and_then(|it| it.at);
            let is_theirs = |it: &Span| self.checked.is_theirs(it.file);
            let Some(span) = value.from.or(unknown).filter(|it| !is_theirs(it)) else { continue };
            if span == primary || labels.iter().any(|it| it.span == span) {
                continue;
            }
            let message = self.words(&evidence.label);
            labels.push(Label { span, message });
        }
        self.each = outside;
    }

    /// Rule, directory, address and attribute: what stays when lines move.
    fn fingerprint(
        &self,
        rule: &Rule,
        address: &str,
        at: &[EcoString],
        element: Option<usize>,
    ) -> String {
        let directory = joined(self.checked.prefix, self.world.configuration.directory());
        let element = element.map(|it| format!("#{it}")).unwrap_or_default();
        format!("{}:{directory}:{address}:{}{element}", rule.name, at.join("."))
    }

    /// The text of a message. What is not known appears as it is written.
    fn words(&mut self, expr: &Expr) -> String {
        let ExprKind::Template(parts) = &expr.kind else {
            let value = self.evaluate(expr);
            return self.word(&value);
        };
        let mut words = String::new();
        for part in parts {
            let value = match part {
                Part::Literal(text) => {
                    words.push_str(text);
                    continue;
                }
                Part::Interpolation(expr) => self.evaluate(expr),
                part => {
                    let part = Box::from([part.clone()]);
                    self.evaluate(&Expr { kind: ExprKind::Template(part), span: expr.span })
                }
            };
            words.push_str(&self.word(&value));
        }
        words
    }

    fn word(&self, value: &Value) -> String {
        match &value.kind {
            _ if value.marks.has(Marks::SENSITIVE) => "(sensitive)".to_owned(),
            Kind::String(text) => text.to_string(),
            Kind::Unknown(unknown) => match unknown.at {
                Some(at) if self.checked.sources.holds(at.file) => {
                    self.checked.sources.text(at).to_owned()
                }
                _ => "(unknown)".to_owned(),
            },
            _ => value.to_hcl(),
        }
    }

    fn fix(&mut self, remedy: &Remedy, case: &Case, target: &Target<'_>) -> Option<Fix> {
        let caution = remedy.caution.as_ref().map(|it| self.evaluate(it));
        let caution = caution.filter(|it| !it.is_null()).map(|it| self.word(&it));
        match &remedy.change {
            Change::Set(set) => self.set(set, caution, case, target),
            Change::Edits { edits, title } => {
                let edits = self.evaluate(edits);
                let edit = |it: &Value| Some(Edit::replace(it.from?, it.as_str()?));
                let edits: Vec<Edit> = edits.as_items()?.iter().filter_map(edit).collect();
                let is_theirs = |it: &Edit| self.checked.is_theirs(it.span.file);
                if edits.is_empty() || edits.iter().any(is_theirs) {
                    return None;
                }
                Some(Fix { title: self.words(title), edits, caution })
            }
        }
    }

    fn set(
        &mut self,
        set: &Expr,
        caution: Option<String>,
        case: &Case,
        target: &Target<'_>,
    ) -> Option<Fix> {
        let source = self.checked.sources.get(target.block.span.file);
        let name = case.at.last()?;
        let set = self.evaluate(set);
        if set.first_unknown().is_some() || source.is_json() {
            return None;
        }
        let value = set.to_hcl();
        let edit = match target.attribute {
            // It is one text for all instances and all callers of the module, and of some of them it says something else.
            Some(attribute) if rests_on_others(&attribute.expr) => return None,
            Some(attribute) => Edit::replace(attribute.expr.span, value.clone()),
            None if target.reached => Edit::set_in(target.block, source, name, &value)?,
            None => return None,
        };
        let title = format!("set `{name}` to {value}");
        Some(Fix { title, edits: vec![edit], caution })
    }
}

/// Whether the value is decided elsewhere: by a variable, another resource, or which instance it is.
fn rests_on_others(expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |it| found |= matches!(&it.kind, ExprKind::Variable(_)));
    found
}

/// The place where a value was set, where that is not the place where it is used.
fn origin(value: &Value, used: Span) -> Option<Label> {
    let from = value.from.filter(|it| it.file != FileId::DETACHED)?;
    let elsewhere = from.file != used.file || from.start < used.start || from.end > used.end;
    elsewhere.then(|| Label { span: from, message: "the value comes from here".to_owned() })
}
