//! What the policies say that AWS manages itself. AWS adds to them now and then; the table has the
//! version of each, the day on which it was seen, and where.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::{Effect, Gap, Listed, Pattern, Statement, Statements};

/// A line a statement, in the order of the policies' names.
const TABLE: &str = include_str!("../../../rules/facts/managed-policies.csv");

/// Of a policy by its name, `AWSLambdaRole`, with or without its path, or by its ARN, in any partition.
/// `None`: it is not AWS's own, or it is not in the table, and what it says is not known.
pub fn statements(policy: &str) -> Option<Statements> {
    let found = rows().filter(|row| row.is_named(policy));
    let list: Vec<Arc<Statement>> = found.map(|row| row.statement().into()).collect();
    (!list.is_empty()).then_some(Statements { list, unknown: None })
}

thread_local! {
    /// Every role names one or two of a few.
    static ASKED: RefCell<HashMap<String, Statements>> = RefCell::default();
}

/// More names than these are not kept: a stranger could make a thousand.
const KEPT: usize = 256;

/// The same, with a reason instead of nothing.
pub fn statements_or_unknown(policy: &str) -> Statements {
    if let Some(known) = ASKED.with_borrow(|it| it.get(policy).cloned()) {
        return known;
    }
    let found = asked(policy);
    ASKED.with_borrow_mut(|it| {
        if it.len() < KEPT {
            it.insert(policy.to_owned(), found.clone());
        }
    });
    found
}

fn asked(policy: &str) -> Statements {
    statements(policy).unwrap_or_else(|| {
        let reason = "the policy is AWS's own or of another account, and what it says is not known";
        Statements { list: Vec::new(), unknown: Some(Gap { reason: reason.into(), at: None }) }
    })
}

/// The names of the policies that are known.
pub fn names() -> impl Iterator<Item = &'static str> {
    let mut last = "";
    rows().map(|it| it.name).filter(move |it| std::mem::replace(&mut last, it) != *it)
}

struct Row {
    name: &'static str,
    path: &'static str,
    is_allow: bool,
    actions: &'static str,
    all_actions_but: &'static str,
    resources: &'static str,
    is_conditional: bool,
}

fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().skip(1).filter_map(row)
}

fn row(line: &'static str) -> Option<Row> {
    let mut fields = line.split(',');
    Some(Row {
        name: fields.next()?,
        path: fields.next()?,
        is_allow: fields.next()? == "allow",
        actions: fields.next()?,
        all_actions_but: fields.next()?,
        resources: fields.next()?,
        is_conditional: fields.next()? == "yes",
    })
}

impl Row {
    fn is_named(&self, policy: &str) -> bool {
        let with_path = match policy.strip_prefix("arn:").and_then(|it| it.split_once(':')) {
            Some((_, rest)) => match rest.strip_prefix("iam::aws:policy/") {
                Some(name) => name,
                None => return false,
            },
            None if policy == self.name => return true,
            None => policy,
        };
        // The path has a slash at both ends, or is one.
        let path = self.path.trim_start_matches('/');
        with_path.strip_prefix(path) == Some(self.name)
    }

    fn statement(&self) -> Statement {
        let patterns = |list: &str| list.split(' ').map(Pattern::parse).collect();
        // The table has them as they are in the partition of most; in others the ARNs have its name.
        let resources = self.resources.replace("arn:aws:", "arn:*:");
        Statement {
            effect: if self.is_allow { Effect::Allow } else { Effect::Deny },
            actions: match self.all_actions_but {
                "" => Listed::In(patterns(self.actions)),
                but => Listed::NotIn(patterns(but)),
            },
            resources: Listed::In(patterns(&resources)),
            condition: self.is_conditional,
            span: None,
            sid: None,
        }
    }
}
