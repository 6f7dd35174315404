//! With which role something runs, and what that role may do: every form that a policy takes.

use std::sync::{Arc, OnceLock};

use super::policy::{self, Answer as Allowed, Gap, Hole, Pattern, Statements, document, managed};
use super::{Blind, Graph, ThingId};
use crate::eval::{Kind, Value};
use crate::model::{Configuration, Piece, pieces};
use crate::source::Span;

/// What something may do.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Role {
    /// The role itself; `None` where it is not in this configuration.
    pub thing: Option<ThingId>,
    pub statements: Statements,
    /// Whether it certainly says nothing of calling functions.
    calls_nobody: OnceLock<bool>,
}

impl Role {
    pub(super) fn calls_nobody(&self) -> bool {
        *self.calls_nobody.get_or_init(|| {
            let grants = policy::allowed_resources(&self.statements, "lambda:InvokeFunction");
            grants.is_empty() && self.statements.unknown.is_none()
        })
    }

    /// The role of which nothing is known.
    pub(super) fn lost(gap: Gap) -> Role {
        let statements = Statements { unknown: Some(gap), ..Statements::default() };
        Role { statements, ..Role::default() }
    }
}

/// The attributes that name the role of a thing.
const ROLES: &[&str] =
    &["role", "role_arn", "task_role_arn", "execution_role_arn", "service_role_arn"];

/// What something runs as, where it does not name its role itself.
const VIA: &[(&str, &str)] = &[
    ("iam_instance_profile", "aws_iam_instance_profile"),
    ("launch_configuration", "aws_launch_configuration"),
    ("launch_template", "aws_launch_template"),
    ("task_definition", "aws_ecs_task_definition"),
];

/// What gives a role a policy: its type, where it names the role, and where the policy.
const GRANTS: &[(&str, &str, &str)] = &[
    ("aws_iam_policy_attachment", "roles", "policy_arn"),
    ("aws_iam_role_policy", "role", "policy"),
    ("aws_iam_role_policy_attachment", "role", "policy_arn"),
    ("aws_iam_role_policy_attachments_exclusive", "role_name", "policy_arns"),
];

/// A policy is put together from no more documents than these.
const MAX_DOCUMENTS: usize = 100;

/// A role is named by a thing in the configuration, and by nothing else.
pub(super) const LOST: &str = "the role is not in this configuration";

impl<'m, 'a> Graph<'m, 'a> {
    /// The role that a thing runs with, and every statement of its policies.
    pub fn role(&self, thing: ThingId, configuration: &mut Configuration<'m, 'a>) -> Role {
        match self.role_of(thing, 0) {
            Ok(role) => {
                let statements = self.statements(role, configuration);
                Role { thing: Some(role), statements, ..Role::default() }
            }
            Err(gap) => Role::lost(gap),
        }
    }

    /// The role that a thing runs with, where it is in this configuration.
    pub fn runs_as(&self, thing: ThingId) -> Option<ThingId> {
        self.role_of(thing, 0).ok()
    }

    /// The role that a thing names, itself or through what it runs as.
    pub(super) fn role_of(&self, thing: ThingId, depth: usize) -> Result<ThingId, Gap> {
        const MAX_DEPTH: usize = 4;
        // The other role of a task is for who starts it.
        let is_task = self.things[thing].kind() == "aws_ecs_task_definition";
        let names = ROLES.iter().filter(|it| !is_task || **it != "execution_role_arn");
        let mut edges = names.flat_map(|name| self.refs(thing).filter(|it| it.attribute == **name));
        let role = edges.find_map(|it| {
            let (role, kind) = (self.made(it.to), self.things[it.to].kind());
            (it.certain && kind == "aws_iam_role" && self.things[role].is_managed()).then_some(role)
        });
        if let Some(role) = role {
            return Ok(role);
        }
        let mut via = VIA.iter().flat_map(|(name, kind)| {
            let there = self.refs_in(thing, name).into_iter();
            there.filter(|it| self.things[*it].kind() == *kind)
        });
        if let Some(via) = via.next().filter(|_| depth < MAX_DEPTH) {
            return self.role_of(via, depth + 1);
        }
        let at = self.blind(thing).find(|it| ROLES.contains(&it.attribute.as_str()));
        let reason = at.map_or_else(|| LOST.into(), |it| it.reason.clone());
        Err(Gap { reason, at: at.map(|it| it.span) })
    }

    /// Every statement of the policies of a role.
    pub fn statements(
        &self,
        role: ThingId,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Statements {
        let mut all = Statements::default();
        let inline = self.traced(role, "inline_policy", configuration);
        for block in items(&inline) {
            let policy = block.as_object().and_then(|it| it.get("policy"));
            all.append(self.document(policy.unwrap_or(block), configuration));
        }
        let arns = self.traced(role, "managed_policy_arns", configuration);
        for arn in items(&arns) {
            all.append(self.managed(arn, configuration));
        }
        for edge in self.referrers(role).cloned().collect::<Vec<_>>() {
            let kind = self.things[edge.from].kind();
            let is_grant = |it: &&(&str, &str, &str)| it.0 == kind && it.1 == edge.attribute;
            if let Some((_, _, policy)) = GRANTS.iter().find(is_grant) {
                let granted = self.granted(edge.from, policy, configuration);
                let is_sure = edge.certain && self.things[edge.from].doubt.is_none();
                all.append(if is_sure { granted } else { unsure(granted) });
            }
        }
        // What may be for this role as well as for any other.
        for (kind, role, policy) in GRANTS {
            for blind in self.blind_in(kind, role) {
                all.append(unsure(self.granted(blind.from, policy, configuration)));
            }
        }
        all
    }

    /// What a policy of a role or an attachment says.
    fn granted(
        &self,
        thing: ThingId,
        name: &str,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Statements {
        let said = self.traced(thing, name, configuration);
        match name {
            "policy" => self.document(&said, configuration),
            _ => {
                let mut all = Statements::default();
                for arn in items(&said) {
                    all.append(self.managed(arn, configuration));
                }
                all
            }
        }
    }

    /// A policy that is attached by its ARN: one of the configuration's, or one of AWS's.
    fn managed(&self, arn: &Value, configuration: &mut Configuration<'m, 'a>) -> Statements {
        let Some(text) = arn.as_str() else { return lost(arn) };
        if let [Piece::Token(token)] = pieces(text)[..]
            && let Some(target) = configuration.target(token).cloned()
        {
            for thing in self.targets(&target).into_iter().map(|it| self.made(it)) {
                let kind = self.things[thing].kind();
                match (kind, self.things[thing].is_managed()) {
                    ("aws_iam_policy", true) => {
                        let policy = self.traced(thing, "policy", configuration);
                        return self.document(&policy, configuration);
                    }
                    ("aws_iam_policy", false) => {
                        let named = ["arn", "name"].map(|it| self.traced(thing, it, configuration));
                        let named = named.iter().find_map(Value::as_str);
                        return managed::statements_or_unknown(named.unwrap_or_default());
                    }
                    _ => {}
                }
            }
        }
        let plain = configuration.plain(text);
        let name = plain.as_deref().and_then(|it| it.strip_prefix("arn:"));
        let named = name.and_then(super::name::of_arn);
        if let Some(thing) = named.and_then(|(kind, name)| self.named(kind, name))
            && self.things[thing].kind() == "aws_iam_policy"
        {
            let policy = self.traced(thing, "policy", configuration);
            return self.document(&policy, configuration);
        }
        // In which partition it is does not matter.
        match text.split_once(":iam::aws:policy/") {
            Some((_, name)) => {
                managed::statements_or_unknown(&format!("arn:aws:iam::aws:policy/{name}"))
            }
            None => managed::statements_or_unknown(text),
        }
    }

    /// A document in any of its forms: a text of JSON, or what a data source writes.
    fn document(&self, policy: &Value, configuration: &mut Configuration<'m, 'a>) -> Statements {
        if let Some(text) = policy.as_str()
            && let [Piece::Token(token)] = pieces(text)[..]
            && let Some(target) = configuration.target(token).cloned()
        {
            let sources = self.targets(&target);
            let source =
                sources.into_iter().find(|it| self.things[*it].kind() == "aws_iam_policy_document");
            if let Some(source) = source {
                return self.written(source, configuration, &mut { MAX_DOCUMENTS });
            }
        }
        document::statements(policy, &|text| self.pattern(text, configuration))
    }

    /// What `aws_iam_policy_document` writes, with the documents that it starts from and puts on top.
    fn written(
        &self,
        source: ThingId,
        configuration: &mut Configuration<'m, 'a>,
        left: &mut usize,
    ) -> Statements {
        let Some(rest) = left.checked_sub(1) else {
            return lost(&Value::error("documents are made of each other, or of too many"));
        };
        *left = rest;
        let instance = &self.things[source].instance;
        let blocks = configuration.traced(|it| instance.to_value(it));
        let blocks = document::of_blocks(&blocks, &|text| self.pattern(text, configuration));
        let mut all = Statements::default();
        if let Some(other) = &blocks.sources {
            all.append(self.another(other, configuration, left));
        }
        all.overlay(blocks.statements);
        if let Some(other) = &blocks.overrides {
            let other = self.another(other, configuration, left);
            all.overlay(other);
        }
        all
    }

    fn another(
        &self,
        value: &Value,
        configuration: &mut Configuration<'m, 'a>,
        left: &mut usize,
    ) -> Statements {
        if let Some(items) = value.as_items() {
            let mut all = Statements::default();
            for item in items {
                all.append(self.another(item, configuration, left));
            }
            return all;
        }
        let token = value.as_str().and_then(|text| match pieces(text)[..] {
            [Piece::Token(token)] => configuration.target(token).cloned(),
            _ => None,
        });
        let source = token.and_then(|it| self.targets(&it).first().copied());
        match source.filter(|it| self.things[*it].kind() == "aws_iam_policy_document") {
            Some(source) => self.written(source, configuration, left),
            None => document::statements(value, &|text| self.pattern(text, configuration)),
        }
    }

    /// Whether a role may call a function: the place of the statement. `Err`: it cannot be told.
    pub fn allows_invoking(&self, role: &Role, function: ThingId) -> Result<Option<Span>, Gap> {
        let arn = self.arn(function);
        let more = [arn.clone(), Pattern::exactly(":"), Pattern::hole(Hole::part())];
        // A policy for a version or an alias is for calls of just that one.
        let mut asked = vec![arn, more.into_iter().collect()];
        let aliases = self.faces(function).into_iter().skip(1);
        asked.extend(aliases.map(|it| self.arn(it)));
        let mut gap = None;
        for arn in &asked {
            match policy::allows(&role.statements, "lambda:InvokeFunction", arn) {
                Allowed::Yes { by } => {
                    let statement = &role.statements.list[by];
                    let own = role.thing.map(|it| self.things[it].instance.resource.block.header());
                    return Ok(statement.span.or(own));
                }
                Allowed::No => {}
                Allowed::Unknown(unknown) => gap = gap.or(Some(unknown)),
            }
        }
        gap.map_or(Ok(None), Err)
    }

    /// Whether a role may call functions whatever they are called, so that it says nothing of this one.
    pub(super) fn allows_invoking_any(&self, role: &Role, function: ThingId) -> bool {
        const NOBODY: &str = "a-function-that-nobody-has";
        let arn = self.arn_called(function, Pattern::exactly(NOBODY));
        let answer = policy::allows(&role.statements, "lambda:InvokeFunction", &arn);
        matches!(answer, Allowed::Yes { .. })
    }

    /// A gap in what is known of a thing's role.
    pub(super) fn gap(&self, thing: ThingId, gap: Gap) -> Blind {
        let header = self.things[thing].instance.resource.block.header();
        Blind {
            from: thing,
            attribute: "role".into(),
            span: gap.at.unwrap_or(header),
            reason: gap.reason,
        }
    }
}

/// The elements of a list; what is no list is one of them, unless it is null.
fn items(value: &Value) -> &[Value] {
    match value.as_items() {
        Some(items) => items,
        None if value.is_null() => &[],
        None => std::slice::from_ref(value),
    }
}

/// Statements that may hold or not.
fn unsure(mut statements: Statements) -> Statements {
    statements.list.iter_mut().for_each(|it| Arc::make_mut(it).condition = true);
    statements
}

fn lost(value: &Value) -> Statements {
    let (reason, at) = match &value.kind {
        Kind::Unknown(unknown) => (unknown.reason.clone(), unknown.at),
        _ => ("a policy is no text".into(), value.from),
    };
    Statements { list: Vec::new(), unknown: Some(Gap { reason, at }) }
}
