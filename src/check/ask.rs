//! One rule, one instance: wrong, fine, or not to be told.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::place::{self, Target};
use super::subject::Subject;
use crate::eval::{self, Kind, Reference, Resolved, Scope, Type, Unknown, Value, pairs};
use crate::finding::{Confidence, Edit, Fix, Label, Place, Severity, Undecided};
use crate::graph::World;
use crate::model::{Configuration, Instance};
use crate::pack::{Case, Remedy, Rule};
use crate::settings::{Layers, RuleSettings};
use crate::source::{FileId, Sources, Span, joined};
use crate::syntax::{Expr, ExprKind, Part};

pub(super) struct Asker<'c> {
    pub(super) sources: &'c Sources,
    pub(super) settings: &'c Layers,
    pub(super) prefix: &'c str,
}

#[derive(Default)]
pub(super) struct Answers {
    pub(super) hits: Vec<Hit>,
    pub(super) undecided: Vec<Undecided>,
}

/// A case that is true of an instance.
pub(super) struct Hit {
    pub(super) rule: EcoString,
    /// Which case of the rule spoke.
    pub(super) case: usize,
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
    pub(super) message: String,
    pub(super) primary: Label,
    pub(super) labels: Vec<Label>,
    pub(super) help: Option<String>,
    pub(super) fix: Option<Fix>,
    pub(super) place: Place,
    /// The resource's block: its instances are one finding.
    pub(super) block: Span,
}

/// What a case says of one element.
enum Verdict {
    Wrong,
    Fine,
    Unknown(Unknown),
}

impl Asker<'_> {
    pub(super) fn ask<'m, 'a>(
        &self,
        rule: &Rule,
        instance: &Instance<'m, 'a>,
        world: &mut World<'m, 'a>,
        answers: &mut Answers,
    ) {
        let span = instance.resource.block.span;
        let settings = match self.settings.is_silent_about(&rule.name) {
            true => RuleSettings::default(),
            false => self.settings.rule(&rule.name, &self.sources.get(span.file).path),
        };
        if settings.enabled.as_ref().is_some_and(|it| !it.value) {
            return;
        }
        let params = params(rule, &settings);
        let mut doubt: Option<Unknown> = None;
        let mut taken = Vec::new();
        let mut hit = false;
        for (index, case) in rule.cases.iter().enumerate() {
            if !case.resources.iter().any(|it| it == instance.resource.kind) {
                continue;
            }
            for (nth, each) in elements(case, instance, world, &params).into_iter().enumerate() {
                let mut subject = Subject { instance, world, each, params: &params };
                let target = place::find(instance.resource.block, &case.at, nth);
                if taken.contains(&target.span()) {
                    continue;
                }
                match verdict(&subject.evaluate(&case.when), instance, &subject.world.configuration)
                {
                    Verdict::Fine => {}
                    Verdict::Unknown(unknown) => doubt = doubt.or(Some(unknown)),
                    Verdict::Wrong => {
                        taken.push(target.span());
                        hit = true;
                        let element = case.for_each.is_some().then_some(nth);
                        let mut made = self.hit(rule, case, &target, element, &mut subject);
                        made.case = index;
                        if let Some(severity) = &settings.severity {
                            made.severity = severity.value;
                        }
                        answers.hits.push(made);
                    }
                }
            }
        }
        if let Some(unknown) = doubt.filter(|_| !hit) {
            answers.undecided.push(undecided(rule, instance, &unknown, &world.configuration));
        }
    }

    fn hit(
        &self,
        rule: &Rule,
        case: &Case,
        target: &Target<'_>,
        element: Option<usize>,
        subject: &mut Subject<'_, '_, '_>,
    ) -> Hit {
        let message = self.words(&case.message, subject);
        let label = case.label.as_ref().map(|it| self.words(it, subject)).unwrap_or_default();
        let span = target.span();
        let resource = subject.instance.resource.block;
        let mut labels = Vec::new();
        if target.block.span != resource.span && target.attribute.is_none() {
            labels.push(Label { span: resource.header(), message: "in this resource".to_owned() });
        }
        if let Some(attribute) = target.attribute {
            let value =
                subject.instance.scope(&mut subject.world.configuration).evaluate(&attribute.expr);
            labels.extend(origin(&value, attribute.expr.span));
        }
        let address = subject.instance.address(&subject.world.configuration);
        let root = subject.world.configuration.directory();
        let fingerprint = self.fingerprint(rule, root, &address, &case.at, element);
        let fix = case.fix.as_ref().and_then(|it| self.fix(it, case, target, subject));
        let mut primary = Label { span, message: label };
        let mut fix = fix;
        // What stands in files that the user did not write is told where it is called.
        if let Some(call) = subject.world.configuration.called_at(subject.instance.node) {
            labels.retain(|it| it.span.file != span.file);
            labels.insert(0, primary);
            primary = Label { span: call.header(), message: "in what is called here".to_owned() };
            fix = None;
        }
        let span = primary.span;
        Hit {
            rule: rule.name.clone(),
            case: 0,
            severity: rule.severity,
            confidence: rule.confidence,
            message: message.clone(),
            primary,
            labels,
            help: case.help.as_ref().map(|it| self.words(it, subject)),
            fix,
            place: Place { address, span, message, fingerprint, suppressed: None },
            block: resource.span,
        }
    }

    /// Rule, directory, address and attribute: what stays when lines move.
    fn fingerprint(
        &self,
        rule: &Rule,
        root: &str,
        address: &str,
        at: &[EcoString],
        element: Option<usize>,
    ) -> String {
        let directory = joined(self.prefix, root);
        let element = element.map(|it| format!("#{it}")).unwrap_or_default();
        format!("{}:{directory}:{address}:{}{element}", rule.name, at.join("."))
    }

    /// The text of a message. What is not known appears as it is written.
    fn words(&self, expr: &Expr, subject: &mut Subject<'_, '_, '_>) -> String {
        let ExprKind::Template(parts) = &expr.kind else {
            return self.word(&subject.evaluate(expr));
        };
        let words = parts.iter().map(|part| match part {
            Part::Literal(text) => text.to_string(),
            Part::Interpolation(expr) => self.word(&subject.evaluate(expr)),
            part => {
                let part = Box::from([part.clone()]);
                self.word(
                    &subject.evaluate(&Expr { kind: ExprKind::Template(part), span: expr.span }),
                )
            }
        });
        words.collect()
    }

    fn word(&self, value: &Value) -> String {
        match &value.kind {
            Kind::String(text) => text.to_string(),
            Kind::Unknown(unknown) => match unknown.at {
                Some(at) if at.file != FileId::DETACHED => self.sources.text(at).to_owned(),
                _ => "(unknown)".to_owned(),
            },
            _ => value.to_hcl(),
        }
    }

    fn fix(
        &self,
        remedy: &Remedy,
        case: &Case,
        target: &Target<'_>,
        subject: &mut Subject<'_, '_, '_>,
    ) -> Option<Fix> {
        let source = self.sources.get(target.block.span.file);
        let name = case.at.last()?;
        let set = subject.evaluate(&remedy.set);
        if set.first_unknown().is_some() || source.is_json() {
            return None;
        }
        let value = set.to_hcl();
        let edit = match target.attribute {
            // One text for all instances, and only some are wrong.
            Some(attribute) if subject.instance.key.is_some() && tells_apart(&attribute.expr) => {
                return None;
            }
            Some(attribute) => Edit::replace(attribute.expr.span, value.clone()),
            None if target.reached => Edit::set_in(target.block, source, name, &value)?,
            None => return None,
        };
        let title = format!("set `{name}` to {value}");
        Some(Fix {
            title,
            edits: vec![edit],
            caution: remedy.caution.as_ref().map(ToString::to_string),
        })
    }
}

/// The value depends on which instance it is.
fn tells_apart(expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |it| {
        found |= matches!(&it.kind, ExprKind::Variable(name) if name == "each" || name == "count");
    });
    found
}

/// Parameters are plain values.
struct NoNames;

impl Scope for NoNames {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let reason =
            ecow::eco_format!("there is nothing named `{}` in a parameter", reference.root);
        Resolved { value: Value::error(reason), steps: 0 }
    }
}

/// The parameters, with what the settings say of them.
fn params(rule: &Rule, settings: &RuleSettings) -> BTreeMap<EcoString, Value> {
    let set = |name: &EcoString| settings.params.get(name).map(|it| &it.value);
    let params = rule.params.iter();
    params
        .map(|(name, expr)| (name.clone(), eval::evaluate(set(name).unwrap_or(expr), &mut NoNames)))
        .collect()
}

/// What the case is asked of: once, or once for each element.
fn elements<'m, 'a>(
    case: &Case,
    instance: &Instance<'m, 'a>,
    world: &mut World<'m, 'a>,
    params: &BTreeMap<EcoString, Value>,
) -> Vec<Option<(Value, Value)>> {
    let Some(for_each) = &case.for_each else { return vec![None] };
    let value = Subject { instance, world, each: None, params }.evaluate(for_each);
    match pairs(&value) {
        Ok(pairs) => pairs.into_iter().map(Some).collect(),
        Err(_) if value.is_null() => Vec::new(),
        // Asked once, of something unknown.
        Err(unknown) => vec![Some((unknown.clone(), unknown))],
    }
}

fn verdict<'m, 'a>(
    when: &Value,
    instance: &Instance<'m, 'a>,
    configuration: &Configuration<'m, 'a>,
) -> Verdict {
    match &when.kind {
        Kind::Bool(true) => match instance.doubt(configuration) {
            Some(doubt) => Verdict::Unknown(doubt.clone()),
            None => Verdict::Wrong,
        },
        Kind::Bool(false) => Verdict::Fine,
        Kind::Unknown(unknown) => Verdict::Unknown(Unknown::clone(unknown)),
        _ => Verdict::Unknown(Unknown {
            reason: "the rule's condition is neither true nor false".into(),
            at: None,
            error: true,
            kind: Type::Bool,
        }),
    }
}

/// The place where a value was set, where that is not the place where it is used.
fn origin(value: &Value, used: Span) -> Option<Label> {
    let from = value.from.filter(|it| it.file != FileId::DETACHED)?;
    let elsewhere = from.file != used.file || from.start < used.start || from.end > used.end;
    elsewhere.then(|| Label { span: from, message: "the value comes from here".to_owned() })
}

fn undecided<'m, 'a>(
    rule: &Rule,
    instance: &Instance<'m, 'a>,
    unknown: &Unknown,
    configuration: &Configuration<'m, 'a>,
) -> Undecided {
    let called = configuration.called_at(instance.node);
    let here = called.unwrap_or(instance.resource.block).header();
    let span = unknown.at.filter(|it| it.file != FileId::DETACHED).unwrap_or(here);
    Undecided {
        rule: rule.name.clone(),
        address: instance.address(configuration),
        span,
        reason: unknown.reason.to_string(),
    }
}
