//! One rule, one instance: wrong, fine, or not to be told.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::Checked;
use super::place;
use super::subject::Subject;
use super::till::Till;
use crate::cost::Level;
use crate::detect::Reader;
use crate::eval::{self, Kind, Reference, Resolved, Scope, Type, Unknown, Value, pairs};
use crate::finding::{Confidence, Fix, Label, Place, Severity, Undecided};
use crate::graph::World;
use crate::model::{Configuration, Instance, MissingModule};
use crate::pack::{Case, Rule};
use crate::settings::RuleSettings;
use crate::source::{Later, Sources, Span};
use crate::suppress::Whereabouts;
use crate::tags::Detected;

pub(super) struct Asker<'c> {
    pub(super) checked: &'c Checked<'c>,
    pub(super) till: Till<'c>,
    pub(super) reader: Reader,
}

#[derive(Clone, Default)]
pub(super) struct Answers {
    pub(super) hits: Vec<Hit>,
    pub(super) undecided: Vec<Undecided>,
    /// Where rules could not decide, for the comments there.
    pub(super) doubts: Vec<(EcoString, Whereabouts)>,
    /// The calls of modules that are not there.
    pub(super) absent: Vec<MissingModule>,
}

/// A case that is true of an instance.
#[derive(Clone)]
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
    /// Which of the things that a detector found of one resource.
    pub(super) nth: usize,
    /// What is to be done, whatever it is done to: only what has the same remedy is one finding.
    pub(super) remedy: Option<String>,
    /// What comments may stand beside.
    pub(super) at: Whereabouts,
    /// What it has in common with others: they are one finding, told in these words.
    pub(super) cause: Option<Cause>,
}

/// What several hits have in common.
#[derive(Clone)]
pub(super) struct Cause {
    pub(super) key: EcoString,
    pub(super) told: Label,
    pub(super) message: String,
}

impl Hit {
    /// With the texts that only this configuration knows among the sources.
    pub(super) fn settled(mut self, texts: &Later, sources: &mut Sources) -> Hit {
        for label in &mut self.labels {
            label.span = sources.settled(label.span, texts);
        }
        self
    }
}

/// What a case says of one element.
enum Verdict {
    Wrong,
    Fine,
    Unknown(Unknown),
}

impl Asker<'_> {
    pub(super) fn ask<'m, 'a>(
        &mut self,
        rule: &Rule,
        instance: &Instance<'m, 'a>,
        world: &mut World<'m, 'a>,
        answers: &mut Answers,
    ) {
        self.ask_of(rule, instance, None, world, answers);
    }

    /// What a rule makes of what its detector found.
    pub(super) fn tell<'m, 'a>(
        &mut self,
        rule: &Rule,
        instance: &Instance<'m, 'a>,
        detected: &Detected,
        world: &mut World<'m, 'a>,
        answers: &mut Answers,
    ) {
        match detected {
            Detected::Found(all) => {
                for (nth, found) in all.iter().enumerate() {
                    self.ask_of(rule, instance, Some((nth, found)), world, answers);
                }
            }
            Detected::Unknown(_)
                if !self.settings(rule, instance).enabled.is_none_or(|it| it.value) => {}
            Detected::Unknown(unknown) => {
                self.leave(rule, instance, unknown, &world.configuration, answers);
            }
        }
    }

    fn settings(&self, rule: &Rule, instance: &Instance<'_, '_>) -> RuleSettings {
        let span = instance.resource.block.span;
        match self.checked.settings.is_silent_about(&rule.name) {
            true => RuleSettings::default(),
            false => {
                self.checked.settings.rule(&rule.name, &self.checked.sources.get(span.file).path)
            }
        }
    }

    fn ask_of<'m, 'a>(
        &mut self,
        rule: &Rule,
        instance: &Instance<'m, 'a>,
        found: Option<(usize, &Value)>,
        world: &mut World<'m, 'a>,
        answers: &mut Answers,
    ) {
        let settings = self.settings(rule, instance);
        if settings.enabled.as_ref().is_some_and(|it| !it.value) {
            return;
        }
        let params = params(rule, &settings);
        let mut doubt: Option<Unknown> = None;
        let mut taken = Vec::new();
        let mut is_hit = false;
        for (index, case) in rule.cases.iter().enumerate() {
            let is_about = found.is_some() && case.resources.is_empty()
                || case.resources.iter().any(|it| it == instance.resource.kind);
            let is_whole = self.checked.is_whole(&rule.name);
            if !is_about || (case.is_strict() && !is_whole) {
                continue;
            }
            let mut subject = Subject {
                instance,
                world: &mut *world,
                checked: self.checked,
                till: &mut self.till,
                reader: &mut self.reader,
                each: None,
                found: found.map(|(_, it)| it),
                params: &params,
                lets: &case.lets,
                known: Vec::new(),
                depth: 0,
                level: Level::Typical,
            };
            for (nth, each) in elements(case, &mut subject).into_iter().enumerate() {
                subject.each = each;
                let target = place::find(instance.resource.block, &case.at, nth);
                if taken.contains(&target.span()) {
                    continue;
                }
                match verdict(&subject.evaluate(&case.when), instance, &subject.world.configuration)
                {
                    Verdict::Fine => {}
                    Verdict::Unknown(unknown) => doubt = doubt.or(Some(unknown)),
                    Verdict::Wrong if !is_whole && subject.is_strict(case) => {}
                    Verdict::Wrong => {
                        taken.push(target.span());
                        is_hit = true;
                        let nth_found = found.map(|(nth, _)| nth).filter(|it| *it > 0);
                        let element = case.for_each.is_some().then_some(nth).or(nth_found);
                        let mut made = subject.hit(rule, case, &target, element);
                        made.case = index;
                        made.nth = nth_found.unwrap_or(0);
                        made.remedy = remedy(&made, instance);
                        if let Some(severity) = &settings.severity {
                            made.severity = severity.value;
                        }
                        answers.hits.push(made);
                    }
                }
            }
        }
        if let Some(unknown) = doubt.filter(|_| !is_hit) {
            self.leave(rule, instance, &unknown, &world.configuration, answers);
        }
    }

    /// A question without an answer.
    fn leave<'m, 'a>(
        &self,
        rule: &Rule,
        instance: &Instance<'m, 'a>,
        unknown: &Unknown,
        configuration: &Configuration<'m, 'a>,
        answers: &mut Answers,
    ) {
        answers.undecided.push(self.undecided(rule, instance, unknown, configuration));
        if self.checked.is_thorough {
            let block = instance.resource.block.span;
            let chain = configuration.chain(instance.node).iter().map(|it| it.span).collect();
            // Anything in the block may be what it would have been about.
            let at = Whereabouts { spans: vec![block], block, chain, labels: Vec::new() };
            answers.doubts.push((rule.name.clone(), at));
        }
    }

    fn undecided<'m, 'a>(
        &self,
        rule: &Rule,
        instance: &Instance<'m, 'a>,
        unknown: &Unknown,
        configuration: &Configuration<'m, 'a>,
    ) -> Undecided {
        let called = configuration.called_at(instance.node);
        let here = called.unwrap_or(instance.resource.block).header();
        let span = unknown.at.filter(|it| self.checked.sources.holds(it.file)).unwrap_or(here);
        Undecided {
            rule: rule.name.clone(),
            address: instance.address(configuration),
            span,
            reason: unknown.reason.to_string(),
        }
    }
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
fn elements(case: &Case, subject: &mut Subject<'_, '_, '_, '_>) -> Vec<Option<(Value, Value)>> {
    let Some(for_each) = &case.for_each else { return vec![None] };
    let value = subject.evaluate(for_each);
    match pairs(&value) {
        Ok(pairs) => pairs.into_iter().map(Some).collect(),
        Err(_) if value.is_null() => Vec::new(),
        // Asked once, of something unknown.
        Err(unknown) => vec![Some((unknown.clone(), unknown))],
    }
}

/// What is to be done, without the name of what it is done to.
fn remedy(hit: &Hit, instance: &Instance<'_, '_>) -> Option<String> {
    let resource = instance.resource;
    let address = resource.address();
    let names = [&*hit.place.address, &*address, &*format!("`{}`", resource.name)];
    Some(names.iter().fold(hit.help.clone()?, |help, name| help.replace(name, "")))
}

fn verdict<'m, 'a>(
    when: &Value,
    instance: &Instance<'m, 'a>,
    configuration: &Configuration<'m, 'a>,
) -> Verdict {
    // A provider takes "true" too.
    match &eval::converted(when, &Type::Bool).kind {
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
