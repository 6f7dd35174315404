//! What policies of AWS IAM allow: yes, no, or not to be told. Nothing here knows Terraform's resources;
//! whose a policy is, and which others hold beside it, is the business of whoever asks.

pub mod document;
pub mod managed;
mod pattern;

pub use pattern::{Answer3, Case, Hole, Pattern};

use std::sync::Arc;

use ecow::EcoString;

use crate::source::Span;

/// What is said of some actions on some resources.
#[derive(Clone, PartialEq, Debug)]
pub struct Statement {
    pub effect: Effect,
    pub actions: Listed,
    pub resources: Listed,
    /// There is a condition. When it holds is decided by the request, and cannot be told.
    pub condition: bool,
    /// The expression that made it.
    pub span: Option<Span>,
    /// Its name, which in documents that are put together says what replaces what.
    pub sid: Option<Pattern>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    Allow,
    Deny,
    /// One of the two.
    Unknown,
}

/// `Action` and `NotAction`, `Resource` and `NotResource`.
#[derive(Clone, PartialEq, Debug)]
pub enum Listed {
    In(Vec<Pattern>),
    NotIn(Vec<Pattern>),
}

/// What a document says.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Statements {
    /// Many roles have the same policies.
    pub list: Vec<Arc<Statement>>,
    /// There may be more statements than these, of any kind.
    pub unknown: Option<Gap>,
}

/// Why something is not known.
#[derive(Clone, PartialEq, Debug)]
pub struct Gap {
    pub reason: EcoString,
    /// The expression to blame.
    pub at: Option<Span>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// Allowed by the statement of this index.
    Yes {
        by: usize,
    },
    No,
    Unknown(Gap),
}

/// A resource that a statement allows something on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Grant<'s> {
    /// The index of the statement.
    pub by: usize,
    pub resource: &'s Pattern,
    /// The statement is about the action and has no condition. A `Deny` may still forbid it.
    pub sure: bool,
}

/// What a policy says of an action on a resource: what is denied is not allowed, whatever else is said,
/// and what nobody allows is not allowed.
pub fn allows(statements: &Statements, action: &str, resource: &Pattern) -> Answer {
    let action = Pattern::exactly(action);
    let (mut by, mut may_allow, mut may_deny) = (None, None, statements.unknown.clone());
    for (index, statement) in statements.list.iter().enumerate() {
        let about = statement.is_about(&action, resource);
        let sure = about == Answer3::Yes && !statement.condition;
        match statement.effect {
            _ if about == Answer3::No => {}
            Effect::Deny if sure => return Answer::No,
            Effect::Allow if sure => by = by.or(Some(index)),
            Effect::Deny => may_deny = may_deny.or_else(|| Some(statement.doubt())),
            Effect::Allow => may_allow = may_allow.or_else(|| Some(statement.doubt())),
            Effect::Unknown => {
                may_deny = may_deny.or_else(|| Some(statement.doubt()));
                may_allow = may_allow.or_else(|| Some(statement.doubt()));
            }
        }
    }
    match (by, may_deny) {
        (Some(by), None) => Answer::Yes { by },
        (Some(_), Some(gap)) => Answer::Unknown(gap),
        (None, _) => match may_allow.or_else(|| statements.unknown.clone()) {
            Some(gap) => Answer::Unknown(gap),
            None => Answer::No,
        },
    }
}

/// On what an action is allowed, statement by statement: what is denied elsewhere is not taken away, so
/// that `allows` has the last word. All but some resources are given as `*`.
pub fn allowed_resources<'s>(statements: &'s Statements, action: &str) -> Vec<Grant<'s>> {
    let action = Pattern::exactly(action);
    let mut grants = Vec::new();
    for (by, statement) in statements.list.iter().enumerate() {
        let about = statement.actions.covers(&action, Case::Ignored);
        if about == Answer3::No || statement.effect == Effect::Deny {
            continue;
        }
        let is_allow = statement.effect == Effect::Allow;
        let sure = about == Answer3::Yes && is_allow && !statement.condition;
        match &statement.resources {
            Listed::In(list) => {
                grants.extend(list.iter().map(|resource| Grant { by, resource, sure }));
            }
            Listed::NotIn(_) => {
                grants.push(Grant { by, resource: Pattern::everything(), sure: false });
            }
        }
    }
    grants
}

impl Statement {
    fn is_about(&self, action: &Pattern, resource: &Pattern) -> Answer3 {
        let actions = self.actions.covers(action, Case::Ignored);
        actions.and(self.resources.covers(resource, Case::Kept))
    }

    fn same_name(&self, other: &Statement) -> Answer3 {
        match (&self.sid, &other.sid) {
            (Some(one), Some(two)) => one.matches(two),
            _ => Answer3::No,
        }
    }

    /// Why it cannot be told whether it holds.
    fn doubt(&self) -> Gap {
        let reason = match (self.condition, self.effect) {
            (_, Effect::Unknown) => "whether a statement of a policy allows or denies is not known",
            (true, Effect::Allow) => "a policy allows it on a condition",
            (true, Effect::Deny) => "a policy denies it on a condition",
            (false, Effect::Allow) => "whether a statement of a policy allows it cannot be told",
            (false, Effect::Deny) => "whether a statement of a policy denies it cannot be told",
        };
        Gap { reason: reason.into(), at: self.span }
    }
}

impl Listed {
    fn covers(&self, asked: &Pattern, case: Case) -> Answer3 {
        match self {
            Listed::In(list) => any(list, asked, case),
            Listed::NotIn(list) => any(list, asked, case).not(),
        }
    }
}

fn any(list: &[Pattern], asked: &Pattern, case: Case) -> Answer3 {
    list.iter().fold(Answer3::No, |answer, it| match answer {
        Answer3::Yes => Answer3::Yes,
        _ => answer.or(it.matches_in(asked, case)),
    })
}

impl Statements {
    /// Of several policies of one role, all hold.
    pub fn append(&mut self, other: Statements) {
        self.list.extend(other.list);
        self.unknown = self.unknown.take().or(other.unknown);
    }

    /// As `aws_iam_policy_document` puts documents together: a statement with a name replaces the one of
    /// the same name, all others are added.
    pub fn overlay(&mut self, over: Statements) {
        for statement in over.list {
            let mut is_new = true;
            for other in &mut self.list {
                match other.same_name(&statement) {
                    Answer3::Yes => {
                        other.clone_from(&statement);
                        is_new = false;
                    }
                    Answer3::Unknown => Arc::make_mut(other).condition = true,
                    Answer3::No => {}
                }
            }
            if is_new {
                self.list.push(statement);
            }
        }
        if over.unknown.is_some() {
            // Any statement with a name may have been replaced.
            let named = self.list.iter_mut().filter(|it| it.sid.is_some());
            named.for_each(|it| Arc::make_mut(it).condition = true);
        }
        self.unknown = self.unknown.take().or(over.unknown);
    }

    /// Nothing is known of it.
    fn lost(reason: impl Into<EcoString>, at: Option<Span>) -> Statements {
        Statements { list: Vec::new(), unknown: Some(Gap { reason: reason.into(), at }) }
    }
}
