//! What would have to be written where, so that every required key is there and right: as few edits as possible.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::audit::Audit;
use super::cause::Cause;
use super::judge::Verdict;
use super::mend::{Mending, listed};
use super::spot::What;
use crate::eval::Value;
use crate::model::Configuration;
use crate::source::{Sources, Span};
use crate::syntax::ExprKind;

/// One edit, and the resources that it is for.
#[derive(Clone, Debug)]
pub struct Step {
    /// An imperative: "add `service` to `default_tags` of provider `aws`".
    pub title: String,
    pub at: Span,
    /// Which of the audit's bearers, in their order.
    pub bearers: Vec<usize>,
    /// The keys and what they would say, as far as that stands out.
    pub values: Vec<(EcoString, Option<String>)>,
}

impl<'m, 'a> Audit<'m, 'a> {
    /// Every edit that is needed, by its place. Where nothing of the user's can be written there is none.
    pub fn plan(&self, configuration: &mut Configuration<'m, 'a>, sources: &Sources) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for cause in self.causes(configuration) {
            let mending = self.mending(&cause, configuration, sources);
            steps.extend(self.adding(cause, mending.as_ref()));
        }
        let mut others: BTreeMap<(Span, String), Vec<usize>> = BTreeMap::new();
        for (nth, bearer) in self.bearers.iter().enumerate() {
            if bearer.instance.doubt(configuration).is_some() {
                continue;
            }
            let header = configuration.called_at(bearer.instance.node);
            let header = header.unwrap_or(bearer.instance.resource.block).header();
            for it in bearer.judged.iter().filter(|it| it.is_required) {
                if let Some((at, title)) = corrected(&it.key, &it.verdict) {
                    others.entry((at.unwrap_or(header), title)).or_default().push(nth);
                }
            }
            if let Some(title) = bearer.handing_on() {
                others.entry((header, title)).or_default().push(nth);
            }
        }
        steps.extend(others.into_iter().map(|((at, title), mut bearers)| {
            bearers.dedup();
            Step { title, at, bearers, values: Vec::new() }
        }));
        steps.sort_by(|one, other| (one.at, &one.title).cmp(&(other.at, &other.title)));
        steps
    }

    fn adding(&self, cause: Cause<'a>, mending: Option<&Mending>) -> Option<Step> {
        let spot = cause.spot?;
        let keys = listed(&cause.keys);
        let attribute = spot.attribute;
        let bearer = &self.bearers[*cause.bearers.first()?];
        let title = match spot.what {
            What::Defaults => {
                format!("add {keys} to `{attribute}` of provider `{}`", bearer.provider_name)
            }
            What::Local(name) => format!("add {keys} to `local.{name}`"),
            What::Variable(name) => format!("add {keys} to `var.{name}`"),
            What::Argument => format!("give the module {keys} in `{attribute}`"),
            What::Own => format!("add {keys} to `{attribute}` of `{}`", bearer.address),
        };
        let said = |key: &EcoString| {
            let given = mending?.given.iter().find(|it| it.key.eq_ignore_ascii_case(key))?;
            Some(given.value.clone())
        };
        let values = cause.keys.iter().map(|it| (it.clone(), said(it))).collect();
        Some(Step { title, at: spot.span(), bearers: cause.bearers, values })
    }
}

/// What makes a key or a value that is there the right one, and where.
fn corrected(key: &str, verdict: &Verdict) -> Option<(Option<Span>, String)> {
    match verdict {
        Verdict::Wrong { key, value, at, allowed, best } => {
            let value = Value::from(value.clone()).to_hcl();
            let title = match best {
                Some(best) => {
                    let best = Value::from(best.clone()).to_hcl();
                    format!("say `{key} = {best}` instead of {value}")
                }
                None => format!("let `{key}` be {allowed} instead of {value}"),
            };
            Some((*at, title))
        }
        Verdict::Missing { near: Some(near), .. } => {
            Some((near.at, format!("call the key `{key}` instead of `{}`", near.key)))
        }
        _ => None,
    }
}

impl super::Bearer<'_, '_> {
    /// What has to be said so that what it launches, and is billed, gets its tags.
    fn handing_on(&self) -> Option<String> {
        let launched = self.launched.iter().find(|it| it.is_all)?;
        let (_, judged) = self.billed();
        let lacks =
            |it: &super::Judged| it.is_required && matches!(it.verdict, Verdict::Missing { .. });
        if !judged.iter().any(lacks) {
            return None;
        }
        let said = self.instance.resource.block.body.attribute(launched.attribute);
        let hands_on = said.is_some_and(|it| match &it.expr.kind {
            ExprKind::String(text) => Value::from(text.clone()).to_hcl() == launched.value,
            ExprKind::Bool(it) => it.to_string() == launched.value,
            _ => true,
        });
        if hands_on {
            return None;
        }
        let (what, attribute) = (&launched.what, launched.attribute);
        Some(match launched.value {
            "" => format!("say the tags of {what} in `{attribute}`"),
            value => format!("hand the tags on to {what} with `{attribute} = {value}`"),
        })
    }
}
